"""QQ's cards: what a JSON or XML card says to people. Computes only; no I/O.

>>> card_of('{"app": "com.tencent.structmsg", "meta": {"news": {"tag": "知乎", "title": "t", "jumpUrl": "a.cn/b"}}}')
Card(kind='知乎', title='t', summary='', link='https://a.cn/b')
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from qq_chat.relay.rendering.fields import inner, items_of, link_of, text_of

LONGEST = 64 * 1024
"""Characters of a card that are read; QQ's are smaller."""


@dataclass(frozen=True)
class Card:
    """What a card says.

    Attributes:
        kind: what it is, or where it comes from, as `哔哩哔哩`; "" when it does not say.
        title, summary: its words.
        link: what it opens, or "".
    """

    kind: str = ""
    title: str = ""
    summary: str = ""
    link: str = ""


def json_of(value: Any) -> Mapping[str, Any]:
    """A card's JSON, as text or already read; an empty mapping when it is none."""
    if not isinstance(value, str):
        return value if isinstance(value, Mapping) else {}
    if len(value) > LONGEST:
        return {}
    try:
        tree = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return tree if isinstance(tree, Mapping) else {}


def card_of(value: Any) -> Card:
    """What a JSON card says (`data` of a `json` segment)."""
    tree = json_of(value)
    app = text_of(tree, "app")
    read = next((read for start, read in _APPS.items() if app.startswith(start)), _any)
    card, prompt = read(inner(tree, "meta")), _prompt(tree)
    if card.title:
        return Card(card.kind or prompt[0], card.title, card.summary, card.link)
    return Card(card.kind or prompt[0], prompt[1] or card.summary, card.summary if prompt[1] else "", card.link)


def _prompt(tree: Mapping[str, Any]) -> tuple[str, str]:
    """`[QQ小程序]哔哩哔哩` -> `("QQ小程序", "哔哩哔哩")`: how QQ's own list of chats shows a card."""
    prompt = text_of(tree, "prompt", "desc")
    kind, bracket, rest = prompt.removeprefix("[").partition("]")
    return (kind, rest.strip()) if bracket and prompt.startswith("[") else ("", prompt)


