"""Answers of mirai-api-http -> the data of OneBot's actions. Computes only; no I/O."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from qq_api import message
from qq_api.mirai.mapping.context import Context, Place, Ref
from qq_api.mirai.mapping.elements import segments_of
from qq_api.mirai.mapping.events import to_onebot
from qq_api.mirai.mapping.fields import Refusal
from qq_api.mirai.mapping.sending import chain_of
from qq_api.mirai.mapping.shapes import (
    data_of,
    file_of,
    folder_of,
    friend_of,
    group_of,
    member_of,
    notice_of,
    profile_of,
)
from qq_api.mirai.mapping.values import mapping, number, records, string
from qq_api.types import Payload

Answers = Sequence[Payload]
Result = Callable[[Answers, Payload, Context], Any]


def _place(kind: str, params: Payload) -> Place:
    """Where a message went."""
    group_id, user_id = number(params.get("group_id")), number(params.get("user_id"))
    in_group = (kind or params.get("message_type") or ("group" if group_id else "")) == "group"
    return Place(group_id) if in_group else Place(0, user_id)


def _sent(kind: str, answers: Answers, params: Payload, context: Context) -> Payload:
    """The number of what was sent; what mirai-api-http gave no id (-1) cannot be taken back."""
    place = _place(kind, params)
    id = _message_id(mapping(answers[-1]))
    numbers = context.numbers
    message_id = numbers.number(Ref(place.kind, place.target, id)) if id else numbers.fresh()
    context.keep(_own(message_id, place, params, context))
    return {"message_id": message_id}


def _message_id(answer: Payload) -> int:
    """The id of what was sent, which NapCat's plug-in puts into `data`; 0 for none."""
    id = number(answer.get("messageId", mapping(answer.get("data")).get("messageId")))
    return id if id != -1 else 0


def _own(message_id: int, place: Place, params: Payload, context: Context) -> Payload:
    """The event of what the account said itself, for `get_msg` and for quotes; nobody is told of it."""
    segments = message.parse(params.get("message", params.get("messages")))
    group_id = place.group_id
    return {
        "time": context.now(),
        "self_id": context.self_id,
        "post_type": "message_sent",
        "message_type": "group" if group_id else "private",
        "sub_type": "normal" if group_id else "friend",
        "message_id": message_id,
        "user_id": context.self_id,
        **({"group_id": group_id} if group_id else {"target_id": place.user_id}),
        "message": segments,
        "raw_message": message.to_cq(segments),
        "message_format": "array",
        "font": 0,
        "sender": {"user_id": context.self_id, "nickname": ""},
    }


def _sent_card(kind: str, answers: Answers, params: Payload, context: Context) -> Payload:
    card = segments_of(chain_of(params.get("messages"), context, Place()).elements, context)
    forward_id = string(card[0]["data"].get("id")) if card else ""
    return {**_sent(kind, answers, params, context), "forward_id": forward_id}


def _message(answers: Answers, params: Payload, context: Context) -> Payload:
    message_id = number(params.get("message_id"))
    events = to_onebot(_completed(mapping(data_of(answers[0])), context.numbers.ref(message_id)), context)
    if not events:
        raise Refusal(1200, f"no message {message_id}")
    return {**events[0], "message_id": message_id, "real_id": message_id}


def _completed(packet: Payload, ref: Ref | None) -> Payload:
    """NapCat's plug-in does not say in which group a message was."""
    sender = mapping(packet.get("sender"))
    if ref is None or ref.kind != "group" or sender.get("group"):
        return packet
    return {**packet, "sender": {**sender, "group": {"id": ref.target}}}


def _login(answers: Answers, _: Payload, context: Context) -> Payload:
    me = mapping(mapping(data_of(answers[0])).get("qq"))
    return {"user_id": number(me.get("id")) or context.self_id, "nickname": string(me.get("nickname"))}


def _version(answers: Answers, _: Payload, __: Context) -> Payload:
    version = string(mapping(data_of(answers[0])).get("version"))
    return {"app_name": "mirai-api-http", "app_version": version, "protocol_version": "v11"}


