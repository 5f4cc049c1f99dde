"""Codes of six digits that prove whose a player is: each counts once and for a while, and few may be guessed."""

import hmac
import re
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from qq_chat.config.binding import Code

DIGITS = 6
LOOK = "[0-9]{6}"
"""What a code looks like."""

MOST = 1_000
"""So many codes, and so many people who asked or guessed, are remembered; of more, the oldest are forgotten."""

MINUTE, HOUR = 60.0, 3600.0


@dataclass(frozen=True)
class Claim:
    """What a code stands for: this player, for this QQ number; None for whoever sends it."""

    player: str
    user_id: int | None = None


@dataclass(frozen=True)
class Wait:
    """Too often: the seconds until another try."""

    seconds: float


class Often:
    """How often somebody did something lately.

    Args:
        most: how often it may be done.
        seconds: within how long.
        clock: seconds that only grow.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._done: dict[str, deque[float]] = {}

    def wait(self, who: str) -> Wait | None:
        """How long somebody has to wait; None for not at all."""
        done = self._done.get(who)
        over = done[0] + self._seconds - self._clock() if done and len(done) == self._most else 0.0
        return Wait(over) if over > 0 else None

    def count(self, who: str) -> None:
        """Somebody did it."""
        done = self._done.pop(who, None) or deque(maxlen=self._most)
        done.append(self._clock())
        self._done[who] = done
        if len(self._done) > MOST:
            self._done.pop(next(iter(self._done)))


@dataclass(frozen=True)
class _Given:
    code: str
    claim: Claim
    until: float


class Codes:
    """The codes of one direction: those that the game shows, or those that QQ shows. Any thread may use them.

    Args:
        settings: how long they count, and how often they may be had and missed.
        clock: seconds that only grow.
    """

    def __init__(self, settings: Code, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._seconds, self._lock = clock, settings.minutes * MINUTE, threading.Lock()
        self._given: dict[str, _Given] = {}
        self._asked = Often(settings.per_hour, HOUR, clock)
        self._missed = Often(settings.tries, self._seconds, clock)

    def give(self, whom: str, claim: Claim) -> str | Wait:
        """A code for somebody; the one they have as long as it counts.

        Args:
            whom: who is shown the code: `Steve`, `10001`.
            claim: what it stands for; a new one takes the old one's place.
        """
        with self._lock:
            self._forget()
            there = self._given.get(whom)
            if there is not None and there.claim == claim:
                return there.code
            wait = self._asked.wait(whom)
            if wait is not None:
                return wait
            self._asked.count(whom)
            self._given.pop(whom, None)
            self._given[whom] = given = _Given(self._new(), claim, self._clock() + self._seconds)
            return given.code

    def _new(self) -> str:
        taken = {given.code for given in self._given.values()}
        while (code := f"{secrets.randbelow(10**DIGITS):0{DIGITS}}") in taken:
            pass
        return code

    def take(self, typed: str, who: str, fits: Callable[[Claim], bool] = lambda _: True) -> Claim | Wait | None:
        """What a code stands for; afterwards it counts no more.

        Args:
            typed: the code, as somebody typed it.
            who: somebody.
            fits: whether it is theirs.

        Returns:
            None for a code that is wrong, over or not theirs, which is counted.
        """
        with self._lock:
            self._forget()
            wait = self._missed.wait(who)
            if wait is not None:
                return wait
            whom = self._whose(typed)
            if whom is None or not fits(self._given[whom].claim):
                self._missed.count(who)
                return None
            return self._given.pop(whom).claim

    def _whose(self, typed: str) -> str | None:
        if not re.fullmatch(LOOK, typed):
            return None
        # all of them, and each to its end: how long it takes tells nothing
        found = [whom for whom, given in self._given.items() if hmac.compare_digest(given.code, typed)]
        return found[0] if found else None

    def _forget(self) -> None:
        now = self._clock()
        for whom in [whom for whom, given in self._given.items() if given.until <= now]:
            del self._given[whom]
        if len(self._given) >= MOST:
            del self._given[next(iter(self._given))]
