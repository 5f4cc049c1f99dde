"""Segments -> a message chain, to be sent or (from the sandbox) to be heard. Computes only; no I/O."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from qq_api import message
from qq_api.mirai.mapping.context import Context, Place, Ref
from qq_api.mirai.mapping.pokes import POKES, name_of
from qq_api.mirai.mapping.values import mapping, number, string, truth
from qq_api.types import Payload, Segment


@dataclass
class Chain:
    """A message as mirai-api-http takes it.

    Attributes:
        elements: the `messageChain`.
        quote: the `quote` parameter.
        dropped: the types of segments that were left out.
        failed: why it cannot be sent at all; "" where it can.
    """

    elements: list[Payload] = field(default_factory=list)
    quote: int | None = None
    dropped: list[str] = field(default_factory=list)
    failed: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.elements


@dataclass(frozen=True)
class Saying:
    """What the segments of one message need to know.

    Attributes:
        heard: the chain is told to a client and not sent by one: it may hold what only servers send.
    """

    context: Context
    place: Place
    heard: bool = False
    chain: Chain = field(default_factory=Chain)


Send = Callable[[Payload, Saying], Payload | None]

_UUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_IMAGE_ID = re.compile(rf"\{{{_UUID}\}}\.\w{{1,10}}|/{_UUID}|/\d+-\d+-[0-9A-Fa-f]{{32}}")
_PATH = re.compile(r"/|\\\\|[A-Za-z]:[\\/]")
_VOICE_ID = re.compile(r"[0-9A-Fa-f]{32}\.(?:amr|silk)")
_MD5 = re.compile(r"([0-9A-Fa-f]{8})([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})([0-9A-Fa-f]{12})\.(\w{1,10})")


def chain_of(segments: Any, context: Context, place: Place, heard: bool = False) -> Chain:
    """A message chain. What mirai-api-http has no element for becomes text, or is left out and named in `dropped`."""
    saying = Saying(context, place, heard)
    parsed = message.parse(segments)
    nodes = [segment["data"] for segment in parsed if segment["type"] == "node"]
    if nodes:
        saying.chain.elements.append(_forward_of([_node(mapping(data), saying) for data in nodes]))
    for segment in parsed:
        if segment["type"] != "node":
            _add(segment, saying)
    return saying.chain


def _add(segment: Segment, saying: Saying) -> None:
    kind = segment["type"]
    send = _HEARD.get(kind) if saying.heard and kind in _HEARD else _SENT.get(kind)
    element = send(mapping(segment["data"]), saying) if send else None
    if element is not None:
        saying.chain.elements.append(element)
    elif kind not in _WITHOUT_ELEMENT:
        saying.chain.dropped.append(kind)


_WITHOUT_ELEMENT = ("reply", "anonymous", "text")


def plain(text: str) -> Payload | None:
    """A `Plain`; None for no text."""
    return {"type": "Plain", "text": text} if text else None


def _at(data: Payload, saying: Saying) -> Payload | None:
    """Only members can be mentioned, and only in their group: mirai-api-http fails the whole message over others."""
    who, place = string(data.get("qq")), saying.place
    in_group = bool(place.group_id) and not place.user_id
    if who == "all":
        return {"type": "AtAll"} if in_group else plain("@全体成员")
    user_id = number(data.get("qq"))
    if user_id and (saying.heard or (in_group and saying.context.is_member(place.group_id, user_id))):
        return {"type": "At", "target": user_id, "display": _display(data)}
    return plain(f"@{string(data.get('name')) or who}") if who else None


def _display(data: Payload) -> str:
    name = string(data.get("name"))
    return f"@{name}" if name else ""


def _face(data: Payload, _: Saying) -> Payload | None:
    face_id = number(data.get("id"), -1)
    if face_id < 0:
        return None
    extra = {"name": string(data["name"])} if data.get("name") else {}
    return {"type": "Face", "faceId": face_id, **extra, "isSuperFace": number(data.get("sub_type")) == 3}


def image_id(file: str) -> str:
    """`0123…EF.png` (an MD5) -> `{01234567-…}.png`; an id, of friends' pictures too, stays, anything else is ""."""
    match = _MD5.fullmatch(file)
    if match:
        return f"{{{'-'.join(match.groups()[:5])}}}.{match[6]}".upper().replace(match[6].upper(), match[6])
    return file if _IMAGE_ID.fullmatch(file) else ""


