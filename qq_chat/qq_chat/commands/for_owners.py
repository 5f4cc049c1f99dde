"""`!!qqchat`: what the console and MCDR's admins may do."""

from collections.abc import Sequence

from mcdreforged.api.command import AbstractNode, Literal
from mcdreforged.api.types import CommandSource, PluginServerInterface

from qq_api import Texts

ADMIN = 3
"""MCDR's permission level for it."""


def register(server: PluginServerInterface, nodes: Sequence[AbstractNode], texts: Texts) -> None:
    """Make it known to MCDR, where there is anything.

    Args:
        server: of this plugin.
        nodes: what stands behind `!!qqchat`.
        texts: the words.
    """
    if not nodes:
        return

    def about(source: CommandSource) -> None:
        source.reply(texts("qqchat.help"))

    root = Literal("!!qqchat").runs(about)
    root.requires(lambda source: source.has_permission(ADMIN), lambda: texts("commands.denied"))
    for node in nodes:
        root.then(node)
    server.register_help_message("!!qqchat", texts("qqchat.about"), permission=ADMIN)
    server.register_command(root)
