"""The life of qq_chat: MCDR's events and QQ's events come in here and go where they belong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcdreforged.api.command import CommandContext, GreedyText, Literal
from mcdreforged.api.types import CommandSource, Info, PlayerCommandSource, PluginServerInterface

from qq_api import Bot, MessageEvent, Texts, get_bot, get_event_loop
from qq_chat.commands.parse import Asked, find_command
from qq_chat.commands.registry import Command, Registry
from qq_chat.config import Config
from qq_chat.people.accounts import Accounts
from qq_chat.people.bindings import Bindings
from qq_chat.relay import to_game
from qq_chat.relay.outbox import Outbox, OutboxSettings
from qq_chat.relay.words import for_game, for_qq
from qq_chat.status.online import Online, grouped

FLUSH_SECONDS, LAST_FLUSH_SECONDS = 1.0, 5.0
"""How long waiting lines may take to leave, at a reload and when MCDR ends."""


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
        self._server, self._config, self._texts, self._bindings = server, config, texts, bindings
        self._online = Online(players or ())
        self._accounts = Accounts()
        file = Path(server.get_data_folder()) / "outbox.sqlite3"
        self._outbox = Outbox(
            get_bot(), self._accounts, get_event_loop(), OutboxSettings(), texts, server.logger, file=file
        )
        self._registry = Registry(self._commands(), next(iter(config.command_prefix), "/"), texts)
        self._register()
        if players is None and server.is_server_startup():
            server.execute("list")

    def _register(self) -> None:
        server = self._server
        listeners: dict[str, Callable[..., None]] = {
            "qq_api.on_message": self._on_message,
            "qq_api.on_meta_event": self._on_meta_event,
            "mcdr.general_info": self._on_info,
            "mcdr.user_info": self._on_user_info,
            "mcdr.player_joined": self._on_player_joined,
            "mcdr.player_left": self._on_player_left,
            "mcdr.server_start": self._on_server_start,
            "mcdr.server_startup": self._on_server_startup,
            "mcdr.server_stop": self._on_server_stop,
            "mcdr.mcdr_stop": self._on_mcdr_stop,
        }
        for event, listener in listeners.items():
            server.register_event_listener(event, listener)
        if self._config.commands.qq:
            server.register_help_message("!!qq <msg>", self._texts("help.in_game"))
            server.register_command(Literal("!!qq").then(GreedyText("message").runs(self._say_in_qq)))

    def close(self) -> Leftover:
        """The plugin is unloaded; what waits gets a moment to leave."""
        self._close_outbox(FLUSH_SECONDS)
        return Leftover(self._online.players)

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
        asked = find_command(event.content.strip(), self._config.command_prefix)
        command = self._registry.find(asked) if asked is not None else None
        if command is not None and asked is not None:
            answer = command.run(event, asked)
            if answer:
                self._outbox.put(event["group_id"], answer, kind="answer")
        elif event["group_id"] in self._config.message_sync_groups:
            self._show(event, event.content)

    def _on_meta_event(self, _server: PluginServerInterface, _bot: Bot, event: dict[str, Any]) -> None:
        if isinstance(event.get("self_id"), int):
            self._accounts.is_ours(event["self_id"])

    def _concerns_us(self, event: MessageEvent) -> bool:
        group_id, user_id, self_id = (event.get(key) for key in ("group_id", "user_id", "self_id"))
        if not isinstance(user_id, int) or not isinstance(self_id, int) or group_id not in self._config.all_groups():
            return False
        return self._accounts.hears(group_id, self_id, user_id)

    def _show(self, event: MessageEvent, text: str) -> None:
        if self._server.is_server_startup() and for_game(text).strip():
            admin = event["user_id"] in self._config.admins
            self._server.say(to_game.line(event, text, self._bindings, admin=admin))

    def _commands(self) -> list[Command]:
        switches = self._config.commands
        commands = {"list": (switches.list, self._list), "mc": (switches.mc, self._mc)}
        return [Command(name, run) for name, (on, run) in commands.items() if on]

    def _list(self, _event: MessageEvent, _asked: Asked) -> str:
        if not self._server.is_server_startup():
            return self._tagged(self._texts("list.stopped"))
        players = self._online.players
        title = self._tagged(self._texts("list.title" if players else "list.nobody", count=len(players)))
        groups = grouped(players, self._config.player_list_regex, self._texts("list.others"))
        return "\n".join([title, *(f"--{name}--\n" + "\n".join(names) for name, names in groups.items())])

    def _mc(self, event: MessageEvent, asked: Asked) -> str | None:
        if not asked.rest:
            return self._texts("mc.empty", help=self._registry.usage("mc"))
        if not self._server.is_server_startup():
            return self._tagged(self._texts("list.stopped"))
        self._show(event, asked.rest)
        return None

    # -- from the game

    def _tagged(self, words: str) -> str:
        return f"[{self._config.server_name}] {words}"

    def _tell(self, groups: Iterable[int], words: str) -> None:
        for group_id in groups:
            self._outbox.put(group_id, self._tagged(words))

    def _on_info(self, _server: PluginServerInterface, info: Info) -> None:
        if info.is_from_server and info.player is None and info.content:  # no player may say who is online
            self._online.read(info.content)

    def _on_user_info(self, _server: PluginServerInterface, info: Info) -> None:
        if info.player is not None and info.content and not info.content.startswith("!!"):
            self._tell(self._config.message_sync_groups, f"<{info.player}> {for_qq(info.content)}")

    def _say_in_qq(self, source: CommandSource, context: CommandContext) -> None:
        name = source.player if isinstance(source, PlayerCommandSource) else "Console"
        self._tell(self._config.told_groups(), f"<{name}> {for_qq(context['message'])}")

    def _on_player_joined(self, _server: PluginServerInterface, player: str, _info: Info) -> None:
        self._online.joined(player)
        if self._config.notices.join:
            self._tell(self._config.message_sync_groups, self._texts("notice.join", player=player))

    def _on_player_left(self, _server: PluginServerInterface, player: str) -> None:
        self._online.left(player)
        if self._config.notices.leave:
            self._tell(self._config.message_sync_groups, self._texts("notice.leave", player=player))

    def _on_server_start(self, _server: PluginServerInterface) -> None:
        self._online.clear()

    def _on_server_startup(self, _server: PluginServerInterface) -> None:
        if self._config.notices.start:
            self._tell(self._config.all_groups(), self._texts("notice.start"))

    def _on_mcdr_stop(self, _server: PluginServerInterface) -> None:
        """The last moment at which qq_api is surely there: afterwards plugins unload in any order."""
        self._close_outbox(LAST_FLUSH_SECONDS)

    def _on_server_stop(self, _server: PluginServerInterface, _code: int) -> None:
        self._online.clear()
        if self._config.notices.stop:
            self._tell(self._config.all_groups(), self._texts("notice.stop"))
