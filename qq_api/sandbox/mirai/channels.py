"""The open WebSockets of mirai-api-http: what is sent on each, and when it ends."""

import asyncio
import json
from typing import Any

from qq_api.backlog import Backlog
from qq_api.sandbox.mirai.sessions import Session
from qq_api.types import Payload
from qq_api.web import Send

MESSAGES = "Message"
"""How the type of a packet ends that the channel `/message` gets; `/event` gets the others, `/all` both."""


class Channel:
    """One open WebSocket.

    Args:
        path: `message`, `event` or `all`.
        session: whose it is.
        send: ASGI's.
    """

    def __init__(self, path: str, session: Session, send: Send) -> None:
        self.path, self.session = path, session
        self._send, self._over = send, asyncio.Event()
        self._outgoing: Backlog[str] = Backlog(f"a client of mirai at /{path}", 10_000)
        self._code = 1000

    def hears(self, packet: Payload) -> bool:
        """Whether a packet comes this way."""
        is_message = str(packet.get("type", "")).endswith(MESSAGES)
        return self.path == "all" or (self.path == "message") is is_message

    def put(self, frame: Any) -> None:
        """Send a frame, in its turn; text as it is."""
        self._outgoing.put(frame if isinstance(frame, str) else json.dumps(frame))

    def close(self, code: int = 1000) -> None:
        """End it."""
        self._code = code
        self._over.set()

    async def over(self) -> None:
        """Wait until `close`; what waits to be sent is sent first."""
        await self._over.wait()
        for frame in self._outgoing.drain():
            await self._send({"type": "websocket.send", "text": frame})
        await self._send({"type": "websocket.close", "code": self._code})

    async def write(self) -> None:
        """Send what comes."""
        while True:
            await self._send({"type": "websocket.send", "text": await self._outgoing.get()})
