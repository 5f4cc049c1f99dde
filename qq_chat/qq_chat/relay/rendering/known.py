"""What is known when a message is shown. Computes only; no I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qq_api import Texts
from qq_chat.config.rendering import Rendering
from qq_chat.relay.rendering.said import Said

Thumbnail = Sequence[Sequence[int]]
"""A picture as rows of colours, `0xRRGGBB` each."""


@dataclass(frozen=True)
class Found:
    """A picture that somebody asked for.

    Attributes:
        link: that opens now; "" when QQ has the picture no more.
        small: the copy that was kept here; empty when none was.
    """

    link: str = ""
    small: Thumbnail = ()


@dataclass(frozen=True)
class Known:
    """What was looked up; what is missing is shown without it.

    Attributes:
        names: who is who in the group, by QQ number.
        quotes: messages that are quoted, by `message_id`.
        forwards: what merged forwards hold, by their id.
        thumbnails: small pictures, by the `file` of their segment.
        links: fresh links to pictures whose own have ended, by `file`, too.
    """

    names: Mapping[int, str] = field(default_factory=dict)
    quotes: Mapping[str, Said] = field(default_factory=dict)
    forwards: Mapping[str, Sequence[Said]] = field(default_factory=dict)
    thumbnails: Mapping[str, Thumbnail] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """How a message is looked at.

    Attributes:
        texts, wishes: the words and the owner's wishes.
        known: what was looked up.
        message_id: of the message, for answers to it; "" when it cannot be answered.
        is_brief: only a short text is wanted, as in a quote: quotes and forwards within are named and no more.
    """

    texts: Texts
    wishes: Rendering = field(default_factory=Rendering)
    known: Known = field(default_factory=Known)
    message_id: str = ""
    is_brief: bool = False
