"""How a fleet does: streams, who is there and how far behind, who executes. Computes only; `look` asks the broker."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from qq_api.texts import Texts

_LINES = {"events": "overview.events", "chat": "overview.chat", "outbox": "overview.outbox"}


@dataclass(frozen=True)
class Stream:
    """What a stream holds.

    Attributes:
        name: `events`, `chat` or `outbox`; in the outbox every message waits to be said.
        messages, bytes: how much of it.
        age: seconds since its first message came; None when it is empty.
    """

    name: str
    messages: int
    bytes: int
    age: float | None


@dataclass(frozen=True)
class Overview:
    """A fleet at one moment.

    Attributes:
        streams: those that are there.
        servers, bridges, accounts: who is there, by name, and what each says of itself (a server: `lag`).
        leases: which bridge executes for an account.
    """

    streams: list[Stream] = field(default_factory=list)
    servers: dict[str, dict[str, Any]] = field(default_factory=dict)
    bridges: dict[str, dict[str, Any]] = field(default_factory=dict)
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    leases: dict[str, str] = field(default_factory=dict)

    def lag(self, server: str) -> int | None:
        """How many events wait for a server; None when it does not say."""
        lag = self.servers.get(server, {}).get("lag")
        return lag if isinstance(lag, int) and not isinstance(lag, bool) else None

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        there = {"servers": self.servers, "bridges": self.bridges, "accounts": self.accounts}
        return {"streams": {one.name: _plain(one) for one in self.streams}, **there, "leases": self.leases}


def _plain(stream: Stream) -> dict[str, Any]:
    age = None if stream.age is None else round(stream.age, 1)
    return {"messages": stream.messages, "bytes": stream.bytes, "age_seconds": age}


def words(overview: Overview, texts: Texts) -> str:
    """For people, a line each."""
    lines = [_stream_line(one, texts) for one in overview.streams]
    lines += [_server_line(overview, name, texts) for name in overview.servers] or [texts("overview.no_servers")]
    lines += [texts("overview.bridge", name=name, accounts=_of(overview, name)) for name in overview.bridges]
    lone = [self_id for self_id in overview.accounts if self_id not in overview.leases]
    lines += [texts("overview.nobody", self_id=self_id) for self_id in lone]
    return "\n  ".join([texts("overview.title"), *lines])


def _stream_line(one: Stream, texts: Texts) -> str:
    age = texts("overview.empty") if one.age is None else texts("overview.age", age=_span(one.age, texts))
    return texts(_LINES[one.name], messages=one.messages, size=_size(one.bytes), age=age)


def _server_line(overview: Overview, name: str, texts: Texts) -> str:
    lag = overview.lag(name)
    key = "overview.server" if lag is None else "overview.behind" if lag else "overview.up_to_date"
    return texts(key, name=name, lag=lag)


def _of(overview: Overview, bridge: str) -> str:
    return _listed(self_id for self_id, owner in overview.leases.items() if owner == bridge)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "-"


def _size(number: float) -> str:
    """`1536` -> `1.5 KB`."""
    for unit in ("B", "KB", "MB"):
        if number < 1000:
            return f"{number:.3g} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def _span(seconds: float, texts: Texts) -> str:
    """`7260` -> `2 h`."""
    for unit, length in (("hours", 3600), ("minutes", 60)):
        if seconds >= length:
            return texts(f"notify.{unit}", number=int(seconds / length))
    return texts("notify.seconds", number=int(seconds))
