"""Where a line goes: a table whose first fitting row decides. Computes only; no I/O."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qq_chat.config.routing import LIFE, Route
from qq_chat.text.patterns import pattern
from qq_chat.text.template import Template


@dataclass(frozen=True)
class Goes:
    """A line that goes on.

    Attributes:
        text: of it, without the prefix that had to be there.
        template: the wording wanted for it; None for the usual one.
    """

    text: str
    template: Template | None


class Routes:
    """The routing table of one server.

    Args:
        rows: the owner's; the first that fits decides. `usual` comes behind them.
        server: its name.
        groups: all of ours.
    """

    def __init__(self, rows: Iterable[Route], server: str, groups: Iterable[int]) -> None:
        self._groups = [*groups]
        self._rows = [_Row(row) for row in rows if not row.servers or server in row.servers]

    def to_game(self, group_id: int, event: str, sender: Iterable[int | str], text: str) -> Goes | None:
        """What becomes of something that happened in a group; None when it is not shown in the game.

        Args:
            group_id: the group.
            event: one of `FromQQ`.
            sender: by what names they are known: number, player.
            text: what they said.
        """
        return self._way("to_game", group_id, event, {*map(str, sender)}, text)

    def to_qq(self, event: str, sender: Iterable[int | str], text: str) -> Iterator[tuple[int, Goes]]:
        """The groups that hear of something in the game, and how."""
        names = {*map(str, sender)}
        for group_id in self._groups:
            goes = self._way("to_qq", group_id, event, names, text)
            if goes is not None:
                yield group_id, goes

    def answer(self, group_id: int, sender: Iterable[int | str], text: str) -> Goes | None:
        """How a player's answer to a message of a group goes: as `!!qq` does, and where no row speaks of that, too."""
        names = {*map(str, sender)}
        row = self._row("to_qq", group_id, "qq", names, text)
        return row.passes(names, text) if row is not None else Goes(text, None)

    def _way(self, direction: str, group_id: int, event: str, sender: set[str], text: str) -> Goes | None:
        row = self._row(direction, group_id, event, sender, text)
        return row.passes(sender, text) if row is not None else None

    def _row(self, direction: str, group_id: int, event: str, sender: set[str], text: str) -> "_Row | None":
        fitting = (row for row in self._rows if row.fits(direction, group_id, event))
        return next((row for row in fitting if row.decides(sender, text)), None)


class _Row:
    def __init__(self, row: Route) -> None:
        self._row = row
        self._groups, self._events = {*row.groups}, {*map(str, row.events)}
        self._senders, self._not_senders = {*map(str, row.senders)}, {*map(str, row.not_senders)}
        self._wanted = pattern(row.pattern) if row.pattern else None
        self._unwanted = pattern(row.not_pattern) if row.not_pattern else None
        self._template = Template(row.template) if row.template else None

    def fits(self, direction: str, group_id: int, event: str) -> bool:
        return (
            self._row.direction in ("both", direction)
            and (not self._groups or group_id in self._groups)
            and (not self._events or event in self._events)
        )

    def decides(self, sender: set[str], text: str) -> bool:
        """A row that stops lines has no say about those that its filters leave out."""
        return not self._row.stop or self._filtered(sender, text) is not None

    def passes(self, sender: set[str], text: str) -> Goes | None:
        return None if self._row.stop else self._filtered(sender, text)

    def _filtered(self, sender: set[str], text: str) -> Goes | None:
        if not self._may(sender) or not text.startswith(self._row.prefix):
            return None
        if any(text.startswith(prefix) for prefix in self._row.not_prefix if prefix):
            return None
        text = text.removeprefix(self._row.prefix).lstrip() if self._row.prefix else text
        if (self._wanted and not self._wanted(text)) or (self._unwanted and self._unwanted(text)):
            return None
        return Goes(text, self._template)

    def _may(self, sender: set[str]) -> bool:
        return not sender & self._not_senders and (not self._senders or bool(sender & self._senders))


def usual(sync: list[int], main: list[int], manage: list[int]) -> list[Route]:
    """The rows that stand for `message_sync_groups`, `main_group` and `manage_groups`."""
    rows = [
        Route(groups=sync) if sync else None,
        Route(groups=main, events=["qq", *LIFE], direction="to_qq") if main else None,
        Route(groups=manage, events=[*LIFE], direction="to_qq") if manage else None,
    ]
    return [row for row in rows if row is not None]
