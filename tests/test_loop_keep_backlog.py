"""The small machines: a loop on its own thread, a kept connection, a bounded queue."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import asynccontextmanager
from itertools import repeat

import pytest

from qq_api.backlog import Backlog
from qq_api.errors import FatalError
from qq_api.keep import keep, pauses
from qq_api.loop import LoopThread


def test_a_loop_thread_enters_and_leaves_its_context_there() -> None:
    seen = []

    @asynccontextmanager
    async def life() -> AsyncIterator[str]:
        seen.append(threading.current_thread().name)
        yield "value"
        seen.append("left")

    thread = LoopThread("bot", life)
    assert thread.start() == "value"
    assert thread.loop.is_running()
    assert thread.stop(5)
    assert thread.stop(5)
    assert seen == ["bot", "left"]
    assert "bot" not in {other.name for other in threading.enumerate()}


def test_what_entering_raises_is_raised_by_start() -> None:
    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        raise FatalError("no")
        yield

    with pytest.raises(FatalError, match="no"):
        LoopThread("bot", life).start()


def test_what_leaving_raises_is_logged_and_the_thread_ends(caplog: pytest.LogCaptureFixture) -> None:
    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        yield
        raise ValueError("on the way out")

    thread = LoopThread("bot", life)
    thread.start()
    assert thread.stop(5)
    assert "on the way out" in caplog.text


async def test_a_connection_is_tried_again_until_it_is_fatal(caplog: pytest.LogCaptureFixture) -> None:
    tries = iter([OSError("refused"), OSError("refused"), None, FatalError("wrong password")])

    async def hold() -> None:
        error = next(tries)
        if error is not None:
            raise error

    with pytest.raises(FatalError, match="wrong password"):
        await keep("QQ", hold, lambda: repeat(0))
    assert caplog.text.count("refused") == 1


def test_pauses_grow_up_to_a_bound_and_jitter() -> None:
    steps = pauses(1, 8)
    taken = [next(steps) for _ in range(8)]
    assert all(most / 2 <= pause <= most for pause, most in zip(taken, [1, 2, 4, 8, 8, 8, 8, 8], strict=True))
    assert len(set(taken)) == 8


async def test_a_full_backlog_forgets_the_oldest_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    backlog: Backlog[int] = Backlog("a slow peer", 3)
    for number in range(10):
        backlog.put(number)
    assert [await backlog.get() for _ in range(3)] == [7, 8, 9]
    assert backlog.dropped == 7
    assert caplog.text.count("a slow peer falls behind") == 1
    waiting = asyncio.create_task(backlog.get())
    await asyncio.sleep(0)
    backlog.put(10)
    assert await waiting == 10
    for number in range(4):
        backlog.put(number)
    assert caplog.text.count("a slow peer falls behind") == 2
    assert backlog.drain() == [1, 2, 3]
    assert len(backlog) == 0


def test_a_task_that_fails_at_the_end_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    async def stubborn() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ValueError("while it was cancelled") from None

    @asynccontextmanager
    async def life() -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task(stubborn())
        await asyncio.sleep(0)
        yield task

    thread = LoopThread("bot", life)
    thread.start()
    assert thread.stop(5)
    assert "while it was cancelled" in caplog.text


def _ask_until_refused(loop: asyncio.AbstractEventLoop) -> None:
    while True:
        asked = asyncio.sleep(0)
        try:
            future = asyncio.run_coroutine_threadsafe(asked, loop)
        except RuntimeError:
            return asked.close()
        with contextlib.suppress(CancelledError):
            future.result(30)


async def _stops_the_loop_when_cancelled() -> None:
    try:
        await asyncio.Event().wait()
    finally:
        asyncio.get_running_loop().stop()


@pytest.mark.parametrize("by_itself", [False, True])
@pytest.mark.parametrize("round_", range(10))
def test_whatever_other_threads_hand_over_at_the_end_is_answered_or_refused(round_: int, by_itself: bool) -> None:
    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        yield

    thread = LoopThread("bot", life)
    thread.start()
    stops = asyncio.run_coroutine_threadsafe(_stops_the_loop_when_cancelled(), thread.loop)
    with ThreadPoolExecutor(3) as others:
        asking = [others.submit(_ask_until_refused, thread.loop) for _ in range(3)]
        thread.loop.call_soon_threadsafe(thread.loop.stop) if by_itself else thread.stop(15)
        assert [one.result() for one in asking] == [None] * 3
    assert thread.stop(15) and stops.cancelled()
