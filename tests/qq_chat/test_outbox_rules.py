"""What must hold of the outbox whatever comes: order, no line twice, no line uncounted; and its parts that compute."""

import asyncio
import itertools
import logging
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qq_api import ActionFailed, ApiNotAvailable, NetworkError, Texts, Unanswered, at, image, reply, text
from qq_chat.config.outbox import Breaker as Limits
from qq_chat.config.outbox import Rate
from qq_chat.people.accounts import Accounts
from qq_chat.relay.outbox import Kind, Line, Outbox, OutboxSettings
from qq_chat.relay.outbox.breaker import Breaker
from qq_chat.relay.outbox.compose import clock_time, compose, only_text, parts
from qq_chat.relay.outbox.cut import cut, joined
from qq_chat.relay.outbox.lane import Lane
from qq_chat.relay.outbox.links import places, written
from qq_chat.relay.outbox.outcome import failed, said
from qq_chat.relay.outbox.outside import Outside
from qq_chat.relay.outbox.pace import Bucket
from qq_chat.relay.outbox.stats import Stats
from support import until

LOG = logging.getLogger("qq_chat.test.quiet")
LOG.propagate = False

# -- whatever comes

FAILURES: dict[str, Exception | None] = {
    "": None,
    "away": ApiNotAvailable("nobody"),
    "refused": ActionFailed({"retcode": 1400, "wording": "no"}),
    "muted": ActionFailed({"retcode": 1200, "wording": "muted"}),
    "unknown": Unanswered("send_group_msg"),
    "cut off": Unanswered("send_group_msg", cut=True),
    "said and cut off": Unanswered("send_group_msg", cut=True),
    "said all the same": ActionFailed({"retcode": 1200, "wording": "Timeout: NTEvent"}),
}


@dataclass
class Put:
    """Somebody says something, so many times."""

    group: int
    kind: Kind
    count: int
    is_long: bool


@dataclass
class Restart:
    """The plugin is loaded anew."""


