"""The limit: `websockets` and orjson, nothing else."""

import asyncio

import orjson
from websockets.asyncio.server import ServerConnection, serve

from probe import PORT, Probe

probe = Probe()


async def _take(connection: ServerConnection) -> None:
    while True:
        event = orjson.loads(await connection.recv(decode=False))
        if event["post_type"] == "message":
            probe.hit(event["message_id"])


async def _main() -> None:
    async with serve(_take, "127.0.0.1", PORT, compression=None, max_size=None):
        await asyncio.Event().wait()


asyncio.run(_main())
