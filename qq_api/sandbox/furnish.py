"""The World that a configuration describes. Computes only; no I/O."""

from qq_api.sandbox.config import Account, FriendsOf, GroupOf, SandboxConfig
from qq_api.sandbox.world import World
from qq_api.sandbox.world.friends import befriend


def world_of(config: SandboxConfig) -> World:
    """The World that a configuration describes; bystanders have their number as their name."""
    world = World(seed=config.seed)
    furnish(world, config)
    return world


def furnish(world: World, config: SandboxConfig) -> None:
    """Add the people, groups and friends of a configuration that a World has not yet; others stay as they are."""
    known = {*world.people}
    accounts = {account.user_id: _name(account) for account in config.accounts}
    for user_id, nickname in accounts.items():
        if user_id not in known:
            world.add_person(user_id, nickname)
    for person in world.people.values():
        person.online = person.user_id in accounts
    _add_bystanders(world, config)
    for group in config.groups:
        if group.group_id not in world.groups:
            _add_group(world, group)
    for pair in config.friends:
        if not known >= {*pair.between}:
            _befriend(world, pair)


def _add_bystanders(world: World, config: SandboxConfig) -> None:
    named = [group.owner for group in config.groups]
    named += [user_id for group in config.groups for user_id in group.ids]
    for user_id in (*named, *(user_id for pair in config.friends for user_id in pair.between)):
        if user_id not in world.people:
            world.add_person(user_id, str(user_id))


def _add_group(world: World, group: GroupOf) -> None:
    cards = {one.user_id: one.card for one in group.members}
    members = world.add_group(group.group_id, group.name, owner=group.owner, members=cards).members
    for one in group.members:
        members[one.user_id].title, members[one.user_id].level = one.title, one.level
    for user_id in group.admins:
        members[user_id].role = "admin" if user_id != group.owner else "owner"


def _befriend(world: World, pair: FriendsOf) -> None:
    user_id, other_id = pair.between
    befriend(world, user_id, other_id, pair.remark)
    if pair.category:
        person = world.person(user_id)
        person.friends[other_id].category_id = person.category(pair.category)


def _name(account: Account) -> str:
    return account.nickname or str(account.user_id)
