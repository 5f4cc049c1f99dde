"""A bridge as a member of a fleet: NATS is between it and the servers."""

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiocqhttp import Event
from nats.aio.client import Client
from nats.aio.msg import Msg

from qq_api.bot import Bot
from qq_api.bridge.account import PRESENCE_SECONDS, PRESENCE_TTL, Account, Shared
from qq_api.bridge.at_broker import AtBroker
from qq_api.bridge.config import BrokerPeer, FleetBroker
from qq_api.bridge.rights import Rights
from qq_api.bridge.speakers import Speakers
from qq_api.bridge.together import Together
from qq_api.broker.client import connected
from qq_api.broker.executor import Executor
from qq_api.broker.keys import Keys, is_gone
from qq_api.broker.layout import FOR_SERVERS, Layout, untoken
from qq_api.broker.publisher import Publisher
from qq_api.broker.spool import Spool
from qq_api.broker.streams import TROUBLE, Limits, make_streams
from qq_api.codec import encode
from qq_api.errors import TryAgain
from qq_api.keep import keep, pauses
from qq_api.loop import beside, ended
from qq_api.texts import Texts, read_resource
from qq_api.types import Payload

LOOK_SECONDS = 1.0
"""How often it is looked whether an account that speaks for a group is deaf."""

SPOOL = "bridge_spool.db"

_log = logging.getLogger(__name__)


