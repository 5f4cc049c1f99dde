"""The pieces a line is made of. Every text of a component passes here, and is cleaned here. Computes only; no I/O."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from mcdreforged.api.rtext import RAction, RColor, RStyle, RText, RTextBase, RTextList

from qq_chat.relay.rendering.fields import link_of
from qq_chat.relay.rendering.known import Thumbnail
from qq_chat.text.words import for_game

HOVER_LENGTH = 300
"""Characters of one line that shows when the pointer rests on a piece."""

HOVER_LINES = 12

_LINK = re.compile(r"https?://[!#-&(-;=?-~]{1,1000}", re.IGNORECASE)
_AFTER_LINK = ".,;:!?)]}'"
_CICODE = re.compile(r"\[(?=CICode\b)", re.IGNORECASE)


class Piece(NamedTuple):
    """A part of a line in one look.

    Attributes:
        text: may hold anything; it is cleaned when drawn.
        color: None: that of the line.
        hover: lines that show when the pointer rests on it; cleaned, too.
        suggest, run, url: what a click does, at most one of them: types a text, runs a `/` command, opens a link.
        thumbnail: drawn below the lines of `hover`.
        is_code: the text is ours, for a mod to read.
        is_word: a blank belongs behind it.
    """

    text: str
    color: RColor | None = None
    hover: Sequence[str] = ()
    suggest: str = ""
    run: str = ""
    url: str = ""
    thumbnail: Thumbnail = ()
    is_code: bool = False
    is_word: bool = False


def words(text: str) -> str:
    """A text from QQ as it is shown; a code for the mod ChatImage in it stays text: players' games would follow it."""
    return for_game(_CICODE.sub("[ ", text))


def with_links(text: str, *, clickable: bool) -> Iterator[Piece]:
    """Text, its links pieces of their own."""
    from_here = 0
    for match in _LINK.finditer(text) if clickable else ():
        link = match[0].rstrip(_AFTER_LINK)
        yield Piece(text[from_here : match.start()])
        yield link_piece(link, link)
        from_here = match.start() + len(link)
    yield Piece(text[from_here:])


def link_piece(text: str, link: str, *hover: str) -> Piece:
    """A text that opens a link, if it is one that may be opened."""
    url = link_of(link)
    shown = [*filter(None, hover), *([url] if url and url != text else [])]
    return Piece(text, RColor.blue if url else None, shown, url=url)


def draw(pieces: Iterable[Piece], longest: int) -> RTextList:
    """The pieces as one component, at most `longest` characters of text; what has no look of its own is grey."""
    return RTextList(*map(_drawn, _joined(_cut(_cleaned(pieces), longest))))


def _cleaned(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        text = piece.text if piece.is_code else words(piece.text)
        if text:
            yield piece if text == piece.text else piece._replace(text=text)


def _cut(pieces: Iterable[Piece], longest: int) -> Iterator[Piece]:
    left = longest
    for piece in pieces:
        if len(piece.text) > left:
            yield Piece("…" if piece.is_code else f"{piece.text[: max(left - 1, 0)]}…")
            return
        left -= len(piece.text)
        yield piece


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours that look alike are one."""
    for _, group in groupby(pieces, _look):
        first, *others = group
        yield first._replace(text="".join(piece.text for piece in (first, *others))) if others else first


def _look(piece: Piece) -> tuple[object, ...]:
    return piece.color, tuple(piece.hover), piece.suggest, piece.run, piece.url, piece.thumbnail, piece.is_code


def _drawn(piece: Piece) -> RText:
    text, hover = RText(piece.text, piece.color or RColor.gray), hover_of(piece)
    if piece.url and piece.url == piece.text:
        text.set_styles(RStyle.underlined)
    if hover is not None:
        text.h(hover)
    if piece.url:
        text.c(RAction.open_url, piece.url)
    elif piece.run:
        text.c(RAction.run_command, piece.run)
    elif piece.suggest:
        text.c(RAction.suggest_command, _typed(piece.suggest))
    return text


def _typed(text: str) -> str:
    """A chat line takes 256 characters; a blank at the end is kept, so that the player writes on."""
    return for_game(text, 250)


def hover_of(piece: Piece) -> RTextBase | None:
    """What shows when the pointer rests on a piece."""
    lines = [for_game(line, HOVER_LENGTH) for line in piece.hover[:HOVER_LINES]]
    shown = "\n".join(filter(None, lines))
    if not piece.thumbnail:
        return RText(shown) if shown else None
    drawn = [part for row in piece.thumbnail for part in (RText("\n"), *_row(row))]
    return RTextList(*([RText(shown), *drawn] if shown else drawn[1:]))


def drawing(small: Thumbnail) -> list[RTextList]:
    """A small picture as lines of coloured blocks."""
    return [RTextList(*_row(row)) for row in small]


def _row(colors: Sequence[int]) -> Iterator[RText]:
    for color, cells in groupby(colors):
        yield RText("█" * len(list(cells)), RColor.from_mc_value(f"#{color:06x}"))
