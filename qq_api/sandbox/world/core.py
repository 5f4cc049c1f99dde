"""The World itself: who is there, what is said, and who is told."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from qq_api import message
from qq_api.sandbox.delivery import delivered
from qq_api.sandbox.world import masks
from qq_api.sandbox.world.notices import change
from qq_api.sandbox.world.state import Flash, Group, Member, Message, Person, Refused, Request
from qq_api.sandbox.world.stored import Store, Unstored, fresh
from qq_api.types import Emit, Payload

KEPT = 5000
"""Messages, and cards of forwarded ones, remembered; older ones can no longer be fetched or recalled."""


class World:
    """A whole QQ.

    Args:
        clock: seconds since 1970, for the events' `time`.
        seed: two Worlds of one seed and one clock, in which the same is done, tell the same; None for any.

    Attributes:
        random: whatever is left to chance comes from here.
        signed: whether messages may have numbers below zero, as they do in some implementations.
        seqs: conversation -> the number of its newest message.
        started: when it began, seconds since 1970.
        private_files: files sent to one person, id -> source.
        store: has the bytes of files.
        faces: word -> addresses of the pictures that QQ suggests for it.
        restarting: told of an account whose program is to start again, and after how many milliseconds.
        pictures: a picture as it is named in messages -> the lines that can be read in it.
    """

    def __init__(self, clock: Callable[[], float] = time.time, *, seed: int | str | None = None) -> None:
        self.random = Random(seed)  # noqa: S311 - dice, no secrets
        self.signed = False
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.messages: dict[int, Message] = {}
        self.seqs: dict[str, int] = {}
        self.cards: dict[str, list[Payload]] = {}
        self.requests: dict[str, Request] = {}
        self.flash: dict[str, Flash] = {}
        self.private_files: dict[str, str] = {}
        self.store: Store = Unstored()
        self.faces: dict[str, list[str]] = {}
        self.pictures: dict[str, list[str]] = {}
        self._clock = clock
        self.started = self.now()
        self.numbers = 0
        self._listeners: list[tuple[int, Emit]] = []
        self._own: list[tuple[int, Emit]] = []
        self._watchers: list[Emit] = []
        self.restarting: list[Callable[[int, int], None]] = []

    # -- who is there

    def add_person(self, user_id: int, nickname: str, *, online: bool = False) -> Person:
        """Somebody new."""
        self.people[user_id] = person = Person(user_id, nickname, online)
        self.note(change("person", user_id=user_id))
        return person

    def add_group(self, group_id: int, name: str, *, owner: int, members: dict[int, str] | None = None) -> Group:
        """A new group; `members` maps numbers to group cards ("" for none)."""
        self.groups[group_id] = group = Group(group_id, name, created=self.now())
        group.members[owner] = Member(owner, role="owner", join_time=self.now())
        for user_id, card in (members or {}).items():
            group.members.setdefault(user_id, Member(user_id, join_time=self.now())).card = card
        self.note(change("group", group_id=group_id))
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

    def person(self, user_id: int) -> Person:
        """Somebody by number, or `Refused`."""
        if user_id not in self.people:
            raise Refused(f"no user {user_id}")
        return self.people[user_id]

    def message(self, message_id: int) -> Message:
        """A message by number, or `Refused`."""
        if message_id not in self.messages:
            raise Refused(f"消息 {message_id} 不存在")
        return self.messages[message_id]

    def next_number(self) -> int:
        """A number that nothing else has."""
        self.numbers += 1
        return self.numbers

    def name(self, user_id: int, group_id: int | None = None) -> str:
        """How somebody is shown: the group card, else the nickname; whoever left a group has no card there."""
        group = self.groups.get(group_id) if group_id is not None else None
        member = group.members.get(user_id) if group else None
        return (member.card if member else "") or self.people[user_id].nickname

    # -- what is said

    def say(
        self, user_id: int, said: Any, *, group_id: int | None = None, to: int | None = None, via: int | None = None
    ) -> int:
        """Somebody says something, in a group or to one person; returns the message's number.

        Args:
            said: plain text, or segments.
            via: to one person who may be no friend: a group that both are in.

        Raises:
            Refused: they cannot (not in the group, muted, nobody to say it to, nothing said).
        """
        segments = [message.text(said)] if isinstance(said, str) else message.parse(said)
        if not any(segment["type"] != "text" or segment["data"].get("text") for segment in segments):
            raise Refused("an empty message", 1400)
        mask = None
        if group_id is not None:
            self._check_voice(group_id, user_id)
            mask = masks.put_on(self.groups[group_id], user_id, segments, self.now())
        else:
            via = self._session(user_id, to, via)
        segments = [delivered(segment, self.random) for segment in masks.without(segments)]
        said_now = Message(self._message_id(), self.now(), user_id, segments, group_id, to, via, mask=mask)
        said_now.seq = self.seqs[said_now.conversation] = self.seqs.get(said_now.conversation, 0) + 1
        return self._spread(said_now)

    def _message_id(self) -> int:
        """A number of 32 bits, as QQ's hash of a message is one; never twice."""
        lowest = -(1 << 31) if self.signed else 1
        while (message_id := self.random.randrange(lowest, 1 << 31)) in self.messages or not message_id:
            pass
        return message_id

    def _check_voice(self, group_id: int, user_id: int) -> None:
        member = self.member(group_id, user_id)
        everybody = self.groups[group_id].muted and member.role == "member"
        if everybody or member.muted_until > self.now():
            raise Refused(f"{user_id} is muted in group {group_id}")
        member.last_sent_time = self.now()

    def _session(self, user_id: int, to: int | None, via: int | None) -> int | None:
        """Friends need no group to talk by; others talk by the group that they name, or the first that both are in."""
        if to not in self.people:
            raise Refused(f"no user {to}")
        if to == user_id or to in self.person(user_id).friends:
            return None
        shared = [group.group_id for group in self.groups.values() if {user_id, to} <= group.members.keys()]
        if via is not None and via not in shared:
            raise Refused(f"{user_id} and {to} are not both in group {via}")
        if not shared:
            raise Refused(f"{user_id} and {to} are no friends, and no group has both")
        return shared[0] if via is None else via

    def now(self) -> int:
        """Seconds since 1970, by the World's clock."""
        return int(self._clock())

    def _spread(self, said: Message) -> int:
        self.messages[said.message_id] = said
        _forget_oldest(self.messages)
        self.note({"post_type": "message", "message_id": said.message_id})
        hearing = {*self.audience(said)} - {said.user_id}
        for self_id, emit in list(self._listeners):
            if self_id in hearing:
                emit(self.message_event(self_id, said))
        for self_id, emit in list(self._own):
            if self_id == said.user_id:
                emit(self.message_event(self_id, said) | {"post_type": "message_sent"})
        return said.message_id

    def restart(self, user_id: int, delay: int = 0) -> None:
        """The program around an account starts again."""
        self.person(user_id).started = self.now() + delay // 1000
        for restart in self.restarting:
            restart(user_id, delay)

    def audience(self, said: Message) -> list[int]:
        """Whose conversation a message is in."""
        if said.group_id is None:
            return [said.user_id, said.peer_id or 0]
        return self.members_of(said.group_id)

    def members_of(self, group_id: int) -> list[int]:
        """Who is in a group; nobody, if there is none."""
        return [*self.groups[group_id].members] if group_id in self.groups else []

    def tell(self, who: Iterable[int], event: Payload) -> None:
        """Hand an event to everybody of `who` that is listened for; watchers hear of it once."""
        self.note(event)
        self.deliver(who, event)

    def deliver(self, who: Iterable[int], event: Payload) -> None:
        """The same without watchers: what they were told of in another shape, or are not concerned by."""
        concerned = {*who}
        for self_id, emit in list(self._listeners):
            if self_id in concerned:
                emit({"time": self.now(), "self_id": self_id, **event})

    def note(self, event: Payload) -> None:
        """Tell watchers what happened, and nobody else; what QQ tells nobody is a `notices.change`."""
        for watch in list(self._watchers):
            watch(event)

    def keep_card(self, card: list[Payload]) -> str:
        """Remember a card of forwarded messages; returns the id by which `cards` has it."""
        forward_id = f"card-{self.next_number()}"
        self.cards[forward_id] = card
        _forget_oldest(self.cards)
        return forward_id

    def message_event(self, self_id: int, said: Message) -> Payload:
        """The event by which an account learns of a message (OneBot 11, "Message events"), with all that any
        implementation says; `message_seq` counts up in its conversation."""
        segments = [fresh(self.store, segment) for segment in said.segments]
        event = {
            "time": said.time,
            "self_id": self_id,
            "post_type": "message",
            "message_type": "private" if said.group_id is None else "group",
            "sub_type": _sub_type(said),
            "message_id": said.message_id,
            "message_seq": said.seq,
            "user_id": said.speaker,
            "message": segments,
            "raw_message": message.to_cq(segments),
            "font": 14,
            "sender": self.sender(said),
        }
        if said.group_id is not None:
            group = self.groups.get(said.group_id)
            hidden = said.mask and {"id": said.mask.number, "name": said.mask.name, "flag": said.mask.flag}
            about = {"group_id": said.group_id, "group_name": group.name if group else "", "anonymous": hidden}
            return event | about
        return event | {"target_id": said.peer_id} | ({} if said.via is None else {"temp_source": 0})

    def sender(self, said: Message) -> Payload:
        """The `sender` of a message."""
        if said.mask:
            return masks.sender(said.mask)
        who = self.people[said.user_id]
        sender: Payload = {"user_id": who.user_id, "nickname": who.nickname, "card": "", "sex": who.sex, "age": who.age}
        if said.via is not None:
            return sender | {"group_id": said.via}
        group = self.groups.get(said.group_id) if said.group_id is not None else None
        member = group.members.get(said.user_id) if group else None
        if member is None:
            return sender
        place = {"card": member.card, "role": member.role, "title": member.title}
        return sender | place | {"level": str(member.level), "area": ""}

    @contextmanager
    def watching(self, watch: Emit) -> Iterator[None]:
        """Hand all that happens to `watch` while the block runs.

        That is each event that is told to anybody, without `time` and `self_id`; each message as `{"post_type":
        "message", "message_id": 7}`; and what accounts are told nothing of, as `notices.change` writes it.
        """
        self._watchers.append(watch)
        try:
            yield
        finally:
            self._watchers.remove(watch)

    @contextmanager
    def listening(self, self_id: int, emit: Emit, *, own: bool = False) -> Iterator[None]:
        """Hand the events of one account to `emit` while the block runs; `own` messages, too, as `message_sent`."""
        entry = (self_id, emit)
        lists = [self._listeners, self._own] if own else [self._listeners]
        for listeners in lists:
            listeners.append(entry)
        try:
            yield
        finally:
            for listeners in lists:
                listeners.remove(entry)


def _sub_type(said: Message) -> str:
    if said.group_id is not None:
        return "anonymous" if said.mask else "normal"
    return "friend" if said.via is None else "group"


def _forget_oldest(kept: dict[Any, Any]) -> None:
    if len(kept) > KEPT:
        del kept[next(iter(kept))]
