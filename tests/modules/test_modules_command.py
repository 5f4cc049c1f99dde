"""The command `bot` as a process of its own, with the sandbox at the other end."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from modules_house import ALICE, BOB, GROUP, SELF

from qq_api.sandbox.python import Sandbox
from support import child, free_port, until, uvicorn_runs

MODULE = """
import time
from qq_api.modules import on_command, on_message

@on_command("ping")
async def ping(bot, event):
    await bot.send(event, "pong")

@on_message
def count(bot, event):
    with open(__file__ + ".heard", "a") as file:
        file.write(event.content + "\\n")
"""
BLOCKS = """
import time
from qq_api.modules import on_message

@on_message
async def slow(bot, event):
    time.sleep(10)
"""
RAISES = """
from qq_api.modules import on_message

@on_message
def broken(bot, event):
    1 / 0
"""


@pytest.mark.parametrize("packed_form", [False, True])
async def test_the_command_runs_modules(tmp_path: Path, packed: dict[str, Path], packed_form: bool) -> None:
    port, modules, config = free_port(), tmp_path / "modules", tmp_path / "config"
    modules.mkdir()
    config.mkdir()
    connection = {"type": "websocket_reverse", "port": port, "token": "secret"}
    settings = {"config_version": 1, "connections": [connection], "notify": {"owners": [ALICE]}}
    (config / "config.yml").write_text(json.dumps(settings), "utf-8")
    sources = {"counts": MODULE, "blocks": BLOCKS, "raises": RAISES, "broken": "import nothing_there"}
    for name, source in sources.items():
        (modules / f"{name}.py").write_text(source, "utf-8")
    endpoint = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws", "token": "secret"}
    qq_config = {
        "page": None,
        "accounts": [{"user_id": SELF, "endpoints": [endpoint]}],
        "groups": [{"group_id": GROUP, "name": "Survival", "owner": ALICE, "members": [ALICE, SELF, BOB]}],
        "friends": [[SELF, ALICE]],
    }
    program = (packed["qq_api"],) if packed_form else ("-m", "qq_api")
    command = (sys.executable, *program, "bot", "--modules", modules, "--config", config, "--until-eof")
    async with Sandbox(qq_config) as qq, child(*command) as bot:
        await qq.connected(SELF)
        await until(lambda: [line for line in bot.log if "broken: " in line], 20, lambda: bot.log)
        await qq.group(GROUP).say(BOB, "/ping")
        said = [f"line {number}" for number in range(50)]
        for line in said:
            await qq.group(GROUP).say(BOB, line)
        greeted = await qq.next_action("send_private_msg")
        assert greeted.params["user_id"] == ALICE and "the bot is at work" in str(greeted.params)
        done = await qq.next_action("send_msg")
        assert done.params["message"][0]["data"]["text"] == "pong"
        heard = modules / "counts.py.heard"
        await until(lambda: heard.exists() and len(heard.read_text().splitlines()) == 51, 20, lambda: bot.log)
        assert heard.read_text().splitlines() == ["/ping", *said]
        await until(lambda: [line for line in bot.log if "raises: off (broken failed 5" in line], 20, lambda: bot.log)
    log = "\n".join(bot.log)
    assert "ended" in bot.log[-1], "it ends by itself, although a module blocks"
    assert log.count("ZeroDivisionError") == 5
    assert "No module named 'nothing_there'" in log


async def test_the_owner_is_told_that_a_module_is_off_and_that_qq_is_offline(tmp_path: Path) -> None:
    port, modules, config = free_port(), tmp_path / "modules", tmp_path / "config"
    modules.mkdir()
    config.mkdir()
    (modules / "broken.py").write_text("import nothing_there", "utf-8")
    letters: list[str] = []

    async def phone(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            letters.append(json.loads((await receive())["body"])["message"])
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    endpoint = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws", "token": "secret"}
    qq_config = {"page": None, "accounts": [{"user_id": SELF, "endpoints": [endpoint]}]}
    command = (sys.executable, "-m", "qq_api", "bot", "--modules", modules, "--config", config, "--until-eof")
    async with uvicorn_runs(phone) as phone_port:
        connection = {"type": "websocket_reverse", "port": port, "token": "secret"}
        notify = {"urls": [f"json://127.0.0.1:{phone_port}/"], "offline_after": 0}
        settings = {"config_version": 1, "connections": [connection], "notify": notify}
        (config / "config.yml").write_text(json.dumps(settings), "utf-8")
        async with child(*command) as bot:
            async with Sandbox(qq_config) as qq:
                await qq.connected(SELF)
                await until(lambda: "broken: off (cannot be imported" in "\n".join(letters), 20, lambda: bot.log)
            await until(lambda: f"QQ {SELF} went offline" in "\n".join(letters), 20, lambda: (letters, bot.log))
