"""Lines of one group come out in the order they came, each as soon as what it needs was looked up."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from qq_chat.relay.rendering.known import Known
from qq_chat.relay.rendering.lookups import Lookups
from qq_chat.relay.rendering.wanted import Wanted, is_met

Show: TypeAlias = Callable[[Known], None]
Run: TypeAlias = Callable[[Callable[[], None]], object]


def _at_once(task: Callable[[], None]) -> None:
    task()


class InOrder:
    """Shows what was said, in order.

    Every look-up begins at once and ends within `lookups.PATIENCE`, so no line waits longer than that, however many are
    in front of it.

    Args:
        lookups: finds what lines need.
        loop: the bot's.
        log: hears of a line that could not be shown.
        run: takes what is to be done to the thread that shows lines, as `server.schedule_task`: the server's input may
            be full, and must not hold up the bot's loop. It keeps the order.
    """

    def __init__(
        self, lookups: Lookups, loop: asyncio.AbstractEventLoop, log: logging.Logger, run: Run = _at_once
    ) -> None:
        self._lookups, self._loop, self._log, self._run = lookups, loop, log, run
        self._waiting: Counter[int] = Counter()
        self._lock = threading.Lock()
        self._last: dict[int, asyncio.Task[None]] = {}

    def put(self, group_id: int, self_id: int | None, wanted: Wanted, show: Show) -> None:
        """Show a line. From one thread, never waits.

        Args:
            group_id, self_id: where it was said, and the account that heard it.
            wanted: what it needs; a line that has all of it, with none in front of it, is shown before this returns.
            show: does it, on the calling thread or on that of `run`.
        """
        known = self._lookups.at_hand(group_id, wanted) if wanted else Known()
        with self._lock:
            is_free = not self._waiting.get(group_id) and (not wanted or is_met(wanted, known))
            if not is_free:
                self._waiting[group_id] += 1
        if is_free:
            show(known)
            return
        try:
            self._loop.call_soon_threadsafe(self._put, group_id, self_id, wanted, _with(known, show))
        except RuntimeError:  # the bot's loop is closed: qq_api was unloaded
            self._finish(group_id, show, known)

    async def close(self) -> None:
        """Nothing more is asked: what waits is shown with what is known. On the bot's loop."""
        await self._lookups.close()
        await asyncio.gather(*self._last.values(), return_exceptions=True)

    def _put(self, group_id: int, self_id: int | None, wanted: Wanted, show: Show) -> None:
        before = self._last.get(group_id)
        task = self._loop.create_task(self._show(before, group_id, self_id, wanted, show))
        self._last[group_id] = task
        task.add_done_callback(lambda done: self._last.pop(group_id) if self._last.get(group_id) is done else None)

    async def _show(
        self, before: asyncio.Task[None] | None, group_id: int, self_id: int | None, wanted: Wanted, show: Show
    ) -> None:
        known = await self._lookups.known(group_id, self_id, wanted)
        if before is not None:
            await asyncio.wait({before})
        self._run(lambda: self._finish(group_id, show, known))

    def _finish(self, group_id: int, show: Show, known: Known) -> None:
        """Show a line that waited; the group is free again only when that is done."""
        try:
            show(known)
        except Exception:  # noqa: BLE001  (`show` is not ours; the lines behind it go on)
            self._log.exception("A line of group %s could not be shown", group_id)
        with self._lock:
            self._waiting[group_id] -= 1
            if not self._waiting[group_id]:
                del self._waiting[group_id]


def _with(known: Known, show: Show) -> Show:
    """What was at hand when the line came stays so: a message that is quoted may be taken back meanwhile."""
    return lambda later: show(
        replace(later, names={**known.names, **later.names}, quotes={**later.quotes, **known.quotes})
    )
