"""What `config/qq_chat/config.yml` may hold, and how it comes to be."""

import logging
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from qq_api import Section, Texts, load_config, save_config, update_config
from qq_chat.config.mentions import Mentions
from qq_chat.config.outbox import OutboxSettings
from qq_chat.config.rendering import Rendering
from qq_chat.config.routing import Blocked, Route
from qq_chat.game.settings import GameEvents

PLAYER_LIST = {"玩家": "^(?!bot_).*$", "假人": "^bot_.*$"}


class Commands(Section):
    """Which commands work."""

    list: bool = True
    mc: bool = True
    qq: bool = True


# What QQChat's own default file held; nobody's real groups.
_PLACEHOLDERS = {123456, *range(1234563, 1234569)}


def to_1(old: dict[str, Any]) -> dict[str, Any]:
    """The settings of QQChat 1, 2 or 3 (its keys: AnzhiZhang/MCDReforgedPlugins), as far as they are in use here.

    Raises:
        ValueError: groups or admins that are no numbers.
    """
    old = {key: value for key, value in old.items() if value not in (None, "")}
    ids = {key: _ids(key, old.get(key, [])) for key in ("message_sync_groups", "main_group", "manage_groups", "admins")}
    # QQChat 1 had one list of groups, and switches for the chat: where it was off, they only have commands.
    chats = all(old.get("forwards", {}).get(way, True) for way in ("mc_to_qq", "qq_to_mc"))
    ids["message_sync_groups" if chats else "main_group"] += _ids("groups", old.get("groups", []))
    same: dict[str, Any] = {key: old[key] for key in ("server_name", "player_list_regex") if key in old}
    if "command_prefix" in old:
        same["command_prefix"] = _many(old["command_prefix"])
    switches = {key: value for key, value in old.get("commands", {}).items() if key in Commands.model_fields}
    return ids | same | {"commands": switches}


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _ids(key: str, ids: Any) -> list[int]:
    """Numbers or strings of digits, one or many; the defaults of the old file left out."""
    try:
        numbers = [int(one) for one in _many(ids) if one not in (None, "")]
    except (TypeError, ValueError):
        raise ValueError(f"{key}: numbers were expected, found {ids!r}") from None
    return [number for number in numbers if number not in _PLACEHOLDERS]


class Config(Section):
    """The whole of `config.yml`; the keys that QQChat 2 had mean what they meant there."""

    migrations = {0: to_1}

    config_version: Literal[1] = 1
    language: Literal["auto", "zh_cn", "en_us"] = "auto"
    server_name: str = "survival"
    message_sync_groups: list[int] = []
    main_group: list[int] = []
    manage_groups: list[int] = []
    admins: list[int] = []
    command_prefix: list[str] = ["/"]
    commands: Commands = Commands()
    routes: list[Route] = []
    blocked: Blocked = Blocked()
    ignored_accounts: list[int] = []
    game: GameEvents = GameEvents()
    rendering: Rendering = Rendering()
    mentions: Mentions = Mentions()
    pictures_from_game: Annotated[int, Field(ge=0, le=5)] = 5
    outbox: OutboxSettings = OutboxSettings()
    player_list_regex: dict[str, str] = Field(default_factory=lambda: dict(PLAYER_LIST))

    @field_validator("message_sync_groups", "main_group", "manage_groups", "admins")
    @classmethod
    def _once(cls, ids: list[int]) -> list[int]:
        return list(dict.fromkeys(ids))

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

    def told_groups(self) -> list[int]:
        """Groups that hear what concerns everybody, each once."""
        return list(dict.fromkeys([*self.main_group, *self.message_sync_groups]))

    def all_groups(self) -> list[int]:
        """Every group that is ours, each once."""
        return list(dict.fromkeys([*self.told_groups(), *self.manage_groups]))


def obtain_config(folder: Path, texts: Texts, log: logging.Logger) -> Config:
    """`config.yml` of a folder; where there is none, it is made from an old `config.json`, or with the defaults.

    Raises:
        ConfigError: a file is there and cannot be used; it stays as it is.
    """
    path, old = folder / "config.yml", folder / "config.json"
    if path.exists():
        return update_config(path, Config, texts, log)
    config = load_config(old, Config, texts.language) if old.exists() else _fresh(texts)
    try:
        save_config(path, config, texts)
    except OSError as error:
        log.error(texts("not_saved", path=path, reason=error.strerror))
    log.info(texts("carried_over", old=old, path=path) if old.exists() else texts("first_run", path=path))
    return config


def _fresh(texts: Texts) -> Config:
    names = (texts("list.players"), texts("list.bots"))
    return Config(player_list_regex=dict(zip(names, PLAYER_LIST.values(), strict=True)))
