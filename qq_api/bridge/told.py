"""What peers are told, made once for all of them. Computes only; no I/O."""

from typing import Any, NamedTuple

from qq_api.codec import encode, is_text, opened
from qq_api.types import Payload


class Told(NamedTuple):
    """An event on its way to peers.

    Attributes:
        event: what decides who hears it.
        body: its text, to which the name of the server is still to be added (`codec.opened`).
        only: the names of those who are to hear it, of all who may; None for all of them.
    """

    event: Payload
    body: bytes
    only: frozenset[str] | None = None

    @property
    def self_id(self) -> Any:
        """The account that heard it."""
        return self.event.get("self_id")


def told(event: Payload, in_hand: tuple[Payload, bytes] | None = None, only: frozenset[str] | None = None) -> Told:
    """Make it of the text as it came, where that says the same; else anew.

    Args:
        event: what is to be told.
        in_hand: what an event came as (`Bot.in_hand`).
        only: who is to hear it.
    """
    return Told(event, opened(_as_it_came(event, in_hand) or _anew(event)), only)


def _as_it_came(event: Payload, in_hand: tuple[Payload, bytes] | None) -> bytes | None:
    is_same = in_hand is not None and in_hand[0] == event and "server" not in event
    return in_hand[1] if in_hand is not None and is_same and is_text(in_hand[1]) else None


def _anew(event: Payload) -> bytes:
    return encode({key: value for key, value in event.items() if key != "server"})
