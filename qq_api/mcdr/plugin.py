"""The life of the bot inside MCDR, from `on_load` to `on_unload`."""

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from mcdreforged.api.types import PluginServerInterface

from qq_api.bot import Bot
from qq_api.config import Config, obtain_config
from qq_api.errors import ConfigError
from qq_api.events import from_payload
from qq_api.loop import LoopThread, handed
from qq_api.mcdr.commands import Commands
from qq_api.mcdr.emit import Emitter
from qq_api.mcdr.logs import logging_to
from qq_api.modules.host import Host, hosting
from qq_api.notify import Notice, notifying, server_ended
from qq_api.parking import leave, take
from qq_api.runtime import running
from qq_api.standalone import telling_of
from qq_api.texts import Texts
from qq_api.types import Payload

_log = logging.getLogger(__name__)

STOP_SECONDS = 5


class Plugin:
    """The bot, its thread, and the way of its events into MCDR.

    Args:
        server: of this plugin.
    """

    def __init__(self, server: PluginServerInterface) -> None:
        self._logs = ExitStack()
        self._logs.enter_context(logging_to(server.logger))
        self._texts = Texts.load("qq_api", server.get_mcdr_language())
        self._server, self._version = server, str(server.get_self_metadata().version)
        self._parked = self._take_over()
        self.bot = Bot(self._parked.get("seen", ()))
        config = self._config(Path(server.get_data_folder()))
        self._host: Host | None = None
        self._thread = LoopThread("QQ API", lambda: self._life(config))
        self._thread.start()
        self.loop = self._thread.loop
        server.register_event_listener("mcdr.server_stop", self._server_ended)
        Commands(self.bot, self._runtime, self.loop, self._reload, self._texts).register(server)

    def _take_over(self) -> dict[str, Any]:
        """What the plugin left when it was unloaded a moment ago (`parking`)."""
        parked, version = take(self._version)
        if parked and version != self._version:
            _log.info(self._texts("updated", old=version, new=self._version))
        return parked

    @asynccontextmanager
    async def _life(self, config: Config) -> AsyncIterator[None]:
        waiting = filter(None, map(from_payload, self._parked.get("events", ())))
        self._emitter = Emitter(self._server, self.bot, asyncio.get_running_loop(), waiting)
        self.bot.listeners.append(self._emitter.emit)
        folder = Path(self._server.get_data_folder())
        expected = any(one.type != "http" for one in config.connections)
        async with (
            running(self.bot, config, self._texts, self._parked, folder) as self._runtime,
            notifying(self.bot, self._runtime.watch, self._texts, expected=expected) as self._notifications,
        ):
            self._notifications.apply(config.notify)
            async with self._modules(config):
                yield

    @asynccontextmanager
    async def _modules(self, config: Config) -> AsyncIterator[None]:
        """The modules in `config/qq_api/modules`, where there is such a folder."""
        folder = Path(self._server.get_data_folder()) / "modules"
        if not folder.is_dir():
            yield
            return
        tell, waiting = telling_of(self._notifications), self._parked.get("modules")
        async with hosting(folder, self.bot, config, self._texts, tell=tell, waiting=waiting) as self._host:
            yield

    def _config(self, folder: Path) -> Config:
        try:
            return obtain_config(folder, self._texts)
        except ConfigError as error:
            _log.error(self._texts("config_refused", error=error))
            return Config(connections=[])

    async def _reload(self) -> str:
        """Read the configuration again, for `!!qqapi reload`; a wrong one changes nothing."""
        try:
            config = obtain_config(Path(self._server.get_data_folder()), self._texts)
        except ConfigError as error:
            return self._texts("command.not_reloaded", error=error)
        await self._runtime.apply(config)
        self._notifications.apply(config.notify)
        if self._host is not None:
            self._host.apply(config)
        return self._texts("command.reloaded")

    def park(self) -> None:
        """End it all, but leave what is open, and the events that no listener has had yet, to the next life."""
        parked = self._parked_now()
        parked["events"] = self.stop()
        leave(self._version, parked)

    def _parked_now(self) -> dict[str, Any]:
        """What stays open; no connection where the bot's thread does not answer."""
        nothing: dict[str, Any] = {"connections": {}}
        parking = handed(self._park_all(), self.loop)
        if parking is None:
            return nothing
        try:
            return parking.result(STOP_SECONDS)
        except (FutureTimeout, CancelledError):  # its thread is stuck, or ended meanwhile
            parking.cancel()
            return nothing

    async def _park_all(self) -> dict[str, Any]:
        """Modules first: as long as the connections are open they can finish what they are at."""
        if self._host is None:
            return await self._runtime.park()
        await self._host.close()
        parked = await self._runtime.park()
        return parked | {"modules": self._host.waiting()}

    def _server_ended(self, _server: PluginServerInterface, code: int | None) -> None:
        notice = server_ended(code)
        if notice is not None:
            self.notify(notice)

    def notify(self, notice: Notice) -> None:
        """Tell the owner of something, as configured; from any thread."""
        with suppress(RuntimeError):  # the loop is closed: there is nobody left who could tell
            self.loop.call_soon_threadsafe(self._notifications.tell, notice)

    def stop(self) -> list[Payload]:
        """End it all; returns, as plain dicts, the events that no listener has had yet."""
        if not self._thread.stop(STOP_SECONDS):
            _log.error(self._texts("still_running", seconds=STOP_SECONDS))
        waiting = self._emitter.close()
        _log.info(self._texts("bye"))
        self._logs.close()
        return [dict(event) for event in waiting]
