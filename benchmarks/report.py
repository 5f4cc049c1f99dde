"""Tables of what came out, and which aims are met."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from measure import Result, Variant
from work import (
    AIOCQHTTP,
    BENCHMARKS,
    BRIDGE,
    BRIDGE_10,
    BRIDGE_50,
    BROADCAST,
    BROADCAST_10,
    BROADCAST_50,
    CHAT,
    CHAT_10,
    CHAT_100,
    LIMIT,
    NAIVE_PLUGIN,
    NAIVE_PLUGIN_PLAYED,
    NATS,
    NATS_10,
    NATS_50,
    NATS_PY,
    NATS_PY_10,
    NATS_PY_50,
    NATS_UNSYNCED,
    NONEBOT,
    OUR_PLUGIN,
    OUR_PLUGIN_JSON,
    OUR_PLUGIN_PLAYED,
    OURS,
    SAY,
    SAY_PLAIN,
    SEND,
)

Results = dict[str, dict[str, list[Result]]]
"""Benchmark -> variant -> a result a round."""

_COUNTED = {"rss": "peak MB", "lost": "lost", "disorder": "out of order", "foreign": "foreign cores"}
_BURST = {"rate": "events/s", "cpu": "CPU µs/event", **_COUNTED}
_LATENCY = {"p50": "p50 µs", "p99": "p99 µs", "cpu": "CPU µs/event", **_COUNTED, "late": "generator late µs"}
_CALLS = {"rate": "calls/s", "cpu": "CPU µs/call", "p50": "p50 µs", "p99": "p99 µs", "lost": "wrong answers"}
_LINES = {"rate": "lines/s", "cpu": "CPU µs/line", **_COUNTED}
_FAN = {
    "rate": "events/s",
    "delivery": "CPU µs/delivery",
    "cpu": "CPU µs/event",
    "deliveries": "deliveries",
    **_COUNTED,
}
_BY_NATS = {
    **{"rate": "events/s", "delivery": "CPU µs/delivery", "broker": "broker's", "bridge": "bridge's"},
    **{"servers": "server's", "cpu": "CPU µs/event", "deliveries": "deliveries"},
    **{"lost": "lost", "disorder": "out of order", "foreign": "foreign cores"},
}
_COLUMNS = {
    "fanout-nats": _BY_NATS,
    "fanout": _FAN,
    "fanout-single": _FAN,
    "to-game": _LINES,
    "to-qq": _LINES,
    "latency-200": _LATENCY,
    "latency-4000": _LATENCY,
    "command": {"wait": "longest wait ms", **_BURST},
    "actions": _CALLS | {"foreign": "foreign cores"},
    "sync": _CALLS | {"foreign": "foreign cores"},
    "import": {"cpu": "CPU ms", "wall": "wall ms", "rss": "MB more", "foreign": "foreign cores"},
}
"""Benchmark -> which numbers its table shows, and how they are called; `_BURST` where it is not named."""


@dataclass(frozen=True)
class Aim:
    """One aim.

    Attributes:
        words: what it says.
        benchmark: where it is measured.
        metric: which number.
        ours: whose number.
        peer: divided by whose, in the same round; None for the number itself.
        at_least: the number to reach, or
        at_most: the number to stay under.
    """

    words: str
    benchmark: str
    metric: str
    ours: Variant
    peer: Variant | None = None
    at_least: float | None = None
    at_most: float | None = None

    def reached(self, results: Results) -> list[float]:
        """What came out, round by round."""
        measured = results.get(self.benchmark, {})
        ours = [one.get(self.metric) for one in measured.get(self.ours.name, [])]
        if self.peer is None:
            return [mine for mine in ours if mine is not None]
        peers = [one.get(self.metric) for one in measured.get(self.peer.name, [])]
        return [mine / theirs for mine, theirs in zip(ours, peers, strict=False) if mine is not None and theirs]

    def verdict(self, reached: Sequence[float]) -> str:
        """Whether the median is good enough."""
        if not reached:
            return "not measured"
        value, least, most = statistics.median(reached), self.at_least, self.at_most
        is_met = (least is None or value >= least) and (most is None or value <= most)
        return ("met" if is_met else "NOT MET") if self.goal else ""

    @property
    def goal(self) -> str:
        """The number as people write it; empty for what is only shown."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_most is not None else ""


