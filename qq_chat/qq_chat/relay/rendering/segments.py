"""The one table: what each kind of segment looks like. Computes only; no I/O."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from mcdreforged.api.rtext import RColor

from qq_chat.relay.rendering import clicks, media, rich
from qq_chat.relay.rendering.faces import face_name
from qq_chat.relay.rendering.fields import number_of, text_of
from qq_chat.relay.rendering.known import View
from qq_chat.relay.rendering.media import tag
from qq_chat.relay.rendering.pieces import Piece, draw, with_links
from qq_chat.relay.rendering.said import Said, forwarded
from qq_chat.text.words import name_for_game

Data = dict[str, Any]
Shows: TypeAlias = Callable[[Data, View], Piece | Iterable[Piece]]

SHORT = 100
"""Characters of a message inside something else, at most."""


def pieces_of(segments: Iterable[dict[str, Any]], view: View) -> Iterator[Piece]:
    """A message's pieces, in order; a blank between a name and the word behind it."""
    is_word = False
    for piece in filter(lambda piece: piece.text, _shown(segments, view)):
        if is_word and not piece.text[0].isspace():
            yield Piece(" ")
        yield piece
        is_word = piece.is_word


def _shown(segments: Iterable[dict[str, Any]], view: View) -> Iterator[Piece]:
    for segment in segments:
        shown = TABLE.get(segment["type"], _unknown(segment["type"]))(segment["data"], view)
        yield from (shown,) if isinstance(shown, Piece) else shown


def short(segments: Iterable[dict[str, Any]], view: View, length: int = SHORT) -> str:
    """A message as a short text, as it stands in quotes and lists."""
    brief = replace(view, is_brief=True, message_id="")
    return draw(pieces_of(segments, brief), length).to_plain_text().strip(" ⏎") if length else ""


def _unknown(kind: str) -> Shows:
    """`[kind]`, as QQ's side calls it."""
    return lambda _data, _view: Piece(tag(name_for_game(kind) or "?"), RColor.gold)


def _text(data: Data, view: View) -> Iterable[Piece]:
    text = data.get("text")
    clickable = view.wishes.clickable_links and not view.is_brief
    return with_links(text if isinstance(text, str) else text_of(data, "text"), clickable=clickable)


def _at(data: Data, view: View) -> Piece:
    """`@card`: the number on hover; a click begins an answer."""
    user_id = number_of(data, "qq", "user_id", "id")
    if not user_id:
        is_all = text_of(data, "qq") in ("all", "0", "")
        name = view.texts("shown.everybody") if is_all else name_for_game(text_of(data, "qq"))
        return Piece(f"@{name}", RColor.gold, is_word=True)
    known = name_for_game(view.known.names.get(user_id, "")) or name_for_game(text_of(data, "name").lstrip("@"))
    name = known or str(user_id)
    return Piece(f"@{name}", RColor.aqua, [f"QQ {user_id}"], suggest=clicks.mention(name), is_word=True)


def _reply(data: Data, view: View) -> Piece:
    """`[回复 Alice: hi]`, more of it on hover; a click answers the quoted message."""
    message_id, kind = text_of(data, "id", "message_id"), view.texts("shown.reply")
    if view.is_brief:
        return Piece("")
    quoted = view.known.quotes.get(message_id) or _carried(data)
    ask = clicks.answer(message_id)
    hint = [view.texts("shown.answer")] if ask else []
    if quoted is None or not (quoted.name or quoted.user_id or quoted.segments):
        return Piece(tag(kind), RColor.dark_aqua, hint, suggest=ask, is_word=True)
    name, said = _name(quoted, view), short(quoted.segments, view, view.wishes.quote)
    shown = tag(kind, f"{name}: {said}" if said else name)
    return Piece(shown, RColor.dark_aqua, [line_of(quoted, view), *hint], suggest=ask, is_word=True)


def _carried(data: Data) -> Said | None:
    """What a go-cqhttp with `extra-reply-data` sends along: `{"id": "1", "qq": "10002", "text": "hi"}`."""
    text = text_of(data, "text")
    if not text:
        return None
    return Said("", number_of(data, "qq"), "", [{"type": "text", "data": {"text": text}}])


