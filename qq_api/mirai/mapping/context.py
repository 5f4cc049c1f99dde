"""What the mapping asks and remembers. Computes only; no I/O.

A message has a number of 32 bits in OneBot, unique for an account. In mirai-api-http it has an id that is unique only
where it was said. `Numbers` ties the two together; `Context` knows the rest: who the account is, who is in its groups,
what was heard lately. A transport makes one `Context` for an account; the sandbox has one that reads its World.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, NamedTuple, TypeVar

from qq_api.mirai.mapping.values import mapping, number, string
from qq_api.types import Payload

KEPT = 20_000
"""Numbers of messages that are remembered."""

HEARD = 1024
"""Messages, and cards of forwarded ones, that are remembered whole; mirai-api-http remembers as many."""

K = TypeVar("K")
V = TypeVar("V")


class Ref(NamedTuple):
    """A message as mirai-api-http names it.

    Attributes:
        kind: where it was said.
        target: the group, or the other one of a private conversation.
        id: unique there only.
    """

    kind: Literal["group", "private"]
    target: int
    id: int


@dataclass(frozen=True)
class Place:
    """Where something is said: in a group, to somebody, or (both) to a member by way of a group."""

    group_id: int = 0
    user_id: int = 0

    @property
    def kind(self) -> Literal["group", "private"]:
        """As `Ref.kind`."""
        return "private" if self.user_id else "group"

    @property
    def target(self) -> int:
        """As `Ref.target`."""
        return self.user_id or self.group_id


class Request(NamedTuple):
    """What a request is answered by.

    Attributes:
        kind: `n` to be a friend, `m` to join a group, `b` the bot is invited into one.
        event_id, from_id, group_id: as in its packet.
    """

    kind: str
    event_id: int
    from_id: int
    group_id: int


class Ring(dict[K, V]):
    """A dict that forgets what was put into it first."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def put(self, key: K, value: V) -> None:
        """Remember something as the newest."""
        self.pop(key, None)
        self[key] = value
        while len(self) > self._size:
            del self[next(iter(self))]


class Numbers:
    """The numbers of messages on both sides.

    Args:
        saved: what `saved()` of an earlier life gave.
        kept: how many are remembered.
    """

    def __init__(self, saved: Iterable[Any] = (), kept: int = KEPT) -> None:
        self._refs: Ring[int, Ref] = Ring(kept)
        self._numbers: dict[Ref, int] = {}
        self._newest: dict[tuple[str, int], int] = {}
        self._last = 0
        for one, kind, target, id in saved:
            self.put(one, Ref(kind, target, id))

    def saved(self) -> list[list[Any]]:
        """All that is remembered, as JSON can hold it, the oldest first."""
        return [[one, *ref] for one, ref in self._refs.items()]

    def put(self, message_id: int, ref: Ref) -> None:
        """Tie a number to a message."""
        self._refs.put(message_id, ref)
        self._numbers[ref] = message_id
        self._last = max(self._last, message_id)
        place = (ref.kind, ref.target)
        self._newest[place] = max(self._newest.get(place, 0), ref.id)
        if len(self._numbers) > 2 * len(self._refs) + 100:
            self._numbers = {ref: one for one, ref in self._refs.items()}

    def number(self, ref: Ref) -> int:
        """OneBot's number of a message; a new one for a message that was not seen yet."""
        known = self.known(ref)
        if known is not None:
            return known
        message_id = self.fresh()
        self.put(message_id, ref)
        return message_id

    def known(self, ref: Ref) -> int | None:
        """The number of a message that was seen; None for any other."""
        message_id = self._numbers.get(ref)
        return message_id if message_id is not None and self._refs.get(message_id) == ref else None

    def fresh(self) -> int:
        """A new number, for a message that mirai-api-http has no id for."""
        self._last = self._last % 0x7FFFFFFF + 1
        return self._last

    def ref(self, message_id: int) -> Ref | None:
        """The message of a number; None when it is not remembered."""
        return self._refs.get(message_id)

    def ref_at(self, message_id: int, place: Place) -> Ref:
        """The same for who gives ids: a new one, the next at its place, for a message that has none."""
        known = self._refs.get(message_id)
        if known is None:
            known = Ref(place.kind, place.target, self._newest.get((place.kind, place.target), 0) + 1)
            self.put(message_id, known)
        return known


