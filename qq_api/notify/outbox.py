"""The messages that one service is to carry: one after the other, tried again, never lost without a word."""

import asyncio
import concurrent.futures
import logging
import threading
import traceback
from collections.abc import Callable, Iterable
from typing import Protocol

from qq_api.backlog import Backlog
from qq_api.notify.services import NotSent
from qq_api.notify.words import Letter
from qq_api.texts import Texts

_log = logging.getLogger(__name__)

SEND_SECONDS = 30.0
"""A try that took longer has failed; it may have arrived all the same, and is repeated."""
MOST_LETTERS = 100


class Carrier(Protocol):
    """What an outbox sends by: a `Service`. Its methods wait, and raise `NotSent`."""

    name: str
    hide: Callable[[str], str]

    def open(self) -> None:
        """Make it ready."""

    def send(self, letter: Letter, /) -> None:
        """Send a letter."""


async def in_thread(work: Callable[[], None]) -> None:
    """As `asyncio.to_thread`, but nothing waits for the thread at the end: a dead service must not hold up unloads."""
    future: concurrent.futures.Future[None] = concurrent.futures.Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            work()
            future.set_result(None)
        except BaseException as error:  # noqa: BLE001  (the boundary of the thread; whoever waits gets it)
            future.set_exception(error)

    threading.Thread(target=run, name="QQ API notify", daemon=True).start()
    await asyncio.wrap_future(future)


class Outbox:
    """Sends letters by one service, in order.

    Args:
        carrier: the service.
        texts: for the log.
        pauses: seconds to wait before each new try of a letter; when they end, it is given up, and logged.
    """

    def __init__(self, carrier: Carrier, texts: Texts, pauses: Callable[[], Iterable[float]]) -> None:
        self._carrier, self._texts, self._pauses = carrier, texts, pauses
        self._letters: Backlog[Letter | None] = Backlog(carrier.name, MOST_LETTERS)
        self._sending: Letter | None = None
        self._useless = False

    def put(self, letter: Letter) -> None:
        """Add a letter; never waits."""
        if not self._useless:
            self._letters.put(letter)

    def close(self) -> None:
        """Let `run` end after the last letter."""
        self._letters.put(None)

    async def run(self) -> None:
        """Make the service ready, then send what is there and what comes."""
        fault = await self._try(self._carrier.open)
        if fault:
            self._useless = True
            self._letters.drain()
            _log.error(self._texts("notify.bad_url", service=self._carrier.name, reason=fault))
            return
        while letter := await self._letters.get():
            self._sending = letter
            await self._deliver(letter)
            self._sending = None

    def tell_unsent(self) -> None:
        """Log what was not sent, when `run` was ended early."""
        for letter in filter(None, [self._sending, *self._letters.drain()]):
            self._give_up(letter, self._texts("notify.closing"))

    async def _deliver(self, letter: Letter) -> None:
        fault = await self._try(lambda: self._carrier.send(letter))
        for pause in self._pauses() if fault else ():
            await asyncio.sleep(pause)
            fault = await self._try(lambda: self._carrier.send(letter))
            if not fault:
                return
        if fault:
            self._give_up(letter, fault)

    async def _try(self, work: Callable[[], None]) -> str:
        """Why it failed; empty when it did not."""
        try:
            await asyncio.wait_for(in_thread(work), SEND_SECONDS)
        except NotSent as error:
            return str(error) or "?"
        except asyncio.TimeoutError:
            return self._texts("notify.no_answer", seconds=round(SEND_SECONDS))
        except Exception:  # noqa: BLE001  (the boundary of a service; its traceback, without secrets, is the reason)
            return self._carrier.hide(traceback.format_exc())
        return ""

    def _give_up(self, letter: Letter, reason: str) -> None:
        message = letter.body.replace("\n", " / ")
        _log.error(self._texts("notify.not_sent", service=self._carrier.name, message=message, reason=reason))
