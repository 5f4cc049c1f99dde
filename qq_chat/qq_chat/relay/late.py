"""What was said while no account of ours was there, and was found in the history later. Computes only; no I/O."""

import time
from collections.abc import Mapping
from typing import Any

from qq_chat.relay.rendering.fields import number_of

LATE_SECONDS = 30.0
"""From this age on a message is late: players see when it was said, and what it asks for is not done any more."""


def lateness(event: Mapping[str, Any]) -> float:
    """How many seconds late a message is; 0 for what was heard at once, or nearly so.

    Args:
        event: a message; `backfilled` is qq_api's mark of those from the history.
    """
    said = number_of(event, "time") if event.get("backfilled") else 0
    age = time.time() - said if said else 0.0
    return age if age > LATE_SECONDS else 0.0
