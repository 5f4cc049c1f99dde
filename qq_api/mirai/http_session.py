"""HTTP calls to mirai-api-http within a session (docs/adapter/HttpAdapter.md)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx

from qq_api.http_client import HttpClient
from qq_api.mirai.address import Login
from qq_api.mirai.errors import MiraiError, NoAnswer, NotConnected, code_of, error_of
from qq_api.mirai.routes import route
from qq_api.texts import Texts
from qq_api.types import Payload

SECONDS = 30.0
"""How long an answer may take."""

LOGIN_SECONDS = 10.0
"""How long each step of a login may take."""

RELEASE_SECONDS = 2.0
"""How long goodbye may take; the plugin has five seconds to end."""

UPLOAD_SECONDS = 300.0
"""How long a file may take."""

SINGLE = "SINGLE_SESSION"
"""The session of a server in `singleMode`, where nothing has to be bound."""

OVER = (3, 4)
"""State codes of a session that is gone, or has no account."""


class HttpSession:
    """Our session at mirai-api-http's HTTP adapter; it is opened when it is needed.

    Attributes:
        login: where, and who we are.
        key: of the session; "" while there is none.

    Args:
        login: where, and who we are.
        texts: the words for errors.
        key: a session that is open already.
    """

    def __init__(self, login: Login, texts: Texts, key: str = "") -> None:
        self.login, self._texts, self.key = login, texts, key
        self._client = HttpClient(base_url=login.http, timeout=SECONDS)
        self._lock = asyncio.Lock()

    async def log_in(self, lost: str | None = None) -> None:
        """Open a session: `/verify`, then `/bind`; in `singleMode` there is one already, which only wants the key.

        Args:
            lost: the key of the session that is gone; where another one is open by now, that one is taken.

        Raises:
            LoginRefused: the verify key is wrong.
            NoBot: the account is not logged in there.
            NotConnected, NoAnswer: nobody there answers.
        """
        async with self._lock:
            if lost is not None and lost != self.key:
                return
            self.key = ""
            answer = self._welcome(await self._post("/verify", {"verifyKey": self.login.key}, LOGIN_SECONDS))
            key = session_of(answer)
            if key != SINGLE and not self.login.single:
                binding = {"sessionKey": key, "qq": self.login.qq}
                self._welcome(await self._post("/bind", binding, LOGIN_SECONDS), single=6)
            self.key = key

    def _welcome(self, answer: Payload, single: int = 0) -> Payload:
        if code_of(answer) not in (0, single):
            raise error_of(answer, self._texts, at_login=True)
        return answer

    async def log_out(self) -> None:
        """End the session, if there is one."""
        if self.key and self.key != SINGLE:
            await self._post("/release", {"sessionKey": self.key, "qq": self.login.qq}, RELEASE_SECONDS)
        self.key = ""

    async def enter(self) -> None:
        """Be in a session: in the one we have, if it still is one, else in a new one; errors as `log_in` has them."""
        if self.key or self.login.single:
            answer = await self._ask("sessionInfo", "", {}, LOGIN_SECONDS)
            if code_of(answer) not in (*OVER, 2):
                return
        await self.log_in(lost=self.key)

    async def ask(self, command: str, sub: str, content: Mapping[str, Any], timeout: float = SECONDS) -> Payload:
        """The answer to a command, as it came; a session that was lost is opened anew, once.

        Raises:
            NotConnected: nobody listens there.
            NoAnswer: no answer within `timeout` seconds.
        """
        return await self._in_session(lambda: self._ask(command, sub, content, timeout))

    async def upload(self, path: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> Payload:
        """Post a form with files, as `/file/upload`; errors as for `ask`."""
        if not self.key:
            await self.log_in()
        return await self._in_session(lambda: self._request("POST", path, UPLOAD_SECONDS, data=fields, files=files))

    async def _in_session(self, do: Callable[[], Awaitable[Payload]]) -> Payload:
        key = self.key
        answer = await do()
        if code_of(answer) not in OVER:
            return answer
        await self.log_in(lost=key)
        return await do()

    async def _ask(self, command: str, sub: str, content: Mapping[str, Any], timeout: float) -> Payload:
        method, path = route(command, sub)
        said = {name: value for name, value in content.items() if value is not None}
        if method == "GET":
            return await self._request("GET", path, timeout, params=said)
        return await self._post(path, said, timeout)

    async def aclose(self) -> None:
        """Close its connections; the session stays for half an hour."""
        await self._client.aclose()

    async def _post(self, path: str, content: Mapping[str, Any], timeout: float) -> Payload:
        return await self._request("POST", path, timeout, json=content)

    async def _request(self, method: str, path: str, timeout: float, **body: Any) -> Payload:
        headers = {"sessionKey": self.key} if self.key else {}
        try:
            answer = await self._client.request(method, path, headers=headers, timeout=timeout, **body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            reason = str(error) or type(error).__name__
            raise NotConnected(self._texts("mirai.unreachable", url=self.login.shown, reason=reason)) from None
        except httpx.HTTPError as error:
            words = self._texts("mirai.no_answer", command=path, reason=type(error).__name__)
            raise NoAnswer(words) from None
        return self._read(answer)

    def _read(self, answer: httpx.Response) -> Payload:
        """Its JSON object; anything else was not said by mirai-api-http's HTTP adapter."""
        try:
            said = answer.json()
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict) and (answer.is_success or "code" in said):
            return said
        words = self._texts("mirai.no_adapter", url=self.login.shown, status=answer.status_code, adapter="http")
        raise MiraiError(500 if answer.is_success else answer.status_code, words)


def session_of(answer: Payload) -> str:
    """`{"code": 0, "session": "S"}`; NapCat's plug-in has it in `data`."""
    data = answer.get("data")
    return str(answer.get("session") or (data.get("session") if isinstance(data, dict) else "") or "")
