"""The gateway: bots connect to it by WebSocket and hear events (接入网关, "WebSocket")."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.refusals import Refusal
from qq_api.sandbox.official.sessions import Closed, Session, Sessions, Unknown
from qq_api.sandbox.official.tokens import Tokens
from qq_api.types import Payload
from qq_api.web import Receive, Scope, Send, from_json, refuse, take_over
from qq_api.websocket import WebSocket

_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11

PATIENCE = 2
"""Heartbeats that may be missing before a connection is given up."""


class Gateway:
    """Where bots connect to.

    Attributes:
        sessions: what was sent to whom.
        acknowledges: whether heartbeats are answered.
        accepts: whether anybody may connect.

    Args:
        office: the bot.
        tokens: says whose tokens are good.
        on_change: told whether a bot is connected.
    """

    def __init__(self, office: Office, tokens: Tokens, on_change: Callable[[bool], None] = lambda _: None) -> None:
        self.office, self.tokens, self.sessions = office, tokens, Sessions(office)
        self.acknowledges = self.accepts = True
        self._links: set[_Link] = set()
        self._on_change = on_change

    def tell(self, event_id: str, kind: str, data: Payload) -> None:
        """Send an event to whoever asked for it, and keep it for those who come back."""
        for session in self.sessions:
            if session.wants(kind, data):
                self._send(session, session.push(event_id, kind, data))

    def _send(self, session: Session, frame: Payload) -> None:
        for link in [link for link in self._links if link.session is session]:
            link.send(frame)

    def is_connected(self) -> bool:
        """Whether a bot hears events here."""
        return any(link.session is not None for link in self._links)

    async def asgi(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        await receive()  # websocket.connect
        if not self.accepts:
            await refuse(scope, send, 503, "the gateway is closed")
            return
        await send({"type": "websocket.accept"})
        link = _Link(self, take_over(scope))
        self._links.add(link)
        try:
            await link.run()
        finally:
            self._links.discard(link)
            self._leave(link)

    def _leave(self, link: "_Link") -> None:
        session = link.session
        if session is not None and all(other.session is not session for other in self._links):
            session.lost = self.office.clock.now()
        self.changed()

    def changed(self) -> None:
        """A bot came or went."""
        self._on_change(self.is_connected())

    def check(self, asked: Any) -> Payload:
        """Who wants to begin or to go on must have a token; `Closed` otherwise."""
        if not isinstance(asked, dict) or not isinstance(asked.get("token"), str):
            raise Closed(4002)
        try:
            self.tokens.check(asked["token"])
        except Refusal:
            raise Closed(4004) from None
        return asked

    # -- what tests do to it

    def close(self, code: int = 4009) -> None:
        """End every connection with a code: 4009 asks to come back and go on, 4915 says that the bot is banned."""
        for link in [*self._links]:
            link.close(code)

    async def drop(self) -> None:
        """Cut every connection off without a word."""
        for link in [*self._links]:
            await link.cut()

    def reconnect(self) -> None:
        """Ask every bot to connect anew (`op` 7), then end its connection."""
        for link in [*self._links]:
            link.send({"op": _RECONNECT})
            link.close(4009)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Say that the session is invalid (`op` 9); with `resumable` it can be gone on with all the same."""
        if not resumable:
            self.sessions.forget()
        for link in [*self._links]:
            link.send({"op": _INVALID, "d": resumable})
            link.close(4009 if resumable else 4006)

    def send(self, frame: Any) -> None:
        """Send anything to every bot: what is unknown, or nonsense as text."""
        for link in [*self._links]:
            link.send(frame)


class _Link:
    """One connection."""

    def __init__(self, gateway: Gateway, websocket: WebSocket) -> None:
        self._gateway, self._websocket = gateway, websocket
        self.session: Session | None = None
        self._ops: dict[Any, Callable[[Any], None]] = {
            _HEARTBEAT: self._heartbeat,
            _IDENTIFY: self._identify,
            _RESUME: self._resume,
        }
        self._late: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        """Hold it to its end."""
        self._wait_for_heartbeat()
        interval = round(self._gateway.office.settings.heartbeat * 1000)
        self.send({"op": _HELLO, "d": {"heartbeat_interval": interval}})
        self._websocket.listen(self._take, lambda: None)
        try:
            await self._websocket.ended
        finally:
            if self._late is not None:
                self._late.cancel()

    def send(self, frame: Any) -> None:
        """Send a frame, or a text as it is; whoever is gone hears nothing."""
        if self._websocket.is_open:
            text = frame if isinstance(frame, str) else json.dumps(frame)
            self._websocket.write(text.encode())

    def close(self, code: int) -> None:
        """Say goodbye."""
        self._websocket.close(code)

    async def cut(self) -> None:
        """Be gone: the socket closes, and nobody said goodbye."""
        detached = await self._websocket.detach()
        if detached is not None:
            detached[0].close()

    def _wait_for_heartbeat(self) -> None:
        if self._late is not None:
            self._late.cancel()
        seconds = self._gateway.office.settings.heartbeat * PATIENCE
        self._late = asyncio.get_running_loop().call_later(seconds, self.close, 4009)

    def _take(self, text: bytes) -> None:
        frame = from_json(text)
        try:
            if not isinstance(frame, dict):
                raise Closed(4002)
            if frame.get("op") not in self._ops:
                raise Closed(4001)
            self._ops[frame["op"]](frame.get("d"))
        except Closed as closed:
            self.close(closed.code)

    def _heartbeat(self, seq: Any) -> None:
        self._wait_for_heartbeat()
        if seq is not None and (not isinstance(seq, int) or (self.session is not None and seq > self.session.seq)):
            raise Closed(4007)
        if self._gateway.acknowledges:
            self.send({"op": _ACK})

    def _identify(self, asked: Any) -> None:
        session = self._gateway.sessions.begin(self._gateway.check(asked))
        self._begin(session)
        ready = {"version": 1, "session_id": session.name, "user": self._gateway.office.bot.user()}
        self.send(session.push("", "READY", ready | {"shard": [*session.shard]}))

    def _resume(self, asked: Any) -> None:
        seq = self._gateway.check(asked).get("seq")
        try:
            session = self._gateway.sessions.resume(asked)
        except Unknown:
            self.send({"op": _INVALID, "d": False})
            raise Closed(4006) from None
        missed = session.after(seq if isinstance(seq, int) else -1)
        self._begin(session)
        for frame in missed:
            self.send(frame)
        self.send({"op": _DISPATCH, "id": "", "d": "", "s": session.seq, "t": "RESUMED"})

    def _begin(self, session: Session) -> None:
        session.lost, self.session = None, session
        self._gateway.changed()
