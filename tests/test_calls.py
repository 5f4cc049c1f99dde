"""A call and its answer, both ends joined in memory."""

import asyncio
from typing import Any

import pytest

from qq_api.calls import Calls, answer_of, perform, reason, result
from qq_api.errors import ActionFailed, ApiNotAvailable, Unanswered
from support import until


async def echo(action: str, **params: Any) -> Any:
    return {"action": action, **params}


async def missing(action: str, **params: Any) -> Any:
    raise ApiNotAvailable("nobody")


async def test_an_answer_finds_its_call_whatever_the_order() -> None:
    calls, frames = Calls(), []

    async def send(frame: dict) -> None:
        frames.append(frame)

    asked = [asyncio.create_task(calls.call(send, "get", {"n": n})) for n in range(3)]
    await until(lambda: len(frames) == 3)
    for frame in reversed(frames):
        assert calls.answer(await perform(echo, frame))
    assert await asyncio.gather(*asked) == [{"action": "get", "n": n} for n in range(3)]


async def test_doubled_late_and_foreign_answers_are_ignored() -> None:
    calls, frames = Calls(timeout=0.05), []

    async def send(frame: dict) -> None:
        frames.append(frame)
        answer = {"status": "ok", "retcode": 0, "data": 1, "echo": frame["echo"]}
        assert calls.answer(answer)
        assert not calls.answer(answer)

    assert await calls.call(send, "get", {}) == 1
    for frame in ({"echo": {"seq": 1}}, {"echo": {"seq": 99}}, {"echo": "x"}, {"echo": {"seq": []}}, {}):
        assert not calls.answer(frame)


async def test_silence_is_unanswered_not_failed() -> None:
    async def send(frame: dict) -> None:
        pass

    with pytest.raises(Unanswered, match="send_group_msg") as caught:
        await Calls(timeout=0.01).call(send, "send_group_msg", {})
    assert caught.value.action == "send_group_msg"


async def test_whoever_waits_learns_at_once_that_the_connection_ended() -> None:
    calls = Calls()

    async def send(frame: dict) -> None:
        calls.close()

    with pytest.raises(Unanswered):
        await asyncio.wait_for(calls.call(send, "get", {}), 1)


@pytest.mark.parametrize(
    ("frame", "data"),
    [
        ({"status": "ok", "retcode": 0, "data": 5}, 5),
        ({"status": "async", "retcode": 1}, None),
        ({"data": 7}, 7),
        ([], None),
    ],
)
def test_good_answers_have_data(frame: Any, data: Any) -> None:
    assert result(frame) == data


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ({"status": "failed", "retcode": 1200, "wording": "muted", "message": "m"}, "retcode 1200 muted"),
        ({"status": "failed", "retcode": 100, "msg": "BAD"}, "retcode 100 BAD"),
        ({"retcode": 1400, "message": "no"}, "retcode 1400 no"),
        ({"status": "failed"}, "retcode 0"),
    ],
)
def test_failed_answers_raise_and_say_why(frame: Any, words: str) -> None:
    with pytest.raises(ActionFailed) as caught:
        result(frame)
    assert reason(caught.value) == words


async def test_the_echo_comes_back_as_it_was() -> None:
    for sent in ({"seq": 1}, "7", 0, "", None):
        assert (await perform(echo, {"action": "a", "echo": sent}))["echo"] == sent
    assert "echo" not in await perform(echo, {"action": "a"})


async def test_the_time_out_counts_while_a_stuck_connection_does_not_take_the_call() -> None:
    async def stuck(frame: dict) -> None:
        await asyncio.Event().wait()

    with pytest.raises(Unanswered):
        await asyncio.wait_for(Calls(timeout=0.01).call(stuck, "get", {}), 5)


async def test_parameters_that_clash_with_our_own_names_are_answered() -> None:
    async def bot(action: str, **params: Any) -> Any:
        return None

    assert (await perform(bot, {"action": "a", "params": {"action": 1}, "echo": 5}))["retcode"] == 1400


async def test_bad_frames_and_missing_accounts_are_answered() -> None:
    assert (await perform(echo, None))["retcode"] == 1400
    assert (await perform(echo, {"ping": 1}))["status"] == "failed"
    assert (await answer_of(missing, "a", {}))["wording"] == "nobody"
