"""The gateway: who we are, heartbeats, what each close means, and that resuming loses nothing."""

import asyncio
import json
import logging
from itertools import pairwise, repeat
from typing import Any

import pytest
from tencent import gate, held, linked
from websockets.asyncio.server import ServerConnection

from qq_api import Texts
from qq_api.config.intents import INTENTS, PRESETS, bits_of, names_of
from qq_api.errors import FatalError, TryAgain
from qq_api.flow import HIGH, Flow
from qq_api.keep import keep
from qq_api.loop import beside
from qq_api.official.closes import close_of
from qq_api.official.gateway import Gateway, Session, Turns
from support import until


async def test_it_says_who_we_are_and_hands_on_what_comes_in_order() -> None:
    heard: list[Any] = []
    async with gate() as qq, linked(qq) as link:
        gateway = Gateway(link, heard.append)
        async with held(gateway):
            await until(lambda: heard)
            for number in range(50):
                await qq.say(str(number))
            await until(lambda: len(heard) == 51)
        (hello,) = [frame for frame in qq.heard if frame["op"] == 2]
    assert hello["d"] == {"token": "QQBot token-1", "intents": 1 << 25 | 1 << 26, "shard": [0, 1], "properties": {}}
    assert [frame["d"]["content"] for frame in heard[1:]] == [str(number) for number in range(50)]
    assert gateway.session == Session("session-1", 51)


async def test_heartbeats_say_null_at_first_and_then_the_last_number() -> None:
    async with gate() as qq, linked(qq) as link:
        qq.beat, qq.greets = 20, False
        async with held(Gateway(link, lambda _: None)):
            await until(lambda: {"op": 1, "d": None} in qq.heard)
        qq.greets = True
        gateway = Gateway(link, lambda _: None)
        async with beside(keep("QQ", gateway.run, lambda: repeat(0.0))):  # whose ACK comes late, resumes
            await until(lambda: {"op": 1, "d": 1} in qq.heard)
            await qq.say("x")
            await until(lambda: {"op": 1, "d": 2} in qq.heard)


async def test_a_heartbeat_that_the_gateway_wants_is_sent_at_once() -> None:
    async with gate() as qq, linked(qq) as link, held(Gateway(link, lambda _: None)):
        await until(lambda: qq.sockets)
        before = len(qq.heard)
        await qq.sockets[0].send('{"op": 1}')
        await until(lambda: {"op": 1, "d": 1} in qq.heard[before:])


async def test_a_gateway_that_answers_no_heartbeat_is_left_and_resumed() -> None:
    async with gate() as qq, linked(qq) as link:
        qq.beat, qq.acks = 30, False
        gateway = Gateway(link, lambda _: None)
        with pytest.raises(TryAgain, match="no heartbeat ACK"):
            await asyncio.wait_for(gateway.run(), 15)
        assert gateway.session.id == "session-1"
        qq.acks = True
        async with held(gateway):
            await until(lambda: qq.ops() == [2, 6])


async def test_it_is_no_zombie_while_we_are_the_ones_who_do_not_read() -> None:
    flow, waiting = Flow(), [0]
    flow.sources.append(lambda: waiting[0])
    heard: list[Any] = []
    async with gate() as qq, linked(qq, flow=flow) as link:
        qq.beat = 1000
        gateway = Gateway(link, heard.append)
        async with held(gateway) as task:
            await until(lambda: heard)
            waiting[0] = HIGH
            await qq.say("the last that is read")
            await until(lambda: len(heard) == 2)
            for number in range(50):
                await qq.say(str(number))
            beats = len(qq.heard)
            await until(lambda: len(qq.heard) > beats + 3)
            assert len(heard) == 2
            assert not task.done()
            waiting[0] = 0
            flow.check()
            await until(lambda: len(heard) == 52)
            assert not task.done()


@pytest.mark.parametrize(
    ("code", "keeps", "seconds"),
    [
        (4001, False, 0),
        (4002, False, 0),
        (4004, False, 0),
        (4006, False, 0),
        (4007, False, 0),
        (4008, True, 60),
        (4009, True, 0),
        (4900, False, 0),
        (4913, False, 0),
        (1000, True, 0),
        (1011, True, 0),
        (4999, True, 0),
    ],
)
async def test_after_a_close_it_is_resumed_or_begun_anew(code: int, keeps: bool, seconds: float) -> None:
    async with gate() as qq, linked(qq) as link:
        gateway = Gateway(link, lambda _: None)
        running = asyncio.create_task(gateway.run())
        await until(lambda: qq.sockets)
        await qq.close(code)
        with pytest.raises(TryAgain) as caught:
            await running
        assert (bool(gateway.session.id), caught.value.seconds) == (keeps, seconds)
        assert await link.token.get() == ("token-2" if code == 4004 else "token-1")
        async with held(gateway):
            await until(lambda: qq.ops() == [2, 6 if keeps else 2])


