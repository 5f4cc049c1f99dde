"""Keep a connection: try again for ever, with growing pauses and jitter, or give up on `FatalError`.

The only module that decides whether and when to try again.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterator

from qq_api.errors import FatalError, TryAgain

_log = logging.getLogger(__name__)

LONG_ENOUGH = 10.0
"""Seconds a connection must have held for the pauses to start small again."""


def pauses(first: float = 1.0, most: float = 30.0) -> Iterator[float]:
    """Seconds to wait before each new try: doubling up to `most`, each somewhere between half of it and all of it."""
    pause = first
    while True:
        yield pause * random.uniform(0.5, 1)  # noqa: S311  (jitter, no secret)
        pause = min(pause * 2, most)


async def keep(
    name: str, hold: Callable[[], Awaitable[None]], new_pauses: Callable[[], Iterator[float]] = pauses
) -> None:
    """Call `hold`, which holds one connection until it ends, again and again.

    Args:
        name: of the connection, for the log; a failure is told once, until it changes.
        hold: connects, and returns or raises when the connection has ended.
        new_pauses: makes the pauses, in seconds.

    Raises:
        FatalError: `hold` says that trying again would not help.
    """
    loop, waits, told = asyncio.get_running_loop(), new_pauses(), ""
    while True:
        began, least = loop.time(), 0.0
        try:
            await hold()
            failure = "closed; trying again"
        except FatalError:
            raise
        except TryAgain as again:
            failure, least = str(again), again.seconds
        except Exception as error:  # noqa: BLE001  (the boundary of one connection)
            failure = f"{type(error).__name__}: {error}; trying again"
            _log.debug("%s failed", name, exc_info=True)
        if loop.time() - began >= LONG_ENOUGH:
            waits, told = new_pauses(), ""
        if failure and failure != told:
            _log.warning("%s: %s", name, failure)
            told = failure
        await asyncio.sleep(max(least, next(waits)))
