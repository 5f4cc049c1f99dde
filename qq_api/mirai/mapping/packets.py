"""OneBot's events -> packets of mirai-api-http, as its server sends them to clients. Computes only; no I/O."""

from collections.abc import Callable
from typing import Any

from qq_api.mirai.mapping.context import PERMISSIONS, Context, Place
from qq_api.mirai.mapping.sending import chain_of
from qq_api.mirai.mapping.values import mapping, number, string
from qq_api.types import Payload

HONORS = {
    "talkative": "龙王",
    "performer": "群聊之火",
    "emotion": "快乐源泉",
    "legend": "群聊炽焰",
    "strong_newbie": "冒尖小春笋",
}

Make = Callable[[Payload, Context], Payload | None]


def to_mirai(event: Any, context: Context) -> list[Payload]:
    """The packets of an event; none where mirai-api-http has none.

    Args:
        event: an event, whatever it is.
        context: knows groups, members and friends, and gives messages their ids.
    """
    event = mapping(event)
    make = next((_MADE[name] for name in _names(event) if name in _MADE), None)
    packet = make(event, context) if make else None
    return [packet] if packet else []


def _names(event: Payload) -> list[str]:
    """`["notice.notify.poke", "notice.notify"]`."""
    post_type = string(event.get("post_type"))
    detail = event.get(f"{'message' if post_type == 'message_sent' else post_type}_type")
    whole = ".".join((post_type, string(detail), string(event.get("sub_type"))))
    return [whole, whole.rpartition(".")[0]]


# -- messages


def place_of(event: Payload) -> Place:
    """Where a message was said."""
    if event.get("message_type") == "group":
        return Place(number(event.get("group_id")))
    user_id = number(event.get("user_id"))
    if event.get("post_type") == "message_sent" or user_id == number(event.get("self_id")):
        user_id = number(event.get("target_id")) or user_id
    via = number(mapping(event.get("sender")).get("group_id")) if event.get("sub_type") == "group" else 0
    return Place(via, user_id)


def _packet(kind: str, key: str, who: Payload, event: Payload, context: Context) -> Payload | None:
    context.keep(event)
    place = place_of(event)
    ref = context.numbers.ref_at(number(event.get("message_id")), place)
    elements = chain_of(event.get("message"), context, place, heard=True).elements
    quotes = [one for one in elements if one["type"] == "Quote"]
    rest = [with_defaults(one) for one in elements if one["type"] != "Quote"]
    source = {"type": "Source", "id": ref.id, "time": number(event.get("time"))}
    return {"type": kind, key: who, "messageChain": [source, *quotes[:1], *rest]}


DEFAULTS: dict[str, Payload] = {
    "At": {"display": ""},
    "AtAll": {"target": 0},
    "Face": {"name": "", "isSuperFace": False},
    "Image": {"url": "", "width": 0, "height": 0, "size": 0, "imageType": "UNKNOWN", "isEmoji": False},
    "Voice": {"url": "", "length": 0},
}
DEFAULTS["FlashImage"] = DEFAULTS["Image"]


def with_defaults(element: Payload) -> Payload:
    """An element with all that a server says of it."""
    return {"type": element["type"], **DEFAULTS.get(element["type"], {}), **element}


def _group_message(event: Payload, context: Context) -> Payload | None:
    member = context.member(number(event.get("group_id")), number(event.get("user_id")))
    hidden = mapping(event.get("anonymous"))
    who = {**member, "memberName": string(hidden.get("name"))} if hidden else member
    return _packet("GroupMessage", "sender", who, event, context)


def _friend_message(event: Payload, context: Context) -> Payload | None:
    return _packet("FriendMessage", "sender", context.friend(number(event.get("user_id"))), event, context)


def _temp_message(event: Payload, context: Context) -> Payload | None:
    place = place_of(event)
    context.sessions[place.user_id] = place.group_id
    return _packet("TempMessage", "sender", context.member(place.group_id, place.user_id), event, context)


def _stranger_message(event: Payload, context: Context) -> Payload | None:
    names = mapping(event.get("sender"))
    who = {"id": number(event.get("user_id")), "nickname": string(names.get("nickname")), "remark": ""}
    return _packet("StrangerMessage", "sender", who, event, context)


