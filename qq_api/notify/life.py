"""`async with telling(texts) as notifications:` is the whole life of the notifications."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice

from pydantic import SecretStr

from qq_api.config import Notify
from qq_api.keep import pauses
from qq_api.loop import beside
from qq_api.notify.desk import GROUP_SECONDS, Desk, Digest, Notice
from qq_api.notify.outbox import Carrier, Outbox
from qq_api.notify.services import Service, is_installed
from qq_api.notify.words import Letter, letter
from qq_api.texts import Texts

_log = logging.getLogger(__name__)

CLOSING_SECONDS = 2.5
"""What leaving may take: a server that crashed takes MCDR, and so us, with it a moment later."""


def five_pauses() -> Iterable[float]:
    """Seconds before each new try: about two minutes in all, for a network that comes back."""
    return islice(pauses(5, 80), 5)


@dataclass(frozen=True)
class Outside:
    """What the notifications need of the world; tests give their own."""

    is_installed: Callable[[], bool] = is_installed
    service: Callable[[int, SecretStr], Carrier] = Service
    pauses: Callable[[], Iterable[float]] = five_pauses
    clock: Callable[[], float] = time.monotonic
    group_within: float = GROUP_SECONDS


APPRISE = Outside()


class Notifications:
    """Tells the owner of notices, as configured; on one event loop. Made by `telling`.

    Args:
        texts: of the messages, and for the log.
        outside: who sends, by which clock.
    """

    def __init__(self, texts: Texts, outside: Outside = APPRISE) -> None:
        self._texts, self._outside = texts, outside
        self._desk = Desk(Notify(), outside.clock, outside.group_within)
        self._changed, self._closing = asyncio.Event(), False
        self._outboxes: dict[tuple[int, SecretStr], Outbox] = {}
        self._sending: dict[asyncio.Task[None], Outbox] = {}

    @property
    def config(self) -> Notify:
        """What holds now."""
        return self._desk.config

    def apply(self, config: Notify) -> None:
        """Let a configuration hold from now on. URLs that stay keep what they have to send; others finish it."""
        self._desk.config = config
        urls = dict.fromkeys(enumerate(config.urls, 1))
        if urls and not self._outside.is_installed():
            _log.error(self._texts("notify.no_apprise"))
            urls = {}
        for gone in [key for key in self._outboxes if key not in urls]:
            self._outboxes.pop(gone).close()
        for key in urls:
            if key not in self._outboxes:
                self._outboxes[key] = self._open(*key)
        self._changed.set()

    def tell(self, notice: Notice) -> bool:
        """Take a notice; never waits. True for the end of an outage that was told."""
        self._changed.set()
        return self._desk.take(notice)

    async def run(self) -> None:
        """Tell what is to be told, until `close`."""
        while not self._closing:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._changed.wait(), self._desk.wait())
            self._changed.clear()
            try:
                self._post(self._desk.digest())
            except Exception:  # noqa: BLE001  (the boundary of the notifications: the next one is told)
                _log.exception("a notification could not be made")

    async def close(self) -> None:
        """Send what waits, for a short while; what could not be sent comes into the log."""
        self._closing = True
        self._post(self._desk.digest(hurry=True))
        for outbox in self._outboxes.values():
            outbox.close()
        if self._sending:
            await asyncio.wait(self._sending, timeout=CLOSING_SECONDS)
        for task, outbox in [*self._sending.items()]:
            task.cancel()
            outbox.tell_unsent()
        await asyncio.gather(*self._sending, return_exceptions=True)
        rest = self._desk.rest()
        if rest and self._outboxes:
            _log.error(self._texts("notify.not_told", message=self._letter(rest).body.replace("\n", " / ")))

    def _open(self, place: int, url: SecretStr) -> Outbox:
        outbox = Outbox(self._outside.service(place, url), self._texts, self._outside.pauses)
        task = asyncio.create_task(outbox.run())
        self._sending[task] = outbox
        task.add_done_callback(self._sending.pop)
        return outbox

    def _letter(self, digest: Digest) -> Letter:
        return letter(digest, self.config.title, self._texts)

    def _post(self, digest: Digest | None) -> None:
        if digest:
            for outbox in self._outboxes.values():
                outbox.put(self._letter(digest))


@asynccontextmanager
async def telling(texts: Texts, outside: Outside = APPRISE) -> AsyncIterator[Notifications]:
    """Notifications that tell what the block hands over; leaving sends what waits, for a short while."""
    notifications = Notifications(texts, outside)
    async with beside(notifications.run()):
        try:
            yield notifications
        finally:
            await notifications.close()
