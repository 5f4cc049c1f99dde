"""One account of a bridge in a fleet: while its lease is ours, we publish what it hears and do what servers call."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nats.aio.client import Client
from nats.aio.subscription import Subscription

from qq_api.bridge.config import FleetBroker
from qq_api.broker.executor import Executor
from qq_api.broker.keys import Keys
from qq_api.broker.layout import Layout
from qq_api.broker.lease import Lease
from qq_api.broker.outbox import Outbox
from qq_api.broker.publisher import Publisher
from qq_api.broker.streams import TROUBLE
from qq_api.codec import encode
from qq_api.keep import keep, pauses
from qq_api.loop import ended
from qq_api.texts import Texts

PRESENCE_SECONDS = 5.0
PRESENCE_TTL = 15

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shared:
    """What all accounts of a bridge share.

    Attributes:
        name: of the bridge.
        life: the same for no other life of it.
        client: the connection to the broker.
        layout: the names there.
        settings: what the configuration says.
        publisher, executor: of the bridge.
        on_change: told whether an account is ours, and whether it may be another's.
        texts: the words for the log.
    """

    name: str
    life: str
    client: Client
    layout: Layout
    settings: FleetBroker
    publisher: Publisher
    executor: Executor
    on_change: Callable[[Any, bool], None]
    texts: Texts

    def keys(self, bucket: str) -> Keys:
        """A bucket at the broker."""
        return Keys(self.client.jetstream(), bucket)


class Account:
    """Holds the lease of an account, and what hangs on it.

    Args:
        self_id: the account.
        shared: what it shares with the others.

    Attributes:
        lease: whether it is ours.
    """

    def __init__(self, self_id: Any, shared: Shared) -> None:
        self.self_id, self._shared, self._texts = self_id, shared, shared.texts
        settings, owners = shared.settings, shared.keys(shared.layout.owners)
        self._presence = shared.keys(shared.layout.presence)
        self.lease = Lease(owners, self_id, f"{shared.name}/{shared.life}", ttl=settings.lease_seconds)
        where: Any = (shared.client, shared.layout, self_id, self.lease, shared.executor, shared.texts)
        self._outbox = Outbox(*where, pause=settings.pause_seconds)
        self._calls: Subscription | None = None
        self._saying: asyncio.Task[None] | None = None
        self._shown_as = f"bot.{self_id}"
        self._other, self._shown = "", 0.0

    async def run(self) -> None:
        """Claim, hold and claim again, until cancelled."""
        with contextlib.suppress(*TROUBLE):
            self.lease.late = await self._presence.get(self._shown_as) is not None
        while True:
            await self._follow(await self.lease.look())
            await asyncio.sleep(self.lease.pause)

    async def _follow(self, held: bool) -> None:
        if held and self._calls is None:
            await self._start()
        elif not held and self._calls is not None:
            _log.warning(self._texts("fleet.lost", self_id=self.self_id))
            await self.quiet()
            self._shared.publisher.disown(self.self_id)
        if held:
            await self._show()
        elif self.lease.other:
            self._is_another()

    async def _start(self) -> None:
        self._calls = await self._shared.executor.listen(self.self_id, self.lease)
        self._shared.publisher.own(self.self_id)
        self._saying = asyncio.create_task(keep("outbox", self._outbox.run, lambda: pauses(0.5, 5)))
        self._other = ""
        self._shared.on_change(self.self_id, True)
        _log.info(self._texts("fleet.ours", self_id=self.self_id))

    def _is_another(self) -> None:
        if self.lease.other != self._other:
            self._shared.publisher.others_changed(self.self_id)
            self._other = self.lease.other
            self._shared.on_change(self.self_id, False)
            bridge = self._other.rpartition("/")[0]
            _log.info(self._texts("fleet.others", self_id=self.self_id, bridge=bridge))
        self._shared.publisher.others_have(self.self_id)

    async def _show(self) -> None:
        """Say that somebody executes for this account; it goes by itself."""
        if time.monotonic() - self._shown >= PRESENCE_SECONDS:
            about = {"self_id": self.self_id, "bridge": self._shared.name}
            with contextlib.suppress(*TROUBLE):
                await self._presence.put(self._shown_as, encode(about), ttl=PRESENCE_TTL)
                self._shown = time.monotonic()

    async def quiet(self) -> None:
        """Take no more calls; what is being said in QQ is said to its end."""
        calls, saying = self._calls, self._saying
        self._calls = self._saying = None
        self._shown = 0.0
        if calls is not None:
            with contextlib.suppress(*TROUBLE):
                await calls.unsubscribe()
        if saying is not None:
            await ended([saying])
            await self._outbox.finish()

    async def leave(self) -> None:
        """After `run`: the account is free for others."""
        await self.quiet()
        if self.lease.held:
            with contextlib.suppress(*TROUBLE):
                await self._presence.delete(self._shown_as)
        await self.lease.release()
        self._shared.publisher.left(self.self_id)
        self._shared.on_change(self.self_id, False)