def _media(data: Payload, id_key: str, id_of: Callable[[str], str]) -> Payload | None:
    """A file by its id, an address, its content, or a path on mirai-api-http's machine."""
    file, url = string(data.get("file")) or string(data.get("file_id")), string(data.get("url"))
    known = id_of(file)
    if known:
        return {id_key: known, **({"url": url} if url else {})}
    if file.startswith(("http://", "https://")):
        return {"url": file}
    if file.startswith("base64://"):
        return {"base64": file.removeprefix("base64://")}
    if file.startswith("file://"):
        return {"path": file.removeprefix("file://")}
    if _PATH.match(file):
        return {"path": file}
    return {"url": url} if url else None


def _image(data: Payload, _: Saying) -> Payload | None:
    source = _media(data, "imageId", image_id)
    if source is None:
        return None
    shown = {
        "width": number(data.get("width")),
        "height": number(data.get("height")),
        "size": number(data.get("file_size")),
        "imageType": string(data.get("image_type")),
        "isEmoji": number(data.get("sub_type", data.get("subType"))) == 1,
    }
    kind = "FlashImage" if data.get("type") == "flash" else "Image"
    return {"type": kind, **source, **{key: value for key, value in shown.items() if value}}


def _record(data: Payload, saying: Saying) -> Payload | None:
    named = string(data.get("file")) if saying.heard else ""
    source = _media(data, "voiceId", lambda file: named or (file if _VOICE_ID.fullmatch(file) else ""))
    length = number(data.get("length"))
    return {"type": "Voice", **source, **({"length": length} if length else {})} if source else None


def _video(data: Payload, saying: Saying) -> Payload | None:
    """It needs the address of a picture, or the id of a video that was received."""
    file, url, thumb = (string(data.get(key)) for key in ("file", "url", "thumb"))
    url = url or (file if file.startswith(("http://", "https://")) else "")
    thumb = thumb or string(data.get("cover"))
    if not saying.heard and not data.get("video_id") and not (url and thumb.startswith(("http://", "https://"))):
        return None
    return {
        "type": "ShortVideo",
        "videoId": string(data.get("video_id")) or (file if saying.heard else ""),
        "fileMd5": string(data.get("file_md5")),
        "fileSize": number(data.get("file_size")),
        "fileFormat": string(data.get("file_format")),
        "filename": file if file and file != url else "",
        **({"videoUrl": url} if url else {}),
        **({"thumbnailUrl": thumb} if thumb else {}),
    }


def _reply(data: Payload, saying: Saying) -> None:
    """The number of a message that was said elsewhere, or that nobody remembers, cannot be quoted: it is left out."""
    ref = saying.context.numbers.ref(number(data.get("id")))
    if ref is None or (ref.kind, ref.target) != (saying.place.kind, saying.place.target):
        saying.chain.dropped.append("reply")
    else:
        saying.chain.quote = ref.id


def _heard_reply(data: Payload, saying: Saying) -> Payload | None:
    """The `Quote` that a client is told, with what the quoted message says."""
    ref = saying.context.numbers.ref(number(data.get("id")))
    if ref is None:
        return None
    said = saying.context.said(number(data.get("id"))) or {}
    sender = number(said.get("user_id")) or number(data.get("qq"))
    others = saying.context.self_id if sender != saying.context.self_id else ref.target
    quoted = said.get("message") or string(data.get("text"))
    origin = chain_of(quoted, saying.context, saying.place, heard=True).elements
    return {
        "type": "Quote",
        "id": ref.id,
        "groupId": ref.target if ref.kind == "group" else 0,
        "senderId": sender,
        "targetId": ref.target if ref.kind == "group" else others,
        "origin": [element for element in origin if element["type"] != "Quote"],
    }


def _json(data: Payload, _: Saying) -> Payload | None:
    given = data.get("data")
    text = json.dumps(given, ensure_ascii=False) if isinstance(given, dict) else string(given)
    if not text:
        return None
    return {"type": "App", "content": text} if _is_app(text) else {"type": "Json", "json": text}


def _is_app(text: str) -> bool:
    try:
        return bool(mapping(json.loads(text)).get("app"))
    except (ValueError, RecursionError):
        return False


def _xml(data: Payload, _: Saying) -> Payload | None:
    text = string(data.get("data"))
    return {"type": "Xml", "xml": text} if text else None


