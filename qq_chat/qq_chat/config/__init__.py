"""What `config/qq_chat/config.yml` may hold."""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from qq_api import Section
from qq_chat.config.automation import Announcement, Keyword, MultiServer, Votes
from qq_chat.config.binding import Binding
from qq_chat.config.commands import AnswersSettings, Commands, CommandSettings
from qq_chat.config.community import Community
from qq_chat.config.ids import GroupId, UserId
from qq_chat.config.legacy import to_1
from qq_chat.config.mentions import Mentions
from qq_chat.config.outbox import OutboxSettings
from qq_chat.config.permissions import Permissions
from qq_chat.config.rendering import Rendering
from qq_chat.config.routing import Blocked, Route
from qq_chat.config.server import ConsoleChannel, McdrCommands, ServerCommands
from qq_chat.config.servers import OtherServers
from qq_chat.config.status import Status
from qq_chat.game.settings import GameEvents

PLAYER_LIST = {"玩家": "^(?!bot_).*$", "假人": "^bot_.*$"}


class Config(Section):
    """The whole of `config.yml`; the keys that QQChat 2 had mean what they meant there."""

    migrations = {0: to_1}

    config_version: Literal[1] = 1
    language: Literal["auto", "zh_cn", "en_us"] = "auto"
    server_name: str = "survival"
    message_sync_groups: list[GroupId] = []
    main_group: list[GroupId] = []
    manage_groups: list[GroupId] = []
    admins: list[UserId] = []
    permissions: Permissions = Permissions()
    command_prefix: list[str] = ["/"]
    commands: Commands = Commands()
    command_settings: dict[str, CommandSettings] = {}
    answers: AnswersSettings = AnswersSettings()
    community: Community = Community()
    binding: Binding = Binding()
    server_commands: ServerCommands = ServerCommands()
    mcdr_commands: McdrCommands = McdrCommands()
    console: ConsoleChannel = ConsoleChannel()
    routes: list[Route] = []
    blocked: Blocked = Blocked()
    ignored_accounts: list[UserId] = []
    game: GameEvents = GameEvents()
    rendering: Rendering = Rendering()
    mentions: Mentions = Mentions()
    pictures_from_game: Annotated[int, Field(ge=0, le=5)] = 5
    outbox: OutboxSettings = OutboxSettings()
    status: Status = Status()
    announcements: list[Announcement] = []
    keywords: list[Keyword] = []
    votes: Votes = Votes()
    multi_server: MultiServer = MultiServer()
    other_servers: OtherServers = OtherServers()
    player_list_regex: dict[str, str] = Field(default_factory=lambda: dict(PLAYER_LIST))

    @field_validator("message_sync_groups", "main_group", "manage_groups", "admins")
    @classmethod
    def _once(cls, ids: list[int]) -> list[int]:
        return list(dict.fromkeys(ids))

    @field_validator("command_settings")
    @classmethod
    def _known(cls, settings: dict[str, CommandSettings]) -> dict[str, CommandSettings]:
        for name in settings:
            if name.split()[:1] not in [[known] for known in ("help", *Commands.model_fields)]:
                raise ValueError(f"{name}: no such command")
        return settings

    @field_validator("command_prefix")
    @classmethod
    def _prefixes(cls, prefixes: list[str]) -> list[str]:
        return [prefix.strip() for prefix in prefixes if prefix.strip()]

    @field_validator("player_list_regex")
    @classmethod
    def _patterns(cls, patterns: dict[str, str]) -> dict[str, str]:
        for name, pattern in patterns.items():
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{name}: {pattern}: {error}") from None
        return patterns

    def typed(self, command: str) -> str:
        """How a command is typed in QQ: `/bound`."""
        prefix = next(iter(self.command_prefix), "/")
        return f"{prefix}{command}" if len(prefix) == 1 else f"{prefix} {command}"

    def told_groups(self) -> list[int]:
        """Groups that hear what concerns everybody, each once."""
        return list(dict.fromkeys([*self.main_group, *self.message_sync_groups]))

    def all_groups(self) -> list[int]:
        """Every group that is ours, each once."""
        return list(dict.fromkeys([*self.told_groups(), *self.manage_groups, *self.console.groups]))
