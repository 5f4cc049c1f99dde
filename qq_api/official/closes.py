"""What to do when the gateway closes a connection, by its close code (docs: "WebSocket 方式"). Computes only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Close:
    """What a close code asks for.

    Attributes:
        key: of its words below `official.close`; "" where there is nothing to tell.
        is_fatal: trying again would not help.
        clears: the session cannot be resumed.
        drops_token: the access token was refused.
        seconds: to wait before the next try.
    """

    key: str = ""
    is_fatal: bool = False
    clears: bool = False
    drops_token: bool = False
    seconds: float = 0.0


_LOST = Close("lost")
_BUG = Close("bug", clears=True)
_NEW = Close(clears=True)

_CLOSES = {
    4001: _BUG,
    4002: _BUG,
    4004: Close("token", clears=True, drops_token=True),
    4006: _NEW,
    4007: _NEW,
    4008: Close("too_fast", seconds=60.0),
    4009: Close(),
    4010: Close("shard", is_fatal=True),
    4011: Close("shard", is_fatal=True),
    4012: Close("version", is_fatal=True),
    4013: Close("intents", is_fatal=True),
    4014: Close("intents_not_granted", is_fatal=True),
    4914: Close("sandbox_only", is_fatal=True),
    4915: Close("banned", is_fatal=True),
}


def close_of(code: int | None) -> Close:
    """What a code asks for; None for a connection that was lost without one."""
    if code is not None and 4900 <= code <= 4913:  # the platform's own faults
        return Close("internal", clears=True)
    return _CLOSES.get(code or 0, _LOST)
