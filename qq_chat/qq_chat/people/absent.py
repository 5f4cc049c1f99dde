"""Who left our groups, and since when; kept in the database."""

import time
from collections.abc import Callable

from qq_chat.database import Database


class Absent:
    """Those who left.

    Args:
        database: keeps them.
        clock: seconds since 1970.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def left(self, user_id: int) -> None:
        """Somebody left; the first time counts."""
        self._database.write("INSERT OR IGNORE INTO absent (user_id, since) VALUES (?, ?)", (user_id, self._clock()))

    def came(self, user_id: int) -> bool:
        """Somebody is there (again); whether they had been taken off the whitelist meanwhile."""
        rows = self._database.read("SELECT taken_off FROM absent WHERE user_id = ?", (user_id,))
        self._database.write("DELETE FROM absent WHERE user_id = ?", (user_id,))
        return bool(rows and rows[0][0])

    def taken_off(self, user_id: int) -> None:
        """Their grace is over, and it was done."""
        self._database.write("UPDATE absent SET taken_off = 1 WHERE user_id = ?", (user_id,))

    def due(self, grace: float) -> list[int]:
        """Those who left so many seconds ago, and of whom nothing was done yet."""
        rows = self._database.read(
            "SELECT user_id FROM absent WHERE taken_off = 0 AND since <= ? ORDER BY since", (self._clock() - grace,)
        )
        return [user_id for (user_id,) in rows]
