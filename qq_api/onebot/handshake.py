"""What a OneBot connection must bring along, and the one clear line for each way of getting it wrong."""

import hashlib
import hmac
import logging
import re
import time
from dataclasses import dataclass
from urllib.parse import parse_qs

from qq_api.texts import Texts
from qq_api.web import Scope, Send, client_of, headers_of, refuse
from qq_api.websocket import MAX_BYTES

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
    refuse_browsers(headers)
    path = scope["path"].rstrip("/") or "/"
    if path not in WS_PATHS:
        raise Refusal(404, "path", scope["path"])
    check_token(headers.get("authorization", ""), take_query(scope), token)
    role = headers.get("x-client-role", "")
    if role.lower() not in ROLES:
        raise Refusal(400, "role", role[:40])
    return Hello(account(headers), role.lower())


def take_query(scope: Scope) -> bytes:
    """The query string, taken out of the scope: it may hold a token, and the server logs what is there."""
    query: bytes = scope["query_string"]
    scope["query_string"] = b""
    return query


def account(headers: dict[str, str]) -> int:
    """The account of `X-Self-ID`.

    Raises:
        Refusal: it is missing or no number; some send it empty until they have logged in.
    """
    given = headers.get("x-self-id", "")
    if not given.isdecimal() or len(given) > 20:
        raise Refusal(400, "self_id", given[:40])
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
        Refusal: it does not fit.
    """
    given = headers.get("x-signature", "")
    if secret and not hmac.compare_digest(given.encode(), sign(secret, body).encode()):
        raise Refusal(403, "wrong_signature")


def check_post(headers: dict[str, str], secret: str) -> None:
    """What a POST must be before its body is worth reading; no web page in the owner's browser can forge one.

    Raises:
        Refusal: it comes from a browser, is not signed, not JSON, or too large.
    """
    refuse_browsers(headers)
    if secret and not headers.get("x-signature"):
        raise Refusal(401, "no_signature")
    if not headers.get("content-length", "0").isdecimal() or int(headers.get("content-length", "0")) > MAX_BYTES:
        raise Refusal(413, "too_large")
    if not headers.get("content-type", "").lower().startswith("application/json"):
        raise Refusal(406, "content_type", headers.get("content-type", ""))


def refuse_browsers(headers: dict[str, str]) -> None:
    """No web page has business here.

    Raises:
        Refusal: the request comes from one.
    """
    if "origin" in headers:
        raise Refusal(403, "browser", headers["origin"])


QUIET_SECONDS = 600
"""How long the same fault of the same client is not told again."""


class Refusals:
    """Answers those who may not come in, and tells the owner once each, not at every one of their tries.

    Attributes:
        last: the newest refusal in words, until somebody got in.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.last = ""
        self._told: dict[tuple[str, str], float] = {}

    async def answer(self, refusal: Refusal, scope: Scope, send: Send) -> None:
        """Refuse a request with the words that the log gets, too."""
        words = self._texts(f"refused.{refusal.key}", found=repr(refusal.found), client=client_of(scope))
        self.last = words
        case, now = (client_of(scope), refusal.key), time.monotonic()
        if now - self._told.get(case, -QUIET_SECONDS) >= QUIET_SECONDS:
            self._told = {case: now, **dict(list(self._told.items())[:100])}
            _log.warning(words)
        await refuse(scope, send, refusal.status, words)

    def forget(self, client: str) -> None:
        """A client got in: its next fault is news again."""
        self.last = ""
        self._told = {case: told for case, told in self._told.items() if case[0] != client}
