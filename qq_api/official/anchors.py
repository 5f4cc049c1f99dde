"""What a reply may hang on: the platform lets a bot speak freely only in answer to something. Computes only; no I/O.

A message or an event that came from a place allows some replies there for some time. The platform counts; what is
written down here only decides what is tried first. Its refusal is the truth: the anchor is dead.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from qq_api.official.scenes import Scene, Target

Field: TypeAlias = Literal["msg_id", "event_id"]

SECONDS: dict[Scene, float] = {"group": 300, "c2c": 3600, "channel": 300, "dms": 300}
"""For how long (the platform's table of limits, 2026-09)."""
REPLIES: dict[Scene, int] = {"group": 5, "c2c": 4, "channel": 5, "dms": 5}
"""How many."""
RESERVED_SECONDS = 60.0
"""How long replies are kept for what answers: commands are answered at once."""
KEPT = 20
"""Anchors remembered of one place."""
PLACES = 5000
"""Places remembered."""


@dataclass
class Anchor:
    """One thing to reply to.

    Attributes:
        field: the parameter that carries its id.
        until: when it ends, by the clock of `Anchors`.
        replies: how many replies it allows, as far as is known.
        used: how many there were.
        next_seq: the `msg_seq` of the next; two replies with the same are taken for one by the platform.
    """

    field: Field
    id: str
    until: float
    replies: int
    used: int = 0
    next_seq: int = 1
    dead: bool = False

    def take(self) -> int:
        """A `msg_seq` that no other reply has."""
        self.next_seq += 1
        return self.next_seq - 1


class Anchors:
    """What the places of one bot allow.

    Args:
        clock: seconds that only grow.
        reserve: how many replies of each anchor are kept for answers, for a minute.
    """

    def __init__(self, clock: Callable[[], float], reserve: int = 1) -> None:
        self._clock, self._reserve = clock, reserve
        self._of: OrderedDict[Target, list[Anchor]] = OrderedDict()

    def add(self, where: Target, field: Field, anchor_id: str, *, age: float = 0, next_seq: int = 1) -> None:
        """Something came that can be replied to.

        Args:
            where: from where.
            field: what its id is.
            anchor_id: its id; without one it is no anchor.
            age: seconds since.
            next_seq: the first `msg_seq` that is surely free.
        """
        if not anchor_id or age >= SECONDS[where.scene] or self.find(where, anchor_id):
            return
        until = self._clock() - age + SECONDS[where.scene]
        anchors = self._of.setdefault(where, [])
        anchors.append(Anchor(field, anchor_id, until, REPLIES[where.scene], next_seq=next_seq))
        del anchors[:-KEPT]
        self._of.move_to_end(where)
        while len(self._of) > PLACES:
            self._of.popitem(last=False)

    def find(self, where: Target, anchor_id: str) -> Anchor | None:
        """The anchor with an id."""
        return next((one for one in self._of.get(where, ()) if one.id == anchor_id), None)

    def candidates(self, where: Target, answers: str = "") -> Iterator[Anchor]:
        """What a message may hang on, best first: what it answers, then the newest with replies left, then the rest.

        Args:
            where: where it goes.
            answers: the id of what it answers; such a message may take a reply that is kept for answers.
        """
        alive = [one for one in reversed(self._of.get(where, ())) if not one.dead and one.until > self._clock()]
        alive.sort(key=lambda one: (one.id != answers, one.used >= one.replies))  # stable: newest first within each
        return (one for one in alive if answers or not self._is_reserved(where, one))

    def _is_reserved(self, where: Target, one: Anchor) -> bool:
        """Whether only its last replies are left, and somebody may still want to answer."""
        is_new = one.until - self._clock() > SECONDS[where.scene] - RESERVED_SECONDS
        return is_new and one.replies - self._reserve <= one.used < one.replies
