"""When to stop reading, because listeners fall behind: pressure goes back to QQ, and nothing that came is lost."""

import asyncio
from collections.abc import Callable

HIGH, LOW = 4000, 1000
"""What may wait before reading stops, and when it goes on."""

MOST = 10 * HIGH
"""What may wait while an answer is awaited, which can lie behind any number of events."""


class Flow:
    """The gate of all readers of one bot, on its loop.

    Whatever makes events wait reports how many; readers call `wait` after each.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, int] = {}
        self._stopped = False
        self._for_good = False
        self._changed = asyncio.Event()

    @property
    def stopped(self) -> bool:
        """Whether listeners are behind."""
        return self._stopped

    def report(self, source: str, waiting: int) -> None:
        """Say how many events wait at one place."""
        self._waiting[source] = waiting
        total = sum(self._waiting.values())
        self._stopped = not self._for_good and (total >= HIGH or (self._stopped and total > LOW))
        self.wake()

    def open(self) -> None:
        """Let everything through from now on: the bot closes, and what was read must still get out."""
        self._for_good, self._stopped = True, False
        self.wake()

    def wake(self) -> None:
        """Something changed that a waiting reader may be interested in."""
        self._changed.set()

    async def wait(self, is_urgent: Callable[[], bool] = lambda: False) -> None:
        """Wait until one more may be read.

        Args:
            is_urgent: whether the reader waits for an answer. It must go on then: a listener that waits for that
                answer could never finish otherwise.
        """
        while self._stopped and not (is_urgent() and sum(self._waiting.values()) < MOST):
            self._changed.clear()
            await self._changed.wait()
