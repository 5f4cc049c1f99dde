"""Connected but dead: whether QQ itself is online, who says so, and who is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from qq_api import Bot, Texts
from qq_api.config import Config, Notify, ReverseWebSocket
from qq_api.doctor import examine
from qq_api.errors import ActionFailed, ApiNotAvailable, Unanswered
from qq_api.notify import Notifications, notifying, server_ended, sources
from qq_api.notify.life import Outside
from qq_api.notify.words import Letter
from qq_api.report import report
from qq_api.runtime import Held, Runtime, running
from qq_api.types import Emit
from qq_api.watch import State, Watch
from support import until

KICKED = {
    "time": 1700000000,
    "self_id": 10001,
    "post_type": "notice",
    "notice_type": "bot_offline",
    "user_id": 10001,
    "tag": "下线通知",
    "message": "你的帐号在另一地点登录",
}
"""NapCat's own, when QQ logs an account out."""

WORDS = "下线通知: 你的帐号在另一地点登录"


def heartbeat(online: Any) -> dict[str, Any]:
    status = {"online": online, "good": online}
    return {
        "time": 1700000000,
        "self_id": 10001,
        "post_type": "meta_event",
        "meta_event_type": "heartbeat",
        "status": status,
        "interval": 30000,
    }


class QQ:
    """A transport with one account, which answers `get_status` with `answer`, or raises it."""

    def __init__(self) -> None:
        self.there = False
        self.others: list[int] = []
        self.answer: Any = {"online": True, "good": True}
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def run(self, emit: Emit) -> None:
        raise NotImplementedError

    def accounts(self) -> list[int]:
        return ([10001] if self.there else []) + self.others

    async def call_action(self, action: str, /, **params: Any) -> Any:
        self.calls.append((action, params))
        answer = {"online": True} if params.get("self_id") in self.others else self.answer
        if isinstance(answer, Exception):
            raise answer
        return answer

    def asked(self, self_id: int) -> int:
        return self.calls.count(("get_status", {"self_id": self_id}))

    def said(self) -> list[tuple[int, str]]:
        sent = [params for action, params in self.calls if action == "send_private_msg"]
        return [(one["user_id"], one["message"][0]["data"]["text"]) for one in sent]


class Home:
    """A bot, one account, and what the watch says of it."""

    def __init__(self, bot: Bot, runtime: Runtime) -> None:
        self.bot, self.runtime, self.watch = bot, runtime, runtime.watch
        self.qq = QQ()
        bot.transports.append(self.qq)
        self.changes: list[tuple[str, str]] = []
        self.watch.listeners.append(lambda _, state: self.changes.append((state.kind, state.reason)))

    def come(self) -> None:
        self.qq.there = True
        self.bot.account_came(10001)

    def go(self, reason: str) -> None:
        self.qq.there = False
        self.bot.account_went(10001, reason)


@pytest.fixture
async def home(texts: Texts, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Home]:
    monkeypatch.setattr("qq_api.watch.ASK_SECONDS", 0.01)
    bot = Bot()
    async with running(bot, Config(connections=[]), texts) as runtime:
        yield Home(bot, runtime)


async def test_an_account_comes_and_goes(home: Home) -> None:
    home.come()
    home.go("1006")
    home.come()
    assert home.changes == [("online", ""), ("closed", "1006"), ("online", "")]
    assert home.watch.state(10002) is None


async def test_the_first_account_stays_online_while_another_connection_holds_it(home: Home) -> None:
    home.come()
    home.bot.account_went(10001, "one of two")
    assert home.changes == [("online", "")]


async def test_a_notice_says_that_qq_logged_it_out_and_nothing_milder_takes_that_back(home: Home) -> None:
    home.qq.answer = {"online": False, "good": False}
    home.come()
    home.bot.emit(KICKED)
    home.bot.emit(heartbeat(False))
    home.go("1006")
    home.come()
    await until(lambda: len(home.qq.calls) > 3)
    assert home.changes == [("online", ""), ("kicked", WORDS)]
    home.qq.answer = {"online": True, "good": True}
    await until(lambda: len(home.changes) == 3)
    assert home.changes[-1] == ("online", "")


@pytest.mark.parametrize("tag", ["", None, "下线通知"])
async def test_a_notice_without_all_its_words_will_do(home: Home, tag: Any) -> None:
    home.qq.answer = None
    home.bot.emit({key: value for key, value in KICKED.items() if key != "message"} | {"tag": tag})
    assert home.changes == [("kicked", tag or "")]


async def test_heartbeats_tell(home: Home) -> None:
    home.qq.answer = None
    home.come()
    for online in (True, None, False, None, False, True):
        home.bot.emit(heartbeat(online))
    home.bot.emit(heartbeat(True) | {"status": None})
    assert home.changes == [("online", ""), ("offline", ""), ("online", "")]


