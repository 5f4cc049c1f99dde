"""Reads a file from wherever it is: inside its address, on this machine, or behind http."""

import asyncio
import os
import re
from pathlib import Path
from urllib.parse import unquote

import httpx

from qq_api.http_client import HttpClient
from qq_api.sandbox.storage.references import inside, is_of_windows, is_web, name_in, paths_of, safe_name, too_large
from qq_api.sandbox.world import Refused

_FILENAME = re.compile(r"filename\*?\s*=\s*(?:UTF-8'')?\"?([^\";]+)", re.IGNORECASE)
WINDOWS = os.name == "nt"


class Fetcher:
    """Reads files.

    Args:
        limit: bytes that a file may have.
        timeout: seconds in which http has to bring it.
    """

    def __init__(self, limit: int, timeout: float) -> None:
        self._limit, self._timeout = limit, timeout
        self._client: HttpClient | None = None

    async def aclose(self) -> None:
        """End what is open."""
        if self._client is not None:
            await self._client.aclose()

    async def fetch(self, reference: str, headers: dict[str, str]) -> tuple[bytes, str]:
        """A file's bytes and its name, "" for none.

        Raises:
            Refused: it cannot be had; says why.
        """
        if not reference:
            raise Refused("file: a path or an address is needed", 1400)
        content = inside(reference, self._limit)
        if content is not None:
            return content, ""
        if is_web(reference):
            return await self._download(reference, headers)
        return await asyncio.to_thread(self._read, reference)

    # -- this machine

    def _read(self, reference: str) -> tuple[bytes, str]:
        paths = paths_of(reference, windows=WINDOWS)
        if not paths:
            raise Refused(f"no file {_short(reference)}: it is neither known nor a whole path or address")
        path = next((path for path in paths if _is_there(path)), paths[0])
        return self._content(path), safe_name(path)

    def _content(self, path: str) -> bytes:
        if is_of_windows(path) and not WINDOWS:
            raise Refused(f"no file {_short(path)}: it is a path of Windows, and the sandbox runs on another system")
        try:
            return self._bytes(Path(path))
        except (OSError, ValueError) as error:
            raise Refused(f"no file {_short(path)}: {getattr(error, 'strerror', None) or error}") from None

    def _bytes(self, path: Path) -> bytes:
        if path.exists() and not path.is_file():
            raise Refused(f"no file {path}: it is a folder or a device")
        with path.open("rb") as opened:
            content = opened.read(self._limit + 1)
        if len(content) > self._limit:
            raise too_large(self._limit)
        return content

    # -- http

    async def _download(self, url: str, headers: dict[str, str]) -> tuple[bytes, str]:
        try:
            return await asyncio.wait_for(self._stream(url, headers), self._timeout)
        except (asyncio.TimeoutError, httpx.TimeoutException):
            raise Refused(f"{_short(url)}: no whole answer within {self._timeout:g} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise Refused(f"{_short(url)}: {str(error) or type(error).__name__}") from None

    async def _stream(self, url: str, headers: dict[str, str]) -> tuple[bytes, str]:
        self._client = self._client or HttpClient(follow_redirects=True, timeout=self._timeout)
        async with self._client.stream("GET", url, headers=headers) as answer:
            if not answer.is_success:
                raise Refused(f"{_short(url)}: HTTP {answer.status_code}")
            content = bytearray()
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > self._limit:
                    raise too_large(self._limit)
            return bytes(content), _called(answer) or name_in(url)


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _called(answer: httpx.Response) -> str:
    """`attachment; filename="a.zip"` -> `a.zip`."""
    named = _FILENAME.search(answer.headers.get("content-disposition", ""))
    return safe_name(unquote(named[1])) if named else ""


def _short(reference: str) -> str:
    """Enough of a reference to know it by."""
    return reference if len(reference) <= 200 else f"{reference[:200]}…"
