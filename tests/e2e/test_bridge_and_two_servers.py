"""Two real servers share one QQ account through the bridge: each shows every line once, and each is heard in QQ."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from mcdr import Mcdr, chat, mcdr, reverse, words
from mcdr_folder import write_folder
from qq_api.sandbox.python import Sandbox
from quiet_server import SERVER, shown
from support import child, free_port, until

pytestmark = pytest.mark.faults  # minutes together

ACCOUNT, GROUP, LINES = 10001, 20001, 100
NAMES = ("survival", "creative")


class Net:
    """QQ, the bridge, and the servers by name."""

    def __init__(self, qq: Sandbox, folder: Path, servers: dict[str, Mcdr]) -> None:
        self.qq, self.folder, self.servers = qq, folder, servers

    def say(self, line: str) -> None:
        """A member says something in the group."""
        self.qq.world.say(10002, line, group_id=GROUP)

    def in_qq(self) -> list[str]:
        """What our account said in the group."""
        return [words(one.segments) for one in self.qq.world.messages.values() if one.user_id == ACCOUNT]

    def rows(self, name: str) -> list[str]:
        """What players of a server saw."""
        return shown(self.folder / name) if (self.folder / name / "server" / "typed.txt").exists() else []


@asynccontextmanager
async def two_servers(folder: Path, packed: dict[str, Path]) -> AsyncIterator[Net]:
    """The packed bridge with a fresh configuration, and two MCDR with both plugins behind it."""
    qq_port, ports = free_port(), {name: free_port() for name in NAMES}
    token = {"token": "secret"}
    peers = [
        {"name": name, "type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws", **token}
        for name, port in ports.items()
    ]
    file = folder / "bridge.yml"  # JSON is YAML
    file.write_text(
        json.dumps({"connections": [{"type": "websocket_reverse", "port": qq_port, **token}], "peers": peers})
    )
    way: dict[str, Any] = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{qq_port}/ws", **token}
    group = {"group_id": GROUP, "name": "Survival", "owner": 10002, "members": [ACCOUNT, 10002]}
    accounts = [{"user_id": ACCOUNT, "endpoints": [way]}, {"user_id": 10002}]
    async with AsyncExitStack() as stack:
        command = (sys.executable, packed["qq_api"], "bridge", "--config", file, "--until-eof")
        bridge = await stack.enter_async_context(child(*command))
        await until(lambda: "bridge ready" in bridge.log, 60, lambda: bridge.log)
        qq = await stack.enter_async_context(Sandbox({"page": None, "accounts": accounts, "groups": [group]}))
        servers = {}
        for name in NAMES:
            configs = {"qq_api": reverse(ports[name]), "qq_chat": chat(server_name=name)}
            write_folder(folder / name, [sys.executable, "-u", "-c", SERVER], packed.values(), configs)
        for name in NAMES:
            servers[name] = await stack.enter_async_context(mcdr(folder / name))
        for server in servers.values():
            await server.line(f"QQ {ACCOUNT} connected", seconds=60)
            await server.line(r"^\[Server\].*Done \(", seconds=60)
        yield Net(qq, folder, servers)


async def test_two_servers_share_one_account(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with two_servers(tmp_path, packed) as net:
        for number in range(LINES):
            net.say(f"member {number}")
            for name, server in net.servers.items():
                server.type(f"#chat {name} {number}")
            await asyncio.sleep(0)

        def seen(name: str) -> Counter[str]:
            rows = [row.rpartition("member ") for row in net.rows(name)]
            return Counter(middle + number for _, middle, number in rows if middle)

        def told() -> Counter[str]:
            rows = [row.rpartition("> ") for message in net.in_qq() for row in message.split("\n")]
            return Counter(said for _, middle, said in rows if middle)

        members = Counter(f"member {number}" for number in range(LINES))
        await until(lambda: all(seen(name) == members for name in NAMES), 60, lambda: [*map(seen, NAMES)])
        said = Counter(f"{name} {number}" for name in NAMES for number in range(LINES))
        await until(lambda: told() == said, 90, lambda: (said - told(), told() - said))


async def test_two_servers_answer_as_one_and_show_each_others_chat(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with two_servers(tmp_path, packed) as net:

        def in_qq(part: str) -> list[str]:
            return [message for message in net.in_qq() if part in message]

        def on(name: str, part: str) -> list[str]:
            return [row for row in net.rows(name) if part in row]

        await until(lambda: len(in_qq("] ")) >= len(NAMES), 30, net.in_qq)  # both said that they are up
        before = len(net.in_qq())
        net.say("/list")
        (answer,) = await until(lambda: net.in_qq()[before:], 30)
        assert [answer.count(f"[{name}]") for name in NAMES] == [1, 1] and answer.startswith("[reply]")
        net.say("/server creative")
        await until(lambda: in_qq("[creative]")[1:], 30, net.in_qq)
        net.say("/mc only for one")
        net.say("for both")
        await until(lambda: all(on(name, "for both") for name in NAMES), 30)
        assert (on("survival", "only for one"), len(on("creative", "only for one"))) == ([], 1)
        net.servers["survival"].type("#chat hello there")
        net.servers["survival"].type("#chat over")
        await until(lambda: on("creative", "over") and in_qq("over"), 30, lambda: (net.rows("creative"), net.in_qq()))
        assert on("creative", "hello there") == ["[survival] <Steve> hello there"]
        assert on("survival", "hello there") == []
        assert in_qq("hello there") == ["[survival] <Steve> hello there"]
        assert in_qq("[reply]") == [answer, in_qq("[reply]")[-1]]
        net.say("/LIST")
        net.servers["creative"].type("#chat behind it")
        await until(lambda: in_qq("behind it") and len(in_qq("[reply]")) == 3, 30, net.in_qq)
