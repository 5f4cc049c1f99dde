"""Whether a bot is there, while its connections come and go: a short loss is no absence."""

import asyncio
from collections.abc import Callable

GRACE_SECONDS = 20.0
"""A gateway that is back within this time was never away: calls go on meanwhile, and what was missed comes again."""


class Presence:
    """Counts the connections of one bot.

    Attributes:
        is_there: whether the bot can be reached.

    Args:
        came: told when it can; with True when it could already, before this life of the plugin.
        went: told when it no longer can.
    """

    def __init__(self, came: Callable[[bool], None], went: Callable[[], None]) -> None:
        self._came, self._went = came, went
        self._up: set[int] = set()
        self._leaving: asyncio.TimerHandle | None = None
        self.is_there = False

    def keep(self) -> None:
        """An earlier life of the plugin held it; it is there, if it comes back in time."""
        self._set_there(kept=True)
        self.down(-1)

    def up(self, number: int) -> None:
        """A connection is up."""
        self._up.add(number)
        self._stay()
        self._set_there(kept=False)

    def down(self, number: int) -> None:
        """A connection was lost."""
        self._up.discard(number)
        if not self._up and self.is_there and self._leaving is None:
            self._leaving = asyncio.get_running_loop().call_later(GRACE_SECONDS, self.end)

    def end(self) -> None:
        """It is gone, now."""
        self._stay()
        if self.is_there:
            self.is_there = False
            self._went()

    def freeze(self) -> None:
        """The next life of the plugin goes on: nobody goes."""
        self._stay()
        self.is_there = False

    def _set_there(self, *, kept: bool) -> None:
        if not self.is_there:
            self.is_there = True
            self._came(kept)

    def _stay(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
