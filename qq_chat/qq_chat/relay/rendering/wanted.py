"""What has to be looked up before something can be shown well. Computes only; no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qq_chat.relay.rendering.cards import forward_card
from qq_chat.relay.rendering.fields import number_of, text_of
from qq_chat.relay.rendering.said import forwarded

MOST = 20
"""Of each kind so many are looked up for one message; nobody reads more in a line."""


@dataclass(frozen=True)
class Wanted:
    """What is not in the message itself.

    Attributes:
        members: QQ numbers of who is mentioned.
        quotes: ids of messages.
        forwards: ids of merged forwards that came without their content.
        pictures: segments of pictures, for their thumbnails.
    """

    members: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    forwards: tuple[str, ...] = ()
    pictures: tuple[dict[str, Any], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.members or self.quotes or self.forwards or self.pictures)


def wanted(segments: Iterable[dict[str, Any]], *, thumbnails: bool = False) -> Wanted:
    """What has to be looked up for a message.

    Args:
        segments: of the message.
        thumbnails: pictures are to be had, too.
    """
    kinds: dict[str, list[dict[str, Any]]] = {}
    for segment in segments:
        kinds.setdefault(segment["type"], []).append(segment["data"])
    members = [number_of(data, "qq", "user_id", "id") for data in kinds.get("at", []) if not text_of(data, "name")]
    members += [number_of(data, "qq") for data in kinds.get("poke", [])]
    pictures = [data for data in kinds.get("image", []) if text_of(data, "file")] if thumbnails else []
    return Wanted(_few(members), _few(_quotes(kinds)), _few(_forwards(kinds)), tuple(pictures[:1]))


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


def wanted_by_notice(event: dict[str, Any]) -> Wanted:
    """What has to be looked up for a notice: everybody in it, and the message it is about."""
    keys = ("user_id", "operator_id", "target_id", "sender_id")
    return Wanted(_few(number_of(event, key) for key in keys), _few([text_of(event, "message_id")]))
