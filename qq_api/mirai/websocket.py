"""mirai-api-http by WebSocket: events and calls over `/all` (docs/adapter/WebsocketAdapter.md)."""

import asyncio
import itertools
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import InvalidHandshake

from qq_api.codec import decode, encode
from qq_api.mirai.address import Login
from qq_api.mirai.errors import NoAnswer, NotConnected, code_of, error_of
from qq_api.mirai.http_session import OVER, HttpSession, session_of
from qq_api.texts import Texts
from qq_api.types import Payload
from qq_api.websocket import Detached, WebSocket, attach, connect

_log = logging.getLogger(__name__)

LOGIN_SECONDS = 10.0
"""How long the first frame, which says whether we are in, may take."""

REOPEN_SECONDS = 30.0
"""How long a call waits for a new connection when the session was lost."""

Take = Callable[[Payload], None]
Opened = Callable[[], None]


class WebSocketWay:
    """A way to mirai-api-http: one WebSocket for all; files go by HTTP.

    Args:
        login: where, and who we are.
        texts: the words for errors and the log.
        http: gets the session, for uploads.
        parked: an open connection to go on with.
        on_call: told when somebody begins to wait for an answer.
    """

    def __init__(
        self,
        login: Login,
        texts: Texts,
        http: HttpSession,
        parked: Detached | None = None,
        on_call: Callable[[], None] = lambda: None,
    ) -> None:
        self._on_call = on_call
        self._login, self._texts, self._http, self._parked = login, texts, http, parked
        # numbers that no earlier life of this connection gave out: answers to those may still come
        self._numbers = itertools.count(time.time_ns() // 1000)
        self._waiting: dict[str, asyncio.Future[Payload]] = {}
        self._websocket: WebSocket | None = None
        self._greeting: asyncio.Future[Payload] | None = None
        self._open = asyncio.Event()
        self._take: Take = lambda _: None
        self._paused = False

    async def run(self, opened: Opened, take: Take) -> None:
        """Hold one connection until it ends.

        Args:
            opened: told when we are in.
            take: gets each event and message, in order; must not wait.

        Raises:
            LoginRefused, NoBot, MiraiError: it does not let us in.
            NotConnected: nobody answers.
        """
        self._take = take
        parked, self._parked = self._parked, None
        websocket = await (self._connect() if parked is None else attach(parked))
        try:
            self._websocket = websocket
            self._greeting = asyncio.get_running_loop().create_future() if parked is None else None
            websocket.listen(self._frame, lambda: None)
            await self._greeted(websocket)
            self._open.set()
            websocket.hold(self._paused)
            opened()
            await asyncio.shield(websocket.ended)
        finally:
            await self._end(websocket)

    async def _connect(self) -> WebSocket:
        # a server without `enableVerify` wants no key, one in `singleMode` no account; NapCat's plug-in reads the query
        headers = {"verifyKey": self._login.key, "qq": "" if self._login.single else str(self._login.qq)}
        tls = ssl.create_default_context() if self._login.websocket.startswith("wss:") else None
        given = {name: value for name, value in headers.items() if value}
        try:
            return await connect(f"{self._login.websocket}?{urlencode(given)}", given, tls)
        except InvalidHandshake as error:
            status = getattr(getattr(error, "response", None), "status_code", "?")
            words = self._texts("mirai.no_adapter", url=self._login.shown, status=status, adapter="ws")
            raise NotConnected(words) from None
        except (OSError, asyncio.TimeoutError) as error:
            reason = str(error) or type(error).__name__
            raise NotConnected(self._texts("mirai.unreachable", url=self._login.shown, reason=reason)) from None

    async def _greeted(self, websocket: WebSocket) -> None:
        """Wait for the first frame: `{"syncId": "", "data": {"code": 0, "session": "…"}}`."""
        if self._greeting is None:
            return
        first: list[asyncio.Future[Any]] = [self._greeting, websocket.ended]
        await asyncio.wait(first, timeout=LOGIN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if not self._greeting.done():
            raise NotConnected(self._texts("mirai.no_greeting", url=self._login.shown))
        answer = self._greeting.result()
        if code_of(answer) != 0:
            raise error_of(answer, self._texts, at_login=True)
        self._http.key = session_of(answer)

    async def _end(self, websocket: WebSocket) -> None:
        self._open.clear()
        self._websocket = None
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                future.set_exception(NoAnswer(self._texts("mirai.closed")))
        websocket.close(1001)
        await asyncio.wait({websocket.ended})  # it gives up on a peer that does not answer

    # -- frames

    def _frame(self, source: bytes) -> None:
        try:
            frame = decode(source)
        except (ValueError, RecursionError) as error:
            _log.warning(self._texts("mirai.bad_frame", reason=error))
            return
        if not isinstance(frame, dict):
            return
        data = frame.get("data")
        if self._greeting is not None and not self._greeting.done():
            self._greeting.set_result(data if isinstance(data, dict) else frame)
        elif isinstance(data, dict) and isinstance(data.get("type"), str) and "code" not in data:
            self._event(data)  # whatever its syncId: "-1" by default, "" from some
        else:
            self._answer(frame, data)

    def _event(self, packet: Payload) -> None:
        try:
            self._take(packet)
        except Exception:  # noqa: BLE001  (the boundary of one event: the connection goes on)
            _log.exception("an event was lost: %.300r", packet)

    def _answer(self, frame: Payload, data: Any) -> None:
        """An answer goes to whoever waits; `{"code": 400, …}` without a syncId to the only one who does."""
        number = str(frame.get("syncId") or "")
        said = data if isinstance(data, dict) else frame if "code" in frame else {"code": 500, "msg": "null"}
        if not number and "code" in said and len(self._waiting) == 1:
            number = next(iter(self._waiting))
        future = self._waiting.pop(number, None)
        if future is None:
            _log.warning(self._texts("mirai.foreign", what=f"{frame!r:.200}"))
        elif not future.done():
            future.set_result(said)

    # -- calls

    async def ask(self, command: str, sub: str, content: Mapping[str, Any], timeout: float) -> Payload:
        """The answer to a command, as it came.

        Raises:
            NotConnected: it was not sent.
            NoAnswer: no answer within `timeout` seconds, or the connection ended first.
        """
        websocket = self._websocket
        answer = await self._ask(command, sub, content, timeout)
        if code_of(answer) not in OVER:
            return answer
        await self._renew(websocket)
        return await self._ask(command, sub, content, timeout)

    async def _ask(self, command: str, sub: str, content: Mapping[str, Any], timeout: float) -> Payload:
        if self._websocket is None or not self._open.is_set():
            raise self._not_connected()
        number, future = str(next(self._numbers)), asyncio.get_running_loop().create_future()
        frame = {"syncId": number, "command": command, "subCommand": sub or None, "content": dict(content)}
        self._waiting[number] = future
        try:
            await self._send(self._websocket, encode(frame), timeout)
            self._on_call()
            return await asyncio.wait_for(future, timeout)
        except asyncio.TimeoutError:
            words = self._texts("mirai.no_answer", command=command, reason=f"{timeout:g} s")
            raise NoAnswer(words) from None
        finally:
            self._waiting.pop(number, None)

    async def _send(self, websocket: WebSocket, frame: bytes, timeout: float) -> None:
        try:
            await websocket.send(frame, timeout)
        except (OSError, asyncio.TimeoutError):
            raise self._not_connected() from None

    async def _renew(self, lost: WebSocket | None) -> None:
        """The session of a connection was lost: connect anew; returns when we are in again."""
        if self._websocket is lost and lost is not None:
            self._open.clear()
            lost.close(1000, "the session was lost")
        try:
            await asyncio.wait_for(self._open.wait(), REOPEN_SECONDS)
        except asyncio.TimeoutError:
            raise self._not_connected() from None

    def _not_connected(self) -> NotConnected:
        return NotConnected(self._texts("mirai.not_connected", url=self._login.shown))

    @property
    def is_waited_for(self) -> bool:
        """Whether anybody waits for an answer, which may lie behind events."""
        return bool(self._waiting)

    def hold(self, paused: bool) -> None:
        """Stop reading, or go on."""
        self._paused = paused
        if self._websocket is not None and self._open.is_set():
            self._websocket.hold(paused)

    async def park(self) -> Detached | bool:
        """Take the open connection off this life's hands; False when there is none, or it cannot be done."""
        if self._websocket is None or not self._open.is_set():
            return False
        return await self._websocket.detach() or False
