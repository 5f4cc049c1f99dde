"""One WebSocket with a bot at its other end, whoever opened it."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.protocol import Side, State

from qq_api.backlog import Backlog
from qq_api.loop import beside
from qq_api.onebot.peers.answers import Answers
from qq_api.onebot.peers.faults import Faults
from qq_api.onebot.peers.forwarding import Spliced, Writes
from qq_api.onebot.peers.manners import PLAIN, Manners
from qq_api.types import CallAction, Payload
from qq_api.web import from_json
from qq_api.websocket.frames import Masked, unmasked

BACKLOG = 10_000
"""Events that may wait for one peer."""

MOST_CALLS = 100
"""Calls of one bot that may be under way at once, where they need not wait for each other."""

MOST_BUFFERED = 64 * 1024
"""Bytes that may lie in a transport; while there are more, what comes waits in the backlog, where it can be dropped."""

TOGETHER = 100
"""Of the events that wait, so many leave in one write."""

Outgoing: TypeAlias = Backlog[Payload | str | Spliced]

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
        outgoing: what waits to be sent, kept from an earlier connection.
        faithful: whether calls need not wait for each other, as for a bridge, which only hands them on; they begin in
            the order in which they came.

    Attributes:
        forwarded: how many events of `forward` were sent.
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
        outgoing: Outgoing | None = None,
        *,
        faithful: bool = False,
    ) -> None:
        self._manners = manners
        self._framed = Masked() if connection.protocol.side is Side.CLIENT else unmasked
        self._transport, self._protocol = connection.transport, connection.protocol
        self._is_idle, self.forwarded = False, 0
        self._connection, self._self_id, self._role, self._faults = connection, self_id, role, faults
        self._on_taken = on_taken
        self._outgoing: Outgoing = Backlog(f"QQ {self_id}, {name}", BACKLOG) if outgoing is None else outgoing
        self._free = asyncio.Semaphore(MOST_CALLS if faithful else 1)
        self._faithful = faithful
        self._calls: set[asyncio.Task[None]] = set()
        self._told_to_close: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        connection.protocol.send_frame = partial(self._send_frame, connection.protocol.send_frame)  # type: ignore[method-assign]

    def _send_frame(self, send_frame: Callable[[Frame], None], frame: Frame) -> None:
        """`websockets` answers pings by itself, and has no switch for it."""
        if not (self._faults.no_pong and frame.opcode is Opcode.PONG):
            send_frame(frame)

    @property
    def hears(self) -> bool:
        """Whether this connection carries events."""
        return self._role in ("universal", "event")

    def emit(self, payload: Payload) -> None:
        """Send an event, unless this connection carries none."""
        if self.hears:
            self._outgoing.put(self._faults.event(payload))

    def forward(self, bodies: Sequence[bytes], tail: bytes, writes: Writes, framed: bytes = b"") -> None:
        """Send events as `Forwards` says.

        Args:
            bodies, tail, writes: as there.
            framed: the frames that they make, where they are known.
        """
        if self._is_idle and not self._outgoing and self._takes_more():
            # past the state machine of `websockets`, for which whole data frames change nothing
            writes.append((self._transport, framed or self._framed([body + tail for body in bodies])))
            self.forwarded += len(bodies)
        else:
            for body in bodies:
                self._outgoing.put(Spliced(body, tail))

    def _takes_more(self) -> bool:
        return self._is_open() and self._transport.get_write_buffer_size() <= MOST_BUFFERED

    def _is_open(self) -> bool:
        return self._protocol.state is State.OPEN and not self._transport.is_closing()

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
        beating = beat(self.emit, self._self_id, heartbeat, self._faults, self._manners.status)
        with self._faults.of(self), contextlib.suppress(ConnectionClosed):
            async with beside(self._send_waiting(), beating, self._close_when_told()):
                await self._take_calls(call_action, answers)

    async def _take_calls(self, call_action: CallAction, answers: Answers) -> None:
        try:
            async for frame in self._connection:
                if self._role in ("universal", "api"):
                    await self._free.acquire()  # so that what is said first is sent first
                    task = asyncio.create_task(self._call(call_action, answers, frame))
                    self._calls.add(task)
                    task.add_done_callback(self._calls.discard)
            if not self._faithful:
                await asyncio.gather(*self._calls)  # what was asked for is done, though nobody hears the answer
        except asyncio.CancelledError:
            for task in self._calls:
                task.cancel()
            raise

    async def _call(self, call_action: CallAction, answers: Answers, frame: str | bytes) -> None:
        try:
            with contextlib.suppress(ConnectionClosed):
                await self._answer(await answers(call_action, _named(from_json(frame))))
        finally:
            self._free.release()

    async def _answer(self, answer: Payload) -> None:
        if late := self._faults.late_answers:
            for _ in range(1 + self._faults.double_answers):
                asyncio.get_running_loop().call_later(late, self._outgoing.put, json.dumps(answer))
        else:
            await self._send(answer, twice=self._faults.double_answers)

    async def _close_when_told(self) -> None:
        await self._connection.close(await self._told_to_close)

    async def _send_waiting(self) -> None:
        if self.hears:
            await self._tell(self._faults.event(meta_event(self._self_id, "lifecycle", sub_type="connect")))
        while True:
            self._is_idle = True
            frame = await self._outgoing.get()
            self._is_idle = False
            if not self._is_open():  # it waits for the next connection, if there is one
                self._outgoing.put_first(frame)
                return
            if isinstance(frame, Spliced):
                await self._catch_up(frame)
            else:
                await self._tell(frame)

    async def _catch_up(self, first: Spliced) -> None:
        """Send what waits, the last of it by `websockets`, which waits until the bot takes it."""
        waiting = [first, *self._outgoing.take(TOGETHER - 1, _is_spliced)]
        *rest, last = [one.body + one.tail for one in waiting if isinstance(one, Spliced)]
        self._transport.write(self._framed(rest))
        self.forwarded += len(waiting)
        await self._connection.send(last.decode())

    async def _tell(self, frame: Payload | str) -> None:
        await self._send(frame, twice=self._faults.double_events and not isinstance(frame, str))
        if not (isinstance(frame, str) or self._faults.silent):
            self._on_taken(frame)

    async def _send(self, frame: Payload | str, *, twice: bool) -> None:
        if self._faults.delay:
            await asyncio.sleep(self._faults.delay)
        text = frame if isinstance(frame, str) else json.dumps(frame)
        for _ in range(0 if self._faults.silent else 1 + twice):
            await self._connection.send(text)


def _is_spliced(frame: object) -> bool:
    return isinstance(frame, Spliced)


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
