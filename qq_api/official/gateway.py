"""One connection to the platform's gateway (docs: "WebSocket 方式"): who we are, heartbeats, and what happened."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from qq_api.codec import decode, encode
from qq_api.errors import FatalError, TryAgain
from qq_api.flow import Flow
from qq_api.loop import beside
from qq_api.official.auth import Token
from qq_api.official.closes import close_of
from qq_api.official.intents import bits_of, names_of
from qq_api.texts import Texts
from qq_api.types import Payload
from qq_api.websocket import MAX_BYTES

_log = logging.getLogger(__name__)
_quiet = _log.getChild("websocket")
_quiet.setLevel(logging.WARNING)  # at DEBUG the library writes every frame, and the first of them holds the token

HELLO_SECONDS, READY_SECONDS = 15.0, 30.0
"""How long the gateway may take to say hello, and to let us in."""

CLOSE_SECONDS = 0.5
"""How long it may take to agree to a close."""

INVALID_SECONDS = 3.0
"""How long to wait after it has called a session invalid."""

VAIN = 3
"""So often a session is tried that could not be resumed; then a new one is begun."""

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11

_COMING_BACK = 4000
"""Our close code when we mean to resume; 1000 and 1001 would end the session."""


@dataclass
class Session:
    """What is needed to go on after a loss: the session, and the number of the last event that was handed on."""

    id: str = ""
    seq: int | None = None


class Turns:
    """Who may identify now: at most `most` connections in so many seconds (`session_start_limit.max_concurrency`)."""

    def __init__(self, most: int = 1, seconds: float = 5.0) -> None:
        self.most, self._seconds = most, seconds
        self._taken: deque[float] = deque(maxlen=100)
        self._lock = asyncio.Lock()

    async def take(self) -> None:
        """Wait for one's turn."""
        async with self._lock:
            now = asyncio.get_running_loop().time
            if len(self._taken) >= self.most:
                await asyncio.sleep(self._taken[-self.most] + self._seconds - now())
            self._taken.append(now())


@dataclass(frozen=True)
class Link:
    """What all connections of one bot share.

    Attributes:
        address: asks where the gateway is; `fresh` for a session that begins.
        token: says who we are.
        intents: which events are wanted, by name.
        shards: how many connections share the guilds.
        flow: says when to stop reading.
        texts: the words.
        turns: who may identify.
    """

    address: Callable[[bool], Awaitable[str]]
    token: Token
    intents: tuple[str, ...]
    flow: Flow
    texts: Texts
    shards: int = 1
    turns: Turns = field(default_factory=Turns)


