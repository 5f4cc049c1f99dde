"""What happens besides messages, as OneBot 11 and LLOneBot write it ("Notice events"), and what only others tell.

`time` and `self_id` are added where an event is handed out; `sandbox.flavours` gives it the form of an implementation.
"""

from typing import Any

from qq_api.sandbox.world.state import Flash, GroupFile, Member, Message, Request
from qq_api.types import Payload


def _notice(kind: str, **fields: Any) -> Payload:
    return {"post_type": "notice", "notice_type": kind, **fields}


def change(kind: str, **fields: Any) -> Payload:
    """What happened and QQ tells nobody; for watchers of the World only."""
    return {"post_type": "change", "change_type": kind, **fields}


def admin(group_id: int, member: Member) -> Payload:
    """Somebody became an administrator, or is one no longer."""
    change = "set" if member.role == "admin" else "unset"
    return _notice("group_admin", sub_type=change, group_id=group_id, user_id=member.user_id)


def card(group_id: int, member: Member, old: str) -> Payload:
    """A member's name in a group changed."""
    return _notice("group_card", group_id=group_id, user_id=member.user_id, card_new=member.card, card_old=old)


def title(group_id: int, member: Member) -> Payload:
    """A member has a new title."""
    fields = {"group_id": group_id, "user_id": member.user_id, "title": member.title}
    return _notice("notify", sub_type="title", **fields)


def ban(group_id: int, operator_id: int, user_id: int, seconds: int) -> Payload:
    """Somebody, or all (`user_id` 0, `seconds` -1), were muted; with 0 seconds, no longer."""
    change = "ban" if seconds else "lift_ban"
    fields = {"group_id": group_id, "operator_id": operator_id, "user_id": user_id, "duration": seconds}
    return _notice("group_ban", sub_type=change, **fields)


def decrease(how: str, group_id: int, user_id: int, operator_id: int) -> Payload:
    """Somebody is no longer in a group: `leave`, `kick` or, to themselves, `kick_me`."""
    return _notice("group_decrease", sub_type=how, group_id=group_id, user_id=user_id, operator_id=operator_id)


def dismiss(group_id: int, user_id: int) -> Payload:
    """A group is no more."""
    return _notice("group_dismiss", group_id=group_id, user_id=user_id)


def increase(how: str, group_id: int, user_id: int, operator_id: int) -> Payload:
    """Somebody came into a group: `approve` or `invite`."""
    return _notice("group_increase", sub_type=how, group_id=group_id, user_id=user_id, operator_id=operator_id)


def essence(group_id: int, said: Message, operator_id: int, change: str = "add") -> Payload:
    """A message was marked, or is no longer (`delete`)."""
    fields = {"group_id": group_id, "user_id": said.speaker, "sender_id": said.speaker, "operator_id": operator_id}
    return _notice("essence", sub_type=change, message_id=said.message_id, **fields)


def upload(group_id: int, file: GroupFile) -> Payload:
    """A group has a new file."""
    about = {"id": file.file_id, "name": file.name, "size": file.size, "busid": 102}
    return _notice("group_upload", group_id=group_id, user_id=file.uploader, file=about)


def recall(said: Message, operator_id: int) -> Payload:
    """A message was taken back."""
    if said.group_id is None:
        return _notice("friend_recall", user_id=said.user_id, message_id=said.message_id)
    who = {"user_id": said.speaker, "operator_id": operator_id if operator_id != said.user_id else said.speaker}
    return _notice("group_recall", group_id=said.group_id, message_id=said.message_id, **who)


def reaction(said: Message, user_id: int, emoji_id: str, is_add: bool) -> Payload:
    """Somebody reacted to a message in a group, or took it back."""
    likes = [{"emoji_id": emoji_id, "count": len(said.reactions.get(emoji_id, []))}]
    where = {"group_id": said.group_id, "user_id": user_id, "message_id": said.message_id}
    return _notice("group_msg_emoji_like", **where, likes=likes, is_add=is_add)


def poke(user_id: int, target_id: int, group_id: int | None = None, peer_id: int | None = None) -> Payload:
    """Somebody poked somebody, in a group or before `peer_id`."""
    where = {"peer_id": peer_id} if group_id is None else {"group_id": group_id}
    return _notice("notify", sub_type="poke", **where, user_id=user_id, target_id=target_id, raw_info=[])


def honor(group_id: int, user_id: int, kind: str) -> Payload:
    """Somebody was given an honour."""
    return _notice("notify", sub_type="honor", group_id=group_id, user_id=user_id, honor_type=kind)


def group_name(group_id: int, operator_id: int, name: str) -> Payload:
    """A group has a new name."""
    return _notice("notify", sub_type="group_name", group_id=group_id, user_id=operator_id, name_new=name)


def input_status(user_id: int, event_type: int) -> Payload:
    """Somebody types, or no longer does."""
    text = "对方正在输入..." if event_type == 1 else ""
    fields = {"user_id": user_id, "group_id": 0, "event_type": event_type, "status_text": text}
    return _notice("notify", sub_type="input_status", **fields)


def friend_add(user_id: int) -> Payload:
    """There is a new friend."""
    return _notice("friend_add", user_id=user_id)


def profile_like(operator_id: int, nickname: str, times: int) -> Payload:
    """Somebody liked one's profile."""
    return _notice("notify", sub_type="profile_like", operator_id=operator_id, operator_nick=nickname, times=times)


def flash(change: str, shared: Flash) -> Payload:
    """Files that are shared by a link were `uploaded` or `downloaded`."""
    files = [{"name": name, "size": 0} for name in shared.files]
    fields = {"title": shared.title, "share_link": shared.links[-1], "file_set_id": shared.file_set_id}
    return _notice("flash_file", sub_type=change, **fields, files=files)


def request(asked: Request) -> Payload:
    """Somebody asks to be a friend, to join a group, or one to join a group."""
    fields: Payload = {"user_id": asked.user_id, "comment": asked.comment, "flag": asked.flag}
    if asked.kind == "friend":
        return {"post_type": "request", "request_type": "friend", **fields}
    group = {"sub_type": asked.kind, "group_id": asked.group_id, "invitor_id": 0}
    return {"post_type": "request", "request_type": "group", **group, **fields}
