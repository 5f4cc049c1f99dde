"""A message of OneBot's as the messages of the platform that say it. Computes only; no I/O."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal, Protocol, TypeAlias

from qq_api import message
from qq_api.official.mapping import cut, links
from qq_api.official.mapping.cut import Piece
from qq_api.official.mapping.faces import face_name
from qq_api.official.mapping.fields import text_of
from qq_api.official.mapping.rich import rich_of
from qq_api.official.scenes import Scene
from qq_api.types import Payload, Segment

MediaKind: TypeAlias = Literal["image", "video", "record", "file"]

FILE_TYPES: dict[MediaKind, int] = {"image": 1, "video": 2, "record": 3, "file": 4}
_MOST_NODES = 100


@dataclass(frozen=True)
class Media:
    """A file that is to be uploaded first; `source` as the segment has it."""

    kind: MediaKind
    source: Any
    name: str = ""


@dataclass(frozen=True)
class Part:
    """One message of the platform.

    Attributes:
        content: its text; "" beside markdown.
        media: its file.
        rich: any of markdown, keyboard, ark, embed.
    """

    content: str = ""
    media: Media | None = None
    rich: Payload | None = None


@dataclass(frozen=True)
class Plan:
    """What a message of OneBot's becomes.

    Attributes:
        parts: one message of the platform each, in order.
        quotes: the message_id that is answered, as it was written; "" for none.
    """

    parts: tuple[Part, ...]
    quotes: str = ""


class Names(Protocol):
    """Who somebody is."""

    def openid(self, user: str) -> str:
        """The platform's id of somebody by OneBot's number, or ""."""

    def name(self, user: str) -> str:
        """What somebody is called."""


_Put: TypeAlias = Piece | Media | Payload
"""A run of text, a file, or markdown and the like."""


def plan(segments: Iterable[Segment], scene: Scene, names: Names, longest: int = 1500) -> Plan:
    """How a message is said in a place.

    Args:
        segments: the message.
        scene: what kind of place.
        names: who is mentioned.
        longest: characters in one message.

    Returns:
        the plan; without parts when nothing of the message can be said.
    """
    quotes = ""
    puts: list[_Put] = []
    for one in segments:
        if one["type"] == "reply":
            quotes = quotes or text_of(one["data"], "id")
        else:
            for put in _put(one, scene, names):
                _add(puts, put)
    return Plan(tuple(_arranged(puts, scene, longest)), quotes)


def _add(puts: list[_Put], put: _Put) -> None:
    """Buttons behind markdown belong to it."""
    last = puts[-1] if puts else None
    if isinstance(last, dict) and isinstance(put, dict) and not last.keys() & put.keys():
        puts[-1] = {**last, **put}
    else:
        puts.append(put)


def _put(segment: Segment, scene: Scene, names: Names) -> list[_Put]:
    kind, data = segment["type"], segment["data"]
    if kind in FILE_TYPES:
        return [Media(kind, _source(data), text_of(data, "name"))]
    rich = rich_of(kind, data, in_guild=scene in ("channel", "dms"))
    if rich is not None:
        return [rich]
    if kind == "at":
        return [_at(text_of(data, "qq"), text_of(data, "name"), scene, names)]
    if kind == "face":
        return [_face(text_of(data, "id"), scene)]
    return [Piece(_WORDS[kind](data))] if kind in _WORDS else [Piece(_named(segment))]


def _source(data: Payload) -> Any:
    """Where a file is: of one that was received `file` is a name only, and `url` says where."""
    file, url = data.get("file"), text_of(data, "url")
    is_name = file is None or (isinstance(file, str) and not file.startswith(("http", "base64:", "file:", "/")))
    return url if url and is_name else file


def _named(segment: Segment) -> str:
    """A kind that nobody here knows: `[骰子]` and the like, but nothing of what is only a mark."""
    shown = message.plain([segment])
    return "" if shown == f"[{segment['type']}]" else shown


def _at(user: str, shown: str, scene: Scene, names: Names) -> Piece:
    """In private there is nobody to mention; whom the platform does not know is named."""
    if scene in ("c2c", "dms"):
        return Piece("")
    if user == "all":
        return Piece("<qqbot-at-everyone />", is_tag=True) if scene == "channel" else Piece("@全体成员 ")
    openid = names.openid(user)
    if not _is_plain(openid):
        return Piece(f"@{shown or names.name(user)} ")
    return Piece(f'<qqbot-at-user id="{openid}" />', is_tag=True)


def _is_plain(openid: str) -> bool:
    return bool(openid) and all(one.isascii() and (one.isalnum() or one in "_-") for one in openid)


def _face(number: str, scene: Scene) -> Piece:
    if scene in ("channel", "dms") and number.isascii() and number.isdecimal():
        return Piece(f"<emoji:{number}>", is_tag=True)
    return Piece(f"[{face_name(number) or '表情'}]")


def _arranged(puts: list[_Put], scene: Scene, longest: int) -> Iterator[Part]:
    """Runs of text, each said with the picture behind it; other files and cards stand alone."""
    run: list[Piece] = []
    for one in puts:
        if isinstance(one, Piece):
            run.append(one)
            continue
        if isinstance(one, dict) and set(one) == {"keyboard"}:  # buttons stand below markdown only
            texts = _contents([_escaped(piece) for piece in run], scene, longest)
            above = {"markdown": {"content": texts.pop()}} if texts else {}
            yield from _with(texts, {**above, **one})
        else:
            yield from _with(_contents(run, scene, longest), one)
        run = []
    yield from (Part(content) for content in _contents(run, scene, longest))


def _with(texts: list[str], put: Media | Payload) -> Iterator[Part]:
    beside = texts.pop() if texts and isinstance(put, Media) and put.kind == "image" else ""
    yield from (Part(content) for content in texts)
    yield Part(beside, media=put) if isinstance(put, Media) else Part(rich=put)


def _escaped(piece: Piece) -> Piece:
    return piece if piece.is_tag else Piece(escaped(piece.text))


def escaped(text: str) -> str:
    """A text that markdown shows as it is."""
    return "".join(f"\\{one}" if one in "\\`*_{}[]()#+-!|>~" else one for one in text)


def _contents(run: list[Piece], scene: Scene, longest: int) -> list[str]:
    pieces = cut.joined(run)
    if scene == "group":
        pieces = [one if one.is_tag else replace(one, text=links.defang(one.text)) for one in pieces]
    if scene in ("channel", "dms"):
        pieces = [one if one.is_tag else replace(one, text=_guild_text(one.text)) for one in pieces]
    return cut.parts(pieces, longest)


def _guild_text(text: str) -> str:
    """Guilds read `&lt;` as `<`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def nodes_text(nodes: Any) -> str:
    """Forwarded messages as text, a line each: `Steve: hi`."""
    return "\n".join(islice(filter(None, map(_node_line, message.parse(nodes))), _MOST_NODES))


