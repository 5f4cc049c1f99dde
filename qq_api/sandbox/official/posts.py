"""The guild, its people and the messages of its channels, as bots read them (频道 API). Computes only; no I/O."""

from qq_api.sandbox.official.bot import Bot
from qq_api.sandbox.official.ids import Place
from qq_api.sandbox.world import Group, Message
from qq_api.types import Payload, Segment

ROLES = {"owner": "4", "admin": "2"}
"""A role in a group -> one in the guild."""


class Posts:
    """Writes what is in a guild.

    Args:
        bot: who reads it.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot, self._world, self._ids, self._words = bot, bot.world, bot.ids, bot.words

    # -- who is there

    def home(self) -> int:
        """The group that stands for the whole guild: its first channel; 0 where there is no guild."""
        return min(self._bot.settings.channels, default=0)

    def guild_id(self) -> str:
        """The guild's number."""
        return self._ids.of("guild", self.home())

    def guild(self) -> Payload:
        """The guild."""
        group = self._world.group(self.home())
        owner = next((one.user_id for one in group.members.values() if one.role == "owner"), 0)
        joined = group.members[self._bot.self_id].join_time if self._bot.self_id in group.members else 0
        return {
            "id": self.guild_id(),
            "name": self._bot.settings.guild_name,
            "icon": "",
            "owner_id": self._ids.of("person", owner),
            "owner": owner == self._bot.self_id,
            "member_count": len(group.members),
            "max_members": 1200,
            "description": group.memo,
            "joined_at": self._bot.clock.iso(joined),
        }

    def channel(self, group_id: int) -> Payload:
        """A channel."""
        group = self._world.group(group_id)
        return {
            "id": self._ids.of("channel", group_id),
            "guild_id": self.guild_id(),
            "name": group.name,
            "type": 0,
            "sub_type": 0,
            "position": self._bot.settings.channels.index(group_id) + 1,
            "parent_id": "0",
            "owner_id": self.guild()["owner_id"],
            "private_type": 0,
            "speak_permission": 2 if group.muted else 1,
            "application_id": "0",
            "permissions": "7",
        }

    def user(self, user_id: int) -> Payload:
        """Somebody (频道 "User")."""
        person = self._world.people[user_id]
        avatar = person.avatar if person.avatar.startswith("http") else ""
        about = {"username": person.nickname, "avatar": avatar, "bot": user_id == self._bot.self_id}
        return {"id": self._ids.of("person", user_id), **about}

    def member(self, group_id: int, user_id: int) -> Payload:
        """Somebody's nick and roles, and since when they are in."""
        group = self._world.groups.get(group_id) or Group(0, "")
        member = group.members.get(user_id)
        roles = [role] if member and (role := ROLES.get(member.role)) else []
        since = self._bot.clock.iso(member.join_time if member else 0)
        return {
            "nick": self._world.name(user_id, group_id),
            "roles": [*roles, "1"],
            "joined_at": since,
        }

    # -- messages

    def post(self, said: Message) -> Payload:
        """A message of a channel, or a direct one (频道 "Message")."""
        place = self._bot.place_of(said)
        data = self.whereabouts(said) | {
            "id": self._ids.message(place, said.message_id),
            "content": self._words.content(place, said.segments),
            "timestamp": self._bot.clock.iso(said.time),
            "author": self.user(said.user_id),
            "member": self.member(said.group_id or self.home(), said.user_id),
            "seq": said.seq,
            "seq_in_channel": str(said.seq),
        }
        return data | self._mentions(said) | self._attachments(place, said) | self._quote(said)

    def whereabouts(self, said: Message) -> Payload:
        """`guild_id` and `channel_id`; those of a direct message are of its own."""
        if said.group_id is not None:
            return {"guild_id": self.guild_id(), "channel_id": self._ids.of("channel", said.group_id)}
        dms = self._ids.of("dms", self._bot.place_of(said).number)
        return {"guild_id": dms, "channel_id": dms, "src_guild_id": self.guild_id(), "direct_message": True}

    def _mentions(self, said: Message) -> Payload:
        who = [str(one["data"].get("qq", "")) for one in said.segments if one["type"] == "at"]
        people = [int(one) for one in who if one.isdecimal() and int(one) in self._world.people]
        everyone = {"mention_everyone": True} if "all" in who else {}
        return everyone | ({"mentions": [self.user(one) for one in people]} if people else {})

    def _attachments(self, place: Place, said: Message) -> Payload:
        """Their addresses come without `https://`, as the platform has them."""
        files = self._words.attachments(said.segments)
        bare = [one | {"url": one["url"].removeprefix("https://")} for one in files]
        return {"attachments": bare} if bare and place.is_guild else {}

    def _quote(self, said: Message) -> Payload:
        quoted = [int(one["data"]["id"]) for one in said.segments if _is_quote(one)]
        return {"message_reference": {"message_id": self._ids.of("post", quoted[0])}} if quoted else {}


def _is_quote(segment: Segment) -> bool:
    return segment["type"] == "reply" and str(segment["data"].get("id", "")).lstrip("-").isdecimal()
