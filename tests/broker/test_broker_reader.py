"""Events out of a stream: each once, in order, whatever happens to the broker, the consumer or us."""

import asyncio
import json
import logging
import signal
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nats.errors
import pytest
from aiocqhttp import Event
from small_bridge import GROUP_ID, LAYOUT, SELF_ID, TEXTS, Survival, bridge, perfect, said, survival, verdict

from brokers import broker, cluster
from qq_api import Bot, flow
from qq_api.broker import pull, reader
from qq_api.broker.cursor import FILE, Cursor
from qq_api.loop import beside
from qq_api.notify.desk import Notice
from qq_api.notify.sources import Sources
from support import until

OLD = 900_000


async def test_a_first_start_begins_with_what_is_new_and_a_second_one_where_the_first_ended(tmp_path: Path) -> None:
    async with broker(tmp_path / "nats") as server, bridge(server) as qq:
        await qq.publish_many(range(OLD, OLD + 10))
        async with survival(server, tmp_path, server="生存 1") as first:
            await first.reads()
            await qq.publish_many(range(100))
            await first.hears(100)
        await qq.publish_many(range(100, 5100))
        async with survival(server, tmp_path, server="生存 1") as second:
            await second.hears(5000)
            await qq.publish(said(5100))
            await second.hears(5001)
        assert verdict(first.heard + second.heard, 5101) == perfect(5101)


async def test_events_say_by_which_server_they_came_and_heartbeats_only_of_accounts_that_are_there(
    tmp_path: Path,
) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server, server="生存") as mc:
        events: list[dict[str, Any]] = []
        mc.bot.listeners.append(events.append)
        await mc.has_account()
        await mc.reads()
        beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "status": {"online": True}, "time": 1}
        for self_id in (1, SELF_ID):
            await qq.client.publish(LAYOUT.meta(self_id), json.dumps({**beat, "self_id": self_id}).encode())
        await qq.client.publish(LAYOUT.event_subject(said(5)), b"{no json")
        await qq.publish(said(6))
        await mc.hears(1)
        assert [event["self_id"] for event in events if event["post_type"] == "meta_event"] == [SELF_ID]
        assert {event.get("server") for event in events if event["post_type"] != "connection"} == {"生存"}


async def test_only_the_groups_and_private_words_that_are_wanted_come(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq:
        async with survival(server, groups=[1, "1", "AB.C"]) as mc:
            await mc.reads()
            for number, group_id in enumerate([1, 2, None, "AB.C", 3]):
                await qq.publish(said(number, group_id))
            await mc.hears(3)
            await until(lambda: mc.transport._line.chat._pull)  # type: ignore[union-attr]
            assert mc.heard == [0, 2, 3]
        assert LAYOUT.heard([1], private=False) == ["qq.v1.ev.*.group.1.>"]


async def test_what_is_not_wanted_moves_the_cursor_so_that_its_loss_is_no_gap(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "HEARTBEAT", 0.2)
    async with broker(tmp_path / "nats") as server, bridge(server, max_msgs=50) as qq:
        async with survival(server, tmp_path, groups=[1]) as mc:
            await mc.reads()
            await qq.publish_many(range(100), group_id=2)
            await until(lambda: (mc.transport._line.events._cursor.get(LAYOUT.events) or (0,))[0] == 100)  # type: ignore[union-attr]
            await qq.publish(said(1007, 1))
            await mc.hears(1)
        async with survival(server, tmp_path, groups=[1]) as mc:
            await mc.reads()
            await qq.publish(said(1008, 1))
            await mc.hears(1)
        assert "were missed" not in caplog.text


async def test_a_consumer_that_was_deleted_behind_our_back_is_replaced(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server) as mc:
        await mc.reads()
        for round_number in range(3):
            await qq.publish_many(range(round_number * 300, round_number * 300 + 300))
            for consumer in await qq.stream.consumers_info(LAYOUT.events):
                await qq.stream.delete_consumer(LAYOUT.events, consumer.name)
        await mc.hears(900)
        assert verdict(mc.heard, 900) == perfect(900)


@pytest.mark.parametrize("how", ["kept too few", "purged"])
async def test_what_the_broker_did_not_keep_is_told_and_reading_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    limits = {"max_msgs": 50} if how == "kept too few" else {}
    async with broker(tmp_path / "nats") as server, bridge(server, **limits) as qq:
        async with survival(server, tmp_path) as mc:
            await mc.reads()
            await qq.publish_many(range(10))
            await mc.hears(10)
        await qq.publish_many(range(10, 200))
        if how == "purged":
            await qq.stream.purge_stream(LAYOUT.events, keep=50)
        async with survival(server, tmp_path) as mc:
            await mc.hears(50)
            assert mc.heard == [*range(150, 200)]
            (lost,) = [one for one in mc.others if one["post_type"] == "meta_event"]
            assert (lost["sub_type"], lost["count"], lost["first"], lost["last"]) == ("gap", 140, 11, 150)
    assert "Up to 140 events (11 to 150) were missed" in caplog.text


@pytest.mark.parametrize("away", [True, False])
async def test_a_stream_that_was_made_anew_is_told_and_read_from_its_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, away: bool
) -> None:
    async with broker(tmp_path / "nats") as server, bridge(server) as qq:

        async def lose_it() -> None:
            await qq.stream.delete_stream(LAYOUT.events)
            await qq.make_streams()

        async with survival(server, tmp_path) as mc:
            await mc.reads()
            await qq.publish_many(range(10))
            await mc.hears(10)
            if not away:
                await lose_it()
                await until(lambda: "The broker lost its events" in caplog.text)
                await qq.publish_many(range(20, 30))
                await mc.hears(20)
        if away:
            await lose_it()
            await qq.publish_many(range(OLD, OLD + 5))
            async with survival(server, tmp_path) as mc:
                await mc.reads()
                await qq.publish_many(range(20, 30))
                await mc.hears(10)
        assert mc.heard[-10:] == [*range(20, 30)]
        assert caplog.text.count("The broker lost its events") == 1


