"""The server run from QQ, in a real MCDR."""

from pathlib import Path
from typing import Any

import pytest

from mcdr import House, chat, house
from qq_api import at, text
from qq_api.sandbox.run import GROUP_ID
from support import until

ADMIN, MEMBER = 10003, 10004

PLUGIN = """
import threading, time
from mcdreforged.api.all import *
PLUGIN_METADATA = {"id": "probe", "version": "1.0.0"}

def on_load(server, prev):
    def late(source):
        source.reply("at once")
        @new_thread("late")
        def run():
            time.sleep(0.3)
            source.reply("from a thread")
        run()
    server.register_command(Literal("!!probe")
        .then(Literal("late").runs(late))
        .then(Literal("level").runs(lambda source: source.reply(f"level {source.get_permission_level()}")))
        .then(Literal("admins").requires(lambda s: s.has_permission(3)).runs(lambda s: s.reply("for admins"))))
"""


def answers(home: House) -> list[str]:
    """What the bot answered in the group, without the quotes."""
    return [line.removeprefix("[reply]") for line in home.group() if line.startswith("[reply]")]


async def answer(home: House, words: Any, user_id: int = ADMIN) -> str:
    """The next answer of the bot."""
    before = len(answers(home))
    home.say(words, user_id)
    await until(lambda: len(answers(home)) > before, 20, words)
    return answers(home)[before]


async def test_commands_of_the_server_are_run_by_those_who_may(tmp_path: Path, packed: dict[str, Path]) -> None:
    config = chat(permissions={"helpers": [10002]}, server_commands={"by_level": {"helper": ["list"]}})
    async with house(tmp_path, packed, chat_config=config, rcon=True) as home:
        await home.mcdr.line("RCON is running|[Rr]con.*(connected|login|started)|RCON", 0)
        assert "2 of a max" in await answer(home, "/command list")
        assert "2 of a max" in await answer(home, "/command /list", 10002)
        assert await answer(home, "/command list", MEMBER) == "You may not do that"
        assert await answer(home, "/command kick Steve", 10002) == "kick is not allowed here"
        assert await answer(home, "/command execute as @a run op Steve") == "execute is not allowed here"
        assert "dangerous" in await answer(home, "/command kick Alex")
        assert await answer(home, "/confirm", 10002) == "Nothing waits to be confirmed"
        assert "Kicked Alex" in await answer(home, "/confirm")
        assert await answer(home, "/confirm") == "Nothing waits to be confirmed"
        assert "one line" in await answer(home, "/command say hi\nop Steve")
        assert "text only" in await answer(home, [text("/command say "), at(ADMIN)])
        assert not home.mcdr.found("opped|Made Steve")
        book = await answer(home, "/audit")
        assert "kick Alex -> confirmed" in book
        assert "kick Steve -> denied" in book
        assert home.mcdr.found(r"QQ 10003 \(老王 \[腐竹\], group 20001\): kick Alex -> confirmed")


@pytest.mark.faults
async def test_without_rcon_the_answer_is_read_off_the_console(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        assert "2 of a max" in await answer(home, "/command list")
        assert "Unknown or incomplete command" in await answer(home, "/command nonsense")


async def test_commands_of_mcdr_answer_with_every_reply(tmp_path: Path, packed: dict[str, Path]) -> None:
    config = chat(
        commands={"mcdr": True},
        mcdr_commands={"allow": ["!!probe", "!!MCDR status", "!!MCDR confirm"], "quiet": 4},
        permissions={"mcdr": {"admin": 2}, "owners": [10002]},
    )
    async with house(tmp_path, packed, chat_config=config, others={"probe.py": PLUGIN}) as home:
        assert await answer(home, "/mcdr probe late") == "at once\nfrom a thread"
        assert await answer(home, "/mcdr !!probe level") == "level 2"
        assert await answer(home, "/mcdr !!probe level", 10002) == "level 4"
        assert "Requirement not met" in await answer(home, "/mcdr !!probe admins")
        assert await answer(home, "/mcdr !!probe admins", 10002) == "for admins"
        assert "MCDR" in await answer(home, "/mcdr MCDR status")
        assert await answer(home, "/mcdr !!MCDR plugin unload qq_chat") == "!!MCDR is not allowed here"
        assert await answer(home, "/mcdr !!probe level", MEMBER) == "You may not do that"


@pytest.mark.faults
async def test_mcdrs_commands_are_off_unless_the_owner_wants_them(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        home.say("/mcdr !!MCDR status")
        assert "/mcdr" in await home.in_game("/mcdr"), "no command, so it is chat"
        assert "mcdr" not in await answer(home, "/help")


@pytest.mark.faults
async def test_the_console_is_shown_to_the_staff_and_takes_their_commands(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    config = chat(message_sync_groups=[], console={"groups": [GROUP_ID], "every": 0.3, "not_pattern": "noise"})
    async with house(tmp_path, packed, chat_config=config) as home:
        home.play(type="chat", player="Steve", text="hello")
        assert "<Steve> hello" in await home.in_group("hello")
        home.play(type="chat", player="Steve", text="noise of 1.2.3.4")
        home.play(type="chat", player="Steve", text="from 203.0.113.7:25565")
        assert "from ***" in await home.in_group("from ***")
        assert not [line for line in home.group() if "noise" in line]
        assert "2 of a max" in await answer(home, ">list")
        assert await answer(home, "> list", MEMBER) == "You may not do that"
        assert not [line for line in home.game() if "list" in line], "the group's chat stays its own"


@pytest.mark.faults
async def test_people_ask_in_private_too(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        said = home.qq.world.messages
        home.qq.world.say(10002, "/help", to=10001)
        told = await until(lambda: [one for one in said.values() if one.user_id == 10001 and one.peer_id == 10002])
        assert "/list" in told[0].segments[0]["data"]["text"]
        assert "/command" not in told[0].segments[0]["data"]["text"], "10002 is nobody here"
        home.qq.world.say(10002, "just talking", to=10001)
        home.say("after it")
        await home.in_game("after it")
        assert not [line for line in home.game() if "just talking" in line]
