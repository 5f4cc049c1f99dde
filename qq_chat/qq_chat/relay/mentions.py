"""`@name`, in both directions. Computes only; no I/O."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from qq_api import Segment, at, text

EVERYBODY = ("全体成员", "all")

_SIGNS = re.compile(r"(?<![A-Za-z0-9_.@])@")


def with_mentions(words: str, names: Mapping[str, int], *, everybody: bool = False) -> list[Segment]:
    """A player's words with real mentions where an `@name` means somebody, as segments.

        >>> with_mentions("hi @Bob!", {"bob": 5})
        [{'type': 'text', 'data': {'text': 'hi '}}, {'type': 'at', 'data': {'qq': '5'}}, {'type': 'text', ...}]

    Args:
        words: what was said.
        names: in lower case -> the QQ number.
        everybody: whether `@all` may be real, too.
    """
    meant: dict[str, int | str] = {**dict.fromkeys(EVERYBODY if everybody else (), "all"), **names}
    return [*_parts(words, meant, max(map(len, meant), default=0))]


def _parts(words: str, meant: Mapping[str, int | str], most: int) -> Iterator[Segment]:
    said = 0
    for sign in _SIGNS.finditer(words):
        length = _length(words, sign.end(), meant, most) if sign.start() >= said else 0
        if length:
            if said < sign.start():
                yield text(words[said : sign.start()])
            said = sign.end() + length
            yield at(meant[words[sign.end() : said].lower()])
    if said < len(words):
        yield text(words[said:])


def _length(words: str, start: int, meant: Mapping[str, int | str], most: int) -> int:
    """How long the longest name is that stands there; 0 for none. `@Bob` is not in `@Bobby`."""
    for end in range(min(len(words), start + most), start, -1):
        if words[start:end].lower() in meant and not _goes_on(words, end):
            return end - start
    return 0


def _goes_on(words: str, end: int) -> bool:
    return end < len(words) and all(one.isascii() and (one.isalnum() or one == "_") for one in words[end - 1 : end + 1])


def named(words: str, players: Iterable[str]) -> list[str]:
    """Players whose names stand in a text, as words of their own: `steve, come` names Steve."""
    return [player for player in players if _whole(player).search(words)]


@lru_cache(maxsize=512)
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])", re.IGNORECASE)
