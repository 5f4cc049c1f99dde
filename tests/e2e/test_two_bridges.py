"""Two servers, each with its own bot, in one QQ group: everybody reads each line once, and nothing goes round."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import quiet_server
from mcdr import Mcdr, chat, mcdr, reverse, words
from mcdr_folder import write_folder
from qq_api.sandbox.python import Sandbox
from support import free_port, until

GROUP = 20001
LINES = 250


@dataclass
class Bridge:
    """One server: its MCDR, its bot's account, and what was typed into it."""

    mcdr: Mcdr
    folder: Path
    account: int

    def shown(self) -> list[str]:
        """The plain text of what players saw."""
        return quiet_server.shown(self.folder)


@asynccontextmanager
async def bridge(folder: Path, packed: dict[str, Path], name: str, account: int, port: int) -> AsyncIterator[Bridge]:
    configs = {"qq_api": reverse(port), "qq_chat": chat(server_name=name)}
    write_folder(folder, [sys.executable, "-u", "-c", quiet_server.SERVER], packed.values(), configs)
    async with mcdr(folder) as running:
        await running.line(f"QQ {account} connected")
        await running.line(r"^\[Server\].*Done \(")  # not the command line that has it, too
        yield Bridge(running, folder, account)


@pytest.mark.faults
async def test_two_bridges_and_two_bots_in_one_group_show_each_line_once(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    ports = {10001: free_port(), 10011: free_port()}
    accounts: list[dict[str, Any]] = [
        {
            "user_id": account,
            "endpoints": [{"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws", "token": "secret"}],
        }
        for account, port in ports.items()
    ]
    accounts.append({"user_id": 10002, "endpoints": []})
    groups = [{"group_id": GROUP, "name": "Survival", "owner": 10002, "members": [10001, 10011, 10003]}]
    async with AsyncExitStack() as stack:
        qq = await stack.enter_async_context(Sandbox({"page": None, "accounts": accounts, "groups": groups}))
        first, second = await asyncio.gather(
            *(
                stack.enter_async_context(bridge(tmp_path / name, packed, name, account, ports[account]))
                for name, account in (("survival", 10001), ("creative", 10011))
            )
        )
        for number in range(LINES):
            qq.world.say(10002, f"member {number}", group_id=GROUP)
            qq.world.say(10003, f"other {number}", group_id=GROUP)
            first.mcdr.type(f"#chat survivor {number}")
            second.mcdr.type(f"#chat builder {number}")
            await asyncio.sleep(0)
        wanted = {f"{who} {number}" for who in ("member", "other", "survivor", "builder") for number in range(LINES)}

        def heard(one: Bridge) -> Counter[str]:
            return Counter(said for line in one.shown() for said in wanted if line.endswith((f" {said}", f"> {said}")))

        def told() -> Counter[str]:
            mine = [one for one in qq.world.messages.values() if one.user_id in ports]
            return Counter(words(one.segments).partition("> ")[2] for one in mine if "> " in words(one.segments))

        await until(lambda: len(told()) == 2 * LINES, 60)
        await until(lambda: all(len(heard(one)) == 3 * LINES for one in (first, second)), 60)
        assert set(told().values()) == set(heard(first).values()) == set(heard(second).values()) == {1}
        assert not [said for said in heard(first) if said.startswith("survivor")]
        assert not [said for said in heard(second) if said.startswith("builder")]
