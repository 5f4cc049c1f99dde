"""What is to outlive a restart: one SQLite file for all official bots, used on the bot's loop only.

Memory is what counts: a file that cannot be used is told once, and the bot goes on without it.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from qq_api.config.disk import set_aside
from qq_api.texts import Texts

LAYOUT = 1
LOCKED_SECONDS = 1.0
"""How long to wait for somebody else who writes."""

_TABLES = """
CREATE TABLE IF NOT EXISTS ids (
    appid TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, openid TEXT NOT NULL, nickname TEXT NOT NULL,
    via TEXT NOT NULL, state TEXT NOT NULL, first_seen REAL NOT NULL,
    PRIMARY KEY (appid, number), UNIQUE (appid, kind, openid)
);
CREATE TABLE IF NOT EXISTS own (appid TEXT NOT NULL, openid TEXT NOT NULL, PRIMARY KEY (appid, openid));
CREATE TABLE IF NOT EXISTS messages (
    appid TEXT NOT NULL, number INTEGER NOT NULL, place INTEGER NOT NULL, scene TEXT NOT NULL, target TEXT NOT NULL,
    platform_id TEXT NOT NULL, event_id TEXT NOT NULL, reference TEXT NOT NULL, at REAL NOT NULL, sent INTEGER NOT NULL,
    event TEXT NOT NULL, PRIMARY KEY (appid, number)
);
CREATE INDEX IF NOT EXISTS messages_place ON messages (appid, place);
"""

_log = logging.getLogger(__name__)


class Database:
    """An open file, or memory alone.

    Args:
        path: the file, made where it is missing; one that is broken is set aside. None for memory alone.
        texts: the words for the log.
    """

    def __init__(self, path: Path | None, texts: Texts) -> None:
        self._path, self._texts, self._told = path, texts, False
        self._patience = LOCKED_SECONDS
        self._file = self._opened()

    def _opened(self) -> sqlite3.Connection:
        if self._path is None:
            return _open(":memory:")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _open(self._path)
        except sqlite3.OperationalError as error:  # locked, read-only, full: no fault of the file
            return self._without(error)
        except (sqlite3.DatabaseError, OSError) as error:
            return self._anew(self._path, error)

    def _anew(self, path: Path, error: Exception) -> sqlite3.Connection:
        aside = set_aside(path)
        if aside is None:
            return self._without(error)
        _log.error(self._texts("official_memory.broken", path=path, aside=aside.name, reason=error))
        try:
            return _open(path)
        except (sqlite3.Error, OSError) as again:
            return self._without(again)

    def _without(self, error: Exception) -> sqlite3.Connection:
        self._told = True
        _log.error(self._texts("official_memory.unusable", path=self._path, reason=error))
        return _open(":memory:")

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a SELECT finds; nothing when the file cannot be read."""
        try:
            return self._file.execute(question, values).fetchall()
        except sqlite3.Error as error:
            self._tell(error)
            return []

    def write(self, statement: str, values: Iterable[Any]) -> None:
        """Change one thing; when the file cannot be written, that is told once."""
        try:
            self._file.execute(statement, tuple(values))
            self._wait(LOCKED_SECONDS)
        except sqlite3.Error as error:
            self._tell(error)
            with contextlib.suppress(sqlite3.Error):
                self._wait(0)

    def _wait(self, seconds: float) -> None:
        """How long the next write waits for others: the loop stands still meanwhile, so only the first one waits."""
        if seconds != self._patience:
            self._patience = seconds
            self._file.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _tell(self, error: Exception) -> None:
        if not self._told:
            self._told = True
            _log.error(self._texts("official_memory.unusable", path=self._path, reason=error))

    def close(self) -> None:
        """Leave the file; what comes after is kept in memory alone."""
        self._told = True
        self._file.close()


def _open(path: Path | str) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=LOCKED_SECONDS, isolation_level=None)
    try:
        _prepare(file)
    except BaseException:
        file.close()
        raise
    return file


def _prepare(file: sqlite3.Connection) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL"):
        file.execute(f"PRAGMA {pragma}")
    layout = file.execute("PRAGMA user_version").fetchone()[0]
    if file.execute("PRAGMA quick_check").fetchone()[0] != "ok" or layout not in (0, LAYOUT):
        raise sqlite3.DatabaseError("broken, or of a newer version")
    file.executescript(_TABLES)
    file.execute(f"PRAGMA user_version = {LAYOUT}")
