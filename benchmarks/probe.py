"""What every measured server carries along: it counts events, checks their order, and tells `run.py`.

The same object sits in all variants, so its own cost (about 0.2 µs an event) is the same for all.
"""

import asyncio
import gc
import os
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from channel import Channel
from events import FIRST

PORT = int(os.environ.get("BENCH_PORT", "0"))
"""Where the variant shall listen."""

Call = Callable[[int], Awaitable[Any]]
"""Calls `send_group_msg(group_id=n, …)` on the bot's loop; the generator answers `{"message_id": n}`."""

CallSync = Callable[[int], Any]

RunSync = Callable[[Callable[[], None]], Any]


class Probe:
    """Counts what arrives; `hit` is the only thing on the measured path.

    Attributes:
        work: seconds each listener shall keep busy.
    """

    def __init__(self) -> None:
        self._channel = Channel.to_run()
        self._seen, self._goal, self._next, self._faults = 0, 0, FIRST, 0
        self._stamps: list[float] | None = None
        self._waits: list[tuple[float, float]] = []
        self._cpu = 0.0
        self.work = 0.0
        self._loop: Callable[[], asyncio.AbstractEventLoop]
        self._call: Call
        self._call_sync: CallSync
        self._run_sync: RunSync
        threading.Thread(target=self._serve, name="probe", daemon=True).start()

    def hit(self, number: int) -> None:
        """An event arrived; `number` is its `message_id`."""
        if number != self._next:
            self._faults += 1
        self._next = number + 1
        self._seen += 1
        if self._stamps is not None:
            self._stamps.append(time.monotonic())
        if self._seen == self._goal:
            self._tell()

    def listen(self, _server: Any, _bot: Any, event: Any) -> None:
        """A listener of MCDR: counts, and keeps busy for `work` seconds."""
        if self.work:
            until = time.perf_counter() + self.work
            while time.perf_counter() < until:
                pass
        self.hit(event["message_id"])

    def command(self, sent: float) -> None:
        """A player's command runs that was typed at `sent`."""
        self._waits.append((sent, time.monotonic() - sent))

    def can_call(
        self,
        loop: Callable[[], asyncio.AbstractEventLoop],
        call: Call,
        call_sync: CallSync,
        run_sync: RunSync = lambda work: work(),
    ) -> None:
        """Say how actions are called.

        Args:
            loop: gives the bot's loop.
            call: makes one call, on that loop.
            call_sync: makes one call from any other thread.
            run_sync: runs something to its end on the thread that `call_sync` shall be called from.
        """
        self._loop, self._call, self._call_sync, self._run_sync = loop, call, call_sync, run_sync

    def _tell(self) -> None:
        at, cpu = time.monotonic(), time.process_time() - self._cpu
        self._channel.send(at=at, cpu=cpu, **self._count(), rss=peak_rss(), stamps=self._stamps)

    def _count(self) -> dict[str, int]:
        return {"seen": self._seen, "faults": self._faults}

    def _serve(self) -> None:
        while True:
            try:
                order = self._channel.receive()
            except (EOFError, OSError):
                os._exit(0)  # nobody measures any more
            getattr(self, f"_do_{order.pop('do')}")(**order)

    def _do_expect(self, first: int, count: int, work: float = 0, stamps: bool = False) -> None:
        self._seen, self._goal, self._next, self._faults = 0, count, FIRST + first, 0
        self._stamps, self._waits, self.work = [] if stamps else None, [], work
        gc.collect()
        self._cpu = time.process_time()
        self._channel.send()

    def _do_count(self) -> None:
        self._channel.send(**self._count())

    def _do_waits(self) -> None:
        self._channel.send(waits=list(self._waits))

    def _do_calls(self, count: int, in_flight: int) -> None:
        """Make `count` calls on the bot's loop, so many at a time; 0 stands for `bot.sync`, one after the other."""
        calls = _Calls(count)
        gc.collect()
        cpu, began = time.process_time(), time.monotonic()
        if in_flight:
            asyncio.run_coroutine_threadsafe(calls.run(self._call, in_flight), self._loop()).result()
        else:
            self._run_sync(lambda: calls.run_sync(self._call_sync))
        seconds = time.monotonic() - began
        cpu = time.process_time() - cpu
        self._channel.send(seconds=seconds, cpu=cpu, wrong=calls.wrong, took=calls.took, rss=peak_rss())


class _Calls:
    def __init__(self, count: int) -> None:
        self._numbers = iter(range(1, count + 1))
        self.took: list[float] = []
        self.wrong = 0

    async def run(self, call: Call, in_flight: int) -> None:
        await asyncio.gather(*(self._work(call) for _ in range(in_flight)))

    async def _work(self, call: Call) -> None:
        for number in self._numbers:
            began = time.monotonic()
            self._took(number, began, await call(number))

    def run_sync(self, call: CallSync) -> None:
        for number in self._numbers:
            began = time.monotonic()
            self._took(number, began, call(number))

    def _took(self, number: int, began: float, answer: Any) -> None:
        self.took.append(time.monotonic() - began)
        self.wrong += answer != {"message_id": number}


def peak_rss() -> float:
    """The most memory this process ever held, in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
