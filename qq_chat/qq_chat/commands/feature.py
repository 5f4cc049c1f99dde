"""A topic of commands, as the plugin puts it together with others."""

from collections.abc import Callable, Mapping, Sequence

from mcdreforged.api.command import AbstractNode

from qq_api import MessageEvent
from qq_chat.commands.asked import Command


class Feature:
    """One topic: its commands in QQ and in the game, and what it hears. Override what it has."""

    def commands(self) -> Sequence[Command]:
        """What can be typed in QQ."""
        return ()

    def nodes(self) -> Sequence[AbstractNode]:
        """What can be typed in the game behind `!!qq`."""
        return ()

    def owner_nodes(self) -> Sequence[AbstractNode]:
        """What the console and MCDR's admins can type behind `!!qqchat`."""
        return ()

    def listeners(self) -> Mapping[str, Callable[..., None]]:
        """MCDR's events (qq_api's among them), and what hears them, on MCDR's threads."""
        return {}

    def turns_away(self, player: str) -> bool:  # noqa: ARG002  (for those that override it)
        """Whether a player who comes into the game is sent away at once."""
        return False

    def said(self, event: MessageEvent) -> None:
        """A member of one of our groups said something that is no command."""

    def close(self) -> None:
        """The plugin is unloaded."""
