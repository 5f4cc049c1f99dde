"""The newest events, for whoever asks for them."""

import asyncio
from collections import deque

from qq_api.calls import failed
from qq_api.errors import ActionFailed
from qq_api.types import Payload

KEPT = 100
"""Events, and askers, that are remembered; as in LLOneBot."""

LONGEST_POLL = 60.0
"""Seconds that a `get_event` may wait."""


class Recent:
    """The newest events; everyone who asks gets each once (LLOneBot's `get_event`)."""

    def __init__(self) -> None:
        self._events: deque[Payload] = deque(maxlen=KEPT)
        self._count = 0
        self._given: dict[str, int] = {}
        self._news = asyncio.Event()
        self._closed = False

    def put(self, payload: Payload) -> None:
        """There is an event."""
        self._events.append(payload)
        self._count += 1
        self._wake()

    def close(self) -> None:
        """Whoever waits gets what there is."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def asked(self, params: Payload) -> list[Payload]:
        """What `get_event` answers.

        Args:
            params: `key`, `limit`, and `timeout` in milliseconds.

        Raises:
            ActionFailed: one of them is no number.
        """
        try:
            limit, milliseconds = (int(params.get(name) or 0) for name in ("limit", "timeout"))
        except (TypeError, ValueError, OverflowError):
            raise ActionFailed(failed(1400, "limit and timeout: a number is needed")) from None
        wait = min(milliseconds / 1000, LONGEST_POLL)
        return await self.after(str(params.get("key") or ""), max(limit, 0), wait)

    async def after(self, key: str, limit: int, seconds: float) -> list[Payload]:
        """The oldest events that this asker has not had, as soon as there is one.

        Args:
            key: who asks.
            limit: how many at most; 0 for all.
            seconds: how long to wait for the first; then the list is empty.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while self._given.get(key, 0) >= self._count and not self._closed and (left := deadline - loop.time()) > 0:
            news = asyncio.ensure_future(self._news.wait())
            await asyncio.wait({news}, timeout=left)
            news.cancel()
        return self._take(key, limit)

    def _take(self, key: str, limit: int) -> list[Payload]:
        first = self._count - len(self._events)
        start = max(self._given.pop(key, 0), first)
        end = min(start + limit, self._count) if limit else self._count
        self._given[key] = end
        if len(self._given) > KEPT:
            del self._given[next(iter(self._given))]
        return list(self._events)[start - first : end - first]
