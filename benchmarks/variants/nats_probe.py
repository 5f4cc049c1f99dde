"""What the processes of a fleet carry along: every server's events are counted, and CPU is told by process."""

import asyncio
import contextlib
import gc
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import psutil
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from events import FIRST
from fanout_probe import RECEIVERS
from probe import Probe

URL = f"nats://127.0.0.1:{RECEIVERS}"
CONSUMERS_SECONDS = 50


class BridgeProbe(Probe):
    """Says which process it is in; that is measured from the other one."""

    def __init__(self) -> None:
        super().__init__()
        self._channel.send(pid=os.getpid())


class Counter:
    """The events of one server.

    Args:
        on_last: called when the last one came that was expected.

    Attributes:
        seen: events that came.
        faults: those that were not the next one.
    """

    def __init__(self, on_last: Callable[[], None]) -> None:
        self._on_last = on_last
        self.expect(0, 0)

    def expect(self, first: int, count: int) -> None:
        """From now on it is these that have to come."""
        self.seen, self.faults, self._due, self._goal = 0, 0, FIRST + first, count

    def listen(self, event: Any) -> None:
        """An event came."""
        if event["post_type"] == "message":
            number = event["message_id"]
            self.faults += number != self._due
            self._due, self.seen = number + 1, self.seen + 1
            if self.seen == self._goal:
                self._on_last()


class ServersProbe(Probe):
    """Says so when all servers have all; `argv` of its process: how many servers, the pids of broker and bridge."""

    def __init__(self) -> None:
        count, *pids = map(int, sys.argv[2:])
        self._late = 0
        self.counters = [Counter(self._one_has_all) for _ in range(count)]
        self._parts = [psutil.Process(pid) for pid in (*pids, os.getpid())]
        self._used: list[float] = []

    def hello(self) -> None:
        """All servers read."""
        super().__init__()

    def _one_has_all(self) -> None:
        self._late -= 1
        if not self._late:
            self._tell()

    def _cpu_of_each(self) -> list[float]:
        return [sum(one.cpu_times()[:2]) for one in self._parts]

    def _do_expect(self, first: int, count: int) -> None:
        self._late = len(self.counters)
        for counter in self.counters:
            counter.expect(first, count)
        gc.collect()
        self._used = self._cpu_of_each()
        self._channel.send()

    def _tell(self) -> None:
        at, used = time.monotonic(), [now - then for now, then in zip(self._cpu_of_each(), self._used, strict=True)]
        parts = dict(zip(("broker", "bridge", "servers"), used, strict=True))
        self._channel.send(at=at, cpu=sum(used), **parts, **self._count(), rss=0)

    def _count(self) -> dict[str, int]:
        """Of the slowest server; faults are all."""
        return {"seen": min(one.seen for one in self.counters), "faults": sum(one.faults for one in self.counters)}


async def all_read(client: Client, stream: str, count: int) -> None:
    """Wait until so many read a stream."""
    deadline, readers = time.monotonic() + CONSUMERS_SECONDS, 0
    while readers < count:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{readers} of {count} read {stream}")
        await asyncio.sleep(0.05)
        with contextlib.suppress(NotFoundError):  # the bridge makes it
            readers = (await client.jetstream().stream_info(stream)).state.consumer_count
