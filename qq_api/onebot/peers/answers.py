"""Calls of a bot, and what they are answered."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from qq_api.backlog import Backlog
from qq_api.calls import perform
from qq_api.onebot.peers.faults import Faults
from qq_api.onebot.peers.manners import PLAIN, Manners
from qq_api.types import CallAction, Payload

SPACING = 0.5
"""Seconds between two calls of `…_rate_limited` (OneBot 11, "Rate-limited calls")."""

LIMIT = 1000
"""Calls of `…_rate_limited` that may wait."""

_ASYNC: Payload = {"status": "async", "retcode": 1, "data": None, "message": "", "wording": ""}


class Answers:
    """Answers the calls at one endpoint.

    Args:
        manners: in which form, and whether some are done later.
        faults: of the endpoint.
        http: whether they came by HTTP.
    """

    def __init__(self, manners: Manners = PLAIN, faults: Faults | None = None, *, http: bool = False) -> None:
        self._manners, self._faults, self._http = manners, faults or Faults(), http
        self._limited: Backlog[Callable[[], Awaitable[Payload]]] = Backlog("…_rate_limited", LIMIT)
        self._tasks: set[asyncio.Task[Payload]] = set()

    async def __call__(self, call_action: CallAction, frame: Any) -> Payload:
        """The answer to `{"action", "params", "echo"}`, with the `echo` as it came."""
        return self.form(await self.plain(call_action, frame))

    def form(self, answer: Payload) -> Payload:
        """An answer as it goes out."""
        return self._faults.answer(self._manners.answer(answer, http=self._http))

    async def plain(self, call_action: CallAction, frame: Any) -> Payload:
        """The answer before it is given its form."""
        return await self._answer(self._faults.calls(call_action), frame)

    async def _answer(self, call_action: CallAction, frame: Any) -> Payload:
        action = str(frame.get("action")) if isinstance(frame, dict) else ""
        if not self._is_put_off(action):
            return await perform(call_action, frame)
        if action.endswith("_rate_limited"):
            self._limited.put(partial(perform, call_action, frame))
        else:
            task = asyncio.create_task(perform(call_action, frame))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return _ASYNC | {key: frame[key] for key in ("echo",) if key in frame}

    def _is_put_off(self, action: str) -> bool:
        suffixed = self._manners.deferred and action.endswith(("_async", "_rate_limited"))
        return suffixed or action in self._manners.put_off

    async def run(self) -> None:
        """Do what waits, until cancelled."""
        try:
            while True:
                await (await self._limited.get())()
                await asyncio.sleep(SPACING)
        finally:
            for task in self._tasks:
                task.cancel()
