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
from qq_api.onebot.peers.link import BACKLOG, OnChange, OnTaken
from qq_api.onebot.peers.manners import PLAIN, Manners
from qq_api.onebot.peers.recent import Recent
from qq_api.types import CallAction, Payload
from qq_api.web import Receive, Scope, Send, body_of, headers_of, refuse, respond, serving

LATELY = 60.0
"""Seconds after its last call in which a bot counts as there."""


class HttpApiPeer:
    """A `Peer` that calls actions by HTTP (OneBot 11, "HTTP"): `/send_group_msg`, parameters in JSON, form or query.

    Two addresses give events, where the manners have them: `/_events` as server-sent ones, and `/get_event` with `key`
    (who asks), `limit` and `timeout` (milliseconds) as a list, as soon as there are any.

    Args:
        sock: the bound socket.
        token: what it must bring along; empty for nothing.
        on_change: told whether a bot listens to `/_events`, or has called lately.
        on_taken: told of each event that was sent, or fetched.
        manners: whose way of speaking it has.
        faults: what goes wrong on purpose.
    """

    def __init__(
        self,
        sock: socket.socket,
        token: str = "",
        on_change: OnChange = lambda _: None,
        on_taken: OnTaken = lambda _: None,
        *,
        manners: Manners = PLAIN,
        faults: Faults | None = None,
    ) -> None:
        self.faults = faults or Faults()
        self._sock, self._token, self._manners = sock, token, manners
        self._on_change, self._on_taken = on_change, on_taken
        self._quiet: asyncio.TimerHandle | None = None
        self._answers, self._recent = Answers(manners, self.faults, http=True), Recent()
        self._streams: set[_Stream] = set()
        self._call_action: CallAction

    def emit(self, payload: Payload) -> None:
        """An event, for those who listen here."""
        payload = self.faults.event(payload)
        self._recent.put(payload)
        for stream in self._streams:
            stream.emit(payload, twice=self.faults.double_events)

    async def run(self, call_action: CallAction) -> None:
        """Serve until cancelled."""
        self._call_action = call_action
        try:
            async with serving(self, self._sock), beside(self._answers.run()):
                try:
                    await asyncio.Event().wait()
                finally:  # the server waits for its requests to end
                    self._recent.close()
                    for stream in self._streams:
                        stream.abort()
        finally:
            if self._quiet is not None:
                self._quiet.cancel()
            self._on_change(False)

    def _heard(self) -> None:
        """A bot was here; it is there until it was quiet for long."""
        if self._quiet is not None:
            self._quiet.cancel()
        self._quiet = asyncio.get_running_loop().call_later(LATELY, self._grow_quiet)
        self._on_change(True)

    def _grow_quiet(self) -> None:
        self._on_change(bool(self._streams))

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
        self._heard()
        if path == "_events" and self._manners.streams:
            await self._stream(scope, receive, send)
            return
        if not path and scope["method"] == "GET" and self._manners.home not in (None, "call"):
            await self._say_home(send)
            return
        params = await self._parameters(query, headers, receive)
        answer = await self._answer(path, params)
        await asyncio.sleep(self.faults.delay + self.faults.late_answers)
        if self.faults.silent:
            await _until_gone(receive)
        await respond(send, self._manners.http_status(answer), json.dumps(self._answers.form(answer)).encode())

    async def _may(self, scope: Scope, headers: dict[str, str], query: bytes, send: Send) -> bool:
        """Whether a request may come in; else it was answered, or a `Refusal` is raised."""
        self.faults.let_in()
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
        events = await self._recent.asked(params)
        for event in events:
            self._on_taken(event)
        return events

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            raise Refusal(405, "method")
        stream = _Stream(self._on_taken)
        self._streams.add(stream)
        try:
            with self.faults.of(stream):
                await stream.run(receive, send, self.faults)
        finally:
            self._streams.discard(stream)
            self._heard()


class _Stream:
    """One listener to `/_events`."""

    def __init__(self, on_taken: OnTaken) -> None:
        self._waiting: Backlog[Payload | str] = Backlog("a listener to /_events", BACKLOG)
        self._on_taken = on_taken
        self._over = asyncio.Event()

    def emit(self, payload: Payload, *, twice: bool = False) -> None:
        for _ in range(1 + twice):
            self._waiting.put(payload)

    def garble(self, text: str) -> None:
        self._waiting.put(text)

    def abort(self) -> None:
        self._over.set()

    def close(self, code: int) -> None:  # noqa: ARG002  (HTTP has no codes)
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
            frame = await self._waiting.get()
            await asyncio.sleep(faults.delay)
            if faults.silent:
                continue
            text = frame if isinstance(frame, str) else json.dumps(frame)
            await send({"type": "http.response.body", "body": f"data: {text}\n\n".encode(), "more_body": True})
            if not isinstance(frame, str):
                self._on_taken(frame)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
