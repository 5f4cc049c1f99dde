"""One module at work: on a thread and an event loop of its own, so that whatever it does, it does to itself."""

import asyncio
import inspect
import logging
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiocqhttp import Event

from qq_api.backlog import Backlog
from qq_api.bot import Bot, handled_account
from qq_api.calls import reason
from qq_api.errors import Error
from qq_api.loop import LoopThread, beside, handed
from qq_api.modules.declare import Handler
from qq_api.modules.folder import Loaded, Source, changed, load, told, where
from qq_api.texts import Texts

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """How patient we are with modules.

    Attributes:
        blocks: seconds without a sign of life after which a module is named.
        failures: how often a function may fail in a row before its module is switched off.
        waiting: events that a module may leave waiting; then its oldest are dropped.
        at_once: events that a module may be busy with at the same time.
        poll: seconds between two looks at the folder.
        leave: seconds that a module has to finish what it is at, before it is reloaded or ended.
    """

    blocks: float = 10.0
    failures: int = 5
    waiting: int = 1000
    at_once: int = 50
    poll: float = 1.0
    leave: float = 2.0


@dataclass(frozen=True)
class Heard:
    """An event, and the command in it; `("", "")` for none."""

    event: Event
    command: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Around:
    """What a module works in.

    Attributes:
        bot: given to its functions.
        texts: the words for the log.
        limits: how patient we are.
        is_on: whether its owner wants it at all.
        tell: tells the owner something about it: its name, the words.
    """

    bot: Bot
    texts: Texts
    limits: Limits
    is_on: Callable[[str], bool]
    tell: Callable[[str, str], None]


