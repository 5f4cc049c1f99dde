"""The server's life: it starts, is up, hangs, answers again, stops, crashes. Computes only; no I/O.

Whoever owns it calls `tick` every second or so, and asks the server something when `tick` says so:

    life = Life(time.monotonic)
    life.started()      -> [Started(seconds=0.0)]
    life.tick()         -> Tick(events=[], ask=True)      ask now, by RCON for example; again and again until it answers
    life.answered()     -> []
    … no answer for a minute …
    life.tick()         -> Tick(events=[Hanging(seconds=60.0)], ask=True)
    life.answered()     -> [Answering(seconds=75.0)]
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from qq_chat.game.events import Answering, Crashed, GameEvent, Hanging, Started, Starting, Stopped, Stopping

State = Literal["down", "starting", "up", "stopping"]

HANGS_AFTER = 60.0
"""Seconds without an answer after which the server counts as hanging; vanilla's own watchdog waits as long."""

ASK_EVERY = 15.0
"""Seconds from one answer to the next question."""

ASKED_TO_END = {0, 130, 143, -2, -15, 0xC000013A, 0xC000013A - 2**32}
"""Exit codes of a server that ended in order, or by SIGINT, SIGTERM or (Windows) Ctrl+C: the machine shuts down."""


@dataclass(frozen=True)
class Tick:
    """What a moment brings: events, and whether to ask the server something now."""

    events: list[GameEvent] = field(default_factory=list)
    ask: bool = False


class Life:
    """One server, as it is told of.

    Args:
        clock: seconds that only grow.
        hangs_after: seconds without an answer.
        ask_every: seconds between questions.
    """

    def __init__(
        self, clock: Callable[[], float], hangs_after: float = HANGS_AFTER, ask_every: float = ASK_EVERY
    ) -> None:
        self._clock, self._hangs_after, self._ask_every = clock, hangs_after, ask_every
        self.state: State = "down"
        self._asked: float | None = None  # when the first question was put that has no answer
        self._last = 0.0  # when the last question was put, or answered
        self._stuck: float | None = None  # since when it hangs, once that was told
        self._report = ""

    def starting(self, version: str = "") -> list[GameEvent]:
        """MCDR starts the server, or its first lines tell the version; told once."""
        told = self.state == "starting"
        self._enter("starting")
        self._report = ""
        return [] if told else [Starting(version)]

    def started(self, seconds: float = 0.0) -> list[GameEvent]:
        """The server is up."""
        told = self.state == "up"
        self._enter("up")
        return [] if told else [Started(seconds)]

    def stopping(self) -> list[GameEvent]:
        """The server says that it stops; of a crash, too, so that one is only told as a crash."""
        told = self.state in ("stopping", "down") or bool(self._report)
        self._enter("stopping")
        return [] if told else [Stopping()]

    def reported(self, report: str) -> None:
        """The server wrote a crash report; vanilla ends with code 0 even so."""
        self._report = report

    def stopped(self, code: int | None) -> list[GameEvent]:
        """The process is gone.

        Args:
            code: its exit code, as MCDR's `on_server_stop` has it; None when not known.
        """
        report, self._report = self._report, ""
        self._enter("down")
        ended_well = code is None or code in ASKED_TO_END
        return [Stopped()] if ended_well and not report else [Crashed(code or 0, report)]

    def tick(self) -> Tick:
        """Time has passed."""
        if self.state != "up":
            return Tick()
        now = self._clock()
        ask = now - self._last >= self._ask_every
        if ask:
            self._last, self._asked = now, now if self._asked is None else self._asked
        waited = now - self._asked if self._asked is not None else 0.0
        return Tick(self._hangs(waited) if waited >= self._hangs_after else [], ask)

    def unasked(self) -> None:
        """The question could not be put (no RCON): nothing is waited for."""
        self._asked = None

    def answered(self) -> list[GameEvent]:
        """The server answered, or said something that only a running one says."""
        now = self._clock()
        since, self._stuck = self._stuck, None
        self._asked, self._last = None, now
        return [Answering(now - since)] if since is not None else []

    def watchdog(self, seconds: float) -> list[GameEvent]:
        """A watchdog of the server complains: no tick for so many seconds; 0: too many, it does not say how many."""
        seconds = seconds or self._hangs_after
        return self._hangs(seconds) if self.state == "up" and seconds >= self._hangs_after else []

    def behind(self, seconds: float) -> list[GameEvent]:
        """`Can't keep up!`: it runs again; a long stop that nobody noticed meanwhile is told now."""
        told = self.answered()
        if told or self.state != "up" or seconds < self._hangs_after:
            return told
        return [Answering(seconds)]

    def _hangs(self, seconds: float) -> list[GameEvent]:
        if self._stuck is not None:
            return []
        self._stuck = self._clock() - seconds
        return [Hanging(seconds)]

    def _enter(self, state: State) -> None:
        self.state, self._asked, self._stuck, self._last = state, None, None, self._clock()
