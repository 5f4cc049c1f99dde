"""A message of which nobody knows whether it was said: the group's history tells, where there is one.

found there                                          it was said
not there, though its connection was cut long ago    it was not, and may be said again
anything else (no history, no words, only late)      nobody knows, and it is not repeated
"""

import asyncio
from collections import deque
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace

from qq_api import ApiNotAvailable, Error, Segment, parse
from qq_chat.relay.outbox.line import words_of
from qq_chat.relay.outbox.outcome import Result, said
from qq_chat.relay.outbox.outside import Outside
from qq_chat.relay.outbox.sender import Call, Payload, Sender

LOOK_SECONDS = 1.0
"""Between two looks."""

SETTLED_SECONDS = 5.0
"""After a connection was cut, whoever had the message at its other end has said it by then, or never will."""

AWAY_SECONDS = 600.0
"""How long QQ may be away meanwhile; nothing else could be said then, either."""

MOST, FEW = 300, 10
"""Messages of the history that are asked for; fewer than so few are all there are (go-cqhttp gives 19 at most)."""

CLOCKS_SECONDS = 60
"""By how much the clocks of QQ and of this machine may differ."""


@dataclass
class Sought:
    """What is looked for.

    Attributes:
        words: of the message, without spaces: QQ's side changes those.
        after: it is no older, by QQ's clock.
        known: the ids of our messages that are accounted for.
        seen: the ids among which it was not, so far.
    """

    words: str
    after: float
    known: Container[str]
    seen: set[str] = field(default_factory=set)

    def among(self, messages: Iterable[Payload]) -> Payload | None:
        """That message, if it is there."""
        return next(filter(self._is_it, messages), None)

    def _is_it(self, message: Payload) -> bool:
        is_new = message["ours"] and _id(message) not in self.known and _time(message) >= self.after
        return is_new and words_alone(parse(message.get("message"))) == self.words

    def is_missing(self, messages: Sequence[Payload]) -> bool:
        """Whether a history without it goes back so far that it would be there: to what is older, or known before."""
        ids = {*map(_id, messages)}
        older = any(_time(one) < self.after for one in messages) or any(one in self.known for one in ids)
        is_missing = older or len(messages) < FEW or not self.seen.isdisjoint(ids)
        self.seen |= ids
        return is_missing


def words_alone(message: Iterable[Segment]) -> str:
    """`[text("a b"), at(1), text("c")]` -> `abc`."""
    return "".join("".join(words_of(one) or "" for one in message).split())


def _id(message: Payload) -> str:
    return str(message.get("message_id", message.get("time")))


def _time(message: Payload) -> float:
    when = message.get("time")
    return when if isinstance(when, int | float) else float("inf")


class Doubt:
    """Settles what is in doubt in one group.

    Args:
        group_id: which.
        sender: reads its history.
        outside: clocks.
        closing: set when all has to end; then nothing is waited for.
    """

    def __init__(self, group_id: int, sender: Sender, outside: Outside, closing: asyncio.Event) -> None:
        self._group_id, self._sender, self._outside, self._closing = group_id, sender, outside, closing
        self._known: deque[str] = deque(maxlen=MOST)

    def know(self, message_id: int) -> None:
        """That message of ours is accounted for: another one that says the same is not meant by it."""
        self._known.append(str(message_id))

    async def settled(self, call: Call, result: Result, since: float) -> Result:
        """How a call ended that may have been carried out.

        Args:
            call: what was done.
            result: how it seemed to end.
            since: when it began, by the day's clock.

        Returns:
            `said`; `away`, where it surely was not said; or the result as it was.
        """
        sought = Sought(words_alone(call.messages), since - CLOCKS_SECONDS, self._known)
        began = self._outside.steady()
        if not sought.words:
            return result
        while (known := await self._look(sought, result, self._outside.steady() - began)) is None:
            await self._outside.pause(self._closing, LOOK_SECONDS)
        return known

    async def _look(self, sought: Sought, result: Result, age: float) -> Result | None:
        """One look at the history; None when it is to be looked at once more."""
        try:
            messages = await self._sender.history(self._group_id, MOST)
        except ApiNotAvailable:
            return None if age < AWAY_SECONDS and not self._closing.is_set() else result
        except (Error, asyncio.TimeoutError):
            return result
        found = sought.among(messages)
        if found is not None:
            return replace(said(found), why=result.why)
        if not result.cut or not sought.is_missing(messages) or self._closing.is_set():
            return result
        return replace(result, end="away") if age >= SETTLED_SECONDS else None
