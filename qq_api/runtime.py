"""Puts the parts together: `async with running(bot, config, texts) as runtime:` is the whole life of the bot."""

import asyncio
import hashlib
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from qq_api.backfill import Backfill
from qq_api.bot import Bot
from qq_api.config import Broker, Config, Connection, ForwardWebSocket, Mirai, Official, ReverseWebSocket
from qq_api.errors import FatalError, PortBusy
from qq_api.keep import keep
from qq_api.loop import beside
from qq_api.onebot.forward import ForwardWebSocketClient
from qq_api.onebot.http import HttpTransport
from qq_api.onebot.server import ReverseWebSocketServer
from qq_api.parking import Connections, close
from qq_api.texts import Texts
from qq_api.types import Transport
from qq_api.watch import Watch
from qq_api.web import bind

_log = logging.getLogger(__name__)


@dataclass
class Held:
    """One configured connection, and what runs it; without a transport when it could not be had."""

    connection: Connection
    transport: Transport | None = None
    task: "asyncio.Task[None] | None" = None
    sock: socket.socket | None = None
    problem: str = ""

    def key(self) -> str:
        """The same for the same connection in the next life of the plugin; no secret can be read in it."""
        plain = [(name, _revealed(value)) for name, value in self.connection]
        return hashlib.sha256(repr(plain).encode()).hexdigest()

    async def park(self) -> tuple[socket.socket | None, list[Any]] | None:
        """The listening socket and what is open on it, for the next life of the plugin; None when there is nothing."""
        if self.transport is None:
            return None
        left = await self.transport.park()
        return self.sock and self.sock.dup(), left

    @property
    def is_over(self) -> bool:
        """Whether it could not be had, or gave up."""
        return self.transport is None or (self.task is not None and self.task.done())

    async def stop(self) -> None:
        """End it."""
        while self.task is not None and not self.task.done():
            self.task.cancel()  # again: before Python 3.12 `asyncio.wait_for` may lose one
            await asyncio.wait({self.task}, timeout=1)
        if self.sock is not None:
            self.sock.close()


def _revealed(value: Any) -> str:
    return str(value.get_secret_value() if isinstance(value, SecretStr) else value)


