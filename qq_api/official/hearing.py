"""What people say, as OneBot's events; and what answering them needs, remembered."""

import logging
import time
from collections.abc import Iterable, Iterator

from qq_api import message as code
from qq_api.official.mapping import incoming, notices, segments_in
from qq_api.official.mapping.fields import number_of, text_of
from qq_api.official.mapping.incoming import Person, Said
from qq_api.official.memory import Bounded, Memory
from qq_api.official.messages import Message
from qq_api.types import Payload, Segment

_log = logging.getLogger(__name__)


def base_of(memory: Memory, moment: int, event_id: str) -> Payload:
    """What every event has."""
    base: Payload = {"time": moment or int(time.time()), "self_id": memory.self_id}
    return {**base, "event_id": event_id} if event_id else base


class Hearing:
    """Makes events of messages.

    Args:
        memory: what the bot knows.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._presses = Bounded(1000)

    def message(self, frame: Payload) -> list[Payload]:
        """The events of a frame that is a message; none for what was heard already, or said by the bot itself."""
        said = incoming.read(frame)
        if said is None:
            _log.debug("a message without place or author: %.200r", frame)
            return []
        if (said.where.in_guild and not self._memory.settings.guilds) or self._is_own(said) or self._is_known(said):
            return []
        known = self._memory.messages.heard(
            said.where, said.platform_id, event_id=said.event_id, reference=said.reference, at=time.time()
        )
        event = self._message_event(said, known)
        self._memory.messages.tell(known, event)
        self._memory.anchor(said.where, msg_id=said.platform_id, event_id=said.event_id)
        return [event, *self._uploads(said, event)]

    def _is_known(self, said: Said) -> bool:
        return bool(said.platform_id and self._memory.messages.by_platform_id(said.where, said.platform_id))

    def _is_own(self, said: Said) -> bool:
        """Groups whose every message is heard bring back what the bot said."""
        memory, openid = self._memory, said.author.openid
        sent = [
            memory.messages.by_platform_id(said.where, said.platform_id),
            memory.messages.by_reference(said.where, said.reference),
        ]
        if any(one and one.sent for one in sent) or openid == memory.platform_self:
            memory.identity.is_me(openid)
        alike = said.author.is_bot and bool(memory.nickname) and said.author.name == memory.nickname
        return memory.identity.is_own(openid) or alike

    def _message_event(self, said: Said, known: Message) -> Payload:
        user = self._meet(said)
        segments = segments_in.segments_of(said, _Numbers(self._memory))
        self._remember_files(segments)
        event = base_of(self._memory, said.time, said.event_id) | {"post_type": "message", **self._place(said, user)}
        event |= {"message_id": known.number, "user_id": user, "message": segments, "message_format": "array"}
        event |= {"raw_message": code.to_cq(segments), "font": 0, "sender": self._sender(said, user)}
        event |= {"real_message_id": said.platform_id, "real_user_id": said.author.openid}
        quoted = segments_in.quoted_of(said)
        return event if quoted is None else {**event, "quoted": quoted}

    def _meet(self, said: Said) -> int:
        """Note everybody who is named; returns the author's number."""
        identity = self._memory.identity
        for one in said.mentions:
            _Numbers(self._memory).user(one)
        via = said.guild if said.scene == "dms" else ""
        state = "friend" if said.scene == "c2c" else ""
        return identity.number("user", said.author.openid, nickname=said.author.name, via=via, state=state)

    def _place(self, said: Said, user: int) -> Payload:
        if said.scene in ("c2c", "dms"):
            of_guild = {"guild_id": said.guild} if said.guild else {}
            return {"message_type": "private", "sub_type": "friend" if said.scene == "c2c" else "other", **of_guild}
        place: Payload = {"message_type": "group", "sub_type": "normal", "real_group_id": said.target}
        if said.scene == "group":
            place["group_id"] = self._memory.identity.number("group", said.target, state="in")
        else:
            place["group_id"] = self._memory.identity.number("channel", said.target, via=said.guild)
            place["guild_id"] = said.guild
        name, role = self._memory.name_of(user), said.author.role
        self._memory.saw_member(place["group_id"], user, nickname=name, role=role, last_sent_time=said.time)
        return place

    def _sender(self, said: Said, user: int) -> Payload:
        sender: Payload = {"user_id": user, "nickname": said.author.name or self._memory.name_of(user)}
        sender |= {"sex": "unknown", "age": 0}
        if said.scene in ("c2c", "dms"):
            return sender
        return {**sender, "card": "", "area": "", "level": "", "role": said.author.role, "title": ""}

    def _remember_files(self, segments: Iterable[Segment]) -> None:
        for one in segments:
            if one["data"].get("url"):
                self._memory.files.put(one["data"]["file"], {**one["data"], "type": one["type"]})

    def _uploads(self, said: Said, event: Payload) -> Iterator[Payload]:
        """OneBot 11 has no segment for a file: groups have an event."""
        for one in said.attachments if said.scene == "group" else ():
            url = segments_in.address(text_of(one, "url"))
            if segments_in.kind_of(one) == "file" and url:
                file = {
                    "id": url,
                    "name": text_of(one, "filename"),
                    "size": number_of(one, "size"),
                    "busid": 0,
                    "url": url,
                }
                same = ("time", "self_id", "event_id", "group_id", "user_id", "real_group_id", "real_user_id")
                kept = {key: event[key] for key in same if key in event}
                yield {**kept, "post_type": "notice", "notice_type": "group_upload", "file": file}

    def press(self, d: Payload, base: Payload) -> list[Payload]:
        """INTERACTION_CREATE: the data of a button, as if it had been said."""
        memory, press = self._memory, notices.pressed(d)
        if press is None or memory.settings.buttons is False or memory.identity.is_own(press.user):
            return []
        if (press.where.in_guild and not memory.settings.guilds) or self._presses.get(press.id) or not press.data:
            return []
        self._presses.put(press.id, True)
        event_id = base.get("event_id", "")
        known = memory.messages.heard(press.where, "", event_id=event_id, at=time.time())
        author = Person(press.user)
        said = Said(
            "", press.where.scene, press.where.openid, "", event_id, author, press.data, press.time or base["time"]
        )
        event = self._message_event(said, known)
        event |= {
            "message": [code.text(press.data)],
            "raw_message": code.escape(press.data),
            "interaction_id": press.id,
        }
        memory.messages.tell(known, event)
        memory.anchor(press.where, event_id=event_id)
        return [event]


class _Numbers:
    """`segments_in.Numbers`, out of what the bot knows."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def user(self, person: Person) -> int:
        if person.is_me:
            self._memory.identity.is_me(person.openid)
            return self._memory.self_id
        return self._memory.identity.number("user", person.openid, nickname=person.name)

    def quoted(self, said: Said) -> int | None:
        known = self._memory.messages.by_reference(said.where, said.quotes) if said.quotes else None
        return known.number if known else None
