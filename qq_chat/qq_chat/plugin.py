"""The life of qq_chat: makes the parts, and brings MCDR's events to them."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from mcdreforged.api.types import Info, PluginServerInterface

from qq_api import Bot, MessageEvent, Texts, get_bot, get_event_loop, notify_owner
from qq_chat.commands import for_owners
from qq_chat.commands.announcing import Announcing
from qq_chat.commands.answers import Answers
from qq_chat.commands.binding.features import binding_features
from qq_chat.commands.community.features import community_features
from qq_chat.commands.console_channel import ConsoleChannel
from qq_chat.commands.feature import Feature
from qq_chat.commands.in_game import InGame
from qq_chat.commands.in_qq import InQQ
from qq_chat.commands.keywords import Keywords
from qq_chat.commands.our_groups import OurGroups
from qq_chat.commands.quiet import QuietFor
from qq_chat.commands.running import Running
from qq_chat.commands.servers import Servers
from qq_chat.commands.status import Status
from qq_chat.commands.talking import Talking
from qq_chat.commands.votes import Votes
from qq_chat.config import Config
from qq_chat.database import Database, until_gone
from qq_chat.gate import Gate
from qq_chat.people.bindings import Bindings
from qq_chat.people.known_players import KnownPlayers
from qq_chat.people.lists import MemberLists
from qq_chat.people.preferences import Preferences
from qq_chat.people.rights import Rights
from qq_chat.relay.common import Common
from qq_chat.relay.console import Console
from qq_chat.relay.from_qq import FromQQ
from qq_chat.relay.late import lateness
from qq_chat.relay.outbox import Outbox
from qq_chat.relay.rendering.in_order import InOrder
from qq_chat.relay.rendering.lookups import Lookups
from qq_chat.relay.rendering.pictures import Pictures
from qq_chat.relay.routes import Routes, usual
from qq_chat.server.audit import Audit
from qq_chat.server.runner import Runner
from qq_chat.status.online import Online
from qq_chat.text.blocked import BlockedWords

FLUSH_SECONDS, LAST_FLUSH_SECONDS = 1.0, 5.0
"""How long waiting lines may take to leave, at a reload and when MCDR ends."""


@dataclass
class Leftover:
    """What a reload hands to the next life, in plain values; lines for QQ wait in their file."""

    players: list[str] | None = None
    silent: list[list[str]] = field(default_factory=list)


class Chat:
    """Joins QQ groups and the game.

    Args:
        server: of this plugin.
        config: the owner's wishes.
        texts: the words.
        database: what outlives us; closed with the plugin.
        bindings: who is who.
        left: of the life before a reload.
    """

    def __init__(
        self,
        server: PluginServerInterface,
        config: Config,
        texts: Texts,
        database: Database,
        bindings: Bindings,
        left: Leftover,
    ) -> None:
        folder = Path(server.get_data_folder())
        self._server, self._texts, self._groups = server, texts, frozenset(config.all_groups())
        self._common = common = _common(server, config, texts, database, bindings, left.players)
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
            on_trouble=partial(notify_owner, "QQChat"),
        )
        self._in_order = InOrder(lookups, common.loop, server.logger, server.schedule_task)
        self._from_qq = FromQQ(common, lookups, self._in_order)
        answers = Answers(common, self._outbox)
        runner = Runner(common.gate, server.rcon_query, server.is_rcon_running, config.server_commands.wait)
        servers = Servers(common)
        self._features = [servers, *features(common, self._from_qq, self._outbox, runner, answers)]
        commands = [command for feature in self._features for command in feature.commands()]
        self._commands = InQQ(common, answers, commands, servers.is_for_us)
        self._console = Console(common, self._outbox, folder, KnownPlayers(database), self._turns_away)
        self._console.other_lines.append(runner.heard)
        self._neighbours = self._console.from_game.neighbours
        self._console.silence.keep(left.silent)
        self._lists = MemberLists(common.bot, common.loop, common.members, config.all_groups(), server.logger)
        self._register()
        for_owners.register(server, [node for feature in self._features for node in feature.owner_nodes()], texts)
        if config.commands.qq:
            nodes = [node for feature in self._features for node in feature.nodes()]
            InGame(common, self._console.from_game, lookups, pictures).register(server, nodes)
        if left.players is None and server.is_server_startup():
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
        for heard in (listeners, *(feature.listeners() for feature in self._features)):
            for event, listener in heard.items():
                self._server.register_event_listener(event, until_gone(listener))
        self._common.loop.call_soon_threadsafe(self._common.bot.listeners.append, self._neighbours.heed)

    def _turns_away(self, player: str) -> bool:
        return any(feature.turns_away(player) for feature in self._features)

    def close(self) -> Leftover:
        """The plugin is unloaded; what waits gets a moment to leave."""
        self._commands.close()
        for feature in self._features:
            feature.close()
        self._console.close()
        self._lists.close()
        if self._common.loop.is_running():  # else qq_api was unloaded
            asyncio.run_coroutine_threadsafe(self._in_order.close(), self._common.loop)
            self._common.loop.call_soon_threadsafe(self._common.bot.listeners.remove, self._neighbours.heed)
        self._close_outbox(FLUSH_SECONDS)
        self._common.database.close()
        return Leftover(self._common.online.players, self._console.silence.kept)

    def _close_outbox(self, seconds: float) -> None:
        left = self._outbox.close(seconds)
        if left and self._outbox.keeps:
            self._server.logger.info(self._texts("outbox.kept", count=len(left)))
        elif left:
            self._server.logger.warning(self._texts("outbox.left", count=len(left)))

    # -- from QQ

    def _on_message(self, _server: PluginServerInterface, _bot: Bot, event: MessageEvent) -> None:
        if event.get("message_type") == "private":
            if event["user_id"] not in self._common.config.ignored_accounts and not self._is_ours(event["user_id"]):
                self._commands.run(event)
        elif self._concerns_us(event) and self._common.accounts.is_news(event):
            self._from_qq.learn(event)
            if not self._commands.run(event):
                self._from_qq.message(event)
                for feature in () if lateness(event) else self._features:
                    feature.said(event)

    def _on_notice(self, _server: PluginServerInterface, _bot: Bot, event: dict[str, Any]) -> None:
        if event.get("notice_type") == "server":
            self._neighbours.heard(event)
        elif event.get("notice_type") == "group_increase" and event.get("group_id") in self._common.config.all_groups():
            self._lists.somebody_came(event["group_id"])
        if self._concerns_us(event):
            self._from_qq.notice(event)  # in the names of before
            self._from_qq.learn(event)

    def _on_connect(self, _server: PluginServerInterface, _bot: Bot, self_id: int) -> None:
        self._common.accounts.is_ours(self_id)
        self._lists.account_came()

    def _is_ours(self, user_id: int) -> bool:
        return self._common.accounts.are_ours(user_id)

    def _concerns_us(self, event: dict[str, Any]) -> bool:
        group_id, user_id, self_id = (event.get(key) for key in ("group_id", "user_id", "self_id"))
        config, accounts = self._common.config, self._common.accounts
        if not isinstance(user_id, int) or not isinstance(self_id, int) or group_id not in self._groups:
            return False
        return user_id not in config.ignored_accounts and accounts.hears(group_id, self_id, user_id)

    # -- from MCDR

    def _on_info(self, _server: PluginServerInterface, info: Info) -> None:
        if info.is_from_server and info.player is None and info.content:  # no player may say who is online
            self._console.info(info)

    def _on_mcdr_stop(self, _server: PluginServerInterface) -> None:
        """The last moment at which qq_api is surely there: afterwards plugins unload in any order."""
        self._close_outbox(LAST_FLUSH_SECONDS)


def features(common: Common, from_qq: FromQQ, outbox: Outbox, runner: Runner, answers: Answers) -> list[Feature]:
    """All topics of commands, in the order of the help."""
    audit = Audit(common.database, common.server.logger)
    return [
        OurGroups(common),
        Talking(common, from_qq),
        Status(common, runner),
        *binding_features(common),
        *community_features(common, outbox, runner),
        Running(common, runner, audit),
        Announcing(common, outbox),
        QuietFor(common),
        Votes(common, outbox, audit),
        Keywords(common, answers),
        ConsoleChannel(common, outbox),
    ]


def _common(
    server: PluginServerInterface,
    config: Config,
    texts: Texts,
    database: Database,
    bindings: Bindings,
    players: Iterable[str] | None,
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
        database=database,
        bindings=bindings,
        rights=Rights(config.permissions, config.admins, lambda user_id: bindings.player_of(user_id) is not None),
        gate=Gate(server.execute, server.execute_command),
        online=Online(players or ()),
        preferences=Preferences(database),
    )
    for account in bot.accounts():
        common.accounts.is_ours(account)
    return common
