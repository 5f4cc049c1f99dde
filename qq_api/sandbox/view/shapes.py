"""How a page gets what there is in the World."""

from qq_api.sandbox.view.cut import cut
from qq_api.sandbox.view.media import Media
from qq_api.sandbox.world import Message, Person, World
from qq_api.sandbox.world.state import Member, Request
from qq_api.types import Payload, Segment

MOST = 200
"""Segments of one message, and messages of one card, that a page gets."""

LONGEST = 20_000
"""Characters of any one text in a message that a page gets."""


def message(world: World, said: Message, media: Media) -> Payload:
    """A message; one that was taken back holds nothing any more."""
    group = world.groups.get(said.group_id or 0)
    return {
        "message_id": said.message_id,
        "group_id": said.group_id,
        "peer_id": said.peer_id,
        "user_id": said.user_id,
        "name": world.name(said.user_id, said.group_id),
        "time": said.time,
        "segments": [] if said.recalled else _light(said.segments, media),
        "recalled": said.recalled,
        "reactions": {face: who[:] for face, who in said.reactions.items() if who},
        "essence": bool(group and said.message_id in group.essence),
        "spoken": said.spoken,
    }


def _light(said: list[Segment], media: Media) -> list[Segment]:
    return [cut(media.lightened(segment), LONGEST) for segment in said[:MOST]]


def person(one: Person) -> Payload:
    """Somebody, and whose friend they are."""
    friends = [{"user_id": friend.user_id, "remark": friend.remark} for friend in one.friends.values()]
    return {"user_id": one.user_id, "nickname": one.nickname, "account": one.online, "friends": friends}


def group(world: World, group_id: int) -> Payload | None:
    """A group with its members, or None when there is none."""
    there = world.groups.get(group_id)
    if there is None:
        return None
    return {
        "group_id": group_id,
        "name": there.name,
        "muted": there.muted,
        "members": [_member(world, group_id, one) for one in there.members.values()],
        "announcements": [
            {"notice_id": one.notice_id, "sender_id": one.sender_id, "time": one.time, "text": one.text}
            for one in there.announcements.values()
        ],
        "files": [{"file_id": one.file_id, "name": one.name, "size": one.size} for one in there.files.values()],
    }


def _member(world: World, group_id: int, member: Member) -> Payload:
    person = world.people.get(member.user_id)
    return {
        "user_id": member.user_id,
        "name": world.name(member.user_id, group_id) if person else str(member.user_id),
        "card": member.card,
        "role": member.role,
        "title": member.title,
        "muted_until": member.muted_until,
        "account": bool(person and person.online),
    }


def request(asked: Request) -> Payload:
    """Somebody asks; `actor` is who answered, 0 while nobody has."""
    keys = ("kind", "user_id", "to", "comment", "time", "group_id", "actor", "doubt", "flag")
    return {key: getattr(asked, key) for key in keys}


def card(entries: list[Payload], media: Media) -> list[Payload]:
    """A card of forwarded messages."""
    return [_entry(one, media) for one in entries[:MOST]]


def _entry(one: Payload, media: Media) -> Payload:
    sender = one["sender"]
    return {
        "user_id": sender["user_id"],
        "name": sender["nickname"],
        "time": one["time"],
        "segments": _light(one["content"], media),
    }