def _name(said: Said, view: View) -> str:
    return name_for_game(view.known.names.get(said.user_id, "") or said.name) or str(said.user_id or "?")


def line_of(said: Said, view: View) -> str:
    """`Alice: hi`, a message in one short line."""
    return f"{_name(said, view)}: {short(said.segments, view)}"


def _face(data: Data, view: View) -> Piece:
    name = name_for_game(face_name(data))
    return Piece(tag(name or f"{view.texts('shown.face')} {name_for_game(text_of(data, 'id'))}".strip()), RColor.gold)


def _dice(data: Data, view: View) -> Piece:
    """`[骰子 4]`: `result` as in QQ NT, `value` as in go-cqhttp."""
    result = number_of(data, "result", "value")
    return Piece(tag(view.texts("shown.dice"), str(result) if 1 <= result <= 6 else ""), RColor.gold)


def _rps(data: Data, view: View) -> Piece:
    """`[猜拳 石头]`: `result` is 1 paper, 2 scissors, 3 rock; go-cqhttp's `value` is 0 rock, 1 scissors, 2 paper."""
    hand = {"1": "shown.paper", "2": "shown.scissors", "3": "shown.rock"}.get(text_of(data, "result"))
    if text_of(data, "value"):
        hand = {"0": "shown.rock", "1": "shown.scissors", "2": "shown.paper"}.get(text_of(data, "value"))
    return Piece(tag(view.texts("shown.rps"), view.texts(hand) if hand else ""), RColor.gold)


def _poke(data: Data, view: View) -> Piece:
    """A poke that came as a message; that somebody was nudged is a notice."""
    user_id = number_of(data, "qq")
    if not user_id:
        return Piece(view.texts("shown.poke"), RColor.gold)
    name = name_for_game(view.known.names.get(user_id, "")) or str(user_id)
    return Piece(view.texts("shown.poke_at", name=name), RColor.gold, [f"QQ {user_id}"])


def _forward(data: Data, view: View) -> Piece:
    forward_id = text_of(data, "id", "resid")
    said = view.known.forwards.get(forward_id) or forwarded(data.get("content"))
    lines = [] if view.is_brief else [line_of(one, view) for one in said[: rich.FIRST_LINES]]
    return rich.records(forward_id, len(said), lines, view)


def _node(data: Data, view: View) -> Piece:
    """One entry of a merged forward, where it stands alone."""
    lines = [] if view.is_brief else [line_of(one, view) for one in forwarded([{"data": data}])]
    return rich.records("", 0, lines, view)


def _named(key: str) -> Shows:
    """Something that only has a name."""
    return lambda _data, view: Piece(tag(view.texts(key)), RColor.gold)


TABLE: dict[str, Shows] = {
    "text": _text,
    "at": _at,
    "reply": _reply,
    "face": _face,
    "bface": _face,
    "bounceface": _face,
    "dice": _dice,
    "new_dice": _dice,
    "rps": _rps,
    "new_rps": _rps,
    "poke": _poke,
    "shake": _named("shown.shake"),
    "anonymous": _named("shown.anonymous"),
    "basketball": _named("shown.basketball"),
    "gift": _named("shown.gift"),
    "image": media.image,
    "cardimage": media.image,
    "mface": media.mface,
    "marketface": media.mface,
    "record": media.record,
    "video": media.video,
    "file": media.file,
    "onlinefile": media.file,
    "flash_file": media.file,
    "flashtransfer": media.file,
    "share": rich.share,
    "music": rich.music,
    "location": rich.location,
    "contact": rich.contact,
    "json": rich.json,
    "miniapp": rich.json,
    "lightapp": rich.json,
    "xml": rich.xml,
    "markdown": rich.markdown,
    "keyboard": rich.keyboard,
    "inline_keyboard": rich.keyboard,
    "redbag": rich.redbag,
    "forward": _forward,
    "longmsg": _forward,
    "node": _node,
}
"""Segment type -> how it is shown. What is not in here is shown by its name."""
