"""Answers as implementations give them: late, twice, without an echo, failed though done. Nothing is sent twice."""

import asyncio
import json

import pytest
from aiocqhttp import Event
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection, serve

from qq_api import ActionFailed, ApiNotAvailable, Unanswered
from qq_api.config import ForwardWebSocket, Http
from support import SELF_ID, Home, answers, free_port, home, message_event, until

OK = {"status": "ok", "retcode": 0, "data": None, "message": "", "wording": ""}


async def goes_on(place: Home, link: ClientConnection) -> None:
    """The connection still carries both: an event, and a call with its answer."""
    await link.send(message_event("goes on"))
    await place.hears("goes on")
    calling = asyncio.create_task(place.bot.get_status())
    assert (await answers(link, {"online": True}))["action"] == "get_status"
    assert await asyncio.wait_for(calling, 15) == {"online": True}


async def test_answers_that_come_at_once_and_twice_are_each_taken_once() -> None:
    async with home() as place, place.connect() as link:
        calling = asyncio.gather(*(place.bot.get_msg(message_id=number) for number in range(100)))
        for _ in range(100):
            call = json.loads(await link.recv())
            frame = json.dumps(OK | {"data": call["params"], "echo": call["echo"]})
            await asyncio.gather(link.send(frame), link.send(frame))
        assert await asyncio.wait_for(calling, 15) == [{"message_id": number} for number in range(100)]
        await goes_on(place, link)


async def test_answers_may_come_in_any_order() -> None:
    async with home() as place, place.connect() as link:
        calling = asyncio.gather(*(place.bot.get_msg(message_id=number) for number in range(20)))
        calls = [json.loads(await link.recv()) for _ in range(20)]
        for call in reversed(calls):
            await link.send(json.dumps(OK | {"data": call["params"]["message_id"], "echo": call["echo"]}))
        assert await asyncio.wait_for(calling, 15) == [*range(20)]


async def test_an_answer_to_whoever_stopped_waiting_does_no_harm() -> None:
    async with home() as place, place.connect() as link:
        calling = asyncio.create_task(place.bot.send_group_msg(group_id=1, message="slow picture"))
        call = json.loads(await link.recv())
        calling.cancel()
        await asyncio.gather(calling, return_exceptions=True)
        await link.send(json.dumps(OK | {"echo": call["echo"]}))
        await goes_on(place, link)


FOREIGN_ECHOES = ["", None, 0, "1", [], {}, {"seq": "1"}, {"seq": None}, {"seq": 999}, {"seq": 1.5}]


async def test_an_echo_that_came_back_as_something_else_ends_nothing() -> None:
    async with home() as place, place.connect() as link:
        for echo in FOREIGN_ECHOES:
            calling = asyncio.create_task(place.bot.get_status())
            call = json.loads(await link.recv())
            for wrong in (OK, {"status": "failed", "retcode": 1400, "data": None}):
                await link.send(json.dumps(wrong | {"echo": echo}))
            await link.send(json.dumps(OK | {"data": {"online": True}, "echo": call["echo"]}))
            await asyncio.gather(calling, return_exceptions=True)
        await goes_on(place, link)


FAILED = {
    "NapCat, sent all the same": {
        "retcode": 1200,
        "message": "Timeout: NTEvent serviceAndMethod",
        "wording": "Timeout",
    },
    "LLOneBot": {"retcode": 200, "message": "消息发送失败", "wording": "消息发送失败"},
    "go-cqhttp": {"retcode": 100, "msg": "SEND_MSG_API_ERROR", "wording": "请参考 go-cqhttp 端输出"},
    "bare": {"retcode": 1400},
}


async def test_a_failed_send_fails_once_and_is_never_repeated() -> None:
    async with home() as place, place.connect() as link:
        for who, fields in FAILED.items():
            sending = asyncio.create_task(place.bot.send_group_msg(group_id=1, message=who))
            call = await answers(link, **{"status": "failed", **fields})
            with pytest.raises(ActionFailed) as caught:
                await sending
            assert (call["params"]["message"], caught.value.retcode) == (who, fields["retcode"])
            assert {**caught.value.result, **fields} == caught.value.result
        await goes_on(place, link)  # the next frame is the next call


