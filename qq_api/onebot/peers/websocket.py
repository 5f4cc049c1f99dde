"""Peers by WebSocket, from either end."""

import asyncio
import socket
from http import HTTPStatus

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from qq_api.loop import beside
from qq_api.onebot.handshake import Refusal, refuse_browsers
from qq_api.onebot.peers.answers import Answers
from qq_api.onebot.peers.faults import Faults
from qq_api.onebot.peers.link import Link, OnChange
from qq_api.onebot.peers.manners import PLAIN, Manners
from qq_api.types import CallAction, Payload
from qq_api.websocket import MAX_BYTES

ROLES = {"/api": "api", "/event": "event"}
"""What a forward connection carries, by path; `/` carries both."""

_ROLE_HEADERS = {"universal": "Universal", "api": "API", "event": "Event"}


class ReverseWebSocketPeer:
    """A `Peer` that we connect to, as NapCat's "WebSocket client" does (OneBot 11, "Reverse WebSocket").

    Events that come while it is away are lost, as with every OneBot implementation.

    Args:
        url: as `ws://127.0.0.1:5700/ws`.
        self_id: the account.
        token: sent as `Authorization: Bearer …`.
        heartbeat: seconds between heartbeat events; 0 for none.
        on_change: told when the connection is there (True) and when it is gone (False).
        role: what it carries: `universal` for both, `api` or `event`.
        manners: whose way of speaking it has.
        faults: what goes wrong on purpose.
    """

    def __init__(
        self,
        url: str,
        self_id: int,
        token: str = "",
        heartbeat: float = 30,
        on_change: OnChange = lambda _: None,
        *,
        role: str = "universal",
        manners: Manners = PLAIN,
        faults: Faults | None = None,
    ) -> None:
        self.url, self.self_id, self.faults = url, self_id, faults or Faults()
        self._token, self._heartbeat, self._on_change, self._role = token, heartbeat, on_change, role
        self._answers, self._manners = Answers(manners), manners
        self._link: Link | None = None

    def emit(self, payload: Payload) -> None:
        """Send an event, if connected."""
        if self._link is not None:
            self._link.emit(payload)

    async def run(self, call_action: CallAction) -> None:
        """Hold one connection until it ends."""
        opening = connect(
            self.url,
            additional_headers=self._headers(),
            user_agent_header=None,
            max_size=MAX_BYTES,
            compression=None,
            proxy=None,
        )
        async with opening as connection, beside(self._answers.run()):
            self._link = Link(connection, self.self_id, self.url, self._role, self.faults, self._manners)
            self._on_change(True)
            try:
                await self._link.hold(call_action, self._answers, self._heartbeat)
            finally:
                self._link = None
                self._on_change(False)

    def _headers(self) -> dict[str, str]:
        headers = {"X-Self-ID": str(self.self_id), "X-Client-Role": _ROLE_HEADERS[self._role]}
        return headers | self._manners.headers(self.faults.secret(self._token))


class ForwardWebSocketPeer:
    """A `Peer` that listens, as NapCat's "WebSocket server" does (OneBot 11, "Forward WebSocket").

    Any number of bots connect, each to `/` for everything or to `/event` and `/api`; every one hears every event.

    Args:
        sock: the bound socket.
        self_id: the account.
        token: what a bot must bring along, in the header or the query; empty for nothing.
        heartbeat: seconds between heartbeat events; 0 for none.
        on_change: told whether a bot that hears events is there.
        manners: whose way of speaking it has.
        faults: what goes wrong on purpose.
    """

    def __init__(
        self,
        sock: socket.socket,
        self_id: int,
        token: str = "",
        heartbeat: float = 30,
        on_change: OnChange = lambda _: None,
        *,
        manners: Manners = PLAIN,
        faults: Faults | None = None,
    ) -> None:
        self.self_id, self.faults = self_id, faults or Faults()
        self._sock, self._token, self._heartbeat, self._on_change = sock, token, heartbeat, on_change
        self._answers, self._manners = Answers(manners), manners
        self._links: set[Link] = set()

    def emit(self, payload: Payload) -> None:
        """Send an event to every bot that hears events."""
        for link in self._links:
            link.emit(payload)

    async def run(self, call_action: CallAction) -> None:
        """Serve until cancelled."""

        async def hold(connection: ServerConnection) -> None:
            await self._hold(connection, call_action)

        listening = serve(
            hold, sock=self._sock, process_request=self._greet, max_size=MAX_BYTES, compression=None, server_header=None
        )
        async with listening, beside(self._answers.run()):
            await asyncio.Event().wait()

    def _greet(self, connection: ServerConnection, request: Request) -> Response | None:
        """Refuse before anything is done: LLOneBot 7.0 first did what a stranger asked (LuckyLilliaBot#827)."""
        try:
            refuse_browsers(_headers_of(request))
            if not self._manners.refuses_by_frame:
                self._check(request)
        except Refusal as refusal:
            return connection.respond(HTTPStatus(refusal.status), refusal.key)
        return None

    def _check(self, request: Request) -> None:
        query = request.path.partition("?")[2].encode("latin-1", "replace")
        authorization = _headers_of(request).get("authorization", "")
        self._manners.check(authorization, query, self.faults.secret(self._token))

    async def _hold(self, connection: ServerConnection, call_action: CallAction) -> None:
        request = connection.request
        if request is None:
            return
        try:
            self._check(request)
        except Refusal:
            await connection.send(self._manners.wrong_token())
            return
        path = request.path.partition("?")[0].rstrip("/")
        role = ROLES.get(path, self._manners.elsewhere) if path else "universal"
        link = Link(connection, self.self_id, f"a bot at {path or '/'}", role, self.faults, self._manners)
        self._change(self._links | {link} if role in ("universal", "event") else self._links)
        try:
            await link.hold(call_action, self._answers, self._heartbeat)
        finally:
            self._change(self._links - {link})

    def _change(self, links: set[Link]) -> None:
        self._links = links
        self._on_change(bool(links))


def _headers_of(request: Request) -> dict[str, str]:
    """The headers by lower-case name."""
    return {name.lower(): value for name, value in request.headers.raw_items()}
