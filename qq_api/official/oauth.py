"""QQ login by OAuth 2.0 (connect.qq.com, "网站应用"), for plugins that bind accounts on a web page of theirs.

    login = QQLogin("101234567", secret, "https://mc.example.com/qq", texts)

    address = login.begin(session)                          # send the browser there; `session`: its cookie
    visitor = await login.finish(session, code, state)      # it comes back to /qq?code=…&state=…
    visitor.openid                                          # who it is; the same at every login here

The openid is this application's own: it is neither a QQ number nor the openid that a bot sees.
"""

import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
from pydantic import SecretStr

from qq_api.errors import QQError
from qq_api.texts import Texts

STATE_SECONDS, MOST_STATES = 600.0, 10_000
"""How long somebody may take to log in, and how many may be about it."""

SECONDS = 10.0
"""How long QQ may take to answer."""

_KEYS = {
    100008: "app",
    100009: "app",
    100010: "redirect",
    100011: "unpublished",
    110401: "unpublished",
    **dict.fromkeys((100005, 100018, 100019, 100020, 100021), "code"),
    **dict.fromkeys((100007, 100013, 100014, 100015, 100016, 100030), "token"),
}


class LoginFailed(QQError):
    """A login that did not succeed; its words are for the one who logs in, and for the owner.

    Attributes:
        code: QQ's error code; 0 where it gave none.
        kind: `state`, `refused`, `unreachable`, `code`, `app`, `redirect`, `unpublished`, `token` or `other`.
    """

    def __init__(self, kind: str, words: str, code: int = 0) -> None:
        super().__init__(words)
        self.kind, self.code = kind, code


@dataclass(frozen=True)
class Visitor:
    """Who logged in.

    Attributes:
        openid: the same at every login at this application.
        unionid: the same at all applications of one developer; "" where that was not granted.
        access_token: for further questions to QQ; shown in no `repr`.
    """

    openid: str
    unionid: str = ""
    access_token: str = field(default="", repr=False)


class QQLogin:
    """Logs people in by QQ.

    Args:
        client_id: the application's APP ID at connect.qq.com.
        secret: its APP Key.
        redirect_uri: where QQ sends the browser back to; the same as entered there.
        texts: qq_api's, for the words of errors: `Texts.load("qq_api", language)`.
        base: another address of QQ's, for tests.
        clock: seconds that only go forward.
    """

    def __init__(
        self,
        client_id: str,
        secret: str,
        redirect_uri: str,
        texts: Texts,
        base: str = "https://graph.qq.com",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client_id, self._secret, self._redirect_uri = str(client_id), SecretStr(secret), redirect_uri
        self._texts, self._base, self._clock = texts, base.rstrip("/"), clock
        self._states: dict[bytes, tuple[str, float]] = {}

    def begin(self, session: str, *, display: str = "") -> str:
        """Where to send a browser.

        Args:
            session: what only this browser has, as a cookie; whoever comes back must have it.
            display: `mobile` for the page for telephones.
        """
        state = secrets.token_urlsafe(24)
        self._states.pop(_hash(session), None)
        while len(self._states) >= MOST_STATES:
            del self._states[next(iter(self._states))]
        self._states[_hash(session)] = (state, self._clock() + STATE_SECONDS)
        query = {"response_type": "code", "client_id": self._client_id, "redirect_uri": self._redirect_uri}
        query |= {"state": state, "scope": "get_user_info"} | ({"display": display} if display else {})
        return f"{self._base}/oauth2.0/authorize?{urlencode(query)}"

    async def finish(self, session: str, code: str | None, state: str | None) -> Visitor:
        """Learn who came back.

        Args:
            session: as given to `begin`.
            code, state: what QQ put into the address.

        Raises:
            LoginFailed: it was not begun by this browser, or QQ refuses.
        """
        self._take(session, state)
        if not code:
            raise self._failed("refused")
        granted = await self._ask(
            "token",
            grant_type="authorization_code",
            client_id=self._client_id,
            client_secret=self._secret.get_secret_value(),
            code=code,
            redirect_uri=self._redirect_uri,
        )
        access_token = granted.get("access_token")
        if not isinstance(access_token, str) or not access_token:
            raise self._failed("other", found="no access_token")
        who = await self._ask("me", access_token=access_token, unionid="1")
        if not isinstance(who.get("openid"), str) or str(who.get("client_id", self._client_id)) != self._client_id:
            raise self._failed("other", found="no openid")
        return Visitor(who["openid"], str(who.get("unionid") or ""), access_token)

    def _take(self, session: str, state: str | None) -> None:
        """A state counts once, for the browser it was made for, and not for long."""
        expected, deadline = self._states.pop(_hash(session), ("", 0.0))
        is_right = hmac.compare_digest((state or "").encode(), expected.encode())
        if not expected or not is_right or self._clock() > deadline:
            raise self._failed("state")

    async def _ask(self, what: str, **query: str) -> dict[str, Any]:
        url = f"{self._base}/oauth2.0/{what}?{urlencode({**query, 'fmt': 'json'})}"
        try:
            text = await _get(url)
        except httpx.HTTPError as error:
            raise self._failed("unreachable", found=type(error).__name__) from None
        answer = parse(text)
        code = answer.get("error", answer.get("ret", answer.get("code")))
        if code not in (None, 0, "0", ""):
            number = int(code) if str(code).isdecimal() else 0
            words = str(answer.get("error_description") or answer.get("msg") or "")
            raise self._failed(_KEYS.get(number, "other"), number, found=f"{code} {words}".strip())
        return answer

    def _failed(self, kind: str, code: int = 0, found: str = "") -> LoginFailed:
        return LoginFailed(kind, self._texts(f"official.login.{kind}", found=found), code)


def parse(text: str) -> dict[str, Any]:
    """What QQ answers, in any of its three ways; {} for anything else.

    `{"openid": "A"}`, `callback( {"openid": "A"} );` and `access_token=T&expires_in=7776000` are all met.
    """
    inner = re.search(r"\{.*\}", text, re.DOTALL)
    if inner is None:
        return dict(parse_qsl(text.strip()))
    try:
        answer = json.loads(inner[0])
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


async def _get(url: str) -> str:
    """A page, past httpx's client: that one writes addresses into the log, and the secret is in this one."""
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), SECONDS)
    async with httpx.AsyncHTTPTransport() as transport:
        answer = await transport.handle_async_request(httpx.Request("GET", url, extensions={"timeout": timeout}))
        return (await answer.aread()).decode("utf-8", "replace")


def _hash(session: str) -> bytes:
    """Sessions are looked up by what tells nothing of them, so that no timing does either."""
    return hashlib.sha256(session.encode()).digest()
