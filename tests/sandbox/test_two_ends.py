"""The sandbox's peers joined to the bot's listener: both ends of OneBot are ours, the wire between is real."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from aiocqhttp import Event
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import InvalidStatus

from qq_api import Bot, Texts
from qq_api.calls import perform
from qq_api.config import Config, ReverseWebSocket
from qq_api.errors import PortBusy
from qq_api.runtime import running
from qq_api.sandbox.run import GROUP_ID, Options, Sandbox, sandbox, small_world
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.view import QQView
from qq_api.web import from_json
from support import free_port, until


@asynccontextmanager
async def joined(**options: float) -> AsyncIterator[tuple[Bot, Sandbox]]:
    port, bot = free_port(), Bot()
    config = Config(connections=[ReverseWebSocket(port=port, token="t")])
    async with running(bot, config, Texts.load("qq_api", "en_us")):
        given = Options(url=f"ws://127.0.0.1:{port}/ws", token="t", **options)  # type: ignore[arg-type]
        async with sandbox(small_world(), given) as qq:
            yield bot, qq


async def test_a_line_goes_round_through_the_wire() -> None:
    async with joined() as (bot, qq):

        @bot.on_message
        async def repeat(event: Event) -> None:
            await bot.send(event, event.message)

        await until(lambda: qq.page.qq.is_connected(10001))
        for number in range(50):
            qq.world.say(10002, f"line {number}", group_id=GROUP_ID)
        await until(lambda: len(qq.world.messages) == 100)
        answers = [one.segments[0]["data"]["text"] for one in qq.world.messages.values() if one.user_id == 10001]
        assert sorted(answers) == sorted(f"line {number}" for number in range(50))


async def test_lifecycle_comes_first_and_heartbeats_follow() -> None:
    async with joined(heartbeat=0.05) as (bot, _):
        heard: list[str] = []
        bot.listeners.append(lambda event: heard.append(event.name))
        await until(lambda: len(heard) >= 5)
        assert heard[:2] == ["connection.open", "meta_event.lifecycle.connect"]
        assert set(heard[2:]) == {"meta_event.heartbeat"}


async def test_it_comes_back_after_the_bot_was_away() -> None:
    port, texts, heard = free_port(), Texts.load("qq_api", "en_us"), []
    async with sandbox(small_world(), Options(url=f"ws://127.0.0.1:{port}/ws")) as qq:
        for turn in range(2):
            bot = Bot()
            bot.listeners.append(lambda event: heard.append(event.get("content")))
            async with running(bot, Config(connections=[ReverseWebSocket(port=port)]), texts):
                await until(lambda: qq.page.qq.is_connected(10001))
                qq.world.say(10002, f"turn {turn}", group_id=GROUP_ID)
                await until(lambda turn=turn: f"turn {turn}" in heard)  # type: ignore[misc]
            await until(lambda: not qq.page.qq.is_connected(10001))
            qq.world.say(10002, "while away", group_id=GROUP_ID)
        assert "while away" not in heard


NAMES = ("X-Self-ID", "X-Client-Role", "Authorization")


async def test_the_headers_are_those_of_a_onebot_client() -> None:
    seen: list[dict[str, str]] = []

    async def look(connection: ServerConnection) -> None:
        assert connection.request is not None
        seen.append({name: connection.request.headers[name] for name in NAMES})
        await connection.send(json.dumps({"action": "get_login_info", "echo": 0}))
        while "echo" not in (frame := json.loads(await connection.recv())):
            pass
        seen.append(frame)

    async with serve(look, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with sandbox(small_world(), Options(url=f"ws://127.0.0.1:{port}/ws", token="t")):
            await until(lambda: len(seen) == 2)
    assert (seen[0]["X-Self-ID"], seen[0]["X-Client-Role"], seen[0]["Authorization"]) == (
        "10001",
        "Universal",
        "Bearer t",
    )
    assert (seen[1]["echo"], seen[1]["data"]["user_id"]) == (0, 10001)


async def test_a_taken_page_port_is_a_clear_error() -> None:
    async with sandbox(small_world(), Options()) as qq:
        port = int(qq.url.split(":")[2].split("/")[0])
        with pytest.raises(PortBusy, match="in use"):
            async with sandbox(small_world(), Options(page_port=port)):
                pass


@pytest.fixture
async def qq() -> AsyncIterator[Sandbox]:
    async with sandbox(small_world(), Options(page_token="right")) as running_sandbox:
        yield running_sandbox


async def status(qq: Sandbox, path: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(qq.url.split("?")[0] + path, headers=headers)


async def test_the_page_wants_its_token_and_a_local_name(qq: Sandbox) -> None:
    assert (await status(qq, "")).status_code == 403
    assert (await status(qq, "?token=wrong")).headers.get("set-cookie") is None
    answer = await status(qq, "?token=right")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert (await status(qq, "", Cookie=cookie.split(";")[0])).status_code == 200
    assert (await status(qq, "?token=right", Host="evil.test")).status_code == 400
    assert (await status(qq, "../secret")).status_code == 404
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'") and "unsafe" not in policy


@pytest.mark.parametrize(
    ("origin", "cookie", "code"),
    [
        ("http://[", True, 403),
        ("http://evil.test", True, 403),
        (None, True, 403),
        ("null", True, 403),
        ("own", False, 403),
        ("own", True, 101),
    ],
)
async def test_the_pages_socket_is_for_the_page_alone(qq: Sandbox, origin: str | None, cookie: bool, code: int) -> None:
    base = qq.url.split("/?")[0]
    jar = (await status(qq, "?token=right")).headers["set-cookie"].split(";")[0] if cookie else "x=y"
    address = base.replace("http", "ws") + "/ws"
    try:
        async with connect(
            address, origin=base if origin == "own" else origin, additional_headers={"Cookie": jar}
        ) as page:  # type: ignore[arg-type]
            assert json.loads(await page.recv())["type"] == "state"
            assert code == 101
            for frame in (
                "{",
                "[]",
                "5",
                '{"type": "nonsense"}',
                '{"type": "say"}',
                '{"type": "say", "group_id": 1, "user_id": [], "text": 1}',
                '{"type": "say", "group_id": 1e999}',
            ):
                await page.send(frame)
            await page.send(json.dumps({"type": "say", "group_id": GROUP_ID, "user_id": 10002, "text": "hi"}))
            await until(lambda: qq.world.messages)
    except InvalidStatus as error:
        assert error.response.status_code == code


async def test_the_games_link_wants_the_token(qq: Sandbox) -> None:
    address = qq.url.split("/?")[0].replace("http", "ws") + "/game"
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        with pytest.raises(InvalidStatus):
            async with connect(address, additional_headers=headers):
                pass
    async with connect(address, additional_headers={"Authorization": "Bearer right"}) as game:
        await game.send(json.dumps({"type": "hello", "kind": "stand-in", "players": ["Steve"], "ready": True}))
        await until(lambda: qq.page.game.players == ["Steve"])
        for frame in (
            "{",
            "[]",
            "NaN",
            '{"type": "line", "component": 1e999}',
            '{"type": []}',
            '{"type": "players", "players": 5}',
            '{"type": "line"}',
        ):
            await game.send(frame)
        await until(lambda: qq.page.game.lines)
    await until(lambda: qq.page.game.kind == "")


async def test_the_newest_game_counts_and_the_old_ones_end_does_not_detach_it(qq: Sandbox) -> None:
    address, headers = qq.url.split("/?")[0].replace("http", "ws") + "/game", {"Authorization": "Bearer right"}
    async with connect(address, additional_headers=headers) as old:
        await old.send(json.dumps({"type": "hello", "kind": "stand-in", "players": ["Old"], "ready": True}))
        await until(lambda: qq.page.game.players == ["Old"])
        async with connect(address, additional_headers=headers) as new:
            await new.send(json.dumps({"type": "hello", "kind": "stand-in", "players": ["New"], "ready": True}))
            await until(lambda: qq.page.game.players == ["New"])
            await old.send(json.dumps({"type": "players", "players": ["Ghost"]}))
            await old.close()
            assert qq.page.game.send is not None
            qq.page.game.send({"type": "join", "player": "Steve"})
            assert json.loads(await new.recv()) == {"type": "join", "player": "Steve"}
            assert qq.page.game.players == ["New"]


def test_the_page_shows_what_somebody_said_who_left_the_group_since() -> None:
    world = small_world()
    view = QQView(world, lambda frame: None)
    world.say(10003, "bye", group_id=GROUP_ID)
    del world.groups[GROUP_ID].members[10003]
    assert view.state()["messages"][0]["name"] == "老王"


@pytest.mark.parametrize(
    "params",
    [
        {"self_id": 99},
        {"self_id": "abc"},
        {"self_id": []},
        {"group_id": float("inf"), "message": "x"},
        {"context": 5, "operation": {"reply": "x"}},
        {"context": {}, "operation": "x"},
        {"action": "x", "world": 1, "self": 2},
    ],
)
@pytest.mark.parametrize("action", ["send_group_msg", ".handle_quick_operation"])
async def test_odd_parameters_are_answered_as_failed(action: str, params: dict[str, object]) -> None:
    transport = WorldTransport(small_world(), 10001)
    answer = await perform(transport.call_action, {"action": action, "params": params, "echo": 1})
    assert (answer["status"], answer["echo"]) == ("failed", 1)
    assert answer["wording"]


def test_numbers_that_json_cannot_say_are_none() -> None:
    assert from_json("[1.5, 2]") == [1.5, 2]
    assert [from_json(text) for text in ("NaN", "[1e999]", "[-Infinity]", "{", "[" * 200_000)] == [None] * 5
