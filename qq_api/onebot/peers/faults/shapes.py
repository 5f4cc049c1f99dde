"""What faults make of events and of the data of answers. Computes only; what comes in stays as it is."""

import re
from collections.abc import Callable
from typing import Any

from qq_api.message import to_cq
from qq_api.types import Payload

_BELOW = 2**31

Shape = Callable[[Payload], Payload]
"""Makes of one of the objects in a payload another one."""


def _string_format(one: Payload) -> Payload:
    """`"message": [{"type": "text", …}]` -> `"message": "hi"`."""
    return one | {"message": to_cq(one["message"]), "message_format": "string"} if _is_message(one) else one


def _with(segment: Payload) -> Shape:
    """Put one more segment behind each message."""
    return lambda one: one | {"message": [*one["message"], segment]} if _is_message(one) else one


def _is_message(one: Payload) -> bool:
    return isinstance(one.get("message"), list)


def _negative_ids(one: Payload) -> Payload:
    """`"message_id": 5` -> `"message_id": -2147483643`, as a 32-bit number may come out; in quotes, too."""
    if one.get("type") == "reply" and str((data := one.get("data") or {}).get("id")).isdecimal():
        return one | {"data": data | {"id": str(int(data["id"]) - _BELOW)}}
    number = one.get("message_id")
    return one | {"message_id": number - _BELOW} if isinstance(number, int) and number > 0 else one


def _string_ids(one: Payload) -> Payload:
    """`"user_id": 5` -> `"user_id": "5"`."""
    return {key: str(value) if key.endswith("_id") and type(value) is int else value for key, value in one.items()}


SHAPES: dict[str, Shape] = {
    "empty_text": _with({"type": "text", "data": {"text": ""}}),
    "null_data": _with({"type": "shake", "data": None}),
    "negative_ids": _negative_ids,
    "string_format": _string_format,
    "string_ids": _string_ids,
}
"""By the name of the fault, in the order in which they are done."""


def shaped(value: Any, names: list[str]) -> Any:
    """An event, or the data of an answer, as some faults of `SHAPES` have it."""
    for name, shape in SHAPES.items():
        if name in names:
            value = _each(value, shape)
    return value


def _each(value: Any, shape: Shape) -> Any:
    if isinstance(value, list):
        return [_each(one, shape) for one in value]
    if isinstance(value, dict):
        return shape({key: _each(one, shape) for key, one in value.items()})
    return value


_QUOTE = re.compile(r"(?<=\[CQ:reply,id=)-\d+")


def unshaped(params: Any) -> Any:
    """What a bot sends that was given negative numbers of messages, with the right ones."""
    if isinstance(params, str):
        return _QUOTE.sub(lambda found: str(int(found[0]) + _BELOW), params)
    if isinstance(params, list):
        return [unshaped(one) for one in params]
    if not isinstance(params, dict):
        return params
    inner = {name: unshaped(one) for name, one in params.items()}
    if inner.get("type") == "reply" and isinstance(inner.get("data"), dict):
        inner["data"] = _positive(inner["data"], "id")
    return _positive(inner, "message_id")


def _positive(one: Payload, key: str) -> Payload:
    """`-2147483643` -> `5`, and the same in quotation marks."""
    value = one.get(key)
    if isinstance(value, int | str) and re.fullmatch(r"-\d+", str(value)):
        return one | {key: type(value)(int(value) + _BELOW)}
    return one
