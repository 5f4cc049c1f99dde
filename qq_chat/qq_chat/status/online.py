"""Who is online, as the console tells it. Computes only; no I/O."""

import re
from collections.abc import Callable, Iterable

# There are 2 of a max of 20 players online: Steve, Alex      (1.13 and later)
# There are 2/20 players online: Steve, Alex                  (before)
_LIST = re.compile(r"There are (\d+)(?: of a max(?: of)? |/)\d+ players online:(.*)")

_UUID = re.compile(r" \([0-9a-f-]{36}\)")
_MARKS = re.compile(r"\[[^\[\]]*\]|<[^<>]*>")  # "[Admin] Steve": teams' and plugins'
_NAME = re.compile(r"[^\s\[\]<>]{1,40}|[.*][^\[\]<>]{1,40}")  # Floodgate's may have blanks: ".Pocket Steve"


class Online:
    """The players online.

    Args:
        players: who is known to be online already.

    Attributes:
        players: all of them.
        is_hidden: whether nobody shall know that a player is there.
    """

    def __init__(self, players: Iterable[str] = ()) -> None:
        self.players: list[str] = list(players)
        self.is_hidden: Callable[[str], bool] = lambda _player: False

    @property
    def seen(self) -> list[str]:
        """Those that others may know of."""
        return [player for player in self.players if not self.is_hidden(player)]

    def joined(self, player: str) -> None:
        """Somebody came."""
        if player not in self.players:
            self.players.append(player)

    def left(self, player: str) -> None:
        """Somebody went."""
        if player in self.players:
            self.players.remove(player)

    def clear(self) -> None:
        """The server started or stopped."""
        self.players.clear()

    def read(self, content: str) -> None:
        """A line of the console; the answer to `list` is the truth."""
        match = _LIST.fullmatch(content)
        if match is None:
            return
        names = [name.strip() for name in _UUID.sub("", match[2]).split(",") if name.strip()]
        if len(names) == int(match[1]):
            bare = (_MARKS.sub("", name).strip() for name in names)
            self.players = [name for name in bare if _NAME.fullmatch(name)]


def grouped(players: Iterable[str], patterns: dict[str, str], others: str) -> dict[str, list[str]]:
    """Players by the first pattern that fits, those that fit none last, as `others`; empty groups left out."""
    groups: dict[str, list[str]] = {name: [] for name in [*patterns, others]}
    for player in players:
        fitting = (name for name, pattern in patterns.items() if re.match(pattern, player))
        groups[next(fitting, others)].append(player)
    return {name: members for name, members in groups.items() if members}
