"""Where lines go, how they are worded, and which do not go: the parts that only compute."""

import builtins
import importlib
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qq_api import ConfigError, load_config
from qq_chat.config import Config
from qq_chat.config.routing import Route
from qq_chat.relay.routes import Goes, Routes, usual
from qq_chat.text import blocked, patterns
from qq_chat.text.blocked import BlockedWords
from qq_chat.text.template import TO_QQ_FIELDS, Template

LOG = logging.getLogger("qq_chat.test")


# -- templates


def test_a_template_is_filled_and_what_it_is_filled_with_is_only_text() -> None:
    template = Template("[{server}] <{player}> {text} {{ok}}", TO_QQ_FIELDS)
    values = {"server": "生存", "player": "{text}", "text": "{server} %s {0}"}
    assert template.fill(values) == "[生存] <{text}> {server} %s {0} {ok}"


@pytest.mark.parametrize("source", ["{plyer}", "{player.x}", "{player[0]}", "{}", "{0}", "{player!r}", "{player:>9}"])
def test_a_field_that_is_none_is_named_with_those_there_are(source: str) -> None:
    with pytest.raises(ValueError, match=r"\{player\}, \{qq\}") as error:
        Template(f"hi {source}", TO_QQ_FIELDS)
    assert source in str(error.value) or source == "{}"


@pytest.mark.parametrize("source", ["{", "}", "{player", "a } b"])
def test_a_lone_brace_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Template(source)


@given(st.text())
def test_whatever_the_text_is_it_comes_out_as_it_was(text: str) -> None:
    assert Template("{text}").fill({"text": text}) == text


# -- blocked words


@pytest.fixture(params=["fast", "plain"])
def words_by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    if request.param == "plain":
        monkeypatch.setattr(blocked, "HAS_AHO_CORASICK", False)
    return BlockedWords


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("hello", "hello"),
        ("you FOOL!", "you ****!"),
        ("笨蛋一个", "**一个"),
        ("大笨蛋一个", "***一个"),
        ("ｆｏｏｌ", "****"),
        ("foolfool", "********"),
        ("a.b axb", "*** axb"),
        ("İfool", "İ****"),
    ],
)
def test_blocked_words_are_hidden_letter_by_letter(words_by: Any, text: str, masked: str) -> None:
    words = words_by(["Fool", "笨蛋", "大笨蛋", "a.b", "", " "])
    assert words.masked(text) == masked
    assert words.found(text) is (text != masked)


def test_without_words_nothing_is_found(words_by: Any) -> None:
    assert words_by([]).masked("anything") == "anything"
    assert not words_by(["", "  "]).found("anything")


@given(st.lists(st.text("abAB笨蛋.", min_size=1, max_size=4), max_size=6), st.text("abAB笨蛋. ", max_size=40))
def test_both_ways_of_finding_words_hide_the_same(words: list[str], text: str) -> None:
    fast = BlockedWords(words).masked(text)
    there = blocked.HAS_AHO_CORASICK
    blocked.HAS_AHO_CORASICK = False
    try:
        assert BlockedWords(words).masked(text) == fast
    finally:
        blocked.HAS_AHO_CORASICK = there
    assert len(fast) == len(text)


# -- patterns


@pytest.mark.parametrize("has_re2", [True, False])
def test_a_pattern_that_is_none_says_why(has_re2: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "HAS_RE2", has_re2)
    assert patterns.pattern("^#.+")("# hi")
    assert not patterns.pattern("^#.+")("hi")
    with pytest.raises(ValueError, match=r"\(a: missing \)"):
        patterns.pattern("(a")