@dataclass
class World:
    """QQ, and what it heard: `(group, number)` of each line; in the history, too, if there is one."""

    endings: list[str]
    has_history: bool = False
    history: list[dict[str, Any]] = field(default_factory=list)
    heard: list[tuple[int, int]] = field(default_factory=list)
    now: float = 0.0
    closed: bool = False

    def accounts(self) -> list[int]:
        return []

    async def call_action(self, action: str, **params: Any) -> dict[str, Any]:
        await asyncio.sleep(0)
        if action == "get_group_msg_history":
            return self._history(params["group_id"], params["count"])
        ending = self.endings.pop(0) if self.endings else ""
        if ending in ("", "said all the same", "said and cut off"):
            words = "".join(one["data"]["text"] for one in params["message"])
            self.heard += [(params["group_id"], int(number)) for number in re.findall(r"#(\d+)#", words)]
            self._keep(params["group_id"], words)
        error = FAILURES[ending]
        if error:
            raise error
        return {"message_id": len(self.history)}

    def _keep(self, group_id: int, words: str) -> None:
        head = {"group_id": group_id, "message_id": len(self.history) + 1, "time": time.time()}
        self.history.append({**head, "user_id": 10001, "self_id": 10001, "message": words})

    def _history(self, group_id: int, count: int) -> dict[str, Any]:
        if not self.has_history:
            raise ActionFailed({"retcode": 1404})
        return {"messages": [one for one in self.history if one["group_id"] == group_id][-count:]}

    async def pause(self, event: asyncio.Event, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds


puts = st.builds(
    Put, st.integers(1, 3), st.sampled_from(["chat", "chat", "notice", "answer"]), st.integers(1, 12), st.booleans()
)
settings_of = st.fixed_dictionaries(
    {
        "per_group": st.fixed_dictionaries({"burst": st.integers(1, 5), "seconds": st.sampled_from([0, 1, 3])}),
        "merge": st.fixed_dictionaries({"lines": st.sampled_from([1, 5, 30])}),
        "keep": st.fixed_dictionaries({"lines": st.sampled_from([6, 1000]), "minutes": st.sampled_from([0.3, 60])}),
        "long_text": st.just({"over": 100}),
        "breaker": st.fixed_dictionaries({"failures": st.integers(1, 3), "seconds": st.just(10)}),
    }
)


async def live(world: World, steps: Sequence[Put | Restart], chosen: dict[str, Any], file: Path | None) -> list[Stats]:
    """Do all of it, then let everything settle; returns the counts of each life."""
    made = OutboxSettings.model_validate(chosen)
    texts, lives, number = Texts.load("qq_chat", "en_us"), [], 0
    outside = Outside(lambda: time.time(), lambda: world.now, world.pause, lambda: 0.5, 30)

    def start() -> Outbox:
        loop = asyncio.get_running_loop()
        box = Outbox(world, Accounts(), loop, made, texts, LOG, file=file, outside=outside)  # type: ignore[arg-type]
        lives.append(box.stats)
        return box

    box = start()
    for step in [*steps, None]:
        if isinstance(step, Put):
            for _ in range(step.count):
                number += 1
                box.put(step.group, f"#{number}# " + "word. " * 40 * step.is_long, kind=step.kind)
            await asyncio.sleep(0)
        elif step is not None:
            await asyncio.to_thread(box.close, 0.2)
            box = start()
    await until(lambda: box.stats.waiting == 0, what=box.stats)
    await asyncio.to_thread(box.close, 1)
    return lives


def check(world: World, lives: list[Stats]) -> None:
    for group in (1, 2, 3):
        heard = [number for to, number in world.heard if to == group]
        assert heard == sorted(set(heard)), "in order, and none twice"
    for before, after in itertools.pairwise(lives):
        assert after.found == before.waiting
    assert sum(life.put for life in lives) == sum(life.settled for life in lives)
    doubtful = sum(life.unknown + life.refused for life in lives)  # of a long one the first parts may have been heard
    sent = sum(life.sent for life in lives)
    assert sent <= len(world.heard) <= sent + doubtful


@settings(max_examples=60)
@given(st.lists(puts, max_size=8), st.lists(st.sampled_from([*FAILURES]), max_size=25), settings_of, st.booleans())
def test_whatever_fails_order_is_kept_nothing_doubled_and_everything_counted(
    steps: list[Put], endings: list[str], chosen: dict[str, Any], has_history: bool
) -> None:
    import qq_chat

    assert qq_chat
    world = World(endings, has_history)
    check(world, asyncio.run(live(world, steps, chosen, None)))


@settings(max_examples=60)
@given(
    st.lists(puts | st.builds(Restart), max_size=8),
    st.lists(st.sampled_from([*FAILURES]), max_size=25),
    settings_of,
    st.booleans(),
)
def test_restarts_in_the_middle_change_nothing_of_that(
    steps: list[Put | Restart], endings: list[str], chosen: dict[str, Any], has_history: bool
) -> None:
    import qq_chat

    assert qq_chat
    world = World(endings, has_history)
    with tempfile.TemporaryDirectory() as folder:
        check(world, asyncio.run(live(world, steps, chosen, Path(folder) / "outbox.sqlite3")))


@settings(max_examples=60)
@given(st.lists(puts, max_size=8), st.lists(st.sampled_from(["", "away", "cut off", "said and cut off"]), max_size=25))
def test_with_a_history_nothing_that_was_cut_off_is_lost(steps: list[Put], endings: list[str]) -> None:
    import qq_chat

    assert qq_chat
    world = World(endings, has_history=True)
    chosen = {"keep": {"lines": 1000}, "merge": {"lines": 1}, "repeat_seconds": 0, "per_group": {"seconds": 0}}
    (life,) = asyncio.run(live(world, steps, chosen, None))
    check(world, [life])
    assert (life.sent, life.unknown, life.refused, life.dropped) == (life.put, 0, 0, 0)


# -- cutting

CLUSTERS = [
    "a",
    "好",
    "。",
    "e\u0301",
    "👨‍👩‍👧",
    "🇨🇳",
    "🇯🇵",
    "👍🏽",
    "❤️",
    "1️⃣",
    "\u1112\u1161\u11ab",
    "\ud83d\ude00",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
]


@given(st.lists(st.sampled_from(CLUSTERS), min_size=1, max_size=200), st.integers(20, 60))
def test_no_cut_goes_through_a_character_as_people_count_them(clusters: list[str], limit: int) -> None:
    pieces = cut("".join(clusters), limit)
    assert "".join(pieces) == "".join(clusters)
    assert max(map(len, pieces)) <= limit
    ends = set()
    for cluster in clusters:
        ends.add(max(ends, default=0) + len(cluster))
    place = 0
    for piece in pieces:
        place += len(piece)
        assert place in ends


@given(st.text(st.sampled_from("ab 。，.!\n\r\t好https:/w")), st.integers(1, 30))
def test_pieces_are_short_enough_and_lose_nothing_but_white_space(words: str, limit: int) -> None:
    pieces = cut(words, limit)
    assert max(map(len, pieces), default=0) <= limit
    assert "".join("".join(pieces).split()) == "".join(words.split())


@given(st.lists(st.sampled_from(["https://a.example/bcd?e=f", "www.b.example", "words", "好的。", " ", "\n"])))
def test_no_cut_goes_through_a_link(words: list[str]) -> None:
    whole = " ".join(words)
    pieces = cut(whole, 30)
    for start, end in places(whole):
        assert any(whole[start:end] in piece for piece in pieces)


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("short", ["short"]),
        ("one two\n\nthree four\nfive", ["one two", "three four", "five"]),
        ("aaa bbb ccc ddd\neee fff", ["aaa bbb ccc", "ddd\neee fff"]),
        ("好好好好好好。好好好好好好", ["好好好好好好。", "好好好好好好"]),
        ("他说：“好好好。”然后走了", ["他说：“好好好。”", "然后走了"]),
        ("aaaaaa bb. cc 3.5 dd", ["aaaaaa bb.", "cc 3.5 dd"]),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaa", ["aaaaaaaaaaaa", "aaaaaaaaaaaa", "aa"]),
        ("              ", ["            "]),
    ],
)
def test_texts_are_cut_at_sensible_places(words: str, pieces: list[str]) -> None:
    assert cut(words, 12) == pieces


