"""Things that become ready at any time, and are handed on in the order in which they came. On one event loop."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class InTurn(Generic[T]):
    """Queues, one for each key: of a group, no line overtakes another.

    Args:
        take: gets each, as soon as all before it were handed on.
    """

    def __init__(self, take: Callable[[T], None]) -> None:
        self._take = take
        self._queues: dict[Hashable, deque[asyncio.Future[T]]] = {}

    def add(self, key: Hashable, work: Awaitable[T] | T) -> None:
        """Add something, or what will bring it; work that fails or is cancelled brings nothing."""
        if not isinstance(work, Awaitable):
            if key not in self._queues:
                self._take(work)
                return
            ready: asyncio.Future[T] = asyncio.get_running_loop().create_future()
            ready.set_result(work)
            work = ready
        future = asyncio.ensure_future(work)
        self._queues.setdefault(key, deque()).append(future)
        future.add_done_callback(lambda _: self._go_on(key))

    def _go_on(self, key: Hashable) -> None:
        queue = self._queues.get(key, deque())
        while queue and queue[0].done():
            first = queue.popleft()
            if not first.cancelled() and first.exception() is None:
                self._take(first.result())
        if not queue:
            self._queues.pop(key, None)
