"""A message as one readable line. Computes only; no I/O."""

import re
from collections.abc import Callable
from typing import Any

from qq_api.message.cq import CQ_CODE, escape, parse, unescape
from qq_api.types import Segment


def plain(message: Any) -> str:
    """A message as one readable line of text, in the shape QQAPI 1.x gave `event.content`.

    Text is decoded, a mention is `[@123]`, everything else is named: `[图片]`. Never a CQ code.
    """
    if isinstance(message, str):
        return _plain_cq(message)
    try:
        return "".join([_plain(segment) for segment in message])
    except (TypeError, KeyError, AttributeError):  # not as it should be: `parse` mends it
        return "".join([_plain(segment) for segment in parse(message)])


def _plain_cq(source: str) -> str:
    """The same for a CQ string, in one pass: every event has one."""
    return unescape(CQ_CODE.sub(_plain_code, source) if "[" in source else source)


def _plain_code(match: re.Match[str]) -> str:
    shown = _SHOWN.get(match[1])
    if isinstance(shown, str):
        return shown
    return escape("".join([_plain(segment) for segment in parse(match[0])]))


def _plain(segment: Segment) -> str:
    kind: str = segment["type"]
    if kind == "text":
        return str(segment["data"].get("text") or "")
    shown = _SHOWN.get(kind)
    if shown is None:
        return "[" + kind + "]"
    return shown if isinstance(shown, str) else shown(segment["data"])


def _contact(data: dict[str, Any]) -> str:
    return "[推荐群]" if data.get("type") == "group" else "[推荐好友]"


_SHOWN: dict[str, str | Callable[[dict[str, Any]], str]] = {
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
