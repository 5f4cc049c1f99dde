"""How fast messages may leave. Computes only: the time is passed in, and nothing here waits."""

from dataclasses import dataclass
from typing import Protocol


class Limit(Protocol):
    """So many at once, then one each so many seconds."""

    @property
    def burst(self) -> int:
        """How many at once."""

    @property
    def seconds(self) -> float:
        """For one more."""


@dataclass(frozen=True)
class Slow:
    """A limit that is slow enough for the official platform: 20 messages a minute in each group."""

    burst: int
    seconds: float


OFFICIAL = 10**12
"""Groups of the official platform have greater numbers, QQ's own smaller ones."""


def pace_of(group_id: int, wanted: Limit) -> Limit:
    """How fast messages may leave for a group: as the owner wants, and slower where the platform wants that."""
    return wanted if group_id < OFFICIAL else Slow(min(wanted.burst, 5), max(wanted.seconds, 3.0))


class Bucket:
    """A token bucket, kept as the moment at which it is full again.

    Args:
        limit: its size, and how fast it fills.
    """

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._full_at = float("-inf")

    def free(self, now: float) -> float:
        """How many may leave at once; below 1 the next one has to wait."""
        limit = self._limit
        return limit.burst - max(0.0, self._full_at - now) / limit.seconds if limit.seconds else float(limit.burst)

    def wait(self, now: float) -> float:
        """Seconds until the next one may leave."""
        return max(0.0, self._full_at - now - (self._limit.burst - 1) * self._limit.seconds)

    def take(self, now: float) -> None:
        """One leaves now."""
        self._full_at = max(self._full_at, now) + self._limit.seconds
