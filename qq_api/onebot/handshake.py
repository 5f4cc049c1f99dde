"""What a OneBot connection must bring along, and the one clear line for each way of getting it wrong."""

import hashlib
import hmac
import logging
import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from qq_api.texts import Texts
from qq_api.web import Scope, Send, client_of, headers_of, refuse

_log = logging.getLogger(__name__)

WS_PATHS = frozenset({"/", "/ws", "/ws/api", "/ws/event", "/onebot/v11/ws"})
"""Where reverse WebSockets may knock, without a slash at the end (aiocqhttp's, NoneBot's and a bare address)."""

ROLES = frozenset({"universal", "api", "event"})

_SCHEME = re.compile(r"(?:bearer|token)\s+(\S+)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Refusal(Exception):
    """A connection that may not come in.

    Attributes:
        status: the HTTP status to answer with.
        key: which sentence tells the owner, below `refused.` in the language files.
        found: what was wrong, where it helps and is no secret.
    """

    status: int
    key: str
    found: str = ""


@dataclass(frozen=True)
class Hello:
    """Who connected: the account and the role of the connection."""

    self_id: int
    role: str


def greet(scope: Scope, token: str) -> Hello:
    """Check a reverse WebSocket's handshake (OneBot 11, "Reverse WebSocket").

    Raises:
        Refusal: it may not come in, and why.
    """
    headers = headers_of(scope)
    _refuse_browsers(headers)
    path = scope["path"].rstrip("/") or "/"
    if path not in WS_PATHS:
        raise Refusal(404, "path", scope["path"])
    check_token(headers.get("authorization", ""), scope["query_string"], token)
    role = headers.get("x-client-role", "").lower()
    if role not in ROLES:
        raise Refusal(400, "role", role)
    return Hello(account(headers), role)


def account(headers: dict[str, str]) -> int:
    """The account of `X-Self-ID`.

    Raises:
        Refusal: it is missing or no number; some send it empty until they have logged in.
    """
    given = headers.get("x-self-id", "")
    if not given.isdecimal():
        raise Refusal(400, "self_id", given)
    return int(given)


def check_token(authorization: str, query: bytes, token: str) -> None:
    """Compare the token of a header (`Bearer T`, `Token T`) or of `?access_token=T`, in constant time.

    Raises:
        Refusal: 401 when none was given, 403 when it is another one.
    """
    if not token:
        return
    match = _SCHEME.fullmatch(authorization)
    given = match[1] if match else next(iter(parse_qs(query.decode("latin-1")).get("access_token", [])), "")
    if not given:
        raise Refusal(401, "no_token")
    if not hmac.compare_digest(given.encode(), token.encode()):
        raise Refusal(403, "wrong_token")


def sign(secret: str, body: bytes) -> str:
    """The `X-Signature` of a body (OneBot 11, "HTTP POST"): `sha1=…`."""
    return "sha1=" + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()


def check_signature(headers: dict[str, str], body: bytes, secret: str) -> None:
    """Compare `X-Signature` in constant time.

    Raises:
        Refusal: 401 when there is none, 403 when it does not fit.
    """
    if not secret:
        return
    given = headers.get("x-signature", "")
    if not given:
        raise Refusal(401, "no_signature")
    if not hmac.compare_digest(given.encode(), sign(secret, body).encode()):
        raise Refusal(403, "wrong_signature")


def check_post(headers: dict[str, str]) -> None:
    """What a POST must be so that no web page in the owner's browser can forge one.

    Raises:
        Refusal: it comes from a browser, or is not JSON.
    """
    _refuse_browsers(headers)
    if not headers.get("content-type", "").lower().startswith("application/json"):
        raise Refusal(406, "content_type", headers.get("content-type", ""))


def _refuse_browsers(headers: dict[str, str]) -> None:
    if "origin" in headers:
        raise Refusal(403, "browser", headers["origin"])


class Refusals:
    """Answers those who may not come in, and tells the owner once each, not at every one of their tries."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._told: set[tuple[str, str]] = set()

    async def answer(self, refusal: Refusal, scope: Scope, send: Send) -> None:
        """Refuse a request with the words that the log gets, too."""
        words = self._texts(f"refused.{refusal.key}", found=repr(refusal.found), client=client_of(scope))
        if (case := (client_of(scope), refusal.key)) not in self._told and len(self._told) < 100:
            self._told.add(case)
            _log.warning(words)
        await refuse(scope, send, refusal.status, words)

    def forget(self, client: str) -> None:
        """A client got in: its next fault is news again."""
        self._told = {case for case in self._told if case[0] != client}
