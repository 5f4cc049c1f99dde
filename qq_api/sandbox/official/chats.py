"""Messages in groups and in private (C2C), in the shape of a year: 2024 has the least. Computes only; no I/O."""

from collections.abc import Callable, Iterator

from qq_api.sandbox.official.bot import Bot
from qq_api.sandbox.official.ids import Place
from qq_api.sandbox.official.words import card_of
from qq_api.sandbox.world import Message
from qq_api.types import Payload, Segment


class Chats:
    """Writes the `d` of `GROUP_AT_MESSAGE_CREATE`, `GROUP_MESSAGE_CREATE` and `C2C_MESSAGE_CREATE`.

    Args:
        bot: who is told.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot, self._world, self._ids, self._words = bot, bot.world, bot.ids, bot.words
        years: dict[int, Callable[[Payload, Message], Payload]] = {
            2024: lambda data, _said: data,
            2025: self._as_in_2025,
            2026: self._as_in_2026,
        }
        self._shape = years[bot.settings.shape]

    def chat(self, said: Message, *, without_me: bool) -> Payload:
        """A message; `without_me` leaves mentions of the bot out of its text."""
        place, clock = self._bot.place_of(said), self._bot.clock
        openid = self._ids.of("user", said.user_id)
        data: Payload = {
            "id": self._ids.message(place, said.message_id),
            "content": self._words.content(place, said.segments, without_me=without_me),
            "timestamp": clock.iso(clock.now()),
            "author": {"id": openid, "member_openid" if place.scene == "group" else "user_openid": openid},
        }
        if place.scene == "group":
            data["group_openid"] = self._ids.of("group", place.number)
        return self._shape(data | _some("attachments", self._words.attachments(said.segments)), said)

    def _as_in_2025(self, data: Payload, said: Message) -> Payload:
        group = {"group_id": data["group_openid"]} if "group_openid" in data else {}
        author = data["author"] | {"union_openid": self._ids.of("union", said.user_id)}
        return data | group | {"author": author, "message_scene": {"source": "default"}}

    def _as_in_2026(self, data: Payload, said: Message) -> Payload:
        quoted, card, forwarded = self._quoted(said), card_of(said.segments), self._forwarded(said)
        ext = [f"msg_idx={self._ids.of('reference', said.message_id)}"]
        ext += [f"ref_msg_idx={one['msg_idx']}" for one in quoted]
        data = self._as_in_2025(data, said)
        data["author"] |= self._about(said.user_id)
        if said.group_id is not None:
            data["author"]["member_role"] = self._role(said.group_id, said.user_id)
            data["mentions"] = [*self._mentions(said)]
        data["message_type"] = 103 if quoted else 3 if card else 102 if forwarded else 0
        data["message_scene"] = {"source": "default", "ext": ext}
        return data | _some("msg_elements", quoted or forwarded) | ({"ark_data": card} if card else {})

    def _about(self, user_id: int) -> Payload:
        return {"username": self._world.people[user_id].nickname, "bot": user_id == self._bot.self_id}

    def _role(self, group_id: int, user_id: int) -> str:
        group = self._world.groups.get(group_id)
        return group.members[user_id].role if group and user_id in group.members else "member"

    def _mentions(self, said: Message) -> Iterator[Payload]:
        for segment in said.segments:
            who = str(segment["data"].get("qq", "")) if segment["type"] == "at" else ""
            if who == "all":
                yield {"scope": "all", "is_you": True, "username": "全体成员"}
            elif who.isdecimal() and int(who) in self._world.people:
                openid = self._ids.of("user", int(who))
                about = self._about(int(who)) | {"is_you": int(who) == self._bot.self_id}
                yield {"scope": "single", "id": openid, "member_openid": openid, **about}

    def _quoted(self, said: Message) -> list[Payload]:
        ids = [str(one["data"].get("id", "")) for one in said.segments if one["type"] == "reply"]
        numbers = [int(one) for one in ids if one.lstrip("-").isdecimal()]
        found = [self._world.messages[number] for number in numbers[:1] if number in self._world.messages]
        return [self._element(one) for one in found]

    def _element(self, said: Message) -> Payload:
        openid = self._ids.of("user", said.user_id)
        element = {
            "msg_idx": self._ids.of("reference", said.message_id),
            "message_type": 0,
            "content": self._words.content(self._bot.place_of(said), said.segments),
            "author": {"id": openid, "member_openid": openid, **self._about(said.user_id)},
        }
        return element | _some("attachments", self._words.attachments(said.segments))

    def _forwarded(self, said: Message) -> list[Payload]:
        """What is in a card of forwarded messages: without indices, as in a chat record."""
        ids = [one["data"].get("id") for one in said.segments if one["type"] == "forward"]
        entries = [entry for forward_id in ids for entry in self._world.cards.get(str(forward_id), [])]
        return [self._entry(self._bot.place_of(said), entry) for entry in entries]

    def _entry(self, place: Place, entry: Payload) -> Payload:
        content: list[Segment] = entry["content"]
        made: Payload = {"content": self._words.content(place, content)}
        made |= {"author": {"username": str(entry["sender"].get("nickname", ""))}}
        return made | _some("attachments", self._words.attachments(content))


def _some(key: str, values: list[Payload]) -> Payload:
    """The values below a key; nothing where there are none."""
    return {key: values} if values else {}
