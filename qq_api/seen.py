"""What was heard already: events that come twice are heard once. Computes only; no I/O."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from qq_api.types import Payload

KEPT = 5000
"""Messages remembered, at least; at most twice as many."""

_NAMES = ("message_id", "self_id", "user_id", "group_id", "time")
_of_group = itemgetter(*_NAMES)
_TIMED = ("notice", "request")


class Seen:
    """Remembers the newest messages by account and number.

    Some implementations report each message twice, and history repeats what was heard (LuckyLilliaBot#547, NapCat#24).

    Remembered are hashes of 64 bits: one in 10^15 new messages would be taken for an old one.

    Args:
        keys: what an earlier one remembered.
    """

    def __init__(self, keys: Iterable[int] = ()) -> None:
        self._newest: set[int] = set()
        self._older: set[int] = set(keys)

    def is_new(self, payload: Payload) -> bool:
        """Whether an event was not heard before; what has neither a number nor a time is always new."""
        key = _key(payload)
        if key is None:
            return True
        if key in self._newest or key in self._older:
            return False
        self._newest.add(key)
        if len(self._newest) >= KEPT:
            self._older, self._newest = self._newest, set()
        return True

    def keys(self) -> list[int]:
        """All that is remembered."""
        return [*self._older, *self._newest]


def _key(payload: Payload) -> int | None:
    """What two reports of one event share."""
    try:
        if payload["post_type"] == "message":
            parts: tuple[Any, ...] = _of_group(payload)
            return hash(parts) if isinstance(parts[0], int | str) else None
        return hash(repr(payload)) if payload["post_type"] in _TIMED and "time" in payload else None
    except KeyError:  # of no group
        parts = tuple(payload.get(name) for name in _NAMES)
        return hash(repr(parts)) if isinstance(parts[0], int | str) else None
    except TypeError:  # a list where a number should be
        return None
