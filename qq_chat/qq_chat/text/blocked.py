"""Words that nobody shall say. Computes only; no I/O.

Thousands of words cost microseconds where `ahocorasick-rs` is installed, else a fraction of a millisecond.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

try:
    from ahocorasick_rs import AhoCorasick, MatchKind
except ImportError:
    HAS_AHO_CORASICK = False
else:
    HAS_AHO_CORASICK = True

_Find: TypeAlias = Callable[[str], Iterable[tuple[int, int]]]


class BlockedWords:
    """Finds words in a text; upper and lower case, and full and half width, are the same.

    Args:
        words: what is not to be said; empty ones do not count.
    """

    def __init__(self, words: Iterable[str]) -> None:
        wanted = sorted({_folded(word.strip()) for word in words} - {""})
        self._find: _Find | None = _finder(wanted) if wanted else None

    def found(self, text: str) -> bool:
        """Whether one of them is in a text."""
        return self._find is not None and any(True for _ in self._find(_folded(text)))

    def left(self, text: str, action: str, mask: str) -> str:
        """What of a text may be said: all of it, or with the words hidden (`mask`), else nothing."""
        if not self.found(text):
            return text
        return self.masked(text, mask) if action == "mask" else ""

    def masked(self, text: str, mask: str = "*") -> str:
        """The text with each of them hidden: `you ****`."""
        if self._find is None:
            return text
        there, end = [], 0
        for start, stop in self._find(_folded(text)):
            there += [text[end:start], mask * (stop - start)]
            end = stop
        return "".join([*there, text[end:]]) if there else text


def _finder(words: list[str]) -> _Find:
    if not HAS_AHO_CORASICK:
        alternation = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        spans = re.compile(alternation).finditer
        return lambda text: (match.span() for match in spans(text))
    find = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes
    return lambda text: ((start, stop) for _, start, stop in find(text))


def _folded(text: str) -> str:
    """Letter by letter, so that places stay: `Ａb` is `ab`."""
    return "".join(_fold(text))


def _fold(text: str) -> Iterator[str]:
    for letter in text:
        half = chr(ord(letter) - 0xFEE0) if "\uff01" <= letter <= "\uff5e" else letter
        low = half.lower()
        yield low if len(low) == 1 else half
