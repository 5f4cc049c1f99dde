"""What one player asked to see: a merged forward, page by page, or the pictures of a message. Computes only; no I/O."""

from collections.abc import Sequence
from dataclasses import replace

from mcdreforged.api.rtext import RColor, RTextList

from qq_chat.relay.rendering import clicks
from qq_chat.relay.rendering.known import Found, View
from qq_chat.relay.rendering.media import tag
from qq_chat.relay.rendering.pieces import Piece, draw, drawing, link_piece
from qq_chat.relay.rendering.said import Said
from qq_chat.relay.rendering.segments import pieces_of
from qq_chat.text.words import LINE_LENGTH, name_for_game

LINES = 8
"""Messages on a page: the chat shows ten lines while it is closed."""


def page(forward_id: str, said: Sequence[Said], number: int, view: View) -> list[RTextList]:
    """A page, as lines: what it is, its messages, and what leads to the pages beside it.

    Args:
        forward_id: of the merged forward, for the clicks.
        said: everything in it.
        number: of the page, from 1; beyond the last one the last one is shown.
        view: the words, the wishes, and what is known.
    """
    pages = max(1, -(-len(said) // LINES))
    number = min(max(number, 1), pages)
    shown = said[(number - 1) * LINES : number * LINES]
    head = view.texts("shown.page", kind=view.texts("shown.forward"), page=number, pages=pages)
    lines = [[Piece(head, RColor.yellow)], *(_line(one, view) for one in shown)]
    steps = _steps(forward_id, number, pages, view)
    return [draw(pieces, view.wishes.longest) for pieces in [*lines, *([steps] if steps else [])]]


def picture_lines(said: Said, found: Sequence[Found], view: View) -> list[RTextList]:
    """The pictures of a message: a line each for links that open, and drawn into the chat what QQ has no more.

    Args:
        said: the message.
        found: what `pictures.Pictures.links` gave.
        view: the words.
    """
    if not found:
        return [draw([Piece(view.texts("shown.no_links"))], view.wishes.longest)]
    name = name_for_game(said.name) or str(said.user_id or "?")
    head = draw([Piece(view.texts("shown.links", name=name), RColor.yellow)], LINE_LENGTH)
    return [head, *(line for one in found for line in _picture(one, view))]


def _picture(found: Found, view: View) -> list[RTextList]:
    kind = tag(view.texts("shown.picture"))
    if found.link:
        opens = link_piece(kind, found.link)._replace(thumbnail=found.small)
        return [draw([opens, Piece(" "), link_piece(found.link, found.link)], LINE_LENGTH)]
    gone = draw([Piece(f"{kind} {view.texts('shown.kept')}", RColor.gold)], LINE_LENGTH)
    return [gone, *drawing(found.small)]


def _line(said: Said, view: View) -> list[Piece]:
    """`[Alice] hi`; nothing in it can be answered, for the group does not have it."""
    name = name_for_game(said.name) or str(said.user_id or "?")
    hover = [f"QQ {said.user_id}"] if said.user_id else []
    return [Piece(f"[{name}]", hover=hover), Piece(" "), *pieces_of(said.segments, replace(view, message_id=""))]


def _steps(forward_id: str, number: int, pages: int, view: View) -> list[Piece]:
    """`« 上一页  下一页 »`."""
    back = Piece(view.texts("shown.back"), RColor.aqua, suggest=clicks.read(forward_id, number - 1))
    onward = Piece(view.texts("shown.next"), RColor.aqua, suggest=clicks.read(forward_id, number + 1))
    parts = [*([back] if number > 1 else []), *([onward] if number < pages else [])]
    return [parts[0], Piece("  "), parts[1]] if len(parts) > 1 else parts
