"""Our own bot meets every fault of answers and events: what was said, heard and sent is counted."""

import asyncio

import pytest

from our_bot import BOTH, GROUP, SELF, Counts, House, house, meet, read, words
from qq_api import plain
from qq_api.errors import ActionFailed, Unanswered
from support import until

__all__ = ["house", "words"]  # fixtures


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
    await until(house.delivered)
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
    async with meet(way, heartbeat=0.5) as house:
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
    async with meet(way, heartbeat=0.4, offline=True) as house:
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


@pytest.mark.parametrize("way", BOTH)
async def test_an_account_whose_number_is_a_string_from_the_start_is_known(way: str) -> None:
    async with meet(way, there=False, string_ids=True) as house:
        await until(lambda: house.bot.accounts() == [SELF])


async def test_all_of_it_at_once_loses_and_doubles_nothing(house: House) -> None:
    for name in ("double_events", "double_answers", "string_ids", "string_format", "negative_ids", "empty_text"):
        setattr(house.faults, name, True)
    house.faults.delay = 0.005
    lines = [f"answer {number}" for number in range(20)]
    await asyncio.gather(house.say(40), *(house.send(line) for line in lines))
    await house.hears_all()
    assert Counts.of(lines, house.delivered()) == Counts(20, 20)
