"""The access token: fetched once for all callers, renewed before it ends (docs: "API 鉴权")."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import httpx
from pydantic import SecretStr

from qq_api.errors import ApiNotAvailable
from qq_api.official.problems import problem_of

_log = logging.getLogger(__name__)

EARLY_SECONDS = 60.0
"""So long before a token ends the platform gives out a new one; the old one stays good until then."""


class Token:
    """The access token of one bot. It is in no log and no `repr`.

    Args:
        client: fetches it.
        url: where.
        app_id, secret: of the bot.
        clock: seconds that only go forward.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        app_id: str,
        secret: SecretStr,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._url, self._app_id, self._secret, self._clock = client, url, app_id, secret, clock
        self._value, self._renew_at = "", float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    async def get(self) -> str:
        """A token that is good for a minute or more; callers that come together share one request.

        Raises:
            PlatformError: the platform gives none, and why.
            ApiNotAvailable: it cannot be reached.
        """
        if not self._value or self._clock() >= self._renew_at:
            if self._fetching is None:
                self._fetching = asyncio.create_task(self._fetch())
                self._fetching.add_done_callback(self._fetched)
            await asyncio.shield(self._fetching)
        return self._value

    def drop(self, used: str | None = None) -> None:
        """Forget the token, because it was refused; one that came after `used` stays."""
        if used is None or used == self._value:
            self._value = ""

    async def _fetch(self) -> None:
        body = {"appId": self._app_id, "clientSecret": self._secret.get_secret_value()}
        try:
            answer = await self._client.post(self._url, json=body)
        except httpx.HTTPError as error:
            raise ApiNotAvailable(f"{self._url}: {type(error).__name__} {error}".rstrip()) from None
        self._take(answer)

    def _take(self, answer: httpx.Response) -> None:
        """`{"access_token": "…", "expires_in": "7200"}`; errors come with HTTP 200, too."""
        try:
            body: Any = answer.json()
            self._value, life = str(body["access_token"]), float(body["expires_in"])
        except (ValueError, KeyError, TypeError, RecursionError):
            self._value = ""
            body = _body_of(answer)
            raise problem_of(body, answer.status_code, answer.headers.get("X-Tps-trace-ID", "")) from None
        self._renew_at = self._clock() + life - min(EARLY_SECONDS, life / 2)
        _log.debug("a new access token, for %s s", life)

    def _fetched(self, task: "asyncio.Task[None]") -> None:
        self._fetching = None
        if not task.cancelled():
            task.exception()  # looked at: whoever asked may be gone

    def __repr__(self) -> str:
        return f"<Token of {self._app_id}>"


def _body_of(answer: httpx.Response) -> Any:
    """An answer's JSON; None when it is none."""
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None
