"""The bot, joined in memory to a World: events down, actions up, from every thread and loop."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiocqhttp import CQHttp, Event, Message

from qq_api import ApiNotAvailable, Bot, MessageEvent, Texts, WrongThread
from qq_api.config import Config
from qq_api.flow import HIGH, LOW, MOST, Flow
from qq_api.loop import LoopThread
from qq_api.runtime import running
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import Refused, World
from qq_api.seen import KEPT, Seen
from support import until


@asynccontextmanager
async def home() -> AsyncIterator[tuple[Bot, World]]:
    """A bot whose only transport is a World."""
    bot, world = Bot(), small_world()
    async with running(bot, Config(connections=[]), Texts.load("qq_api", "en_us")):
        bot.transports.append(transport := WorldTransport(world))
        task = asyncio.create_task(transport.run(bot.emit))
        await asyncio.sleep(0)
        yield bot, world
        task.cancel()


def said(world: World) -> list[str]:
    """The texts alone: LLOneBot quotes what it answers."""
    mine = [one.segments for one in world.messages.values() if one.user_id == SELF_ID]
    return ["".join(one["data"].get("text", "") for one in segments) for segments in mine]


async def test_it_is_a_true_cqhttp_and_its_logger_is_not_the_root() -> None:
    async with home() as (bot, _):
        assert isinstance(bot, CQHttp)
        assert bot.logger is not logging.getLogger()
        assert bot.loop is asyncio.get_running_loop()


async def test_listeners_get_events_in_order_without_a_task_each() -> None:
    async with home() as (bot, world):
        heard: list[Event] = []
        bot.listeners.append(heard.append)
        tasks = len(asyncio.all_tasks())
        for number in range(100):
            world.say(10002, str(number), group_id=GROUP_ID)
        assert [event.content for event in heard] == [str(number) for number in range(100)]
        assert all(isinstance(event, MessageEvent) for event in heard)
        assert len(asyncio.all_tasks()) == tasks


async def test_handlers_may_await_actions_and_their_answer_is_sent() -> None:
    async with home() as (bot, world):

        @bot.on_message("group")
        async def handle(event: Event) -> dict[str, str]:
            info = await bot.get_group_info(group_id=event.group_id)
            await bot.send(event, f"in {info['group_name']}")
            return {"reply": "quick"}

        world.say(10002, "hi", group_id=GROUP_ID)
        await until(lambda: said(world) == ["in 生存服 Survival", "quick"])


async def test_one_failing_handler_costs_nobody_an_event(caplog: pytest.LogCaptureFixture) -> None:
    async with home() as (bot, world):
        heard: list[Event] = []
        bot.listeners.append(heard.append)

        @bot.on_message
        async def handle(event: Event) -> None:
            raise ZeroDivisionError

        for _ in range(3):
            world.say(10002, "hi", group_id=GROUP_ID)
        await until(lambda: caplog.text.count("a handler of message") == 3)
        assert len(heard) == 3


async def test_actions_may_be_awaited_on_another_loop() -> None:
    async with home() as (bot, world):
        event = MessageEvent({"message_type": "group", "group_id": GROUP_ID, "user_id": 10002})

        @asynccontextmanager
        async def life() -> AsyncIterator[Any]:
            yield await bot.send(event, Message("from afar"))

        thread = LoopThread("elsewhere", life)
        assert (await asyncio.to_thread(thread.start))["message_id"] > 0
        await asyncio.to_thread(thread.stop, 5)
        assert said(world) == ["from afar"]


async def test_sync_works_from_any_thread_but_the_bots_own() -> None:
    async with home() as (bot, world):
        await asyncio.to_thread(bot.sync.send_group_msg, group_id=GROUP_ID, message="from a thread")
        assert said(world) == ["from a thread"]
        with pytest.raises(WrongThread, match="await bot"):
            bot.sync.send_group_msg(group_id=GROUP_ID, message="x")
        caught: list[Exception] = []

        def plain_callback() -> None:
            try:
                bot.sync.get_status()
            except WrongThread as error:
                caught.append(error)

        asyncio.get_running_loop().call_soon(plain_callback)
        await until(lambda: caught)


async def test_sync_may_be_used_in_plain_handlers_which_run_on_a_thread() -> None:
    async with home() as (bot, world):

        @bot.on_message
        def handle(event: Event) -> None:
            bot.sync.send_group_msg(group_id=event.group_id, message=threading.current_thread().name)

        world.say(10002, "hi", group_id=GROUP_ID)
        await until(lambda: said(world))
        assert said(world) != [threading.current_thread().name]


async def test_without_a_connection_an_action_says_so() -> None:
    bot = Bot()
    with pytest.raises(ApiNotAvailable, match="not running"):
        await bot.get_status()
    async with running(bot, Config(connections=[]), Texts.load("qq_api", "en_us")):
        with pytest.raises(ApiNotAvailable, match="no connection is configured"):
            await bot.get_status()


async def test_after_it_is_closed_actions_are_quiet_nothings() -> None:
    async with home() as (bot, world):
        pass
    event = MessageEvent({"message_type": "group", "group_id": GROUP_ID, "user_id": 10002})
    assert await bot.send(event, "x") is None
    assert bot.sync.send_group_msg(group_id=GROUP_ID, message="x") is None
    assert await bot.api.get_status() is None
    assert said(world) == []
    assert "closed" in repr(bot)


async def test_so_are_those_whose_thread_stood_still_while_the_bots_loop_closed() -> None:
    bot = Bot()
    await bot.server_app.startup()
    ended = asyncio.new_event_loop()
    ended.close()
    bot._loop = ended  # as after a look that nobody had closed it yet
    assert bot.sync.send_group_msg(group_id=GROUP_ID, message="x") is None
    assert await bot.send_group_msg(group_id=GROUP_ID, message="x") is None


class Silent:
    """A transport that never answers, and says when it was asked."""

    def __init__(self, asked: threading.Event) -> None:
        self._asked = asked

    async def run(self, emit: Any) -> None:
        await asyncio.Event().wait()

    def accounts(self) -> list[int]:
        return []

    async def park(self) -> list[Any]:
        return []

    def connection_of(self, self_id: Any) -> None:
        return None

    async def call_action(self, action: str, /, **params: Any) -> Any:
        self._asked.set()
        await asyncio.Event().wait()


def test_a_thread_that_waits_while_the_bot_closes_is_let_go() -> None:
    bot, asked, answers = Bot(), threading.Event(), []
    thread = LoopThread("bot", lambda: running(bot, Config(connections=[]), Texts.load("qq_api", "en_us")))
    thread.start()
    bot.transports.append(Silent(asked))
    waiting = threading.Thread(target=lambda: answers.append(bot.sync.get_status()))
    waiting.start()
    asked.wait(5)
    assert thread.stop(5)
    waiting.join(5)
    assert answers == [None]


def test_a_loop_that_waits_while_the_bot_closes_is_let_go_as_well() -> None:
    bot, asked, answers = Bot(), threading.Event(), []
    thread = LoopThread("bot", lambda: running(bot, Config(connections=[]), Texts.load("qq_api", "en_us")))
    thread.start()
    bot.transports.append(Silent(asked))

    async def ask() -> None:
        answers.append(await bot.get_status())

    waiting = threading.Thread(target=lambda: asyncio.run(ask()))
    waiting.start()
    asked.wait(5)
    assert thread.stop(5)
    waiting.join(5)
    assert answers == [None]


async def test_handlers_that_pile_up_stop_the_reading_until_they_are_done() -> None:
    async with home() as (bot, world):
        go = asyncio.Event()

        @bot.on_message
        async def handle(event: Event) -> None:
            await go.wait()

        for _ in range(HIGH):
            world.say(10002, "x", group_id=GROUP_ID)
        assert bot.flow.check()
        go.set()
        await until(lambda: not bot.flow.stopped)


async def test_what_reads_is_let_through_when_the_bot_closes() -> None:
    async with home() as (bot, _):
        told: list[bool] = []
        bot.flow.sources.append(lambda: HIGH)
        bot.flow.gates.add(lambda: told.append(bot.flow.may_read()))
        assert bot.flow.check()
    assert told == [False, True]
    assert not bot.flow.check()


def test_reading_stops_at_the_upper_bound_and_goes_on_at_the_lower_one() -> None:
    flow, waiting = Flow(), {"a": 0, "b": 0}
    flow.sources += [lambda: waiting["a"], lambda: waiting["b"]]
    steps = [(HIGH - 1, 0, False), (HIGH - 1, 1, True), (LOW, 1, True), (LOW, 0, False), (HIGH - 1, 0, False)]
    for waiting["a"], waiting["b"], stopped in steps:
        assert flow.check() is stopped
        assert flow.may_read() is not stopped


def test_even_an_urgent_reader_stops_at_the_last_bound() -> None:
    flow, waiting = Flow(), [HIGH]
    flow.sources.append(lambda: waiting[0])
    assert flow.check()
    assert flow.may_read(is_urgent=True)
    waiting[0] = MOST
    assert flow.check()
    assert not flow.may_read(is_urgent=True)


async def test_own_messages_and_doubled_ones_are_heard_once_or_not_at_all() -> None:
    async with home() as (bot, _):
        heard: list[Event] = []
        bot.listeners.append(heard.append)
        message = {"post_type": "message", "message_type": "group", "self_id": 1, "user_id": 2, "message_id": -5}
        for payload in (message, message, message | {"message_id": "-5"}, message | {"message_id": 6}):
            bot.emit(payload)
        bot.emit(message | {"user_id": 1, "message_id": 7})
        bot.emit(message | {"post_type": "message_sent", "message_sent_type": "group", "message_id": 8})
        poke = {"post_type": "notice", "notice_type": "notify", "sub_type": "poke", "self_id": 1, "user_id": 2}
        bot.emit(poke)
        bot.emit(poke)
        assert [event.get("message_id") for event in heard] == [-5, 6, None, None]


def test_what_was_seen_is_bounded() -> None:
    seen = Seen()
    message = {"post_type": "message", "self_id": 1}
    assert all(seen.is_new(message | {"message_id": number}) for number in range(2 * KEPT + 10))
    assert not seen.is_new(message | {"message_id": KEPT + 10})
    assert seen.is_new(message | {"message_id": 0})
    for odd in ({"message_id": []}, {"message_id": None}, {"message_id": 1, "group_id": []}, {}):
        for group in ({}, {"group_id": 5, "user_id": 6, "time": 7}):
            assert all(seen.is_new(message | group | odd) for _ in range(2)) or odd == {"message_id": 1, "group_id": []}


async def test_what_was_said_while_away_is_filled_in_from_the_history_once_and_marked() -> None:
    async with home() as (bot, world):
        heard: list[Event] = []
        bot.listeners.append(lambda event: event["post_type"] == "message" and heard.append(event))
        world.say(10002, "before", group_id=GROUP_ID)
        bot.account_came(SELF_ID)
        bot.account_went(SELF_ID, "test")
        listener, world._listeners = world._listeners, []
        for number in range(3):
            world.say(10002, f"while away {number}", group_id=GROUP_ID)
        world.say(SELF_ID, "our own", group_id=GROUP_ID)
        world._listeners = listener
        bot.account_came(SELF_ID)
        await until(lambda: len(heard) == 4)
        world.say(10002, "after", group_id=GROUP_ID)
        await until(lambda: len(heard) == 5)
        said = [(event.content, event.get("backfilled", False)) for event in heard]
        assert said == [
            ("before", False),
            *((f"while away {number}", True) for number in range(3)),
            ("after", False),
        ]


async def test_an_implementation_without_history_costs_nothing() -> None:
    async with home() as (bot, world):
        heard: list[Event] = []
        bot.listeners.append(heard.append)

        async def refuse(action: str, /, **params: Any) -> Any:
            raise Refused("no such action", 1404)

        bot.transports[0].call_action = refuse  # type: ignore[method-assign]
        world.say(10002, "before", group_id=GROUP_ID)
        bot.account_went(SELF_ID, "test")
        bot.account_came(SELF_ID)
        world.say(10002, "after", group_id=GROUP_ID)
        assert [event.get("content") for event in heard] == ["before", None, None, "after"]
