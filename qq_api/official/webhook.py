"""Webhooks: the platform posts its events to us (docs: "Webhook 方式")."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from qq_api.codec import encode
from qq_api.flow import Flow
from qq_api.official.gateway import DISPATCH, HEARTBEAT
from qq_api.official.signature import Signer
from qq_api.texts import Texts
from qq_api.types import Payload
from qq_api.web import Receive, Scope, Send, body_of, client_of, from_json, headers_of, refuse, respond

_log = logging.getLogger(__name__)

MAX_BODY = 4 * 1024 * 1024
"""The largest body taken, in bytes; files come as addresses."""

WINDOW_SECONDS = 300.0
"""A request signed longer ago, or so much later than now, is refused: it may be an old one, sent again."""

HEARTBEAT_ACK, CALLBACK_ACK, CHECK_ADDRESS = 11, 12, 13

QUIET_SECONDS = 600
"""How long the same refusal of the same client is not told again."""

# A body is JSON and begins with "{": nothing that fits here can be the beginning of one.
_PLAIN_TOKEN = re.compile("[A-Za-z0-9_-]{1,128}")
_EVENT_TS = re.compile("[0-9]{9,13}")


class Refused(Exception):
    """A request that is not answered as asked.

    Args:
        status: the HTTP status to answer with.
        key: of the words, below `official.webhook`.
        found: what was wrong, where it helps.
    """

    def __init__(self, status: int, key: str, found: object = "") -> None:
        super().__init__(key)
        self.status, self.key, self.found = status, key, found


class Webhook:
    """The ASGI application that the platform posts to.

    Attributes:
        problem: why the last request was refused, until a good one came.
        heard: whether a good one ever came.
        takes: whether events are taken; otherwise the platform brings them later.

    Args:
        app_id: of the bot; posts for another one are refused.
        signer: of its secret.
        path: where the platform posts.
        on_frame: gets each frame; it must not wait.
        flow: says when listeners are behind; the platform tries again later.
        texts: the words.
        clock: Unix time, in seconds.
    """

    def __init__(
        self,
        app_id: str,
        signer: Signer,
        path: str,
        on_frame: Callable[[Payload], None],
        flow: Flow,
        texts: Texts,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._app_id, self._signer, self._path, self._on_frame = app_id, signer, path, on_frame
        self._flow, self._texts, self._clock = flow, texts, clock
        self._told: dict[tuple[str, str], float] = {}
        self.problem, self.heard, self.takes = "", False, True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        try:
            frame = await self._frame(scope, receive)
            answer = self._answer(frame)
        except Refused as refused:
            await self._refuse(refused, scope, send)
            return
        self.problem, self.heard = "", True
        await respond(send, 200, encode(answer))

    async def _frame(self, scope: Scope, receive: Receive) -> Payload:
        """The frame of a request that is signed as it must be."""
        if scope["type"] != "http" or scope["method"] != "POST":
            raise Refused(405, "method")
        if scope["path"] != self._path:
            raise Refused(404, "path", scope["path"])
        headers = headers_of(scope)
        self._check_head(headers)
        body = await body_of(receive, MAX_BODY)
        if body is None:
            raise Refused(413, "too_large")
        signed = headers.get("x-signature-timestamp", "").encode("latin-1") + body
        if not self._signer.is_signed(headers.get("x-signature-ed25519", ""), signed):
            raise Refused(401, "signature")
        frame = from_json(body)
        if not isinstance(frame, dict):
            raise Refused(400, "body")
        return frame

    def _check_head(self, headers: dict[str, str]) -> None:
        """What can be seen before the body is worth reading."""
        if not headers.get("x-signature-ed25519") or not headers.get("x-signature-timestamp"):
            raise Refused(401, "unsigned")
        if headers.get("x-bot-appid", self._app_id) != self._app_id:
            raise Refused(403, "app_id", headers["x-bot-appid"][:20])
        self._check_time(headers["x-signature-timestamp"])

    def _check_time(self, stamp: str) -> None:
        """`1725442341`; seconds, or, of thirteen digits, milliseconds."""
        if not _EVENT_TS.fullmatch(stamp):
            raise Refused(401, "time_shape")
        seconds = int(stamp) / (1000 if len(stamp) > 11 else 1)
        if abs(self._clock() - seconds) > WINDOW_SECONDS:
            raise Refused(401, "time", round(self._clock() - seconds))

    def _answer(self, frame: Payload) -> Any:
        op = frame.get("op")
        if op == CHECK_ADDRESS:
            return self._check_address(frame.get("d"))
        if op == HEARTBEAT:
            return {"op": HEARTBEAT_ACK, "d": frame.get("d")}
        if op == DISPATCH:
            if self._flow.check() or not self.takes:
                raise Refused(503, "busy")
            self._on_frame(frame)
        return {"op": CALLBACK_ACK, "d": 0}

    def _check_address(self, data: Any) -> Payload:
        """`{"plain_token": "Arq0…", "event_ts": "1725442341"}`: we are who knows the secret.

        Signed is only what could not be the time and body of an event; else whoever asks could forge one.
        """
        data = data if isinstance(data, dict) else {}
        plain, stamp = data.get("plain_token"), str(data.get("event_ts") or "")
        if not isinstance(plain, str) or not _PLAIN_TOKEN.fullmatch(plain) or not _EVENT_TS.fullmatch(stamp):
            raise Refused(400, "check")
        self._check_time(stamp)
        _log.info(self._texts("official.webhook.checked"))
        return {"plain_token": plain, "signature": self._signer.sign(f"{stamp}{plain}".encode())}

    async def _refuse(self, refused: Refused, scope: Scope, send: Send) -> None:
        client = client_of(scope)
        words = self._texts(f"official.webhook.{refused.key}", client=client, found=refused.found, path=self._path)
        if refused.status != 503:
            self.problem = words
            self._tell((client, refused.key), words)
        await refuse(scope, send, refused.status, "refused" if refused.status == 401 else words)

    def _tell(self, case: tuple[str, str], words: str) -> None:
        """In the log, once in a while: scanners knock all day."""
        now = time.monotonic()
        if now - self._told.get(case, float("-inf")) >= QUIET_SECONDS:
            self._told = {case: now, **dict(list(self._told.items())[:100])}
            _log.warning(words)
