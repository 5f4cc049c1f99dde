"""A bridge elsewhere has QQ; a NATS broker is between it and us.

Events come out of a stream, in order, each once, also those of the time when we were not there (`reader`); actions go
to the bridge that executes for the account (`caller`); which accounts there are, bridges say themselves (`presence`).
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg

from qq_api.bot import Bot
from qq_api.broker.caller import Caller
from qq_api.broker.client import connected
from qq_api.broker.cursor import Cursor
from qq_api.broker.layout import FOR_SERVERS, Layout, untoken
from qq_api.broker.presence import Accounts, Presence
from qq_api.broker.pull import Arrived
from qq_api.broker.reader import Loss, Reader
from qq_api.calls import take_reserved
from qq_api.codec import decode
from qq_api.config import Broker
from qq_api.errors import ApiNotAvailable
from qq_api.events import as_id
from qq_api.keep import keep
from qq_api.loop import beside
from qq_api.news import ACTION
from qq_api.texts import Texts, read_resource
from qq_api.types import Emit, Payload

TICK_SECONDS = 0.5

FRESH_SECONDS = 35.0
"""How long a heartbeat says whether QQ is online: a whole fleet need not ask QQ's side for what it tells by itself."""

_log = logging.getLogger(__name__)


@dataclass
class _Line:
    """What lives as long as one connection."""

    client: Client
    events: Reader
    chat: Reader
    presence: Presence
    caller: Caller

    def came_back(self) -> None:
        """Whatever was on its way is gone."""
        for part in (self.caller, self.events, self.chat, self.presence):
            part.anew()


