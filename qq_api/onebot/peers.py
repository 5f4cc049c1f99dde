"""OneBot 11 as QQ's side speaks it: those who want an account's events and send it actions."""

import asyncio
import contextlib
import json
import logging
import socket
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from qq_api.backlog import Backlog
from qq_api.calls import answer_of, failed, perform
from qq_api.loop import beside
from qq_api.onebot.handshake import Refusal, check_token, refuse_browsers, sign, take_query
from qq_api.types import CallAction, Payload
from qq_api.web import Receive, Scope, Send, body_of, from_json, headers_of, refuse, respond, serving
from qq_api.websocket import MAX_BYTES

_log = logging.getLogger(__name__)

BACKLOG = 10_000
"""Events that may wait for one peer."""

OnChange = Callable[[bool], None]

ROLES = {"/api": "api", "/event": "event"}
"""What a forward connection carries, by path; any other path carries both, as NapCat has it."""


class ReverseWebSocketPeer:
    """A `Peer` that we connect to, as NapCat's "WebSocket client" does (OneBot 11, "Reverse WebSocket").

    Events that come while it is away are lost, as with every OneBot implementation.

    Args:
        url: as `ws://127.0.0.1:5700/ws`.
        self_id: the account.
        token: sent as `Authorization: Bearer …`.
        heartbeat: seconds between heartbeat events; 0 for none.
        on_change: told when the connection is there (True) and when it is gone (False).
    """

    def __init__(
        self, url: str, self_id: int, token: str = "", heartbeat: float = 30, on_change: OnChange = lambda _: None
    ) -> None:
        self.url, self.self_id = url, self_id
        self._heartbeat, self._on_change = heartbeat, on_change
        self._headers = {"X-Self-ID": str(self_id), "X-Client-Role": "Universal"}
        self._headers |= {"Authorization": f"Bearer {token}"} if token else {}
        self._link: _Link | None = None

    def emit(self, payload: Payload) -> None:
        """Send an event, if connected."""
        if self._link is not None:
            self._link.emit(payload)

    async def run(self, call_action: CallAction) -> None:
        """Hold one connection until it ends."""
        async with connect(
            self.url, additional_headers=self._headers, max_size=MAX_BYTES, compression=None, proxy=None
        ) as connection:
            self._link = _Link(connection, self.self_id, self.url)
            self._on_change(True)
            try:
                await self._link.hold(call_action, "universal", self._heartbeat)
            finally:
                self._link = None
                self._on_change(False)


class ForwardWebSocketPeer:
    """A `Peer` that listens, as NapCat's "WebSocket server" does (OneBot 11, "Forward WebSocket").

    Any number of bots connect, each to `/` for everything or to `/event` and `/api`; every one hears every event.

    Args:
        sock: the bound socket.
        self_id: the account.
        token: what a bot must bring along, in the header or the query; empty for nothing.
        heartbeat: seconds between heartbeat events; 0 for none.
        on_change: told whether a bot that hears events is there.
    """

    def __init__(
        self,
        sock: socket.socket,
        self_id: int,
        token: str = "",
        heartbeat: float = 30,
        on_change: OnChange = lambda _: None,
    ) -> None:
        self.self_id = self_id
        self._sock, self._token, self._heartbeat, self._on_change = sock, token, heartbeat, on_change
        self._links: set[_Link] = set()

    def emit(self, payload: Payload) -> None:
        """Send an event to every bot that hears events."""
        for link in self._links:
            link.emit(payload)

    async def run(self, call_action: CallAction) -> None:
        """Serve until cancelled."""

        async def hold(connection: ServerConnection) -> None:
            await self._hold(connection, call_action)

        async with serve(
            hold, sock=self._sock, process_request=self._greet, max_size=MAX_BYTES, compression=None, server_header=None
        ):
            await asyncio.Event().wait()

    def _greet(self, connection: ServerConnection, request: Request) -> Response | None:
        """Refuse before anything is done: LLOneBot 7.0 first did what a stranger asked (LuckyLilliaBot#827)."""
        headers = {name.lower(): value for name, value in request.headers.raw_items()}
        try:
            refuse_browsers(headers)
            query = request.path.partition("?")[2]
            check_token(headers.get("authorization", ""), query.encode("latin-1", "replace"), self._token)
        except Refusal as refusal:
            return connection.respond(HTTPStatus(refusal.status), refusal.key)
        return None

    async def _hold(self, connection: ServerConnection, call_action: CallAction) -> None:
        path = connection.request.path.partition("?")[0].rstrip("/") if connection.request is not None else ""
        role, link = ROLES.get(path, "universal"), _Link(connection, self.self_id, f"a bot at {path or '/'}")
        self._change(self._links | {link} if role != "api" else self._links)
        try:
            await link.hold(call_action, role, self._heartbeat)
        finally:
            self._change(self._links - {link})

    def _change(self, links: "set[_Link]") -> None:
        self._links = links
        self._on_change(bool(links))


