"""The bridge, packed, with so many servers to which it connects."""

import asyncio
import logging
import sys

from fanout_probe import FanOutProbe, urls
from probe import PORT
from qq_api import Bot, Texts
from qq_api.bridge.bridge import bridging
from qq_api.bridge.config import BridgeConfig
from qq_api.config import ReverseWebSocket
from qq_api.runtime import running


async def _main() -> None:
    peers = [{"name": name, "type": "websocket_reverse", "url": url} for name, url in urls(int(sys.argv[1])).items()]
    config = BridgeConfig(connections=[ReverseWebSocket(port=PORT)], peers=peers, backfill=False)
    bot, texts = Bot(), Texts.load("qq_api", "en_us")
    async with running(bot, config.of_qq(), texts), bridging(bot, config.peers, texts, config.together):
        FanOutProbe()
        await asyncio.Event().wait()


logging.basicConfig(level=logging.WARNING)
asyncio.run(_main())
