"""Plain aiocqhttp under uvicorn, with one handler; also the bot of the naive plugin."""

from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable
from typing import Any, cast

import uvicorn
from aiocqhttp import CQHttp, Event

from probe import PORT, Probe


def make(probe: Probe, handler: Callable[[Event], Awaitable[Any]], **options: Any) -> CQHttp:
    """A bot with one handler of messages, whose actions the probe can call."""
    bot = CQHttp(import_name="benchmark")
    bot.on_message(handler)
    probe.can_call(
        lambda: cast(AbstractEventLoop, bot.loop),
        lambda number: bot.send_group_msg(group_id=number, message="收到"),
        lambda number: bot.sync.send_group_msg(group_id=number, message="收到"),
        **options,
    )
    return bot


def run(bot: CQHttp) -> None:
    """Serve for good."""
    config = uvicorn.Config(bot.asgi, "127.0.0.1", PORT, loop="asyncio", log_level="warning")
    uvicorn.Server(config).run()


def main() -> None:
    """Outside MCDR: the handler is the listener."""
    probe = Probe()

    async def handle(event: Event) -> None:
        probe.hit(event["message_id"])

    run(make(probe, handle))


if __name__ == "__main__":
    main()
