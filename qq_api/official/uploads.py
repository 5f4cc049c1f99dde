"""Files on their way out: the platform wants them first, and gives a `file_info` to send (docs: "富媒体消息")."""

import asyncio
import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from qq_api.errors import ApiNotAvailable, Unanswered
from qq_api.official.mapping.fields import number_of, objects_of, text_of
from qq_api.official.mapping.segments_out import FILE_TYPES, Media
from qq_api.official.memory import Bounded
from qq_api.official.platform import CallPlatform
from qq_api.official.problems import PlatformError
from qq_api.official.refusals import Refusal
from qq_api.official.scenes import Target
from qq_api.official.settings import Settings
from qq_api.types import Payload

_HEAD = 10_002_432
"""Bytes whose MD5 the platform wants by itself."""
_VOICES = (
    b"\x02#!SILK",
    b"#!SILK",
    b"#!AMR",
    b"ID3",
    b"RIFF",
    b"OggS",
    *(bytes((255, low)) for low in range(0xE0, 256)),
)
_EARLY = 30.0  # a file_info is not used in its last seconds
_MOST_PARTS = 1000
_FALLS_BACK = ("media", "other", "empty", "media_size")


@dataclass(frozen=True)
class Loaded:
    """A file to send: an address that the platform fetches itself, or its bytes."""

    url: str = ""
    content: bytes = b""
    name: str = ""


