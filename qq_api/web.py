"""Serving an ASGI application with uvicorn, on a socket that we bind."""

import asyncio
import errno
import ipaddress
import json
import logging
import math
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from typing import Any, TypeAlias

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from qq_api.errors import PortBusy
from qq_api.websocket import MAX_BYTES, PING_SECONDS, WebSocket

Scope: TypeAlias = dict[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]
Asgi: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]

_log = logging.getLogger(__name__)

_TAKE_OVER = "qq_api.take_over"

_REASONS = {errno.EADDRINUSE: "in use", errno.EACCES: "not permitted", errno.EADDRNOTAVAIL: "no such address here"}
# Windows has numbers of its own for them (WSAEADDRINUSE, WSAEACCES, WSAEADDRNOTAVAIL).
_REASONS |= {10048: "in use", 10013: "in use", 10049: "no such address here"}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a listener on `host` (a name or an address)."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one.

    Raises:
        PortBusy: nobody can listen there; it says why.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        host.encode("idna")  # create_server would leave its socket open over a name that cannot be one
        return socket.create_server((host, port), family=family, backlog=128)
    except (OSError, OverflowError, TypeError, ValueError) as error:
        reason = _REASONS.get(getattr(error, "errno", None) or 0) or str(error)
        raise PortBusy(host, port, reason) from None


def port_of(sock: socket.socket) -> int:
    """The port a socket of `bind` listens on."""
    return int(sock.getsockname()[1])


class _WebSocket(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket, with a keepalive that is right in two more cases; it can be taken out of uvicorn's hands."""

    def handle_connect(self, event: Request) -> None:
        """The handshake's request is there."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["extensions"][_TAKE_OVER] = {"take_over": self.take_over}

    def take_over(self) -> WebSocket:
        """Go on without uvicorn, which only hears of the end."""
        self.stop_keepalive()
        self.close_sent = True  # uvicorn's shutdown says nothing more; it closes the transport
        websocket = WebSocket(self.conn, on_lost=self.connection_lost)
        self.transport.set_protocol(websocket)
        websocket.connection_made(self.transport)
        return websocket

    def keepalive_timeout(self) -> None:
        """No pong came in time: the peer is gone, unless we are the ones who do not read."""
        if self.read_paused:
            self.pong_timer = self.loop.call_later(PING_SECONDS, self.keepalive_timeout)
            return
        super().keepalive_timeout()
        self.transport.abort()  # a mere close would wait for a dead peer to take what is still to be sent


def take_over(scope: Scope) -> WebSocket:
    """A WebSocket that was just accepted, without ASGI between us and its frames."""
    websocket: WebSocket = scope["extensions"][_TAKE_OVER]["take_over"]()
    return websocket


class _Server(uvicorn.Server):
    """uvicorn's server, embedded: it says when it is up and leaves signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()


@asynccontextmanager
async def serving(app: Asgi, sock: socket.socket) -> AsyncIterator[None]:
    """Serve `app` on `sock` while the block runs; leaving closes every connection (code 1012) and the socket."""
    server = _Server(_config(_guarded(app)))
    task = asyncio.create_task(server.serve([sock]), name="uvicorn")
    try:
        await asyncio.wait({task, up := asyncio.create_task(server.up.wait())}, return_when="FIRST_COMPLETED")
        up.cancel()
        yield
    finally:
        server.should_exit = True
        await task


def _guarded(app: Asgi) -> Asgi:
    """The boundary of one request: its fault is logged by us, so that uvicorn's own lines can stay off."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except Exception:  # noqa: BLE001  (the boundary)
            _log.exception("a request to %s failed", scope.get("path"))

    return guarded


def _config(app: Asgi) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        ws=_WebSocket,
        ws_max_size=MAX_BYTES,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_per_message_deflate=False,  # a bomb of zeros would unpack to gigabytes; QQ's side never asks for it
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who asks is who connected; a header may say anything
        limit_concurrency=500,
        timeout_graceful_shutdown=2,
    )


def from_json(source: str | bytes) -> Any:
    """What a JSON text says; None when it is none, or holds numbers that JSON cannot say (NaN, 1e999)."""
    try:
        return json.loads(source, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError):
        return None


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def headers_of(scope: Scope) -> dict[str, str]:
    """A request's headers by lower-case name; the last of several wins."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def client_of(scope: Scope) -> str:
    """Who asks, as an address."""
    return str((scope.get("client") or ("?",))[0])


async def refuse(scope: Scope, send: Send, status: int, words: str) -> None:
    """Answer a request (a WebSocket's handshake too) with a status and a line of text."""
    prefix = "websocket.http.response" if scope["type"] == "websocket" else "http.response"
    await respond(send, status, words.encode(), "text/plain; charset=utf-8", prefix=prefix)


async def respond(
    send: Send, status: int, body: bytes, content_type: str = "application/json", *, prefix: str = "http.response"
) -> None:
    """Send a whole HTTP answer."""
    head: Iterable[tuple[bytes, bytes]] = ((b"content-type", content_type.encode()),)
    await send({"type": f"{prefix}.start", "status": status, "headers": [*head] if body else []})
    await send({"type": f"{prefix}.body", "body": body})


async def body_of(receive: Receive, limit: int = MAX_BYTES) -> bytes | None:
    """A request's whole body, or None when it is larger than `limit` bytes or was cut off."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if not message.get("more_body"):
            return bytes(body)