async def test_a_send_that_left_is_not_repeated_over_the_next_connection_or_another_way() -> None:
    port, posted = free_port(), []

    async def api(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        posted.append(await reader.read(100))
        writer.close()

    server = await asyncio.start_server(api, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, home(Http.model_validate({"port": port, "api_url": url}), backfill=False) as place:
        async with place.connect() as link:
            sending = asyncio.create_task(place.bot.send_group_msg(group_id=1, message="once"))
            await link.recv()
        with pytest.raises(Unanswered):
            await asyncio.wait_for(sending, 15)
        async with place.connect() as again:
            await goes_on(place, again)
    assert posted == []


async def test_a_post_that_was_cut_off_is_posted_once() -> None:
    posted = []

    async def api(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        posted.append(await reader.read(100))
        writer.close()

    server = await asyncio.start_server(api, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, home(Http.model_validate({"port": free_port(), "api_url": url})) as place:
        with pytest.raises(Unanswered):
            await place.bot.send_group_msg(group_id=1, message="x")
    assert len(posted) == 1


async def test_what_never_left_says_so() -> None:
    async with home() as place:
        with pytest.raises(ApiNotAvailable):
            await place.bot.send_group_msg(group_id=1, message="x")


async def test_results_are_handed_on_as_they_are_whatever_is_missing_in_them() -> None:
    raw = {"uin": "10002", "nick": "Alice", "sex": 1, "extra": {"deep": [1, None]}}
    without_numbers = {"time": 1, "message": "x", "sender": None}
    async with home() as place, place.connect() as link:
        for action, data in (("get_stranger_info", raw), ("get_msg", without_numbers), ("get_group_list", None)):
            calling = asyncio.create_task(place.bot.call_action(action))
            await answers(link, data)
            assert await calling == data


async def test_asynchronous_actions_are_accepted() -> None:
    async with home() as place, place.connect() as link:
        for fields in ({"status": "async", "retcode": 1}, {"status": "ok", "retcode": 0}):
            calling = asyncio.create_task(place.bot.send_group_msg_async(group_id=1, message="x"))
            assert (await answers(link, **fields))["action"] == "send_group_msg_async"
            assert await calling is None


async def test_what_a_handler_sends_goes_to_the_account_that_heard() -> None:
    async with home(backfill=False) as place, place.connect() as first, place.connect(X_Self_ID="10009") as second:

        @place.bot.on_message
        async def answer(event: Event) -> None:
            await place.bot.send_group_msg(group_id=event.group_id, message=event["content"])

        for link, self_id in ((second, 10009), (first, SELF_ID)):
            await link.send(message_event(f"to {self_id}", self_id=self_id))
            assert (await answers(link))["params"]["message"] == f"to {self_id}"
        with pytest.raises(ApiNotAvailable, match="self_id="):
            await place.bot.get_status()


async def test_a_default_account_may_be_written_as_text() -> None:
    async with home(default_account="10009") as place, place.connect(), place.connect(X_Self_ID="10009") as second:
        await until(lambda: len(place.came) == 2)
        calling = asyncio.create_task(place.bot.get_status())
        await answers(second, 1)
        assert await calling == 1


async def test_a_token_refused_in_a_frame_leaves_nobody_waiting(caplog: pytest.LogCaptureFixture) -> None:
    refusal = {"status": "failed", "retcode": 1403, "data": None, "message": "token验证失败", "echo": None}

    async def refuse(link: ServerConnection) -> None:
        await link.send(json.dumps(refusal, ensure_ascii=False))
        await link.close()

    async with serve(refuse, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        async with home(ForwardWebSocket.model_validate({"url": url, "token": "very-secret"})) as place:
            await until(lambda: "refuses our token" in caplog.text)
            with pytest.raises((ApiNotAvailable, Unanswered)):
                await asyncio.wait_for(place.bot.get_status(), 15)
            assert place.came == []
    assert "very-secret" not in caplog.text
    assert "token验证失败" in caplog.text


async def test_history_with_odd_times_fills_the_gap_all_the_same() -> None:
    async with home() as place:
        async with place.connect() as link:
            await link.send(message_event("before", time="soon"))
            await place.hears("before")
        history = [json.loads(message_event(str(at), time=at, message_id=at)) for at in ("soon", None)]
        async with place.connect() as link:
            now = (await place.hears("before"))["time"]
            assert now == "soon"
            fresh = json.loads(message_event("missed", time=2**31, message_id=77))
            asked = await answers(link, {"messages": [*history, "no message", fresh]})
            assert asked["action"] == "get_group_msg_history"
            assert (await place.hears("missed"))["backfilled"] is True
