"""The client of mirai-api-http over HTTP polling, against a tiny one that can do wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tiny_mah import BOT, KEY, TinyMah, group_message, tiny_mah

from qq_api import Texts
from qq_api.mirai import LoginRefused, MiraiError, NoAnswer, NoBot, NotConnected, SessionLost
from qq_api.mirai.address import Login
from qq_api.mirai.client import MahClient
from qq_api.mirai.routes import route
from support import free_port, until

DEADLINE = 10


def client_of(mah: TinyMah, texts: Texts, parked: Any = ("", None), **fields: Any) -> MahClient:
    login = Login(**{"url": mah.url, "key": KEY, "qq": BOT, **fields})
    return MahClient(login, texts, "http", 0.01, parked)


@asynccontextmanager
async def polling(client: MahClient) -> AsyncIterator[list[Any]]:
    """A client that polls; gives what it took."""
    taken: list[Any] = []
    opened = asyncio.Event()
    task = asyncio.create_task(client.run(opened.set, taken.append))
    try:
        await asyncio.wait_for(opened.wait(), DEADLINE)
        yield taken
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await client.aclose()


async def refused(client: MahClient) -> MiraiError:
    with pytest.raises(MiraiError) as found:
        await asyncio.wait_for(client.run(lambda: None, lambda _: None), DEADLINE)
    await client.aclose()
    return found.value


def test_every_command_has_its_path_and_its_method() -> None:
    assert route("sendGroupMessage") == ("POST", "/sendGroupMessage")
    assert route("resp_newFriendRequestEvent") == ("POST", "/resp/newFriendRequestEvent")
    assert route("anno_list") == ("GET", "/anno/list")
    assert route("cmd_execute") == ("POST", "/cmd/execute")
    assert [route("memberInfo", sub).method for sub in ("get", "update")] == ["GET", "POST"]
    assert {route(name).method for name in ("friendList", "botProfile", "messageFromId")} == {"GET"}
    assert {route(name).method for name in ("file_delete", "recall", "roamingMessages")} == {"POST"}


async def test_it_verifies_binds_and_carries_its_session_in_a_header(texts: Texts) -> None:
    async with tiny_mah() as mah, polling(client := client_of(mah, texts)):
        await client.call("friendList")
        assert mah.headers[-1]["sessionkey"] == "session1"
        assert mah.logins == 1


async def test_all_that_waits_is_fetched_in_order_and_nothing_twice(texts: Texts) -> None:
    async with tiny_mah() as mah, polling(client_of(mah, texts)) as taken:
        for number in range(130):
            mah.queues["session1"].append(group_message(f"{number}"))
        await until(lambda: len(taken) == 130)
        mah.queues["session1"].append(group_message("the last"))
        await until(lambda: len(taken) == 131)
        texts_taken = [packet["messageChain"][1]["text"] for packet in taken]
        assert texts_taken == [*map(str, range(130)), "the last"]


async def test_what_is_no_event_among_events_is_left_out(texts: Texts) -> None:
    async with tiny_mah() as mah, polling(client_of(mah, texts)) as taken:
        mah.queues["session1"] += [None, 5, "x", group_message("fine")]
        await until(lambda: taken == [group_message("fine")])


@pytest.mark.parametrize("lose", ["lose_sessions", "unbind"])
async def test_a_session_that_is_lost_is_opened_anew_on_the_way(texts: Texts, lose: str) -> None:
    async with tiny_mah() as mah, polling(client := client_of(mah, texts)) as taken:
        if lose == "unbind":
            mah.unbound.add("session1")
        else:
            mah.lose_sessions()
        calls = asyncio.gather(*(client.call("groupList") for _ in range(10)))
        await asyncio.wait_for(calls, DEADLINE)
        assert mah.logins == 2, "one log-in, however many noticed"
        mah.queues["session2"].append(group_message("go on"))
        await until(lambda: taken)


async def test_a_session_that_stays_lost_is_an_error_and_no_loop(texts: Texts) -> None:
    async with tiny_mah() as mah, polling(client := client_of(mah, texts)):
        mah.answers["groupList"] = {"code": 3, "msg": "Session失效或不存在"}
        with pytest.raises(SessionLost):
            await asyncio.wait_for(client.call("groupList"), DEADLINE)
        assert mah.logins == 2


async def test_refusals_are_told_apart(texts: Texts) -> None:
    async with tiny_mah() as mah:
        wrong_key = await refused(client_of(mah, texts, key="wrong"))
        wrong_qq = await refused(client_of(mah, texts, qq=99))
        nobody = await refused(client_of(mah, texts, url=f"127.0.0.1:{free_port()}"))
        mah.adapters.remove("http")
        off = await refused(client_of(mah, texts))
    assert [type(error) for error in (wrong_key, wrong_qq, nobody)] == [LoginRefused, NoBot, NotConnected]
    assert "its http adapter is off" in str(off)


async def test_any_key_does_without_verification_and_no_session_is_bound_in_single_mode(texts: Texts) -> None:
    async with tiny_mah() as mah:
        mah.verifies = False
        async with polling(client := client_of(mah, texts, key="")):
            await client.call("about")
        mah.single = True
        async with polling(client := client_of(mah, texts)) as taken:  # it says so itself
            mah.queues["SINGLE_SESSION"].append(group_message("one for all"))
            await until(lambda: taken)
        logins = mah.logins
        async with polling(client := client_of(mah, texts, single=True)) as taken:
            await client.call("about")
            mah.queues["SINGLE_SESSION"].append(group_message("and again"))
            await until(lambda: taken)
        assert mah.logins == logins


async def test_reads_are_queries_and_the_rest_is_json(texts: Texts) -> None:
    async with tiny_mah() as mah, polling(client := client_of(mah, texts)):
        await client.call("memberInfo", {"target": 1, "memberId": 2, "no": None}, "get")
        await client.call("memberInfo", {"target": 1, "memberId": 2, "info": {"name": "老王"}}, "update")
        content = {"target": 1, "memberId": 2, "info": {"name": "老王"}}
        assert mah.asked[-2:] == [
            ("memberInfo", "GET", {"target": "1", "memberId": "2"}),
            ("memberInfo", "POST", content),
        ]


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b"[" * 100_000, b""])
async def test_an_answer_that_is_none_is_an_error(texts: Texts, answer: bytes) -> None:
    async with tiny_mah() as mah, polling(client := client_of(mah, texts)):
        mah.answers["about"] = answer
        with pytest.raises(MiraiError, match="no mirai-api-http"):
            await asyncio.wait_for(client.call("about"), DEADLINE)


async def test_no_call_waits_for_ever(texts: Texts) -> None:
    async with tiny_mah() as mah:
        client = client_of(mah, texts)
        with pytest.raises(NotConnected):
            await client.call("about")
        async with polling(client):
            mah.answers["about"] = lambda _: None
            with pytest.raises(NoAnswer):
                await asyncio.wait_for(client.call("about", timeout=0.2), DEADLINE)


async def test_a_session_goes_over_to_the_next_life_with_what_waits_in_it(texts: Texts) -> None:
    async with tiny_mah() as mah:
        async with polling(client := client_of(mah, texts)):
            left = await client.park()
        mah.queues["session1"].append(group_message("between two lives"))
        async with polling(client_of(mah, texts, left)) as taken:
            await until(lambda: taken)
        assert mah.logins == 1
        mah.lose_sessions()
        async with polling(client := client_of(mah, texts, left)):
            await client.call("about")
        assert mah.logins == 2
