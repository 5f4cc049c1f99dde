"""Which of our QQ accounts speaks and listens in a group, when several are in it. Computes only; no I/O."""

import time
from collections.abc import Callable, Mapping
from typing import Any

SILENT_SECONDS = 5.0
"""After so long without a word from the account of a group, another one may take its place."""

REMEMBERED = 200
"""Messages of a group; qq_api asks for fewer of its history."""


class Accounts:
    """One account a group: what two of ours hear is heard once, and answered by the one that heard it.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard: dict[int, tuple[int, float]] = {}
        self._ours: set[int] = set()
        self._said: dict[int, dict[tuple[object, ...], int]] = {}

    def is_ours(self, self_id: int) -> None:
        """An account of ours connected."""
        self._ours.add(self_id)

    def are_ours(self, user_id: int) -> bool:
        """Whether a QQ number is one of our accounts."""
        return user_id in self._ours

    def hears(self, group_id: int, self_id: int, user_id: int) -> bool:
        """Whether what `self_id` heard from `user_id` counts: not our own words, not another account's echo."""
        self._ours.add(self_id)
        account, when = self._heard.get(group_id, (self_id, 0.0))
        if account != self_id and self._clock() - when < SILENT_SECONDS:
            return False
        self._heard[group_id] = (self_id, self._clock())
        return user_id not in self._ours

    def is_news(self, event: Mapping[str, Any]) -> bool:
        """Whether no other account has told of a group's message; it may hear it late, or find it in the history."""
        said = self._said.setdefault(event["group_id"], {})
        key, self_id = (str(event.get("time")), event["user_id"], event.get("content")), event["self_id"]
        if said.get(key, self_id) != self_id:
            return False
        said.pop(key, None)
        said[key] = self_id  # the newest, again
        if len(said) > REMEMBERED:
            del said[next(iter(said))]
        return True

    def of(self, group_id: int) -> int | None:
        """The account that speaks in a group, if one was heard there."""
        heard = self._heard.get(group_id)
        return heard[0] if heard else None

    def forget(self, group_id: int) -> None:
        """That account is not there: any other may do."""
        self._heard.pop(group_id, None)
