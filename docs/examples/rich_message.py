"""More than text: a message is a list of segments, and a string in it is only ever text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mcdreforged.api.types import PluginServerInterface

if TYPE_CHECKING:
    from qq_api import Bot, MessageEvent

PLUGIN_METADATA = {"id": "example_rich_message", "version": "1.0.0", "dependencies": {"qq_api": ">=1.5.0"}}

RULES = ["Be kind.", "No griefing.", "Bring cake."]


def on_load(server: PluginServerInterface, prev_module: object) -> None:
    server.register_event_listener("qq_api.on_message", on_message)


async def on_message(server: PluginServerInterface, bot: Bot, event: MessageEvent) -> None:
    from qq_api import at, image, music, node, reply, text

    if event.content == "!icon":  # a file of this machine goes inside the message: QQ's side may run anywhere
        icon = image(Path("server/server-icon.png"), summary="[our icon]")
        await bot.send(event, [reply(event["message_id"]), at(event["user_id"]), text(" here it is: "), icon])
    elif event.content == "!song":
        await bot.send(event, music("163", 28949129))
    elif event.content == "!rules" and event["message_type"] == "group":
        nodes = [node(event["self_id"], "Rules", rule) for rule in RULES]
        await bot.send_group_forward_msg(group_id=event["group_id"], messages=nodes)
