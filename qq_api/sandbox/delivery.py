"""What QQ makes of a message on its way: thrown dice have a result, songs become cards. Computes only; no I/O."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from qq_api.types import Segment

Change = Callable[[dict[str, Any], Random], Segment]


def delivered(segment: Segment, random: Random) -> Segment:
    """A segment as it was sent -> as receivers get it; `random` throws the dice."""
    change = _CHANGES.get(segment["type"])
    return change(segment["data"], random) if change else segment


def _thrown(kind: str, sides: int) -> Change:
    """`{}` -> `{"type": "dice", "data": {"result": "4"}}`; who sent a result gets it, as in LLOneBot."""

    def throw(data: dict[str, Any], random: Random) -> Segment:
        return {"type": kind, "data": {"result": str(data.get("result") or random.randint(1, sides))}}

    return throw


def _music(data: dict[str, Any], _: Random) -> Segment:
    """`{"type": "163", "id": "28949129"}` -> the `json` segment of a card with the same in it."""
    title = data.get("title") or f"{data.get('type')} {data.get('id')}"
    card = {"app": "com.tencent.music.lua", "prompt": f"[音乐]{title}", "meta": {"music": data}}
    return {"type": "json", "data": {"data": json.dumps(card, ensure_ascii=False)}}


_CHANGES: dict[str, Change] = {
    "dice": _thrown("dice", 6),
    "rps": _thrown("rps", 3),
    "music": _music,
}
