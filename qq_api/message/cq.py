"""CQ codes: a message as one string, and back (OneBot 11, "Message", "string format"). Computes only; no I/O."""

import json
import re
from collections.abc import Iterator
from typing import Any

from qq_api.message.segments import text
from qq_api.types import Segment

# Linear on any input: a parameter cannot run past ",", "[" or "]", so no character is read for two codes.
CQ_CODE = re.compile(r"\[CQ:([\w.-]+)((?:,[^,\[\]]*)*)\]", re.ASCII)


def escape(source: str, *, comma: bool = False) -> str:
    """Write text so that it stays text inside a CQ string; `comma` for a parameter's value."""
    source = source.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")
    return source.replace(",", "&#44;") if comma else source


def unescape(source: str) -> str:
    """Undo `escape`; `&amp;` last, so that `&amp;#91;` becomes `&#91;`."""
    return source.replace("&#44;", ",").replace("&#91;", "[").replace("&#93;", "]").replace("&amp;", "&")


def parse(message: Any) -> list[Segment]:
    """Segments of a message in any shape QQ's side sends: CQ string, list, one segment, or nothing.

    What is no segment is left out; a segment's missing `data` becomes `{}`.
    """
    if isinstance(message, str):
        return list(_scan(message))
    if isinstance(message, dict):
        message = [message]
    if not isinstance(message, list):
        return []
    return [segment for item in message for segment in _from_item(item)]


def _from_item(item: Any) -> list[Segment]:
    if isinstance(item, str):
        return list(_scan(item))
    if not isinstance(item, dict) or not isinstance(item.get("type"), str):
        return []
    data = item.get("data")
    return [{"type": item["type"], "data": data if isinstance(data, dict) else {}}]


def _scan(source: str) -> Iterator[Segment]:
    """Cut a CQ string into segments; what is not a whole code is text."""
    end = 0
    for match in CQ_CODE.finditer(source):
        if match.start() > end:
            yield text(unescape(source[end : match.start()]))
        yield {"type": match[1], "data": _parameters(match[2])}
        end = match.end()
    if end < len(source):
        yield text(unescape(source[end:]))


def _parameters(source: str) -> dict[str, str]:
    """`,qq=1,name=a=b` -> `{"qq": "1", "name": "a=b"}`."""
    pairs = (part.partition("=") for part in source.split(",")[1:])
    return {key.strip(): unescape(value) for key, equals, value in pairs if equals}


def to_cq(message: Any) -> str:
    """The CQ string of a message, as `raw_message` holds it."""
    return "".join(map(_code, parse(message)))


def _code(segment: Segment) -> str:
    data = segment["data"]
    if segment["type"] == "text":
        return escape(str(data.get("text", "")))
    given = ((key, value) for key, value in data.items() if value is not None)
    parameters = "".join(f",{key}={escape(_value(value), comma=True)}" for key, value in given)
    return f"[CQ:{segment['type']}{parameters}]"


def _value(value: Any) -> str:
    """What a segment holds besides strings: `1` -> `1`, the segments in a node -> JSON, as NapCat writes them."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)
