"""Events from the bot's thread to MCDR's listeners: none lost while plugins reload, none out of order.

`dispatch_event` looks its listeners up in the calling thread at once, and during a reload there are none. So the events
wait in one deque, and a task on MCDR's executor, which cannot run in the middle of a reload, dispatches them.
"""

import time
from asyncio import AbstractEventLoop
from collections import deque
from collections.abc import Iterable
from typing import Any

from aiocqhttp import Event
from mcdreforged.api.types import PluginServerInterface
from mcdreforged.plugin.plugin_event import LiteralEvent

from qq_api.bot import Bot, handled_account
from qq_api.events import CONNECT, DISCONNECT, EVENT_NAMES, is_heartbeat

BUDGET = 0.002
"""Seconds one drain may take before players' commands get their turn."""

_EVENTS = {post_type: LiteralEvent(name) for post_type, name in EVENT_NAMES.items()}
_HEARD = frozenset({*_EVENTS, "connection"})
_CONNECT, _DISCONNECT = LiteralEvent(CONNECT), LiteralEvent(DISCONNECT)


def _as_mcdr_has_it(event: Event) -> tuple[LiteralEvent, tuple[Any, ...]]:
    """The MCDR event for one of ours, and its arguments behind the bot."""
    if event["post_type"] != "connection":
        return _EVENTS[event["post_type"]], (event,)
    if event["connection_type"] == "open":
        return _CONNECT, (event["self_id"],)
    return _DISCONNECT, (event["self_id"], event["reason"])


class Emitter:
    """Hands events on to MCDR.

    Args:
        server: of this plugin.
        bot: goes along with each event.
        loop: the bot's; `emit` is called there.
        waiting: events left over from before a reload; they come first.
    """

    def __init__(
        self, server: PluginServerInterface, bot: Bot, loop: AbstractEventLoop, waiting: Iterable[Event] = ()
    ) -> None:
        self._server, self._bot, self._loop = server, bot, loop
        self._waiting: deque[Event] = deque(waiting)
        self._scheduled = False
        self._closed = False
        bot.flow.sources.append(lambda: len(self._waiting))
        loop.call_soon_threadsafe(self._schedule)

    def emit(self, event: Event) -> None:
        """Take an event, on the bot's loop."""
        post_type = event["post_type"]
        if post_type != "message" and (post_type not in _HEARD or is_heartbeat(event)):
            return
        self._waiting.append(event)
        if not self._scheduled:
            self._schedule()

    def close(self) -> list[Event]:
        """Stop, on MCDR's executor, and return what no listener has had yet."""
        self._closed = True
        return list(self._waiting)

    def _schedule(self) -> None:
        if self._waiting and not self._scheduled and not self._closed:
            self._scheduled = True
            self._server.schedule_task(self._drain)

    def _drain(self) -> None:
        """Dispatch what waits, for a few milliseconds; on MCDR's executor."""
        deadline = time.monotonic() + BUDGET
        while self._waiting and not self._closed:
            self._dispatch(self._waiting.popleft())
            if time.monotonic() > deadline:
                break
        self._scheduled = False
        if not self._closed:
            self._loop.call_soon_threadsafe(self._resume)

    def _dispatch(self, event: Event) -> None:
        token = handled_account.set(dict.get(event, "self_id"))
        name, arguments = _as_mcdr_has_it(event)
        self._server.dispatch_event(name, (self._bot, *arguments), on_executor_thread=False)
        handled_account.reset(token)

    def _resume(self) -> None:
        """Back on the bot's loop: what came meanwhile is scheduled behind what MCDR has to do."""
        self._bot.flow.check()
        self._schedule()
