"""One WebSocket with a bot at its other end, whoever opened it."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

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

OnTaken = Callable[[Payload], None]
"""Told of each event that a bot has taken."""


class Link:
    """An open WebSocket with a bot.

    Args:
        connection: the WebSocket.
        self_id: the account.
        name: of the bot, for the log.
        role: `universal`, or `api` (no events), `event` (no actions) or `nothing`.
        faults: of its endpoint.
        on_taken: told of each event that was sent.
        manners: whose way of speaking it has.
    """

    def __init__(
        self,
        connection: ClientConnection | ServerConnection,
        self_id: int,
        name: str,
        role: str,
        faults: Faults,
        on_taken: OnTaken = lambda _: None,
        manners: Manners = PLAIN,
    ) -> None:
        self._manners = manners
        self._connection, self._self_id, self._role, self._faults = connection, self_id, role, faults
        self._on_taken = on_taken
        self._outgoing: Backlog[Payload | str] = Backlog(f"QQ {self_id}, {name}", BACKLOG)
        self._told_to_close: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        connection.protocol.send_frame = partial(self._send_frame, connection.protocol.send_frame)  # type: ignore[method-assign]

    def _send_frame(self, send_frame: Callable[[Frame], None], frame: Frame) -> None:
        """`websockets` answers pings by itself, and has no switch for it."""
        if not (self._faults.no_pong and frame.opcode is Opcode.PONG):
            send_frame(frame)

    def emit(self, payload: Payload) -> None:
        """Send an event, unless this connection carries none."""
        if self._role in ("universal", "event"):
            self._outgoing.put(self._faults.event(payload))

    def abort(self) -> None:
        """Cut the connection off."""
        self._connection.transport.abort()

    def close(self, code: int) -> None:
        """Say goodbye and close the connection."""
        if not self._told_to_close.done():
            self._told_to_close.set_result(code)

    def garble(self, text: str) -> None:
        """Send a frame as it is."""
        self._outgoing.put(text)

    async def hold(self, call_action: CallAction, answers: Answers, heartbeat: float) -> None:
        """Carry both until the connection ends."""
        self.emit(meta_event(self._self_id, "lifecycle", sub_type="connect"))
        beating = beat(self.emit, self._self_id, heartbeat, self._faults, self._manners.status)
        with self._faults.of(self), contextlib.suppress(ConnectionClosed):
            async with beside(self._send_waiting(), beating, self._close_when_told()):
                async for frame in self._connection:
                    if self._role in ("universal", "api"):
                        # one after the other, so that what is said first is sent first
                        await self._answer(await answers(call_action, _named(from_json(frame))))

    async def _answer(self, answer: Payload) -> None:
        if late := self._faults.late_answers:
            for _ in range(1 + self._faults.double_answers):
                asyncio.get_running_loop().call_later(late, self._outgoing.put, json.dumps(answer))
        else:
            await self._send(answer, twice=self._faults.double_answers)

    async def _close_when_told(self) -> None:
        await self._connection.close(await self._told_to_close)

    async def _send_waiting(self) -> None:
        while True:
            frame = await self._outgoing.get()
            await self._send(frame, twice=self._faults.double_events and not isinstance(frame, str))
            if not (isinstance(frame, str) or self._faults.silent):
                self._on_taken(frame)

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


async def beat(
    emit: Callable[[Payload], None], self_id: int, seconds: float, faults: Faults, more: Payload | None = None
) -> None:
    """Emit a heartbeat every so many seconds, the first after one interval; none for 0. `more` goes into `status`."""
    while seconds:
        await asyncio.sleep(seconds)
        if faults.no_heartbeat:
            continue
        status = {"online": not faults.offline, "good": not faults.offline, **(more or {})}
        emit(meta_event(self_id, "heartbeat", status=status, interval=int(seconds * 1000)))
