"""How lines leave for QQ: order, pace, merging, waiting, failing; with our own clock and a bot that only pretends."""

import asyncio
import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from qq_api import ActionFailed, ApiNotAvailable, NetworkError, Texts, Unanswered, at, record, reply, text
from qq_api.official import identity
from qq_chat.people.accounts import Accounts
from qq_chat.relay.outbox import Outbox, OutboxSettings
from qq_chat.relay.outbox.outside import Outside
from qq_chat.relay.outbox.pace import OFFICIAL, Slow, pace_of
from qq_chat.relay.outbox.sender import HISTORY
from support import until

LOG = logging.getLogger("qq_chat.test")
FREE = {"per_group": {"seconds": 0}, "per_account": {"seconds": 0}, "jitter": 0, "repeat_seconds": 0}
ALONE = {**FREE, "merge": {"lines": 1}}


@pytest.fixture
def words() -> Texts:
    import qq_chat

    assert qq_chat
    return Texts.load("qq_chat", "en_us")


@dataclass
class Clock:
    """Time that passes when everybody waits for it, and only then."""

    now: float = 1000.0
    day: float = 1_700_000_000.0
    held: bool = False
    ends: list[float] = field(default_factory=list)

    async def pause(self, event: asyncio.Event, seconds: float) -> None:
        end = self.now + seconds
        self.ends.append(end)
        while self.now < end and not event.is_set():
            for _ in range(20):
                await asyncio.sleep(0)
            if end == min(self.ends) and not self.held:
                self.now = end
        self.ends.remove(end)

    def outside(self) -> Outside:
        return Outside(lambda: self.day + self.now, lambda: self.now, self.pause, lambda: 1.0, 30)


def no_history() -> list[dict[str, Any]]:
    raise ActionFailed({"retcode": 1404})


