"""Two real Minecraft servers and a NoneBot app share one QQ account: by one bridge, and by NATS with two of them."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from brokers import broker
from mcdr import Mcdr, chat, mcdr, reverse, words
from mcdr_folder import write_folder
from peers_python import PEERS, nonebot_python
from qq_api.sandbox.python import Sandbox
from quiet_server import SERVER, shown
from support import Child, child, free_port, until

pytestmark = pytest.mark.faults  # minutes together

ACCOUNT, GROUP, LINES = 10001, 20001, 100
NAMES = ("survival", "creative")
TOKEN = {"token": "secret"}


@dataclass
class Shared:
    """Everybody who shares the account."""

    folder: Path
    qq: Sandbox
    servers: dict[str, Mcdr]
    app: Child
    bridges: list[Child]

    async def talk(self, lines: range, at: Callable[[int], object] = lambda number: None) -> None:
        """Members and players say numbered lines."""
        for number in lines:
            at(number)
            self.qq.world.say(10002, f"member {number}", group_id=GROUP)
            for name, server in self.servers.items():
                server.type(f"#chat {name} {number}")
            await asyncio.sleep(0.02)

    def seen(self, name: str) -> list[int]:
        """What players of a server saw of the members' lines."""
        rows = (row.rpartition("member ") for row in shown(self.folder / name))
        return [int(number) for _, middle, number in rows if middle]

    def heard(self) -> list[int]:
        """What NoneBot heard of them."""
        texts = (str(one.get("text", "")).rpartition("member ") for one in self.app.said)
        return [int(number) for _, middle, number in texts if middle]

    def told(self) -> list[str]:
        """What the group read of the players' lines."""
        ours = [one for one in self.qq.world.messages.values() if one.user_id == ACCOUNT]
        rows = (row.rpartition("> ") for one in ours for row in words(one.segments).split("\n"))
        return [said for _, middle, said in rows if middle]

    async def all_once(self, count: int) -> None:
        """Everybody has everything: none lost, none twice, in order."""
        members, said = [*range(count)], [[f"{name} {number}" for number in range(count)] for name in NAMES]
        listeners: dict[str, Callable[[], list[int]]] = {name: lambda name=name: self.seen(name) for name in NAMES}
        listeners["NoneBot"] = self.heard
        await until(lambda: all(len(one()) >= count for one in listeners.values()), 60, lambda: self.counts(count))
        await until(lambda: len(self.told()) >= 2 * count, 90, lambda: self.counts(count))
        print(self.counts(count))
        assert {name: one() for name, one in listeners.items()} == dict.fromkeys(listeners, members)
        assert [[one for one in self.told() if one.startswith(name)] for name in NAMES] == said

    def counts(self, sent: int) -> str:
        """`survival: sent 100, delivered 100, lost 0, doubled 0, out of order 0` of everybody."""
        everybody: dict[str, list[Any]] = {**{name: self.seen(name) for name in NAMES}, "NoneBot": self.heard()}
        everybody |= {f"QQ of {name}": [one for one in self.told() if one.startswith(name)] for name in NAMES}
        return "\n".join(f"{name}: {_counted(sent, got)}" for name, got in everybody.items())


def _counted(sent: int, got: list[Any]) -> str:
    """`[1, 3, 2]` -> `sent 4, delivered 3, lost 1, doubled 0, out of order 1`."""
    numbers = [int(str(one).rpartition(" ")[2]) for one in got]
    doubled = sum(count - 1 for count in Counter(numbers).values())
    mixed = sum(later < earlier for earlier, later in pairwise(numbers))
    return (
        f"sent {sent}, delivered {len(numbers)}, lost {sent - len({*numbers})}, doubled {doubled}, out of order {mixed}"
    )


