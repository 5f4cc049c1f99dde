"""Our own bot meets every fault of the sandbox: what was said, heard and sent is counted, or the owner reads why."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from qq_api import Bot, Texts, plain
from qq_api.config import Config, ForwardWebSocket, ReverseWebSocket
from qq_api.errors import ActionFailed, Unanswered
from qq_api.onebot.peers import TABLE, Faults
from qq_api.report import report
from qq_api.runtime import Runtime, running
from qq_api.sandbox.python import Sandbox
from qq_api.websocket import core
from support import free_port, until

SELF, ALICE, BOB, GROUP = 10001, 10002, 10003, 20001
BOTH = ("forward", "reverse")


@dataclass(frozen=True)
class Counts:
    """What became of numbered lines."""

    sent: int
    delivered: int
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0

    @staticmethod
    def of(sent: list[str], delivered: list[str]) -> "Counts":
        order = [sent.index(line) for line in dict.fromkeys(delivered)]
        late = sum(one < before for before, one in pairwise(order))
        lost, doubled = len({*sent} - {*delivered}), len(delivered) - len({*delivered})
        return Counts(len(sent), len({*delivered}), lost, doubled, late)


class House:
    """The sandbox, our bot, and what went both ways."""

    def __init__(self, qq: Sandbox, bot: Bot, runtime: Runtime, texts: Texts) -> None:
        self.qq, self.bot, self.runtime, self.texts = qq, bot, runtime, texts
        self.faults: Faults = qq.endpoints[0].faults
        self.said: list[str] = []
        self.events: list[Any] = []
        bot.listeners.append(self.events.append)

    async def say(self, lines: int = 20) -> None:
        """Bob says numbered lines in the group."""
        for _ in range(lines):
            self.said.append(f"line {len(self.said)}")
            await self.qq.group(GROUP).say(BOB, self.said[-1])

    def heard(self) -> list[str]:
        messages = (event for event in self.events if event["post_type"] == "message")
        return [plain(event.message).partition("[")[0] for event in messages]

    async def hears_all(self, **but: int) -> None:
        """The bot has heard every line once, in order."""
        await until(lambda: {*self.heard()} == {*self.said}, what=self)
        await self.bot.call_action("get_status")  # what comes twice was before this answer
        assert Counts.of(self.said, self.heard()) == Counts(len(self.said), len(self.said), **but)

    def __repr__(self) -> str:
        return f"said {self.said}, heard {self.heard()}"

    async def send(self, text: str, **params: Any) -> Any:
        return await self.bot.send_group_msg(group_id=GROUP, message=text, **params)

    def delivered(self) -> list[str]:
        """What the bot said in the group."""
        return [plain(one.segments) for one in self.qq.world.messages.values() if one.user_id == SELF]

    async def is_there(self) -> None:
        await until(lambda: self.bot.accounts() == [SELF] and self.qq.is_connected(SELF), 20, "the account")

    async def comes_back(self) -> None:
        """The account went, and is there again."""
        await until(lambda: self.connections()[-2:] == ["closed", "open"], 20, "back")
        await self.is_there()

    def connections(self) -> list[str]:
        return [event["connection_type"] for event in self.events if event["post_type"] == "connection"]

    async def status(self) -> str:
        return await report(self.bot, self.runtime, self.texts)


@asynccontextmanager
async def meet(
    way: str, *, there: bool = True, heartbeat: float = 0, token: str = "", flavour: str = "llonebot", **faults: Any
) -> Any:
    port, bot, texts = free_port(), Bot(), Texts.load("qq_api", "en_us")
    if way == "reverse":
        connection: Any = ReverseWebSocket(port=port, token=token)
        endpoint = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws"}
    else:
        connection = ForwardWebSocket(url=f"ws://127.0.0.1:{port}", token=token)
        endpoint = {"type": "websocket", "port": port}
    account = {"user_id": SELF, "endpoints": [endpoint | {"heartbeat": heartbeat, "token": token, "faults": faults}]}
    group = {"group_id": GROUP, "name": "Survival", "owner": ALICE, "members": [ALICE, SELF, BOB]}
    async with (
        Sandbox({"page": None, "flavour": flavour, "accounts": [account], "groups": [group]}) as qq,
        running(bot, Config(connections=[connection]), texts) as runtime,
    ):
        house = House(qq, bot, runtime, texts)
        if there:
            await house.is_there()
        yield house


@pytest.fixture(params=BOTH)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    async with meet(request.param) as one:
        yield one


def read(caplog: pytest.LogCaptureFixture) -> str:
    """What the owner reads."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("qq_api"))


