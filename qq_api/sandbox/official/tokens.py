"""Access tokens (接口调用与鉴权, "获取 access_token"). Computes only; no I/O."""

import hmac
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from qq_api.sandbox.official.clock import Clock
from qq_api.sandbox.official.refusals import Refusal
from qq_api.types import Payload

LIFE = 7200
"""Seconds that a token is good for."""

OVERLAP = 60
"""Seconds before its end from which on a new one is given out; both are good then."""


class Tokens:
    """Gives out tokens to whoever has the secret.

    Args:
        app_id: of the bot.
        secret: of the bot.
        clock: by which tokens end.
        new: makes one.
    """

    def __init__(
        self, app_id: str, secret: str, clock: Clock, new: Callable[[], str] = lambda: token_urlsafe(32)
    ) -> None:
        self._app_id, self._secret, self._clock, self._new = app_id, secret, clock, new
        self._ends: dict[str, float] = {}

    def give(self, asked: Any) -> Payload:
        """What the token address answers to a body, always with status 200."""
        if not isinstance(asked, dict) or not isinstance(asked.get("appId"), str):
            return {"code": 100007, "message": "appid invalid"}
        if asked["appId"] != self._app_id:
            return {"code": 100007, "message": "appid invalid"}
        if not hmac.compare_digest(str(asked.get("clientSecret")).encode(), self._secret.encode()):
            return {"code": 100016, "message": "invalid appid or secret"}
        token, end = self._newest()
        return {"access_token": token, "expires_in": str(int(end - self._clock.now()))}

    def _newest(self) -> tuple[str, float]:
        now = self._clock.now()
        self._ends = {token: end for token, end in self._ends.items() if end > now}
        if not self._ends or max(self._ends.values()) - now <= OVERLAP:
            self._ends[self._new()] = now + LIFE
        token = max(self._ends, key=lambda one: self._ends[one])
        return token, self._ends[token]

    def check(self, authorization: str) -> None:
        """Check `QQBot TOKEN`.

        Raises:
            Refusal: 11241 where there is none, 11243 where it is no token of ours, 11244 where it has ended.
        """
        scheme, _, token = authorization.partition(" ")
        if not token:
            raise Refusal(11241)
        if scheme != "QQBot" or token not in self._ends:
            raise Refusal(11243)
        if self._ends[token] <= self._clock.now():
            raise Refusal(11244)

    def revoke(self) -> None:
        """Let every token given so far end at once."""
        self._ends = dict.fromkeys(self._ends, self._clock.now())
