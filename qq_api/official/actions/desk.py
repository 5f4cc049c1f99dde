"""What every action works with: the platform, what the bot knows, and the ways from OneBot's ids to the platform's."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, TypeVar

from qq_api import message as code
from qq_api.official.identity import Known
from qq_api.official.mapping import segments_out
from qq_api.official.mapping.fields import text_of
from qq_api.official.mapping.segments_out import Plan
from qq_api.official.memory import Bounded, Memory
from qq_api.official.messages import Message
from qq_api.official.platform import CallPlatform
from qq_api.official.problems import PlatformError
from qq_api.official.refusals import MALFORMED, UNSUPPORTED, Refusal
from qq_api.official.scenes import Target
from qq_api.official.sending import Sender
from qq_api.types import Payload, Segment

Action: TypeAlias = Callable[["Desk", Payload], Awaitable[Any]]
"""`(desk, params) -> data`."""
Do = TypeVar("Do", bound=Action)

ACTIONS: dict[str, Action] = {}

_DENIED_SECONDS = 600.0
_DENIALS = ("privilege", "forbidden", "no_api", "other")


def action(*names: str) -> Callable[[Do], Do]:
    """Declare what an action does, under one name or several."""

    def declare(do: Do) -> Do:
        ACTIONS.update(dict.fromkeys(names, do))
        return do

    return declare


class Desk:
    """Where the actions of one bot are done.

    Args:
        rest: the platform's API.
        memory: what the bot knows.
        sender: gets messages out.

    Attributes:
        is_online: whether the bot hears the platform now; the transport's to say.
        reconnect: begins the connection anew; the transport's to do.
    """

    def __init__(self, rest: CallPlatform, memory: Memory, sender: Sender) -> None:
        self.rest, self.memory, self.sender = rest, memory, sender
        self.is_online: Callable[[], bool] = lambda: True
        self.reconnect: Callable[[], None] = lambda: None
        self._denied = Bounded(500)
        self._parts = Bounded(5000)

    # -- from OneBot's ids

    def place(self, params: Payload) -> Known:
        """The group, or the channel, or guild, that is named."""
        known = self.memory.identity.find(needed(params, "group_id"), "group", "channel", "guild")
        if known is None:
            raise Refusal("official_send.no_group", id=params["group_id"])
        return known

    def person(self, params: Payload) -> Known:
        """Who is named."""
        known = self.memory.identity.find(needed(params, "user_id"), "user")
        if known is None:
            raise Refusal("official_send.no_user", id=params["user_id"])
        return known

    def is_me(self, user: Any) -> bool:
        """Whether an id means the bot itself."""
        return str(user) == str(self.memory.self_id)

    def group_target(self, params: Payload) -> Target:
        """Where a message for a `group_id` goes."""
        known = self.place(params)
        if known.kind == "guild":
            raise Refusal("official_send.no_group", id=params["group_id"])
        return Target("group" if known.kind == "group" else "channel", known.openid)

    def private_target(self, params: Payload) -> Target:
        """Where a message for a `user_id` goes: to people of guilds by their conversation with the bot."""
        known = self.person(params)
        return Target("dms", known.via) if known.via else Target("c2c", known.openid)

    def guild_of(self, known: Known) -> str:
        """The guild of a channel or guild; moderating a QQ group by a guild's means is unsupported."""
        guild = known.openid if known.kind == "guild" else known.via if known.kind == "channel" else ""
        if not guild:
            raise Refusal("official_send.unsupported", UNSUPPORTED)
        return guild

    def message(self, params: Payload) -> Message:
        """The message that is named."""
        found = self.memory.messages.find(needed(params, "message_id"))
        if found is None:
            raise Refusal("official_send.no_message", id=params["message_id"])
        return found

    # -- `segments_out.Names`

    def openid(self, user: str) -> str:
        """The platform's id of somebody."""
        known = self.memory.identity.find(user, "user")
        return known.openid if known else ""

    def name(self, user: str) -> str:
        """What somebody is called."""
        if self.is_me(user):
            return self.memory.name_of(self.memory.self_id)
        known = self.memory.identity.find(user, "user")
        return self.memory.name_of(known.number) if known else user

    # -- sending

    async def say(self, where: Target, message: Any, answers: Message | None = None) -> Payload:
        """Send a message; returns what OneBot's sending actions answer."""
        segments = code.parse(message)
        plan = segments_out.plan(segments, where.scene, self, self.memory.settings.longest)
        if plan.quotes:
            answers = self.memory.messages.find(plan.quotes) or answers
        return await self.sent(where, plan, segments, answers)

    async def sent(self, where: Target, plan: Plan, segments: list[Segment], answers: Message | None = None) -> Payload:
        """Send what is planned already."""
        sent = await self.sender.send(where, plan, answers)
        self.memory.messages.tell(sent[0], self._event(where, sent[0], segments))
        self._parts.put(sent[0].number, sent)
        return {"message_id": sent[0].number}

    def parts(self, message: Message) -> list[Message]:
        """All messages of the platform that one message of ours became."""
        parts: list[Message] = self._parts.get(message.number) or [message]
        newest = (self.memory.messages.find(part.number) for part in parts)  # an audit gives ids later
        return [one for one in newest if one is not None]

    def _event(self, where: Target, message: Message, segments: list[Segment]) -> Payload:
        """For `get_msg`: files are left out, they may be large."""
        me = {"user_id": self.memory.self_id, "nickname": self.memory.nickname}
        place = self.memory.place(where) if where.scene in ("group", "channel") else None
        whose = {"message_type": "group", "group_id": place.number} if place else {"message_type": "private"}
        kept = [_without_files(one) for one in segments]
        said = {"message": kept, "raw_message": code.to_cq(kept), "sender": me, "user_id": self.memory.self_id}
        return {"time": int(time.time()), "message_id": message.number, **whose, **said}

    # -- asking

    async def asked(self, method: str, path: str, **keys: Any) -> Any:
        """What the platform answers to a question that many bots are not allowed to ask; None when it refuses."""
        kind = path.split("/")[-1] if path.count("/") < 5 else path.split("/")[-2]
        if (self._denied.get((path[:10], kind)) or 0.0) > self.memory.clock():
            return None
        try:
            return await self.rest.call(method, path, **keys)
        except PlatformError as error:
            if error.meaning not in _DENIALS:
                raise
            if error.meaning in ("privilege", "no_api"):
                self._denied.put((path[:10], kind), self.memory.clock() + _DENIED_SECONDS)
            return None


def _without_files(segment: Segment) -> Segment:
    file = segment["data"].get("file")
    if isinstance(file, str) and not file.startswith("base64://"):
        return segment
    if file is None:
        return segment
    return {"type": segment["type"], "data": {**segment["data"], "file": ""}}


def needed(params: Payload, name: str) -> Any:
    """A parameter that must be there."""
    value = params.get(name)
    if value is None or value == "":
        raise Refusal("official_send.missing", MALFORMED, name=name)
    return value


def truth(params: Payload, name: str, *, default: bool = False) -> bool:
    """A parameter that is true or false; `"false"` and 0 are false."""
    value = params.get(name)
    if value is None:
        return default
    return value.strip().lower() in ("true", "1", "yes") if isinstance(value, str) else bool(value)


def number(params: Payload, name: str, default: int = 0) -> int:
    """A parameter that is a whole number; digits count."""
    value = params.get(name)
    try:
        return default if value is None else int(value)
    except (TypeError, ValueError, OverflowError):
        raise Refusal("official_send.no_number", MALFORMED, name=name) from None


def text(params: Payload, name: str) -> str:
    """A parameter that is text; "" when it is missing."""
    return text_of(params, name)
