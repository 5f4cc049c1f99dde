"""When to stop reading, because listeners fall behind: pressure goes back to QQ, and nothing that came is lost."""

from collections.abc import Callable

HIGH, LOW = 4000, 1000
"""What may wait before reading stops, and when it goes on."""

MOST = 10 * HIGH
"""What may wait while an answer is awaited, which can lie behind any number of events."""


class Flow:
    """The gate of all readers of one bot, on its loop.

    Attributes:
        sources: say how many events wait at one place.
        gates: readers; each is called when reading may have to stop or may go on.
        stopped: whether listeners are behind.
    """

    def __init__(self) -> None:
        self.sources: list[Callable[[], int]] = []
        self.gates: set[Callable[[], None]] = set()
        self.stopped = False
        self._waiting = 0
        self._for_good = False

    def check(self) -> bool:
        """Count what waits, and tell the readers; returns `stopped`. Called after each read, and when less waits."""
        self._waiting = sum(source() for source in self.sources)
        limit = LOW + 1 if self.stopped else HIGH
        was_stopped, self.stopped = self.stopped, self._waiting >= limit and not self._for_good
        if self.stopped or was_stopped:
            for gate in list(self.gates):
                gate()
        return self.stopped

    def may_read(self, *, is_urgent: bool = False) -> bool:
        """Whether one may read on.

        Args:
            is_urgent: the reader waits for an answer. It must go on then: a listener that waits for that answer could
                never finish otherwise.
        """
        return not self.stopped or (is_urgent and self._waiting < MOST)

    def open(self) -> None:
        """Let everything through from now on: the bot closes, and what was read must still get out."""
        self._for_good = True
        self.check()
