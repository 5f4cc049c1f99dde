"""Message packets -> OneBot's message events ("MessageType"). Computes only; no I/O."""

from typing import Any

from qq_api import message
from qq_api.mirai.mapping.context import RANKS, Context, Ref
from qq_api.mirai.mapping.elements import segments_of
from qq_api.mirai.mapping.notices import Make, id_of, notice
from qq_api.mirai.mapping.values import mapping, number, records, string
from qq_api.types import Payload

ANONYMOUS = 80_000_000
"""The number of everybody who gives no name."""


def _message(packet: Payload, context: Context, kind: str, sender: Payload, **fields: Any) -> list[Payload]:
    """A message, and the notices of the files in it; nothing for one of which nothing is known but that it was said."""
    chain = packet.get("messageChain")
    source = next((one for one in records(chain) if one.get("type") == "Source"), {})
    segments = segments_of(chain, context)
    user_id, group_id = number(sender.get("user_id")), number(fields.get("group_id"))
    target = group_id or number(fields.get("target_id")) or user_id
    if not segments or not target:
        return []
    ref = Ref("group" if group_id else "private", target, number(source.get("id")))
    event = {
        "time": number(source.get("time")) or context.now(),
        "self_id": context.self_id,
        "post_type": "message",
        "message_type": "group" if group_id else "private",
        "sub_type": kind,
        "message_id": context.numbers.number(ref) if ref.id else context.numbers.fresh(),
        "user_id": user_id,
        **fields,
        "message": segments,
        "raw_message": message.to_cq(segments),
        "message_format": "array",
        "font": 0,
        "sender": sender,
    }
    context.keep(event)
    return [event, *_uploads(event, context)]


def _uploads(event: Payload, context: Context) -> list[Payload]:
    if event["message_type"] != "group" or event["post_type"] != "message":
        return []
    files = [segment["data"] for segment in event["message"] if segment["type"] == "file"]
    where = {"group_id": event["group_id"], "user_id": event["user_id"]}
    return [notice(context, "group_upload", **where, file=_uploaded(data)) for data in files]


def _uploaded(data: Payload) -> Payload:
    return {"id": data["file_id"], "name": data["file"], "size": number(data["file_size"]), "busid": 0}


def _group_message(packet: Payload, context: Context) -> list[Payload]:
    sender = mapping(packet.get("sender"))
    user_id, group_id = number(sender.get("id")), context.note_group(sender.get("group"))
    if not (user_id and group_id):
        return []
    hidden = user_id == ANONYMOUS
    if not hidden:
        context.note_member(sender)
    names = {"group_id": group_id, "group_name": context.group(group_id)["name"]}
    mask = {"id": ANONYMOUS, "name": string(sender.get("memberName")), "flag": ""} if hidden else None
    return _message(
        packet, context, "anonymous" if hidden else "normal", _member_sender(sender), **names, anonymous=mask
    )


def _member_sender(member: Payload) -> Payload:
    """`{id, memberName, permission, …}` -> OneBot's `sender`."""
    name = string(member.get("memberName"))
    return {
        "user_id": number(member.get("id")),
        "nickname": name,
        "card": name,
        "role": RANKS.get(string(member.get("permission")), "member"),
        "title": string(member.get("specialTitle")),
        **_UNTOLD,
    }


_UNTOLD = {"sex": "unknown", "age": 0}


def _private_sender(person: Payload) -> Payload:
    names = {"user_id": number(person.get("id")), "nickname": string(person.get("nickname"))}
    remark = string(person.get("remark"))
    return {**names, **({"remark": remark} if remark else {}), **_UNTOLD}


def _friend_message(packet: Payload, context: Context) -> list[Payload]:
    sender = mapping(packet.get("sender"))
    context.note_friend(sender)
    context.sessions.pop(number(sender.get("id")), None)
    return _message(packet, context, "friend", _private_sender(sender))


def _stranger_message(packet: Payload, context: Context) -> list[Payload]:
    return _message(packet, context, "other", _private_sender(mapping(packet.get("sender"))))


def _temp_message(packet: Payload, context: Context) -> list[Payload]:
    member = mapping(packet.get("sender"))
    user_id, group_id = context.note_member(member), number(mapping(member.get("group")).get("id"))
    if not (user_id and group_id):
        return []
    context.sessions[user_id] = group_id
    name = string(member.get("memberName"))
    return _message(packet, context, "group", {"user_id": user_id, "nickname": name, "group_id": group_id, **_UNTOLD})


def _own(packet: Payload, context: Context, kind: str, **fields: Any) -> list[Payload]:
    """What the account said by another client; of a private one it is told to whom, which may be the account itself."""
    if not context.report_self or not any(fields.values()):
        return []
    me = {"user_id": context.self_id, "nickname": "", **_UNTOLD}
    made = _message(packet, context, kind, me, **fields)[:1]
    return [{**event, "post_type": "message_sent", "message_sent_type": "self"} for event in made]


def _friend_sync(packet: Payload, context: Context) -> list[Payload]:
    context.note_friend(packet.get("subject"))
    return _own(packet, context, "friend", target_id=id_of(packet, "subject"))


def _group_sync(packet: Payload, context: Context) -> list[Payload]:
    return _own(packet, context, "normal", group_id=context.note_group(packet.get("subject")))


def _temp_sync(packet: Payload, context: Context) -> list[Payload]:
    user_id = context.note_member(packet.get("subject"))
    context.sessions[user_id] = number(mapping(mapping(packet.get("subject")).get("group")).get("id"))
    return _own(packet, context, "group", target_id=user_id)


def _stranger_sync(packet: Payload, context: Context) -> list[Payload]:
    return _own(packet, context, "other", target_id=id_of(packet, "subject"))


MESSAGES: dict[str, Make] = {
    "FriendMessage": _friend_message,
    "GroupMessage": _group_message,
    "TempMessage": _temp_message,
    "StrangerMessage": _stranger_message,
    "FriendSyncMessage": _friend_sync,
    "GroupSyncMessage": _group_sync,
    "TempSyncMessage": _temp_sync,
    "StrangerSyncMessage": _stranger_sync,
}
"""Packets of messages -> how their events are made."""
