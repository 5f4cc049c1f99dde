"""The bridge, packed, with so many servers at its broker; or all these servers, each with its files and connection."""

import asyncio
import logging
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import nats

from nats_probe import URL, BridgeProbe, ServersProbe, all_read
from probe import PORT
from qq_api import Bot, Texts
from qq_api.bridge.config import BridgeConfig
from qq_api.bridge.fleet import fleet
from qq_api.broker.layout import Layout
from qq_api.config import Broker, Config, ReverseWebSocket
from qq_api.runtime import running

FOLDER = Path(os.environ["BENCH_FOLDER"])


async def _bridge(count: int) -> None:
    peers = [{"name": f"s{number}", "type": "broker"} for number in range(count)]
    config = BridgeConfig(connections=[ReverseWebSocket(port=PORT)], peers=peers, broker=URL, backfill=False)
    bot, texts = Bot(), Texts.load("qq_api", "en_us")
    async with running(bot, config.of_qq(), texts), fleet(bot, config, texts, FOLDER):
        BridgeProbe()
        await asyncio.Event().wait()


async def _servers(count: int) -> None:
    probe, texts = ServersProbe(), Texts.load("qq_api", "en_us")
    async with AsyncExitStack() as stack:
        for number, counter in enumerate(probe.counters):
            bot, config = Bot(), Config(connections=[Broker(url=URL, server=f"s{number}")])
            bot.listeners.append(counter.listen)
            await stack.enter_async_context(running(bot, config, texts, folder=FOLDER / f"s{number}"))
        await all_read(await nats.connect(URL), Layout().events, count)
        probe.hello()
        await asyncio.Event().wait()


logging.basicConfig(level=logging.WARNING)
asyncio.run({"bridge": _bridge, "servers": _servers}[sys.argv[1]](int(sys.argv[2])))
