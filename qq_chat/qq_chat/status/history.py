"""The last day of the server, measured now and then, and how long each player played; kept in the database."""

import time
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass

from qq_chat.database import Database

DAY = 86_400.0


@dataclass(frozen=True)
class Sample:
    """The server at one moment; None is what nobody could say."""

    at: float
    players: int
    tps: float | None
    mspt: float | None
    cpu: float
    memory: float


class History:
    """The measurements of the last day.

    Args:
        database: keeps them.
        clock: seconds since 1970.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def put(self, sample: Sample) -> None:
        """One more; those older than a day go."""
        with self._database.writing() as file:
            file.execute("INSERT OR REPLACE INTO samples VALUES (?, ?, ?, ?, ?, ?)", astuple(sample))
            file.execute("DELETE FROM samples WHERE at < ?", (self._clock() - DAY,))

    def day(self) -> list[Sample]:
        """All of them, the oldest first."""
        rows = self._database.read("SELECT * FROM samples WHERE at >= ? ORDER BY at", (self._clock() - DAY,))
        return [Sample(*row) for row in rows]


@dataclass(frozen=True)
class Played:
    """One player's time here.

    Attributes:
        name: theirs, as last seen.
        first_seen, last_seen: seconds since 1970; None for before anybody counted.
        seconds: played since then.
    """

    name: str
    first_seen: float | None
    last_seen: float | None
    seconds: float


class Players:
    """How long players played.

    Args:
        database: keeps it.
        clock: seconds since 1970.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock
        self._since: dict[str, float] = {}

    def are_online(self, players: Iterable[str]) -> None:
        """Who is online now; what those played since the last call counts."""
        now, here = self._clock(), {*players}
        with self._database.writing() as file:
            for player in self._since.keys() | here:
                played = max(0.0, now - self._since[player]) if player in self._since else 0.0
                file.execute(
                    "INSERT INTO players (name, first_seen, last_seen, played) VALUES (?1, ?2, ?2, ?3)"
                    " ON CONFLICT (name) DO UPDATE SET last_seen = ?2, played = played + ?3",
                    (player, now, played),
                )
        self._since = dict.fromkeys(here, now)

    def of(self, player: str) -> Played | None:
        """One of them, whatever the case of the name."""
        rows = self._database.read(
            "SELECT name, first_seen, last_seen, played FROM players WHERE name = ? COLLATE NOCASE"
            " ORDER BY last_seen DESC NULLS LAST LIMIT 1",
            (player,),
        )
        return Played(*rows[0]) if rows else None
