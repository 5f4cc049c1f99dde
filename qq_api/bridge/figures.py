"""The bridge in figures, for Prometheus."""

from collections.abc import Iterator

from qq_api.bot import Bot
from qq_api.bridge.bridge import Bridge, Served
from qq_api.bridge.fleet import Fleet
from qq_api.bridge.standing import overview_of
from qq_api.broker.metrics import Family
from qq_api.broker.overview import Overview
from qq_api.texts import Texts

KINDS = ("message", "message_sent", "notice", "request", "meta_event")


async def figures(bot: Bot, bridge: Bridge, fleet: Fleet, texts: Texts) -> list[Family]:
    """All that is known at this moment.

    Args:
        bot: the side of QQ.
        bridge: the servers that it reaches itself.
        fleet: what is at the broker.
        texts: the words for the log.
    """
    overview = await overview_of(fleet, texts)
    at_broker = [] if overview is None else _overview(overview)
    return [*_qq(bot), *_peers(bridge.served), *_member(fleet), *at_broker]


def _qq(bot: Bot) -> Iterator[Family]:
    stats = bot.stats
    ended = {"ok": stats.actions - stats.failures, "failed": stats.failures}
    yield Family("qqapi_accounts", "gauge", "Accounts that are connected", [({}, len(bot.accounts()))])
    kinds = [({"type": kind}, stats.events_of(kind)) for kind in KINDS]
    yield Family("qqapi_events_total", "counter", "Events heard from QQ", kinds)
    calls = [({"outcome": outcome}, count) for outcome, count in ended.items()]
    yield Family("qqapi_actions_total", "counter", "Actions called at QQ", calls)


def _peers(peers: list[Served]) -> Iterator[Family]:
    named = [({"server": one.settings.name}, [*one.lines.values()]) for one in peers]

    def of(name: str) -> list[tuple[dict[str, str], float]]:
        return [(labels, sum(getattr(line, name) for line in lines)) for labels, lines in named]

    yield Family("qqapi_peer_connected", "gauge", "Connections to a server that are open", of("connected"))
    yield Family("qqapi_peer_events_total", "counter", "Events sent to a server", of("sent"))
    yield Family("qqapi_peer_waiting", "gauge", "Events that wait for a server", of("waiting"))
    yield Family("qqapi_peer_dropped_total", "counter", "Events dropped because too many waited", of("dropped"))


def _member(fleet: Fleet) -> Iterator[Family]:
    member = fleet.member
    if member is None:
        return
    publisher, client = member.publisher, member.client
    there = client is not None and client.is_connected
    held = [({"self_id": str(self_id)}, int(one.lease.held)) for self_id, one in member.accounts.items()]
    yield Family("qqapi_broker_connected", "gauge", "Whether the broker is there", [({}, int(there))])
    yield Family("qqapi_published_total", "counter", "Events taken by the broker", [({}, publisher.published)])
    yield Family("qqapi_spool", "gauge", "Events that wait for the broker", [({}, len(publisher.waiting))])
    yield Family("qqapi_spool_dropped_total", "counter", "Events dropped on the way to it", [({}, publisher.dropped)])
    yield Family("qqapi_lease_held", "gauge", "Whether this bridge acts for an account", held)
    if member.executor is not None:
        done = member.executor.executed
        yield Family("qqapi_calls_executed_total", "counter", "Calls of servers carried out", [({}, done)])


def _overview(overview: Overview) -> Iterator[Family]:
    streams = overview.streams
    named = [({"stream": one.name}, one) for one in streams]
    lags = [({"server": name}, overview.lag(name)) for name in overview.servers]
    owners = [({"self_id": self_id, "bridge": bridge}, 1) for self_id, bridge in overview.leases.items()]
    messages = [(labels, one.messages) for labels, one in named]
    size = [(labels, one.bytes) for labels, one in named]
    yield Family("qqapi_stream_messages", "gauge", "Messages that a stream holds", messages)
    yield Family("qqapi_stream_bytes", "gauge", "Bytes that a stream holds", size)
    ages = [(labels, round(one.age, 1)) for labels, one in named if one.age is not None]
    yield Family("qqapi_stream_oldest_seconds", "gauge", "Age of the first message of a stream", ages)
    yield Family("qqapi_server_there", "gauge", "Servers that are at the broker", [(labels, 1) for labels, _ in lags])
    behind = [(labels, lag) for labels, lag in lags if lag is not None]
    yield Family("qqapi_server_lag", "gauge", "Events that a server has not read yet", behind)
    yield Family("qqapi_lease", "gauge", "Which bridge acts for an account", owners)
