"""What can become of a message, told to whoever sent it: `!!tell <group> <text>`."""

from mcdreforged.api.command import CommandContext, GreedyText, Integer, Literal
from mcdreforged.api.types import CommandSource, PluginServerInterface

PLUGIN_METADATA = {"id": "example_outcomes", "version": "1.0.0", "dependencies": {"qq_api": ">=1.5.0"}}


def on_load(server: PluginServerInterface, prev_module: object) -> None:
    words = GreedyText("text").runs(tell)
    server.register_command(Literal("!!tell").then(Integer("group").then(words)))


async def tell(source: CommandSource, context: CommandContext) -> None:
    from qq_api import ActionFailed, ApiNotAvailable, Unanswered, get_bot, reason, text

    try:
        await get_bot().send_group_msg(group_id=context["group"], message=[text(context["text"])])
    except ActionFailed as error:
        source.reply(f"QQ refused: {reason(error)}")
    except ApiNotAvailable:
        source.reply("Not sent, nobody is connected: try again later")
    except Unanswered:
        source.reply("No answer, perhaps it was said: look before you say it again")
    else:
        source.reply("Said")
