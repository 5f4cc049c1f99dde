"""Forward WebSocket: our client against a WebSocket server as NapCat's or LLOneBot's."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from itertools import repeat
from typing import Any

import pytest
import trustme
from aiocqhttp import Event
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from qq_api import ApiNotAvailable, Bot, Texts, Unanswered
from qq_api.config import Config, ForwardWebSocket, ReverseWebSocket
from qq_api.runtime import running
from support import free_port, until


class QQ:
    """QQ's side: what connected, what it was asked; answers each action with its name."""

    def __init__(self, self_id: int = 10) -> None:
        self.self_id = self_id
        self.links: list[ServerConnection] = []
        self.asked: list[dict[str, Any]] = []
        self.port = 0

    async def take(self, link: ServerConnection) -> None:
        self.links.append(link)
        async for frame in link:
            call = json.loads(frame)
            self.asked.append(call)
            data = {"user_id": self.self_id} if call["action"] == "get_login_info" else call["action"]
            await link.send(json.dumps({"status": "ok", "retcode": 0, "data": data, "echo": call["echo"]}))

    async def say(self, text: str, link: int = -1) -> None:
        event = {"post_type": "message", "message_type": "group", "self_id": self.self_id, "user_id": 2}
        await self.links[link].send(json.dumps(event | {"message": text}))

    def paths(self) -> list[str]:
        return [link.request.path for link in self.links if link.request is not None]


@asynccontextmanager
async def qq(self_id: int = 10, port: int = 0, **options: Any) -> AsyncIterator[QQ]:
    side = QQ(self_id)
    async with serve(side.take, "127.0.0.1", port, **options) as server:
        side.port = next(iter(server.sockets)).getsockname()[1]
        yield side


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_api.keep.pauses", lambda: repeat(0.05))
    monkeypatch.setattr("qq_api.keep.keep.__defaults__", (lambda: repeat(0.05),))


@asynccontextmanager
async def bot_for(*connections: Any, **keys: Any) -> AsyncIterator[tuple[Bot, list[Event]]]:
    bot, heard = Bot(), []
    bot.listeners.append(heard.append)
    async with running(bot, Config(connections=list(connections), **keys), Texts.load("qq_api", "en_us")):
        yield bot, heard


def forward(side: QQ, scheme: str = "ws", **keys: Any) -> ForwardWebSocket:
    return ForwardWebSocket.model_validate({"url": f"{scheme}://127.0.0.1:{side.port}", **keys})


def contents(heard: list[Event]) -> list[str]:
    return [event["content"] for event in heard if event["post_type"] == "message"]


async def test_events_come_and_actions_go_over_a_connection_that_we_opened() -> None:
    async with qq() as side, bot_for(forward(side)) as (bot, heard):
        await until(lambda: bot.accounts() == [10])
        await side.say("hello")
        await until(lambda: contents(heard) == ["hello"])
        assert await bot.send_group_msg(group_id=1, message="x", self_id=10) == "send_group_msg"
        assert [event["connection_type"] for event in heard if event["post_type"] == "connection"] == ["open"]
        with pytest.raises(ApiNotAvailable, match="QQ 11"):
            await bot.get_status(self_id=11)


async def test_events_and_actions_may_have_connections_of_their_own() -> None:
    async with qq() as side, bot_for(forward(side, split=True)) as (bot, heard):
        await until(lambda: bot.accounts() == [10] and len(side.links) == 2)
        assert sorted(side.paths()) == ["/api", "/event"]
        await side.say("over events", side.paths().index("/event"))
        await side.say("over api", side.paths().index("/api"))
        await until(lambda: contents(heard))
        assert await bot.get_status() == "get_status"
        assert contents(heard) == ["over events"]


async def test_the_token_goes_in_the_header_and_in_the_query() -> None:
    async with qq() as side, bot_for(forward(side, token="a&b")):
        await until(lambda: side.links)
        request = side.links[0].request
        assert request is not None
        assert (request.headers["Authorization"], request.path) == ("Bearer a&b", "/?access_token=a%26b")


async def test_a_refused_token_is_one_clear_line_without_the_token(caplog: pytest.LogCaptureFixture) -> None:
    refused: list[int] = []

    def refuse(link: ServerConnection, request: Any) -> Any:
        refused.append(1)
        return link.respond(HTTPStatus.FORBIDDEN, "no")

    async with qq(process_request=refuse) as side, bot_for(forward(side, token="very-secret")):
        await until(lambda: len(refused) >= 3)
    assert caplog.text.count("refuses our token (403)") == 1
    assert "very-secret" not in caplog.text