def test_a_huge_text_is_cut_at_once() -> None:
    begun = time.process_time()
    assert len(cut("https://" + "a" * 50_000 + "\n " * 25_000 + "🇨🇳" * 25_000, 1500)) > 60
    assert time.process_time() - begun < 5
    assert not joined("ab", 0)


# -- composing


def line(message: Any, kind: Kind = "chat", since: float = 0.0) -> Line:
    return Line(1, 1, message, kind, 1_700_000_000.0, since)


@given(st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=30))
def test_the_same_lines_in_a_row_are_one_with_their_number(messages: list[str]) -> None:
    shown = only_text(compose([line(message) for message in messages], OutboxSettings(), 0)) or ""
    back = [one.split(" ×") for one in shown.split("\n")]
    assert [one[0] for one in back for _ in range(int([*one, "1"][1]))] == messages


def test_segments_are_kept_and_texts_beside_each_other_joined() -> None:
    lines = [line("a"), line([text("hi "), at(5)]), line([at(5), text("!")])]
    assert compose(lines, OutboxSettings(), 0) == [text("a\nhi "), at(5), text("\n"), at(5), text("!")]


def test_a_line_that_is_a_day_old_says_the_day_and_a_reply_stays_in_front() -> None:
    assert re.fullmatch(r"\[11-1[45] \d\d:\d\d\] ", clock_time(1_700_000_000, 90_000))
    shown = compose([line([reply(1), text("x")])], OutboxSettings(), 40)
    assert shown[0] == reply(1)
    assert re.fullmatch(r"\[\d\d:\d\d\] x", shown[1]["data"]["text"])
    assert compose([line("x")], OutboxSettings(time_after=0), 1e9) == [text("x")]


def test_a_long_message_of_segments_becomes_parts_in_their_order() -> None:
    picture = image("https://a.example/b.png")
    made = parts([text("a" * 150), picture, text("b" * 95), at(5)], 100)
    assert made == [[text("a" * 100)], [text("a" * 50), picture], [text("b" * 95)], [at(5)]]


def test_a_lane_gives_back_what_was_taken_first() -> None:
    lane = Lane(OutboxSettings())
    for name in "abc":
        lane.put(line(name))
    taken = lane.take(0.0, 0.0)
    assert [one.message for one in taken] == ["a", "b", "c"]
    lane.give_back(taken)
    assert [one.message for one in lane.take_one()] == ["a"]
    assert [one.message for one in lane.take(5.0, 99.0)] == ["b", "c"], "QQ is slow"


# -- what an answer means


