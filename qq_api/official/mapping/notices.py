"""Events that are no messages: what a frame of the gateway says in OneBot's fields. Computes only; no I/O."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from qq_api.official.mapping.fields import object_of, objects_of, seconds_of, text_of
from qq_api.official.scenes import Target
from qq_api.types import Payload

FLAG = "join:"


class Join(NamedTuple):
    """What a request to join a group is answered by."""

    group: str
    member: str
    request: str


def flag_of(join: Join) -> str:
    """The `flag` of a request: all that answering it needs, so that a restart in between costs nothing."""
    return FLAG + base64.urlsafe_b64encode(json.dumps(join).encode()).decode()


def join_of(flag: object) -> Join | None:
    """The same, back; None for what is no such flag."""
    if not isinstance(flag, str) or not flag.startswith(FLAG):
        return None
    try:
        parts: Any = json.loads(base64.urlsafe_b64decode(flag.removeprefix(FLAG)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    well_made = isinstance(parts, list) and len(parts) == 3 and all(isinstance(part, str) for part in parts)
    return Join(*parts) if well_made else None


@dataclass(frozen=True)
class Asked:
    """Somebody asks to join a group."""

    join: Join
    name: str
    comment: str
    time: int
    settled: bool


def asked(d: Payload) -> Asked | None:
    """GROUP_JOIN_REQUEST; None when it does not say who asks for what."""
    join = Join(text_of(d, "group_openid", "group_id"), text_of(d, "member_openid"), text_of(d, "join_request_id"))
    if not all(join):
        return None
    verify = object_of(d, "verify_info")
    answers = [
        f"{text_of(one, 'question')} {text_of(one, 'answer')}".strip() for one in objects_of(verify, "review_qa_list")
    ]
    comment = text_of(verify, "verify_message") or "\n".join(filter(None, answers))
    settled = d.get("auto_approved") is True
    return Asked(join, text_of(d, "username"), comment, seconds_of(d, "apply_at") or seconds_of(d), settled)


@dataclass(frozen=True)
class Pressed:
    """Somebody pressed a button, or chose from a menu."""

    where: Target
    user: str
    data: str
    id: str
    time: int


def pressed(d: Payload) -> Pressed | None:
    """INTERACTION_CREATE; None when it names no place or nobody."""
    resolved = object_of(object_of(d, "data"), "resolved")
    data = text_of(resolved, "button_data", "feature_id")
    group, channel = text_of(d, "group_openid"), text_of(d, "channel_id")
    if group:
        where, user = Target("group", group), text_of(d, "group_member_openid", "user_openid")
    elif channel:
        where, user = Target("channel", channel), text_of(resolved, "user_id")
    else:
        user = text_of(d, "user_openid")
        where = Target("c2c", user)
    return Pressed(where, user, data, text_of(d, "id"), seconds_of(d)) if user and text_of(d, "id") else None


def acknowledgement(frame: Payload) -> tuple[str, Payload] | None:
    """What a pressed button has to be answered within three seconds, or the client spins: the path, for PUT, and body.

    None when the frame is no INTERACTION_CREATE, or has no id.
    """
    interaction = text_of(object_of(frame, "d"), "id") if text_of(frame, "t") == "INTERACTION_CREATE" else ""
    return (
        (f"/interactions/{interaction}", {"code": 0})
        if interaction.isascii() and "/" not in interaction and interaction
        else None
    )


def recalled(d: Payload) -> tuple[Payload, str]:
    """MESSAGE_DELETE and its like: the message, and who took it back."""
    return object_of(d, "message"), text_of(object_of(d, "op_user"), "id")
