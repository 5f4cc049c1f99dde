"""Openids are stable numbers, and messages are small ones, over restarts and broken files."""

import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_half import ALEX, APP_ID, GROUP, SELF, STEVE, TEXTS, Half, said

from qq_api.official import messages
from qq_api.official.database import Database
from qq_api.official.identity import FIRST, SPAN, Identity, number_of
from qq_api.official.messages import Messages
from qq_api.official.scenes import Target

WHERE = Target("group", GROUP)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    return tmp_path / "official.db"


def identity(path: Path | None = None, app_id: str = APP_ID, **keys: object) -> Identity:
    return Identity(Database(path, TEXTS), app_id, SELF, **keys)  # type: ignore[arg-type]


def test_a_number_is_always_the_same_and_safe_everywhere() -> None:
    assert number_of("user", "102000001", STEVE) == 3718615147783553
    assert identity().number("user", STEVE) == number_of("user", APP_ID, STEVE) == identity().number("user", STEVE)
    assert 10**12 <= number_of("user", APP_ID, STEVE) < 2**53
    assert (FIRST, FIRST + SPAN) == (10**12, 2**52)


def test_kinds_bots_and_cases_have_numbers_of_their_own() -> None:
    ids = identity()
    numbers = {
        ids.number("user", STEVE),
        ids.number("group", STEVE),
        ids.number("user", STEVE.lower()),
        identity(app_id="102000002").number("user", STEVE),
    }
    assert len(numbers) == 4


@given(st.sets(st.text(min_size=1, max_size=40), max_size=60))
def test_a_number_stands_for_one_openid_only(openids: set[str]) -> None:
    ids = identity()
    plain = {one.encode("utf-8", "replace").decode() for one in openids}
    numbers = {one: ids.number("user", one) for one in plain}
    assert len(set(numbers.values())) == len(plain)
    assert all(ids.find(number, "user").openid == one for one, number in numbers.items())  # type: ignore[union-attr]
    assert {one: ids.number("user", one) for one in plain} == numbers


@given(st.lists(st.tuples(st.sampled_from(["user", "group"]), st.integers(0, 30)), max_size=60))
def test_who_comes_to_a_taken_number_gets_the_next(seen: list[tuple[str, int]]) -> None:
    crowded = identity(first=lambda kind, app_id, openid: FIRST + SPAN - 1 - int(openid) % 2)
    numbers = {(kind, str(who)): crowded.number(kind, str(who)) for kind, who in seen}  # type: ignore[arg-type]
    assert len(set(numbers.values())) == len(numbers)
    assert all(FIRST <= number < FIRST + SPAN for number in numbers.values())


def test_numbers_names_and_places_outlive_a_restart(file: Path) -> None:
    before = Half(file)
    before.hear(said("hi"))
    group, user = before.memory.identity.number("group", GROUP), before.memory.identity.number("user", STEVE)
    before.memory.identity.is_me("MINE")
    before.database.close()
    after = Half(file).memory
    assert after.identity.find(user, "user").nickname == "Steve"  # type: ignore[union-attr]
    assert [one.number for one in after.identity.all("group", "in")] == [group]
    assert after.identity.number("user", "MINE") == SELF


def test_a_collision_stays_settled_after_a_restart(file: Path) -> None:
    def same(kind: str, app_id: str, openid: str) -> int:
        return FIRST

    first = identity(file, first=same)
    numbers = [first.number("user", one) for one in ("A", "B", "C")]
    assert numbers == [FIRST, FIRST + 1, FIRST + 2]
    again = identity(file, first=same)
    assert [again.number("user", one) for one in ("C", "B", "A")] == numbers[::-1]


def test_a_lost_file_gives_the_same_numbers(tmp_path: Path) -> None:
    assert identity(tmp_path / "a.db").number("group", GROUP) == identity(tmp_path / "b.db").number("group", GROUP)