FATAL = {
    4010: ("shard", "分片"),
    4011: ("shard", "分片"),
    4012: ("update qq_api", "更新 qq_api"),
    4013: ("GROUP_AND_C2C_EVENT", "INTERACTION"),
    4014: ("did not grant", "没有这些 intents"),
    4914: ("sandbox to true", "沙箱"),
    4915: ("banned", "封禁"),
}


@pytest.mark.parametrize("code", FATAL)
async def test_a_close_that_no_try_can_mend_ends_it_with_words_for_the_owner(code: int) -> None:
    async with gate() as qq, linked(qq) as link:
        gateway = Gateway(link, lambda _: None)
        running = asyncio.create_task(keep("QQ", gateway.run))
        await until(lambda: qq.sockets)
        await qq.close(code)
        with pytest.raises(FatalError, match=FATAL[code][0]):
            await asyncio.wait_for(running, 15)
        assert len(qq.ops()) == 1
    chinese = Texts.load("qq_api", "zh_cn")(
        f"official.close.{close_of(code).key}", code=code, reason="", shards=1, intents="INTERACTION"
    )
    assert FATAL[code][1] in chinese


async def test_op_7_is_resumed_without_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with gate() as qq, linked(qq) as link:
        gateway = Gateway(link, lambda _: None)
        task = asyncio.create_task(keep("QQ", gateway.run, lambda: iter([0.0] * 9)))
        await until(lambda: qq.sockets)
        await qq.sockets[0].send('{"op": 7, "d": null}')
        await until(lambda: qq.ops() == [2, 6])
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert caplog.records == []


@pytest.mark.parametrize(("may_resume", "seconds"), [(True, 0), (False, 3)])
async def test_op_9_is_resumed_or_begun_anew_after_a_pause(may_resume: bool, seconds: float) -> None:
    async with gate() as qq, linked(qq) as link:
        gateway = Gateway(link, lambda _: None)
        running = asyncio.create_task(gateway.run())
        await until(lambda: qq.sockets)
        await qq.sockets[0].send(json.dumps({"op": 9, "d": may_resume}))
        with pytest.raises(TryAgain) as caught:
            await running
        assert (caught.value.seconds, bool(gateway.session.id)) == (seconds, may_resume)
        async with held(gateway):
            await until(lambda: qq.ops() == [2, 6 if may_resume else 2])


async def test_we_close_so_that_the_session_lives_on() -> None:
    codes: list[int | None] = []
    opened: list[Any] = []

    async def note(socket: ServerConnection) -> None:
        await socket.send('{"op": 10, "d": {"heartbeat_interval": 40000}}')
        opened.append(await socket.recv())
        await socket.wait_closed()
        codes.append(socket.close_code)

    async with gate() as qq, linked(qq) as link:
        qq.script = note
        async with held(Gateway(link, lambda _: None)):
            await until(lambda: opened)
        await until(lambda: codes)
    assert codes == [4000]


async def test_a_session_that_cannot_be_resumed_is_given_up_after_three_tries() -> None:
    async def slam(socket: ServerConnection) -> None:
        await socket.send('{"op": 10, "d": {"heartbeat_interval": 40000}}')
        qq.heard.append(json.loads(await socket.recv()))
        await socket.close(1011)

    async with gate() as qq, linked(qq) as link:
        qq.script = slam
        gateway = Gateway(link, lambda _: None, session=Session("old", 7))
        for _ in range(3):
            with pytest.raises(TryAgain):
                await gateway.run()
        qq.script = None
        async with held(gateway):
            await until(lambda: qq.sockets)
        assert qq.ops() == [6, 6, 6, 2]
        assert qq.heard[0]["d"] == {"token": "QQBot token-1", "session_id": "old", "seq": 7}


ODD = [
    "no JSON",
    "[1]",
    "[" * 100_000,
    '{"op": 99}',
    '{"op": "0"}',
    '{"op": 0, "t": "X", "s": "odd", "d": null}',
    '{"op": 0}',
]


async def test_odd_frames_change_nothing() -> None:
    heard: list[Any] = []
    async with gate() as qq, linked(qq) as link, held(Gateway(link, heard.append)) as task:
        await until(lambda: qq.sockets)
        for text in ODD:
            await qq.sockets[0].send(text)
        await qq.say("still here")
        await until(lambda: heard and heard[-1]["d"] and heard[-1]["d"].get("content") == "still here")
        assert not task.done()


@pytest.mark.parametrize("shape", [{"s": "17"}, {"s": 17}])
async def test_the_number_of_an_event_may_be_text_and_the_highest_counts(shape: dict[str, Any]) -> None:
    async with gate() as qq, linked(qq) as link:
        gateway = Gateway(link, lambda _: None)
        async with held(gateway):
            await until(lambda: qq.sockets)
            await qq.say("high", **shape)
            await qq.say("low", s=3)
            await qq.say("none", s=None)
            await until(lambda: gateway.session.seq == 17)


