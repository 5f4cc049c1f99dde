"""`websockets.broadcast`: what is read goes to all peers as it came; nothing is decoded, nothing added."""

import asyncio
import contextlib
import sys

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, broadcast, serve

from fanout_probe import FanOutProbe, urls
from probe import PORT


async def _main() -> None:
    async with contextlib.AsyncExitStack() as stack:
        peers = [
            await stack.enter_async_context(connect(url, compression=None, proxy=None))
            for url in urls(int(sys.argv[1])).values()
        ]

        async def take(connection: ServerConnection) -> None:
            while True:
                broadcast(peers, await connection.recv(decode=False), text=True)

        async with serve(take, "127.0.0.1", PORT, compression=None, max_size=None):
            FanOutProbe()
            await asyncio.Event().wait()


asyncio.run(_main())
