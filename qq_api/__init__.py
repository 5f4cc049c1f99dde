"""QQ for Minecraft servers: the front door for other plugins.

    from qq_api import MessageEvent, get_bot

    def on_load(server, prev_module):
        server.register_event_listener("qq_api.on_message", on_message)

    def on_message(server, bot, event: MessageEvent):
        if event.content == "ping":
            bot.sync.send_group_msg(group_id=event.group_id, message="pong")

What is listed here is public; everything else may change.
"""

import asyncio

from qq_api.bot import Bot
from qq_api.calls import reason
from qq_api.config import Section, load_config, save_config, update_config
from qq_api.errors import ActionFailed, ApiNotAvailable, ConfigError, Error, NetworkError, Unanswered, WrongThread
from qq_api.events import MessageEvent
from qq_api.message import at, parse, plain, reply, text
from qq_api.texts import Texts

__all__ = [
    "ActionFailed",
    "ApiNotAvailable",
    "Bot",
    "ConfigError",
    "Error",
    "MessageEvent",
    "NetworkError",
    "Section",
    "Texts",
    "Unanswered",
    "WrongThread",
    "at",
    "get_bot",
    "get_event_loop",
    "load_config",
    "parse",
    "plain",
    "reason",
    "reply",
    "save_config",
    "text",
    "update_config",
]


def get_bot() -> Bot:
    """The bot; only inside MCDR. The same as `server.get_plugin_instance("qq_api").get_bot()`.

    Raises:
        RuntimeError: qq_api is not loaded.
    """
    from qq_api.mcdr import entry  # noqa: PLC0415  (the package works without MCDR, too)

    return entry.get_bot()


def get_event_loop() -> asyncio.AbstractEventLoop:
    """The bot's event loop; only inside MCDR.

    Raises:
        RuntimeError: qq_api is not loaded.
    """
    from qq_api.mcdr import entry  # noqa: PLC0415

    return entry.get_event_loop()
