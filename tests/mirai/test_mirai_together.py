"""Our client and the sandbox's mirai, which can do wrong on purpose (both as they should: `test_mirai_two_ends`)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pytest
from aiocqhttp import Event

from qq_api import Bot, Texts, Unanswered, message
from qq_api.config import Config, Mirai
from qq_api.mirai import Mirai as Client
from qq_api.mirai import NoAnswer, http_client, websocket_client
from qq_api.runtime import Runtime, running
from qq_api.sandbox.mirai import MiraiServer
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from support import until

WAYS = ["websocket", "http"]
DEADLINE = 15


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_api.mirai.transport.pauses", lambda **_: repeat(0.05))
    monkeypatch.setattr("qq_api.mirai.polling.FETCH_SECONDS", 3)


@pytest.fixture
def impatient() -> Iterator[pytest.MonkeyPatch]:
    """Of no use before somebody is silent: a busy machine is so, too."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def be_impatient(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("qq_api.mirai.websocket.LOGIN_SECONDS", 0.3)
    patch.setattr("qq_api.mirai.http_session.LOGIN_SECONDS", 0.5)


@dataclass
class Both:
    """The sandbox, and a bot that is connected to its mirai."""

    qq: Sandbox
    server: MiraiServer
    bot: Bot
    runtime: Runtime
    heard: list[Event]

    async def hears(self, **fields: Any) -> Event:
        """The first event with these fields, as soon as it is heard."""
        found = await until(lambda: [one for one in self.heard if fields.items() <= one.items()], what=fields)
        return found[0]

    def say(self, said: Any) -> int:
        """Somebody says something in the group."""
        return self.qq.world.say(10003, said, group_id=GROUP_ID)


@asynccontextmanager
async def served(**endpoint: Any) -> AsyncIterator[tuple[Sandbox, MiraiServer]]:
    ways = [{"type": "mirai", "port": 0, "token": "KEY", **endpoint}]
    config = {"page": None, "accounts": [{"user_id": SELF_ID, "endpoints": ways}]}
    async with Sandbox(config, small_world()) as qq:
        server = qq.endpoints[0].peers[0]
        assert isinstance(server, MiraiServer)
        yield qq, server


@asynccontextmanager
async def both(way: str, texts: Texts, single: bool = False, **endpoint: Any) -> AsyncIterator[Both]:
    async with served(single=single, **endpoint) as (qq, server):
        bot, heard = Bot(), []
        bot.listeners.append(heard.append)
        login = {"url": qq.endpoints[0].address, "verify_key": "KEY", "qq": SELF_ID, "single_mode": single}
        connection = Mirai.model_validate(login | {"mode": way, "poll_seconds": 0.1})
        async with running(bot, Config(connections=[connection]), texts) as runtime:
            await until(lambda: bot.accounts() == [SELF_ID])
            yield Both(qq, server, bot, runtime, heard)


SETTINGS = [{"single": True}, {"token": ""}, {"sync_id": "9"}, {"single": True, "token": ""}, {"napcat": True}]


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("way", WAYS)
async def test_words_cross_whatever_the_server_is_set_to(texts: Texts, way: str, settings: dict[str, Any]) -> None:
    async with both(way, texts, **settings) as one:
        one.say("你好 😀")
        event = await one.hears(post_type="message")
        assert (event.content, event.user_id) == ("你好 😀", 10003)
        await one.bot.send(event, "hi")
        await until(lambda: [said for said in one.qq.world.messages.values() if said.user_id == SELF_ID])


HOSTILE = [
    "line one\nline two\r\n<Notch> op me",
    "\u2028\u2029\x85\v\fseparators",
    "[CQ:at,qq=all] [mirai:at:1]",
    '"}] ,{"text":"injected"} \\" \\n',
    "\x00\x01\x1b[31mcontrol",
    "\u202ereversed\u2066 \u200b\ufeff",
]


@pytest.mark.parametrize("way", WAYS)
async def test_hostile_text_is_only_ever_text(texts: Texts, way: str) -> None:
    async with both(way, texts) as one:
        for said in [*HOSTILE, "the last"]:
            one.say([message.text(said)])
        await one.hears(raw_message="the last")
        heard = [event["message"] for event in one.heard if event["post_type"] == "message"]
        assert heard == [[message.text(said)] for said in [*HOSTILE, "the last"]]


FAULTS: list[dict[str, Any]] = [
    {"silent": True},
    {"without_sync_id": True},
    {"null_answers": True},
    {"fail": 500},
    {"fail": 10},
    {"delay": 1},
]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("way", WAYS)
async def test_no_action_waits_for_ever_whatever_is_answered(
    texts: Texts, way: str, fault: dict[str, Any], impatient: pytest.MonkeyPatch
) -> None:
    async with both(way, texts) as one:
        be_impatient(impatient)
        vars(one.server.faults).update(fault)
        calls = [one.bot.call_action("get_friend_list", timeout_seconds=0.5) for _ in range(3)]
        ends = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), DEADLINE)
        if way == "websocket" or "without_sync_id" not in fault:
            assert all(isinstance(end, Exception) for end in ends), ends
        vars(one.server.faults).update(dict.fromkeys(fault, 0))
        impatient.undo()
        one.say("still there")
        await one.hears(raw_message="still there")
        assert await asyncio.wait_for(one.bot.get_friend_list(), DEADLINE)


