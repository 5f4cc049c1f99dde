"""Bots that come by HTTP: their faults on the wire, and when they count as connected."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from test_speaks import ALICE, GROUP, GUEST, HTTP, events, http, speaking

from qq_api.onebot.peers import http_api
from qq_api.sandbox.python import Sandbox
from qq_api.web import body_of, headers_of, respond
from support import until, uvicorn_runs


@asynccontextmanager
async def posted(status: int = 204, **endpoint: Any) -> AsyncIterator[tuple[Sandbox, list[Any], list[int]]]:
    """A sandbox that posts, what was posted with its headers, and the status that is answered."""
    taken: list[Any] = []
    statuses = [status]

    async def take(scope: Any, receive: Any, send: Any) -> None:
        taken.append((json.loads(await body_of(receive) or b""), headers_of(scope)))
        await respond(send, statuses[-1], b"")

    async with (
        uvicorn_runs(take) as port,
        speaking({"type": "http_post", "url": f"http://127.0.0.1:{port}/", **endpoint}) as qq,
    ):
        yield qq, taken, statuses


@pytest.mark.parametrize("status", [401, 403, 404, 405])
async def test_every_request_is_refused_with_the_status_that_is_wanted(status: int) -> None:
    async with speaking(HTTP | {"faults": {"refuse": status}}) as qq, http(qq) as client:
        for path in ("/get_login_info", "/_events"):
            assert (await client.get(path)).status_code == status
        assert not qq.is_connected(ALICE)
        qq.endpoints[0].faults.refuse = 0
        assert (await client.get("/get_login_info")).status_code == 200


async def test_answers_by_http_are_late_failed_or_empty_though_the_message_is_there() -> None:
    async with speaking(HTTP) as qq, http(qq) as client:
        faults, said = qq.endpoints[0].faults, {"group_id": GROUP, "message": "x"}
        faults.late_answers = 30
        with pytest.raises(httpx.ReadTimeout):
            await client.post("/send_group_msg", json=said, timeout=httpx.Timeout(30, read=0.3))
        faults.late_answers = 0
        faults.fail_delivered = True
        answer = (await client.post("/send_group_msg", json=said)).json()
        assert (answer["status"], answer["retcode"]) == ("failed", 200)
        faults.fail_delivered = False
        faults.null_answers = True
        answer = (await client.post("/send_group_msg", json=said)).json()
        assert (answer["status"], answer["data"]) == ("ok", None)
        assert len(qq.world.messages) == 3


async def test_events_by_http_have_the_shapes_that_are_wanted() -> None:
    async with speaking(HTTP) as qq, http(qq) as client, client.stream("GET", "/_events") as answer:
        faults, heard = qq.endpoints[0].faults, events(answer.aiter_lines())
        faults.string_ids = faults.string_format = faults.negative_ids = True
        await qq.group(GROUP).say(GUEST, "a,[b]")
        event = await anext(heard)
        assert (event["user_id"], event["message"], event["message_format"]) == (str(GUEST), "a,&#91;b&#93;", "string")
        assert int(event["message_id"]) < 0
        answered = (await client.get(f"/get_msg?message_id={event['message_id']}")).json()["data"]
        assert (answered["message_id"], answered["sender"]["user_id"]) == (event["message_id"], str(GUEST))
        assert qq.world.messages[int(event["message_id"]) + 2**31].segments[0]["data"]["text"] == "a,[b]"
        faults.bot_offline()
        assert (await anext(heard))["notice_type"] == "bot_offline"
        assert (await client.get("/get_event")).json()["data"][0]["message"] == "a,&#91;b&#93;"


async def test_an_account_is_offline_by_get_status() -> None:
    async with speaking(HTTP | {"faults": {"offline": True}}) as qq, http(qq) as client:
        status = (await client.get("/get_status")).json()["data"]
        assert (status["online"], status["good"]) == (False, False)


async def test_posts_lose_their_header_and_their_heartbeat() -> None:
    async with posted(heartbeat=0.02, faults={"no_self_id": True, "offline": True}) as (qq, taken, _):
        await until(lambda: len(taken) > 2)
        assert {"x-self-id" in headers for _, headers in taken} == {False}
        assert taken[1][0]["status"] == {"online": False, "good": False}
        qq.endpoints[0].faults.no_heartbeat = True
        qq.endpoints[0].faults.no_self_id = False
        await qq.group(GROUP).say(GUEST, "first")
        await until(lambda: taken[-1][0].get("raw_message") == "first")
        count = len(taken)
        for number in range(50):  # several heartbeats' time
            await qq.group(GROUP).say(GUEST, str(number))
            await until(lambda number=number: taken[-1][0].get("raw_message") == str(number))
        assert len(taken) == count + 50 and "x-self-id" in taken[-1][1]


async def test_posts_are_written_as_javascript_writes_them() -> None:
    bodies: list[bytes] = []

    async def take(scope: Any, receive: Any, send: Any) -> None:
        if body := await body_of(receive):
            bodies.append(body)
        await respond(send, 204, b"")

    async with (
        uvicorn_runs(take) as port,
        speaking({"type": "http_post", "url": f"http://127.0.0.1:{port}/", "secret": "s"}) as qq,
    ):
        for text in ("你好 🎉", "\ud83d"):
            await qq.group(GROUP).say(GUEST, text)
        await until(lambda: len(bodies) >= 3)
    assert '"raw_message":"你好 🎉"'.encode() in bodies[1]
    assert json.loads(bodies[2])["raw_message"] == "\ud83d"


# -- connected or not


async def test_a_bot_that_calls_counts_as_connected_until_it_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    async with speaking(HTTP) as qq, http(qq) as client:
        assert not qq.is_connected(ALICE)
        await client.get("/get_login_info", headers={"Authorization": "Bearer wrong"})
        assert not qq.is_connected(ALICE)
        await client.get("/get_login_info")
        assert qq.is_connected(ALICE)
        monkeypatch.setattr(http_api, "LATELY", 0.2)
        await client.get("/get_login_info")
        await until(lambda: not qq.is_connected(ALICE))


async def test_a_bot_that_listens_to_events_is_connected_as_long_as_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_api, "LATELY", 0.1)
    async with speaking(HTTP) as qq, http(qq) as client:
        async with client.stream("GET", "/_events"):
            await qq.connected(ALICE)
            stream = next(iter(qq.endpoints[0].peers[0]._streams))
            await until(lambda: qq.endpoints[0].peers[0]._quiet.when() < asyncio.get_running_loop().time())
            assert (qq.is_connected(ALICE), bool(stream)) == (True, True)
        await until(lambda: not qq.is_connected(ALICE))


async def test_the_page_says_that_a_bot_by_http_is_there() -> None:
    config = {"page": {"port": 0}, "accounts": [{"user_id": ALICE, "endpoints": [HTTP]}]}
    async with Sandbox(config) as qq, http(qq) as client:
        assert [one["connected"] for one in qq.page.qq.state()["accounts"]] == [False]
        await client.get("/get_login_info")
        assert [one["connected"] for one in qq.page.qq.state()["accounts"]] == [True]


async def test_a_bot_that_takes_posts_is_connected_and_one_that_does_not_is_not() -> None:
    async with posted() as (qq, _, statuses):
        await qq.connected(ALICE)
        statuses.append(500)
        await qq.group(GROUP).say(GUEST, "not taken")
        await until(lambda: not qq.is_connected(ALICE))
        statuses.append(204)
        await qq.group(GROUP).say(GUEST, "taken")
        await qq.connected(ALICE)


async def test_nobody_takes_posts() -> None:
    async with speaking({"type": "http_post", "url": "http://127.0.0.1:1/"}) as qq:
        with pytest.raises(TimeoutError, match="no bot connected to 10001"):
            await qq.connected(ALICE, timeout=0.5)
