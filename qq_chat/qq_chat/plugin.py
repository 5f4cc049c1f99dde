"""The life of qq_chat: makes the parts, and brings MCDR's events to them."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcdreforged.api.types import Info, PluginServerInterface

from qq_api import Bot, MessageEvent, Texts, get_bot, get_event_loop
from qq_chat.commands.in_game import InGame
from qq_chat.commands.in_qq import InQQ
from qq_chat.config import Config
from qq_chat.people.bindings import Bindings
from qq_chat.people.known_players import KnownPlayers
from qq_chat.people.lists import MemberLists
from qq_chat.people.preferences import Preferences
from qq_chat.relay.common import Common
from qq_chat.relay.console import Console
from qq_chat.relay.from_qq import FromQQ
from qq_chat.relay.outbox import Outbox
from qq_chat.relay.rendering.in_order import InOrder
from qq_chat.relay.rendering.lookups import Lookups
from qq_chat.relay.rendering.pictures import Pictures
from qq_chat.relay.routes import Routes, usual
from qq_chat.status.online import Online
from qq_chat.text.blocked import BlockedWords

FLUSH_SECONDS, LAST_FLUSH_SECONDS = 1.0, 5.0
"""How long waiting lines may take to leave, at a reload and when MCDR ends."""


DATABASE = "qq_chat.db"
"""Where players and their wishes are kept, in the plugin's folder."""


@dataclass
class Leftover:
    """What a reload hands to the next life, in plain values; lines for QQ wait in their file."""

    players: list[str] | None = None


class Chat:
    """Joins QQ groups and the game.

    Args:
        server: of this plugin.
        config: the owner's wishes.
        texts: the words.
        bindings: who is who.
        players: online before a reload; None when not known.
    """

    def __init__(
        self,
        server: PluginServerInterface,
        config: Config,
        texts: Texts,
        bindings: Bindings,
        players: list[str] | None = None,
    ) -> None:
        folder = Path(server.get_data_folder())
        self._server, self._texts = server, texts
        self._common = common = _common(server, config, texts, bindings, players)
        pictures = Pictures(common.bot, config.rendering.pictures, folder / "pictures", texts, server.logger)
        lookups = Lookups(common.bot, common.memory, server.logger, pictures)
        self._outbox = Outbox(
            common.bot,
            common.accounts,
            common.loop,
            config.outbox,
            texts,
            server.logger,
            file=folder / "outbox.sqlite3",
        )
        self._in_order = InOrder(lookups, common.loop, server.logger, server.schedule_task)
        self._from_qq = FromQQ(common, lookups, self._in_order)
        self._commands = InQQ(common, self._from_qq)
        self._console = Console(common, self._outbox, folder, KnownPlayers(folder / DATABASE))
        self._lists = MemberLists(common.bot, common.loop, common.members, config.all_groups(), server.logger)
        self._register()
        if config.commands.qq:
            InGame(common, self._console.from_game, lookups, pictures).register(server)
        if players is None and server.is_server_startup():
            server.execute("list")

    def _register(self) -> None:
        console = self._console
        listeners: dict[str, Callable[..., None]] = {
            "qq_api.on_message": self._on_message,
            "qq_api.on_notice": self._on_notice,
            "qq_api.on_connect": self._on_connect,
            "mcdr.general_info": self._on_info,
            "mcdr.user_info": lambda _server, info: console.chatted(info),
            "mcdr.player_joined": lambda _server, player, info: console.joined(player, info.content or ""),
            "mcdr.player_left": lambda _server, player: console.left(player),
            "mcdr.server_start": lambda _server: console.starting(),
            "mcdr.server_startup": lambda _server: console.started(),
            "mcdr.server_stop": lambda _server, code: console.stopped(code),
            "mcdr.mcdr_stop": self._on_mcdr_stop,
        }
        for event, listener in listeners.items():
            self._server.register_event_listener(event, listener)

    def close(self) -> Leftover:
        """The plugin is unloaded; what waits gets a moment to leave."""
        self._console.close()
        self._lists.close()
        if self._common.loop.is_running():  # else qq_api was unloaded
            asyncio.run_coroutine_threadsafe(self._in_order.close(), self._common.loop)
        self._close_outbox(FLUSH_SECONDS)
        return Leftover(self._common.online.players)

    def _close_outbox(self, seconds: float) -> None:
        left = self._outbox.close(seconds)
        if left and self._outbox.keeps:
            self._server.logger.info(self._texts("outbox.kept", count=len(left)))
        elif left:
            self._server.logger.warning(self._texts("outbox.left", count=len(left)))

    # -- from QQ

    def _on_message(self, _server: PluginServerInterface, _bot: Bot, event: MessageEvent) -> None:
        if not self._concerns_us(event):
            return
        self._from_qq.learn(event)
        is_command, answer = self._commands.run(event)
        if answer:
            self._outbox.put(event["group_id"], answer, kind="answer")
        if not is_command:
            self._from_qq.message(event)

    def _on_notice(self, _server: PluginServerInterface, _bot: Bot, event: dict[str, Any]) -> None:
        if self._concerns_us(event):
            self._from_qq.learn(event)
            self._from_qq.notice(event)

    def _on_connect(self, _server: PluginServerInterface, _bot: Bot, self_id: int) -> None:
        self._common.accounts.is_ours(self_id)
        self._lists.account_came()

    def _concerns_us(self, event: dict[str, Any]) -> bool:
        group_id, user_id, self_id = (event.get(key) for key in ("group_id", "user_id", "self_id"))
        config, accounts = self._common.config, self._common.accounts
        if not isinstance(user_id, int) or not isinstance(self_id, int) or group_id not in config.all_groups():
            return False
        return user_id not in config.ignored_accounts and accounts.hears(group_id, self_id, user_id)

    # -- from MCDR

    def _on_info(self, _server: PluginServerInterface, info: Info) -> None:
        if info.is_from_server and info.player is None and info.content:  # no player may say who is online
            self._console.info(info)

    def _on_mcdr_stop(self, _server: PluginServerInterface) -> None:
        """The last moment at which qq_api is surely there: afterwards plugins unload in any order."""
        self._close_outbox(LAST_FLUSH_SECONDS)


def _common(
    server: PluginServerInterface, config: Config, texts: Texts, bindings: Bindings, players: Iterable[str] | None
) -> Common:
    bot = get_bot()
    rows = [*config.routes, *usual(config.message_sync_groups, config.main_group, config.manage_groups)]
    common = Common(
        server=server,
        bot=bot,
        loop=get_event_loop(),
        config=config,
        texts=texts,
        routes=Routes(rows, config.server_name, config.all_groups()),
        blocked=BlockedWords(config.blocked.all_words(Path(server.get_data_folder()))),
        bindings=bindings,
        online=Online(players or ()),
        preferences=Preferences(Path(server.get_data_folder()) / DATABASE),
    )
    for account in bot.accounts():
        common.accounts.is_ours(account)
    return common