@pytest.mark.parametrize("fault", ["foreign_answers", "double_answers"])
async def test_foreign_and_doubled_replies_change_nothing(texts: Texts, fault: str) -> None:
    async with both("websocket", texts) as one:
        setattr(one.server.faults, fault, True)
        (group,) = await asyncio.wait_for(one.bot.get_group_list(), DEADLINE)
        assert group["group_id"] == GROUP_ID
        assert one.server.faults


@pytest.mark.parametrize("way", WAYS)
async def test_a_lost_session_is_opened_anew(texts: Texts, way: str) -> None:
    async with both(way, texts) as one:
        one.server.sessions.lose()
        if way == "websocket":  # the server closes it, with the next request
            with pytest.raises(Unanswered):
                await asyncio.wait_for(one.bot.get_group_list(), DEADLINE)
            await one.hears(connection_type="closed")
            await until(lambda: one.bot.accounts() == [SELF_ID])
        assert await asyncio.wait_for(one.bot.get_group_list(), DEADLINE)
        one.say("heard")
        await one.hears(raw_message="heard")


async def test_a_server_that_greets_nobody_is_tried_again_and_the_cause_known(
    texts: Texts, impatient: pytest.MonkeyPatch
) -> None:
    async with both("websocket", texts) as one:
        be_impatient(impatient)
        one.server.faults.no_greeting = True
        one.server.drop(1001)
        await until(lambda: "does not greet" in getattr(one.runtime.held[0].transport, "problem", ""))
        one.server.faults.no_greeting = False
        impatient.undo()
        await until(lambda: one.bot.accounts() == [SELF_ID])


async def test_a_send_that_is_not_answered_was_sent_once(texts: Texts) -> None:
    async with both("websocket", texts) as one:
        one.server.faults.silent = True
        with pytest.raises(Unanswered):
            await one.bot.send_group_msg(group_id=GROUP_ID, message="once", timeout_seconds=0.3)
        await until(lambda: [said for said in one.qq.world.messages.values() if said.user_id == SELF_ID])
        said = [said for said in one.qq.world.messages.values() if said.user_id == SELF_ID]
        assert len(said) == 1


@pytest.mark.parametrize("napcat", [False, True])
@pytest.mark.parametrize("way", WAYS)
async def test_the_python_interface_speaks_to_it(way: Any, napcat: bool) -> None:
    async with (
        served(napcat=napcat) as (qq, server),
        Client(qq.endpoints[0].address, "KEY", SELF_ID, mode=way) as mirai,
    ):
        assert (await mirai.about())["version"]
        assert [group["id"] for group in await mirai.group_list()] == [GROUP_ID]
        assert {member["id"] for member in await mirai.member_list(GROUP_ID)} >= {10003, 10004}
        assert (await mirai.member_info_get(GROUP_ID, 10003))["permission"] == "ADMINISTRATOR"
        qq.world.say(10003, "hi", group_id=GROUP_ID)
        event = await asyncio.wait_for(mirai.__anext__(), DEADLINE)
        heard = event["messageChain"][0]["id"]
        assert (await mirai.bot_profile())["nickname"] == "小麦 Bot"
        said = await mirai.send_group_message(GROUP_ID, [{"type": "Plain", "text": "hello"}], heard)
        await mirai.recall(said)
        assert (await mirai.message_from_id(heard))["type"] == "GroupMessage"
        server.faults.silent = True
        with pytest.raises(NoAnswer):
            await asyncio.wait_for(mirai._connected().call("about", timeout=0.2), DEADLINE)


async def test_the_old_names_speak_to_it() -> None:
    async with served() as (qq, _):
        address = qq.endpoints[0].address
        over_websocket, over_http = (
            websocket_client.ws(address, "KEY", SELF_ID),
            http_client.ws(address, "KEY", SELF_ID),
        )
        try:
            for one in (over_websocket, over_http):
                assert (await asyncio.to_thread(one.connect))["msg"] == "Connection succeeded"
            answer = await asyncio.to_thread(
                over_http.sendGroupMessage, GROUP_ID, [{"type": "Plain", "text": "by http"}]
            )
            assert answer["messageId"] > 0
            assert (await asyncio.to_thread(over_http.recall, answer["messageId"]))["code"] == 0
            over_websocket.groupList()
            found = await asyncio.to_thread(over_websocket.get, DEADLINE)
            while found["data"]["syncId"] != "5":
                found = await asyncio.to_thread(over_websocket.get, DEADLINE)
            assert found["data"]["data"]["data"][0]["id"] == GROUP_ID
        finally:
            for one in (over_websocket, over_http):
                await asyncio.to_thread(one.disconnect)
