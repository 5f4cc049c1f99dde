"""What happens besides messages: packets -> OneBot's notices and requests ("EventType"). Computes only; no I/O."""

from collections.abc import Callable
from typing import Any

from qq_api.mirai.mapping.context import RANKS, Context, Ref, Request
from qq_api.mirai.mapping.values import mapping, number, string
from qq_api.types import Payload

Make = Callable[[Payload, Context], list[Payload]]

HONORS = {"龙王": "talkative", "群聊之火": "performer", "快乐源泉": "emotion"}
HONORS |= {spelt: kind for kind in HONORS.values() for spelt in (kind, kind.upper())}
"""`honor` as 2.10 writes it, as its enumeration does and as NapCat's plug-in -> `honor_type`."""


def notice(context: Context, kind: str, **fields: Any) -> Payload:
    """A notice of now."""
    head = {"time": context.now(), "self_id": context.self_id, "post_type": "notice", "notice_type": kind}
    return {**head, **fields}


def id_of(packet: Payload, key: str) -> int:
    """The `id` of whoever a packet names there; 0 for nobody."""
    return number(mapping(packet.get(key)).get("id"))


def _group_of(packet: Payload, context: Context, *keys: str) -> int:
    """The group that a packet is about: its own, or that of one of the members it names."""
    for key in keys:
        context.note_member(packet.get(key))
    direct = context.note_group(packet.get("group"))
    groups = (id_of(mapping(packet.get(key)), "group") for key in keys)
    return direct or next(filter(None, groups), 0)


def _in_group(packet: Payload, context: Context, kind: str, *keys: str, **fields: Any) -> list[Payload]:
    """A notice of a group; `keys` name the members of whom the packet tells."""
    group_id = _group_of(packet, context, *keys)
    return [notice(context, kind, group_id=group_id, **fields)] if group_id else []


def _operator(packet: Payload, context: Context) -> int:
    """Whoever did it; the account itself, where the packet names nobody."""
    return id_of(packet, "operator") or context.self_id


def _group_recall(packet: Payload, context: Context) -> list[Payload]:
    group_id = _group_of(packet, context, "operator")
    about = {"user_id": number(packet.get("authorId")), "operator_id": _operator(packet, context)}
    ref = Ref("group", group_id, number(packet.get("messageId")))
    return _in_group(packet, context, "group_recall", **about, message_id=context.numbers.number(ref))


def _friend_recall(packet: Payload, context: Context) -> list[Payload]:
    """Whoever wrote it is named; of an own one it is only known to whom, where the message is remembered."""
    author, id = number(packet.get("authorId")), number(packet.get("messageId"))
    if not author or author == context.self_id:
        return []
    number_of = context.numbers.number(Ref("private", author, id))
    return [notice(context, "friend_recall", user_id=author, message_id=number_of)]


def _nudge(packet: Payload, context: Context) -> list[Payload]:
    subject = mapping(packet.get("subject"))
    who = {"user_id": number(packet.get("fromId")), "target_id": number(packet.get("target"))}
    where = {"group_id": context.note_group(subject)} if subject.get("kind") == "Group" else {}
    if not all({**who, **where}.values()):
        return []
    words = {key: string(packet.get(key)) for key in ("action", "suffix") if packet.get(key)}
    return [notice(context, "notify", sub_type="poke", **where, **who, **words)]


def _join(packet: Payload, context: Context) -> list[Payload]:
    return _came(packet, context, id_of(packet, "member"), "member", "invitor")


def _bot_join(packet: Payload, context: Context) -> list[Payload]:
    return _came(packet, context, context.self_id, "invitor")


def _came(packet: Payload, context: Context, user_id: int, *keys: str) -> list[Payload]:
    invitor = id_of(packet, "invitor")
    how = {"sub_type": "invite" if invitor else "approve", "operator_id": invitor}
    return _in_group(packet, context, "group_increase", *keys, **how, user_id=user_id)


def _kicked(packet: Payload, context: Context) -> list[Payload]:
    return _left(packet, context, "kick", id_of(packet, "member"), _operator(packet, context))


def _quit(packet: Payload, context: Context) -> list[Payload]:
    return _left(packet, context, "leave", id_of(packet, "member"), id_of(packet, "member"))


def _bot_left(packet: Payload, context: Context) -> list[Payload]:
    return _left(packet, context, "leave", context.self_id, context.self_id)


def _bot_kicked(packet: Payload, context: Context) -> list[Payload]:
    return _left(packet, context, "kick_me", context.self_id, id_of(packet, "operator"))


def _left(packet: Payload, context: Context, how: str, user_id: int, operator_id: int) -> list[Payload]:
    who = {"sub_type": how, "user_id": user_id, "operator_id": operator_id}
    made = _in_group(packet, context, "group_decrease", "member", "operator", **who)
    for event in made:
        context.members.get(event["group_id"], {}).pop(user_id, None)
    return made


def _permission(packet: Payload, context: Context) -> list[Payload]:
    return _admin(packet, context, id_of(packet, "member"), "member")


def _bot_permission(packet: Payload, context: Context) -> list[Payload]:
    return _admin(packet, context, context.self_id)


