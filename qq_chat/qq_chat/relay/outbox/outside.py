"""What the outbox needs of the world; tests give their own."""

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


async def pause(event: asyncio.Event, seconds: float) -> None:
    """Wait until the event is set, but not longer than so many seconds."""
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


@dataclass(frozen=True)
class Outside:
    """Clocks, and chance.

    Attributes:
        wall: seconds of the day's clock, as `time.time`; it may jump.
        steady: seconds that only grow.
        pause: waits for an event or so many seconds.
        chance: a number from 0 to 1.
        answer_seconds: how long an answer may take; afterwards nobody knows whether the message was said.
    """

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
    pause: Callable[[asyncio.Event, float], Awaitable[None]] = pause
    chance: Callable[[], float] = random.random  # noqa: S311  (no secret: it spreads messages)
    answer_seconds: float = 15.0


REAL = Outside()
