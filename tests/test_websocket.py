"""Our cutting of frames against the state machine of `websockets`: the same messages, however the bytes arrive."""

import asyncio
import contextlib
import random
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from qq_api.websocket import WebSocket, core
from support import until

MOST = 2**20
ADDRESS = parse_uri("ws://127.0.0.1/")

SMALL = st.binary(max_size=140)
LARGE = st.integers(120, 70_000).map(lambda size: b"x" * size)
DATA = st.tuples(st.sampled_from([Opcode.TEXT, Opcode.BINARY, Opcode.CONT]), SMALL | LARGE, st.booleans())
CONTROL = st.tuples(st.sampled_from([Opcode.PING, Opcode.PONG]), st.binary(max_size=125), st.just(True))
CLOSE = st.tuples(st.just(Opcode.CLOSE), st.sampled_from([b"", b"\x03\xe8", b"\x03\xe9bye", b"\x03"]), st.just(True))
FRAMES = st.lists(DATA | DATA | DATA | CONTROL | CLOSE, max_size=12)
NOISE = st.binary(max_size=40)


class Wire(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closing = False

    def write(self, data: Any) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    abort = close

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def get_write_buffer_size(self) -> int:
        return 0

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default


def reference(conn: Any, chunks: list[bytes]) -> tuple[list[bytes], bytes]:
    """The messages, and what is answered, by the state machine alone."""
    messages, fragments, written = [], b"", b""
    for chunk in chunks:
        if conn.parser_exc is not None or conn.close_rcvd is not None:
            break
        conn.receive_data(chunk)
        for frame in conn.events_received():
            if frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                fragments += frame.data
                if frame.fin:
                    messages.append(fragments)
                    fragments = b""
        written += b"".join(conn.data_to_send())
    return messages, written


async def ours(conn: Any, chunks: list[bytes], *, pauses: random.Random | None = None) -> tuple[list[bytes], bytes]:
    """The same by us; with `pauses`, reading stops and goes on in between."""
    messages: list[bytes] = []
    websocket, wire = WebSocket(conn), Wire()
    websocket.connection_made(wire)

    def take(message: bytes) -> None:
        messages.append(message)
        if pauses is not None and pauses.random() < 0.5:
            websocket.hold(True)

    websocket.listen(take, lambda: None)
    for chunk in chunks:
        if wire.closing or conn.parser_exc is not None:
            break
        websocket.data_received(chunk)
        while websocket._paused:
            websocket.hold(False)
            await asyncio.sleep(0)
    websocket.connection_lost(None)
    return messages, wire.written


def pieces(data: bytes, rng: random.Random) -> list[bytes]:
    """The bytes, cut anywhere."""
    places = sorted(rng.randrange(len(data) + 1) for _ in range(rng.randrange(8)))
    return [data[start:end] for start, end in zip([0, *places], [*places, len(data)], strict=True) if start < end]


@settings(max_examples=300)
@given(FRAMES, NOISE, st.booleans(), st.randoms(use_true_random=False), st.booleans())
def test_whatever_comes_however_it_is_cut_we_hear_and_answer_the_same(
    frames: list[Any], noise: bytes, is_server: bool, rng: random.Random, stops: bool
) -> None:
    made = [Frame(opcode, data, fin).serialize(mask=is_server, extensions=[]) for opcode, data, fin in frames]
    data = b"".join(made) + (noise if rng.random() < 0.3 else b"")
    chunks = pieces(data, rng)

    def conn() -> Any:
        if is_server:
            return ServerProtocol(state=OPEN, max_size=MOST)
        return ClientProtocol(ADDRESS, state=OPEN, max_size=MOST)

    seed = rng.random()
    random.seed(seed)
    expected = reference(conn(), chunks)
    heard = asyncio.run(ours(conn(), chunks, pauses=rng if stops else None))
    assert heard[0] == expected[0]
    if is_server:  # a client masks with new random bytes each time
        assert heard[1] == expected[1]


@asynccontextmanager
async def pair() -> AsyncIterator[tuple[WebSocket, socket.socket]]:
    """A server's end of an open WebSocket, and the other end as a plain socket."""
    here, there = socket.socketpair()
    loop = asyncio.get_running_loop()
    conn = ServerProtocol(state=OPEN, max_size=MOST)
    _, websocket = await loop.connect_accepted_socket(lambda: WebSocket(conn), here)
    websocket.listen(lambda _: None, lambda: None)
    try:
        yield websocket, there
    finally:
        websocket._transport.abort()
        there.close()
        await websocket.ended


def frames_of(data: bytes) -> Iterator[bytes]:
    conn = ClientProtocol(ADDRESS, state=OPEN, max_size=None)
    conn.receive_data(data)
    for frame in conn.events_received():
        if frame.opcode is not Opcode.PING:  # type: ignore[union-attr]
            yield bytes(frame.data)  # type: ignore[union-attr]


def receive(there: socket.socket, read: bytearray) -> None:
    """Read slowly: the writers must run into a full buffer."""
    there.settimeout(20)
    with contextlib.suppress(OSError):
        while chunk := there.recv(20_000):
            read.extend(chunk)


LINES = 200


def line(who: int, number: int) -> bytes:
    return f"{who} {number} {'x' * 3000}".encode()


def hammer(websocket: WebSocket, who: int) -> None:
    for number in range(LINES):
        while not websocket.write_now(line(who, number)):
            threading.Event().wait(0.0005)


async def test_many_threads_and_the_loop_write_whole_frames_each_in_order() -> None:
    async with pair() as (websocket, there):
        read = bytearray()
        threads = [threading.Thread(target=hammer, args=(websocket, who)) for who in range(1, 5)]
        for thread in (reader := threading.Thread(target=receive, args=(there, read)), *threads):
            thread.start()
        for number in range(LINES):
            await websocket.send(line(0, number))
            await asyncio.sleep(0)
        await until(lambda: not any(thread.is_alive() for thread in threads), 30)
        await until(lambda: len(list(frames_of(bytes(read)))) == 5 * LINES, 20)
        there.shutdown(socket.SHUT_RDWR)
        await until(lambda: not reader.is_alive())
        heard = list(frames_of(bytes(read)))
        for who in range(5):
            assert [one for one in heard if one.startswith(b"%d " % who)] == [line(who, n) for n in range(LINES)]


async def test_a_thread_may_not_write_past_what_waits_or_after_the_end() -> None:
    async with pair() as (websocket, there):
        assert websocket.write_now(b"now")
        websocket.write(b"x" * 10_000_000)  # more than the system takes at once
        assert not websocket.write_now(b"later")
        there.close()
        await asyncio.wait_for(websocket.ended, 15)
        assert not websocket.write_now(b"never")
        with pytest.raises(ConnectionError):
            websocket.write(b"never")


async def test_whole_frames_that_were_read_while_reading_stood_still_count_when_the_peer_is_gone() -> None:
    heard: list[bytes] = []
    async with pair() as (websocket, there):
        websocket.listen(lambda frame: heard.append(frame) or websocket.hold(True), lambda: None)
        there.sendall(b"".join(b"\x81\x81\0\0\0\0" + b"%d" % number for number in range(5)))
        await until(lambda: heard)
        there.close()
        websocket._transport.abort()
        await asyncio.wait_for(websocket.ended, 15)
    assert heard == [b"0", b"1", b"2", b"3", b"4"]


async def test_a_peer_that_goes_on_talking_after_a_fault_is_cut_off_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "CLOSE_SECONDS", 0.3)
    async with pair() as (websocket, there):
        websocket.listen(lambda _: None, lambda: None)
        there.sendall(b"\xff\xff")  # reserved bits
        began, talked = asyncio.get_running_loop().time(), 0
        while not websocket.ended.done() and asyncio.get_running_loop().time() < began + 5:
            with contextlib.suppress(OSError):
                talked += there.send(b"\x81\x81\0\0\0\0x")
            await asyncio.sleep(0.02)
        assert websocket.ended.done()
        assert talked
