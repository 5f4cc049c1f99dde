"""Two bots in one group: everything is heard once, and nothing is lost when one of them goes."""

import asyncio
from typing import Any

import pytest
from fleet import OTHER, fleet, heard, raw, reverse

from our_bot import GROUP, SELF, Counts
from qq_api.bridge.speakers import DEAF_SECONDS, Speakers
from support import home, until


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def said(text: str, by: int = SELF, **more: Any) -> dict[str, Any]:
    message = [{"type": "text", "data": {"text": text}}]
    head = {"post_type": "message", "message_type": "group", "group_id": 1, "user_id": 5, "self_id": by, "time": 9}
    return head | {"message": message} | more


def test_the_first_that_hears_speaks_and_the_other_stays_still(clock: Clock) -> None:
    one = Speakers(clock)
    assert one.hear(said("a")) and not one.hear(said("a", OTHER))
    assert not one.hear(said("b", OTHER)) and one.hear(said("b"))
    clock.now += 60
    assert one.overdue() == []


def test_the_same_words_twice_by_one_account_are_two_messages(clock: Clock) -> None:
    one = Speakers(clock)
    assert one.hear(said("a")) and one.hear(said("a"))


def test_when_it_goes_the_other_tells_what_only_that_one_heard(clock: Clock) -> None:
    one = Speakers(clock)
    one.hear(said("a"))
    for text in ("a", "b", "c"):
        assert not one.hear(said(text, OTHER))
    assert one.went(SELF) == [said("b", OTHER), said("c", OTHER)]
    assert one.hear(said("d", OTHER))
    assert not one.hear(said("b"))  # back, and filling the gap from the history


def test_who_went_with_nothing_left_leaves_the_place_to_anybody(clock: Clock) -> None:
    one = Speakers(clock)
    one.hear(said("a"))
    assert one.went(SELF) == [] and one.hear(said("b", OTHER)) and not one.hear(said("b"))


def test_who_has_gone_deaf_is_replaced_and_nothing_is_lost(clock: Clock) -> None:
    one = Speakers(clock)
    one.hear(said("a"))
    clock.now += 1
    one.hear(said("b", OTHER))
    assert one.overdue() == []
    clock.now += DEAF_SECONDS
    assert one.overdue() == [said("b", OTHER)]
    assert one.hear(said("c", OTHER)) and not one.hear(said("c"))


def test_who_hears_the_same_in_other_words_is_not_deaf(clock: Clock) -> None:
    one = Speakers(clock)
    one.hear(said("a"))
    one.hear(said("b ?", OTHER))
    clock.now += 1
    assert one.hear(said("b"))
    clock.now += DEAF_SECONDS
    assert one.overdue() == []


def test_a_notice_is_told_once_though_each_has_its_own_time(clock: Clock) -> None:
    one = Speakers(clock)
    poke = {
        "post_type": "notice",
        "notice_type": "notify",
        "sub_type": "poke",
        "group_id": 1,
        "user_id": 5,
        "target_id": 6,
    }
    assert one.hear(poke | {"self_id": SELF, "time": 9}) and not one.hear(poke | {"self_id": OTHER, "time": 10})
    clock.now += 60
    assert one.hear(poke | {"self_id": SELF, "time": 69}) and not one.hear(poke | {"self_id": OTHER, "time": 70})


def test_what_one_of_ours_says_is_no_news(clock: Clock) -> None:
    one = Speakers(clock)
    one.came(OTHER)
    assert one.hear(said("a", user_id=OTHER)) == []


def test_what_is_of_no_group_is_each_ones_own(clock: Clock) -> None:
    one = Speakers(clock)
    assert one.hear(said("a", group_id=None)) and one.hear(said("a", OTHER, group_id=None))


async def test_a_server_hears_a_group_with_two_bots_once() -> None:
    async with raw() as one, fleet(reverse("one", one.port), accounts=(SELF, OTHER)) as net:
        await until(lambda: len(one.links) == 2)
        await net.say(100)
        await net.bot.send_group_msg(group_id=GROUP, message="ours", self_id=SELF)
        await until(lambda: len(one.lines) >= 100)
        await one.calls("get_status", "after all that")
        assert Counts.of(net.said, one.lines) == Counts(100, 100)


@pytest.mark.faults
async def test_one_of_two_bots_that_comes_and_goes_under_traffic_loses_and_doubles_nothing() -> None:
    # a server that fills its own gaps asks each account for what the other one told already
    async with home(backfill=False) as place, fleet(reverse("one", place.port), accounts=(SELF, OTHER)) as net:
        await until(lambda: {*place.bot.accounts()} == {SELF, OTHER}, 20)
        for turn in range(6):
            await net.say(20)
            net.qq.endpoints[turn % 2].faults.drop()
            await net.say(20)
            await until(lambda: {*net.bot.accounts()} == {SELF, OTHER}, 20)
        await until(lambda: {*heard(place)} == {*net.said}, 20, lambda: {*net.said} - {*heard(place)})
        await asyncio.sleep(0)
        count = Counts.of(net.said, heard(place))
        assert (count.lost, count.doubled) == (0, 0)
