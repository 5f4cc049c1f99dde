"""The page's server: who may come in, and the frames between the page, the World and the game.

Frames, as JSON over the WebSocket `/ws`; to the page several at once as a list.
To the page:    `state` (all of it), then each change: `message`, `changed`, `notice`, `group`, `person`, `request`,
                `connection`, `traffic`, `faults`, `game`, `line`, `console`; to who asked: `done`, `refused`, `card`.
From the page:  what `view.deeds` lists, as `{"type": "say", "user_id", "group_id", "text"}`; `game`, `open`, `call`,
                `repeat`, `fault`. With an `id` it is answered by `done` or `refused` of that id.
"""

import asyncio
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from quart import Quart, Response, abort, request, websocket

from qq_api.backlog import Backlog
from qq_api.errors import ActionFailed
from qq_api.loop import beside
from qq_api.onebot.handshake import Refusal, check_token
from qq_api.sandbox.game import GameView
from qq_api.sandbox.page_server import assets
from qq_api.sandbox.page_server.lines import FaultDesk, Lines
from qq_api.sandbox.view import QQView
from qq_api.sandbox.view.media import bytes_of, has_bytes, type_of
from qq_api.sandbox.world import Refused, World
from qq_api.types import Payload
from qq_api.web import from_json, is_loopback

BACKLOG = 2000
"""Frames that may wait for one page; one that falls further behind gets the whole state anew."""

BATCH = 200
"""Frames that are sent to a page at once."""

Pages: TypeAlias = Backlog[Payload]


