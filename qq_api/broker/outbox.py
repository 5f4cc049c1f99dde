"""Lines for QQ that may wait: said one by one, in order, by the bridge that has the account."""

import asyncio
import contextlib
import logging
import time
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig

from qq_api.broker.executor import STOP_SECONDS, Call, Executor
from qq_api.broker.layout import Layout, token, untoken
from qq_api.broker.lease import Lease
from qq_api.broker.streams import TROUBLE
from qq_api.calls import failed
from qq_api.loop import beside, ended
from qq_api.texts import Texts
from qq_api.types import Payload

ACK_SECONDS = 30.0
"""A line whose bridge died comes again after that."""

BACKOFF = (1.0, 5.0, 15.0, 60.0)
"""Seconds until a line that could not be sent is tried again; after the last try it is given up."""

FETCH_SECONDS = 5.0
PAUSE_SECONDS = 1.0
"""Between two lines to one group."""

_log = logging.getLogger(__name__)


class Outbox:
    """Says what waits for one account.

    Args:
        client: the connection to the broker.
        layout: the names at the broker.
        self_id: the account.
        lease: whether it is ours.
        executor: executes.
        texts: the words for the log.
        pause: seconds between two lines to one group.
        backoff: seconds until a line that could not be sent is tried again, try by try.
    """

    def __init__(
        self,
        client: Client,
        layout: Layout,
        self_id: Any,
        lease: Lease,
        executor: Executor,
        texts: Texts,
        *,
        pause: float = PAUSE_SECONDS,
        backoff: tuple[float, ...] = BACKOFF,
    ) -> None:
        self._stream, self._layout, self._self_id, self._lease = client.jetstream(), layout, self_id, lease
        self._executor, self._texts, self._pause, self._backoff = executor, texts, pause, backoff
        self._said: dict[str, float] = {}
        self._saying: asyncio.Future[None] | None = None

    def consumer(self) -> ConsumerConfig:
        """One line under way at once: that keeps the order."""
        return ConsumerConfig(
            durable_name=f"out-{token(self._self_id)}",
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_SECONDS,
            max_ack_pending=1,
            max_deliver=len(self._backoff) + 1,
            filter_subject=f"{self._layout.prefix}.out.*.{token(self._self_id)}.>",
        )

    async def run(self) -> None:
        """Say what waits, until cancelled; a line that is under way then goes to whoever has the account next."""
        while True:
            with contextlib.suppress(*TROUBLE):
                await self._take()
            await asyncio.sleep(1)

    async def finish(self) -> None:
        """After `run`: what is being said is said to its end."""
        if self._saying is not None:
            await asyncio.wait({self._saying}, timeout=STOP_SECONDS)
            await ended([self._saying])

    async def _take(self) -> None:
        stream, config = self._layout.outbox, self.consumer()
        await self._stream.add_consumer(stream, config)
        waiting = await self._stream.pull_subscribe_bind(config.durable_name, stream)
        try:
            while True:
                for message in await _fetched(waiting):
                    await self._handle(message)
        finally:
            with contextlib.suppress(*TROUBLE):
                await waiting.unsubscribe()

    async def _handle(self, message: Msg) -> None:
        *_, server, _, place = message.subject.split(".")
        try:
            await self._wait_for(place)
        except asyncio.CancelledError:
            with contextlib.suppress(*TROUBLE):
                await message.nak()
            raise
        self._saying = asyncio.ensure_future(self._say(message, untoken(server), place))
        await asyncio.shield(self._saying)

    async def _say(self, message: Msg, server: str, place: str) -> None:
        async with beside(_still_working(message)):
            answer = await self._end_of(Call.read(server, message.data))
        self._said[place] = time.monotonic()
        with contextlib.suppress(*TROUBLE):
            await self._settle(message, server, untoken(place), answer)

    async def _wait_for(self, place: str) -> None:
        """Groups that were spoken to long ago are forgotten."""
        now = time.monotonic()
        self._said = {one: when for one, when in self._said.items() if now - when < self._pause}
        if place in self._said:
            await asyncio.sleep(self._said[place] + self._pause - now)

    async def _end_of(self, call: Call | None) -> Payload:
        if call is None:
            return failed(1400, self._texts("fleet.no_call"))
        plain = call.action.removesuffix("_async").removesuffix("_rate_limited")  # that is what we are here for
        return await self._executor.execute(call.model_copy(update={"action": plain}), self._self_id, self._lease)

    async def _settle(self, message: Msg, server: str, place: str, answer: Payload) -> None:
        tries = message.metadata.num_delivered or 1
        if not self._lease.held and answer.get("again"):
            await message.nak()
        elif answer.get("again") and tries <= len(self._backoff):
            await message.nak(delay=self._backoff[tries - 1])
        elif answer["status"] == "ok":
            await message.ack()
        else:
            key = "fleet.line_in_doubt" if answer["status"] == "unknown" else "fleet.line_given_up"
            _log.warning(self._texts(key, server=server, place=place, reason=answer.get("wording")))
            await message.term()


async def _fetched(waiting: Any) -> list[Msg]:
    """What waits: one line, or none within a few seconds."""
    try:
        found: list[Msg] = await waiting.fetch(1, timeout=FETCH_SECONDS)
    except asyncio.TimeoutError:
        return []
    return found


async def _still_working(message: Msg) -> None:
    """Nobody else gets a line while QQ takes its time."""
    while True:
        await asyncio.sleep(ACK_SECONDS / 3)
        with contextlib.suppress(*TROUBLE):
            await message.in_progress()
