"""QQ for Minecraft servers: the front door for other plugins.

    from qq_api import MessageEvent, get_bot

    def on_load(server, prev_module):
        server.register_event_listener("qq_api.on_message", on_message)

    def on_message(server, bot, event: MessageEvent):
        if event.content == "ping":
            bot.sync.send_group_msg(group_id=event.group_id, message="pong")

Messages are lists of segments, one function for each kind: `[text("hi "), at(10001), image(Path("map.png"))]`.

What is listed here is public, and so is `qq_api.message`; everything else may change.
"""

import asyncio

from qq_api.parking import hold

hold()  # before all that takes long to import

from qq_api.bot import Bot
from qq_api.calls import reason
from qq_api.config import Section, load_config, save_config, update_config
from qq_api.errors import ActionFailed, ApiNotAvailable, ConfigError, Error, NetworkError, Unanswered, WrongThread
from qq_api.events import MessageEvent
from qq_api.message import (
    anonymous,
    at,
    at_all,
    contact,
    dice,
    face,
    file,
    forward,
    image,
    json_card,
    location,
    markdown,
    mface,
    music,
    music_custom,
    node,
    node_of,
    parse,
    plain,
    poke,
    record,
    reply,
    rps,
    shake,
    share,
    text,
    to_cq,
    video,
    xml_card,
)
from qq_api.official.oauth import LoginFailed, QQLogin
from qq_api.texts import Texts
from qq_api.types import Segment

__all__ = [
    "ActionFailed",
    "ApiNotAvailable",
    "Bot",
    "ConfigError",
    "Error",
    "LoginFailed",
    "MessageEvent",
    "NetworkError",
    "QQLogin",
    "Section",
    "Segment",
    "Texts",
    "Unanswered",
    "WrongThread",
    "anonymous",
    "at",
    "at_all",
    "contact",
    "dice",
    "face",
    "file",
    "forward",
    "get_bot",
    "get_event_loop",
    "image",
    "json_card",
    "load_config",
    "location",
    "markdown",
    "mface",
    "music",
    "music_custom",
    "node",
    "node_of",
    "notify_owner",
    "parse",
    "plain",
    "poke",
    "reason",
    "record",
    "reply",
    "rps",
    "save_config",
    "shake",
    "share",
    "text",
    "to_cq",
    "update_config",
    "video",
    "xml_card",
]


def get_bot() -> Bot:
    """The bot; only inside MCDR. The same as `server.get_plugin_instance("qq_api").get_bot()`.

    Not in `on_unload`: where qq_api itself is reloaded it is gone by then. Keep the bot of `on_load` for that.

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


def notify_owner(plugin: str, words: str) -> None:
    """Tell the owner what went wrong, by the services of `notify` in `config.yml`; from any thread, never waits.

    Does nothing, quietly, where the owner wants no notifications, and when qq_api is not loaded (any more). The same
    words within a few seconds are told once; the owner's limit of messages an hour holds for them, too.

        notify_owner("Backups", "the disk is full")        Backups: the disk is full

    Args:
        plugin: who says it, by the name people know.
        words: one line, in the owner's language; cut where it is very long.
    """
    from qq_api.mcdr import entry  # noqa: PLC0415

    entry.notify_owner(plugin, words)
