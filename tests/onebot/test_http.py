"""HTTP: events posted to us, actions called at an API."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from aiocqhttp import Event, HttpFailed

from qq_api import ActionFailed, ApiNotAvailable, Bot, Texts, Unanswered
from qq_api.config import Config, Http
from qq_api.onebot.handshake import Refusal, check_post, sign
from qq_api.onebot.peers import HttpApiPeer, HttpPostPeer
from qq_api.runtime import running
from qq_api.web import bind, port_of, respond, serving
from support import free_port, until

EVENT = {"post_type": "message", "message_type": "private", "self_id": 1, "user_id": 2, "message": "你好"}


@asynccontextmanager
async def home(secret: str = "", api: str = "http://127.0.0.1:1", token: str = "") -> AsyncIterator[tuple[Bot, str]]:
    port, bot = free_port(), Bot()
    config = Config(connections=[Http.model_validate({"port": port, "secret": secret, "api_url": api, "token": token})])
    async with running(bot, config, Texts.load("qq_api", "en_us")):
        yield bot, f"http://127.0.0.1:{port}/"


async def post(url: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(url, content=body, headers=headers)


def signed(body: bytes, secret: str) -> dict[str, str]:
    return {"Content-Type": "application/json", "X-Self-ID": "1", "X-Signature": sign(secret, body)}


async def test_a_signed_event_is_heard_and_answered_with_nothing() -> None:
    async with home("secret") as (bot, url):
        heard: list[Event] = []
        bot.listeners.append(heard.append)
        body = json.dumps(EVENT).encode()
        assert (await post(url, body, signed(body, "secret"))).status_code == 204
        assert [(event["post_type"], event.get("content")) for event in heard] == [
            ("connection", None),
            ("message", "你好"),
        ]


BODY = json.dumps(EVENT).encode()
GOOD = signed(BODY, "secret")


@pytest.mark.parametrize(
    ("headers", "body", "path", "status"),
    [
        ({**GOOD, "X-Signature": ""}, BODY, "", 401),
        ({**GOOD, "X-Signature": sign("other", BODY)}, BODY, "", 403),
        (GOOD, BODY + b" ", "", 403),
        ({**GOOD, "X-Self-ID": ""}, BODY, "", 400),
        ({**GOOD, "Origin": "http://evil.test"}, BODY, "", 403),
        ({**GOOD, "Content-Type": "text/plain"}, BODY, "", 406),
        (signed(b"[", "secret"), b"[", "", 400),
        (signed(b"[1]", "secret"), b"[1]", "", 400),
        (signed(b"[" * 200_000, "secret"), b"[" * 200_000, "", 400),
        (GOOD, BODY, "elsewhere", 404),
    ],
)
async def test_a_bad_post_is_refused_and_told_once(
    headers: dict[str, str], body: bytes, path: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with home("secret") as (bot, url):
        heard: list[Event] = []
        bot.listeners.append(heard.append)
        for _ in range(2):
            answer = await post(url + path, body, headers)
            assert (answer.status_code, bool(answer.text)) == (status, True)
        assert heard == []
    assert len([record for record in caplog.records if record.levelname == "WARNING"]) == 1


@pytest.mark.parametrize("length", ["99999999999", "abc", "-1"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(length: str) -> None:
    with pytest.raises(Refusal) as caught:
        check_post({**{key.lower(): value for key, value in GOOD.items()}, "content-length": length}, "secret")
    assert caught.value.status == 413


async def test_reading_stops_with_503_while_listeners_are_behind() -> None:
    async with home() as (bot, url):
        bot.flow.sources.append(lambda: 5000)
        assert (await post(url, BODY, GOOD)).status_code == 503


async def test_a_handlers_quick_operation_answers_the_post() -> None:
    async with home() as (bot, url):

        @bot.on_message("private")
        async def handle(event: Event) -> dict[str, str]:
            return {"reply": event.content + "!"}

        answer = await post(url, BODY, GOOD)
        assert (answer.status_code, answer.json()) == (200, {"reply": "你好!"})


async def test_routes_that_plugins_added_to_the_app_still_work() -> None:
    async with home() as (bot, url):
        bot.server_app.add_url_rule("/mine", view_func=lambda: "mine")
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(url + "mine")).text == "mine"


@asynccontextmanager
async def api(answer: Any, status: int = 200) -> AsyncIterator[tuple[str, list[tuple[str, str, str]]]]:
    """A HTTP API that always gives one answer, and what it was asked."""
    asked: list[tuple[str, str, str]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"].decode()
        headers = dict(scope["headers"])
        asked.append((scope["path"], headers.get(b"authorization", b"").decode(), body))
        await respond(send, status, answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    with bind("127.0.0.1", 0) as sock:
        async with serving(app, sock):
            yield f"http://127.0.0.1:{port_of(sock)}", asked


async def test_actions_are_posted_with_the_token() -> None:
    answer = {"status": "ok", "retcode": 0, "data": {"message_id": 3}}
    async with api(answer) as (url, asked), home(api=url, token="t") as (bot, _):
        sent = await bot.send_group_msg(group_id=1, message="\ud83d", self_id=1)
        assert sent == {"message_id": 3}
    assert asked == [("/send_group_msg", "Bearer t", '{"group_id": 1, "message": "\\ud83d"}')]


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ({"status": "failed", "retcode": 100, "data": None}, 200, ActionFailed),
        (b"no json", 200, HttpFailed),
        ({}, 403, HttpFailed),
        (b"", 500, HttpFailed),
    ],
)
async def test_what_goes_wrong_there_is_told_apart(answer: Any, status: int, error: type[Exception]) -> None:
    async with api(answer, status) as (url, _), home(api=url) as (bot, _):
        with pytest.raises(error):
            await bot.get_status()


async def test_a_dead_api_was_not_reached_and_a_cut_one_may_have_been() -> None:
    async with home() as (bot, _):
        with pytest.raises(ApiNotAvailable, match="Is the HTTP server switched on"):
            await bot.get_status()

    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.close()

    server = await asyncio.start_server(cut, "127.0.0.1", 0)
    async with server, home(api=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}") as (bot, _):
        with pytest.raises(Unanswered) as caught:
            await bot.send_group_msg(group_id=1, message="x")
        assert caught.value.cut


async def test_both_http_ends_joined_pass_events_and_actions() -> None:
    called: list[tuple[str, dict[str, Any]]] = []

    async def call_action(action: str, **params: Any) -> Any:
        called.append((action, params))
        return {"done": action}

    with bind("127.0.0.1", 0) as sock:
        api_peer = HttpApiPeer(sock, "t")
        async with home("s", f"http://127.0.0.1:{port_of(sock)}", "t") as (bot, url):
            post_peer = HttpPostPeer(url, 1, "s")
            tasks = [asyncio.create_task(peer.run(call_action)) for peer in (api_peer, post_peer)]

            @bot.on_message
            async def handle(event: Event) -> dict[str, str]:
                return {"reply": "quick"}

            post_peer.emit(EVENT)
            await until(lambda: called)
            assert called[0][0] == ".handle_quick_operation"
            assert called[0][1]["operation"] == {"reply": "quick"}
            assert await bot.get_group_info(group_id=5) == {"done": "get_group_info"}
            assert called[1] == ("get_group_info", {"group_id": 5})
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("method", "query", "body", "headers", "status", "params"),
    [
        ("GET", "?a=1&b=%E4%BD%A0&access_token=t", b"", {}, 200, {"a": "1", "b": "你"}),
        ("POST", "?a=1", b'{"a": 2}', {"Authorization": "Bearer t"}, 200, {"a": 2}),
        (
            "POST",
            "",
            b"a=x+y",
            {"Authorization": "Token t", "Content-Type": "application/x-www-form-urlencoded"},
            200,
            {"a": "x y"},
        ),
        ("POST", "", b"{", {"Authorization": "Bearer t"}, 400, None),
        ("POST", "", b"\xff=\xfe", {"Authorization": "Bearer t", "Content-Type": FORM}, 200, {"\ufffd": "\ufffd"}),
        ("POST", "", b"{}", {"Authorization": "Bearer t", "Origin": "http://evil.test"}, 403, None),
        ("GET", "", b"", {}, 401, None),
        ("GET", "?access_token=u", b"", {}, 403, None),
    ],
)
async def test_the_http_api_takes_query_form_and_json(
    method: str, query: str, body: bytes, headers: dict[str, str], status: int, params: dict[str, Any] | None
) -> None:
    async def call_action(action: str, **given: Any) -> Any:
        return given

    with bind("127.0.0.1", 0) as sock:
        task = asyncio.create_task(HttpApiPeer(sock, "t").run(call_action))
        async with httpx.AsyncClient(trust_env=False) as client:
            url = f"http://127.0.0.1:{port_of(sock)}/do{query}"
            answer = await client.request(method, url, content=body, headers=headers)
        assert answer.status_code == status
        assert params is None or answer.json()["data"] == params
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("operation", [{"reply": object()}, {"reply": {1, 2}}])
async def test_a_quick_operation_that_is_no_json_is_left_out(operation: Any, caplog: pytest.LogCaptureFixture) -> None:
    async with home() as (bot, url):

        @bot.on_message
        async def handle(event: Event) -> Any:
            return operation

        assert (await post(url, BODY, GOOD)).status_code == 204
    assert "is no JSON" in caplog.text


async def test_an_account_that_is_not_there_is_not_available_whatever_its_type() -> None:
    async with home() as (bot, url):
        await post(url, BODY, GOOD)
        for self_id in ("abc", 2, "2", []):
            with pytest.raises(ApiNotAvailable, match="is not connected"):
                await bot.get_status(self_id=self_id)


async def test_the_address_in_an_error_shows_no_password() -> None:
    async with home(api="http://me:hidden@127.0.0.1:1/?access_token=hidden") as (bot, _):
        with pytest.raises(ApiNotAvailable) as caught:
            await bot.get_status()
    assert "hidden" not in str(caught.value)
