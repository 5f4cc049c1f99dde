"""Telling the owner: when, in what words, by whom; and never a secret in a log."""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from qq_api import Texts, notify_owner
from qq_api.config import Config, Notify, NotifyEvents, load_config
from qq_api.errors import ConfigError
from qq_api.notify import Notice, life, outbox
from qq_api.notify.desk import HOUR, MOST_LINES, REPEATED, WITHIN, Desk, Digest, Line
from qq_api.notify.life import Outside, telling
from qq_api.notify.services import NotSent, Service, _overheard, hiding
from qq_api.notify.words import LONGEST, Letter, duration, letter
from support import until

SECRET = "SECa1b2c3d4e5"
KINDS = ("offline", "online", "kicked", "send_failures", "crash", "plugins")


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Owner:
    """A desk, and what the owner reads of it; `pass_time` does what the worker does."""

    def __init__(self, group_within: float = 5, **settings: Any) -> None:
        self.clock = Clock()
        self.desk = Desk(Notify(**settings), self.clock, group_within)
        self.digests: list[Digest] = []

    def hears(self, *notices: Notice) -> list[bool]:
        told = [self.desk.take(notice) for notice in notices]
        self._look()
        return told

    def _look(self) -> None:
        while digest := self.desk.digest():
            self.digests.append(digest)

    def pass_time(self, seconds: float) -> None:
        end = self.clock.now + seconds
        while (pause := self.desk.wait()) is not None and self.clock.now + pause <= end:
            self.clock.now += pause
            self._look()
        self.clock.now = end
        self._look()

    @property
    def read(self) -> list[list[tuple[str, str, int]]]:
        """A list a message, with (kind, about, count) a line."""
        return [[(line.notice.kind, line.notice.about, line.count) for line in one.lines] for one in self.digests]


# -- when to tell


def test_an_account_that_comes_back_in_time_is_not_told() -> None:
    owner = Owner(offline_after=60)
    for _ in range(5):
        owner.hears(Notice("offline", "10001"))
        owner.pass_time(59)
        owner.hears(Notice("online", "10001"))
    owner.pass_time(1000)
    assert owner.read == []
    assert owner.desk.wait() is None


def test_an_account_that_stays_away_is_told_once_and_its_return_with_how_long_it_was_away() -> None:
    owner = Owner(offline_after=60, group_within=5)
    owner.hears(Notice("offline", "10001", "no heartbeat"))
    owner.pass_time(64.5)
    assert owner.read == []
    owner.pass_time(0.5)
    owner.hears(Notice("offline", "10001"))
    owner.pass_time(500)
    assert owner.read == [[("offline", "10001", 1)]]
    assert owner.digests[0].lines[0].notice.detail == "no heartbeat"
    assert owner.hears(Notice("online", "10001"), Notice("online", "10001")) == [True, False]
    owner.pass_time(5)
    assert owner.read[1:] == [[("online", "10001", 1)]]
    assert owner.digests[1].lines[0].lasted == 565


def test_an_account_that_was_never_gone_is_not_told_to_be_back() -> None:
    owner = Owner(offline_after=0, group_within=0)
    owner.hears(Notice("online", "10001"))
    owner.pass_time(100)
    assert owner.read == []


def test_to_be_kicked_is_told_at_once_and_stands_for_being_offline() -> None:
    owner = Owner(offline_after=60, group_within=5)
    owner.hears(Notice("kicked", "10001", "logged in elsewhere"), Notice("offline", "10001"))
    owner.pass_time(500)
    owner.hears(Notice("online", "10001"))
    owner.pass_time(5)
    assert owner.read == [[("kicked", "10001", 1)], [("online", "10001", 1)]]


def test_to_be_kicked_is_being_offline_when_only_that_is_told() -> None:
    owner = Owner(offline_after=60, group_within=0, events=NotifyEvents(kicked=False))
    owner.hears(Notice("kicked", "10001", "logged in elsewhere"))
    owner.pass_time(60)
    assert owner.read == [[("offline", "10001", 1)]]
    assert owner.digests[0].lines[0].notice.detail == "logged in elsewhere"


def test_accounts_that_go_together_are_one_message() -> None:
    owner = Owner(offline_after=60, group_within=5)
    owner.hears(Notice("offline", "1"))
    owner.pass_time(3)
    owner.hears(Notice("offline", "2"), Notice("crash", detail="-9"))
    owner.pass_time(100)
    assert owner.read == [[("crash", "", 1)], [("offline", "1", 1), ("offline", "2", 1)]]