def test_every_fault_is_met_here() -> None:
    from pathlib import Path

    source = Path(__file__).read_text("utf-8")
    assert [fault.name for fault in TABLE if fault.name not in source] == []


# -- the connection


@pytest.mark.parametrize("fault", ["drop", "close_1009", "close_1011"])
async def test_of_what_is_said_while_a_connection_is_gone_nothing_is_lost(house: House, fault: str) -> None:
    await house.say()
    await house.hears_all()
    getattr(house.faults, fault)()
    await until(lambda: "closed" in house.connections())
    await house.say()
    await house.comes_back()
    await house.say()
    await until(lambda: {*house.heard()} == {*house.said}, what=house)
    counts = Counts.of(house.said, house.heard())
    assert (counts.sent, counts.delivered, counts.lost, counts.doubled) == (60, 60, 0, 0)
    await house.send("after it")
    assert house.delivered() == ["after it"]


async def test_a_second_connection_takes_over_and_calls_go_on_when_the_first_has_ended(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with meet("reverse") as house:
        await house.say()
        house.faults.second_connection()
        await until(lambda: "connected a second time" in read(caplog))
        await house.say()
        await until(lambda: len(house.faults._open) == 1)  # the first is gone
        await house.say()
        await house.hears_all()
        for number in range(5):
            await house.send(f"answer {number}")
        assert Counts.of([f"answer {n}" for n in range(5)], house.delivered()) == Counts(5, 5)
        assert house.connections() == ["open"]


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "token"), (403, "token"), (404, "answered 404"), (405, "answered 405"), (502, "answered 502")],
)
async def test_a_refused_handshake_is_told_and_tried_again(status: int, words: str) -> None:
    async with meet("forward", there=False, refuse=status) as house:
        transport = house.runtime.held[0].transport
        await until(lambda: transport.problem)
        assert words in transport.problem
        house.faults.refuse = 0
        await house.is_there()
        await house.say()
        await house.hears_all()


async def test_a_slow_handshake_is_waited_for() -> None:
    async with meet("forward", there=False, slow_accept=2.5) as house:
        await house.is_there()
        await house.say()
        await house.hears_all()


