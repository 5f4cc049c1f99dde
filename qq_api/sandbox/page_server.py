"""The sandbox's page: a QQ group on the left, the game's chat on the right.

Frames, as JSON over the WebSocket `/ws`.
To the page:    `state` (all of it, once), `message`, `connection`, `game`, `line`, `console`, `refused`.
From the page:  `{"type": "say", "group_id", "user_id", "text"}`, `{"type": "game", "frame": {…}}`.
"""

import asyncio
import hmac
import json
import mimetypes
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from quart import Quart, Response, abort, request, websocket

from qq_api.backlog import Backlog
from qq_api.loop import beside
from qq_api.onebot.handshake import Refusal, check_token
from qq_api.sandbox.game import GameView
from qq_api.sandbox.view import QQView
from qq_api.sandbox.world import Refused, World
from qq_api.texts import read_resource
from qq_api.types import Payload
from qq_api.web import from_json, is_loopback

_SCRIPTS = ("page", "chat", "segment", "game", "component", "obfuscated", "tooltip", "log", "socket", "dom", "texts")
_STYLES = ("page", "chat", "game")

FILES = frozenset(
    {"index.html", "icon.svg", *(f"{name}.js" for name in _SCRIPTS), *(f"{name}.css" for name in _STYLES)}
)

BACKLOG = 2000
"""Frames that may wait for one page."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Page:
    """Serves the page of a World; `asgi` is the application.

    Attributes:
        on_ready: told `("bot", account)` and `("game", kind)` when they are there.

    Args:
        world: what is shown.
        port: where it is served, for the cookie's name (cookies do not know ports).
        token: what the address must hold; made anew where none is given.
    """

    def __init__(self, world: World, port: int, token: str = "") -> None:
        self.token = token or secrets.token_hex(16)
        self._cookie = f"qq_sandbox_{port}"
        self._pages: set[Backlog[Payload]] = set()
        self.on_ready: Callable[[str, str], None] = lambda _part, _what: None
        self.qq, self.game = QQView(world, self._show), GameView(self._show)
        self.asgi = self._app()

    def _show(self, frame: Payload) -> None:
        if frame["type"] == "connection" and frame["connected"]:
            self.on_ready("bot", str(frame["self_id"]))
        if frame["type"] == "game" and frame["ready"]:
            self.on_ready("game", frame["kind"])
        for page in self._pages:
            page.put(frame)

    def _app(self) -> Quart:
        app = Quart("qq_api.sandbox.page", static_folder=None)
        app.before_request(self._check_host)
        app.after_request(self._add_headers)
        app.add_url_rule("/", view_func=self._index)
        app.add_url_rule("/<name>", view_func=self._file)
        app.add_websocket("/ws", view_func=self._page_socket)
        app.add_websocket("/game", view_func=self._game_socket)
        return app

    # -- who may come in: a name in DNS that points here must not be enough, nor a page of another site

    async def _check_host(self) -> None:
        if not _is_local(request.host):
            abort(400)

    async def _add_headers(self, response: Response) -> Response:
        response.headers.update(_HEADERS)
        return response

    def _may(self, given: str | None) -> bool:
        return hmac.compare_digest((given or "").encode(), self.token.encode())

    async def _index(self) -> Response:
        """The page. Its address holds the token once, then a cookie does; the page takes it out of the address."""
        if not self._may(request.args.get("token") or request.cookies.get(self._cookie)):
            return Response("Open the address that the sandbox printed, with its ?token=…", 403)
        answer = await self._file("index.html")
        answer.set_cookie(self._cookie, self.token, httponly=True, samesite="Strict")
        return answer

    async def _file(self, name: str) -> Response:
        if name not in FILES:
            abort(404)
        kind = mimetypes.guess_type(name)[0] if not name.endswith(".js") else "text/javascript"
        return Response(read_resource("qq_api", f"qq_api/sandbox/page/{name}"), content_type=f"{kind}; charset=utf-8")

    async def _page_socket(self) -> None:
        if not _is_local(websocket.host) or websocket.headers.get("Origin") != f"http://{websocket.host}":
            abort(403)
        if not self._may(websocket.cookies.get(self._cookie)):
            abort(403)
        backlog: Backlog[Payload] = Backlog("a page", BACKLOG)
        backlog.put({"type": "state", **self.qq.state(), **self.game.state()})
        self._pages.add(backlog)
        try:
            await _both_ways(backlog, lambda frame: self._take(frame, backlog))
        finally:
            self._pages.discard(backlog)

    async def _game_socket(self) -> None:
        try:
            check_token(websocket.headers.get("Authorization", ""), b"", self.token)
        except Refusal as refusal:
            abort(refusal.status)
        backlog: Backlog[Payload] = Backlog("the game", BACKLOG)
        with self.game.attached(backlog.put) as take:
            await _both_ways(backlog, take)

    def _take(self, frame: Any, page: Backlog[Payload]) -> None:
        """A frame from a page; what cannot be done is told to that page."""
        try:
            self._do(frame)
        except Refused as error:
            page.put({"type": "refused", "reason": error.result["wording"]})
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            page.put({"type": "refused", "reason": f"{type(error).__name__}: {error}"})

    def _do(self, frame: Any) -> None:
        if frame["type"] == "say":
            self.qq.say(frame)
        elif frame["type"] == "game" and self.game.send is not None:
            self.game.send(dict(frame["frame"]))
        else:
            raise ValueError(f"cannot do {frame['type']!r} now")


def _is_local(netloc: str) -> bool:
    """Whether a Host or Origin names this machine by address: `127.0.0.1:8700`."""
    try:
        return is_loopback(urlsplit(f"//{netloc}").hostname or "")
    except ValueError:
        return False


async def _both_ways(backlog: Backlog[Payload], take: Callable[[Any], None]) -> None:
    """Send what waits and take what comes, until either ends."""
    async with beside(_send_all(backlog), _take_all(take)) as tasks:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


async def _send_all(backlog: Backlog[Payload]) -> None:
    while True:
        await websocket.send(json.dumps(await backlog.get()))


async def _take_all(take: Callable[[Any], None]) -> None:
    while True:
        take(from_json(await websocket.receive()))
