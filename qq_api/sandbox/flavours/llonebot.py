"""LLOneBot 7.0.2."""

from collections.abc import Callable
from typing import Any

from qq_api.onebot.peers.manners import Manners
from qq_api.sandbox.flavours.flavour import (
    Flavour,
    absent,
    changed,
    cleanly,
    fetched,
    less,
    messages,
    only,
    sending,
    without,
)
from qq_api.sandbox.world import Refused
from qq_api.types import Payload, Segment

VERSION = "7.0.2"


def _message(event: Payload) -> Payload:
    sender = only(event["sender"], "user_id", "nickname", "card", "role", "title", "group_id")
    own = event["post_type"] == "message_sent"
    event = event if own else without(event, "target_id")
    return without(event, "real_seq", "anonymous") | {"sender": sender}


def _ban(event: Payload) -> Payload:
    """The duration of a mute of all is -1, which LLOneBot 7.0.2 takes for lifted."""
    return event | ({"sub_type": "lift_ban"} if event["user_id"] == 0 else {})


def _segment(segment: Segment, name: Callable[[Any], str]) -> Segment:
    data = segment["data"]
    if segment["type"] == "at" and "name" not in data and name(data.get("qq")):
        data = data | {"name": name(data["qq"])}
    if segment["type"] == "image" and "sub_type" in data and "subType" not in data:
        data = without(data, "sub_type") | {"subType": data["sub_type"]}
    return {**segment, "data": data}


def _without_nodes(segments: list[Segment]) -> list[Segment]:
    """Forwarded messages have actions of their own."""
    if any(one["type"] == "node" for one in segments):
        raise Refused("请使用 /send_group_forward_msg 或 /send_private_forward_msg 进行合并转发")
    return segments


_send = sending(_without_nodes)


def _honor(data: Payload) -> Payload:
    described: Payload = {
        key: [without(one, "description") | {"desc": one["description"]} for one in data[key]]
        for key in ("legend_list", "emotion_list")
        if key in data
    }
    return {**data, **described, "group_id": str(data["group_id"])}


LLONEBOT = Flavour(
    name="llonebot",
    manners=Manners(
        user_agent=f"LLOneBot/{VERSION}",
        empty_token=True,
        unauthorized=403,
        refusal={"message": "403"},
        refuses_by_frame=True,
        elsewhere="nothing",
        any_method=True,
        bodies="json",
        bad_body="Invalid JSON",
        home="ok",
        http_retcodes={1400: 400, 1404: 404, 1200: 200},
    ),
    events={
        "message": _message,
        "message_sent": _message,
        "notice.group_ban": _ban,
        "notice.essence.delete": absent,
        "notice.notify.poke": less("peer_id"),
        "notice.notify.honor": absent,
        "notice.notify.group_name": absent,
        "notice.notify.input_status": absent,
    },
    answers={
        "get_version_info": changed(lambda data: data | {"app_name": "LLOneBot", "app_version": VERSION}),
        "set_restart": lambda call: call.do(delay=0),
        "get_msg": fetched,
        "get_group_msg_history": messages,
        "get_friend_msg_history": messages,
        "send_msg": _send,
        "send_group_msg": _send,
        "send_private_msg": _send,
        "get_group_honor_info": changed(_honor),
        ".handle_quick_operation": cleanly(False, lambda _: True),
    },
    segments=_segment,
)
