"""One message that somebody said, from whatever tells of it: an event, `get_msg`, a merged forward."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from qq_api import parse
from qq_chat.relay.rendering.fields import as_text, inner, items_of, number_of, text_of

MOST_SEGMENTS = 200
"""So many segments of a message are looked at."""

DEEPEST = 3
"""Forwards within forwards that are followed: QQ allows no more."""


@dataclass(frozen=True)
class Said:
    """A message.

    Attributes:
        message_id: as text; "" where there is none, as in merged forwards.
        user_id: who said it, 0 when not known.
        name: as the group knows them; may be "" and hold anything.
        segments: what was said.
        time: in `time.time()` seconds.
    """

    message_id: str
    user_id: int
    name: str
    segments: list[dict[str, Any]] = field(default_factory=list)
    time: float = field(default_factory=time.time)


def said_of(payload: Any) -> Said:
    """The message in an event, in the answer to `get_msg`, or in one entry of a merged forward.

    {"message_id": 7, "sender": {"user_id": 1, "card": "a", "nickname": "b"}, "message": […]}    an event
    {"content": "[CQ:face,id=1]", "sender": {"user_id": 1, "nickname": "b"}, "time": 1}          go-cqhttp
    {"type": "node", "data": {"user_id": "1", "nickname": "b", "content": […]}}                  OneBot 11, Lagrange
    """
    source = inner(payload, "data") if inner(payload, "data") and "sender" not in payload else payload
    source = source if isinstance(source, dict) else {}
    sender = inner(source, "sender")
    return Said(
        message_id=text_of(source, "message_id"),
        user_id=number_of(sender, "user_id") or number_of(source, "user_id", "uin"),
        name=name_in(sender) or text_of(source, "nickname", "name"),
        segments=segments_of(_content(source)),
        time=float(number_of(source, "time")) or time.time(),
    )


def name_in(member: Any) -> str:
    """How a member is called: by the card, else the nickname."""
    return text_of(member, "card", "card_or_nickname", "nickname", "name")


def segments_of(message: Any) -> list[dict[str, Any]]:
    """The segments of a message in any shape."""
    return parse(message)[:MOST_SEGMENTS]


def _content(source: dict[str, Any]) -> Any:
    found = (source.get(key) for key in ("message", "content", "raw_message"))
    return next((one for one in found if one), [])


def pictures_of(said: Said) -> Iterator[dict[str, Any]]:
    """The pictures in a message: the `data` of their segments."""
    return (segment["data"] for segment in said.segments if segment["type"] in ("image", "mface"))


def without_content(said: Said) -> Said:
    """A message as it may be kept for long: of merged forwards only how many messages they hold."""
    if all(segment["type"] != "forward" for segment in said.segments):
        return said
    return replace(said, segments=[_counted(segment) for segment in said.segments])


def _counted(segment: dict[str, Any]) -> dict[str, Any]:
    data = segment["data"]
    if segment["type"] != "forward" or "content" not in data:
        return segment
    return {"type": "forward", "data": {"id": text_of(data, "id"), "count": len(items_of(data, "content"))}}


def forwarded(answer: Any) -> list[Said]:
    """The messages in the answer to `get_forward_msg`, or in the `content` that NapCat sends along."""
    if isinstance(answer, dict):
        lists = (items_of(answer, key) for key in ("messages", "message", "content"))
        answer = next(filter(None, lists), [])
    return [said_of(one) for one in answer if isinstance(one, dict)] if isinstance(answer, list) else []


def forwards_in(segments: list[dict[str, Any]], deep: int = 0) -> Iterator[tuple[str, list[Said]]]:
    """Merged forwards in a message, as `(id, what is in them)`; the latter is empty where it has to be asked for."""
    for segment in segments:
        data = segment["data"]
        if segment["type"] != "forward" or deep >= DEEPEST:
            continue
        content = forwarded(data.get("content"))
        yield as_text(data.get("id")), content
        for one in content:
            yield from forwards_in(one.segments, deep + 1)