def _node_line(node: Segment) -> str:
    data = node["data"]
    inside = data.get("content", data.get("message"))
    said = message.plain(message.parse(inside)) if inside else ""
    name = text_of(data, "nickname", "name")
    return f"{name}: {said}" if said and name else said


def _card(data: Payload) -> str:
    """The line that QQ shows of a card in a list: `{"data": "{\\"prompt\\": \\"[分享] …\\"}"}`."""
    written = data.get("data")
    try:
        card = json.loads(written) if isinstance(written, str) else written
    except (ValueError, RecursionError):
        card = None
    return text_of(card, "prompt", "desc") or text_of(data, "prompt") or "[卡片消息]"


def _titled(mark: str) -> Callable[[Payload], str]:
    def words(data: Payload) -> str:
        return " ".join(filter(None, [mark, *(text_of(data, key) for key in ("title", "content", "url"))]))

    return words


def _dice(data: Payload) -> str:
    return f"🎲 {text_of(data, 'result')}".rstrip()


def _rps(data: Payload) -> str:
    return {"1": "✋", "2": "✌", "3": "✊"}.get(text_of(data, "result"), "✊✌✋")


_WORDS: dict[str, Callable[[Payload], str]] = {
    "text": lambda data: text_of(data, "text") if not isinstance(data.get("text"), str) else data["text"],
    "json": _card,
    "xml": lambda data: text_of(data, "prompt") or "[卡片消息]",
    "share": _titled("[分享]"),
    "music": _titled("[音乐]"),
    "location": _titled("[位置]"),
    "contact": lambda data: (
        f"{'[推荐群]' if data.get('type') == 'group' else '[推荐好友]'} {text_of(data, 'id')}".rstrip()
    ),
    "poke": lambda _: "[戳一戳]",
    "dice": _dice,
    "rps": _rps,
    "shake": lambda _: "[窗口抖动]",
    "anonymous": lambda _: "",
    "mface": lambda data: text_of(data, "summary") or "[表情]",
    "node": lambda data: _node_line({"type": "node", "data": data}) + "\n",
    "forward": lambda _: "[聊天记录]",
}
