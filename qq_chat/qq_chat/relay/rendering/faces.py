"""Names of QQ's own faces. Computes only, once the list that lies beside this file was read."""

import pkgutil
from functools import cache
from typing import Any

from qq_chat.relay.rendering.fields import inner, text_of


@cache
def names() -> dict[str, str]:
    """Number -> name, without the slash (`faces.txt`, made by scripts/faces.py)."""
    lines = (pkgutil.get_data(__package__, "faces.txt") or b"").decode("utf-8").splitlines()
    rows = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return {number: name for number, _, name in rows}


def face_name(data: dict[str, Any]) -> str:
    """What a face is called; "" for one that neither the segment nor the list names.

    `{"id": "178", "raw": {"faceText": "/斜眼笑"}}` is NapCat's, `{"id": "178"}` anybody's; Lagrange has `name`, too.
    """
    given = text_of(inner(data, "raw"), "faceText") or text_of(data, "name", "text")
    return given.strip("/[] ") or names().get(text_of(data, "id"), "")


def reaction(emoji_id: str) -> str:
    """A reaction to a message: `66` -> `[爱心]`, `128077` -> `👍`, `` -> ``."""
    name = names().get(emoji_id)
    if name:
        return f"[{name}]"
    code = int(emoji_id[:8]) if emoji_id.isascii() and emoji_id.isdecimal() else 0
    return chr(code) if 0x2000 <= code <= 0x1FAFF and not 0xD800 <= code <= 0xF8FF else ""
