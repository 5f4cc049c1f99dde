"""Asking QQ for what a message does not hold: once for many, bounded, and never for longer than a line can wait."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from qq_api import ActionFailed, ApiNotAvailable
from qq_chat.relay.memory import Memory
from qq_chat.relay.rendering import lookups as module
from qq_chat.relay.rendering.cache import Cache
from qq_chat.relay.rendering.in_order import InOrder
from qq_chat.relay.rendering.known import Known
from qq_chat.relay.rendering.lookups import LIST_FROM, MOST_AT_ONCE, Lookups
from qq_chat.relay.rendering.said import Said
from qq_chat.relay.rendering.wanted import Wanted
from support import until

LOG = logging.getLogger("qq_chat.test")
TEXT = [{"type": "text", "data": {"text": "hi"}}]
MESSAGE = {"message_id": 7, "group_id": 1, "message_type": "group", "sender": {"user_id": 5, "card": "Alice"}}


class FakeBot:
    """Answers as it is told, when it is told."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def call_action(self, action: str, **params: Any) -> Any:
        self.calls.append((action, params))
        await self.gate.wait()
        answer = self.answers.get(action)
        answer = answer(params) if callable(answer) else answer
        if isinstance(answer, Exception):
            raise answer
        return answer

    def asked(self) -> list[str]:
        return [action for action, _ in self.calls]


