"""WebSocket frames, as far as a client of these benchmarks needs them (RFC 6455, section 5.2)."""

import random
from collections.abc import Iterator

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def masked(payload: bytes, opcode: int, rng: random.Random) -> bytes:
    """One whole frame from a client, with a mask of its own."""
    size, key = len(payload), rng.getrandbits(32).to_bytes(4, "big")
    stream = (key * (size // 4 + 1))[:size]
    body = (int.from_bytes(payload, "big") ^ int.from_bytes(stream, "big")).to_bytes(size, "big")
    return bytes([0x80 | opcode]) + _length(size) + key + body


def _length(size: int) -> bytes:
    """`5` -> `85`, `300` -> `fe 01 2c`: the mask bit and the length."""
    if size < 126:
        return bytes([0x80 | size])
    return bytes([0x80 | 126]) + size.to_bytes(2, "big") if size < 65536 else b"\xff" + size.to_bytes(8, "big")


class Reader:
    """Cuts what a server sends (unmasked, unfragmented) into frames."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The frames, as `(opcode, payload)`, that are whole now."""
        buffer, start = self._rest + data, 0
        while (found := _whole(buffer, start)) is not None:
            begin, end = found
            yield buffer[start] & 0x0F, buffer[begin:end]
            start = end
        self._rest = buffer[start:]


def _whole(buffer: bytes, start: int) -> tuple[int, int] | None:
    """Where the payload of the frame at `start` begins and ends, if all of it is there."""
    if len(buffer) < start + 2:
        return None
    size, begin = buffer[start + 1], start + 2
    if size >= 126:
        begin += 2 if size == 126 else 8
        size = int.from_bytes(buffer[start + 2 : begin], "big")
    return (begin, begin + size) if len(buffer) >= begin + size else None
