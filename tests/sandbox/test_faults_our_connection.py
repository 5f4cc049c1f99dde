"""Our own bot meets every fault of a connection: what was said and heard is counted, or the owner reads why."""

from pathlib import Path

import pytest

from our_bot import BOTH, Counts, House, house, meet, read, words
from qq_api.errors import Unanswered
from qq_api.onebot.peers import TABLE
from qq_api.websocket import core
from support import until

__all__ = ["house", "words"]  # fixtures


def test_every_fault_is_met_here() -> None:
    here = Path(__file__).parent
    source = "".join(file.read_text("utf-8") for file in here.glob("test_faults_our_*.py"))
    assert [fault.name for fault in TABLE if fault.name not in source] == []


# -- the connection


@pytest.mark.parametrize("fault", ["drop", "close_1009", "close_1011"])
async def test_of_what_is_said_while_a_connection_is_gone_nothing_is_lost(house: House, fault: str) -> None:
    await house.say()
    await house.hears_all()
    getattr(house.faults, fault)()
    await until(lambda: "closed" in house.connections())
    await house.say()
    await house.comes_back()
    await house.say()
    await until(lambda: {*house.heard()} == {*house.said}, what=house)
    counts = Counts.of(house.said, house.heard())
    assert (counts.sent, counts.delivered, counts.lost, counts.doubled) == (60, 60, 0, 0)
    await house.send("after it")
    assert house.delivered() == ["after it"]


async def test_a_second_connection_takes_over_and_calls_go_on_when_the_first_has_ended(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with meet("reverse") as house:
        await house.say()
        await house.hears_all()
        (first,) = house.faults._open
        house.faults.second_connection()
        await until(lambda: {*house.faults._open} - {first})
        await house.say()
        await until(lambda: first not in house.faults._open)
        await house.say()
        assert "connected a second time" in read(caplog)
        await house.hears_all()
        for number in range(5):
            await house.send(f"answer {number}")
        assert Counts.of([f"answer {n}" for n in range(5)], house.delivered()) == Counts(5, 5)
        assert house.connections() == ["open"]


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "token"), (403, "token"), (404, "answered 404"), (405, "answered 405"), (502, "answered 502")],
)
async def test_a_refused_handshake_is_told_and_tried_again(status: int, words: str) -> None:
    async with meet("forward", there=False, refuse=status) as house:
        transport = house.runtime.held[0].transport
        await until(lambda: transport.problem)
        assert words in transport.problem
        house.faults.refuse = 0
        await house.is_there()
        await house.say()
        await house.hears_all()


async def test_a_slow_handshake_is_waited_for() -> None:
    async with meet("forward", there=False, slow_accept=2.5) as house:
        await house.is_there()
        await house.say()
        await house.hears_all()


@pytest.mark.parametrize("way", BOTH)
async def test_who_answers_no_ping_is_given_up_and_comes_back(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "PING_SECONDS", 0.2)
    async with meet(way, no_pong=True) as house:
        await until(lambda: "closed" in house.connections())
        ends = [event["reason"] for event in house.events if event.get("connection_type") == "closed"]
        assert "no answer to a ping" in ends[0]
        monkeypatch.undo()
        house.faults.no_pong = False
        await house.comes_back()
        await house.say()
        await house.hears_all()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("no_self_id", "did not say which QQ account it is (X-Self-ID: '')"),
        ("no_client_role", "did not say what it wants (X-Client-Role: ''"),
        ("wrong_token", "came with a wrong token. Put the token from config.yml into QQ's settings"),
    ],
)
async def test_an_incomplete_handshake_is_refused_with_a_clear_line(
    fault: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet("reverse", there=False, token="t0ken", **{fault: True}) as house:
        await until(lambda: words in read(caplog), what=lambda: read(caplog))
        assert (house.events, "t0ken" in read(caplog)) == ([], False)
        setattr(house.faults, fault, False)
        await house.is_there()
        await house.say()
        await house.hears_all()


@pytest.mark.parametrize("flavour", ["llonebot", "napcat", "gocqhttp", "standard"])
async def test_a_refused_token_is_told_to_the_owner(flavour: str) -> None:
    async with meet("forward", there=False, token="t0ken", flavour=flavour, wrong_token=True) as house:
        transport = house.runtime.held[0].transport
        await until(lambda: transport.problem)
        assert "token" in transport.problem and "t0ken" not in transport.problem


# -- what is sent, whatever it is


@pytest.mark.parametrize("way", BOTH)
async def test_a_silent_side_leaves_a_call_unanswered_though_it_was_done(way: str) -> None:
    async with meet(way) as house:
        house.faults.silent = True
        with pytest.raises(Unanswered):
            await house.send("unheard of", timeout_seconds=0.2)
        house.faults.silent = False
        await house.send("heard of")
        assert house.delivered() == ["unheard of", "heard of"]


async def test_what_comes_late_comes_whole_and_in_order(house: House) -> None:
    house.faults.delay = 0.02
    await house.say()
    await house.hears_all()


async def test_a_frame_that_is_no_json_is_told_and_nothing_else_is_lost(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.say()
    house.faults.garbage()
    await house.say()
    await house.hears_all()
    assert "sent something that is no JSON; it was ignored" in read(caplog)
