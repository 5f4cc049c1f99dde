"""Which frames were heard already: the platform sends again what it thinks was not taken. Computes only."""

from collections.abc import Iterable

KEPT = 2000
"""Ids remembered."""


class Recent:
    """The newest ids of events (the outermost `id` of a frame).

    Args:
        ids: what an earlier one remembered.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._ids: dict[str, None] = dict.fromkeys(ids)

    def is_new(self, event_id: object) -> bool:
        """Whether an id was not there before; whatever has none is always new."""
        if not isinstance(event_id, str) or not event_id:
            return True
        if event_id in self._ids:
            return False
        self._ids[event_id] = None
        if len(self._ids) > KEPT:
            del self._ids[next(iter(self._ids))]
        return True

    def ids(self) -> list[str]:
        """All that is remembered, the oldest first."""
        return [*self._ids]