def _admin(packet: Payload, context: Context, user_id: int, *keys: str) -> list[Payload]:
    """Whoever becomes owner, or is it no longer and becomes an administrator, makes no event."""
    now = RANKS.get(string(packet.get("current")))
    if now not in ("admin", "member"):
        return []
    change = "set" if now == "admin" else "unset"
    return _in_group(packet, context, "group_admin", *keys, sub_type=change, user_id=user_id)


def _mute(packet: Payload, context: Context) -> list[Payload]:
    return _ban(packet, context, _muted(packet, context), number(packet.get("durationSeconds")))


def _unmute(packet: Payload, context: Context) -> list[Payload]:
    return _ban(packet, context, _muted(packet, context), 0)


def _muted(packet: Payload, context: Context) -> int | None:
    """Whom a packet is about; None for a member that it does not name: NapCat's plug-in says so of all together, and
    then not whether they are muted."""
    return id_of(packet, "member") or (None if "member" in packet else context.self_id)


def _mute_all(packet: Payload, context: Context) -> list[Payload]:
    return _ban(packet, context, 0, -1 if packet.get("current") is True else 0)


def _ban(packet: Payload, context: Context, user_id: int | None, seconds: int) -> list[Payload]:
    if user_id is None:
        return []
    change = "ban" if seconds else "lift_ban"
    who = {"sub_type": change, "user_id": user_id, "operator_id": _operator(packet, context), "duration": seconds}
    return _in_group(packet, context, "group_ban", "member", "operator", **who)


def _card(packet: Payload, context: Context) -> list[Payload]:
    cards = {"card_old": string(packet.get("origin")), "card_new": string(packet.get("current"))}
    return _in_group(packet, context, "group_card", "member", user_id=id_of(packet, "member"), **cards)


def _title(packet: Payload, context: Context) -> list[Payload]:
    titles = {"title": string(packet.get("current")), "title_old": string(packet.get("origin"))}
    who = {"sub_type": "title", "user_id": id_of(packet, "member")}
    return _in_group(packet, context, "notify", "member", **who, **titles)


def _honor(packet: Payload, context: Context) -> list[Payload]:
    kind = HONORS.get(string(packet.get("honor")))
    if packet.get("action") != "achieve" or kind is None:
        return []
    who = {"sub_type": "honor", "honor_type": kind, "user_id": id_of(packet, "member")}
    return _in_group(packet, context, "notify", "member", **who)


def _friend_add(packet: Payload, context: Context) -> list[Payload]:
    user_id = context.note_friend(packet.get("friend"))
    return [notice(context, "friend_add", user_id=user_id)] if user_id and packet.get("stranger") is not True else []


def _group_name(packet: Payload, context: Context) -> list[Payload]:
    """No event of OneBot's; but the name is remembered."""
    context.note_group(packet.get("group"))
    return []


# -- requests


def _request(packet: Payload, context: Context, kind: str, **fields: Any) -> list[Payload]:
    asked = Request(kind, *(number(packet.get(key)) for key in ("eventId", "fromId", "groupId")))
    if not asked.from_id:
        return []
    head = {"time": context.now(), "self_id": context.self_id, "post_type": "request"}
    about = {"user_id": asked.from_id, "comment": string(packet.get("message")), "flag": context.flag(asked)}
    return [{**head, **fields, **about, "nickname": string(packet.get("nick"))}]


def _friend_request(packet: Payload, context: Context) -> list[Payload]:
    return _request(packet, context, "n", request_type="friend", group_id=number(packet.get("groupId")))


def _group_request(packet: Payload, context: Context, kind: str, how: str, **fields: Any) -> list[Payload]:
    group = {"group_id": number(packet.get("groupId")), "group_name": string(packet.get("groupName"))}
    return _request(packet, context, kind, request_type="group", sub_type=how, **group, **fields)


def _join_request(packet: Payload, context: Context) -> list[Payload]:
    invitor = number(packet.get("invitorId"))
    return _group_request(packet, context, "m", "add", **({"invitor_id": invitor} if invitor else {}))


def _invitation(packet: Payload, context: Context) -> list[Payload]:
    return _group_request(packet, context, "b", "invite")


NOTICES: dict[str, Make] = {
    "GroupRecallEvent": _group_recall,
    "FriendRecallEvent": _friend_recall,
    "NudgeEvent": _nudge,
    "MemberJoinEvent": _join,
    "BotJoinGroupEvent": _bot_join,
    "MemberLeaveEventKick": _kicked,
    "MemberLeaveEventQuit": _quit,
    "BotLeaveEventActive": _bot_left,
    "BotLeaveEventKick": _bot_kicked,
    "BotLeaveEventDisband": _bot_kicked,
    "MemberPermissionChangeEvent": _permission,
    "BotGroupPermissionChangeEvent": _bot_permission,
    "MemberMuteEvent": _mute,
    "MemberUnmuteEvent": _unmute,
    "BotMuteEvent": _mute,
    "BotUnmuteEvent": _unmute,
    "GroupMuteAllEvent": _mute_all,
    "MemberCardChangeEvent": _card,
    "MemberSpecialTitleChangeEvent": _title,
    "MemberHonorChangeEvent": _honor,
    "FriendAddEvent": _friend_add,
    "GroupNameChangeEvent": _group_name,
    "NewFriendRequestEvent": _friend_request,
    "MemberJoinRequestEvent": _join_request,
    "BotInvitedJoinGroupRequestEvent": _invitation,
}
"""Packets of all else that has an event -> how their events are made."""
