"""A message from QQ as an RText component. Computes only; no I/O."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from mcdreforged.api.rtext import RTextList

from qq_chat.relay.rendering import clicks
from qq_chat.relay.rendering.known import View
from qq_chat.relay.rendering.pieces import Piece, draw
from qq_chat.relay.rendering.said import segments_of
from qq_chat.relay.rendering.segments import pieces_of


def render(message: Any, view: View, before: str = "") -> RTextList:
    """What players see of a message: one line, its parts coloured, with what hovers and what a click does.

    Args:
        message: in any shape QQ's side sends: segments, one segment, a CQ string.
        view: what is known, the owner's wishes, the words.
        before: stands in front of it.

    Returns:
        A flat list of texts; an empty one when nothing of it can be seen.
    """
    pieces = chain([Piece(before)], pieces_of(segments_of(message), view))
    drawn = draw(_answerable(pieces, view), view.wishes.longest)
    return drawn if drawn.to_plain_text().strip(" ⏎") else RTextList()


def _answerable(pieces: Iterable[Piece], view: View) -> Iterator[Piece]:
    """A click on plain text begins an answer to the message."""
    ask = clicks.answer(view.message_id) if view.wishes.click_to_answer else ""
    hover = [view.texts("shown.answer")] if ask else []
    for piece in pieces:
        is_free = ask and piece.color is None and not piece.is_code
        yield piece._replace(suggest=ask, hover=hover) if is_free else piece
