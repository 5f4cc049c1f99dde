"""A message chain -> segments (mirai-api-http, "MessageType"). Computes only; no I/O.

It takes what a server sends and what a client does: pictures by id, address, path or content, `Json`, `MiraiCode`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from qq_api import message
from qq_api.mirai.mapping.codes import elements_of
from qq_api.mirai.mapping.context import Context, Ref
from qq_api.mirai.mapping.pokes import ids_of
from qq_api.mirai.mapping.values import mapping, number, records, string
from qq_api.types import Payload, Segment

DEEPEST = 6
"""Cards in cards that are looked into; a hostile packet may nest more."""

Receive = Callable[[Payload, Context, int], Segment | None]


def segments_of(chain: Any, context: Context, depth: int = 0) -> list[Segment]:
    """What a chain says; `Source`, what is unknown and what is no element at all is left out."""
    made = (_segment(element, context, depth) for element in _plainly(records(chain)))
    return [segment for segment in made if segment is not None]


def _plainly(chain: Iterable[Payload]) -> Iterable[Payload]:
    """A chain without mirai codes."""
    for element in chain:
        if element.get("type") == "MiraiCode":
            yield from elements_of(string(element.get("code")))
        else:
            yield element


def _segment(element: Payload, context: Context, depth: int) -> Segment | None:
    kind = element.get("type")
    receive = _RECEIVED.get(kind) if isinstance(kind, str) else None
    return receive(element, context, depth) if receive else None


def _made(kind: str, /, **data: Any) -> Segment:
    """A segment, without what is empty."""
    return {"type": kind, "data": {key: value for key, value in data.items() if value not in (None, "", False)}}


def _plain(element: Payload, _: Context, __: int) -> Segment | None:
    text = string(element.get("text"))
    return message.text(text) if text else None


def _at(element: Payload, _: Context, __: int) -> Segment | None:
    target = number(element.get("target"))
    return _made("at", qq=str(target), name=string(element.get("display")).removeprefix("@")) if target else None


def _face(element: Payload, _: Context, __: int) -> Segment:
    face_id = number(element.get("faceId"), -1)
    big = 3 if element.get("isSuperFace") is True or element.get("superFace") is True else None
    return _made("face", id=str(face_id if face_id >= 0 else 255), name=string(element.get("name")), sub_type=big)


def source_of(element: Payload, id_key: str) -> tuple[str, str]:
    """The `file` and the `url` of a picture or a voice: the first that there is of id, address, path, content."""
    known, url = string(element.get(id_key)), string(element.get("url"))
    path, content = string(element.get("path")), string(element.get("base64"))
    if known or url:
        return known or url, url
    return (f"file://{path}" if path else f"base64://{content}" if content else ""), ""


def _image(element: Payload, _: Context, __: int) -> Segment | None:
    file, url = source_of(element, "imageId")
    if not file:
        return None
    size = {key: number(element.get(key)) or None for key in ("width", "height")}
    shown = {"file_size": string(element.get("size")).removeprefix("0"), "image_type": _image_type(element)}
    flash, sticker = element.get("type") == "FlashImage", element.get("isEmoji") is True
    return _made("image", file=file, url=url, type=flash and "flash", sub_type=int(sticker) or None, **shown, **size)


def _image_type(element: Payload) -> str:
    """`PNG`; nothing where it says `UNKNOWN`."""
    return string(element.get("imageType")).replace("UNKNOWN", "")


def _voice(element: Payload, _: Context, __: int) -> Segment | None:
    file, url = source_of(element, "voiceId")
    return _made("record", file=file, url=url, length=number(element.get("length")) or None) if file else None


def _video(element: Payload, _: Context, __: int) -> Segment:
    url = string(element.get("videoUrl"))
    return _made(
        "video",
        file=string(element.get("filename")) or url or string(element.get("videoId")),
        url=url,
        thumb=string(element.get("thumbnailUrl")),
        file_size=string(element.get("fileSize")).removeprefix("0"),
        video_id=string(element.get("videoId")),
        file_md5=string(element.get("fileMd5")),
        file_format=string(element.get("fileFormat")),
    )


def _quote(element: Payload, context: Context, depth: int) -> Segment | None:
    """Who quotes names the message by where it was said; a quote of an unknown one gets a number all the same, which
    the server may know. Beside it stands what the packet says of the quoted message."""
    ref = _quoted(element, context)
    if ref is None:
        return None
    origin = message.plain(segments_of(element.get("origin"), context, depth + 1)) if depth < DEEPEST else ""
    sender = number(element.get("senderId"))
    return _made("reply", id=str(context.numbers.number(ref)), text=origin, qq=str(sender) if sender else "")


def _quoted(element: Payload, context: Context) -> Ref | None:
    id, group_id = number(element.get("id")), number(element.get("groupId"))
    if not id:
        return None
    if group_id:
        return Ref("group", group_id, id)
    ends = [number(element.get(key)) for key in ("senderId", "targetId")]
    other = next((one for one in ends if one and one != context.self_id), 0)
    return Ref("private", other, id) if other else None


def _xml(element: Payload, _: Context, __: int) -> Segment | None:
    text = string(element.get("xml"))
    return _made("json" if text.lstrip().startswith("{") else "xml", data=text) if text else None


def _card(element: Payload, _: Context, __: int) -> Segment | None:
    text = string(element.get("content")) or string(element.get("json")) or string(element.get("xml"))
    return _made("json", data=text) if text else None


def _poke(element: Payload, _: Context, __: int) -> Segment:
    name = string(element.get("name"))
    poke_type, poke_id = ids_of(name)
    return _made("poke", type=str(poke_type), id=str(poke_id), name=name)


def _dice(element: Payload, _: Context, __: int) -> Segment:
    return _made("dice", result=str(number(element.get("value"), 1)))


def _market_face(element: Payload, _: Context, __: int) -> Segment:
    name = string(element.get("name"))
    return _made("mface", emoji_id=string(element.get("id")), summary=name if name.startswith("[") else f"[{name}]")


_MUSIC = {
    "url": "jumpUrl",
    "audio": "musicUrl",
    "title": "title",
    "content": "summary",
    "image": "pictureUrl",
    "kind": "kind",
    "brief": "brief",
}


def _music(element: Payload, _: Context, __: int) -> Segment:
    return _made("music", type="custom", **{key: string(element.get(field)) for key, field in _MUSIC.items()})


def _file(element: Payload, _: Context, __: int) -> Segment:
    about = {"file": string(element.get("name")), "file_id": string(element.get("id"))}
    return {"type": "file", "data": {**about, "file_size": str(number(element.get("size")))}}


def _forward(element: Payload, context: Context, depth: int) -> Segment | None:
    if depth >= DEEPEST:
        return None
    messages = [_node(node, context, depth + 1) for node in records(element.get("nodeList"))]
    title = string(mapping(element.get("display")).get("title"))
    return _made("forward", id=context.keep_forward(messages), title=title)


def _node(node: Payload, context: Context, depth: int) -> Payload:
    """One message in a card, as `get_forward_msg` gives it; one that is only named has the number by which to ask."""
    ref = mapping(node.get("messageRef"))
    sender = {"user_id": number(node.get("senderId")), "nickname": string(node.get("senderName"))}
    made: Payload = {
        "content": segments_of(node.get("messageChain"), context, depth),
        "sender": sender,
        "time": number(node.get("time")),
        "message_format": "array",
        "message_type": "private",
    }
    if ref:
        made["message_ref"] = {"messageId": number(ref.get("messageId")), "target": number(ref.get("target"))}
    elif number(node.get("messageId")):
        made["message_ref"] = {"messageId": number(node.get("messageId"))}
    return made


_RECEIVED: dict[str, Receive] = {
    "Quote": _quote,
    "At": _at,
    "AtAll": lambda *_: message.at_all(),
    "Face": _face,
    "MarketFace": _market_face,
    "Plain": _plain,
    "Image": _image,
    "FlashImage": _image,
    "Voice": _voice,
    "Xml": _xml,
    "Json": _card,
    "App": _card,
    "Poke": _poke,
    "Dice": _dice,
    "MusicShare": _music,
    "Forward": _forward,
    "File": _file,
    "ShortVideo": _video,
}

ELEMENTS = ("Source", "MiraiCode", *_RECEIVED)
"""Every element that mirai-api-http 2.10 has."""
