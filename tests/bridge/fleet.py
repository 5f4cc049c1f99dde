"""A make-believe QQ, the bridge, and servers that share it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

from our_bot import ALICE, BOB, GROUP, SELF
from qq_api import Bot, Texts, plain
from qq_api.bridge.bridge import Bridge, bridging
from qq_api.bridge.config import BridgeConfig
from qq_api.config import Config, ReverseWebSocket
from qq_api.runtime import Runtime, running
from qq_api.sandbox.python import Sandbox
from support import Home, free_port, until

OTHER, QUIET = 10009, 20002
"""A second account of ours, and a second group."""


class Fleet:
    """What a test has in hand."""

    def __init__(self, qq: Sandbox, bot: Bot, runtime: Runtime, bridge: Bridge) -> None:
        self.qq, self.bot, self.runtime, self.bridge = qq, bot, runtime, bridge
        self.said: list[str] = []

    async def say(self, lines: int = 1, group: int = GROUP) -> None:
        for _ in range(lines):
            self.said.append(f"line {len(self.said)}")
            await self.qq.group(group).say(BOB, self.said[-1])
            await asyncio.sleep(0)

    def delivered(self) -> list[tuple[int, str]]:
        """Who of ours said what in QQ."""
        ours = {SELF, OTHER}
        everything = self.qq.world.messages.values()
        return [(one.user_id, plain(one.segments)) for one in everything if one.user_id in ours]

    async def there(self, *names: str) -> None:
        """These servers are connected."""
        await until(lambda: {*names} <= self.connected(), 20, lambda: self.connected())

    def connected(self) -> set[str]:
        return {
            one.settings.name
            for one in self.bridge.served
            if one.lines and all(line.connected for line in one.lines.values() if line.runs)
        }


def heard(place: Home) -> list[str]:
    """The lines that a server of ours has heard."""
    return [event["content"] for event in place.heard if event["post_type"] == "message"]


def reverse(name: str, port: int, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws", **more}


@asynccontextmanager
async def fleet(
    *peers: dict[str, Any], accounts: tuple[int, ...] = (SELF,), choices: Path | None = None, **keys: Any
) -> AsyncIterator[Fleet]:
    """The bridge between QQ and some peers, as `bridge.yml` has them."""
    port, bot, texts = free_port(), Bot(), Texts.load("qq_api", "en_us")
    way = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws", "heartbeat": 0}
    people = [ALICE, BOB, *accounts]
    groups = [{"group_id": one, "name": f"G{one}", "owner": ALICE, "members": people} for one in (GROUP, QUIET)]
    everybody = [{"user_id": one, "endpoints": [way]} for one in accounts]
    config = BridgeConfig(connections=[ReverseWebSocket(port=port)], peers=list(peers), **keys)
    async with (
        Sandbox({"page": None, "accounts": everybody, "groups": groups, "friends": [[SELF, BOB]]}) as qq,
        running(bot, config.of_qq(), texts) as runtime,
        bridging(bot, config.peers, texts, config.together, choices) as bridge,
    ):
        await until(lambda: {*bot.accounts()} == {*accounts}, 20)
        for account in accounts:
            await qq.connected(account)
        yield Fleet(qq, bot, runtime, bridge)


class Raw:
    """A server that is nothing but a WebSocket: what it got, and who is connected to it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.links: list[ServerConnection] = []
        self.frames: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []

    @property
    def events(self) -> list[dict[str, Any]]:
        return [one for one in self.frames if "post_type" in one]

    @property
    def lines(self) -> list[str]:
        return [one["raw_message"] for one in self.events if one["post_type"] == "message"]

    async def hold(self, link: ServerConnection) -> None:
        self.links.append(link)
        assert link.request is not None
        self.headers.append({key.lower(): value for key, value in link.request.headers.raw_items()})
        async for frame in link:
            self.frames.append(json.loads(frame))

    def link_of(self, self_id: int) -> ServerConnection:
        """The newest connection of an account."""
        fits = [link for link, head in zip(self.links, self.headers, strict=True) if head["x-self-id"] == str(self_id)]
        return fits[-1]

    async def calls(self, action: str, echo: Any, /, **params: Any) -> dict[str, Any]:
        """Call an action over the newest connection, or that of `self_id`; gives the answer with that echo."""
        link = self.link_of(params.pop("self_id")) if "self_id" in params else self.links[-1]
        await link.send(json.dumps({"action": action, "params": params, "echo": echo}))
        return await until(lambda: next((one for one in self.frames if one.get("echo") == echo), None))


@asynccontextmanager
async def raw(port: int = 0, **how: Any) -> AsyncIterator[Raw]:
    one = Raw(port or free_port())
    async with serve(one.hold, "127.0.0.1", one.port, **how):
        yield one


class Servers:
    """Servers of ours that can be started and ended at any time."""

    def __init__(self) -> None:
        self._stacks: dict[int, AsyncExitStack] = {}
        self.homes: dict[int, Home] = {}

    async def start(self, port: int) -> Home:
        stack, bot = AsyncExitStack(), Bot()
        one = self.homes[port] = Home(bot, port)
        config = Config(connections=[ReverseWebSocket(port=port)])
        await stack.enter_async_context(running(bot, config, Texts.load("qq_api", "en_us")))
        self._stacks[port] = stack
        return one

    async def end(self, port: int) -> None:
        await self._stacks.pop(port).aclose()

    async def __aenter__(self) -> "Servers":
        return self

    async def __aexit__(self, *_: object) -> None:
        for port in list(self._stacks):
            with contextlib.suppress(OSError):
                await self.end(port)
