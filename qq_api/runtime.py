"""Puts the parts together: `async with running(bot, config, texts):` is the whole life of the bot."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager

from qq_api.backfill import Backfill
from qq_api.bot import Bot
from qq_api.config import Config, Connection, ForwardWebSocket, ReverseWebSocket
from qq_api.errors import PortBusy
from qq_api.keep import keep
from qq_api.loop import beside
from qq_api.onebot.forward import ForwardWebSocketClient
from qq_api.onebot.http import HttpTransport
from qq_api.onebot.server import ReverseWebSocketServer
from qq_api.texts import Texts
from qq_api.types import Transport
from qq_api.web import bind

_log = logging.getLogger(__name__)


@asynccontextmanager
async def running(bot: Bot, config: Config, texts: Texts) -> AsyncIterator[Bot]:
    """Run `bot` with the configured connections; leaving closes it for good.

    A connection that cannot be had (a busy port) is told in the log; the others go on.
    """
    bot.default_account = config.default_account
    if config.backfill:
        bot.listeners.append(Backfill(bot).listen)
    with _transports(bot, config, texts) as transports:
        bot.transports.extend(transports)
        async with _quart(bot), beside(*(_run(bot, transport) for transport in transports)):
            try:
                yield bot
            finally:
                bot.closed = True
                bot.flow.open()


@contextmanager
def _transports(bot: Bot, config: Config, texts: Texts) -> Iterator[list[Transport]]:
    with ExitStack() as sockets:
        transports = []
        for connection in config.connections:
            try:
                transports.append(_transport(bot, connection, sockets, texts))
            except PortBusy as error:
                why = texts.get(f"port.{error.reason}") or error.reason
                _log.error(texts("cannot_listen", host=error.host, port=error.port, why=why))
        yield transports


def _transport(bot: Bot, connection: Connection, sockets: ExitStack, texts: Texts) -> Transport:
    if isinstance(connection, ForwardWebSocket):
        return ForwardWebSocketClient(connection, bot, texts)
    sock = sockets.enter_context(bind(connection.host, connection.port))
    if not connection.key().get_secret_value():
        _log.warning(texts("no_token", port=connection.port))
    _log.info(texts(f"listening.{connection.type}", host=connection.host, port=connection.port))
    if isinstance(connection, ReverseWebSocket):
        return ReverseWebSocketServer(connection, sock, bot, texts)
    return HttpTransport(connection, sock, bot, texts)


@asynccontextmanager
async def _quart(bot: Bot) -> AsyncIterator[None]:
    """The life of the bot's Quart application; its start-up hooks set `bot.loop`."""
    await bot.server_app.startup()
    try:
        yield
    finally:
        await bot.server_app.shutdown()


async def _run(bot: Bot, transport: Transport) -> None:
    try:
        if isinstance(transport, ForwardWebSocketClient):
            await keep("QQ", lambda: transport.run(bot.emit))
        else:
            await transport.run(bot.emit)
    except Exception:  # noqa: BLE001  (the boundary of one way of reaching QQ: the others go on)
        _log.exception("%s ended", type(transport).__name__)
