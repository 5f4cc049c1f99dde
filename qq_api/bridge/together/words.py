"""Commands in messages from QQ. Computes only; no I/O.

>>> Words(["/"]).command({"message": "[CQ:at,qq=1] /Server creative", "self_id": 1})
Command(word='server', rest='creative')
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from qq_api.message import parse
from qq_api.types import Segment

ALIASES = {
    **dict.fromkeys(("在线", "玩家列表"), "list"),
    **dict.fromkeys(("绑定", "绑定列表", "绑定查询", "查询绑定", "绑定导入", "解绑", "解除绑定"), "bound"),
    **dict.fromkeys(("bind", "unbind", "unbound"), "bound"),
    "状态": "status",
    "玩家": "player",
    "静音": "mute",
    "取消静音": "unmute",
    "喊话": "say",
    "公告": "announce",
    "执行": "command",
    "确认": "confirm",
    "审计": "audit",
    "投票": "vote",
    "查询": "ping",
    "帮助": "help",
    "服务器": "server",
}
"""Other names of qq_chat's commands."""


OPENING = 6
"""Segments of a message among which its command begins: a quote, mentions, blanks; the rest need not be looked at."""


class Command(NamedTuple):
    """A command's name in lower case, and what stands behind it."""

    word: str
    rest: str


class Words:
    """Finds commands.

    Args:
        prefixes: what they begin with; one of more than one character needs a blank behind it.
    """

    def __init__(self, prefixes: Iterable[str]) -> None:
        self._prefixes = [prefix for prefix in prefixes if prefix]

    def command(self, event: Mapping[str, Any]) -> Command | None:
        """The command that a message is, past what it answers to and a mention of the bot; None for any other."""
        words = _opening(event.get("message"), str(event.get("self_id")))
        rest = self._behind_prefix(words) if words else None
        if not rest:
            return None
        word, _, rest = rest.partition(" ")
        return Command(word.lower(), rest.strip())

    def _behind_prefix(self, words: str) -> str | None:
        for prefix in self._prefixes:
            rest = words.removeprefix(prefix)
            if rest != words and (len(prefix) == 1 or rest[:1].isspace()):
                return " ".join(rest.split())
        return None


def _opening(message: Any, self_id: str) -> str:
    """The first words of a message; "" where it begins with something else, such as a picture."""
    for segment in parse(message[:OPENING] if isinstance(message, list) else message):
        if segment["type"] == "text" and (words := str(segment["data"].get("text", "")).strip()):
            return words
        if not _is_passed_over(segment, self_id):
            return ""
    return ""


def _is_passed_over(segment: Segment, self_id: str) -> bool:
    is_us = segment["type"] == "at" and str(segment["data"].get("qq")) == self_id
    return is_us or segment["type"] in ("reply", "text")
