"""What outlives qq_chat, in one SQLite file: who is who, their wishes, what was done. Lines for QQ wait in another one.

A file that cannot be used is set aside and the newest good copy takes its place: bindings are never emptied in silence.
"""

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

from qq_api import Texts

Row: TypeAlias = tuple[Any, ...]

LAYOUT = 1
KEPT_COPIES = 7
DAY = 86_400.0
LOCKED_SECONDS = 2.0
"""How long to wait for somebody else who has the file."""

TABLES = (
    "CREATE TABLE IF NOT EXISTS wishes (player TEXT PRIMARY KEY, mute INTEGER, ring TEXT)",
    "CREATE TABLE IF NOT EXISTS players (name TEXT PRIMARY KEY, first_seen REAL, last_seen REAL,"
    " played REAL NOT NULL DEFAULT 0)",
    "CREATE TABLE IF NOT EXISTS chosen (user_id INTEGER PRIMARY KEY, server TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS journal (number INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL,"
    " deed TEXT NOT NULL, player TEXT NOT NULL, user_id INTEGER, why TEXT NOT NULL, state TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS absent (user_id INTEGER PRIMARY KEY, since REAL NOT NULL,"
    " taken_off INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE IF NOT EXISTS samples (at REAL PRIMARY KEY, players INTEGER NOT NULL, tps REAL, mspt REAL,"
    " cpu REAL NOT NULL, memory REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS bindings (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, user_id INTEGER NOT NULL, "
    "player TEXT NOT NULL, uuid TEXT UNIQUE, proved INTEGER NOT NULL, bound_by TEXT NOT NULL, since REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS imports (file TEXT PRIMARY KEY, since REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS audit (number INTEGER PRIMARY KEY, at REAL NOT NULL, user_id INTEGER NOT NULL,"
    " group_id INTEGER, name TEXT NOT NULL, command TEXT NOT NULL, outcome TEXT NOT NULL)",
)
"""Every table there is; the plugin makes those that are missing."""


class NewerLayout(sqlite3.Error):
    """A newer qq_chat wrote the file; it stays as it is."""


class Gone(Exception):
    """The file was closed: the plugin is unloaded, and whatever still ran for it ends."""


def until_gone(listener: Callable[..., object]) -> Callable[..., None]:
    """That listener, quiet at the end: MCDR hands events out that came before the plugin was unloaded."""

    def heard(*arguments: Any) -> None:
        with suppress(Gone):
            listener(*arguments)

    return heard


class Database:
    """One open file; any thread may use it.

    Args:
        path: the file; made where it is missing, its folder as well.

    Raises:
        NewerLayout: it is left alone.
        sqlite3.OperationalError: somebody else has it, or it cannot be written.
        sqlite3.DatabaseError: it is damaged.
        OSError: its folder cannot be made.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self._lock, self._is_closed = path, threading.RLock(), False
        self._file = sqlite3.connect(path, timeout=LOCKED_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            self._prepare()
        except BaseException:
            self._file.close()
            raise

    def _prepare(self) -> None:
        # EXCLUSIVE: a second MCDR in the same folder would go by what it read long ago. NORMAL: no thread of MCDR waits
        # for the disk; a kill loses nothing, a power cut the last moments at most.
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
            self._file.execute(f"PRAGMA {pragma}")
        with self.writing() as file:
            layout = file.execute("PRAGMA user_version").fetchone()[0]
            if layout > LAYOUT:
                raise NewerLayout(f"layout {layout}")
            if file.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("damaged")
            for table in TABLES:
                file.execute(table)
            file.execute(f"PRAGMA user_version = {LAYOUT}")

    def read(self, sql: str, values: Iterable[Any] = ()) -> list[Row]:
        """The rows of a SELECT."""
        with self._lock:
            self._check()
            return self._file.execute(sql, tuple(values)).fetchall()

    def _check(self) -> None:
        if self._is_closed:
            raise Gone

    def write(self, sql: str, values: Iterable[Any] = ()) -> int:
        """Do one thing; returns how many rows it changed."""
        with self.writing() as file:
            return file.execute(sql, tuple(values)).rowcount

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All that is done in the block is on disk when it ends, or nothing of it."""
        with self._lock:
            self._check()
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield self._file
                self._file.execute("COMMIT")
            except BaseException:
                if self._file.in_transaction:  # a full disk ends it by itself
                    self._file.execute("ROLLBACK")
                raise

    def back_up(self, folder: Path) -> None:
        """Put a copy of today into a folder; the newest seven stay."""
        copies = sorted(folder.glob("qq_chat-*.db"))
        if copies and time.time() - copies[-1].stat().st_mtime < DAY:
            return
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / f"qq_chat-{time.strftime('%Y%m%d')}.db"
        with self._lock, closing(sqlite3.connect(new)) as copy:
            self._file.backup(copy)
        for old in [*copies, new][:-KEPT_COPIES]:
            old.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave the file to others; whoever comes late gets `Gone`."""
        with self._lock:
            self._is_closed = True
            self._file.close()


def set_aside(path: Path) -> Path | None:
    """Rename a file that is of no use any more, with what belongs to it; None when it cannot be."""
    aside = path.with_name(f"{path.name}.{time.strftime('%Y%m%d-%H%M%S')}.bad")
    try:
        path.replace(aside)
        for tail in ("-wal", "-shm"):
            if (beside := path.with_name(path.name + tail)).exists():
                beside.replace(aside.with_name(aside.name + tail))
    except OSError:
        return None
    return aside


def open_database(path: Path, texts: Texts, tell: Callable[[str], object]) -> Database:
    """The file, or its newest good copy where it is damaged.

    Args:
        path: the file.
        texts: the words.
        tell: tells the owner what was done.

    Raises:
        sqlite3.Error: neither is to be had, or the file is somebody else's or of a newer qq_chat.
        OSError: its folder cannot be written.
    """
    copies = path.with_name("backups")
    try:
        database = Database(path)
    except (NewerLayout, sqlite3.OperationalError):
        raise
    except sqlite3.DatabaseError as error:
        database = _restored(path, copies, error, texts, tell)
    database.back_up(copies)
    return database


def _restored(path: Path, copies: Path, error: sqlite3.Error, texts: Texts, tell: Callable[[str], object]) -> Database:
    aside = set_aside(path)
    if aside is None:
        raise error
    for copy in sorted(copies.glob("qq_chat-*.db"), reverse=True):
        shutil.copyfile(copy, path)
        try:
            database = Database(path)
        except sqlite3.DatabaseError:
            continue
        tell(texts("database.restored", path=path, reason=error, aside=aside, copy=copy))
        return database
    path.unlink(missing_ok=True)
    tell(texts("database.begun", path=path, reason=error, aside=aside))
    return Database(path)
