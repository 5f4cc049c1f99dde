"""Events that are handed on as texts: what every peer gets of them is the same but for the end."""

from asyncio import WriteTransport
from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

Writes: TypeAlias = list[tuple[WriteTransport, bytes]]
"""What is to be written, and where. All that is to be made is made before the first write: a system call takes from
the processor what Python has in its caches, and costs a tenth more between two pieces of Python."""


class Spliced(NamedTuple):
    """A JSON text in two pieces, so that those who wait for it share the long one (`codec.opened`, `codec.closing`).

    Attributes:
        body: `{"post_type":"message", … ,`
        tail: `"server":"survival"}`
    """

    body: bytes
    tail: bytes


@runtime_checkable
class Forwards(Protocol):
    """A peer that takes events as texts."""

    @property
    def forwarded(self) -> int:
        """How many of them were sent."""

    def forward(self, bodies: Sequence[bytes], tail: bytes, writes: Writes) -> None:
        """Send events as they are, past all faults on purpose; never waits.

        Args:
            bodies, tail: their texts, each a body and the tail.
            writes: gets what is to be written at once, in one write where nothing waits before it.
        """


def write_all(writes: Writes) -> None:
    """Write what was made."""
    for transport, framed in writes:
        transport.write(framed)
