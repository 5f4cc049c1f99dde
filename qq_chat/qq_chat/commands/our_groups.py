"""Which groups are ours: an owner who has named none is told which there are, and names one by `!!qqchat group`."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mcdreforged.api.command import AbstractNode, CommandContext, Integer, Literal
from mcdreforged.api.types import CommandSource, PluginServerInterface

from qq_api import Bot, ConfigError, Error, MessageEvent, load_config, save_config
from qq_chat.commands.feature import Feature
from qq_chat.config import Config
from qq_chat.config.ids import known_by
from qq_chat.relay.common import Common
from qq_chat.text.words import name_for_game

MOST = 20
"""So many groups are named at most; the bot may be in hundreds."""


class OurGroups(Feature):
    """Helps over the first start.

    Args:
        common: settings and words.
    """

    def __init__(self, common: Common) -> None:
        self._common, self._texts, self._log = common, common.texts, common.server.logger
        self._path = Path(common.server.get_data_folder()) / "config.yml"
        self._is_new, self._named = not common.config.all_groups(), set[int]()
        self._asking = [self._ask(account) for account in common.bot.accounts() if self._is_new]

    def owner_nodes(self) -> Sequence[AbstractNode]:
        """One more group."""
        return [Literal("group").then(Integer("group_id").at_min(1).runs(self._add))]

    def listeners(self) -> Mapping[str, Callable[..., None]]:
        """What tells of groups, as long as none is ours."""
        return {"qq_api.on_connect": self._came, "qq_api.on_message": self._heard} if self._is_new else {}

    def close(self) -> None:
        """Nobody is asked any more."""
        for asking in self._asking:
            asking.cancel()

    def _came(self, _server: PluginServerInterface, _bot: Bot, self_id: int) -> None:
        self._asking.append(self._ask(self_id))

    def _ask(self, self_id: int) -> Any:
        return asyncio.run_coroutine_threadsafe(self._list(self_id), self._common.loop)

    async def _list(self, self_id: int) -> None:
        try:
            groups = await self._common.bot.call_action("get_group_list", self_id=self_id)
        except Error as error:
            self._log.debug("the groups of QQ %s are not known: %s", self_id, error)
            return
        there = [one for one in groups or () if isinstance(one.get("group_id"), int)][:MOST]
        self._named.update(one["group_id"] for one in there)
        if there:
            self._log.info(self._texts("our_groups.there", groups=", ".join(map(_named, there))))

    def _heard(self, _server: PluginServerInterface, _bot: Bot, event: MessageEvent) -> None:
        group_id = event.get("group_id")
        if isinstance(group_id, int) and group_id not in self._named and len(self._named) < MOST:
            self._named.add(group_id)
            self._log.info(self._texts("our_groups.heard", group_id=group_id))

    def _add(self, source: CommandSource, context: CommandContext) -> None:
        group_id, server = context["group_id"], self._common.server
        if group_id in self._common.config.message_sync_groups:
            source.reply(self._texts("our_groups.known", group_id=group_id, path=self._path))
            return
        try:
            self._write(group_id)
        except (ConfigError, OSError) as error:
            source.reply(self._texts("our_groups.not_added", reason=error))
            return
        source.reply(self._texts("our_groups.added", group_id=group_id, path=self._path))
        server.reload_plugin(server.get_self_metadata().id)

    def _write(self, group_id: int) -> None:
        """Into the file as it is now: the owner may have changed it."""
        with known_by(self._common.bot.openid_number):
            config = load_config(self._path, Config, self._texts.language)
        config.message_sync_groups = list(dict.fromkeys([*config.message_sync_groups, group_id]))
        save_config(self._path, config, self._texts)


def _named(group: Mapping[str, Any]) -> str:
    """`20001 (Survival)`."""
    name = name_for_game(str(group.get("group_name") or ""))
    return f"{group['group_id']} ({name})" if name else str(group["group_id"])
