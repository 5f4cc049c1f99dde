"""A real MCDR with both plugins behind a broker: lines go both ways, and a reload under traffic loses none."""

import asyncio
import itertools
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from small_bridge import GROUP_ID, SELF_ID, Bridge, bridge, said

from brokers import broker
from e2e.test_plugins_come_and_go import OTHERS, Count, count, heard_last, last_heard
from mcdr import Mcdr, chat, mcdr, words
from mcdr_folder import write_folder
from quiet_server import SERVER, shown
from support import until

pytestmark = pytest.mark.faults

RELOADS = 5


async def test_qq_chat_carries_lines_both_ways_and_loses_none_over_reloads(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with broker(tmp_path / "nats") as server, bridge(server) as qq:
        way = {"type": "broker", "url": server.url, "server": "生存", "groups": [GROUP_ID]}
        configs = {"qq_api": {"config_version": 1, "connections": [way]}, "qq_chat": chat(server_name="survival")}
        folder = tmp_path / "mcdr"
        write_folder(folder, [sys.executable, "-u", "-c", SERVER], packed.values(), configs)
        for name, source in OTHERS.items():
            (folder / "plugins" / name).write_text(source)
        (folder / "server" / "typed.txt").touch()
        async with mcdr(folder) as home:
            await home.line(r"Done \(", seconds=60)
            await home.line("Connected to the broker", seconds=60)
            await home.command("!!qqapi status", f"broker {server.url}: {SELF_ID}", 60)
            await _from_qq(qq, home, folder)
            await _from_game(qq, home)
            assert not home.found("Traceback")


async def _from_qq(qq: Bridge, home: Mcdr, folder: Path) -> None:
    sender = {"user_id": 10003, "nickname": "Wang", "card": ""}
    enough = asyncio.Event()

    async def speak() -> int:
        for number in itertools.count():
            if enough.is_set():
                return number
            await qq.publish(said(number, sender=sender, sub_type="normal", message=f"number {number}", font=0))
            await asyncio.sleep(0.002)
        raise AssertionError

    speaking = asyncio.create_task(speak())
    counted: Any = SimpleNamespace(folder=folder)
    for turn in range(RELOADS):
        before = last_heard(counted)
        await until(lambda before=before: last_heard(counted) > before + 50, 60)
        home.type("!!MCDR plugin reload qq_api")
        await until(lambda turn=turn: len(home.found("Connected to the broker")) == turn + 2, 60)
    enough.set()
    sent = await speaking
    await until(lambda: heard_last(counted, sent - 1), 60, lambda: count(counted, sent))
    print(result := count(counted, sent))
    assert result == Count(sent, sent, 0, 0, 0)
    await until(lambda: [row for row in shown(folder) if row.endswith(f"number {sent - 1}")], 30)


async def _from_game(qq: Bridge, home: Mcdr) -> None:
    def told() -> list[str]:
        lines: list[str] = []
        for call in qq.calls:
            if call["action"] == "send_group_msg":
                lines += words(call["params"]["message"]).split("\n")
        return lines

    home.type("#chat Steve hello from the game")
    await until(lambda: [line for line in told() if "hello from the game" in line], 60, lambda: qq.calls[-5:])
