"""Who made the server do what, kept in the database and told in the log."""

import logging
import time

from qq_chat.database import Database
from qq_chat.people.rights import Person
from qq_chat.text.words import for_qq

KEPT = 10_000
"""The newest rows stay."""


class Audit:
    """A book of what was done.

    Args:
        database: keeps it.
        log: hears of each entry, as one line whatever the names in it.
    """

    def __init__(self, database: Database, log: logging.Logger) -> None:
        self._database, self._log = database, log

    def note(self, person: Person, command: str, outcome: str) -> None:
        """Somebody wanted something done; `outcome` is `done`, `denied`, `asked` (if it is meant) or `confirmed`."""
        name, line = for_qq(person.name, 60), for_qq(command, 300)
        place = "private" if person.group_id is None else f"group {person.group_id}"
        self._log.info("QQ %s (%s, %s): %s -> %s", person.user_id, name, place, line, outcome)
        row = (time.time(), person.user_id, person.group_id, name, line, outcome)
        with self._database.writing() as file:
            file.execute(
                "INSERT INTO audit (at, user_id, group_id, name, command, outcome) VALUES (?, ?, ?, ?, ?, ?)", row
            )
            file.execute("DELETE FROM audit WHERE number <= (SELECT max(number) FROM audit) - ?", (KEPT,))

    def newest(self, count: int, skip: int = 0) -> list[tuple[float, int, str, str, str]]:
        """When, who (number and name), what and its outcome; the newest first."""
        rows = self._database.read(
            "SELECT at, user_id, name, command, outcome FROM audit ORDER BY number DESC LIMIT ? OFFSET ?", (count, skip)
        )
        return [(at, user_id, name, command, outcome) for at, user_id, name, command, outcome in rows]
