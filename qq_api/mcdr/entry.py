"""MCDR's door: `on_load`, `on_unload`, and what `server.get_plugin_instance("qq_api")` offers."""

import asyncio
from typing import Any

from mcdreforged.api.types import PluginServerInterface

from qq_api.bot import Bot
from qq_api.events import MessageEvent
from qq_api.mcdr.plugin import Plugin
from qq_api.types import Payload

__all__ = ["MessageEvent", "get_bot", "get_event_loop"]

leftover: list[Payload] = []
"""Events this life of the plugin could not deliver; the next one finds them in `prev_module`."""

_plugin: Plugin | None = None


def on_load(server: PluginServerInterface, prev_module: Any) -> None:
    """MCDR loads the plugin; `prev_module` is this module before a reload, or None."""
    global _plugin
    _plugin = Plugin(server, getattr(prev_module, "leftover", ()))


def on_unload(_server: PluginServerInterface) -> None:
    """MCDR unloads the plugin, or is about to reload it."""
    global _plugin
    if _plugin is not None:
        leftover.extend(_plugin.stop())
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


def _loaded() -> Plugin:
    if _plugin is None:
        raise RuntimeError("qq_api is not loaded yet; depend on it in mcdreforged.plugin.json")
    return _plugin
