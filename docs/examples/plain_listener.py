"""A plain listener runs on MCDR's own thread: count, look up, talk to the game, and let MCDR's loop do what waits.

`bot.sync.send_group_msg(…)` would work here as well, but everything in MCDR would stand still until QQ has answered.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mcdreforged.api.types import PluginServerInterface

if TYPE_CHECKING:
    from qq_api import Bot, MessageEvent

PLUGIN_METADATA = {"id": "example_plain_listener", "version": "1.0.0", "dependencies": {"qq_api": ">=1.5.0"}}

lines: Counter[int] = Counter()


def on_load(server: PluginServerInterface, prev_module: object) -> None:
    server.register_event_listener("qq_api.on_message", on_message)


def on_message(server: PluginServerInterface, bot: Bot, event: MessageEvent) -> None:
    lines[event["user_id"]] += 1  # no lock: every plain listener runs on the same thread
    if event.content == "!count":
        server.schedule_task(bot.send(event, f"You said {lines[event['user_id']]} lines"))
