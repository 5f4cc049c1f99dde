"""What was changed for whom and why, so that it can be looked up and undone; kept in the database."""

import time
from dataclasses import dataclass
from typing import Literal, TypeAlias

from qq_chat.database import Database

Deed: TypeAlias = Literal["add", "remove", "ban", "pardon", "unbind"]
"""What was done about a player."""

State: TypeAlias = Literal["done", "waiting", "dry", "undone"]
"""Whether it was: `waiting` for the server to start, `dry` when it would have been done."""

KEPT = 10_000


@dataclass(frozen=True)
class Entry:
    """One change.

    Attributes:
        number: counts up.
        at: seconds since 1970.
        deed, player: what was done about whom.
        user_id: whose player it is; None where nobody's.
        why: `bound`, `unbound`, `left`, `back`, `kicked`, or who wanted it.
        state: whether it was done.
    """

    number: int
    at: float
    deed: Deed
    player: str
    user_id: int | None
    why: str
    state: State


class Journal:
    """All changes, the newest ten thousand.

    Args:
        database: keeps them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, deed: Deed, player: str, user_id: int | None, why: str, state: State) -> int:
        """Something was changed; returns its number."""
        with self._database.writing() as file:
            row = (time.time(), deed, player, user_id, why, state)
            done = file.execute(
                "INSERT INTO journal (at, deed, player, user_id, why, state) VALUES (?, ?, ?, ?, ?, ?)", row
            )
            file.execute("DELETE FROM journal WHERE number <= ?", ((done.lastrowid or 0) - KEPT,))
            return done.lastrowid or 0

    def set_state(self, number: int, state: State) -> None:
        """It was done meanwhile, or undone."""
        self._database.write("UPDATE journal SET state = ? WHERE number = ?", (state, number))

    def entry(self, number: int) -> Entry | None:
        """One of them."""
        return next(iter(self._entries("number = ?", number)), None)

    def newest(self, count: int, skip: int = 0) -> list[Entry]:
        """The newest first."""
        return self._entries("1 ORDER BY number DESC LIMIT ? OFFSET ?", count, skip)

    def waiting(self) -> list[Entry]:
        """What is to be done when the server starts, in its order."""
        return self._entries("state = 'waiting' ORDER BY number")

    def last_of(self, player: str) -> Entry | None:
        """The newest about a player's place on the whitelist that was done, or will be."""
        found = self._entries(
            "player = ? COLLATE NOCASE AND deed IN ('add', 'remove') AND state IN ('done', 'waiting')"
            " ORDER BY number DESC LIMIT 1",
            player,
        )
        return next(iter(found), None)

    def _entries(self, where: str, *values: object) -> list[Entry]:
        sql = f"SELECT number, at, deed, player, user_id, why, state FROM journal WHERE {where}"  # noqa: S608  (ours)
        return [Entry(*row) for row in self._database.read(sql, values)]
