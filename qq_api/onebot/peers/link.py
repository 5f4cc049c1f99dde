"""One WebSocket with a bot at its other end, whoever opened it."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from qq_api.backlog import Backlog
from qq_api.loop import beside
from qq_api.onebot.peers.answers import Answers
from qq_api.onebot.peers.faults import Faults
from qq_api.onebot.peers.manners import PLAIN, Manners
from qq_api.types import CallAction, Payload
from qq_api.web import from_json

BACKLOG = 10_000
"""Events that may wait for one peer."""

OnChange = Callable[[bool], None]
"""Told when a bot is there (True) and when it is gone (False)."""


class Link:
    """An open WebSocket with a bot.

    Args:
        connection: the WebSocket.
        self_id: the account.
        name: of the bot, for the log.
        role: `universal`, or `api` (no events), `event` (no actions) or `nothing`.
        faults: of its endpoint.
        manners: whose way of speaking it has.
    """

    def __init__(
        self,
        connection: ClientConnection | ServerConnection,
        self_id: int,
        name: str,
        role: str,
        faults: Faults,
        manners: Manners = PLAIN,
    ) -> None:
        self._manners = manners
        self._connection, self._self_id, self._role, self._faults = connection, self_id, role, faults
        self._outgoing: Backlog[Payload | str] = Backlog(f"QQ {self_id}, {name}", BACKLOG)

    def emit(self, payload: Payload) -> None:
        """Send an event, unless this connection carries none."""
        if self._role in ("universal", "event"):
            self._outgoing.put(payload)

    def abort(self) -> None:
        """Cut the connection off."""
        self._connection.transport.abort()

    def garble(self, text: str) -> None:
        """Send a frame as it is."""
        self._outgoing.put(text)

    async def hold(self, call_action: CallAction, answers: Answers, heartbeat: float) -> None:
        """Carry both until the connection ends."""
        self.emit(meta_event(self._self_id, "lifecycle", sub_type="connect"))
        with self._faults.of(self), contextlib.suppress(ConnectionClosed):
            async with beside(self._send_waiting(), self._beat(heartbeat)):
                async for frame in self._connection:
                    if self._role in ("universal", "api"):
                        # one after the other, so that what is said first is sent first
                        await self._answer(await answers(call_action, _named(from_json(frame))))

    async def _beat(self, seconds: float) -> None:
        await beat(self.emit, self._self_id, seconds, self._manners.status)

    async def _answer(self, answer: Payload) -> None:
        if self._faults.lose_echo:
            answer.pop("echo", None)
        await self._send(answer, twice=self._faults.double_answers)

    async def _send_waiting(self) -> None:
        while True:
            await self._send(await self._outgoing.get(), twice=self._faults.double_events)

    async def _send(self, frame: Payload | str, *, twice: bool) -> None:
        if self._faults.delay:
            await asyncio.sleep(self._faults.delay)
        text = frame if isinstance(frame, str) else json.dumps(frame)
        for _ in range(0 if self._faults.silent else 1 + twice):
            await self._connection.send(text)


def _named(frame: Any) -> Any:
    """`{"ping": 1}` is answered as NapCat does: there is no action "undefined"."""
    return {"action": "undefined", **frame} if isinstance(frame, dict) else frame


def meta_event(self_id: int, meta_event_type: str, **fields: Any) -> Payload:
    """A meta event (OneBot 11, "Meta events")."""
    head = {"time": int(time.time()), "self_id": self_id, "post_type": "meta_event"}
    return head | {"meta_event_type": meta_event_type} | fields


async def beat(emit: Callable[[Payload], None], self_id: int, seconds: float, more: Payload | None = None) -> None:
    """Emit a heartbeat every so many seconds, the first after one interval; none for 0. `more` goes into `status`."""
    while seconds:
        await asyncio.sleep(seconds)
        status = {"online": True, "good": True, **(more or {})}
        emit(meta_event(self_id, "heartbeat", status=status, interval=int(seconds * 1000)))
