"""The RCON listener: Source's remote console protocol, as vanilla speaks it.

A packet is a length, an id and a type (int32, little endian), text in UTF-8 and two zero bytes:

    -> 17  0  3  "password"       <- 10  0  2  ""          logged in; an id of -1: wrong password
    -> 14  1  2  "list"           <- ..  1  0  "There are 0 of ..."   one packet for each 4096 characters
    -> 13  2  100  "lol"          <- ..  2  0  "Unknown request 64"   how clients find the end of an answer
"""

import asyncio
import hmac
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final, NamedTuple

LOGIN: Final = 3
COMMAND: Final = 2
LOGGED_IN: Final = 2
RESPONSE: Final = 0
LOGIN_FAILED: Final = -1

MAX_PACKET: Final = 4096 + 10
"""The longest packet taken: 4096 bytes of text, id, type and the two zeros."""

MAX_RESPONSE: Final = 4096
"""The characters one packet of an answer has, at most."""

_FAREWELL_SECONDS: Final = 0.2
_HEAD: Final = struct.Struct("<ii")
_LENGTH: Final = struct.Struct("<i")
_END: Final = b"\0\0"


class PacketError(Exception):
    """The other end does not speak RCON."""


class Packet(NamedTuple):
    """One RCON packet."""

    request_id: int
    kind: int
    text: str

    def dump(self) -> bytes:
        """Give the packet as it goes over the wire, its length in front."""
        data = _HEAD.pack(self.request_id, self.kind) + self.text.encode("utf-8", "replace") + _END
        return _LENGTH.pack(len(data)) + data


async def read_packet(reader: asyncio.StreamReader) -> Packet:
    """Read one packet.

    Raises:
        PacketError: its length, its end or its text is not RCON's.
        asyncio.IncompleteReadError: the other end is gone.
    """
    (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
    if not _HEAD.size + len(_END) <= length <= MAX_PACKET:
        raise PacketError(f"a packet of {length} bytes")
    data = await reader.readexactly(length)
    if not data.endswith(_END):
        raise PacketError("a packet without its end")
    request_id, kind = _HEAD.unpack_from(data)
    try:
        return Packet(request_id, kind, data[_HEAD.size : -len(_END)].decode())
    except UnicodeDecodeError as error:
        raise PacketError("a packet whose text is not UTF-8") from error


@asynccontextmanager
async def serve_rcon(
    answer: Callable[[str], str], password: str, *, port: int = 25575, host: str = "127.0.0.1"
) -> AsyncIterator[int]:
    """Serve RCON while the block runs.

    Args:
        answer: carries out a command and gives its feedback, as `Game.rcon`.
        password: what a client has to log in with.
        port: where to listen; 0 for any that is free.
        host: the address to listen at.

    Yields:
        The port.

    Raises:
        OSError: the port is taken.
    """
    service = _Service(answer, password)
    server = await asyncio.start_server(service.serve, host, port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await service.end()


class _Service:
    def __init__(self, answer: Callable[[str], str], password: str) -> None:
        self._answer = answer
        self._password = password.encode()
        self._clients: set[asyncio.Task[None]] = set()

    def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = asyncio.create_task(self._converse(reader, writer))
        self._clients.add(client)
        client.add_done_callback(self._clients.discard)

    async def end(self) -> None:
        if self._clients:
            # Vanilla saves the world meanwhile; whoever sent `stop` gets to read its answer.
            await asyncio.wait(self._clients, timeout=_FAREWELL_SECONDS)
        for client in self._clients:
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        await asyncio.sleep(0)  # closing a socket takes the loop one more turn

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._login(reader, writer)
            while True:
                await _send(writer, self._responses(await read_packet(reader)))
        except (PacketError, asyncio.IncompleteReadError, ConnectionError):
            pass  # a client that left, or that is none: this connection's end and nobody else's
        finally:
            writer.close()

    async def _login(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            packet = await read_packet(reader)
            if packet.kind == LOGIN and hmac.compare_digest(packet.text.encode(), self._password):
                return await _send(writer, [Packet(packet.request_id, LOGGED_IN, "")])
            await _send(writer, [Packet(LOGIN_FAILED, LOGGED_IN, "")])

    def _responses(self, packet: Packet) -> list[Packet]:
        unknown = f"Unknown request {packet.kind & 0xFFFFFFFF:x}"
        text = self._answer(packet.text) if packet.kind == COMMAND else unknown
        starts = range(0, max(len(text), 1), MAX_RESPONSE)
        return [Packet(packet.request_id, RESPONSE, text[start : start + MAX_RESPONSE]) for start in starts]


async def _send(writer: asyncio.StreamWriter, packets: list[Packet]) -> None:
    for packet in packets:
        writer.write(packet.dump())
    await writer.drain()
