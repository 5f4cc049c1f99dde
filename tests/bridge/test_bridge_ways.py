"""Servers that are reached, or reach us, by every way that OneBot has."""

import asyncio
import hashlib
import hmac
import json
from typing import Any

import httpx
from fleet import fleet, heard
from websockets.asyncio.client import connect

from our_bot import GROUP, SELF, Counts
from qq_api.config import ForwardWebSocket, Http
from support import free_port, home, until, uvicorn_runs


class Posted:
    """A server that takes posts: an ASGI application."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.operation: Any = None

    @property
    def lines(self) -> list[str]:
        events = [json.loads(body) for _, body in self.requests]
        return [one["raw_message"] for one in events if one["post_type"] == "message"]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            part = await receive()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        status, answer = self.status, b""
        if status < 300:
            self.requests.append(({key.decode(): value.decode() for key, value in scope["headers"]}, body))
            if self.operation is not None and b'"message"' in body:
                status, answer, self.operation = 200, json.dumps(self.operation).encode(), None
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": answer})


def post(port: int, **more: Any) -> dict[str, Any]:
    return {"name": "web", "type": "http_post", "url": f"http://127.0.0.1:{port}/", **more}


async def test_posts_are_signed_anew_with_the_length_that_they_have() -> None:
    web = Posted()
    async with uvicorn_runs(web) as port, fleet(post(port, secret="s")) as net:
        await net.say(20)
        await until(lambda: len(web.lines) == 20)
        assert Counts.of(net.said, web.lines) == Counts(20, 20)
        for headers, body in web.requests:
            assert headers["x-signature"] == "sha1=" + hmac.new(b"s", body, hashlib.sha1).hexdigest()
            assert int(headers["content-length"]) == len(body) and headers["x-self-id"] == str(SELF)
        assert json.loads(web.requests[-1][1])["server"] == "web"


async def test_what_could_not_be_posted_is_posted_once_it_can() -> None:
    web = Posted()
    async with uvicorn_runs(web) as port, fleet(post(port)) as net:
        await net.say(5)
        await until(lambda: len(web.lines) == 5)
        web.status = 503
        await net.say(5)
        await asyncio.sleep(0)
        web.status = 204
        await until(lambda: len(web.lines) == 10, 20)
        assert Counts.of(net.said, web.lines) == Counts(10, 10)


async def test_a_server_that_never_answers_its_posts_delays_nobody() -> None:
    over = asyncio.Event()

    async def hang(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    web = Posted()
    async with await asyncio.start_server(hang, "127.0.0.1", 0) as hung, uvicorn_runs(web) as port:
        nowhere = post(hung.sockets[0].getsockname()[1]) | {"name": "hung"}
        async with fleet(nowhere, post(port)) as net:
            await net.say(50)
            await until(lambda: len(web.lines) == 50)
            assert Counts.of(net.said, web.lines) == Counts(50, 50)
            over.set()


async def test_a_quick_operation_in_the_answer_is_done_if_it_may_be() -> None:
    web = Posted()
    async with uvicorn_runs(web) as port, fleet(post(port, actions=["send_msg"])) as net:
        for operation, answered in (({"reply": "hi"}, 1), ({"reply": "no", "kick": True}, 1)):
            web.operation = operation
            await net.say()
            await until(lambda: web.operation is None)
            await until(lambda answered=answered: len(net.delivered()) == answered)
        await net.say()
        await until(lambda: len(web.lines) == 3)
        assert len(net.delivered()) == 1


async def test_servers_connect_to_us_and_all_hear_everything() -> None:
    port = free_port()
    door = {"name": "door", "type": "websocket", "port": port, "token": "t"}
    way = ForwardWebSocket(url=f"ws://127.0.0.1:{port}", token="t")
    async with fleet(door) as net, home(way) as one, home(way) as two:
        await until(lambda: one.came == two.came == [SELF], 20)
        await net.say(30)
        for place in (one, two):
            await until(lambda place=place: len(heard(place)) == 30)
            assert Counts.of(net.said, heard(place)) == Counts(30, 30)
        await one.bot.send_group_msg(group_id=GROUP, message="one")
        await two.bot.send_group_msg(group_id=GROUP, message="two")
        assert net.delivered() == [(SELF, "one"), (SELF, "two")]


async def test_actions_by_http_and_events_as_server_sent_ones() -> None:
    port, lines = free_port(), []
    async with (
        fleet({"name": "api", "type": "http", "port": port, "token": "t"}) as net,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        assert (await client.get("/get_status")).status_code == 401
        client.headers["Authorization"] = "Bearer t"
        assert (await client.post("/get_status", json={})).json()["data"]["online"] is True

        async def listen() -> None:
            async with client.stream("GET", "/_events", timeout=None) as stream:
                lines.append("open")
                async for line in stream.aiter_lines():
                    lines.append(line)  # noqa: PERF401  (one after the other, as they come)

        listening = asyncio.create_task(listen())
        await until(lambda: lines)
        await net.say()
        await until(lambda: any('"server": "api"' in line and "line 0" in line for line in lines))
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_our_own_plugin_takes_posts_and_acts_by_http() -> None:
    posts, api = free_port(), free_port()
    way = Http(port=posts, secret="s", api_url=f"http://127.0.0.1:{api}", token="t")
    peers = [post(posts, secret="s"), {"name": "api", "type": "http", "port": api, "token": "t"}]
    async with home(way) as place, fleet(*peers) as net:
        await net.say(10)
        await until(lambda: len(heard(place)) == 10, 20)
        await place.bot.send_group_msg(group_id=GROUP, message="by http")
        assert net.delivered() == [(SELF, "by http")]


async def test_a_busy_port_is_told_and_the_others_go_on() -> None:
    port = free_port()
    doors = [{"name": name, "type": "websocket", "port": port} for name in ("one", "two")]
    async with fleet(*doors) as net:
        assert [bool(served.problem) for served in net.bridge.served] == [False, True]
        async with connect(f"ws://127.0.0.1:{port}") as link:
            assert json.loads(await link.recv())["meta_event_type"] == "lifecycle"
