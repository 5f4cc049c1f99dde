"""How a bot does, in words: `!!qqapi status`."""

import asyncio
import time

from qq_api.bot import Bot
from qq_api.config import Broker, Connection, ForwardWebSocket, Mirai, Official
from qq_api.errors import Error
from qq_api.notify.words import plain
from qq_api.onebot.server import ReverseWebSocketServer
from qq_api.runtime import Held, Runtime
from qq_api.texts import Texts
from qq_api.watch import State, Watch


async def report(bot: Bot, runtime: Runtime, texts: Texts) -> str:
    """Connections, accounts and whether QQ itself is online, and what went through; a line each."""
    states = await asyncio.gather(*(_state(runtime.watch, account, texts) for account in bot.accounts()))
    online = dict(zip(bot.accounts(), states, strict=False))
    lines = [_connection(held, online, texts) for held in runtime.held]
    stats = bot.stats
    counts = {"events": stats.events, "rate": f"{stats.rate():.1f}", "actions": stats.actions, "failed": stats.failures}
    lines.append(texts("status.counts", **counts))
    if bot.flow.stopped:
        lines.append(texts("status.behind"))
    if stats.last_failure:
        lines.append(texts("status.last_failure", reason=stats.last_failure))
    return "\n".join([texts("status.title"), *lines])


def _connection(held: Held, online: dict[int, str], texts: Texts) -> str:
    where = address(held.connection)
    if held.transport is None:
        return texts("status.broken", where=where, problem=held.problem)
    accounts = [online.get(one, str(one)) for one in held.transport.accounts()]
    if (
        isinstance(held.connection, Official | Mirai | Broker)
        and not accounts
        and (problem := getattr(held.transport, "problem", ""))
    ):
        return texts("status.broken", where=where, problem=problem)
    if isinstance(held.transport, ReverseWebSocketServer):
        accounts += [texts("status.lacking", self_id=one, role=role) for one, role in held.transport.lacking().items()]
    return texts("status.connected" if accounts else "status.waiting", where=where, accounts=", ".join(accounts))


def address(connection: Connection) -> str:
    """Where a connection is, without what may be secret: `websocket_reverse 127.0.0.1:5700`, `official 102000001`."""
    if isinstance(connection, Official):
        return f"{connection.type} {connection.app_id}"
    if isinstance(connection, Broker):
        return f"{connection.type} {connection.shown()}"
    place = connection.url if isinstance(connection, ForwardWebSocket | Mirai) else connection
    return f"{connection.type} {place.host}:{place.port}"


async def _state(watch: Watch, account: int, texts: Texts) -> str:
    """`10001 (online)`, why it is offline, or only the account when it does not say."""
    try:
        online = await watch.ask(account)
    except (Error, asyncio.TimeoutError):
        online = None
    state = watch.state(account)
    if state is not None and state.is_dead:
        return texts("status.offline", self_id=account, why=why(state))
    return texts("status.online" if online else "status.unknown", self_id=account)


def why(state: State) -> str:
    """Since when an account is offline, and what QQ said: `12:30, 你的帐号在另一地点登录`."""
    return ", ".join(filter(None, (time.strftime("%m-%d %H:%M", time.localtime(state.since)), plain(state.reason))))
