"""What one official bot knows, in one place: who is who, what was said, what may be answered, who may be spoken to."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any

from qq_api.official.anchors import Anchors
from qq_api.official.database import Database
from qq_api.official.identity import Identity, Known
from qq_api.official.messages import Messages
from qq_api.official.scenes import Target
from qq_api.official.settings import Settings
from qq_api.types import Payload

ASK_AGAIN = 3600.0
"""Seconds after which a refused permission is tried again: the event that gives it may have been missed."""

_MEMBERS = 20_000
_FILES = 2000
_PLACES = 5000


@dataclass
class Bounded:
    """A dict that forgets its oldest."""

    most: int
    there: "OrderedDict[Any, Any]" = field(default_factory=OrderedDict)

    def put(self, key: Any, value: Any) -> None:
        """Remember."""
        self.there[key] = value
        self.there.move_to_end(key)
        while len(self.there) > self.most:
            self.there.popitem(last=False)

    def get(self, key: Any) -> Any:
        """What is remembered, or None."""
        return self.there.get(key)


class Memory:
    """What one bot knows.

    Args:
        appid: the bot's AppID.
        database: where it is kept.
        settings: how the owner wants the bot to speak.
        self_id: what OneBot calls the bot; the AppID where it is not given.
        clock: seconds that only grow.

    Attributes:
        nickname: the bot's name, once READY said it.
        platform_self: the bot's id in READY.
        members: what was seen of members: (group number, user number) -> OneBot's fields.
        files: `file` of a received segment -> its address.
    """

    def __init__(
        self,
        appid: str,
        database: Database,
        settings: Settings | None = None,
        self_id: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.appid, self.settings, self.clock = appid, settings or Settings(), clock
        self.self_id = self_id or int(appid)
        self.identity = Identity(database, appid, self.self_id)
        self.messages = Messages(database, appid)
        self.anchors = Anchors(clock, self.settings.reserve)
        self.nickname = self.platform_self = ""
        self.members, self.files, self._refused_until = Bounded(_MEMBERS), Bounded(_FILES), Bounded(_PLACES)
        self.on_anchor: list[Callable[[Target], None]] = []
        self._restore()

    def _restore(self) -> None:
        """What could be answered before the restart still can."""
        now = time.time()
        for message in self.messages.newest():
            if now - message.at > 3600:
                break
            if not message.sent:
                # how many replies there were is not kept: their numbers were small
                free = SystemRandom().randrange(1000, 60_000)
                age = max(0.0, now - message.at)
                self.anchors.add(message.where, "msg_id", message.platform_id, age=age, next_seq=free)

    def anchor(self, where: Target, *, msg_id: str = "", event_id: str = "") -> None:
        """Something came that may be answered."""
        if msg_id:
            self.anchors.add(where, "msg_id", msg_id)
        elif event_id:
            self.anchors.add(where, "event_id", event_id)
        for tell in self.on_anchor:
            tell(where)

    def allow_active(self, where: Target, allowed: bool) -> None:
        """Whether the platform takes messages that answer nothing there; a no is doubted after an hour."""
        self._refused_until.put(where, 0.0 if allowed else self.clock() + ASK_AGAIN)

    def may_be_active(self, where: Target) -> bool:
        """Whether a message that answers nothing is worth a try there."""
        if self.settings.active == "auto":
            return (self._refused_until.get(where) or 0.0) <= self.clock()
        return self.settings.active == "always"

    def name_of(self, user: int) -> str:
        """What somebody is called: their nickname, or `QQ用户1F3A`."""
        if user == self.self_id:
            return self.nickname or "QQ机器人"
        known = self.identity.find(user, "user")
        return (known.nickname if known else "") or f"QQ用户{user % 0x10000:04X}"

    def place(self, where: Target) -> Known:
        """The group or channel, as it is known; for private places the user."""
        if where.scene == "group":
            return self.identity.note("group", where.openid)
        if where.scene == "channel":
            return self.identity.note("channel", where.openid)
        return self.identity.note("user", where.openid)

    def lost_member(self, group: int, user: int) -> None:
        """Somebody is no member any more."""
        self.members.there.pop((group, user), None)

    def saw_member(self, group: int, user: int, **fields: Any) -> None:
        """What was seen of a member, in OneBot's words."""
        seen: Payload = self.members.get((group, user)) or {}
        self.members.put((group, user), {**seen, **{key: value for key, value in fields.items() if value}})
