"""A bridge of a few lines: makes the streams, publishes events, executes calls and says which account it has."""

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nats
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import StreamConfig

from brokers import Broker as Server
from qq_api import Bot, Texts
from qq_api.broker.keys import Keys, made
from qq_api.broker.layout import Layout, message_id
from qq_api.broker.transport import BrokerTransport
from qq_api.config import Broker, Config
from qq_api.loop import beside
from qq_api.runtime import Runtime, running
from support import until

TEXTS = Texts.load("qq_api", "en_us")
LAYOUT = Layout()
SELF_ID, GROUP_ID = 10001, 20001


def said(number: int, group_id: int | None = GROUP_ID, **more: Any) -> dict[str, Any]:
    """A message; `number` tells it from others."""
    head = {"post_type": "message", "message_type": "group", "self_id": SELF_ID, "user_id": 10003, "group_id": group_id}
    if group_id is None:
        head = {"post_type": "message", "message_type": "private", "self_id": SELF_ID, "user_id": 10003}
    return {**head, "message_id": number, "time": 1, "message": f"line {number}", **more}


class Bridge:
    """What the real one does, without its safety nets.

    Attributes:
        calls: what it was asked to do, with the subject.
        answer: makes an answer of a call; None for no answer.
    """

    def __init__(self, client: Client) -> None:
        self.client, self.stream = client, client.jetstream(timeout=3)
        self.presence = Keys(self.stream, LAYOUT.presence)
        self.calls: list[dict[str, Any]] = []
        self.answer: Callable[[dict[str, Any]], Any] = lambda call: {"message_id": len(self.calls)}
        self.limits: dict[str, Any] = {}
        self.replicas = 1

    async def make_streams(self) -> None:
        for name, subjects in ((LAYOUT.events, "ev"), (LAYOUT.chat, "mc"), (LAYOUT.outbox, "out")):
            limits = self.limits if name == LAYOUT.events else {}
            own = {"num_replicas": self.replicas, **limits}
            config = StreamConfig(name=name, subjects=[f"qq.v1.{subjects}.>"], allow_msg_ttl=True, **own)
            await self._until_made(config)
        await self.presence.open(memory=True, replicas=self.replicas)

    async def _until_made(self, config: StreamConfig) -> None:
        """A cluster that has just begun takes a while."""
        for _ in range(100):
            with contextlib.suppress(nats.errors.Error, asyncio.TimeoutError):
                return await made(self.stream, config)
            await asyncio.sleep(0.1)
        return await made(self.stream, config)

    async def publish(self, event: dict[str, Any]) -> None:
        """Until it is stored; the broker takes it once."""
        while True:
            with contextlib.suppress(nats.errors.Error, asyncio.TimeoutError):
                headers = {"Nats-Msg-Id": message_id(event)}
                data = json.dumps(event).encode()
                await self.stream.publish(LAYOUT.event_subject(event), data, headers=headers, timeout=2)
                return

    async def publish_many(self, numbers: range, **more: Any) -> None:
        """In this order, many at a time; all are stored when it returns."""
        for start in range(numbers.start, numbers.stop, 500):
            some = [said(number, **more) for number in range(start, min(start + 500, numbers.stop))]
            for event in some[:-1]:
                headers = {"Nats-Msg-Id": message_id(event)}
                await self.client.publish(LAYOUT.event_subject(event), json.dumps(event).encode(), headers=headers)
            await self.publish(some[-1])

    async def say_there(self) -> None:
        await self.presence.put(f"bot.{SELF_ID}", b"{}", ttl=15)

    async def keep_saying_there(self) -> None:
        while True:
            with contextlib.suppress(nats.errors.Error, asyncio.TimeoutError):
                await self.presence.open(memory=True, replicas=self.replicas)
                await self.say_there()
            await asyncio.sleep(1)

    async def execute(self, message: Msg) -> None:
        call = json.loads(message.data)
        self.calls.append({**call, "subject": message.subject})
        answer = self.answer(call)
        if answer is not None:
            frame = answer if isinstance(answer, dict) and "status" in answer else {"status": "ok", "data": answer}
            await message.respond(json.dumps({"retcode": 0, **frame}).encode())


@asynccontextmanager
async def bridge(
    server: Server, *, executes: bool = True, replicas: int = 1, urls: list[str] | None = None, **limits: Any
) -> AsyncIterator[Bridge]:
    """A bridge while the block runs, with streams that are there."""

    async def quiet(_error: Exception) -> None:
        pass

    client = await nats.connect(urls or server.url, max_reconnect_attempts=-1, reconnect_time_wait=0.1, error_cb=quiet)
    one = Bridge(client)
    one.limits, one.replicas = limits, replicas
    await one.make_streams()
    if executes:
        await client.subscribe(LAYOUT.calls_for(SELF_ID), cb=one.execute)
        await client.flush()
    try:
        async with beside(one.keep_saying_there()):
            yield one
    finally:
        await client.close()


class Survival:
    """A Minecraft server's bot behind the broker.

    Attributes:
        heard: the numbers of the messages, in the order in which they came.
        others: all other events, but heartbeats.
    """

    def __init__(self, bot: Bot, runtime: Runtime) -> None:
        self.bot, self.runtime = bot, runtime
        self.heard: list[int] = []
        self.others: list[dict[str, Any]] = []
        bot.listeners.append(self._hear)

    def _hear(self, event: Any) -> None:
        if event["post_type"] == "message":
            self.heard.append(event["message_id"])
        else:
            self.others.append(event)

    @property
    def transport(self) -> BrokerTransport:
        transport = self.runtime.held[0].transport
        assert isinstance(transport, BrokerTransport)
        return transport

    async def has_account(self) -> None:
        await until(self.bot.accounts, 20)

    async def reads(self) -> None:
        """Until it is at the stream."""
        await until(lambda: self.transport._line and self.transport._line.events._pull, 20)

    async def hears(self, count: int, seconds: float = 30) -> None:
        await until(lambda: len(self.heard) >= count, seconds, lambda: f"{len(self.heard)} of {count}")


@asynccontextmanager
async def survival(
    where: Server, folder: Path | None = None, parked: dict[str, Any] | None = None, **config: Any
) -> AsyncIterator[Survival]:
    """A server's bot while the block runs."""
    bot = Bot()
    bot.seen.is_new = lambda _event: True  # type: ignore[method-assign]  # what comes twice is to be counted
    wanted = Config(connections=[Broker(url=where.url, **config)])
    async with running(bot, wanted, TEXTS, parked, folder) as runtime:
        yield Survival(bot, runtime)


def verdict(heard: list[int], sent: int) -> dict[str, int]:
    """Sent, delivered, lost, doubled, out of order."""
    ordered = sum(after < before for before, after in itertools.pairwise(heard))
    lost, doubled = len({*range(sent)} - {*heard}), len(heard) - len({*heard})
    return {"sent": sent, "delivered": len(heard), "lost": lost, "doubled": doubled, "out of order": ordered}


def perfect(sent: int) -> dict[str, int]:
    return {"sent": sent, "delivered": sent, "lost": 0, "doubled": 0, "out of order": 0}
