"""Everybody who ever played here, kept in SQLite."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path


class KnownPlayers:
    """The names of all players there ever were.

    Args:
        path: the database; made where it is missing.

    Raises:
        sqlite3.Error: it cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(sqlite3.connect(path, timeout=5)) as there, there:
            there.execute("PRAGMA journal_mode=WAL")
            there.execute("CREATE TABLE IF NOT EXISTS players (name TEXT PRIMARY KEY)")

    def names(self) -> list[str]:
        """All of them."""
        with closing(sqlite3.connect(self._path, timeout=5)) as there:
            return [name for (name,) in there.execute("SELECT name FROM players ORDER BY name")]

    def save(self, names: Iterable[str]) -> None:
        """Keep them, and those that were kept before."""
        with closing(sqlite3.connect(self._path, timeout=5)) as there, there:
            there.executemany("INSERT OR IGNORE INTO players VALUES (?)", ((name,) for name in names))