AIMS = (
    Aim("intake: × aiocqhttp's handler", "intake", "rate", OURS, AIOCQHTTP, at_least=6.5),
    Aim("intake: × NoneBot2", "intake", "rate", OURS, NONEBOT, at_least=70),
    Aim("intake: CPU per event, × websockets + orjson", "intake", "cpu", OURS, LIMIT, at_most=1.25),
    Aim("listener: × naive plugin", "listener", "rate", OUR_PLUGIN, NAIVE_PLUGIN, at_least=6),
    Aim("listener: × naive plugin, without orjson", "listener", "rate", OUR_PLUGIN_JSON, NAIVE_PLUGIN, at_least=4),
    Aim("listener: × NoneBot2", "listener", "rate", OUR_PLUGIN, NONEBOT, at_least=30),
    Aim("latency at 200/s, p50: × naive plugin", "latency-200", "p50", OUR_PLUGIN, NAIVE_PLUGIN, at_most=0.7),
    Aim("latency at 200/s, p99: × naive plugin", "latency-200", "p99", OUR_PLUGIN, NAIVE_PLUGIN, at_most=0.7),
    Aim("latency at 4,000/s, p50: × naive plugin", "latency-4000", "p50", OUR_PLUGIN, NAIVE_PLUGIN, at_most=0.4),
    Aim("latency at 4,000/s, p99: × naive plugin", "latency-4000", "p99", OUR_PLUGIN, NAIVE_PLUGIN, at_most=0.15),
    Aim("a player's command waits at most, in ms", "command", "wait", OUR_PLUGIN_PLAYED, at_most=50),
    Aim("a player's command waits: × naive plugin", "command", "wait", OUR_PLUGIN_PLAYED, NAIVE_PLUGIN_PLAYED),
    Aim("actions, 64 in flight: × aiocqhttp", "actions", "rate", OURS, AIOCQHTTP, at_least=1.8),
    Aim("bot.sync: × aiocqhttp's", "sync", "rate", OUR_PLUGIN, NAIVE_PLUGIN, at_least=1.6),
    Aim("import, CPU: × aiocqhttp + uvicorn", "import", "cpu", OURS, AIOCQHTTP, at_most=1.1),
    Aim("import, memory: × aiocqhttp + uvicorn", "import", "rss", OURS, AIOCQHTTP, at_most=1.1),
    Aim("burst: events lost", "burst", "lost", OUR_PLUGIN, at_most=0),
    Aim("burst: events out of order", "burst", "disorder", OUR_PLUGIN, at_most=0),
    Aim("burst: memory, in MB", "burst", "rss", OUR_PLUGIN, at_most=200),
    Aim("to-game, 1 group: × bare server.say loop", "to-game", "rate", CHAT, SAY, at_least=0.5),
    Aim("to-game, 1 group: × the same loop with plain text", "to-game", "rate", CHAT, SAY_PLAIN),
    Aim("to-game, 10 groups: CPU a line, × 1 group", "to-game", "cpu", CHAT_10, CHAT, at_most=2),
    Aim("to-game, 100 groups: CPU a line, × 1 group", "to-game", "cpu", CHAT_100, CHAT, at_most=2),
    Aim("to-qq, 1 group: × bare send_group_msg", "to-qq", "rate", CHAT, SEND),
    Aim("to-qq, 10 groups: CPU a line, × 1 group", "to-qq", "cpu", CHAT_10, CHAT, at_most=2),
    Aim("to-qq, 100 groups: CPU a line, × 1 group", "to-qq", "cpu", CHAT_100, CHAT, at_most=2),
    Aim("fan-out to 50: × websockets.broadcast", "fanout", "rate", BRIDGE_50, BROADCAST_50, at_least=3),
    Aim("fan-out to 50, CPU: × websockets.broadcast", "fanout", "delivery", BRIDGE_50, BROADCAST_50, at_most=1 / 3),
    Aim("fan-out to 10: × websockets.broadcast", "fanout", "rate", BRIDGE_10, BROADCAST_10),
    Aim("fan-out to 1: × websockets.broadcast", "fanout", "rate", BRIDGE, BROADCAST),
    Aim("fan-out: CPU a delivery, 50 peers × 10", "fanout", "delivery", BRIDGE_50, BRIDGE_10, at_most=1.25),
    Aim("one a read, 50: × broadcast", "fanout-single", "rate", BRIDGE_50, BROADCAST_50, at_least=1),
    Aim("one a read, 50, CPU: × broadcast", "fanout-single", "delivery", BRIDGE_50, BROADCAST_50, at_most=1),
    Aim("one a read, 10, CPU: × broadcast", "fanout-single", "delivery", BRIDGE_10, BROADCAST_10, at_most=1),
    Aim("one a read, 1, CPU: × broadcast", "fanout-single", "delivery", BRIDGE, BROADCAST, at_most=1),
    Aim("by NATS to 50: × plain nats-py", "fanout-nats", "rate", NATS_50, NATS_PY_50),
    Aim("by NATS to 10: × plain nats-py", "fanout-nats", "rate", NATS_10, NATS_PY_10),
    Aim("by NATS to 1: × plain nats-py", "fanout-nats", "rate", NATS, NATS_PY),
    Aim("by NATS to 50, a server's CPU: × plain nats-py", "fanout-nats", "servers", NATS_50, NATS_PY_50),
    Aim("by NATS to 50, the broker's CPU: × plain nats-py", "fanout-nats", "broker", NATS_50, NATS_PY_50),
    Aim("by NATS: CPU a delivery, 50 servers × 10", "fanout-nats", "delivery", NATS_50, NATS_10, at_most=1.25),
    Aim("by NATS: a server's CPU, 50 servers × 1", "fanout-nats", "servers", NATS_50, NATS, at_most=1.25),
    Aim("by NATS to 10: default sync × always", "fanout-nats", "rate", NATS_UNSYNCED, NATS_10),
)


