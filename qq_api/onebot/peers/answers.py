"""Calls of a bot, and what they are answered."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from qq_api.backlog import Backlog
from qq_api.calls import perform
from qq_api.onebot.peers.faults import Faults
from qq_api.types import CallAction, Payload

SPACING = 0.5
"""Seconds between two calls of `…_rate_limited` (OneBot 11, "Rate-limited calls")."""

LIMIT = 1000
"""Calls of `…_rate_limited` that may wait."""

_ASYNC: Payload = {"status": "async", "retcode": 1, "data": None, "message": "", "wording": ""}


class Answers:
    """Answers the calls at one endpoint.

    Args:
        deferred: whether `…_async` and `…_rate_limited` are answered `async` at once and done later, as the standard
            says; else they are other names of the action, as in LLOneBot and NapCat.
        faults: of the endpoint.
    """

    def __init__(self, deferred: bool = False, faults: Faults | None = None) -> None:
        self._deferred, self._faults = deferred, faults or Faults()
        self._limited: Backlog[Callable[[], Awaitable[Payload]]] = Backlog("…_rate_limited", LIMIT)
        self._tasks: set[asyncio.Task[Payload]] = set()

    async def __call__(self, call_action: CallAction, frame: Any) -> Payload:
        """The answer to `{"action", "params", "echo"}`, with the `echo` as it came."""
        return self._faults.answer(await self._answer(self._faults.calls(call_action), frame))

    async def _answer(self, call_action: CallAction, frame: Any) -> Payload:
        action = str(frame.get("action")) if isinstance(frame, dict) else ""
        if not self._deferred or not action.endswith(("_async", "_rate_limited")):
            return await perform(call_action, frame)
        if action.endswith("_rate_limited"):
            self._limited.put(partial(perform, call_action, frame))
        else:
            task = asyncio.create_task(perform(call_action, frame))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return _ASYNC | {key: frame[key] for key in ("echo",) if key in frame}

    async def run(self) -> None:
        """Do what waits, until cancelled."""
        try:
            while True:
                await (await self._limited.get())()
                await asyncio.sleep(SPACING)
        finally:
            for task in self._tasks:
                task.cancel()
