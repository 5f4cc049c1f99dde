"""The platform's HTTP: tokens, QQ login, and every call of `routes`."""

import inspect
import json
import logging
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from quart import Quart, Response, request

from qq_api.sandbox.official.calls.model import Call, Files
from qq_api.sandbox.official.login import Login, NoLogin
from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.refusals import Refusal, invalid
from qq_api.sandbox.official.routes import Route, find
from qq_api.sandbox.official.tokens import Tokens
from qq_api.web import from_json
from qq_api.websocket import MAX_BYTES

_log = logging.getLogger(__name__)

KEPT = 1000
"""Calls remembered."""

TOKEN_PATH = "/app/getAppAccessToken"  # noqa: S105  (a path)

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True)
class Called:
    """A call that a bot made.

    Attributes:
        name: `POST /v2/groups/{group_openid}/messages`, or method and path where there is no such.
        path: as it came.
        body: as it came, without the secret.
        status: of the answer.
        answer: its body, without the token.
    """

    name: str
    path: str
    body: Any
    status: int
    answer: Any


@dataclass
class _Fault:
    """Calls whose path has `part` in it go wrong `times` times; with `done` they are carried out all the same."""

    times: int
    refusal: Refusal
    part: str
    done: bool


class Api:
    """`asgi` is the application.

    Attributes:
        calls: the newest.
        login: lets people log in elsewhere.
        on_call: told of each.

    Args:
        office: the bot.
        tokens: of the bot.
        files: where files are kept.
        address: where the platform is.
    """

    def __init__(self, office: Office, tokens: Tokens, files: Files, address: Callable[[], str]) -> None:
        self._office, self._tokens, self._files, self._address = office, tokens, files, address
        self.calls: deque[Called] = deque(maxlen=KEPT)
        self.on_call: list[Callable[[Called], None]] = []
        self._faults: list[_Fault] = []
        self.login = Login(office, office.settings.secret.get_secret_value())
        self.asgi = Quart("qq_api.sandbox.official", static_folder=None)
        self.asgi.config["MAX_CONTENT_LENGTH"] = MAX_BYTES
        self.asgi.add_url_rule(TOKEN_PATH, view_func=self._token, methods=["POST"])
        for what in ("authorize", "token", "me"):
            self.asgi.add_url_rule(f"/oauth2.0/{what}", f"login_{what}", self._log_in, methods=["GET", "POST"])
        self.asgi.add_url_rule("/<path:path>", view_func=self._serve, methods=_METHODS)

    # -- what tests do to it

    def refuse(self, times: int, code: int, part: str = "", *, status: int = 0, words: str = "") -> None:
        """Let the next calls, whose path has `part` in it, be refused."""
        self._faults.append(_Fault(times, Refusal(code, words, status), part, done=False))

    def lose(self, times: int = 1, part: str = "", *, status: int = 504) -> None:
        """Let the next calls be done, but answered as if something had broken."""
        self._faults.append(_Fault(times, Refusal(50055001, "timeout", status), part, done=True))

    def _fault(self, path: str) -> _Fault | None:
        for fault in self._faults:
            if fault.times > 0 and fault.part in path:
                fault.times -= 1
                return fault
        return None

    # -- one request

    async def _token(self) -> Response:
        fault, body = self._fault(TOKEN_PATH), from_json(await request.get_data())
        answer = fault.refusal.body(_trace()) if fault else self._tokens.give(body)
        status = fault.refusal.status if fault and fault.refusal.status != 400 else 200
        asked = {"appId": body.get("appId")} if isinstance(body, dict) else None  # the secret is nobody's business
        kept = {key: value for key, value in answer.items() if key != "access_token"}
        self._note(Called(f"POST {TOKEN_PATH}", TOKEN_PATH, asked, status, kept))
        return _response(status, answer, _trace())

    async def _log_in(self) -> Response:
        """QQ login; errors come with status 200, and without `fmt=json` as JavaScript."""
        query = {**dict(request.args.items()), **dict((await request.form).items())}
        what = request.path.rpartition("/")[2]
        try:
            if what == "authorize":
                return self._authorize(query)
            answer = self.login.token(query) if what == "token" else self.login.me(query)
        except NoLogin as refused:
            answer = refused.body
        text = json.dumps(answer)
        if query.get("fmt") == "json":
            return Response(text, content_type="application/json")
        plain = urlencode(answer) if "access_token" in answer else f"callback( {text} );"
        return Response(plain, content_type="text/html")

    def _authorize(self, query: dict[str, str]) -> Response:
        user_id = query.pop("as", "")
        if not user_id.isdecimal() or int(user_id) not in self._office.world.people:
            return Response(self.login.choose(query), content_type="text/html; charset=utf-8")
        return Response("", 302, {"Location": self.login.go_back(int(user_id), query)})

    async def _serve(self, path: str) -> Response:
        trace, call = _trace(), None
        name = f"{request.method} {request.path}"
        try:
            route, params = find(request.method, request.path)
            name = route.name
            self._check(route)
            call = await self._call(params)
            status, answer = await self._answer(route, call)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body(trace)
        except Exception:  # noqa: BLE001  (the boundary of one call)
            _log.exception("%s failed", name)
            status, answer = 500, Refusal(50055001, "system error", 500).body(trace)
        self._note(Called(name, f"/{path}", call and call.body, status, answer))
        return _response(status, answer, trace)

    def _check(self, route: Route) -> None:
        """May the bot call it at all?"""
        if not route.open:
            self._tokens.check(request.headers.get("Authorization", ""))
        if request.headers.get("X-Union-Appid", self._office.settings.app_id) != self._office.settings.app_id:
            raise Refusal(11251)
        if route.name in self._office.withheld:
            raise Refusal(11253)

    async def _call(self, params: dict[str, str]) -> Call:
        query = dict(request.args.items())
        call = Call(request.method, request.path, self._files, self._address(), params, query)
        if request.mimetype == "multipart/form-data":
            call.body = dict((await request.form).items())
            call.pictures = {key: file.read() for key, file in (await request.files).items()}
            return call
        call.raw = await request.data
        if request.mimetype == "application/json" and call.raw:
            call.body = from_json(call.raw)
            if call.body is None:
                raise invalid("no JSON")
        return call

    async def _answer(self, route: Route, call: Call) -> tuple[int, Any]:
        fault = self._fault(call.path)
        if fault is not None and not fault.done:
            raise fault.refusal
        answer = route.handler(self._office, call)
        answer = await answer if inspect.isawaitable(answer) else answer
        if fault is not None:
            raise fault.refusal
        return (204 if answer is None else 200), answer

    def _note(self, called: Called) -> None:
        self.calls.append(called)
        for tell in self.on_call:
            tell(called)


def _trace() -> str:
    return secrets.token_hex(16)


def _response(status: int, answer: Any, trace: str) -> Response:
    """The Content-Type has no charset: Tencent's Python SDK wants it so."""
    body = "" if answer is None else json.dumps(answer, ensure_ascii=False)
    response = Response(body, status, content_type="application/json")
    response.headers["X-Tps-trace-ID"] = trace
    return response