@pytest.mark.parametrize("way", BOTH)
async def test_who_answers_no_ping_is_given_up_and_comes_back(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "PING_SECONDS", 0.2)
    async with meet(way, no_pong=True) as house:
        await until(lambda: "closed" in house.connections())
        ends = [event["reason"] for event in house.events if event.get("connection_type") == "closed"]
        assert "no answer to a ping" in ends[0]
        house.faults.no_pong = False
        await house.comes_back()
        await house.say()
        await house.hears_all()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("no_self_id", "did not say which QQ account it is (X-Self-ID: '')"),
        ("no_client_role", "did not say what it wants (X-Client-Role: ''"),
        ("wrong_token", "came with a wrong token. Put the token from config.yml into QQ's settings"),
    ],
)
async def test_an_incomplete_handshake_is_refused_with_a_clear_line(
    fault: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet("reverse", there=False, token="t0ken", **{fault: True}) as house:
        await until(lambda: words in read(caplog), what=lambda: read(caplog))
        assert (house.events, "t0ken" in read(caplog)) == ([], False)
        setattr(house.faults, fault, False)
        await house.is_there()
        await house.say()
        await house.hears_all()


async def test_a_refused_token_is_told_to_the_owner() -> None:
    async with meet("forward", there=False, token="t0ken", flavour="standard", wrong_token=True) as house:
        transport = house.runtime.held[0].transport
        await until(lambda: transport.problem)
        assert "token" in transport.problem and "t0ken" not in transport.problem


# -- what is sent, whatever it is


@pytest.mark.parametrize("way", BOTH)
async def test_a_silent_side_leaves_a_call_unanswered_though_it_was_done(way: str) -> None:
    async with meet(way, heartbeat=0.4) as house:
        house.faults.silent = True
        with pytest.raises(Unanswered):
            await house.send("unheard of", timeout_seconds=0.2)
        house.faults.silent = False
        await house.send("heard of")
        assert house.delivered() == ["unheard of", "heard of"]


async def test_what_comes_late_comes_whole_and_in_order(house: House) -> None:
    house.faults.delay = 0.02
    await house.say()
    await house.hears_all()


async def test_a_frame_that_is_no_json_is_told_and_nothing_else_is_lost(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.say()
    house.faults.garbage()
    await house.say()
    await house.hears_all()
    assert "sent something that is no JSON; it was ignored" in read(caplog)


# -- answers


async def test_doubled_answers_end_nothing(house: House) -> None:
    house.faults.double_answers = True
    lines = [f"answer {number}" for number in range(20)]
    for line in lines:
        await house.send(line)
    await house.say()
    await house.hears_all()
    assert Counts.of(lines, house.delivered()) == Counts(20, 20)
    assert "closed" not in house.connections()


async def test_an_answer_after_the_time_out_is_nobodys_and_the_line_was_said_once(house: House) -> None:
    house.faults.late_answers = 0.4
    with pytest.raises(Unanswered):
        await house.send("late", timeout_seconds=0.1)
    house.faults.late_answers = 0
    members = await house.bot.get_group_member_list(group_id=GROUP)
    assert len(members) == 3  # not the answer that comes late
    await house.say()
    await house.hears_all()
    assert house.delivered() == ["late"]


async def test_an_answer_without_echo_leaves_the_call_unanswered_and_is_not_repeated(house: House) -> None:
    house.faults.lose_echo = True
    with pytest.raises(Unanswered):
        await house.send("once", timeout_seconds=0.2)
    house.faults.lose_echo = False
    assert house.delivered() == ["once"]
    await house.send("twice")
    assert house.delivered() == ["once", "twice"]


async def test_an_answer_without_data_is_none(house: House) -> None:
    house.faults.null_answers = True
    assert await house.send("said") is None
    assert await house.bot.get_group_list() is None
    house.faults.null_answers = False
    assert len(await house.bot.get_group_list()) == 1
    assert house.delivered() == ["said"]


async def test_a_delivered_line_that_is_called_failed_is_not_sent_again(house: House) -> None:
    house.faults.fail_delivered = True
    with pytest.raises(ActionFailed) as caught:
        await house.send("there all the same")
    assert caught.value.retcode == 1200
    assert (await house.bot.get_login_info())["user_id"] == SELF
    assert house.delivered() == ["there all the same"]


async def test_what_goes_over_the_limit_of_a_minute_fails_and_is_not_delivered(house: House) -> None:
    house.faults.rate_limit = 5
    lines, failed = [f"answer {number}" for number in range(8)], 0
    for line in lines:
        try:
            await house.send(line)
        except ActionFailed as error:
            failed += error.retcode == 1200
    assert Counts.of(lines, house.delivered()) == Counts(8, 5, lost=3)
    assert failed == house.bot.stats.failures == 3
    assert "too many messages in a minute" in await house.status()
    house.faults.rate_limit = 0
    await house.send("no limit")
    assert house.delivered()[-1] == "no limit"


# -- events


async def test_doubled_events_are_heard_once(house: House) -> None:
    house.faults.double_events = True
    await house.say()
    await house.hears_all()


async def test_an_event_of_seventeen_mebibytes_is_heard_and_the_connection_stays(house: House) -> None:
    house.faults.huge_event()
    await until(lambda: any(len(text) > 2**24 for text in house.heard()), 20)
    house.events[:] = [event for event in house.events if event["post_type"] == "connection"]
    await house.say()
    await house.hears_all()
    assert "closed" not in house.connections()


@pytest.mark.parametrize("way", BOTH)
async def test_a_connection_without_heartbeats_is_given_up_with_a_clear_line(
    way: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(way, heartbeat=0.2) as house:
        await until(lambda: any(event.get("meta_event_type") == "heartbeat" for event in house.events))
        house.faults.no_heartbeat = True
        await until(lambda: "closed" in house.connections(), 20)
        assert f"QQ {SELF} sent no heartbeat for" in read(caplog)
        house.faults.no_heartbeat = False
        await house.comes_back()
        await house.say()
        await house.hears_all()


@pytest.mark.parametrize("way", BOTH)
async def test_qq_offline_behind_an_open_connection_is_seen_by_heartbeats_and_get_status(way: str) -> None:
    async with meet(way, heartbeat=0.05, offline=True) as house:
        watch = house.runtime.watch
        await until(lambda: (state := watch.state(SELF)) and state.kind == "offline")
        assert await watch.ask(SELF) is False
        assert "offline" in await house.status()
        house.faults.offline = False
        await until(lambda: watch.state(SELF).kind == "online")


async def test_a_login_that_was_kicked_is_told_with_its_reason(house: House) -> None:
    await until(lambda: (state := house.runtime.watch.state(SELF)) and state.kind == "online")
    house.faults.bot_offline()
    await until(lambda: house.runtime.watch.state(SELF).kind == "kicked")
    assert house.runtime.watch.state(SELF).reason == "Kicked offline: The account was signed in elsewhere"


# -- what both look like


@pytest.mark.parametrize("way", BOTH)
@pytest.mark.parametrize(
    "faults",
    [
        ("string_ids",),
        ("string_format",),
        ("empty_text",),
        ("null_data",),
        ("negative_ids",),
        ("string_ids", "string_format", "empty_text", "null_data", "negative_ids"),
    ],
)
async def test_odd_shapes_are_heard_answered_quoted_and_recalled(way: str, faults: tuple[str, ...]) -> None:
    async with meet(way) as house:
        for name in faults:
            setattr(house.faults, name, True)
        await house.say()
        await house.hears_all()
        event = house.events[-1]
        assert [type(event[key]) for key in ("self_id", "user_id", "group_id")] == [int] * 3
        sent = await house.bot.send(event, f"[CQ:reply,id={event.message_id}]answer")
        last = [*house.qq.world.messages.values()][-1]
        quoted = house.qq.world.messages[int(last.segments[0]["data"]["id"])]
        assert (plain(quoted.segments), plain(last.segments[1:])) == (house.said[-1], "answer")
        assert (int(event.message_id) < 0) is ("negative_ids" in faults)
        await house.bot.delete_msg(message_id=sent["message_id"])
        assert house.delivered() == [] or last.recalled


@pytest.mark.parametrize("way", ["forward", "reverse"])
async def test_an_account_whose_number_is_a_string_from_the_start_is_known(way: str) -> None:
    async with meet(way, there=False, string_ids=True) as house:
        await until(lambda: house.bot.accounts() == [SELF], 3)


async def test_all_of_it_at_once_loses_and_doubles_nothing(house: House) -> None:
    for name in ("double_events", "double_answers", "string_ids", "string_format", "negative_ids", "empty_text"):
        setattr(house.faults, name, True)
    house.faults.delay = 0.005
    lines = [f"answer {number}" for number in range(20)]
    await asyncio.gather(house.say(40), *(house.send(line) for line in lines))
    await house.hears_all()
    assert Counts.of(lines, house.delivered()) == Counts(20, 20)


@pytest.fixture(autouse=True)
def words(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "qq_api")
