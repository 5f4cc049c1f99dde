"""How a bot does, in words: `!!qqapi status`."""

import asyncio

from qq_api.bot import Bot
from qq_api.config import Connection, ForwardWebSocket
from qq_api.errors import Error
from qq_api.runtime import Held, Runtime
from qq_api.texts import Texts

ANSWER_SECONDS = 3.0
"""How long an account may take to say whether QQ is online."""


async def report(bot: Bot, runtime: Runtime, texts: Texts) -> str:
    """Connections, accounts and whether QQ itself is online, and what went through; a line each."""
    states = await asyncio.gather(*(_state(bot, account) for account in bot.accounts()))
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
    accounts = [texts(f"status.{online.get(one, 'unknown')}", self_id=one) for one in held.transport.accounts()]
    return texts("status.connected" if accounts else "status.waiting", where=where, accounts=", ".join(accounts))


def address(connection: Connection) -> str:
    """Where a connection is, without what may be secret: `websocket_reverse 127.0.0.1:5700`."""
    place = connection.url if isinstance(connection, ForwardWebSocket) else connection
    return f"{connection.type} {place.host}:{place.port}"


async def _state(bot: Bot, account: int) -> str:
    """`online`, `offline`, or `unknown` when it does not say."""
    try:
        status = await asyncio.wait_for(bot.call_action("get_status", self_id=account), ANSWER_SECONDS)
    except (Error, asyncio.TimeoutError):
        return "unknown"
    return "online" if isinstance(status, dict) and status.get("online") else "offline"
