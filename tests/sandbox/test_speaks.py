"""How the sandbox speaks, on the wire: HTTP, server-sent events, long polls, WebSockets of every role, posts."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from aiocqhttp import CQHttp, Message
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import InvalidStatus

from qq_api.onebot.peers import http_post
from qq_api.sandbox.python import Sandbox
from qq_api.web import body_of, headers_of, respond
from support import until, uvicorn_runs

ALICE, BOB, GUEST, GROUP = 10001, 10002, 10003, 20001
GOOD = {"Authorization": "Bearer t"}


@asynccontextmanager
async def speaking(*endpoints: dict[str, Any], flavour: str = "llonebot", **bob: Any) -> AsyncIterator[Sandbox]:
    config = {
        "page": None,
        "flavour": flavour,
        "accounts": [{"user_id": ALICE, "nickname": "Alice", "endpoints": endpoints}, {"user_id": BOB, **bob}],
        "groups": [{"group_id": GROUP, "name": "Survival", "owner": ALICE, "members": [BOB, GUEST]}],
    }
    async with Sandbox(config) as qq:
        yield qq


@asynccontextmanager
async def http(qq: Sandbox, number: int = 0, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    given = headers or GOOD
    async with httpx.AsyncClient(base_url=qq.endpoints[number].address, headers=given, trust_env=False) as client:
        yield client


HTTP = {"type": "http", "port": 0, "token": "t"}
FORWARD = {"type": "websocket", "port": 0, "token": "t"}


async def frame(link: ClientConnection) -> Any:
    return json.loads(await asyncio.wait_for(link.recv(), 15))


async def call(link: ClientConnection, action: str, **params: Any) -> Any:
    """The answer; events that come before it are skipped."""
    await link.send(json.dumps({"action": action, "params": params, "echo": action}))
    while (answer := await frame(link)).get("echo") != action:
        pass
    return answer


# -- HTTP


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", "/get_login_info", GOOD, b"", 200),
        ("GET", "/get_login_info/", {"Authorization": "Token t"}, b"", 200),
        ("POST", "/get_login_info?access_token=t", {}, b"", 200),
        ("POST", "/get_login_info", GOOD | {"Content-Type": "application/json; charset=utf-8"}, b"{}", 200),
        ("POST", "/send_group_msg", GOOD, b'{"group_id": 1, "message": "x"}', 200),
        ("POST", "/get_login_info", GOOD, b"{", 400),
        ("GET", "/get_login_info", {}, b"", 401),
        ("GET", "/get_login_info", {"Authorization": "Bearer no"}, b"", 403),
        ("GET", "/_events", {}, b"", 403),
        ("GET", "/no_such_action", GOOD, b"", 404),
        ("PUT", "/get_login_info", GOOD, b"", 405),
        ("DELETE", "/get_login_info", GOOD, b"", 405),
        ("POST", "/_events", GOOD, b"", 405),
        ("POST", "/get_login_info", GOOD | {"Content-Type": "text/xml"}, b"<x/>", 406),
    ],
)
async def test_the_status_says_how_a_request_was_taken(
    method: str, path: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    flavour = "llonebot" if path == "/_events" else "standard"
    async with (
        speaking(HTTP, flavour=flavour) as qq,
        httpx.AsyncClient(base_url=qq.endpoints[0].address, trust_env=False) as client,
    ):
        assert (await client.request(method, path, headers=headers, content=body)).status_code == status


async def test_parameters_come_by_query_form_and_json() -> None:
    async with speaking(HTTP, flavour="standard") as qq, http(qq) as client:
        said = {"group_id": str(GROUP), "message": "你好"}
        for answer in (
            await client.get("/send_group_msg", params=said),
            await client.post("/send_group_msg", data=said),
            await client.post("/send_group_msg", json=said),
        ):
            assert answer.json()["status"] == "ok"
            assert (await qq.next_action("send_group_msg")).params == said
        assert len(qq.world.messages) == 3


async def events(lines: AsyncIterator[str]) -> AsyncIterator[Any]:
    async for line in lines:
        if line:
            assert line.startswith("data: ")
            yield json.loads(line.removeprefix("data: "))


async def test_server_sent_events_have_their_headers_at_once_and_then_each_event() -> None:
    async with speaking(HTTP) as qq, http(qq) as client, client.stream("GET", "/_events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")  # nothing was said yet
        for text in ("first", "second\nline"):
            await qq.group(GROUP).say(GUEST, text)
        heard = events(answer.aiter_lines())
        assert [(await anext(heard))["raw_message"] for _ in range(2)] == ["first", "second\nline"]


async def test_a_listener_that_stays_does_not_hold_up_the_end() -> None:
    async with speaking(HTTP) as qq, http(qq) as client:
        async with client.stream("GET", "/_events") as answer:
            polling = asyncio.create_task(client.get("/get_event?timeout=60000"))
            await client.get("/get_status")
            await qq.__aexit__()
            assert [line async for line in answer.aiter_lines()] == []
        assert (await polling).json()["data"] == []


async def test_get_event_waits_for_the_first_and_gives_each_asker_every_event_once() -> None:
    async with speaking(HTTP) as qq, http(qq) as client:

        async def ask(**params: Any) -> list[str]:
            answer = (await client.get("/get_event", params=params)).json()
            return [event["raw_message"] for event in answer["data"]]

        waiting = asyncio.create_task(ask(timeout=20_000))
        await client.get("/get_status")
        for number in range(3):
            await qq.group(GROUP).say(GUEST, str(number))
        first = await waiting
        assert first + await ask() == ["0", "1", "2"]
        assert await ask(timeout=1) == []
        assert [await ask(key="other", limit=2), await ask(key="other", limit=2)] == [["0", "1"], ["2"]]
        for number in range(150):
            await qq.group(GROUP).say(GUEST, f"n{number}")
        assert await ask(key="other") == [f"n{number}" for number in range(50, 150)]
        answer = (await client.get("/get_event?limit=x")).json()
        assert (answer["status"], answer["retcode"]) == ("failed", 400)


# -- `…_async`, `…_rate_limited`


@pytest.mark.parametrize(("flavour", "status"), [("llonebot", "ok"), ("napcat", "ok"), ("standard", "async")])
@pytest.mark.parametrize("suffix", ["_async", "_rate_limited"])
async def test_suffixes_are_other_names_or_put_off_as_the_flavour_says(flavour: str, status: str, suffix: str) -> None:
    async with speaking(HTTP, FORWARD, flavour=flavour) as qq, http(qq) as client:
        said = {"group_id": GROUP, "message": "x"}
        answer = (await client.post(f"/send_group_msg{suffix}", json=said)).json()
        assert (answer["status"], bool(answer["data"])) == (status, status == "ok")
        async with connect(qq.endpoints[1].address, additional_headers=GOOD) as link:
            answer = await call(link, f"send_group_msg{suffix}", **said)
            assert (answer["status"], answer["echo"]) == (status, f"send_group_msg{suffix}")
            await until(lambda: len(qq.world.messages) == 2)


# -- forward WebSocket


async def test_each_path_carries_what_it_is_for() -> None:
    async with speaking(FORWARD) as qq:
        base = qq.endpoints[0].address
        async with (
            connect(f"{base}/", additional_headers=GOOD) as both,
            connect(f"{base}/event?access_token=t") as event,
            connect(f"{base}/api/", additional_headers=GOOD) as api,
        ):
            for link in (both, event):
                first = await frame(link)
                assert (first["meta_event_type"], first["sub_type"]) == ("lifecycle", "connect")
            await event.send('{"action": "send_group_msg", "params": {"group_id": 20001, "message": "x"}}')
            await qq.group(GROUP).say(GUEST, "hi")
            assert [(await frame(link))["raw_message"] for link in (both, event)] == ["hi", "hi"]
            assert (await call(api, "get_login_info"))["data"]["nickname"] == "Alice"
            assert len(qq.world.messages) == 1  # /event does nothing


@pytest.mark.parametrize(("query", "headers", "status"), [("", {}, 401), ("?access_token=x", {}, 403)])
async def test_a_stranger_is_refused_before_anything_is_done(query: str, headers: dict[str, str], status: int) -> None:
    async with speaking(FORWARD, flavour="standard") as qq:
        with pytest.raises(InvalidStatus) as caught:
            async with connect(qq.endpoints[0].address + query, additional_headers=headers):
                pass
        assert caught.value.response.status_code == status


async def test_an_endpoint_acts_for_its_own_account_only() -> None:
    async with speaking(HTTP) as qq, http(qq) as client:
        answer = (await client.get("/get_login_info", params={"self_id": BOB})).json()
        assert (answer["status"], answer["wording"]) == ("failed", f"no account {BOB}")


# -- reverse WebSocket


async def test_a_split_connection_has_a_role_on_each_path() -> None:
    there: dict[str, ServerConnection] = {}

    async def take(link: ServerConnection) -> None:
        assert link.request is not None
        assert link.request.headers["X-Self-ID"] == str(ALICE)
        there[f"{link.request.path} {link.request.headers['X-Client-Role']}"] = link
        await link.wait_closed()

    async with serve(take, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        reverse = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws/", "split": True, "heartbeat": 0.05}
        async with speaking(reverse) as qq:
            await until(lambda: len(there) == 2)
            api, event = there["/ws/api API"], there["/ws/event Event"]
            assert [(await frame(event))["meta_event_type"] for _ in range(2)] == ["lifecycle", "heartbeat"]
            await event.send('{"action": "get_status", "echo": 1}')
            await api.send('{"action": "get_login_info", "echo": 2}')
            assert (await frame(api))["echo"] == 2  # neither events nor heartbeats come before it
            assert [done.action for done in [await qq.next_action()]] == ["get_login_info"]


async def test_two_accounts_reach_one_aiocqhttp_by_both_kinds_of_connection() -> None:
    bot = CQHttp(access_token="t", message_class=Message)
    heard: list[tuple[int, str]] = []

    @bot.on_message("group")
    async def answer(event: Any) -> None:
        heard.append((event.self_id, str(event.message)))
        if event.self_id == BOB:
            await bot.send(event, "heard")

    async with uvicorn_runs(bot.asgi) as port:
        url = f"ws://127.0.0.1:{port}/ws"
        split = {"type": "websocket_reverse", "url": url, "token": "t", "split": True}
        async with speaking(split, endpoints=[{**split, "split": False}]) as qq:
            await qq.connected(ALICE)
            await qq.connected(BOB)
            await until(lambda: len(bot._wsr_api_clients) == len(bot._wsr_event_clients) == 2)
            await qq.group(GROUP).say(GUEST, "hi")
            done = await qq.next_action("send_msg")
            assert (done.self_id, done.params["user_id"], done.answer["status"]) == (BOB, GUEST, "ok")
            await until(lambda: len(heard) == 3)
            assert sorted(heard) == [(ALICE, "heard"), (ALICE, "hi"), (BOB, "hi")]


# -- HTTP POST


async def test_posts_are_signed_begin_and_end_with_lifecycle_and_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_post, "GOODBYE_SECONDS", 30)
    posted: list[dict[str, Any]] = []

    async def take(scope: Any, receive: Any, send: Any) -> None:
        body, headers = await body_of(receive) or b"", headers_of(scope)
        assert headers["x-signature"] == "sha1=" + hmac.new(b"s", body, hashlib.sha1).hexdigest()
        assert headers["x-self-id"] == str(ALICE)
        posted.append(json.loads(body))
        await respond(send, 200 if posted[-1]["post_type"] == "message" else 204, b'{"reply": "quick"}')

    async with uvicorn_runs(take) as port:
        post = {"type": "http_post", "url": f"http://127.0.0.1:{port}/", "secret": "s", "heartbeat": 0.05}
        async with speaking(post) as qq:
            await qq.private(ALICE).say(GUEST, "hi")
            done = await qq.next_action(".handle_quick_operation")
            assert (done.params["operation"], done.answer["status"]) == ({"reply": "quick"}, "ok")
            await until(lambda: any(event.get("meta_event_type") == "heartbeat" for event in posted))
    assert [event.get("sub_type") for event in (posted[0], posted[-1])] == ["enable", "disable"]


# -- from Python


async def test_an_action_that_fails_is_seen_with_its_answer_and_others_stay_for_later() -> None:
    async with speaking(HTTP) as qq, http(qq) as client:
        await client.get("/get_status")
        await client.get("/send_group_msg?group_id=1&message=x")
        failed = await qq.next_action("send_group_msg")
        assert (failed.answer["status"], failed.answer["wording"]) == ("failed", "no group 1")
        assert (await qq.next_action()).action == "get_status"
        await client.get("/get_login_info")
        with pytest.raises(TimeoutError, match="nobody called send_like; what came: get_login_info"):
            await qq.next_action("send_like", timeout=0.01)


async def test_nobody_connects_is_said_after_the_time_out() -> None:
    async with speaking(FORWARD) as qq:
        with pytest.raises(TimeoutError, match="no bot connected to 10001"):
            await qq.connected(ALICE, timeout=0.01)
        async with connect(qq.endpoints[0].address, additional_headers=GOOD):
            await qq.connected(ALICE)
        assert qq.page is None and qq.url == ""
