"""The access token: once for all, renewed in time, never shown."""

import asyncio
import logging

import httpx
import pytest
from tencent import SECRET, GivesTokens, client_of, token_of

from qq_api import ApiNotAvailable
from qq_api.official.problems import PlatformError


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_a_hundred_callers_at_once_share_one_request() -> None:
    gives = GivesTokens()
    async with client_of(gives) as client:
        token = token_of(client)
        assert set(await asyncio.gather(*(token.get() for _ in range(100)))) == {"token-1"}
        assert await token.get() == "token-1"
        assert gives.asked == 1


async def test_it_is_renewed_a_minute_before_its_end_and_not_earlier() -> None:
    gives, clock = GivesTokens(), Clock()
    async with client_of(gives) as client:
        token = token_of(client, clock=clock)
        await token.get()
        clock.now += 7200 - 61
        assert await token.get() == "token-1"
        clock.now += 1
        assert await token.get() == "token-2"
        clock.now += 7200 - 61
        assert await token.get() == "token-2"


async def test_only_the_token_that_was_refused_is_dropped() -> None:
    gives = GivesTokens()
    async with client_of(gives) as client:
        token = token_of(client)
        used = await token.get()
        token.drop(used)
        assert await token.get() == "token-2"
        token.drop(used)  # a second call that went out with the old one
        assert await token.get() == "token-2"
        token.drop()
        assert await token.get() == "token-3"


async def test_a_caller_who_goes_away_takes_nothing_from_the_others() -> None:
    release, gives = asyncio.Event(), GivesTokens()

    async def slowly(request: httpx.Request) -> httpx.Response:
        await release.wait()
        return gives(request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(slowly)) as client:
        token = token_of(client)
        first, second = asyncio.create_task(token.get()), asyncio.create_task(token.get())
        await asyncio.sleep(0)
        first.cancel()
        release.set()
        assert await second == "token-1"
        assert first.cancelled()
        assert gives.asked == 1


@pytest.mark.parametrize(
    ("answer", "code", "meaning"),
    [
        (httpx.Response(200, json={"code": 100007, "message": "appid invalid"}), 100007, "app"),
        (httpx.Response(200, json={"code": "100016", "message": "invalid appid or secret"}), 100016, "app"),
        (httpx.Response(200, json={"code": 100001, "message": "too many"}), 100001, "too_fast"),
        (httpx.Response(502, text="<html>bad gateway</html>"), 502, "busy"),
        (httpx.Response(200, json={"access_token": "x", "expires_in": "soon"}), 200, "other"),
        (httpx.Response(200, json=[]), 200, "other"),
    ],
)
async def test_a_refusal_says_why_though_http_says_yes(answer: httpx.Response, code: int, meaning: str) -> None:
    async with client_of(lambda _: answer) as client:
        token = token_of(client)
        with pytest.raises(PlatformError) as caught:
            await token.get()
        assert (caught.value.code, caught.value.meaning) == (code, meaning)


async def test_a_life_in_numbers_is_understood_and_a_short_one_is_not_asked_for_at_every_call() -> None:
    asked, clock = [0], Clock()

    def answer(_: httpx.Request) -> httpx.Response:
        asked[0] += 1
        return httpx.Response(200, json={"access_token": "short", "expires_in": 40})

    async with client_of(answer) as client:
        token = token_of(client, clock=clock)
        for _ in range(19):
            clock.now += 1
            await token.get()
        assert asked == [1]
        clock.now += 2
        await token.get()
        assert asked == [2]


async def test_nobody_there_is_not_available_and_the_next_call_tries_again() -> None:
    gives, there = GivesTokens(), [False]

    def answer(request: httpx.Request) -> httpx.Response:
        if not there[0]:
            raise httpx.ConnectError("refused")
        return gives(request)

    async with client_of(answer) as client:
        token = token_of(client)
        with pytest.raises(ApiNotAvailable, match="refused"):
            await token.get()
        there[0] = True
        assert await token.get() == "token-1"


async def test_neither_token_nor_secret_is_shown_anywhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with client_of(GivesTokens()) as client:
        token = token_of(client)
        await token.get()
        shown = repr(token) + str(token) + caplog.text
        assert "token-1" not in shown
        assert SECRET not in shown
