"""A bounded queue that forgets the oldest, and says so once."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Backlog(Generic[T]):
    """Waits for one taker, on one event loop. Full, it drops its oldest item and logs that once, until it was empty.

    Args:
        name: whose backlog it is, for the log.
        limit: how many items it holds.
    """

    def __init__(self, name: str, limit: int) -> None:
        self._name, self._limit = name, limit
        self._items: deque[T] = deque()
        self._filled = asyncio.Event()
        self.dropped = 0
        self._told = False

    def put(self, item: T) -> None:
        """Add an item; never waits."""
        if len(self._items) >= self._limit:
            self._items.popleft()
            self._tell()
        self._items.append(item)
        self._filled.set()

    def _tell(self) -> None:
        self.dropped += 1
        if not self._told:
            self._told = True
            _log.warning(
                "%s falls behind: of more than %d waiting items the oldest are dropped", self._name, self._limit
            )

    def put_first(self, item: T) -> None:
        """Add an item before all that wait: it goes first, or could not be handed on and is tried again."""
        self._items.appendleft(item)
        self._filled.set()

    async def get(self) -> T:
        """The oldest item, as soon as there is one."""
        while not self._items:
            self._filled.clear()
            await self._filled.wait()
        item = self._items.popleft()
        self._told = self._told and bool(self._items)
        return item

    def take(self, most: int, wanted: Callable[[T], bool]) -> list[T]:
        """The oldest items, so many at most, as long as they are wanted; none when nothing waits."""
        taken: list[T] = []
        while self._items and len(taken) < most and wanted(self._items[0]):
            taken.append(self._items.popleft())
        self._told = self._told and bool(self._items)
        return taken

    def drain(self) -> list[T]:
        """Take all that waits."""
        items = list(self._items)
        self._items.clear()
        return items

    def __len__(self) -> int:
        return len(self._items)
