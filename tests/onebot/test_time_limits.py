"""`timeout_seconds`: how long one call waits for its answer. It is for us alone; QQ's side never sees it."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection, serve

from qq_api import Bot, Unanswered
from qq_api.config import ForwardWebSocket, Http
from qq_api.web import bind, body_of, port_of, serving
from support import Home, free_port, home, until

Call: TypeAlias = Callable[[Bot, Any], Awaitable[Any]]


async def awaited(bot: Bot, seconds: Any) -> Any:
    return await bot.get_msg(message_id=1, timeout_seconds=seconds)


async def from_a_thread(bot: Bot, seconds: Any) -> Any:
    return await asyncio.to_thread(bot.sync.get_msg, message_id=1, timeout_seconds=seconds)


WAYS = pytest.mark.parametrize("call", [awaited, from_a_thread])
WRONG = pytest.mark.parametrize("seconds", [0, -1, math.nan, "5", True, [1]])


async def is_quiet(place: Home, link: ClientConnection) -> None:
    """Nothing was sent before this call."""
    calling = asyncio.create_task(place.bot.get_status())
    assert json.loads(await link.recv())["action"] == "get_status"
    calling.cancel()


@WAYS
async def test_a_call_waits_so_long_and_no_longer(call: Call) -> None:
    async with home() as place, place.connect() as link:
        calling = asyncio.create_task(call(place.bot, 0.05))
        assert json.loads(await link.recv())["params"] == {"message_id": 1}
        with pytest.raises(Unanswered):
            await asyncio.wait_for(calling, 15)


@WAYS
@WRONG
async def test_a_time_that_is_none_is_said_and_nothing_is_sent(call: Call, seconds: Any) -> None:
    async with home() as place, place.connect() as link:
        with pytest.raises(ValueError, match="timeout_seconds: a number above 0"):
            await call(place.bot, seconds)
        await is_quiet(place, link)


@WAYS
async def test_for_ever_is_a_day(call: Call) -> None:
    async with home() as place, place.connect() as link:
        calling = asyncio.create_task(call(place.bot, math.inf))
        frame = json.loads(await link.recv())
        await link.send(json.dumps({"status": "ok", "retcode": 0, "data": 7, "echo": frame["echo"]}))
        assert await asyncio.wait_for(calling, 15) == 7


async def test_over_http_too() -> None:
    bodies: list[bytes] = []

    async def never(scope: Any, receive: Any, _send: Any) -> None:
        bodies.append(await body_of(receive) or b"")
        while (await receive())["type"] != "http.disconnect":
            pass

    sock = bind("127.0.0.1", 0)
    config = Http.model_validate({"port": free_port(), "api_url": f"http://127.0.0.1:{port_of(sock)}"})
    async with serving(never, sock), home(config) as place:
        with pytest.raises(ValueError, match="timeout_seconds"):
            await place.bot.get_msg(message_id=1, timeout_seconds=0)
        with pytest.raises(Unanswered):
            await asyncio.wait_for(place.bot.get_msg(message_id=1, timeout_seconds=5), 30)  # connecting counts, too
        await until(lambda: bodies)
    assert [json.loads(body) for body in bodies] == [{"message_id": 1}]


async def test_over_a_connection_of_our_own_too() -> None:
    frames: list[Any] = []

    async def hold(link: ServerConnection) -> None:
        while True:
            frames.append(json.loads(await link.recv()))

    port = free_port()
    config = ForwardWebSocket.model_validate({"url": f"ws://127.0.0.1:{port}"})
    async with serve(hold, "127.0.0.1", port), home(config) as place:
        await until(lambda: frames)  # get_login_info
        with pytest.raises(Unanswered):
            await asyncio.wait_for(place.bot.get_msg(message_id=1, timeout_seconds=0.05), 15)
    assert frames[-1]["params"] == {"message_id": 1}
