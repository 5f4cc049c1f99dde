"""What people do in groups: names, roles, mutes, coming and going."""

from qq_api.sandbox.world import masks, notices
from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.state import Group, Member, Refused

RANKS = {"member": 0, "admin": 1, "owner": 2}


def may(world: World, user_id: int, group_id: int, role: str = "member") -> Group:
    """The group, if somebody has this role in it or a higher one.

    Raises:
        Refused: there is no such group, or they are not in it, or have no such role.
    """
    if RANKS[world.member(group_id, user_id).role] < RANKS[role]:
        raise Refused(f"{user_id} is not {role} of group {group_id}: no permission")
    return world.group(group_id)


def below(world: World, operator_id: int, group_id: int, user_id: int) -> Member:
    """A member over whom the operator has power: an admin over members, the owner over all others.

    Raises:
        Refused: there is no such member, or no such power.
    """
    operator, member = world.member(group_id, operator_id), world.member(group_id, user_id)
    if RANKS[operator.role] <= RANKS[member.role]:
        raise Refused(f"{operator_id} has no power over {user_id} in group {group_id}: no permission")
    return member


def set_card(world: World, operator_id: int, group_id: int, user_id: int, card: str) -> None:
    """Change one's own name in a group, or that of somebody below."""
    world.member(group_id, operator_id)
    member = world.member(group_id, user_id)
    if operator_id != user_id:
        below(world, operator_id, group_id, user_id)
    old, member.card = member.card, card
    world.tell(world.members_of(group_id), notices.card(group_id, member, old))


def set_title(world: World, operator_id: int, group_id: int, user_id: int, title: str) -> None:
    """Give a member a title; only the owner can."""
    if world.member(group_id, operator_id).role != "owner":
        raise Refused(f"不是群{group_id}的群主，无法设置群头衔")
    member = world.member(group_id, user_id)
    member.title = title
    world.tell(world.members_of(group_id), notices.title(group_id, member))


def set_admin(world: World, operator_id: int, group_id: int, user_id: int, enable: bool) -> None:
    """Make a member administrator, or no longer; only the owner can."""
    may(world, operator_id, group_id, "owner")
    member = below(world, operator_id, group_id, user_id)
    member.role = "admin" if enable else "member"
    world.tell(world.members_of(group_id), notices.admin(group_id, member))


def mute(world: World, operator_id: int, group_id: int, user_id: int, seconds: int) -> None:
    """Mute somebody below; 0 seconds lift it."""
    if seconds < 0:
        raise Refused("duration: 0 or more is needed", 1400)
    member = below(world, operator_id, group_id, user_id)
    member.muted_until = world.now() + seconds if seconds else 0
    world.tell(world.members_of(group_id), notices.ban(group_id, operator_id, user_id, seconds))


def mute_all(world: World, operator_id: int, group_id: int, enable: bool) -> None:
    """Mute all members but owner and admins, or no longer."""
    may(world, operator_id, group_id, "admin").muted = enable
    world.tell(world.members_of(group_id), notices.ban(group_id, operator_id, 0, -1 if enable else 0))


def allow_anonymous(world: World, operator_id: int, group_id: int, enable: bool) -> None:
    """Let members talk without a name, or no longer."""
    may(world, operator_id, group_id, "admin").anonymous = enable


def mute_anonymous(world: World, operator_id: int, group_id: int, flag: str, seconds: int) -> None:
    """Mute somebody who gave no name; it cannot be lifted."""
    if seconds < 0:
        raise Refused("duration: 0 or more is needed", 1400)
    mask = masks.worn(may(world, operator_id, group_id, "admin"), flag)
    mask.muted_until = max(mask.muted_until, world.now() + seconds)


def rename(world: World, operator_id: int, group_id: int, name: str) -> None:
    """Rename a group."""
    if not name:
        raise Refused("group_name: a name is needed", 1400)
    may(world, operator_id, group_id, "admin").name = name
    world.note(notices.change("group_name", group_id=group_id, user_id=operator_id, name=name))
    world.deliver(world.members_of(group_id), notices.group_name(group_id, operator_id, name))


def kick(world: World, operator_id: int, group_id: int, *user_ids: int, for_good: bool = False) -> None:
    """Remove people below; `for_good`: they can never ask to join again. Nobody goes unless all can."""
    for user_id in user_ids:
        below(world, operator_id, group_id, user_id)
    for user_id in dict.fromkeys(user_ids):
        _kick(world, operator_id, world.group(group_id), user_id, for_good)


def _kick(world: World, operator_id: int, group: Group, user_id: int, for_good: bool) -> None:
    del group.members[user_id]
    if for_good:
        group.blocked.add(user_id)
    world.tell(group.members, notices.decrease("kick", group.group_id, user_id, operator_id))
    world.tell([user_id], notices.decrease("kick_me", group.group_id, user_id, operator_id))


def leave(world: World, user_id: int, group_id: int, *, dismiss: bool = False) -> None:
    """Leave a group; its owner can only dissolve it (OneBot 11, "set_group_leave")."""
    members = world.members_of(group_id)
    if world.member(group_id, user_id).role != "owner":
        del world.groups[group_id].members[user_id]
        world.tell(members, notices.decrease("leave", group_id, user_id, user_id))
    elif dismiss:
        del world.groups[group_id]
        world.tell(members, notices.dismiss(group_id, user_id))
    else:
        raise Refused(f"{user_id} owns group {group_id}: is_dismiss is needed")


def join(world: World, group_id: int, user_id: int, operator_id: int, how: str = "approve") -> None:
    """Somebody comes into a group, let in by `operator_id`: `approve`, or `invite`."""
    group = world.group(group_id)
    world.person(user_id)
    group.members[user_id] = Member(user_id, join_time=world.now())
    world.tell(group.members, notices.increase(how, group_id, user_id, operator_id))
