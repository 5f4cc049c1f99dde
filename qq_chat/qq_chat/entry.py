"""MCDR's door: `on_load` and `on_unload`."""

import sqlite3
from pathlib import Path
from typing import Any

from mcdreforged.api.types import PluginServerInterface

from qq_api import ConfigError, Texts, get_bot, notify_owner
from qq_chat.config import Config
from qq_chat.config.ids import known_by
from qq_chat.config.obtain import obtain_config
from qq_chat.config.routing import BlockedFileError
from qq_chat.config.wording import own_wording
from qq_chat.database import Database, NewerLayout, open_database
from qq_chat.people.bindings import Bindings
from qq_chat.people.imports import first_time
from qq_chat.plugin import Chat, Leftover

DATABASE = "qq_chat.db"
"""Where all is kept that outlives us, in the plugin's folder."""

leftover = Leftover()
"""What the next life of the plugin finds in `prev_module` after a reload."""

_chat: Chat | None = None


def on_load(server: PluginServerInterface, prev_module: Any) -> None:
    """MCDR loads the plugin; `prev_module` is this module before a reload, or None."""
    global _chat
    folder = Path(server.get_data_folder())
    texts = Texts.load("qq_chat", server.get_mcdr_language())
    with known_by(get_bot().openid_number):
        config = _config(server, folder, texts)
    if config is None:
        return
    if config.language != "auto":
        texts = Texts.load("qq_chat", config.language)
    texts = own_wording(folder, texts, server.logger)
    left = _left_by(prev_module)
    database = _database(server, folder / DATABASE, texts)
    if database is None:
        return
    try:
        bindings = Bindings(database, config.binding)
        first_time(bindings, database, folder / "data.json", config.binding.bedrock.prefix, texts, server.logger)
        _chat = Chat(server, config, texts, database, bindings, left)
    except BlockedFileError as error:
        database.close()
        server.logger.error(texts("blocked.no_file", reason=error))


def _left_by(prev_module: Any) -> Leftover:
    """What the life before left; another version's may have less."""
    left = getattr(prev_module, "leftover", leftover)
    return Leftover(getattr(left, "players", None), getattr(left, "silent", []))


def _database(server: PluginServerInterface, path: Path, texts: Texts) -> Database | None:
    def tell(words: str) -> None:
        server.logger.error(words)
        notify_owner("QQChat", words)

    try:
        return open_database(path, texts, tell)
    except NewerLayout as error:
        tell(texts("database.newer", path=path, reason=error))
    except (sqlite3.Error, OSError) as error:
        tell(texts("database.useless", path=path, reason=error))
    return None


def _config(server: PluginServerInterface, folder: Path, texts: Texts) -> Config | None:
    is_new = not any((folder / name).exists() for name in ("config.yml", "config.json"))
    try:
        config = obtain_config(folder, texts, server.logger)
    except ConfigError as error:
        server.logger.error(texts("config_refused", error=error))
        return None
    if not config.all_groups() and not is_new:
        server.logger.warning(texts("no_groups", path=folder / "config.yml"))
    return config


def on_unload(_server: PluginServerInterface) -> None:
    """MCDR unloads the plugin, or is about to reload it."""
    global leftover
    if _chat is not None:
        leftover = _chat.close()
