"""docs/events.md: the MCDR events, and every field of what QQ tells, as the sandbox's World tells it in a long day."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from event_words import EVENTS, FIELDS, OUTRO
from every_event import every_event
from qq_api.actions import Words

Language: TypeAlias = Literal["en", "zh"]
TITLES = {
    "message": Words("Messages: `qq_api.on_message`", "消息：`qq_api.on_message`"),
    "notice": Words("Notices: `qq_api.on_notice`", "通知：`qq_api.on_notice`"),
    "request": Words("Requests: `qq_api.on_request`", "请求：`qq_api.on_request`"),
    "meta_event": Words("About the connection: `qq_api.on_meta_event`", "连接本身：`qq_api.on_meta_event`"),
}
COLUMNS = Words("| what happened | type | sub_type | fields |", "| 发生了什么 | 类型 | sub_type | 字段 |")
FIELD_COLUMNS = Words("| field | type | |", "| 字段 | 类型 | 说明 |")
EVERYWHERE = ("time", "self_id", "post_type")


class Kind(NamedTuple):
    """What tells one kind of event from the others."""

    post_type: str
    type: str
    sub_type: str


def page(language: Language) -> str:
    """What is made of the page."""

    def say(words: Words) -> str:
        return words.zh if language == "zh" else words.en

    heard = every_event()
    kinds: dict[Kind, dict[str, Any]] = {}
    for event in heard:
        kinds.setdefault(_kind(event), {}).update(event)
    lines: list[str] = []
    for post_type, title in TITLES.items():
        lines += [f"## {say(title)}", "", say(COLUMNS), "|---|---|---|---|"]
        lines += [
            _row(kind, fields, say(EVENTS[kind])) for kind, fields in kinds.items() if kind.post_type == post_type
        ]
        lines.append("")
    lines += [say(OUTRO), say(FIELD_COLUMNS), "|---|---|---|"]
    lines += [f"| `{name}` | {kind} | {say(FIELDS[name])} |" for name, kind in sorted(_fields(heard))]
    return "\n".join(lines)


def _kind(event: dict[str, Any]) -> Kind:
    post_type = event["post_type"]
    return Kind(post_type, event[f"{post_type}_type"], str(event.get("sub_type", "")))


def _row(kind: Kind, fields: dict[str, Any], words: str) -> str:
    known = {*EVERYWHERE, f"{kind.post_type}_type", "sub_type"}
    names = " ".join(f"`{name}`" for name in sorted(fields.keys() - known))
    return f"| {words} | `{kind.type}` | {f'`{kind.sub_type}`' if kind.sub_type else ''} | {names} |"


def _fields(heard: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    kinds: dict[str, set[str]] = {}
    for event in heard:
        for name, value in event.items():
            kinds.setdefault(name, set()).add("None" if value is None else type(value).__name__)
    return ((name, " / ".join(f"`{kind}`" for kind in sorted(types))) for name, types in kinds.items())