def test_the_same_notices_are_counted_and_the_latest_stands_last() -> None:
    owner = Owner(offline_after=0, group_within=10)
    crash = Notice("crash", detail="1")
    owner.hears(crash, crash, Notice("kicked", "1"), crash)
    owner.pass_time(10)
    assert owner.read == [[("kicked", "1", 1), ("crash", "", 3)]]


def test_failures_are_told_when_they_repeat_and_then_not_again_for_a_while() -> None:
    owner = Owner(group_within=0)
    failure = Notice("send_failures", "10001", "muted")
    for _ in range(REPEATED - 1):
        owner.hears(failure, Notice("send_failures", "10002"))
    owner.pass_time(WITHIN)
    assert owner.read == []
    owner.hears(*[failure] * REPEATED)
    assert owner.read == [[("send_failures", "10001", REPEATED)]]
    for _ in range(40):
        owner.pass_time(10)
        owner.hears(failure)
    assert len(owner.read) == 1
    owner.pass_time(WITHIN - 400)
    owner.hears(failure)
    assert owner.read[1:] == [[("send_failures", "10001", 41)]]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_switched_off_is_not_told(kind: Any) -> None:
    owner = Owner(offline_after=1, group_within=0, events=NotifyEvents(**{kind: False}))
    for _ in range(REPEATED):
        owner.hears(*(Notice(one, str(place)) for place, one in enumerate(KINDS)))  # type: ignore[arg-type]
    owner.pass_time(100)
    assert kind not in {line[0] for lines in owner.read for line in lines}
    assert {line[0] for lines in owner.read for line in lines} >= {*KINDS} - {kind, "online"}
    assert owner.desk.wait() is None


def test_what_is_over_the_limit_waits_and_is_told_in_one_message() -> None:
    owner = Owner(at_most=2, group_within=0)
    for number in range(5):
        owner.hears(Notice("crash", detail=str(number)))
        owner.pass_time(60)
    assert [len(lines) for lines in owner.read] == [1, 1]
    assert (owner.digests[0].silence, owner.digests[1].silence) == (0, HOUR - 60)
    owner.pass_time(HOUR)
    assert [len(lines) for lines in owner.read] == [1, 1, 3]


def test_one_message_holds_the_latest_and_counts_the_others() -> None:
    owner = Owner(group_within=10)
    owner.hears(*(Notice("crash", detail=str(number)) for number in range(MOST_LINES + 7)))
    owner.pass_time(10)
    (digest,) = owner.digests
    assert (len(digest.lines), digest.more) == (MOST_LINES, 7)
    assert digest.lines[-1].notice.detail == str(MOST_LINES + 6)


def test_at_the_end_what_waits_is_hurried_but_the_limit_holds() -> None:
    owner = Owner(at_most=1, group_within=100, offline_after=60)
    owner.hears(Notice("crash", detail="1"), Notice("offline", "10001"))
    assert owner.desk.digest(hurry=True)
    owner.hears(Notice("crash", detail="2"))
    assert owner.desk.digest(hurry=True) is None
    rest = owner.desk.rest()
    assert rest and [line.notice.detail for line in rest.lines] == ["2"]
    assert owner.desk.rest() is None


ACCOUNTS = ("1", "2", "3")
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(ACCOUNTS), st.sampled_from((0.0, 0.5, 7.0, 61.0, 900.0, 3601.0))),
    max_size=60,
)


@given(STEPS, st.integers(1, 4), st.sampled_from((0.0, 5.0)))
def test_never_more_than_at_most_in_any_hour(steps: Any, at_most: int, group_within: float) -> None:
    owner = Owner(at_most=at_most, group_within=group_within, offline_after=60)
    for kind, about, seconds in steps:
        owner.hears(Notice(kind, about))
        owner.pass_time(seconds)
    owner.pass_time(3 * HOUR)
    told = [digest.at for digest in owner.digests]
    assert all(later - earlier >= HOUR for earlier, later in zip(told, told[at_most:], strict=False))
    assert owner.desk.rest() is None


