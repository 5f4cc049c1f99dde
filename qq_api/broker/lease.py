"""Which bridge has an account: a lease at the broker, which by our own clock is over earlier than there."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from typing import Any

from qq_api.broker.keys import Keys
from qq_api.broker.streams import TROUBLE

TTL = 10
"""Seconds that a lease lasts where nobody renews it."""


GROWN_SECONDS = 15.0
"""After that a bridge has heard all that matters."""


def awake() -> float:
    """Seconds that only grow, those included that the machine slept."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()


class Lease:
    """The lease of one account, for one bridge.

    Args:
        owners: the bucket.
        self_id: the account.
        me: this life of this bridge; no other has the same.
        ttl: seconds, whole ones (the broker knows no others), at least 2.
        clock: seconds that only grow.

    Attributes:
        other: who else had it when we last saw, or "".
        late: whether somebody had it before we came: whoever else was there then has heard more than we.
    """

    def __init__(
        self, owners: Keys, self_id: Any, me: str, *, ttl: int = TTL, clock: Callable[[], float] = awake
    ) -> None:
        self._owners, self._key, self._me, self._ttl, self._clock = owners, str(self_id), me, ttl, clock
        self._until, self._born = 0.0, clock()
        self._free: float | None = None
        self._revision: int | None = None
        self.other, self.late = "", False

    @property
    def held(self) -> bool:
        """Whether it is ours, for sure: over a tenth of its time before it is over at the broker."""
        return self._clock() < self._until

    @property
    def pause(self) -> float:
        """Seconds until the next look: to renew it, to notice its end, or to see whether it is free now."""
        return min(self._ttl * 0.3, self._left()) if self.held else self._ttl * 0.1

    async def look(self) -> bool:
        """Renew it, or claim it where nobody has it; whether it is ours now."""
        with contextlib.suppress(*TROUBLE):  # it may have gone well all the same; the next look shows it
            await asyncio.wait_for(self._look(), self._left() if self.held else self._ttl * 0.3)
        return self.held

    def _left(self) -> float:
        return max(self._until - self._clock(), 0.05)

    async def _look(self) -> None:
        began = self._clock()
        revision = await self._renewed() or await self._claimed()
        if revision is None:
            self._revision, self._until = None, 0.0
        else:
            self._revision, self._until = revision, began + self._ttl * 0.9
            self.other, self.late = "", False

    async def _renewed(self) -> int | None:
        if self._revision is None:
            return None
        return await self._owners.put(self._key, self._me.encode(), ttl=self._ttl, last=self._revision)

    async def _claimed(self) -> int | None:
        """It may be ours without our knowing: the answer to an earlier claim was lost."""
        value = await self._owners.get(self._key)
        if value is None:
            mine = self._me.encode()
            return await self._owners.claim(self._key, mine, ttl=self._ttl) if self._may_claim() else None
        self._free = None
        if value.data == self._me.encode():
            return await self._owners.put(self._key, value.data, ttl=self._ttl, last=value.revision)
        self.other = value.data.decode(errors="replace")
        return None

    def _may_claim(self) -> bool:
        """Who was there longer goes first: it has heard what the one before did not publish any more."""
        now = self._clock()
        self._free = now if self._free is None else self._free
        youth = max(0.0, 1 - (now - self._born) / GROWN_SECONDS)
        is_first = not self.other and not self.late
        return is_first or now - self._free >= self._ttl * 0.3 * youth

    async def release(self) -> None:
        """Give it back, so that another bridge need not wait."""
        if self.held:
            self._until = 0.0
            with contextlib.suppress(*TROUBLE):
                await self._owners.delete(self._key)
