"""Lines reach only those players who want them, who are rung for as they wish."""

import json

import pytest
from pydantic import ValidationError

from qq_chat.config.mentions import Mentions
from qq_chat.relay.audience import everybody_but, ringing


def test_lines_are_for_all_but_those_who_muted_qq() -> None:
    assert everybody_but([]) == "@a"
    assert everybody_but(["Steve", ".bed"]) == "@a[name=!Steve,name=!.bed]"
    assert everybody_but(["老 王", 'a"]']) == '@a[name=!"老 王",name=!"a\\"]"]'


def test_a_player_is_rung_for_as_they_wish() -> None:
    words = '"老王"\n§c'
    commands = [*ringing("Steve", ["sound", "title", "actionbar"], words, Mentions())]
    assert commands[0].startswith("execute at Steve run playsound ")
    assert [command.split(" {")[0] for command in commands[1:]] == [
        "title Steve subtitle",
        "title Steve title",
        "title Steve actionbar",
    ]
    assert json.loads(commands[-1].removeprefix("title Steve actionbar "))["text"] == words
    assert not any("\n" in command for command in commands)
    assert [*ringing("Steve", [], words, Mentions())] == []


@pytest.mark.parametrize("player", ["a b", "@a", "x\nstop", "", "老王", "a" * 41])
def test_nobody_else_is_rung_for_by_a_strange_name(player: str) -> None:
    assert [*ringing(player, ["sound", "title", "actionbar"], "x", Mentions())] == []


def test_the_sound_is_checked_when_it_is_read() -> None:
    with pytest.raises(ValidationError, match=r"\{plyer\}"):
        Mentions(sound="playsound x player {plyer}")
