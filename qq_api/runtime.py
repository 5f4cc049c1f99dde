"""Puts the parts together: `async with running(bot, config, texts) as runtime:` is the whole life of the bot."""

import asyncio
import hashlib
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from qq_api.backfill import Backfill
from qq_api.bot import Bot
from qq_api.config import Config, Connection, ForwardWebSocket, ReverseWebSocket
from qq_api.errors import PortBusy
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

    async def stop(self) -> None:
        """End it."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
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
    """

    def __init__(self, bot: Bot, texts: Texts, parked: dict[str, Any] | None = None) -> None:
        self._bot, self._texts = bot, texts
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
        self._bot.default_account, self._backfill.enabled = config.default_account, config.backfill
        for held in self.held:
            if held.connection not in config.connections or held.transport is None:
                await held.stop()
        kept = [held for held in self.held if held.connection in config.connections and held.transport is not None]
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
        held.task = asyncio.create_task(self._run(held.transport))
        return held

    def _transport(self, held: Held, connection: Connection, parked: list[Any]) -> Transport:
        if isinstance(connection, ForwardWebSocket):
            return ForwardWebSocketClient(connection, self._bot, self._texts, parked)
        held.sock = held.sock or bind(connection.host, connection.port)
        if not connection.key().get_secret_value():
            _log.warning(self._texts("no_token", port=connection.port))
        _log.info(self._texts(f"listening.{connection.type}", host=connection.host, port=connection.port))
        if isinstance(connection, ReverseWebSocket):
            return ReverseWebSocketServer(connection, held.sock, self._bot, self._texts, parked)
        return HttpTransport(connection, held.sock, self._bot, self._texts, parked)

    async def _run(self, transport: Transport) -> None:
        try:
            if isinstance(transport, ForwardWebSocketClient):
                await keep("QQ", lambda: transport.run(self._bot.emit))
            else:
                await transport.run(self._bot.emit)
        except Exception:  # noqa: BLE001  (the boundary of one way of reaching QQ: the others go on)
            _log.exception("%s ended", type(transport).__name__)


@asynccontextmanager
async def running(
    bot: Bot, config: Config, texts: Texts, parked: dict[str, Any] | None = None
) -> AsyncIterator[Runtime]:
    """Run `bot` with the configured connections; leaving closes it for good."""
    runtime = Runtime(bot, texts, parked)
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
