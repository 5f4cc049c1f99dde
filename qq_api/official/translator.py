"""Frames of the gateway (and of webhooks) as OneBot 11 events."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from qq_api.official.hearing import Hearing, base_of
from qq_api.official.mapping import incoming, notices
from qq_api.official.mapping.fields import object_of, seconds_of, text_of
from qq_api.official.memory import Memory
from qq_api.official.scenes import Target
from qq_api.texts import Texts
from qq_api.types import Payload

_log = logging.getLogger(__name__)

Handle: TypeAlias = Callable[["Translator", Payload, Payload], list[Payload]]
"""`(translator, d, base) -> events`; `base` is what every event has."""


class Translator:
    """Makes events of frames, and remembers what answering them needs.

    Args:
        memory: what the bot knows.
        texts: the words for the log.
    """

    def __init__(self, memory: Memory, texts: Texts) -> None:
        self._memory, self._texts, self._hearing = memory, texts, Hearing(memory)

    def to_onebot(self, frame: Any) -> list[Payload]:
        """The events that a frame stands for, in order; none for what OneBot has no event for. Never raises.

        A message that comes twice (as GROUP_AT_MESSAGE_CREATE and as GROUP_MESSAGE_CREATE, or pushed again) is one
        event; what the bot itself said is none.

        Args:
            frame: `{"op": 0, "id": …, "t": …, "d": …}`, of any year.
        """
        kind = text_of(frame, "t")
        if kind in incoming.SCENES:
            return self._hearing.message(frame)
        handle = _HANDLERS.get(kind)
        if handle is None:
            _log.debug("no event of OneBot: %s", kind)
            return []
        d = object_of(frame, "d")
        return handle(self, d, base_of(self._memory, seconds_of(d), text_of(frame, "id")))

    def heartbeat(self, interval: int, *, online: bool = True) -> Payload:
        """OneBot's own heartbeat; `interval` in milliseconds."""
        status = {"online": online, "good": online}
        event = {"post_type": "meta_event", "meta_event_type": "heartbeat", "status": status, "interval": interval}
        return {"time": int(time.time()), "self_id": self._memory.self_id, **event}

    # -- what is no message

    def _notice(self, base: Payload, kind: str, sub_type: str = "", **fields: Any) -> list[Payload]:
        named = {"post_type": "notice", "notice_type": kind, **({"sub_type": sub_type} if sub_type else {})}
        return [{**base, **named, **fields}]

    def _group(self, d: Payload, **seen: Any) -> Payload:
        openid = text_of(d, "group_openid", "group_id")
        return {"group_id": self._memory.identity.number("group", openid, **seen), "real_group_id": openid}

    def _user(self, openid: str, **seen: Any) -> Payload:
        return {"user_id": self._memory.identity.number("user", openid, **seen), "real_user_id": openid}

    def _group_anchor(self, d: Payload, base: Payload) -> None:
        openid = text_of(d, "group_openid", "group_id")
        if openid:
            self._memory.anchor(Target("group", openid), event_id=base.get("event_id", ""))

    def _joined(self, d: Payload, base: Payload) -> list[Payload]:
        """GROUP_ADD_ROBOT. No request: there is nothing to answer."""
        operator = self._memory.identity.number("user", text_of(d, "op_member_openid"))
        group = self._group(d, state="in")
        self._group_anchor(d, base)
        me = {"user_id": self._memory.self_id, "operator_id": operator}
        return self._notice(base, "group_increase", "invite", **group, **me) if group["group_id"] else []

    def _left(self, d: Payload, base: Payload) -> list[Payload]:
        """GROUP_DEL_ROBOT."""
        operator = self._memory.identity.number("user", text_of(d, "op_member_openid"))
        group = self._group(d, state="out")
        me = {"user_id": self._memory.self_id, "operator_id": operator}
        return self._notice(base, "group_decrease", "kick_me", **group, **me) if group["group_id"] else []

    def _member_came(self, d: Payload, base: Payload) -> list[Payload]:
        """GROUP_MEMBER_ADD; who let them in is not said."""
        self._group_anchor(d, base)
        member, group = self._user(text_of(d, "member_openid", "user_openid")), self._group(d)
        if not (member["user_id"] and group["group_id"]):
            return []
        return self._notice(base, "group_increase", "approve", **group, **member, operator_id=0)

    def _member_went(self, d: Payload, base: Payload) -> list[Payload]:
        """GROUP_MEMBER_REMOVE."""
        member, group = self._user(text_of(d, "member_openid", "user_openid")), self._group(d)
        if not (member["user_id"] and group["group_id"]):
            return []
        self._memory.lost_member(group["group_id"], member["user_id"])
        return self._notice(base, "group_decrease", "leave", **group, **member, operator_id=0)

    def _asked(self, d: Payload, base: Payload) -> list[Payload]:
        """GROUP_JOIN_REQUEST."""
        asked = notices.asked(d)
        if asked is None or asked.settled:
            return []
        member = self._user(asked.join.member, nickname=asked.name)
        request = {"post_type": "request", "request_type": "group", "sub_type": "add", "comment": asked.comment}
        times = {"time": asked.time} if asked.time else {}
        return [{**base, **times, **request, **self._group(d), **member, "flag": notices.flag_of(asked.join)}]

    def _befriended(self, d: Payload, base: Payload) -> list[Payload]:
        """FRIEND_ADD."""
        user = self._user(text_of(d, "openid", "user_openid"), state="friend")
        if not user["user_id"]:
            return []
        self._memory.anchor(Target("c2c", user["real_user_id"]), event_id=base.get("event_id", ""))
        return self._notice(base, "friend_add", **user)

    def _unfriended(self, d: Payload, _base: Payload) -> list[Payload]:
        """FRIEND_DEL: OneBot 11 has no such event."""
        _log.debug("no longer a friend: %s", self._user(text_of(d, "openid", "user_openid"), state="out"))
        return []

    def _group_switch(self, d: Payload, base: Payload, *, on: bool) -> list[Payload]:
        """GROUP_MSG_RECEIVE, GROUP_MSG_REJECT: whether the group's owner lets the bot speak by itself."""
        where = Target("group", text_of(d, "group_openid", "group_id"))
        self._memory.allow_active(where, on)
        if on:
            self._group_anchor(d, base)
        return []

    def _user_switch(self, d: Payload, base: Payload, *, on: bool) -> list[Payload]:
        """C2C_MSG_RECEIVE, C2C_MSG_REJECT."""
        where = Target("c2c", text_of(d, "openid", "user_openid"))
        self._memory.allow_active(where, on)
        if on and where.openid:
            self._memory.anchor(where, event_id=base.get("event_id", ""))
        return []

    def _recalled(self, d: Payload, base: Payload) -> list[Payload]:
        """MESSAGE_DELETE, PUBLIC_MESSAGE_DELETE, DIRECT_MESSAGE_DELETE."""
        message, operator = notices.recalled(d)
        place = Target("channel", text_of(message, "channel_id"))
        private = Target("dms", text_of(message, "guild_id"))
        messages, platform_id = self._memory.messages, text_of(message, "id")
        known = messages.by_platform_id(place, platform_id) or messages.by_platform_id(private, platform_id)
        if known is None:
            return []
        author = self._user(text_of(object_of(message, "author"), "id"))
        if known.scene == "dms":
            return self._notice(base, "friend_recall", **author, message_id=known.number)
        group = self._memory.identity.number("channel", known.target)
        by = self._memory.identity.number("user", operator) or author["user_id"]
        return self._notice(base, "group_recall", group_id=group, **author, operator_id=by, message_id=known.number)

    def _guild_member(self, d: Payload, base: Payload, *, came: bool) -> list[Payload]:
        """GUILD_MEMBER_ADD, GUILD_MEMBER_REMOVE."""
        guild, user = text_of(d, "guild_id"), object_of(d, "user")
        if not (self._memory.settings.guilds and guild and text_of(user, "id")):
            return []
        member = self._user(text_of(user, "id"), nickname=text_of(d, "nick") or text_of(user, "username"))
        by = self._memory.identity.number("user", text_of(d, "op_user_id"))
        fields = {"group_id": self._memory.identity.number("guild", guild), "guild_id": guild, "operator_id": by}
        kind, sub_type = ("group_increase", "approve") if came else ("group_decrease", "leave")
        return self._notice(base, kind, sub_type, **member, **fields)

    def _audited(self, d: Payload, _base: Payload, *, passed: bool) -> list[Payload]:
        """MESSAGE_AUDIT_PASS, MESSAGE_AUDIT_REJECT: a message of ours that somebody had to look at."""
        platform_id = text_of(d, "message_id") if passed else ""
        known = self._memory.messages.audited(text_of(d, "audit_id"), platform_id)
        if not passed and known is not None:
            _log.warning(self._texts("official_send.audit_said_no", message_id=known.number))
        return []

    def _ready(self, d: Payload, base: Payload) -> list[Payload]:
        """READY, RESUMED (whose `d` is no object)."""
        user = object_of(d, "user")
        self._memory.nickname = text_of(user, "username") or self._memory.nickname
        self._memory.platform_self = text_of(user, "id") or self._memory.platform_self
        self._memory.identity.is_me(self._memory.platform_self)
        return [{**base, "post_type": "meta_event", "meta_event_type": "lifecycle", "sub_type": "connect"}]


