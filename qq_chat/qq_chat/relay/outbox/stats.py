"""What became of all lines, in numbers. Computes only; no I/O."""

from dataclasses import dataclass


@dataclass
class Stats:
    """Counts of lines, since the plugin was loaded; `put` and `found` are all, the rest is what became of them.

    Attributes:
        put: were handed over.
        found: waited in the file from before, or were in flight when the server was killed.
        sent: were said.
        unknown: left, but nobody knows whether they were said.
        refused: QQ would not say them.
        dropped: were too old, or too many.
        merged: were said in a message with others; part of `sent`.
        messages: it took to say all that.
    """

    put: int = 0
    found: int = 0
    sent: int = 0
    unknown: int = 0
    refused: int = 0
    dropped: int = 0
    merged: int = 0
    messages: int = 0

    @property
    def settled(self) -> int:
        """Lines of which the end is known."""
        return self.sent + self.unknown + self.refused + self.dropped

    @property
    def waiting(self) -> int:
        """Lines that wait, or are in flight."""
        return self.put + self.found - self.settled
