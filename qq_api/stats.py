"""What a bot has done, in numbers. Computes only; no I/O."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

WINDOW = 60.0
"""Seconds over which the rate is taken."""

EVERY = 1.0
"""Seconds between two notes of how many events there were."""


class Stats:
    """Counters of one bot, on its loop.

    Args:
        clock: seconds that only grow.

    Attributes:
        actions: how many were called; `failures` of them failed, the last one as `last_failure` says.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kinds: defaultdict[str, int] = defaultdict(int)
        self.actions = self.failures = 0
        self.last_failure = ""
        self._notes: deque[tuple[float, int]] = deque([(clock(), 0)])

    def count(self, post_type: str) -> None:
        """An event of a kind was heard."""
        self._kinds[post_type] += 1

    def events_of(self, post_type: str) -> int:
        """How many events of a kind were heard."""
        return self._kinds.get(post_type, 0)

    @property
    def events(self) -> int:
        """How many events were heard."""
        return sum(self._kinds.values())

    def note(self) -> None:
        """Take note of the events so far; called now and then, so that no event has to look at the clock."""
        now = self._clock()
        if now - self._notes[-1][0] >= EVERY:
            self._notes.append((now, self.events))
        while len(self._notes) > 1 and self._notes[1][0] <= now - WINDOW:
            self._notes.popleft()

    def failure(self, words: str) -> None:
        """An action failed."""
        self.failures += 1
        self.last_failure = words

    def rate(self) -> float:
        """Events a second, over the last minute."""
        self.note()
        began, before = self._notes[0]
        return (self.events - before) / max(self._clock() - began, EVERY)
