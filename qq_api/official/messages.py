"""Messages by the small numbers that OneBot wants: the newest ten thousand, over restarts."""

import json
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

from qq_api.official.database import Database
from qq_api.official.scenes import Scene, Target
from qq_api.types import Payload

KEPT = 10_000
"""Messages remembered."""
NUMBERS = 2**31 - 1
"""A message_id is an int32 (OneBot 11, "message_id"); after the last comes 1 again."""
_SWEEP = 100  # so many are forgotten at once


@dataclass(frozen=True)
class Message:
    """One message that was heard or sent.

    Attributes:
        place: the how-manieth it is.
        platform_id: the platform's own id; "" while it waits for an audit, or when there is none.
        event_id: of the event that brought it.
        reference: `REFIDX_…`, by which it is quoted.
        at: when, Unix seconds.
        sent: by us.
    """

    place: int
    scene: Scene
    target: str
    platform_id: str
    event_id: str
    reference: str
    at: float
    sent: bool

    @property
    def number(self) -> int:
        """What OneBot calls it."""
        return (self.place - 1) % NUMBERS + 1

    @property
    def where(self) -> Target:
        """Where it was said."""
        return Target(self.scene, self.target)


class Messages:
    """The messages of one bot.

    Args:
        database: where they are kept.
        appid: the bot's.
    """

    def __init__(self, database: Database, appid: str) -> None:
        self._database, self._appid = database, appid
        self._all: OrderedDict[int, Message] = OrderedDict()
        self._by_platform: dict[tuple[Target, str], int] = {}
        self._by_reference: dict[tuple[Target, str], int] = {}
        self._audits: OrderedDict[str, int] = OrderedDict()
        rows = database.rows(
            "SELECT place, scene, target, platform_id, event_id, reference, at, sent FROM messages WHERE appid = ?"
            " ORDER BY place DESC LIMIT ?",
            appid,
            KEPT,
        )
        for place, scene, target, platform_id, event_id, reference, at, sent in reversed(rows):
            self._learn(Message(place, scene, target, platform_id, event_id, reference, at, bool(sent)))
        self._last = next(reversed(self._all.values())).place if self._all else 0

    def heard(
        self, where: Target, platform_id: str, *, event_id: str = "", reference: str = "", at: float = 0
    ) -> Message:
        """A new message from the platform; `tell` keeps it, with its event."""
        return self._add(where, platform_id, event_id, reference, at or time.time(), sent=False)

    def sent(self, where: Target, platform_id: str, *, reference: str = "") -> Message:
        """A message of ours; its event may come later (`tell`)."""
        message = self._add(where, platform_id, "", reference, time.time(), sent=True)
        self._save(message, None)
        return message

    def _add(self, where: Target, platform_id: str, event_id: str, reference: str, at: float, *, sent: bool) -> Message:
        self._last += 1
        message = Message(self._last, *where, platform_id, event_id, reference, at, sent)
        self._learn(message)
        self._forget()
        return message

    def _save(self, message: Message, event: Payload | None) -> None:
        columns = (message.platform_id, message.event_id, message.reference, message.at, int(message.sent))
        values = (self._appid, message.number, message.place, message.scene, message.target, *columns)
        self._database.write(
            "INSERT OR REPLACE INTO messages (appid, number, place, scene, target, platform_id, event_id, reference,"
            " at, sent, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, json.dumps(event) if event else ""),
        )

    def _learn(self, message: Message) -> None:
        self._all[message.number] = message
        if message.platform_id:
            self._by_platform[message.where, message.platform_id] = message.number
        if message.reference:
            self._by_reference[message.where, message.reference] = message.number

    def _forget(self) -> None:
        while len(self._all) > KEPT:
            _, old = self._all.popitem(last=False)
            self._by_platform.pop((old.where, old.platform_id), None)
            self._by_reference.pop((old.where, old.reference), None)
        if self._last % _SWEEP == 0:
            statement = "DELETE FROM messages WHERE appid = ? AND place <= ?"
            self._database.write(statement, (self._appid, self._last - KEPT))

    def tell(self, message: Message, event: Payload) -> None:
        """Keep what a message says, for `event_of`."""
        self._save(self._all.get(message.number, message), event)  # an audit may have given it an id meanwhile

    def event_of(self, message: Message) -> Payload | None:
        """The event that a message came as."""
        question = "SELECT event FROM messages WHERE appid = ? AND number = ?"
        rows = self._database.rows(question, self._appid, message.number)
        event: Any = json.loads(rows[0][0]) if rows and rows[0][0] else None
        return event if isinstance(event, dict) else None

    def find(self, number: object) -> Message | None:
        """A message by its number (also as a string), or by the platform's id."""
        written = str(number).strip() if isinstance(number, int | str) else ""
        if not written:
            return None
        if written.isascii() and written.isdecimal() and (found := self._all.get(int(written[:12]))):
            return found
        return next((one for one in reversed(self._all.values()) if one.platform_id == written), None)

    def by_platform_id(self, where: Target, platform_id: str) -> Message | None:
        """A message by its place and the platform's id."""
        return self._all.get(self._by_platform.get((where, platform_id), 0))

    def by_reference(self, where: Target, reference: str) -> Message | None:
        """A message by its place and how it is quoted."""
        return self._all.get(self._by_reference.get((where, reference), 0))

    def newest(self) -> list[Message]:
        """All that are remembered, the newest first."""
        return list(reversed(self._all.values()))

    def await_audit(self, message: Message, audit_id: str) -> None:
        """A message of ours has no id before the platform has looked at it."""
        self._audits[audit_id] = message.number
        while len(self._audits) > _SWEEP:
            self._audits.popitem(last=False)

    def audited(self, audit_id: str, platform_id: str) -> Message | None:
        """The platform has looked; `platform_id` is "" when it said no."""
        message = self._all.get(self._audits.pop(audit_id, 0))
        if message is None or not platform_id:
            return message
        known = replace(message, platform_id=platform_id)
        event = self.event_of(message)
        self._learn(known)
        self._save(known, event)
        return known
