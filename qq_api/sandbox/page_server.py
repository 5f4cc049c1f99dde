"""The sandbox's page: a QQ group on the left, the game's chat on the right.

Frames, as JSON over the WebSocket `/ws`.
To the page:    `state` (all of it, once), `message`, `connection`, `game`, `line`, `console`, `refused`.
From the page:  `{"type": "say", "group_id", "user_id", "text"}`, `{"type": "game", "frame": {…}}`.
"""

import asyncio
import hmac
import json
import logging
import mimetypes
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from quart import Quart, Response, abort, redirect, request, websocket

from qq_api.backlog import Backlog
from qq_api.onebot.handshake import Refusal, check_token
from qq_api.sandbox.game import GameView
from qq_api.sandbox.world import Message, Refused, World
from qq_api.texts import read_resource
from qq_api.types import Payload
from qq_api.web import is_loopback

_log = logging.getLogger(__name__)

_SCRIPTS = ("page", "chat", "segment", "game", "component", "obfuscated", "tooltip", "log", "socket", "dom", "texts")
_STYLES = ("page", "chat", "game")

FILES = frozenset(
    {"index.html", "icon.svg", *(f"{name}.js" for name in _SCRIPTS), *(f"{name}.css" for name in _STYLES)}
)

SHOWN = 300
"""Messages a newly opened page gets."""

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
        self.token = token or secrets.token_urlsafe(18)
        self._cookie = f"qq_sandbox_{port}"
        self._world = world
        self._connected: dict[int, bool] = {}
        self._pages: set[Backlog[Payload]] = set()
        self.on_ready: Callable[[str, str], None] = lambda _part, _what: None
        self.game = GameView(self._show)
        self.asgi = self._app()
        world.watchers.append(lambda said: self._show({"type": "message", "message": self._message(said)}))

    def connection(self, self_id: int, connected: bool) -> None:
        """An account's connection to the bot came or went."""
        self._connected[self_id] = connected
        if connected:
            self.on_ready("bot", str(self_id))
        self._show({"type": "connection", "self_id": self_id, "connected": connected})

    def _show(self, frame: Payload) -> None:
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

    async def _index(self) -> Any:
        if "token" in request.args:
            answer = redirect("/")
            if self._may(request.args["token"]):
                answer.set_cookie(self._cookie, self.token, httponly=True, samesite="Strict")
            return answer
        if not self._may(request.cookies.get(self._cookie)):
            return Response("Open the address that the sandbox printed, with its ?token=…", 403)
        return await self._file("index.html")

    async def _file(self, name: str) -> Response:
        if name not in FILES:
            abort(404)
        kind = mimetypes.guess_type(name)[0] if not name.endswith(".js") else "text/javascript"
        return Response(read_resource("qq_api", f"qq_api/sandbox/page/{name}"), content_type=f"{kind}; charset=utf-8")

    async def _page_socket(self) -> None:
        origin = urlsplit(websocket.headers.get("Origin", "")).netloc
        if not _is_local(websocket.host) or origin != websocket.host:
            abort(403)
        if not self._may(websocket.cookies.get(self._cookie)):
            abort(403)
        backlog: Backlog[Payload] = Backlog("a page", BACKLOG)
        backlog.put(self._state())
        self._pages.add(backlog)
        try:
            await _both_ways(backlog, self._take)
        finally:
            self._pages.discard(backlog)

    async def _game_socket(self) -> None:
        try:
            check_token(websocket.headers.get("Authorization", ""), b"", self.token)
        except Refusal as refusal:
            abort(refusal.status)
        backlog: Backlog[Payload] = Backlog("the game", BACKLOG)
        self.game.attach(backlog.put)
        try:
            await _both_ways(backlog, self.game.take)
        finally:
            self.game.detach()

    # -- what goes over

    def _take(self, frame: Any) -> None:
        """A frame from a page."""
        try:
            self._do(frame)
        except (Refused, KeyError, TypeError, ValueError) as error:
            words = error.result["wording"] if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
            self._show({"type": "refused", "reason": words})

    def _do(self, frame: Any) -> None:
        if frame["type"] == "say":
            self._world.say(int(frame["user_id"]), str(frame["text"]), group_id=int(frame["group_id"]))
        elif frame["type"] == "game" and self.game.send is not None:
            self.game.send(dict(frame["frame"]))
        else:
            raise ValueError(f"cannot do {frame['type']!r} now")

    def _state(self) -> Payload:
        messages = [said for said in self._world.messages.values() if said.group_id is not None][-SHOWN:]
        return {
            "type": "state",
            "accounts": [
                {
                    "self_id": person.user_id,
                    "nickname": person.nickname,
                    "connected": self._connected.get(person.user_id),
                }
                for person in self._world.people.values()
                if person.online
            ],
            "groups": [
                {"group_id": group.group_id, "name": group.name, "members": self._members(group.group_id)}
                for group in self._world.groups.values()
            ],
            "messages": [self._message(said) for said in messages],
            "game": self.game.status(),
            "lines": list(self.game.lines),
        }

    def _members(self, group_id: int) -> list[Payload]:
        people = self._world.people
        return [
            {
                "user_id": member.user_id,
                "name": self._world.name(member.user_id, group_id),
                "role": member.role,
                "account": people[member.user_id].online,
            }
            for member in self._world.groups[group_id].members.values()
        ]

    def _message(self, said: Message) -> Payload:
        return {
            "message_id": said.message_id,
            "group_id": said.group_id,
            "user_id": said.user_id,
            "name": self._world.name(said.user_id, said.group_id),
            "time": said.time,
            "segments": said.segments,
        }


def _is_local(netloc: str) -> bool:
    """Whether a Host or Origin names this machine by address: `127.0.0.1:8700`."""
    return is_loopback(urlsplit(f"//{netloc}").hostname or "")


async def _both_ways(backlog: Backlog[Payload], take: Callable[[Any], None]) -> None:
    sending = asyncio.create_task(_send_all(backlog))
    try:
        while True:
            try:
                take(json.loads(await websocket.receive()))
            except (ValueError, RecursionError):
                _log.debug("a frame that is no JSON", exc_info=True)
    finally:
        sending.cancel()


async def _send_all(backlog: Backlog[Payload]) -> None:
    while True:
        await websocket.send(json.dumps(await backlog.get()))
