"""Lines reach players in their turn, and only those who want them."""

import asyncio
import json

import pytest
from pydantic import ValidationError

from qq_chat.config.mentions import Mentions
from qq_chat.relay.audience import everybody_but, ringing
from qq_chat.relay.in_turn import InTurn


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


async def test_what_is_ready_later_is_not_overtaken() -> None:
    taken: list[str] = []
    turn: InTurn[str] = InTurn(taken.append)
    slow, slower = (asyncio.get_running_loop().create_future() for _ in range(2))
    turn.add(1, "a")
    turn.add(1, slow)
    turn.add(1, "b")
    turn.add(2, "other")
    turn.add(1, slower)
    turn.add(1, "c")
    assert taken == ["a", "other"]
    slower.set_result("second")
    await asyncio.sleep(0)
    assert taken == ["a", "other"]
    slow.set_result("first")
    await asyncio.sleep(0)
    assert taken == ["a", "other", "first", "b", "second", "c"]
    turn.add(1, "d")
    assert taken[-1] == "d"


async def test_what_fails_or_is_cancelled_holds_nobody_up() -> None:
    taken: list[str] = []
    turn: InTurn[str] = InTurn(taken.append)
    fails, ends = (asyncio.get_running_loop().create_future() for _ in range(2))
    for work in (fails, ends, "after"):
        turn.add(1, work)
    fails.set_exception(ValueError("x"))
    ends.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert taken == ["after"]
