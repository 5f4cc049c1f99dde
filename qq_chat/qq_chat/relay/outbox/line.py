"""One line on its way to QQ, as plain data. Computes only; no I/O."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from qq_api import Segment, text

Message: TypeAlias = str | list[Segment]
Kind: TypeAlias = Literal["chat", "notice", "answer"]
OnSent: TypeAlias = Callable[[int], None]

_TOGETHER = {"text", "at", "face", "image"}
"""Segments that other people's words may stand beside; a reply, a card or a voice message stands for itself."""

_ROOM = 10
"""Characters that a segment which is no text is taken for."""


@dataclass(frozen=True)
class Line:
    """What one `put` handed over.

    Attributes:
        number: grows with each line.
        group_id: where it goes.
        message: plain text, or segments.
        kind: chat and notices may be merged, answers to commands stand alone.
        said: when, in seconds of `time.time`.
        since: the same by the clock that only grows, for its age.
        on_sent: hears the message's id.
    """

    number: int
    group_id: int
    message: Message
    kind: Kind
    said: float
    since: float
    on_sent: OnSent | None = field(default=None, compare=False)

    def like(self, other: "Line") -> bool:
        """Whether both say the same, and one of them with "×2" would do."""
        return self.merges and other.merges and self.message == other.message

    @property
    def merges(self) -> bool:
        """Whether other lines may stand in the same message."""
        return self.kind != "answer" and all(one.get("type") in _TOGETHER for one in segments_of(self.message))

    @property
    def length(self) -> int:
        """About how many characters it takes."""
        return sum(map(length_of, segments_of(self.message)))


def segments_of(message: Message) -> list[Segment]:
    """A message as segments; a string is plain text."""
    return [text(message)] if isinstance(message, str) else message


def says_nothing(message: Message) -> bool:
    """Whether there is nothing in a message that QQ could say."""
    return all(words_of(segment) == "" for segment in segments_of(message))


def words_of(segment: Segment) -> str | None:
    """The text of a text segment; None of any other."""
    return str(segment["data"].get("text", "")) if segment.get("type") == "text" else None


def length_of(segment: Segment) -> int:
    """About how many characters a segment takes."""
    words = words_of(segment)
    return _ROOM if words is None else len(words)
