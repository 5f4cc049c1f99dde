"""Asking and answering: to be a friend, to join a group, another to join one."""

from qq_api.sandbox.world import friends, groups, notices
from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.state import Refused, Request


def ask_friend(world: World, user_id: int, to: int, comment: str = "", *, doubt: str = "") -> Request:
    """Ask somebody to be a friend; with a `doubt` QQ holds it back."""
    if to in world.person(user_id).friends or to == user_id:
        raise Refused(f"{user_id} and {to} are friends")
    world.person(to)
    asked = Request(world.next_number(), "friend", user_id, to, comment, world.now(), doubt=doubt)
    return _ask(world, asked, [] if doubt else [to])


def ask_to_join(world: World, user_id: int, group_id: int, comment: str = "") -> Request:
    """Ask a group's owner and admins to be let in."""
    world.person(user_id)
    _outside(world, group_id, user_id)
    admins = [member.user_id for member in world.group(group_id).members.values() if member.role != "member"]
    return _ask(world, Request(world.next_number(), "add", user_id, 0, comment, world.now(), group_id), admins)


def invite(world: World, user_id: int, group_id: int, to: int) -> Request:
    """Invite somebody into a group."""
    groups.may(world, user_id, group_id)
    world.person(to)
    _outside(world, group_id, to)
    return _ask(world, Request(world.next_number(), "invite", user_id, to, "", world.now(), group_id), [to])


def _outside(world: World, group_id: int, user_id: int) -> None:
    group = world.group(group_id)
    if user_id in group.members or user_id in group.blocked:
        raise Refused(f"{user_id} cannot join group {group_id}")


def _ask(world: World, asked: Request, who: list[int]) -> Request:
    world.requests[asked.flag] = asked
    world.tell(who, notices.request(asked))
    return asked


def answer_friend(world: World, user_id: int, flag: str, approve: bool, remark: str = "") -> None:
    """Answer a friend request; who is accepted can get a remark at once."""
    asked = _open(world, flag, ("friend",))
    if asked.to != user_id:
        raise Refused(f"{user_id} was not asked")
    _settle(world, asked, user_id)
    if approve:
        friends.befriend(world, user_id, asked.user_id, remark)


def answer_group(world: World, user_id: int, flag: str, approve: bool) -> None:
    """Answer a request to join a group as its admin, or an invitation as who was invited."""
    asked = _open(world, flag, ("add", "invite"))
    if asked.kind == "add":
        groups.may(world, user_id, asked.group_id, "admin")
    elif asked.to != user_id:
        raise Refused(f"{user_id} was not invited")
    _settle(world, asked, user_id)
    if approve and asked.kind == "add":
        groups.join(world, asked.group_id, asked.user_id, user_id)
    elif approve:
        groups.join(world, asked.group_id, user_id, asked.user_id, "invite")


def _settle(world: World, asked: Request, actor: int) -> None:
    asked.actor = actor
    world.note(notices.change("request", flag=asked.flag))


def _open(world: World, flag: str, kinds: tuple[str, ...]) -> Request:
    """A request by its flag, or by its number, that nobody has answered."""
    found = world.requests.get(flag) or next((one for one in world.requests.values() if str(one.number) == flag), None)
    if found is None or found.kind not in kinds:
        raise Refused("无效的flag")
    if found.actor:
        raise Refused(f"request {flag} was answered by {found.actor}")
    return found
