"""Which account speaks for a group when several are in it: what two hear is heard once. Computes only; no I/O."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qq_api.types import Payload

DEAF_SECONDS = 5.0
"""How long what another account heard may stay unheard by the one that speaks, before that one counts as deaf."""

KEPT = 200
"""What is remembered of a group, and what of it may wait."""


class _Waiting(NamedTuple):
    """What another account heard, and when."""

    when: float
    event: Payload
    key: object


@dataclass
class _Group:
    """Who speaks for it, what that one heard lately, and what only others heard yet."""

    speaker: Any
    spoke: float
    heard: dict[object, float] = field(default_factory=dict)
    waiting: deque[_Waiting] = field(default_factory=lambda: deque(maxlen=KEPT))


class Speakers:
    """For each group the first account that heard something there, until it goes, or turns out to be deaf.

    What the others hear waits that long: where their account takes over, nothing is lost.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._groups: dict[Any, _Group] = {}
        self._ours: set[Any] = set()

    def came(self, self_id: Any) -> None:
        """An account is there; what it says is no news, whoever hears it."""
        self._ours.add(self_id)

    def hear(self, event: Payload) -> list[Payload]:
        """What is to be told now: this event, or nothing of it yet."""
        group_id, self_id = event.get("group_id"), event.get("self_id")
        if group_id is None:
            return [event]
        self._ours.add(self_id)
        if event["post_type"] == "message" and event.get("user_id") in self._ours:
            return []
        now = self._clock()
        group = self._groups.setdefault(group_id, _Group(self_id, now))
        group.speaker = self_id if group.speaker is None else group.speaker
        if group.speaker == self_id:
            return [_told(group, event, now)]
        if not _is_known(group, event, now):
            group.waiting.append(_Waiting(now, event, key_of(event)))
        return []

    def went(self, self_id: Any) -> list[Payload]:
        """An account is gone; returns what only others heard, in their groups."""
        left = [group for group in self._groups.values() if group.speaker == self_id]
        return [event for group in left for event in _handed_over(group, self._clock())]

    def overdue(self) -> list[Payload]:
        """What those who speak have not heard, though somebody else did, for too long."""
        now = self._clock()
        late = [one for one in self._groups.values() if one.waiting and now - one.waiting[0].when >= DEAF_SECONDS]
        return [event for group in late for event in _looked_at(group, now)]


def _told(group: _Group, event: Payload, now: float) -> Payload:
    key = key_of(event)
    group.spoke, group.heard[key] = now, now
    if len(group.heard) > KEPT:
        del group.heard[next(iter(group.heard))]
    for waiting in [one for one in group.waiting if one.key == key]:
        group.waiting.remove(waiting)
    return event


def _is_known(group: _Group, event: Payload, now: float) -> bool:
    """Messages say when they were said; of notices every account has a time of its own."""
    when = group.heard.get(key_of(event))
    return when is not None and (event["post_type"] == "message" or now - when < DEAF_SECONDS)


def _looked_at(group: _Group, now: float) -> list[Payload]:
    """Who heard other things since is not deaf: what waits there was told in other words."""
    if group.spoke > group.waiting[0].when:
        group.waiting = deque((one for one in group.waiting if one.when > group.spoke), KEPT)
        return []
    return _handed_over(group, now)


def _handed_over(group: _Group, now: float) -> list[Payload]:
    """The next account speaks from now on, and tells what only it has heard."""
    if not group.waiting:
        group.speaker = None
        return []
    group.speaker = group.waiting[0].event["self_id"]
    mine = [one for one in group.waiting if one.event["self_id"] == group.speaker]
    group.waiting = deque((one for one in group.waiting if one not in mine), KEPT)
    return [_told(group, one.event, now) for one in mine]


def key_of(event: Payload) -> object:
    """The same for the same event in a group, whichever account heard it, and whichever implementation told it."""
    if event["post_type"] == "message":
        return event.get("time"), event.get("user_id"), _text(event.get("message"))
    names = ("notice_type", "request_type", "sub_type", "user_id", "operator_id", "target_id")
    return tuple(str(event.get(name)) for name in names)


def _text(message: Any) -> str:
    """`[{"type": "text", "data": {"text": "hi "}}, {"type": "face", …}]` -> `hi`; pictures change names."""
    if not isinstance(message, list):
        return str(message)
    data = (one.get("data") for one in message if isinstance(one, dict) and one.get("type") == "text")
    return "".join(str(one.get("text", "")) for one in data if isinstance(one, dict)).strip()