@pytest.mark.parametrize(
    ("answer", "end", "cause"),
    [
        ({"retcode": 1200, "wording": 'Timeout: NTEvent sendMsg EventRet: {"result": 0}'}, "unknown", "other"),
        ({"retcode": 200, "message": 'EventChecker Failed: "result": 120, "errMsg": ""'}, "refused", "muted"),
        ({"retcode": 1200, "wording": '"result": 110, "errMsg": "发送失败，你已被移出该群"'}, "refused", "removed"),
        (
            {"retcode": 1200, "wording": 'EventChecker Failed: "errMsg": "rich media transfer failed"'},
            "refused",
            "other",
        ),
        ({"retcode": 1200, "wording": '"result": 1200'}, "refused", "other"),
        ({"retcode": 200, "message": "发送超时"}, "unknown", "other"),
        ({"retcode": 200, "message": "当前处于被禁言状态"}, "refused", "muted"),
        ({"retcode": 1200}, "unknown", "other"),
        ({"retcode": 100, "msg": "SEND_MSG_API_ERROR", "wording": "blocked by server"}, "unknown", "risk"),
        ({"retcode": 120, "wording": "error: 120"}, "refused", "muted"),
        ({"retcode": 1400, "wording": "no action"}, "refused", "other"),
        ({"retcode": 1404}, "refused", "other"),
    ],
)
def test_answers_mean_said_refused_or_nobody_knows(answer: dict[str, Any], end: str, cause: str) -> None:
    result = failed(ActionFailed(answer))
    assert (result.end, result.cause, result.certain) == (end, cause, cause in ("muted", "removed"))


def test_only_what_surely_was_not_sent_may_be_sent_again() -> None:
    errors = [ApiNotAvailable("x"), Unanswered("x"), NetworkError("x"), asyncio.TimeoutError()]
    assert [failed(error).end for error in errors] == ["away", "unknown", "unknown", "unknown"]
    answers: list[Any] = [{"message_id": -5}, {"message_id": "7"}, {"message_id": "x"}, {}, None]
    assert [said(answer).message_id for answer in answers] == [-5, 7, None, None, None]


# -- the pace, the breaker, links in a text


@given(st.lists(st.floats(0, 10), max_size=50), st.integers(1, 5), st.floats(0.1, 5))
def test_a_bucket_never_lets_more_through_than_its_rate(steps: list[float], burst: int, seconds: float) -> None:
    bucket, now, left = Bucket(Rate(burst=burst, seconds=seconds)), 0.0, []
    for step in steps:
        now += step
        assert (bucket.free(now) >= 1 - 1e-6) == (bucket.wait(now) <= 1e-6 * 5)
        now += bucket.wait(now)
        bucket.take(now)
        left.append(now)
    for first, last in zip(left, left[burst:], strict=False):
        assert last - first >= seconds - 1e-6


def test_a_bucket_without_a_rate_is_no_limit() -> None:
    bucket = Bucket(Rate(burst=3, seconds=0))
    for _ in range(10):
        bucket.take(1.0)
    assert (bucket.wait(1.0), bucket.free(1.0)) == (0, 3)


def test_a_breaker_opens_waits_ever_longer_and_closes() -> None:
    breaker = Breaker(Limits(failures=2, seconds=10, at_most=15))
    assert (breaker.failed(0, certain=False), breaker.is_open) == (0, False)
    assert (breaker.failed(0, certain=False), breaker.wait(4), breaker.wait(11)) == (10, 6, 0)
    assert breaker.failed(11, certain=False) == 15
    assert breaker.succeeded()
    assert not breaker.succeeded()
    assert breaker.failed(12, certain=True) == 10


@pytest.mark.parametrize(
    ("words", "spaces", "dots"),
    [
        ("https://a.b/c.d?e=f", "https:// a . b /c.d?e=f", "a点b/c.d?e=f"),
        ("见http://mc.example.com。", "见http:// mc . example . com。", "见mc点example点com。"),
        ("WWW.a.com/x 3.5", "WWW . a . com /x 3.5", "WWW点a点com/x 3.5"),
        ("no link. 1.20.4", "no link. 1.20.4", "no link. 1.20.4"),
    ],
)
def test_links_are_still_read_by_people(words: str, spaces: str, dots: str) -> None:
    assert (written(words, "keep"), written(words, "spaces"), written(words, "dots")) == (words, spaces, dots)
