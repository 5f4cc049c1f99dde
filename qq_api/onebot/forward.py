"""Forward WebSocket: we connect to QQ's side (OneBot 11, "Forward WebSocket")."""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Sequence
from typing import Any, TypeAlias
from urllib.parse import quote

from websockets.exceptions import InvalidStatus

from qq_api.bot import Bot
from qq_api.calls import take_reserved
from qq_api.config import ForwardWebSocket
from qq_api.errors import ApiNotAvailable, Error
from qq_api.events import as_id
from qq_api.loop import beside
from qq_api.onebot.connection import Connection
from qq_api.texts import Texts
from qq_api.types import Emit
from qq_api.websocket import Detached, WebSocket, attach, connect

_log = logging.getLogger(__name__)

Parked: TypeAlias = tuple[tuple[int | None, str], Detached]
"""An account, where it is known, and a role, and their open connection."""


class ForwardWebSocketClient:
    """A `Transport`: one connection (or two, for events and actions apart) to the WebSocket server of QQ's side.

    Args:
        config: where, with which token, and how TLS is checked.
        bot: whose events they are.
        texts: the words for the log.
        parked: connections that an earlier life of the plugin left open.
    """

    def __init__(self, config: ForwardWebSocket, bot: Bot, texts: Texts, parked: Sequence[Parked] = ()) -> None:
        self._config, self._bot, self._texts = config, bot, texts
        self._address = str(config.url).rstrip("/")
        self._open: dict[str, Connection] = {}
        self._parked = {role: detached for (_, role), detached in parked}
        self._self_id = next((self_id for (self_id, _), _ in parked), None)
        self.problem = ""

    def accounts(self) -> list[int]:
        """The account there, as soon as it is known."""
        return [self._self_id] if self._self_id is not None and self._api is not None else []

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Call an action there.

        Raises:
            ApiNotAvailable: not connected, or `self_id` is another account.
        """
        self_id, timeout = take_reserved(params)
        return await self.connection_of(self_id).call_action(action, params, timeout)

    def connection_of(self, self_id: Any) -> Connection:
        """What takes the actions of `self_id`; raises as `call_action`."""
        if self._api is None:
            raise ApiNotAvailable(self._texts("not_connected.forward", url=self._shown()))
        if self_id is not None and as_id(self_id) != self._self_id:
            raise ApiNotAvailable(self._texts("not_connected.account", self_id=self_id))
        return self._api

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
        parked = self._parked.pop(role, None)
        try:
            websocket = await (self._connect(path) if parked is None else attach(parked))
        except InvalidStatus as error:
            key = "token" if error.response.status_code in (401, 403) else "status"
            self.problem = self._texts(f"forward.{key}", url=self._shown(), status=error.response.status_code)
            raise ConnectionError(self.problem) from None
        except (OSError, asyncio.TimeoutError) as error:
            self.problem = self._texts(
                "forward.unreachable", url=self._shown(), reason=str(error) or type(error).__name__
            )
            raise ConnectionError(self.problem) from None
        await self._serve(role, websocket, kept=parked is not None)

    async def _connect(self, path: str) -> WebSocket:
        token = self._config.token.get_secret_value()
        # Old LLOneBot reads the query only, others the header only: both, to reach every version.
        query = f"?access_token={quote(token)}" if token else ""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await connect(f"{self._address}{path or '/'}{query}", headers, self._tls())

    def _tls(self) -> ssl.SSLContext | None:
        if not self._address.startswith("wss:"):
            return None
        context = ssl.create_default_context(cafile=self._config.ca_file)
        if not self._config.verify:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    async def _serve(self, role: str, websocket: WebSocket, *, kept: bool) -> None:
        """Hold a connection to its end."""
        connection = Connection(role, websocket, self._bot, self._texts, self._self_id, self._learn)
        self._open[role] = connection
        is_known = self._self_id is not None  # from an earlier connection
        self.problem, reason = "", ""
        _log.info(self._texts("forward.connected", url=self._shown(), role=role))
        connection.begin()
        try:
            async with beside(self._introduce(connection, is_known=is_known, kept=kept), self._watch(connection)):
                reason = await connection.over()
        finally:
            connection.end()
            if not websocket.is_detached:
                self._lose(connection, reason)

    async def _introduce(self, connection: Connection, *, is_known: bool, kept: bool) -> None:
        """Ask who is there; an implementation that sends no event at once would stay unknown."""
        if connection.role == "event":
            return
        if is_known and self._self_id is not None:
            self._bot.account_came(self._self_id, kept=kept)
        if self._self_id is not None:
            return
        with contextlib.suppress(Error, KeyError, TypeError):
            self._learn(as_id((await connection.call_action("get_login_info", {}))["user_id"]))

    def _learn(self, self_id: int) -> None:
        if self._self_id is None:
            self._self_id = self_id
            if self._api is not None:
                self._api.learn(self_id)
                self._bot.account_came(self_id)

    async def _watch(self, connection: Connection) -> None:
        seconds = await connection.silence()
        _log.warning(self._texts("silent", self_id=self._self_id, seconds=round(seconds)))
        connection.websocket.close(1011, "no heartbeat")

    def _lose(self, connection: Connection, reason: str) -> None:
        connection.websocket.close(1001)
        if connection.refused:
            self.problem = self._texts("forward.token", url=self._shown(), status=connection.refused)
        is_api = self._api is connection
        del self._open[connection.role]
        if is_api and self._self_id is not None:
            self._bot.account_went(self._self_id, reason)
        _log.info(self._texts("forward.disconnected", url=self._shown(), reason=reason))

    async def park(self) -> list[Parked]:
        """Take the open connections off their transports, for `parked` of the next life of the plugin."""
        there = dict(self._open)
        detached = await asyncio.gather(*(one.websocket.detach() for one in there.values()))
        return [((self._self_id, role), what) for role, what in zip(there, detached, strict=True) if what]

    @property
    def _api(self) -> Connection | None:
        """What takes actions, while it is open."""
        return self._open.get("universal") or self._open.get("api")

    def _shown(self) -> str:
        """The address without what may be secret in it."""
        url = self._config.url
        return f"{url.scheme}://{url.host}:{url.port}"
