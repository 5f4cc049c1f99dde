"""Forward WebSocket: we connect to QQ's side (OneBot 11, "Forward WebSocket")."""

import asyncio
import contextlib
import logging
import ssl
from typing import Any
from urllib.parse import quote

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from qq_api.bot import Bot
from qq_api.config import ForwardWebSocket
from qq_api.errors import ApiNotAvailable, Error
from qq_api.events import as_id
from qq_api.loop import beside
from qq_api.onebot.connection import Connection
from qq_api.texts import Texts
from qq_api.types import Emit
from qq_api.web import MAX_BYTES, PING_SECONDS

_log = logging.getLogger(__name__)

CLOSE_SECONDS = 2.0
"""How long a peer may take to say good-bye; one that answered no ping will not."""


class ForwardWebSocketClient:
    """A `Transport`: one connection (or two, for events and actions apart) to the WebSocket server of QQ's side.

    Args:
        config: where, with which token, and how TLS is checked.
        bot: whose events they are.
        texts: the words for the log.
    """

    def __init__(self, config: ForwardWebSocket, bot: Bot, texts: Texts) -> None:
        self._config, self._bot, self._texts = config, bot, texts
        self._address = str(config.url).rstrip("/")
        self._api: Connection | None = None
        self._self_id: int | None = None
        self.problem = ""

    def accounts(self) -> list[int]:
        """The account there, as soon as it is known."""
        return [self._self_id] if self._self_id is not None and self._api is not None else []

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Call an action there.

        Raises:
            ApiNotAvailable: not connected, or `self_id` is another account.
        """
        self_id = params.pop("self_id", None)
        if self._api is None:
            raise ApiNotAvailable(self._texts("not_connected.forward", url=self._shown()))
        if self_id is not None and as_id(self_id) != self._self_id:
            raise ApiNotAvailable(self._texts("not_connected.account", self_id=self_id))
        return await self._api.call_action(action, params)

    async def run(self, _emit: Emit) -> None:
        """Hold one connection until it ends."""
        roles = {"api": "/api", "event": "/event"} if self._config.split else {"universal": ""}
        holds = [asyncio.create_task(self._hold(role, path)) for role, path in roles.items()]
        try:
            done, _ = await asyncio.wait(holds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for hold in holds:
                hold.cancel()
            await asyncio.gather(*holds, return_exceptions=True)
        for hold in done:
            hold.result()

    async def _hold(self, role: str, path: str) -> None:
        try:
            async with self._connecting(path) as socket:
                await self._read(role, socket)
        except InvalidStatus as error:
            key = "token" if error.response.status_code in (401, 403) else "status"
            self.problem = self._texts(f"forward.{key}", url=self._shown(), status=error.response.status_code)
            raise ConnectionError(self.problem) from None
        except OSError as error:
            self.problem = self._texts("forward.unreachable", url=self._shown(), reason=error)
            raise

    def _connecting(self, path: str) -> connect:
        token = self._config.token.get_secret_value()
        # Old LLOneBot reads the query only, others the header only: both, to reach every version.
        query = f"?access_token={quote(token)}" if token else ""
        return connect(
            f"{self._address}{path or '/'}{query}",
            additional_headers={"Authorization": f"Bearer {token}"} if token else {},
            ssl=self._tls(),
            max_size=MAX_BYTES,
            compression=None,
            proxy=None,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            close_timeout=CLOSE_SECONDS,
            max_queue=None,
        )

    def _tls(self) -> ssl.SSLContext | None:
        if not self._address.startswith("wss:"):
            return None
        context = ssl.create_default_context(cafile=self._config.ca_file)
        if not self._config.verify:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    async def _read(self, role: str, socket: ClientConnection) -> None:
        connection = Connection(role, socket.send, self._bot, self._texts, self._self_id, self._learn)
        if role != "event":
            self._api = connection
        self.problem = ""
        _log.info(self._texts("forward.connected", url=self._shown(), role=role))
        reason = ""
        try:
            async with beside(self._introduce(connection), self._watch(connection, socket)):
                with contextlib.suppress(ConnectionClosed):
                    async for frame in socket:
                        connection.take(frame)
                        await connection.pace()
            reason = f"{socket.close_code or ''} {socket.close_reason or ''}".strip()
        finally:
            self._lose(connection, reason)
        _log.info(self._texts("forward.disconnected", url=self._shown(), reason=reason))

    async def _introduce(self, connection: Connection) -> None:
        """Ask who is there; an implementation that sends no event at once would stay unknown."""
        if connection.role == "event":
            return
        if self._self_id is not None:
            self._bot.account_came(self._self_id)
            return
        with contextlib.suppress(Error, KeyError, TypeError):
            self._learn((await connection.call_action("get_login_info", {}))["user_id"])

    def _learn(self, self_id: int) -> None:
        if self._self_id is None:
            self._self_id = self_id
            if self._api is not None:
                self._api.learn(self_id)
                self._bot.account_came(self_id)

    async def _watch(self, connection: Connection, socket: ClientConnection) -> None:
        seconds = await connection.silence()
        _log.warning(self._texts("silent", self_id=self._self_id, seconds=round(seconds)))
        await socket.close(1011, "no heartbeat")

    def _lose(self, connection: Connection, reason: str) -> None:
        connection.end()
        if self._api is connection:
            self._api = None
            if self._self_id is not None:
                self._bot.account_went(self._self_id, reason)

    def _shown(self) -> str:
        """The address without what may be secret in it."""
        url = self._config.url
        return f"{url.scheme}://{url.host}:{url.port}"
