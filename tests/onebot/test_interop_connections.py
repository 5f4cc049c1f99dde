"""Connections as implementations make, break and misconfigure them: held, replaced, or refused in clear words."""

import asyncio
import json
import logging
import socket
import struct
import threading
import time

import httpx
import pytest
from aiocqhttp import Event
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus

from qq_api import ApiNotAvailable, Unanswered
from qq_api.config import ForwardWebSocket, Http
from qq_api.loop import beside
from qq_api.sandbox.run import GROUP_ID, Options, sandbox, small_world
from support import SELF_ID, answers, free_port, home, message_event, until

HEADERS = {
    "NapCat": {"User-Agent": "OneBot/11", "Authorization": "Bearer t"},
    "LLOneBot": {"User-Agent": "LLOneBot/7.0.2", "Authorization": "Bearer t"},
    "go-cqhttp": {"User-Agent": "CQHttp/4.15.0", "Authorization": "Token t"},
    "Lagrange": {"User-Agent": "Lagrange.OneBot/0.0.1", "Authorization": "Bearer t", "X-Client-Role": "Universal"},
}


async def test_the_headers_of_every_implementation_let_it_in() -> None:
    async with home(token="t") as place:
        for who, headers in HEADERS.items():
            async with place.connect(**{key.replace("-", "_"): value for key, value in headers.items()}) as link:
                await link.send(message_event(who))
                await place.hears(who)


async def test_an_empty_bearer_is_no_fault_where_no_token_is_wanted() -> None:
    async with home() as place, place.connect(Authorization="Bearer ") as link:
        await link.send(message_event("hi"))
        await place.hears("hi")


FAULTY = {
    "before it has logged in": ({"X_Self_ID": ""}, "/ws", "X-Self-ID"),
    "without a role": ({"X_Client_Role": ""}, "/ws", "X-Client-Role"),
    "with an unknown role": ({"X_Client_Role": "Both"}, "/ws", "Both"),
    "at a wrong path": ({}, "/onebot", "/ws"),
    "at the path of a wrong protocol": ({}, "/onebot/v12/ws", "/ws"),
    "without a token": ({"Authorization": ""}, "/ws", "without a token"),
    "with a wrong token": ({"Authorization": "Bearer x"}, "/ws", "wrong token"),
}


@pytest.mark.parametrize(("headers", "path", "words"), FAULTY.values(), ids=FAULTY)
async def test_whoever_comes_wrongly_reads_what_is_wrong_and_so_does_the_owner(
    headers: dict[str, str], path: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with home(token="t") as place:
        with pytest.raises(InvalidStatus) as caught:
            async with place.connect(path, **{"token": "t", **headers}):
                pass
        warnings = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]
        assert len(warnings) == 1 and words in warnings[0]
        assert words in (caught.value.response.body or b"").decode()


async def test_it_gets_in_as_soon_as_it_knows_its_number() -> None:
    async with home() as place:
        for _ in range(3):
            with pytest.raises(InvalidStatus):
                async with place.connect(X_Self_ID=""):
                    pass
        async with place.connect() as link:
            await link.send(message_event("logged in"))
            await place.hears("logged in")


