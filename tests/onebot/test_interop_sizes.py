"""Frames as large as videos are, both ways, and one that is too large."""

import asyncio
import json
from base64 import b64encode
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from qq_api.config import ForwardWebSocket, Http
from qq_api.onebot.handshake import sign
from qq_api.sandbox.run import GROUP_ID, Options, sandbox, small_world
from support import SELF_ID, answers, free_port, home, message_event, until

MIB = 1024 * 1024


@pytest.mark.parametrize("mebibytes", [1.5, 15, 17, 60])
async def test_a_large_event_comes_by_reverse_websocket(mebibytes: float) -> None:
    text = "图" + "x" * int(mebibytes * MIB)
    async with home() as place, place.connect() as link:
        await link.send(message_event(text))
        await until(lambda: place.heard, 20)
        assert place.heard[0]["content"] == text


async def test_a_large_event_comes_by_forward_websocket_and_by_post() -> None:
    large, port = message_event("x" * 20 * MIB), free_port()

    async def take(link: ServerConnection) -> None:
        await answers(link, {"user_id": SELF_ID})
        await link.send(large)
        await link.wait_closed()

    async with serve(take, "127.0.0.1", 0, compression=None) as server:
        url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        ways = (ForwardWebSocket.model_validate({"url": url}), Http.model_validate({"port": port, "secret": "s"}))
        async with home(*ways) as place, httpx.AsyncClient(trust_env=False, timeout=30) as client:
            await until(lambda: len(place.heard) == 1, 20)
            headers = {"Content-Type": "application/json", "X-Self-ID": "9", "X-Signature": sign("s", large.encode())}
            answer = await client.post(f"http://127.0.0.1:{port}/", content=large, headers=headers)
            assert (answer.status_code, len(place.heard)) == (204, 2)
            assert {len(event["content"]) for event in place.heard} == {20 * MIB}


async def test_a_large_picture_goes_out_and_a_large_answer_comes_back() -> None:
    picture = "base64://" + "A" * 24 * MIB
    async with home() as place, place.connect() as link:
        sending = asyncio.create_task(place.bot.call_action("send_group_msg", group_id=1, message=picture))
        call = await answers(link, {"base64": "A" * 18 * MIB})
        assert call["params"]["message"] == picture
        assert len((await sending)["base64"]) == 18 * MIB


async def test_the_sandbox_takes_and_serves_what_a_video_weighs() -> None:
    content = b"\x1aE\xdf\xa3" + bytes(40 * MIB)
    port, world, video = free_port(), small_world(), "base64://" + b64encode(content).decode()
    connecting = connect(f"ws://127.0.0.1:{port}/api", max_size=None, compression=None)
    async with sandbox(world, Options(ws_port=port)), connecting as link:
        params = {"group_id": GROUP_ID, "message": [{"type": "video", "data": {"file": video}}]}
        await link.send(json.dumps({"action": "send_group_msg", "params": params, "echo": 1}))
        assert json.loads(await link.recv())["status"] == "ok"
        (said,) = world.messages.values()
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            assert (await client.get(said.segments[0]["data"]["url"])).content == content


async def test_a_frame_over_the_limit_ends_that_connection_with_1009_and_no_other() -> None:
    async with home() as place, place.connect(X_Self_ID="10009") as other:
        async with place.connect() as link:
            with pytest.raises(ConnectionClosed) as caught:
                await link.send("x" * (64 * MIB + 1))
                await asyncio.wait_for(link.recv(), 20)
            closed: Any = caught.value.rcvd
            assert closed is None or closed.code == 1009
        await other.send(message_event("still here", self_id=10009))
        await place.hears("still here")
        async with place.connect() as again:
            await again.send(message_event("back"))
            await place.hears("back")
