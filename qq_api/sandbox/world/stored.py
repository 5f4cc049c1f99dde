"""Files, as the World knows them: by a source, which a store has the bytes of."""

from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from posixpath import basename
from typing import Any, Protocol

from qq_api.sandbox.world.state import Refused
from qq_api.types import Segment

MEDIA = ("image", "record", "video", "file")
"""Segments with a file in them."""


@dataclass(frozen=True)
class Stored:
    """A file that is kept.

    Attributes:
        file: as messages name it, by its MD5: `5D41402ABC4B2A76B9719D911017C592.png`.
        name: what it was called.
        size: bytes.
        mime: its kind, found from its bytes.
        path: where it is on this machine; "" for nowhere.
    """

    file: str
    name: str
    size: int
    mime: str = ""
    path: str = ""


class Store(Protocol):
    """Keeps the bytes of files. A source is `MD5.png`, or `MD5.zip/world.zip` where the name matters."""

    def about(self, source: str) -> Stored:
        """What is known of a file, or `Refused`."""

    def url(self, source: str) -> str:
        """Where it can be downloaded; what is not kept stays as it was given."""

    def keep(self, content: bytes, name: str = "") -> str:
        """Keep a small file made here; returns its source."""

    def rkey(self) -> str:
        """The key that addresses hold at present."""


class Unstored:
    """The store of a World by itself: nothing is fetched, so a source is what somebody gave."""

    def about(self, source: str) -> Stored:
        """`C:\\worlds\\a.zip` -> a file called `a.zip`; its size is known where it came as base64."""
        name = basename(source.replace("\\", "/").split("?")[0])
        if not source.startswith("base64://"):
            return Stored(source, name, 0)
        try:
            return Stored(source, "", len(b64decode(source[9:], validate=True)))
        except Error:
            raise Refused("file: what follows base64:// is no Base64", 1400) from None

    def url(self, source: str) -> str:
        """As it was given."""
        return source

    def keep(self, content: bytes, name: str = "") -> str:
        """The file itself, as a source; a name has no place in it."""
        del name
        return f"base64://{b64encode(content).decode()}"

    def rkey(self) -> str:
        """None: nothing can be downloaded here."""
        return ""


def arrived(kind: str, data: dict[str, Any], stored: Stored, url: str, file_id: str = "") -> Segment:
    """A segment with a file, as receivers get it from LLOneBot.

    Args:
        kind: one of `MEDIA`.
        data: as it was sent.
        stored: its file.
        url: where that can be downloaded.
        file_id: by which others ask for it.
    """
    place = {"url": url} if stored.path else {}
    size = str(stored.size)
    if kind == "file":
        shown = {"file": data.get("name") or stored.name, "file_id": file_id, "file_size": size, **place}
    elif kind == "image":
        sub_type = data.get("sub_type", data.get("subType")) or 0
        shown = {"summary": data.get("summary") or "", "file": stored.file, "subType": sub_type}
        shown |= {**place, "file_size": size} | ({"type": data["type"]} if data.get("type") else {})
    else:
        shown = {"file": stored.file, **place, "path": stored.path, "file_size": size}
    return {"type": kind, "data": shown}


def fresh(store: Store, segment: Segment) -> Segment:
    """A segment with its file's present address: the one of when it was said may have ended since."""
    data = segment["data"]
    if segment["type"] not in MEDIA or not data.get("url"):
        return segment
    file = str(data.get("file") or "")
    url = store.url(file)
    return segment if url == file else {**segment, "data": {**data, "url": url}}
