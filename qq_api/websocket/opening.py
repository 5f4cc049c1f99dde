"""Two ways to an open WebSocket: connecting to a server, and going on with one that was detached."""

import asyncio
import ssl
from collections.abc import Mapping
from typing import TypeVar

from websockets.client import ClientProtocol
from websockets.uri import parse_uri

from qq_api.websocket.core import MAX_BYTES, Detached, WebSocket

T = TypeVar("T")

CONNECT_SECONDS = 10.0
"""How long reaching a server may take, and its handshake."""


async def attach(detached: Detached) -> WebSocket:
    """Go on with a connection that was detached."""
    sock, conn, unread, fragments = detached
    loop = asyncio.get_running_loop()
    _, websocket = await loop.connect_accepted_socket(lambda: WebSocket(conn, unread, fragments), sock)
    return websocket


async def connect(url: str, headers: Mapping[str, str], tls: ssl.SSLContext | None = None) -> WebSocket:
    """Connect to a WebSocket server.

    Args:
        url: `ws://…` or `wss://…`.
        headers: what to send along.
        tls: how a `wss` server is checked.

    Raises:
        OSError: nobody is there.
        asyncio.TimeoutError: not within ten seconds.
        websockets.exceptions.InvalidHandshake: whoever is there does not want us.
    """
    uri = parse_uri(url)
    conn = ClientProtocol(uri, max_size=MAX_BYTES)
    request = conn.connect()
    request.headers.update(headers)
    conn.send_request(request)
    loop = asyncio.get_running_loop()
    reaching = loop.create_task(loop.create_connection(lambda: WebSocket(conn), uri.host, uri.port, ssl=tls))
    try:
        _, websocket = await _within(CONNECT_SECONDS, reaching)
        await _within(CONNECT_SECONDS, websocket.opened)
    except BaseException:
        if not reaching.cancel() and reaching.exception() is None:
            reaching.result()[0].abort()
        await asyncio.wait({reaching})
        raise
    return websocket


async def _within(seconds: float, future: "asyncio.Future[T]") -> T:
    """Its result. Before Python 3.12 `asyncio.wait_for` may lose a cancellation: then nobody has the connection."""
    done, _ = await asyncio.wait({future}, timeout=seconds)
    if not done:
        raise asyncio.TimeoutError
    return future.result()