class Uploads:
    """Uploads files, and remembers for how long they may be used again.

    Args:
        rest: the platform's API.
        settings: how big files may be.
        address_of: the address of a file that was received, by its `file`; "" when it is not known.
        clock: seconds that only grow.
    """

    def __init__(
        self, rest: CallPlatform, settings: Settings, address_of: Callable[[str], str], clock: Callable[[], float]
    ) -> None:
        self._rest, self._settings, self._address_of, self._clock = rest, settings, address_of, clock
        self._known = Bounded(500)

    async def load(self, media: Media) -> Loaded:
        """Read what a segment names: bytes, a `Path`, http(s)://, base64://, file://, or an absolute path.

        Raises:
            Refusal: it cannot be read, or cannot be sent, and why.
        """
        loaded = await self._loaded(media.source)
        if len(loaded.content) > self._settings.largest:
            raise Refusal("official_send.file_too_large", name=loaded.name, most=self._settings.largest // 2**20)
        if media.kind == "record" and loaded.content and not loaded.content.startswith(_VOICES):
            raise Refusal("official_send.voice_format", name=loaded.name or "record")
        return Loaded(loaded.url, loaded.content, media.name or loaded.name)

    async def _loaded(self, source: Any) -> Loaded:
        if isinstance(source, bytes | bytearray):
            return _filled(bytes(source), "")
        if isinstance(source, Path):
            return await self._read(source)
        written = str(source or "").strip()
        if written.lower().startswith(("http://", "https://")):
            return Loaded(url=written, name=PurePosixPath(urlsplit(written).path).name)
        if written.startswith("base64://"):
            return _filled(_decoded(written.removeprefix("base64://")), "")
        if written.lower().startswith("file:"):
            return await self._read(Path(url2pathname(urlsplit(written).path)))
        if known := self._address_of(written):
            return Loaded(url=known, name=written)
        if written and Path(written).is_absolute():
            return await self._read(Path(written))
        raise Refusal("official_send.file_address", address=written[:100])

    async def _read(self, path: Path) -> Loaded:
        try:
            content = await asyncio.to_thread(_bytes_of, path, self._settings.largest + 1)
        except OSError as error:
            raise Refusal("official_send.file_unreadable", path=path, reason=error.strerror or error) from None
        return _filled(content, path.name)

    async def file_info(self, where: Target, media: Media) -> str:
        """What sends a file there; it is uploaded unless it was a while ago.

        Raises:
            Refusal: the file cannot be used.
            PlatformError: the platform refuses it.
            ApiNotAvailable: the platform did not answer; nothing was sent.
        """
        loaded = await self.load(media)
        digest = await asyncio.to_thread(hashlib.sha256, loaded.content)
        key = (where, media.kind, digest.digest()) if loaded.content else None
        until, info = (self._known.get(key) if key else None) or (0.0, "")
        if info and until > self._clock():
            return str(info)
        try:
            answer = await self._uploaded(where, media, loaded)
        except Unanswered as error:
            raise ApiNotAvailable(str(error)) from None
        info, lives = text_of(answer, "file_info"), number_of(answer, "ttl")
        if not info:
            raise PlatformError(0, "no file_info")
        if key:
            self._known.put(key, (self._clock() + lives - _EARLY if lives else float("inf"), info))
        return info

    async def _uploaded(self, where: Target, media: Media, loaded: Loaded) -> Any:
        body: Payload = {"file_type": FILE_TYPES[media.kind], "srv_send_msg": False}
        if media.kind == "file":
            body["file_name"] = loaded.name or "file"
        if loaded.url:
            return await self._post(where, {**body, "url": loaded.url})
        if len(loaded.content) > self._settings.inline:
            return await self._in_parts(where, body, loaded)
        try:
            return await self._post(where, {**body, "file_data": base64.b64encode(loaded.content).decode()})
        except PlatformError as error:
            if error.meaning not in _FALLS_BACK:
                raise
            return await self._in_parts_or(error, where, body, loaded)

    async def _in_parts_or(self, error: PlatformError, where: Target, body: Payload, loaded: Loaded) -> Any:
        """`file_data` left the docs in 2026; where the other way is not there either, the first refusal counts."""
        try:
            return await self._in_parts(where, body, loaded)
        except PlatformError:
            raise error from None

    async def _post(self, where: Target, body: Payload) -> Any:
        """Uploading says nothing to anybody, so it may be tried twice."""
        try:
            return await self._rest.call("POST", where.path("files"), json=body)
        except Unanswered:
            pass
        except PlatformError as error:
            if error.retry == "no":
                raise
        return await self._rest.call("POST", where.path("files"), json=body)

    async def _in_parts(self, where: Target, body: Payload, loaded: Loaded) -> Any:
        content, name = loaded.content, loaded.name or "file"
        digests = await asyncio.to_thread(_digests, content)
        about = {"file_type": body["file_type"], "file_size": str(len(content)), "file_name": name, **digests}
        prepared = await self._rest.call("POST", where.path("upload_prepare"), json=about)
        upload_id, size = text_of(prepared, "upload_id"), number_of(prepared, "block_size")
        begin = 0
        for part in sorted(objects_of(prepared, "parts")[:_MOST_PARTS], key=lambda one: number_of(one, "index")):
            index = number_of(part, "index")
            block = content[begin : begin + (number_of(part, "block_size") or size)]
            begin += len(block)
            await self._rest.put(text_of(part, "presigned_url"), block)
            done = {"upload_id": upload_id, "part_index": index, "block_size": str(len(block)), "md5": _md5(block)}
            await self._rest.call("POST", where.path("upload_part_finish"), json=done)
        finish = {"file_type": body["file_type"], "upload_id": upload_id, "file_name": name, "srv_send_msg": False}
        return await self._rest.call("POST", where.path("files"), json=finish)


def _digests(content: bytes) -> dict[str, str]:
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    return {"md5": _md5(content), "sha1": sha1, "md5_10m": _md5(content[:_HEAD])}


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _bytes_of(path: Path, most: int) -> bytes:
    with path.open("rb") as opened:
        return opened.read(most)


def _decoded(written: str) -> bytes:
    try:
        return base64.b64decode(written)
    except (ValueError, binascii.Error):
        raise Refusal("official_send.file_address", address="base64://…") from None


def _filled(content: bytes, name: str) -> Loaded:
    if not content:
        raise Refusal("official_send.file_empty", name=name or "file")
    return Loaded(content=content, name=name)
