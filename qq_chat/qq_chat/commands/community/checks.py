"""`/check`: members who are not bound, players who have not been here, bound people who are gone. Changes nothing."""

import time
from collections.abc import Iterable, Sequence

from qq_chat.commands.asked import Asked, Command
from qq_chat.commands.community.common import Shared
from qq_chat.commands.feature import Feature
from qq_chat.commands.parse import count_of
from qq_chat.people.rights import Level
from qq_chat.status.history import Players

DAY = 86_400.0
SHOWN = 30


class Checks(Feature):
    """Looks through members and bindings.

    Args:
        shared: who is where.
    """

    def __init__(self, shared: Shared) -> None:
        self._shared, self._common, self._texts = shared, shared.common, shared.texts
        self._players = Players(self._common.database)

    def commands(self) -> Sequence[Command]:
        """All three, for admins."""
        on = self._common.config.commands.check
        return [
            Command("check unbound", self._unbound, Level.ADMIN, enabled=on),
            Command("check inactive", self._inactive, Level.ADMIN, args="[days]", enabled=on),
            Command("check left", self._left, Level.ADMIN, enabled=on),
        ]

    async def _unbound(self, _asked: Asked) -> str:
        members = await self._members()
        if members is None:
            return self._texts("check.not_known")
        bound = {one.user_id for one in self._common.bindings.everybody()} | {*self._common.bot.accounts()}
        return self._listed("check.unbound", (self._shown(user_id) for user_id in sorted(members - bound)))

    def _inactive(self, asked: Asked) -> str:
        days = count_of(asked.words[0]) if asked.words else self._shared.settings.inactive_days
        if days is None:
            return asked.usage
        before, lines = time.time() - days * DAY, []
        for bound in self._common.bindings.everybody():
            played = self._players.of(bound.player)
            seen = played and played.last_seen
            if (seen or bound.since) < before:
                when = time.strftime("%Y-%m-%d", time.localtime(seen)) if seen else self._texts("check.never")
                lines.append(f"{bound.player} ({bound.user_id}): {when}")
        return self._listed("check.inactive", lines, days=str(days))

    async def _left(self, _asked: Asked) -> str:
        members = await self._members()
        if members is None:
            return self._texts("check.not_known")
        gone = [one for one in self._common.bindings.everybody() if one.user_id not in members]
        return self._listed("check.left", (f"{one.player} ({one.user_id})" for one in gone))

    async def _members(self) -> set[int] | None:
        """Everybody in our groups; None where one of them is not known."""
        everywhere = [*(await self._shared.everywhere()).values()]
        if None in everywhere:
            return None
        return {user_id for there in everywhere for user_id in there or ()}

    def _shown(self, user_id: int) -> str:
        names = (self._common.members.name(group_id, user_id) for group_id in self._shared.groups)
        return f"{next(filter(None, names), '?')} ({user_id})"

    def _listed(self, key: str, lines: Iterable[str], **fields: str) -> str:
        every = [*lines]
        more = [self._texts("check.more", count=len(every) - SHOWN)] if len(every) > SHOWN else []
        return "\n".join([self._texts(key, count=len(every), **fields), *every[:SHOWN], *more])
