"""A handler on the bot's own loop, as aiocqhttp has them: what it returns is a quick operation, here an answer.

`await bot.…` works in it; `bot.sync` raises `WrongThread`, because it would wait for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcdreforged.api.event import MCDRPluginEvents
from mcdreforged.api.types import PluginServerInterface

if TYPE_CHECKING:
    from qq_api import MessageEvent

PLUGIN_METADATA = {"id": "example_bot_handler", "version": "1.0.0", "dependencies": {"qq_api": ">=1.5.0"}}


async def hello(event: MessageEvent) -> dict[str, Any] | None:
    return {"reply": f"Hello, {event['sender']['nickname']}"} if event.content == "!hello" else None


def on_load(server: PluginServerInterface, prev_module: object) -> None:
    from qq_api import get_bot

    bot = get_bot()
    bot.on_message("group")(hello)  # the same as @bot.on_message("group") above a function

    def forget(server: PluginServerInterface) -> None:
        bot.unsubscribe("message.group", hello)  # MCDR cannot: else the old one stays after a reload

    server.register_event_listener(MCDRPluginEvents.PLUGIN_UNLOADED, forget)
