"""A Minecraft server that answers pings, and nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


def _packet(*fields: bytes) -> bytes:
    body = b"".join(fields)
    return bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body


@asynccontextmanager
async def minecraft(motd: str) -> AsyncIterator[int]:
    """A server that answers a status request as Java's do."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(2):  # handshake, status request
            await reader.readexactly((await reader.readexactly(1))[0])
        text = json.dumps(
            {
                "version": {"name": "1.21.4", "protocol": 769},
                "players": {"online": 2, "max": 20, "sample": [{"name": "Steve", "id": "0" * 32}]},
                "description": motd,
            }
        ).encode()
        length = bytes([len(text) & 0x7F | 0x80, len(text) >> 7])
        writer.write(_packet(b"\x00", length, text))
        if length_of_ping := await reader.read(1):
            writer.write(length_of_ping + await reader.readexactly(length_of_ping[0]))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
