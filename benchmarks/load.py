"""The load generator: a process of its own that stands for QQ's side, with one blocking socket.

It connects by reverse WebSocket as NapCat does (`X-Self-ID`, `X-Client-Role: Universal`, no compression), sends events
whose frames were made and masked beforehand, answers actions at once, and answers pings. `run.py` tells it what to do.
"""

import base64
import itertools
import json
import random
import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

from channel import Channel
from events import FIRST, SEED, SELF_ID, lines, payloads
from frames import CLOSE, PING, PONG, TEXT, Reader, masked

try:
    import orjson

    _loads: Any = orjson.loads
except ImportError:
    _loads = json.loads

CHUNK = 64 * 1024
CONNECT_SECONDS = 20
_NUMBER, _GROUP = re.compile(rb"#(\d{10})"), re.compile(rb'"group_id":\s*(\d+)')


class Client:
    """One reverse WebSocket, connected."""

    def __init__(self, port: int, path: str) -> None:
        self._sock = _connect(port)
        self._rng = random.Random(SEED)
        self.heard: Heard | None = None
        self._writing = threading.Lock()
        self._reader = Reader()
        rest = self._shake_hands(port, path)
        threading.Thread(target=self._read, args=(rest,), daemon=True).start()

    def _shake_hands(self, port: int, path: str) -> bytes:
        lines = [
            *(f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: Upgrade", "Upgrade: websocket"),
            *("Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {base64.b64encode(self._rng.randbytes(16)).decode()}"),
            *("User-Agent: OneBot/11", f"X-Self-ID: {SELF_ID}", "X-Client-Role: Universal", "", ""),
        ]
        self._sock.sendall("\r\n".join(lines).encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            data = self._sock.recv(CHUNK)
            if not data:
                raise ConnectionError(f"refused: {answer!r}")
            answer += data
        head, _, rest = answer.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0] or b"sec-websocket-extensions" in head.lower():
            raise ConnectionError(f"refused: {head!r}")
        return rest

    def _read(self, data: bytes) -> None:
        while True:
            answers = [masked(body, opcode, self._rng) for opcode, body in self._answers(data)]
            if answers:
                self.write(b"".join(answers))
            data = self._sock.recv(1 << 18)
            if not data:
                return

    def _answers(self, data: bytes) -> list[tuple[int, bytes]]:
        frames = self._reader.feed(data)
        if self.heard is not None:
            frames = self.heard.noting(frames)
        found = ((opcode, _answer(opcode, payload)) for opcode, payload in frames)
        return [(PONG if opcode == PING else opcode, body) for opcode, body in found if body is not None]

    def write(self, data: bytes) -> None:
        """Write whole frames; blocks while the other end does not read."""
        with self._writing:
            self._sock.sendall(data)


class Heard:
    """Counts the numbered lines that come to each group, and checks their order."""

    def __init__(self, first: int) -> None:
        self._first, self._next = FIRST + first, dict[bytes, int]()
        self.seen, self.faults, self.at = 0, 0, 0.0

    def noting(self, frames: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        """The same frames; what is said in them was noted."""
        for opcode, payload in frames:
            number, group = _NUMBER.search(payload), _GROUP.search(payload)
            if number and group:
                self._note(group[1], int(number[1]))
            yield opcode, payload

    def _note(self, group: bytes, number: int) -> None:
        self.faults += number != self._next.get(group, self._first)
        self._next[group] = number + 1
        self.seen, self.at = self.seen + 1, time.monotonic()


def _connect(port: int) -> socket.socket:
    deadline = time.monotonic() + CONNECT_SECONDS
    while True:
        try:
            sock = socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
            continue
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock


def _answer(opcode: int, payload: bytes) -> bytes | None:
    """What goes back: a pong's or a close's body, an action's result, or nothing."""
    if opcode in (PING, CLOSE):
        return payload
    if opcode != TEXT:
        return None
    call = _loads(payload)
    data = {"message_id": call["params"].get("group_id")}
    if call["action"] == "get_group_member_info":
        data = {"user_id": call["params"]["user_id"], "card": f"成员{call['params']['user_id']}"}
    return json.dumps({"status": "ok", "retcode": 0, "data": data, "message": "", "echo": call.get("echo")}).encode()


class Generator:
    """Does what `run.py` says."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._client: Client
        self._frames: list[bytes] = []

    def serve(self) -> None:
        """Do one thing after the other until `run.py` hangs up."""
        while True:
            try:
                order = self._channel.receive()
            except (EOFError, OSError):
                return
            self._channel.send(**getattr(self, f"_do_{order.pop('do')}")(**order))

    def _do_connect(self, port: int, path: str) -> dict[str, Any]:
        try:
            self._client = Client(port, path)
        except OSError as error:
            return {"error": str(error)}
        return {}

    def _do_cpu(self) -> dict[str, Any]:
        return {"cpu": time.process_time()}

    def _do_prepare(self, first: int, count: int) -> dict[str, Any]:
        rng = random.Random(first)
        self._frames = [masked(payload, TEXT, rng) for payload in payloads(first, count)]
        return {}

    def _do_prepare_lines(self, first: int, count: int, groups: int) -> dict[str, Any]:
        rng = random.Random(first)
        self._frames = [masked(payload, TEXT, rng) for payload in lines(first, count, groups)]
        return {}

    def _do_listen(self, first: int) -> dict[str, Any]:
        self._client.heard = Heard(first)
        return {}

    def _do_heard(self) -> dict[str, Any]:
        heard = self._client.heard
        return {"seen": heard.seen, "faults": heard.faults, "at": heard.at} if heard else {}

    def _do_burst(self) -> dict[str, Any]:
        """Send all that was prepared as fast as the other end reads."""
        chunks = list(_chunks(self._frames))
        began = time.monotonic()
        for chunk in chunks:
            self._client.write(chunk)
        return {"began": began, "ended": time.monotonic()}

    def _do_pace(self, rate: float) -> dict[str, Any]:
        """Send all that was prepared at a steady rate; returns when each was written."""
        stamps, late, start = [], 0.0, time.monotonic() + 0.01
        for number, frame in enumerate(self._frames):
            due = start + number / rate
            wait = due - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            stamps.append(now := time.monotonic())
            late = max(late, now - due)
            self._client.write(frame)
        return {"stamps": stamps, "late": late}


def _chunks(frames: list[bytes]) -> list[bytes]:
    """Frames joined to writes of about 64 KiB."""
    ends = itertools.accumulate(map(len, frames))
    grouped = itertools.groupby(zip(ends, frames, strict=True), lambda pair: pair[0] // CHUNK)
    return [b"".join(frame for _, frame in group) for _, group in grouped]


if __name__ == "__main__":
    Generator(Channel.to_run()).serve()
