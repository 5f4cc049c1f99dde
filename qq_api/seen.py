"""What was heard already: events that come twice are heard once. Computes only; no I/O."""

from collections import OrderedDict
from typing import Any

from qq_api.types import Payload

KEPT = 5000
"""Messages remembered."""


class Seen:
    """Remembers the newest messages by account and number.

    Some implementations report each message twice, and history repeats what was heard (LuckyLilliaBot#547, NapCat#24).
    """

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[Any, ...], None] = OrderedDict()

    def is_new(self, payload: Payload) -> bool:
        """Whether an event was not heard before; what is no message is always new."""
        number = payload.get("message_id")
        if payload.get("post_type") != "message" or not isinstance(number, int | str):
            return True
        key = (payload.get("self_id"), number, payload.get("user_id"), payload.get("group_id"), payload.get("time"))
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > KEPT:
            self._keys.popitem(last=False)
        return True
