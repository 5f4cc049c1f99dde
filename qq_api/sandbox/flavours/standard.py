"""OneBot 11 to the letter: only what the standard has."""

from typing import Any

from qq_api.onebot.peers.manners import Manners
from qq_api.sandbox.flavours.flavour import (
    Call,
    Flavour,
    absent,
    changed,
    cleanly,
    each,
    fetched,
    less,
    needing,
    only,
    without,
)
from qq_api.types import Payload

SENDER = ("user_id", "nickname", "sex", "age")
"""Of a message to one person; in groups there is more."""


def message(event: Payload) -> Payload:
    """A message of a group has an `anonymous`; `sender` has all there is."""
    private = event["message_type"] == "private"
    sender = only(event["sender"], *SENDER) if private else event["sender"]
    event = without(event, "message_seq", "real_seq", "group_name", "target_id", "temp_source")
    return event | {"sender": sender} | ({} if private else {"anonymous": event.get("anonymous")})


def _forward(call: Call) -> Payload:
    return {"message": [{"type": "node", "data": _node(one)} for one in call.do()["messages"]]}


def _node(one: Payload) -> Payload:
    return {"user_id": str(one["sender"]["user_id"]), "nickname": one["sender"]["nickname"], "content": one["content"]}


def _message_info(call: Call) -> Payload:
    keys = ("time", "message_type", "message_id", "real_id", "sender", "message")
    return only(fetched(call), *keys)


def member(one: Payload) -> Payload:
    """A member without what newer implementations add."""
    return without(one, "qq_level", "is_robot", "card_or_nickname")


def _cookies(call: Call) -> Any:
    return only(call.do(domain=call.params.get("domain") or ""), "cookies")


GROUP = ("group_id", "group_name", "member_count", "max_member_count")

STANDARD = Flavour(
    name="standard",
    manners=Manners(
        heartbeat=0.0,
        streams=False,
        polls=False,
        deferred=True,
        put_off=("set_restart",),
        http_retcodes={1400: 400, 1404: 404, 1200: 200},
        keys=("status", "retcode", "data"),
    ),
    events={
        "message": message,
        "message_sent": absent,
        "notice.group_card": absent,
        "notice.essence": absent,
        "notice.group_msg_emoji_like": absent,
        "notice.group_dismiss": absent,
        "notice.flash_file": absent,
        "notice.notify": absent,
        "notice.notify.poke": less("raw_info", "peer_id"),
        "notice.notify.honor": lambda event: event,
        "request": less("invitor_id"),
    },
    answers={
        "get_status": changed(lambda data: only(data, "online", "good")),
        "get_friend_list": each(lambda one: only(one, "user_id", "nickname", "remark")),
        "get_stranger_info": changed(lambda one: only(one, *SENDER)),
        "get_group_list": each(lambda one: only(one, *GROUP)),
        "get_group_info": changed(lambda one: only(one, *GROUP)),
        "get_group_member_list": each(member),
        "get_group_member_info": changed(member),
        "get_group_honor_info": needing("type"),
        "set_group_add_request": needing("sub_type", "type"),
        "get_cookies": _cookies,
        "get_credentials": lambda call: call.do(domain=call.params.get("domain") or ""),
        "get_msg": _message_info,
        "get_forward_msg": _forward,
        ".handle_quick_operation": cleanly(True),
    },
    message_format="string",
    names_format=False,
)
