"""Peers by WebSocket, from either end."""

import asyncio
import socket
from collections.abc import Sequence
from http import HTTPStatus

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from qq_api.backlog import Backlog
from qq_api.loop import beside
from qq_api.onebot.handshake import Refusal, refuse_browsers
from qq_api.onebot.peers.answers import Answers
from qq_api.onebot.peers.faults import Faults
from qq_api.onebot.peers.forwarding import Spliced, Writes
from qq_api.onebot.peers.link import BACKLOG, Link, OnChange, OnTaken, Outgoing
from qq_api.onebot.peers.manners import PLAIN, Manners
from qq_api.types import CallAction, Payload
from qq_api.websocket import MAX_BYTES
from qq_api.websocket.frames import unmasked

ROLES = {"/api": "api", "/event": "event"}
"""What a forward connection carries, by path; `/` carries both."""

BOTH_SECONDS = 1.0
"""How long two connections of one account are open at once, where that is wanted."""

GREETING_SECONDS = 60
"""How long a handshake with us may take; the fault `slow_accept` lets it take long."""

_ROLE_HEADERS = {"universal": "Universal", "api": "API", "event": "Event"}


class ReverseWebSocketPeer:
    """A `Peer` that we connect to, as NapCat's "WebSocket client" does (OneBot 11, "Reverse WebSocket").

    Events that come while it is away are lost, as with every OneBot implementation, unless it is faithful.

    Args:
        url: as `ws://127.0.0.1:5700/ws`.
        self_id: the account.
        token: sent as `Authorization: Bearer …`.
        heartbeat: seconds between heartbeat events; 0 for none.
        on_change: told when the connection is there (True) and when it is gone (False).
        on_taken: told of each event that was sent.
        role: what it carries: `universal` for both, `api` or `event`.
        manners: whose way of speaking it has.
        faults: what goes wrong on purpose.
        faithful: as a bridge: what comes while it is away waits for the next connection, and calls do not
            wait for each other.
    """

    def __init__(
        self,
        url: str,
        self_id: int,
        token: str = "",
        heartbeat: float = 30,
        on_change: OnChange = lambda _: None,
        on_taken: OnTaken = lambda _: None,
        *,
        role: str = "universal",
        manners: Manners = PLAIN,
        faults: Faults | None = None,
        faithful: bool = False,
    ) -> None:
        self.url, self.self_id, self.faults = url, self_id, faults or Faults()
        self._token, self._heartbeat, self._role = token, heartbeat, role
        self._on_change, self._on_taken = on_change, on_taken
        self._answers, self._manners = Answers(manners, self.faults), manners
        self._links: list[Link] = []
        self._faithful = faithful
        self._kept: Outgoing | None = Backlog(f"QQ {self_id}, {url}", BACKLOG) if faithful else None
        self._forwarded = 0

    @property
    def waiting(self) -> int:
        """Events that wait to be sent."""
        return len(self._kept) if self._kept is not None else 0

    @property
    def dropped(self) -> int:
        """Events that were dropped because too many waited."""
        return self._kept.dropped if self._kept is not None else 0

    def emit(self, payload: Payload) -> None:
        """Send an event, if connected; of two connections over the newer."""
        if self._kept is not None and self._role != "api":
            self._kept.put(self.faults.event(payload))
        elif self._links:
            self._links[-1].emit(payload)

    @property
    def forwarded(self) -> int:
        """Events of `forward` that were sent."""
        return self._forwarded + sum(link.forwarded for link in self._links)

    def forward(self, bodies: Sequence[bytes], tail: bytes, writes: Writes) -> None:
        """Send events as `Forwards` says; while nobody is there, they wait if it is faithful."""
        if self._role == "api":
            return
        if self._links:
            self._links[-1].forward(bodies, tail, writes)
        elif self._kept is not None:
            for body in bodies:
                self._kept.put(Spliced(body, tail))

    async def run(self, call_action: CallAction) -> None:
        """Hold one connection until it ends, and those that a fault made meanwhile."""
        holding = [asyncio.create_task(self._hold(call_action))]

        def connect_again() -> None:
            holding.append(asyncio.create_task(self._hold(call_action, [*self._links])))

        with self.faults.connecting(connect_again):
            async with beside(self._answers.run()):
                try:
                    for task in holding:  # grows meanwhile
                        await task
                finally:
                    for task in holding:
                        task.cancel()
                    await asyncio.gather(*holding, return_exceptions=True)

    async def _hold(self, call_action: CallAction, older: Sequence[Link] = ()) -> None:
        opening = connect(
            self.url,
            additional_headers=self._headers(),
            user_agent_header=None,
            max_size=MAX_BYTES,
            compression=None,
            proxy=None,
        )
        async with opening as connection, beside(_end_later(older)):
            link = self._link(connection)
            self._links.append(link)
            self._on_change(True)
            try:
                await link.hold(call_action, self._answers, self._heartbeat)
            finally:
                self._links.remove(link)
                self._forwarded += link.forwarded
                self._on_change(bool(self._links))

    def _link(self, connection: ClientConnection) -> Link:
        how = (self._role, self.faults, self._on_taken, self._manners, self._kept)
        return Link(connection, self.self_id, self.url, *how, faithful=self._faithful)

    def _headers(self) -> dict[str, str]:
        headers = {"X-Self-ID": str(self.self_id), "X-Client-Role": _ROLE_HEADERS[self._role]}
        for missing, name in ((self.faults.no_self_id, "X-Self-ID"), (self.faults.no_client_role, "X-Client-Role")):
            if missing:
                del headers[name]
        return headers | self._manners.headers(self.faults.secret(self._token))


