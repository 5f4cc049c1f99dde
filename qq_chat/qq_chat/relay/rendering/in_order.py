"""Lines of one group come out in the order they came, each as soon as what it needs was looked up."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

from qq_chat.relay.rendering.known import Known
from qq_chat.relay.rendering.lookups import Lookups
from qq_chat.relay.rendering.wanted import Wanted

Show: TypeAlias = Callable[[Known], None]


class InOrder:
    """Shows what was said, in order.

    Every look-up begins at once and ends within `lookups.PATIENCE`, so no line waits longer than that, however many are
    in front of it.

    Args:
        lookups: finds what lines need.
        loop: the bot's.
        log: hears of a line that could not be shown.
    """

    def __init__(self, lookups: Lookups, loop: asyncio.AbstractEventLoop, log: logging.Logger) -> None:
        self._lookups, self._loop, self._log = lookups, loop, log
        self._waiting: Counter[int] = Counter()
        self._lock = threading.Lock()
        self._last: dict[int, asyncio.Task[None]] = {}

    def put(self, group_id: int, self_id: int | None, wanted: Wanted, show: Show) -> None:
        """Show a line. From one thread, never waits.

        Args:
            group_id, self_id: where it was said, and the account that heard it.
            wanted: what it needs; a line that needs nothing, with none in front of it, is shown before this returns.
            show: does it; on the calling thread or the bot's.
        """
        with self._lock:
            is_free = not wanted and not self._waiting[group_id]
            self._waiting[group_id] += not is_free
        if is_free:
            show(Known())
            return
        try:
            self._loop.call_soon_threadsafe(self._put, group_id, self_id, wanted, show)
        except RuntimeError:  # the bot's loop is closed: qq_api was unloaded
            self._done(group_id)
            show(Known())

    def _put(self, group_id: int, self_id: int | None, wanted: Wanted, show: Show) -> None:
        before = self._last.get(group_id)
        task = self._loop.create_task(self._show(before, group_id, self_id, wanted, show))
        self._last[group_id] = task
        task.add_done_callback(lambda done: self._last.pop(group_id) if self._last.get(group_id) is done else None)

    async def _show(
        self, before: asyncio.Task[None] | None, group_id: int, self_id: int | None, wanted: Wanted, show: Show
    ) -> None:
        try:
            known = await self._lookups.known(group_id, self_id, wanted)
            if before is not None:
                await asyncio.wait({before})
            show(known)
        except Exception:  # noqa: BLE001  (`show` is not ours; the lines behind it go on)
            self._log.exception("A line of group %s could not be shown", group_id)
        finally:
            self._done(group_id)

    def _done(self, group_id: int) -> None:
        with self._lock:
            self._waiting[group_id] -= 1
            if not self._waiting[group_id]:
                del self._waiting[group_id]