def test_a_broken_file_is_set_aside_and_told(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = identity(file).number("group", GROUP)
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    for tail in ("-wal", "-shm"):
        file.with_name(file.name + tail).unlink(missing_ok=True)
    with caplog.at_level(logging.ERROR):
        assert identity(file).number("group", GROUP) == before
    assert "set aside as official.db." in caplog.text
    assert len(list(file.parent.glob("official.db.*.bad"))) == 1
    assert identity(file).find(before, "group") is not None


def test_a_file_of_a_newer_layout_is_set_aside_too(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with sqlite3.connect(file) as there:
        there.execute("PRAGMA user_version = 99")
    there.close()
    Half(file)
    assert "newer version" in caplog.text


def test_a_locked_file_stops_nobody(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    half = Half(file)
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        half.hear(said("hi"))
        half.hear(said("ho", "ROBOT1.0_2"))
        other.execute("ROLLBACK")
    other.close()
    assert half.memory.messages.find(2) is not None
    assert caplog.text.count("cannot be used") == 1


def test_raw_ids_are_taken_wherever_an_id_is() -> None:
    ids = identity()
    known = ids.find(GROUP, "group", "channel")
    assert known is not None and known.openid == GROUP
    assert ids.find(str(known.number), "group") == ids.find(known.number, "group") == known
    assert ids.find(known.number, "user") is None
    assert ids.find(GROUP.lower(), "group") != known


@pytest.mark.parametrize("value", [10001, "10001", "", None, True, 1.5, "hello", [], "Alex smith is here ok"])
def test_what_is_no_id_is_nobody(value: object) -> None:
    assert identity().find(value, "user") is None


def test_the_bot_is_called_by_its_appid_and_never_by_another_number() -> None:
    ids = identity(first=lambda kind, app_id, openid: SELF)
    ids.is_me(STEVE)
    assert ids.number("user", STEVE) == SELF
    assert ids.number("user", ALEX) != SELF


# -- messages


def test_messages_are_found_by_number_by_id_and_by_what_quotes_them(file: Path) -> None:
    known = Messages(Database(file, TEXTS), APP_ID)
    heard = known.heard(WHERE, "ROBOT1.0_a", event_id="ev", reference="REFIDX_a")
    known.tell(heard, {"message": [], "time": 5})
    again = Messages(Database(file, TEXTS), APP_ID)
    assert again.find(1) == again.find("1") == again.find("ROBOT1.0_a") == heard
    assert again.by_platform_id(WHERE, "ROBOT1.0_a") == again.by_reference(WHERE, "REFIDX_a") == heard
    assert again.event_of(heard) == {"message": [], "time": 5}
    assert again.sent(WHERE, "ROBOT1.0_b").number == 2


def test_the_oldest_messages_are_forgotten_but_no_number_comes_twice(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "KEPT", 50)
    known = Messages(Database(file, TEXTS), APP_ID)
    numbers = [known.sent(WHERE, f"m{one}").number for one in range(230)]
    assert numbers == list(range(1, 231))
    assert known.find(1) is None and known.by_platform_id(WHERE, "m0") is None and known.find(230) is not None
    again = Messages(Database(file, TEXTS), APP_ID)
    assert len(again.newest()) == 50
    assert again.sent(WHERE, "x").number == 231


def test_after_the_last_number_comes_the_first(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "NUMBERS", 5)
    known = Messages(Database(file, TEXTS), APP_ID)
    assert [known.sent(WHERE, f"m{one}").number for one in range(7)] == [1, 2, 3, 4, 5, 1, 2]
    again = Messages(Database(file, TEXTS), APP_ID)
    assert again.find(1).platform_id == "m5"  # type: ignore[union-attr]
    assert again.sent(WHERE, "m7").number == 3


def test_two_bots_share_a_file_and_nothing_else(file: Path) -> None:
    one, other = Half(file), Half(file, app_id="102000002")
    one.hear(said("hi"))
    assert other.memory.messages.find(1) is None
    assert one.memory.identity.number("user", STEVE) != other.memory.identity.number("user", STEVE)
    one.database.close()
    assert Half(file, app_id="102000002").memory.identity.known("user", STEVE) is not None
