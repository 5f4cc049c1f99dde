"""What a server asks of QQ by way of a broker, who is there, and what servers tell each other."""

import asyncio
import json
import logging
import signal
from pathlib import Path
from typing import Any

import pytest
from small_bridge import LAYOUT, SELF_ID, TEXTS, bridge, survival

from brokers import broker
from qq_api import Bot
from qq_api.broker import caller
from qq_api.broker.presence import GRACE_SECONDS, LIFE_SECONDS, Accounts
from qq_api.config import Broker, Config
from qq_api.doctor import examine
from qq_api.errors import ActionFailed, ApiNotAvailable, Unanswered
from qq_api.report import report
from qq_api.runtime import running
from support import free_port, until


async def test_a_call_is_executed_and_answered(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server, server="生存 1") as mc:
        await mc.has_account()
        answer = await mc.bot.send_group_msg(group_id=1, message=[{"type": "text", "data": {"text": "你好"}}])
        assert answer == {"message_id": 1}
        (call,) = qq.calls
        assert call.pop("subject") == LAYOUT.calls("生存 1", SELF_ID)
        assert len(call.pop("req_id")) == 32
        message = [{"type": "text", "data": {"text": "你好"}}]
        params = {"group_id": 1, "message": message}
        assert call == {"action": "send_group_msg", "params": params, "timeout": 60.0}
        qq.answer = lambda call: {"status": "failed", "retcode": 1200, "wording": "no"}
        with pytest.raises(ActionFailed) as failed:
            await mc.bot.call_action("send_group_msg", self_id=str(SELF_ID))
        assert failed.value.result["wording"] == "no"
        unsure = {"status": "unknown", "retcode": 1200}
        for answer, cut, seconds in ((unsure, False, 60), (unsure | {"cut": True}, True, 60), (None, False, 0.3)):
            qq.answer = lambda call, answer=answer: answer
            with pytest.raises(Unanswered) as caught:
                await mc.bot.call_action("send_group_msg", timeout_seconds=seconds)
            assert caught.value.cut is cut
        with pytest.raises(ActionFailed, match="larger than the broker takes"):
            await mc.bot.call_action("send_group_msg", message="x" * 9_000_000)


async def test_calls_of_fifty_tasks_at_once_get_each_its_own_answer(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server) as mc:
        await mc.has_account()
        qq.answer = lambda call: call["params"]["number"]
        asked = range(1000)
        gate = asyncio.Semaphore(50)

        async def ask(number: int) -> Any:
            async with gate:
                return await mc.bot.call_action("get_msg", number=number)

        assert await asyncio.gather(*map(ask, asked)) == [*asked]
        assert len({call["req_id"] for call in qq.calls}) == 1000


async def test_where_nobody_executes_it_is_said_at_once_and_nothing_is_sent(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server, executes=False) as qq, survival(server) as mc:
        await mc.has_account()
        with pytest.raises(ApiNotAvailable, match="no bridge"):
            await asyncio.wait_for(mc.bot.send_group_msg(group_id=1, message="hi"), 15)
        with pytest.raises(ApiNotAvailable, match="QQ 5 is not connected"):
            await mc.bot.call_action("get_status", self_id=5)
        assert not qq.calls


async def test_a_call_that_may_be_made_again_is_by_the_same_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller, "AGAIN_SECONDS", (0.01, 0.01))
    again = {"status": "failed", "retcode": 1404, "wording": "not ours", "again": True}
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server) as mc:
        await mc.has_account()
        qq.answer = lambda call: again if len(qq.calls) < 3 else 5
        assert await mc.bot.call_action("send_group_msg", group_id=1, message="hi") == 5
        assert len({call["req_id"] for call in qq.calls}) == 1
        qq.answer = lambda call: again
        with pytest.raises(ApiNotAvailable, match="not ours"):
            await mc.bot.call_action("send_group_msg", group_id=1, message="hi")
        assert len(qq.calls) == 6


def of(qq: Any, action: str) -> list[str]:
    """The ids of the calls of an action."""
    return [call["req_id"] for call in qq.calls if call["action"] == action]


async def test_a_lost_answer_is_asked_for_again_by_the_same_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller, "PATIENCE", 0.1)
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server) as mc:
        await mc.has_account()
        qq.answer = lambda call: None
        with pytest.raises(Unanswered):
            await mc.bot.call_action("get_msg", timeout_seconds=3)
        assert len(qq.calls) > 1 and len({call["req_id"] for call in qq.calls}) == 1
        qq.answer = lambda call: {"status": "ok", "data": 5} if len(of(qq, "send_group_msg")) >= 3 else None
        assert await mc.bot.call_action("send_group_msg", timeout_seconds=30) == 5
        ids = of(qq, "send_group_msg")
        assert len(ids) >= 3 and len({*ids}) == 1


