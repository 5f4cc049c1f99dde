"""Markdown, buttons, arks and embeds: segments beyond OneBot 11, which only this platform has. Computes only; no I/O.

    {"type": "markdown", "data": {"content": "# Hi"}}                or custom_template_id and params
    {"type": "keyboard", "data": {"content": {"rows": […]}}}         or {"id": "…"}
    {"type": "ark", "data": {"template_id": 23, "kv": […]}}
    {"type": "embed", "data": {"title": …, "fields": […]}}           guilds only

Also as Gensokyo writes them: `data` of a markdown is JSON, or base64 of it, with both `markdown` and `keyboard` in it.
"""

import base64
import binascii
import json
from typing import Any

from qq_api.official.mapping.fields import object_of, objects_of, text_of
from qq_api.types import Payload

KINDS = ("markdown", "keyboard", "ark", "embed")


def rich_of(kind: str, data: Payload, *, in_guild: bool) -> Payload | None:
    """What a segment adds to a message; None for a segment of another kind, and for what the place does not have."""
    if kind not in KINDS and kind != "json":
        return None
    inside = _inside(data.get("data"))
    given = {key: inside[key] for key in KINDS if isinstance(inside.get(key), dict)}
    if kind == "json":
        return given or None
    if not given:
        own = object_of(data, kind) or {
            key: value for key, value in data.items() if key != "data" or kind != "markdown"
        }
        given = {kind: own} if own else {}
    if "embed" in given and not in_guild:
        return {"markdown": {"content": _embed_text(given["embed"])}}
    return given or None


def _inside(written: Any) -> Payload:
    """`{…}`, the same as JSON, or as base64 of it -> the object."""
    if isinstance(written, dict):
        return written
    if not isinstance(written, str):
        return {}
    try:
        if written.startswith("base64://"):
            written = base64.b64decode(written.removeprefix("base64://")).decode()
        found = json.loads(written)
    except (ValueError, binascii.Error, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _embed_text(embed: Payload) -> str:
    lines = [text_of(embed, "title"), *(text_of(one, "name") for one in objects_of(embed, "fields"))]
    return "\n\n".join(filter(None, lines)) or text_of(embed, "prompt") or "[卡片消息]"
