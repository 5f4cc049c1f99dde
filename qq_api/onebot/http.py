"""HTTP: QQ's side posts events to us, actions go to its API (OneBot 11, "HTTP POST" and "HTTP")."""

import asyncio
import json
import logging
import socket
from collections.abc import Iterable
from contextlib import aclosing
from typing import Any

import httpx
from aiocqhttp import HttpFailed

from qq_api.bot import Bot
from qq_api.calls import result, take_reserved
from qq_api.config import Http
from qq_api.errors import ApiNotAvailable, Unanswered
from qq_api.events import as_id
from qq_api.http_client import HttpClient
from qq_api.onebot.handshake import Refusal, Refusals, account, check_post, check_signature, take_query
from qq_api.texts import Texts
from qq_api.types import Emit, Payload
from qq_api.web import Receive, Scope, Send, body_of, headers_of, refuse, respond, serving

_log = logging.getLogger(__name__)


class HttpTransport:
    """A `Transport`: listens for POSTed events and calls actions at `api_url`.

    Args:
        config: both addresses, the secret of the events and the token of the actions.
        sock: the bound socket (`web.bind`).
        bot: whose events they are; its handlers' quick operations answer the POST.
        texts: the words for the log.
        parked: the accounts that an earlier life of the plugin knew.
    """

    def __init__(
        self, config: Http, sock: socket.socket, bot: Bot, texts: Texts, parked: Iterable[tuple[int, None]] = ()
    ) -> None:
        self._secret = config.secret.get_secret_value()
        self._sock, self._bot, self._texts = sock, bot, texts
        self._refusals = Refusals(texts)
        self._api_url = str(config.api_url).rstrip("/")
        self._shown_url = f"{config.api_url.scheme}://{config.api_url.host}:{config.api_url.port}"
        token = config.token.get_secret_value()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = HttpClient(headers=headers, timeout=60)
        self._accounts = {self_id for self_id, _ in parked}

    @property
    def problem(self) -> str:
        """Why the last one who posted was refused."""
        return self._refusals.last

    def accounts(self) -> list[int]:
        """The accounts whose events were posted."""
        return list(self._accounts)

    async def run(self, emit: Emit) -> None:  # noqa: ARG002  (a POST is answered: emit_and_answer)
        """Serve until cancelled."""
        async with aclosing(self._client), serving(self, self._sock):
            await asyncio.Event().wait()

    async def park(self) -> list[tuple[int, None]]:
        """The accounts known, for `parked` of the next life of the plugin; no connection is open between two posts."""
        return [(self_id, None) for self_id in self._accounts]

    def connection_of(self, self_id: Any) -> None:
        """None: no call goes past the loop."""

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Call an action by POST.

        Raises:
            ApiNotAvailable: nobody listens at `api_url`, or `self_id` is another account than the one seen there.
            Unanswered: the call left, no answer came.
        """
        self_id, timeout = take_reserved(params)
        if self_id is not None and self._accounts and as_id(self_id) not in [*self._accounts]:
            raise ApiNotAvailable(self._texts("not_connected.account", self_id=self_id))
        body = json.dumps(params).encode()
        try:
            answer = await self._client.post(
                f"{self._api_url}/{action}",
                content=body,
                headers={"Content-Type": "application/json"},
                timeout=timeout,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise ApiNotAvailable(self._texts("not_connected.http", url=self._shown_url, reason=error)) from None
        except httpx.HTTPError as error:
            raise Unanswered(action, cut=not isinstance(error, httpx.TimeoutException)) from None
        return self._data(answer)

    def _data(self, answer: httpx.Response) -> Any:
        if not answer.is_success:
            raise HttpFailed(answer.status_code)
        try:
            return result(answer.json())
        except (ValueError, RecursionError):
            raise HttpFailed(answer.status_code) from None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] != "/":
            await self._elsewhere(scope, receive, send)
            return
        try:
            payload = await self._event(scope, receive)
        except Refusal as refusal:
            await self._refusals.answer(refusal, scope, send)
            return
        if self._bot.flow.check():
            await refuse(scope, send, 503, "busy")
            return
        body = _encoded(await self._bot.emit_and_answer(payload))
        await respond(send, 200 if body else 204, body)

    async def _elsewhere(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._refusals.answer(Refusal(404, "http_only"), scope, send)
        elif scope["method"] == "POST":
            await self._refusals.answer(Refusal(404, "post_path", scope["path"]), scope, send)
        else:
            await self._bot.asgi(scope, receive, send)

    async def _event(self, scope: Scope, receive: Receive) -> Payload:
        headers = headers_of(scope)
        take_query(scope)
        check_post(headers, self._secret)
        body = await body_of(receive)
        if body is None:
            raise Refusal(413, "too_large")
        check_signature(headers, body, self._secret)
        self_id = account(headers)
        try:
            payload = json.loads(body)
        except (ValueError, RecursionError):
            payload = None
        if not isinstance(payload, dict):
            raise Refusal(400, "body")
        if self_id not in self._accounts:
            self._accounts.add(self_id)
            self._bot.account_came(self_id)
        payload.setdefault("self_id", self_id)
        return payload


def _encoded(operation: Any) -> bytes:
    """A handler's quick operation as JSON; what is none is told and left out."""
    try:
        return json.dumps(operation).encode() if operation else b""
    except (TypeError, ValueError) as error:
        _log.warning("the quick operation of a handler is no JSON: %s", error)
        return b""
