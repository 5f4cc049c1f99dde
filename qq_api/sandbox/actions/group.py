"""Groups: what they are, who is in them, who may what, what they put up."""

from typing import Any

from qq_api.sandbox.actions.table import action
from qq_api.sandbox.world import Group, Member, Refused, World, boards, groups
from qq_api.types import Payload


@action("get_group_list")
def get_group_list(world: World, self_id: int) -> list[Payload]:
    """The groups the account is in."""
    return [_group(world, self_id, group) for group in world.groups.values() if self_id in group.members]


@action("get_group_info")
def get_group_info(world: World, self_id: int, group_id: int) -> Payload:
    """What a group is."""
    return _group(world, self_id, world.group(group_id))


def _group(world: World, self_id: int, group: Group) -> Payload:
    owners = [member.user_id for member in group.members.values() if member.role == "owner"]
    return {
        "group_id": group.group_id,
        "group_name": group.name,
        "group_memo": group.memo,
        "group_create_time": group.created,
        "member_count": len(group.members),
        "max_member_count": 200,
        "remark_name": world.person(self_id).group_remarks.get(group.group_id, ""),
        "avatar_url": group.avatar or f"https://p.qlogo.cn/gh/{group.group_id}/{group.group_id}/0",
        "owner_id": owners[0] if owners else 0,
    }


@action("get_group_member_info")
def get_group_member_info(world: World, self_id: int, group_id: int, user_id: int) -> Payload:
    """Who somebody is in a group."""
    return _member(world, group_id, world.member(group_id, user_id))


@action("get_group_member_list")
def get_group_member_list(world: World, self_id: int, group_id: int) -> list[Payload]:
    """Who is in a group."""
    return [_member(world, group_id, member) for member in world.group(group_id).members.values()]


def _member(world: World, group_id: int, member: Member) -> Payload:
    person = world.people[member.user_id]
    return {
        "group_id": group_id,
        "user_id": member.user_id,
        "nickname": person.nickname,
        "card": member.card,
        "card_or_nickname": member.card or person.nickname,
        "sex": person.sex,
        "age": person.age,
        "area": "",
        "level": str(member.level),
        "qq_level": person.level,
        "join_time": member.join_time,
        "last_sent_time": member.last_sent_time,
        "title_expire_time": 0,
        "unfriendly": False,
        "card_changeable": True,
        "is_robot": False,
        "shut_up_timestamp": member.muted_until,
        "role": member.role,
        "title": member.title,
    }


@action("get_group_shut_list")
def get_group_shut_list(world: World, self_id: int, group_id: int) -> list[Payload]:
    """Who is muted in a group, in QQ's own fields."""
    members = groups.may(world, self_id, group_id).members.values()
    return [_muted(world, member) for member in members if member.muted_until > world.now()]


def _muted(world: World, member: Member) -> Payload:
    return {
        "uid": f"u_{member.user_id}",
        "uin": str(member.user_id),
        "nick": world.people[member.user_id].nickname,
        "cardName": member.card,
        "role": {"owner": 4, "admin": 3}.get(member.role, 2),
        "shutUpTime": member.muted_until,
        "memberRealLevel": member.level,
        "memberSpecialTitle": member.title,
        "joinTime": member.join_time,
        "lastSpeakTime": member.last_sent_time,
    }


@action("set_group_card")
def set_group_card(world: World, self_id: int, group_id: int, user_id: int, card: str) -> None:
    """Change a member's name in a group."""
    groups.set_card(world, self_id, group_id, user_id, card)


@action("set_group_special_title")
def set_group_special_title(world: World, self_id: int, group_id: int, user_id: int, special_title: str) -> None:
    """Give a member a title."""
    groups.set_title(world, self_id, group_id, user_id, special_title)


@action("set_group_admin")
def set_group_admin(world: World, self_id: int, group_id: int, user_id: int, enable: bool) -> None:
    """Make a member administrator, or no longer."""
    groups.set_admin(world, self_id, group_id, user_id, enable)


@action("set_group_ban")
def set_group_ban(world: World, self_id: int, group_id: int, user_id: int, duration: int) -> None:
    """Mute a member of a group."""
    groups.mute(world, self_id, group_id, user_id, duration)


@action("set_group_whole_ban")
def set_group_whole_ban(world: World, self_id: int, group_id: int, enable: bool) -> None:
    """Mute a whole group."""
    groups.mute_all(world, self_id, group_id, enable)


@action("set_group_name")
def set_group_name(world: World, self_id: int, group_id: int, group_name: str) -> None:
    """Rename a group."""
    groups.rename(world, self_id, group_id, group_name)


@action("set_group_kick")
def set_group_kick(world: World, self_id: int, group_id: int, user_id: int, reject_add_request: bool) -> None:
    """Remove a member from a group."""
    groups.kick(world, self_id, group_id, user_id, for_good=reject_add_request)


@action("batch_delete_group_member")
def batch_delete_group_member(world: World, self_id: int, group_id: int, user_ids: list[int]) -> None:
    """Remove several members from a group."""
    groups.kick(world, self_id, group_id, *user_ids)


@action("set_group_kick_members")
def set_group_kick_members(
    world: World, self_id: int, group_id: int, user_id: list[int], reject_add_request: bool
) -> None:
    """Remove several members from a group (NapCat)."""
    groups.kick(world, self_id, group_id, *user_id, for_good=reject_add_request)


