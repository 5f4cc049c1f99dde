"""Whole text frames as they lie on the wire (RFC 6455, section 5.2). Computes only; no I/O."""

import os
from collections.abc import Sequence
from struct import Struct

try:
    from websockets.speedups import apply_mask
except ImportError:
    from websockets.utils import apply_mask

__all__ = ["Masked", "apply_mask", "unmasked"]

KEYS = 256
"""How many are fetched at once."""

_MEDIUM, _LARGE = Struct("!BBH"), Struct("!BBQ")
_TEXT, _MASK = 0x81, 0x80


def unmasked(texts: Sequence[bytes]) -> bytes:
    """Texts (UTF-8) as a server sends them, each in a frame."""
    parts: list[bytes] = []
    for text in texts:
        parts += (_head(len(text), 0), text)
    return b"".join(parts)


class Masked:
    """The same as a client sends them, each under a fresh key that nobody can foretell (section 5.3).

    Keys are fetched many at a time: asking the system for each costs a third of sending it.
    """

    def __init__(self) -> None:
        self._keys, self._at = b"", 0

    def __call__(self, texts: Sequence[bytes]) -> bytes:
        """Texts, each in a frame."""
        parts: list[bytes] = []
        at = self._at
        if at + 4 * len(texts) > len(self._keys):
            self._keys, at = os.urandom(4 * max(KEYS, len(texts))), 0
        for text in texts:
            key = self._keys[at : at + 4]
            parts += (_head(len(text), _MASK), key, apply_mask(text, key))
            at += 4
        self._at = at
        return b"".join(parts)


def _head(length: int, mask: int) -> bytes:
    """`5` -> `81 05`, `300` -> `81 7e 01 2c`."""
    if length > 0xFFFF:
        return _LARGE.pack(_TEXT, mask | 127, length)
    return _MEDIUM.pack(_TEXT, mask | 126, length) if length > 125 else bytes((_TEXT, mask | length))
