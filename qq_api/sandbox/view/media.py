"""What messages hold in bytes: kept aside, so that a page gets an address instead, and the bytes when it shows them."""

import base64
import hashlib
from binascii import Error
from collections import OrderedDict
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from qq_api.types import Segment

KEPT = 500
"""Sources remembered; the strings are those of the messages themselves."""

MOST = 300
"""Characters of any other text in a segment's `file` or `url` that a page gets."""

_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}


class Media:
    """The pictures, voices and files in messages.

    Args:
        stored: what is kept elsewhere is known by there, from a segment's `file` or `url`; None for what is not.
    """

    def __init__(self, stored: Callable[[str], str | None] = lambda _name: None) -> None:
        self._stored = stored
        self._sources: OrderedDict[str, str] = OrderedDict()

    def lightened(self, segment: Segment) -> Segment:
        """A segment as a page gets it: `{"file": "base64://…"}` -> `{"file": "", "media": "9f86…", "size": 5}`."""
        data = segment.get("data")
        if not isinstance(data, dict):
            return segment
        held = {key: value for key in ("file", "url") if isinstance(value := data.get(key), str)}
        source = next(filter(None, map(self._source, held.values())), None)
        if source is None:
            return segment
        light = {**data, **{key: "" if has_bytes(value) else value[:MOST] for key, value in held.items()}}
        return {**segment, "data": {**light, "media": self._keep(source), **_size_of(source)}}

    def _source(self, name: str) -> str | None:
        return name if has_bytes(name) else self._stored(name)

    def _keep(self, source: str) -> str:
        key = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._sources[key] = source
        self._sources.move_to_end(key)
        while len(self._sources) > KEPT:
            self._sources.popitem(last=False)
        return key

    def source(self, key: str) -> str | None:
        """What a key stands for: something with bytes in it, or what is known by it elsewhere; None for nothing."""
        return self._sources.get(key)


def type_of(content: bytes) -> str:
    """What bytes are, of what a browser may show: by their beginning, never by a name; else only a file."""
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12], "application/octet-stream")
    if content[4:8] == b"ftyp":
        return "video/mp4"
    return next((kind for start, kind in _TYPES if content.startswith(start)), "application/octet-stream")


def bytes_of(source: str) -> bytes | None:
    """`base64://aGk=` or `data:text/plain;base64,aGk=` -> `b"hi"`; None for what is none."""
    try:
        if source.startswith("base64://"):
            return base64.b64decode(source.removeprefix("base64://"))
        head, _, rest = source.partition(",")
        return base64.b64decode(rest) if head.endswith(";base64") else unquote_to_bytes(rest)
    except (Error, ValueError):
        return None


def has_bytes(source: str) -> bool:
    """Whether a text holds a file's content."""
    return source.startswith(("base64://", "data:"))


def _size_of(source: str) -> dict[str, Any]:
    """About how many bytes a source holds, without taking them out."""
    held = source.partition(",")[2] or source.removeprefix("base64://")
    return {"size": len(held) * 3 // 4 - held[-2:].count("=")} if has_bytes(source) else {}
