"""Who is who, in a real MCDR: proved by a code both ways, asked by admins, brought in, required at the door."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mcdr import House, chat, house, words
from qq_api.sandbox.run import GROUP_ID, SELF_ID
from qq_api.sandbox.world.groups import kick
from support import until

ALICE, ADMIN, NOTCH, BOLD = 10002, 10003, 10004, 10005


async def answer(home: House, said: Any, user_id: int, *, private: bool = False) -> str:
    """The next answer of the bot, in the group or in private."""

    def answers() -> list[str]:
        ours = [one for one in home.qq.world.messages.values() if one.user_id == SELF_ID]
        if private:
            return [words(one.segments) for one in ours if one.group_id is None]
        return [line.removeprefix("[reply]") for one in ours if (line := words(one.segments)).startswith("[reply]")]

    before = len(answers())
    home.qq.world.say(user_id, said, **({"to": SELF_ID} if private else {"group_id": GROUP_ID}))
    await until(lambda: len(answers()) > before, 20, said)
    return answers()[before]


async def told(home: House, player: str, line: str, expected: str) -> str:
    """What the game answers a player who types something."""
    before = len(home.game())
    home.play(type="chat", player=player, text=line)
    found = await until(lambda: [said for said in home.game()[before:] if expected in said], 20, expected)
    return found[0]


def code_in(sentence: str) -> str:
    """The code of six digits in a sentence."""
    found = re.search(r"\b[0-9]{6}\b", sentence)
    assert found is not None, sentence
    return found[0]


async def test_a_code_binds_both_ways_and_nobody_else_can_use_it(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config=chat(game={"join": {"enabled": False}})) as home:
        await home.in_group("The server is up")
        code = code_in(await told(home, "Steve", "!!qq bind", "within 10 minutes"))
        assert await answer(home, f"/bound {code}", NOTCH) == "[survival] Bound to Steve"
        await home.in_game(f"You are bound to QQ {NOTCH} (Notch) now")
        assert "wrong or over" in await answer(home, f"/bound {code}", BOLD)
        assert await answer(home, "/绑定 steve", BOLD) == "That player is bound to somebody else; ask an admin"

        code = code_in(await answer(home, "/bound Alex", ALICE))
        assert "wrong" in await told(home, "Steve", f"!!qq bind {code}", "code is")
        assert await told(home, "Alex", f"!!qq bind {code}", "You are bound") == f"You are bound to QQ {ALICE} now"
        assert "You are bound to Alex" in await answer(home, "/bound", ALICE, private=True)
        home.say("hello from Alex", ALICE)
        assert await home.in_game("hello from Alex") == "[QQ] [Alex] hello from Alex"
        assert not home.mcdr.found("Traceback")


@pytest.mark.faults
async def test_in_private_the_code_alone_is_enough(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        await home.in_group("The server is up")
        code = code_in(await told(home, "Steve", "!!qq bind", "within 10 minutes"))
        guesses = [guess for guess in ("000001", "000002", "000003", "000004") if guess != code][:3]
        for guess in guesses:
            assert "wrong or over" in await answer(home, f"/bound {guess}", BOLD)
        assert "Too often" in await answer(home, f"/bound {code}", BOLD)
        assert await answer(home, code, ALICE, private=True) == "[survival] Bound to Steve"


async def test_admins_list_check_bind_and_unbind(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        await home.in_group("The server is up")
        assert await answer(home, "/bound list", ADMIN) == "Nobody is bound yet"
        assert await answer(home, f"/bound {NOTCH} Steve\nstop", ADMIN) == "Which player? /bound <ID>"
        assert await answer(home, f"/bound {NOTCH} @a", ADMIN) == "No player can have that name here"
        at_notch = [{"type": "text", "data": {"text": "/bound "}}, {"type": "at", "data": {"qq": str(NOTCH)}}]
        named = [*at_notch, {"type": "text", "data": {"text": " Steve"}}]
        assert await answer(home, named, NOTCH) == "You may not do that"
        assert await answer(home, named, ADMIN) == "[survival] Bound to Steve"
        assert await answer(home, "/bound list", ADMIN) == f"Bound players (1):\n1. {NOTCH} - Steve"
        assert await answer(home, "/bound list", NOTCH) == "You may not do that"
        assert await answer(home, "/bound check steve", ADMIN) == f"{NOTCH} is bound to Steve"
        home.mcdr.type(f"!!qq who {NOTCH}")
        await home.mcdr.line(f"{NOTCH} is bound to Steve")
        kick(home.qq.world, ALICE, GROUP_ID, NOTCH)
        assert await answer(home, "/bound check Steve", ADMIN) == f"{NOTCH} is bound to Steve", "leaving unbinds nobody"
        assert await answer(home, "/解绑 Steve", ADMIN) == f"{NOTCH} is not bound to Steve any more"
        assert await answer(home, "/bound unbound", ALICE) == "You may not do that"
        assert not home.mcdr.found("Traceback|stopping")


async def test_what_qqchat_knew_is_there_at_the_first_start_and_stays_after_a_reload(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    old = tmp_path / "config" / "qq_chat" / "data.json"
    old.parent.mkdir(parents=True)
    before = json.dumps({"data": {str(ALICE): "Steve", str(NOTCH): "steve", "x": "y"}, "user_cache": {"1": True}})
    old.write_text(before)
    async with house(tmp_path, packed) as home:
        await home.mcdr.line(r"data\.json: 1 bindings added, 0 were there already, 2 left out")
        assert home.mcdr.found(f"data.json: {NOTCH}: steve: That player is bound to somebody else")
        home.say("who am I", ALICE)
        assert await home.in_game("who am I") == "[QQ] [Steve] who am I"
        await answer(home, "/bound unbound Steve", ADMIN)
        await home.mcdr.command("!!MCDR plugin reload qq_chat", "eloaded")
        assert await answer(home, "/bound list", ADMIN) == "Nobody is bound yet"
        added = "data.json: 1 bindings added, 0 were there already, 2 left out"
        assert (await answer(home, "/bound import", ADMIN)).startswith(added)
        await home.mcdr.command("!!qqchat import data.json", "0 bindings added, 1 were there already")
        await home.mcdr.command("!!qqchat export", r"1 bindings were written to .*\.csv")
        await home.mcdr.command("!!qqchat import bindings.json", "0 bindings added, 1 were there already, 0 left out")
        assert old.read_text() == before


async def test_whoever_is_not_bound_reads_a_code_at_the_door(tmp_path: Path, packed: dict[str, Path]) -> None:
    required = {"required": {"enabled": True, "exceptions": ["Steve", "alex"]}}
    async with house(tmp_path, packed, chat_config=chat(binding=required)) as home:
        await home.in_group("The server is up")
        home.play(type="join", player="Newbie")
        line = await home.mcdr.line("Newbie lost connection: This server is for players who are bound")
        assert str(GROUP_ID) in line
        command = re.search("/bound [0-9]{6}", line)
        assert command is not None
        assert await answer(home, command[0], NOTCH) == "[survival] Bound to Newbie"
        after = home.mcdr.mark()
        home.play(type="join", player="bot_1")
        home.play(type="join", player="Newbie")
        home.play(type="chat", player="Newbie", text="here I am")
        await home.in_group("<Newbie> here I am")
        ours = [words(one.segments) for one in home.qq.world.messages.values() if one.user_id == SELF_ID]
        assert [one for one in ours if "Newbie" in one and "bound" not in one.lower()] == [
            "[survival] Newbie joined the game for the first time. Welcome!",
            "[survival] <Newbie> here I am",
        ]
        assert not home.mcdr.found("lost connection", after)
        assert not home.mcdr.found("Traceback")


@pytest.mark.faults
async def test_a_binding_follows_its_player_to_another_name(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        await home.in_group("The server is up")
        await answer(home, f"/bound {NOTCH} OldName", ADMIN)
        one = "069a79f4-44e9-4726-a5be-fca90e38aaf5"
        for name in ("OldName", "NewName"):
            thread = "[12:00:00] [User Authenticator #1/INFO]:"
            home.play(type="raw", text=f"{thread} UUID of player {name} is {one}")
        await home.mcdr.line(f"QQ {NOTCH} is NewName now, and was OldName")
        assert await answer(home, f"/bound check {NOTCH}", ADMIN) == f"{NOTCH} is bound to NewName"
        home.play(type="chat", player="Steve", text=f"UUID of player Mallory is {one}")
        await home.in_group("UUID of player Mallory")
        assert await answer(home, f"/bound check {NOTCH}", ADMIN) == f"{NOTCH} is bound to NewName"


@pytest.mark.faults
async def test_behind_a_whitelist_a_newcomer_is_let_in_to_prove_it(tmp_path: Path, packed: dict[str, Path]) -> None:
    config = chat(community={"whitelist": {"with_binding": True}})
    async with house(tmp_path, packed, chat_config=config) as home:
        await home.in_group("The server is up")
        await home.mcdr.command("whitelist on", "Whitelist is now turned on")
        home.play(type="join", player="Newbie")
        await home.mcdr.line("Newbie .*not white-listed")
        assert "Newbie may join the game now" in await answer(home, "/bound Newbie", NOTCH)
        await home.mcdr.line("Added Newbie to the whitelist")
        home.say("who am I", NOTCH)
        assert await home.in_game("who am I") == "[QQ] [Notch] who am I", "not Newbie yet"
        home.play(type="join", player="Newbie")
        code = code_in(await told(home, "Newbie", "!!qq bind", "within 10 minutes"))
        assert await answer(home, f"/bound {code}", ALICE) == "[survival] Bound to Newbie", "who proves it has it"
        assert await answer(home, "/bound check Newbie", ADMIN) == f"{ALICE} is bound to Newbie"
        await answer(home, "/bound unbound Newbie", ADMIN)
        await home.mcdr.line("Removed Newbie from the whitelist")
        assert not home.mcdr.found("Traceback")