class Gateway:
    """A connection, and the session that outlives it.

    Args:
        link: what is shared with the other shards.
        on_frame: gets each event's frame (`{"op": 0, "t", "s", "id", "d"}`), in order; it must not wait.
        shard: its number, from 0.
        session: an earlier one to go on with.
    """

    def __init__(
        self, link: Link, on_frame: Callable[[Payload], None], shard: int = 0, session: Session | None = None
    ) -> None:
        self._link, self._on_frame, self.shard = link, on_frame, shard
        self.session = session or Session()
        self._vain = 0
        self._is_acked = True
        self._ready, self._may_read = asyncio.Event(), asyncio.Event()
        self._websocket: ClientConnection | None = None

    async def run(self) -> None:
        """Hold one connection until it ends.

        Raises:
            TryAgain: it ended as it may, or was lost; resumes where it can be.
            FatalError: the gateway will not have us, and why.
            ConnectionError: it cannot be reached.
        """
        is_fresh = not self.session.id
        url = await self._link.address(is_fresh)
        if is_fresh:
            await self._link.turns.take()
        try:
            # no pings: the gateway has heartbeats of its own; no proxy: the platform may only let our address in
            async with connect(
                url,
                compression=None,
                proxy=None,
                ping_interval=None,
                close_timeout=CLOSE_SECONDS,
                max_size=MAX_BYTES,
                logger=_quiet,
            ) as websocket:
                await self._hold(websocket)
        except (OSError, asyncio.TimeoutError, InvalidHandshake, InvalidURI) as error:
            reason = str(error) or type(error).__name__
            raise ConnectionError(self._link.texts("official.unreachable", url=url, reason=reason)) from None

    async def leave(self) -> None:
        """End the connection, where there is one; the session lives on."""
        if self._websocket is not None:
            await self._websocket.close(_COMING_BACK)

    async def _hold(self, websocket: ClientConnection) -> None:
        self._websocket = websocket
        self._ready.clear()
        self._link.flow.gates.add(self._gate)
        self._gate()
        try:
            beat = await self._enter(websocket)
            async with beside(self._beat(websocket, beat), self._expect_ready(websocket)):
                while True:
                    await self._take(websocket, await _next(websocket))
                    self._link.flow.check()
                    await self._may_read.wait()
        except ConnectionClosed as closed:
            raise self._ended(closed) from None
        finally:
            self._link.flow.gates.discard(self._gate)
            self._count_vain()
            await websocket.close(_COMING_BACK)

    async def _enter(self, websocket: ClientConnection) -> float:
        """Hear hello and say who we are; returns the seconds between heartbeats."""
        hello = await asyncio.wait_for(_next(websocket), HELLO_SECONDS)
        while hello.get("op") != HELLO:
            hello = await asyncio.wait_for(_next(websocket), HELLO_SECONDS)
        token = f"QQBot {await self._link.token.get()}"
        if self.session.id:
            known = {"session_id": self.session.id, "seq": self.session.seq or 0}
            await _send(websocket, RESUME, {"token": token, **known})
        else:
            wanted = {"intents": bits_of(self._link.intents), "shard": [self.shard, self._link.shards]}
            await _send(websocket, IDENTIFY, {"token": token, **wanted, "properties": {}})
        return _beat_of(hello.get("d"))

    async def _take(self, websocket: ClientConnection, frame: Payload) -> None:
        op = frame.get("op")
        if op == DISPATCH:
            self._dispatch(frame)
        elif op == HEARTBEAT:
            await _send(websocket, HEARTBEAT, self.session.seq)
        elif op == RECONNECT:
            raise TryAgain
        elif op == INVALID_SESSION:
            if frame.get("d") is True:
                raise TryAgain
            self.session = Session()
            raise TryAgain(seconds=INVALID_SECONDS)
        elif op == ACK:
            self._is_acked = True

    def _dispatch(self, frame: Payload) -> None:
        kind, data = frame.get("t"), frame.get("d")
        if kind == "READY" and isinstance(data, dict):
            self.session = Session(str(data.get("session_id") or ""))
        if kind in ("READY", "RESUMED"):
            self._ready.set()
        self._on_frame(frame)
        if (seq := _number(frame.get("s"))) is not None:
            self.session.seq = max(self.session.seq or 0, seq)

    async def _beat(self, websocket: ClientConnection, seconds: float) -> None:
        """Say that we live. Whoever did not answer last time is dead, unless we are the ones who do not read."""
        self._is_acked = True
        await asyncio.sleep(seconds * random.random())  # noqa: S311  (jitter, no secret)
        while True:
            if not self._is_acked and self._may_read.is_set():
                await websocket.close(_COMING_BACK, "no heartbeat ACK")
                return
            self._is_acked = False
            await _send(websocket, HEARTBEAT, self.session.seq)
            await asyncio.sleep(seconds * 0.9)

    async def _expect_ready(self, websocket: ClientConnection) -> None:
        try:
            await asyncio.wait_for(self._ready.wait(), READY_SECONDS)
        except asyncio.TimeoutError:
            await websocket.close(_COMING_BACK, "no READY")

    def _gate(self) -> None:
        """Listeners are behind, or no longer."""
        if self._link.flow.may_read():
            self._is_acked = True  # the answer may lie behind what was not read
            self._may_read.set()
        else:
            self._may_read.clear()

    def _ended(self, closed: ConnectionClosed) -> Exception:
        """What the end of a connection means."""
        frame = closed.rcvd if closed.rcvd_then_sent is not False else None
        code, reason = (frame.code, frame.reason) if frame else (None, closed.sent.reason if closed.sent else "")
        close = close_of(code)
        if close.clears:
            self.session = Session()
        if close.drops_token:
            self._link.token.drop()
        names = ", ".join(names_of(self._link.intents))
        found = {"code": code or "-", "reason": reason, "intents": names, "shards": self._link.shards}
        words = self._link.texts(f"official.close.{close.key}", **found) if close.key else ""
        return FatalError(words) if close.is_fatal else TryAgain(words, close.seconds)

    def _count_vain(self) -> None:
        self._vain = 0 if self._ready.is_set() else self._vain + 1
        if self._vain >= VAIN:
            self.session, self._vain = Session(), 0


def _beat_of(hello: Any) -> float:
    """`{"heartbeat_interval": 41250}` -> 41.25; that, too, for what makes no sense."""
    beat = _number(hello.get("heartbeat_interval")) if isinstance(hello, dict) else None
    return beat / 1000 if beat and 0 < beat < 10**7 else 41.25


async def _next(websocket: ClientConnection) -> Payload:
    """The next frame that is an object; what is none is told and left out."""
    while True:
        source = await websocket.recv()
        try:
            frame = decode(source)
        except (ValueError, RecursionError) as error:
            _log.warning("the gateway sent what is no JSON: %s", error)
            continue
        if isinstance(frame, dict):
            return frame


async def _send(websocket: ClientConnection, op: int, data: Any) -> None:
    await websocket.send(encode({"op": op, "d": data}).decode())


def _number(value: Any) -> int | None:
    """Numbers come as numbers and as strings; None for what is none."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None
