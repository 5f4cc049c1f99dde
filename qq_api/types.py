"""The verbs of the whole product; the first file to read.

Inside, everything is OneBot 11. Events go down, actions go up:

    Transport  -- event -->   Bot  -- event -->   Peer
    Transport  <-- action --  Bot  <-- action --  Peer
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias, runtime_checkable

Payload: TypeAlias = dict[str, Any]
"""One OneBot 11 event, as it came out of JSON."""

Emit: TypeAlias = Callable[[Payload], None]
"""Hands an event one step down; never waits."""

Segment: TypeAlias = dict[str, Any]
"""One piece of a message: `{"type": "text", "data": {"text": "hi"}}`."""


class CallAction(Protocol):
    """Hands an action one step up and waits for the `data` of its answer."""

    async def __call__(self, action: str, /, **params: Any) -> Any:
        """Call `action`; raises what `qq_api.errors` lists."""


class CallsNow(Protocol):
    """A connection over which a thread may call past the loop."""

    def call_now(self, action: str, params: dict[str, Any], timeout: float) -> Any:
        """Call an action and wait; `calls.LATER`, and nothing is sent, when it has to go by the loop."""


class Transport(Protocol):
    """One way of reaching QQ."""

    async def run(self, emit: Emit) -> None:
        """Hold ONE connection (a listener: serve) until it ends."""

    def accounts(self) -> Sequence[int]:
        """The accounts that actions can be sent to right now, as far as they are known."""

    async def park(self) -> list[Any]:
        """Take what is open off this life's hands: who, and an open connection, for the next life of the plugin."""

    def connection_of(self, self_id: Any) -> CallsNow | None:
        """What takes the actions of `self_id` past the loop; None when they have to go by it.

        Raises as `call_action`.
        """

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Call an action, or raise `ApiNotAvailable`: another transport may know the account."""


@runtime_checkable
class KnowsOpenids(Protocol):
    """A transport whose people and groups have ids that are no numbers."""

    def openid_number(self, kind: str, openid: str) -> int:
        """The number of a `user` or `group`; from any thread."""


class Peer(Protocol):
    """One party that wants what the bot has: a `Transport` seen from the other end."""

    async def run(self, call_action: CallAction) -> None:
        """Hold ONE connection until it ends."""

    def emit(self, payload: Payload) -> None:
        """Take an event; never waits."""
