"""What the mapping of mirai asks, read from the World. Computes only; no I/O."""

from qq_api.mirai.mapping.context import PERMISSIONS, UNKNOWN_MEMBER, Context, Numbers, Request
from qq_api.sandbox.world import World
from qq_api.sandbox.world.state import Member
from qq_api.types import Payload

CACHED = 1024
"""Messages that mirai-api-http remembers; older ones can no longer be quoted, taken back or asked for."""

KINDS = {"friend": "n", "add": "m", "invite": "b"}


class WorldContext(Context):
    """What an account of the World knows.

    Args:
        world: the World.
        self_id: the account.
    """

    def __init__(self, world: World, self_id: int) -> None:
        super().__init__(self_id, Numbers(kept=CACHED), clock=world.now, random=world.random, report_self=True)
        self._world = world

    def group(self, group_id: int) -> Payload:
        """A group as it is, or as it was last."""
        known = self._world.groups.get(group_id)
        if known is not None:
            me = known.members.get(self.self_id)
            permission = PERMISSIONS[me.role] if me else "MEMBER"
            self.groups[group_id] = {"id": group_id, "name": known.name, "permission": permission}
        return super().group(group_id)

    def member(self, group_id: int, user_id: int) -> Payload:
        """A member as they are; whoever is no longer one is known by name."""
        group = self._world.groups.get(group_id)
        member = group.members.get(user_id) if group else None
        name = self._world.name(user_id, group_id) if user_id in self._world.people else ""
        whole = {**UNKNOWN_MEMBER, "id": user_id, "memberName": name, "group": self.group(group_id)}
        return {**whole, **self._details(member)} if member else whole

    def _details(self, member: Member) -> Payload:
        return {
            "specialTitle": member.title,
            "permission": PERMISSIONS[member.role],
            "joinTimestamp": member.join_time,
            "lastSpeakTimestamp": member.last_sent_time,
            "muteTimeRemaining": max(member.muted_until - self.now(), 0),
        }

    def friend(self, user_id: int) -> Payload:
        """Somebody, and what the account calls them."""
        person = self._world.people.get(user_id)
        noted = self._world.people[self.self_id].friends.get(user_id)
        nickname = person.nickname if person else ""
        return {"id": user_id, "nickname": nickname, "remark": (noted.remark if noted else "")}

    def is_friend(self, user_id: int) -> bool:
        """Whether somebody is the account's friend."""
        return user_id in self._world.people[self.self_id].friends

    def is_member(self, group_id: int, user_id: int) -> bool:
        """Whether somebody is in a group."""
        return user_id in self._world.members_of(group_id)

    def config(self, group_id: int) -> Payload:
        """What the World knows of a group's settings."""
        group = self._world.groups.get(group_id)
        known = {"anonymousChat": group.anonymous, "muteAll": group.muted} if group else {}
        return {**super().config(group_id), **known}

    def said(self, message_id: int) -> Payload | None:
        """A message that the account has heard or said."""
        said = self._world.messages.get(message_id)
        if said is None or said.recalled:
            return None
        return self._world.message_event(self.self_id, said)

    def forward(self, forward_id: str) -> list[Payload] | None:
        """A card of the World, or one that a client is about to send."""
        return self._world.cards.get(forward_id) or super().forward(forward_id)

    def request(self, flag: str) -> Request | None:
        """A request of the World."""
        asked = self._world.requests.get(flag)
        return Request(KINDS[asked.kind], asked.number, asked.user_id, asked.group_id) if asked else None

    def flag(self, request: Request) -> str:
        """The World's own requests are also known by their number alone."""
        return str(request.event_id)
