"""What accounts do about each other: friends, remarks, categories, likes."""

from qq_api.sandbox.world import notices
from qq_api.sandbox.world.boards import day
from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.state import Friend, Like, Refused

LIKES_A_DAY = 10


def befriend(world: World, user_id: int, other_id: int, remark: str = "") -> None:
    """Two become friends; `remark` is what the first calls the other."""
    world.person(user_id).friends[other_id] = Friend(other_id, remark)
    world.person(other_id).friends[user_id] = Friend(user_id)
    world.tell([user_id], notices.friend_add(other_id))
    world.tell([other_id], notices.friend_add(user_id))


def unfriend(world: World, user_id: int, other_id: int) -> None:
    """Two are friends no longer; the other is not told, as in QQ."""
    friend(world, user_id, other_id)
    del world.people[user_id].friends[other_id]
    world.people[other_id].friends.pop(user_id, None)
    world.note(notices.change("unfriend", user_id=user_id, target_id=other_id))


def friend(world: World, user_id: int, other_id: int) -> Friend:
    """What somebody has noted about a friend, or `Refused`."""
    if other_id not in world.person(user_id).friends:
        raise Refused(f"{other_id} is no friend")
    return world.people[user_id].friends[other_id]


def categorize(world: World, user_id: int, other_id: int, category_id: int) -> None:
    """Move a friend to another category."""
    if category_id not in world.person(user_id).categories:
        raise Refused(f"no category {category_id}")
    friend(world, user_id, other_id).category_id = category_id


def like(world: World, user_id: int, other_id: int, times: int) -> None:
    """Like somebody's profile, ten times a day at most."""
    if times < 1:
        raise Refused("times: 1 or more is needed", 1400)
    today, given = day(world.now()), world.person(other_id).likes.setdefault(user_id, Like(user_id))
    done = given.today if given.day == today else 0
    if done + times > LIKES_A_DAY:
        raise Refused("今日同一好友点赞数已达上限")
    given.count, given.today, given.day, given.time = given.count + times, done + times, today, world.now()
    world.tell([other_id], notices.profile_like(user_id, world.people[user_id].nickname, times))


def show_typing(world: World, user_id: int, other_id: int, event_type: int) -> None:
    """Show somebody that one types (1), or no longer does (2)."""
    world.person(user_id).typing[world.person(other_id).user_id] = event_type
    world.tell([other_id], notices.input_status(user_id, event_type))
