"""What the page shares with bots: how they are told, how they call, and how files that are said get kept."""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from qq_api.calls import answer_of
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import World
from qq_api.types import Emit, Payload


class FaultDesk(Protocol):
    """Where the page's buttons for faults lead (`sandbox.fault_desk`)."""

    def listed(self) -> list[Payload]:
        """Each fault of each endpoint: `{"self_id", "endpoint", "index", "name", "kind", "value"}`."""

    def apply(self, self_id: int, index: int, name: str, value: bool | float | None) -> None:
        """Set a fault, or let it happen; raises `Refused` or ValueError where that cannot be."""


class Lines:
    """Straight to the World, without endpoints and without a store; a `Sandbox` has lines of its own.

    Args:
        world: the World.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def listening(self, self_id: int, emit: Emit) -> AbstractContextManager[None]:
        """Hand `emit` what the bots of an account are told, as they are told it, while the block runs."""
        return self._world.listening(self_id, emit)

    def tell(self, self_id: int, event: Payload) -> None:
        """Tell the bots of an account an event that they were told before, once more."""

    async def call(self, self_id: int, action: str, params: Payload) -> Payload:
        """Call an action as somebody, as their bots would; returns the whole answer, also of one that failed."""
        return await answer_of(WorldTransport(self._world, self_id).call_action, action, dict(params))

    async def kept(self, said: Any) -> Any:
        """Segments that somebody is about to say, with what is in them kept where files are kept."""
        return said

    def source(self, name: str) -> str | None:
        """What `read` knows the `file` or `url` of a segment by; None for what is not kept here."""
        del name
        return None

    async def read(self, source: str) -> bytes:
        """The bytes of what is kept.

        Raises:
            Refused: it no longer is.
        """
        raise NotImplementedError(source)
