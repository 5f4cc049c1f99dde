"""How fast the bridge hands on to many: events a second, and CPU a delivery, with every event counted at every peer."""

from machine import wait_for_calm
from measure import LONG_SECONDS, Meter, Result, Target
from processes import HERE, Died, Pair, ground

WARM_UP = 300


def fanout(target: Target, count: int, how: str) -> Result:
    """Events from QQ's side until each peer has them.

    Args:
        target: whom, and how many peers there are.
        count: how many events.
        how: `saturate`, as fast as it goes; or `singly`, each when all have had the one before.
    """
    peers = target.variant.peers
    with ground(target.python) as place:
        tagged = "tagged" if target.variant.is_tagged else "plain"
        load = place.start("load", HERE / "fanout_load.py", str(peers), tagged)
        pair = Pair(target.variant.start(place, target.packed), load)
        there = load.ask(LONG_SECONDS, do="connect", port=place.port, path="/ws")["peers"]
        if there < peers:
            raise Died(f"only {there} of {peers} peers were connected to")
        warm = min(WARM_UP, count)
        _measure(pair, target, how, 0, warm)
        wait_for_calm(target.calm_seconds)
        return _measure(pair, target, how, warm, count)


def _measure(pair: Pair, target: Target, how: str, first: int, count: int) -> Result:
    pair.load.ask(LONG_SECONDS, do="prepare", first=first, count=count)
    meter = Meter(pair)
    pair.server.ask(LONG_SECONDS, do="expect", first=first, count=count)
    had = pair.load.ask(LONG_SECONDS, do=how)
    used = pair.server.ask(LONG_SECONDS, do="used")
    return {
        **{"rate": count / had["seconds"], "cpu": used["cpu"] / count * 1e6, "rss": used["rss"]},
        **{"delivery": used["cpu"] / count / target.variant.peers * 1e6, "deliveries": count * target.variant.peers},
        **{"lost": had["lost"], "disorder": had["faults"], "foreign": meter.foreign(used["cpu"])},
    }
