"""Carrying out one of the platform's own calls: ids resolved, fields checked."""

import difflib
from typing import Any
from urllib.parse import quote

from qq_api.official.calls.table import CHANNEL_TYPES, Call, Field
from qq_api.official.identity import Kind
from qq_api.official.memory import Memory
from qq_api.official.platform import CallPlatform
from qq_api.official.problems import Accepted
from qq_api.official.refusals import MALFORMED, Refusal
from qq_api.types import Payload

_KINDS: dict[str, Kind] = {
    "group_id": "group",
    "user_id": "user",
    "recipient_id": "user",
    "guild_id": "guild",
    "source_guild_id": "guild",
    "channel_id": "channel",
    "parent_id": "channel",
}
_LISTS = ("member_openids", "user_ids", "private_user_ids")
_TYPES: dict[str, type | tuple[type, ...]] = {
    "int": int,
    "bool": bool,
    "dict": dict,
    "list": list,
    "str": str,
    "Id": (int, str),
    "int | str": (int, str),
}


async def carry_out(call: Call, rest: CallPlatform, memory: Memory, params: Payload) -> Any:
    """Make a call of the platform's.

    Args:
        call: which.
        rest: the platform's API.
        memory: knows OneBot's numbers.
        params: ids, as the platform writes them or OneBot's numbers, and fields; `extra` holds fields
            that the table does not know yet.

    Returns:
        what the platform answers.

    Raises:
        Refusal: a field is missing, unknown, or of another kind.
        PlatformError, ApiNotAvailable, Unanswered: as the platform's API.
    """
    fields, extra = _checked(call, params), params.get("extra") or {}
    names = {name: quote(_id(memory, name, _given(params, name)), safe="") for name in call.ids}
    body = {name: _value(memory, name, value) for name, value in fields.items()} | extra
    path = call.path.format(**names)
    if call.in_query:
        return _plain(await rest.call(call.method, path, params={key: _in_query(value) for key, value in body.items()}))
    return _plain(await rest.call(call.method, path, json=body or None))


def _plain(answer: Any) -> Any:
    return {"audit_id": answer.audit_id} if isinstance(answer, Accepted) else answer


def _checked(call: Call, params: Payload) -> Payload:
    """The fields that were given, each of its type."""
    known = {field.name: field for field in (*call.need, *call.may)}
    for name in params.keys() - known.keys() - {*call.ids, "extra"}:
        near = difflib.get_close_matches(name, [*known, *call.ids], 1)
        hint = ", ".join(near or [*call.ids, *known])
        raise Refusal("official_send.unknown_field", MALFORMED, call=call.name, name=name[:50], known=hint)
    for field in call.need:
        _given(params, field.name)
    given = {name: field for name, field in known.items() if params.get(name) is not None}
    for field in given.values():
        _check_type(call, field, params[field.name])
    if not isinstance(params.get("extra") or {}, dict):
        _check_type(call, Field("extra", "dict"), params["extra"])
    return {name: params[name] for name in given}


def _check_type(call: Call, field: Field, value: Any) -> None:
    is_other_bool = isinstance(value, bool) and field.type != "bool"
    if is_other_bool or not isinstance(value, _TYPES[field.type]):
        raise Refusal("official_send.field_type", MALFORMED, call=call.name, name=field.name, type=field.type)


def _given(params: Payload, name: str) -> Any:
    value = params.get(name)
    if value is None or value == "":
        raise Refusal("official_send.missing", MALFORMED, name=name)
    return value


def _id(memory: Memory, name: str, value: Any) -> str:
    """The platform's own id: of a number of ours what it stands for, anything else as it is."""
    written = str(value).strip()
    if name == "message_id":
        message = memory.messages.find(written) if written.isdecimal() else None
        return message.platform_id if message else written
    kind = _KINDS.get(name)
    known = memory.identity.find(value, kind) if kind and written.isdecimal() else None
    return known.openid if known else written


def _value(memory: Memory, name: str, value: Any) -> Any:
    if name == "type" and isinstance(value, str):
        return _channel_type(value)
    if name in _LISTS:
        return [_id(memory, "user_id", one) for one in value]
    return _id(memory, name, value) if name in _KINDS or name == "message_id" else value


def _channel_type(written: str) -> int:
    found = CHANNEL_TYPES.get(written.lower())
    if found is None:
        raise Refusal("official_send.channel_type", MALFORMED, type=written[:50], known=", ".join(CHANNEL_TYPES))
    return found


def _in_query(value: Any) -> Any:
    """`True` -> `"true"`."""
    return str(value).lower() if isinstance(value, bool) else value
