"""Asks QQ who is in our groups, when an account comes and now and then."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable

from qq_api import Bot, Error
from qq_chat.people.members import Members

EVERY = 1800.0
"""Seconds until a group is asked for again; what happens in between is told by notices and messages."""

APART = 0.5
"""Seconds between two questions: a hundred groups are no burst."""


class MemberLists:
    """Keeps `Members` true, as far as QQ tells.

    Args:
        bot: is asked.
        loop: the bot's.
        members: gets the answers.
        groups: ours.
        log: hears of failures, at debug level: the next time will do.
    """

    def __init__(
        self,
        bot: Bot,
        loop: asyncio.AbstractEventLoop,
        members: Members,
        groups: Iterable[int],
        log: logging.Logger,
    ) -> None:
        self._bot, self._loop, self._members, self._groups, self._log = bot, loop, members, [*groups], log
        self._new = asyncio.Event()
        self._asking = asyncio.run_coroutine_threadsafe(self._ask_on(), loop)

    def account_came(self) -> None:
        """An account connected: it may be in any of our groups. From any thread."""
        with contextlib.suppress(RuntimeError):  # the bot's loop is closed: qq_api was unloaded
            self._loop.call_soon_threadsafe(self._new.set)

    def somebody_came(self, group_id: int) -> None:
        """A group has a new member, or we are new in it. From any thread."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(lambda: self._bot.spawn(self._learn(group_id)))

    def close(self) -> None:
        """Ask no more. From any thread."""
        self._asking.cancel()

    async def _ask_on(self) -> None:
        while True:
            self._new.clear()
            for group_id in self._groups if self._bot.accounts() else ():
                await self._learn(group_id)
                await asyncio.sleep(APART)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._new.wait(), EVERY)

    async def _learn(self, group_id: int) -> None:
        try:
            members = await self._bot.get_group_member_list(group_id=group_id)
        except Error as error:
            self._log.debug("who is in group %s is not known: %s", group_id, error)
            return
        if isinstance(members, list):
            self._members.know(group_id, members)
