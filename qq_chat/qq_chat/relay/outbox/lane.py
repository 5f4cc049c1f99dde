"""The lines that wait for one group, in their order. Computes only: the time is passed in, and nothing here waits."""

from collections import deque
from collections.abc import Sequence

from qq_chat.config.outbox import OutboxSettings
from qq_chat.relay.outbox.line import Line

SLOW = 1.0
"""Seconds after which a line that still waits is merged with others."""


class Lane:
    """First in, first out, bounded by number and age.

    Args:
        settings: the bounds, and how lines are merged.
    """

    def __init__(self, settings: OutboxSettings) -> None:
        self._settings = settings
        self._lines: deque[Line] = deque()

    def __len__(self) -> int:
        """How many lines wait."""
        return len(self._lines)

    def lines(self) -> list[Line]:
        """All that wait."""
        return list(self._lines)

    def put(self, line: Line) -> list[Line]:
        """Add a line behind the others; returns those that are too many now, the oldest."""
        self._lines.append(line)
        return [self._lines.popleft() for _ in range(len(self._lines) - self._settings.keep.lines)]

    def expired(self, now: float) -> list[Line]:
        """Take out those that are too old."""
        gone = []
        while self._lines and now - self._lines[0].since > self._settings.keep.minutes * 60:
            gone.append(self._lines.popleft())
        return gone

    def take(self, now: float, free: float) -> list[Line]:
        """Take out what the next message says; at least one line has to wait.

        Args:
            now: by the clock that only grows.
            free: how many messages may leave at once; where that is enough for all, each line has its own.
        """
        slow = len(self._lines) > free or now - self._lines[0].since > SLOW
        taken = [self._lines.popleft()]
        length = taken[0].length
        while self._lines:
            more = self._more(taken, self._lines[0], length, slow=slow)
            if more is None:
                break
            length += more
            taken.append(self._lines.popleft())
        return taken

    def take_one(self) -> list[Line]:
        """Take out a single line, to try."""
        return [self._lines.popleft()]

    def give_back(self, lines: Sequence[Line]) -> None:
        """These were not sent; they come first again."""
        self._lines.extendleft(reversed(lines))

    def _more(self, taken: list[Line], line: Line, length: int, *, slow: bool) -> int | None:
        """How many characters a line adds to a message; None when it must not be in it."""
        limits = self._settings.merge
        if self._settings.repeat_seconds and line.like(taken[-1]):
            return 0
        if not slow or len(taken) >= limits.lines or not (line.merges and taken[0].merges):
            return None
        return line.length + 1 if length + line.length + 1 <= limits.characters else None
