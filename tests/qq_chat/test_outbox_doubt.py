"""A message may have been said, or not: the group's history settles it, and nothing is lost or said twice."""

from typing import Any

import pytest
from test_outbox import Home, home, settled, words

from qq_api import ActionFailed, ApiNotAvailable, Unanswered, image, text
from qq_chat.relay.outbox.doubt import FEW, SETTLED_SECONDS
from support import until

__all__ = ["home", "words"]

SELF, ALICE, OTHER = 10001, 10002, 10003
CUT, LATE = Unanswered("send_group_msg", cut=True), Unanswered("send_group_msg")


def said(home: Home, words: str, *, by: int = SELF, message_id: int = 7, ago: float = 0) -> dict[str, Any]:
    """A message of the history."""
    when = int(home.clock.day + home.clock.now - ago)
    return {"user_id": by, "self_id": SELF, "message_id": message_id, "time": when, "message": words}


def old(home: Home, count: int = 1) -> list[dict[str, Any]]:
    """What was said an hour ago."""
    return [said(home, "old", by=ALICE, ago=3600)] * count


@pytest.mark.parametrize("error", [CUT, LATE, ActionFailed({"retcode": 1200, "wording": "Timeout: NTEvent"})])
async def test_what_is_in_the_history_was_said_and_has_an_id(home: Home, error: Exception) -> None:
    home.bot.errors, ids = [error], list[int]()
    home.bot.history = lambda: [*old(home), said(home, " <Steve>  hi&#91;1&#93; ")]
    box = home.box()
    box.put(1, "<Steve> hi[1]", on_sent=ids.append)
    await settled(box)
    assert (home.bot.sent, ids, box.stats.sent, box.stats.unknown) == ([], [7], 1, 0)


async def test_what_was_cut_off_and_is_not_there_seconds_later_is_said_again_before_what_follows(home: Home) -> None:
    home.bot.errors, home.bot.history = [CUT], lambda: old(home)
    box = home.box()
    for number in range(3):
        box.put(1, str(number))
    await settled(box)
    assert home.bot.sent == [(1, "0"), (1, "1"), (1, "2")]
    assert home.bot.times[0] >= 1000 + SETTLED_SECONDS
    assert (box.stats.sent, box.stats.unknown) == (3, 0)


async def test_what_comes_late_into_the_history_is_not_said_again(home: Home) -> None:
    home.bot.errors = [CUT]
    home.bot.history = lambda: [*old(home), *([said(home, "0")] if home.clock.now > 1000 + SETTLED_SECONDS - 2 else [])]
    box = home.box()
    box.put(1, "0")
    await settled(box)
    assert (home.bot.sent, box.stats.sent) == ([], 1)


async def test_while_qq_is_away_it_is_waited_for(home: Home) -> None:
    def history() -> list[dict[str, Any]]:
        if home.clock.now < 1030:
            raise ApiNotAvailable("nobody")
        return [said(home, "0", ago=30)]

    home.bot.errors, home.bot.history = [CUT], history
    box = home.box()
    box.put(1, "0")
    box.put(1, "1")
    await settled(box)
    assert (home.bot.sent, box.stats.sent) == ([(1, "1")], 2)


async def test_what_is_only_late_is_not_repeated(home: Home) -> None:
    home.bot.errors, home.bot.history = [LATE], lambda: old(home)
    box = home.box()
    box.put(1, "0")
    box.put(1, "1")
    await settled(box)
    assert (home.bot.sent, box.stats.unknown) == ([(1, "1")], 1)


async def test_other_messages_that_say_the_same_are_not_it(home: Home) -> None:
    home.bot.errors = [None, CUT]
    home.bot.history = lambda: [
        said(home, "gg", message_id=5, ago=600),
        said(home, "gg", message_id=1, ago=1),
        said(home, "gg", by=ALICE, message_id=6),
    ]
    box = home.box()
    box.put(1, "gg")  # has the id 1
    box.put(1, "gg")
    await settled(box)
    assert (home.bot.sent, box.stats.sent) == ([(1, "gg"), (1, "gg")], 2)


async def test_what_the_account_said_that_is_away_now_is_found_by_another_one(home: Home) -> None:
    home.accounts.is_ours(OTHER)
    home.bot.errors = [CUT]
    home.bot.history = lambda: [said(home, "0", by=OTHER)]
    box = home.box()
    box.put(1, "0")
    await settled(box)
    assert (home.bot.sent, box.stats.sent) == ([], 1)


async def test_a_history_that_does_not_reach_back_settles_nothing(home: Home) -> None:
    home.bot.errors, home.bot.history = [CUT], lambda: [said(home, "new", by=ALICE)] * FEW
    box = home.box()
    box.put(1, "0")
    await settled(box)
    assert (home.bot.sent, box.stats.unknown) == ([], 1)


async def test_a_history_that_reaches_back_to_what_we_said_before_is_enough(home: Home) -> None:
    home.bot.errors = [None, CUT]
    home.bot.history = lambda: [said(home, "0", message_id=1), *[said(home, "new", by=ALICE)] * FEW]
    box = home.box()
    box.put(1, "0")
    box.put(1, "1")
    await settled(box)
    assert (home.bot.sent, box.stats.unknown) == ([(1, "0"), (1, "1")], 0)


async def test_a_history_that_is_read_without_a_gap_is_enough_in_a_busy_group(home: Home) -> None:
    def history() -> list[dict[str, Any]]:
        newest = int(home.clock.now - 1000) * 50 + 100
        others = [said(home, "new", by=ALICE, message_id=number) for number in range(newest - 100, newest)]
        return [*(old(home) if newest == 100 else []), *others]

    home.bot.errors, home.bot.history = [CUT], history
    box = home.box()
    box.put(1, "0")
    await settled(box)
    assert (home.bot.sent, box.stats.unknown) == ([(1, "0")], 0)


@pytest.mark.parametrize("odd", [None, [], [{}], [{"message": 5, "time": "x", "user_id": None}], "no list", [3]])
async def test_an_odd_history_harms_nothing(home: Home, odd: Any) -> None:
    home.bot.errors, home.bot.history = [LATE], lambda: odd
    box = home.box()
    box.put(1, "0")
    box.put(1, "1")
    await settled(box)
    assert (home.bot.sent, box.stats.unknown) == ([(1, "1")], 1)


async def test_a_picture_has_no_words_to_look_for(home: Home) -> None:
    home.bot.errors, home.bot.history = [CUT], lambda: [said(home, "")]
    box = home.box()
    box.put(1, [image("https://example.com/a.png")])
    await settled(box)
    assert (home.bot.sent, box.stats.unknown) == ([], 1)


async def test_a_part_of_a_long_line_that_was_cut_off_is_said_again_alone(home: Home) -> None:
    home.bot.errors, home.bot.history = [None, CUT], lambda: old(home)
    box = home.box({"per_group": {"seconds": 0}, "per_account": {"seconds": 0}, "long_text": {"over": 100}})
    box.put(1, [text("a" * 100), text("b" * 100)])
    await settled(box)
    assert [words[0] for _, words in home.bot.sent] == ["a", "b"]
    assert (box.stats.sent, box.stats.unknown) == (1, 0)


async def test_the_end_of_all_does_not_wait_for_an_answer(home: Home) -> None:
    home.bot.errors, home.bot.history = [CUT], lambda: old(home)
    home.clock.held = True
    box = home.box()
    box.put(1, "0")
    box.put(1, "1")
    await until(lambda: home.clock.ends)
    left = await home.close(box)
    assert (left, home.bot.sent, box.stats.unknown) == ([], [(1, "1")], 1)
