"""What a bot has done, in numbers. Computes only; no I/O."""

import time
from collections import Counter, deque
from collections.abc import Callable

WINDOW = 60
"""Seconds over which the rate is taken."""


class Stats:
    """Counters of one bot, on its loop.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.events = self.actions = self.failures = 0
        self.last_failure = ""
        self._kinds: Counter[str] = Counter()
        self._seconds: deque[tuple[int, int]] = deque(maxlen=WINDOW)

    def count(self, post_type: str) -> None:
        """An event of a kind was heard."""
        self.events += 1
        self._kinds[post_type] += 1
        now = int(self._clock())
        if self._seconds and self._seconds[-1][0] == now:
            self._seconds[-1] = (now, self._seconds[-1][1] + 1)
        else:
            self._seconds.append((now, 1))

    def events_of(self, post_type: str) -> int:
        """How many events of a kind were heard."""
        return self._kinds[post_type]

    def failure(self, words: str) -> None:
        """An action failed."""
        self.failures += 1
        self.last_failure = words

    def rate(self) -> float:
        """Events a second, over the last minute."""
        oldest = self._clock() - WINDOW
        return sum(count for second, count in self._seconds if second > oldest) / WINDOW
