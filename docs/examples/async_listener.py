"""An async listener, the plainest way to answer: it may await QQ as long as it likes, and nobody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcdreforged.api.types import PluginServerInterface

if TYPE_CHECKING:
    from qq_api import Bot, MessageEvent

PLUGIN_METADATA = {"id": "example_async_listener", "version": "1.0.0", "dependencies": {"qq_api": ">=1.5.0"}}


def on_load(server: PluginServerInterface, prev_module: object) -> None:
    server.register_event_listener("qq_api.on_message", on_message)


async def on_message(server: PluginServerInterface, bot: Bot, event: MessageEvent) -> None:
    if event.content == "!role" and event["message_type"] == "group":
        member = await bot.get_group_member_info(group_id=event["group_id"], user_id=event["user_id"])
        await bot.send(event, f"{member['nickname']}: {member['role']}")