def _parts(meta: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (part for part in meta.values() if isinstance(part, Mapping))


def _any(meta: Mapping[str, Any]) -> Card:
    """`{"news": {"title": …, "desc": …, "tag": …, "jumpUrl": …}}`, and whatever else looks like it."""
    part = next(_parts(meta), {})
    return Card(
        kind=text_of(part, "tag", "tagName", "source", "appName"),
        title=text_of(part, "title", "nickname", "name", "text"),
        summary=text_of(part, "desc", "summary", "content", "forwardMessage"),
        link=_link(part),
    )


def _link(part: Mapping[str, Any]) -> str:
    keys = ("qqdocurl", "jumpUrl", "pcJumpUrl", "jump_url", "url", "link")
    return next(filter(None, (link_of(part.get(key), bare=True) for key in keys)), "")


def _mini_app(meta: Mapping[str, Any]) -> Card:
    """`{"detail_1": {"title": "哔哩哔哩", "desc": "a video", "qqdocurl": "https://b23.tv/x"}}`: the app comes first."""
    part = next(_parts(meta), {})
    app, said = text_of(part, "title", "source", "tag"), text_of(part, "desc")
    return Card(app if said else "", said or app, "", _link(part))


def _mini_app_lua(meta: Mapping[str, Any]) -> Card:
    """`{"miniapp": {"source": "QQ空间", "title": "…", "jumpUrl": "…"}}`."""
    part = next(_parts(meta), {})
    return Card(text_of(part, "source", "tag"), text_of(part, "title"), text_of(part, "desc"), _link(part))


def _announcement(meta: Mapping[str, Any]) -> Card:
    """`{"mannounce": {"encode": 1, "title": "576k5YWs5ZGK", "text": "5pys…"}}`: Base64."""
    part = next(_parts(meta), {})
    title, said = (_from_base64(text_of(part, key)) for key in ("title", "text"))
    return Card("", said or title, title if said else "")


def _from_base64(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("utf-8").strip()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return value


def _place(meta: Mapping[str, Any]) -> Card:
    """`{"Location.Search": {"name": "天安门", "address": "北京市", "lat": "39.9", "lng": "116.4"}}`."""
    part = next(_parts(meta), {})
    link = map_link(text_of(part, "lat"), text_of(part, "lng", "lon"))
    return Card("", text_of(part, "name") or text_of(part, "address"), text_of(part, "address"), link)


def map_link(lat: str, lon: str) -> str:
    """A place on Tencent's map, or "" for no place on earth."""
    try:
        is_place = abs(float(lat)) <= 90 and abs(float(lon)) <= 180
    except ValueError:
        return ""
    return link_of(f"https://apis.map.qq.com/uri/v1/marker?marker=coord:{lat},{lon}") if is_place else ""


def _contact(meta: Mapping[str, Any]) -> Card:
    """`{"contact": {"nickname": "生存服", "contact": "群号: 20001", "tag": "推荐群聊", "jumpUrl": "mqqapi://…"}}`."""
    part = next(_parts(meta), {})
    return Card(text_of(part, "tag"), text_of(part, "nickname", "name"), text_of(part, "contact"), _link(part))


_APPS: dict[str, Callable[[Mapping[str, Any]], Card]] = {
    "com.tencent.miniapp.lua": _mini_app_lua,
    "com.tencent.miniapp": _mini_app,
    "com.tencent.mannounce": _announcement,
    "com.tencent.map": _place,
    "com.tencent.troopsharecard": _contact,
    "com.tencent.contact.lua": _contact,
}
"""By the beginning of the card's `app`; all others are read by `_any`."""


@dataclass(frozen=True)
class ForwardCard:
    """A merged forward that came as a card: its id, the first lines, how many there are (0: it does not say)."""

    forward_id: str
    lines: tuple[str, ...]
    count: int


def forward_card(value: Any) -> ForwardCard | None:
    """The merged forward in a JSON card (`com.tencent.multimsg`), or None when it is something else."""
    tree = json_of(value)
    if text_of(tree, "app") != "com.tencent.multimsg":
        return None
    detail = inner(tree, "meta", "detail")
    lines = tuple(text_of(one, "text") for one in items_of(detail, "news"))
    return ForwardCard(text_of(detail, "resid"), lines, _count(text_of(detail, "summary")))


def _count(summary: str) -> int:
    """`查看12条转发消息` -> `12`."""
    digits = "".join(char if char in "0123456789" else " " for char in summary).split()
    return int(digits[0][:9]) if digits else 0


def xml_card(value: Any) -> Card:
    """What an XML card says (`data` of an `xml` segment).

    `<msg brief="[分享] t" url="u"><item><title>t</title><summary>s</summary></item><source name="n"/></msg>`
    """
    reader = _XmlCard()
    if isinstance(value, str):
        reader.feed(value[:LONGEST])
    words = {name: " ".join("".join(parts).split()) for name, parts in reader.words.items()}
    kind, rest = _prompt({"prompt": reader.attributes.get("msg.brief", "")})
    return Card(
        kind=reader.attributes.get("source.name", "") or kind,
        title=words.get("title", "") or rest,
        summary=words.get("summary", ""),
        link=link_of(reader.attributes.get("msg.url", "") or reader.attributes.get("msg.i_actiondata", ""), bare=True),
    )


class _XmlCard(HTMLParser):
    """Reads XML as leniently as HTML is read: no entity of its own making, no error for what is broken."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: dict[str, str] = {}
        self.words: dict[str, list[str]] = {}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens; of several of one name the first one counts."""
        self._inside = tag if tag not in self.words else ""
        for name, value in attrs:
            self.attributes.setdefault(f"{tag}.{name}", value or "")

    def handle_endtag(self, tag: str) -> None:
        """An element closes; words behind it belong to none."""
        self._inside = "" if tag else self._inside

    def handle_data(self, data: str) -> None:
        """Words between two tags."""
        if self._inside:
            self.words.setdefault(self._inside, []).append(data)
