"""Accounts: friends, profiles, likes, pokes."""

from qq_api.sandbox.actions.table import action
from qq_api.sandbox.world import Refused, World, friends, talk
from qq_api.sandbox.world.state import Friend, Like
from qq_api.types import Payload


@action("get_friend_list")
def get_friend_list(world: World, self_id: int) -> list[Payload]:
    """The account's friends."""
    return [_friend(world, one) for one in world.person(self_id).friends.values()]


def _friend(world: World, noted: Friend) -> Payload:
    return _profile(world, noted.user_id) | {"remark": noted.remark or world.name(noted.user_id)}


def _profile(world: World, user_id: int) -> Payload:
    person = world.person(user_id)
    return {
        "user_id": user_id,
        "nickname": person.nickname,
        "sex": person.sex,
        "age": person.age,
        "qid": "",
        "level": person.level,
        "long_nick": person.personal_note,
        "birthday_year": 0,
        "birthday_month": 0,
        "birthday_day": 0,
    }


@action("get_friends_with_category")
def get_friends_with_category(world: World, self_id: int) -> list[Payload]:
    """The account's friends, by category."""
    return [_category(world, self_id, category_id) for category_id in world.person(self_id).categories]


def _category(world: World, self_id: int, category_id: int) -> Payload:
    person = world.person(self_id)
    in_it = [one for one in person.friends.values() if one.category_id == category_id]
    return {
        "categoryId": category_id,
        "categorySortId": category_id,
        "categoryName": person.categories[category_id],
        "categoryMbCount": len(in_it),
        "onlineCount": sum(world.people[one.user_id].online for one in in_it),
        "buddyList": [_friend(world, one) for one in in_it],
    }


@action("delete_friend")
def delete_friend(world: World, self_id: int, user_id: int) -> None:
    """Remove a friend."""
    friends.unfriend(world, self_id, user_id)


@action("set_friend_remark")
def set_friend_remark(world: World, self_id: int, user_id: int, remark: str) -> None:
    """Name a friend for oneself."""
    friends.friend(world, self_id, user_id).remark = remark


@action("set_friend_category")
def set_friend_category(world: World, self_id: int, user_id: int, category_id: int) -> None:
    """Move a friend to another category."""
    friends.categorize(world, self_id, user_id, category_id)


@action("get_stranger_info")
def get_stranger_info(world: World, self_id: int, user_id: int) -> Payload:
    """Who somebody is."""
    noted = world.person(self_id).friends.get(user_id)
    return _profile(world, user_id) | {
        "login_days": 0,
        "reg_time": 0,
        "city": "",
        "country": "",
        "remark": noted.remark if noted else "",
    }


@action("send_like")
def send_like(world: World, self_id: int, user_id: int, times: int) -> None:
    """Like somebody's profile."""
    friends.like(world, self_id, user_id, times)


@action("get_profile_like_me")
def get_profile_like_me(world: World, self_id: int, start: int, count: int) -> Payload:
    """Who has liked the account, the latest first."""
    return _page(world, self_id, [*world.person(self_id).likes.items()], start, count)


@action("get_profile_like")
def get_profile_like(world: World, self_id: int, start: int, count: int) -> Payload:
    """Whom the account has liked, the latest first."""
    liked = [(one.user_id, one.likes[self_id]) for one in world.people.values() if self_id in one.likes]
    return _page(world, self_id, liked, start, count)


def _page(world: World, self_id: int, likes: list[tuple[int, Like]], start: int, count: int) -> Payload:
    """Likes from `start` on, 30 at most; -1: all."""
    newest = sorted(likes, key=lambda one: -one[1].time)
    end = len(newest) if start < 0 else start + min(count, 30)
    shown = newest[max(start, 0) : end]
    next_start = -1 if end >= len(newest) else end
    return {"users": [_liked(world, self_id, *one) for one in shown], "nextStart": next_start}


def _liked(world: World, self_id: int, user_id: int, like: Like) -> Payload:
    person = world.person(user_id)
    return {
        "uid": f"u_{user_id}",
        "uin": user_id,
        "nick": person.nickname,
        "count": like.count,
        "latestTime": like.time,
        "age": person.age,
        "isFriend": user_id in world.person(self_id).friends,
    }


@action("get_profile_like_count")
def get_profile_like_count(world: World, self_id: int, user_id: int) -> Payload:
    """How many likes somebody has."""
    return {"count": sum(like.count for like in world.person(user_id).likes.values())}


@action("friend_poke")
def friend_poke(world: World, self_id: int, user_id: int, target_id: int | None = None) -> None:
    """Poke a friend, or oneself before a friend."""
    _check_target(self_id, user_id, target_id)
    talk.poke(world, self_id, user_id if target_id is None else target_id, peer_id=user_id)


@action("group_poke")
def group_poke(world: World, self_id: int, group_id: int, user_id: int) -> None:
    """Poke a member of a group."""
    talk.poke(world, self_id, user_id, group_id)


@action("send_poke")
def send_poke(
    world: World, self_id: int, user_id: int, group_id: int | None = None, target_id: int | None = None
) -> None:
    """Poke somebody, in a group or in private."""
    if group_id is not None:
        group_poke(world, self_id, group_id, user_id)
    else:
        friend_poke(world, self_id, user_id, target_id)


def _check_target(self_id: int, user_id: int, target_id: int | None) -> None:
    if target_id not in (None, self_id, user_id):
        raise Refused("target_id: one of the two is needed", 1400)


@action("set_qq_avatar")
def set_qq_avatar(world: World, self_id: int, file: str) -> None:
    """Change the account's picture."""
    world.person(self_id).avatar = file


@action("get_qq_avatar")
def get_qq_avatar(world: World, self_id: int, user_id: int = 0, group_id: int = 0) -> Payload:
    """Where a picture of an account or a group is."""
    if user_id:
        return {
            "url": world.store.url(world.person(user_id).avatar) or f"https://q1.qlogo.cn/g?b=qq&nk={user_id}&s=640"
        }
    if group_id:
        return {
            "url": world.store.url(world.group(group_id).avatar) or f"https://p.qlogo.cn/gh/{group_id}/{group_id}/0"
        }
    raise Refused("user_id or group_id is missing", 1400)


@action("set_qq_profile")
def set_qq_profile(world: World, self_id: int, nickname: str | None = None, personal_note: str | None = None) -> None:
    """Change the account's profile."""
    person = world.person(self_id)
    person.nickname = person.nickname if nickname is None else nickname
    person.personal_note = person.personal_note if personal_note is None else personal_note


@action("get_robot_uin_range")
def get_robot_uin_range(world: World, self_id: int) -> list[Payload]:
    """The numbers of QQ's own robots; nobody in a World has one."""
    ranges = ((2854196301, 2854216399), (3889000000, 3889999999), (4010000000, 4019999999))
    return [{"minUin": str(first), "maxUin": str(last)} for first, last in ranges]


@action("set_input_status")
def set_input_status(world: World, self_id: int, user_id: int, event_type: int) -> None:
    """Show "is typing" to somebody."""
    friends.show_typing(world, self_id, user_id, event_type)