async def test_a_post_without_a_signature_is_told_where_the_secret_belongs(caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    async with home(Http.model_validate({"port": port, "secret": "s"})) as place:
        async with httpx.AsyncClient(trust_env=False) as client:
            headers = {"Content-Type": "application/json", "X-Self-ID": str(SELF_ID)}
            answer = await client.post(f"http://127.0.0.1:{port}/", content=message_event(), headers=headers)
        assert (answer.status_code, place.heard) == (401, [])
        assert "X-Signature" in answer.text and "X-Signature" in caplog.text


# -- replaced, half open, cut


async def test_a_half_open_connection_does_not_hold_up_its_successor() -> None:
    async with home() as place:
        old = await place.connect()
        await old.send(message_event("old"))
        await place.hears("old")
        old.transport.pause_reading()  # it neither takes a close nor says good-bye
        async with place.connect() as new:
            await new.send(message_event("new"))
            await place.hears("new")
            old.transport.abort()
            for number in range(3):
                calling = asyncio.create_task(place.bot.get_status())
                await answers(new, number)
                assert await asyncio.wait_for(calling, 15) == number
        assert place.went in ([], [SELF_ID])


async def test_calls_over_a_replaced_connection_fail_at_once_and_are_not_repeated() -> None:
    async with home() as place, place.connect() as old:
        calling = asyncio.create_task(place.bot.send_group_msg(group_id=1, message="once"))
        assert json.loads(await old.recv())["action"] == "send_group_msg"
        async with place.connect() as new:
            with pytest.raises(Unanswered):
                await asyncio.wait_for(calling, 15)
            probing = asyncio.create_task(place.bot.get_status())
            assert (await answers(new))["action"] == "get_status"
            await probing


async def test_a_peer_killed_in_the_middle_of_a_frame_costs_nothing_but_its_calls() -> None:
    async with home() as place:
        link = await place.connect()
        await link.send(message_event("whole"))
        await place.hears("whole")
        calling = asyncio.create_task(place.bot.get_status())
        await link.recv()
        half = message_event("half").encode()
        raw = link.transport.get_extra_info("socket")
        link.transport.write(bytes([0x81, 0x80 | 126]) + struct.pack(">H", len(half) * 2) + b"\0\0\0\0" + half)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.transport.abort()
        with pytest.raises(Unanswered):
            await asyncio.wait_for(calling, 15)
        with pytest.raises(ApiNotAvailable):
            await place.bot.get_status()
        async with place.connect() as again:
            await again.send(message_event("again"))
            await place.hears("again")
        assert [event["content"] for event in place.heard] == ["whole", "again"]


async def test_handlers_hear_every_connection_not_only_the_first() -> None:
    async with home(backfill=False) as place:
        handled: list[str] = []
        place.bot.on_message(lambda event: handled.append(event["content"]))
        for number in range(4):
            async with place.connect() as link:
                await link.send(message_event(str(number)))
                await until(lambda number=number: str(number) in handled)  # type: ignore[misc]
                calling = asyncio.create_task(place.bot.get_status())
                await answers(link, number)
                assert await calling == number
            await until(lambda number=number: len(place.went) == number + 1)  # type: ignore[misc]
        assert (place.came, place.went) == ([SELF_ID] * 4, [SELF_ID] * 4)


async def test_a_split_event_connection_that_ended_comes_back_while_actions_go_on() -> None:
    async with home() as place, place.connect("/ws/api", X_Client_Role="API") as api:
        for number in range(2):
            async with place.connect("/ws/event", X_Client_Role="Event") as events:
                await events.send(message_event(str(number)))
                await place.hears(str(number))
            calling = asyncio.create_task(place.bot.get_status())
            await answers(api, number)
            assert await calling == number
        assert place.went == []


async def test_a_split_forward_connection_is_made_whole_again() -> None:
    links: dict[str, list[ServerConnection]] = {"/api": [], "/event": []}

    async def take(link: ServerConnection) -> None:
        assert link.request is not None
        links[link.request.path].append(link)
        if link.request.path == "/api":
            while True:
                await answers(link, {"user_id": SELF_ID})
        await link.wait_closed()

    async with serve(take, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        forward = ForwardWebSocket.model_validate({"url": f"ws://127.0.0.1:{port}", "split": True})
        async with home(forward) as place:
            await until(lambda: place.came and links["/event"])
            await links["/event"][0].close()
            await until(lambda: len(links["/event"]) == 2 and len(place.came) == 2)
            await links["/event"][1].send(message_event("after"))
            await place.hears("after")
            assert await place.bot.get_login_info() == {"user_id": SELF_ID}


# -- alive or not


async def test_a_reverse_peer_whose_heartbeats_stop_is_closed(caplog: pytest.LogCaptureFixture) -> None:
    beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 100, "self_id": SELF_ID}
    async with home() as place, place.connect() as link:
        await link.send(json.dumps(beat))
        with pytest.raises(ConnectionClosed) as caught:
            await asyncio.wait_for(link.recv(), 15)
        assert caught.value.rcvd is not None and caught.value.rcvd.code == 1011
        await until(lambda: place.went)
    assert "sent no heartbeat" in caplog.text


async def beating(link: ClientConnection) -> None:
    beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 100, "self_id": SELF_ID}
    while True:
        await link.send(json.dumps(beat))
        await asyncio.sleep(0.02)


def stand_still() -> None:
    """The whole process, for longer than between two looks."""
    time.sleep(0.7)


async def test_that_we_stood_still_ourselves_is_not_the_peers_silence() -> None:
    async with home() as place, place.connect() as link, beside(beating(link)):
        for number in range(5):
            await link.send(message_event(str(number)))
            await place.hears(str(number))
            stand_still()
            await asyncio.sleep(0.01)  # the look that is due comes first
        await link.send(message_event("still there"))
        await place.hears("still there")
        assert not place.went


