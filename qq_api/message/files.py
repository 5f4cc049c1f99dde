"""Files for messages: one of this machine goes inside the message, because QQ's side may run in another container."""

from base64 import b64encode
from pathlib import Path
from typing import TypeAlias

File: TypeAlias = str | bytes | Path
"""A file of this machine (`Path`), its bytes, or an address that QQ's side follows itself (`str`)."""

MAX_FILE = 30 * 2**20
"""Bytes that a file here may have: base64 makes 40 MiB of them, and NapCat takes frames of 50 MiB."""


def address_of(file: File) -> str:
    """What the `file` of a segment is, for what an author gave.

    Args:
        file: a `Path` is read here, at once, and goes inside the message as `base64://`; so do bytes. A string goes as
            it is: `http(s)://…`, `base64://…`, `file://…` or an absolute path on the machine where QQ's side runs, or
            the `file` of a segment that was received.

    Raises:
        OSError: the path cannot be read; it names the file and where it was looked for.
        ValueError: empty, too big, or a relative path as a string.
        TypeError: something else.
    """
    if isinstance(file, Path):
        return _inside(_read(file.absolute()), str(file))
    if isinstance(file, bytes):
        return _inside(file, "the bytes")
    if not isinstance(file, str):
        raise TypeError(f"a file is a pathlib.Path, bytes or an address as a string, not {type(file).__name__}")
    if not file.strip():
        raise ValueError("the file's address is empty")
    if file.startswith((".", "~")):
        raise ValueError(f"{file}: QQ's side cannot follow this; a file of this machine is a pathlib.Path")
    return file


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise IsADirectoryError(f"{path}: a folder, not a file")
    with path.open("rb") as opened:
        return opened.read(MAX_FILE + 1)


def _inside(content: bytes, name: str) -> str:
    if not content:
        raise ValueError(f"{name}: the file is empty")
    if len(content) > MAX_FILE:
        raise ValueError(
            f"{name}: over {MAX_FILE // 2**20} MiB, too big to go inside a message; give a URL, or as a string the "
            "path at which QQ's side can read it"
        )
    return f"base64://{b64encode(content).decode()}"
