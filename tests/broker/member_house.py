"""The sandbox's World, bridges with a broker, and make-believe servers: what they read and call is counted."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import nats.errors
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig

from our_bot import ALICE, BOB, GROUP, SELF, Counts
from qq_api import Bot, Texts, plain
from qq_api.bridge.config import BridgeConfig
from qq_api.bridge.fleet import Fleet, fleet
from qq_api.bridge.member import Member
from qq_api.broker.client import connected
from qq_api.broker.layout import Layout
from qq_api.config import BrokerAddress
from qq_api.sandbox.config import SandboxConfig
from qq_api.sandbox.furnish import world_of
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import World
from support import until

QUIET = 20002
TEXTS = Texts.load("qq_api", "en_us")
LAYOUT = Layout()


def world() -> World:
    groups = [
        {"group_id": one, "name": str(one), "owner": ALICE, "members": [ALICE, SELF, BOB]} for one in (GROUP, QUIET)
    ]
    config = {"page": None, "accounts": [{"user_id": SELF}], "groups": groups, "friends": [[SELF, BOB]]}
    return world_of(SandboxConfig.model_validate(config))


def said_by_us(qq: World) -> list[str]:
    """What our account said in QQ."""
    return [plain(one.segments) for one in qq.messages.values() if one.user_id == SELF]


class Bridge:
    """One bridge in this process."""

    def __init__(self, bot: Bot, one: Fleet) -> None:
        self.bot, self.fleet = bot, one

    @property
    def member(self) -> Member:
        assert self.fleet.member is not None
        return self.fleet.member

    @property
    def owns(self) -> bool:
        return any(account.lease.held for account in self.member.accounts.values())

    async def has_the_account(self) -> None:
        await until(lambda: SELF in self.member.publisher.owned, 20, "the lease")


@asynccontextmanager
async def bridge(
    qq: World, url: str, folder: Path, *accounts: int, peers: Any = None, **keys: Any
) -> AsyncIterator[Bridge]:
    """A bridge whose QQ is this World."""
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    bot = Bot()
    transports: list[Any] = [WorldTransport(qq, one) for one in accounts or (SELF,)]
    bot.transports += transports
    await bot.server_app.startup()
    peers = [{"name": "survival", "type": "broker"}] if peers is None else peers
    config = BridgeConfig.model_validate(
        {"connections": [], "broker": {"url": url, "lease_seconds": 30, "pause_seconds": 0, **keys}, "peers": peers}
    )
    async with fleet(bot, config, TEXTS, folder) as one:
        with ExitStack() as listening:
            for each in transports:
                listening.enter_context(each.listening(bot.emit))
            yield Bridge(bot, one)
    bot.closed = True
    await bot.server_app.shutdown()


class Server:
    """A make-believe Minecraft server: reads the whole stream, and calls."""

    def __init__(self, client: Client, name: str) -> None:
        self.client, self.name = client, name
        self.stream = client.jetstream()

    async def kept(self, stream: str = LAYOUT.events) -> int:
        """How many messages a stream holds; -1 while the broker does not say."""
        try:
            return (await self.stream.stream_info(stream)).state.messages
        except (nats.errors.Error, asyncio.TimeoutError):
            return -1

    async def events(self) -> list[dict[str, Any]]:
        """All events of the stream."""
        count, found = await self.kept(), list[Any]()
        if not count:
            return []
        config = ConsumerConfig(ack_policy=AckPolicy.NONE, inactive_threshold=60)
        reading = await self.stream.pull_subscribe("qq.v1.ev.>", stream=LAYOUT.events, config=config)
        while len(found) < count:
            found += await reading.fetch(min(256, count - len(found)), timeout=20)
        await reading.unsubscribe()
        return [json.loads(one.data) for one in found]

    async def heard(self) -> list[str]:
        """The lines in the stream."""
        return [plain(event["message"]) for event in await self.events() if event["post_type"] == "message"]

    async def left_over(self, stream: str, most: int) -> None:
        """No more than so many messages are left in a stream."""
        for _ in range(400):
            if -1 < await self.kept(stream) <= most:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(stream)

    async def stored(self, count: int, seconds: float = 20) -> None:
        """So many events are in the stream."""
        deadline = asyncio.get_running_loop().time() + seconds
        while (found := await self.kept()) < count:
            assert asyncio.get_running_loop().time() < deadline, f"{found} of {count}"
            await asyncio.sleep(0.05)

    async def hears(self, said: list[str], seconds: float = 20) -> Counts:
        """What became of lines, as soon as all could be there."""
        await self.stored(len(said), seconds)
        return Counts.of(said, await self.heard())

    async def call(self, action: str, req_id: str = "", timeout: float = 5, **params: Any) -> dict[str, Any]:
        """Call an action; raises what nats raises."""
        frame = call_frame(action, req_id, **params)
        answer = await self.client.request(LAYOUT.calls(self.name, SELF), frame, timeout=timeout)
        return dict(json.loads(answer.data))

    async def send(self, text: str, req_id: str = "", group_id: int = GROUP, **how: Any) -> dict[str, Any]:
        return await self.call("send_group_msg", req_id, group_id=group_id, message=text, **how)

    async def leave(self, text: str, req_id: str = "", group_id: int = GROUP, ttl: float = 300) -> None:
        """A line that may wait."""
        req_id = req_id or uuid.uuid4().hex
        frame = call_frame("send_group_msg_rate_limited", req_id, group_id=group_id, message=text)
        where, headers = LAYOUT.waits(self.name, SELF, group_id), {"Nats-Msg-Id": req_id}
        await self.stream.publish(where, frame, headers=headers, msg_ttl=ttl)


def call_frame(action: str, req_id: str = "", **params: Any) -> bytes:
    return json.dumps(
        {"action": action, "params": params, "req_id": req_id or uuid.uuid4().hex, "timeout": 10.0}
    ).encode()


@asynccontextmanager
async def server(url: str, name: str = "survival") -> AsyncIterator[Server]:
    async with connected(BrokerAddress(url=url), name, TEXTS) as client:
        yield Server(client, name)


class Talk:
    """Bob says numbered lines."""

    def __init__(self, qq: World) -> None:
        self._qq = qq
        self.said: list[str] = []

    async def say(self, lines: int, group_id: int = GROUP) -> None:
        for _ in range(lines):
            self.said.append(f"line {len(self.said)}")
            self._qq.say(BOB, self.said[-1], group_id=group_id)
            await asyncio.sleep(0)
