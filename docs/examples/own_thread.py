"""A thread of your own, for what takes long: there `bot.sync` waits for each answer, and only this thread with it."""

from mcdreforged.api.command import Literal
from mcdreforged.api.decorator import new_thread
from mcdreforged.api.types import CommandSource, PluginServerInterface

PLUGIN_METADATA = {"id": "example_own_thread", "version": "1.0.0", "dependencies": {"qq_api": ">=1.5.0"}}


def on_load(server: PluginServerInterface, prev_module: object) -> None:
    server.register_help_message("!!groups", "The bot's QQ groups, and how many are in each")
    server.register_command(Literal("!!groups").runs(show_groups))


@new_thread("example_own_thread")
def show_groups(source: CommandSource) -> None:
    from qq_api import get_bot

    bot = get_bot()
    for group in bot.sync.get_group_list():
        members = bot.sync.get_group_member_list(group_id=group["group_id"])
        source.reply(f"{group['group_name']}: {len(members)} members")