class Page:
    """Serves the page of a World; `asgi` is the application.

    Attributes:
        on_ready: told `("bot", account)` and `("game", kind)` when they are there.
        faults: what can be made to go wrong on purpose; None for nothing.

    Args:
        world: what is shown.
        port: where it is served, for the cookie's name (cookies do not know ports).
        token: what the address must hold; made anew where none is given.
        lines: how bots are reached; straight to the World, past all of them, where they are not given.
        faults: what can be made to go wrong on purpose.
    """

    def __init__(
        self,
        world: World,
        port: int,
        token: str = "",
        *,
        lines: Lines | None = None,
        faults: FaultDesk | None = None,
    ) -> None:
        self.token = token or secrets.token_hex(16)
        self._cookie = f"qq_sandbox_{port}"
        self._pages: set[Pages] = set()
        self.on_ready: Callable[[str, str], None] = lambda _part, _what: None
        self.faults = faults
        self._lines = lines or Lines(world)
        self.qq, self.game = QQView(world, self._show, self._lines.source), GameView(self._show)
        self.asgi = self._app()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Show what happens in the World while the block runs."""
        with self.qq.watching(self._lines.listening):
            yield

    def _show(self, frame: Payload) -> None:
        if frame["type"] == "connection" and frame["connected"]:
            self.on_ready("bot", str(frame["self_id"]))
        if frame["type"] == "game" and frame["ready"]:
            self.on_ready("game", frame["kind"])
        for page in self._pages:
            page.put(frame)

    def _state(self) -> Payload:
        return {"type": "state", **self.qq.state(), **self.game.state(), "faults": self._listed()}

    def _listed(self) -> Sequence[Payload]:
        return [] if self.faults is None else self.faults.listed()

    def _app(self) -> Quart:
        app = Quart("qq_api.sandbox.page", static_folder=None)
        app.before_request(self._check_host)
        app.after_request(self._add_headers)
        app.add_url_rule("/", view_func=self._index)
        app.add_url_rule("/<name>", view_func=self._file)
        app.add_url_rule("/media/<key>", view_func=self._media)
        app.add_websocket("/ws", view_func=self._page_socket)
        app.add_websocket("/game", view_func=self._game_socket)
        return app

    # -- who may come in: a name in DNS that points here must not be enough, nor a page of another site

    async def _check_host(self) -> None:
        if not _is_local(request.host):
            abort(400)

    async def _add_headers(self, response: Response) -> Response:
        for name, value in assets.HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _may(self, given: str | None) -> bool:
        return hmac.compare_digest((given or "").encode(), self.token.encode())

    async def _index(self) -> Response:
        """The page. Its address holds the token once, then a cookie does; the page takes it out of the address."""
        if not self._may(request.args.get("token") or request.cookies.get(self._cookie)):
            return Response("Open the address that the sandbox printed, with its ?token=…", 403)
        answer = assets.answer("index.html")
        answer.set_cookie(self._cookie, self.token, httponly=True, samesite="Strict")
        return answer

    async def _file(self, name: str) -> Response:
        return assets.answer(name)

    async def _media(self, key: str) -> Response:
        """What somebody sent in a message; only for who sees the page."""
        if not self._may(request.cookies.get(self._cookie)):
            abort(403)
        source = self.qq.media.source(key)
        content = None if source is None else await self._content(source)
        return abort(404) if content is None else assets.media(content, type_of(content))

    async def _content(self, source: str) -> bytes | None:
        try:
            return bytes_of(source) if has_bytes(source) else await self._lines.read(source)
        except Refused:
            return None

    async def _page_socket(self) -> None:
        if not _is_local(websocket.host) or websocket.headers.get("Origin") != f"http://{websocket.host}":
            abort(403)
        if not self._may(websocket.cookies.get(self._cookie)):
            abort(403)
        page: Pages = Backlog("a page", BACKLOG)
        page.put(self._state())
        self._pages.add(page)
        try:
            await _both_ways(self._send_to(page), _take_all(lambda frame: self._take(frame, page)))
        finally:
            self._pages.discard(page)

    async def _send_to(self, page: Pages) -> None:
        """Send what waits, much at once; to a page that missed some of it all there is."""
        missed = page.dropped
        while True:
            frames = [await page.get()]
            while page and len(frames) < BATCH:
                frames.append(await page.get())
            if page.dropped > missed:
                page.drain()
                frames, missed = [self._state()], page.dropped
            await websocket.send(json.dumps(frames if len(frames) > 1 else frames[0]))

    async def _game_socket(self) -> None:
        try:
            check_token(websocket.headers.get("Authorization", ""), b"", self.token)
        except Refusal as refusal:
            abort(refusal.status)
        backlog: Backlog[Payload] = Backlog("the game", BACKLOG)
        with self.game.attached(backlog.put) as take:

            async def taken(frame: Any) -> None:
                take(frame)

            await _both_ways(_send_all(backlog), _take_all(taken))

    # -- what a page wants

    async def _take(self, frame: Any, page: Pages) -> None:
        """A frame from a page; what cannot be done is told to that page."""
        number = frame.get("id") if isinstance(frame, dict) else None
        try:
            await self._do(frame, page)
            if number is not None:
                page.put({"type": "done", "id": number})
        except ActionFailed as error:
            page.put({"type": "refused", "id": number, "reason": str(error.result.get("wording", error))})
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
            page.put({"type": "refused", "id": number, "reason": f"{type(error).__name__}: {error}"})

    async def _do(self, frame: Any, page: Pages) -> None:
        kind = frame["type"]
        if kind == "game" and self.game.send is not None:
            self.game.send(dict(frame["frame"]))
        elif kind == "open":
            page.put(self.qq.card(str(frame["card"])))
        elif kind == "call":
            await self._called(int(frame["self_id"]), str(frame["action"]), dict(frame["params"]))
        elif kind == "repeat":
            await self._repeat(int(frame["number"]))
        elif kind == "fault":
            self._set_fault(frame)
        elif not self.qq.do(await self._ready(frame)):
            raise ValueError(f"cannot do {kind!r} now")

    async def _ready(self, frame: Payload) -> Payload:
        """What is said has its files kept first, as when a bot says it."""
        if frame["type"] != "say" or "segments" not in frame:
            return frame
        return {**frame, "segments": await self._lines.kept(frame["segments"])}

    async def _repeat(self, number: int) -> None:
        """Send an entry of the log again: an event to bots, an action to the World."""
        entry, what = self.qq.traffic.find(number)
        if entry["kind"] == "action":
            await self._called(entry["self_id"], entry["name"], what["params"])
        else:
            self._lines.tell(entry["self_id"], what["event"])
            self.qq.told(what["event"])

    async def _called(self, self_id: int, action: str, params: Payload) -> None:
        answer = await self._lines.call(self_id, action, params)
        self.qq.acted(self_id, action, params, answer)
        if answer.get("status") == "failed":
            raise ActionFailed(answer)

    def _set_fault(self, frame: Payload) -> None:
        if self.faults is None:
            raise ValueError("there are no faults to set")
        self.faults.apply(int(frame["self_id"]), int(frame["index"]), str(frame["name"]), frame.get("value"))
        self._show({"type": "faults", "faults": self._listed()})


def _is_local(netloc: str) -> bool:
    """Whether a Host or Origin names this machine by address: `127.0.0.1:8700`."""
    try:
        return is_loopback(urlsplit(f"//{netloc}").hostname or "")
    except ValueError:
        return False


async def _both_ways(sending: Coroutine[Any, Any, None], taking: Coroutine[Any, Any, None]) -> None:
    """Send and take, until either ends."""
    async with beside(sending, taking) as tasks:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


async def _send_all(backlog: Backlog[Payload]) -> None:
    while True:
        await websocket.send(json.dumps(await backlog.get()))


async def _take_all(take: Callable[[Any], Awaitable[None]]) -> None:
    while True:
        await take(from_json(await websocket.receive()))
