"""Files that hold settings and secrets: read as UTF-8 or refused, written whole or not at all."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from qq_api.errors import ConfigError
from qq_api.texts import Texts


def read_text(path: Path, texts: Texts) -> str:
    """The text of a file in UTF-8, with its line ends; a byte order mark is taken off.

    Raises:
        ConfigError: it cannot be read, or is in another encoding: says which was expected.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(path, texts("config_error.file", reason=error.strerror)) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        line = None if utf16 else data.count(b"\n", 0, error.start) + 1
        found = "UTF-16" if utf16 else "GBK/ANSI"
        raise ConfigError(path, texts("config_error.encoding", found=found), line) from None


def write_text(path: Path, text: str) -> None:
    """Write a file at once or not at all. A new one is for its owner only, from its first byte on; one that exists
    keeps its mode, its owner and its byte order mark, and a link to it stays a link.

    Raises:
        OSError: the old file is as it was; on Windows, also while another program holds it open.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.resolve()
    mark = "\ufeff" if target.exists() and target.read_bytes().startswith(b"\xef\xbb\xbf") else ""
    with _beside(target) as (number, fresh):
        with os.fdopen(number, "wb") as file:
            file.write((mark + text).encode())
            file.flush()
            os.fsync(file.fileno())
        _like(target, fresh)
        fresh.replace(target)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[tuple[int, Path]]:
    """A new file of mode 0600 in the same folder; gone afterwards, unless it has taken the target's place."""
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        yield number, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _like(target: Path, fresh: Path) -> None:
    """Owner and mode of the old file: MCDR may run as root in the folder of somebody else."""
    if os.name == "posix" and target.exists():
        old = target.stat()
        with contextlib.suppress(PermissionError):
            os.chown(fresh, old.st_uid, old.st_gid)
        fresh.chmod(old.st_mode & 0o777)


def back_up(path: Path, version: int) -> Path:
    """Copy `config.yml` to `config.yml.v1.bak`, or `config.yml.v1.2.bak` where that exists already, for its owner only.

    Returns:
        The copy.

    Raises:
        OSError: it could not be written.
    """
    data, number = path.read_bytes(), 1
    while True:
        copy = path.with_name(f"{path.name}.v{version}{f'.{number}' if number > 1 else ''}.bak")
        try:
            opened = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            number += 1
            continue
        with os.fdopen(opened, "wb") as file:
            file.write(data)
        return copy


def others_can_read(path: Path) -> bool:
    """Whether other accounts of this machine may read a file. Never on Windows, where folders of users are closed."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o044)


def set_aside(path: Path) -> Path | None:
    """Rename a file that is of no use, with what SQLite keeps beside it; None when it cannot be."""
    aside = path.with_name(f"{path.name}.{time.strftime('%Y%m%d-%H%M%S')}.bad")
    try:
        path.replace(aside)
        for tail in ("-wal", "-shm"):
            if (beside := path.with_name(path.name + tail)).exists():
                beside.replace(aside.with_name(aside.name + tail))
    except OSError:
        return None
    return aside