@action("set_group_leave")
def set_group_leave(world: World, self_id: int, group_id: int, is_dismiss: bool) -> None:
    """Leave a group."""
    groups.leave(world, self_id, group_id, dismiss=is_dismiss)


@action("set_group_remark")
def set_group_remark(world: World, self_id: int, group_id: int, remark: str = "") -> None:
    """Name a group for oneself."""
    groups.may(world, self_id, group_id)
    world.people[self_id].group_remarks[group_id] = remark


@action("set_group_msg_mask")
def set_group_msg_mask(world: World, self_id: int, group_id: int, mask: int) -> None:
    """How the account receives a group's messages."""
    if mask not in range(1, 5):
        raise Refused("mask: 1 to 4 is needed", 1400)
    groups.may(world, self_id, group_id)
    world.people[self_id].group_masks[group_id] = mask


@action("set_group_portrait")
def set_group_portrait(world: World, self_id: int, group_id: int, file: str) -> None:
    """Change a group's picture."""
    groups.may(world, self_id, group_id, "admin").avatar = file


# -- what a group puts up


@action("_send_group_notice")
def send_group_notice(
    world: World, self_id: int, group_id: int, content: str, pinned: int, confirm_required: int, image: str = ""
) -> None:
    """Publish a notice."""
    marks = {"pinned": bool(pinned), "confirm": bool(confirm_required)}
    boards.announce(world, self_id, group_id, content, image=image, **marks)


@action("_get_group_notice")
def get_group_notice(world: World, self_id: int, group_id: int) -> list[Payload]:
    """A group's notices, the newest first."""
    return [
        {
            "notice_id": one.notice_id,
            "sender_id": one.sender_id,
            "publish_time": one.time,
            "message": {
                "text": one.text,
                "images": [{"id": one.image, "width": "0", "height": "0"}] if one.image else [],
            },
        }
        for one in reversed(groups.may(world, self_id, group_id).announcements.values())
    ]


@action("_delete_group_notice", "_del_group_notice")
def delete_group_notice(world: World, self_id: int, group_id: int, notice_id: str) -> None:
    """Remove a notice."""
    boards.unannounce(world, self_id, group_id, notice_id)


@action("set_essence_msg")
def set_essence_msg(world: World, self_id: int, message_id: int) -> None:
    """Mark a message in its group."""
    boards.mark(world, self_id, message_id)


@action("delete_essence_msg")
def delete_essence_msg(world: World, self_id: int, message_id: int) -> None:
    """Unmark a message."""
    boards.unmark(world, self_id, message_id)


@action("get_essence_msg_list")
def get_essence_msg_list(world: World, self_id: int, group_id: int) -> list[Payload]:
    """The messages that a group has marked."""
    marked = groups.may(world, self_id, group_id).essence.values()
    return [
        {
            "message_id": one.message_id,
            "sender_id": said.user_id,
            "sender_nick": world.name(said.user_id),
            "sender_time": said.time,
            "operator_id": one.operator_id,
            "operator_nick": world.name(one.operator_id),
            "operator_time": one.time,
        }
        for one in marked
        if (said := world.messages.get(one.message_id)) is not None
    ]


@action("get_group_honor_info")
def get_group_honor_info(world: World, self_id: int, group_id: int, type: str) -> Payload:
    """Who talks most, and the other honours."""
    if type not in (*boards.HONORS, "all"):
        raise Refused(f"type: {', '.join(boards.HONORS)} or all is needed", 1400)
    honors = groups.may(world, self_id, group_id).honors
    wanted = boards.HONORS if type == "all" else (type,)
    lists: Payload = {f"{kind}_list": [_honored(world, one) for one in honors.get(kind, [])] for kind in wanted}
    talkative = lists.get("talkative_list")
    current: Payload = {"current_talkative": {**talkative[0], "day_count": 1}} if talkative else {}
    return {"group_id": group_id, **current, **lists}


def _honored(world: World, user_id: int) -> Payload:
    return {"user_id": user_id, "nickname": world.name(user_id), "avatar": "", "description": ""}


@action("send_group_sign", "set_group_sign")
def send_group_sign(world: World, self_id: int, group_id: int) -> None:
    """Sign in to a group for today."""
    boards.sign(world, self_id, group_id)


@action("get_group_signed_list")
def get_group_signed_list(world: World, self_id: int, group_id: int) -> list[Payload]:
    """Who has signed in today, in their order."""
    groups.may(world, self_id, group_id)
    signed = boards.signed_today(world, group_id).items()
    return [
        {"user_id": user_id, "nick": world.name(user_id), "time": when, "rank": rank}
        for rank, (user_id, when) in enumerate(signed, 1)
    ]


@action("get_group_at_all_remain")
def get_group_at_all_remain(world: World, self_id: int, group_id: int) -> Payload:
    """How often everybody may still be mentioned today."""
    left = groups.may(world, self_id, group_id).at_all_left
    able = world.member(group_id, self_id).role != "member"
    return {"can_at_all": able, "remain_at_all_count_for_group": left, "remain_at_all_count_for_uin": left}


@action("get_guild_list")
def get_guild_list(world: World, self_id: int) -> Any:
    """The channels the account is in; LLOneBot and NapCat say nothing."""
    return None