def tables(results: Results) -> Iterator[str]:
    """A table for each benchmark that was measured, as lines of Markdown."""
    for benchmark in BENCHMARKS:
        if benchmark.name in results:
            yield from ("", f"**{benchmark.name}**: {benchmark.title}", "")
            columns = _COLUMNS.get(benchmark.name, _BURST)
            measured = results[benchmark.name]
            rows = ([name, *(_cell(rounds, key) for key in columns)] for name, rounds in measured.items())
            yield from _table(["variant", *columns.values()], list(rows))


def _cell(rounds: Sequence[Result], key: str) -> str:
    """`[1.0, 2.0, 9.0]` -> `2.0 (1.0..9.0)`."""
    numbers = [one[key] for one in rounds if key in one]
    if not numbers:
        return "failed"
    median, least, most = map(_written, (statistics.median(numbers), min(numbers), max(numbers)))
    return median if least == most else f"{median} ({least}..{most})"


def _written(number: float) -> str:
    """Three digits that count: `15,402`, `15.4`, `0.154`."""
    if number == 0 or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 10 else f"{number:.2f}"


def aims(results: Results, before: Results) -> Iterator[str]:
    """The table of the aims, as lines of Markdown; `before` are the results of an earlier run."""
    rows = [_aim(aim, aim.reached(results), aim.reached(before)) for aim in AIMS if aim.benchmark in results]
    heads = ["aim", "goal", "reached (median, min..max of the rounds)", "met", *(["before"] if before else [])]
    yield from ("", *_table(heads, [row[: len(heads)] for row in rows]))


def _aim(aim: Aim, reached: Sequence[float], before: Sequence[float]) -> list[str]:
    then = _written(statistics.median(before)) if before else ""
    values = _cell([{"it": value} for value in reached], "it") if reached else ""
    return [aim.words, aim.goal, values, aim.verdict(reached), then]


def _table(heads: list[str], rows: list[list[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, ["-" * width for width in widths], *rows):
        yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
