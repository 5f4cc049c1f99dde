"""What QQ said goes to the stream: once, in order, and nothing is lost while the broker is away."""

import asyncio
import contextlib
import itertools
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import nats.errors
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.errors import APIError, NoStreamResponseError

from qq_api.broker.layout import Layout, message_id
from qq_api.broker.spool import Spool
from qq_api.broker.streams import TROUBLE
from qq_api.broker.waiting import Entry, Waiting
from qq_api.codec import encode
from qq_api.keep import keep
from qq_api.loop import ended
from qq_api.texts import Texts
from qq_api.types import Payload

ACK_SECONDS = 3.0
"""How long the broker may take to say that it has an event; then it is published again."""

BATCH = 64
"""Events under way at once."""

AGAIN_SECONDS = 0.25
"""Between two tries while the broker is away or full."""

STANDBY_SECONDS = 15.0
"""What another bridge publishes is kept that long: longer than it takes to see that the other is dead."""

FIRST_SECONDS = 5.0
"""Who has just got an account publishes first, for so long, what it heard before."""

_TOO_LARGE = 10054
_NO_SPACE = (10023, 10047, 10077)
"""The broker's codes for: no resources, no storage left, the stream is full."""

_log = logging.getLogger(__name__)


class Publisher:
    """Publishes the events of accounts that are ours, keeps those of the others for a while.

    An event stays in memory until the broker has said that it has it, and in a file, too, while the broker is away.

    Args:
        layout: the names at the broker.
        spool: the file.
        texts: the words for the log.
        replicas: of the stream; where a leader can change, events of one group go one by one.
        waiting: what waits, in memory.
        clock: seconds that only grow.

    Attributes:
        owned: the accounts whose events are published by us; None stands for what an earlier life left.
        published, dropped: events, so far.
        no_stream: called when the stream is not there.
    """

    def __init__(
        self,
        layout: Layout,
        spool: Spool,
        texts: Texts,
        *,
        replicas: int = 1,
        waiting: Waiting | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._layout, self._spool, self._texts, self._clock = layout, spool, texts, clock
        self._per_place = 1 if replicas > 1 else BATCH
        self.waiting = Waiting() if waiting is None else waiting
        self.owned: set[Any] = {None}
        self.published, self.dropped = 0, 0
        self.no_stream: Callable[[], None] = lambda: None
        self._news, self._idle = asyncio.Event(), asyncio.Event()
        self._told: set[str] = set()
        left = spool.load()
        self._on_disk = {one.number for one in left}
        self._others: dict[Any, tuple[float, float]] = {}  # since when another bridge has it, and when we last saw that
        self._numbers = itertools.count(left[-1].number + 1 if left else 1)
        self._is_away = True
        for entry in left:
            self.waiting.put(entry)

    # -- what waits

    def put(self, event: Payload) -> None:
        """Take an event; never waits."""
        account, subject = event.get("self_id"), self._layout.event_subject(event)
        entry = Entry(next(self._numbers), account, self._clock(), subject, message_id(event), encode(event))
        dropped = self.waiting.put(entry)
        if self._is_away:
            self._keep([entry])
        if dropped:
            self.dropped += len(dropped)
            self._tell("fleet.dropped", count=len(self.waiting))
            self._forget(dropped)
        self._wake()

    def own(self, account: Any) -> None:
        """An account is ours: what waits of it is published, and what it hears from now on."""
        self.owned.add(account)
        self._others.pop(account, None)
        self._wake()

    def disown(self, account: Any) -> None:
        """An account is ours no more: what it hears waits."""
        self.owned.discard(account)

    def others_have(self, account: Any) -> None:
        """Another bridge has this account now: what it must have published by now is not kept.

        What we heard while nobody could say so we publish ourselves, later, for the other one may not have been there;
        where it was, the broker drops what comes twice. Later, because the other one goes first: it may have heard more
        than we have, and is to publish it in order.
        """
        now = self._clock()
        since, last = self._others.get(account, (now, now))
        self._others[account] = (since if now - last < STANDBY_SECONDS else now), now
        self._leave_to_others(account, now)

    def others_changed(self, account: Any) -> None:
        """A third bridge has it now: that one may not have heard what the one before did not publish any more."""
        self._others.pop(account, None)

    def left(self, account: Any) -> None:
        """An account is gone from here: what it heard is published, unless another bridge had it."""
        self.disown(account)
        self._leave_to_others(account, float("inf"))
        self._others.pop(account, None)

    def _leave_to_others(self, account: Any, now: float) -> None:
        nobody = (float("inf"), float("inf"))
        since, last = self._others.get(account, nobody)
        waiting = self.waiting.of(account)
        old = [one for one in waiting if one.when < now - STANDBY_SECONDS]
        theirs = [one for one in old if since <= one.when <= last]
        earlier = [one for one in waiting if one.when < since <= now - FIRST_SECONDS]
        self.waiting.remove(theirs)
        self._forget(theirs)
        self.waiting.free({*old, *earlier} - {*theirs})
        self._came_back()
        self._wake()

    def _wake(self) -> None:
        self._idle.clear()
        self._news.set()

    def _keep(self, entries: Iterable[Entry]) -> None:
        fresh = [one for one in entries if one.number not in self._on_disk]
        self._spool.add(fresh)
        self._on_disk.update(one.number for one in fresh)

    def _forget(self, entries: Iterable[Entry]) -> None:
        numbers = self._on_disk.intersection(one.number for one in entries)
        self._spool.remove(numbers)
        self._on_disk -= numbers

    # -- the broker

    @asynccontextmanager
    async def publishing(self, client: Client) -> AsyncIterator[None]:
        """Publish while the block runs; afterwards what was not published is in the file."""
        self._is_away = False
        task = asyncio.create_task(keep("publisher", lambda: self._run(client)))
        try:
            yield
        finally:
            await self._finish()
            await ended([task])
            self._went_away()

    async def _finish(self) -> None:
        """Give what waits a moment, where the broker is there."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._idle.wait(), 0 if self._is_away else ACK_SECONDS)

    async def _run(self, client: Client) -> None:
        while True:
            batch = self._first()
            if not batch:
                self._idle.set()
                self._news.clear()
                await self._news.wait()
            elif not client.is_connected or not await self._publish(client, batch):
                self._went_away()
                await asyncio.sleep(AGAIN_SECONDS)

    def _first(self) -> list[Entry]:
        return self.waiting.first(self.owned, BATCH, self._per_place)

    async def _publish(self, client: Client, batch: Sequence[Entry]) -> bool:
        """Whether all of it is done with; what is not goes again, and the broker knows what it has already."""
        stream = client.jetstream()
        tasks = [asyncio.create_task(self._one(stream, entry)) for entry in batch]
        await _answered(tasks, client)
        done = [entry for entry, task in zip(batch, tasks, strict=True) if not task.cancelled() and task.result()]
        self.waiting.remove(done)
        self._forget(done)
        if done:
            self._came_back()
        return len(done) == len(batch)

    async def _one(self, stream: JetStreamContext, entry: Entry) -> bool:
        headers = {"Nats-Msg-Id": entry.message_id}
        try:
            await stream.publish(entry.subject, entry.data, timeout=ACK_SECONDS, headers=headers)
        except (*TROUBLE, ValueError) as error:
            return self._failed(entry, error)
        self.published += 1
        return True

    def _failed(self, entry: Entry, error: Exception) -> bool:
        """Whether trying again would not help."""
        if isinstance(error, nats.errors.MaxPayloadError) or getattr(error, "err_code", 0) == _TOO_LARGE:
            self.dropped += 1
            self._say("fleet.too_large", type=entry.subject.split(".")[-1], place=entry.place, size=len(entry.data))
            return True
        if isinstance(error, NoStreamResponseError):
            self.no_stream()
        if isinstance(error, APIError):
            key = "fleet.full" if error.err_code in _NO_SPACE else "fleet.refused"
            self._tell(key, reason=error.description)
        return False

    def _went_away(self) -> None:
        self._is_away = True
        self._keep(self.waiting)

    def _came_back(self) -> None:
        if self._is_away and not self._on_disk:
            self._is_away = False
            self._told.clear()

    def _tell(self, key: str, **values: Any) -> None:
        """Once, until it is over."""
        if key not in self._told:
            self._told.add(key)
            self._say(key, **values)

    def _say(self, key: str, **values: Any) -> None:
        _log.warning(self._texts(key, **values))

    def close(self) -> None:
        """Leave the file, with all that waits in it."""
        with contextlib.suppress(OSError):
            self._keep(self.waiting)
            self._spool.close()


async def _answered(tasks: Sequence["asyncio.Task[bool]"], client: Client) -> None:
    """Wait for what is under way; over another connection no answer comes any more."""
    connections, waiting = client.stats["reconnects"], {*tasks}
    try:
        while waiting and client.stats["reconnects"] == connections:
            _, waiting = await asyncio.wait(waiting, timeout=0.1)
    finally:
        await ended(waiting)