@dataclass
class FakeBot:
    """Says lines, or fails as it is told: `errors` are taken one by one, None is no error."""

    clock: Clock
    sent: list[tuple[int, str]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    errors: list[Exception | None] = field(default_factory=list)
    always: Callable[[int], Exception | None] = lambda group_id: None
    closed: bool = False
    history: Callable[[], list[dict[str, Any]]] = no_history

    def accounts(self) -> list[int]:
        return [10001]

    async def call_action(self, action: str, **params: Any) -> dict[str, Any]:
        await asyncio.sleep(0)
        if action == HISTORY:
            return {"messages": self.history()}
        self.calls.append((action, params))
        error = self.errors.pop(0) if self.errors else self.always(params["group_id"])
        if error:
            raise error
        self.times.append(self.clock.now)
        self.sent.append((params["group_id"], said(params)))
        return {"message_id": len(self.sent)}


def said(params: dict[str, Any]) -> str:
    """The text of a message; of other segments their kind."""
    nodes = params.get("messages")
    if nodes is not None:
        return " | ".join(said({"message": node["data"]["content"]}) for node in nodes)
    return "".join(one["data"].get("text", f"[{one['type']}]") for one in params["message"])


class Home:
    """Makes outboxes that are closed at the end, on this loop."""

    def __init__(self, words: Texts) -> None:
        self.words, self.clock = words, Clock()
        self.bot = FakeBot(self.clock)
        self.accounts = Accounts(lambda: self.clock.now)
        self.troubles: list[str] = []
        self.boxes: list[Outbox] = []

    def box(self, settings: dict[str, Any] | None = None, file: Path | None = None) -> Outbox:
        made = Outbox(
            self.bot,  # type: ignore[arg-type]
            self.accounts,
            asyncio.get_running_loop(),
            OutboxSettings.model_validate(ALONE if settings is None else settings),
            self.words,
            LOG,
            file=file,
            on_trouble=self.troubles.append,
            outside=self.clock.outside(),
        )
        self.boxes.append(made)
        return made

    async def close(self, box: Outbox, seconds: float = 5) -> list[str]:
        self.boxes.remove(box)
        return [str(line.message) for line in await asyncio.to_thread(box.close, seconds)]


@pytest.fixture
async def home(words: Texts) -> Any:
    made = Home(words)
    yield made
    for box in [*made.boxes]:
        await made.close(box, 0.1)
    assert not [one for one in threading.enumerate() if one.name == "QQ Chat outbox"]


async def settled(box: Outbox) -> None:
    """Wait until nothing waits."""
    await until(lambda: box.stats.waiting == 0, what=box.stats)


# -- order


async def test_lines_leave_in_the_order_they_were_put_from_any_thread(home: Home) -> None:
    box = home.box()
    await asyncio.to_thread(lambda: [box.put(number % 3, str(number)) for number in range(300)])
    await settled(box)
    for group in range(3):
        assert [one for to, one in home.bot.sent if to == group] == [str(n) for n in range(group, 300, 3)]


async def test_ten_thousand_lines_from_eight_threads_leave_once_each_threads_in_order(
    home: Home, tmp_path: Path
) -> None:
    box = home.box({**FREE, "merge": {"lines": 50}, "keep": {"lines": 10_000}}, tmp_path / "outbox.sqlite3")

    def put(thread: int) -> None:
        for number in range(1250):
            box.put(7, f"{thread}:{number}")

    threads = [threading.Thread(target=put, args=(thread,)) for thread in range(8)]
    for thread in threads:
        thread.start()
    await asyncio.to_thread(lambda: [thread.join() for thread in threads])
    await until(lambda: box.stats.waiting == 0, 30, box.stats)
    lines = [line for _, message in home.bot.sent for line in message.split("\n")]
    assert (len(lines), box.stats.put, box.stats.sent) == (10_000, 10_000, 10_000)
    for thread in range(8):
        mine = [line for line in lines if line.startswith(f"{thread}:")]
        assert mine == [f"{thread}:{number}" for number in range(1250)]


async def test_a_group_that_waits_holds_up_no_other(home: Home) -> None:
    home.bot.always = lambda group_id: Unanswered("x") if group_id == 1 else None
    box = home.box({**ALONE, "breaker": {"failures": 1}})
    home.clock.held = True
    for group in (1, 1, 2, 2):
        box.put(group, f"to {group}")
    await until(lambda: len(home.bot.sent) == 2)
    assert box.stats.waiting == 1
    home.clock.held = False


async def test_a_group_is_answered_by_the_account_that_hears_it(home: Home) -> None:
    box = home.box()
    home.accounts.hears(1, 10001, 5)
    home.bot.errors = [ApiNotAvailable("QQ 10001 is not connected")]
    box.put(1, "x")
    await settled(box)
    assert [params.get("self_id") for _, params in home.bot.calls] == [10001, None]


async def test_the_one_who_put_a_line_hears_its_id(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    box, heard = home.box(), []
    box.put(1, "a", on_sent=heard.append)
    box.put(1, "b", on_sent=lambda message_id: 1 / 0)  # type: ignore[arg-type,return-value]
    box.put(1, [text("c"), at(5)], on_sent=heard.append)
    await settled(box)
    assert (heard, caplog.text.count("ZeroDivisionError")) == ([1, 3], 1)


async def test_only_plain_data_is_taken_and_nothing_of_nothing(home: Home) -> None:
    box = home.box()
    with pytest.raises(TypeError):
        box.put(1, [{"type": "text", "data": {"text": object()}}])
    box.put(1, "")
    box.put(1, [])
    box.put(1, [text("")])
    assert box.stats.put == 0
    box.put(1, "half a \ud83d surrogate")
    await settled(box)
    assert home.bot.sent == [(1, "half a \ud83d surrogate")]


# -- pace and merging


async def test_a_burst_leaves_at_once_and_then_one_line_each_so_many_seconds(home: Home) -> None:
    box = home.box({**ALONE, "per_group": {"burst": 3, "seconds": 2}, "jitter": 0.5})
    for number in range(6):
        box.put(1, str(number))
    await settled(box)
    assert [time - 1000 for time in home.bot.times] == [0, 0, 0, 2.5, 4.5, 6.5]


async def test_all_groups_of_an_account_share_its_pace(home: Home) -> None:
    box = home.box({**ALONE, "per_account": {"burst": 2, "seconds": 3}})
    for group in range(4):
        box.put(group, "x")
    await settled(box)
    assert len(home.bot.sent) == 4
    times = sorted(home.bot.times)
    assert times[2] - times[0] >= 3
    assert times[3] - times[1] >= 3


async def test_lines_that_wait_become_one_message_and_answers_keep_their_place(home: Home) -> None:
    box = home.box({**FREE, "per_group": {"burst": 1, "seconds": 5}})
    for words, kind in [
        ("a", "chat"),
        ("b", "notice"),
        ("c", "chat"),
        ("answer", "answer"),
        ("d", "chat"),
        ("e", "chat"),
    ]:
        box.put(1, words, kind=kind)  # type: ignore[arg-type]
    await settled(box)
    assert [one for _, one in home.bot.sent] == ["a\nb\nc", "answer", "d\ne"]
    stats = box.stats
    assert (stats.sent, stats.messages, stats.merged) == (6, 3, 5)


async def test_merging_has_bounds_and_what_stands_for_itself_is_left_alone(home: Home) -> None:
    box = home.box({**FREE, "per_group": {"burst": 1, "seconds": 5}, "merge": {"lines": 3, "characters": 100}})
    for number in range(4):
        box.put(1, str(number))
    box.put(1, "x" * 60)
    box.put(1, "y" * 60)
    box.put(1, [reply(5), text("quoted")])
    box.put(1, [text("hi "), at(5)])
    box.put(1, "after")
    await settled(box)
    expected = ["0\n1\n2", "3\n" + "x" * 60, "y" * 60, "[reply]quoted", "hi [at]\nafter"]
    assert [one for _, one in home.bot.sent] == expected


async def test_while_there_is_room_each_line_has_its_own_message(home: Home) -> None:
    box = home.box({**FREE, "per_group": {"burst": 5, "seconds": 5}})
    for number in range(5):
        box.put(1, str(number))
    await settled(box)
    assert len(home.bot.sent) == 5


async def test_the_same_line_again_waits_and_becomes_one_with_its_number(home: Home) -> None:
    box = home.box({**ALONE, "repeat_seconds": 3})
    box.put(1, "hi")
    await settled(box)
    home.clock.held = True
    for _ in range(3):
        box.put(1, "hi")
    await until(lambda: box.stats.put == 4)
    home.clock.held = False
    await settled(box)
    box.put(1, "answer", kind="answer")
    box.put(1, "answer", kind="answer")
    await settled(box)
    assert [one for _, one in home.bot.sent] == ["hi", "hi ×3", "answer", "answer"]
    assert home.bot.times[3] - home.bot.times[2] >= 3


async def test_what_may_have_been_said_is_not_said_again_at_once_either(home: Home) -> None:
    home.bot.errors = [Unanswered("x")]
    box = home.box({**ALONE, "repeat_seconds": 3})
    box.put(1, "answer", kind="answer")
    box.put(1, "answer", kind="answer")
    await settled(box)
    assert (home.bot.sent, home.clock.now) == ([(1, "answer")], 1003)


@pytest.mark.parametrize(
    ("links", "sent"),
    [
        ("keep", "see https://a.b/c.d, ok"),
        ("spaces", "see https:// a . b /c.d, ok"),
        ("dots", "see a点b/c.d, ok"),
    ],
)
async def test_links_are_written_as_the_owner_wants_them(home: Home, links: str, sent: str) -> None:
    box = home.box({**ALONE, "links": links})
    box.put(1, "see https://a.b/c.d, ok")
    await settled(box)
    assert home.bot.sent == [(1, sent)]


# -- waiting


async def test_a_line_waits_while_qq_is_away_and_is_told_once(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    home.bot.errors = [ApiNotAvailable("nobody")] * 20
    box = home.box({**ALONE, "time_after": 0})
    box.put(1, "first")
    box.put(1, "second")
    await settled(box)
    assert home.bot.sent == [(1, "first"), (1, "second")]
    assert caplog.text.count("QQ is away") == 1
    assert home.bot.times[0] - 1000 > 20, "it is not asked ten times a second"


async def test_lines_that_waited_say_their_time(home: Home) -> None:
    home.bot.errors = [ApiNotAvailable("nobody")] * 30
    box = home.box(FREE)
    box.put(1, [reply(5), text("old")])
    box.put(1, "older ones first")
    await settled(box)
    box.put(1, "new")
    await settled(box)
    old = [one for _, one in home.bot.sent]
    assert re.fullmatch(r"\[reply\]\[\d\d:\d\d\] old", old[0])
    assert re.fullmatch(r"\[\d\d:\d\d\] older ones first", old[1])
    assert old[2] == "new"


async def test_an_old_line_is_given_up_and_counted_once(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    home.bot.always = lambda group_id: ApiNotAvailable("nobody")
    box = home.box({**ALONE, "keep": {"minutes": 1}})
    box.put(1, "old")
    box.put(1, "old, too")
    await until(lambda: box.stats.dropped == 2)
    home.bot.always = lambda group_id: None
    box.put(1, "new")
    await settled(box)
    assert home.bot.sent == [(1, "new")]
    assert caplog.text.count("2 lines for group 1 were not said") == 1
    assert home.troubles == ["2 lines for group 1 were not said: too old, or too many waited"]


async def test_the_owner_hears_once_that_lines_are_given_up_however_long_too_many_wait(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    box = home.box({**ALONE, "keep": {"lines": 2}})
    said: list[int] = []

    def flood(_group_id: int) -> None:
        said.append(1)
        for number in range(5 if len(said) < 4 else 0):
            box.put(1, f"{len(said)}.{number}")

    home.bot.always = flood  # type: ignore[assignment]
    box.put(1, "first")
    await settled(box)
    assert caplog.text.count("lines for group 1 were not said") > 1
    assert [one.partition(" ")[2] for one in home.troubles] == [
        "lines for group 1 were not said: too old, or too many waited"
    ]


async def test_a_full_queue_forgets_the_oldest_and_counts_them(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    box = home.box({**ALONE, "keep": {"lines": 100}})
    for number in range(105):
        box.put(1, str(number))
    await settled(box)
    assert home.bot.sent == [(1, str(number)) for number in range(5, 105)]
    assert caplog.text.count("5 lines for group 1") == 1


async def test_a_clock_that_jumps_makes_no_line_old(home: Home) -> None:
    home.bot.errors = [ApiNotAvailable("nobody")] * 3
    box = home.box()
    box.put(1, "x")
    home.clock.day += 86_400
    await settled(box)
    assert home.bot.sent == [(1, "x")]


# -- failing


@pytest.mark.parametrize(
    ("error", "told", "counted"),
    [
        (ActionFailed({"retcode": 1400, "wording": "bad"}), "was not sent: retcode 1400 bad", "refused"),
        (ActionFailed({"retcode": 1200, "wording": "Timeout: NTEvent"}), "Nobody knows", "unknown"),
        (NetworkError("cut"), "Nobody knows", "unknown"),
        (Unanswered("send_group_msg"), "Nobody knows", "unknown"),
    ],
)
async def test_a_line_that_left_is_never_repeated(
    home: Home, error: Exception, told: str, counted: str, caplog: pytest.LogCaptureFixture
) -> None:
    home.bot.errors = [error]
    box = home.box()
    box.put(1, "lost")
    box.put(1, "next")
    await settled(box)
    assert home.bot.sent == [(1, "next")]
    assert told in caplog.text
    assert (getattr(box.stats, counted), box.stats.sent) == (1, 1)


async def test_a_silent_qq_delays_the_next_line_only_a_little(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(FakeBot):
        async def call_action(self, action: str, **params: Any) -> Any:
            if action != HISTORY:
                self.sent.append((params["group_id"], said(params)))
            await asyncio.Event().wait()

    monkeypatch.setattr("qq_chat.relay.outbox.sender.HISTORY_SECONDS", 29.99)
    monkeypatch.setattr("qq_chat.relay.outbox.sender.GRACE", -29.99)
    home.bot = Silent(home.clock)
    box = home.box({**ALONE, "breaker": {"failures": 100}})
    for number in range(5):
        box.put(1, str(number))
    await settled(box)
    assert home.bot.sent == [(1, str(number)) for number in range(5)]
    assert box.stats.unknown == 5


async def test_failures_in_a_row_open_the_breaker_and_single_lines_try_ever_less_often(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    risk = ActionFailed({"retcode": 100, "msg": "SEND_MSG_API_ERROR", "wording": "账号可能被风控"})
    home.bot.errors = [risk] * 6
    box = home.box({**FREE, "merge": {"lines": 2}, "breaker": {"failures": 3, "seconds": 10, "at_most": 25}})
    times = []
    home.bot.always = lambda group_id: times.append(home.clock.now)  # type: ignore[func-returns-value]
    for number in range(20):
        box.put(1, str(number))
    await settled(box)
    assert home.clock.now == 1000 + 10 + 20 + 25 + 25
    assert [one.partition(":")[0] for one in home.troubles] == ["Group 1 takes no lines (QQ's risk control)"]
    assert caplog.text.count("Group 1 takes no lines (QQ's risk control)") == 1
    assert caplog.text.count("Nobody knows") == 1
    stats = box.stats
    assert (stats.put, stats.sent + stats.unknown, stats.refused) == (20, 20, 0)
    assert home.bot.sent[0][1].count("\n") == 0, "the line that tries is alone"


@pytest.mark.parametrize(
    ("wording", "cause"),
    [
        ('EventChecker Failed: EventRet: {"result": 120, "errMsg": ""}', "the bot is muted there"),
        ("当前处于被禁言状态", "the bot is muted there"),
        (
            'EventChecker Failed: "result": 110, "errMsg": "发送失败，你已被移出该群"',
            "no longer in the group",
        ),
    ],
)
async def test_a_muted_bot_does_not_try_again_at_once_and_loses_nothing(home: Home, wording: str, cause: str) -> None:
    home.bot.errors = [ActionFailed({"retcode": 1200, "message": wording})]
    box = home.box()
    box.put(1, "a")
    box.put(1, "b")
    await settled(box)
    assert (home.bot.sent, home.clock.now) == ([(1, "a"), (1, "b")], 1015)
    assert ([cause in one for one in home.troubles], box.stats.refused) == ([True], 0)


async def test_a_group_that_recovered_is_told_and_troubles_count_anew(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    muted = ActionFailed({"retcode": 1200, "wording": "muted"})
    home.bot.errors = [muted, None, muted, None]
    box = home.box()
    for number in range(4):
        box.put(1, str(number))
    await settled(box)
    assert caplog.text.count("takes lines again") == 2
    assert len(home.troubles) == 2
    assert home.clock.now == 1030


async def test_whoever_wants_to_hear_of_trouble_cannot_make_more(
    home: Home, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "troubles", None)
    monkeypatch.setattr(home, "troubles", type("Bad", (), {"append": lambda self, trouble: 1 / 0})())
    home.bot.errors = [ActionFailed({"retcode": 1200, "wording": "muted"})]
    box = home.box()
    box.put(1, "a")
    box.put(1, "b")
    await settled(box)
    assert home.bot.sent == [(1, "a"), (1, "b")]
    assert "ZeroDivisionError" in caplog.text


async def test_a_fault_of_ours_costs_one_message(
    home: Home, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = home.box()
    home.bot.errors = [ZeroDivisionError()]
    box.put(1, "a")
    box.put(1, "b")
    await settled(box)
    assert (home.bot.sent, box.stats.refused) == ([(1, "b")], 1)
    assert "ZeroDivisionError" in caplog.text


# -- long texts


LONG = "\n".join(f"第 {number} 行。" for number in range(60))


async def test_a_long_text_leaves_in_parts_at_the_pace_and_counts_once(home: Home) -> None:
    rate = {"burst": 1, "seconds": 2}
    box, heard = home.box({**ALONE, "long_text": {"over": 100}, "per_group": rate}), []
    box.put(1, LONG, kind="answer", on_sent=heard.append)
    box.put(1, "next")
    await settled(box)
    parts = [one for _, one in home.bot.sent]
    assert "\n".join(parts[:-1]) == LONG
    assert max(map(len, parts)) <= 100
    assert (parts[-1], heard, box.stats.sent, box.stats.messages) == ("next", [1], 2, 2)
    assert home.bot.times[1] - home.bot.times[0] == 2


async def test_what_is_left_of_a_long_text_waits_for_qq_and_no_part_is_doubled(home: Home) -> None:
    box = home.box({**ALONE, "long_text": {"over": 100}})
    home.bot.errors = [None, None, ApiNotAvailable(), ApiNotAvailable()]
    box.put(1, LONG)
    box.put(1, "next")
    await settled(box)
    assert "\n".join(one for _, one in home.bot.sent[:-1]) == LONG


async def test_after_a_part_that_failed_the_others_are_not_said(home: Home) -> None:
    box = home.box({**ALONE, "long_text": {"over": 100}})
    home.bot.errors = [None, Unanswered("x")]
    box.put(1, LONG)
    box.put(1, "next")
    await settled(box)
    assert (len(home.bot.sent), box.stats.unknown, box.stats.sent) == (2, 1, 1)


async def test_a_long_text_may_be_a_card_and_is_split_where_there_are_none(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    box = home.box({**ALONE, "long_text": {"over": 100, "style": "forward"}})
    box.put(1, LONG)
    await settled(box)
    action, params = home.bot.calls[0]
    assert (action, params["messages"][0]["data"]["user_id"]) == ("send_group_forward_msg", "10001")
    assert home.bot.sent[0][1].replace(" | ", "\n") == LONG
    home.bot.errors = [ActionFailed({"retcode": 1404, "wording": "unknown action"})]
    box.put(1, LONG)
    await settled(box)
    assert "\n".join(one for _, one in home.bot.sent[1:]) == LONG
    assert "has no send_group_forward_msg" in caplog.text
    assert (box.stats.sent, box.stats.refused) == (2, 0)


async def test_a_long_text_may_be_a_picture(home: Home) -> None:
    pytest.importorskip("PIL")
    from qq_chat.relay.outbox.picture import find_font

    if find_font() is None:
        pytest.skip("no font with Chinese characters here")
    box = home.box({**ALONE, "long_text": {"over": 100, "style": "picture"}})
    box.put(1, LONG)
    box.put(1, [text(LONG), at(5)])
    await settled(box)
    picture = home.bot.calls[0][1]["message"]
    assert [one["type"] for one in picture] == ["image"]
    assert picture[0]["data"]["file"].startswith("base64://iVBOR")
    assert len(home.bot.sent) > 4, "what is more than text is split"


@pytest.mark.parametrize(
    ("name", "told"), [("is_installed", "pip install pillow"), ("find_font", "no font with Chinese characters")]
)
async def test_where_no_picture_can_be_drawn_that_is_told_once_and_texts_are_split(
    home: Home, name: str, told: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(f"qq_chat.relay.outbox.picture.{name}", lambda *arguments: None)
    box = home.box({**ALONE, "long_text": {"over": 100, "style": "picture"}})
    box.put(1, LONG)
    box.put(1, LONG)
    await settled(box)
    assert "\n".join(one for _, one in home.bot.sent) == f"{LONG}\n{LONG}"
    assert caplog.text.count("long texts are split") == 1
    assert told in caplog.text


async def test_a_picture_that_cannot_be_drawn_is_a_text(
    home: Home, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    pytest.importorskip("PIL")
    (tmp_path / "font.ttf").write_text("no font")
    style = {"over": 100, "style": "picture", "font": str(tmp_path / "font.ttf")}
    box = home.box({**ALONE, "long_text": style})
    box.put(1, LONG)
    await settled(box)
    assert "\n".join(one for _, one in home.bot.sent) == LONG
    assert "could not be drawn" in caplog.text


async def test_a_voice_message_says_no_time_and_stands_alone(home: Home) -> None:
    box = home.box({**FREE, "per_group": {"burst": 1, "seconds": 5}})
    box.put(1, "a")
    box.put(1, [record("https://a.b/c.amr")])
    box.put(1, "b")
    await settled(box)
    assert [one for _, one in home.bot.sent] == ["a", "[record]", "b"]


# -- the end


async def test_closing_sends_what_it_can_and_hands_back_the_rest(home: Home) -> None:
    box = home.box()
    box.put(1, "leaves")
    assert await home.close(box) == []
    assert home.bot.sent == [(1, "leaves")]
    home.bot.always = lambda group_id: ApiNotAvailable()
    box = home.box()
    box.put(1, "stays")
    box.put(2, "stays too")
    assert await home.close(box) == ["stays", "stays too"]
    assert not box.keeps


async def test_closing_does_not_wait_for_the_pace(home: Home) -> None:
    home.clock.held = True
    box = home.box({**FREE, "per_group": {"burst": 1, "seconds": 60}})
    for number in range(4):
        box.put(1, str(number))
    await until(lambda: home.bot.sent)
    box.put(1, "the last words")
    assert await home.close(box) == []
    assert "\n".join(one for _, one in home.bot.sent) == "0\n1\n2\n3\nthe last words"


async def test_a_bot_that_is_gone_is_asked_nothing_and_lines_wait(home: Home, tmp_path: Path) -> None:
    home.bot.closed = True
    box = home.box(file=tmp_path / "outbox.sqlite3")
    box.put(1, "x")
    assert await home.close(box) == ["x"]
    assert home.bot.calls == []


def test_without_the_bots_loop_lines_wait_in_the_file(words: Texts, tmp_path: Path) -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    file = tmp_path / "deep" / "outbox.sqlite3"
    bot: Any = FakeBot(Clock())
    box = Outbox(bot, Accounts(), loop, OutboxSettings(), words, LOG, file=file)
    box.put(1, "x")
    assert [line.message for line in box.close(1)] == ["x"]
    box = Outbox(bot, Accounts(), loop, OutboxSettings(), words, LOG, file=file)
    assert (box.stats.found, [line.message for line in box.close(1)]) == (1, ["x"])
    assert box.close(1) == []


async def test_what_the_official_platform_takes_later_waits_and_arrives(home: Home) -> None:
    home.bot.errors = [ActionFailed({"retcode": 40034102, "message": "nobody spoke", "later": True})]
    box = home.box()
    box.put(1, "a")
    box.put(1, "b")
    await settled(box)
    assert home.bot.sent == [(1, "a"), (1, "b")]
    assert box.stats.refused == 0


def test_groups_of_the_official_platform_are_spoken_to_more_slowly() -> None:
    assert OFFICIAL == identity.FIRST
    wanted = Slow(burst=50, seconds=0)
    assert pace_of(20001, wanted) is wanted
    slow = pace_of(OFFICIAL + 1, wanted)
    assert (slow.burst, slow.seconds) == (5, 3.0)
