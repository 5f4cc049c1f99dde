"""Opening a WebSocket: whatever becomes of it, no socket is left."""

import asyncio
import gc

import pytest
from websockets.asyncio.server import ServerConnection, serve

from qq_api.websocket import connect, opening
from support import free_port, until


async def test_a_connection_that_is_cancelled_at_any_moment_is_closed() -> None:
    there: set[ServerConnection] = set()

    async def hold(link: ServerConnection) -> None:
        there.add(link)
        await link.wait_closed()
        there.discard(link)

    async with serve(hold, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/"
        for steps in range(60):
            connecting = asyncio.create_task(connect(url, {}))
            for _ in range(steps):
                await asyncio.sleep(0)
            accepted = connecting.cancel()
            await asyncio.wait({connecting})
            assert connecting.cancelled() == accepted, f"{steps} steps: the cancellation was lost"
            if not accepted:
                connecting.result()._transport.abort()
        await until(lambda: not there)
    gc.collect()  # a socket that was left makes a warning, and the test fails


async def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "CONNECT_SECONDS", 0.05)
    closed = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1000):
            pass
        writer.close()
        closed.set()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        with pytest.raises(asyncio.TimeoutError):
            await connect(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/", {})
        await asyncio.wait_for(closed.wait(), 15)


async def test_nobody_there_is_said_at_once() -> None:
    with pytest.raises(ConnectionRefusedError):
        await connect(f"ws://127.0.0.1:{free_port()}/", {})
