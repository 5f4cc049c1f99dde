"""QQ login by OAuth 2.0, as connect.qq.com has it, for the same AppID and AppSecret. Computes only; no I/O.

A browser that comes is shown who there is in the World; whoever is chosen goes back with a code.
"""

import hmac
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from qq_api.sandbox.official.office import Office, put
from qq_api.types import Payload

CODE_SECONDS, TOKEN_SECONDS = 600, 7_776_000

_WORDS = {
    100000: "param error, lack response_type",
    100008: "client request's app is not existed",
    100009: "client_secret is illegal",
    100010: "redirect uri is illegal",
    100016: "access token check failed",
    100018: "code to access token error, lack code",
    100019: "code to access token error",
    100020: "code is reused error",
}


class NoLogin(Exception):
    """A step of a login that is refused, with QQ's code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.body = {"error": code, "error_description": _WORDS[code]}


@dataclass
class _Code:
    user_id: int
    redirect_uri: str
    until: float
    used: bool = False


class Login:
    """Lets people of the World log in elsewhere.

    Args:
        office: of whose AppID.
        secret: its AppSecret.
    """

    def __init__(self, office: Office, secret: str) -> None:
        self._office, self._secret = office, secret
        self._codes: dict[str, _Code] = {}
        self._tokens: dict[str, tuple[int, float]] = {}

    def choose(self, query: dict[str, str]) -> str:
        """`/oauth2.0/authorize`: a page with a link for each person; `NoLogin` where the address is wrong."""
        self._check(query)
        people = self._office.world.people.values()
        links = (
            f'<li><a href="?{escape(urlencode({**query, "as": one.user_id}))}">{escape(one.nickname)}</a>'
            for one in people
            if one.user_id != self._office.bot.self_id
        )
        return f'<!doctype html><meta charset="utf-8"><title>QQ</title><ul>{"".join(links)}</ul>'

    def go_back(self, user_id: int, query: dict[str, str]) -> str:
        """Where the browser of somebody who logged in is sent; `NoLogin` where the address is wrong."""
        self._check(query)
        code = self._office.new_name("login").upper()
        put(self._codes, code, _Code(user_id, query["redirect_uri"], self._office.clock.now() + CODE_SECONDS))
        to = query["redirect_uri"]
        given = urlencode({"code": code, "state": query.get("state", "")})
        return f"{to}{'&' if '?' in to else '?'}{given}"

    def _check(self, query: dict[str, str]) -> None:
        wanted = self._office.settings.redirect_uri
        if query.get("response_type") != "code":
            raise NoLogin(100000)
        self._check_app(query)
        to = query.get("redirect_uri", "")
        if not to.startswith(("http://", "https://")) or not to.startswith(wanted):
            raise NoLogin(100010)

    def _check_app(self, query: dict[str, str]) -> None:
        if query.get("client_id") != self._office.settings.app_id:
            raise NoLogin(100008)

    def token(self, query: dict[str, str]) -> Payload:
        """`/oauth2.0/token`: a token for a code, once; `NoLogin` otherwise."""
        self._check_app(query)
        if not hmac.compare_digest(query.get("client_secret", "").encode(), self._secret.encode()):
            raise NoLogin(100009)
        if not query.get("code"):
            raise NoLogin(100018)
        code, now = self._codes.get(query["code"]), self._office.clock.now()
        if code is None or code.until <= now:
            raise NoLogin(100019)
        if code.used:
            raise NoLogin(100020)
        code.used = True
        if code.redirect_uri != query.get("redirect_uri"):
            raise NoLogin(100010)
        token = self._office.new_name("access").upper()
        put(self._tokens, token, (code.user_id, now + TOKEN_SECONDS))
        return {"access_token": token, "expires_in": TOKEN_SECONDS, "refresh_token": self._office.new_name("refresh")}

    def me(self, query: dict[str, str]) -> Payload:
        """`/oauth2.0/me`: who has a token; `NoLogin` for nobody."""
        user_id, until = self._tokens.get(query.get("access_token", ""), (0, 0.0))
        if until <= self._office.clock.now():
            raise NoLogin(100016)
        who = {"client_id": self._office.settings.app_id, "openid": self._office.ids.of("login", user_id)}
        return who | ({"unionid": self._office.ids.of("union", user_id)} if query.get("unionid") == "1" else {})
