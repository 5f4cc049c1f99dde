"""Reverse WebSocket: our listener against a plain WebSocket client."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from aiocqhttp import Event
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from qq_api import ActionFailed, ApiNotAvailable, Bot, Texts, Unanswered
from qq_api.config import Config, ReverseWebSocket
from qq_api.runtime import running
from support import free_port, until

TOKEN = "正确的token"
HEADERS = {"X-Self-ID": "1", "X-Client-Role": "Universal"}


class Home:
    """A running bot, what it heard, and clients for it."""

    def __init__(self, bot: Bot, port: int) -> None:
        self.bot, self.port = bot, port
        self.heard: list[Event] = []
        self.connections: list[tuple[str, int]] = []
        bot.listeners.append(self._hear)

    def _hear(self, event: Event) -> None:
        if event["post_type"] == "connection":
            self.connections.append((event["connection_type"], event["self_id"]))
        else:
            self.heard.append(event)

    def waiting(self, count: int) -> None:
        """So many events wait for listeners."""
        self.bot.flow.sources[:] = [lambda: count]
        self.bot.flow.check()

    def connect(self, self_id: int = 1, path: str = "/ws", **headers: str) -> connect:
        given = HEADERS | {"X-Self-ID": str(self_id)} | {key.replace("_", "-"): value for key, value in headers.items()}
        return connect(f"ws://127.0.0.1:{self.port}{path}", additional_headers=given, max_size=None, compression=None)

    async def hears(self, count: int) -> list[Event]:
        await until(lambda: len(self.heard) >= count)
        return self.heard


@asynccontextmanager
async def home(token: str = "") -> AsyncIterator[Home]:
    port, bot = free_port(), Bot()
    config = Config(connections=[ReverseWebSocket(port=port, token=token)])
    async with running(bot, config, Texts.load("qq_api", "en_us")):
        yield Home(bot, port)


def event(number: int = 0, **fields: Any) -> str:
    head = {"post_type": "message", "message_type": "group", "self_id": 1, "user_id": 1000, "message": str(number)}
    return json.dumps(head | fields)


async def answer(client: ClientConnection, data: Any, **fields: Any) -> dict[str, Any]:
    """Answer the next call, and return it."""
    call = json.loads(await client.recv())
    frame = {"status": "ok", "retcode": 0, "data": data, "echo": call["echo"]} | fields
    await client.send(json.dumps(frame))
    return call


async def test_events_arrive_in_order_and_actions_are_answered() -> None:
    async with home() as place, place.connect() as client:
        for number in range(500):
            await client.send(event(number))
        assert [heard.content for heard in await place.hears(500)] == [str(number) for number in range(500)]
        calling = asyncio.create_task(place.bot.send_group_msg(group_id=5, message="hi", self_id=1))
        call = await answer(client, {"message_id": 7})
        assert (call["action"], call["params"]) == ("send_group_msg", {"group_id": 5, "message": "hi"})
        assert await calling == {"message_id": 7}


@pytest.mark.parametrize("path", ["/", "/ws", "/ws/", "/ws/api", "/ws/event/", "/onebot/v11/ws"])
async def test_every_usual_path_is_welcome(path: str) -> None:
    async with home() as place, place.connect(path=path) as client:
        await client.send(event())
        await place.hears(1)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Token", "token"])
async def test_the_token_may_come_with_either_scheme(scheme: str) -> None:
    async with home("good") as place, place.connect(Authorization=f"{scheme} good") as client:
        await client.send(event())
        await place.hears(1)


async def test_the_token_may_come_in_the_query() -> None:
    async with home("a&b") as place, place.connect(path="/ws?access_token=a%26b") as client:
        await client.send(event())
        await place.hears(1)


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({}, "/ws", 401),
        ({"Authorization": ""}, "/ws", 401),
        ({"Authorization": "Bearer "}, "/ws", 401),
        ({"Authorization": "Basic good"}, "/ws", 401),
        ({"Authorization": "Bearer goo"}, "/ws", 403),
        ({"Authorization": "Bearer goodx"}, "/ws", 403),
        ({"Authorization": "Bearer GOOD"}, "/ws", 403),
        ({}, "/ws?access_token=bad", 403),
        ({"Authorization": "Bearer good"}, "/wrong", 404),
        ({"Authorization": "Bearer good", "X-Self-ID": ""}, "/ws", 400),
        ({"Authorization": "Bearer good", "X-Self-ID": "bot"}, "/ws", 400),
        ({"Authorization": "Bearer good", "X-Client-Role": ""}, "/ws", 400),
        ({"Authorization": "Bearer good", "Origin": "http://evil.test"}, "/ws", 403),
    ],
)
async def test_whoever_may_not_come_in_is_refused_before_anything_is_heard(
    headers: dict[str, str], path: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with home("good") as place:
        with pytest.raises(InvalidStatus) as caught:
            async with place.connect(path=path, **{key.replace("-", "_"): value for key, value in headers.items()}):
                pass
        assert caught.value.response.status_code == status
        assert caught.value.response.body
        assert place.heard == []
        with pytest.raises(ApiNotAvailable):
            await place.bot.get_status()
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert "good" not in warnings[0]


async def test_the_same_fault_is_told_again_after_it_was_mended(caplog: pytest.LogCaptureFixture) -> None:
    async with home("good") as place:
        for _ in range(2):
            for _ in range(3):
                with pytest.raises(InvalidStatus):
                    async with place.connect():
                        pass
            async with place.connect(Authorization="Bearer good"):
                pass
    assert caplog.text.count("came without a token") == 2


async def test_the_newest_connection_wins_and_the_old_ones_end_does_not_remove_it() -> None:
    async with home() as place, place.connect() as old:
        await old.send(event(1))
        await place.hears(1)
        async with place.connect() as new:
            with pytest.raises(ConnectionClosed) as caught:
                await old.recv()
            assert caught.value.rcvd is not None and caught.value.rcvd.code == 1008
            await old.close()
            calling = asyncio.create_task(place.bot.get_status())
            await answer(new, {"online": True})
            assert await calling == {"online": True}


async def test_calls_under_way_fail_at_once_when_their_connection_ends() -> None:
    async with home() as place:
        async with place.connect() as client:
            calling = asyncio.create_task(place.bot.send_group_msg(group_id=1, message="x"))
            await client.recv()
        with pytest.raises(Unanswered):
            await asyncio.wait_for(calling, 15)
        with pytest.raises(ApiNotAvailable, match="QQ is not connected"):
            await place.bot.get_status()


async def test_split_api_and_event_connections_are_one_account() -> None:
    async with home() as place:
        async with place.connect(X_Client_Role="API") as api, place.connect(X_Client_Role="Event") as events:
            await events.send(event(1))
            await api.send(event(2))
            calling = asyncio.create_task(place.bot.get_status())
            await answer(api, 5)
            assert await calling == 5
            assert [heard.content for heard in await place.hears(1)] == ["1"]
        with pytest.raises(ApiNotAvailable):
            await place.bot.get_status()
        await until(lambda: place.connections == [("open", 1), ("closed", 1)])


async def test_two_accounts_are_told_apart_and_nobody_guesses() -> None:
    async with home() as place, place.connect(1) as first, place.connect(2) as second:
        await first.send(event(1))
        await second.send(event(2, self_id=2))
        await place.hears(2)
        for self_id, client in ((1, first), (2, second), ("2", second)):
            calling = asyncio.create_task(place.bot.get_login_info(self_id=self_id))
            await answer(client, self_id)
            assert await calling == self_id
        with pytest.raises(ApiNotAvailable, match="self_id="):
            await place.bot.get_status()
        with pytest.raises(ApiNotAvailable, match="QQ 3 is not connected"):
            await place.bot.get_status(self_id=3)


BAD_FRAMES = [
    "{",
    "",
    "[" * 200_000,
    "null",
    "[1]",
    '"text"',
    "1e400",
    "{}",
    '{"post_type": 5}',
    '{"post_type": "message"}',
    '{"post_type": "message", "message_type": "group", "message": {"type": []}}',
    '{"post_type": "message", "message_type": "group", "user_id": [], "message": [{"type": "text", "data": 5}]}',
    '{"post_type": "nonsense", "nonsense_type": "x"}',
    '{"echo": {"seq": 1}}',
    '{"echo": "x", "status": "ok"}',
    '{"status": "failed", "retcode": 1403, "echo": null}',
]


async def test_no_bad_frame_ends_a_connection_or_the_events_behind_it() -> None:
    async with home() as place, place.connect() as client:
        for frame in BAD_FRAMES:
            await client.send(frame)
        await client.send(b"\xff\xfe")
        await client.send(event(99).encode())
        await until(lambda: place.heard and place.heard[-1].get("content") == "99")


async def test_a_doubled_answer_does_no_harm() -> None:
    async with home() as place, place.connect() as client:
        calling = asyncio.create_task(place.bot.get_status())
        call = json.loads(await client.recv())
        for _ in range(3):
            await client.send(json.dumps({"status": "ok", "retcode": 0, "data": 1, "echo": call["echo"]}))
        assert await calling == 1
        await client.send(event())
        await place.hears(1)


async def test_an_answer_over_another_connection_is_nobodys() -> None:
    async with home() as place, place.connect(1) as first, place.connect(2) as second:
        await second.send(event(self_id=2))
        await first.send(event())
        await place.hears(2)
        calling = asyncio.create_task(place.bot.get_status(self_id=1))
        call = json.loads(await first.recv())
        await second.send(json.dumps({"status": "ok", "retcode": 0, "data": "forged", "echo": call["echo"]}))
        await second.send(event(self_id=2))
        await place.hears(3)
        assert not calling.done()
        await first.send(json.dumps({"status": "ok", "retcode": 0, "data": "true", "echo": call["echo"]}))
        assert await calling == "true"


async def test_a_failed_action_says_why() -> None:
    async with home() as place, place.connect() as client:
        calling = asyncio.create_task(place.bot.send_group_msg(group_id=1, message="x"))
        await answer(client, None, status="failed", retcode=1200, wording="muted")
        with pytest.raises(ActionFailed) as caught:
            await calling
        assert (caught.value.retcode, caught.value.result["wording"]) == (1200, "muted")


async def test_a_lone_surrogate_can_be_sent_and_heard() -> None:
    async with home() as place, place.connect() as client:
        await client.send(event(message="\ud83d"))
        assert (await place.hears(1))[0].content == "\ud83d"
        calling = asyncio.create_task(
            place.bot.send_group_msg(group_id=1, message=[{"type": "text", "data": {"text": "\ud83d"}}])
        )
        assert (await answer(client, 1))["params"]["message"][0]["data"]["text"] == "\ud83d"
        await calling


async def test_a_frame_of_twenty_megabytes_passes() -> None:
    async with home() as place, place.connect() as client:
        await client.send(event(message="x" * 20_000_000))
        assert len((await place.hears(1))[0].content) == 20_000_000


async def test_reading_stops_while_listeners_are_behind_and_nothing_is_dropped() -> None:
    async with home() as place, place.connect() as client:
        place.waiting(5000)
        sending = asyncio.create_task(send_many(client, 3000))
        await asyncio.wait({sending}, timeout=0.2)
        assert place.heard == []
        place.waiting(0)
        await sending
        assert [heard.content for heard in await place.hears(3000)] == [str(number) for number in range(3000)]


async def send_many(client: ClientConnection, count: int) -> None:
    for number in range(count):
        await client.send(event(number))


async def test_a_busy_port_is_told_and_the_other_connection_works(caplog: pytest.LogCaptureFixture) -> None:
    taken, port, bot = free_port(), free_port(), Bot()
    both = Config(connections=[ReverseWebSocket(port=taken), ReverseWebSocket(port=port)])
    async with home() as other:
        both.connections[0].port = other.port
        async with running(bot, both, Texts.load("qq_api", "en_us")):
            assert caplog.text.count("Cannot listen") == 1
            place = Home(bot, port)
            async with place.connect() as client:
                await client.send(event())
                await place.hears(1)


async def test_a_post_to_the_port_for_websockets_reaches_nobody(caplog: pytest.LogCaptureFixture) -> None:
    async with home("good") as place:
        handled: list[Event] = []
        place.bot.on_message(handled.append)
        headers = {"Content-Type": "application/json", "X-Self-ID": "1"}
        async with httpx.AsyncClient(trust_env=False) as client:
            for path in ("", "ws", "?x=1"):
                answer = await client.post(f"http://127.0.0.1:{place.port}/{path}", content=event(), headers=headers)
                assert answer.status_code in (404, 405)
        assert (place.heard, handled) == ([], [])
    assert "posted to the port for WebSockets" in caplog.text


async def test_while_reading_stops_answers_still_come_and_a_successor_is_heard() -> None:
    async with home() as place, place.connect() as old:
        place.waiting(5000)
        await old.send(event(1))
        calling = asyncio.create_task(place.bot.get_status())
        call = json.loads(await old.recv())
        for number in range(2, 50):
            await old.send(event(number))
        await old.send(json.dumps({"status": "ok", "retcode": 0, "data": 1, "echo": call["echo"]}))
        assert await asyncio.wait_for(calling, 15) == 1
        async with place.connect() as new:
            calling = asyncio.create_task(place.bot.get_status())
            await asyncio.wait_for(answer(new, 2), 15)
            assert await calling == 2
        place.waiting(0)
        async with place.connect() as newest:
            await newest.send(event(99))
            await until(lambda: place.heard[-1].content == "99")


async def test_a_long_pause_does_not_cost_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_api.websocket.core.PING_SECONDS", 0.1)
    async with home() as place, place.connect() as client:
        place.waiting(5000)
        sending = asyncio.create_task(send_many(client, 500))
        await asyncio.sleep(1)  # ten pings long
        place.waiting(0)
        await sending
        assert [heard.content for heard in await place.hears(500)] == [str(number) for number in range(500)]


async def test_a_peer_that_is_gone_is_noticed_by_its_missing_pong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_api.websocket.core.PING_SECONDS", 0.1)
    async with home() as place, place.connect() as client:
        await client.send(event())
        await place.hears(1)
        client.transport.pause_reading()
        sending = asyncio.create_task(place.bot.call_action("big", data="x" * 20_000_000))
        with pytest.raises(Unanswered):
            await asyncio.wait_for(sending, 15)
        with pytest.raises(ApiNotAvailable):
            await place.bot.get_status()
        client.transport.abort()


async def test_an_event_is_answered_by_the_account_that_heard_it() -> None:
    async with home() as place, place.connect(1) as first, place.connect(2) as second:
        await first.send(event(1))
        await second.send(event(2, self_id=2))
        for heard, client in zip(await place.hears(2), (first, second), strict=True):
            sending = asyncio.create_task(place.bot.send(heard, "answer"))
            assert (await answer(client, {"message_id": 1}))["action"] == "send_msg"
            await sending


async def test_fields_of_the_wrong_type_cost_no_event_and_no_connection() -> None:
    async with home() as place, place.connect() as client:
        place.bot.on_message(lambda heard: None)
        for fields in ('"sub_type": 5', '"user_id": 1e999, "group_id": "7"', '"sender": []', '"message": {"type": {}}'):
            await client.send(f'{{"post_type": "message", "message_type": "group", "self_id": "1", {fields}}}')
        await client.send(event(9))
        assert [heard["post_type"] for heard in await place.hears(5)] == ["message"] * 5
        assert place.heard[0].name == "message.group.5"


async def test_nobody_can_choose_what_stands_in_the_log_as_their_address(caplog: pytest.LogCaptureFixture) -> None:
    async with home("good") as place:
        for number in range(3):
            with pytest.raises(InvalidStatus):
                async with place.connect(X_Forwarded_For=f"forged-{number}"):
                    pass
    assert "forged" not in caplog.text
    assert caplog.text.count("came without a token") == 1


async def test_a_token_in_the_query_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with home("very-secret") as place, place.connect(path="/ws?access_token=very-secret"):
        with pytest.raises(InvalidStatus):
            async with place.connect(path="/ws?access_token=nearly-secret"):
                pass
    assert "secret" not in caplog.text
