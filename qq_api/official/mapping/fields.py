"""Reading JSON that others wrote: what is missing or of another kind becomes nothing, never an error.

The platform changed its fields in 2025 and 2026, and writes ids and numbers now as strings, now as numbers.
"""

from datetime import datetime
from typing import Any

from qq_api.types import Payload


def text_of(source: Any, *keys: str) -> str:
    """The first of some fields that says anything: `{"id": 7}` -> `"7"`, nothing -> `""`."""
    for key in keys:
        value = source.get(key) if isinstance(source, dict) else None
        if isinstance(value, str | int) and not isinstance(value, bool) and (found := clean(str(value))):
            return found
    return ""


def clean(text: str) -> str:
    """Without half surrogates, which no file and no frame can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def number_of(source: Any, key: str) -> int:
    """A field as a number; 0 when it is none."""
    value = source.get(key) if isinstance(source, dict) else None
    try:
        return int(value) if isinstance(value, str | int) else 0
    except ValueError:
        return 0


def object_of(source: Any, key: str) -> Payload:
    """A field that is an object; `{}` when it is none."""
    value = source.get(key) if isinstance(source, dict) else None
    return value if isinstance(value, dict) else {}


def objects_of(source: Any, key: str) -> list[Payload]:
    """The objects in a field that is a list."""
    value = source.get(key) if isinstance(source, dict) else None
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def seconds_of(source: Any, key: str = "timestamp") -> int:
    """A time as Unix seconds, 0 when it is none: `"2026-07-21T10:30:00+08:00"`, `1784601000` or ms."""
    written = text_of(source, key)
    if written.isdecimal():
        moment = int(written[:16])
        return moment // 1000 if moment > 10**11 else moment
    try:
        return int(datetime.fromisoformat(written.replace("Z", "+00:00")).timestamp())
    except (ValueError, OverflowError, OSError):
        return 0
