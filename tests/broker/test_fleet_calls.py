"""What servers call by way of the broker is done once, by the bridge that has the account, where they may."""

import asyncio
import json
import logging
import uuid
from itertools import pairwise
from pathlib import Path
from typing import Any

import nats.errors
import pytest
from member_house import LAYOUT, QUIET, TEXTS, bridge, said_by_us, server, world

from brokers import broker
from our_bot import BOB, GROUP, SELF, read
from qq_api import ActionFailed, ApiNotAvailable
from qq_api.bridge.config import BridgeConfig
from qq_api.bridge.fleet import own_name
from qq_api.bridge.rights import Rights
from qq_api.broker.keys import Keys
from qq_api.errors import Unanswered
from support import until


def rights(**keys: Any) -> Rights:
    one = {"name": "one", "type": "broker", **keys}
    return Rights(BridgeConfig.model_validate({"peers": [one]}).at_broker()[0])


@pytest.mark.parametrize(
    ("action", "may"),
    [
        ("send_group_msg", True),
        ("send_group_forward_msg", True),
        ("get_group_member_list", True),
        ("set_group_kick", False),
        ("set_group_whole_ban", False),
        ("get_cookies", False),
        ("get_credentials", False),
        ("upload_group_file", False),
        ("get_file", False),
        ("set_restart", False),
        ("set_friend_add_request", False),
    ],
)
def test_a_server_at_the_broker_talks_and_looks_unless_more_is_written(action: str, may: bool) -> None:
    rights(actions=["*"]).check(action, {"group_id": 1})
    if may:
        rights().check(action, {"group_id": 1})
        return
    with pytest.raises(ActionFailed):
        rights().check(action, {"group_id": 1})


def test_a_bridge_keeps_its_name(tmp_path: Path) -> None:
    assert own_name(tmp_path, TEXTS) == own_name(tmp_path, TEXTS) != own_name(tmp_path / "other", TEXTS)


async def test_calls_are_executed_and_answered(tmp_path: Path) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            answer = await survival.send("hello")
            assert (answer["status"], answer["retcode"]) == ("ok", 0)
            assert answer["data"]["message_id"] in qq.messages
            who = await survival.call("get_login_info", self_id=BOB)
            assert who["data"]["user_id"] == SELF  # whatever it says: the subject names the account
            many = await asyncio.gather(*(survival.send(f"line {number}") for number in range(200)))
            assert {each["status"] for each in many} == {"ok"}
            assert sorted(said_by_us(qq)) == sorted(["hello", *(f"line {number}" for number in range(200))])


async def test_servers_may_what_is_written(tmp_path: Path) -> None:
    qq = world()
    peers = [{"name": "survival", "type": "broker", "groups": [GROUP], "private": False}]
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a", peers=peers) as here:
        await here.has_the_account()
        async with server(one.url) as survival, server(one.url, "creative") as creative:
            assert (await survival.send("x", group_id=QUIET))["retcode"] == 1403
            assert (await survival.call("send_private_msg", user_id=BOB, message="x"))["retcode"] == 1403
            assert (await survival.call("set_group_kick", group_id=GROUP, user_id=BOB))["retcode"] == 1403
            shown = await survival.call("get_group_list")
            assert [group["group_id"] for group in shown["data"]] == [GROUP]
            refused = await creative.send("x")
            assert refused["retcode"] == 1403
            assert "creative" in refused["wording"]
            here.fleet.member.apply([])  # type: ignore[union-attr]
            assert (await survival.send("x"))["retcode"] == 1403
            assert said_by_us(qq) == []


@pytest.mark.parametrize("frame", [b"", b"[]", b"{}", b'{"action": 1}', b'{"action": "x", "req_id": ""}', b"[" * 9999])
async def test_what_is_no_call_is_refused(tmp_path: Path, frame: bytes) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            answer = await survival.client.request(LAYOUT.calls("survival", SELF), frame, timeout=5)
            assert json.loads(answer.data)["retcode"] == 1400


async def test_one_call_is_executed_once_however_often_it_is_made(tmp_path: Path) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, server(one.url) as survival:
        req_id = uuid.uuid4().hex
        async with bridge(qq, one.url, tmp_path / "a", name="a") as first:
            await first.has_the_account()
            answers = await asyncio.gather(*(survival.send("once", req_id) for _ in range(5)))
        async with bridge(qq, one.url, tmp_path / "b", name="b") as second:
            await second.has_the_account()
            answers.append(await survival.send("once", req_id))
        assert [each["data"] for each in answers] == [answers[0]["data"]] * 6
        assert said_by_us(qq) == ["once"]


async def test_a_call_that_somebody_began_and_nobody_finished_is_unknown(tmp_path: Path) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            await Keys(survival.stream, LAYOUT.done).claim("begun", b"S")
            answer = await survival.send("x", "begun")
            assert (answer["status"], answer["cut"]) == ("unknown", True), "who began it is gone"
            assert said_by_us(qq) == []


@pytest.mark.parametrize(
    ("error", "status", "repeated"),
    [
        (Unanswered("x"), "unknown", 1),
        (Unanswered("x", cut=True), "unknown", 1),
        (ApiNotAvailable("nobody"), "failed", 2),
    ],
)
async def test_what_was_not_sent_may_be_called_again_and_what_is_in_doubt_not(
    tmp_path: Path, error: Exception, status: str, repeated: int
) -> None:
    qq, tries = world(), []
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()

        async def call_action(action: str, **_: Any) -> Any:
            tries.append(action)
            raise error

        here.bot.call_action = call_action  # type: ignore[method-assign]
        async with server(one.url) as survival:
            answers = [await survival.send("x", "same") for _ in range(2)]
            assert [each["status"] for each in answers] == [status] * 2
            assert len(tries) == repeated
            assert answers[0].get("cut", False) is getattr(error, "cut", False)
            assert all(each.get("again", False) is (status == "failed") for each in answers)


