"""Who leaves the group leaves the whitelist, after a while, and comes back with it."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping
from typing import Any

from qq_chat.commands.community.common import Shared
from qq_chat.commands.feature import Feature
from qq_chat.database import Gone
from qq_chat.people.absent import Absent
from qq_chat.people.bound import BindingChanged

LOOK_SECONDS = 60.0
HOUR = 3600.0


class Leaving(Feature):
    """Lets the whitelist follow bindings and the group.

    Args:
        shared: the whitelist, and who is where.
    """

    def __init__(self, shared: Shared) -> None:
        self._shared, self._common, self._settings = shared, shared.common, shared.settings.leaving
        self._absent = Absent(self._common.database)
        self._follows = shared.settings.whitelist.with_binding
        self._news, self._looking = asyncio.Event(), None
        self._one_at_a_time = threading.Lock()
        if self._follows:
            self._common.bindings.listeners.append(self._binding_changed)
        if self._follows and self._settings.enabled:
            self._looking = asyncio.run_coroutine_threadsafe(self._look_on(), self._common.loop)

    def listeners(self) -> Mapping[str, Callable[..., None]]:
        """The server's start, and the group's comings and goings."""
        return {"mcdr.server_startup": self._started, "qq_api.on_notice": self._heard}

    def close(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()

    def _started(self, _server: Any) -> None:
        self._shared.whitelist.catch_up()

    def _binding_changed(self, change: BindingChanged) -> None:
        before, after = change.before, change.after
        if before is not None and (after is None or after.player.lower() != before.player.lower()):
            self._shared.whitelist.change("remove", before.player, before.user_id, "unbound")
        if after is not None and (before is None or after.player.lower() != before.player.lower()):
            self._shared.whitelist.change("add", after.player, after.user_id, "bound")

    def _heard(self, _server: Any, _bot: Any, event: dict[str, Any]) -> None:
        if not self._looking or event.get("group_id") not in self._shared.groups:
            return
        user_id, kind = event.get("user_id"), event.get("notice_type")
        if not isinstance(user_id, int) or self._common.accounts.are_ours(user_id):
            return
        if kind == "group_decrease" and event.get("sub_type") != "kick_me" and self._common.bindings.all_of(user_id):
            self._absent.left(user_id)
            self._common.loop.call_soon_threadsafe(self._news.set)
        elif kind == "group_increase":
            self._came(user_id)

    def _came(self, user_id: int) -> None:
        with self._one_at_a_time:
            if self._absent.came(user_id) and self._settings.restore:
                self._change("add", user_id, "back")

    def _change(self, deed: Any, user_id: int, why: str) -> None:
        for bound in self._common.bindings.all_of(user_id):
            self._shared.whitelist.change(deed, bound.player, user_id, why)

    async def _look_on(self) -> None:
        while True:
            self._news.clear()
            try:
                await self.look()
            except Gone:
                return
            except Exception:
                self._shared.log.exception("who left could not be looked after")
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), LOOK_SECONDS)

    async def look(self) -> None:
        """Take off those whose grace is over, if QQ is sure that they are gone."""
        due = self._due()
        where = await self._shared.everywhere() if due else {}
        for user_id in due:
            if any(there is not None and user_id in there for there in where.values()):
                self._absent.came(user_id)  # in another of our groups, or back in while nobody listened
            elif where and None not in where.values():
                self._take_off(user_id)

    def _due(self) -> list[int]:
        return self._absent.due(self._settings.grace * HOUR)

    def _take_off(self, user_id: int) -> None:
        with self._one_at_a_time:
            if user_id not in self._due():  # back since QQ was asked
                return
            self._change("remove", user_id, "left")
            self._absent.taken_off(user_id)
        self._tell(user_id)
        if self._settings.unbind:
            self._common.bindings.unbind(user_id, by="left")

    def _tell(self, user_id: int) -> None:
        players = ", ".join(bound.player for bound in self._common.bindings.all_of(user_id))
        self._shared.log.info(self._shared.texts("community.taken_off", user=user_id, players=players))
