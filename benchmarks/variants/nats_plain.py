"""Plain nats-py: what is read goes into a stream by `publish_async`; each server has an ordered consumer of it."""

import asyncio
import sys

import nats
import orjson
from nats.aio.msg import Msg
from nats.js.api import StoreCompression, StreamConfig
from websockets.asyncio.server import ServerConnection, serve

from nats_probe import URL, BridgeProbe, Counter, ServersProbe, all_read
from probe import PORT

STREAM = "EV"


async def _bridge(_count: int) -> None:
    broker = (await nats.connect(URL)).jetstream()
    await broker.add_stream(StreamConfig(name=STREAM, subjects=["ev.>"], compression=StoreCompression.S2))

    async def take(connection: ServerConnection) -> None:
        while True:
            await broker.publish_async("ev.message", await connection.recv(decode=False))

    async with serve(take, "127.0.0.1", PORT, compression=None, max_size=None):
        BridgeProbe()
        await asyncio.Event().wait()


async def _read(counter: Counter) -> None:
    async def take(message: Msg) -> None:
        counter.listen(orjson.loads(message.data))

    await (await nats.connect(URL)).jetstream().subscribe("ev.>", stream=STREAM, ordered_consumer=True, cb=take)


async def _servers(count: int) -> None:
    probe = ServersProbe()
    for counter in probe.counters:
        await _read(counter)
    await all_read(await nats.connect(URL), STREAM, count)
    probe.hello()
    await asyncio.Event().wait()


asyncio.run({"bridge": _bridge, "servers": _servers}[sys.argv[1]](int(sys.argv[2])))
