"""Text from outside is only ever text."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qq_chat.text.words import LINE_LENGTH, NAME_LENGTH, for_game, for_qq, name_for_game

ANY = st.text(st.characters(codec=None), max_size=400)
BREAKS = set("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
HIDDEN = set("§\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def is_harmless(text: str) -> bool:
    controls = any(unicodedata.category(char) in ("Cc", "Cs") for char in text)
    return not controls and not set(text) & (BREAKS | HIDDEN)


@given(ANY)
def test_whatever_comes_is_one_harmless_line_for_the_game(text: str) -> None:
    shown = for_game(text)
    assert is_harmless(shown)
    assert shown.splitlines() in ([shown], [])
    assert json.loads(json.dumps(shown).encode("utf-8")) == shown


@given(ANY)
def test_whatever_comes_is_one_harmless_line_for_qq(text: str) -> None:
    assert is_harmless(for_qq(text))


@given(ANY)
def test_a_name_is_short(name: str) -> None:
    shown = name_for_game(name)
    assert is_harmless(shown)
    assert len(unicodedata.normalize("NFC", shown)) <= NAME_LENGTH


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo\r\n\r\nthree", "one ⏎ two ⏎ three"),
        ("\n trailing \n", " trailing "),
        ("§4§lred", "4lred"),
        ("ok\ud83d\ude00 \ud83d!", "ok😀 \ufffd!"),
        ("\u202eevil\u2066 \u200b", "evil "),
        ("👨\u200d👩\u200d👧 stays", "👨\u200d👩\u200d👧 stays"),
        ("[CQ:at,qq=all] &amp;", "[CQ:at,qq=all] &amp;"),
        ("x" * 5000, "x" * (LINE_LENGTH - 1) + "…"),
    ],
)
def test_the_game_sees_it_so(text: str, shown: str) -> None:
    assert for_game(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("§aGreen§r text", "Green text"), ("a\nb", "a b"), ("\x1b[31mred", "[31mred"), ("中文 😀", "中文 😀")],
)
def test_qq_sees_it_so(text: str, shown: str) -> None:
    assert for_qq(text) == shown


def test_ten_thousand_characters_of_name_are_cut() -> None:
    assert len(name_for_game("N" * 10_000)) == NAME_LENGTH
    assert name_for_game("\u200b\n§") == ""
