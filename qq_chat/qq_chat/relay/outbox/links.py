"""Links in a text. Computes only; no I/O.

>>> written("see https://a.example/b.html", "spaces")
'see https:// a . example /b.html'
>>> written("see https://a.example/b.html", "dots")
'see a点example/b.html'
"""

import re
from collections.abc import Iterator
from typing import Literal

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'`，。！？、；：（）【】《》「」“”…]+", re.IGNORECASE)
_PARTS = re.compile(r"((?:https?://)?)([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)


def places(text: str) -> Iterator[tuple[int, int]]:
    """Where links begin and end."""
    return (match.span() for match in _LINK.finditer(text))


def written(text: str, how: Literal["keep", "spaces", "dots"]) -> str:
    """A text with its links so that QQ does not take them for links, and people still read them."""
    if how == "keep" or ("://" not in text and "www." not in text.lower()):
        return text
    return _LINK.sub(_spaces if how == "spaces" else _dots, text)


def _spaces(link: re.Match[str]) -> str:
    scheme, host, rest = _apart(link)
    return " ".join(filter(None, (scheme, host.replace(".", " . "), rest)))


def _dots(link: re.Match[str]) -> str:
    _, host, rest = _apart(link)
    return host.replace(".", "点") + rest


def _apart(link: re.Match[str]) -> tuple[str, str, str]:
    scheme, host, rest = _PARTS.findall(link[0])[0]
    return scheme, host, rest
