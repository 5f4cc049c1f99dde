"""Which of the bot's accounts can be reached: who was there already, who comes, who goes and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcdreforged.api.types import PluginServerInterface

if TYPE_CHECKING:
    from qq_api import Bot

PLUGIN_METADATA = {"id": "example_connections", "version": "1.0.0", "dependencies": {"qq_api": ">=1.5.0"}}


def on_load(server: PluginServerInterface, prev_module: object) -> None:
    from qq_api import get_bot

    server.register_event_listener("qq_api.on_connect", on_connect)
    server.register_event_listener("qq_api.on_disconnect", on_disconnect)
    server.logger.info("QQ accounts now: %s", get_bot().accounts())


async def on_connect(server: PluginServerInterface, bot: Bot, self_id: int) -> None:
    login = await bot.get_login_info(self_id=self_id)
    server.logger.info("QQ %s came: %s", self_id, login["nickname"])


def on_disconnect(server: PluginServerInterface, bot: Bot, self_id: int, reason: str) -> None:
    server.logger.warning("QQ %s went: %s", self_id, reason)
