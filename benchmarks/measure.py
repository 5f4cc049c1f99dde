"""How each thing is measured, once: on fresh processes, and again when others kept the machine busy."""

import json
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from channel import Channel
from machine import CALM, busy_seconds, wait_for_calm
from processes import HERE, Died, Ground, Pair, ground

Result: TypeAlias = dict[str, float]
"""What came out: numbers by the names that `report.py` explains."""

WARM_UP = 1_000
CALLS_WARM_UP = 500
TRIES = 3

SILENCE_SECONDS = 15
"""How long no event may arrive before what is missing counts as lost."""

LONG_SECONDS = 120
"""What nothing takes that works."""


@dataclass(frozen=True)
class Variant:
    """One of those that are compared.

    Attributes:
        name: in the tables.
        start: starts its server.
        path: where its reverse WebSocket listens.
        needs: a package that is not everywhere.
        modules: what it imports, for the cost of importing.
        groups: that it relays; 0 for none.
        peers: that it hands on to; 0 for none.
        is_tagged: whether each of them reads its own name in the events.
    """

    name: str
    start: Callable[[Ground, Path], Channel] = field(repr=False)
    path: str = "/ws"
    needs: str = ""
    modules: tuple[str, ...] = ()
    groups: int = 0
    peers: int = 0
    is_tagged: bool = False


@dataclass(frozen=True)
class Target:
    """Whom to measure, and how patiently.

    Attributes:
        variant: one of `work.py`.
        python: the interpreter that has all packages.
        packed: the packed qq_api.
        calm_seconds: how long to wait for others to leave the machine alone; 0 means that they do not matter.
    """

    variant: Variant
    python: Path
    packed: Path
    calm_seconds: float


def calmly(target: Target, measure: Callable[[], Result]) -> Result:
    """Measure; when others kept the machine busy meanwhile, once or twice more, and the calmest one counts."""
    results = [measure()]
    while target.calm_seconds and results[-1]["foreign"] > CALM and len(results) < TRIES:
        results.append(measure())
    return min(results, key=lambda one: one["foreign"])


@contextmanager
def connected(target: Target) -> Iterator[Pair]:
    """A fresh server and a fresh generator, connected and warm."""
    with ground(target.python) as place:
        server = target.variant.start(place, target.packed)
        load = place.start("load", HERE / "load.py")
        answer = load.ask(LONG_SECONDS, do="connect", port=place.port, path=target.variant.path)
        if "error" in answer:
            raise Died(answer["error"])
        yield Pair(server, load)


class Meter:
    """CPU that neither the measured process nor the generator nor this one used, from now on."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._own, self._busy, self._began = self._used(), busy_seconds(), time.monotonic()

    def _used(self) -> float:
        used: float = self._pair.load.ask(LONG_SECONDS, do="cpu")["cpu"]
        return used + time.process_time()

    def foreign(self, server: float) -> float:
        """In cores; `server` is what the measured process used, in seconds."""
        seconds, busy = time.monotonic() - self._began, busy_seconds() - self._busy
        return max(0.0, busy - server - (self._used() - self._own)) / seconds


def _send(pair: Pair, first: int, count: int, how: dict[str, Any], **expected: Any) -> tuple[Any, Any, Result]:
    """Send prepared events; returns what the server and the generator say, and the numbers all measurements share."""
    meter = Meter(pair)
    pair.server.ask(LONG_SECONDS, do="expect", first=first, count=count, **expected)
    pair.load.send(**how)
    heard = _heard(pair, count)
    sent = pair.load.receive(LONG_SECONDS)
    numbers = {"cpu": heard["cpu"] / count * 1e6, "rss": heard["rss"], "foreign": meter.foreign(heard["cpu"])}
    after = pair.server.ask(LONG_SECONDS, do="count")  # what comes once more is out of order, too
    return heard, sent, numbers | {"lost": count - heard["seen"], "disorder": after["faults"]}


def _heard(pair: Pair, count: int) -> dict[str, Any]:
    """What the server says when all have arrived, however long it takes, as long as some do."""
    seen = -1
    while True:
        try:
            return pair.server.receive(SILENCE_SECONDS)
        except TimeoutError:
            counted = pair.server.ask(LONG_SECONDS, do="count")
        if "at" in counted:  # the last one arrived just now
            pair.server.receive(LONG_SECONDS)
            return counted
        if counted["seen"] == seen:
            raise Died(f"{count - seen} of {count} events never arrived")
        seen = counted["seen"]


def _warm(pair: Pair, target: Target, count: int) -> None:
    """Send some events before what is measured, prepare that, and wait for a calm moment."""
    some = min(WARM_UP, count)
    pair.load.ask(LONG_SECONDS, do="prepare", first=0, count=some)
    _send(pair, 0, some, {"do": "burst"})
    pair.load.ask(LONG_SECONDS, do="prepare", first=some, count=count)
    wait_for_calm(target.calm_seconds)


def burst(target: Target, count: int, work: float = 0) -> Result:
    """As fast as it goes; `work` is how long each listener keeps busy, in seconds."""
    with connected(target) as pair:
        _warm(pair, target, count)
        heard, sent, result = _send(pair, min(WARM_UP, count), count, {"do": "burst"}, work=work)
        return result | {"rate": count / (heard["at"] - sent["began"])}


def by_broker(target: Target, count: int) -> Result:
    """From QQ's side by way of a broker to each server, as fast as it goes; CPU a delivery by who used it."""
    with connected(target) as pair:
        _warm(pair, target, count)
        heard, sent, result = _send(pair, min(WARM_UP, count), count, {"do": "burst"})
        rate, deliveries = count / (heard["at"] - sent["began"]), count * target.variant.peers
        each = {name: heard[name] / deliveries * 1e6 for name in ("broker", "bridge", "servers")}
        return result | each | {"rate": rate, "delivery": sum(each.values()), "deliveries": deliveries}