class Member:
    """What one bridge does at the broker; `run` is its life.

    Args:
        bot: the side of QQ.
        settings: what the configuration says of the broker.
        name: of this bridge.
        folder: where to keep what could not be published.
        texts: the words for the log.
        together: what servers do as one.

    Attributes:
        servers: those that are at the broker, by name.
        publisher: what goes to the stream.
        accounts: those that are connected here, once the broker was there.
        client: the connection to the broker, once it was there.
        executor: does what servers call, once the broker was there.
    """

    def __init__(
        self, bot: Bot, settings: FleetBroker, name: str, folder: Path, texts: Texts, together: Together
    ) -> None:
        self._bot, self._settings, self.name, self._texts = bot, settings, name, texts
        self.layout = Layout(settings.prefix)
        self.publisher = Publisher(self.layout, Spool(folder / SPOOL, texts), texts, replicas=settings.replicas)
        self._together = together
        self.servers: dict[str, AtBroker] = {}
        self.accounts: dict[Any, Account] = {}
        self.client: Client | None = None
        self.executor: Executor | None = None
        self._tasks: dict[Any, asyncio.Task[None]] = {}
        self._speakers = Speakers()
        for self_id in bot.accounts():
            self._speakers.came(self_id)
        self._ours: set[Any] = set()
        self._news, self._remake = asyncio.Event(), asyncio.Event()
        self.publisher.no_stream = self._remake.set

    def apply(self, peers: list[BrokerPeer]) -> None:
        """These servers may call, and what."""
        before, self.servers = self.servers, {peer.name: AtBroker(peer) for peer in peers}
        for name in before.keys() & self.servers.keys():
            self.servers[name].showed(before[name].is_there)

    # -- what QQ says

    def listen(self, event: Event) -> None:
        """Take an event; never waits."""
        self_id = event.get("self_id")
        if event["post_type"] == "connection":
            self._speakers.came(self_id)
            self._news.set()
        elif event["post_type"] == "meta_event":
            self._beat(self_id, event)
        else:
            self._publish(self._speakers.hear(event) if self_id in self._ours else [event])

    def _publish(self, events: list[Payload]) -> None:
        for event in events:
            self.publisher.put(self._addressed(event))

    def _addressed(self, event: Payload) -> Payload:
        """Every server reads the same stream: where not all are meant, the event says who is."""
        meant = [one for one in self.servers.values() if one.hears(event) and self._together.goes_to(one, event)]
        return event if len(meant) == len(self.servers) else {**event, FOR_SERVERS: [one.name for one in meant]}

    def _beat(self, self_id: Any, event: Event) -> None:
        """Heartbeats are for those who are there."""
        account = self.accounts.get(self_id)
        if account is not None and self.speaks(self_id) and event.get("meta_event_type") == "heartbeat":
            self._bot.spawn(self._send(self.layout.meta(self_id), encode(event)))

    async def _send(self, subject: str, data: bytes) -> None:
        if self.client is not None and self.client.is_connected:
            with contextlib.suppress(*TROUBLE):
                await self.client.publish(subject, data)

    def _changed(self, self_id: Any, ours: bool) -> None:
        """Where two accounts that are ours are in one group, one speaks; of the others we do not know who does."""
        if ours:
            self._ours.add(self_id)
        elif self_id in self._ours:
            self._ours.discard(self_id)
            self._publish(self._speakers.went(self_id))

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self.client is not None and self.client.is_closed:
                self._news.set()
            self._publish(self._speakers.overdue())

    # -- life

    async def run(self) -> None:
        """Be a member until cancelled; a broker that is away is waited for.

        Raises:
            FatalError: a file for the connection is missing.
        """
        try:
            async with connected(self._settings, self.name, self._texts, on_return=self._remake.set) as self.client:
                await self._make_streams(self.client)
                await self._work(self.client)
        finally:
            self.publisher.close()

    async def _work(self, client: Client) -> None:
        executor = self.executor = Executor(client, self._bot, self.layout, self.rights_of, self._texts, self._call_for)
        shared: Any = (client, self.layout, self._settings, self.publisher, executor, self._changed, self._texts)
        upkeep = beside(self._keep_streams(client), self._look())
        async with self.publisher.publishing(client), upkeep, self._present(client):
            try:
                await self._follow(Shared(self.name, secrets.token_hex(4), *shared))
            finally:
                await ended(self._tasks.values())
                await asyncio.gather(*(account.quiet() for account in self.accounts.values()))
                await executor.stop()
                await asyncio.gather(*(self._end(self_id) for self_id in [*self._tasks]))

    def rights_of(self, server: str) -> Rights | None:
        """The rights of a server; None where it has none."""
        known = self.servers.get(server)
        return None if known is None else known.rights

    async def _call_for(self, server: str, action: str, /, **params: Any) -> Any:
        return await self._together.call(self.servers[server], action, **params)

    def speaks(self, self_id: Any) -> bool:
        """Whether we have an account's lease, and so answer for it."""
        account = self.accounts.get(self_id)
        return account is not None and account.lease.held

    async def _follow(self, shared: Shared) -> None:
        """An account is looked after while it is connected."""
        while True:
            self._news.clear()
            there = {*self._bot.accounts()}
            for self_id in there - self._tasks.keys():
                account = self.accounts[self_id] = Account(self_id, shared)
                held = keep(f"QQ {self_id}", account.run, lambda: pauses(0.5, 5))
                self._tasks[self_id] = asyncio.create_task(held)
            await asyncio.gather(*(self._end(self_id) for self_id in self._tasks.keys() - there))
            await self._news.wait()
            if shared.client.is_closed:
                raise TryAgain  # nats-py gave up, as it does on some errors: a new one begins anew

    async def _end(self, self_id: Any) -> None:
        await ended([self._tasks.pop(self_id)])
        await self.accounts[self_id].leave()
        self.accounts.pop(self_id)

    async def _make_streams(self, client: Client) -> None:
        """Until it went well."""
        settings, told = self._settings, ""
        limits = Limits(settings.replicas, settings.max_age_hours * 3600, int(settings.max_mb * (1 << 20)))
        while True:
            try:
                return await make_streams(client.jetstream(), self.layout, limits)
            except TROUBLE as error:
                if told != (told := f"{type(error).__name__}: {error}"):
                    _log.warning(self._texts("fleet.no_streams", reason=told))
                await asyncio.sleep(1)

    async def _keep_streams(self, client: Client) -> None:
        """A broker that comes back may have lost its data."""
        while True:
            await self._remake.wait()
            self._remake.clear()
            await self._make_streams(client)
            await asyncio.sleep(1)

    # -- presence

    @contextlib.asynccontextmanager
    async def _present(self, client: Client) -> AsyncIterator[None]:
        keys = Keys(client.jetstream(), self.layout.presence)
        await client.subscribe(f"$KV.{keys.bucket}.srv.*", cb=self._showed)
        try:
            async with beside(self._show(keys)):
                yield
        finally:
            with contextlib.suppress(*TROUBLE):
                await keys.delete(f"gw.{self.name}")

    async def _showed(self, message: Msg) -> None:
        """`$KV.QQ_PRES.srv.survival`: that server says that it is there, or goes."""
        server = self.servers.get(untoken(message.subject.rpartition(".")[2]))
        if server is not None:
            server.showed(not is_gone(message))

    async def _show(self, keys: Keys) -> None:
        """Say that this bridge is there; it goes by itself."""
        version = json.loads(read_resource("qq_api", "mcdreforged.plugin.json"))["version"]
        about = encode({"bridge": self.name, "version": version, "since": time.time()})
        while True:
            with contextlib.suppress(*TROUBLE):
                await keys.put(f"gw.{self.name}", about, ttl=PRESENCE_TTL)
            await asyncio.sleep(PRESENCE_SECONDS)
