"""Links, songs, places, cards, Markdown and merged forwards. Computes only; no I/O."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from mcdreforged.api.rtext import RColor

from qq_chat.relay.rendering import clicks
from qq_chat.relay.rendering.cards import Card, card_of, forward_card, json_of, map_link, xml_card
from qq_chat.relay.rendering.fields import as_text, inner, items_of, text_of
from qq_chat.relay.rendering.known import View
from qq_chat.relay.rendering.media import tag
from qq_chat.relay.rendering.pieces import Piece, link_piece, with_links
from qq_chat.text.words import for_game, name_for_game

Data = dict[str, Any]

TITLE_LENGTH = 80
FIRST_LINES = 8
"""Lines of a merged forward that show when the pointer rests on it."""

_SONGS = {
    "163": "https://music.163.com/song?id={id}",
    "qq": "https://y.qq.com/n/ryqq/songDetail/{id}",
    "kugou": "https://www.kugou.com/song/#hash={id}",
    "kuwo": "https://www.kuwo.cn/play_detail/{id}",
    "migu": "https://music.migu.cn/v3/music/song/{id}",
}
_KINDS = {
    "com.tencent.mannounce": "shown.announcement",
    "com.tencent.map": "shown.location",
    "com.tencent.music": "shown.music",
    "com.tencent.troopsharecard": "shown.group_card",
    "com.tencent.contact": "shown.contact",
}
"""What a card is that does not say it, by its `app`."""

_NAMED = re.compile(r"!?\[([^\[\]\n]{0,300})\]\(\s*([^()\s]{0,1000})[^()\n]{0,100}\)")
_HEADS = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)", re.MULTILINE)
_MARKS = re.compile(r"\*\*|__|~~|`+|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|<[/a-zA-Z][^<>\n]{0,300}>")


def card_piece(card: Card, kind: str) -> Piece:
    """`[哔哩哔哩] a video`: a card, opened by a click."""
    kind, title = name_for_game(card.kind) or kind, for_game(card.title, TITLE_LENGTH).strip(" ⏎")
    shown = f"{tag(kind)} {title}" if title else tag(kind)
    piece = link_piece(shown, card.link, *([card.title] if len(card.title) > TITLE_LENGTH else []), card.summary)
    return piece if piece.url else piece._replace(color=RColor.gold)


def share(data: Data, view: View) -> Piece:
    """A link with a title."""
    kind = view.texts("shown.share")
    return card_piece(Card("", text_of(data, "title"), text_of(data, "content"), as_text(data.get("url"))), kind)


def music(data: Data, view: View) -> Piece:
    """A song, by its title, or where it is."""
    site, song = text_of(data, "type"), text_of(data, "id")
    link = text_of(data, "url", "jumpUrl") or (_SONGS[site].format(id=song) if song and site in _SONGS else "")
    title = text_of(data, "title") or (f"{site} {song}".strip() if site != "custom" else "")
    return card_piece(Card("", title, text_of(data, "content", "singer"), link), view.texts("shown.music"))


def location(data: Data, view: View) -> Piece:
    """A place, on a map."""
    lat, lon = text_of(data, "lat"), text_of(data, "lon", "lng")
    title = text_of(data, "title", "content", "address") or f"{lat}, {lon}".strip(", ")
    return card_piece(Card("", title, text_of(data, "content"), map_link(lat, lon)), view.texts("shown.location"))


def contact(data: Data, view: View) -> Piece:
    """Somebody's card, or a group's."""
    kind = view.texts("shown.group_card" if text_of(data, "type") == "group" else "shown.contact")
    return Piece(tag(kind, name_for_game(text_of(data, "name", "nickname", "id"))), RColor.gold)


def json(data: Data, view: View) -> Piece:
    """Any JSON card; a merged forward may come as one."""
    source = data.get("data") or data.get("content")
    card = forward_card(source)
    if card is not None:
        return records(card.forward_id, card.count, card.lines, view)
    if not json_of(source):
        return Piece(tag(view.texts("shown.card")), RColor.gold)
    app = text_of(json_of(source), "app")
    key = next((key for start, key in _KINDS.items() if app.startswith(start)), "shown.card")
    return card_piece(card_of(source), view.texts(key))


def xml(data: Data, view: View) -> Piece:
    """Any XML card; go-cqhttp sends JSON by this name, too."""
    source = data.get("data")
    if isinstance(source, str) and source.lstrip().startswith("{"):
        return json(data, view)
    return card_piece(xml_card(source), view.texts("shown.card"))


def markdown(data: Data, view: View) -> Iterator[Piece]:
    """The text of Markdown, its links pieces of their own."""
    source, end = text_of(data, "content", "data")[:8000], 0
    clickable = view.wishes.clickable_links
    for match in _NAMED.finditer(source):
        yield from with_links(plain_markdown(source[end : match.start()]), clickable=clickable)
        name = match[1].strip() or view.texts("shown.picture" if match[0].startswith("!") else "shown.share")
        yield link_piece(tag(name) if match[0].startswith("!") else name, match[2] if clickable else "")
        end = match.end()
    yield from with_links(plain_markdown(source[end:]), clickable=clickable)


def plain_markdown(source: str) -> str:
    """`# a **b**` -> `a b`."""
    return _MARKS.sub("", _HEADS.sub("", source))


def keyboard(data: Data, view: View) -> Piece:
    """The buttons below a bot's message: `[yes] [no]`."""
    content = inner(data, "content") or data
    buttons = [button for row in items_of(content, "rows") for button in items_of(row, "buttons")]
    labels = (name_for_game(text_of(inner(button, "render_data"), "label")) for button in buttons[:20])
    return Piece(" ".join(map(tag, filter(None, labels))) or tag(view.texts("shown.buttons")), RColor.gold)


def redbag(data: Data, view: View) -> Piece:
    """`[红包 恭喜发财]`."""
    return Piece(tag(view.texts("shown.redbag"), name_for_game(text_of(data, "title"))), RColor.red)


def records(forward_id: str, count: int, lines: Sequence[str], view: View) -> Piece:
    """`[聊天记录 · 3 条]`, the first lines on hover; a click asks for all of them.

    Args:
        forward_id: "" when it cannot be asked for.
        count: how many messages there are; 0: not known.
        lines: the first of them.
        view: who looks.
    """
    kind = view.texts("shown.forward")
    shown = tag(view.texts("shown.forward_of", kind=kind, count=count) if count else kind)
    more = ["…"] if count > len(lines[:FIRST_LINES]) > 0 else []
    ask = clicks.read(forward_id)
    hint = [view.texts("shown.read")] if ask else []
    return Piece(shown, RColor.yellow, [*lines[:FIRST_LINES], *more, *hint], suggest=ask)
