"""The bridge itself: what the bot hears goes to every peer; peers come and go with the accounts."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from aiocqhttp import Event

from qq_api.bot import Bot
from qq_api.bridge.config import PeerOf, TogetherSettings
from qq_api.bridge.line import Line
from qq_api.bridge.rights import Rights
from qq_api.bridge.speakers import Speakers
from qq_api.bridge.together import Server, Together
from qq_api.bridge.told import Told, told
from qq_api.errors import PortBusy
from qq_api.onebot.peers import Writes, write_all
from qq_api.onebot.peers.settings import Door
from qq_api.texts import Texts
from qq_api.types import Payload
from qq_api.web import bind

LOOK_SECONDS = 1.0
"""How often it is looked whether an account that speaks for a group is deaf."""

_log = logging.getLogger(__name__)


@dataclass
class Served:
    """One configured peer; a `together.Server`.

    Attributes:
        settings: what the configuration says of it.
        rights: what it may.
        sock: where it comes to us.
        problem: why it cannot be had, in words; then it has no lines.
        lines: by account; one for all, where it comes to us.
        is_door: whether it comes to us.
    """

    settings: PeerOf
    rights: Rights
    sock: socket.socket | None = None
    problem: str = ""
    lines: dict[Any, Line] = field(default_factory=dict)
    is_door: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_door = isinstance(self.settings, Door)  # pydantic is slow to say

    def line_of(self, self_id: Any) -> Line | None:
        """What carries the events of an account."""
        return next(iter(self.lines.values()), None) if self.is_door else self.lines.get(self_id)

    @property
    def name(self) -> str:
        """As the configuration has it."""
        return self.settings.name

    @property
    def is_game(self) -> bool:
        """Whether it is a Minecraft server."""
        return self.settings.game

    @property
    def is_there(self) -> bool:
        """Whether it is connected, for one account at least."""
        return any(line.connected for line in self.lines.values())

    def hears(self, event: Payload) -> bool:
        """Whether it may hear a message: in a group by whichever of its accounts is there, in private by this one."""
        if event.get("message_type") == "group":
            return self.hears_group(event.get("group_id"))
        return self.rights.acts_for(event.get("self_id")) and self.rights.hears(event)

    def hears_group(self, group_id: Any) -> bool:
        """Whether it may hear a group."""
        return self.rights.hears({"post_type": "notice", "group_id": group_id})

    def notify(self, event: Payload) -> None:
        """Tell it something of ours, by the line of its account or any other that is there."""
        lines = [self.line_of(event.get("self_id")), *self.lines.values()]
        line = next((one for one in lines if one is not None and one.connected), None)
        if line is not None:
            writes = Writes()
            line.tell([told({**event, "self_id": line.self_id})], None, writes)
            write_all(writes)

    async def stop(self) -> None:
        """End its connections."""
        await asyncio.gather(*(line.stop() for line in self.lines.values()))
        if self.sock is not None:
            self.sock.close()


@dataclass
class Audience:
    """Peers that hear the same accounts. What was read at once leaves together, in one write for each of them.

    Attributes:
        speakers: which account speaks for a group.
        peers: who they are.
        waiting: what they are told when this turn of the event loop is over; all of one account.
    """

    speakers: Speakers
    peers: list[Served] = field(default_factory=list)
    waiting: list[Told] = field(default_factory=list)

    def tell(self, one: Told) -> None:
        """Hand an event on."""
        if self.waiting and self.waiting[0].self_id != one.self_id:
            self.flush()
        if not self.waiting:
            asyncio.get_running_loop().call_soon(self.flush)
        self.waiting.append(one)

    def flush(self) -> None:
        """Hand on now what waits."""
        batch, self.waiting = self.waiting, []
        is_for_all = all(one.only is None for one in batch)
        bodies = [one.body for one in batch] if is_for_all else None
        writes = Writes()
        for served in self.peers if batch else ():
            try:
                line = served.line_of(batch[0].self_id)
                if line is not None:
                    line.tell(batch, bodies, writes)
            except Exception:  # noqa: BLE001  (the boundary of one peer: the others go on)
                _log.exception("%s could not be told of %d events", served.name, len(batch))
        write_all(writes)


class Bridge:
    """Hands on what a bot hears, and takes the peers' calls; `bridging` is its life.

    Args:
        bot: the side of QQ.
        texts: the words for the log.
        choices: the file that keeps who chose which server; None for this run only.

    Attributes:
        served: the peers, in the order of the configuration.
        elsewhere: servers that are reached in another way, at a broker.
        together: what several of them do as one.
    """

    def __init__(self, bot: Bot, texts: Texts, choices: Path | None = None) -> None:
        self._bot, self._texts = bot, texts
        self.served: list[Served] = []
        self.elsewhere: Sequence[Server] = ()
        self._audiences: dict[frozenset[int] | None, Audience] = {}
        self._made: Told | None = None
        self.together = Together(lambda: [*self.served, *self.elsewhere], self._call_action, texts, choices)

    async def apply(self, peers: Sequence[PeerOf], together: TogetherSettings) -> None:
        """Make the peers what a configuration says; those that are the same go on as they are."""
        self.together.use(together)
        kept = {served.settings.name: served for served in self.served if _is_kept(served, peers)}
        await asyncio.gather(*(served.stop() for served in self.served if served not in kept.values()))
        self.served = [kept.get(settings.name) or self._open(settings) for settings in peers]
        self._seat()
        for audience in self._audiences.values():
            for self_id in self._bot.accounts():
                self._came(audience, self_id, (served for served in audience.peers if served.settings.name not in kept))

    def _seat(self) -> None:
        """Put together who hears the same accounts; what they know of each other's groups stays."""
        self._flush()
        before, self._audiences = self._audiences, {}
        for served in self.served:
            accounts = served.settings.accounts
            key = None if accounts is None else frozenset(accounts)
            speakers = before[key].speakers if key in before else Speakers()
            self._audiences.setdefault(key, Audience(speakers)).peers.append(served)

    def listen(self, event: Event) -> None:
        """Hand on an event; never waits."""
        heard = dict(event)  # as it is now; and `get` of an event is slow
        for audience in self._audiences.values():
            try:
                self._hand_on(audience, heard)
            except Exception:  # noqa: BLE001  (the boundary of one event: the next is handed on)
                _log.exception("nobody could be told of %s", event.type)
        self._made = None
        self.together.listen(heard)

    def _hand_on(self, audience: Audience, event: Payload) -> None:
        self_id = event.get("self_id")
        if not audience.peers[0].rights.acts_for(self_id):
            return
        if event["post_type"] == "connection":
            self._connection(audience, self_id, event["connection_type"])
        elif event.get("meta_event_type") != "lifecycle":  # every line has its own
            self._tell(audience, audience.speakers.hear(event))

    def _tell(self, audience: Audience, events: Iterable[Payload]) -> None:
        for event in events:
            if self._made is None or self._made.event is not event:  # once for all audiences
                self._made = told(event, self._bot.in_hand, self._only(event))
            audience.tell(self._made)

    def _only(self, event: Payload) -> frozenset[str] | None:
        """Who is to hear an event, of those who may; None for all of them."""
        if not self.together.chooses(event):
            return None
        return frozenset(served.name for served in self.served if self.together.goes_to(served, event))

    async def _call_action(self, action: str, /, **params: Any) -> Any:
        return await self._bot.call_action(action, **params)

    async def run(self) -> None:
        """Look after accounts that are deaf, for ever."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.together.overdue()
            for audience in self._audiences.values():
                self._tell(audience, audience.speakers.overdue())

    def _flush(self) -> None:
        for audience in self._audiences.values():
            audience.flush()

    async def stop(self) -> None:
        """End every peer."""
        await self.together.stop()
        self._flush()
        await asyncio.gather(*(served.stop() for served in self.served))
        self.served = []

    def _open(self, settings: PeerOf) -> Served:
        served = Served(settings, Rights(settings))
        if isinstance(settings, Door):
            try:
                served.sock = bind(settings.host, settings.port)
            except PortBusy as error:
                why = self._texts.get(f"port.{error.reason}") or error.reason
                served.problem = self._texts("cannot_listen", host=error.host, port=error.port, why=why)
                _log.error("%s: %s", settings.name, served.problem)
        return served

    def _connection(self, audience: Audience, self_id: Any, kind: str) -> None:
        audience.flush()
        if kind == "open":
            self._came(audience, self_id, audience.peers)
        elif self_id not in self._bot.accounts():  # over no other connection either
            self._went(audience, self_id)

    def _came(self, audience: Audience, self_id: Any, peers: Iterable[Served]) -> None:
        audience.speakers.came(self_id)
        for served in peers:
            if served.rights.acts_for(self_id) and not served.problem:
                self._open_line(served, self_id)

    def _open_line(self, served: Served, self_id: Any) -> None:
        line = served.line_of(self_id)
        if line is None:
            call = partial(self.together.call, served)
            line = served.lines[self_id] = Line(served.settings, self_id, served.sock, self._bot, self._texts, call)
        if not line.runs:
            line.start()

    def _went(self, audience: Audience, self_id: Any) -> None:
        """Its servers learn that it is gone; those who come to us hear of it by its silence."""
        for served in audience.peers:
            line = served.line_of(self_id)
            if line is not None and not served.is_door:
                line.pause()
        self._tell(audience, audience.speakers.went(self_id))


def _is_kept(served: Served, peers: Sequence[PeerOf]) -> bool:
    return served.settings in peers and not served.problem


@asynccontextmanager
async def bridging(
    bot: Bot, peers: Sequence[PeerOf], texts: Texts, together: TogetherSettings, choices: Path | None = None
) -> AsyncIterator[Bridge]:
    """Let peers share a running bot while the block runs."""
    bridge = Bridge(bot, texts, choices)
    await bridge.apply(peers, together)
    bot.listeners.insert(0, bridge.listen)  # what came is handed on before anybody can change it
    looking = asyncio.create_task(bridge.run())
    try:
        yield bridge
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        bot.listeners.remove(bridge.listen)
        await bridge.stop()
