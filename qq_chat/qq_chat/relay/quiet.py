"""Groups whose chat is not relayed for a while. Computes only; no I/O."""

import time
from collections.abc import Callable


class Quiet:
    """Until when groups are quiet; a restart ends it.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[int, float] = {}

    def begin(self, group_id: int, seconds: float) -> None:
        """Relay nothing of and to a group for so long; 0 ends it."""
        self._until[group_id] = self._clock() + seconds

    def holds(self, group_id: int) -> bool:
        """Whether a group is quiet now."""
        return self._until.get(group_id, 0.0) > self._clock()
