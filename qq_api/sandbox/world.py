"""World: accounts, groups, members and messages of a make-believe QQ. Computes only; no I/O.

Whoever would notice a change gets the OneBot 11 event. `sandbox.actions` changes it, `sandbox.transport` reaches it.
"""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from qq_api import message
from qq_api.errors import ActionFailed
from qq_api.sandbox.delivery import delivered
from qq_api.types import Emit, Payload, Segment

KEPT = 5000
"""Messages, and cards of forwarded ones, remembered; older ones can no longer be fetched or recalled."""


@dataclass
class Person:
    """Somebody on QQ.

    Attributes:
        online: whether a bot may act for them (an account of ours), or they are bystanders the page speaks for.
    """

    user_id: int
    nickname: str
    online: bool = False


@dataclass
class Member:
    """A person's place in a group; `role` is owner, admin or member."""

    user_id: int
    card: str = ""
    role: str = "member"
    title: str = ""


@dataclass
class Group:
    """A group and who is in it."""

    group_id: int
    name: str
    members: dict[int, Member] = field(default_factory=dict)


@dataclass
class Message:
    """A message that was said, in a group or to one person (`peer_id`)."""

    message_id: int
    time: int
    user_id: int
    segments: list[Segment]
    group_id: int | None = None
    peer_id: int | None = None


class Refused(ActionFailed):
    """QQ would not do this; `retcode` 1400 for bad parameters, 1200 for what fails, 1404 for unknown actions."""

    def __init__(self, wording: str, retcode: int = 1200) -> None:
        super().__init__({"status": "failed", "retcode": retcode, "data": None, "message": wording, "wording": wording})


class World:
    """A whole QQ.

    Args:
        clock: seconds since 1970, for the events' `time`.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.messages: dict[int, Message] = {}
        self.cards: dict[str, list[Payload]] = {}
        self._clock = clock
        self._numbers = itertools.count(1)
        self._listeners: list[tuple[int, Emit]] = []
        self.watchers: list[Callable[[Message], None]] = []

    # -- who is there

    def add_person(self, user_id: int, nickname: str, *, online: bool = False) -> Person:
        """Somebody new."""
        self.people[user_id] = person = Person(user_id, nickname, online)
        return person

    def add_group(self, group_id: int, name: str, *, owner: int, members: dict[int, str] | None = None) -> Group:
        """A new group; `members` maps numbers to group cards ("" for none)."""
        self.groups[group_id] = group = Group(group_id, name)
        group.members[owner] = Member(owner, role="owner")
        for user_id, card in (members or {}).items():
            group.members.setdefault(user_id, Member(user_id)).card = card
        return group

    def group(self, group_id: int) -> Group:
        """A group by number, or `Refused`."""
        if group_id not in self.groups:
            raise Refused(f"no group {group_id}")
        return self.groups[group_id]

    def member(self, group_id: int, user_id: int) -> Member:
        """A member of a group, or `Refused`."""
        if user_id not in self.group(group_id).members:
            raise Refused(f"{user_id} is not in group {group_id}")
        return self.group(group_id).members[user_id]

    def name(self, user_id: int, group_id: int | None = None) -> str:
        """How somebody is shown: the group card, else the nickname; whoever left a group has no card there."""
        group = self.groups.get(group_id) if group_id is not None else None
        member = group.members.get(user_id) if group else None
        return (member.card if member else "") or self.people[user_id].nickname

    # -- what is said

    def say(self, user_id: int, said: Any, *, group_id: int | None = None, to: int | None = None) -> int:
        """Somebody says something, in a group or to one person; returns the message's number.

        Args:
            said: plain text, or segments.

        Raises:
            Refused: they cannot (not in the group, nobody to say it to, nothing said).
        """
        segments = [message.text(said)] if isinstance(said, str) else message.parse(said)
        if not any(segment["type"] != "text" or segment["data"].get("text") for segment in segments):
            raise Refused("an empty message", 1400)
        if group_id is not None:
            self.member(group_id, user_id)
        elif to not in self.people:
            raise Refused(f"no user {to}")
        segments = [delivered(segment) for segment in segments]
        return self._spread(Message(next(self._numbers), self.now(), user_id, segments, group_id, to))

    def now(self) -> int:
        """Seconds since 1970, by the World's clock."""
        return int(self._clock())

    def _spread(self, said: Message) -> int:
        self.messages[said.message_id] = said
        _forget_oldest(self.messages)
        for watch in self.watchers:
            watch(said)
        for self_id, emit in list(self._listeners):
            if self_id != said.user_id and self._hears(self_id, said):
                emit(self.message_event(self_id, said))
        return said.message_id

    def keep_card(self, card: list[Payload]) -> str:
        """Remember a card of forwarded messages; returns the id by which `cards` has it."""
        forward_id = f"card-{next(self._numbers)}"
        self.cards[forward_id] = card
        _forget_oldest(self.cards)
        return forward_id

    def _hears(self, self_id: int, said: Message) -> bool:
        if said.group_id is None:
            return self_id == said.peer_id
        return self_id in self.groups[said.group_id].members

    def message_event(self, self_id: int, said: Message) -> Payload:
        """The event by which an account learns of a message (OneBot 11, "Message events"; NapCat's extra fields)."""
        event = {
            "time": said.time,
            "self_id": self_id,
            "post_type": "message",
            "message_type": "private" if said.group_id is None else "group",
            "sub_type": "friend" if said.group_id is None else "normal",
            "message_id": said.message_id,
            "message_seq": said.message_id,
            "real_id": said.message_id,
            "real_seq": str(said.message_id),
            "user_id": said.user_id,
            "message": said.segments,
            "message_format": "array",
            "raw_message": message.to_cq(said.segments),
            "font": 14,
            "sender": self.sender(said),
        }
        if said.group_id is not None:
            event |= {"group_id": said.group_id, "group_name": self.groups[said.group_id].name}
        return event

    def sender(self, said: Message) -> Payload:
        """The `sender` of a message."""
        sender: Payload = {"user_id": said.user_id, "nickname": self.people[said.user_id].nickname, "card": ""}
        member = self.groups[said.group_id].members.get(said.user_id) if said.group_id is not None else None
        return sender | ({"card": member.card, "role": member.role, "title": member.title} if member else {})

    @contextmanager
    def listening(self, self_id: int, emit: Emit) -> Iterator[None]:
        """Hand the events of one account to `emit` while the block runs."""
        entry = (self_id, emit)
        self._listeners.append(entry)
        try:
            yield
        finally:
            self._listeners.remove(entry)


def _forget_oldest(kept: dict[Any, Any]) -> None:
    if len(kept) > KEPT:
        del kept[next(iter(kept))]
