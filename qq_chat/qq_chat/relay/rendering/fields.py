"""Reads what is in a segment without trusting it: keys are missing, types are wrong, numbers come as strings.

>>> text_of({"name": None, "file": "a.png"}, "name", "file")
'a.png'
>>> link_of("https://a.cn/?q=[x] y")
'https://a.cn/?q=%5Bx%5D%20y'
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

LINK_LENGTH = 2000

_MAPPINGS = (dict, Mapping)
"""`dict` first: to look whether something is another mapping takes twenty times as long."""

_HOST = re.compile(r"(?!-)[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?(?::\d{1,5})?")
_BARE = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?]|\Z)")
_ALLOWED = "!#$&'()*+,/:;=?@~-._"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def text_of(data: Any, *keys: str) -> str:
    """The first of some keys that says something, as text; "" when none does. What is no text and no number is none."""
    if not isinstance(data, _MAPPINGS):
        return ""
    for key in keys:
        found = as_text(data.get(key))
        if found:
            return found
    return ""


def as_text(value: Any) -> str:
    """`7` -> `"7"`, text as it is without blanks around, anything else -> `""`."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    try:
        return str(value)
    except ValueError:  # an integer of more than 4300 digits
        return ""


def number_of(data: Any, *keys: str) -> int:
    """The first of some keys that is a number above 0 (`3`, `"3"`, `3.2`), rounded down; 0 when none is."""
    for key in keys:
        found = text_of(data, key)
        if not found:
            continue
        try:
            number = int(found) if found.isdecimal() and len(found) < 16 else int(float(found[:32]))
        except (ValueError, OverflowError):
            continue
        if number > 0:
            return number
    return 0


def inner(data: Any, *keys: str) -> Mapping[str, Any]:
    """The mapping that lies at a path of keys; an empty one where there is none."""
    for key in keys:
        data = data.get(key) if isinstance(data, _MAPPINGS) else None
    return data if isinstance(data, _MAPPINGS) else {}


def items_of(data: Any, key: str) -> list[Any]:
    """The list that lies at a key; an empty one where there is none."""
    value = data.get(key) if isinstance(data, _MAPPINGS) else None
    return value if isinstance(value, list) else []


def link_of(value: Any, *, bare: bool = False) -> str:
    """A link that a click may open, or "".

    Only http and https, to a named host and without a user in front of it (`https://qq.com@evil.cn`). Whatever
    Minecraft could not read as an address is written as `%..`: since 1.21.5 one bad address costs the whole line.

    Args:
        value: of a segment.
        bare: `m.q.qq.com/a` is a link, too, as in cards.
    """
    link = as_text(value)
    if bare and _BARE.match(link):
        link = f"https://{link}"
    try:
        parts = urlsplit(link)
        is_good = parts.scheme in ("http", "https") and _HOST.fullmatch(_host(parts.netloc)) is not None
        port = parts.port
    except ValueError:
        return ""
    if not is_good or port == 0 or len(link) > LINK_LENGTH:
        return ""
    return _written(parts.scheme, parts.netloc, link.partition("//")[2].removeprefix(parts.netloc))


def _host(netloc: str) -> str:
    """`例子.cn` -> `xn--fsqu00a.cn`.

    Raises:
        ValueError: no name.
    """
    return netloc if netloc.isascii() else netloc.encode("idna").decode()


def _written(scheme: str, netloc: str, rest: str) -> str:
    tail = quote(_STRAY_PERCENT.sub("%25", rest), safe=_ALLOWED + "%", errors="replace")
    head, hash_sign, anchor = tail.partition("#")
    link = f"{scheme}://{_host(netloc)}{head}{hash_sign}{anchor.replace('#', '%23')}"
    return link if len(link) <= LINK_LENGTH else ""
