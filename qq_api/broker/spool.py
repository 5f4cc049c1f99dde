"""Events that wait for the broker, in a file: they outlive the bridge."""

import logging
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from qq_api.broker.waiting import Entry
from qq_api.config.disk import set_aside
from qq_api.texts import Texts

_TABLE = """
CREATE TABLE IF NOT EXISTS waiting (
    number INTEGER PRIMARY KEY, subject TEXT NOT NULL, message_id TEXT NOT NULL, data BLOB NOT NULL
)
"""

_log = logging.getLogger(__name__)


class Spool:
    """An open file, made when something has to be kept; one that is broken is set aside.

    Memory is what counts: a file that cannot be used is told once, and the bridge goes on without it.

    Args:
        path: where.
        texts: the words for the log.
    """

    def __init__(self, path: Path, texts: Texts) -> None:
        self._path, self._texts = path, texts
        self._file: sqlite3.Connection | None = None
        self._told = False

    def load(self) -> list[Entry]:
        """What an earlier life left, in order; it may be published whoever owns the accounts now."""
        if not self._path.exists():
            return []
        try:
            return self._read()
        except sqlite3.OperationalError as error:  # locked, read-only: no fault of the file
            self._unusable(error)
        except sqlite3.DatabaseError as error:
            self._set_aside(error)
        return []

    def _read(self) -> list[Entry]:
        rows = self._opened().execute("SELECT number, subject, message_id, data FROM waiting ORDER BY number")
        return [Entry(number, None, 0.0, subject, key, data) for number, subject, key, data in rows]

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep entries; those that are kept already stay."""
        rows = [(one.number, one.subject, one.message_id, one.data) for one in entries]
        self._change("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?, ?)", rows)

    def remove(self, numbers: Iterable[int]) -> None:
        """They were published, or dropped."""
        self._change("DELETE FROM waiting WHERE number = ?", [(one,) for one in numbers])

    def close(self) -> None:
        """Leave the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _change(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        if self._told or not rows:
            return
        try:
            with self._opened() as file:
                file.executemany(statement, rows)
        except (sqlite3.Error, OSError) as error:
            self._unusable(error)

    def _opened(self) -> sqlite3.Connection:
        if self._file is None:
            self._path.touch(mode=0o600)
            self._file = sqlite3.connect(self._path, timeout=1)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            self._file.execute(_TABLE)
        return self._file

    def _set_aside(self, error: Exception) -> None:
        self.close()
        aside = set_aside(self._path)
        if aside is None:
            self._unusable(error)
            return
        _log.error(self._texts("fleet.spool_broken", path=self._path, aside=aside.name, reason=error))

    def _unusable(self, error: Exception) -> None:
        self._told = True
        _log.error(self._texts("fleet.spool_unusable", path=self._path, reason=error))
