"""mirai-api-http for one account, as a `Peer`."""

import asyncio
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from qq_api.onebot.peers import OnChange
from qq_api.sandbox.mirai import http, websocket
from qq_api.sandbox.mirai.account import Account
from qq_api.sandbox.mirai.channels import Channel
from qq_api.sandbox.mirai.faults import MiraiFaults
from qq_api.sandbox.mirai.sessions import Sessions, Settings
from qq_api.sandbox.storage import FolderStore
from qq_api.sandbox.world import World
from qq_api.types import CallAction, Payload
from qq_api.web import Receive, Scope, Send, headers_of, refuse, serving


class MiraiServer:
    """mirai-api-http 2.10 for one account of the World, WebSocket and HTTP on one port.

        qq = Sandbox({"accounts": [{"user_id": 10001, "endpoints": [{"type": "mirai", "port": 0, "token": "KEY"}]}]})
        async with qq:
            server = qq.endpoints[0].peers[0]     # at qq.endpoints[0].address
            server.faults.without_sync_id = True
            server.sessions.clock = lambda: 1e9   # half an hour later, nobody is logged in any more

    Attributes:
        settings: its configuration.
        sessions: who is logged in; `sessions.lose()` forgets them, `sessions.clock` may be moved.
        faults: what goes wrong on purpose.
        account: the account behind it.

    Args:
        sock: the bound socket.
        world: the World.
        self_id: the account.
        store: keeps what is uploaded.
        settings: its configuration.
        on_change: told whether a client is there.
        on_taken: told of each packet that was sent.
    """

    def __init__(
        self,
        sock: socket.socket,
        world: World,
        self_id: int,
        store: FolderStore,
        settings: Settings,
        on_change: OnChange = lambda _: None,
        on_taken: Callable[[Payload], None] = lambda _: None,
    ) -> None:
        self.settings, self.store = settings, store
        self.sessions, self.faults = Sessions(settings), MiraiFaults()
        self.account = Account(world, self_id, settings.napcat)
        self._sock, self._on_change, self._on_taken = sock, on_change, on_taken
        self._channels: list[Channel] = []

    async def run(self, call_action: CallAction) -> None:
        """Serve until cancelled."""
        self.account.call_action = call_action
        try:
            with self.account.listening(self.push):
                async with serving(self, self._sock):
                    try:
                        await asyncio.Event().wait()
                    finally:
                        self.drop(1001)
        finally:
            self._on_change(False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if _is_foreign_page(headers_of(scope)):
            await refuse(scope, send, 403, "browser")
            return
        adapter = websocket.serve if scope["type"] == "websocket" else http.serve
        await adapter(self, scope, receive, send)
        self._tell()

    def emit(self, payload: Payload) -> None:
        """Nothing: it listens to the World itself, because packets are made of what the World says in full."""

    def push(self, packet: Payload) -> None:
        """Send a packet to everybody, whatever is in it."""
        hearing = [channel for channel in self._channels if channel.hears(packet)]
        for channel in hearing:
            channel.put({"syncId": self.settings.sync_id, "data": packet})
        self.sessions.put(packet)
        if hearing and "messageChain" in packet:
            self._on_taken({"post_type": "message"})

    def say(self, frame: str) -> None:
        """Send a text to every WebSocket as it is, be it JSON or not."""
        for channel in self._channels:
            channel.put(frame)

    def drop(self, code: int = 1001) -> None:
        """End every WebSocket."""
        for channel in [*self._channels]:
            channel.close(code)

    def add(self, channel: Channel) -> None:
        """A WebSocket is open; an older one of the same session and path ends."""
        for older in [one for one in self._channels if self._same(one, channel)]:
            older.close()
        self._channels.append(channel)
        self._tell()

    def _same(self, one: Channel, other: Channel) -> bool:
        return (one.session.key, one.path) == (other.session.key, other.path)

    def remove(self, channel: Channel) -> None:
        """A WebSocket has ended."""
        self._channels.remove(channel)
        self.sessions.left(channel.session)
        self._tell()

    def _tell(self) -> None:
        self._on_change(bool(self._channels) or any(session.polls for session in self.sessions))


def _is_foreign_page(headers: dict[str, str]) -> bool:
    """Whether a web page from elsewhere asks; some clients of mirai name the server itself as their origin."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
