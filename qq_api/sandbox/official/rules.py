"""What a bot may say, when and how often (发送消息, "频率限制"). Computes only; no I/O.

Numbers are those of the docs of September 2026; the real platform is at times more generous.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from qq_api.sandbox.official.ids import Place, Scene
from qq_api.sandbox.official.refusals import Refusal

KEPT = 5000
"""Anchors remembered."""


# -- answers


@dataclass(frozen=True)
class Validity:
    """How long a message can be answered, in seconds, and how often; and with what it is refused otherwise."""

    seconds: float
    times: int | None
    expired: int
    foreign: int


PASSIVE: dict[Scene, Validity] = {
    "group": Validity(300, 5, 40034005, 40034024),
    "c2c": Validity(3600, 4, 304103, 40034024),
    "channel": Validity(300, None, 304027, 304026),
    "dms": Validity(300, None, 304027, 304026),
}

ANSWERABLE: dict[Scene, frozenset[str]] = {
    "group": frozenset({"INTERACTION_CREATE", "GROUP_ADD_ROBOT", "GROUP_MSG_RECEIVE", "GROUP_MEMBER_ADD"}),
    "c2c": frozenset({"INTERACTION_CREATE", "C2C_MSG_RECEIVE", "FRIEND_ADD"}),
    "channel": frozenset({"INTERACTION_CREATE", "GUILD_MEMBER_ADD"}),
    "dms": frozenset({"INTERACTION_CREATE"}),
}
"""Events that can be answered by their ids."""


@dataclass
class Anchor:
    """Something that can be answered: a message, or an event of some `kind`."""

    place: Place | None
    at: float
    kind: str = ""
    seqs: set[int] = field(default_factory=set)


class Anchors:
    """What was told to a bot, and what of it was answered."""

    def __init__(self) -> None:
        self._known: dict[str, Anchor] = {}

    def put(self, name: str, anchor: Anchor) -> None:
        """Something that can be answered; told twice, it is the first one still."""
        self._known.setdefault(name, anchor)
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]

    def message(self, name: str, place: Place, seq: int, now: float) -> Anchor:
        """The message that is answered in a place.

        Raises:
            Refusal: it is unknown or from elsewhere, was answered with this `seq`, too long ago, or too often.
        """
        rule, anchor = PASSIVE[place.scene], self._known.get(name)
        if anchor is None or anchor.place != place or anchor.kind:
            raise Refusal(rule.foreign)
        if not place.is_guild and seq in anchor.seqs:
            raise Refusal(40054005)
        if now - anchor.at > rule.seconds:
            raise Refusal(rule.expired)
        if rule.times is not None and len(anchor.seqs) >= rule.times:
            raise Refusal(40034128)
        return anchor

    def event(self, name: str, place: Place, seq: int, now: float) -> Anchor:
        """The event that is answered in a place.

        Raises:
            Refusal: it is unknown or from elsewhere, of no such kind, or was answered as `message` has it.
        """
        anchor = self._known.get(name)
        if anchor is None or anchor.place != place:
            raise Refusal(40034025)
        if anchor.kind not in ANSWERABLE[place.scene]:
            raise Refusal(40034027)
        if seq in anchor.seqs:
            raise Refusal(40054005)
        if now - anchor.at > PASSIVE[place.scene].seconds:
            raise Refusal(40034026)
        return anchor


# -- what answers nothing


@dataclass(frozen=True)
class Limit:
    """So many in so many seconds, `per` place or for the whole bot; otherwise it is refused with `code`."""

    count: int
    seconds: float
    code: int
    per: str = "place"


ACTIVE: dict[Scene, tuple[Limit, ...]] = {
    "group": (Limit(60, 60, 40034100, "bot"), Limit(20, 60, 40034100), Limit(1000, 86_400, 22009)),
    "c2c": (Limit(10, 1, 40034100, "bot"), Limit(20, 60, 40034100), Limit(1000, 86_400, 22009)),
    "channel": (Limit(5, 1, 20028, "bot"), Limit(20, 86_400, 304045)),
    "dms": (Limit(2, 86_400, 304049), Limit(200, 86_400, 304050, "bot")),
}

CHANNELS_A_DAY = 2
"""Channels to which a bot may say something that answers nothing, in a day."""


class Quota:
    """What a bot said that answers nothing, in the last day."""

    def __init__(self) -> None:
        self._said: deque[tuple[float, Place]] = deque()

    def check(self, place: Place, now: float) -> None:
        """May it say one more there?

        Raises:
            Refusal: it has said too much.
        """
        while self._said and now - self._said[0][0] >= 86_400:
            self._said.popleft()
        for limit in ACTIVE[place.scene]:
            if sum(1 for _ in self._within(place, limit, now)) >= limit.count:
                raise Refusal(limit.code)
        channels = {where for _, where in self._said if where.scene == "channel"}
        if place.scene == "channel" and len(channels | {place}) > CHANNELS_A_DAY:
            raise Refusal(304047)

    def _within(self, place: Place, limit: Limit, now: float) -> Iterator[Place]:
        for at, where in self._said:
            same = where == place if limit.per == "place" else where.scene == place.scene
            if same and now - at < limit.seconds:
                yield where

    def spend(self, place: Place, now: float) -> None:
        """It has said one there."""
        self._said.append((now, place))


WINDOWS = ((0, 1), (1, 3), (3, 7), (7, 30))
"""Days after somebody's last word: in each window the bot may call them back once (`is_wakeup`)."""


def window(days: float) -> int | None:
    """Which window a time after the last word is in; None for none."""
    return next((number for number, (begin, end) in enumerate(WINDOWS) if begin <= days < end), None)


# -- what is said

LONGEST = 4000
"""Characters of a text."""

_ENDINGS = "com|net|org|cn|cc|io|top|xyz|me|tv|club|dev|gg|fun|site|online|info|vip|host|pro|co|app|wiki|link|asia|ltd"
_LINK = re.compile(rf"https?://|www\.|[a-z0-9-]\.(?:{_ENDINGS})(?![a-z0-9-])", re.IGNORECASE)


def check_text(place: Place, text: str, *, too_long: int = 40054007) -> None:
    """May this be said there?

    Raises:
        Refusal: it is too long, or looks like a link where none may be.
    """
    if len(text) > LONGEST:
        raise Refusal(too_long)
    if place.scene != "c2c" and _LINK.search(text):
        raise Refusal(304003 if place.is_guild else 40054010)


RECALL_SECONDS = 120
"""How long a message can be taken back."""