class Runtime:
    """The connections of one bot, as its configuration wants them.

    Args:
        bot: whose connections they are.
        texts: the words for the log.
        parked: what an earlier life of the plugin left (`park`).
        folder: where connections may keep files; None for nowhere.
    """

    def __init__(
        self, bot: Bot, texts: Texts, parked: dict[str, Any] | None = None, folder: Path | None = None
    ) -> None:
        self._bot, self._texts, self._folder = bot, texts, folder
        left = parked or {}
        self._parked: Connections = left.get("connections", {})
        self._backfill = Backfill(bot, left.get("groups"))
        bot.listeners.append(self._backfill.listen)
        self.watch = Watch(bot)
        bot.listeners.append(self.watch.listen)
        self.held: list[Held] = []

    async def apply(self, config: Config) -> None:
        """Make the connections what a configuration says; those that are the same go on as they are.

        One that cannot be had (a busy port) is told in the log; the others go on.
        """
        self._bot.default_account = config.default_account
        # what was said while we were away waits at a broker
        self._backfill.enabled = config.backfill and {one.type for one in config.connections} != {"broker"}
        for held in self.held:
            if held.connection not in config.connections or held.is_over:
                await held.stop()
        kept = [held for held in self.held if held.connection in config.connections and not held.is_over]
        self.held = []
        wanted = {Held(connection).key() for connection in config.connections}
        close({key: self._parked.pop(key) for key in self._parked.keys() - wanted})
        for connection in config.connections:
            same = next((held for held in kept if held.connection == connection), None)
            self.held.append(same or self._start(connection))
        self._bot.transports[:] = [held.transport for held in self.held if held.transport is not None]

    async def park(self) -> dict[str, Any]:
        """Take everything open out of this life's hands: open sockets and plain data, for `parked` of the next."""
        self._bot.closed = True
        parked = await asyncio.gather(*(held.park() for held in self.held))
        connections = {held.key(): left for held, left in zip(self.held, parked, strict=True) if left is not None}
        return {"connections": connections, "groups": self._backfill.groups, "seen": self._bot.seen.keys()}

    async def restart(self) -> None:
        """End every connection and begin anew; QQ's side comes back by itself."""
        config = Config(connections=[held.connection for held in self.held])
        config.default_account, config.backfill = self._bot.default_account, self._backfill.enabled
        await self.stop()
        await self.apply(config)

    async def stop(self) -> None:
        """End every connection."""
        await asyncio.gather(*(held.stop() for held in self.held))
        self.held = []

    def _start(self, connection: Connection) -> Held:
        held = Held(connection)
        held.sock, parked = self._parked.pop(held.key(), (None, []))
        try:
            held.transport = self._transport(held, connection, parked)
        except PortBusy as error:
            why = self._texts.get(f"port.{error.reason}") or error.reason
            held.problem = self._texts("cannot_listen", host=error.host, port=error.port, why=why)
            _log.error(held.problem)
            return held
        except ImportError as error:
            if not isinstance(connection, Broker):
                raise
            held.problem = self._texts("broker.not_installed")
            _log.error("%s (%s)", held.problem, error)
            return held
        held.task = asyncio.create_task(self._run(held.transport))
        return held

    def _transport(self, held: Held, connection: Connection, parked: list[Any]) -> Transport:
        if isinstance(connection, ForwardWebSocket):
            return ForwardWebSocketClient(connection, self._bot, self._texts, parked)
        if isinstance(connection, Official):
            return self._official(held, connection, parked)
        if isinstance(connection, Mirai):
            from qq_api.mirai.transport import MiraiTransport  # noqa: PLC0415  (only where it is configured)

            return MiraiTransport(connection, self._bot, self._texts, self._folder, parked)
        if isinstance(connection, Broker):
            from qq_api.broker.transport import BrokerTransport  # noqa: PLC0415  (needs packages that few have)

            return BrokerTransport(connection, self._bot, self._texts, self._folder, parked)
        held.sock = held.sock or bind(connection.host, connection.port)
        if not connection.key().get_secret_value():
            _log.warning(self._texts("no_token", port=connection.port))
        _log.info(self._texts(f"listening.{connection.type}", host=connection.host, port=connection.port))
        if isinstance(connection, ReverseWebSocket):
            return ReverseWebSocketServer(connection, held.sock, self._bot, self._texts, parked)
        return HttpTransport(connection, held.sock, self._bot, self._texts, parked)

    def _official(self, held: Held, connection: Official, parked: list[Any]) -> Transport:
        # a fifth of the time that importing everything takes, and few use it
        from qq_api.official.transport import OfficialTransport  # noqa: PLC0415

        if connection.mode == "webhook":
            held.sock = held.sock or bind(connection.host, connection.port)
            place = {"host": connection.host, "port": connection.port, "path": connection.path}
            _log.info(self._texts("listening.official", **place))
        return OfficialTransport(connection, self._bot, self._texts, self._folder, held.sock, parked)

    async def _run(self, transport: Transport) -> None:
        try:
            if isinstance(transport, ForwardWebSocketClient):
                await keep("QQ", lambda: transport.run(self._bot.emit))
            else:
                await transport.run(self._bot.emit)
        except FatalError as error:
            _log.error("%s", error)
        except Exception:  # noqa: BLE001  (the boundary of one way of reaching QQ: the others go on)
            _log.exception("%s ended", type(transport).__name__)


@asynccontextmanager
async def running(
    bot: Bot, config: Config, texts: Texts, parked: dict[str, Any] | None = None, folder: Path | None = None
) -> AsyncIterator[Runtime]:
    """Run `bot` with the configured connections, which may keep files in `folder`; leaving closes it for good."""
    runtime = Runtime(bot, texts, parked, folder)
    await bot.server_app.startup()  # its hooks set `bot.loop`
    try:
        await runtime.apply(config)
        async with beside(runtime.watch.run()):
            yield runtime
    finally:
        bot.closed = True
        bot.flow.open()
        await runtime.stop()
        await bot.server_app.shutdown()
