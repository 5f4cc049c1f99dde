"""qq_chat's first start after GUGUBot, with a damaged database, and its reload in the middle of everything."""

import asyncio
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from test_notifications import phone

from mcdr import House, chat, house, mcdr
from mcdr_folder import write_folder
from support import longer, until

__all__ = ["phone"]

ADMIN, MEMBER = 10003, 10004

KEEPER = """
import asyncio, gc, threading

from mcdreforged.api.command import Literal

PLUGIN_METADATA = {"id": "keeper", "version": "1.0.0", "dependencies": {"qq_api": "*"}}

def on_load(server, prev_module):
    from qq_api import get_event_loop

    async def tasks():
        return sorted(task.get_coro().__qualname__ for task in asyncio.all_tasks())

    def left(source):
        gc.collect()
        names = sorted(thread.name for thread in threading.enumerate() if thread.name.startswith("QQChat"))
        going = asyncio.run_coroutine_threadsafe(tasks(), get_event_loop()).result(5)
        source.reply("left %s %s" % (names, [name for name in going if "tasks" not in name]))

    server.register_command(Literal("!!left").runs(left))
"""


def answers(home: House) -> list[str]:
    """What the bot answered, without the quotes."""
    return [line.removeprefix("[reply]") for line in home.group() if line.startswith("[reply]")]


async def answer(home: House, words: str, holds: str, user_id: int = ADMIN) -> str:
    """The next answer that holds some words; others may come before it."""
    before = len(answers(home))
    home.say(words, user_id)
    return (await until(lambda: [one for one in answers(home)[before:] if holds in one], 30, words))[0]


async def left(home: House) -> str:
    """What is left of qq_chat in MCDR: threads, and tasks on the bot's loop."""
    return (await home.mcdr.command("!!left", "left ")).split("left ", 1)[1]


@pytest.mark.faults
async def test_a_reload_in_the_middle_of_everything_leaves_nothing_behind(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    config = chat(votes={"enabled": True}, answers={"per_minute": 1000}, server_commands={"confirm": ["stop", "kick"]})
    (tmp_path / "config" / "qq_chat").mkdir(parents=True)
    (tmp_path / "config" / "qq_chat" / "data.json").write_text(json.dumps({"data": {str(ADMIN): "Steve"}}))
    async with house(tmp_path, packed, chat_config=config, others={"keeper.py": KEEPER}) as home:
        await answer(home, "/command list", "2 of a max")
        once = await left(home)
        for _ in range(3):
            code = (await answer(home, "/bound Alex", "!!qq bind", MEMBER)).rpartition(" ")[2].strip("。.")
            await answer(home, "/vote restart", "has begun")
            await answer(home, "/command stop", "dangerous")
            home.say("/command save-all")  # no answer within two seconds: it is still awaited
            home.say("/ping 203.0.113.1")
            await home.mcdr.command("!!MCDR plugin reload qq_chat", "qq_chat.*(re)?loaded")
            await answer(home, "/confirm", "Nothing waits to be confirmed")
            await answer(home, "/vote yes", "no vote")
            home.play(type="chat", player="Alex", text=f"!!qq bind {code}")
            await home.in_game("wrong or over")
        await until_same(home, once)
        await home.mcdr.command("!!MCDR plugin unload qq_chat", "qq_chat.*unloaded")
        gone = await until_calm(home)
        assert gone.startswith("[] ")
        assert "qq_chat" not in gone
        with closing(sqlite3.connect(tmp_path / "config" / "qq_chat" / "qq_chat.db", timeout=5)) as file:
            file.execute("BEGIN EXCLUSIVE")
            assert file.execute("SELECT user_id, player FROM bindings").fetchall() == [(ADMIN, "Steve")]
        await home.mcdr.command(f"!!MCDR plugin load {packed['qq_chat'].name}", "qq_chat.*loaded")
        await answer(home, "/command list", "2 of a max")
        assert not home.mcdr.found("Traceback|never awaited|Task was destroyed|Stopping the server|exception was never")


async def until_same(home: House, wanted: str) -> None:
    """Wait until nothing more is left than before."""
    for _ in range(60):
        if (now := await left(home)) == wanted:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{wanted}\n{now}")


async def until_calm(home: House) -> str:
    """What is left when no thread of qq_chat is, or after a while."""
    now = ""
    for _ in range(60):
        if (now := await left(home)).startswith("[] "):
            return now
        await asyncio.sleep(0.1)
    return now


GUGUBOT = """GUGUBot: {command_prefix: "#"}
connector:
  QQ:
    connection: {host: 127.0.0.1, port: 8777, token: s3cret}
    permissions: {admin_ids: [1377820366, 10003], admin_group_ids: [40001], group_ids: [20001], friend_is_admin: true}
  minecraft: {source_name: lobby}
system: {execute: {enable: true}}
"""


@pytest.mark.parametrize("language", ["zh_cn", *longer("en_us")])
async def test_the_owner_is_told_what_came_of_gugubot_and_of_a_damaged_file(
    tmp_path: Path, packed: dict[str, Path], phone: tuple[str, list[str]], language: str
) -> None:
    url, told = phone
    ours, old = tmp_path / "config" / "qq_chat", tmp_path / "config" / "gugubot"
    for folder in (ours, old):
        folder.mkdir(parents=True)
    (old / "config.yml").write_text(GUGUBOT, encoding="utf-8")
    (ours / "qq_chat.db").write_bytes(b"no database" * 999)
    configs = {"qq_api": {"config_version": 1, "connections": [], "notify": {"urls": [url], "title": "T"}}}
    write_folder(tmp_path, [sys.executable, "-c", "input()"], packed.values(), configs, language=language)
    async with mcdr(tmp_path) as running:
        await running.line("qq_chat@")
        await until(lambda: told, 30, told)
        log = "\n".join(running.lines)
        running.type("stop")  # any line ends that server
    assert "qq_chat.db" in told[0]
    assert {"en_us": "damaged", "zh_cn": "损坏"}[language] in told[0]
    for words in ("1377820366", "groups: {40001: admin}", "friend_is_admin", 'url: "ws://127.0.0.1:8777/"'):
        assert words in log
    assert "s3cret" not in log
    written = (ours / "config.yml").read_text("utf-8")
    assert "lobby" in written and "10003" in written and "1377820366" not in written
    assert (old / "config.yml").read_text("utf-8") == GUGUBOT
    assert len([*ours.glob("qq_chat.db.*.bad")]) == 1
    assert "Traceback" not in log
