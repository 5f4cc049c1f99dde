"""A chain that a client sends -> the message of an action, for the sandbox. Computes only; no I/O."""

import re
from typing import Any

from qq_api.mirai.mapping.context import Context, Place
from qq_api.mirai.mapping.elements import ELEMENTS, segments_of
from qq_api.mirai.mapping.fields import Refusal, message_at
from qq_api.mirai.mapping.values import mapping, number, records, string
from qq_api.types import Payload, Segment

REQUIRED = {
    "Source": ("id", "time"),
    "Quote": ("id", "senderId", "targetId", "groupId", "origin"),
    "At": ("target",),
    "Plain": ("text",),
    "Xml": ("xml",),
    "Json": ("json",),
    "App": ("content",),
    "Poke": ("name",),
    "Dice": ("value",),
    "MarketFace": ("id", "name"),
    "MusicShare": ("kind", "title", "summary", "jumpUrl", "pictureUrl", "musicUrl", "brief"),
    "Forward": ("nodeList",),
    "File": ("id", "name", "size"),
    "ShortVideo": ("videoId", "fileMd5", "fileSize", "fileFormat", "filename"),
    "MiraiCode": ("code",),
}
"""What an element cannot be read without; then the whole request cannot."""

UNSENT = ("Source", "Quote", "MarketFace", "File")
"""What only servers send; of a client's chain it is passed over."""

_IMAGE = re.compile(r"\{([0-9A-Fa-f-]{36})\}(\.\w{1,10})")


def sent_message(chain: list[Any], place: Place, context: Context) -> list[Segment]:
    """The segments of a chain that a client sends.

    Raises:
        Refusal: an element cannot be read (1400), or mentions somebody who is not there (1200).
    """
    for element in chain:
        _check(element, place, context)
    sendable = [element for element in records(chain) if element["type"] not in UNSENT]
    segments = [_named(segment) for segment in segments_of(sendable, context)]
    cards = [segment["data"]["id"] for segment in segments if segment["type"] == "forward"]
    return _nodes(cards[0], place, context) if cards else segments


def _check(element: Any, place: Place, context: Context) -> None:
    kind = mapping(element).get("type")
    if kind not in ELEMENTS:
        raise Refusal(1400, "无效参数")
    missing = [key for key in REQUIRED.get(kind, ()) if element.get(key) is None]
    if missing:
        raise Refusal(1400, f"参数错误，缺少字段: {', '.join(missing)}")
    if kind == "At" and place.kind == "group" and not context.is_member(place.group_id, number(element["target"])):
        raise Refusal(1200, f"{element['target']} is not there")


def _named(segment: Segment) -> Segment:
    """A picture by its id is known by its MD5: `{01234567-…}.png` -> `0123….png`."""
    match = _IMAGE.fullmatch(string(segment["data"].get("file"))) if segment["type"] == "image" else None
    if match is None:
        return segment
    return {**segment, "data": {**segment["data"], "file": match[1].replace("-", "").upper() + match[2]}}


def _nodes(card: str, place: Place, context: Context) -> list[Segment]:
    """A card goes alone, as `node` segments; messages in it that are not remembered are left out, as by the server."""
    made = (_node(one, place, context) for one in context.forward(card) or [])
    return [{"type": "node", "data": data} for data in made if data is not None]


def _node(one: Payload, place: Place, context: Context) -> Payload | None:
    ref = mapping(one.get("message_ref"))
    if ref:
        target = number(ref.get("target")) or place.target
        try:
            return {"id": str(message_at(number(ref.get("messageId")), target, context))}
        except Refusal:
            return None
    sender = mapping(one.get("sender"))
    who = {"user_id": str(sender.get("user_id")), "nickname": string(sender.get("nickname"))}
    content = [_named(segment) for segment in records(one.get("content"))]
    return {**who, "content": content} if content else None