class Context:
    """What is known of an account.

    Args:
        self_id: the account.
        numbers: of messages; new ones without.
        clock: seconds since 1970.
        random: throws the dice.
        report_self: whether the account's own messages from other clients are events (`message_sent`).

    Attributes:
        groups: group -> as in `groupList`.
        members: group -> member -> as in `memberList`.
        complete: the groups whose `members` are all that there are.
        friends: friend -> as in `friendList`.
        sessions: somebody who is no friend -> the group by which they talk.
        heard: number -> the event of a message.
        forwards: id of a card -> the messages in it, as `get_forward_msg` gives them.
        paths: id of a folder -> its path.
    """

    def __init__(
        self,
        self_id: int,
        numbers: Numbers | None = None,
        *,
        clock: Callable[[], float] = time.time,
        random: Random | None = None,
        report_self: bool = False,
    ) -> None:
        self.self_id, self.report_self = self_id, report_self
        self.numbers = numbers or Numbers()
        self.random = random or Random()  # noqa: S311 - dice, no secrets
        self.groups: dict[int, Payload] = {}
        self.members: dict[int, dict[int, Payload]] = {}
        self.complete: set[int] = set()
        self.friends: dict[int, Payload] = {}
        self.sessions: dict[int, int] = {}
        self.heard: Ring[int, Payload] = Ring(HEARD)
        self.forwards: Ring[str, list[Payload]] = Ring(HEARD)
        self.paths: Ring[str, str] = Ring(HEARD)
        self._clock, self._cards = clock, 0

    # -- asked

    def now(self) -> int:
        """Seconds since 1970."""
        return int(self._clock())

    def group(self, group_id: int) -> Payload:
        """A group, as mirai-api-http writes it: `{id, name, permission}`, the permission being the account's."""
        return self.groups.get(group_id) or {"id": group_id, "name": "", "permission": "MEMBER"}

    def member(self, group_id: int, user_id: int) -> Payload:
        """A member, as mirai-api-http writes it; of an unknown one only the number is right."""
        known = self.members.get(group_id, {}).get(user_id)
        return known or {**UNKNOWN_MEMBER, "id": user_id, "group": self.group(group_id)}

    def friend(self, user_id: int) -> Payload:
        """A friend, as mirai-api-http writes it: `{id, nickname, remark}`."""
        return self.friends.get(user_id) or {"id": user_id, "nickname": "", "remark": ""}

    def config(self, group_id: int) -> Payload:  # noqa: ARG002  (who knows a group's settings says more)
        """A group's settings, as `groupConfig` gives them, but for its name."""
        return dict.fromkeys(("confessTalk", "allowMemberInvite", "autoApprove", "anonymousChat", "muteAll"), False)

    def is_member(self, group_id: int, user_id: int) -> bool:
        """Whether somebody may be mentioned in a group; True where nobody has asked who is in it."""
        return group_id not in self.complete or user_id in self.members.get(group_id, {}) or user_id == self.self_id

    def is_friend(self, user_id: int) -> bool:
        """Whether somebody is a friend."""
        return user_id in self.friends

    def said(self, message_id: int) -> Payload | None:
        """The event of a message, where it is remembered."""
        return self.heard.get(message_id)

    def forward(self, forward_id: str) -> list[Payload] | None:
        """The messages in a card, as `get_forward_msg` gives them."""
        return self.forwards.get(forward_id)

    def request(self, flag: str) -> Request | None:
        """The request behind a flag; None for one of somebody else.

        >>> Context(1).request("mah:n:5:10003:0")
        Request(kind='n', event_id=5, from_id=10003, group_id=0)
        """
        parts = flag.split(":")
        if len(parts) != 5 or parts[0] != "mah" or parts[1] not in ("n", "m", "b"):
            return None
        return Request(parts[1], number(parts[2]), number(parts[3]), number(parts[4]))

    def flag(self, request: Request) -> str:
        """The flag of a request; all that the answer needs is in it, so that it survives any restart of ours."""
        return ":".join(("mah", *map(str, request)))

    # -- told

    def note_group(self, given: Any) -> int:
        """Remember a group out of a packet; returns its number, 0 for none. NapCat's plug-in leaves names empty."""
        group = mapping(given)
        group_id = number(group.get("id"))
        if group_id and (group.get("name") or group_id not in self.groups):
            known = {"id": group_id, "name": string(group.get("name")), "permission": _rank(group.get("permission"))}
            self.groups[group_id] = known
        return group_id

    def note_member(self, given: Any) -> int:
        """Remember a member, and the group, out of a packet; returns the member's number, 0 for none."""
        member = mapping(given)
        user_id, group_id = number(member.get("id")), self.note_group(member.get("group"))
        named = bool(member.get("memberName")) or user_id not in self.members.get(group_id, {})
        if user_id and group_id and named:
            whole = {**UNKNOWN_MEMBER, **{key: member[key] for key in UNKNOWN_MEMBER if key in member}}
            whole |= {"id": user_id, "permission": _rank(member.get("permission")), "group": self.group(group_id)}
            self.members.setdefault(group_id, {})[user_id] = whole
        return user_id

    def note_friend(self, given: Any) -> int:
        """Remember a friend out of a packet; returns the number, 0 for none."""
        friend = mapping(given)
        user_id = number(friend.get("id"))
        if user_id:
            names = {key: string(friend.get(key)) for key in ("nickname", "remark")}
            self.friends[user_id] = {"id": user_id, **names}
        return user_id

    def keep(self, event: Payload) -> None:
        """Remember a message."""
        self.heard.put(number(event.get("message_id")), event)

    def keep_forward(self, messages: list[Payload]) -> str:
        """Remember the messages in a card; returns its id."""
        self._cards += 1
        forward_id = f"mah-{self.now()}-{self._cards}"
        self.forwards.put(forward_id, messages)
        return forward_id


UNKNOWN_MEMBER: Payload = {
    "id": 0,
    "memberName": "",
    "specialTitle": "",
    "permission": "MEMBER",
    "joinTimestamp": 0,
    "lastSpeakTimestamp": 0,
    "muteTimeRemaining": 0,
}

RANKS = {"OWNER": "owner", "ADMINISTRATOR": "admin", "MEMBER": "member"}
"""`permission` -> OneBot's `role`."""

PERMISSIONS = {role: permission for permission, role in RANKS.items()}


def _rank(value: Any) -> str:
    return value if isinstance(value, str) and value in RANKS else "MEMBER"
