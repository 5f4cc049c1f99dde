"""A long text in pieces. Computes only; no I/O.

>>> cut("First. Second one.", 10)
['First.', 'Second', 'one.']
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable

from qq_chat.relay.outbox.links import places

_PLACES = [
    re.compile(r"\n[^\S\n]*\n\s*"),  # behind a paragraph
    re.compile(r"\n"),
    re.compile(r"[。！？；…]+[」』”’）】》]*|[.!?;]+[\"')\]]*(?=\s)"),  # behind a sentence
    re.compile(r"[，、：]|[,:](?=\s)|\s+"),
]

_JOINER, _KEYCAP = "\u200d", "\u20e3"


def cut(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` characters: by paragraphs, lines, sentences, words; never inside a character or link.

    White space at the cuts is gone. A link or a character that is longer than a piece is cut all the same.
    """
    pieces, start = [], 0
    links = list(places(text)) if len(text) > limit else []
    while len(text) - start > limit:
        end = _end(text, start, limit, links)
        pieces.append(text[start:end].strip())
        start = end
    return [piece for piece in [*pieces, text[start:].strip()] if piece] or [text[:limit]]


def _end(text: str, start: int, limit: int, links: list[tuple[int, int]]) -> int:
    window = text[start : start + limit + 1]

    def allowed(end: int) -> bool:
        return end <= start + limit and not _inside(end, links) and not joined(text, end)

    for pattern in _PLACES:
        found = [start + match.end() for match in pattern.finditer(window) if match.end() > limit // 2]
        if end := next(filter(allowed, reversed(found)), 0):
            return end
    return _hard(text, range(start + limit, start, -1), allowed)


def _hard(text: str, ends: range, allowed: Callable[[int], bool]) -> int:
    """No place is sensible: wherever it may be at all."""
    choices: Iterable[Callable[[int], bool]] = (allowed, lambda end: not joined(text, end))
    for choice in choices:
        if end := next(filter(choice, ends), 0):
            return end
    return ends[0]


def _inside(end: int, links: list[tuple[int, int]]) -> bool:
    place = bisect_right(links, (end, 0)) - 1
    return place >= 0 and links[place][0] < end < links[place][1]


def joined(text: str, at: int) -> bool:
    """Whether the two code points around a place are parts of one character, as people count (UAX 29, simplified)."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before == _JOINER or after in (_JOINER, _KEYCAP) or (before, after) == ("\r", "\n"):
        return True
    if unicodedata.category(after) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if "\U000e0020" <= after <= "\U000e007f" or ("\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff"):
        return True
    return _is_hangul(before, after) or (_is_flag(before) and _is_flag(after) and _flags_before(text, at) % 2 == 1)


def _is_hangul(before: str, after: str) -> bool:
    """Conjoining letters of one syllable."""
    lead_or_block = "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    return lead_or_block and ("\u1160" <= after <= "\u11ff" or ("\u1100" <= after <= "\u115f" and before <= "\u115f"))


def _is_flag(character: str) -> bool:
    """Half of a flag."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    count = 0
    while count < at and _is_flag(text[at - 1 - count]):
        count += 1
    return count