async def _end_later(links: Sequence[Link]) -> None:
    if links:
        await asyncio.sleep(BOTH_SECONDS)
    for link in links:
        link.close(1000)


class ForwardWebSocketPeer:
    """A `Peer` that listens, as NapCat's "WebSocket server" does (OneBot 11, "Forward WebSocket").

    Any number of bots connect, each to `/` for everything or to `/event` and `/api`; every one hears every event.

    Args:
        sock: the bound socket.
        self_id: the account.
        token: what a bot must bring along, in the header or the query; empty for nothing.
        heartbeat: seconds between heartbeat events; 0 for none.
        on_change: told whether a bot that hears events is there.
        on_taken: told of each event that was sent to a bot.
        manners: whose way of speaking it has.
        faults: what goes wrong on purpose.
        faithful: as a bridge: calls do not wait for each other.
    """

    def __init__(
        self,
        sock: socket.socket,
        self_id: int,
        token: str = "",
        heartbeat: float = 30,
        on_change: OnChange = lambda _: None,
        on_taken: OnTaken = lambda _: None,
        *,
        manners: Manners = PLAIN,
        faults: Faults | None = None,
        faithful: bool = False,
    ) -> None:
        self.self_id, self.faults = self_id, faults or Faults()
        self._sock, self._token, self._heartbeat = sock, token, heartbeat
        self._on_change, self._on_taken = on_change, on_taken
        self._answers, self._manners = Answers(manners, self.faults), manners
        self._links: set[Link] = set()
        self._faithful = faithful
        self._forwarded = 0

    def emit(self, payload: Payload) -> None:
        """Send an event to every bot that hears events."""
        for link in self._links:
            link.emit(payload)

    @property
    def forwarded(self) -> int:
        """Events of `forward` that were sent."""
        return self._forwarded + sum(link.forwarded for link in self._links)

    def forward(self, bodies: Sequence[bytes], tail: bytes, writes: Writes) -> None:
        """Send events as `Forwards` says, to every bot that hears events; their frames are the same for all."""
        framed = unmasked([body + tail for body in bodies]) if self._links else b""
        for link in self._links:
            link.forward(bodies, tail, writes, framed)

    async def run(self, call_action: CallAction) -> None:
        """Serve until cancelled."""

        async def hold(connection: ServerConnection) -> None:
            await self._hold(connection, call_action)

        listening = serve(
            hold,
            sock=self._sock,
            process_request=self._greet,
            open_timeout=GREETING_SECONDS,
            max_size=MAX_BYTES,
            compression=None,
            server_header=None,
        )
        async with listening, beside(self._answers.run()):
            await asyncio.Event().wait()

    async def _greet(self, connection: ServerConnection, request: Request) -> Response | None:
        """Refuse before anything is done: LLOneBot 7.0 first did what a stranger asked (LuckyLilliaBot#827)."""
        await asyncio.sleep(self.faults.slow_accept)
        try:
            self.faults.let_in()
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
        how = (role, self.faults, self._on_taken, self._manners)
        name = f"a bot at {path or '/'}"
        link = Link(connection, self.self_id, name, *how, faithful=self._faithful)
        self._change(self._links | {link} if role in ("universal", "event") else self._links)
        try:
            await link.hold(call_action, self._answers, self._heartbeat)
        finally:
            self._change(self._links - {link})
            self._forwarded += link.forwarded

    def _change(self, links: set[Link]) -> None:
        self._links = links
        self._on_change(bool(links))


def _headers_of(request: Request) -> dict[str, str]:
    """The headers by lower-case name."""
    return {name.lower(): value for name, value in request.headers.raw_items()}