def _own(event: Payload, context: Context) -> Payload | None:
    place = place_of(event)
    if place.kind == "group":
        return _packet("GroupSyncMessage", "subject", context.group(place.group_id), event, context)
    via = context.sessions.get(place.user_id, 0) if event.get("sub_type") == "group" else 0
    if via:
        return _packet("TempSyncMessage", "subject", context.member(via, place.user_id), event, context)
    kind = "StrangerSyncMessage" if event.get("sub_type") == "other" else "FriendSyncMessage"
    return _packet(kind, "subject", context.friend(place.user_id), event, context)


# -- notices


def _member(event: Payload, context: Context, key: str = "user_id") -> Payload:
    return context.member(number(event.get("group_id")), number(event.get(key)))


def _operator(event: Payload, context: Context) -> Payload | None:
    """Whoever did it; None for the account itself."""
    operator_id = number(event.get("operator_id"))
    return _member(event, context, "operator_id") if operator_id and operator_id != context.self_id else None


def _about_bot(event: Payload, context: Context) -> bool:
    return number(event.get("user_id")) == context.self_id


def _group(event: Payload, context: Context) -> Payload:
    return context.group(number(event.get("group_id")))


def _recall(event: Payload, context: Context, place: Place) -> Payload:
    """The id and the time of a message that was taken back."""
    message_id = number(event.get("message_id"))
    said = context.said(message_id) or {}
    ref = context.numbers.ref_at(message_id, place)
    return {"messageId": ref.id, "time": number(said.get("time")) or number(event.get("time"))}


def _group_recall(event: Payload, context: Context) -> Payload:
    recalled = _recall(event, context, Place(number(event.get("group_id"))))
    who = {"authorId": number(event.get("user_id")), **recalled}
    return {"type": "GroupRecallEvent", **who, "group": _group(event, context), "operator": _operator(event, context)}


def _friend_recall(event: Payload, context: Context) -> Payload:
    user_id = number(event.get("user_id"))
    said = context.said(number(event.get("message_id"))) or {}
    other = user_id if user_id != context.self_id else number(said.get("target_id"))
    recalled = _recall(event, context, Place(0, other))
    return {"type": "FriendRecallEvent", "authorId": user_id, **recalled, "operator": user_id}


def _poke(event: Payload, context: Context) -> Payload:
    group_id, from_id = number(event.get("group_id")), number(event.get("user_id"))
    target = number(event.get("target_id"))
    if group_id:
        subject = {"kind": "Group", **_group(event, context)}
    else:
        subject = {"kind": "Friend", **context.friend(target if from_id == context.self_id else from_id)}
    words = {"action": string(event.get("action")) or "戳了戳", "suffix": string(event.get("suffix"))}
    return {"type": "NudgeEvent", "fromId": from_id, "target": target, "subject": subject, **words}


def _came(event: Payload, context: Context) -> Payload:
    invited = event.get("sub_type") == "invite" and number(event.get("operator_id"))
    invitor = _member(event, context, "operator_id") if invited else None
    if _about_bot(event, context):
        return {"type": "BotJoinGroupEvent", "group": _group(event, context), "invitor": invitor}
    return {"type": "MemberJoinEvent", "member": _member(event, context), "invitor": invitor}


def _left(event: Payload, context: Context) -> Payload:
    if _about_bot(event, context):
        return {"type": "BotLeaveEventActive", "group": _group(event, context)}
    return {"type": "MemberLeaveEventQuit", "member": _member(event, context)}


def _kicked(event: Payload, context: Context) -> Payload:
    if _about_bot(event, context):
        return _bot_kicked(event, context)
    operator = _operator(event, context)
    return {"type": "MemberLeaveEventKick", "member": _member(event, context), "operator": operator}


def _bot_kicked(event: Payload, context: Context) -> Payload:
    operator = _member(event, context, "operator_id")
    return {"type": "BotLeaveEventKick", "group": _group(event, context), "operator": operator}


def _dismissed(event: Payload, context: Context) -> Payload:
    return {"type": "BotLeaveEventDisband", "group": _group(event, context), "operator": _member(event, context)}


def _admin(event: Payload, context: Context) -> Payload:
    roles = ("member", "admin") if event.get("sub_type") == "set" else ("admin", "member")
    change = dict(zip(("origin", "current"), map(PERMISSIONS.__getitem__, roles), strict=True))
    if _about_bot(event, context):
        return {"type": "BotGroupPermissionChangeEvent", **change, "group": _group(event, context)}
    return {"type": "MemberPermissionChangeEvent", **change, "member": _member(event, context)}


