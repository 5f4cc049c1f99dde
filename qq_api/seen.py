"""What was heard already: events that come twice are heard once. Computes only; no I/O."""

from collections.abc import Iterable

from qq_api.types import Payload

KEPT = 5000
"""Messages remembered, at least; at most twice as many."""


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
        get = payload.get
        post_type, number = get("post_type"), get("message_id")
        key: int
        try:
            if post_type == "message" and isinstance(number, (int, str)):
                key = hash((number, get("self_id"), get("user_id"), get("group_id"), get("time")))
            elif post_type in ("notice", "request") and "time" in payload:
                key = hash(repr(payload))
            else:
                return True
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
