"""mirai-api-http by HTTP: calls as requests, events fetched again and again (docs/adapter/HttpAdapter.md)."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from qq_api.mirai.errors import NotConnected, code_of, error_of
from qq_api.mirai.http_session import HttpSession
from qq_api.mirai.websocket import Opened, Take
from qq_api.texts import Texts
from qq_api.types import Payload

_log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
"""The pause between two fetches. The server keeps 100 events and drops the rest, so never more than a second."""

PARK_SECONDS = 2.0
"""How long a fetch that is under way may take when the plugin ends."""

FETCH_SECONDS = 10.0
"""How long a fetch may take; nothing is heard meanwhile."""

COUNT = 50
"""Events of one fetch."""


class PollingWay:
    """A way to mirai-api-http: everything by HTTP.

    Args:
        texts: the words for errors and the log.
        http: the session.
        seconds: between two fetches.
    """

    def __init__(self, texts: Texts, http: HttpSession, seconds: float = POLL_SECONDS) -> None:
        self._texts, self._http, self._seconds = texts, http, seconds
        self._is_open = False
        self._may_read = asyncio.Event()
        self._may_read.set()
        self._fetching = asyncio.Lock()

    async def run(self, opened: Opened, take: Take) -> None:
        """Log in and fetch until that fails; as `WebSocketWay.run`.

        A session that is lost is opened anew on the way. What a fetch brought is handed on before the next one, for
        whatever was fetched is gone from the server.
        """
        await self._http.enter()
        self._is_open = True
        try:
            opened()
            while True:
                await self._fetch_all(take)
                await asyncio.sleep(self._seconds)
        finally:
            self._is_open = False

    async def _fetch_all(self, take: Take) -> None:
        while True:
            await self._may_read.wait()
            async with self._fetching:
                packets = await self._fetch()
                for packet in packets:
                    self._event(packet, take)
            if len(packets) < COUNT:
                return

    async def _fetch(self) -> list[Payload]:
        answer = await self._http.ask("fetchMessage", "", {"count": COUNT}, FETCH_SECONDS)
        if code_of(answer) != 0:
            raise error_of(answer, self._texts)
        found = answer.get("data")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def _event(self, packet: Payload, take: Take) -> None:
        try:
            take(packet)
        except Exception:  # noqa: BLE001  (the boundary of one event: the others go on)
            _log.exception("an event was lost: %.300r", packet)

    async def ask(self, command: str, sub: str, content: Mapping[str, Any], timeout: float) -> Payload:
        """The answer to a command, as it came; errors as `HttpSession.ask` has them."""
        if not self._is_open:
            raise NotConnected(self._texts("mirai.not_connected", url=self._http.login.shown))
        return await self._http.ask(command, sub, content, timeout)

    @property
    def is_waited_for(self) -> bool:
        """False: answers never lie behind events here."""
        return False

    def hold(self, paused: bool) -> None:
        """Stop fetching, or go on."""
        if paused:
            self._may_read.clear()
        else:
            self._may_read.set()

    async def park(self) -> bool:
        """Fetch no more, for good: from now on events wait for the next life; False where that is not to be had.

        No connection is open between two requests.
        """
        try:
            await asyncio.wait_for(self._fetching.acquire(), PARK_SECONDS)
        except asyncio.TimeoutError:
            return False
        return True