async def test_a_token_refused_by_a_frame_is_told_as_well(caplog: pytest.LogCaptureFixture) -> None:
    async def refuse(link: ServerConnection) -> None:
        await link.send(json.dumps({"status": "failed", "retcode": 1403, "message": "token验证失败", "echo": None}))
        await link.close()

    async with serve(refuse, "127.0.0.1", 0) as server:
        side = QQ()
        side.port = next(iter(server.sockets)).getsockname()[1]
        async with bot_for(forward(side)):
            await until(lambda: "refuses our token" in caplog.text)


async def test_it_connects_again_for_ever_and_says_so_to_listeners() -> None:
    port = free_port()
    side = QQ()
    side.port = port
    async with bot_for(forward(side)) as (bot, heard):
        with pytest.raises(ApiNotAvailable, match="nothing connects to"):
            await bot.get_status()
        for turn in range(3):
            async with qq(port=port) as one:
                await until(lambda: bot.accounts() == [10])
                await one.say(f"turn {turn}")
                await until(lambda turn=turn: f"turn {turn}" in contents(heard))  # type: ignore[misc]
            await until(lambda: bot.accounts() == [])
        kinds = [event["connection_type"] for event in heard if event["post_type"] == "connection"]
        assert kinds == ["open", "closed"] * 3


async def test_an_account_that_introduces_itself_at_once_comes_once() -> None:
    async def take(link: ServerConnection) -> None:
        await link.send(json.dumps({"post_type": "meta_event", "meta_event_type": "lifecycle", "self_id": 10}))
        async for _ in link:
            pass

    came: list[int] = []
    for _ in range(5):
        async with serve(take, "127.0.0.1", 0) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            async with bot_for(ForwardWebSocket.model_validate({"url": f"ws://127.0.0.1:{port}"})) as (bot, heard):
                await until(lambda: bot.accounts() == [10])
                with pytest.raises(Unanswered):  # whatever else was under way is through
                    await bot.get_status(timeout_seconds=0.1)
                came += [event["self_id"] for event in heard if event.get("connection_type") == "open"]
    assert came == [10] * 5


async def test_a_peer_whose_heartbeats_stop_is_given_up_and_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    async with qq() as side, bot_for(forward(side)) as (bot, _):
        await until(lambda: bot.accounts() == [10])
        beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 100, "self_id": 10}
        await side.links[0].send(json.dumps(beat))
        await until(lambda: len(side.links) == 2, 10)
        assert "sent no heartbeat" in caplog.text
        await until(lambda: bot.accounts() == [10])


async def test_tls_is_checked_against_an_authority_of_ones_own(tmp_path: Any, caplog: pytest.LogCaptureFixture) -> None:
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    async with qq(ssl=context) as side:
        for keys in ({"ca_file": str(tmp_path / "ca.pem")}, {"verify": False}):
            async with bot_for(forward(side, "wss", **keys)) as (bot, _):
                await until(lambda: bot.accounts() == [10])
        async with bot_for(forward(side, "wss")) as (bot, _):
            await until(lambda: "CERTIFICATE_VERIFY_FAILED" in caplog.text)
            assert bot.accounts() == []


async def test_any_number_of_ways_and_accounts_work_at_once_and_actions_find_theirs() -> None:
    port = free_port()
    headers = {"X-Self-ID": "12", "X-Client-Role": "Universal"}
    async with qq(10) as first, qq(11) as second:
        ways = (forward(first), forward(second), ReverseWebSocket(port=port))
        async with bot_for(*ways, default_account=11) as (bot, heard):
            async with connect(f"ws://127.0.0.1:{port}/ws", additional_headers=headers) as third:
                await until(lambda: sorted(bot.accounts()) == [10, 11, 12])
                assert await bot.get_status(self_id=10) == "get_status"
                await bot.get_group_list()
                assert [call["action"] for call in second.asked] == ["get_login_info", "get_group_list"]

                @bot.on_message
                async def handle(event: Event) -> None:
                    await bot.get_friend_list()

                await first.say("hi")
                await until(lambda: first.asked[-1]["action"] == "get_friend_list")
                calling = asyncio.create_task(bot.get_status(self_id=12))
                call = json.loads(await third.recv())
                await third.send(json.dumps({"status": "ok", "retcode": 0, "data": 3, "echo": call["echo"]}))
                assert await calling == 3
            await until(lambda: sorted(bot.accounts()) == [10, 11])
            closed = [event for event in heard if event.get("connection_type") == "closed"]
            assert [event["self_id"] for event in closed] == [12]
