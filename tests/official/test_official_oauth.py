"""QQ login: the state counts once and for one browser, errors have words, secrets are in no log."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest

from qq_api import LoginFailed, QQLogin, Texts
from qq_api.official.oauth import MOST_STATES, Visitor, parse
from qq_api.sandbox.official import OfficialPlatform
from qq_api.sandbox.run import small_world
from qq_api.web import Receive, Scope, Send, bind, port_of, respond, serving

BACK = "https://mc.example.com/qq?from=login"


class Graph:
    """QQ's side: gives each code once."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.codes = {"good"}
        self.answer: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()}
        what = scope["path"].rsplit("/", 1)[1]
        self.asked.append((what, query))
        await respond(send, 200, self._body(what, query).encode())

    def _body(self, what: str, query: dict[str, str]) -> str:
        if self.answer is not None:
            return str(self.answer)
        if what == "me":
            return 'callback( {"client_id":"101","openid":"A1B2","unionid":"U1"} );'
        if query["code"] not in self.codes:
            return json.dumps({"error": 100020, "error_description": "code is reused error"})
        self.codes.clear()
        return json.dumps({"access_token": "ACCESS", "expires_in": 7776000})


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def graph(**keys: Any) -> AsyncIterator[tuple[Graph, QQLogin]]:
    one, sock = Graph(), bind("127.0.0.1", 0)
    base = f"http://127.0.0.1:{port_of(sock)}"
    async with serving(one, sock):
        yield one, QQLogin("101", "KEY-SECRET", BACK, Texts.load("qq_api", "en_us"), base, **keys)


def state_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


async def test_who_logs_in_is_known_by_an_openid() -> None:
    async with graph() as (qq, login):
        address = login.begin("cookie", display="mobile")
        query = parse_qs(urlsplit(address).query)
        assert urlsplit(address).path == "/oauth2.0/authorize"
        assert (query["response_type"], query["client_id"], query["redirect_uri"]) == (["code"], ["101"], [BACK])
        assert query["display"] == ["mobile"]
        visitor = await login.finish("cookie", "good", state_of(address))
        assert visitor == Visitor("A1B2", "U1", "ACCESS")
        assert "ACCESS" not in repr(visitor)
        (_, asked), (_, me) = qq.asked
        assert (asked["code"], asked["redirect_uri"], asked["client_secret"]) == ("good", BACK, "KEY-SECRET")
        assert me["access_token"] == "ACCESS"


async def test_the_make_believe_platform_lets_people_log_in() -> None:
    texts = Texts.load("qq_api", "en_us")
    async with OfficialPlatform(small_world(), {"port": 0}) as official, httpx.AsyncClient(trust_env=False) as browser:
        secret, app_id = official.settings.secret.get_secret_value(), official.settings.app_id
        login = QQLogin(app_id, secret, BACK, texts, official.url)

        async def comes_back(session: str) -> dict[str, str]:
            answer = await browser.get(f"{login.begin(session)}&as=10002")
            return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))

        back = await comes_back("cookie")
        visitor = await login.finish("cookie", back["code"], back["state"])
        assert visitor.openid == official.ids.of("login", 10002)
        again = await comes_back("cookie")
        with pytest.raises(LoginFailed) as caught:
            await login.finish("cookie", back["code"], again["state"])
        assert caught.value.kind == "code"
        wrong = QQLogin(app_id, "another", BACK, texts, official.url)
        back = dict(parse_qsl(urlsplit((await browser.get(f"{wrong.begin('x')}&as=10002")).headers["Location"]).query))
        with pytest.raises(LoginFailed) as caught:
            await wrong.finish("x", back["code"], back["state"])
        assert caught.value.kind == "app"


async def test_a_state_counts_once() -> None:
    async with graph() as (qq, login):
        state = state_of(login.begin("cookie"))
        await login.finish("cookie", "good", state)
        with pytest.raises(LoginFailed) as caught:
            await login.finish("cookie", "good", state)
        assert caught.value.kind == "state"
        assert len(qq.asked) == 2