async def test_a_forward_peer_that_answers_no_ping_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_api.websocket.core.PING_SECONDS", 0.2)
    links: list[ServerConnection] = []

    async def take(link: ServerConnection) -> None:
        links.append(link)
        await answers(link, {"user_id": SELF_ID})
        if len(links) == 1:
            link.transport.pause_reading()
        await link.wait_closed()

    async with serve(take, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with home(ForwardWebSocket.model_validate({"url": f"ws://127.0.0.1:{port}"})) as place:
            await until(lambda: place.came == [SELF_ID] * 2, 15)
            assert place.went == [SELF_ID]
            links[0].transport.abort()


async def test_pings_are_answered_during_a_burst_and_while_a_handler_works() -> None:
    async with home() as place, place.connect() as link:
        go_on, begun = threading.Event(), threading.Event()

        @place.bot.on_message
        def slow(event: Event) -> None:
            begun.set()
            go_on.wait(60)  # a plain function: it has a thread of its own

        try:
            for number in range(50):
                await link.send(message_event(str(number)))
            await asyncio.wait_for(await link.ping(), 30)
            await until(begun.is_set)
            async with place.connect(X_Self_ID="10009") as other:
                await other.send(message_event("other", self_id=10009))
                await place.hears("other")
        finally:
            go_on.set()


async def test_the_sandbox_answers_a_ping_of_the_application_as_an_unknown_action() -> None:
    port = free_port()
    async with sandbox(small_world(), Options(ws_port=port)), connect(f"ws://127.0.0.1:{port}") as link:
        assert json.loads(await link.recv())["sub_type"] == "connect"
        await link.send(json.dumps({"ping": 1}))
        assert json.loads(await link.recv())["retcode"] == 1404


# -- tokens of the sandbox's own listeners

SAY = {"action": "send_group_msg", "params": {"group_id": GROUP_ID, "message": "forged"}, "echo": 1}


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ("", {}, 401),
        ("", {"Authorization": "Bearer no"}, 403),
        ("?access_token=no", {}, 403),
        ("?access_token=t", {"Authorization": "Bearer no"}, 403),
        ("?access_token=t", {"Origin": "http://evil.test"}, 403),
    ],
)
async def test_the_sandbox_refuses_before_it_does_anything(query: str, headers: dict[str, str], status: int) -> None:
    port, api_port, world = free_port(), free_port(), small_world()
    async with sandbox(world, Options(ws_port=port, api_port=api_port, token="t", flavour="standard")):
        with pytest.raises(InvalidStatus) as caught:
            async with connect(f"ws://127.0.0.1:{port}/{query}", additional_headers=headers) as link:
                await link.send(json.dumps(SAY))
        async with httpx.AsyncClient(trust_env=False) as client:
            url = f"http://127.0.0.1:{api_port}/send_group_msg{query}"
            answer = await client.post(url, json=SAY["params"], headers=headers)
        assert (caught.value.response.status_code, answer.status_code) == (status, status)
    assert world.messages == {}


@pytest.mark.parametrize(("query", "token"), [("?access_token=t", ""), ("", "Bearer t"), ("", "Token t")])
async def test_the_sandbox_takes_the_token_in_header_or_query_and_binary_frames(query: str, token: str) -> None:
    port, headers = free_port(), {"Authorization": token} if token else {}
    knocking = connect(f"ws://127.0.0.1:{port}/api{query}", additional_headers=headers)
    async with sandbox(small_world(), Options(ws_port=port, token="t")), knocking as link:
        for echo in ({"seq": 1}, "7", 0, "", "py-1", [1]):
            await link.send(json.dumps({"action": "get_login_info", "echo": echo}).encode())
            answer = json.loads(await link.recv())
            assert (answer["echo"], answer["data"]["user_id"]) == (echo, SELF_ID)


async def test_the_sandboxs_split_roles_carry_what_they_say() -> None:
    port, world = free_port(), small_world()
    options = Options(ws_port=port, token="t")
    base = f"ws://127.0.0.1:{port}"
    async with sandbox(world, options), connect(f"{base}/event/?access_token=t") as events:
        async with connect(f"{base}/api?access_token=t") as api:
            assert json.loads(await events.recv())["meta_event_type"] == "lifecycle"
            await events.send(json.dumps(SAY))
            await api.send(json.dumps({**SAY, "action": "get_status"}))
            assert json.loads(await api.recv())["data"]["online"] is True
            world.say(10002, "hi", group_id=GROUP_ID)
            assert json.loads(await events.recv())["raw_message"] == "hi"
        assert len(world.messages) == 1
