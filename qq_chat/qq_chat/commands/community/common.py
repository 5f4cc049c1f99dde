"""What these topics share: asking QQ who is in a group, and never believing a failure."""

import asyncio
from typing import Any

from qq_api import Error
from qq_chat.config.community import Community
from qq_chat.people.journal import Journal
from qq_chat.people.whitelist import Whitelist
from qq_chat.relay.common import Common


class Shared:
    """The whitelist, and who is in our groups.

    Args:
        common: the relay.
    """

    def __init__(self, common: Common) -> None:
        self.common, self.texts, self.log = common, common.texts, common.server.logger
        self.settings: Community = common.config.community
        is_up = common.server.is_server_startup
        self.whitelist = Whitelist(common.gate, is_up, self.settings, Journal(common.database))

    @property
    def groups(self) -> list[int]:
        """The groups in one of which somebody has to be."""
        return self.settings.leaving.groups or self.common.config.told_groups()

    async def members(self, group_id: int) -> set[int] | None:
        """Who is in a group now; None where QQ does not say, or says what cannot be true."""
        try:
            rows = await self.common.bot.call_action("get_group_member_list", group_id=group_id, no_cache=True)
        except Error as error:
            self.log.debug("who is in group %s is not known: %s", group_id, error)
            return None
        if not isinstance(rows, list):
            return None
        there = {row.get("user_id") for row in rows if isinstance(row, dict)}
        return {one for one in there if isinstance(one, int)} if there & {*self.common.bot.accounts()} else None

    async def everywhere(self) -> dict[int, set[int] | None]:
        """Who is in each of our groups; None for a group of which QQ does not say."""
        return {group_id: await self.members(group_id) for group_id in self.groups}

    def later(self, what: Any) -> None:
        """Do something on the bot's loop; what goes wrong is told in the log."""
        asyncio.run_coroutine_threadsafe(self._told(what), self.common.loop)

    async def _told(self, what: Any) -> None:
        try:
            await what
        except Error as error:
            self.log.warning(self.texts("community.refused", reason=error))
