"""What each player wants to see and hear of QQ, kept in SQLite."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qq_chat.database import Database

WAYS = ("sound", "title", "actionbar")
"""How a player may be rung for when somebody in QQ means them."""


@dataclass(frozen=True)
class Wishes:
    """A player's.

    Attributes:
        mute: lines from QQ are not shown to them.
        ring: ways in which they are rung for; None as the owner says.
    """

    mute: bool = False
    ring: frozenset[str] | None = None


class Preferences:
    """The wishes of all players; players are the same whatever the case of their names.

    Args:
        database: keeps them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        rows = database.read("SELECT player, mute, ring FROM wishes")
        self._wishes = {player: Wishes(bool(mute), _ways(ring)) for player, mute, ring in rows}

    def of(self, player: str) -> Wishes:
        """What a player wants."""
        return self._wishes.get(player.lower(), Wishes())

    def mute(self, player: str, mute: bool) -> None:
        """Show a player the lines from QQ, or not."""
        self._keep(player, replace(self.of(player), mute=mute))

    def ring(self, player: str, way: str, wanted: bool, usual: Iterable[str]) -> None:
        """Ring for a player in one way, or not.

        Args:
            player: whom.
            way: one of `WAYS`.
            wanted: or not.
            usual: the owner's ways, which count until a player says otherwise.
        """
        now = self.of(player).ring
        ways = {*(usual if now is None else now)} - {way} | ({way} if wanted else set())
        self._keep(player, replace(self.of(player), ring=frozenset(ways)))

    def _keep(self, player: str, wishes: Wishes) -> None:
        self._wishes[player.lower()] = wishes
        ring = None if wishes.ring is None else ",".join(sorted(wishes.ring))
        self._database.write("REPLACE INTO wishes VALUES (?, ?, ?)", (player.lower(), wishes.mute, ring))

    def deaf(self, players: Iterable[str]) -> list[str]:
        """Those of the players to whom lines from QQ are not shown."""
        return [player for player in players if self.of(player).mute]


def _ways(ring: str | None) -> frozenset[str] | None:
    return None if ring is None else frozenset(ring.split(",")) & frozenset(WAYS)
