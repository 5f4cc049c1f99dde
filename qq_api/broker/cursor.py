"""How far this server has read, in a file: after a restart it goes on with the very next event."""

import logging
import sqlite3
from pathlib import Path
from typing import NamedTuple

from qq_api.config.disk import set_aside
from qq_api.texts import Texts

FILE = "broker.db"

_TABLE = "CREATE TABLE IF NOT EXISTS cursor (stream TEXT PRIMARY KEY, sequence INTEGER NOT NULL, epoch TEXT NOT NULL)"
_SAVE = "INSERT OR REPLACE INTO cursor VALUES (?, ?, ?)"

_log = logging.getLogger(__name__)


class Place(NamedTuple):
    """The number of the last event that was handed on, and in which life of the stream (when it was made)."""

    sequence: int
    epoch: str


class Cursor:
    """Places in streams, used on one loop only.

    Memory is what counts: a file that cannot be written is told once, and reading goes on.

    Args:
        folder: where the file is; None for memory alone.
        texts: the words for the log.
    """

    def __init__(self, folder: Path | None, texts: Texts) -> None:
        self._path, self._texts, self._told = folder and folder / FILE, texts, False
        self._file = self._opened()
        rows = self._file.execute("SELECT stream, sequence, epoch FROM cursor").fetchall()
        self._places = {stream: Place(sequence, epoch) for stream, sequence, epoch in rows}

    def get(self, stream: str) -> Place | None:
        """Where we are in a stream; None when it was never read."""
        return self._places.get(stream)

    def set(self, stream: str, sequence: int, epoch: str) -> None:
        """Everything up to this number was handed on."""
        self._places[stream] = Place(sequence, epoch)
        try:
            self._file.execute(_SAVE, (stream, sequence, epoch))
        except sqlite3.Error as error:
            self._tell(error)

    def close(self) -> None:
        """Leave the file."""
        self._file.close()

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
        try:
            file = _open(path)
        except (sqlite3.Error, OSError):
            return self._without(error)
        _log.error(self._texts("broker.cursor_broken", path=path, aside=aside.name, reason=error))
        return file

    def _without(self, error: Exception) -> sqlite3.Connection:
        self._tell(error)
        return _open(":memory:")

    def _tell(self, error: Exception) -> None:
        if not self._told:
            self._told = True
            _log.error(self._texts("broker.cursor_unusable", path=self._path, reason=error))


def _open(path: Path | str) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=0.1, isolation_level=None)
    try:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL"):
            file.execute(f"PRAGMA {pragma}")
        if file.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("broken")
        file.execute(_TABLE)
        file.execute("SELECT stream, sequence, epoch FROM cursor").fetchall()
    except BaseException:
        file.close()
        raise
    return file
