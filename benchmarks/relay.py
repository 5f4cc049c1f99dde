"""How qq_chat's relay is measured, in both directions, in a real MCDR with a stand-in server."""

import time
from typing import Any

from machine import wait_for_calm
from measure import LONG_SECONDS, SILENCE_SECONDS, Meter, Result, Target, connected
from processes import Died, Pair

WARM_UP = 500
POLL_SECONDS = 0.02


def to_game(target: Target, count: int, bare: dict[str, Any] | None) -> Result:
    """Lines in QQ, in turn in each group, until the server's standard input has them.

    Args:
        target: whom.
        count: how many lines.
        bare: the lines do not come from QQ; they are said in a loop, in this way, and are what can be reached.
    """
    with connected(target) as pair:
        warm = min(WARM_UP, count)
        _say(pair, target, 0, warm, bare)
        wait_for_calm(target.calm_seconds)
        return _say(pair, target, warm, count, bare)


def _say(pair: Pair, target: Target, first: int, count: int, bare: dict[str, Any] | None) -> Result:
    groups, order = target.variant.groups, {"first": first, "count": count}
    if bare is None:
        pair.load.ask(LONG_SECONDS, do="prepare_lines", groups=groups, **order)
    meter = _Meter(pair)
    pair.server.ask(LONG_SECONDS, do="expect", groups=groups, **order)
    if bare is not None:
        began = pair.server.ask(LONG_SECONDS, do="say", **bare, **order)["began"]
    else:
        pair.load.send(do="burst")
    shown = _shown(pair, count)
    if bare is None:
        began = pair.load.receive(LONG_SECONDS)["began"]
    return meter.result(count, shown, shown["at"] - began)


def _shown(pair: Pair, count: int) -> dict[str, Any]:
    """What the server says when it has had all lines, however long it takes, as long as some come."""
    seen = -1
    while True:
        try:
            return pair.server.receive(SILENCE_SECONDS)
        except TimeoutError:
            now: dict[str, Any] = pair.server.ask(LONG_SECONDS, do="console", line="seen")
        if "at" in now:  # the last one came just now; the answer follows
            pair.server.receive(LONG_SECONDS)
            return now
        if now["seen"] == seen:
            raise Died(f"{count - seen} of {count} lines never came to the server")
        seen = now["seen"]


def to_qq(target: Target, count: int, *, bare: bool) -> Result:
    """A player's lines until QQ's side has each of them in every group.

    Args:
        target: whom.
        count: how many lines, all groups together.
        bare: a listener sends them to the group, and nothing else is done.
    """
    groups = target.variant.groups
    with connected(target) as pair:
        if bare:
            pair.server.ask(LONG_SECONDS, do="relay", groups=groups)
        warm, said = max(1, min(WARM_UP, count) // groups), max(1, count // groups)
        _speak(pair, 0, warm, groups)
        wait_for_calm(target.calm_seconds)
        return _speak(pair, warm, said, groups)


def _speak(pair: Pair, first: int, said: int, groups: int) -> Result:
    pair.load.ask(LONG_SECONDS, do="listen", first=first)
    meter = _Meter(pair)
    pair.server.ask(LONG_SECONDS, do="start")
    began = pair.server.ask(LONG_SECONDS, do="console", line=f"speak {first} {said}")["began"]
    heard = _heard(pair, said * groups)
    return meter.result(said * groups, heard, heard["at"] - began)


def _heard(pair: Pair, count: int) -> dict[str, Any]:
    seen, patience = 0, time.monotonic() + SILENCE_SECONDS
    while True:
        heard: dict[str, Any] = pair.load.ask(LONG_SECONDS, do="heard")
        if heard["seen"] >= count:
            return heard
        if heard["seen"] > seen:
            seen, patience = heard["seen"], time.monotonic() + SILENCE_SECONDS
        if time.monotonic() > patience:
            raise Died(f"{count - seen} of {count} lines never came to QQ")
        time.sleep(POLL_SECONDS)


class _Meter:
    """CPU of MCDR, and of others; the stand-in server is none of them."""

    def __init__(self, pair: Pair) -> None:
        self._pair, self._meter, self._console = pair, Meter(pair), self._of_console(pair)

    @staticmethod
    def _of_console(pair: Pair) -> float:
        used: float = pair.server.ask(LONG_SECONDS, do="console", line="cpu")["cpu"]
        return used

    def result(self, count: int, counted: dict[str, Any], seconds: float) -> Result:
        """All numbers of a measurement that has ended."""
        used = self._pair.server.ask(LONG_SECONDS, do="used")
        others = used["cpu"] + self._of_console(self._pair) - self._console
        return {
            **{"rate": count / seconds, "cpu": used["cpu"] / count * 1e6, "rss": used["rss"]},
            **{"lost": count - counted["seen"], "disorder": counted["faults"], "foreign": self._meter.foreign(others)},
        }
