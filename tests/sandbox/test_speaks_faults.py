"""Faults on demand, as they look on the wire."""

import asyncio
import json
from typing import Any

import pytest
from test_speaks import ALICE, FORWARD, GOOD, GROUP, GUEST, HTTP, call, events, frame, http, speaking
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from qq_api.onebot.handshake import sign
from qq_api.sandbox.python import Sandbox
from qq_api.web import body_of, headers_of, respond
from support import until, uvicorn_runs

QUIET = FORWARD | {"heartbeat": 0}


async def opened(qq: Sandbox) -> Any:
    """A bot that has heard the first event."""
    link = await connect(qq.endpoints[0].address, additional_headers=GOOD)
    assert (await frame(link))["meta_event_type"] == "lifecycle"
    return link


async def test_a_dropped_connection_ends_without_a_word() -> None:
    async with speaking(QUIET) as qq:
        link = await opened(qq)
        qq.endpoints[0].faults.drop()
        with pytest.raises(ConnectionClosedError) as caught:
            await frame(link)
        assert caught.value.rcvd is None
        await until(lambda: not qq.is_connected(ALICE))
        async with await opened(qq):
            assert qq.is_connected(ALICE)


async def test_a_silent_endpoint_does_what_it_is_asked_and_says_nothing() -> None:
    async with speaking(QUIET) as qq, await opened(qq) as link:
        qq.endpoints[0].faults.silent = True
        await link.send(json.dumps({"action": "send_group_msg", "params": {"group_id": GROUP, "message": "x"}}))
        await qq.next_action("send_group_msg")
        await qq.group(GROUP).say(GUEST, "unheard")
        await asyncio.wait_for(await link.ping(), 15)  # the socket itself is well
        qq.endpoints[0].faults.silent = False
        await qq.group(GROUP).say(GUEST, "heard")
        assert (await frame(link))["raw_message"] == "heard"
        assert len(qq.world.messages) == 3


async def test_events_and_answers_come_twice() -> None:
    async with speaking(QUIET) as qq, await opened(qq) as link:
        qq.endpoints[0].faults.double_events = qq.endpoints[0].faults.double_answers = True
        await qq.group(GROUP).say(GUEST, "hi")
        assert [(await frame(link))["raw_message"] for _ in range(2)] == ["hi", "hi"]
        assert await call(link, "get_login_info") == await frame(link)


async def test_answers_lose_their_echo() -> None:
    async with speaking(QUIET) as qq, await opened(qq) as link:
        qq.endpoints[0].faults.lose_echo = True
        await link.send('{"action": "get_login_info", "echo": 5}')
        answer = await frame(link)
        assert (answer["status"], "echo" in answer) == ("ok", False)


async def test_what_is_sent_comes_late() -> None:
    loop = asyncio.get_running_loop()
    async with speaking(QUIET, HTTP) as qq, http(qq, 1) as client, await opened(qq) as link:
        for endpoint in qq.endpoints:
            endpoint.faults.delay = 0.2
        began = loop.time()
        await qq.group(GROUP).say(GUEST, "late")
        await frame(link)
        assert loop.time() - began >= 0.2
        assert (await client.get("/get_status")).status_code == 200
        assert loop.time() - began >= 0.4


async def test_a_frame_is_no_json() -> None:
    async with speaking(QUIET) as qq, await opened(qq) as link:
        qq.endpoints[0].faults.garbage()
        await qq.group(GROUP).say(GUEST, "hi")
        text = await link.recv()
        with pytest.raises(json.JSONDecodeError):
            json.loads(text)
        assert (await frame(link))["raw_message"] == "hi"


async def test_the_right_token_is_refused() -> None:
    async with speaking(QUIET, HTTP, flavour="standard") as qq, http(qq, 1) as client:
        for endpoint in qq.endpoints:
            endpoint.faults.wrong_token = True
        with pytest.raises(InvalidStatus) as caught:
            await opened(qq)
        assert caught.value.response.status_code == 403
        assert (await client.get("/get_status")).status_code == 403


async def test_server_sent_events_are_doubled_garbled_and_cut_off() -> None:
    async with speaking(HTTP) as qq, http(qq) as client, client.stream("GET", "/_events") as answer:
        faults = qq.endpoints[0].faults
        faults.double_events = True
        await qq.group(GROUP).say(GUEST, "hi")
        faults.garbage("{")
        lines = answer.aiter_lines()
        said = [await anext(lines) for _ in range(6)]
        assert [json.loads(said[number][6:])["raw_message"] for number in (0, 2)] == ["hi", "hi"]
        assert said[4] == "data: {"
        faults.drop()
        assert [event async for event in events(lines)] == []


async def test_posts_are_doubled_wrongly_signed_and_left_out() -> None:
    posted: list[tuple[str, bool]] = []

    async def take(scope: Any, receive: Any, send: Any) -> None:
        body = await body_of(receive) or b""
        right = headers_of(scope)["x-signature"] == sign("s", body)
        posted.append((json.loads(body).get("raw_message", ""), right))
        await respond(send, 204, b"")

    async with uvicorn_runs(take) as port:
        post = {"type": "http_post", "url": f"http://127.0.0.1:{port}/", "secret": "s"}
        async with speaking(post) as qq:
            faults = qq.endpoints[0].faults
            await until(lambda: posted == [("", True)])
            faults.double_events = faults.wrong_token = True
            await qq.group(GROUP).say(GUEST, "twice")
            await until(lambda: posted[1:] == [("twice", False)] * 2)
            faults.double_events = faults.wrong_token = False
            faults.silent = True
            await qq.group(GROUP).say(GUEST, "never")
    assert [text for text, _ in posted] == ["", "twice", "twice"]


async def test_a_reverse_connection_brings_a_wrong_token_along() -> None:
    seen: list[str] = []

    async def take(scope: Any, receive: Any, send: Any) -> None:
        seen.append(headers_of(scope)["authorization"])
        await send({"type": "websocket.close"})

    async with uvicorn_runs(take) as port:
        reverse = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/", "token": "t"}
        async with speaking(reverse) as qq:
            await until(lambda: seen)
            qq.endpoints[0].faults.wrong_token = True
            await until(lambda: seen[-1] == "Bearer not-t")
    assert seen[0] == "Bearer t"
