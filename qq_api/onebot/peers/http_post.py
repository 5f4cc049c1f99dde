"""A peer that events are posted to."""

import asyncio
import contextlib
import json
import logging
from http import HTTPStatus
from typing import Any

import httpx

from qq_api.backlog import Backlog
from qq_api.calls import answer_of
from qq_api.loop import beside
from qq_api.onebot.handshake import sign
from qq_api.onebot.peers.faults import Faults
from qq_api.onebot.peers.link import BACKLOG, OnChange, OnTaken, beat, meta_event
from qq_api.onebot.peers.manners import PLAIN, Manners
from qq_api.types import CallAction, Payload
from qq_api.web import from_json

_log = logging.getLogger(__name__)

GOODBYE_SECONDS = 1.0
"""How long telling of the end may take."""


class Busy(Exception):
    """The bot takes nothing at the moment (503)."""


class HttpPostPeer:
    """A `Peer` that events are posted to, signed (OneBot 11, "HTTP POST"); its answers are quick operations.

    The lifecycle events `enable` and `disable` come first and last. Events wait until the first was taken; later on,
    what could not be posted is lost.

    Args:
        url: where to post.
        self_id: the account.
        secret: signs the body; empty for none.
        heartbeat: seconds between heartbeat events; 0 for none.
        on_change: told whether the bot takes what is posted.
        on_taken: told of each event that it took.
        manners: whose way of speaking it has.
        faults: what goes wrong on purpose.
        faithful: as a bridge: what surely was not taken (nobody there, or answered 503) is posted again.
    """

    def __init__(
        self,
        url: str,
        self_id: int,
        secret: str = "",
        heartbeat: float = 0,
        on_change: OnChange = lambda _: None,
        on_taken: OnTaken = lambda _: None,
        *,
        manners: Manners = PLAIN,
        faults: Faults | None = None,
        faithful: bool = False,
    ) -> None:
        self.url, self.self_id, self.faults = url, self_id, faults or Faults()
        self._secret, self._heartbeat, self._manners = secret, heartbeat, manners
        self._on_change, self._on_taken = on_change, on_taken
        self._outgoing: Backlog[Payload] = Backlog(f"QQ {self_id} at {url}", BACKLOG)
        self._enabled, self._faithful = False, faithful

    @property
    def waiting(self) -> int:
        """Events that wait to be sent."""
        return len(self._outgoing)

    @property
    def dropped(self) -> int:
        """Events that were dropped because too many waited."""
        return self._outgoing.dropped

    def emit(self, payload: Payload) -> None:
        """Post an event."""
        self._outgoing.put(self.faults.event(payload))

    async def run(self, call_action: CallAction) -> None:
        """Post, one event after the other, until cancelled or a post fails."""
        beating = beat(self.emit, self.self_id, self._heartbeat, self.faults, self._manners.status)
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=30) as client, beside(beating):
                await self._post_all(client, call_action)
        finally:
            self._on_change(False)

    async def _post_all(self, client: httpx.AsyncClient, call_action: CallAction) -> None:
        if not self._enabled:
            await self._post(client, self._lifecycle("enable"))
            self._enabled = True
        try:
            while True:
                event = await self._outgoing.get()
                try:
                    await self._hand_on(client, call_action, event)
                except (httpx.ConnectError, httpx.ConnectTimeout, Busy):
                    if self._faithful:
                        self._outgoing.put_first(event)
                    raise
        except asyncio.CancelledError:
            await self._say_goodbye(client)
            raise

    def _lifecycle(self, sub_type: str) -> Payload:
        return self.faults.event(meta_event(self.self_id, "lifecycle", sub_type=sub_type))

    async def _say_goodbye(self, client: httpx.AsyncClient) -> None:
        self._enabled = False
        with contextlib.suppress(httpx.HTTPError, asyncio.TimeoutError, Busy):
            await asyncio.wait_for(self._post(client, self._lifecycle("disable")), GOODBYE_SECONDS)

    async def _hand_on(self, client: httpx.AsyncClient, call_action: CallAction, event: Payload) -> None:
        for _ in range(1 + self.faults.double_events):
            operation = await self._post(client, event)
            if isinstance(operation, dict):
                params = {"context": event, "operation": operation}
                answer = await answer_of(call_action, ".handle_quick_operation", params)
                if answer.get("status") == "failed":
                    _log.warning("%s: its quick operation failed: %s", self.url, answer.get("wording"))

    async def _post(self, client: httpx.AsyncClient, event: Payload) -> Any:
        if self.faults.delay:
            await asyncio.sleep(self.faults.delay)
        if self.faults.silent:
            return None
        body = _compact(event)
        headers = {"Content-Type": "application/json"}
        headers |= {} if self.faults.no_self_id else {"X-Self-ID": str(self.self_id)}
        secret = self.faults.secret(self._secret)
        headers |= {"X-Signature": sign(secret, body)} if secret else {}
        headers |= {"User-Agent": self._manners.user_agent} if self._manners.user_agent else {}
        answer = await self._try(client, body, headers)
        self._on_change(answer.is_success)
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE and self._faithful:
            raise Busy(f"{self.url} is busy")
        if not answer.is_success:
            _log.warning("%s answered %d %s", self.url, answer.status_code, answer.text[:200])
            return None
        self._on_taken(event)
        return from_json(answer.content)

    async def _try(self, client: httpx.AsyncClient, body: bytes, headers: dict[str, str]) -> httpx.Response:
        retries, pause = self._manners.post_retries
        for _ in range(retries):
            try:
                return await client.post(self.url, content=body, headers=headers)
            except httpx.HTTPError:
                await asyncio.sleep(pause)
        return await client.post(self.url, content=body, headers=headers)


def _compact(event: Payload) -> bytes:
    """As JavaScript writes it, blanks and escapes left out: some receivers sign what they have written anew."""
    try:
        return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a character, which UTF-8 cannot carry
        return json.dumps(event, separators=(",", ":")).encode()
