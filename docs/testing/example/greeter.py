"""The plugin under test: `!!greet` in the game greets the group, `!who` in the group names who is in the game."""

from mcdreforged.api.command import Literal
from mcdreforged.api.types import CommandSource, Info, PluginServerInterface

PLUGIN_METADATA = {"id": "greeter", "version": "1.0.0", "dependencies": {"qq_api": ">=1.5.0"}}

GROUP = 20001
players: list[str] = []


def on_load(server: PluginServerInterface, prev_module: object) -> None:
    server.register_command(Literal("!!greet").runs(lambda source: greet(server, source)))
    server.register_event_listener("qq_api.on_message", on_message)


def on_player_joined(server: PluginServerInterface, player: str, info: Info) -> None:
    players.append(player)


def greet(server: PluginServerInterface, source: CommandSource) -> None:
    from qq_api import get_bot

    server.schedule_task(get_bot().send_group_msg(group_id=GROUP, message="Hello from the game"))
    source.reply("Greeted the group")


async def on_message(server: PluginServerInterface, bot, event) -> None:
    if event.content == "!who":
        await bot.send(event, "In the game: " + (", ".join(players) or "nobody"))
    else:
        server.say(f"[QQ] {event.content}")