def _ban(event: Payload, context: Context) -> Payload:
    on, operator = event.get("sub_type") == "ban", _operator(event, context)
    if not number(event.get("user_id")):
        change = {"origin": not on, "current": on, "group": _group(event, context)}
        return {"type": "GroupMuteAllEvent", **change, "operator": operator}
    time = {"durationSeconds": number(event.get("duration"))} if on else {}
    if _about_bot(event, context):
        whole = operator or _member(event, context, "operator_id")
        return {"type": "BotMuteEvent" if on else "BotUnmuteEvent", **time, "operator": whole}
    who = {"member": _member(event, context), "operator": operator}
    return {"type": "MemberMuteEvent" if on else "MemberUnmuteEvent", **time, **who}


def _card(event: Payload, context: Context) -> Payload:
    change = {"origin": string(event.get("card_old")), "current": string(event.get("card_new"))}
    return {"type": "MemberCardChangeEvent", **change, "member": _member(event, context)}


def _title(event: Payload, context: Context) -> Payload:
    change = {"origin": string(event.get("title_old")), "current": string(event.get("title"))}
    return {"type": "MemberSpecialTitleChangeEvent", **change, "member": _member(event, context)}


def _honor(event: Payload, context: Context) -> Payload | None:
    honor = HONORS.get(string(event.get("honor_type")))
    who = {"member": _member(event, context), "action": "achieve", "honor": honor}
    return {"type": "MemberHonorChangeEvent", **who} if honor else None


def _group_name(event: Payload, context: Context) -> Payload:
    operator = _member(event, context) if not _about_bot(event, context) else None
    change = {"origin": string(event.get("name_old")), "current": string(event.get("name_new"))}
    return {"type": "GroupNameChangeEvent", **change, "group": _group(event, context), "operator": operator}


def _friend_add(event: Payload, context: Context) -> Payload:
    return {"type": "FriendAddEvent", "friend": context.friend(number(event.get("user_id"))), "stranger": False}


def _typing(event: Payload, context: Context) -> Payload:
    friend = context.friend(number(event.get("user_id")))
    typing = number(event.get("event_type")) == 1
    return {"type": "FriendInputStatusChangedEvent", "friend": friend, "inputting": typing}


# -- requests


def _request(event: Payload, context: Context) -> Payload | None:
    asked = context.request(string(event.get("flag")))
    if asked is None:
        return None
    user_id = number(event.get("user_id"))
    about = {"eventId": asked.event_id, "message": string(event.get("comment")), "fromId": user_id}
    nick = string(event.get("nickname")) or context.friend(user_id)["nickname"]
    return {**about, "groupId": number(event.get("group_id")), "nick": nick}


def _friend_request(event: Payload, context: Context) -> Payload | None:
    asked = _request(event, context)
    return {"type": "NewFriendRequestEvent", **asked} if asked else None


def _group_request(event: Payload, context: Context, kind: str) -> Payload | None:
    asked = _request(event, context)
    name = string(event.get("group_name")) or _group(event, context)["name"]
    return {"type": kind, **asked, "groupName": name} if asked else None


def _join_request(event: Payload, context: Context) -> Payload | None:
    asked = _group_request(event, context, "MemberJoinRequestEvent")
    return {**asked, "invitorId": number(event.get("invitor_id")) or None} if asked else None


def _invitation(event: Payload, context: Context) -> Payload | None:
    return _group_request(event, context, "BotInvitedJoinGroupRequestEvent")


_MADE: dict[str, Make] = {
    "message.group": _group_message,
    "message.private.friend": _friend_message,
    "message.private.group": _temp_message,
    "message.private": _stranger_message,
    "message_sent.group": _own,
    "message_sent.private": _own,
    "notice.group_recall": _group_recall,
    "notice.friend_recall": _friend_recall,
    "notice.notify.poke": _poke,
    "notice.notify.honor": _honor,
    "notice.notify.title": _title,
    "notice.notify.group_name": _group_name,
    "notice.notify.input_status": _typing,
    "notice.group_card": _card,
    "notice.group_increase": _came,
    "notice.group_decrease.leave": _left,
    "notice.group_decrease.kick": _kicked,
    "notice.group_decrease.kick_me": _bot_kicked,
    "notice.group_dismiss": _dismissed,
    "notice.group_admin": _admin,
    "notice.group_ban": _ban,
    "notice.friend_add": _friend_add,
    "request.friend": _friend_request,
    "request.group.add": _join_request,
    "request.group.invite": _invitation,
}