def _music(data: Payload, _: Saying) -> Payload | None:
    """Only a card of its own: for a song by number, mirai-api-http wants its title and addresses."""
    if data.get("type") != "custom":
        return None
    title = string(data.get("title"))
    return {
        "type": "MusicShare",
        "kind": string(data.get("kind")) or "QQMusic",
        "title": title,
        "summary": string(data.get("content")),
        "jumpUrl": string(data.get("url")),
        "pictureUrl": string(data.get("image")),
        "musicUrl": string(data.get("audio")),
        "brief": string(data.get("brief")) or f"[分享]{title}",
    }


def _poke(data: Payload, _: Saying) -> Payload:
    name = string(data.get("name"))
    ids = number(data.get("type"), 1), number(data.get("id"), -1)
    return {"type": "Poke", "name": name if name in POKES else name_of(*ids)}


def _dice(data: Payload, saying: Saying) -> Payload:
    given = number(data.get("result"))
    return {"type": "Dice", "value": given if 1 <= given <= 6 else saying.context.random.randint(1, 6)}


def _anonymous(data: Payload, saying: Saying) -> None:
    if not truth(data.get("ignore")):
        saying.chain.failed = "anonymous"


def _forward(data: Payload, saying: Saying) -> Payload | None:
    messages = saying.context.forward(string(data.get("id")))
    if messages is None:
        return None
    made = _forward_of([_heard_node(one, saying) for one in messages])
    title = string(data.get("title"))
    return {**made, "display": {"title": title}} if title else made


def _forward_of(nodes: list[Payload]) -> Payload:
    return {"type": "Forward", "nodeList": nodes}


def _heard_node(one: Payload, saying: Saying) -> Payload:
    """A message as `get_forward_msg` gives it -> a node."""
    ref = mapping(one.get("message_ref"))
    if ref:
        return {"messageRef": ref} if "target" in ref else ref
    sender = mapping(one.get("sender"))
    return {
        "senderId": number(sender.get("user_id")),
        "time": number(one.get("time")),
        "senderName": string(sender.get("nickname")),
        "messageChain": chain_of(one.get("content"), saying.context, saying.place, saying.heard).elements,
    }


def _node(data: Payload, saying: Saying) -> Payload:
    """A `node` segment -> a node; one that names a message is looked up by the server."""
    ref: Ref | None = saying.context.numbers.ref(number(data.get("id")))
    if ref is not None:
        return {"messageRef": {"messageId": ref.id, "target": ref.target}}
    return {
        "senderId": number(data.get("user_id", data.get("uin"))),
        "time": number(data.get("time")) or saying.context.now(),
        "senderName": string(data.get("nickname", data.get("name"))),
        "messageChain": chain_of(data.get("content"), saying.context, saying.place).elements,
    }


def _share(data: Payload, _: Saying) -> Payload | None:
    return plain(" ".join(filter(None, (string(data.get(key)) for key in ("title", "content", "url")))))


def _location(data: Payload, _: Saying) -> Payload | None:
    where = ", ".join(filter(None, (string(data.get(key)) for key in ("lat", "lon"))))
    return plain(" ".join(filter(None, ("[位置]", string(data.get("title")), string(data.get("content")), where))))


def _contact(data: Payload, _: Saying) -> Payload | None:
    return plain(f"[推荐{'群' if data.get('type') == 'group' else '好友'}] {string(data.get('id'))}")


def _market_face(data: Payload, _: Saying) -> Payload:
    return {"type": "MarketFace", "id": number(data.get("emoji_id")), "name": string(data.get("summary"))}


def _file(data: Payload, _: Saying) -> Payload:
    about = {"id": string(data.get("file_id")), "name": string(data.get("file"))}
    return {"type": "File", **about, "size": number(data.get("file_size"))}


_SENT: dict[str, Send] = {
    "text": lambda data, _: plain(string(data.get("text"))),
    "at": _at,
    "reply": _reply,
    "face": _face,
    "image": _image,
    "record": _record,
    "video": _video,
    "json": _json,
    "xml": _xml,
    "music": _music,
    "share": _share,
    "location": _location,
    "contact": _contact,
    "markdown": lambda data, _: plain(string(data.get("content"))),
    "mface": lambda data, _: plain(string(data.get("summary")) or "[表情]"),
    "poke": _poke,
    "shake": lambda *_: {"type": "Poke", "name": "ChuoYiChuo"},
    "dice": _dice,
    "rps": lambda *_: plain("[猜拳]"),
    "anonymous": _anonymous,
    "forward": _forward,
}

_HEARD: dict[str, Send] = {"reply": _heard_reply, "mface": _market_face, "file": _file}
