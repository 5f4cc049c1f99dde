"""Dangerous things are asked for twice. Computes only; no I/O."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
Who = tuple[int, "int | None"]
"""A QQ number, and the group where they spoke."""


class Confirmations(Generic[T]):
    """What waits for a yes: for each person and place the newest.

    Args:
        seconds: how long.
        clock: seconds that only grow.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._waiting: dict[Who, tuple[T, float]] = {}

    def ask(self, who: Who, what: T) -> None:
        """Keep something until the same person confirms it in the same place."""
        now = self._clock()
        self._waiting = {one: (kept, until) for one, (kept, until) in self._waiting.items() if until > now}
        self._waiting[who] = (what, now + self._seconds)

    def take(self, who: Who) -> T | None:
        """What somebody confirmed, once; None when nothing waits."""
        what, until = self._waiting.pop(who, (None, 0.0))
        return what if until > self._clock() else None
