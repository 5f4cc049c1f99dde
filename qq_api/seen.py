"""What was heard already: events that come twice are heard once. Computes only; no I/O."""

from collections.abc import Iterable
from operator import itemgetter

from qq_api.types import Payload

KEPT = 5000
"""Messages remembered, at least; at most twice as many."""

_NAMES = ("message_id", "self_id", "user_id", "group_id", "time")
_of_group = itemgetter(*_NAMES)


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
        post_type = payload["post_type"]
        try:
            if post_type == "message":
                if not isinstance(payload.get("message_id"), int | str):
                    return True
                key = hash(_of_group(payload))
            elif post_type in ("notice", "request") and "time" in payload:
                key = hash(repr(payload))
            else:
                return True
        except KeyError:  # of no group
            key = hash(repr([payload.get(name) for name in _NAMES]))
        except TypeError:  # a list where a number should be
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
