"""A peer that calls actions by HTTP, and listens to events there."""

import asyncio
import json
import socket
from typing import Any
from urllib.parse import parse_qsl

from qq_api.backlog import Backlog
from qq_api.calls import failed
from qq_api.loop import beside
from qq_api.onebot.handshake import Refusal, check_token, refuse_browsers, take_query
from qq_api.onebot.peers.answers import Answers
from qq_api.onebot.peers.faults import Faults
from qq_api.onebot.peers.link import BACKLOG, OnChange, OnTaken
from qq_api.onebot.peers.recent import Recent
from qq_api.types import CallAction, Payload
from qq_api.web import Receive, Scope, Send, body_of, from_json, headers_of, refuse, respond, serving

LONGEST_POLL = 60.0
"""Seconds that a `get_event` may wait."""

LATELY = 60.0
"""Seconds after its last call in which a bot counts as there."""

_FORM = "application/x-www-form-urlencoded"


class HttpApiPeer:
    """A `Peer` that calls actions by HTTP (OneBot 11, "HTTP"): `/send_group_msg`, parameters in JSON, form or query.

    Two addresses give events: `/_events` as server-sent ones (LLOneBot, NapCat), and `/get_event` with `key` (who
    asks), `limit` and `timeout` (milliseconds) as a list, as soon as there are any (LLOneBot).

    Args:
        sock: the bound socket.
        token: what it must bring along; empty for nothing.
        on_change: told whether a bot listens to `/_events`, or has called lately.
        on_taken: told of each event that was sent, or fetched.
        deferred: how `…_async` is answered; see `Answers`.
        faults: what goes wrong on purpose.
    """

    def __init__(
        self,
        sock: socket.socket,
        token: str = "",
        on_change: OnChange = lambda _: None,
        on_taken: OnTaken = lambda _: None,
        *,
        deferred: bool = False,
        faults: Faults | None = None,
    ) -> None:
        self.faults = faults or Faults()
        self._sock, self._token = sock, token
        self._on_change, self._on_taken = on_change, on_taken
        self._quiet: asyncio.TimerHandle | None = None
        self._answers, self._recent = Answers(deferred, self.faults), Recent()
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
        self._check(scope, headers, query)
        self._heard()
        if path == "_events":
            await self._stream(scope, receive, send)
            return
        params = await _parameters(query, headers, receive)
        answer = await (self._events(params) if path == "get_event" else self._act(path, params))
        await asyncio.sleep(self.faults.delay + self.faults.late_answers)
        if self.faults.silent:
            await _until_gone(receive)
        status = 404 if answer["retcode"] == failed(1404, "")["retcode"] else 200
        await respond(send, status, json.dumps(answer).encode())

    def _check(self, scope: Scope, headers: dict[str, str], query: bytes) -> None:
        self.faults.let_in()
        if scope["type"] != "http":
            raise Refusal(404, "http_only")
        refuse_browsers(headers)
        check_token(headers.get("authorization", ""), query, self.faults.secret(self._token))
        if scope["method"] not in ("GET", "POST"):
            raise Refusal(405, "method")

    async def _act(self, action: str, params: Payload) -> Payload:
        return await self._answers(self._call_action, {"action": action, "params": params})

    async def _events(self, params: Payload) -> Payload:
        try:
            limit, milliseconds = (int(params.get(key) or 0) for key in ("limit", "timeout"))
        except (TypeError, ValueError, OverflowError):
            return failed(1400, "limit and timeout: a number is needed")
        wait = min(milliseconds / 1000, LONGEST_POLL)
        events = await self._recent.after(str(params.get("key", "")), max(limit, 0), wait)
        for event in events:
            self._on_taken(event)
        return {"status": "ok", "retcode": 0, "data": events, "message": "", "wording": ""}

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


async def _parameters(query_string: bytes, headers: dict[str, str], receive: Receive) -> Payload:
    """Query and body together; the body wins.

    Raises:
        Refusal: 406 for a kind of body that is neither JSON nor a form, 400 for one that is not what it says, 413.
    """
    query = dict(parse_qsl(query_string.decode("latin-1")))
    query.pop("access_token", None)
    body = await body_of(receive)
    if body is None:
        raise Refusal(413, "too_large")
    if not body:
        return query
    return query | _read(body, headers.get("content-type", "").partition(";")[0].strip().lower())


def _read(body: bytes, kind: str) -> dict[str, Any]:
    if kind == _FORM:
        return dict(parse_qsl(body.decode("utf-8", "replace")))
    if kind not in ("", "application/json"):
        raise Refusal(406, "content_type", kind)
    params = from_json(body)
    if not isinstance(params, dict):
        raise Refusal(400, "body")
    return params