class _Link:
    """One WebSocket with a bot at its other end, whoever opened it."""

    def __init__(self, connection: ClientConnection | ServerConnection, self_id: int, name: str) -> None:
        self._connection, self._self_id = connection, self_id
        self._outgoing: Backlog[Payload] = Backlog(f"QQ {self_id}, {name}", BACKLOG)

    def emit(self, payload: Payload) -> None:
        self._outgoing.put(payload)

    async def hold(self, call_action: CallAction, role: str, heartbeat: float) -> None:
        """Carry both until the connection ends; with the role `api` no events, with `event` no actions."""
        events = () if role == "api" else (self._send_events(), self._beat(heartbeat))
        self.emit(meta_event(self._self_id, "lifecycle", sub_type="connect"))
        async with beside(*events):
            with contextlib.suppress(ConnectionClosed):
                async for frame in self._connection:
                    if role != "event":
                        # one after the other, so that what is said first is sent first
                        await self._connection.send(json.dumps(await self._answer(call_action, from_json(frame))))

    async def _answer(self, call_action: CallAction, frame: Any) -> Payload:
        # {"ping": 1} is answered as NapCat does: there is no action "undefined"
        return await perform(call_action, {"action": "undefined", **frame} if isinstance(frame, dict) else frame)

    async def _send_events(self) -> None:
        while True:
            await self._connection.send(json.dumps(await self._outgoing.get()))

    async def _beat(self, seconds: float) -> None:
        while seconds:
            await asyncio.sleep(seconds)
            status = {"online": True, "good": True}
            self.emit(meta_event(self._self_id, "heartbeat", status=status, interval=int(seconds * 1000)))


def meta_event(self_id: int, meta_event_type: str, **fields: Any) -> Payload:
    """A meta event (OneBot 11, "Meta events")."""
    head = {"time": int(time.time()), "self_id": self_id, "post_type": "meta_event"}
    return head | {"meta_event_type": meta_event_type} | fields


class HttpPostPeer:
    """A `Peer` that events are posted to, signed (OneBot 11, "HTTP POST"); its answers are quick operations.

    Args:
        url: where to post.
        self_id: the account.
        secret: signs the body; empty for none.
    """

    def __init__(self, url: str, self_id: int, secret: str = "") -> None:
        self.url, self.self_id, self._secret = url, self_id, secret
        self._outgoing: Backlog[Payload] = Backlog(f"QQ {self_id} at {url}", BACKLOG)

    def emit(self, payload: Payload) -> None:
        """Post an event."""
        self._outgoing.put(payload)

    async def run(self, call_action: CallAction) -> None:
        """Post, one event after the other, until cancelled or a post fails."""
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            while True:
                event = await self._outgoing.get()
                operation = await self._post(client, event)
                if isinstance(operation, dict):
                    answer = await answer_of(
                        call_action, ".handle_quick_operation", {"context": event, "operation": operation}
                    )
                    if answer.get("status") == "failed":
                        _log.warning("%s: its quick operation failed: %s", self.url, answer.get("wording"))

    async def _post(self, client: httpx.AsyncClient, event: Payload) -> Any:
        body = json.dumps(event, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json", "X-Self-ID": str(self.self_id)}
        headers |= {"X-Signature": sign(self._secret, body)} if self._secret else {}
        answer = await client.post(self.url, content=body, headers=headers)
        if not answer.is_success:
            _log.warning("%s answered %d %s", self.url, answer.status_code, answer.text[:200])
            return None
        return from_json(answer.content)


class HttpApiPeer:
    """A `Peer` that calls actions by HTTP (OneBot 11, "HTTP"): `/send_group_msg`, parameters in JSON, form or query.

    Args:
        sock: the bound socket.
        token: what it must bring along; empty for nothing.
    """

    def __init__(self, sock: socket.socket, token: str = "") -> None:
        self._sock, self._token = sock, token
        self._call_action: CallAction

    def emit(self, payload: Payload) -> None:
        """Nothing: this way has no events."""

    async def run(self, call_action: CallAction) -> None:
        """Serve until cancelled."""
        self._call_action = call_action
        async with serving(self, self._sock):
            await asyncio.Event().wait()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        headers = headers_of(scope)
        query = take_query(scope)
        try:
            if scope["type"] != "http":
                raise Refusal(404, "http_only")
            refuse_browsers(headers)
            check_token(headers.get("authorization", ""), query, self._token)
            params = await _parameters(query, headers, receive)
        except Refusal as refusal:
            await refuse(scope, send, refusal.status, refusal.key)
            return
        answer = await answer_of(self._call_action, scope["path"].strip("/"), params)
        status = 404 if answer["retcode"] == failed(1404, "")["retcode"] else 200
        await respond(send, status, json.dumps(answer).encode())


async def _parameters(query_string: bytes, headers: dict[str, str], receive: Receive) -> Payload:
    """Query and body together; the body wins."""
    query = dict(parse_qsl(query_string.decode("latin-1")))
    query.pop("access_token", None)
    body = await body_of(receive)
    if body is None:
        raise Refusal(413, "too_large")
    if not body:
        return query
    if headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return query | dict(parse_qsl(body.decode("utf-8", "replace")))
    params = from_json(body)
    if not isinstance(params, dict):
        raise Refusal(400, "body")
    return query | params
