"""What foreign JSON holds, read so that nothing in it can raise. Computes only; no I/O.

>>> number("12"), number(None), number(True), string(5), mapping([]), records([{"a": 1}, 2])
(12, 0, 0, '5', {}, [{'a': 1}])
"""

import math
from typing import Any

from qq_api.types import Payload


def number(value: Any, default: int = 0) -> int:
    """A whole number; a string of digits counts, anything else is `default`."""
    if isinstance(value, bool):
        return default
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if math.isfinite(value) else default
    if isinstance(value, str) and len(value) < 20 and value.isascii() and value.removeprefix("-").isdecimal():
        return int(value)
    return default


def string(value: Any, default: str = "") -> str:
    """A string; a number is written as one, anything else is `default`."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else default


def mapping(value: Any) -> Payload:
    """An object; anything else is an empty one."""
    return value if isinstance(value, dict) else {}


def records(value: Any) -> list[Payload]:
    """The objects in a list; anything else in it, or instead of it, is left out."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def truth(value: Any) -> bool:
    """Whether something means yes: `True`, `1`, `"1"`, `"true"`."""
    return value is True or (not isinstance(value, bool) and str(value).lower() in ("1", "true", "yes"))
