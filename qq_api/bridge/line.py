"""One peer of one account: what it is told, what it calls, and its upkeep."""

import asyncio
import logging
import socket
from collections.abc import Iterable, Sequence
from typing import Any

from qq_api.bot import Bot
from qq_api.bridge.config import PeerOf
from qq_api.bridge.rights import Rights
from qq_api.bridge.told import Told
from qq_api.codec import closing, decode
from qq_api.errors import ApiNotAvailable
from qq_api.keep import keep, pauses
from qq_api.loop import beside
from qq_api.onebot.peers import Forwards, Manners, Writes, make_peers
from qq_api.onebot.peers.settings import Door
from qq_api.texts import Texts
from qq_api.types import CallAction, Payload, Peer

MANNERS = Manners(heartbeat=0)
"""Heartbeats are those of QQ's side, so that they stop when it does."""

_log = logging.getLogger(__name__)


class Line:
    """One peer of one account; those that come to us have one line for all accounts.

    Args:
        settings: what the configuration says of the peer.
        self_id: the account.
        sock: the bound socket, for those who come to us.
        bot: is on QQ's side.
        texts: the words for the log.
        call_action: makes the calls that the peer may make.

    Attributes:
        connected: whether somebody is there to hear them.
        runs: whether the peer is kept up.
    """

    def __init__(
        self,
        settings: PeerOf,
        self_id: int,
        sock: socket.socket | None,
        bot: Bot,
        texts: Texts,
        call_action: CallAction,
    ) -> None:
        self.settings, self.self_id = settings, self_id
        self.connected = False
        self._taken, self._tail = 0, closing(server=settings.name)
        self._bot, self._texts, self._rights = bot, texts, Rights(settings)
        self._hears_all = self._rights.hears_all
        self._call_action = call_action
        told = (self._on_change, self._on_taken)
        self._peers = make_peers(settings, self_id, sock, *told, manners=MANNERS, faithful=True)
        self._forwarding = [peer for peer in self._peers if isinstance(peer, Forwards)]
        self._others = [peer for peer in self._peers if not isinstance(peer, Forwards)]
        self._task: asyncio.Task[None] | None = None
        self.runs = False

    @property
    def sent(self) -> int:
        """Events that were sent."""
        return self._taken + sum(peer.forwarded for peer in self._forwarding)

    @property
    def waiting(self) -> int:
        """Events that wait to be sent."""
        return sum(getattr(peer, "waiting", 0) for peer in self._peers)

    @property
    def dropped(self) -> int:
        """Events that were dropped because too many waited."""
        return sum(getattr(peer, "dropped", 0) for peer in self._peers)

    def tell(self, batch: Iterable[Told], bodies: Sequence[bytes] | None, writes: Writes) -> None:
        """Tell events, those that the peer may hear; never waits. Heartbeats are for those who are there.

        Args:
            batch: events that leave together.
            bodies: the texts of all of them, where all of them are for everybody.
            writes: gets what is to be written at once.
        """
        if bodies is None or not (self.connected and self._hears_all):
            bodies = [one.body for one in batch if self._hears(one)]
        for peer in self._forwarding if bodies else ():
            peer.forward(bodies, self._tail, writes)
        for other in self._others:
            for body in bodies:
                other.emit(decode(body + self._tail))

    def _hears(self, one: Told) -> bool:
        is_meant = one.only is None or self.settings.name in one.only
        is_due = self.connected or one.event["post_type"] != "meta_event"
        return is_meant and is_due and self._rights.hears(one.event)

    def start(self) -> None:
        """Keep the peer up; once more after `stop`, with what waits."""
        self.runs = True
        self._task = asyncio.create_task(self._run(self._task))

    async def stop(self) -> None:
        """End the connection."""
        self.pause()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    def pause(self) -> None:
        """End the connection, without waiting for that; what is told from now on waits."""
        self.runs = False
        if self._task is not None:
            self._task.cancel()

    async def _run(self, earlier: "asyncio.Task[None] | None") -> None:
        if earlier is not None:
            await asyncio.gather(earlier, return_exceptions=True)
        name = f"{self.settings.name} (QQ {self.self_id})"
        async with beside(*(self._keep(name, peer) for peer in self._peers)) as tasks:
            await asyncio.gather(*tasks)

    async def _keep(self, name: str, peer: Peer) -> None:
        await keep(name, lambda: peer.run(self.call_action), lambda: pauses(0.5, 10))

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Call an action for the peer, as far as it may.

        Raises:
            ActionFailed: it may not (1403), or QQ's side could not do it.
        """
        if self._bot.closed:
            raise ApiNotAvailable(self._texts("bridge.closing"))
        params = self._as_somebody(params)
        self._rights.check(action, params)
        return self._rights.shown(await self._call_action(action, **params))

    def _as_somebody(self, params: dict[str, Any]) -> dict[str, Any]:
        """Who acts: the line's account, unless the line is for several and one was named, or only another is there."""
        named = params.get("self_id") is not None
        if isinstance(self.settings, Door) and (named or self.self_id not in self._bot.accounts()):
            return params
        return params | {"self_id": self.self_id}

    def _on_change(self, connected: bool) -> None:
        if connected is self.connected:
            return
        self.connected = connected
        key = "bridge.connected" if connected else "bridge.gone"
        _log.info(self._texts(key, name=self.settings.name, self_id=self.self_id))

    def _on_taken(self, _event: Payload) -> None:
        self._taken += 1
