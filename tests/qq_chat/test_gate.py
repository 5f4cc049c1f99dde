"""What may be typed into the server's console."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qq_chat.gate import LONGEST, Gate, Refused, checked, is_player_name


@pytest.mark.parametrize(
    ("typed", "line"),
    [("list", "list"), (" /whitelist add Steve ", "whitelist add Steve"), ('tellraw @a {"text":"嗨"}', None)],
)
def test_a_plain_line_goes_through(typed: str, line: str | None) -> None:
    assert checked(typed) == (line or typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("say hi\nop me", "gate.characters"),
        ("say hi\rstop", "gate.characters"),
        ("say\u2028stop", "gate.characters"),
        ("say \x1b[31m", "gate.characters"),
        ("stop\n", "gate.characters"),
        ("\ud800", "gate.characters"),
        ("", "gate.empty"),
        (" / ", "gate.empty"),
        ("x" * (LONGEST + 1), "gate.too_long"),
    ],
)
def test_what_could_be_two_lines_or_none_is_refused(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        checked(typed)


def test_of_all_characters_none_that_ends_a_line_goes_through() -> None:
    through = {chr(code) for code in range(sys.maxunicode + 1) if _passes(f"say {chr(code)} x")}
    assert all(len(f"a{one}b".splitlines()) == 1 for one in through)
    assert not [one for one in through if ord(one) < 32 or 0x7F <= ord(one) < 0xA0]
    assert len(through) > 1_000_000


def _passes(line: str) -> bool:
    try:
        return bool(checked(line))
    except Refused:
        return False


@pytest.mark.parametrize("name", ["Steve", "x_1", ".Pocket_Steve", "*Bedrock", "玩家一", "a" * 40])
def test_a_name_may_stand_in_a_command(name: str) -> None:
    assert is_player_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "@a",
        "@e[type=cow]",
        "",
        "..",
        "-h",
        "x y",
        "Steve\n",
        "Steve\u2028",
        '"Steve"',
        "a" * 41,
        "§4x\x00",
        "{}",
        "a;b",
    ],
)
def test_what_is_more_than_a_name_may_not(name: str) -> None:
    assert not is_player_name(name)


@given(st.text(max_size=60))
def test_whatever_passes_as_a_name_is_one_word_of_one_line(name: str) -> None:
    if is_player_name(name):
        assert name.split() == [name]
        assert checked(f"whitelist add {name}").split(" ") == ["whitelist", "add", name]


def test_commands_of_mcdr_go_to_mcdr() -> None:
    typed: list[str] = []
    gate = Gate(typed.append, lambda line: typed.append(f"mcdr {line}"))
    gate.run("/list")
    gate.run("!!whitelist add Steve")
    assert typed == ["list", "mcdr !!whitelist add Steve"]
