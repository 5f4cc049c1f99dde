"""The load of the fan-out: QQ's side, and all peers, in one process; `run.py` tells it what to do.

A peer here is a bare socket. It counts frames, compares the number in each with the one that is due, and looks at a
whole one now and then.
"""

import base64
import hashlib
import json
import os
import random
import selectors
import socket
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from websockets.utils import apply_mask

from channel import Channel
from events import FIRST, payloads
from frames import TEXT, masked
from load import CHUNK, Client

WINDOW = 2_000
"""Events that may be under way to the slowest peer, so that nobody's memory is what is measured."""

LOOK_EVERY = 50
"""Of how many frames one is unmasked and read whole."""

SILENCE_SECONDS = 15
READ = 1 << 18
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_HEAD = b'{"message_id":'
_DIGITS = len(_HEAD) + 10


def numbered(first: int, count: int) -> Iterator[bytes]:
    """The events of the other benchmarks, `message_id` first, where it is found without looking for it."""
    for number, payload in enumerate(payloads(first, count), FIRST + first):
        pair = b'"message_id":%d,' % number
        yield b"{" + pair + payload.replace(pair, b"", 1)[1:]


class Peer:
    """One that is told everything.

    Attributes:
        seen: events that came.
        faults: those that were not the next one, or not what was sent.
        due: the number that has to come next.
    """

    def __init__(self, sock: socket.socket, *, is_tagged: bool) -> None:
        self._sock, self._rest = sock, b""
        self._tag = self._shake_hands() if is_tagged else self._shake_hands() and None
        self.seen, self.faults, self.due = 0, 0, FIRST

    def _shake_hands(self) -> str:
        """Answers the handshake; returns the last part of the path, which names the peer."""
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += self._sock.recv(CHUNK)
        lines = asked.decode().split("\r\n")
        key = next(line.partition(":")[2].strip() for line in lines if line.lower().startswith("sec-websocket-key:"))
        accept = base64.b64encode(hashlib.sha1(key.encode() + _GUID).digest()).decode()  # noqa: S324  (RFC 6455, 4.2.2)
        answer = ("HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade")
        self._sock.sendall("\r\n".join([*answer, f"Sec-WebSocket-Accept: {accept}", "", ""]).encode())
        return lines[0].split()[1].rpartition("/")[2]

    def read(self) -> bool:
        """Take what is there; False when it is over."""
        data = self._sock.recv(READ)
        self._rest = self._cut(self._rest + data if self._rest else data)
        return bool(data)

    def _cut(self, data: bytes) -> bytes:
        start, end = 0, len(data)
        while end - start >= 14:
            length, body = data[start + 1] & 0x7F, start + 6
            if length == 126:
                length, body = data[start + 2] << 8 | data[start + 3], start + 8
            if end < body + length:
                break
            if data[start] == 0x81:
                self._take(data, body, body + length)
            start = body + length
        return data[start:]

    def _take(self, data: bytes, body: int, end: int) -> None:
        key = data[body - 4 : body]
        if self.seen % LOOK_EVERY and apply_mask(data[body : body + _DIGITS], key) == b"%s%d" % (_HEAD, self.due):
            self.seen, self.due = self.seen + 1, self.due + 1
        else:
            self._look(json.loads(apply_mask(data[body:end], key)))

    def _look(self, event: dict[str, Any]) -> None:
        if event["post_type"] == "message":
            self.faults += event["message_id"] != self.due or event.get("server") != self._tag
            self.seen, self.due = self.seen + 1, event["message_id"] + 1


class Load:
    """Does what `run.py` says; meanwhile it reads what comes to the peers."""

    def __init__(self, count: int, *, is_tagged: bool) -> None:
        self._count, self._is_tagged = count, is_tagged
        self._listener = socket.create_server(("127.0.0.1", int(os.environ["BENCH_RECEIVERS"])), backlog=count)
        self._peers: list[Peer] = []
        self._channel = Channel.to_run()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._channel.socket, selectors.EVENT_READ, self._obey)
        self._client: Client
        self._frames: list[bytes] = []

    def serve(self) -> None:
        """Until `run.py` hangs up."""
        while True:
            self._pump()

    def _pump(self, seconds: float | None = None) -> None:
        for key, _ in self._selector.select(seconds):
            if isinstance(key.data, Peer):
                if not key.data.read():
                    self._selector.unregister(key.fileobj)
            else:
                key.data()

    def _accept(self) -> None:
        sock = self._listener.accept()[0]
        self._peers.append(Peer(sock, is_tagged=self._is_tagged))
        self._selector.register(sock, selectors.EVENT_READ, self._peers[-1])

    def _obey(self) -> None:
        try:
            order = self._channel.receive()
        except (EOFError, OSError):
            sys.exit()
        self._channel.send(**getattr(self, f"_do_{order.pop('do')}")(**order))

    def _do_connect(self, port: int, path: str) -> dict[str, Any]:
        """Connect as QQ's side, and wait for all peers."""
        self._client = Client(port, path)
        deadline = time.monotonic() + 30
        while len(self._peers) < self._count and time.monotonic() < deadline:
            self._pump(0.1)
        return {"peers": len(self._peers)}

    def _do_cpu(self) -> dict[str, Any]:
        return {"cpu": time.process_time()}

    def _do_prepare(self, first: int, count: int) -> dict[str, Any]:
        rng = random.Random(first)
        self._frames = [masked(payload, TEXT, rng) for payload in numbered(first, count)]
        for peer in self._peers:
            peer.seen, peer.faults, peer.due = 0, 0, FIRST + first
        return {}

    def _slowest(self) -> int:
        return min(peer.seen for peer in self._peers)

    def _until(self, seen: int) -> bool:
        """Read until all have had so many events; False when nothing came for long."""
        before, deadline = -1, 0.0
        while (slowest := self._slowest()) < seen:
            if slowest > before:
                before, deadline = slowest, time.monotonic() + SILENCE_SECONDS
            if time.monotonic() > deadline:
                return False
            self._pump(0.2)
        return True

    def _result(self, began: float) -> dict[str, Any]:
        seconds = time.monotonic() - began
        self._pump(0.1)  # what comes once more
        count = len(self._frames)
        lost = sum(count - peer.seen for peer in self._peers)
        return {"seconds": seconds, "lost": lost, "faults": sum(peer.faults for peer in self._peers)}

    def _do_saturate(self) -> dict[str, Any]:
        """Send all that was prepared, as fast as the other end reads and the slowest peer allows."""
        began = time.monotonic()
        sender = threading.Thread(target=self._send_all, daemon=True)
        sender.start()
        self._until(len(self._frames))
        return self._result(began)

    def _send_all(self) -> None:
        chunk, size = list[bytes](), 0
        for number, frame in enumerate(self._frames, 1):
            chunk.append(frame)
            size += len(frame)
            if size >= CHUNK or number == len(self._frames):
                while number - self._slowest() > WINDOW:
                    time.sleep(0.0005)
                self._client.write(b"".join(chunk))
                chunk, size = [], 0

    def _do_singly(self) -> dict[str, Any]:
        """Send one event after the other, each when all peers have had the one before: each is read by itself."""
        began = time.monotonic()
        for number, frame in enumerate(self._frames, 1):
            self._client.write(frame)
            if not self._until(number):
                break
        return self._result(began)


if __name__ == "__main__":
    Load(int(sys.argv[1]), is_tagged=sys.argv[2] == "tagged").serve()
