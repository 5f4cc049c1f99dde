"""Sessions of the gateway: what was sent in each, so that it can be sent again. Computes only; no I/O."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from qq_api.sandbox.official.intents import KNOWN, mask, wants
from qq_api.sandbox.official.office import Office
from qq_api.types import Payload

KEPT = 5000
"""Events of a session that can be sent again."""

RESUMABLE = 1800
"""Seconds after its connection's end in which a session can go on."""


class Closed(Exception):
    """A connection has to end, with this code of the gateway.

    Attributes:
        code: 4000 to 4999.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Unknown(Exception):
    """There is no such session (any more): the client has to begin a new one."""


@dataclass
class Session:
    """What one shard of a bot was sent.

    Attributes:
        name: `session_id`.
        intents: what it asked for.
        shard: which of how many.
        seq: of the newest event.
        lost: when its connection ended; None while it has one.
    """

    name: str
    intents: int
    shard: tuple[int, int]
    seq: int = 0
    lost: float | None = None
    _sent: deque[Payload] = field(default_factory=lambda: deque(maxlen=KEPT))

    def wants(self, kind: str, data: Payload) -> bool:
        """Whether an event goes to this shard: the guild's by its number, all others to the first."""
        guild_id = str(data.get("guild_id") or "0")
        which = (int(guild_id) >> 22) % self.shard[1] if guild_id.isdecimal() else 0
        return wants(self.intents, kind) and which == self.shard[0]

    def push(self, event_id: str, kind: str, data: Any) -> Payload:
        """The frame of an event."""
        self.seq += 1
        frame = {"op": 0, "id": event_id, "d": data, "s": self.seq, "t": kind}
        self._sent.append(frame)
        return frame

    def after(self, seq: int) -> list[Payload]:
        """The frames behind one; `Closed` where there is no such."""
        if not 0 <= seq <= self.seq:
            raise Closed(4007)
        return [frame for frame in self._sent if frame["s"] > seq]


class Sessions:
    """The sessions of a bot.

    Args:
        office: the bot.
    """

    def __init__(self, office: Office) -> None:
        self._office, self._granted = office, mask(office.settings.intents)
        self._known: dict[str, Session] = {}

    def __iter__(self) -> Any:
        return iter([*self._known.values()])

    def begin(self, asked: Payload) -> Session:
        """A new session, as `op` 2 asks for it.

        Raises:
            Closed: it cannot be had so: 4002, 4010 (shard), 4013 (no such intents), 4014 (not granted).
        """
        intents, shard = asked.get("intents"), asked.get("shard") or [0, 1]
        if not isinstance(intents, int) or isinstance(intents, bool):
            raise Closed(4002)
        if intents & ~KNOWN or intents <= 0:
            raise Closed(4013)
        if intents & ~self._granted:
            raise Closed(4014)
        if not _is_shard(shard):
            raise Closed(4010)
        session = Session(self._office.new_name("session"), intents, (shard[0], shard[1]))
        self._known[session.name] = session
        self._office.identified += 1
        return session

    def resume(self, asked: Payload) -> Session:
        """The session that `op` 6 goes on with.

        Raises:
            Unknown: there is none, or its time is over.
        """
        session = self._known.get(str(asked.get("session_id")))
        if session is None or (session.lost is not None and self._office.clock.now() - session.lost > RESUMABLE):
            raise Unknown
        return session

    def forget(self) -> None:
        """End them all: none can be gone on with."""
        self._known.clear()


def _is_shard(given: Any) -> bool:
    whole = isinstance(given, list) and len(given) == 2 and all(isinstance(one, int) for one in given)
    return whole and 0 <= given[0] < given[1]