class BrokerTransport:
    """A `Transport` by way of a broker.

    Args:
        config: where the broker is, and which server this is.
        bot: whose events they are.
        texts: the words for the log.
        folder: where to keep how far we read; None for nowhere.
        parked: the accounts that were there when the plugin was unloaded.
    """

    def __init__(
        self, config: Broker, bot: Bot, texts: Texts, folder: Path | None = None, parked: Iterable[Any] = ()
    ) -> None:
        self._config, self._bot, self._texts, self._folder = config, bot, texts, folder
        self._layout, self._since = Layout(config.prefix), int(time.time())
        self._kept = {self_id for (self_id, _), _ in parked}
        self._accounts = Accounts(self._came, self._went)
        self._emit: Emit = bot.emit
        self._line: _Line | None = None
        self._is_parked = False
        self._beats: dict[int, tuple[float, Any]] = {}

    # -- what a Transport does

    @property
    def problem(self) -> str:
        """Why it does not work, in words; "" while the broker can be reached."""
        if self._line is not None and self._line.client.is_connected:
            return ""
        return self._texts("broker.away", where=self._config.shown())

    @property
    def lag(self) -> int:
        """How many events wait at the broker for us."""
        return self._line.events.lag if self._line is not None else 0

    def accounts(self) -> list[int]:
        """The accounts that bridges have."""
        return self._accounts.there()

    def connection_of(self, self_id: Any) -> None:
        """None: no call goes past the loop."""

    async def park(self) -> list[Any]:
        """Leave the accounts; what is not read yet waits at the broker, behind the cursor in our file."""
        self._is_parked = True
        return [((self_id, ""), None) for self_id in self.accounts()]

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Call an action of an account, or `tell_servers` something.

        Raises:
            ActionFailed: QQ's side could not do it.
            ApiNotAvailable: the broker is away, or nobody executes for that account; it was not sent.
            Unanswered: no answer; it may have been carried out.
        """
        self_id, timeout = take_reserved(params)
        if self._line is None:
            raise ApiNotAvailable(self.problem)
        if action == ACTION:
            return await self._line.caller.tell(timeout, params)
        account = self._account(self_id)
        heard, status = self._beats.get(account, (-FRESH_SECONDS, None))
        if action == "get_status" and time.monotonic() - heard < FRESH_SECONDS:
            return status
        return await self._line.caller.call(account, action, params, timeout)

    def _account(self, self_id: Any) -> int:
        there = self.accounts()
        if self_id is not None:
            if as_id(self_id) not in there:
                raise ApiNotAvailable(self.problem or self._texts("not_connected.account", self_id=self_id))
            return int(self_id)
        if len(there) == 1:
            return there[0]
        key = "not_connected.several" if there else "not_connected.none"
        raise ApiNotAvailable(self.problem or self._texts(key, accounts=", ".join(map(str, there))))

    # -- the connection

    async def run(self, emit: Emit) -> None:
        """Be there until cancelled.

        Raises:
            FatalError: a file with a key is missing.
        """
        self._emit = emit
        cursor = Cursor(self._folder, self._texts)
        try:
            await keep(f"NATS {self._config.shown()}", lambda: self._hold(cursor))
        finally:
            cursor.close()

    async def _hold(self, cursor: Cursor) -> None:
        """Hold one connection, which comes back by itself, until the broker ends it for good."""
        async with connected(self._config, self._config.server, self._texts, on_return=self._returned) as client:
            for self_id in [*self._kept]:
                self._accounts.heard(self_id)
            async with self._working(client, cursor) as line:
                await client.subscribe(f"{self._config.prefix}.meta.*", cb=self._beat)
                await self._watch(line)

    @asynccontextmanager
    async def _working(self, client: Client, cursor: Cursor) -> AsyncIterator[_Line]:
        line = self._line = self._made(client, cursor)
        try:
            async with beside(line.events.run(), line.chat.run(), line.presence.run()):
                yield line
        finally:
            self._line = None
            line.caller.lost()
            if not self._is_parked:
                await line.presence.leave()

    def _made(self, client: Client, cursor: Cursor) -> _Line:
        layout, config, texts = self._layout, self._config, self._texts

        def reader(stream: str, subjects: list[str], take: Any) -> Reader:
            return Reader(client, stream, subjects, cursor, self._bot.flow, take, self._lost, texts)

        return _Line(
            client=client,
            events=reader(layout.events, layout.heard(config.groups), self._take),
            chat=reader(layout.chat, [f"{config.prefix}.mc.>"], self._take_chat),
            presence=Presence(client, layout, config.server, self._about, self._accounts, texts),
            caller=Caller(client, layout, config.server, config.shown(), texts),
        )

    async def _watch(self, line: _Line) -> None:
        """Notice losses, which nobody tells; a client that gave up is replaced."""
        was_connected = True
        while not line.client.is_closed:
            self._accounts.tick()
            if was_connected and not line.client.is_connected:
                line.caller.lost()
            was_connected = line.client.is_connected
            await asyncio.sleep(TICK_SECONDS)

    def _returned(self) -> None:
        if self._line is not None:
            self._line.came_back()

    def _about(self) -> dict[str, Any]:
        groups = self._config.groups
        return {"version": _version(), "since": self._since, "lag": self.lag, "groups": groups}

    # -- accounts

    def _came(self, self_id: int) -> None:
        kept = self_id in self._kept
        self._kept.discard(self_id)
        _log.info(self._texts("connected", self_id=self_id, role="broker"))
        self._bot.account_came(self_id, kept=kept)

    def _went(self, self_id: int) -> None:
        self._beats.pop(self_id, None)
        _log.info(self._texts("disconnected", self_id=self_id, role="broker"))
        self._bot.account_went(self_id, self._texts("broker.account_gone"))

    # -- events

    def _take(self, arrived: Arrived) -> None:
        event = self._decoded(arrived.data)
        if event is not None and self._is_meant(event.pop(FOR_SERVERS, None)):
            self._hand_on(event)

    def _is_meant(self, servers: Any) -> bool:
        return not isinstance(servers, list) or self._config.server in servers

    def _take_chat(self, arrived: Arrived) -> None:
        """What another server tells of its game, if it is for groups that we hear."""
        server = untoken(arrived.subject.split(".")[-2])  # the broker vouches for that
        event = self._decoded(arrived.data)
        if event is None or server == self._config.server:
            return
        groups = self._ours(event.get("group_ids"))
        if groups:
            first = next(iter(self.accounts()), 0)
            self._hand_on({**event, "from_server": server, "group_ids": groups, "self_id": first})

    def _ours(self, group_ids: Any) -> list[Any]:
        """Those of some groups that we hear."""
        ours = self._config.groups
        given = group_ids if isinstance(group_ids, list) else []
        return given if ours is None else [one for one in given if str(one) in {*map(str, ours)}]

    async def _beat(self, message: Msg) -> None:
        event = self._decoded(message.data)
        self_id = event and as_id(event.get("self_id"))
        if event is None or self_id not in self.accounts():
            return
        if isinstance(event.get("status"), dict):
            self._beats[self_id] = time.monotonic(), event["status"]
        self._hand_on(event)

    def _decoded(self, data: bytes) -> Payload | None:
        try:
            event = decode(data)
        except (ValueError, RecursionError):
            event = None
        if isinstance(event, dict):
            return event
        _log.warning(self._texts("broker.bad_event", what=data[:100]))
        return None

    def _hand_on(self, event: Payload) -> None:
        try:
            event["server"] = self._config.server
            self._emit(event)
        except Exception:  # noqa: BLE001  (the boundary of one event: the others go on)
            _log.exception("an event could not be handed on")
        self._bot.stats.note()

    def _lost(self, loss: Loss) -> None:
        """Tell the owner: in the log, and as an event that others may listen to."""
        count = loss.last - loss.first + 1 if loss.kind == "gap" else None
        place = {"first": loss.first, "last": loss.last}
        if loss.kind == "gap":
            words = self._texts("broker.gap", count=count, **place)
        else:
            words = self._texts("broker.epoch", **place)
        _log.error(words)
        about = {"sub_type": loss.kind, "count": count, **place, "words": words}
        head = {"post_type": "meta_event", "meta_event_type": "lost", "time": int(time.time())}
        self._hand_on({**head, "self_id": next(iter(self.accounts()), 0), **about})


def _version() -> str:
    return str(json.loads(read_resource("qq_api", "mcdreforged.plugin.json"))["version"])
