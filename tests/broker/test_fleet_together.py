"""Servers at a broker are as one in QQ, whichever of two bridges has the account."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from aiocqhttp import Event
from member_house import TEXTS, said_by_us, world

from brokers import broker
from our_bot import BOB, GROUP, SELF
from qq_api import Bot, plain, reply, text
from qq_api.bridge.bridge import bridging
from qq_api.bridge.config import BridgeConfig
from qq_api.bridge.fleet import Fleet, fleet
from qq_api.config import Broker, Config
from qq_api.runtime import running
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import World
from support import until

NAMES = ("survival", "creative")


@asynccontextmanager
async def bridge(qq: World, url: str, folder: Path) -> AsyncIterator[Fleet]:
    """A bridge as `bridge.yml` has it, whose QQ is this World."""
    await asyncio.to_thread(folder.mkdir)
    bot, transport = Bot(), WorldTransport(qq, SELF)
    bot.transports.append(transport)
    await bot.server_app.startup()
    peers = [{"name": name, "type": "broker"} for name in NAMES] + [{"name": "app", "type": "broker", "game": False}]
    config = BridgeConfig.model_validate(
        {"connections": [], "broker": {"url": url, "lease_seconds": 4}, "peers": peers, "together": {"wait": 5}}
    )
    async with (
        bridging(bot, config.direct(), TEXTS, config.together, folder / "choices.json") as direct,
        fleet(bot, config, TEXTS, folder, direct) as one,
    ):
        with transport.listening(bot.emit):
            yield one
    bot.closed = True
    await bot.server_app.shutdown()


class Server:
    """A server's bot behind the broker: what it heard; it answers `/list`, quoting, and `/mc` by saying so."""

    def __init__(self, name: str) -> None:
        self.name, self.bot, self.heard = name, Bot(), list[str]()
        self.news: list[tuple[str, str]] = []
        self.bot.listeners.append(self.listen)

    def listen(self, event: Event) -> None:
        if event.get("notice_type") == "server":
            self.news.append((event["from_server"], event["text"]))
        if event["post_type"] == "message":
            assert "for_servers" not in event and event["server"] == self.name
            self.heard.append(plain(event["message"]))
            if self.heard[-1] == "/list" and self.name in NAMES:
                answer = [reply(event["message_id"]), text(f"[{self.name}] 1 player")]
                self.bot.spawn(self.bot.send_group_msg(group_id=GROUP, message=answer))


@asynccontextmanager
async def fleet_of_two(tmp_path: Path) -> AsyncIterator[tuple[World, list[Fleet], list[Server]]]:
    qq = world()
    async with AsyncExitStack() as stack:
        nats = await stack.enter_async_context(broker(tmp_path / "nats"))
        bridges = [await stack.enter_async_context(bridge(qq, nats.url, tmp_path / str(n))) for n in range(2)]
        servers = [Server(name) for name in (*NAMES, "app")]
        for one in servers:
            config = Config(connections=[Broker(url=nats.url, server=one.name)])
            await stack.enter_async_context(running(one.bot, config, TEXTS, folder=tmp_path / one.name))
        await until(lambda: all(one.bot.accounts() for one in servers), 20)
        await until(lambda: all(each.is_there for one in bridges for each in members(one)), 20)
        while not all(one.heard for one in servers):  # a first start begins with what is new
            qq.say(BOB, "is anybody there", group_id=GROUP)
            await asyncio.sleep(0.1)
        yield qq, bridges, servers


def members(one: Fleet) -> list[Any]:
    return [*one.member.servers.values()] if one.member else []


async def test_servers_at_a_broker_answer_as_one_and_one_of_them_is_chosen(tmp_path: Path) -> None:
    async with fleet_of_two(tmp_path) as (qq, _, (survival, creative, app)):
        qq.say(BOB, "/list", group_id=GROUP)
        merged = await until(lambda: said_by_us(qq), 20)
        assert ["[survival] 1 player" in merged[0], "[creative] 1 player" in merged[0], len(merged)] == [True, True, 1]
        qq.say(BOB, "/server creative", group_id=GROUP)
        await until(lambda: len(said_by_us(qq)) == 2, 20)
        assert "creative" in said_by_us(qq)[1]
        qq.say(BOB, "/mc to one", group_id=GROUP)
        qq.say(BOB, "to all", group_id=GROUP)
        for one in (survival, creative, app):
            await until(lambda one=one: one.heard[-1] == "to all", 20, one.name)  # type: ignore[misc]
        assert ["/mc to one" in one.heard for one in (survival, creative, app)] == [False, True, True]
        assert ["/server creative" in one.heard for one in (survival, creative, app)] == [False, False, True]
        assert len(said_by_us(qq)) == 2, "each of the bridges answered"


async def test_servers_at_a_broker_tell_each_other_and_not_themselves(tmp_path: Path) -> None:
    async with fleet_of_two(tmp_path) as (_, _, (survival, creative, app)):
        await survival.bot.call_action("tell_servers", kind="chat", player="Steve", text="hi", group_ids=[GROUP])
        await creative.bot.call_action("tell_servers", kind="chat", player="Alex", text="hello", group_ids=[GROUP])
        await until(lambda: len(app.news) == 2 and survival.news and creative.news, 20, lambda: app.news)
        assert (survival.news, creative.news) == ([("creative", "hello")], [("survival", "hi")])


async def test_the_choice_is_known_to_the_bridge_that_takes_over(tmp_path: Path) -> None:
    async with fleet_of_two(tmp_path) as (qq, bridges, (survival, creative, _)):
        qq.say(BOB, "/server creative", group_id=GROUP)
        await until(lambda: said_by_us(qq), 20)
        owner = next(one for one in bridges if one.member and one.member.speaks(SELF))
        other = next(one for one in bridges if one is not owner)
        await owner.stop()
        await until(lambda: other.member and other.member.speaks(SELF), 20)
        await until(lambda: creative.bot.accounts() == [SELF], 20)
        qq.say(BOB, "/mc to one", group_id=GROUP)
        await until(lambda: "/mc to one" in creative.heard, 20)
        assert "/mc to one" not in survival.heard
