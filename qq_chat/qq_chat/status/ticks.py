"""What servers say of their ticks. Computes only; no I/O."""

import re
from dataclasses import dataclass

COMMANDS = ("tick query", "tps", "forge tps", "neoforge tps", "spark tps")
"""Vanilla from 1.20.3 on and Fabric; Paper and Spigot; Forge; NeoForge; wherever spark is."""

_NUMBER = r"\*?(\d+(?:\.\d+)?)"

# The game is running normally / Target tick rate: 20.0 per second. / Average time per tick: 3.2ms (Target: 50.0ms)
_VANILLA = re.compile(rf"Average time per tick: {_NUMBER} ?ms")
_TARGET = re.compile(rf"(?:Target tick rate|tick rate to|running at): {_NUMBER}")
# TPS from last 1m, 5m, 15m: 20.0, 19.98, *20.0            (Paper, Spigot)
_PAPER = re.compile(rf"TPS from last (?:5s, )?(?P<spans>[^:]*): {_NUMBER}")
# Overall: Mean tick time: 3.221 ms. Mean TPS: 20.000       (Forge); Overall: 20.000 TPS (3.221 ms/tick) (NeoForge)
_FORGE = re.compile(rf"Overall\b.*?Mean tick time: {_NUMBER} ms\. Mean TPS: {_NUMBER}", re.DOTALL)
_NEOFORGE = re.compile(rf"Overall: {_NUMBER} TPS \({_NUMBER} ms/tick\)")
# [⚡] TPS from last 5s, 10s, 1m, 5m, 15m:      and on the next lines
# [⚡]  *20.0, *20.0, *20.0, *20.0, *20.0
# [⚡] Tick durations (min/med/95%ile/max ms) from last 10s, 1m:
# [⚡]  1.1/2.2/3.0/4.5;  1.0/2.1/3.2/9.9
_SPARK = re.compile(rf"TPS from last 5s, 10s[^:]*:\s*(?:\[⚡\]\s*)?{_NUMBER}")
_SPARK_TICKS = re.compile(r"Tick durations[^:]*:\s*(?:\[⚡\]\s*)?[\d.]+/([\d.]+)/")

NORMAL = 20.0


@dataclass(frozen=True)
class Ticks:
    """How fast the world runs.

    Attributes:
        tps: ticks per second; 20 is normal.
        mspt: milliseconds per tick; None where the server does not say.
    """

    tps: float
    mspt: float | None = None


def ticks_in(answer: str) -> Ticks | None:
    """The ticks in a server's answer to one of `COMMANDS`; None where it holds none.

    >>> ticks_in("TPS from last 1m, 5m, 15m: 19.5, 20.0, *20.0")
    Ticks(tps=19.5, mspt=None)
    """
    if found := _FORGE.search(answer):
        return Ticks(float(found[2]), float(found[1]))
    if found := _NEOFORGE.search(answer):
        return Ticks(float(found[1]), float(found[2]))
    if found := _SPARK.search(answer):
        durations = _SPARK_TICKS.search(answer)
        return Ticks(float(found[1]), float(durations[1]) if durations else None)
    if found := _PAPER.search(answer):
        return Ticks(float(found[2]))
    return _vanilla(answer)


def _vanilla(answer: str) -> Ticks | None:
    found = _VANILLA.search(answer)
    if found is None:
        return None
    target, mspt = _TARGET.search(answer), float(found[1])
    most = float(target[1]) if target else NORMAL
    return Ticks(min(most, round(1000 / mspt, 1)) if mspt else most, mspt)
