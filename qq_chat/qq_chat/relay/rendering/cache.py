"""What was looked up, bounded by number and age. Computes only; no I/O."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Cache(Generic[Value]):
    """Keeps values for a while; when it is full, the one that was stored longest ago goes.

    Args:
        most: how many.
        seconds: how long.
        clock: seconds that only grow.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: OrderedDict[Hashable, tuple[float, Value]] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        """What is known, unless it is too old."""
        end, value = self._kept.get(key, (0.0, None))
        return value if end > self._clock() else None

    def put(self, key: Hashable, value: Value, seconds: float | None = None) -> None:
        """Keep a value.

        Args:
            key: what it is found by.
            value: not None.
            seconds: for how long; the cache's own time when not given.
        """
        self._kept.pop(key, None)
        self._kept[key] = (self._clock() + (self._seconds if seconds is None else seconds), value)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)
