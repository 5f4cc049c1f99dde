"""What the owner hears of bad spells: each thing once, until something was said again."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qq_api import Texts
from qq_chat.relay.outbox.outcome import Cause

_CAUSES: dict[Cause, str] = {
    "muted": "outbox.cause.muted",
    "removed": "outbox.cause.removed",
    "risk": "outbox.cause.risk",
    "other": "outbox.cause.other",
}


@dataclass(frozen=True)
class Trouble:
    """A group takes nothing any more; told once, until it does again.

    Attributes:
        group_id: which.
        cause: muted, removed (from the group), risk (风控), or other.
        why: in the words of QQ's side.
        waiting: how many lines wait for it.
        seconds: until the next try.
    """

    group_id: int
    cause: Cause
    why: str
    waiting: int
    seconds: float


OnTrouble = Callable[[str], None]
"""Hears, in words, what the owner should know even who reads no log."""


class Teller:
    """Tells the log, and whoever wants to hear of troubles.

    Args:
        texts, log: the words, and where they go.
        on_trouble: called on the bot's loop; it must not wait.
    """

    def __init__(self, texts: Texts, log: logging.Logger, on_trouble: OnTrouble | None = None) -> None:
        self._texts, self._log, self._on_trouble = texts, log, on_trouble
        self._told: set[tuple[str, int]] = set()
        self._dropped: dict[int, int] = {}
        self._overfull: set[int] = set()

    def away(self, why: str) -> None:
        """Nobody is there to send anything."""
        self._once(("outbox.away", 0), reason=why)

    def unknown(self, group_id: int, why: str) -> None:
        """Nobody knows whether a message was said."""
        self._once(("outbox.unknown", group_id), group=group_id, reason=why)

    def refused(self, group_id: int, why: str) -> None:
        """A message was not said."""
        self._once(("outbox.failed", group_id), group=group_id, reason=why)

    def trouble(self, trouble: Trouble) -> None:
        """A group is left alone for a while."""
        place = ("outbox.left_alone", trouble.group_id)
        if place in self._told:
            return
        words = self._once(
            place,
            group=trouble.group_id,
            cause=self._texts(_CAUSES[trouble.cause]),
            reason=trouble.why,
            seconds=round(trouble.seconds),
        )
        self._alarm(words)

    def recovered(self, group_id: int) -> None:
        """A group that was left alone took a message again."""
        self._log.info(self._texts("outbox.recovered", group=group_id))

    def said(self, group_id: int) -> None:
        """A message was said: the bad spell is over."""
        if self._told:
            self._told -= {place for place in self._told if place[1] in (0, group_id)}
        self.tell_dropped(group_id)

    def dropped(self, group_id: int, count: int) -> None:
        """Lines were given up; how many is told when the bad spell is over."""
        if count:
            self._dropped[group_id] = self._dropped.get(group_id, 0) + count

    def tell_dropped(self, group_id: int) -> None:
        """Tell how many lines of a group were given up since the last time."""
        count = self._dropped.pop(group_id, 0) if self._dropped else 0
        if not count:
            return
        words = self._texts("outbox.lost", group=group_id, count=count)
        self._log.warning(words)
        if group_id not in self._overfull:
            self._overfull.add(group_id)
            self._alarm(words)

    def rests(self, group_id: int) -> None:
        """Nothing waits for a group any more: what is given up from now on is another bad spell."""
        self.tell_dropped(group_id)
        self._overfull.discard(group_id)

    def tell_all_dropped(self) -> None:
        """The same for every group: there is no later."""
        for group_id in list(self._dropped):
            self.tell_dropped(group_id)

    def _once(self, place: tuple[str, int], **values: Any) -> str:
        words = self._texts(place[0], **values)
        if place not in self._told:
            self._told.add(place)
            self._log.warning(words)
        return words

    def _alarm(self, words: str) -> None:
        if self._on_trouble is None:
            return
        try:
            self._on_trouble(words)
        except Exception:  # noqa: BLE001  (the boundary to whoever wants to hear)
            self._log.exception("on_trouble failed")
