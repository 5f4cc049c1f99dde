"""When to tell what. Only computes: the clock is passed in, and nothing here waits."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from qq_api.config import Notify

Kind: TypeAlias = Literal["offline", "online", "kicked", "send_failures", "crash", "plugins"]

HOUR = 3600.0
REPEATED = 3
"""So many failures of one account …"""
WITHIN = 600.0
"""… within so many seconds are worth telling; the next ones not before that time is over."""
GROUP_SECONDS = 5.0
"""What happens within that time becomes one message."""
MOST_LINES = 20
"""What one message holds; of more, the oldest are only counted."""


@dataclass(frozen=True)
class Notice:
    """Something that happened; the desk decides whether and when the owner hears of it.

    Args:
        kind: `offline` and `online`, whenever an account goes and comes; `kicked`: QQ logged it out; `send_failures`,
            for each single failure; `crash` of the Minecraft server; `plugins`: what another plugin has to say.
        about: the account, "" for none yet, since the start; or the plugin.
        detail: why, as it came from outside: the notice's text, the error's, the exit code, the plugin's words.
    """

    kind: Kind
    about: str = ""
    detail: str = ""


@dataclass
class Line:
    """One notice of a message.

    Attributes:
        notice: what happened.
        at: when it happened last, by the desk's clock.
        count: how often.
        lasted: back online: how many seconds the account was away.
    """

    notice: Notice
    at: float
    count: int = 0
    lasted: float = 0.0


@dataclass(frozen=True)
class Digest:
    """What one message says.

    Attributes:
        lines: the latest last.
        more: how many older notices did not fit.
        at: now, by the desk's clock.
        silence: for how many seconds no other message may follow, because the hour is full; mostly 0.
    """

    lines: tuple[Line, ...]
    more: int
    at: float
    silence: float = 0.0


class Desk:
    """Takes notices, and gives out what is to be told, when it is.

    An account is told to be offline when it did not come back in time, once an outage; that it is back, only then. To
    be kicked is to be offline, told at once. What comes within `group_within` becomes one message, the same notices
    one line; messages beyond `at_most` an hour wait, and grow together.

    Args:
        config: when to tell what; may be replaced at any time.
        clock: seconds, as `time.monotonic` counts them.
        group_within: in seconds.
    """

    def __init__(self, config: Notify, clock: Callable[[], float], group_within: float = GROUP_SECONDS) -> None:
        self.config, self._clock, self._group_within = config, clock, group_within
        self._sent: deque[float] = deque(maxlen=1000)
        self._outages: dict[str, _Outage] = {}
        self._failures: dict[str, _Failures] = {}
        self._lines: dict[Notice, Line] = {}
        self._more = 0
        self._began = 0.0

    def take(self, notice: Notice) -> bool:
        """Take a notice. True for the end of an outage that was told."""
        now = self._clock()
        match notice.kind:
            case "offline":
                self._outages.setdefault(notice.about, _Outage(now, notice.detail))
            case "online":
                return self._back(notice, now)
            case "kicked":
                self._kicked(notice, now)
            case "send_failures":
                self._add(notice, now, self._failures.setdefault(notice.about, _Failures()).add(now))
            case _:
                self._add(notice, now)
        return False

    def wait(self) -> float | None:
        """Seconds until `digest` has something, unless a notice comes before; None when nothing is on its way."""
        moments = [outage.since + self.config.offline_after for outage in self._untold().values()]
        if self._lines:
            moments.append(max(self._began + self._group_within, self._free_at()))
        return max(0.0, min(moments) - self._clock()) if moments else None

    def digest(self, *, hurry: bool = False) -> Digest | None:
        """What is to be told now, in one message; None when nothing is.

        Args:
            hurry: do not wait for more to come.
        """
        now = self._clock()
        self._ripen(now)
        ready_at = self._free_at() if hurry else max(self._began + self._group_within, self._free_at())
        if not self._lines or ready_at > now:
            return None
        self._sent.append(now)
        return self._clear(now, max(0.0, self._free_at() - now))

    def rest(self) -> Digest | None:
        """What waits, although it may not be told now: for the log, at the end."""
        return self._clear(self._clock(), 0.0) if self._lines else None

    def _clear(self, now: float, silence: float) -> Digest:
        digest = Digest(tuple(self._lines.values()), self._more, now, silence)
        self._lines, self._more = {}, 0
        return digest

    def _free_at(self) -> float:
        """When the next message may go: `at_most` in any hour."""
        most = self.config.at_most
        return self._sent[-most] + HOUR if len(self._sent) >= most else float("-inf")

    def _untold(self) -> "dict[str, _Outage]":
        if not self.config.events.offline:
            return {}
        return {about: outage for about, outage in self._outages.items() if not outage.told}

    def _ripen(self, now: float) -> None:
        for about, outage in self._untold().items():
            if outage.since + self.config.offline_after <= now:
                outage.told = True
                self._add(Notice("offline", about, outage.detail), now, at=outage.since)

    def _back(self, notice: Notice, now: float) -> bool:
        self._ripen(now)
        outage = self._outages.pop(notice.about, None)
        if outage is None or not outage.told:
            return False
        self._add(notice, now, lasted=now - outage.since)
        return True

    def _kicked(self, notice: Notice, now: float) -> None:
        outage = self._outages.setdefault(notice.about, _Outage(now, notice.detail))
        outage.told = outage.told or self.config.events.kicked
        self._add(notice, now)

    def _add(self, notice: Notice, now: float, count: int = 1, *, at: float | None = None, lasted: float = 0) -> None:
        if not count or not getattr(self.config.events, notice.kind):
            return
        if not self._lines:
            self._began = now
        line = self._lines.pop(notice, None) or Line(notice, now)
        line.at, line.count, line.lasted = now if at is None else at, line.count + count, lasted
        self._lines[notice] = line  # the latest last: the end of the message is how things stand
        if len(self._lines) > MOST_LINES:
            self._more += self._lines.pop(next(iter(self._lines))).count


@dataclass
class _Outage:
    since: float
    detail: str
    told: bool = False


class _Failures:
    """Counts one account's failures, and says when they are worth telling."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=999)
        self._quiet_until = float("-inf")

    def add(self, now: float) -> int:
        """Add one; how many to tell of now, 0 for none."""
        self._times.append(now)
        while self._times[0] <= now - WITHIN:
            self._times.popleft()
        count = len(self._times)
        if count < REPEATED or now < self._quiet_until:
            return 0
        self._times.clear()
        self._quiet_until = now + WITHIN
        return count
