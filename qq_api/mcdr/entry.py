"""MCDR's door: `on_load`, `on_unload`, and what `server.get_plugin_instance("qq_api")` offers."""

import asyncio
from typing import Any

from mcdreforged.api.types import PluginServerInterface

from qq_api.bot import Bot
from qq_api.events import MessageEvent
from qq_api.mcdr.plugin import Plugin
from qq_api.notify import Notice

__all__ = ["MessageEvent", "get_bot", "get_event_loop", "notify_owner"]

_plugin: Plugin | None = None


_mcdr_ends = False


def on_load(server: PluginServerInterface, _prev_module: Any) -> None:
    """MCDR loads the plugin."""
    global _plugin
    _plugin = Plugin(server)


def on_mcdr_stop(_server: PluginServerInterface) -> None:
    """MCDR ends: the unload that follows is the last one."""
    global _mcdr_ends
    _mcdr_ends = True


def on_unload(_server: PluginServerInterface) -> None:
    """MCDR unloads the plugin, for good or to load it again at once; nobody says which."""
    global _plugin
    if _plugin is not None:
        if _mcdr_ends:
            _plugin.stop()
        else:
            _plugin.park()
        _plugin = None


def get_bot() -> Bot:
    """The bot.

    Raises:
        RuntimeError: qq_api is not loaded.
    """
    return _loaded().bot


def get_event_loop() -> asyncio.AbstractEventLoop:
    """The bot's event loop, on the thread "QQ API".

    Raises:
        RuntimeError: qq_api is not loaded.
    """
    return _loaded().loop


def notify_owner(plugin: str, words: str) -> None:
    """Tell the owner what went wrong (see `qq_api.notify_owner`)."""
    if _plugin is not None:
        _plugin.notify(Notice("plugins", plugin, words))


def _loaded() -> Plugin:
    if _plugin is None:
        raise RuntimeError("qq_api is not loaded yet; depend on it in mcdreforged.plugin.json")
    return _plugin
