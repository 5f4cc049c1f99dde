"""Reverse WebSocket: QQ's side connects to us (OneBot 11, "Reverse WebSocket")."""

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import Callable
from typing import Any

from qq_api.bot import Bot
from qq_api.calls import Calls
from qq_api.config import ReverseWebSocket
from qq_api.errors import ApiNotAvailable
from qq_api.events import as_id
from qq_api.onebot.handshake import Hello, Refusal, Refusals, greet
from qq_api.texts import Texts
from qq_api.types import Emit, Payload
from qq_api.web import Receive, Scope, Send, client_of, serving

_log = logging.getLogger(__name__)

_REPLACED = 1008


class ReverseWebSocketServer:
    """A `Transport`: listens, and holds whatever connects, one account or many.

    Args:
        config: where it listens and with which token.
        sock: the bound socket (`web.bind`).
        bot: whose events they are; its `asgi` answers everything that is no WebSocket.
        texts: the words for the log.
    """

    def __init__(self, config: ReverseWebSocket, sock: socket.socket, bot: Bot, texts: Texts) -> None:
        self._token = config.token.get_secret_value()
        self._sock, self._bot, self._texts = sock, bot, texts
        self._refusals = Refusals(texts)
        self._emit: Emit
        self._api: dict[int, _Connection] = {}
        self._event: dict[int, _Connection] = {}

    async def run(self, emit: Emit) -> None:
        """Serve until cancelled."""
        self._emit = emit
        async with serving(self, self._sock):
            await asyncio.Event().wait()

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Call an action on the connection of `self_id`, or on the only one.

        Raises:
            ApiNotAvailable: that account is not connected, or there are several and none was named.
        """
        connection = self._choose(params.pop("self_id", None))
        return await connection.calls.call(connection.send, action, params)

    def _choose(self, self_id: Any) -> "_Connection":
        if self_id is not None:
            connection = self._api.get(as_id(self_id)) if isinstance(self_id, int | str) else None
            if connection is None:
                raise ApiNotAvailable(self._texts("not_connected.account", self_id=self_id))
            return connection
        if len(self._api) == 1:
            return next(iter(self._api.values()))
        key = "not_connected.several" if self._api else "not_connected.none"
        raise ApiNotAvailable(self._texts(key, accounts=", ".join(map(str, self._api))))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        try:
            if scope["type"] != "websocket":
                await self._answer_http(scope, receive, send)
                return
            hello = greet(scope, self._token)
        except Refusal as refusal:
            await self._refusals.answer(refusal, scope, send)
            return
        self._refusals.forget(client_of(scope))
        await self._hold(_Connection(hello, send, self._bot.flow.wake), receive)

    async def _answer_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST" and scope["path"] == "/":
            raise Refusal(404, "websocket_only")
        await self._bot.asgi(scope, receive, send)

    async def _hold(self, connection: "_Connection", receive: Receive) -> None:
        await receive()  # websocket.connect
        await connection.accept()
        self._add(connection)
        try:
            while (message := await receive())["type"] == "websocket.receive":
                self._take(connection, message)
                if self._bot.flow.stopped:
                    await self._bot.flow.wait(connection.is_asked)
        finally:
            self._remove(connection)

    def _add(self, connection: "_Connection") -> None:
        hello = connection.hello
        older = {old for places in self._places(hello.role) if (old := places.get(hello.self_id))}
        for places in self._places(hello.role):
            places[hello.self_id] = connection
        _log.info(self._texts("connected", self_id=hello.self_id, role=hello.role))
        for old in older:
            _log.warning(self._texts("replaced", self_id=hello.self_id))
            # beside, not before: an old connection that is stuck must not hold up its successor
            self._bot.spawn(old.close(_REPLACED, "replaced by a newer connection of this account"))

    def _remove(self, connection: "_Connection") -> None:
        """Forget a connection that ended; a newer one of the same account stays."""
        connection.calls.close()
        hello = connection.hello
        held = [places for places in self._places(hello.role) if places.get(hello.self_id) is connection]
        for places in held:
            del places[hello.self_id]
        if held:
            _log.info(self._texts("disconnected", self_id=hello.self_id, role=hello.role))

    def _places(self, role: str) -> list[dict[int, "_Connection"]]:
        return {"api": [self._api], "event": [self._event]}.get(role, [self._api, self._event])

    def _take(self, connection: "_Connection", message: dict[str, Any]) -> None:
        try:
            frame = json.loads(message.get("text") or message.get("bytes") or "")
        except (ValueError, RecursionError) as error:
            _log.warning(self._texts("bad_frame", self_id=connection.hello.self_id, reason=error))
            return
        if not isinstance(frame, dict):
            return
        if "post_type" not in frame:
            connection.calls.answer(frame)
        elif connection.hello.role != "api":
            self._hand_on({"self_id": connection.hello.self_id, **frame})

    def _hand_on(self, payload: Payload) -> None:
        try:
            self._emit(payload)
        except Exception:  # noqa: BLE001  (the boundary of one event: the connection goes on)
            _log.exception("an event was lost: %.300r", payload)


class _Connection:
    """One WebSocket that came in."""

    def __init__(self, hello: Hello, send: Send, on_call: Callable[[], None]) -> None:
        self.hello = hello
        self.calls = Calls(on_call=on_call)
        self._asgi_send = send

    def is_asked(self) -> bool:
        """Whether somebody waits for an answer over it; one for actions alone is always read."""
        return bool(self.calls) or self.hello.role == "api"

    async def accept(self) -> None:
        await self._asgi_send({"type": "websocket.accept"})

    async def send(self, frame: Payload) -> None:
        """Send a frame, or raise `ApiNotAvailable` when the connection is gone."""
        text = json.dumps(frame)  # escapes lone surrogates, which no text frame could carry
        try:
            await self._asgi_send({"type": "websocket.send", "text": text})
        except (OSError, RuntimeError) as error:
            raise ApiNotAvailable(f"the connection is closed ({type(error).__name__})") from None

    async def close(self, code: int, reason: str) -> None:
        with contextlib.suppress(OSError, RuntimeError):  # it is closed already
            await self._asgi_send({"type": "websocket.close", "code": code, "reason": reason})