def _on(handle: Any, **fixed: bool) -> Handle:
    return lambda translator, d, base: handle(translator, d, base, **fixed)


_HANDLERS: dict[str, Handle] = {
    "READY": Translator._ready,
    "RESUMED": Translator._ready,
    "GROUP_ADD_ROBOT": Translator._joined,
    "GROUP_DEL_ROBOT": Translator._left,
    "GROUP_MEMBER_ADD": Translator._member_came,
    "GROUP_MEMBER_REMOVE": Translator._member_went,
    "GROUP_JOIN_REQUEST": Translator._asked,
    "GROUP_MSG_RECEIVE": _on(Translator._group_switch, on=True),
    "GROUP_MSG_REJECT": _on(Translator._group_switch, on=False),
    "FRIEND_ADD": Translator._befriended,
    "FRIEND_DEL": Translator._unfriended,
    "C2C_MSG_RECEIVE": _on(Translator._user_switch, on=True),
    "C2C_MSG_REJECT": _on(Translator._user_switch, on=False),
    "INTERACTION_CREATE": lambda translator, d, base: translator._hearing.press(d, base),
    "MESSAGE_DELETE": Translator._recalled,
    "PUBLIC_MESSAGE_DELETE": Translator._recalled,
    "DIRECT_MESSAGE_DELETE": Translator._recalled,
    "GUILD_MEMBER_ADD": _on(Translator._guild_member, came=True),
    "GUILD_MEMBER_REMOVE": _on(Translator._guild_member, came=False),
    "MESSAGE_AUDIT_PASS": _on(Translator._audited, passed=True),
    "MESSAGE_AUDIT_REJECT": _on(Translator._audited, passed=False),
}
"""Everything else (reactions, forum, audio, ENTER_AIO, SUBSCRIBE_MESSAGE_STATUS …) has no event in OneBot 11."""
