"""What people do about messages: take them back, react, poke, read, look back."""

from qq_api.sandbox.world import notices
from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.groups import RANKS
from qq_api.sandbox.world.state import Message, Refused

RECALL_WITHIN = 120
"""Seconds in which an ordinary member may take an own message back."""


def heard(world: World, user_id: int, message_id: int) -> Message:
    """A message of a conversation that somebody is in, or `Refused`."""
    said = world.message(message_id)
    if user_id not in world.audience(said):
        raise Refused(f"消息 {message_id} 不存在")
    return said


def recall(world: World, user_id: int, message_id: int) -> None:
    """Take a message back: an own one for two minutes; as owner or admin of a group, also those of lower rank."""
    said = heard(world, user_id, message_id)
    if said.recalled or not _may_recall(world, user_id, said):
        raise Refused(f"message {message_id} cannot be recalled")
    said.recalled = True
    world.tell(world.audience(said), notices.recall(said, user_id))


def _may_recall(world: World, user_id: int, said: Message) -> bool:
    in_time = world.now() - said.time <= RECALL_WITHIN
    if said.group_id is None:
        return said.user_id == user_id and in_time
    members = world.group(said.group_id).members
    rank = RANKS[members[user_id].role]
    if said.user_id == user_id:
        return in_time or rank > 0
    return rank > (RANKS[members[said.user_id].role] if said.user_id in members else 0)


def react(world: World, user_id: int, message_id: int, emoji_id: str, is_add: bool) -> None:
    """React to a message of a group with a face, or take that back; once more does nothing."""
    said = heard(world, user_id, message_id)
    if said.group_id is None or said.recalled:
        raise Refused("only messages in groups can be reacted to")
    who = said.reactions.setdefault(emoji_id, [])
    if (user_id in who) is is_add:
        return
    (who.append if is_add else who.remove)(user_id)
    world.tell(world.audience(said), notices.reaction(said, user_id, emoji_id, is_add))


def poke(world: World, user_id: int, target_id: int, group_id: int | None = None, peer_id: int | None = None) -> None:
    """Poke somebody in a group, or in private; there, oneself too, before `peer_id`."""
    if group_id is not None:
        world.member(group_id, user_id)
        world.member(group_id, target_id)
        who = world.members_of(group_id)
    else:
        peer_id = world.person(target_id if peer_id is None else peer_id).user_id
        who = [user_id, peer_id]
    world.tell(who, notices.poke(user_id, target_id, group_id, peer_id))


def read(world: World, user_id: int, said: Message) -> None:
    """Mark a conversation as read up to a message."""
    marks = world.person(user_id).read
    marks[said.conversation] = max(marks.get(said.conversation, 0), said.seq)


def between(world: World, user_id: int, kind: str, number: int) -> list[Message]:
    """What was said in a conversation and not taken back, oldest first."""
    probe = Message(0, 0, user_id, [], number) if kind == "group" else Message(0, 0, user_id, [], None, number)
    where = probe.conversation
    return [said for said in world.messages.values() if said.conversation == where and not said.recalled]


def history(
    world: World, user_id: int, kind: str, number: int, count: int, up_to: int = 0, newest_first: bool = False
) -> list[Message]:
    """The newest `count` messages of a conversation, up to and with one by its seq or number (0: to the end)."""
    if count < 1:
        raise Refused("count: 1 or more is needed", 1400)
    last = world.messages[up_to].seq if up_to in world.messages else up_to
    said = [one for one in between(world, user_id, kind, number) if not last or one.seq <= last][-count:]
    return said[::-1] if newest_first else said
