"""One JSON object a line, between `run.py` and the processes it starts, over loopback."""

import json
import os
import socket
import threading
from typing import Any


class Channel:
    """One end; whatever is sent is one dict.

    Args:
        sock: a connected socket.
    """

    def __init__(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sock = self.socket = sock
        self._read = b""
        self._sending = threading.Lock()

    @classmethod
    def to_run(cls) -> "Channel":
        """The end of a process that `run.py` started."""
        return cls(socket.create_connection(("127.0.0.1", int(os.environ["BENCH_CONTROL"]))))

    def send(self, **message: Any) -> None:
        """Say something, on any thread."""
        with self._sending:
            self._sock.sendall(json.dumps(message).encode() + b"\n")

    def receive(self, seconds: float | None = None) -> dict[str, Any]:
        """What the other end says next.

        Raises:
            TimeoutError: nothing within `seconds`.
            EOFError: the other end is gone.
        """
        self._sock.settimeout(seconds)
        while b"\n" not in self._read:
            data = self._sock.recv(1 << 18)
            if not data:
                raise EOFError
            self._read += data
        line, _, self._read = self._read.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def ask(self, seconds: float | None = None, **message: Any) -> dict[str, Any]:
        """Say something and wait for the answer."""
        self.send(**message)
        return self.receive(seconds)

    def close(self) -> None:
        """Hang up."""
        self._sock.close()
