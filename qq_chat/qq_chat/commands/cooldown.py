"""How often somebody may ask. Computes only; no I/O."""

import time
from collections import deque
from collections.abc import Callable

MINUTE = 60.0
MANY = 1_000
"""So many people and commands are remembered; then those whose time is over are forgotten."""


class Cooldowns:
    """When each person may give each command again.

    Args:
        per_minute: how many commands one person may give within a minute.
        clock: seconds that only grow.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute, self._clock = per_minute, clock
        self._until: dict[tuple[str, int], float] = {}
        self._asked: dict[int, deque[float]] = {}

    def wait(self, name: str, user_id: int, cooldown: float) -> float:
        """Seconds until a person may give a command; 0 lets them, and counts it."""
        now = self._clock()
        asked = self._asked.setdefault(user_id, deque(maxlen=self._per_minute))
        until = [self._until.get((name, user_id), now)]
        if len(asked) == self._per_minute:
            until.append(asked[0] + MINUTE)
        if max(until) > now:
            return max(until) - now
        asked.append(now)
        self._until[name, user_id] = now + cooldown
        self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        if len(self._until) > MANY:
            self._until = {key: until for key, until in self._until.items() if until > now}
        if len(self._asked) > MANY:
            self._asked = {user_id: asked for user_id, asked in self._asked.items() if now - asked[-1] < MINUTE}