class Worker:
    """A module, on its thread. All but what is said otherwise is for the bot's loop.

    Args:
        source: where it lies.
        around: what it works in.

    Attributes:
        loaded: None as long as it was not imported.
        problem: why it was switched off; "" while it works.
        backlog: what it has to hear.
    """

    def __init__(self, source: Source, around: Around) -> None:
        self.source, self._around, self._texts = source, around, around.texts
        self.loaded: Loaded | None = None
        self.problem = ""
        self.backlog: Backlog[Heard] = Backlog(self._texts("modules.module", name=source.name), around.limits.waiting)
        self._failures: Counter[Callable[..., Any]] = Counter()
        self._busy: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(around.limits.at_once)
        self._ident: int | None = None
        self._thread = LoopThread(f"module {source.name}", self._life)
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def _life(self) -> AsyncIterator[None]:
        self._ident = threading.get_ident()
        yield

    # -- its life

    def start(self) -> None:
        """Let it be imported, and hear what waits."""
        self._thread.start()
        self._task = asyncio.create_task(self._run())

    async def finish(self) -> list[Heard]:
        """End it after what it is at; one that does not come to an end is left alone. Returns what it did not hear."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._busy:
            await asyncio.wait(self._busy, timeout=self._around.limits.leave)
        self._thread.stop(0)
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)
        return self.backlog.drain()

    async def _run(self) -> None:
        async with beside(self._pulse()):
            await self._import()
        if self.loaded is None:
            return
        timers = (self._again(one) for one in self.loaded.handlers if one.kind == "every")
        async with beside(self._pulse(), *timers):
            while True:
                await self._room.acquire()
                self._hand(await self.backlog.get())
                await self._ping()  # what it blocks waits here, and not on its thread

    async def _import(self) -> None:
        """One that was written meanwhile is left as it is: the host sees the change and starts another in its place."""
        found, error = await self._outcome(self._submit(self._guarded(self._load)))
        if await asyncio.to_thread(changed, self.source):
            return
        if error:
            self._off(self._texts("modules.not_imported", why=error.rpartition("\n")[2]), error)
            self._thread.stop(0)
        else:
            self.loaded = found

    async def _load(self) -> Loaded:
        return load(self.source)

    def revive(self) -> None:
        """Switch it on again after it failed too often."""
        self.problem = ""
        self._failures.clear()

    def _off(self, problem: str, detail: str) -> None:
        self.problem = problem
        self.backlog.drain()
        words = self._texts("modules.off", name=self.source.name, problem=problem)
        _log.error("%s\n%s", words, detail)
        self._around.tell(self.source.name, words)

    # -- what it hears

    def wants(self, post_type: str, command: str, group_id: Any) -> bool:
        """Whether it is to hear an event; as long as it is being imported nobody knows, so it keeps all."""
        if self.problem:
            return False
        return self.loaded is None or any(one.hears(post_type, command, group_id) for one in self.loaded.handlers)

    def _hand(self, heard: Heard) -> None:
        """Call all functions that hear it, in their order; none waits for another to end."""
        event, (command, args) = heard.event, heard.command
        if command:
            event["args"] = args
        there = self.loaded.handlers if self.loaded else ()
        self._call([one for one in there if one.hears(event["post_type"], command, event.get("group_id"))], event)

    async def _again(self, handler: Handler) -> None:
        while True:
            await asyncio.sleep(handler.seconds)
            if self._around.is_on(self.source.name):
                await self._room.acquire()
                await asyncio.wait([self._call([handler])])  # the next time is counted from its end

    def _call(self, handlers: list[Handler], *event: Event) -> "asyncio.Task[None]":
        """Takes one place in the room, which was acquired."""
        called = [] if self.problem else handlers
        works = [self._submit(self._guarded(partial(_called, one, self._around.bot, *event))) for one in called]
        task = asyncio.create_task(self._settle([*zip(called, works, strict=True)]))
        self._busy.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._busy.discard(task)
        self._room.release()

    async def _settle(self, calls: list[tuple[Handler, "Future[Any] | None"]]) -> None:
        await asyncio.gather(*(self._count(handler, work) for handler, work in calls))

    async def _count(self, handler: Handler, work: "Future[Any] | None") -> None:
        _, error = await self._outcome(work)
        count = self._failures[handler.function] = self._failures[handler.function] + 1 if error else 0
        if not error or self.problem:
            return
        name, function = self.source.name, handler.function.__name__
        if count < self._around.limits.failures:
            _log.error("%s\n%s", self._texts("modules.failed", name=name, function=function), error)
        else:
            self._off(self._texts("modules.keeps_failing", function=function, count=count), error)

    # -- its thread

    async def _outcome(self, work: "Future[Any] | None") -> tuple[Any, str]:
        """The result and the traceback of something done on its thread; one of them is empty."""
        if work is None:
            return None, self._texts("modules.thread_ended")
        await asyncio.wait([asyncio.wrap_future(work)])
        return (None, "") if work.cancelled() else work.result()

    def _submit(self, work: Any) -> "Future[Any] | None":
        return handed(work, self._thread.loop)  # None where it ended its own loop

    async def _guarded(self, work: Callable[[], Any]) -> tuple[Any, str]:
        """On its thread."""
        try:
            return await work(), ""
        except asyncio.CancelledError:
            raise
        except Error as error:  # QQ's side; the module itself is well
            _log.warning(self._texts("modules.refused", name=self.source.name, reason=reason(error)))
        except BaseException as error:  # noqa: BLE001  (the boundary to other people's modules, `sys.exit()` included)
            return None, told(error, self.source.root)
        return None, ""

    async def _ping(self) -> bool:
        """Wait until its thread is free; False when that has ended."""
        future = self._submit(asyncio.sleep(0))
        if future is not None:
            await asyncio.wait([asyncio.wrap_future(future)])
        return future is not None

    async def _pulse(self) -> None:
        """Say when it does not let its own thread go, and when it does again."""
        limit = self._around.limits.blocks
        while True:
            ping = asyncio.ensure_future(self._ping())
            done, _ = await asyncio.wait([ping], timeout=limit)
            if not done:
                place = where(self._ident, self.source.root)
                self._tell("modules.blocks", seconds=f"{limit:g}", where=place)
                await ping
                _log.info(self._texts("modules.goes_on", name=self.source.name))
            if not await ping:
                self._off(self._texts("modules.thread_ended"), "")
                return
            await asyncio.sleep(min(1.0, limit))

    def _tell(self, key: str, **values: Any) -> None:
        words = self._texts(key, name=self.source.name, **values)
        _log.error(words)
        self._around.tell(self.source.name, words)


async def _called(handler: Handler, bot: Bot, *event: Event) -> None:
    """Call a function of a module, on its thread."""
    if event:
        handled_account.set(event[0].get("self_id"))
    result = handler.function(bot, *event)
    if inspect.isawaitable(result):
        await result
