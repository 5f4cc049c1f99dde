"""Calls to the platform's API: refused tokens, refusals in words, answers that stay away."""

import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from tencent import APP_ID, GivesTokens, client_of, token_of

from qq_api import ApiNotAvailable, Texts, Unanswered
from qq_api.official.codes import CODES, meaning_of
from qq_api.official.problems import Accepted, PlatformError, problem_of
from qq_api.official.rest import Rest


@asynccontextmanager
async def api(answer: Callable[[httpx.Request], httpx.Response]) -> AsyncIterator[Rest]:
    gives = GivesTokens()

    def both(request: httpx.Request) -> httpx.Response:
        return gives(request) if request.url.path == "/token" else answer(request)

    async with client_of(both) as client:
        yield Rest(client, "http://tencent/", token_of(client), APP_ID)


async def test_a_call_carries_the_token_and_gives_the_body() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"id": "ROBOT1.0_x", "timestamp": 1})

    async with api(answer) as rest:
        data = await rest.call("POST", "/v2/groups/C9/messages", json={"content": "你好"}, params={"a": 1})
        assert data == {"id": "ROBOT1.0_x", "timestamp": 1}
    assert seen[0].headers["Authorization"] == "QQBot token-1"
    assert seen[0].headers["X-Union-Appid"] == APP_ID
    assert str(seen[0].url) == "http://tencent/v2/groups/C9/messages?a=1"
    assert json.loads(seen[0].content) == {"content": "你好"}


async def test_nothing_to_say_is_none_and_an_audit_is_accepted() -> None:
    audit = {
        "code": 304023,
        "message": "push message is waiting for audit",
        "data": {"message_audit": {"audit_id": "a1"}},
    }
    answers = iter([httpx.Response(204), httpx.Response(202, json=audit), httpx.Response(201, json={"id": "1"})])
    async with api(lambda _: next(answers)) as rest:
        assert await rest.call("DELETE", "/x") is None
        assert await rest.call("POST", "/x") == Accepted("a1")
        assert await rest.call("POST", "/x") == {"id": "1"}


@pytest.mark.parametrize(
    "refusal",
    [
        httpx.Response(401, json={"code": 11244, "message": "token expire"}),
        httpx.Response(401),
        httpx.Response(200, json={"code": 11243, "message": "token error"}),
        httpx.Response(400, json={"err_code": "11244"}),
    ],
)
async def test_a_token_refused_midway_is_fetched_anew_and_the_call_repeated_once(refusal: httpx.Response) -> None:
    used: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        used.append(request.headers["Authorization"])
        return httpx.Response(200, json={"ok": 1}) if used[-1] == "QQBot token-2" else refusal

    async with api(answer) as rest:
        assert await rest.call("GET", "/x") == {"ok": 1}
        assert used == ["QQBot token-1", "QQBot token-2"]


async def test_a_token_that_is_refused_twice_is_an_error_after_two_calls() -> None:
    used: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        used.append(request.headers["Authorization"])
        return httpx.Response(401, json={"code": 11244, "message": "token"})

    async with api(answer) as rest:
        with pytest.raises(PlatformError) as caught:
            await rest.call("GET", "/x")
        assert (caught.value.code, caught.value.retry, len(used)) == (11244, "once", 2)


async def test_an_address_that_is_not_on_the_allow_list_is_no_fault_of_the_token() -> None:
    body = {"code": 11298, "err_code": 40023002, "message": "接口访问源IP不在白名单", "trace_id": "t"}
    calls: list[int] = []

    def answer(_: httpx.Request) -> httpx.Response:
        calls.append(1)
        return httpx.Response(401, json=body)

    async with api(answer) as rest:
        with pytest.raises(PlatformError) as caught:
            await rest.call("GET", "/gateway")
    assert (caught.value.code, caught.value.meaning, caught.value.trace_id, len(calls)) == (11298, "ip", "t", 1)
    assert "IP 白名单" in caught.value.words(Texts.load("qq_api", "zh_cn"))


@pytest.mark.parametrize(
    ("status", "body", "code", "retry"),
    [
        (400, {"code": 40034102, "err_code": 40034102, "message": "主动消息失败"}, 40034102, "no"),
        (400, {"err_code": 40054005}, 40054005, "no"),
        (500, {"code": 50055001}, 50055001, "once"),
        (504, None, 504, "once"),
        (429, {"message": "slow down"}, 429, "yes"),
        (404, {"message": "no such API"}, 404, "no"),
        (500, {"code": 850012, "err_code": 40093001}, 40093001, "once"),
        (400, {"code": 99999999}, 99999999, "no"),
        (400, {"code": "odd"}, 400, "no"),
        (400, [], 400, "no"),
    ],
)
async def test_a_refusal_has_its_code_and_says_whether_to_try_again(
    status: int, body: Any, code: int, retry: str
) -> None:
    answer = httpx.Response(status, json=body, headers={"X-Tps-trace-ID": "trace"})
    async with api(lambda _: answer) as rest:
        with pytest.raises(PlatformError) as caught:
            await rest.call("POST", "/x", json={})
    error = caught.value
    assert (error.code, error.retry, error.status, error.trace_id) == (code, retry, status, "trace")
    assert "trace" in error.words(Texts.load("qq_api", "en_us"))
    assert error.failed(Texts.load("qq_api", "en_us")).retcode == code


@pytest.mark.parametrize("language", ["en_us", "zh_cn"])
def test_every_code_has_words_for_the_owner(language: str) -> None:
    texts = Texts.load("qq_api", language)
    ranges = [prefix * 1000 + 1 for prefix in (301, 302, 501, 502, 503, 504, 610, 620, 630)]
    for code in (*CODES, *ranges, 12345678):
        assert len(problem_of({"code": code}, 400).words(texts)) > 10, code
    assert meaning_of(301004) == "channel_permission"
    assert meaning_of(12345678) == "other"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (httpx.ConnectError("refused"), ApiNotAvailable),
        (httpx.ConnectTimeout("slow"), ApiNotAvailable),
        (httpx.ReadTimeout("no answer"), Unanswered),
        (httpx.WriteError("broken pipe"), Unanswered),
        (httpx.RemoteProtocolError("cut off"), Unanswered),
    ],
)
async def test_a_call_that_may_have_been_done_is_told_from_one_that_was_not_sent(
    fault: Exception, expected: type[Exception]
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise fault

    async with api(answer) as rest:
        with pytest.raises(expected):
            await rest.call("POST", "/v2/groups/C9/messages", json={})
        with pytest.raises(expected):
            await rest.put("http://store/part?sign=secret", b"x")


async def test_a_file_goes_as_a_form_and_a_part_without_the_token() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    async with api(answer) as rest:
        await rest.call(
            "POST", "/x", json={"content": "hi", "ark": {"a": 1}, "none": None}, files={"file_image": b"PNG"}
        )
        await rest.put("http://store/part", b"bytes")
    form, part = seen
    assert form.headers["Content-Type"].startswith("multipart/form-data")
    assert b"PNG" in form.content
    assert b'{"a": 1}' in form.content
    assert b"none" not in form.content
    assert "Authorization" not in part.headers
    assert part.content == b"bytes"


async def test_no_token_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with api(lambda _: httpx.Response(401, json={"code": 11243})) as rest:
        with pytest.raises(PlatformError):
            await rest.call("GET", "/x")
    assert "token-" not in caplog.text.replace("access token", "")