@given(STEPS)
def test_every_outage_is_told_at_most_once_and_every_return_follows_one(steps: Any) -> None:
    owner = Owner(at_most=1000, group_within=0, offline_after=60)
    gone: dict[str, float] = {}
    long_enough = dict.fromkeys(ACCOUNTS, 0)
    kicks = dict.fromkeys(ACCOUNTS, 0)
    for kind, about, seconds in steps:
        kicks[about] += kind == "kicked"
        if kind in ("offline", "kicked"):
            gone.setdefault(about, owner.clock.now)
        elif kind == "online":
            long_enough[about] += owner.clock.now - gone.pop(about, owner.clock.now) >= 60
        owner.hears(Notice(kind, about))
        owner.pass_time(seconds)
    owner.pass_time(60)
    lines = [line for lines in owner.read for line in lines]
    for about in ACCOUNTS:
        offline, online = (sum(n for kind, who, n in lines if (kind, who) == (one, about)) for one in KINDS[:2])
        assert offline <= long_enough[about] + (about in gone)
        assert online <= offline + kicks[about]
        if not kicks[about]:
            assert (offline, online) == (long_enough[about] + (about in gone), long_enough[about])


def test_a_new_configuration_holds_at_once_and_forgets_no_outage() -> None:
    owner = Owner(group_within=0, offline_after=600, at_most=1)
    owner.hears(Notice("offline", "10001"), Notice("crash"))
    owner.pass_time(60)
    owner.desk.config = Notify(offline_after=60, at_most=2)
    owner.pass_time(0)
    assert owner.read == [[("crash", "", 1)], [("offline", "10001", 1)]]


# -- in what words


def written(texts: Texts, *notices: Notice, seconds: float = 0) -> list[str]:
    owner = Owner(group_within=0, at_most=1)
    owner.desk.take(Notice("crash", detail="0"))
    assert owner.desk.digest()
    for notice in notices:
        owner.desk.take(notice)
    owner.clock.now += seconds
    rest = owner.desk.rest()
    assert rest
    return letter(rest, "a title", texts).body.splitlines()


def test_every_kind_has_words_in_both_languages() -> None:
    notices = [Notice("kicked", "10001", "elsewhere"), Notice("online", "10001"), Notice("crash", detail="-9")]
    notices.append(Notice("plugins", "Backups", "the disk is full"))
    english, chinese = (written(Texts.load("qq_api", language), *notices) for language in ("en_us", "zh_cn"))
    assert english == [
        "QQ 10001 was logged out by QQ; log in again in NapCat or LLOneBot: elsewhere",
        "QQ 10001 is back online, after 0 s",
        "The Minecraft server ended unexpectedly, exit code: -9",
        "Backups: the disk is full",
    ]
    assert chinese == [
        "QQ 10001 被强制下线，请在 NapCat 或 LLOneBot 中重新登录：elsewhere",
        "QQ 10001 已恢复在线，离线了 0 秒",
        "Minecraft 服务器意外退出，退出码：-9",
        "Backups：the disk is full",
    ]


def test_repeated_and_old_news_say_so(texts: Texts) -> None:
    failure = Notice("send_failures", "10001", "muted")
    assert written(texts, failure, failure, failure, seconds=300) == ["3× QQ 10001 could not send: muted (5 min ago)"]


def test_an_outage_says_since_when(texts: Texts) -> None:
    owner = Owner(offline_after=60, group_within=5)
    owner.hears(Notice("offline", "10001", "no heartbeat"))
    owner.pass_time(65)
    assert letter(owner.digests[0], "", texts).body == "QQ 10001 went offline: no heartbeat (65 s ago)"


def test_a_full_hour_and_what_did_not_fit_are_said(texts: Texts) -> None:
    line = Line(Notice("kicked", "10001"), at=5000, count=1)
    assert letter(Digest((line,), 7, 5000, 3000), "a title", texts) == Letter(
        "a title",
        "(and 7 earlier ones)\n"
        "QQ 10001 was logged out by QQ; log in again in NapCat or LLOneBot\n"
        "(no further message for 50 min, then all in one: at_most is reached)",
    )


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (119.9, "119 s"), (120, "2 min"), (7300, "2 h")])
def test_durations_are_short(seconds: float, words: str, texts: Texts) -> None:
    assert duration(seconds, texts) == words


@given(st.text(), st.text())
@example("10001", "@everyone\nQQ 10002 went offline")
def test_text_from_outside_stays_on_its_line_and_mentions_nobody(about: str, detail: str) -> None:
    texts = Texts({"notify": {"kicked": "<{about}>", "detail": "{line}: {detail}", "seconds": ""}}, "en_us")
    (line,) = written(texts, Notice("kicked", about, detail))
    assert line.isprintable()
    assert "@" not in line
    assert len(line) <= 2 * LONGEST + 4


