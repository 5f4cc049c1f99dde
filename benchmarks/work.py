"""What is measured, on whom, and how much of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from channel import Channel
from mcdr import qq_api_config, start_mcdr
from mcdr_folder import write
from measure import Result, Target, Variant, actions, burst, command, imports, latency
from processes import HERE, Ground

_HERE = HERE / "variants"


def _plain(file: str) -> Callable[[Ground, Path], Channel]:
    return lambda ground, _packed: ground.start("server", _HERE / file)


def _ours(ground: Ground, packed: Path) -> Channel:
    write(ground.folder / "config" / "qq_api" / "config.yml", qq_api_config(ground.port))
    return ground.start("server", _HERE / "ours.py", path=(packed,))


def _our_plugin(ground: Ground, packed: Path, *, player: bool = False, orjson: bool = True) -> Channel:
    return start_mcdr(ground, (packed, _HERE / "ours_plugin.py"), with_player=player, with_orjson=orjson)


def _naive_plugin(ground: Ground, _packed: Path, *, player: bool = False) -> Channel:
    return start_mcdr(ground, (_HERE / "naive_plugin.py",), with_player=player, with_orjson=True)


_SERVED = (
    "uvicorn.loops.asyncio",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)
"""What uvicorn imports when it begins to serve; plugins import it sooner or later."""

LIMIT = Variant("websockets + orjson", _plain("websockets_orjson.py"), needs="orjson")
AIOCQHTTP = Variant("aiocqhttp", _plain("plain_aiocqhttp.py"), modules=("aiocqhttp", "uvicorn", *_SERVED))
NONEBOT = Variant("NoneBot2", _plain("plain_nonebot.py"), path="/onebot/v11/ws", needs="nonebot-adapter-onebot")
OURS = Variant("qq_api", _ours, modules=("qq_api.mcdr.entry", *_SERVED))

OUR_PLUGIN = Variant("qq_api in MCDR", _our_plugin)
OUR_PLUGIN_JSON = Variant("qq_api in MCDR, no orjson", lambda *where: _our_plugin(*where, orjson=False))
NAIVE_PLUGIN = Variant("naive plugin", _naive_plugin)
OUR_PLUGIN_PLAYED = Variant("qq_api in MCDR", lambda *where: _our_plugin(*where, player=True))
NAIVE_PLUGIN_PLAYED = Variant("naive plugin", lambda *where: _naive_plugin(*where, player=True))


@dataclass(frozen=True)
class Benchmark:
    """One thing that is measured.

    Attributes:
        name: for `--only`.
        title: for the tables.
        counts: the variants, and how many events (or calls, or imports) each gets; all run for seconds.
        quick: by how much less with `--quick`.
        measure: does it, once.
    """

    name: str
    title: str
    counts: dict[Variant, int]
    quick: int
    measure: Callable[[Target, int], Result] = field(repr=False)


BENCHMARKS = (
    Benchmark(
        "intake",
        "frame → handed to the consumer's thread, outside MCDR",
        {LIMIT: 100_000, OURS: 100_000, AIOCQHTTP: 40_000, NONEBOT: 5_000},
        10,
        burst,
    ),
    Benchmark(
        "listener",
        "frame → a listener ran, saturated",
        {OUR_PLUGIN: 60_000, OUR_PLUGIN_JSON: 60_000, NAIVE_PLUGIN: 20_000, NONEBOT: 5_000},
        10,
        burst,
    ),
    Benchmark(
        "latency-200",
        "frame → a listener ran, at 200 events/s",
        {OUR_PLUGIN: 2_000, NAIVE_PLUGIN: 2_000},
        10,
        lambda target, count: latency(target, count, 200),
    ),
    Benchmark(
        "latency-4000",
        "frame → a listener ran, at 4,000 events/s",
        {OUR_PLUGIN: 16_000, NAIVE_PLUGIN: 16_000},
        10,
        lambda target, count: latency(target, count, 4_000),
    ),
    Benchmark(
        "command",
        "a player's command during a burst of 20,000 events, a listener of 100 µs",
        {OUR_PLUGIN_PLAYED: 20_000, NAIVE_PLUGIN_PLAYED: 20_000},
        10,
        lambda target, count: command(target, count, 100e-6),
    ),
    Benchmark(
        "actions",
        "action round trip, 64 in flight, outside MCDR",
        {OURS: 40_000, AIOCQHTTP: 40_000, NONEBOT: 20_000},
        20,
        lambda target, count: actions(target, count, 64),
    ),
    Benchmark(
        "sync",
        "bot.sync from MCDR's thread, one after the other",
        {OUR_PLUGIN: 8_000, NAIVE_PLUGIN: 8_000},
        20,
        lambda target, count: actions(target, count, 0),
    ),
    Benchmark("import", "importing on top of MCDR", {OURS: 5, AIOCQHTTP: 5}, 5, imports),
    Benchmark(
        "burst",
        "a burst of 100,000 events, a listener of 100 µs",
        {OUR_PLUGIN: 100_000},
        20,
        lambda target, count: burst(target, count, 100e-6),
    ),
)
