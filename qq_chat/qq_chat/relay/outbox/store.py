"""Lines on disk: one SQLite file, written by one thread.

A row is waiting, or in flight: from right before it leaves until the answer. Rows in flight that a start finds were so
when the server was killed.
"""

import json
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, TypeAlias

from qq_chat.relay.outbox.line import Kind, Line

LAYOUT = 1
LOCKED_SECONDS = 1.0
"""How long to wait for somebody else who has the file."""

Verb: TypeAlias = Literal["add", "flying", "waiting", "gone"]
Change: TypeAlias = tuple[Verb, tuple[Any, ...]]
"""What to do, and the columns of a new line or the number of one."""

_Row: TypeAlias = tuple[int, int, str, Kind, float]

_SQL: dict[Verb, str] = {
    "add": "INSERT INTO lines (number, group_id, message, kind, said, flying) VALUES (?, ?, ?, ?, ?, 0)",
    "flying": "UPDATE lines SET flying = 1 WHERE number = ?",
    "waiting": "UPDATE lines SET flying = 0 WHERE number = ?",
    "gone": "DELETE FROM lines WHERE number = ?",
}

_TABLE = """
CREATE TABLE IF NOT EXISTS lines (
    number INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, message TEXT NOT NULL, kind TEXT NOT NULL,
    said REAL NOT NULL, flying INTEGER NOT NULL
)
"""


class Store:
    """An open file.

    Args:
        path: the file; made where it is missing.

    Raises:
        sqlite3.Error: somebody else has it, it is broken, of a newer layout, or it cannot be written.
        OSError: its folder cannot be made.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = sqlite3.connect(path, timeout=LOCKED_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            self._prepare()
        except BaseException:
            self._file.close()
            raise

    def _prepare(self) -> None:
        # EXCLUSIVE: a second MCDR in the same folder must not say the same lines once more.
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.execute("BEGIN IMMEDIATE")
        layout = self._pragma("user_version")
        if self._pragma("quick_check") != "ok" or layout not in (0, LAYOUT):
            raise sqlite3.DatabaseError("broken, or of a newer version")
        if not layout:
            self._file.execute(_TABLE)
            self._file.execute(f"PRAGMA user_version = {LAYOUT}")
        self._file.execute("COMMIT")

    def _pragma(self, name: str) -> Any:
        return self._file.execute(f"PRAGMA {name}").fetchone()[0]

    def load(self, now: float) -> tuple[list[Line], int]:
        """What waits, the oldest first, and how many lines were in flight; these are forgotten.

        Args:
            now: by the clock that only grows, which knows nothing of other runs.
        """
        flying = self._file.execute("DELETE FROM lines WHERE flying = 1").rowcount
        rows: Iterable[_Row] = self._file.execute(
            "SELECT number, group_id, message, kind, said FROM lines ORDER BY number"
        )
        wall = time.time()
        return [_line(row, now - max(0.0, wall - row[4])) for row in rows], flying

    def apply(self, changes: Iterable[Change]) -> None:
        """Do all, or nothing.

        Raises:
            sqlite3.Error: it could not be written.
        """
        self._file.execute("BEGIN IMMEDIATE")
        try:
            for verb, values in changes:
                self._file.execute(_SQL[verb], values)
            self._file.execute("COMMIT")
        except BaseException:
            if self._file.in_transaction:  # a full disk ends it by itself
                self._file.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Leave the file to others."""
        self._file.close()


def added(line: Line) -> Change:
    """That a line is new.

    Raises:
        TypeError: its segments are no JSON.
    """
    message = json.dumps(line.message)  # ASCII, so that half a surrogate is no trouble
    return "add", (line.number, line.group_id, message, line.kind, line.said)


def _line(row: _Row, since: float) -> Line:
    number, group_id, message, kind, said = row
    return Line(number, group_id, json.loads(message), kind, said, since)


def is_locked(error: BaseException) -> bool:
    """Whether somebody else has the file, which is then to be left alone."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
