"""Flavours on the wire: status codes, retcodes, tokens, headers, bodies, heartbeats."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import httpx
import pytest
from test_speaks import ALICE, BOB, FORWARD, GOOD, GROUP, GUEST, HTTP, call, frame, http, speaking
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus

from qq_api.onebot.peers import HttpPostPeer
from qq_api.onebot.peers.manners import Manners
from qq_api.sandbox.config import SandboxConfig
from qq_api.sandbox.endpoints import Ways, open_endpoints
from qq_api.sandbox.flavours import FLAVOURS
from qq_api.sandbox.furnish import world_of
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.storage import FolderStore
from qq_api.web import body_of, headers_of, respond
from support import until, uvicorn_runs

ALL = ("llonebot", "napcat", "gocqhttp", "standard")
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def by_flavour(*values: Any) -> list[tuple[str, Any]]:
    return list(zip(ALL, values, strict=True))


async def asked(qq: Sandbox, method: str, path: str, **given: Any) -> httpx.Response:
    async with httpx.AsyncClient(base_url=qq.endpoints[0].address, trust_env=False) as client:
        return await client.request(method, path, **given)


# -- failures

FAILURES = [
    ("/no_such_action", {}, by_flavour((404, 404), (200, 200), (200, 404), (404, 404)), (1404, 1404, 404, 1404)),
    (
        "/send_group_msg",
        {"message": "x"},
        by_flavour(*[(200, 400)] * 2, (200, 100), (200, 400)),
        (1400, 1400, 100, 1400),
    ),
    (
        "/send_group_msg",
        {"message": "x", "group_id": 1},
        by_flavour(*[(200, 200)] * 2, (200, 100), (200, 200)),
        (1200, 1200, 100, 1200),
    ),
]


@pytest.mark.parametrize(("path", "params", "by_http", "by_websocket"), FAILURES)
async def test_a_failure_has_the_codes_of_its_flavour(
    path: str, params: dict[str, Any], by_http: list[Any], by_websocket: tuple[int, ...]
) -> None:
    for (flavour, (status, retcode)), other in zip(by_http, by_websocket, strict=True):
        async with speaking(HTTP, FORWARD, flavour=flavour) as qq, http(qq) as client:
            answer = await client.post(path, json=params)
            assert (answer.status_code, answer.json()["retcode"], answer.json()["status"]) == (
                status,
                retcode,
                "failed",
            )
            async with connect(qq.endpoints[1].address + "/api", additional_headers=GOOD) as link:
                assert (await call(link, path.strip("/"), **params))["retcode"] == other


PLAIN = {"status", "retcode", "data", "message", "wording"}


@pytest.mark.parametrize(
    ("flavour", "well", "failed"),
    [
        ("llonebot", PLAIN, PLAIN),
        ("napcat", PLAIN | {"stream"}, PLAIN | {"stream"}),
        ("gocqhttp", PLAIN, PLAIN | {"msg"}),
        ("standard", {"status", "retcode", "data"}, {"status", "retcode", "data"}),
    ],
)
async def test_an_answer_has_the_fields_of_its_flavour(flavour: str, well: set[str], failed: set[str]) -> None:
    async with speaking(HTTP, FORWARD, flavour=flavour) as qq, http(qq) as client:
        assert {*(await client.get("/get_login_info")).json()} == well
        answer = (await client.get("/send_group_msg?group_id=1&message=x")).json()
        assert ({*answer}, answer["data"]) == (failed, None)
        async with connect(qq.endpoints[1].address + "/api", additional_headers=GOOD) as link:
            assert {*(await call(link, "get_login_info"))} == well | {"echo"}
            await link.send('{"action": "get_login_info"}')
            answer = await frame(link)
            assert answer.get("echo", "none") == ("" if flavour == "napcat" else "none")


# -- who may come in


@pytest.mark.parametrize(
    ("flavour", "missing", "wrong"),
    [
        ("llonebot", (403, {"message": "403"}), (403, {"message": "403"})),
        ("napcat", (403, {"message": "token verify failed!"}), (403, {"message": "token verify failed!"})),
        ("gocqhttp", (401, None), (403, None)),
        ("standard", (401, None), (403, None)),
    ],
)
async def test_a_token_is_refused_over_http_as_the_flavour_does(flavour: str, missing: Any, wrong: Any) -> None:
    async with speaking(HTTP, flavour=flavour) as qq:
        for headers, (status, body) in (({}, missing), ({"Authorization": "Bearer no"}, wrong)):
            answer = await asked(
                qq, "POST", "/send_group_msg", headers=headers, json={"group_id": GROUP, "message": "x"}
            )
            assert answer.status_code == status
            assert body is None or answer.json() == body
        assert qq.world.messages == {}


@pytest.mark.parametrize("flavour", ALL)
@pytest.mark.parametrize("path", ["", "/api", "/event"])
async def test_a_websocket_is_refused_before_anything_is_done(flavour: str, path: str) -> None:
    async with speaking(FORWARD, flavour=flavour) as qq:
        address = qq.endpoints[0].address + path
        if flavour in ("gocqhttp", "standard"):
            with pytest.raises(InvalidStatus) as caught:
                async with connect(address):
                    pass
            assert caught.value.response.status_code == 401
            return
        async with connect(address) as link:
            with suppress(ConnectionClosed):
                await link.send(json.dumps({"action": "send_group_msg", "params": {"group_id": GROUP, "message": "x"}}))
            refused = await frame(link)
            assert (refused["status"], refused["retcode"], refused["echo"]) == ("failed", 1403, None)
            with pytest.raises(ConnectionClosed):
                await frame(link)
        assert (qq.world.messages, qq.is_connected(ALICE)) == ({}, False)


@pytest.mark.parametrize(("flavour", "status"), by_flavour(403, 200, 403, 403))
async def test_the_token_in_the_query_counts_first_in_napcat(flavour: str, status: int) -> None:
    async with speaking(HTTP, flavour=flavour) as qq:
        answer = await asked(qq, "GET", "/get_login_info?access_token=t", headers={"Authorization": "Bearer no"})
        assert answer.status_code == status


# -- parameters


@pytest.mark.parametrize(("flavour", "said"), by_flavour("body", "query", "body", "body"))
async def test_query_and_body_are_merged_as_the_flavour_does(flavour: str, said: str) -> None:
    async with speaking(HTTP, flavour=flavour) as qq, http(qq) as client:
        await client.post(f"/send_group_msg?group_id={GROUP}&message=query", json={"message": "body"})
        assert (await qq.next_action()).params == {"group_id": str(GROUP), "message": said}


@pytest.mark.parametrize(
    ("headers", "body", "statuses"),
    [
        (JSON, b"{", (400, 400, 400, 400)),
        (JSON, b"[]", (400, 400, 400, 400)),
        (FORM, b"a=1", (400, 400, 200, 200)),
        ({"Content-Type": "text/plain"}, b"{}", (200, 200, 200, 406)),
    ],
)
async def test_bodies_are_taken_as_the_flavour_does(headers: dict[str, str], body: bytes, statuses: Any) -> None:
    for flavour, status in by_flavour(*statuses):
        async with speaking(HTTP, flavour=flavour) as qq:
            answer = await asked(qq, "POST", "/get_status", headers=GOOD | headers, content=body)
            assert (flavour, answer.status_code) == (flavour, status)
            if status == 400:
                assert (answer.text == "Invalid JSON", answer.text == "") == (
                    flavour == "llonebot",
                    flavour == "gocqhttp",
                )


async def test_go_cqhttp_reads_json_in_a_form_and_takes_calls_at_its_root() -> None:
    async with speaking(HTTP, flavour="gocqhttp") as qq, http(qq) as client:
        segments = [{"type": "text", "data": {"text": "x"}}]
        await client.post("/send_group_msg", data={"group_id": GROUP, "message": json.dumps(segments)})
        assert (await qq.next_action()).params["message"] == segments
        await client.post("/", json={"action": "send_group_msg", "params": {"group_id": GROUP, "message": "y"}})
        assert [one.segments for one in qq.world.messages.values()][1] == [{"type": "text", "data": {"text": "y"}}]
        assert (await client.post("/", json={"action": "x", "params": 5})).json()["retcode"] == 404


@pytest.mark.parametrize(
    ("flavour", "home"),
    [("llonebot", "ok"), ("napcat", '{"status": "ok", "message": "NapCat4 Is Running"}'), ("standard", None)],
)
async def test_the_root_says_what_runs(flavour: str, home: str | None) -> None:
    async with speaking(HTTP, flavour=flavour) as qq, http(qq) as client:
        answer = await client.get("/")
        assert (answer.text if home else answer.status_code) == (home or 404)


@pytest.mark.parametrize(("flavour", "status"), by_flavour(200, 200, 404, 405))
async def test_methods_are_taken_as_the_flavour_does(flavour: str, status: int) -> None:
    async with speaking(HTTP, flavour=flavour) as qq, http(qq) as client:
        assert (await client.put("/get_login_info")).status_code == status


@pytest.mark.parametrize(("flavour", "status"), by_flavour(200, 200, 200, 404))
async def test_events_over_http_are_there_where_the_flavour_has_them(flavour: str, status: int) -> None:
    async with speaking(HTTP, flavour=flavour) as qq, http(qq) as client:
        async with client.stream("GET", "/_events") as answer:
            assert answer.status_code == status
            is_stream = answer.headers["content-type"].startswith("text/event-stream")
        assert is_stream is (flavour in ("llonebot", "napcat"))
        polled = (await client.get("/get_event")).json()
        assert (polled["status"] == "ok") is (flavour == "llonebot")


# -- WebSockets


@asynccontextmanager
async def linked(path: str, flavour: str, **settings: Any) -> AsyncIterator[tuple[Sandbox, ClientConnection]]:
    async with (
        speaking(FORWARD | settings, flavour=flavour) as qq,
        connect(qq.endpoints[0].address + path, additional_headers=GOOD) as link,
    ):
        yield qq, link


async def test_another_path_carries_all_but_in_llonebot() -> None:
    for flavour in ALL:
        async with linked("/other", flavour) as (qq, link):
            await link.send('{"action": "get_login_info", "echo": 1}')
            if flavour == "llonebot":
                await asyncio.wait_for(await link.ping(), 15)
                assert not qq.is_connected(ALICE)
            else:
                assert (await frame(link))["meta_event_type"] == "lifecycle"
                assert (await frame(link))["echo"] == 1


@pytest.mark.parametrize(
    ("flavour", "agent", "authorization", "nobody"),
    [
        ("llonebot", "LLOneBot/7.0.2", "Bearer t", "Bearer"),
        ("napcat", "OneBot/11", "Bearer t", "Bearer"),
        ("gocqhttp", "CQHttp/4.15.0", "Token t", None),
        ("standard", None, "Bearer t", None),
    ],
)
async def test_who_connects_says_who_it_is(flavour: str, agent: Any, authorization: str, nobody: Any) -> None:
    seen: dict[str, Any] = {}

    async def look(connection: ServerConnection) -> None:
        assert connection.request is not None
        headers = connection.request.headers
        seen[headers["X-Self-ID"]] = (headers.get("User-Agent"), headers.get("Authorization"), headers["X-Client-Role"])
        await connection.wait_closed()

    async with serve(look, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        reverse = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/"}
        async with speaking(reverse | {"token": "t"}, flavour=flavour, endpoints=[reverse]):
            await until(lambda: len(seen) == 2)
    assert seen == {
        str(ALICE): (agent, authorization, "Universal"),
        str(BOB): (agent, nobody, "Universal"),
    }


@pytest.mark.parametrize("flavour", ALL)
async def test_posts_are_compact_and_say_who_posts(flavour: str) -> None:
    posted: list[tuple[dict[str, str], bytes]] = []

    async def take(scope: Any, receive: Any, send: Any) -> None:
        posted.append((headers_of(scope), await body_of(receive) or b""))
        await respond(send, 204, b"")

    async with (
        uvicorn_runs(take) as port,
        speaking({"type": "http_post", "url": f"http://127.0.0.1:{port}/"}, flavour=flavour) as qq,
    ):
        await qq.private(ALICE).say(GUEST, "你好")
        await until(lambda: len(posted) == 2)
    headers, body = posted[1]
    assert "你好".encode() in body and b'": ' not in body
    assert (headers["user-agent"] == "CQHttp/4.15.0") is (flavour == "gocqhttp")


async def test_go_cqhttp_posts_again_what_could_not_be_posted() -> None:
    tried: list[bytes] = []
    again = {"type": "http_post", "url": "http://127.0.0.1:1/"}
    async with speaking(again, flavour="gocqhttp") as qq:
        (peer,) = qq.endpoints[0].peers
        assert isinstance(peer, HttpPostPeer)
        peer._manners = replace(peer._manners, post_retries=(3, 0.0))

        class Client:
            async def post(self, _url: str, *, content: bytes, headers: dict[str, str]) -> httpx.Response:
                tried.append(content)
                if len(tried) < 4:
                    raise httpx.ConnectError("no")
                return httpx.Response(204, headers=headers)

        assert (await peer._try(Client(), b"event", {})).status_code == 204  # type: ignore[arg-type]
    assert tried == [b"event"] * 4


def manners(flavour: str) -> Manners:
    return FLAVOURS[flavour].manners


@pytest.mark.parametrize(("flavour", "beats", "again"), [(*one, 3.0) for one in by_flavour(30.0, 30.0, 5.0, 0.0)])
def test_times_are_the_flavours_unless_the_owner_says_otherwise(flavour: str, beats: float, again: float) -> None:
    again = 5.0 if flavour == "napcat" else again
    assert (manners(flavour).heartbeat, manners(flavour).reconnect) == (beats, again)
    reverse = {"type": "websocket_reverse", "url": "ws://127.0.0.1:1/"}
    endpoints = [
        reverse,
        reverse | {"heartbeat": 7, "reconnect": 8},
        {"type": "http_post", "url": "http://127.0.0.1:1/"},
    ]
    config = SandboxConfig.model_validate({"flavour": flavour, "accounts": [{"user_id": 1, "endpoints": endpoints}]})
    with ExitStack() as held:
        usual, own, post = open_endpoints(config, Ways(lambda *_: None), held, world_of(config), FolderStore())
    assert [(one.pause, one.peers[0]._heartbeat) for one in (usual, own)] == [(again, beats), (8.0, 7.0)]  # type: ignore[attr-defined]
    assert post.peers[0]._heartbeat == (5.0 if flavour == "gocqhttp" else 0.0)  # type: ignore[attr-defined]


async def test_go_cqhttps_heartbeat_holds_the_whole_status() -> None:
    for flavour in ("llonebot", "gocqhttp"):
        async with linked("", flavour, heartbeat=0.05) as (_, link):
            await frame(link)
            status = (await frame(link))["status"]
            assert (status["online"], status["good"]) == (True, True)
            assert ("app_enabled" in status) is (flavour == "gocqhttp")


@pytest.mark.parametrize("flavour", ALL)
async def test_a_ping_of_the_application_is_an_unknown_action(flavour: str) -> None:
    async with linked("/api", flavour) as (_, link):
        await link.send('{"ping": 1}')
        assert (await frame(link))["retcode"] == (404 if flavour == "gocqhttp" else 1404)
        await link.send("{")
        refused = await frame(link)
        assert (refused["status"], refused["retcode"]) == ("failed", 100 if flavour == "gocqhttp" else 1400)
