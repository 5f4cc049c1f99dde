"""Who may do what, and where: every command, by everybody, in every place, in a real MCDR."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest

from mcdr import House, chat, house
from qq_api.sandbox.run import GROUP_ID, SELF_ID
from qq_api.sandbox.world.friends import befriend
from qq_api.sandbox.world.groups import join
from support import DATA, until

PEOPLE = {"everyone": 10004, "bound": 10005, "helper": 10006, "admin": 10003, "owner": 10002}
GROUPS = {"chat": GROUP_ID, "main": 20002, "manage": 20003}
GOLDEN = DATA / "permissions.txt"

# each as somebody would type it so that it is answered, and so that nothing is changed
COMMANDS = """help|list|mc|status|ping 127.0.0.1:1|player Steve|say|announce|mute x|unmute|vote x|server
bound|bound list|bound check 1|bound unbound 999|bound import nothing|bound 999 @a
whitelist|whitelist add @a|whitelist remove @a|whitelist list|whitelist on|whitelist off|whitelist reload
whitelist journal|whitelist undo 99|check unbound|check inactive|check left
confirm|command|command list|command op Steve|command stop|mcdr|mcdr !!MCDR plugin unload qq_chat|audit"""

CELLS = {
    "You may not do that": "no",
    "Please ask an admin": "no",
    "That does not work here": "-",
    "is not allowed here": "refused",
    "/confirm within": "twice",
}
"""What a cell says, by what stands in the answer; all others are `yes`: it was done, or asked for what it needs."""


async def asked_in_group(home: House, place: str, who: int, commands: list[str]) -> dict[str, str]:
    """What is answered, by command: answers quote the question."""
    world, group_id = home.qq.world, GROUPS[place]
    numbers = {world.say(who, f"/{command}", group_id=group_id): command for command in commands}

    def found() -> dict[str, str]:
        answers: dict[str, str] = {}
        for said in world.messages.values():
            first = said.segments[0]
            if said.user_id == SELF_ID and first["type"] == "reply" and int(first["data"]["id"]) in numbers:
                answers.setdefault(numbers[int(first["data"]["id"])], said.segments[-1]["data"].get("text", ""))
        return answers

    try:
        await until(lambda: len(found()) == len(numbers), 60)
    except AssertionError:
        raise AssertionError(f"not answered to {who} in {place}: {sorted({*commands} - {*found()})}") from None
    return found()


async def asked_in_private(home: House, who: int, commands: list[str]) -> dict[str, str]:
    """What is answered, one after the other."""
    world, answers = home.qq.world, {}

    def said() -> list[Any]:
        return [one for one in world.messages.values() if one.user_id == SELF_ID and one.peer_id == who]

    for command in commands:
        before = len(said())
        world.say(who, f"/{command}", to=SELF_ID)
        await until(lambda before=before: len(said()) > before, 30, command)  # type: ignore[misc]
        answers[command] = said()[before].segments[-1]["data"].get("text", "")
    return answers


def furnish(home: House) -> None:
    """Two groups more, and everybody the bot's friend."""
    world = home.qq.world
    world.add_person(10006, "Helper")
    everybody = {SELF_ID: "", **dict.fromkeys(PEOPLE.values(), "")}
    for name in ("main", "manage"):
        world.add_group(GROUPS[name], name, owner=10002, members={one: "" for one in everybody if one != 10002})
    join(world, GROUP_ID, 10006, 10002)
    for user_id in {*PEOPLE.values()} - {10002}:
        befriend(world, SELF_ID, user_id)


@pytest.mark.faults
async def test_who_may_do_what_and_where_is_what_was_looked_at(tmp_path: Path, packed: dict[str, Path]) -> None:
    commands = COMMANDS.replace("\n", "|").split("|")
    config = chat(
        main_group=[GROUPS["main"]],
        manage_groups=[GROUPS["manage"]],
        permissions={"owners": [PEOPLE["owner"]], "helpers": [PEOPLE["helper"]]},
        commands={"mcdr": True},
        votes={"enabled": True},
        multi_server={"enabled": True, "servers": ["survival"]},
        answers={"per_minute": 1000},
        command_settings={name: {"cooldown": 0} for name in ("status", "ping", "player")},
    )
    (tmp_path / "config" / "qq_chat").mkdir(parents=True)
    (tmp_path / "config" / "qq_chat" / "data.json").write_text(json.dumps({"data": {str(PEOPLE["bound"]): "Alex"}}))
    async with house(tmp_path, packed, chat_config=config) as home:
        furnish(home)
        rows: dict[str, list[str]] = {command: [] for command in commands}
        for place in (*GROUPS, "private"):
            for who in PEOPLE.values():
                asking = asked_in_private(home, who, commands) if place == "private" else None
                answers = await (asking or asked_in_group(home, place, who, commands))
                for command in commands:
                    rows[command].append(_cell(answers[command]))
        assert not home.mcdr.found("Made Steve|opped|Stopping the server|went wrong|Traceback")
        assert len(await asyncio.to_thread(lambda: [*home.qq.page.game.players])) == 2, "nobody was kicked"
    lines = [_line("", [place for place in (*GROUPS, "private") for _ in PEOPLE])]
    lines += [_line("", [*PEOPLE] * 4), *(_line(command, row) for command, row in rows.items())]
    table = "\n".join(lines) + "\n"
    if "REDRAW" in os.environ:
        GOLDEN.write_text(table, encoding="utf-8")
    assert table == GOLDEN.read_text("utf-8")


def _cell(answer: str) -> str:
    return next((cell for words, cell in CELLS.items() if words in answer), "yes")


def _line(name: str, cells: list[str]) -> str:
    return f"{name:38}" + "".join(f"{cell:9}" for cell in cells).rstrip()
