"""A peer that calls actions by HTTP, and listens to events there."""

import asyncio
import json
import socket
from typing import Any

from qq_api.backlog import Backlog
from qq_api.calls import answer_of
from qq_api.loop import beside
from qq_api.onebot.handshake import Refusal, refuse_browsers, take_query
from qq_api.onebot.peers.answers import Answers
from qq_api.onebot.peers.faults import Faults
from qq_api.onebot.peers.link import BACKLOG
from qq_api.onebot.peers.manners import PLAIN, Manners
from qq_api.onebot.peers.recent import Recent
from qq_api.types import CallAction, Payload
from qq_api.web import Receive, Scope, Send, body_of, headers_of, refuse, respond, serving


class HttpApiPeer:
    """A `Peer` that calls actions by HTTP (OneBot 11, "HTTP"): `/send_group_msg`, parameters in JSON, form or query.

    Two addresses give events, where the manners have them: `/_events` as server-sent ones, and `/get_event` with `key`
    (who asks), `limit` and `timeout` (milliseconds) as a list, as soon as there are any.

    Args:
        sock: the bound socket.
        token: what it must bring along; empty for nothing.
        manners: whose way of speaking it has.
        faults: what goes wrong on purpose.
    """

    def __init__(
        self, sock: socket.socket, token: str = "", *, manners: Manners = PLAIN, faults: Faults | None = None
    ) -> None:
        self.faults = faults or Faults()
        self._sock, self._token, self._manners = sock, token, manners
        self._answers, self._recent = Answers(manners, http=True), Recent()
        self._streams: set[_Stream] = set()
        self._call_action: CallAction

    def emit(self, payload: Payload) -> None:
        """An event, for those who listen here."""
        self._recent.put(payload)
        for stream in self._streams:
            stream.emit(payload, twice=self.faults.double_events)

    async def run(self, call_action: CallAction) -> None:
        """Serve until cancelled."""
        self._call_action = call_action
        async with serving(self, self._sock), beside(self._answers.run()):
            try:
                await asyncio.Event().wait()
            finally:  # the server waits for its requests to end
                self._recent.close()
                for stream in self._streams:
                    stream.abort()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        try:
            await self._serve(scope, receive, send)
        except Refusal as refusal:
            await refuse(scope, send, refusal.status, refusal.key)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, query, path = headers_of(scope), take_query(scope), scope["path"].strip("/")
        if not await self._may(scope, headers, query, send):
            return
        if path == "_events" and self._manners.streams:
            await self._stream(scope, receive, send)
            return
        if not path and scope["method"] == "GET" and self._manners.home not in (None, "call"):
            await self._say_home(send)
            return
        params = await self._parameters(query, headers, receive)
        answer = await self._answer(path, params)
        if self.faults.delay:
            await asyncio.sleep(self.faults.delay)
        if self.faults.silent:
            await _until_gone(receive)
        await respond(send, self._manners.http_status(answer), json.dumps(self._answers.form(answer)).encode())

    async def _may(self, scope: Scope, headers: dict[str, str], query: bytes, send: Send) -> bool:
        """Whether a request may come in; else it was answered, or a `Refusal` is raised."""
        if scope["type"] != "http":
            raise Refusal(404, "http_only")
        refuse_browsers(headers)
        try:
            self._manners.check(headers.get("authorization", ""), query, self.faults.secret(self._token))
        except Refusal as refusal:
            if self._manners.refusal is None:
                raise
            await respond(send, refusal.status, json.dumps(self._manners.refusal).encode())
            return False
        if scope["method"] not in ("GET", "POST") and not self._manners.any_method:
            raise Refusal(self._manners.no_method, "method")
        return True

    async def _say_home(self, send: Send) -> None:
        home = self._manners.home
        body, kind = (home, "text/plain") if isinstance(home, str) else (json.dumps(home), "application/json")
        await respond(send, 200, body.encode(), kind)

    async def _parameters(self, query: bytes, headers: dict[str, str], receive: Receive) -> Payload:
        """Query and body together.

        Raises:
            Refusal: 406 for a kind of body that is not taken, 400 for one that is not what it says, 413.
        """
        body = await body_of(receive)
        if body is None:
            raise Refusal(413, "too_large")
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        return self._manners.parameters(query, kind, body)

    async def _answer(self, path: str, params: Payload) -> Payload:
        if path == "get_event" and self._manners.polls:
            return await answer_of(self._poll, path, params)
        if not path and self._manners.home == "call":
            inner = params.get("params")
            path, params = str(params.get("action", "")), inner if isinstance(inner, dict) else {}
        return await self._answers.plain(self._call_action, {"action": path, "params": params})

    async def _poll(self, _action: str, /, **params: Any) -> Any:
        return await self._recent.asked(params)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            raise Refusal(405, "method")
        stream = _Stream()
        self._streams.add(stream)
        try:
            with self.faults.of(stream):
                await stream.run(receive, send, self.faults)
        finally:
            self._streams.discard(stream)


class _Stream:
    """One listener to `/_events`."""

    def __init__(self) -> None:
        self._waiting: Backlog[str] = Backlog("a listener to /_events", BACKLOG)
        self._over = asyncio.Event()

    def emit(self, payload: Payload, *, twice: bool = False) -> None:
        for _ in range(1 + twice):
            self._waiting.put(json.dumps(payload))

    def garble(self, text: str) -> None:
        self._waiting.put(text)

    def abort(self) -> None:
        self._over.set()

    async def run(self, receive: Receive, send: Send, faults: Faults) -> None:
        """Send what comes until the listener is gone; the headers go at once, because some clients wait for them."""
        headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-cache")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": True})
        async with beside(self._send_all(send, faults), _until_gone(receive), self._over.wait()) as tasks:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        await send({"type": "http.response.body", "body": b""})

    async def _send_all(self, send: Send, faults: Faults) -> None:
        while True:
            text = await self._waiting.get()
            if faults.delay:
                await asyncio.sleep(faults.delay)
            if not faults.silent:
                await send({"type": "http.response.body", "body": f"data: {text}\n\n".encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
