"""Our transport, whole, against the make-believe platform: by gateway and by webhook, and over losses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aiocqhttp import Event

from qq_api import ActionFailed, Bot, Texts, at, text
from qq_api.config import Config, Official
from qq_api.doctor import examine
from qq_api.official.transport import OfficialTransport
from qq_api.runtime import running
from qq_api.sandbox.official import OfficialPlatform
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from support import free_port, until

ALICE = 10002


class Home:
    """A running bot, and the platform it is on."""

    def __init__(self, official: OfficialPlatform, bot: Bot) -> None:
        self.official, self.bot, self.world = official, bot, official.world
        self.heard: list[Event] = []
        bot.listeners.append(self.heard.append)

    def lines(self) -> list[str]:
        return [event["content"] for event in self.heard if event["post_type"] == "message"]

    def says(self, words: str, *, mention: bool = True) -> int:
        mentions = [at(SELF_ID), text(" ")] if mention else []
        return self.world.say(ALICE, [*mentions, text(words)], group_id=GROUP_ID)

    async def hears(self, words: str) -> Event:
        def found() -> list[Event]:
            return [event for event in self.heard if words in str(event.get("content", ""))]

        return (await until(found, what=words))[0]

    def said(self) -> list[str]:
        mine = [one for one in self.world.messages.values() if one.user_id == SELF_ID]
        return ["".join(part["data"].get("text", "") for part in one.segments) for one in mine]


def config_of(official: OfficialPlatform, **keys: Any) -> Official:
    secret, app_id = official.settings.secret.get_secret_value(), official.settings.app_id
    where = {"api_base": official.url, "token_url": official.token_url}
    return Official.model_validate({"app_id": app_id, "secret": secret, **where, **keys})


@asynccontextmanager
async def home(settings: dict[str, Any] | None = None, folder: Path | None = None, **keys: Any) -> AsyncIterator[Home]:
    """By the gateway; with `mode="webhook"` by webhook."""
    port = free_port()
    if keys.get("mode") == "webhook":
        keys["port"] = port
        settings = {**(settings or {}), "webhook_url": f"http://127.0.0.1:{port}{keys.get('path', '/')}"}
    async with OfficialPlatform(small_world(), {"port": 0, **(settings or {})}) as official:
        bot = Bot()
        one = Home(official, bot)
        config = Config(connections=[config_of(official, **keys)])
        async with running(bot, config, Texts.load("qq_api", "en_us"), folder=folder):
            await until(bot.accounts)
            await official.connected()
            yield one


@pytest.mark.parametrize("mode", ["websocket", "webhook"])
async def test_who_speaks_to_the_bot_is_answered(mode: str) -> None:
    async with home(mode=mode, path="/qq") as here:
        here.says("你好")
        event = await here.hears("你好")
        assert event["message"][0] == {"type": "at", "data": {"qq": str(event["self_id"])}}
        await here.bot.send(event, [text("你也好")])
        assert here.said() == ["你也好"]
        here.world.say(ALICE, [text("in private")], to=SELF_ID)
        private = await here.hears("in private")
        assert private["message_type"] == "private"
        await here.bot.send(private, "same here")
        assert here.said() == ["你也好", "same here"]


async def test_a_token_that_is_revoked_midway_is_nobodys_trouble() -> None:
    async with home() as here:
        here.says("one")
        event = await here.hears("one")
        here.official.tokens.revoke()
        await here.bot.send(event, "still here")
        assert here.said() == ["still here"]
        here.official.gateway.close(4009)
        await until(here.official.gateway.is_connected)
        here.says("two")
        await here.hears("two")


async def test_a_session_that_is_invalid_is_begun_anew() -> None:
    async with home() as here:
        here.official.gateway.invalidate()
        await until(lambda: not here.official.gateway.is_connected())
        await until(here.official.gateway.is_connected, 15)
        here.says("after")
        await here.hears("after")


async def test_a_refused_intent_is_named_and_not_tried_again() -> None:
    async with OfficialPlatform(small_world(), {"port": 0}) as official:
        bot, texts = Bot(), Texts.load("qq_api", "zh_cn")
        connection = config_of(official, intents=["groups", "GUILD_MESSAGES"])
        async with running(bot, Config(connections=[connection]), texts) as runtime:
            await until(lambda: runtime.held[0].is_over)
            (finding, *_) = await examine(bot, runtime, texts)
            assert "GUILD_MESSAGES, GROUP_AND_C2C_EVENT, INTERACTION" in finding


async def test_a_wrong_secret_is_said_to_the_owner() -> None:
    async with OfficialPlatform(small_world(), {"port": 0}) as official:
        bot, texts = Bot(), Texts.load("qq_api", "zh_cn")
        connection = config_of(official, secret="wrong")
        async with running(bot, Config(connections=[connection]), texts) as runtime:
            await until(lambda: runtime.held[0].is_over)
            (finding, *_) = await examine(bot, runtime, texts)
            assert "腾讯不认识这个 AppID 或 AppSecret" in finding


@pytest.mark.parametrize("code", [4914, 4915])
async def test_a_bot_that_may_not_ends(code: int) -> None:
    async with home() as here:
        transport: Any = here.bot.transports[0]
        here.official.gateway.close(code)
        await until(lambda: not here.bot.accounts())
        assert "q.qq.com" in transport.problem


async def test_who_may_not_speak_learns_why() -> None:
    async with home({"active": False}) as here:
        here.says("hello")
        event = await here.hears("hello")
        here.official.clock.move(400)
        with pytest.raises(ActionFailed) as caught:
            await here.bot.send_group_msg(group_id=event["group_id"], message="unasked")
        assert "owner can allow it" in caught.value.result["wording"]


async def test_who_is_who_outlives_a_restart(tmp_path: Path) -> None:
    numbers = []
    for _ in range(2):
        async with home(folder=tmp_path) as here:
            here.says("hi")
            event = await here.hears("hi")
            numbers.append((event["user_id"], event["group_id"]))
    assert numbers[0] == numbers[1]
    assert (tmp_path / "official.sqlite3").exists()


async def test_a_pressed_button_is_answered() -> None:
    async with home() as here:
        here.says("hi")
        event = await here.hears("hi")
        button = {
            "id": "b1",
            "render_data": {"label": "Yes", "visited_label": "Yes", "style": 1},
            "action": {"type": 1, "permission": {"type": 2}, "data": "/yes"},
        }
        message = [
            {"type": "markdown", "data": {"content": "**?**"}},
            {"type": "keyboard", "data": {"content": {"rows": [{"buttons": [button]}]}}},
        ]
        await here.bot.send(event, message)
        number = next(key for key, one in here.world.messages.items() if one.user_id == SELF_ID)
        pressed = here.official.press(ALICE, number, "b1")
        assert await here.official.pressed(pressed) == 0
        await here.hears("/yes")


async def test_fifty_losses_under_traffic_lose_nothing_and_double_nothing() -> None:
    async with OfficialPlatform(small_world(), {"port": 0, "all_messages": True}) as official:
        bot = Bot()
        here = Home(official, bot)
        await bot.server_app.startup()
        texts, soon = Texts.load("qq_api", "en_us"), lambda: iter([0.0] * 999)
        transport = OfficialTransport(config_of(official), bot, texts, new_pauses=soon)
        bot.transports.append(transport)
        task = asyncio.create_task(transport.run(bot.emit))
        await official.connected()
        gateway, sent = official.gateway, 0
        for loss in range(50):
            await until(gateway.is_connected)
            for _ in range(20):
                here.says(f"{sent}", mention=sent % 3 == 0)
                sent += 1
            if loss % 3 == 0:
                await gateway.drop()
            elif loss % 3 == 1:
                gateway.reconnect()
            else:
                gateway.close(4009)
            for _ in range(5):  # while nobody listens
                here.says(f"{sent}", mention=False)
                sent += 1
        await until(lambda: len(here.lines()) >= sent, 20)
        opened = [event for event in here.heard if event["post_type"] == "connection"]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bot.server_app.shutdown()
    numbers = [int(line.rsplit(" ", 1)[-1].rsplit("]", 1)[-1]) for line in here.lines()]
    delivered, doubled, lost = len(numbers), len(numbers) - len(set(numbers)), sent - len(set(numbers))
    late = sum(one > other for one, other in pairwise(numbers))
    print(f"losses 50, sent {sent}, delivered {delivered}, lost {lost}, doubled {doubled}, out of order {late}")
    assert (lost, doubled, late, len(opened)) == (0, 0, 0, 1)


async def test_a_plugin_reload_under_traffic_loses_nothing(tmp_path: Path) -> None:
    async with OfficialPlatform(small_world(), {"port": 0, "all_messages": True}) as official:
        parked: dict[str, Any] | None = None
        numbers: list[int] = []
        sent = 0
        for _ in range(5):
            bot = Bot(parked["seen"] if parked else ())
            here = Home(official, bot)
            config = Config(connections=[config_of(official)])
            async with running(bot, config, Texts.load("qq_api", "en_us"), parked, tmp_path) as runtime:
                await official.connected()
                for _ in range(20):
                    here.says(f"{sent}", mention=False)
                    sent += 1
                await until(lambda here=here: here.lines())
                parked = await runtime.park()
            numbers += map(int, here.lines())
            for _ in range(5):
                here.says(f"{sent}", mention=False)
                sent += 1
        bot = Bot(parked["seen"] if parked else ())
        here = Home(official, bot)
        async with running(
            bot, Config(connections=[config_of(official)]), Texts.load("qq_api", "en_us"), parked, tmp_path
        ):
            await until(lambda: here.lines() and int(here.lines()[-1]) == sent - 1)
            numbers += map(int, here.lines())
    assert numbers == list(range(sent))