async def test_accounts_are_asked_now_and_then(home: Home) -> None:
    home.come()
    await until(lambda: ("get_status", {"self_id": 10001}) in home.qq.calls)
    home.qq.answer = {"online": False, "good": True}
    await until(lambda: home.changes[-1] == ("offline", ""))


async def test_over_http_no_answer_any_more_is_the_only_sign_that_qqs_side_is_gone(home: Home) -> None:
    home.come()
    await until(lambda: home.qq.calls)
    home.qq.answer = ApiNotAvailable("nobody answers")
    await until(lambda: home.changes[-1] == ("closed", "nobody answers"))
    home.qq.answer = {"online": True}
    await until(lambda: home.changes[-1] == ("online", ""))


@pytest.mark.parametrize("error", [ActionFailed({"retcode": 1404}), Unanswered("get_status")])
async def test_who_cannot_answer_is_no_outage_and_is_left_alone_until_it_comes_again(
    home: Home, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    home.qq.answer, home.qq.others = error, [10002]
    home.come()
    await until(lambda: home.qq.asked(10002) == 5)
    assert home.qq.asked(10001) == 1
    assert home.changes == [("online", ""), ("online", "")]
    home.go("1006")
    home.come()
    await until(lambda: home.qq.asked(10001) == 2)
    assert not caplog.records


async def test_an_account_over_http_whose_actions_never_worked_is_no_outage(home: Home) -> None:
    home.qq.answer = ApiNotAvailable("no api")
    home.come()
    await until(lambda: home.qq.asked(10001) == 3)
    assert home.changes == [("online", "")]


async def test_connected_again_after_qq_went_offline_who_cannot_say_is_believed(home: Home) -> None:
    home.qq.answer = ActionFailed({"retcode": 1404})
    home.come()
    home.bot.emit(KICKED)
    home.go("1006")
    home.come()
    await until(lambda: home.changes[-1] == ("online", ""))


async def test_a_bot_that_is_being_closed_says_nothing(home: Home) -> None:
    home.come()
    home.bot.closed = True
    home.go("shutting down")
    assert home.changes == [("online", "")]


async def test_an_answer_that_is_older_than_a_notice_does_not_count(home: Home) -> None:
    home.come()
    asked, answers = asyncio.Event(), asyncio.Event()

    async def late(_action: str, /, **_params: Any) -> Any:
        asked.set()
        await answers.wait()
        return {"online": True}

    home.qq.call_action = late  # type: ignore[method-assign]
    asking = asyncio.create_task(home.watch.ask(10001))
    await asked.wait()
    home.bot.emit(KICKED)
    answers.set()
    assert await asking
    assert home.changes == [("online", ""), ("kicked", WORDS)]


# -- status and doctor


@pytest.mark.parametrize("says", ["notice", "answer"])
async def test_status_and_doctor_say_since_when_and_why(home: Home, texts: Texts, says: str) -> None:
    home.runtime.held.append(Held(ReverseWebSocket(), home.qq))
    home.come()
    home.qq.answer = {"online": says == "notice"}
    assert ("(online)" in await report(home.bot, home.runtime, texts)) == (says == "notice")
    home.qq.answer = ActionFailed({"retcode": 1404}) if says == "notice" else {"online": False}
    if says == "notice":
        home.bot.emit(KICKED)
    status = await report(home.bot, home.runtime, texts)
    assert "10001 (connected, but QQ itself is offline, " in status
    finding = (await examine(home.bot, home.runtime, texts))[0]
    assert "QQ 10001 is connected, but QQ itself is offline (" in finding
    assert "Log in again" in finding
    assert (WORDS in status, WORDS in finding) == ((True, True) if says == "notice" else (False, False))
    home.runtime.held.clear()


async def test_an_account_that_does_not_answer_is_neither_online_nor_offline(home: Home, texts: Texts) -> None:
    home.qq.answer = ActionFailed({"retcode": 1404})
    home.come()
    assert "offline" not in await report(home.bot, home.runtime, texts)
    findings = await examine(home.bot, home.runtime, texts)
    silent, no_message = texts("doctor.silent", self_id=10001), texts("doctor.no_message")
    assert findings == [texts("doctor.no_connection"), silent, no_message]


# -- who is told


class Phone:
    """The owner's; stands for a service."""

    def __init__(self) -> None:
        self.name, self.hide = "1 (phone://)", str
        self.lines: list[str] = []

    def open(self) -> None:
        pass

    def send(self, letter: Letter) -> None:
        self.lines += letter.body.splitlines()


@asynccontextmanager
async def told(
    home: Home, texts: Texts, expected: bool = False, **config: Any
) -> AsyncIterator[tuple[Phone, Notifications]]:
    phone = Phone()
    outside = Outside(lambda: True, lambda place, url: phone, pauses=list, clock=lambda: 0.0, group_within=0)
    async with notifying(home.bot, home.watch, texts, outside, expected=expected) as notifications:
        notifications.apply(Notify(**{"urls": ["phone://"], "offline_after": 0, **config}))
        yield phone, notifications


async def test_the_owner_hears_of_an_outage_and_of_its_end(home: Home, texts: Texts) -> None:
    async with told(home, texts) as (phone, _):
        home.come()
        home.go("1006")
        await until(lambda: phone.lines == ["QQ 10001 went offline: 1006"])
        home.come()
        await until(lambda: phone.lines[1:] == ["QQ 10001 is back online, after 0 s"])


async def test_the_owner_hears_that_nobody_came_after_the_start(home: Home, texts: Texts) -> None:
    async with told(home, texts, expected=True) as (phone, _):
        await until(lambda: phone.lines == ["No QQ account has connected since the start; !!qqapi doctor says why"])
        home.come()
        await until(lambda: phone.lines[1:] == ["A QQ account connected, after 0 s"])
    async with told(home, texts, expected=True) as (phone, _):
        home.go("1006")
    assert phone.lines == ["QQ 10001 went offline: 1006"]


async def test_the_log_says_where_to_go_on_while_nobody_has_connected(
    home: Home, texts: Texts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sources, "REMIND_SECONDS", 0)
    for expected, comes in ((False, False), (True, True), (True, False)):
        assert "qqapi doctor" not in caplog.text
        async with told(home, texts, expected=expected, urls=[]):
            if comes:
                home.come()
            passed = asyncio.Event()
            asyncio.get_running_loop().call_later(0, passed.set)  # behind what was due before
            await passed.wait()
        if comes:
            home.go("1006")
    assert caplog.text.count("No QQ account has connected since the start; !!qqapi doctor says why") == 1


async def test_the_owner_hears_at_once_that_qq_logged_the_account_out(home: Home, texts: Texts) -> None:
    home.qq.answer = None
    async with told(home, texts, offline_after=600) as (phone, _):
        home.come()
        home.bot.emit(KICKED)
        await until(lambda: len(phone.lines) == 1)
        assert phone.lines[0].startswith("QQ 10001 was logged out by QQ")
        assert phone.lines[0].endswith(WORDS)


async def test_the_owner_hears_of_repeated_failures_to_send_and_of_no_others(home: Home, texts: Texts) -> None:
    async with told(home, texts) as (phone, _):
        home.come()
        for action, error in (
            ("get_group_list", ActionFailed({"retcode": 100})),
            ("send_group_msg", ApiNotAvailable("not connected")),
            ("send_group_msg", ActionFailed({"retcode": 1200, "wording": "muted"})),
        ):
            home.qq.answer = error
            for _ in range(3):
                with pytest.raises(type(error)):
                    await home.bot.call_action(action, group_id=1, message="hi")
        await until(lambda: phone.lines)
    assert phone.lines == ["3× QQ 10001 could not send: retcode 1200 muted"]
    assert home.bot.failure_listeners == []


async def test_owners_hear_in_qq_that_it_is_online_first_and_after_an_outage_that_was_told(
    home: Home, texts: Texts
) -> None:
    home.qq.answer = None
    async with told(home, texts, owners=[1, 2], offline_after=600) as (phone, notifications):
        home.come()
        await until(lambda: len(home.qq.said()) == 2)
        assert {owner for owner, _ in home.qq.said()} == {1, 2}
        assert "QQ 10001 is online" in home.qq.said()[0][1]
        home.go("short")
        home.come()
        notifications.apply(Notify(owners=[2], offline_after=0))
        home.go("long")
        await until(lambda: notifications._desk._outages["10001"].told)
        home.come()
        await until(lambda: len(home.qq.said()) == 3)
    assert home.qq.said()[2][0] == 2
    assert phone.lines == []


async def test_without_owners_nobody_is_told_in_qq_and_one_who_cannot_be_told_costs_a_line(
    home: Home, texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    async with told(home, texts):
        home.come()
    assert home.qq.said() == []
    home.go("1006")
    home.qq.answer = ActionFailed({"retcode": 1200, "wording": "no friend"})
    async with told(home, texts, owners=[7]):
        home.come()
        await until(lambda: caplog.records)
    assert caplog.messages == [texts("notify.not_greeted", owner=7, reason="retcode 1200 no friend")]


@pytest.mark.parametrize(
    ("code", "crashed"),
    [(0, False), (None, False), (143, False), (-15, False), (130, False), (1, True), (-9, True), (137, True)],
)
def test_a_server_that_was_asked_to_end_did_not_crash(code: int | None, crashed: bool) -> None:
    notice = server_ended(code)
    assert (notice is not None and (notice.kind, notice.detail) == ("crash", str(code))) == crashed


def test_the_watch_is_by_the_clock_it_is_given() -> None:
    bot = Bot()
    watch = Watch(bot, lambda: 5.0)
    bot.listeners.append(watch.listen)
    bot.emit({"post_type": "connection", "connection_type": "open", "self_id": 1})
    assert watch.state(1) == State("online", "", 5.0)
