"""Events that wait to be published, in order. Computes only; no I/O."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

SEEN = 256
"""How far a batch looks ahead."""


class Entry(NamedTuple):
    """One event on its way to the stream.

    Attributes:
        number: its place in the order.
        account: who heard it; None when it may be published whoever owns that account.
        when: it was heard, in seconds of the clock of whoever put it.
        subject, message_id, data: as it is published.
    """

    number: int
    account: Any
    when: float
    subject: str
    message_id: str
    data: bytes

    @property
    def place(self) -> str:
        """`qq.v1.ev.1.group.2.message` -> `group.2`."""
        return ".".join(self.subject.split(".")[-3:-1])


class Waiting:
    """Entries by account, numbered over all of them; bounded.

    Args:
        most: entries.
        most_bytes: of their data.
    """

    def __init__(self, most: int = 10_000, most_bytes: int = 32 << 20) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._entries: dict[Any, dict[int, Entry]] = {}
        self.bytes = 0

    def __len__(self) -> int:
        return sum(map(len, self._entries.values()))

    def __iter__(self) -> Iterator[Entry]:
        return heapq.merge(*(one.values() for one in self._entries.values()))

    def put(self, entry: Entry) -> list[Entry]:
        """Add the newest; returns what had to go for it, the oldest first."""
        self._entries.setdefault(entry.account, {})[entry.number] = entry
        self.bytes += len(entry.data)
        gone = []
        while len(self) > self._most or (self.bytes > self._most_bytes and len(self) > 1):
            oldest = next(iter(self))
            self.remove([oldest])
            gone.append(oldest)
        return gone

    def remove(self, entries: Iterable[Entry]) -> None:
        """Forget some."""
        for entry in entries:
            if self._entries.get(entry.account, {}).pop(entry.number, None) is not None:
                self.bytes -= len(entry.data)

    def first(self, accounts: Iterable[Any], most: int, per_place: int) -> list[Entry]:
        """The oldest of some accounts, in order.

        Args:
            accounts: of whom.
            most: entries at once.
            per_place: of one group at once; what is behind them there waits.
        """
        batch: list[Entry] = []
        count: Counter[str] = Counter()
        merged = heapq.merge(*(self._entries.get(one, {}).values() for one in accounts))
        for _, entry in zip(range(SEEN), merged, strict=False):
            count[entry.place] += 1
            if count[entry.place] <= per_place:
                batch.append(entry)
            if len(batch) == most:
                break
        return batch

    def of(self, account: Any) -> list[Entry]:
        """What an account heard."""
        return [*self._entries.get(account, {}).values()]

    def free(self, entries: Iterable[Entry]) -> None:
        """These may be published by whoever has their account."""
        entries = [*entries]
        self.remove(entries)
        free = [*self.of(None), *(one._replace(account=None) for one in entries)]
        self._entries[None] = {one.number: one for one in sorted(free)}
        self.bytes += sum(len(one.data) for one in entries)
