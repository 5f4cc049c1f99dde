"""Where the sandbox keeps files: a folder of its own, each file under its MD5, as QQ names pictures."""

import asyncio
import hashlib
import os
import re
import secrets
import shutil
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from qq_api.errors import QQError
from qq_api.sandbox.storage.fetching import Fetcher
from qq_api.sandbox.storage.kinds import HEAD, mime_of, suffix_of
from qq_api.sandbox.storage.references import safe_name
from qq_api.sandbox.world import Refused
from qq_api.sandbox.world.stored import Stored

MAX_FILE = 100 * 2**20
"""Bytes that one file may have."""

MAX_TOTAL = 2 * 2**30
"""Bytes that all files may have together."""

_SOURCE = re.compile(r"([0-9A-Fa-f]{32})(?:\.\w{1,10})?(?:/(.*))?", re.DOTALL)


class NoFolder(QQError):
    """Files cannot be kept in `folder`."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"files cannot be kept in {folder}: {reason}")
        self.folder, self.reason = folder, reason


class FolderStore:
    """A `Store` in a folder: `MD5/MD5.zip`, and beside it the same file by each of its real names.

    Its life is an `async with` block; a temporary folder ends with it.

    Attributes:
        address: where the files are served: `http://127.0.0.1:8701`.

    Args:
        folder: where files stay; None for a temporary one.
        max_file: bytes that one file may have.
        max_total: bytes that all may have together.
        timeout: seconds in which a file has to be fetched.

    Raises:
        NoFolder: on entering; the folder cannot be used.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        max_file: int = MAX_FILE,
        max_total: int = MAX_TOTAL,
        timeout: float = 30.0,
    ) -> None:
        self.address = ""
        self.folder = folder or Path()
        self._temporary = folder is None
        self._fetcher = Fetcher(max_file, timeout)
        self._max_total, self._total = max_total, 0
        self._kept: dict[str, Stored] = {}
        self._writing = threading.Lock()
        self._rkey = secrets.token_urlsafe(32)
        self._filled = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop

    async def __aenter__(self) -> "FolderStore":
        self._loop = asyncio.get_running_loop()
        if self._temporary:
            self.folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="qq_sandbox_"))
        try:
            await asyncio.to_thread(self._open)
        except OSError as error:
            raise NoFolder(self.folder, error.strerror or str(error)) from None
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._fetcher.aclose()
        if self._temporary:
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    def _open(self) -> None:
        """Look at what is there from an earlier life."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.glob("*/*"):
            if path.stem == path.parent.name and _SOURCE.fullmatch(path.name):
                with path.open("rb") as opened:
                    self._note(Stored(path.name, path.name, path.stat().st_size, mime_of(opened.read(HEAD)), str(path)))

    def _note(self, stored: Stored) -> None:
        self._kept[stored.file[:32]] = stored
        self._total += stored.size
        self._loop.call_soon_threadsafe(self._filled.set)

    async def filled(self) -> None:
        """Wait until there is a file."""
        await self._filled.wait()

    # -- what the World asks

    def about(self, source: str) -> Stored:
        """What is known of a file.

        Raises:
            Refused: it is not kept.
        """
        stored = self.find(source)
        if stored is None:
            raise Refused(f"no file {source}")
        return stored

    def find(self, source: str) -> Stored | None:
        """The same, or None."""
        known = _SOURCE.fullmatch(source)
        stored = self._kept.get(known[1].upper()) if known else None
        if known is None or stored is None or not known[2]:
            return stored
        name = safe_name(known[2]) or stored.file
        return replace(stored, name=name, path=str(Path(stored.path).with_name(name)))

    def known(self, name: str) -> str | None:
        """The source behind the `file` or the `url` of a segment, an ended one too; None for nothing."""
        place = urlsplit(name) if name.startswith("http://127.0.0.1:") else None
        fileid = parse_qs(place.query).get("fileid", [""])[0] if place and place.path == "/download" else name
        stored = self.find(fileid)
        return stored.file if stored else None

    def url(self, source: str) -> str:
        """Where a file can be downloaded, until `expire`; what is not kept stays as it was given."""
        stored = self.find(source)
        if stored is None:
            return source
        named = {"fname": stored.name} if stored.name != stored.file else {}
        return f"{self.address}/download?{urlencode({'fileid': stored.file, **named, 'rkey': self._rkey})}"

    def rkey(self) -> str:
        """The key that addresses hold at present."""
        return self._rkey

    def expire(self) -> None:
        """Let every address told so far end, as QQ's do after a while; files stay, and get new ones."""
        self._rkey = secrets.token_urlsafe(32)

    def opens(self, rkey: str) -> bool:
        """Whether an address with this key is still good."""
        return secrets.compare_digest(rkey.encode(), self._rkey.encode())

    # -- what comes in

    async def take(self, reference: str, name: str = "", headers: dict[str, str] | None = None) -> str:
        """Keep a file, however it was given; returns its source.

        Args:
            reference: a path, an address, the content, or the name of a file that is kept already.
            name: its real name; "" for the one that it came with.
            headers: for an http address.

        Raises:
            Refused: it cannot be had, or there is no room; says why.
        """
        if (stored := self.find(reference)) is not None:
            return await self._named(stored, safe_name(name) or stored.name)
        content, called = await self._fetcher.fetch(reference, headers or {})
        return await asyncio.to_thread(self.keep, content, name or called)

    async def _named(self, stored: Stored, name: str) -> str:
        await asyncio.to_thread(_link, Path(stored.path).with_name(stored.file), name)
        return _source(stored.file, name)

    def keep(self, content: bytes, name: str = "") -> str:
        """Keep a file; returns its source.

        Raises:
            Refused: it is empty, or there is no room for it.
        """
        if not content:
            raise Refused("the file is empty")
        md5, name = hashlib.md5(content, usedforsecurity=False).hexdigest().upper(), safe_name(name)
        with self._writing:
            stored = self._kept.get(md5) or self._write(md5, content, name)
        _link(Path(stored.path), name or stored.file)
        return _source(stored.file, name or stored.file)

    def _write(self, md5: str, content: bytes, name: str) -> Stored:
        if self._total + len(content) > self._max_total:
            raise Refused(f"the sandbox's folder is full: over {self._max_total} bytes")
        mime = mime_of(content[:HEAD])
        path = self.folder / md5 / f"{md5}{suffix_of(mime, name)}"
        path.parent.mkdir(exist_ok=True)
        part = path.with_name(f"{secrets.token_hex(8)}.part")
        part.write_bytes(content)
        part.replace(path)
        self._note(stored := Stored(path.name, name or path.name, len(content), mime, str(path)))
        return stored

    async def read(self, source: str) -> bytes:
        """A file's bytes.

        Raises:
            Refused: it is not kept, or somebody emptied the folder.
        """
        try:
            return await asyncio.to_thread(Path(self.about(source).path).read_bytes)
        except OSError:
            raise Refused(f"no file {source}: it is gone") from None


def _source(file: str, name: str) -> str:
    """`MD5.png`, or `MD5.png/cat.png`."""
    return file if name == file else f"{file}/{name}"


def _link(path: Path, name: str) -> None:
    """Give a file one more name in its folder, without a copy where the file system can."""
    named = path.with_name(name)
    if named.exists():
        return
    try:
        os.link(path, named)
    except FileExistsError:  # somebody else was quicker
        return
    except OSError:
        shutil.copyfile(path, named)
