"""One group: takes what waits, says it, and remembers what became of it. On the bot's loop."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from qq_api import Segment
from qq_chat.relay.outbox.breaker import Breaker
from qq_chat.relay.outbox.common import Common
from qq_chat.relay.outbox.compose import compose
from qq_chat.relay.outbox.doubt import Doubt
from qq_chat.relay.outbox.lane import Lane
from qq_chat.relay.outbox.line import Line
from qq_chat.relay.outbox.outcome import Result
from qq_chat.relay.outbox.pace import Bucket, pace_of
from qq_chat.relay.outbox.sender import Call
from qq_chat.relay.outbox.tell import Trouble

RETRY, RETRY_AT_MOST = 0.5, 2.0
"""Seconds between two looks whether QQ is there, at first and later."""


@dataclass
class Flight:
    """Lines that are being said.

    Attributes:
        lines: which.
        message: what they are together.
        calls: what is still to be done for it.
        message_id: of the first part that was said.
        begun: whether a part was said, or may have been.
    """

    lines: list[Line]
    message: list[Segment] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    message_id: int | None = None
    begun: bool = False


class Worker:
    """Says the lines of one group in their order, each at most once.

    Args:
        group_id: which.
        common: what the groups share.
    """

    def __init__(self, group_id: int, common: Common) -> None:
        self.group_id, self._common = group_id, common
        self.lane = Lane(common.settings)
        self._doubt = Doubt(group_id, common.sender, common.outside, common.closing)
        self._bucket = Bucket(pace_of(group_id, common.settings.per_group))
        self._breaker = Breaker(common.settings.breaker)
        self._flight: Flight | None = None
        self._last: tuple[list[Segment], float] = ([], 0.0)
        self._retry = 0.0

    def put(self, line: Line) -> None:
        """A line comes behind the others."""
        self._drop(self.lane.put(line))

    async def run(self) -> None:
        """Work until nothing waits; when all has to end, until QQ does not take any more."""
        try:
            while (self._flight or len(self.lane)) and not self._gives_up():
                await self._safe_turn()
        finally:
            self._land()
        self._common.teller.rests(self.group_id)

    async def _safe_turn(self) -> None:
        try:
            await self._turn()
        except Exception as error:  # the boundary of one message: the next one is said
            self._common.log.exception("a message for group %s could not be sent", self.group_id)
            self._settle(Result("refused", type(error).__name__))
            await self._common.outside.pause(self._common.closing, RETRY)

    def _land(self) -> None:
        """The end while something is in flight: what has not begun to leave waits again."""
        if self._flight and self._flight.begun:
            self._settle(Result("unknown", "no answer before the end"))
        elif self._flight:
            self._back(self._flight)

    def _back(self, flight: Flight) -> None:
        self._flight = None
        self.lane.give_back(flight.lines)
        self._common.journal.waits(flight.lines)

    def _gives_up(self) -> bool:
        return self._common.closing.is_set() and (self._retry > 0 or self._breaker.is_open)

    async def _turn(self) -> None:
        """One step: wait, or say one message or a part of it."""
        wait = self._wait()
        if wait > 0 and not self._common.closing.is_set():
            await self._common.outside.pause(self._common.closing, wait)
            return
        flight = self._flight or await self._begin()
        if flight is None:
            return
        now = self._now()
        self._bucket.take(now)
        self._common.account_bucket(self.group_id).take(now)
        await self._say(flight)

    def _now(self) -> float:
        return self._common.outside.steady()

    def _wait(self) -> float:
        """Seconds until a message may leave: QQ is away, the group is left alone, or the pace wants it."""
        now = self._now()
        pace = max(self._bucket.wait(now), self._common.account_bucket(self.group_id).wait(now))
        if pace > 0:
            pace += self._common.settings.jitter * self._common.outside.chance()
        return max(pace, self._breaker.wait(now))

    # -- what is said next

    async def _begin(self) -> Flight | None:
        """Take what the next message says off the lane; None when there is nothing, or it has to wait."""
        now = self._now()
        self._drop(self.lane.expired(now))
        if not len(self.lane):
            return None
        lines = self.lane.take_one() if self._breaker.is_open else self.lane.take(now, self._free(now))
        flight = self._flight = Flight(lines)
        flight.message = compose(lines, self._common.settings, now)
        wait = self._repeats(flight.message, now)
        if wait > 0:
            self._back(flight)
            await self._common.outside.pause(self._common.closing, wait)
            return None
        await self._common.journal.flying(lines)
        flight.calls = await self._common.sender.calls(self.group_id, flight.message)
        return flight

    def _free(self, now: float) -> float:
        if self._common.closing.is_set():
            return 0.0
        return min(self._bucket.free(now), self._common.account_bucket(self.group_id).free(now))

    def _repeats(self, message: list[Segment], now: float) -> float:
        """Seconds that a message has to wait because the group has just heard the same."""
        last, when = self._last
        if message != last or self._common.closing.is_set():
            return 0.0
        return max(0.0, when + self._common.settings.repeat_seconds - now)

    # -- how it ends

    async def _say(self, flight: Flight) -> None:
        said_before, flight.begun = flight.begun, True
        since = self._common.outside.wall()
        result, instead = await self._common.sender.send(self.group_id, flight.calls[0])
        if result.end == "unknown":
            result = await self._doubt.settled(flight.calls[0], result, since)
        if result.message_id is not None:
            self._doubt.know(result.message_id)
        flight.begun = said_before
        if instead:
            flight.calls[:1] = instead
        elif result.end == "away":
            await self._wait_for_qq(flight, result)
        elif result.certain and not flight.begun:
            self._back(flight)  # it was surely not said, and waits until the group takes lines again
            self._leave_alone(result)
        elif result.end == "said" and len(flight.calls) > 1:
            self._part_was_said(flight, result)
        else:
            self._settle(result)

    def _part_was_said(self, flight: Flight, result: Result) -> None:
        del flight.calls[0]
        flight.message_id = result.message_id if flight.message_id is None else flight.message_id
        flight.begun = True
        self._retry = 0.0

    async def _wait_for_qq(self, flight: Flight, result: Result) -> None:
        self._common.teller.away(result.why)
        if not flight.begun:
            self._back(flight)
        elif self._now() - flight.lines[0].since > self._common.settings.keep.minutes * 60:
            self._settle(Result("unknown", result.why))
        self._retry = min(self._retry * 2 or RETRY, RETRY_AT_MOST)
        await self._common.outside.pause(self._common.closing, self._retry)

    def _settle(self, result: Result) -> None:
        """The end of a flight."""
        flight, self._flight = self._flight, None
        if flight is None:
            return
        self._common.journal.gone(flight.lines)
        self._retry = 0.0
        self._count(result, len(flight.lines))
        if result.end != "refused":
            self._last = (flight.message, self._now())
        if result.end == "said":
            self._was_said(flight, result)
        else:
            self._failed(result)

    def _count(self, result: Result, lines: int) -> None:
        stats = self._common.stats
        if result.end == "said":
            stats.sent += lines
            stats.messages += 1
            stats.merged += lines if lines > 1 else 0
        elif result.end == "unknown":
            stats.unknown += lines
        else:
            stats.refused += lines

    def _was_said(self, flight: Flight, result: Result) -> None:
        if self._breaker.succeeded():
            self._common.teller.recovered(self.group_id)
        self._common.teller.said(self.group_id)
        message_id = result.message_id if flight.message_id is None else flight.message_id
        if message_id is not None:
            for line in flight.lines:
                self._call_back(line, message_id)

    def _call_back(self, line: Line, message_id: int) -> None:
        if line.on_sent is None:
            return
        try:
            line.on_sent(message_id)
        except Exception:  # the boundary to whoever wants to know
            self._common.log.exception("on_sent failed")

    def _failed(self, result: Result) -> None:
        teller = self._common.teller
        (teller.unknown if result.end == "unknown" else teller.refused)(self.group_id, result.why)
        self._leave_alone(result)

    def _leave_alone(self, result: Result) -> None:
        seconds = self._breaker.failed(self._now(), certain=result.certain)
        if seconds:
            self._common.teller.trouble(Trouble(self.group_id, result.cause, result.why, len(self.lane), seconds))

    def _drop(self, lines: Iterable[Line]) -> None:
        gone = list(lines)
        if gone:
            self._common.journal.gone(gone)
            self._common.stats.dropped += len(gone)
            self._common.teller.dropped(self.group_id, len(gone))

    def left(self) -> list[Line]:
        """What has not been said."""
        return [*(self._flight.lines if self._flight else ()), *self.lane.lines()]