async def test_a_broker_that_went_back_behind_our_cursor_is_told_and_read_from_its_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "DOUBTS", 1)
    async with broker(tmp_path / "nats") as server, bridge(server) as qq:
        await qq.publish_many(range(10))
        created = (await qq.stream.stream_info(LAYOUT.events)).created
        cursor = Cursor(tmp_path, TEXTS)
        cursor.set(LAYOUT.events, 500, created.isoformat())
        cursor.close()
        async with survival(server, tmp_path) as mc:
            await mc.reads()
            await qq.publish_many(range(20, 30))
            await mc.hears(10)
        assert mc.heard == [*range(20, 30)]
        assert "(we were at 500, it ends with 10)" in caplog.text
        assert "gone" not in caplog.text


def test_what_is_lost_is_told_to_the_owner() -> None:
    told: list[Notice] = []
    notifications: Any = SimpleNamespace(tell=told.append)
    sources = Sources(Bot(), notifications, TEXTS)
    sources.heard(Event({"post_type": "meta_event", "meta_event_type": "heartbeat"}))
    sources.heard(Event({"post_type": "meta_event", "meta_event_type": "lost", "words": "5 events"}))
    assert told == [Notice("plugins", "QQ API", "5 events")]


async def test_a_server_that_comes_before_any_bridge_waits_for_its_streams_and_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with broker(tmp_path) as server, survival(server) as mc:
        await until(lambda: f"no stream {LAYOUT.events} yet" in caplog.text)
        async with bridge(server) as qq:
            await mc.reads()
            await qq.publish(said(0))
            await mc.hears(1)
            await mc.has_account()
    assert caplog.text.count(f"no stream {LAYOUT.events} yet") == 1


async def test_slow_listeners_stop_the_reading_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "HIGH", 400)
    monkeypatch.setattr(flow, "LOW", 100)
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server) as mc:
        await mc.reads()
        waiting: list[int] = []
        mc.bot.listeners.append(lambda event: waiting.append(1))
        mc.bot.flow.sources.append(lambda: len(waiting))
        await qq.publish_many(range(1000))
        await until(lambda: mc.bot.flow.stopped)
        await until(lambda: mc.transport._line.events._pull.is_idle)  # type: ignore[union-attr]
        assert len(mc.heard) < 400 + 300
        while len(mc.heard) < 1000:
            waiting.clear()
            mc.bot.flow.check()
            await asyncio.sleep(0.01)
        assert verdict(mc.heard, 1000) == perfect(1000)


async def test_what_expires_while_reading_stands_still_is_told(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server, max_msgs=100) as qq, survival(server) as mc:
        await mc.reads()
        mc.bot.flow.sources.append(lambda: 5000 if mc.bot.flow.sources else 0)
        await qq.publish_many(range(10))
        await mc.hears(10)
        await until(lambda: mc.bot.flow.stopped)
        await qq.publish_many(range(10, 1000))
        await until(lambda: len(mc.heard) == 256)  # what was asked for already
        mc.bot.flow.sources.clear()
        mc.bot.flow.check()
        await mc.hears(356)
        assert mc.heard == [*range(256), *range(900, 1000)]
        assert [one["count"] for one in mc.others if one.get("meta_event_type") == "lost"] == [644]


async def _traffic(qq: Any, count: int) -> None:
    for number in range(count):
        await qq.publish(said(number))


async def test_a_broker_that_is_killed_and_comes_back_loses_doubles_and_confuses_nothing(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server) as mc:
        await mc.reads()
        async with beside(_traffic(qq, 1500)) as (traffic,):
            await mc.hears(200)
            await server.kill()
            await server.start()
            await asyncio.wait_for(traffic, 60)
            await mc.hears(1500)
        assert verdict(mc.heard, 1500) == perfect(1500)