@pytest.mark.parametrize("state", ["", None, "other", "状态"])
async def test_a_foreign_state_is_refused_before_qq_is_asked_and_spends_the_real_one(state: Any) -> None:
    async with graph() as (qq, login):
        real = state_of(login.begin("cookie"))
        for given in (state, real):
            with pytest.raises(LoginFailed, match="not begun here"):
                await login.finish("cookie", "good", given)
        assert qq.asked == []


async def test_another_browser_cannot_finish_it() -> None:
    async with graph() as (_, login):
        state = state_of(login.begin("victim"))
        with pytest.raises(LoginFailed):
            await login.finish("attacker", "good", state)
        assert (await login.finish("victim", "good", state)).openid == "A1B2"


async def test_who_takes_longer_than_ten_minutes_begins_again() -> None:
    clock = Clock()
    async with graph(clock=clock) as (_, login):
        state = state_of(login.begin("cookie"))
        clock.now = 601
        with pytest.raises(LoginFailed, match="ten minutes"):
            await login.finish("cookie", "good", state)


async def test_states_are_bounded_and_each_is_another() -> None:
    async with graph() as (_, login):
        states = {state_of(login.begin(str(number))) for number in range(MOST_STATES + 5)}
        assert len(states) == MOST_STATES + 5
        assert len(login._states) == MOST_STATES


async def test_who_cancels_is_told_so() -> None:
    async with graph() as (_, login):
        with pytest.raises(LoginFailed, match="cancelled") as caught:
            await login.finish("cookie", None, state_of(login.begin("cookie")))
        assert caught.value.kind == "refused"


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ('{"error":100020,"error_description":"code is reused error"}', "code", 100020),
        ('callback( {"error":100019,"error_description":"code to access token error"} );', "code", 100019),
        ('{"error":"100009","error_description":"client secret is illegal"}', "app", 100009),
        ('{"error":100010,"error_description":"redirect uri is illegal"}', "redirect", 100010),
        ('{"error":100011}', "unpublished", 100011),
        ('{"error":100016,"error_description":"access token check failed"}', "token", 100016),
        ('{"ret":4711,"msg":"new"}', "other", 4711),
        ('{"error":"odd"}', "other", 0),
        ("<html>busy</html>", "other", 0),
        ("{broken}", "other", 0),
        ("", "other", 0),
        ('{"access_token": ""}', "other", 0),
        ('{"access_token": "T", "client_id": "another", "openid": "X"}', "other", 0),
    ],
)
async def test_what_qq_refuses_has_words(answer: str, kind: str, code: int) -> None:
    async with graph() as (qq, login):
        state = state_of(login.begin("cookie"))
        qq.answer = answer
        with pytest.raises(LoginFailed) as caught:
            await login.finish("cookie", "good", state)
        assert (caught.value.kind, caught.value.code) == (kind, code)
        assert str(caught.value).startswith("QQ login")


async def test_nobody_there_is_unreachable() -> None:
    login = QQLogin("101", "KEY-SECRET", BACK, Texts.load("qq_api", "zh_cn"), "http://127.0.0.1:1")
    with pytest.raises(LoginFailed, match="无法访问") as caught:
        await login.finish("cookie", "good", state_of(login.begin("cookie")))
    assert caught.value.kind == "unreachable"
    assert "KEY-SECRET" not in str(caught.value)


async def test_secret_and_code_are_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with graph() as (_, login):
        await login.finish("cookie", "good", state_of(login.begin("cookie")))
        assert "KEY-SECRET" not in caplog.text + repr(login)
        assert "ACCESS" not in caplog.text


def test_all_three_ways_in_which_qq_answers_are_understood() -> None:
    assert parse("access_token=T&expires_in=7776000") == {"access_token": "T", "expires_in": "7776000"}
    assert parse('callback( {"openid":"A"} );\n') == {"openid": "A"}
    assert parse('{"openid":"A"}') == {"openid": "A"}
    assert parse("[1]") == {}
    assert parse("{" * 100_000 + "}") == {}
