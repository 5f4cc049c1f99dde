"""When a group is left alone for a while. Computes only: the time is passed in, and nothing here waits."""

from qq_chat.config.outbox import Breaker as Limits


class Breaker:
    """Opens after failures in a row, and lets one line try now and then until it succeeds.

    Args:
        limits: how many failures, how long it stays open.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._failures = 0
        self._pause = 0.0
        self._until = float("-inf")

    @property
    def is_open(self) -> bool:
        """Whether only single lines may try, and only after `wait`."""
        return self._pause > 0

    def wait(self, now: float) -> float:
        """Seconds until a line may try."""
        return max(0.0, self._until - now) if self.is_open else 0.0

    def failed(self, now: float, *, certain: bool) -> float:
        """A message failed; `certain` when the next one would fail, too (muted, removed from the group).

        Returns:
            Seconds for which the breaker is open now; 0 when it is not.
        """
        self._failures += 1
        if certain or self.is_open or self._failures >= self._limits.failures:
            self._pause = min(self._pause * 2 or self._limits.seconds, max(self._limits.at_most, self._limits.seconds))
            self._until = now + self._pause
        return self._pause

    def succeeded(self) -> bool:
        """A message was said; True when the breaker was open until now."""
        was_open = self.is_open
        self._failures, self._pause = 0, 0.0
        return was_open
