"""Faults that were found last: doubled notices, lost echoes, odd heartbeats, failing listeners and the like."""

import asyncio
import json
from typing import Any

import pytest
from aiocqhttp import Event
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from qq_api import ActionFailed, ApiNotAvailable, Texts, Unanswered
from qq_api.config import Config, ForwardWebSocket, ReverseWebSocket
from qq_api.report import report
from qq_api.runtime import running
from support import SELF_ID, Home, answers, free_port, home, message_event, recorded, until

MIB = 1024 * 1024


@pytest.mark.parametrize("kind", ["notice", "request"])
async def test_what_is_reported_twice_in_one_breath_is_heard_once(kind: str) -> None:
    events = [event for event in recorded("napcat") if event["post_type"] == kind]
    async with home() as place, place.connect() as link:
        for event in events:
            await link.send(json.dumps(event))
            await link.send(json.dumps(event))
        await link.send(message_event("behind"))
        await place.hears("behind")
        assert place.heard[:-1] == events


async def test_a_failure_without_an_echo_is_the_answer_of_the_only_call() -> None:
    async with home() as place, place.connect() as link:
        calling = asyncio.create_task(place.bot.send_group_msg(group_id=1, message="x"))
        await link.recv()
        await link.send(json.dumps({"status": "failed", "retcode": 1400, "data": None, "message": "参数错误"}))
        with pytest.raises(ActionFailed):
            await asyncio.wait_for(calling, 15)


@pytest.mark.parametrize("interval", [-1, "soon"])
async def test_a_heartbeat_with_an_unreadable_interval_does_no_harm(
    interval: Any, caplog: pytest.LogCaptureFixture
) -> None:
    beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "self_id": SELF_ID, "interval": interval}
    async with home() as place, place.connect() as link:
        await link.send(json.dumps(beat))
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(link.recv(), 1.5)  # it is not closed
        await until(lambda: [event for event in place.heard if event.get("meta_event_type") == "heartbeat"])
    assert "Traceback" not in caplog.text


async def test_a_frame_over_the_limit_is_told_with_the_limit(caplog: pytest.LogCaptureFixture) -> None:
    async with home() as place, place.connect() as link:
        with pytest.raises(ConnectionClosed):
            await link.send("x" * (64 * MIB + 1))
            await asyncio.wait_for(link.recv(), 20)
        await until(lambda: place.went)
    assert "64 MiB" in caplog.text


async def test_a_listener_that_fails_costs_the_others_nothing() -> None:
    async with home() as place, place.connect() as link:

        def fail(event: Event) -> None:
            raise ValueError("a listener's fault")

        place.bot.listeners.insert(0, fail)
        await link.send(message_event("all the same"))
        await place.hears("all the same")


async def test_the_ids_of_the_sender_are_numbers_too() -> None:
    async with home() as place, place.connect() as link:
        await link.send(message_event("a", sender={"user_id": "10002", "nickname": "Alice"}))
        assert (await place.hears("a"))["sender"]["user_id"] == 10002


async def test_a_token_refused_in_a_frame_ends_the_connection() -> None:
    ended: list[int] = []

    async def refuse(link: ServerConnection) -> None:
        refusal = {"status": "failed", "retcode": 1403, "data": None, "message": "token验证失败", "echo": None}
        await link.send(json.dumps(refusal))
        await link.wait_closed()
        ended.append(1)

    async with serve(refuse, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        async with home(ForwardWebSocket.model_validate({"url": url, "token": "t"})) as place:
            await until(lambda: ended)
            with pytest.raises((ApiNotAvailable, Unanswered)):
                await asyncio.wait_for(place.bot.get_status(), 15)


async def test_the_status_shows_that_only_one_of_two_roles_is_connected() -> None:
    port, texts = free_port(), Texts.load("qq_api", "en_us")
    from qq_api import Bot

    bot = Bot()
    async with running(bot, Config(connections=[ReverseWebSocket(port=port)]), texts) as runtime:
        place = Home(bot, port)
        async with place.connect("/ws/api", X_Client_Role="API") as api:
            await until(lambda: place.came)
            reporting = asyncio.create_task(report(bot, runtime, texts))
            await answers(api, {"online": True, "good": True})
            assert "event" in (await reporting).splitlines()[1].lower()
