"""go-cqhttp 1.2."""

from typing import Any

from qq_api import message as code
from qq_api.onebot.peers.manners import Manners
from qq_api.sandbox.flavours.flavour import (
    Call,
    Flavour,
    absent,
    changed,
    cleanly,
    each,
    fetched,
    instead,
    messages,
    needing,
    numbered,
    only,
    with_default,
    without,
)
from qq_api.sandbox.flavours.standard import SENDER, member
from qq_api.sandbox.world import Refused
from qq_api.types import Payload

AGENT = "CQHttp/4.15.0"
SWITCHES: Payload = {"app_initialized": True, "app_enabled": True, "plugins_good": None, "app_good": True}
PAGE = 19
"""How many messages a history has."""


def _message(event: Payload) -> Payload:
    private = event["message_type"] == "private"
    files = [one["data"] for one in event["message"] if one["type"] == "file"]
    if private and files and event["post_type"] == "message":
        return _offline_file(event, files[0])
    sender = only(event["sender"], *SENDER, "group_id") if private else event["sender"]
    event = without(event, "real_seq", "group_name", *(["message_seq"] if private else ["target_id"]))
    return event | {"sender": sender, "font": 0} | ({} if private else {"anonymous": event.get("anonymous")})


def _offline_file(event: Payload, data: Payload) -> Payload:
    """A file for one person is no message."""
    size = str(data.get("file_size", "0"))
    file = {"name": data.get("file"), "size": int(size) if size.isdecimal() else 0, "url": data.get("url", "")}
    head = only(event, "time", "self_id", "user_id")
    return {**head, "post_type": "notice", "notice_type": "offline_file", "file": file}


def _poke(event: Payload) -> Payload:
    return without(event, "raw_info", "peer_id") | {"sender_id": event["user_id"]}


def _essence(event: Payload) -> Payload | None:
    """Whoever did it is not told."""
    return None if event["operator_id"] == event["self_id"] else without(event, "user_id")


def _increase(event: Payload) -> Payload:
    return event | {"sub_type": "approve", "operator_id": 0}


def _group(call: Call, group: Payload) -> Payload:
    kept = only(group, "group_id", "group_name", "group_memo", "group_create_time", "member_count", "max_member_count")
    outside = call.self_id not in call.world.group(group["group_id"]).members
    return kept | {"group_level": 0} | ({"member_count": 0, "max_member_count": 0} if outside else {})


def _requests(data: Payload) -> Payload | None:
    """None for none; a list of none is none, too."""
    return {key: value or None for key, value in data.items()} if any(data.values()) else None


def _history(call: Call) -> Payload:
    call.params = {**call.params, "count": PAGE}
    return messages(call)


def _forward(call: Call) -> Payload:
    return {"messages": [one | {"content": code.to_cq(one["content"])} for one in call.do()["messages"]]}


def _status(data: Payload) -> Payload:
    stat = data["stat"]
    counted = {"packet_received": stat["message_received"], "packet_sent": stat["message_sent"], "packet_lost": 0}
    return {**SWITCHES, "online": data["online"], "good": data["good"], "stat": {**counted, **stat}}


def _version(data: Payload) -> Payload:
    return {
        "app_name": "go-cqhttp",
        "app_version": "v1.2.0",
        "app_full_name": "go-cqhttp-v1.2.0",
        "protocol_version": data["protocol_version"],
        "coolq_edition": "pro",
        "go_cqhttp": True,
        "plugin_version": "4.15.0",
        "plugin_build_number": 99,
        "plugin_build_configuration": "release",
        "version": "v1.2.0",
    }


def _local(call: Call) -> Any:
    """Files are read from this machine only, and have to be named."""
    if call.params.get("name") is None:
        raise Refused("name is needed", 1400)
    call.do()


GOCQHTTP = Flavour(
    name="gocqhttp",
    manners=Manners(
        user_agent=AGENT,
        scheme="Token",
        heartbeat=5.0,
        post_heartbeat=5.0,
        status={**SWITCHES, "stat": {"packet_received": 0, "packet_sent": 0, "message_received": 0, "message_sent": 0}},
        post_retries=(3, 1.5),
        no_method=404,
        bodies="lenient",
        bad_body="",
        json_values=True,
        home="call",
        streams=False,
        polls=False,
        unknown_status=200,
        retcodes={1400: 100, 1404: 404, 1200: 100},
        msg=True,
    ),
    events={
        "message": _message,
        "message_sent": _message,
        "notice.notify.poke": _poke,
        "notice.notify.profile_like": absent,
        "notice.notify.group_name": absent,
        "notice.notify.input_status": absent,
        "notice.essence": _essence,
        "notice.group_increase": _increase,
        "notice.group_msg_emoji_like": absent,
        "notice.group_dismiss": absent,
        "notice.flash_file": absent,
        "request": numbered,
    },
    answers={
        "get_version_info": changed(_version),
        "get_status": changed(_status),
        "get_friend_list": each(lambda one: only(one, "user_id", "nickname", "remark")),
        "get_stranger_info": changed(lambda one: only(one, *SENDER, "qid", "level", "login_days")),
        "set_friend_add_request": lambda call: call.do(remark=""),
        "get_group_list": lambda call: [_group(call, one) for one in call.do()],
        "get_group_info": lambda call: _group(call, call.do()),
        "get_group_member_list": each(member),
        "get_group_member_info": changed(member),
        "get_group_system_msg": lambda call: _requests(call.do()),
        "get_group_honor_info": needing("type"),
        "set_group_add_request": needing("sub_type", "type"),
        "set_group_anonymous_ban": with_default(duration=0),
        "get_msg": fetched,
        "get_group_msg_history": _history,
        "get_forward_msg": _forward,
        "upload_group_file": _local,
        "upload_private_file": _local,
        "create_group_file_folder": instead(None),
        "delete_group_file": needing("busid"),
        ".handle_quick_operation": cleanly(False),
    },
    message_format="string",
    names_format=False,
    unknown="API不存在",
    signed=True,
    put_off=False,
)