# -- the life


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine may take longer to send what waits than an owner would; nothing waits so long for nothing."""
    monkeypatch.setattr(life, "CLOSING_SECONDS", 20)


class Carrier:
    """A service that keeps what it is given, and fails as often as it is told to."""

    def __init__(self, *faults: Exception, name: str = "1 (fake://)") -> None:
        self.name = name
        self.hide = hiding(f"fake://{SECRET}")
        self.letters: list[Letter] = []
        self.tries = 0
        self.faults = list(faults)
        self.unusable = ""
        self.release, self.opened = threading.Event(), threading.Event()
        self.release.set()

    def open(self) -> None:
        if self.unusable:
            raise NotSent(self.unusable)
        self.opened.set()

    def send(self, one: Letter) -> None:
        self.tries += 1
        self.release.wait(30)
        if self.faults:
            raise self.faults.pop(0)
        self.letters.append(one)

    @property
    def bodies(self) -> list[str]:
        return [one.body for one in self.letters]


def outside(*carriers: Carrier, tries: int = 2, group_within: float = 0) -> Outside:
    return Outside(
        is_installed=lambda: True,
        service=lambda place, url: carriers[place - 1],
        pauses=lambda: [0.0] * tries,
        group_within=group_within,
    )


def configured(count: int = 1, **more: Any) -> Notify:
    return Notify(**{"urls": [f"fake://{SECRET}{place}" for place in range(count)], "offline_after": 0, **more})


def sending() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "QQ API notify"]


CRASH = "The Minecraft server ended unexpectedly, exit code: "


async def test_a_notice_becomes_a_message_to_every_service(texts: Texts) -> None:
    one, two = Carrier(), Carrier()
    async with telling(texts, outside(one, two)) as notifications:
        notifications.apply(configured(2, title="server 1"))
        notifications.tell(Notice("offline", "10001", "no heartbeat"))
        await until(lambda: one.letters and two.letters)
        notifications.tell(Notice("online", "10001"))
        await until(lambda: len(one.letters) == len(two.letters) == 2)
    assert one.letters == two.letters
    assert one.letters[0] == Letter("server 1", "QQ 10001 went offline: no heartbeat")


async def test_leaving_sends_what_waits_for_more_but_no_outage_that_is_not_due(texts: Texts) -> None:
    carrier = Carrier()
    async with telling(texts, outside(carrier, group_within=1000)) as notifications:
        notifications.apply(configured(offline_after=60))
        notifications.tell(Notice("offline", "10001"))
        notifications.tell(Notice("crash", detail="1"))
    assert carrier.bodies == [CRASH + "1"]


async def test_another_configuration_holds_without_a_restart_and_loses_nothing(texts: Texts) -> None:
    old, new = Carrier(), Carrier()
    carriers = {"fake://old": old, "fake://new": new}
    world = Outside(
        is_installed=lambda: True, service=lambda place, url: carriers[url.get_secret_value()], group_within=0
    )
    async with telling(texts, world) as notifications:
        old.release.clear()
        notifications.apply(configured(urls=["fake://old"]))
        notifications.tell(Notice("crash", detail="1"))
        await until(lambda: old.tries)
        notifications.apply(configured(urls=["fake://new"]))
        notifications.tell(Notice("crash", detail="2"))
        await until(lambda: new.letters)
        old.release.set()
        await until(lambda: old.letters)
        notifications.apply(configured(urls=["fake://new"], title="renamed"))
        notifications.tell(Notice("crash", detail="3"))
    assert (old.bodies, new.bodies) == ([CRASH + "1"], [CRASH + "2", CRASH + "3"])
    assert new.letters[-1].title == "renamed"


async def test_a_failed_message_is_tried_again(texts: Texts, caplog: pytest.LogCaptureFixture) -> None:
    carrier = Carrier(NotSent("error=500"), OSError("unreachable"))
    async with telling(texts, outside(carrier, tries=9)) as notifications:
        notifications.apply(configured())
        notifications.tell(Notice("crash", detail="1"))
        await until(lambda: carrier.letters)
    assert carrier.tries == 3
    assert not caplog.records


async def test_a_message_that_is_given_up_is_told_once_in_the_log_and_the_next_one_goes(
    texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    carrier = Carrier(*[NotSent("error=500")] * 3)
    async with telling(texts, outside(carrier)) as notifications:
        notifications.apply(configured())
        notifications.tell(Notice("crash", detail="1"))
        await until(lambda: caplog.records)
        notifications.tell(Notice("crash", detail="2"))
        await until(lambda: carrier.letters)
    (record,) = caplog.records
    assert record.getMessage() == (f"Notification URL no. 1 (fake://): could not be told: {CRASH}1 (reason: error=500)")


async def test_an_unexpected_fault_is_told_with_its_traceback_and_without_the_secret(
    texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    carrier = Carrier(*[ValueError(f"no host in https://example.com/{SECRET}")] * 3)
    async with telling(texts, outside(carrier)) as notifications:
        notifications.apply(configured())
        notifications.tell(Notice("crash", detail="1"))
        await until(lambda: caplog.records)
    assert "Traceback" in caplog.text
    assert "ValueError: no host in ***" in caplog.text
    assert SECRET not in caplog.text


async def test_a_service_that_does_not_answer_holds_up_neither_the_others_nor_the_end(
    texts: Texts, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "CLOSING_SECONDS", 0.1)
    alive, dead = Carrier(), Carrier(name="2 (dead://)")
    dead.release.clear()
    async with telling(texts, outside(alive, dead, tries=0)) as notifications:
        notifications.apply(configured(2))
        await until(lambda: alive.opened.is_set() and dead.opened.is_set())
        monkeypatch.setattr(outbox, "SEND_SECONDS", 2)
        notifications.tell(Notice("crash", detail="1"))
        await until(lambda: alive.letters and caplog.records)
        assert "no answer within 2 seconds" in caplog.text
        monkeypatch.setattr(outbox, "SEND_SECONDS", 30)
        notifications.tell(Notice("crash", detail="2"))
        await until(lambda: len(alive.letters) == dead.tries == 2)
    assert caplog.messages[-1].startswith("Notification URL no. 2 (dead://)")
    assert caplog.messages[-1].endswith(f"{CRASH}2 (reason: QQ API is stopping)")
    dead.release.set()
    await until(lambda: not sending())


async def test_what_the_limit_held_back_until_the_end_is_in_the_log(
    texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    carrier = Carrier()
    async with telling(texts, outside(carrier)) as notifications:
        notifications.apply(configured(at_most=1))
        notifications.tell(Notice("crash", detail="1"))
        await until(lambda: carrier.letters)
        notifications.tell(Notice("crash", detail="2"))
        notifications.tell(Notice("crash", detail="3"))
    (record,) = caplog.records
    assert f"{CRASH}2 / {CRASH}3" in record.getMessage()


async def test_an_unusable_url_is_told_once_and_keeps_nothing(texts: Texts, caplog: pytest.LogCaptureFixture) -> None:
    carrier = Carrier()
    carrier.unusable = "an invalid token"
    async with telling(texts, outside(carrier)) as notifications:
        notifications.apply(configured(at_most=1000))
        await until(lambda: caplog.records)
        for number in range(outbox.MOST_LETTERS + 1):
            notifications.tell(Notice("crash", detail=str(number)))
            await asyncio.sleep(0)
    assert [line.partition(". Compare")[0] for line in caplog.messages] == [
        "Notification URL no. 1 (fake://) cannot be used: an invalid token"
    ]


async def test_without_urls_nothing_is_loaded_and_nothing_is_told(
    texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    world = Outside(is_installed=lambda: pytest.fail("asked"), group_within=0)
    async with telling(texts, world) as notifications:
        notifications.apply(Notify())
        notifications.tell(Notice("crash", detail="1"))
    assert not caplog.records


# -- Apprise


async def test_without_apprise_one_line_says_how_to_get_it(
    texts: Texts, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    async with telling(texts) as notifications:
        notifications.apply(configured(2))
        notifications.tell(Notice("crash", detail="1"))
    (record,) = caplog.records
    assert "pip install apprise" in record.getMessage()


def test_what_others_log_meanwhile_is_heard(caplog: pytest.LogCaptureFixture) -> None:
    with _overheard() as heard:
        other = threading.Thread(target=lambda: logging.getLogger("apprise").warning("another plugin's"))
        other.start()
        other.join()
        logging.getLogger("apprise").warning("ours")
    assert (heard, caplog.messages) == (["ours"], ["another plugin's"])
    assert not logging.getLogger("apprise").filters


VISIBLE = "".join(map(chr, range(0x20, 0x7F))).replace("*", "")


@given(
    st.text(VISIBLE, min_size=6, max_size=40),
    st.sampled_from(("{0}", "x://{0}@tok", "x://h/{0}?k=v", "x://u:{0}@h", "x://h?{0}")),
    st.text(VISIBLE),
)
def test_no_secret_of_a_url_is_left_in_a_text(secret: str, form: str, around: str) -> None:
    quoted = quote(secret, safe="")
    hide = hiding(form.format(quoted))
    for shown in (secret, quoted, quoted.lower()):
        hidden = hide(f"{around}{shown} failed at https://host/{shown}?x <{shown}>")
        assert shown not in hidden


def test_a_configuration_refuses_what_it_does_not_know_and_shows_no_secret() -> None:
    with pytest.raises(ValidationError):
        Notify.model_validate({"url": "json://host"})
    with pytest.raises(ValidationError):
        Notify(at_most=0)
    config = configured()
    assert SECRET not in f"{config!r} {config} {Service(1, config.urls[0])!r} {Service(1, config.urls[0]).name}"


@pytest.mark.parametrize("urls", [f"dingtalk://{SECRET}@token", [{"url": f"dingtalk://{SECRET}@token"}], [[SECRET]], 5])
def test_a_wrong_setting_is_named_and_its_secret_is_not(tmp_path: Path, urls: Any) -> None:
    file = tmp_path / "config.yml"
    file.write_text(json.dumps({"config_version": 1, "notify": {"urls": urls, "at_most": "many"}}))
    with pytest.raises(ConfigError) as caught:
        load_config(file, Config, "en_us")
    assert "notify.urls" in str(caught.value)
    assert "notify.at_most: expected a whole number, found: 'many'" in str(caught.value)
    assert SECRET not in str(caught.value)


@contextmanager
def webhook(status: int) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """A server on this machine that keeps the JSON that is posted to it."""
    posted: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port, posted
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the modules that Apprise loads
@pytest.mark.parametrize("status", [200, 404])
async def test_apprise_itself_posts_to_a_webhook_or_says_why_it_cannot(
    status: int, texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    before = {*threading.enumerate()}
    with webhook(status) as (port, posted):
        urls = [f"json://{SECRET}:{SECRET}@127.0.0.1:{port}/{SECRET}", f"dingtalk://no!{SECRET}@{SECRET}", SECRET]
        async with telling(texts, Outside(pauses=lambda: [], group_within=0)) as notifications:
            notifications.apply(configured(urls=urls, title="server 1"))
            notifications.tell(Notice("offline", "10001", "<b>*no* heartbeat</b>"))
            await until(lambda: posted and caplog.text.count("cannot be used") == 2, 30)
            if status == 404:
                await until(lambda: "could not be told" in caplog.text)
    assert (posted[0]["title"], posted[0]["message"]) == ("server 1", "QQ 10001 went offline: <b>*no* heartbeat</b>")
    assert "Notification URL no. 2 (dingtalk://)" in caplog.text
    assert "Notification URL no. 3 (?://)" in caplog.text
    assert ("error=404" in caplog.text) == (status == 404)
    assert SECRET.lower() not in caplog.text.lower()
    await until(lambda: not {*threading.enumerate()} - before)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the modules that Apprise loads
def test_a_dingtalk_message_goes_signed_to_its_robot(monkeypatch: pytest.MonkeyPatch) -> None:
    """DingTalk: `sign` is base64(HMAC-SHA256(secret, "timestamp\\nsecret")), the time in milliseconds."""
    import requests

    calls: list[tuple[str, Any, Any]] = []

    def post(url: str, data: Any = None, params: Any = None, **_: Any) -> Any:
        calls.append((url, json.loads(data), params))
        return SimpleNamespace(status_code=200, content=b'{"errcode": 0, "errmsg": "ok"}')

    monkeypatch.setattr(requests, "post", post)
    service = Service(1, SecretStr("dingtalk://SEC0123456789@accesstoken1234"))
    service.open()
    service.send(Letter("server 1", "QQ 10001 went offline"))
    ((url, body, params),) = calls
    digest = hmac.new(b"SEC0123456789", f"{params['timestamp']}\nSEC0123456789".encode(), hashlib.sha256).digest()
    assert url.startswith("https://oapi.dingtalk.com/robot/send?access_token=accesstoken1234")
    assert unquote(params["sign"]) == base64.b64encode(digest).decode()
    assert body["msgtype"] == "text"
    assert "QQ 10001 went offline" in body["text"]["content"]
    assert "server 1" in body["text"]["content"]


def test_a_plugin_that_tells_the_owner_while_qq_api_is_not_loaded_is_not_bothered() -> None:
    notify_owner("Backups", "the disk is full")
