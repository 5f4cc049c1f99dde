"""Who is meant: members and their names, mentions both ways, what players wish."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qq_chat.database import Database
from qq_chat.people.members import Members
from qq_chat.people.preferences import Preferences, Wishes
from qq_chat.relay.mentions import named, with_mentions

ROWS = [
    {"user_id": 5, "card": "Bob", "nickname": "robert"},
    {"user_id": 6, "card": "", "nickname": "老王"},
    {"user_id": 7, "card": "Twin", "nickname": "t1"},
    {"user_id": 8, "card": "twin ", "nickname": "t2"},
    {"user_id": 9, "card": None, "nickname": None},
    {"user_id": "10"},
    None,
]


def members() -> Members:
    made = Members()
    made.know(1, ROWS)
    return made


def test_a_name_is_a_player_before_a_card_before_a_nickname_and_two_are_nobody() -> None:
    names = members().names(1, [("Bob", 6), ("Bobby", 6), ("Steve", 99)])
    assert names == {
        "bob": 6,
        "bobby": 6,
        "robert": 5,
        "老王": 6,
        "t1": 7,
        "t2": 8,
        "5": 5,
        "6": 6,
        "7": 7,
        "8": 8,
        "9": 9,
    }


def test_names_follow_what_is_heard() -> None:
    made = members()
    made.heard(1, 5, {"card": "Bobby", "nickname": "robert"})
    made.heard(1, 5, {"role": "admin"})
    made.renamed(1, 6, "王")
    made.left(1, 7)
    made.heard(2, 5, {"card": "elsewhere"})
    made.renamed(1, 77, "nobody")
    assert [made.name(1, user_id) for user_id in (5, 6, 7, 9, 77)] == ["Bobby", "王", "", "", ""]
    assert made.names(1, [])["twin"] == 8
    assert made.names(2, []) == {}
    assert made.is_known(1) and not made.is_known(2)


def shown(segments: list[dict[str, Any]]) -> list[str]:
    return [one["data"].get("text") or f"<{one['data']['qq']}>" for one in segments]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("hi @Bob!", ["hi ", "<5>", "!"]),
        ("@bob", ["<5>"]),
        ("@Bobby", ["@Bobby"]),
        ("@Bob_", ["@Bob_"]),
        ("@老王快来", ["<6>", "快来"]),
        ("@老王@Bob", ["<6>", "<5>"]),
        ("@big bob and @big", ["<7>", " and ", "<8>"]),
        ("me@bob.com", ["me@bob.com"]),
        ("@@bob", ["@@bob"]),
        ("@nobody @", ["@nobody @"]),
        ("@all @全体成员", ["@all @全体成员"]),
        ("[CQ:at,qq=all]", ["[CQ:at,qq=all]"]),
        ("", []),
    ],
)
def test_an_at_sign_and_a_name_is_a_mention(words: str, parts: list[str]) -> None:
    assert shown(with_mentions(words, {"bob": 5, "老王": 6, "big bob": 7, "big": 8})) == parts


def test_everybody_is_mentioned_only_by_whoever_may() -> None:
    assert shown(with_mentions("@all hi", {}, everybody=True)) == ["<all>", " hi"]
    assert shown(with_mentions("@全体成员", {}, everybody=True)) == ["<all>"]
    assert shown(with_mentions("@all hi", {"all": 5}, everybody=True)) == ["<5>", " hi"]


@given(st.text("@Bob老 王,all全体成员", max_size=40))
def test_whatever_is_said_no_letter_is_lost_and_nobody_else_is_meant(words: str) -> None:
    segments = with_mentions(words, {"bob": 5, "老 王": 6})
    said = "".join(one["data"].get("text") or {"5": "@bob", "6": "@老 王"}[one["data"]["qq"]] for one in segments)
    assert said.lower() == words.lower()


@pytest.mark.parametrize(
    ("words", "players"),
    [
        ("steve, come", ["Steve"]),
        ("Steves", []),
        ("找Alex和Steve", ["Steve", "Alex"]),
        (".bed rock", [".bed"]),
        ("", []),
    ],
)
def test_a_name_among_other_words_is_heard(words: str, players: list[str]) -> None:
    assert named(words, ["Steve", "Alex", ".bed"]) == players


def test_wishes_are_kept_whatever_the_case_of_the_name(tmp_path: Path) -> None:
    database = Database(tmp_path / "qq_chat.db")
    first = Preferences(database)
    assert first.of("Steve") == Wishes()
    first.mute("Steve", True)
    first.ring("Steve", "title", True, usual=("sound",))
    first.ring("Alex", "sound", False, usual=("sound",))
    second = Preferences(database)
    assert second.of("steve") == Wishes(mute=True, ring=frozenset({"sound", "title"}))
    assert second.of("ALEX") == Wishes(ring=frozenset())
    assert second.deaf(["STEVE", "Alex"]) == ["STEVE"]
    second.mute("steve", False)
    assert Preferences(database).deaf(["Steve"]) == []
    database.close()