def test_without_the_fast_libraries_everything_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name in ("re2", "ahocorasick_rs"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    try:
        assert not importlib.reload(patterns).HAS_RE2
        assert not importlib.reload(blocked).HAS_AHO_CORASICK
        assert patterns.pattern("b+")("abb")
        assert blocked.BlockedWords(["b"]).masked("abb") == "a**"
    finally:
        monkeypatch.undo()
        assert importlib.reload(patterns).HAS_RE2
        assert importlib.reload(blocked).HAS_AHO_CORASICK


# -- routes


def shown(routes: Routes, group_id: int, text: str, event: str = "chat", sender: Any = (5, "Bob")) -> str | None:
    goes = routes.to_game(group_id, event, sender, text)
    return goes.text if goes else None


def told(routes: Routes, event: str, text: str = "x", player: str = "Steve") -> dict[int, str]:
    return {group_id: goes.text for group_id, goes in routes.to_qq(event, [player], text)}


def test_the_three_lists_of_groups_mean_what_they_always_meant() -> None:
    routes = Routes(usual([1, 2], [3], [4]), "survival", [1, 2, 3, 4])
    assert [shown(routes, group_id, "hi") for group_id in (1, 2, 3, 4, 5)] == ["hi", "hi", None, None, None]
    assert [*told(routes, "chat")] == [*told(routes, "join")] == [*told(routes, "death")] == [1, 2]
    assert [*told(routes, "qq")] == [1, 2, 3]
    assert [*told(routes, "started")] == [*told(routes, "crashed")] == [1, 2, 3, 4]


def test_the_first_row_that_fits_decides() -> None:
    rows = [
        Route(groups=[1], events=["join", "leave"], stop=True),
        Route(groups=[1], direction="to_qq", prefix="#", template="{player}: {text}"),
        Route(groups=[1], direction="to_game", senders=["Bob"], not_senders=[6]),
        *usual([1, 2], [], []),
    ]
    routes = Routes(rows, "survival", [1, 2])
    assert told(routes, "join") == {2: "x"}
    assert told(routes, "chat", "hi") == {2: "hi"}
    assert told(routes, "chat", "# hi") == {1: "hi", 2: "# hi"}
    ((_, goes), (_, usually)) = routes.to_qq("chat", ["Steve"], "#hi")
    assert goes.template is not None
    assert goes.template.fill({"player": "Steve", "text": "hi"}) == "Steve: hi"
    assert usually == Goes("#hi", None)
    assert shown(routes, 1, "hi") == "hi"
    assert shown(routes, 1, "hi", sender=(6, "Bob")) is None
    assert shown(routes, 1, "hi", sender=(7, "Eve")) is None
    assert shown(routes, 2, "hi", sender=(7, "Eve")) == "hi"


def test_rows_for_other_servers_do_not_count() -> None:
    rows = [Route(servers=["creative"], stop=True), *usual([1], [], [])]
    assert shown(Routes(rows, "survival", [1]), 1, "hi") == "hi"
    assert shown(Routes(rows, "creative", [1]), 1, "hi") is None


def test_patterns_and_prefixes_choose() -> None:
    rows = [Route(groups=[1], pattern="^[^a]", not_pattern="spam", not_prefix=["!!", "."])]
    routes = Routes(rows, "survival", [1])
    texts = ["hello", "abc", "no spam here", "!!qq hi", ".x", ""]
    assert [shown(routes, 1, text) for text in texts] == ["hello", None, None, None, None, None]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{pattern: '(a'}", "missing )"),
        ("{template: '{plyer}'}", "plyer"),
        ("{direction: to_game, template: '{weapon}'}", "weapon"),
        ("{events: [joins]}", "joins"),
        ("{group: [1]}", "group"),
        ("{groups: [0]}", "groups.0"),
        ("{direction: up}", "up"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "config.yml"
    path.write_text(f"config_version: 1\nmessage_sync_groups: [1]\nroutes:\n  - {row}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_config(path, Config, "en_us")
    assert "config.yml:4: routes.0" in str(error.value)
    assert words in str(error.value)


def test_a_row_that_stops_lines_stops_those_that_its_filters_let_through() -> None:
    rows = [Route(groups=[1], pattern="secret", stop=True), Route(groups=[1], senders=["Bot"], stop=True)]
    routes = Routes([*rows, *usual([1], [], [])], "survival", [1])
    said = [("Steve", "hello"), ("Steve", "a secret"), ("Bot", "hello")]
    assert [len([*routes.to_qq("chat", [who], words)]) for who, words in said] == [1, 0, 0]