class Clock:
    def __init__(self) -> None:
        self.now = 1.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no reason for a line to come without what it needs."""
    monkeypatch.setattr(module, "PATIENCE", 30.0)


@pytest.fixture
async def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def lookups(bot: FakeBot, clock: Clock) -> AsyncIterator[Lookups]:
    made = Lookups(bot, Memory(), LOG, clock=clock)  # type: ignore[arg-type]
    yield made
    await made.close()


async def test_a_name_is_asked_of_the_account_that_heard_it_and_kept(
    bot: FakeBot, lookups: Lookups, clock: Clock
) -> None:
    bot.answers["get_group_member_info"] = {"card": "", "nickname": "Bob"}
    for _ in range(3):
        assert (await lookups.known(1, 10001, Wanted((10003,)))).names == {10003: "Bob"}
    assert bot.calls == [
        ("get_group_member_info", {"group_id": 1, "user_id": 10003, "no_cache": False, "self_id": 10001})
    ]
    assert (await lookups.known(2, None, Wanted((10003,)))).names == {10003: "Bob"}
    assert "self_id" not in bot.calls[-1][1]
    clock.now += module.NAME_SECONDS + 1
    await lookups.known(1, 10001, Wanted((10003,)))
    assert len(bot.calls) == 3


async def test_many_that_ask_the_same_share_one_question(bot: FakeBot, lookups: Lookups) -> None:
    bot.answers["get_group_member_info"] = {"card": "Bob"}
    bot.gate.clear()
    asking = [asyncio.create_task(lookups.known(1, 1, Wanted((5,)))) for _ in range(20)]
    await until(lambda: bot.calls)
    bot.gate.set()
    assert {(await one).names[5] for one in asking} == {"Bob"}
    assert len(bot.calls) == 1


async def test_a_line_waits_only_so_long_and_the_answer_is_there_for_the_next(bot: FakeBot, lookups: Lookups) -> None:
    bot.answers["get_group_member_info"] = {"card": "Bob"}
    bot.gate.clear()
    assert (await lookups.known(1, 1, Wanted((5,)), patience=0.01)).names == {}
    bot.gate.set()
    await until(lambda: lookups.at_hand(1, Wanted((5,))).names == {5: "Bob"})
    assert len(bot.calls) == 1


@pytest.mark.parametrize(
    "answer",
    [
        ActionFailed({"retcode": 1200}),
        ApiNotAvailable("away"),
        RuntimeError("odd"),
        None,
        [],
        {"card": None, "nickname": ""},
        {"card": ["x"]},
    ],
)
async def test_what_was_asked_in_vain_is_not_asked_again_at_once(
    bot: FakeBot, lookups: Lookups, clock: Clock, answer: Any
) -> None:
    bot.answers["get_group_member_info"] = answer
    for _ in range(3):
        assert (await lookups.known(1, 1, Wanted((5,)))).names == {}
    assert len(bot.calls) == 1
    clock.now += module.UNKNOWN_SECONDS + 1
    bot.answers["get_group_member_info"] = {"card": "Bob"}
    assert (await lookups.known(1, 1, Wanted((5,)))).names == {5: "Bob"}


async def test_many_names_at_once_are_asked_for_as_one_list(bot: FakeBot, lookups: Lookups) -> None:
    bot.answers["get_group_member_list"] = [{"user_id": number, "nickname": f"n{number}"} for number in range(1, 9)]
    bot.answers["get_group_member_info"] = {"nickname": "alone"}
    members = tuple(range(1, LIST_FROM + 1))
    known = await lookups.known(1, 1, Wanted(members))
    assert known.names == {number: f"n{number}" for number in members}
    assert bot.asked() == ["get_group_member_list"]
    unknown = tuple(range(101, 101 + LIST_FROM))
    assert set((await lookups.known(1, 1, Wanted(unknown))).names.values()) == {"alone"}
    assert bot.asked().count("get_group_member_list") == 1


async def test_names_are_learnt_from_what_is_heard(bot: FakeBot, lookups: Lookups) -> None:
    lookups.learn({"group_id": 1, "user_id": 5, "sender": {"card": "Alice", "nickname": "a"}})
    assert (await lookups.known(1, 1, Wanted((5,)))).names == {5: "Alice"}
    lookups.learn({"notice_type": "group_card", "group_id": 1, "user_id": 5, "card_new": "小爱"})
    lookups.learn({"notice_type": "group_card", "group_id": 1, "user_id": 5, "card_new": None})
    lookups.learn({"group_id": 1, "user_id": 5, "sender": None})
    assert (await lookups.known(1, 1, Wanted((5,)))).names == {5: "小爱"}
    assert bot.calls == []


async def test_a_quote_is_remembered_or_asked_for(bot: FakeBot) -> None:
    memory = Memory()
    memory.remember(1, Said("6", 5, "Alice", TEXT))
    lookups = Lookups(bot, memory, LOG)  # type: ignore[arg-type]
    assert (await lookups.known(1, 1, Wanted(quotes=("6",)))).quotes["6"].name == "Alice"
    assert bot.calls == []
    bot.answers["get_msg"] = MESSAGE | {"message": TEXT}
    known = await lookups.known(1, 1, Wanted(quotes=("7", "-8")))
    assert known.quotes["7"].segments == TEXT
    assert known.names == {5: "Alice"}
    assert [params["message_id"] for _, params in bot.calls] == [7, -8]


async def test_what_was_taken_back_is_not_quoted_any_more(bot: FakeBot, lookups: Lookups) -> None:
    bot.answers["get_msg"] = MESSAGE | {"message": TEXT}
    assert (await lookups.known(1, 1, Wanted(quotes=("7",)))).quotes
    lookups.learn({"notice_type": "group_recall", "group_id": 1, "message_id": 7, "user_id": 5})
    assert not lookups.at_hand(1, Wanted(quotes=("7",))).quotes


@pytest.mark.parametrize("elsewhere", [{"group_id": 2}, {"message_type": "private", "group_id": None}])
async def test_what_was_said_elsewhere_is_not_quoted(bot: FakeBot, lookups: Lookups, elsewhere: dict[str, Any]) -> None:
    bot.answers["get_msg"] = MESSAGE | {"message": TEXT} | elsewhere
    assert (await lookups.known(1, 1, Wanted(quotes=("7",)))).quotes == {}


async def test_a_merged_forward_is_asked_for_by_both_its_names(bot: FakeBot, lookups: Lookups) -> None:
    bot.answers["get_forward_msg"] = {"messages": [{"content": TEXT, "sender": {"nickname": "a", "user_id": 5}}]}
    assert (await lookups.known(1, 9, Wanted(forwards=("f",)))).forwards["f"][0].name == "a"
    assert bot.calls == [("get_forward_msg", {"id": "f", "message_id": "f", "self_id": 9})]
    assert [one.name for one in await lookups.forward(9, "f")] == ["a"]
    assert len(bot.calls) == 1
    assert [one.name for one in await lookups.forward(9, "other")] == ["a"]
    bot.answers["get_forward_msg"] = ActionFailed({"retcode": 200})
    assert await lookups.forward(9, "gone") == ()


async def test_a_merged_forward_that_came_whole_is_not_asked_for(bot: FakeBot, lookups: Lookups) -> None:
    deep = {"type": "forward", "data": {"id": "deep", "content": [{"message": TEXT, "sender": {"nickname": "b"}}]}}
    whole = {"type": "forward", "data": {"id": "whole", "content": [{"message": [deep], "sender": {"nickname": "a"}}]}}
    lookups.keep(Said("7", 5, "Alice", [whole]))
    assert [one.name for one in await lookups.forward(1, "whole")] == ["a"]
    assert [one.name for one in await lookups.forward(1, "deep")] == ["b"]
    assert bot.calls == []
    bot.answers["get_forward_msg"] = {"messages": [{"content": [whole], "sender": {}}]}
    fresh = Lookups(bot, Memory(), LOG)  # type: ignore[arg-type]
    await fresh.forward(1, "outer")
    assert [one.name for one in await fresh.forward(1, "deep")] == ["b"]
    assert len(bot.calls) == 1


async def test_only_so_much_is_asked_at_once(bot: FakeBot, lookups: Lookups) -> None:
    bot.gate.clear()
    quotes = tuple(str(number) for number in range(MOST_AT_ONCE * 2))
    await lookups.known(1, 1, Wanted(quotes=quotes), patience=0.01)
    assert len(bot.calls) == MOST_AT_ONCE
    await lookups.close()
    await lookups.known(1, 1, Wanted(quotes=("x",)), patience=0.01)
    assert len(bot.calls) == MOST_AT_ONCE + 1


async def test_thumbnails_and_fresh_links_are_had_from_whoever_makes_them(bot: FakeBot) -> None:
    class Maker:
        def __init__(self) -> None:
            self.made = 0

        async def thumbnail(self, picture: dict[str, Any]) -> Any:
            self.made += 1
            return [[1]] if picture["file"] == "a" else None

        async def link(self, picture: dict[str, Any], message_id: str, self_id: int | None = None) -> str:
            self.made += 1
            return f"https://a.cn/{message_id}/{self_id}" if picture["file"] == "a" else ""

    maker = Maker()
    lookups = Lookups(bot, Memory(), LOG, maker)  # type: ignore[arg-type]
    for _ in range(3):
        assert (await lookups.known(1, 1, Wanted(pictures=({"file": "a"},)))).thumbnails == {"a": [[1]]}
        assert (await lookups.known(1, 1, Wanted(pictures=({"file": "b"},)))).thumbnails == {}
    assert maker.made == 2
    late = Wanted(ended=({"file": "a"}, {"file": "b"}), message_id="7")
    for _ in range(3):
        assert (await lookups.known(1, 9, late)).links == {"a": "https://a.cn/7/9"}
    assert maker.made == 4


def test_a_cache_is_bounded_by_number_and_age() -> None:
    clock = Clock()
    cache: Cache[int] = Cache(3, 10, clock)
    for number in range(5):
        cache.put(number, number)
    assert (len(cache), cache.get(1), cache.get(4)) == (3, None, 4)
    cache.put(4, 5, seconds=100)
    clock.now += 11
    assert (cache.get(3), cache.get(4)) == (None, 5)


def in_order(bot: FakeBot, memory: Memory | None = None) -> InOrder:
    lookups = Lookups(bot, memory or Memory(), LOG)  # type: ignore[arg-type]
    return InOrder(lookups, asyncio.get_running_loop(), LOG)


def note(seen: list[Any], value: Any) -> Callable[[Known], None]:
    return lambda known: seen.append((value, dict(known.names)))


async def test_lines_come_out_in_order_though_the_first_takes_longest(bot: FakeBot) -> None:
    bot.answers["get_group_member_info"] = {"card": "Bob"}
    bot.gate.clear()
    lines, seen = in_order(bot), []
    lines.put(1, 1, Wanted((5,)), note(seen, "first"))
    lines.put(1, 1, Wanted(), note(seen, "second"))
    lines.put(2, 1, Wanted(), note(seen, "another group"))
    assert seen == [("another group", {})]
    await until(lambda: bot.calls)
    bot.gate.set()
    await until(lambda: len(seen) == 3)
    assert seen[1:] == [("first", {5: "Bob"}), ("second", {})]
    lines.put(1, 1, Wanted(), note(seen, "at once"))
    lines.put(1, 1, Wanted((5,)), note(seen, "at once, too"))
    assert seen[3:] == [("at once", {}), ("at once, too", {5: "Bob"})]


async def test_a_line_that_is_still_to_be_shown_is_not_overtaken(bot: FakeBot) -> None:
    bot.answers["get_group_member_info"] = {"card": "Bob"}
    later: list[Callable[[], None]] = []
    lookups = Lookups(bot, Memory(), LOG)  # type: ignore[arg-type]
    lines, seen = InOrder(lookups, asyncio.get_running_loop(), LOG, later.append), []
    lines.put(1, 1, Wanted((5,)), note(seen, "first"))
    await until(lambda: later)
    lines.put(1, 1, Wanted(), note(seen, "second"))
    assert seen == []
    await until(lambda: len(later) == 2)
    for task in later:
        task()
    assert [value for value, _ in seen] == ["first", "second"]
    lines.put(1, 1, Wanted(), note(seen, "third"))
    assert seen[-1][0] == "third"


async def test_hundreds_of_lines_from_another_thread_stay_in_order(bot: FakeBot) -> None:
    bot.answers["get_group_member_info"] = lambda params: {"card": f"n{params['user_id']}"}
    lines, seen = in_order(bot), []

    def put() -> None:
        for number in range(300):
            members = (number + 1,) if number % 3 == 0 else ()
            lines.put(number % 2, 1, Wanted(members), note(seen, number))

    thread = threading.Thread(target=put)
    thread.start()
    await until(lambda: len(seen) == 300)
    thread.join()
    for group in (0, 1):
        numbers = [number for number, _ in seen if number % 2 == group]
        assert numbers == sorted(numbers)


async def test_a_line_that_cannot_be_shown_does_not_hold_up_the_next(
    bot: FakeBot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.gate.clear()
    lines, seen = in_order(bot), []

    def fail(_known: Known) -> None:
        raise ValueError("broken")

    lines.put(1, 1, Wanted((5,)), fail)
    lines.put(1, 1, Wanted((6,)), note(seen, "next"))
    await until(lambda: len(bot.calls) == 2)
    bot.gate.set()
    await until(lambda: seen)
    assert "ValueError: broken" in caplog.text


async def test_closing_shows_what_waits_and_leaves_nothing_running(bot: FakeBot) -> None:
    bot.gate.clear()
    lines, seen = in_order(bot), []
    lines.put(1, 1, Wanted((5,)), note(seen, "first"))
    lines.put(1, 1, Wanted((6,)), note(seen, "second"))
    await until(lambda: len(bot.calls) == 2)
    await lines.close()
    assert seen == [("first", {}), ("second", {})]
    assert len(asyncio.all_tasks()) == 1


async def test_when_the_loop_is_gone_a_line_is_shown_with_what_it_has(bot: FakeBot) -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    seen: list[Any] = []
    lines = InOrder(Lookups(bot, Memory(), LOG), loop, LOG)  # type: ignore[arg-type]
    lines.put(1, 1, Wanted((5,)), note(seen, "shown"))
    assert seen == [("shown", {})]
