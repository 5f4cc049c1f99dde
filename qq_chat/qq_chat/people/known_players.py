"""Everybody who ever played here, kept in SQLite."""

from collections.abc import Iterable

from qq_chat.database import Database


class KnownPlayers:
    """The names of all players there ever were.

    Args:
        database: keeps them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> list[str]:
        """All of them."""
        return [name for (name,) in self._database.read("SELECT name FROM players ORDER BY name")]

    def save(self, names: Iterable[str]) -> None:
        """Keep them, and those that were kept before."""
        with self._database.writing() as file:
            file.executemany("INSERT OR IGNORE INTO players (name) VALUES (?)", ((name,) for name in names))
