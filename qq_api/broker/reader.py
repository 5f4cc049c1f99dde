"""Reads a stream with a cursor of our own: every event once, in the stream's order, however often we or it went.

A consumer at the broker is nothing to keep: it acknowledges nothing, lives in memory, and is made anew behind the
cursor whenever something is odd. What counts is the number in the cursor's file; it moves when an event was handed on.
"""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Literal, NamedTuple, TypeAlias

import nats.errors
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StreamInfo
from nats.js.errors import NotFoundError

from qq_api.broker.cursor import Cursor, Place
from qq_api.broker.pull import Arrived, Interrupted, Pull
from qq_api.errors import TryAgain
from qq_api.flow import Flow
from qq_api.keep import keep, pauses
from qq_api.texts import Texts

TIMEOUT = 2.0
"""Seconds for an answer of the broker's own."""

DOUBTS = 5
"""How often a stream may end before our cursor until that is believed: a new leader may not know all of it yet."""

_log = logging.getLogger(__name__)


class Loss(NamedTuple):
    """Events that nobody can read any more.

    Attributes:
        kind: `gap`: the broker kept them no longer; `epoch`: it lost its stream, or went back to an older copy.
        first: the number of the first of them; with `epoch`, where we were.
        last: of the last; with `epoch`, where the stream ends now.
    """

    kind: Literal["gap", "epoch"]
    first: int
    last: int


Take: TypeAlias = Callable[[Arrived], None]


class Reader:
    """One stream, read for ever.

    Args:
        client: the connection.
        stream: its name.
        subjects: what of it is wanted.
        cursor: how far we are.
        flow: stops reading while listeners are behind.
        take: handed each event, in order; it catches its own errors.
        lost: told when events cannot be had any more.
        texts: the words for the log.
    """

    def __init__(
        self,
        client: Client,
        stream: str,
        subjects: list[str],
        cursor: Cursor,
        flow: Flow,
        take: Take,
        lost: Callable[[Loss], None],
        texts: Texts,
    ) -> None:
        self._client, self._broker = client, client.jetstream(timeout=TIMEOUT)
        self._stream, self._subjects, self._cursor, self._flow = stream, list(dict.fromkeys(subjects)), cursor, flow
        self._take, self._lost, self._texts = take, lost, texts
        self._pull: Pull | None = None
        self._may_read, self._back = asyncio.Event(), asyncio.Event()
        self._doubts, self._told_missing = 0, False

    @property
    def lag(self) -> int:
        """How many events wait at the broker, as far as we know."""
        return self._pull.pending if self._pull is not None else 0

    async def run(self) -> None:
        """Read until cancelled."""
        self._flow.gates.add(self._gate)
        self._gate()
        try:
            await keep(self._stream, self._hold, lambda: pauses(0.1, 2.0))
        finally:
            self._flow.gates.discard(self._gate)

    def anew(self) -> None:
        """The connection came back; what was on its way is gone."""
        self._back.set()
        if self._pull is not None:
            self._pull.interrupt()

    def _gate(self) -> None:
        if self._flow.stopped:
            self._may_read.clear()
        else:
            self._may_read.set()

    async def _hold(self) -> None:
        if not self._client.is_connected:
            self._back.clear()
            await self._back.wait()
        try:
            async with self._consumer() as epoch:
                await self._read(epoch)
        except NotFoundError:
            self._tell_missing()
            raise TryAgain from None
        except Interrupted as reason:
            _log.debug("%s: %s", self._stream, reason)
            raise TryAgain from None
        except (nats.errors.Error, asyncio.TimeoutError) as error:
            raise TryAgain(f"{type(error).__name__}: {error}") from None

    def _tell_missing(self) -> None:
        if not self._told_missing:
            self._told_missing = True
            _log.info(self._texts("broker.no_stream", stream=self._stream))

    # -- where to begin

    @asynccontextmanager
    async def _consumer(self) -> AsyncIterator[str]:
        """A consumer right behind the cursor; gives the stream's epoch."""
        info = await self._broker.stream_info(self._stream)
        epoch = info.created.isoformat() if info.created else ""
        place = self._place(info, epoch)
        name, inbox = uuid.uuid4().hex, self._client.new_inbox()
        pull = Pull(self._client, self._stream, name, inbox, place.sequence)
        subscription = await self._client.subscribe(inbox, cb=pull.take)
        try:
            made = await self._broker.add_consumer(self._stream, self._config(name, place.sequence + 1))
            begins = made.delivered.stream_seq if made.delivered else place.sequence
            pull.pending = made.num_pending or 0
            self._pull, self._told_missing = pull, False
            if begins > place.sequence:
                self._lost(Loss("gap", place.sequence + 1, begins))
                self._cursor.set(self._stream, begins, epoch)
                pull.reached = begins
            yield epoch
        finally:
            self._pull = None
            with suppress(nats.errors.Error):
                await subscription.unsubscribe()

    def _place(self, info: StreamInfo, epoch: str) -> Place:
        """Where the cursor is; at the end of the stream when it means nothing here."""
        place, end = self._cursor.get(self._stream), info.state.last_seq
        if place is not None and place.epoch == epoch and place.sequence <= end:
            self._doubts = 0
            return place
        if place is not None and place.epoch == epoch and self._doubts < DOUBTS:
            self._doubts += 1
            raise Interrupted(f"it ends with {end}, and we are at {place.sequence}")
        self._doubts = 0
        if place is not None:
            self._lost(Loss("epoch", place.sequence, end))
        self._cursor.set(self._stream, end, epoch)
        return Place(end, epoch)

    def _config(self, name: str, first: int) -> ConsumerConfig:
        return ConsumerConfig(
            name=name,
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=first,
            ack_policy=AckPolicy.NONE,
            max_deliver=1,
            filter_subjects=self._subjects,
            inactive_threshold=60.0,
            num_replicas=1,
            mem_storage=True,
        )

    # -- reading

    async def _read(self, epoch: str) -> None:
        while (pull := self._pull) is not None:
            if self._flow.stopped and pull.is_idle:
                await self._pause(pull)
            arrived = await pull.fetch()
            for one in arrived:
                self._take(one)
            place = self._cursor.get(self._stream)
            if place is None or pull.reached > place.sequence:
                self._cursor.set(self._stream, pull.reached, epoch)
            if arrived:
                self._flow.check()
            await asyncio.sleep(0)

    async def _pause(self, pull: Pull) -> None:
        """Listeners are behind; what the broker forgets meanwhile must not go unnoticed."""
        await self._may_read.wait()
        info = await self._broker.stream_info(self._stream)
        if info.state.first_seq > pull.reached + 1:
            raise Interrupted("it was away for too long")
