"""From the game to QQ: one ordered queue a group, off MCDR's threads."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Any

from qq_api import ApiNotAvailable, Bot, Error, Texts, Unanswered, reason, text
from qq_chat.people.accounts import Accounts

LIMIT = 50_000
"""Lines that may wait for one group; beyond, the oldest are dropped."""

MOST_AGE = 60.0
"""Seconds a line waits before it is too old to be said."""

ANSWER_SECONDS = 15.0
"""Seconds a line's answer may take; afterwards nobody knows whether it was said, and the next one goes."""

RETRY = 0.5
"""Seconds between two looks whether QQ is there."""


@dataclass(frozen=True)
class Line:
    """One line for one group; `said` is when, in `time.time()` seconds."""

    group_id: int
    text: str
    said: float


class Outbox:
    """Sends lines in the order they were put, each at most once.

    A line that could not leave (nobody connected) is tried again for a minute; one that left is never repeated.

    Args:
        bot: sends.
        accounts: knows by which account a group is reached.
        loop: the bot's.
        texts, log: the words, and where they go.
        waiting: lines left over from before a reload; they come first.
    """

    def __init__(
        self,
        bot: Bot,
        accounts: Accounts,
        loop: asyncio.AbstractEventLoop,
        texts: Texts,
        log: logging.Logger,
        waiting: Iterable[Line] = (),
    ) -> None:
        self._bot, self._accounts, self._loop, self._texts, self._log = bot, accounts, loop, texts, log
        self._queues: dict[int, deque[Line]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._lost: dict[int, int] = {}
        self._closing = False
        self._told = ""
        for line in waiting:
            self._hand_over(line)

    def put(self, group_id: int, words: str) -> None:
        """Add a line; from any thread; never waits."""
        self._hand_over(Line(group_id, words, time.time()))

    def _hand_over(self, line: Line) -> None:
        try:
            self._loop.call_soon_threadsafe(self._put, line)
        except RuntimeError:  # the bot's loop is closed: qq_api was unloaded
            self._log.debug("not sent, qq_api is gone: %s", line)

    def close(self, timeout: float) -> list[Line]:
        """Give what waits up to `timeout` seconds to leave; returns what has not left. Not on the bot's thread."""
        if not self._loop.is_running():
            return []
        try:
            return asyncio.run_coroutine_threadsafe(self._close(timeout), self._loop).result(timeout + 2)
        except FutureTimeout:
            return []

    # -- on the bot's loop

    def _put(self, line: Line) -> None:
        queue = self._queues.setdefault(line.group_id, deque())
        queue.append(line)
        if len(queue) > LIMIT:
            queue.popleft()
            self._lose(line.group_id)
        if line.group_id not in self._workers and not self._closing:
            worker = self._loop.create_task(self._send_all(line.group_id, queue))
            self._workers[line.group_id] = worker

    async def _send_all(self, group_id: int, queue: deque[Line]) -> None:
        try:
            while queue and not (self._closing and self._told):
                line = queue.popleft()
                if time.time() - line.said > MOST_AGE:
                    self._lose(group_id)
                elif not await self._sent(line):
                    queue.appendleft(line)
                    await asyncio.sleep(0 if self._closing else RETRY)
            self._tell_lost(group_id)
        finally:
            del self._workers[group_id]

    async def _sent(self, line: Line) -> bool:
        """Send a line; False when it has not left and should wait."""
        account = self._accounts.of(line.group_id)
        params: dict[str, Any] = {"group_id": line.group_id, "message": [text(line.text)]}
        if account is not None:
            params["self_id"] = account
        sending = self._bot.call_action("send_group_msg", **params)
        try:
            await asyncio.wait_for(sending, ANSWER_SECONDS)
        except ApiNotAvailable as error:
            self._accounts.forget(line.group_id)
            self._tell(self._texts("outbox.away", reason=reason(error)))
            return False
        except (asyncio.TimeoutError, Unanswered):
            self._tell(self._texts("outbox.unknown", group=line.group_id))
        except Error as error:
            self._tell(self._texts("outbox.failed", group=line.group_id, reason=reason(error)))
        else:
            self._told = ""
        return True

    def _lose(self, group_id: int) -> None:
        self._lost[group_id] = self._lost.get(group_id, 0) + 1

    def _tell_lost(self, group_id: int) -> None:
        """Say once, at the end of a bad spell, how much was lost in it."""
        lost = self._lost.pop(group_id, 0)
        if lost:
            self._log.warning(self._texts("outbox.lost", group=group_id, count=lost))

    def _tell(self, words: str) -> None:
        """Say it once, until something was sent again."""
        if words != self._told:
            self._told = words
            self._log.warning(words)

    async def _close(self, timeout: float) -> list[Line]:
        self._closing = True
        workers = list(self._workers.values())
        if workers:
            await asyncio.wait(workers, timeout=timeout)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        return [line for queue in self._queues.values() for line in queue]