def way(port: int, **more: Any) -> dict[str, Any]:
    return {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws", **TOKEN, **more}


def listens(port: int) -> dict[str, Any]:
    return {"type": "websocket_reverse", "port": port, **TOKEN}


def write_config(folder: Path, config: dict[str, Any]) -> None:
    folder.mkdir()
    (folder / "bridge.yml").write_text(json.dumps(config))  # JSON is YAML


@asynccontextmanager
async def bridge(folder: Path, packed: dict[str, Path], config: dict[str, Any]) -> AsyncIterator[Child]:
    """A bridge as owners start it."""
    write_config(folder, config)
    command = (sys.executable, packed["qq_api"], "bridge", "--config", folder / "bridge.yml", "--until-eof")
    async with child(*command) as one:
        await until(lambda: "bridge ready" in one.log, 60, lambda: one.log)
        yield one


@asynccontextmanager
async def sharing(tmp_path: Path, packed: dict[str, Path], through: str) -> AsyncIterator[Shared]:
    qq_ports, app_port = [free_port() for _ in range(1 + (through == "broker"))], free_port()
    app_at = way(app_port, name="app", game=False) | {"url": f"ws://127.0.0.1:{app_port}/onebot/v11/ws"}
    app_keys = {"HOST": "127.0.0.1", "PORT": str(app_port), "ONEBOT_V11_ACCESS_TOKEN": "secret"}
    async with AsyncExitStack() as stack:
        bridges, configs = [], {}
        if through == "bridge":
            ports = {name: free_port() for name in NAMES}
            peers = [way(port, name=name) for name, port in ports.items()]
            config = {"connections": [listens(qq_ports[0])], "peers": [*peers, app_at]}
            bridges.append(await stack.enter_async_context(bridge(tmp_path / "bridge", packed, config)))
            configs = {name: reverse(port) for name, port in ports.items()}
        else:
            nats = await stack.enter_async_context(broker(tmp_path / "nats"))
            allowed = [{"type": "broker", "name": name} for name in (*NAMES, "app")]
            for number, port in enumerate(qq_ports):
                config = {"connections": [listens(port)], "peers": allowed, "broker": nats.url}
                bridges.append(await stack.enter_async_context(bridge(tmp_path / f"bridge{number}", packed, config)))
            config = {"connections": [{"type": "broker", "url": nats.url, "server": "app"}], "peers": [app_at]}
            bridges.append(await stack.enter_async_context(bridge(tmp_path / "edge", packed, config)))
            at_broker = {name: {"type": "broker", "url": nats.url, "server": name} for name in NAMES}
            configs = {name: {"config_version": 1, "connections": [one]} for name, one in at_broker.items()}
        command = (nonebot_python(), PEERS / "nonebot_bot.py")
        app = await stack.enter_async_context(child(*command, DRIVER="~fastapi", **app_keys))
        group = {"group_id": GROUP, "name": "Survival", "owner": 10002, "members": [ACCOUNT, 10002]}
        accounts = [{"user_id": ACCOUNT, "endpoints": [way(port) for port in qq_ports]}, {"user_id": 10002}]
        qq = await stack.enter_async_context(Sandbox({"page": None, "accounts": accounts, "groups": [group]}))
        for name in NAMES:
            both = {"qq_api": configs[name], "qq_chat": chat(server_name=name)}
            write_folder(tmp_path / name, [sys.executable, "-u", "-c", SERVER], packed.values(), both)
        servers = {name: await stack.enter_async_context(mcdr(tmp_path / name)) for name in NAMES}
        for server in servers.values():
            await server.line(f"QQ {ACCOUNT} connected", seconds=60)
            await server.line(r"^\[Server\].*Done \(", seconds=60)
        await app.says(connected=str(ACCOUNT), seconds=60)
        yield Shared(tmp_path, qq, servers, app, bridges)


async def test_two_servers_and_nonebot_share_one_account_by_a_bridge(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with sharing(tmp_path, packed, "bridge") as shared:
        await shared.talk(range(LINES))
        await shared.all_once(LINES)
        shared.qq.world.say(10002, "echo from the app", group_id=GROUP)
        await until(lambda: any("from the app" in str(one.segments) for one in shared.qq.world.messages.values()))


async def test_the_same_by_nats_with_two_bridges_of_which_one_is_killed(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with sharing(tmp_path, packed, "broker") as shared:
        first = next(one for one in shared.bridges if any("this bridge publishes" in line for line in one.log))

        def kill_it(number: int) -> None:
            if number == LINES // 2:
                first.process.kill()

        await shared.talk(range(LINES), kill_it)
        await until(lambda: first.process.returncode is not None)
        await shared.all_once(LINES)