async def test_without_a_bridge_a_call_fails_at_once(tmp_path: Path) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, server(one.url) as survival:
        with pytest.raises(nats.errors.NoRespondersError):
            await survival.send("x")
        async with bridge(qq, one.url, tmp_path / "a") as here:
            await here.has_the_account()
            presence = Keys(survival.stream, LAYOUT.presence)
            shown = f"bot.{SELF}", f"gw.{here.member.name}"
            there: dict[str, bytes] = {}
            while not {*shown} <= {*there}:
                there = await presence.all()
            assert json.loads(there[shown[0]])["bridge"] == json.loads(there[shown[1]])["bridge"] == here.member.name
        with pytest.raises(nats.errors.NoRespondersError):
            await survival.send("x")
        assert await presence.all() == await Keys(survival.stream, LAYOUT.owners).all() == {}


async def test_calls_that_run_when_the_bridge_stops_are_finished(tmp_path: Path) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, server(one.url) as survival:
        async with bridge(qq, one.url, tmp_path / "a") as here:
            await here.has_the_account()
            begun, plain = asyncio.Event(), here.bot.call_action

            async def call_action(action: str, **params: Any) -> Any:
                begun.set()
                await asyncio.sleep(0.3)
                return await plain(action, **params)

            here.bot.call_action = call_action  # type: ignore[method-assign]
            calling = asyncio.create_task(survival.send("late"))
            await begun.wait()
        assert (await calling)["status"] == "ok"
        assert said_by_us(qq) == ["late"]


async def test_whose_lease_is_over_executes_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    qq = world()
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a", lease_seconds=4) as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            lease = here.member.accounts[SELF].lease
            await survival.stream.publish(f"$KV.{LAYOUT.owners}.{SELF}", b"other/1", msg_ttl=3)
            await until(lambda: not lease.held, 20)
            await until(lambda: "other publishes and executes" in read(caplog))
            heard = await here.member.executor.listen(SELF, lease)  # type: ignore[union-attr]
            refused = await survival.send("x")
            assert (refused["retcode"], refused["again"]) == (1404, True)
            await heard.unsubscribe()
            await here.has_the_account()  # the other one was never seen again
            assert (await survival.send("y"))["status"] == "ok"
            assert said_by_us(qq) == ["y"]


async def test_lines_that_waited_are_said_in_order(tmp_path: Path) -> None:
    qq = world()
    lines = [f"line {number}" for number in range(20)]
    async with broker(tmp_path / "nats") as one, server(one.url) as survival:
        async with bridge(qq, one.url, tmp_path / "a") as here:
            await here.has_the_account()
        for line in lines:  # nobody is there
            await survival.leave(line)
        async with bridge(qq, one.url, tmp_path / "a"):
            await until(lambda: len(said_by_us(qq)) == 20, 20)
        assert said_by_us(qq) == lines
        assert (await survival.stream.stream_info(LAYOUT.outbox)).state.messages == 0


async def test_a_line_that_cannot_be_sent_is_tried_again_and_what_is_behind_it_waits(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    qq, away = world(), [True, True]
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        plain = here.bot.call_action

        async def call_action(action: str, **params: Any) -> Any:
            if away and away.pop():
                raise ApiNotAvailable("nobody")
            return await plain(action, **params)

        here.bot.call_action = call_action  # type: ignore[method-assign]
        here.member.accounts[SELF]._outbox._backoff = (0.2, 0.2, 0.2)
        async with server(one.url) as survival:
            for line in ("first", "second"):
                await survival.leave(line)
            await survival.leave("nowhere", group_id=77)
            await survival.leave("third")
            await until(lambda: len(said_by_us(qq)) == 3, 30)
            assert said_by_us(qq) == ["first", "second", "third"]
            await until(lambda: "for 77 was not sent" in read(caplog))


async def test_a_line_whose_bridge_died_over_it_is_not_said_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            await Keys(survival.stream, LAYOUT.done).claim("died", b"S")
            await survival.leave("in doubt", "died")
            await survival.leave("next")
            await until(lambda: said_by_us(qq) == ["next"], 20)
            assert "may not have arrived" in read(caplog)
            await survival.left_over(LAYOUT.outbox, 0)


async def test_lines_whose_time_is_over_are_not_said(tmp_path: Path) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, server(one.url) as survival:
        async with bridge(qq, one.url, tmp_path / "a") as here:
            await here.has_the_account()
        await survival.leave("too late", ttl=1)
        await survival.leave("in time")
        await survival.left_over(LAYOUT.outbox, 1)
        async with bridge(qq, one.url, tmp_path / "a"):
            await until(lambda: said_by_us(qq), 20)
        assert said_by_us(qq) == ["in time"]


async def test_lines_keep_their_distance(tmp_path: Path) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a", pause_seconds=0.2) as here:
        await here.has_the_account()
        loop, when = asyncio.get_running_loop(), []
        plain = here.bot.call_action

        async def call_action(action: str, **params: Any) -> Any:
            when.append(loop.time())
            return await plain(action, **params)

        here.bot.call_action = call_action  # type: ignore[method-assign]
        async with server(one.url) as survival:
            for number in range(4):
                await survival.leave(f"line {number}")
            await until(lambda: len(when) == 4, 20)
            assert all(late - early >= 0.19 for early, late in pairwise(when))
