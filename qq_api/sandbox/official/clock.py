"""The platform's clock, which tests can move. Computes only; no I/O."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


class Clock:
    """Seconds since 1970.

    >>> clock = Clock(lambda: 1784600000)
    >>> clock.move(3600)
    >>> clock.now(), clock.iso(clock.now())
    (1784603600, '2026-07-21T11:13:20+08:00')

    Args:
        time: the time that it goes by.
    """

    def __init__(self, time: Callable[[], float]) -> None:
        self._time, self._moved = time, 0.0

    def now(self) -> float:
        """The time."""
        return self._time() + self._moved

    def move(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        self._moved += seconds

    def iso(self, when: float) -> str:
        """A time as the platform writes it: `2026-07-21T10:30:00+08:00`."""
        return datetime.fromtimestamp(int(when), CHINA).isoformat()

    def seconds(self, iso: str) -> float:
        """A time as somebody wrote it (RFC 3339), in seconds since 1970; ValueError where it is none."""
        return datetime.fromisoformat(iso.replace("Z", "+00:00")).timestamp()
