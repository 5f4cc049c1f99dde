"""MCDR's door: `on_load` and `on_unload`."""

import sqlite3
from pathlib import Path
from typing import Any

from mcdreforged.api.types import PluginServerInterface

from qq_api import ConfigError, Texts
from qq_chat.config import Config, obtain_config
from qq_chat.config.routing import BlockedFileError
from qq_chat.people.bindings import Bindings
from qq_chat.plugin import DATABASE, Chat, Leftover

leftover = Leftover()
"""What the next life of the plugin finds in `prev_module` after a reload."""

_chat: Chat | None = None


def on_load(server: PluginServerInterface, prev_module: Any) -> None:
    """MCDR loads the plugin; `prev_module` is this module before a reload, or None."""
    global _chat
    folder = Path(server.get_data_folder())
    texts = Texts.load("qq_chat", server.get_mcdr_language())
    config = _config(server, folder, texts)
    if config is None:
        return
    if config.language != "auto":
        texts = Texts.load("qq_chat", config.language)
    left = getattr(prev_module, "leftover", leftover)
    try:
        _chat = Chat(server, config, texts, Bindings.load(folder / "data.json", server.logger), left.players)
    except sqlite3.Error as error:
        server.logger.error(texts("no_database", path=folder / DATABASE, reason=error))
    except BlockedFileError as error:
        server.logger.error(texts("blocked.no_file", reason=error))


def _config(server: PluginServerInterface, folder: Path, texts: Texts) -> Config | None:
    try:
        config = obtain_config(folder, texts, server.logger)
    except ConfigError as error:
        server.logger.error(texts("config_refused", error=error))
        return None
    if not config.all_groups():
        server.logger.warning(texts("no_groups", path=folder / "config.yml"))
    return config


def on_unload(_server: PluginServerInterface) -> None:
    """MCDR unloads the plugin, or is about to reload it."""
    global leftover
    if _chat is not None:
        leftover = _chat.close()
