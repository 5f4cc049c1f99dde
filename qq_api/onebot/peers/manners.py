"""In what implementations of OneBot 11 differ on the wire. Computes only; no I/O.

The plain ones are the standard's where it says anything, and otherwise what most do.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl

from qq_api.onebot.handshake import Refusal, check_token
from qq_api.types import Payload
from qq_api.web import from_json

ENVELOPE = ("status", "retcode", "data", "message", "wording")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Manners:
    """How one implementation behaves on the wire, whatever it says.

    Attributes:
        user_agent: sent when connecting or posting; "" for the library's own.
        scheme: before the token in `Authorization`.
        empty_token: whether `Authorization` is sent without a token, too.
        reconnect: seconds before a reverse WebSocket is tried again.
        heartbeat: seconds between heartbeats over WebSocket, where the owner does not say; 0 for none.
        post_heartbeat: the same for posts.
        status: what heartbeats say of the account besides `online` and `good`.
        post_retries: how often a post that failed is tried again, and after how many seconds.
        unauthorized: HTTP status for a token that is missing; for a wrong one it is 403.
        refusal: the JSON of both, None for a text.
        refuses_by_frame: whether a WebSocket is opened before it is refused, by a frame of retcode 1403.
        query_first: whether a token, or a parameter, in the query wins over header and body.
        elsewhere: what a WebSocket carries on another path than `/`, `/api` and `/event`.
        any_method: whether HTTP takes other methods than GET and POST; else they are answered with `no_method`.
        bodies: what is read of a body: `typed` refuses other types (406), `json` takes every one for JSON,
            `lenient` passes other types over.
        bad_body: the text of the 400 for a body that is not what it says.
        json_values: whether `{…}` and `[…]` in a form or query are read as JSON.
        home: what `GET /` says; None for an unknown action, "call" for a call in the parameters.
        streams: whether `/_events` is there.
        polls: whether `get_event` is there, over HTTP.
        deferred: whether `…_async` and `…_rate_limited` are answered `async` at once and done later, as the standard
            says; else they are other names of the action.
        put_off: what is answered so by its own name, too.
        unknown_status: HTTP status for an unknown action.
        http_retcodes: retcodes of failures over HTTP, where they differ from those over WebSocket.
        retcodes: retcodes of failures, where they differ from 1400, 1404 and 1200.
        keys: what an answer has.
        more: what every answer has besides.
        msg: whether failures have a `msg`, too.
        echo: whether an answer over a WebSocket has an empty `echo` where none was given.
    """

    user_agent: str = ""
    scheme: str = "Bearer"
    empty_token: bool = False
    reconnect: float = 3.0
    heartbeat: float = 30.0
    post_heartbeat: float = 0.0
    status: Payload = field(default_factory=dict)
    post_retries: tuple[int, float] = (0, 0.0)
    unauthorized: int = 401
    refusal: Payload | None = None
    refuses_by_frame: bool = False
    query_first: bool = False
    elsewhere: Literal["universal", "nothing"] = "universal"
    any_method: bool = False
    no_method: int = 405
    bodies: Literal["typed", "json", "lenient"] = "typed"
    bad_body: str = "body"
    json_values: bool = False
    home: str | Payload | None = None
    streams: bool = True
    polls: bool = True
    deferred: bool = False
    put_off: tuple[str, ...] = ()
    unknown_status: int = 404
    http_retcodes: Mapping[int, int] = field(default_factory=dict)
    retcodes: Mapping[int, int] = field(default_factory=dict)
    keys: tuple[str, ...] = ENVELOPE
    more: Payload = field(default_factory=dict)
    msg: bool = False
    echo: bool = False

    def headers(self, token: str) -> dict[str, str]:
        """Who we are, for whom we connect to."""
        agent = {"User-Agent": self.user_agent} if self.user_agent else {}
        return agent | ({"Authorization": f"{self.scheme} {token}"} if token or self.empty_token else {})

    def check(self, authorization: str, query: bytes, token: str) -> None:
        """Compare a token that was brought along.

        Raises:
            Refusal: none was given, or another one.
        """
        in_query = self.query_first and b"access_token=" in query
        try:
            check_token("" if in_query else authorization, query, token)
        except Refusal as refusal:
            status = self.unauthorized if refusal.status == 401 else refusal.status
            raise Refusal(status, refusal.key) from None

    def parameters(self, query: bytes, kind: str, body: bytes) -> Payload:
        """What query and body of a request say, together.

        Raises:
            Refusal: 406 for a type that is not taken, 400 for a body that is not what it says.
        """
        asked: Payload = dict(parse_qsl(query.decode("latin-1")))
        asked.pop("access_token", None)
        asked = self._values(asked)
        given = self._read(kind, body) if body else {}
        return given | asked if self.query_first else asked | given

    def _read(self, kind: str, body: bytes) -> Payload:
        if kind == FORM and self.bodies != "json":
            return self._values(dict(parse_qsl(body.decode("utf-8", "replace"))))
        if kind not in ("", "application/json") and self.bodies != "json":
            if self.bodies == "typed":
                raise Refusal(406, "content_type", kind)
            return {}
        read = from_json(body)
        if not isinstance(read, dict):
            raise Refusal(400, self.bad_body)
        return read

    def _values(self, given: Payload) -> Payload:
        """`{"message": "[1]"}` -> `{"message": [1]}`."""
        if not self.json_values:
            return given
        read = {key: from_json(value) for key, value in given.items() if value[:1] in ("{", "[")}
        return given | {key: value for key, value in read.items() if value is not None}

    def answer(self, answer: Payload, *, http: bool) -> Payload:
        """An answer as it goes out: `{"status": "ok", …}` with what this implementation has in it."""
        failed = answer.get("status") == "failed"
        shown = {key: answer[key] for key in (*self.keys, "echo") if key in answer}
        if failed:
            retcode = self.retcodes.get(answer["retcode"], answer["retcode"])
            shown["retcode"] = self.http_retcodes.get(retcode, retcode) if http else retcode
            shown |= {"msg": answer.get("msg", answer.get("wording", ""))} if self.msg else {}
        return shown | self.more | ({"echo": ""} if self.echo and not http and "echo" not in shown else {})

    def http_status(self, answer: Payload) -> int:
        """The HTTP status of an answer, before it goes out."""
        return self.unknown_status if answer.get("retcode") == 1404 else 200

    def wrong_token(self) -> str:
        """The frame of a WebSocket that is refused after it was opened."""
        refused = {"status": "failed", "retcode": 1403, "data": None, "message": "token验证失败"}
        return json.dumps({**refused, "wording": "token验证失败", "echo": None}, ensure_ascii=False)


PLAIN = Manners()
