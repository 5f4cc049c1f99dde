"""The faults that there are: for Python, for `sandbox.yml`, for the page and for the documentation. Computes only."""

import math
from dataclasses import dataclass
from typing import Literal

Kind = Literal["switch", "number", "once"]
"""On or off; how much of it, 0 for none; or something that happens when it is asked for."""

MOST = 86_400
"""The largest number of seconds, or of messages, that a fault takes."""

EVERY = ("http", "websocket", "websocket_reverse", "http_post")
LISTENING = ("http", "websocket")
WEBSOCKETS = ("websocket", "websocket_reverse")
OPEN = ("http", *WEBSOCKETS)
REVERSE = ("websocket_reverse",)
BEATING = (*WEBSOCKETS, "http_post")


@dataclass(frozen=True)
class Fault:
    """One thing that can go wrong. What it does is said in `lang/`, below `cli.fault.`.

    Attributes:
        name: as in `sandbox.yml`.
        kind: how it is set.
        types: the kinds of endpoint at which it can happen.
        numbers: the only ones it takes besides 0; none for every number.
    """

    name: str
    kind: Kind
    types: tuple[str, ...] = EVERY
    numbers: tuple[float, ...] = ()

    @property
    def default(self) -> bool | float | None:
        """What it is where nobody wants it."""
        return {"switch": False, "number": 0, "once": None}[self.kind]

    def takes(self, value: object) -> bool:
        """Whether it can be set to a value."""
        if self.kind == "once":
            return value is None
        if self.kind == "switch" or isinstance(value, bool):
            return isinstance(value, bool) and self.kind == "switch"
        if not isinstance(value, int | float) or not math.isfinite(value):
            return False
        return value == 0 or (value in self.numbers if self.numbers else 0 <= value <= MOST)

    @property
    def wanted(self) -> str:
        """The values that it takes: `0…86400`, `0, 401, 403`."""
        if self.kind == "number":
            return ", ".join(map(str, (0, *self.numbers))) if self.numbers else f"0…{MOST}"
        return "true, false" if self.kind == "switch" else ""


TABLE = (
    # the connection
    Fault("drop", "once", OPEN),
    Fault("close_1009", "once", WEBSOCKETS),
    Fault("close_1011", "once", WEBSOCKETS),
    Fault("second_connection", "once", REVERSE),
    Fault("refuse", "number", LISTENING, numbers=(401, 403, 404, 405, 429, 500, 502, 503)),
    Fault("slow_accept", "number", ("websocket",)),
    Fault("no_pong", "switch", WEBSOCKETS),
    Fault("no_self_id", "switch", ("websocket_reverse", "http_post")),
    Fault("no_client_role", "switch", REVERSE),
    Fault("wrong_token", "switch"),
    # what is sent, whatever it is
    Fault("silent", "switch"),
    Fault("delay", "number"),
    Fault("garbage", "once", OPEN),
    # answers
    Fault("double_answers", "switch", WEBSOCKETS),
    Fault("late_answers", "number", OPEN),
    Fault("lose_echo", "switch", WEBSOCKETS),
    Fault("null_answers", "switch", OPEN),
    Fault("fail_delivered", "switch", OPEN),
    Fault("rate_limit", "number", OPEN),
    # events
    Fault("double_events", "switch"),
    Fault("huge_event", "once"),
    Fault("no_heartbeat", "switch", BEATING),
    Fault("offline", "switch"),
    Fault("bot_offline", "once"),
    # what both look like
    Fault("string_ids", "switch"),
    Fault("string_format", "switch"),
    Fault("empty_text", "switch"),
    Fault("null_data", "switch"),
    Fault("negative_ids", "switch"),
)


def fault_of(name: str, type: str) -> Fault:
    """The fault of a name, at an endpoint of a type.

    Raises:
        ValueError: there is none; says which there are.
    """
    known = {fault.name: fault for fault in TABLE if type in fault.types}
    if name not in known:
        raise ValueError(f"no fault {name!r} at an endpoint of the type {type}; there are: {', '.join(known)}")
    return known[name]
