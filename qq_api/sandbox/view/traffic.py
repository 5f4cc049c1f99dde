"""The log of what passed between the World and bots, for the page: events that went out, actions that came in."""

import itertools
import json
from collections import deque

from qq_api.sandbox.view.cut import cut
from qq_api.types import Payload

KEPT = 300
"""Entries remembered; older ones can no longer be sent again."""

LONGEST = 500
"""Characters of any one text in an entry that a page gets."""

MOST = 16_000
"""Characters of a whole entry that a page gets."""


class Traffic:
    """The newest entries, whole, to be sent again; a page gets them shortened."""

    def __init__(self) -> None:
        self._entries: deque[tuple[Payload, Payload]] = deque(maxlen=KEPT)
        self._numbers = itertools.count(1)

    def event(self, event: Payload) -> Payload:
        """Remember an event that went to an account's bots; returns the entry for the page."""
        return self._add("event", event["self_id"], _name_of(event), event.get("time", 0), {"event": event})

    def action(self, self_id: int, action: str, params: Payload, answer: Payload, when: int) -> Payload:
        """Remember an action; returns the entry for the page."""
        return self._add("action", self_id, action, when, {"params": params, "answer": answer})

    def _add(self, kind: str, self_id: int, name: str, when: int, what: Payload) -> Payload:
        entry = {"number": next(self._numbers), "kind": kind, "self_id": self_id, "name": name, "time": when}
        failed = what.get("answer", {}).get("status") == "failed"
        entry |= {"failed": failed, "json": json.dumps(cut(what, LONGEST), ensure_ascii=False, default=str)[:MOST]}
        self._entries.append((entry, what))
        return entry

    def shown(self) -> list[Payload]:
        """What a newly opened page gets."""
        return [entry for entry, _ in self._entries]

    def find(self, number: int) -> tuple[Payload, Payload]:
        """An entry by its number, and whole.

        Raises:
            ValueError: it is no longer remembered.
        """
        for entry, what in self._entries:
            if entry["number"] == number:
                return entry, what
        raise ValueError(f"no entry {number}")


def _name_of(event: Payload) -> str:
    """`{"post_type": "notice", "notice_type": "notify", "sub_type": "poke"}` -> `notice.notify.poke`."""
    kind = event.get("post_type", "")
    parts = (kind, event.get(f"{kind}_type"), event.get("sub_type"))
    return ".".join(str(part) for part in parts if part)