async def test_a_number_counts_only_after_the_event_was_handed_on() -> None:
    seqs: list[int | None] = []
    async with gate() as qq, linked(qq) as link:
        gateway = Gateway(link, lambda _: seqs.append(gateway.session.seq))
        async with held(gateway):
            await until(lambda: qq.sockets)
            await qq.say("a")
            await qq.say("b")
            await until(lambda: len(seqs) == 3)
    assert seqs == [None, 1, 2]


@pytest.mark.parametrize("hello", [None, [], {}, {"heartbeat_interval": "x"}, {"heartbeat_interval": -5}])
async def test_a_hello_that_makes_no_sense_is_taken_for_a_usual_one(hello: Any) -> None:
    async def greet(socket: ServerConnection) -> None:
        await socket.send(json.dumps({"op": 10, "d": hello}))
        qq.heard.append(json.loads(await socket.recv()))
        await socket.wait_closed()

    async with gate() as qq, linked(qq) as link:
        qq.script = greet
        async with held(Gateway(link, lambda _: None)) as task:
            await until(lambda: qq.ops() == [2])
            assert not task.done()


async def test_nobody_at_the_address_is_said_in_words() -> None:
    async with gate() as qq, linked(qq) as link:
        qq.url = "ws://127.0.0.1:1"
        with pytest.raises(ConnectionError, match=r"ws://127\.0\.0\.1:1 cannot be reached"):
            await Gateway(link, lambda _: None).run()


async def test_identifies_wait_for_their_turn_and_resumes_do_not() -> None:
    turns, times = Turns(most=2, seconds=0.3), []
    loop = asyncio.get_running_loop()

    async def one() -> None:
        await turns.take()
        times.append(loop.time())

    await asyncio.gather(*(one() for _ in range(5)))
    for earlier, later in zip(times, times[2:], strict=False):
        assert later - earlier >= 0.29


async def test_several_shards_say_which_one_they_are() -> None:
    async with gate() as qq, linked(qq, shards=2) as link:
        async with held(Gateway(link, lambda _: None, 0)), held(Gateway(link, lambda _: None, 1)):
            await until(lambda: len(qq.sockets) == 2)
        assert sorted(frame["d"]["shard"] for frame in qq.heard if frame["op"] == 2) == [[0, 2], [1, 2]]


async def test_fifty_losses_under_traffic_lose_nothing_and_double_nothing() -> None:
    heard: list[str] = []

    def take(frame: dict[str, Any]) -> None:
        if frame["t"] == "GROUP_AT_MESSAGE_CREATE":
            heard.append(frame["d"]["content"])

    async with gate() as qq, linked(qq) as link:
        task = asyncio.create_task(keep("QQ", Gateway(link, take).run, lambda: iter([0.0] * 999)))
        await until(lambda: qq.sockets)
        losses, sent = 0, 0
        while losses < 50:
            await until(lambda: qq.sockets)
            for _ in range(20):
                await qq.say(str(sent))
                sent += 1
            if losses % 5 == 4:
                await qq.sockets[0].send('{"op": 7}')
            elif losses % 2:
                await qq.close(4009)
            else:
                qq.sockets.pop().transport.abort()
            losses += 1
            for _ in range(5):  # while nobody listens
                await qq.say(str(sent))
                sent += 1
        await until(lambda: len(heard) >= sent, 20)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    numbers = [int(text) for text in heard]
    doubled, lost = len(numbers) - len(set(numbers)), sent - len(set(numbers))
    late = sum(one > other for one, other in pairwise(numbers))
    print(
        f"losses {losses}, sent {sent}, delivered {len(numbers)}, lost {lost}, doubled {doubled}, out of order {late}"
    )
    assert (lost, doubled, late, sent) == (0, 0, 0, 1250)
    assert qq.ops().count(2) == 1


async def test_the_token_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with gate() as qq, linked(qq) as link, held(Gateway(link, lambda _: None)):
        await until(lambda: qq.sockets)
        await qq.say("x")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("qq_api")]
    assert "token-1" not in "".join(ours)


def test_names_and_presets_are_bits_as_the_corrected_table_has_them() -> None:
    assert bits_of(["groups"]) == 1 << 25 | 1 << 26
    assert bits_of(["guilds_public"]) == 1 << 0 | 1 << 1 | 1 << 12 | 1 << 30
    assert bits_of(["guilds_private"]) == bits_of(["guilds_public"]) | 1 << 9
    assert INTENTS["GUILD_MESSAGES"] == 1 << 9
    assert INTENTS["GUILD_MESSAGE_REACTIONS"] == 1 << 10
    assert bits_of(["groups", "GROUP_AND_C2C_EVENT", "groups"]) == bits_of(["groups"])
    assert len(set(INTENTS.values())) == len(INTENTS) == 15
    assert {name for names in PRESETS.values() for name in names} <= INTENTS.keys()
    assert names_of(["INTERACTION", "GUILDS"]) == ["GUILDS", "INTERACTION"]
    with pytest.raises(KeyError, match="GROUPS_AND"):
        bits_of(["GROUPS_AND"])
