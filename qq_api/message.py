"""Messages: segments, CQ codes and plain text (OneBot 11, "Message"). Computes only; no I/O.

>>> parse("hi [CQ:at,qq=1]")
[{'type': 'text', 'data': {'text': 'hi '}}, {'type': 'at', 'data': {'qq': '1'}}]
>>> plain("[CQ:image,file=a.png] &amp; [CQ:at,qq=1]")
'[图片] & [@1]'
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from qq_api.types import Segment

# Linear on any input: a parameter cannot run past ",", "[" or "]", so no character is read for two codes.
_CQ_CODE = re.compile(r"\[CQ:([\w.-]+)((?:,[^,\[\]]*)*)\]", re.ASCII)


def escape(text: str, *, comma: bool = False) -> str:
    """Write `text` so that it stays text inside a CQ string; `comma` for a parameter's value."""
    text = text.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")
    return text.replace(",", "&#44;") if comma else text


def unescape(text: str) -> str:
    """Undo `escape`; `&amp;` last, so that `&amp;#91;` becomes `&#91;`."""
    return text.replace("&#44;", ",").replace("&#91;", "[").replace("&#93;", "]").replace("&amp;", "&")


def text(value: str) -> Segment:
    """A text segment: whatever is in `value` stays text, CQ codes included."""
    return {"type": "text", "data": {"text": value}}


def at(user_id: int) -> Segment:
    """A mention of one QQ account."""
    return {"type": "at", "data": {"qq": str(user_id)}}


def reply(message_id: int) -> Segment:
    """A quote of an earlier message; belongs in front of the others."""
    return {"type": "reply", "data": {"id": str(message_id)}}


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
    for match in _CQ_CODE.finditer(source):
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
    parameters = "".join(f",{key}={escape(str(value), comma=True)}" for key, value in data.items())
    return f"[CQ:{segment['type']}{parameters}]"


def plain(message: Any) -> str:
    """A message as one readable line of text, in the shape QQAPI 1.x gave `event.content`.

    Text is decoded, a mention is `[@123]`, everything else is named: `[图片]`. Never a CQ code.
    """
    return "".join(map(_plain, parse(message)))


def _plain(segment: Segment) -> str:
    show = _SHOWN.get(segment["type"])
    if show is None:
        return f"[{segment['type']}]"
    return show if isinstance(show, str) else show(segment["data"])


def _contact(data: dict[str, Any]) -> str:
    return "[推荐群]" if data.get("type") == "group" else "[推荐好友]"


_SHOWN: dict[str, str | Callable[[dict[str, Any]], str]] = {
    "text": lambda data: str(data.get("text") or ""),
    "at": lambda data: f"[@{data.get('qq', '')}]",
    "markdown": lambda data: str(data.get("content", "")),
    "contact": _contact,
    "image": "[图片]",
    "share": "[链接]",
    "face": "[表情]",
    "mface": "[表情]",
    "record": "[语音]",
    "video": "[视频]",
    "rps": "[猜拳]",
    "dice": "[掷骰子]",
    "shake": "[窗口抖动]",
    "poke": "[戳一戳]",
    "anonymous": "[匿名消息]",
    "location": "[定位分享]",
    "music": "[音乐]",
    "forward": "[转发消息]",
    "node": "[转发消息]",
    "file": "[文件]",
    "redbag": "[红包]",
    "reply": "[回复]",
    "json": "[卡片消息]",
    "xml": "[卡片消息]",
}
