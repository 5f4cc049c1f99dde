"""Servers at the broker, as the rest of the bridge sees servers."""

import time
from collections.abc import Callable
from typing import Any

from qq_api.bridge.config import BrokerPeer
from qq_api.bridge.rights import Rights
from qq_api.types import Payload

LIFE_SECONDS = 15.0
"""After so long without a sign a server is away."""


class AtBroker:
    """A server at the broker; a `together.Server`.

    Args:
        settings: what the configuration says of it.
        clock: seconds that only grow.

    Attributes:
        rights: what it may.
    """

    def __init__(self, settings: BrokerPeer, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self.rights = Rights(settings)
        self._until = 0.0

    @property
    def name(self) -> str:
        """As the configuration has it."""
        return self._settings.name

    @property
    def is_game(self) -> bool:
        """Whether it is a Minecraft server."""
        return self._settings.game

    @property
    def is_there(self) -> bool:
        """Whether it said so lately."""
        return self._clock() < self._until

    def showed(self, is_there: bool) -> None:
        """It said that it is there, or that it goes."""
        self._until = self._clock() + LIFE_SECONDS if is_there else 0.0

    def hears(self, event: Payload) -> bool:
        """Whether it may hear an event."""
        return self.rights.acts_for(event.get("self_id")) and self.rights.hears(event)

    def hears_group(self, group_id: Any) -> bool:
        """Whether it may hear a group."""
        return self.rights.hears({"post_type": "notice", "group_id": group_id})

    def notify(self, event: Payload) -> None:
        """Nothing: at the broker servers tell each other what they have to tell."""
