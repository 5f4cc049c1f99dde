"""Messages, both ways. Computes only; no I/O."""

from typing import Any

from qq_api.mirai.mapping.context import Context, Place
from qq_api.mirai.mapping.elements import segments_of
from qq_api.mirai.mapping.sending import Chain, chain_of
from qq_api.types import Segment

__all__ = ["Chain", "chain_to_segments", "segments_to_chain"]


def chain_to_segments(chain: Any, context: Context) -> list[Segment]:
    """What a message chain says, as segments.

    Args:
        chain: a `messageChain`, whatever a server or a client made of it; nothing in it raises.
        context: gives a quoted message its number, and keeps cards of forwarded ones.
    """
    return segments_of(chain, context)


def segments_to_chain(segments: Any, context: Context, place: Place | None = None, *, heard: bool = False) -> Chain:
    """A message as mirai-api-http takes it.

    Args:
        segments: segments, or a CQ string; files of this machine have been put inside as `base64://` before, or are
            looked for by mirai-api-http on its own machine.
        context: knows whom a group has, and what a number quotes.
        place: where it is to be said.
        heard: as a server tells it, with `Quote`, `MarketFace` and `File`, which no client can send.
    """
    return chain_of(segments, context, place or Place(), heard)
