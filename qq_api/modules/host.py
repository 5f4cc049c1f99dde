"""`async with hosting(folder, bot, …) as host:` runs the modules of a folder."""

import asyncio
import copy
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias

from aiocqhttp import Event

from qq_api.bot import Bot
from qq_api.calls import reason
from qq_api.config import Config
from qq_api.errors import Error
from qq_api.events import from_payload
from qq_api.loop import beside
from qq_api.message import text
from qq_api.modules.declare import command_of
from qq_api.modules.folder import Source, find, forget
from qq_api.modules.menu import Menu, words_of
from qq_api.modules.switches import EVERYWHERE, Switches
from qq_api.modules.w1ndys import known_of, served
from qq_api.modules.worker import Around, Heard, Limits, Worker
from qq_api.texts import Texts
from qq_api.types import Payload

_log = logging.getLogger(__name__)

Waiting: TypeAlias = dict[str, list[Payload]]
"""Name of a module -> events that it has not heard yet."""

_HEARD = ("message", "notice", "request")


class Host:
    """The modules of a folder. Made by `hosting`; for the bot's loop.

    Args:
        folder: where they lie.
        around: what they work in.
        switches: which are off, and where.
        owners: who may turn switches in QQ.

    Attributes:
        workers: name -> module.
    """

    def __init__(self, folder: Path, around: Around, switches: Switches, owners: list[int]) -> None:
        self._folder, self._around, self._switches = folder, around, switches
        self.workers: dict[str, Worker] = {}
        self._seen: dict[str, Source] = {}
        self._left: dict[str, list[Heard]] = {}
        self._closed = False
        self._menu = Menu(self.workers, switches, owners, around.texts, self._revive)

    def apply(self, config: Config) -> None:
        """Let the owners of a configuration be the owners from now on."""
        self._menu.owners = {*config.notify.owners}

    # -- what is heard

    def hear(self, event: Event) -> None:
        """Hand an event to all modules that want it, to each a copy of its own; never waits."""
        post_type, group_id = event["post_type"], event.get("group_id")
        if post_type not in _HEARD:
            return
        command = _command(event)
        if command[0] in ("menu", "modules"):
            self._answer(command, event)
        for name, worker in self.workers.items():
            if worker.wants(post_type, command[0], group_id) and self._switches.is_on(name, group_id or EVERYWHERE):
                worker.backlog.put(Heard(type(event)(copy.deepcopy(dict(event))), command))

    def waiting(self) -> Waiting:
        """What modules have not heard yet, after `close`: for the next life."""
        for name, worker in self.workers.items():
            self._left.setdefault(name, []).extend(worker.backlog.drain())
        return {name: [dict(heard.event) for heard in left] for name, left in self._left.items() if left}

    def _answer(self, command: tuple[str, str], event: Event) -> None:
        words = self._menu.answer(*command, event)
        if words is not None:
            self._around.bot.spawn(self._say(event, words))

    async def _say(self, event: Event, words: str) -> None:
        try:
            await self._around.bot.send(event, [text(words)])
        except Error as error:
            _log.warning(self._around.texts("modules.refused", name="/modules", reason=reason(error)))

    def _revive(self, name: str) -> None:
        worker = self.workers[name]
        if worker.loaded is not None:
            worker.revive()
        elif worker.problem:
            self._start(worker.source)

    # -- what lies in the folder

    async def run(self) -> None:
        """Look at the folder until cancelled."""
        while True:
            await asyncio.sleep(self._around.limits.poll)
            found = await asyncio.to_thread(find, self._folder)
            try:
                await self._follow(found)
            except Exception:  # noqa: BLE001  (the boundary of one look: the next one may do)
                _log.exception("the folder of modules could not be followed")

    async def _follow(self, found: dict[str, Source]) -> None:
        if self._closed:
            return
        for name in [one for one in self.workers if one not in found]:
            await self._end(name)
        for name, source in found.items():
            # One that is being written changes from look to look.
            if self._is_new(source) and self._seen.get(name) == source:
                await self._replace(source)
        self._seen = found

    def _is_new(self, source: Source) -> bool:
        return source.name not in self.workers or self.workers[source.name].source != source

    def begin(self, waiting: Waiting) -> None:
        """Start all modules that are there; they hear first what waited for them."""
        self._seen = find(self._folder)
        for name, source in self._seen.items():
            worker = self._start(source)
            for event in filter(None, map(from_payload, waiting.get(name, ()))):
                worker.backlog.put(Heard(event, _command(event)))

    def _start(self, source: Source) -> Worker:
        worker = self.workers[source.name] = Worker(source, self._around)
        worker.start()
        return worker

    async def _replace(self, source: Source) -> None:
        """Load a module anew; what the old one did not hear, the new one hears."""
        old = self.workers.get(source.name)
        waiting = await old.finish() if old else []
        worker = self._start(source)
        for heard in [*waiting, *(old.backlog.drain() if old else [])]:
            worker.backlog.put(heard)
        _log.info(self._around.texts("modules.reloaded" if old else "modules.found", name=source.name))

    async def _end(self, name: str) -> None:
        await self.workers[name].finish()
        del self.workers[name]
        forget(name)
        _log.info(self._around.texts("modules.gone", name=name))

    async def close(self) -> None:
        """End them all, after what they are at; what comes from now on waits (`waiting`). May be called twice."""
        self._closed, workers = True, {**self.workers}
        left = await asyncio.gather(*(worker.finish() for worker in workers.values()))
        for name, heard in zip(workers, left, strict=True):
            self._left.setdefault(name, []).extend(heard)
            forget(name)


def _command(event: Event) -> tuple[str, str]:
    return command_of(words_of(event)) if event["post_type"] == "message" else ("", "")


def _nobody(_name: str, _words: str) -> None:
    """Nobody wants to know."""


@asynccontextmanager
async def hosting(
    folder: Path,
    bot: Bot,
    config: Config,
    texts: Texts,
    *,
    tell: Callable[[str, str], None] = _nobody,
    limits: Limits | None = None,
    waiting: Waiting | None = None,
) -> AsyncIterator[Host]:
    """Run the modules of a folder while the block runs, on the bot's loop.

    Args:
        folder: where they lie; may come and go.
        bot: whose events they hear.
        config: says who the owners are (`notify.owners`), and what `app.config` serves.
        texts: the words.
        tell: tells the owner something about a module: its name, the words.
        limits: how patient we are with modules.
        waiting: what modules of an earlier life had not heard yet.
    """
    switches = Switches(folder / "switches.json", texts)
    around = Around(bot, texts, limits or Limits(), switches.is_on, tell)
    host = Host(folder, around, switches, config.notify.owners)
    with served(known_of(config), switches, texts):
        host.begin(waiting or {})
        bot.listeners.append(host.hear)
        try:
            async with beside(host.run()):
                yield host
        finally:
            bot.listeners.remove(host.hear)
            await host.close()
