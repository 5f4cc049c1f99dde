"""From the game to QQ: one ordered queue a group, off MCDR's threads."""

import asyncio
import itertools
import logging
import threading
import time
from collections import deque
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from functools import partial
from pathlib import Path

from qq_api import Bot, Texts
from qq_chat.config.outbox import OutboxSettings
from qq_chat.people.accounts import Accounts
from qq_chat.relay.outbox.common import BucketOf, Common
from qq_chat.relay.outbox.journal import Journal
from qq_chat.relay.outbox.line import Kind, Line, Message, OnSent, says_nothing
from qq_chat.relay.outbox.outside import REAL, Outside
from qq_chat.relay.outbox.sender import Sender
from qq_chat.relay.outbox.stats import Stats
from qq_chat.relay.outbox.tell import OnTrouble, Teller
from qq_chat.relay.outbox.worker import Worker

STUCK_SECONDS = 5.0
"""How long, after its time is over, the bot's loop may take to say what became of the lines."""


class Outbox:
    """Says lines in the order they were put, each at most once.

    A line that could not leave (nobody connected) waits; one that left is never repeated. What waits is kept in a file,
    and goes on from there after a reload, a restart or a kill.

    Args:
        bot: sends.
        accounts: knows by which account a group is reached.
        loop: the bot's.
        settings: as configured.
        texts, log: the words, and where they go.
        file: where waiting lines are kept; None for memory only.
        on_trouble: hears, on the bot's loop and once each, that a group takes nothing any more, and that lines were
            given up; it must not wait.
        outside: clocks, and chance.

    Attributes:
        stats: what became of all lines.
    """

    def __init__(
        self,
        bot: Bot,
        accounts: Accounts,
        loop: asyncio.AbstractEventLoop,
        settings: OutboxSettings,
        texts: Texts,
        log: logging.Logger,
        *,
        file: Path | None = None,
        on_trouble: OnTrouble | None = None,
        outside: Outside = REAL,
    ) -> None:
        self.stats = Stats()
        self._loop, self._outside, self._log, self._texts = loop, outside, log, texts
        self._journal = Journal(file, texts, log, outside.steady())
        sender = Sender(bot, accounts, settings.long_text, texts, log, outside.answer_seconds)
        self._teller = Teller(texts, log, on_trouble)
        buckets = BucketOf(accounts.of, settings)
        self._common = Common(settings, outside, sender, self._journal, self._teller, self.stats, log, buckets)
        self._workers: dict[int, Worker] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._lock, self._inbox, self._is_called = threading.Lock(), deque[Line](), False
        self._numbers = itertools.count(time.time_ns() // 1000)
        self._go_on()

    def _go_on(self) -> None:
        """With what an earlier life left in the file."""
        found, unknown = self._journal.found, self._journal.unknown
        self.stats.found, self.stats.unknown = len(found) + unknown, unknown
        if unknown:
            self._log.warning(self._texts("outbox.was_flying", count=unknown))
        if found:
            self._log.info(self._texts("outbox.found", count=len(found)))
            self._numbers = itertools.count(max(found[-1].number + 1, next(self._numbers)))
            with self._lock:
                self._inbox.extend(found)
            self._call()

    def put(self, group_id: int, message: Message, *, kind: Kind = "chat", on_sent: OnSent | None = None) -> None:
        """Add a line; from any thread; never waits.

        Args:
            group_id: where it goes.
            message: plain text (whatever is in it stays text), or segments; nothing is sent of an empty one.
            kind: chat and notices that wait may become one message; an answer to a command stands alone, at its place.
            on_sent: hears, on the bot's loop, the id of the message that holds the line (of its first part, where it
                is long); it must not wait. Lines that wait in the file over a restart have forgotten theirs.

        Raises:
            TypeError: the segments hold more than plain data.
        """
        if says_nothing(message):
            return
        with self._lock:
            line = Line(
                next(self._numbers), group_id, message, kind, self._outside.wall(), self._outside.steady(), on_sent
            )
            self._journal.add(line)
            self._inbox.append(line)
            self.stats.put += 1
        self._call()

    def close(self, timeout: float) -> list[Line]:
        """Give what waits up to `timeout` seconds to leave; returns what has not left. Not on the bot's thread.

        What is returned is in the file, too, and goes on from there, if `keeps`. A second call returns what came since.
        """
        if self._loop.is_running():
            closing = self._close(timeout)
            try:
                asyncio.run_coroutine_threadsafe(closing, self._loop).result(timeout + STUCK_SECONDS)
            except RuntimeError:  # the loop has closed
                closing.close()
            except (FutureTimeout, CancelledError):  # it is stuck, or ended meanwhile
                pass
        self._journal.close()
        workers, self._workers = list(self._workers.values()), {}
        left = [line for worker in workers for line in worker.left()] + list(self._inbox)
        self._inbox.clear()
        return sorted(left, key=lambda line: line.number)

    @property
    def keeps(self) -> bool:
        """Whether lines that wait outlive this process."""
        return self._journal.keeps

    # -- on the bot's loop

    def _call(self) -> None:
        with self._lock:
            if self._is_called:
                return
            self._is_called = True
        try:
            self._loop.call_soon_threadsafe(self._take_in)
        except RuntimeError:  # the bot's loop is closed: qq_api was unloaded; the file has the line
            self._log.debug("not sent, qq_api is gone")

    def _take_in(self) -> None:
        with self._lock:
            lines, self._inbox, self._is_called = self._inbox, deque(), False
        for line in lines:
            worker = self._workers.get(line.group_id)
            if worker is None:
                worker = self._workers[line.group_id] = Worker(line.group_id, self._common)
            worker.put(line)
            if line.group_id not in self._tasks and not self._common.closing.is_set():
                self._start(worker)

    def _start(self, worker: Worker) -> None:
        task = self._loop.create_task(worker.run())
        self._tasks[worker.group_id] = task
        task.add_done_callback(partial(self._ended, worker))

    def _ended(self, worker: Worker, task: "asyncio.Task[None]") -> None:
        """A line may have come in between."""
        del self._tasks[worker.group_id]
        if len(worker.lane) and not task.cancelled() and not self._common.closing.is_set():
            self._start(worker)

    async def _close(self, timeout: float) -> None:
        self._common.closing.set()
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=timeout)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._teller.tell_all_dropped()
