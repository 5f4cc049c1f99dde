"""What is known of a server here."""

from typing import Any, Protocol

from qq_api.types import Payload


class Server(Protocol):
    """One server that shares QQ, however it is connected."""

    @property
    def name(self) -> str:
        """As the configuration has it."""

    @property
    def is_game(self) -> bool:
        """Whether it is a Minecraft server, which can be chosen and hears the chat of others."""

    @property
    def is_there(self) -> bool:
        """Whether it is connected."""

    def hears(self, event: Payload) -> bool:
        """Whether it may hear a message: in a group by whichever of its accounts is there, in private by this one."""

    def hears_group(self, group_id: Any) -> bool:
        """Whether it may hear a group."""

    def notify(self, event: Payload) -> None:
        """Tell it something of ours; never waits. Its `self_id` becomes an account of the server's."""
