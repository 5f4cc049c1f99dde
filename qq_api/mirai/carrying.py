"""Files of this machine go along: mirai-api-http may run on another one."""

import asyncio
import base64
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import httpx

from qq_api import message
from qq_api.message.files import MAX_FILE
from qq_api.types import Payload, Segment

_WITH_FILES = frozenset({"image", "record"})

FETCH_SECONDS = 60.0
"""How long an address may take."""


async def with_files(params: Payload) -> Payload:
    """An action's parameters, the pictures and voices of this machine put inside as `base64://`.

    A path at which nothing is here stays: it may be one of mirai-api-http's machine.
    """
    given = params.get("message")
    if given is None or (isinstance(given, str) and params.get("auto_escape")):
        return params
    segments = message.parse(given)
    if not any(_path_in(segment) for segment in segments):
        return params
    return {**params, "message": [await _carried(segment) for segment in segments]}


def _path_in(segment: Segment) -> Path | None:
    data = segment.get("data")
    if segment.get("type") not in _WITH_FILES or not isinstance(data, dict):
        return None
    return path_of(data.get("file"))


def path_of(file: Any) -> Path | None:
    """`file:///tmp/a.png`, `/tmp/a.png`, `C:\\\\a.png` -> the path; None for what is none."""
    if not isinstance(file, str):
        return None
    if file.startswith("file://"):
        return Path(url2pathname(unquote(urlsplit(file).path)))
    return Path(file) if os.path.isabs(file) else None  # noqa: PTH117  (a Path of any text is one)


async def _carried(segment: Segment) -> Segment:
    path = _path_in(segment)
    content = None if path is None else await asyncio.to_thread(_content, path)
    if content is None:
        return segment
    file = f"base64://{base64.b64encode(content).decode()}"
    return {**segment, "data": {**segment["data"], "file": file}}


def _content(path: Path) -> bytes | None:
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_FILE else None
    except (OSError, ValueError):
        return None
    return content


async def content_of(file: str) -> tuple[str, bytes]:
    """The name and the content of a file that is to be uploaded: a path, an address or `base64://`.

    Raises:
        OSError: it cannot be had.
        ValueError: it is no such thing.
    """
    if file.startswith("base64://"):
        return "file", base64.b64decode(file.removeprefix("base64://"), validate=True)
    if file.startswith(("http://", "https://")):
        return await _fetched(file)
    path = path_of(file)
    if path is None:
        raise ValueError(f"{file:.80}: a path, an address or base64:// was expected")
    return path.name, await asyncio.to_thread(path.read_bytes)


async def _fetched(url: str) -> tuple[str, bytes]:
    try:
        async with httpx.AsyncClient(timeout=FETCH_SECONDS, follow_redirects=True) as client:
            answer = await client.get(url)
            answer.raise_for_status()
    except httpx.HTTPError as error:
        raise OSError(f"{urlsplit(url).netloc}: {error}") from None
    return Path(urlsplit(url).path).name or "file", answer.content