async def test_a_broker_that_dies_under_a_call_is_waited_for_and_the_call_goes_on(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server) as mc:
        await mc.has_account()
        qq.answer = lambda call: None
        sending = asyncio.create_task(mc.bot.call_action("send_group_msg"))
        asking = asyncio.create_task(mc.bot.call_action("get_msg"))
        await until(lambda: len(qq.calls) == 2)
        await server.kill()
        await until(lambda: mc.runtime.held[0].transport.problem)
        with pytest.raises(ApiNotAvailable, match="not connected"):
            await mc.bot.call_action("send_group_msg")
        assert await report(mc.bot, mc.runtime, TEXTS)
        qq.answer = lambda call: 7
        await server.start()
        assert await asyncio.wait_for(asyncio.gather(sending, asking), 20) == [7, 7]
        assert len({call["req_id"] for call in qq.calls}) == 2
        assert mc.bot.accounts() == [SELF_ID]
        assert [one["connection_type"] for one in mc.others] == ["open"]


@pytest.mark.faults
async def test_a_frozen_broker_keeps_no_caller_waiting_for_its_whole_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller, "DOUBT_SECONDS", 2.0)
    async with broker(tmp_path) as server, bridge(server), survival(server) as mc:
        await mc.has_account()
        server.signal(signal.SIGSTOP)
        with pytest.raises(Unanswered):
            await asyncio.wait_for(mc.bot.call_action("send_group_msg", timeout_seconds=600), 20)


async def test_whether_qq_is_online_is_known_from_heartbeats_so_that_a_fleet_does_not_ask(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server) as mc:
        await mc.has_account()
        qq.answer = lambda call: {"online": False, "good": False}
        assert await mc.bot.call_action("get_status") == {"online": False, "good": False}
        assert len(qq.calls) == 1
        status = {"online": True, "good": True}
        beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "self_id": SELF_ID, "status": status}
        await qq.client.publish(LAYOUT.meta(SELF_ID), json.dumps(beat).encode())
        await until(lambda: any(one["post_type"] == "meta_event" for one in mc.others))
        assert await mc.bot.call_action("get_status") == status
        assert len(qq.calls) == 1


async def test_lines_that_may_wait_go_into_the_outbox_and_are_answered_when_they_are_stored(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server, server="S") as mc:
        await mc.has_account()
        assert await mc.bot.call_action("send_group_msg_rate_limited", group_id="AB", message="a") is None
        assert await mc.bot.call_action("send_private_msg_async", user_id=5, message="b") is None
        first, second = [await qq.stream.get_msg(LAYOUT.outbox, number) for number in (1, 2)]
        assert first.subject == LAYOUT.waits("S", SELF_ID, "AB")
        assert second.subject == LAYOUT.waits("S", SELF_ID, "user_5")
        call = json.loads(first.data or b"")
        assert first.headers == {"Nats-TTL": "300", "Nats-Msg-Id": call["req_id"]}
        assert (call["action"], call["params"]) == (
            "send_group_msg_rate_limited",
            {"group_id": "AB", "message": "a"},
        )
        assert not qq.calls
        await qq.stream.delete_stream(LAYOUT.outbox)
        with pytest.raises(ApiNotAvailable):
            await mc.bot.call_action("send_group_msg_async", group_id=1, message="c")