def _friends(answers: Answers, _: Payload, context: Context) -> list[Payload]:
    friends = records(data_of(answers[0]))
    context.friends = {number(friend.get("id")): friend for friend in friends}
    return [friend_of(friend) for friend in friends]


def _groups(answers: Answers, _: Payload, context: Context) -> list[Payload]:
    groups = records(data_of(answers[0]))
    for group in groups:
        context.note_group(group)
    return [group_of(group, _count(number(group.get("id")), context)) for group in groups]


def _count(group_id: int, context: Context) -> int:
    members = {*context.members.get(group_id, ()), context.self_id}
    return len(members) if group_id in context.complete else 0


def _group_info(answers: Answers, params: Payload, context: Context) -> Payload:
    learn_members(answers[1], number(params.get("group_id")), context)
    for group in _groups(answers, params, context):
        if group["group_id"] == number(params.get("group_id")):
            return group
    raise Refusal(1200, f"no group {string(params.get('group_id'))}")


def learn_members(answer: Any, group_id: int, context: Context) -> list[Payload]:
    """Remember who is in a group, from the answer of `memberList`; whoever is not in it may not be mentioned."""
    members = records(data_of(answer))
    context.members[group_id] = {}
    for member in members:
        context.note_member(member)
    context.complete.add(group_id)
    return members


def _member_list(answers: Answers, params: Payload, context: Context) -> list[Payload]:
    members = learn_members(answers[0], number(params.get("group_id")), context)
    others = [member for member in members if number(member.get("id")) != context.self_id]
    me = [mapping(data_of(one)) for one in answers[1:]]
    return [member_of(member, context.now()) for member in (*me, *others)]


def _member(answers: Answers, _: Payload, context: Context) -> Payload:
    member = mapping(data_of(answers[0]))
    context.note_member(member)
    return member_of(member, context.now())


def _stranger(answers: Answers, params: Payload, _: Context) -> Payload:
    return profile_of(mapping(data_of(answers[0])), number(params.get("user_id")))


def _files(answers: Answers, params: Payload, context: Context) -> Payload:
    """A folder's path is remembered: files are put into it by that."""
    group_id, entries = number(params.get("group_id")), records(data_of(answers[0]))
    folders = [entry for entry in entries if entry.get("isFile") is not True]
    for folder in folders:
        context.paths.put(string(folder.get("id")), string(folder.get("path")))
    files = [file_of(entry, group_id) for entry in entries if entry.get("isFile") is True]
    return {"files": files, "folders": [folder_of(folder, group_id) for folder in folders]}


def _file_url(answers: Answers, params: Payload, _: Context) -> Payload:
    url = string(mapping(mapping(data_of(answers[0])).get("downloadInfo")).get("url"))
    if not url:
        raise Refusal(1200, f"no address of file {string(params.get('file_id'))}")
    return {"url": url}


def _folder(answers: Answers, _: Payload, __: Context) -> Payload:
    return {"folder_id": string(mapping(data_of(answers[0])).get("id"))}


def _uploaded(answers: Answers, _: Payload, __: Context) -> Payload:
    return {"file_id": string(mapping(data_of(answers[0])).get("id"))}


def _notices(answers: Answers, _: Payload, __: Context) -> list[Payload]:
    return [notice_of(notice) for notice in records(data_of(answers[0]))]


RESULTS: dict[str, Result] = {
    "send_group_msg": partial(_sent, "group"),
    "send_private_msg": partial(_sent, "private"),
    "send_msg": partial(_sent, ""),
    "send_group_forward_msg": partial(_sent_card, "group"),
    "send_private_forward_msg": partial(_sent_card, "private"),
    "send_forward_msg": partial(_sent_card, ""),
    "get_msg": _message,
    "get_login_info": _login,
    "get_version_info": _version,
    "get_friend_list": _friends,
    "get_group_list": _groups,
    "get_group_info": _group_info,
    "get_group_member_list": _member_list,
    "get_group_member_info": _member,
    "get_stranger_info": _stranger,
    "get_group_root_files": _files,
    "get_group_files_by_folder": _files,
    "get_group_file_url": _file_url,
    "create_group_file_folder": _folder,
    "upload_group_file": _uploaded,
    "_get_group_notice": _notices,
}
"""Action -> its data; the others have none."""