def latency(target: Target, count: int, rate: float) -> Result:
    """From the write of a frame to its listener, at a steady rate."""
    with connected(target) as pair:
        _warm(pair, target, count)
        heard, sent, result = _send(pair, min(WARM_UP, count), count, {"do": "pace", "rate": rate}, stamps=True)
        delays = [came - went for came, went in zip(heard["stamps"], sent["stamps"], strict=True)]
        return result | _spread(delays) | {"late": sent["late"] * 1e6}


def _spread(seconds: Sequence[float]) -> Result:
    cuts = statistics.quantiles(seconds, n=100)
    return {"p50": cuts[49] * 1e6, "p99": cuts[98] * 1e6}


def command(target: Target, count: int, work: float) -> Result:
    """The longest that a player's command waited that was typed while a burst was worked off."""
    with connected(target) as pair:
        _warm(pair, target, count)
        heard, sent, result = _send(pair, min(WARM_UP, count), count, {"do": "burst"}, work=work)
        waits = [wait for typed, wait in _all_waits(pair, heard["at"]) if sent["began"] <= typed <= heard["at"]]
        return result | {"wait": max(waits) * 1e3, "rate": count / (heard["at"] - sent["began"])}


def _all_waits(pair: Pair, until: float) -> list[tuple[float, float]]:
    """All commands and how long each waited, once one is through that was typed after `until`."""
    deadline = time.monotonic() + LONG_SECONDS
    while time.monotonic() < deadline:
        waits: list[tuple[float, float]] = pair.server.ask(LONG_SECONDS, do="waits")["waits"]
        if waits and waits[-1][0] > until:
            return waits
        time.sleep(0.1)
    raise Died("the player's commands never ran")


def actions(target: Target, count: int, in_flight: int) -> Result:
    """Calls of `send_group_msg` and their answers; 0 in flight stands for `bot.sync`."""
    with connected(target) as pair:
        pair.server.ask(LONG_SECONDS, do="calls", count=min(CALLS_WARM_UP, count), in_flight=in_flight)
        wait_for_calm(target.calm_seconds)
        meter = Meter(pair)
        done = pair.server.ask(LONG_SECONDS, do="calls", count=count, in_flight=in_flight)
        numbers = {"rate": count / done["seconds"], "cpu": done["cpu"] / count * 1e6, "rss": done["rss"]}
        return numbers | _spread(done["took"]) | {"lost": done["wrong"], "foreign": meter.foreign(done["cpu"])}


def imports(target: Target, count: int) -> Result:
    """Median time and memory of `count` fresh imports on top of MCDR."""
    wait_for_calm(target.calm_seconds)
    busy, began = busy_seconds(), time.monotonic()
    found = [_import(target) for _ in range(count)]
    seconds = time.monotonic() - began
    foreign = max(0.0, busy_seconds() - busy - sum(one["total"] for one in found)) / seconds
    medians = {name: statistics.median(one[name] for one in found) for name in ("wall", "cpu", "rss")}
    return medians | {"foreign": foreign}


def _import(target: Target) -> Result:
    with ground(target.python) as place:
        parts = (target.python, HERE / "variants" / "imports.py", target.packed, *target.variant.modules)
        command = [str(part) for part in parts]
        done = subprocess.run(command, cwd=place.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Died(done.stderr)
        found: Result = json.loads(done.stdout)
        return found
