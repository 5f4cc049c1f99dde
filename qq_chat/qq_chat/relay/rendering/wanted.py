"""What has to be looked up before something can be shown well. Computes only; no I/O."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qq_chat.relay.rendering.cards import forward_card
from qq_chat.relay.rendering.fields import number_of, text_of
from qq_chat.relay.rendering.known import Known
from qq_chat.relay.rendering.media import has_ended, picture_url
from qq_chat.relay.rendering.said import Said, forwarded

MOST = 20
"""Of each kind so many are looked up for one message; nobody reads more in a line."""

MOST_ENDED = 4
"""Pictures of one message whose links are made anew."""


@dataclass(frozen=True)
class Wanted:
    """What is not in the message itself.

    Attributes:
        members: QQ numbers of who is mentioned.
        quotes: ids of messages.
        forwards: ids of merged forwards that came without their content.
        pictures: segments of pictures, for their thumbnails.
        ended: segments of pictures whose links open no more; `message_id` is of their message.
    """

    members: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    forwards: tuple[str, ...] = ()
    pictures: tuple[dict[str, Any], ...] = ()
    ended: tuple[dict[str, Any], ...] = ()
    message_id: str = ""

    def __bool__(self) -> bool:
        return bool(self.members or self.quotes or self.forwards or self.pictures or self.ended)


NOTHING = Wanted()
_WHOLE = frozenset({"text", "face", "dice", "rps"})
"""Kinds of segments that need nothing; most messages hold no other."""


def wanted(said: Said, *, thumbnails: bool = False) -> Wanted:
    """What has to be looked up for a message.

    Args:
        said: the message; one that was said long ago, and came late, has pictures whose links have ended.
        thumbnails: pictures are to be had, too.
    """
    if all(segment["type"] in _WHOLE for segment in said.segments):
        return NOTHING
    kinds: dict[str, list[dict[str, Any]]] = {}
    for segment in said.segments:
        kinds.setdefault(segment["type"], []).append(segment["data"])
    members = [number_of(data, "qq", "user_id", "id") for data in kinds.get("at", []) if not text_of(data, "name")]
    members += [number_of(data, "qq") for data in kinds.get("poke", [])]
    named = [data for data in kinds.get("image", []) if text_of(data, "file")]
    ended = tuple(data for data in named if has_ended(picture_url(data), said.time))[:MOST_ENDED]
    pictures = tuple(named[:1]) if thumbnails else ()
    return Wanted(
        _few(members), _few(_quotes(kinds)), _few(_forwards(kinds)), pictures, ended, said.message_id if ended else ""
    )


def _quotes(kinds: dict[str, list[dict[str, Any]]]) -> Iterable[str]:
    return (text_of(data, "id", "message_id") for data in kinds.get("reply", []))


def _forwards(kinds: dict[str, list[dict[str, Any]]]) -> Iterable[str]:
    for data in [*kinds.get("forward", []), *kinds.get("longmsg", [])]:
        if not forwarded(data.get("content")):
            yield text_of(data, "id", "resid")
    for data in kinds.get("json", []):
        card = forward_card(data.get("data"))
        if card is not None and not card.lines:
            yield card.forward_id


def _few(found: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(filter(None, found)))[:MOST]


def is_met(wanted: Wanted, known: Known) -> bool:
    """Whether nothing that is wanted is missing."""
    pairs: list[tuple[Iterable[Any], Mapping[Any, Any]]] = [
        (wanted.members, known.names),
        (wanted.quotes, known.quotes),
        (wanted.forwards, known.forwards),
        ([text_of(one, "file") for one in wanted.pictures], known.thumbnails),
        ([text_of(one, "file") for one in wanted.ended], known.links),
    ]
    return all(key in there for keys, there in pairs for key in keys)


def wanted_by_notice(event: dict[str, Any], *, is_known: bool = False) -> Wanted:
    """What has to be looked up for a notice: everybody in it, and the message it is about.

    Args:
        event: the notice.
        is_known: the message is at hand. One that was taken back is never asked for.
    """
    keys = ("user_id", "operator_id", "target_id", "sender_id")
    is_gone = is_known or text_of(event, "notice_type") == "group_recall"
    quotes = () if is_gone else _few([text_of(event, "message_id")])
    return Wanted(_few(number_of(event, key) for key in keys), quotes)