async def test_a_reload_under_traffic_loses_and_doubles_nothing(tmp_path: Path) -> None:
    heard: list[int] = []
    async with broker(tmp_path / "nats") as server, bridge(server) as qq:
        async with survival(server, tmp_path) as mc:  # so that there is a place to go on from
            await mc.reads()
        async with beside(_traffic(qq, 1000)) as (traffic,):
            parked: dict[str, Any] = {}
            while not traffic.done():
                async with survival(server, tmp_path, parked) as mc:
                    await mc.has_account()
                    await until(lambda mc=mc: len(mc.heard) >= 150 or traffic.done(), 30)
                    parked = await mc.runtime.park()
                    assert mc.transport.accounts() == [SELF_ID]
                heard += mc.heard
            async with survival(server, tmp_path, parked) as mc:
                await until(lambda: len(heard) + len(mc.heard) >= 1000, 20)
            heard += mc.heard
    assert verdict(heard, 1000) == perfect(1000)


def test_a_damaged_cursor_is_set_aside_and_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cursor = Cursor(tmp_path, TEXTS)
    cursor.set("A", 5, "x")
    cursor.close()
    again = Cursor(tmp_path, TEXTS)
    assert again.get("A") == (5, "x")
    again.close()
    (tmp_path / FILE).write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    for beside_it in tmp_path.glob(f"{FILE}-*"):
        beside_it.unlink()
    anew = Cursor(tmp_path, TEXTS)
    assert anew.get("A") is None
    anew.set("A", 6, "x")
    anew.close()
    assert len([*tmp_path.glob("*.bad")]) == 1
    assert caplog.text.count("is damaged") == 1
    last = Cursor(tmp_path, TEXTS)
    assert last.get("A") == (6, "x")
    last.close()


def test_a_cursor_that_cannot_be_written_is_told_once_and_reading_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    cursor = Cursor(tmp_path / "file" / "folder", TEXTS)
    cursor.set("A", 5, "x")
    assert cursor.get("A") == (5, "x")
    cursor.close()
    cursor.set("A", 6, "x")
    assert cursor.get("A") == (6, "x")
    assert caplog.text.count("cannot be used") == 1


@pytest.mark.faults
async def test_a_broker_that_freezes_for_ten_seconds_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server) as mc:
        await mc.reads()
        async with beside(_traffic(qq, 3000)) as (traffic,):
            await mc.hears(200)
            server.signal(signal.SIGSTOP)
            frozen = time.monotonic()
            await until(lambda: not mc.transport._line.client.is_connected, 20)  # type: ignore[union-attr]
            await until(lambda: time.monotonic() > frozen + 10, 20)
            server.signal(signal.SIGCONT)
            await asyncio.wait_for(traffic, 120)
            await mc.hears(3000)
        print(verdict(mc.heard, 3000))
        assert verdict(mc.heard, 3000) == perfect(3000)


@pytest.mark.faults
async def test_ten_kills_and_restarts_under_traffic_lose_and_double_nothing(tmp_path: Path) -> None:
    async with broker(tmp_path) as server, bridge(server) as qq, survival(server) as mc:
        await mc.reads()
        async with beside(_endless(qq, mc)) as (traffic,):
            for kills in range(10):
                await mc.hears(len(mc.heard) + 300)
                await (server.kill() if kills % 2 else server.stop())
                await server.start()
            await mc.hears(len(mc.heard) + 300)
            qq.enough = True
            sent = await asyncio.wait_for(traffic, 60)
            await mc.hears(sent)
        print(verdict(mc.heard, sent))
        assert verdict(mc.heard, sent) == perfect(sent)


async def _endless(qq: Any, _mc: Survival) -> int:
    number = 0
    while not getattr(qq, "enough", False):
        await qq.publish(said(number, GROUP_ID))
        number += 1
    return number


@pytest.mark.faults
async def test_a_cluster_that_loses_the_leader_of_its_stream_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with cluster(tmp_path) as nodes:
        urls = SimpleNamespace(url=",".join(node.url for node in nodes))
        async with bridge(nodes[0], replicas=3, urls=[node.url for node in nodes]) as qq, survival(urls) as mc:  # type: ignore[arg-type]
            await mc.reads()
            async with beside(_endless(qq, mc)) as (traffic,):
                for _ in range(3):
                    await mc.hears(len(mc.heard) + 200, 60)
                    info = await _cluster_of(qq)
                    leader = nodes[int(info.removeprefix("node"))]
                    await leader.kill()
                    await mc.hears(len(mc.heard) + 200, 60)
                    await leader.start()
                qq.enough = True
                sent = await asyncio.wait_for(traffic, 60)
                await mc.hears(sent, 60)
            print(verdict(mc.heard, sent))
            assert verdict(mc.heard, sent) == perfect(sent)


async def _cluster_of(qq: Any) -> str:
    while True:
        with suppress(nats.errors.Error):
            info = await qq.stream.stream_info(LAYOUT.events)
            if info.cluster and info.cluster.leader:
                return str(info.cluster.leader)
        await asyncio.sleep(0.1)
