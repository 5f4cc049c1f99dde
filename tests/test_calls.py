"""A call and its answer, both ends joined in memory."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from qq_api.calls import Calls, answer_of, perform, reason, result
from qq_api.errors import ActionFailed, ApiNotAvailable, Unanswered
from support import until


async def echo(action: str, **params: Any) -> Any:
    return {"action": action, **params}


async def missing(action: str, **params: Any) -> Any:
    raise ApiNotAvailable("nobody")


Answer = Callable[[Calls, dict[str, Any]], None]


class Asking(Calls):
    """Calls whose frames are answered by a function."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._by = answer

    async def ask(self, action: str, params: dict[str, Any], timeout: float = 5) -> Any:
        """Call, and let the function answer."""
        return await self.call(self._send, action, params, timeout)

    async def _send(self, frame: bytes, _timeout: float) -> None:
        self._by(self, json.loads(frame))


async def test_an_answer_finds_its_call_whatever_the_order() -> None:
    frames: list[dict[str, Any]] = []
    calls = Asking(lambda _, frame: frames.append(frame))
    asked = [asyncio.create_task(calls.ask("get", {"n": n})) for n in range(3)]
    await until(lambda: len(frames) == 3)
    for frame in reversed(frames):
        assert calls.answer(await perform(echo, frame))
    assert await asyncio.gather(*asked) == [{"action": "get", "n": n} for n in range(3)]


async def test_doubled_late_and_foreign_answers_are_ignored() -> None:
    def answer(calls: Calls, frame: dict[str, Any]) -> None:
        done = {"status": "ok", "retcode": 0, "data": 1, "echo": frame["echo"]}
        assert calls.answer(done)
        assert not calls.answer(done)

    calls = Asking(answer)
    assert await calls.ask("get", {}) == 1
    for frame in ({"echo": {"seq": 1}}, {"echo": {"seq": 99}}, {"echo": "x"}, {"echo": {"seq": []}}, {}):
        assert not calls.answer(frame)


async def test_the_numbers_of_an_earlier_life_are_not_given_out_again() -> None:
    frames: list[dict[str, Any]] = []
    for _ in range(2):
        calls = Asking(lambda calls, frame: frames.append(frame) or calls.close())
        with pytest.raises(Unanswered):
            await calls.ask("get", {})
    assert frames[0]["echo"]["seq"] < frames[1]["echo"]["seq"] < 2**53


async def test_silence_is_unanswered_not_failed() -> None:
    with pytest.raises(Unanswered, match="send_group_msg") as caught:
        await Asking(lambda _, __: None).ask("send_group_msg", {}, timeout=0.01)
    assert (caught.value.action, caught.value.cut) == ("send_group_msg", False)


async def test_whoever_waits_learns_at_once_that_the_connection_ended() -> None:
    with pytest.raises(Unanswered) as caught:
        await asyncio.wait_for(Asking(lambda calls, _: calls.close()).ask("get", {}), 1)
    assert caught.value.cut


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


async def test_parameters_that_clash_with_our_own_names_are_answered() -> None:
    async def bot(action: str, **params: Any) -> Any:
        return None

    assert (await perform(bot, {"action": "a", "params": {"action": 1}, "echo": 5}))["retcode"] == 1400


async def test_bad_frames_and_missing_accounts_are_answered() -> None:
    assert (await perform(echo, None))["retcode"] == 1400
    assert (await perform(echo, {"ping": 1}))["status"] == "failed"
    assert (await answer_of(missing, "a", {}))["wording"] == "nobody"