async def test_accounts_come_when_a_bridge_says_so_and_go_when_it_signs_off(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, survival(server) as mc:
        async with bridge(server) as qq:
            await mc.has_account()
        assert mc.bot.accounts() == [SELF_ID]
        async with bridge(server) as qq:
            await mc.has_account()
        async with bridge(server, executes=False) as qq:
            await qq.presence.delete(f"bot.{SELF_ID}")
            qq.say_there = _nothing  # type: ignore[method-assign]
            await qq.presence.delete(f"bot.{SELF_ID}")
            await until(lambda: not mc.bot.accounts())
        assert [one["connection_type"] for one in mc.others] == ["open", "closed"]


async def _nothing() -> None:
    pass


def test_an_account_goes_when_three_beats_were_missed_and_no_sooner() -> None:
    told: list[tuple[str, int]] = []
    now = [0.0]
    accounts = Accounts(lambda one: told.append(("came", one)), lambda one: told.append(("went", one)), lambda: now[0])
    accounts.heard(1)
    accounts.heard(2)
    now[0] = LIFE_SECONDS - 1
    accounts.heard(1)
    accounts.tick()
    now[0] = LIFE_SECONDS
    accounts.tick()
    assert (accounts.there(), told) == ([1], [("came", 1), ("came", 2), ("went", 2)])
    accounts.signed_off(1)
    accounts.signed_off(5)
    now[0] += GRACE_SECONDS / 2
    accounts.heard(1)  # with another bridge
    now[0] += GRACE_SECONDS
    accounts.tick()
    assert accounts.there() == [1]


async def test_the_server_itself_is_there_until_it_stops_but_over_a_reload(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq:
        for reload in (True, False):
            async with survival(server, server="生存", groups=[1]) as mc:
                await mc.has_account()
                await until(lambda mc=mc: mc.transport._line.presence._revision)
                there = await qq.presence.get("srv.生存")
                assert there is not None
                about = json.loads(there.data)
                assert about["name"] == "生存"
                assert about["groups"] == [1]
                assert {"version", "boot", "since", "lag"} <= about.keys()
                if reload:
                    await mc.runtime.park()
            assert ((await qq.presence.get("srv.生存")) is not None) == reload


async def test_two_servers_of_one_name_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with broker(tmp_path) as server, bridge(server), survival(server) as first, survival(server) as second:
        for one in (first, second) * 3:
            await one.has_account()
            one.transport._line.presence.anew()  # type: ignore[union-attr]
            await asyncio.sleep(0.05)
        await until(lambda: "Another server is called survival, too" in caplog.text, 20)


async def test_servers_tell_each_other_and_hear_only_what_is_for_their_groups(tmp_path: Path) -> None:
    async with (
        broker(tmp_path) as server,
        bridge(server),
        survival(server, server="A") as first,
        survival(server, server="B", groups=[1]) as second,
        survival(server, server="C", groups=[2]) as third,
    ):
        for one in (first, second, third):
            await one.has_account()
            await until(lambda one=one: one.transport._line.chat._pull)
        tell = first.bot.call_action
        await tell("tell_servers", kind="chat", player="Steve", text="hi", group_ids=[1, "3"])
        await tell("tell_servers", kind="join", player="Alex", text="joined", group_ids=[1, 2])
        for wrong in ({"kind": "A B"}, {"text": ""}, {"group_ids": None}, {"player": 5}):
            with pytest.raises(ActionFailed):
                await tell("tell_servers", **{"kind": "chat", "player": "", "text": "x", "group_ids": [1]} | wrong)

        def notices(one: Any) -> list[tuple[str, str]]:
            return [(event["sub_type"], event["text"]) for event in one.others if event["post_type"] == "notice"]

        await until(lambda: len(notices(second)) == 2 and notices(third))
        assert notices(second) == [("chat", "hi"), ("join", "joined")]
        assert notices(third) == [("join", "joined")]
        (event,) = [event for event in third.others if event["post_type"] == "notice"]
        assert event.pop("time")
        assert event == {
            "post_type": "notice",
            "notice_type": "server",
            "sub_type": "join",
            "from_server": "A",
            "server": "C",
            "player": "Alex",
            "text": "joined",
            "group_ids": [2],
            "self_id": SELF_ID,
            "number": 2,
        }
        assert notices(first) == []


async def test_the_doctor_and_the_status_tell_a_broker_that_is_away_from_a_bridge_that_is_missing(
    tmp_path: Path,
) -> None:
    nobody = Config(connections=[Broker(url=f"nats://u:secret@127.0.0.1:{free_port()}")])
    bot = Bot()
    async with running(bot, nobody, TEXTS) as runtime:
        (finding,) = await examine(bot, runtime, TEXTS)
        status = await report(bot, runtime, TEXTS)
        assert "not connected" in finding
        assert "not connected" in status
        assert "secret" not in finding + status
    async with broker(tmp_path) as server, survival(server) as mc:
        await until(lambda: not mc.transport.problem)
        (finding,) = await examine(mc.bot, mc.runtime, TEXTS)
        assert "no bridge has an account" in finding
        assert "nobody is connected" in await report(mc.bot, mc.runtime, TEXTS)


async def test_without_its_packages_the_broker_is_told_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "qq_api.broker.transport", None)
    caplog.set_level(logging.INFO)
    async with running(Bot(), Config(connections=[Broker()]), TEXTS) as runtime:
        assert "pip install" in runtime.held[0].problem
        assert "pip install" in caplog.text
        assert "pip install" in (await examine(Bot(), runtime, TEXTS))[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("url: http://a:1", "nats://"),
        ("prefix: a..b", "dots between"),
        ("server: ''", "at least 1"),
    ],
)
def test_mistakes_in_its_settings_are_told_in_words(tmp_path: Path, fields: str, words: str) -> None:
    from qq_api.config import load_config
    from qq_api.errors import ConfigError

    (tmp_path / "config.yml").write_text(f"config_version: 1\nconnections:\n- type: broker\n  {fields}\n")
    with pytest.raises(ConfigError) as found:
        load_config(tmp_path / "config.yml", Config, "en_us")
    assert words in str(found.value)


async def test_stopping_is_quick_while_the_broker_is_frozen(tmp_path: Path) -> None:
    async with broker(tmp_path) as server:
        async with bridge(server), survival(server) as mc:
            await mc.has_account()
            server.signal(signal.SIGSTOP)
            await asyncio.wait_for(mc.runtime.stop(), 15)
        server.signal(signal.SIGCONT)
