"""Text for the platform: what would be a tag stays text, and a long text becomes several. Computes only; no I/O."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qq_api.official.mapping.fields import clean

# what the platform reads in a content as a mention, a channel or a face
_OPENS = re.compile(r"<(?=\s*/?\s*(?:[@#!]|qqbot|face|emoji))", re.IGNORECASE)
_EVERYONE = re.compile(r"@(?=everyone)", re.IGNORECASE)
# C0 but newline and tab, C1, and those that turn the direction of a line
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NEAR = 200
"""So many characters before the end of a part a line's end or a blank is looked for."""


@dataclass(frozen=True)
class Piece:
    """A run of a content: text, or a tag that the platform is to read."""

    text: str
    is_tag: bool = False


def only_text(text: str) -> str:
    """A text that the platform reads as nothing but text: `<@32AB>` -> `＜@32AB>`; ordinary `<Steve> hi` stays."""
    text = _CONTROLS.sub("", clean(text).replace("\r\n", "\n").replace("\r", "\n"))
    return _EVERYONE.sub("＠", _OPENS.sub("＜", text))


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Texts beside each other as one, each made only text: a tag cannot be put together out of two."""
    runs: list[Piece] = []
    for one in pieces:
        if runs and not one.is_tag and not runs[-1].is_tag:
            runs[-1] = Piece(runs[-1].text + one.text)
        elif one.text:
            runs.append(one)
    return [one if one.is_tag else Piece(only_text(one.text)) for one in runs]


def parts(pieces: Iterable[Piece], longest: int) -> list[str]:
    """Contents of at most so many characters; cut at a line's end or a blank where one is near, never in a tag."""
    contents = [""]
    for piece in pieces:
        for one in [piece.text] if piece.is_tag else _chunks(piece.text, longest, longest - len(contents[-1])):
            if len(contents[-1]) + len(one) > longest and contents[-1]:
                contents.append("")
            contents[-1] += one
    return [content for content in (one.strip("\n") for one in contents) if content.strip()]


def _chunks(text: str, longest: int, room: int) -> Iterator[str]:
    """A text in pieces, the first of which fits into `room`."""
    room = room if room > 0 else longest
    while len(text) > room:
        end = _end(text, room)
        yield text[:end]
        text, room = text[end:], longest
    yield text


def _end(text: str, room: int) -> int:
    near = max(0, room - _NEAR)
    for mark in ("\n", "。", " "):
        if (found := text.rfind(mark, near, room)) > 0:
            return found + 1
    return room


def halves(content: str) -> tuple[str, str]:
    """A content that the platform found too long, as two; no tag is cut."""
    middle = _end(content, len(content) // 2)
    opened = content.rfind("<", 0, middle)
    if opened > 0 and content.find(">", opened, middle) < 0 and middle - opened < _NEAR:
        middle = opened
    return content[:middle], content[middle:]
