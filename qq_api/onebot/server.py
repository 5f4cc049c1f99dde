"""Reverse WebSocket: QQ's side connects to us (OneBot 11, "Reverse WebSocket")."""

import asyncio
import logging
import socket
from collections.abc import Iterable
from typing import Any, TypeAlias

from qq_api.bot import Bot
from qq_api.calls import take_reserved
from qq_api.config import ReverseWebSocket
from qq_api.errors import ApiNotAvailable
from qq_api.events import as_id
from qq_api.loop import beside
from qq_api.onebot.connection import Connection
from qq_api.onebot.handshake import Hello, Refusal, Refusals, greet
from qq_api.texts import Texts
from qq_api.types import Emit
from qq_api.web import Receive, Scope, Send, client_of, serving, take_over
from qq_api.websocket import Detached, WebSocket, attach

_log = logging.getLogger(__name__)

_REPLACED, _DEAD, _RESTART = 1008, 1011, 1012

Parked: TypeAlias = tuple[tuple[int, str], Detached]
"""An account and a role, and their open connection."""


class ReverseWebSocketServer:
    """A `Transport`: listens, and holds whatever connects, one account or many.

    Args:
        config: where it listens and with which token.
        sock: the bound socket (`web.bind`).
        bot: whose events they are; its `asgi` answers everything that is no WebSocket.
        texts: the words for the log.
        parked: connections that an earlier life of the plugin left open.
    """

    def __init__(
        self, config: ReverseWebSocket, sock: socket.socket, bot: Bot, texts: Texts, parked: Iterable[Parked] = ()
    ) -> None:
        self._token = config.token.get_secret_value()
        self._sock, self._bot, self._texts, self._parked = sock, bot, texts, parked
        self._refusals = Refusals(texts)
        self._api: dict[int, _Held] = {}
        self._event: dict[int, _Held] = {}

    @property
    def problem(self) -> str:
        """Why the last one who knocked was refused."""
        return self._refusals.last

    def accounts(self) -> list[int]:
        """The accounts that actions can be sent to."""
        return list(self._api)

    def lacking(self) -> dict[int, str]:
        """Accounts of which only one of the two connections is there, and the role of the other."""
        lacking = dict.fromkeys(self._api.keys() - self._event.keys(), "event")
        return lacking | dict.fromkeys(self._event.keys() - self._api.keys(), "api")

    async def run(self, _emit: Emit) -> None:
        """Serve until cancelled."""
        async with serving(self, self._sock), beside(*map(self._keep_on, self._parked)):
            try:
                await asyncio.Event().wait()
            finally:
                for held in self._all():
                    held.websocket.close(_RESTART)

    async def _keep_on(self, parked: Parked) -> None:
        """Hold a connection that an earlier life of the plugin left open."""
        (self_id, role), detached = parked
        await self._serve(Hello(self_id, role), await attach(detached), kept=True)

    async def park(self) -> list[Parked]:
        """Take the open connections off their transports, for `parked` of the next life of the plugin."""
        there = [*self._all()]
        detached = await asyncio.gather(*(held.websocket.detach() for held in there))
        return [((held.account, held.role), what) for held, what in zip(there, detached, strict=True) if what]

    def _all(self) -> "set[_Held]":
        return {*self._api.values(), *self._event.values()}

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Call an action on the connection of `self_id`, or on the only one.

        Raises:
            ApiNotAvailable: that account is not connected, or there are several and none was named.
        """
        self_id, timeout = take_reserved(params)
        return await self.connection_of(self_id).call_action(action, params, timeout)

    def connection_of(self, self_id: Any) -> Connection:
        """What takes the actions of `self_id`, or of the only account; raises as `call_action`."""
        if self_id is not None:
            held = self._api.get(as_id(self_id)) if isinstance(self_id, int | str) else None
            if held is None:
                raise ApiNotAvailable(self._texts("not_connected.account", self_id=self_id))
            return held
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
        await self._hold(hello, scope, receive, send)

    async def _answer_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST" and scope["path"] == "/":
            raise Refusal(404, "websocket_only")
        await self._bot.asgi(scope, receive, send)

    async def _hold(self, hello: Hello, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        await send({"type": "websocket.accept"})
        await self._serve(hello, take_over(scope))

    async def _serve(self, hello: Hello, websocket: WebSocket, *, kept: bool = False) -> None:
        """Hold a connection to its end."""
        held = _Held(hello, websocket, self._bot, self._texts)
        self._add(held, kept=kept)
        held.begin()
        reason = ""
        try:
            async with beside(self._watch(held)):
                reason = await held.over()
        finally:
            held.end()
            if not websocket.is_detached:
                self._remove(held, reason)

    async def _watch(self, held: "_Held") -> None:
        seconds = await held.silence()
        _log.warning(self._texts("silent", self_id=held.account, seconds=round(seconds)))
        held.websocket.close(_DEAD, "no heartbeat")

    def _add(self, held: "_Held", *, kept: bool) -> None:
        older = {old for places in self._places(held.role) if (old := places.get(held.account))}
        is_new = held.account not in self._api
        for places in self._places(held.role):
            places[held.account] = held
        _log.info(self._texts("connected", self_id=held.account, role=held.role))
        for old in older:
            _log.warning(self._texts("replaced", self_id=held.account))
            old.websocket.close(_REPLACED, "replaced by a newer connection of this account")
        if is_new and held.account in self._api:
            self._bot.account_came(held.account, kept=kept)

    def _remove(self, held: "_Held", reason: str) -> None:
        """Forget a connection that ended; a newer one of the same account stays."""
        mine = [places for places in self._places(held.role) if places.get(held.account) is held]
        for places in mine:
            del places[held.account]
        if mine:
            _log.info(self._texts("disconnected", self_id=held.account, role=held.role))
        if self._api in mine:
            self._bot.account_went(held.account, reason)

    def _places(self, role: str) -> list[dict[int, "_Held"]]:
        return {"api": [self._api], "event": [self._event]}.get(role, [self._api, self._event])


class _Held(Connection):
    """One WebSocket that came in; its account is known from its headers."""

    def __init__(self, hello: Hello, websocket: WebSocket, bot: Bot, texts: Texts) -> None:
        super().__init__(hello.role, websocket, bot, texts, hello.self_id)
        self.account = hello.self_id
