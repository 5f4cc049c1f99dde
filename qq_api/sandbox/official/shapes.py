"""What happens in a World, as the platform tells a bot of it: the type `t` of an event, and its `d`.

Computes only; no I/O.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qq_api.sandbox.official.bot import Bot
from qq_api.sandbox.official.chats import Chats
from qq_api.sandbox.official.ids import Place
from qq_api.sandbox.official.posts import Posts
from qq_api.sandbox.world import Message
from qq_api.types import Payload


@dataclass(frozen=True)
class Told:
    """One event.

    Attributes:
        type: `t`.
        data: `d`.
        place: where it can be answered; None for nowhere.
        is_message: whether `data["id"]` can be answered, besides the event's own id.
    """

    type: str
    data: Payload
    place: Place | None = None
    is_message: bool = False


class Shapes:
    """Writes events.

    Args:
        bot: who is told.
        hears_all: whether a group hands on all that is said in it.
    """

    def __init__(self, bot: Bot, hears_all: Callable[[int], bool]) -> None:
        self._bot, self._world, self._ids, self._hears_all = bot, bot.world, bot.ids, hears_all
        self.chats, self.posts = Chats(bot), Posts(bot)
        self._notices: dict[str, Callable[[Payload], Iterator[Told]]] = {
            "group_increase": self._increase,
            "group_decrease": self._decrease,
            "group_dismiss": self._decrease,
            "friend_add": self._friend_add,
            "group_recall": self._recall,
            "friend_recall": self._recall,
            "group_msg_emoji_like": self._reaction,
        }

    def of(self, event: Payload) -> Iterator[Told]:
        """What the bot is told of an event of the World; mostly one thing, or nothing."""
        kind = event["post_type"]
        if kind == "message":
            yield from self._message(self._world.messages[event["message_id"]])
        elif kind == "message_sent":
            yield from self._own(self._world.messages[event["message_id"]])
        elif kind == "notice" and event["notice_type"] in self._notices:
            yield from self._notices[event["notice_type"]](event)
        elif kind == "request" and event.get("sub_type") == "add":
            yield self._join_request(event)

    # -- messages

    def _message(self, said: Message) -> Iterator[Told]:
        place = self._bot.place_of(said)
        for kind in self._kinds(place, said):
            without_me = kind == "GROUP_AT_MESSAGE_CREATE"
            data = self.posts.post(said) if place.is_guild else self.chats.chat(said, without_me=without_me)
            yield Told(kind, data, place, is_message=True)

    def _kinds(self, place: Place, said: Message) -> list[str]:
        mentioned = any(map(self._bot.words.is_me, said.segments))
        if place.scene == "c2c":
            return ["C2C_MESSAGE_CREATE"]
        if place.scene == "dms":
            return ["DIRECT_MESSAGE_CREATE"]
        if place.scene == "channel":
            return ["MESSAGE_CREATE", *["AT_MESSAGE_CREATE"] * mentioned]
        if self._hears_all(place.number):
            return ["GROUP_MESSAGE_CREATE", *["GROUP_AT_MESSAGE_CREATE"] * (mentioned and self._bot.settings.twice)]
        return ["GROUP_AT_MESSAGE_CREATE"] * mentioned

    def _own(self, said: Message) -> Iterator[Told]:
        """The bot's own message comes back where a group hands on all."""
        place = self._bot.place_of(said)
        if self._bot.settings.echo and place.scene == "group" and self._hears_all(place.number):
            yield Told("GROUP_MESSAGE_CREATE", self.chats.chat(said, without_me=False))

    # -- groups and friends

    def robot(self, kind: str, group_id: int, operator_id: int) -> Told:
        """The bot came into a group or left it, or the group's switch for active messages was moved."""
        operator = {"op_member_openid": self._ids.of("user", operator_id)}
        data = {"timestamp": self._bot.now(), "group_openid": self._ids.of("group", group_id), **operator}
        return Told(kind, data, Place("group", group_id))

    def friend(self, kind: str, user_id: int) -> Told:
        """Somebody added the bot or removed it, or takes active messages or does not."""
        openid = self._ids.of("user", user_id)
        data: Payload = {"timestamp": self._bot.now(), "openid": openid}
        if kind == "FRIEND_ADD" and self._bot.settings.shape == 2026:
            data |= {"scene": 1001, "scene_param": "", "author": {"union_openid": self._ids.of("union", user_id)}}
        return Told(kind, data, Place("c2c", user_id))

    def _friend_add(self, event: Payload) -> Iterator[Told]:
        yield self.friend("FRIEND_ADD", event["user_id"])

    def _increase(self, event: Payload) -> Iterator[Told]:
        group_id, who, operator = event["group_id"], event["user_id"], event["operator_id"]
        if group_id in self._bot.settings.channels:
            yield from self._guild_member("GUILD_MEMBER_ADD", group_id, who, operator)
        elif who == self._bot.self_id:
            yield self.robot("GROUP_ADD_ROBOT", group_id, operator)
        else:
            yield self._group_member("GROUP_MEMBER_ADD", group_id, who)

    def _decrease(self, event: Payload) -> Iterator[Told]:
        group_id, who = event["group_id"], event["user_id"]
        operator = event.get("operator_id") or who
        if group_id in self._bot.settings.channels:
            yield from self._guild_member("GUILD_MEMBER_REMOVE", group_id, who, operator)
        elif who == self._bot.self_id or event["notice_type"] == "group_dismiss":
            yield self.robot("GROUP_DEL_ROBOT", group_id, operator)
        else:
            yield self._group_member("GROUP_MEMBER_REMOVE", group_id, who)

    def _group_member(self, kind: str, group_id: int, user_id: int) -> Told:
        openid = self._ids.of("user", user_id)
        who = {"member_openid": openid, "user_openid": openid}
        data = {"timestamp": self._bot.now(), "group_openid": self._ids.of("group", group_id), **who}
        return Told(kind, data, Place("group", group_id))

    def _join_request(self, event: Payload) -> Told:
        asked = self.join_request(event["user_id"], event["flag"], event["comment"])
        return Told("GROUP_JOIN_REQUEST", {"group_openid": self._ids.of("group", event["group_id"]), **asked})

    def join_request(self, user_id: int, flag: str, comment: str) -> Payload:
        """Somebody asks to be let into a group."""
        return {
            "join_request_id": flag,
            "member_openid": self._ids.of("user", user_id),
            "username": self._world.people[user_id].nickname,
            "apply_at": self._bot.clock.iso(self._bot.now()),
            "apply_source": "self_apply",
            "bot": False,
            "verify_info": {"method": "verify_message", "verify_message": comment, "review_qa_list": []},
        }

    # -- the guild

    def _guild_member(self, kind: str, group_id: int, user_id: int, operator_id: int) -> Iterator[Told]:
        if user_id != self._bot.self_id:
            about = {"guild_id": self.posts.guild_id(), "op_user_id": self._ids.of("person", operator_id)}
            yield Told(kind, about | {"user": self.posts.user(user_id)} | self.posts.member(group_id, user_id))

    def _recall(self, event: Payload) -> Iterator[Told]:
        """Only the guild tells of it."""
        said = self._world.messages.get(event["message_id"])
        if said is None or not self._bot.place_of(said).is_guild:
            return
        keys = ("id", "guild_id", "channel_id", "author")
        gone = {key: value for key, value in self.posts.post(said).items() if key in keys}
        operator = event.get("operator_id") or event["user_id"]
        kinds = ("DIRECT_MESSAGE_DELETE",) if said.group_id is None else ("MESSAGE_DELETE", "PUBLIC_MESSAGE_DELETE")
        for kind in kinds:
            yield Told(kind, {"message": gone, "op_user": {"id": self._ids.of("person", operator)}})

    def _reaction(self, event: Payload) -> Iterator[Told]:
        said = self._world.messages.get(event["message_id"])
        if said is None or self._bot.place_of(said).scene != "channel":
            return
        target = {"id": self._ids.of("post", said.message_id), "type": 0}
        emoji = {"id": event["likes"][0]["emoji_id"], "type": 1}
        who = {"user_id": self._ids.of("person", event["user_id"])}
        kind = "MESSAGE_REACTION_ADD" if event.get("is_add") else "MESSAGE_REACTION_REMOVE"
        yield Told(kind, who | self.posts.whereabouts(said) | {"target": target, "emoji": emoji})
