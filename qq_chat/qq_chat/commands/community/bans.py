"""Bans go both ways, where the owner wants it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from mcdreforged.api.types import Info, PluginServerInterface

from qq_chat.commands.community.common import Shared
from qq_chat.commands.feature import Feature
from qq_chat.people.rights import Level

# Banned Steve: Banned by an operator, as vanilla and Paper tell the console; [Alex: Banned Steve: …] told by a player
_BANNED = re.compile(r"(?:\[[^\[\]:]{1,40}: )?Banned (?P<player>\S{1,40}): [^\n]*")


class Bans(Feature):
    """Lets a ban on one side count on the other.

    Args:
        shared: the whitelist, which bans as well.
    """

    def __init__(self, shared: Shared) -> None:
        self._shared, self._common, self._settings = shared, shared.common, shared.settings.bans

    def listeners(self) -> Mapping[str, Callable[..., None]]:
        """Removals from the group, and the console."""
        heard: dict[str, Callable[..., None]] = {}
        if self._settings.from_qq:
            heard["qq_api.on_notice"] = self._removed
        if self._settings.from_game:
            heard["mcdr.general_info"] = self._line
        return heard

    def _removed(self, _server: Any, _bot: Any, event: dict[str, Any]) -> None:
        is_kick = event.get("notice_type") == "group_decrease" and event.get("sub_type") == "kick"
        user_id = event.get("user_id")
        if is_kick and isinstance(user_id, int) and event.get("group_id") in self._shared.groups:
            sure = [bound for bound in self._common.bindings.all_of(user_id) if not bound.is_claim]
            for bound in sure:
                self._shared.whitelist.change("ban", bound.player, user_id, "kicked")

    def _line(self, _server: PluginServerInterface, info: Info) -> None:
        found = _BANNED.fullmatch(info.content or "") if info.is_from_server and info.player is None else None
        owner = self._common.bindings.owner_of(found["player"]) if found else None
        if owner is None or self._common.rights.level(owner.user_id) > Level.BOUND:
            return  # whoever is trusted stays
        for group_id in self._common.members.groups_of(owner.user_id):
            if group_id in self._shared.groups:
                action = self._common.bot.call_action("set_group_kick", group_id=group_id, user_id=owner.user_id)
                self._shared.later(action)
