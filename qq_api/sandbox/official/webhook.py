"""Webhooks: events are posted to a bot, signed, and again until it takes them (事件订阅, "Webhook")."""

import asyncio
import json
import logging
from collections.abc import Callable
from secrets import token_urlsafe

import httpx

from qq_api.backlog import Backlog
from qq_api.sandbox.official.clock import Clock
from qq_api.sandbox.official.intents import wants
from qq_api.sandbox.official.signing import Signer
from qq_api.types import Payload
from qq_api.web import from_json

_log = logging.getLogger(__name__)

WAITING = 5000
"""Events that wait while a bot is slow."""


class Webhook:
    """Posts to one bot.

    Attributes:
        checked: set once the bot has shown that it has the secret.
        tries: how often an event is posted that is not taken.
        timeout: seconds in which the bot has to take it.
        pause: seconds before it is posted again.
        copies: how often each event is posted though it was taken.
        late: seconds by which the timestamp is wrong.
        forged: whether the signature is wrong.
        taken: events that the bot has taken.

    Args:
        url: where.
        app_id: of the bot.
        signer: signs.
        clock: for the timestamp.
        intents: which events are subscribed to.
        on_change: told when the bot has shown it.
    """

    def __init__(
        self,
        url: str,
        app_id: str,
        signer: Signer,
        clock: Clock,
        intents: int,
        on_change: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self._url, self._app_id, self._signer, self._clock, self._intents = url, app_id, signer, clock, intents
        self._waiting: Backlog[Payload] = Backlog("a webhook", WAITING)
        self._seq, self._on_change = 0, on_change
        self.checked = asyncio.Event()
        self.tries, self.timeout, self.pause = 3, 5.0, 0.2
        self.copies, self.late, self.forged, self.taken = 1, 0.0, False, 0

    def tell(self, event_id: str, kind: str, data: Payload) -> None:
        """Post an event soon."""
        if wants(self._intents, kind):
            self._seq += 1
            self._waiting.put({"id": event_id, "op": 0, "d": data, "s": self._seq, "t": kind})

    async def run(self) -> None:
        """Check the address, then post what there is, in its order, until cancelled."""
        async with httpx.AsyncClient(trust_env=False) as client:
            await self._check_until_it_fits(client)
            self.checked.set()
            self._on_change(True)
            while True:
                await self._deliver(client, await self._waiting.get())

    async def _check_until_it_fits(self, client: httpx.AsyncClient) -> None:
        while True:
            if await self._check(client):
                return
            await asyncio.sleep(self.pause)

    async def _check(self, client: httpx.AsyncClient) -> bool:
        """`op` 13: the bot signs what we made up."""
        plain, at = token_urlsafe(16), str(int(self._clock.now()))
        answer = from_json(await self._post(client, {"op": 13, "d": {"plain_token": plain, "event_ts": at}}) or b"")
        if not isinstance(answer, dict) or answer.get("plain_token") != plain:
            return False
        return self._signer.fits(str(answer.get("signature")), at.encode(), plain.encode())

    async def _deliver(self, client: httpx.AsyncClient, frame: Payload) -> None:
        for copy in range(self.copies):
            took = await self._deliver_once(client, frame)
            self.taken += took and not copy
            if not took:
                _log.info("%s: %s was not taken", self._url, frame["t"])

    async def _deliver_once(self, client: httpx.AsyncClient, frame: Payload) -> bool:
        for _ in range(self.tries):
            answer = await self._post(client, frame)
            if answer is not None and not _asks_again(from_json(answer)):
                return True
            await asyncio.sleep(self.pause)
        return False

    async def _post(self, client: httpx.AsyncClient, frame: Payload) -> bytes | None:
        """What the bot answers with status 200; None for anything else."""
        body = json.dumps(frame, ensure_ascii=False).encode()
        try:
            answer = await client.post(self._url, content=body, headers=self._headers(body), timeout=self.timeout)
        except httpx.HTTPError:
            return None
        return answer.content if answer.status_code == 200 else None

    def _headers(self, body: bytes) -> dict[str, str]:
        at = str(int(self._clock.now() - self.late)).encode()
        signature = self._signer.sign(at, body + b" " * self.forged)
        return {
            "Content-Type": "application/json",
            "User-Agent": "QQBot-Callback",
            "X-Bot-Appid": self._app_id,
            "X-Signature-Ed25519": signature,
            "X-Signature-Method": "Ed25519",
            "X-Signature-Timestamp": at.decode(),
        }


def _asks_again(answer: object) -> bool:
    """`{"op": 12, "d": 1}` does. An empty 200 does not: NoneBot's adapter takes events so, and hears each once."""
    return isinstance(answer, dict) and answer.get("op") == 12 and answer.get("d") not in (0, None)
