"""Whether QQ itself is online behind an open connection: an account that QQ logged out stays connected, and silent.

Three things tell: the notice `bot_offline` (NapCat, when QQ logs an account out), `status.online` of heartbeats, and
`get_status` (OneBot 11, public API), asked every half minute.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from aiocqhttp import Event

from qq_api.bot import Bot
from qq_api.errors import ApiNotAvailable, Error
from qq_api.events import is_heartbeat

_log = logging.getLogger(__name__)

ASK_SECONDS = 30.0
"""So often accounts are asked; heartbeats, mostly every 5 to 30 seconds, tell sooner."""

ANSWER_SECONDS = 5.0
"""How long an account may take to say whether QQ is online."""

Kind: TypeAlias = Literal["online", "closed", "offline", "kicked"]

_WORSE: tuple[Kind, ...] = ("online", "closed", "offline", "kicked")


@dataclass(frozen=True)
class State:
    """How an account is.

    Attributes:
        kind: `online`; `closed`: not connected; `offline`: connected, but QQ is not; `kicked`: QQ logged it out.
        reason: why, in the words of the other side; may be empty.
        since: Unix time, in seconds.
        kept: online since before the plugin was reloaded.
    """

    kind: Kind
    reason: str
    since: float
    kept: bool = False

    @property
    def is_dead(self) -> bool:
        """Whether QQ itself is offline, connected or not."""
        return self.kind in ("offline", "kicked")


class Watch:
    """Knows how the accounts of one bot are, on its loop; `listen` belongs among the bot's listeners.

    Args:
        bot: whose accounts they are.
        clock: gives Unix time, in seconds.

    Attributes:
        listeners: called with an account and its new state, whenever that changed; they must not wait.
    """

    def __init__(self, bot: Bot, clock: Callable[[], float] = time.time) -> None:
        self._bot, self._clock = bot, clock
        self._states: dict[int, State] = {}
        self._answered: set[int] = set()
        self._unable: set[int] = set()
        self.listeners: list[Callable[[int, State], None]] = []

    def state(self, self_id: int) -> State | None:
        """How an account is; None for one that never came."""
        return self._states.get(self_id)

    def listen(self, event: Event) -> None:
        """Take note of an event."""
        if event["post_type"] == "message":  # nearly all of them
            return
        self_id = event.get("self_id")
        if not isinstance(self_id, int) or self._bot.closed:
            return
        if event["post_type"] == "connection":
            self._connection(self_id, event)
        elif is_heartbeat(event):
            self._hear(self_id, _online_in(event.get("status")))
        elif event.get("notice_type") == "bot_offline":
            # {"tag": "下线通知", "message": "你的帐号在另一地点登录"} -> "下线通知: 你的帐号在另一地点登录"
            words = (event.get("tag"), event.get("message"))
            self._change(self_id, "kicked", ": ".join(str(one) for one in words if one))

    async def run(self) -> None:
        """Ask the accounts, now and then, for ever. One that never could answer is left alone until it comes again."""
        while True:
            await asyncio.sleep(ASK_SECONDS)
            if self._bot.flow.stopped:  # the answers would lie behind events that nobody can take yet
                continue
            try:
                await asyncio.gather(*(self._look(one) for one in self._bot.accounts() if one not in self._unable))
            except Exception:  # noqa: BLE001  (the boundary of the watch: it goes on)
                _log.exception("an account could not be asked how it is")

    async def ask(self, self_id: int) -> bool | None:
        """Ask an account whether QQ is online; None when it answers, but does not say.

        Raises:
            Error: the action failed, or nobody is there.
            asyncio.TimeoutError: no answer in time.
        """
        before = self._states.get(self_id)
        status = await asyncio.wait_for(self._bot.call_action("get_status", self_id=self_id), ANSWER_SECONDS)
        self._answered.add(self_id)
        online = _online_in(status)
        if self._states.get(self_id) is before:  # else what was heard meanwhile is newer than the answer
            self._hear(self_id, online)
        return online

    async def _look(self, self_id: int) -> None:
        try:
            await self.ask(self_id)
        except ApiNotAvailable as error:  # over HTTP the only sign that QQ's side is gone
            if self_id in self._answered:
                self._change(self_id, "closed", str(error))
        except (Error, asyncio.TimeoutError):
            if self_id not in self._answered:
                self._unable.add(self_id)

    def _connection(self, self_id: int, event: Event) -> None:
        state = self._states.get(self_id)
        if event["connection_type"] == "closed":
            if self_id not in self._bot.accounts():  # over no other connection either
                self._change(self_id, "closed", str(event.get("reason") or ""))
            return
        self._unable.discard(self_id)
        if state is not None and state.is_dead:
            self._bot.spawn(self._return(self_id))
        else:
            self._change(self_id, "online", kept=bool(event.get("kept")))

    async def _return(self, self_id: int) -> None:
        """Connected again after QQ went offline: only the connection may be new. Who cannot say is believed."""
        try:
            online = await self.ask(self_id)
        except (Error, asyncio.TimeoutError):
            online = None
        if online is None:
            self._change(self_id, "online")

    def _hear(self, self_id: int, online: bool | None) -> None:
        if online is not None:
            self._change(self_id, "online" if online else "offline")

    def _change(self, self_id: int, kind: Kind, reason: str = "", *, kept: bool = False) -> None:
        """A new state, unless it is as before; once offline, the first reason stands until there is a worse one."""
        state = self._states.get(self_id)
        if state is not None and (kind == state.kind or (kind != "online" and not _is_worse(kind, state.kind))):
            return
        self._states[self_id] = State(kind, reason, self._clock(), kept)
        for listener in self.listeners:
            listener(self_id, self._states[self_id])


def _online_in(status: Any) -> bool | None:
    """`{"online": false, "good": false}` -> False; some implementations say null."""
    online = status.get("online") if isinstance(status, dict) else None
    return online if isinstance(online, bool) else None


def _is_worse(kind: Kind, other: Kind) -> bool:
    return _WORSE.index(kind) > _WORSE.index(other)
