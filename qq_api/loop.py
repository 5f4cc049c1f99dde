"""Lives of asyncio: a thread of its own for one, tasks that run beside a block."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_log = logging.getLogger(__name__)


@asynccontextmanager
async def beside(*work: Coroutine[Any, Any, Any]) -> AsyncIterator[list[asyncio.Task[Any]]]:
    """Run coroutines beside the block, as tasks; leaving cancels those that still run and waits for their end."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield tasks
    finally:
        await ended(tasks)


async def ended(tasks: Iterable["asyncio.Future[Any]"]) -> None:
    """Cancel tasks until all have ended: before Python 3.12 `asyncio.wait_for` may lose a cancellation."""
    tasks = [*tasks]
    while running := {task for task in tasks if not task.done()}:
        for task in running:
            task.cancel()
        await asyncio.wait(running, timeout=0.5)
    await asyncio.gather(*tasks, return_exceptions=True)


def handed(work: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop) -> "Future[T] | None":
    """Give work to the loop of another thread; None where that has ended, and with it the work."""
    try:
        return asyncio.run_coroutine_threadsafe(work, loop)
    except RuntimeError:
        work.close()
        return None


class _Loop(asyncio.SelectorEventLoop):
    """What another thread hands over is run or refused: asyncio's own forgets what comes while it is closed.

    A selector loop: Windows' default would end sockets that `parking` gives away.
    """

    def __init__(self) -> None:
        super().__init__()
        self._door = threading.RLock()  # a collected object's end may hand over something as well
        self._handed = True

    def call_soon_threadsafe(self, *args: Any, **kwargs: Any) -> asyncio.Handle:  # type: ignore[override]
        """As asyncio's."""
        with self._door:
            handle = super().call_soon_threadsafe(*args, **kwargs)
            self._handed = True
            return handle

    def close(self) -> None:
        """End what was handed over meanwhile, then as asyncio's."""
        while not self._closed_when_empty():
            _end_tasks(self)

    def _closed_when_empty(self) -> bool:
        with self._door:
            if self._handed:
                self._handed = False
                return False
            super().close()
            return True


def _run(work: Coroutine[Any, Any, None]) -> None:
    """As `asyncio.run`, on a loop of ours."""
    with closing(_Loop()) as loop:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(work)
        finally:
            _end_tasks(loop)
            _finish(loop, loop.shutdown_asyncgens())
            _finish(loop, loop.shutdown_default_executor())
            asyncio.set_event_loop(None)


def _end_tasks(loop: asyncio.AbstractEventLoop) -> None:
    _finish(loop, asyncio.sleep(0))  # what other threads handed over becomes a task, so that it is ended too
    while left := asyncio.all_tasks(loop):
        _finish(loop, ended(left))
        _tell_of(left, loop)
    _finish(loop, asyncio.sleep(0))  # those who wait for them in other threads hear it


def _finish(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, None]) -> None:
    task = loop.create_task(work)
    while not task.done():
        with contextlib.suppress(RuntimeError):  # a plugin's task may stop the loop even now
            loop.run_until_complete(task)


def _tell_of(left: Iterable["asyncio.Task[Any]"], loop: asyncio.AbstractEventLoop) -> None:
    """Errors of tasks that nobody waited for any more."""
    for task in left:
        if not task.cancelled() and (error := task.exception()) is not None:
            loop.call_exception_handler({"message": "a task failed at the end", "exception": error, "task": task})


class LoopThread(Generic[T]):
    """Runs `async with life() as value:` on a thread named `name`, until stopped.

        thread = LoopThread("QQ API", lambda: running(config))
        runtime = thread.start()        # raises what entering raised
        thread.stop(5)

    Args:
        name: the thread's name.
        life: makes the context to enter on the new loop.
    """

    def __init__(self, name: str, life: Callable[[], AbstractAsyncContextManager[T]]) -> None:
        self._life = life
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._settled = threading.Event()
        self._error: BaseException | None = None
        self._value: T
        self._stop: asyncio.Event
        self.loop: asyncio.AbstractEventLoop

    def start(self) -> T:
        """Enter the context and return its value; blocks until it is entered.

        Raises:
            Exception: whatever entering raised; the thread has ended then.
        """
        self._thread.start()
        self._settled.wait()
        if self._error is not None:
            self._thread.join()
            raise self._error
        return self._value

    def stop(self, timeout: float) -> bool:
        """Leave the context; False when the thread still lived after `timeout` seconds. May be called twice."""
        if self._thread.is_alive():
            with contextlib.suppress(RuntimeError):  # the loop closed in between
                self.loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            _run(self._main())
        except BaseException as error:  # noqa: BLE001  (the boundary of the thread)
            if self._settled.is_set():
                _log.exception("%s ended with an error", self._thread.name)
            self._error = error
        finally:
            self._settled.set()

    async def _main(self) -> None:
        self.loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with self._life() as self._value:
            self._settled.set()
            await self._stop.wait()
