"""What QQ says is in the stream once and in order, whatever happens to the broker and the bridge."""

import asyncio
import logging
import signal
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from member_house import LAYOUT, QUIET, Bridge, Talk, bridge, server, world
from nats.js.api import DiscardPolicy

from brokers import Broker, broker
from our_bot import ALICE, BOB, GROUP, SELF, Counts, read
from qq_api import Texts
from qq_api.broker.keys import Keys
from qq_api.broker.lease import Lease
from qq_api.broker.publisher import FIRST_SECONDS, Publisher
from qq_api.broker.spool import Spool
from qq_api.broker.waiting import Entry, Waiting
from support import until


async def say_for(talk: Talk, rounds: int, lines: int = 5) -> None:
    for _ in range(rounds):
        await talk.say(lines)
        await asyncio.sleep(0.02)


async def test_events_are_in_the_stream_once_and_in_order(tmp_path: Path) -> None:
    qq = world()
    talk = Talk(qq)
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            await talk.say(500)
            assert await survival.hears(talk.said) == Counts(500, 500)
            await until(lambda: not len(here.member.publisher.waiting))  # the stream has them a moment before
            assert not list((tmp_path / "a").glob("*.db"))  # what the broker takes at once touches no disk


async def kill(one: Broker) -> None:
    await one.kill()
    await asyncio.sleep(0.3)
    await one.start()


async def freeze(one: Broker) -> None:
    one.signal(signal.SIGSTOP)
    await asyncio.sleep(1)
    one.signal(signal.SIGCONT)


@pytest.mark.parametrize("fault", [kill, freeze])
async def test_a_broker_that_dies_or_freezes_under_traffic_costs_nothing(tmp_path: Path, fault: Any) -> None:
    qq = world()
    talk = Talk(qq)
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            await asyncio.gather(say_for(talk, 60), fault(one))
            print(counts := await survival.hears(talk.said))
            assert counts == Counts(300, 300)


async def test_what_was_said_while_the_broker_was_away_outlives_the_bridge(tmp_path: Path) -> None:
    qq, one = world(), Broker(tmp_path / "nats")
    talk = Talk(qq)
    for _ in range(2):  # two lives without a broker
        async with bridge(qq, one.url, tmp_path / "a"):
            await talk.say(20)
    try:
        await one.start()
        async with bridge(qq, one.url, tmp_path / "a") as here, server(one.url) as survival:
            await talk.say(20)
            await here.has_the_account()
            assert await survival.hears(talk.said) == Counts(60, 60)
        async with bridge(qq, one.url, tmp_path / "a") as here:
            assert not len(here.member.publisher.waiting)
    finally:
        await one.kill()


async def test_a_stream_that_is_full_is_told_once_and_goes_on_by_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    qq = world()
    talk = Talk(qq)
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            config = (await survival.stream.stream_info(LAYOUT.events)).config
            await survival.stream.update_stream(config.evolve(discard=DiscardPolicy.NEW, max_msgs=30))
            await talk.say(100)
            await until(lambda: "no room" in read(caplog), 20)
            await until(lambda: len(here.member.publisher.waiting) == 70)
            await survival.stream.update_stream(config)
            assert await survival.hears(talk.said) == Counts(100, 100)
            assert read(caplog).count("no room") == 1


async def test_a_stream_that_was_deleted_is_made_anew(tmp_path: Path) -> None:
    qq = world()
    talk = Talk(qq)
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            await survival.stream.delete_stream(LAYOUT.events)
            await talk.say(10)
            await until(lambda: here.member.publisher.published == 10, 20)
            assert await survival.hears(talk.said) == Counts(10, 10)


async def test_what_the_broker_cannot_take_is_told_and_dropped_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    qq = world()
    talk = Talk(qq)
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            await talk.say(3)
            qq.say(BOB, "x" * (9 << 20), group_id=GROUP)
            await talk.say(3)
            assert await survival.hears(talk.said) == Counts(6, 6)
            assert "message" in read(caplog)
            assert "max_payload" in read(caplog)


async def test_heartbeats_are_heard_and_not_kept(tmp_path: Path) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a") as here:
        await here.has_the_account()
        async with server(one.url) as survival:
            heard: list[Any] = []

            async def hear(message: Any) -> None:
                heard.append(message.data)

            await survival.client.subscribe(LAYOUT.meta(SELF), cb=hear)
            await survival.client.flush()
            beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "self_id": SELF, "time": 1, "status": {}}
            # one is lost where a busy machine lets the lease run out
            await until(lambda: here.bot.emit(beat) or heard)  # type: ignore[func-returns-value]
            assert await survival.events() == []


async def test_of_two_accounts_in_one_group_one_speaks(tmp_path: Path) -> None:
    qq = world()
    talk = Talk(qq)
    async with broker(tmp_path / "nats") as one, bridge(qq, one.url, tmp_path / "a", SELF, ALICE) as here:
        await until(lambda: {SELF, ALICE} <= here.member.publisher.owned, 20)
        async with server(one.url) as survival:
            await talk.say(20)
            qq.say(BOB, "last", group_id=QUIET)
            assert await survival.hears([*talk.said, "last"]) == Counts(21, 21)


async def owner(*bridges: Bridge) -> Bridge:
    """Whichever has the account."""
    return next(iter(await until(lambda: [one for one in bridges if one.owns], 20)))


async def test_of_two_bridges_on_one_account_one_publishes_and_the_other_takes_over(tmp_path: Path) -> None:
    qq = world()
    talk = Talk(qq)
    async with (
        broker(tmp_path / "nats") as one,
        server(one.url) as survival,
        bridge(qq, one.url, tmp_path / "b", name="b") as second,
    ):
        async with bridge(qq, one.url, tmp_path / "a", name="a") as first:
            await owner(first, second)
            await until(lambda: len(second.member.accounts) == len(first.member.accounts) == 1, 20)
            await talk.say(50)
            assert await survival.hears(talk.said) == Counts(50, 50)
            assert 0 in (first.member.publisher.published, second.member.publisher.published)
            await talk.say(10)  # those may be under way while the first one stops
        await second.has_the_account()
        await talk.say(10)
        assert await survival.hears(talk.said) == Counts(70, 70)
        info = await survival.stream.stream_info(LAYOUT.events)
        assert info.state.messages == 70


async def test_a_bridge_takes_over_what_a_dead_one_heard_and_did_not_publish(tmp_path: Path) -> None:
    qq = world()
    talk = Talk(qq)
    async with broker(tmp_path / "nats") as one, server(one.url) as survival:
        owners = survival.stream
        async with bridge(qq, one.url, tmp_path / "a", name="a") as here:
            await here.has_the_account()
            await talk.say(10)
            await survival.stored(10)
        await owners.publish(f"$KV.{LAYOUT.owners}.{SELF}", b"dead/1", msg_ttl=60)
        async with bridge(qq, one.url, tmp_path / "b", name="b") as second:
            await until(lambda: second.member.accounts and second.member.accounts[SELF].lease.other, 20)
            await talk.say(10)  # nobody publishes them now
            await owners.publish(f"$KV.{LAYOUT.owners}.{SELF}", b"dead/1", msg_ttl=1)
            await second.has_the_account()
            assert await survival.hears(talk.said) == Counts(20, 20)


async def test_who_comes_when_the_one_before_just_died_lets_those_go_first_who_heard_it(tmp_path: Path) -> None:
    now = [0.0]
    async with broker(tmp_path / "nats") as one, server(one.url) as survival:
        owners = Keys(survival.stream, LAYOUT.owners)
        await owners.open(memory=False)
        there, comes = (Lease(owners, SELF, f"{name}/1", clock=lambda: now[0]) for name in ("there", "comes"))
        comes.late = True
        assert not await comes.look()
        now[0] += 1
        assert not await comes.look()
        assert await there.look()
        await there.release()
        now[0] += 5  # nobody else wants it
        assert await comes.look()
        assert not comes.late


async def test_a_bridge_sees_that_somebody_had_the_account_before_it_came(tmp_path: Path) -> None:
    qq = world()
    async with broker(tmp_path / "nats") as one, server(one.url) as survival:
        async with bridge(qq, one.url, tmp_path / "a", name="a") as first:
            await first.has_the_account()
            assert not first.member.accounts[SELF].lease.late
        await survival.stream.publish(f"$KV.{LAYOUT.presence}.bot.{SELF}", b"{}", msg_ttl=60)
        await survival.stream.publish(f"$KV.{LAYOUT.owners}.{SELF}", b"dead/1", msg_ttl=60)
        async with bridge(qq, one.url, tmp_path / "b", name="b") as second:
            await until(lambda: second.member.accounts and second.member.accounts[SELF].lease.late, 20)


def test_what_waits_is_left_to_another_bridge_only_where_that_one_was_there(tmp_path: Path, texts: Texts) -> None:
    now = [100.0]
    publisher = Publisher(LAYOUT, Spool(tmp_path / "spool.db", texts), texts, clock=lambda: now[0])

    def hear(number: int) -> None:
        publisher.put({"post_type": "message", "self_id": SELF, "group_id": GROUP, "message_id": number})

    def listen(seconds: int, *, others: bool) -> None:
        for _ in range(seconds):
            now[0] += 1
            hear(int(now[0]))
            if others:
                publisher.others_have(SELF)

    def free() -> list[int]:
        return [int(one.message_id.split(":")[2]) for one in publisher.waiting.first({None}, 99, 99)]

    listen(2, others=False)  # at the start nobody knows
    listen(30, others=True)
    assert free() == [101, 102]
    assert len(publisher.waiting) == 2 + 16  # what is older, the other one has published
    listen(30, others=False)  # the broker is away, and perhaps the other bridge was, too
    listen(30, others=True)
    assert free() == [101, 102, *range(117, 163)]  # nor whether it could publish the last of before
    publisher.own(SELF)
    publisher.disown(SELF)
    listen(5, others=False)
    listen(1, others=True)
    publisher.left(SELF)
    assert free()[-5:] == [*range(193, 198)]
    assert len(publisher.waiting) == len(free())
    publisher.close()


def test_what_a_dead_bridge_may_not_have_published_is_published_though_a_third_one_takes_over_after_that_one(
    tmp_path: Path, texts: Texts
) -> None:
    now = [100.0]
    publisher = Publisher(LAYOUT, Spool(tmp_path / "spool.db", texts), texts, clock=lambda: now[0])

    def others_have(seconds: float) -> int:
        now[0] += seconds
        publisher.others_have(SELF)
        return len(publisher.waiting.first({None}, 9, 9))

    publisher.others_changed(SELF)
    others_have(0)
    publisher.put({"post_type": "message", "self_id": SELF, "group_id": GROUP, "message_id": 1})
    assert others_have(9) == 0
    publisher.others_changed(SELF)  # it may have heard more, and goes first
    assert [others_have(0), others_have(FIRST_SECONDS - 1), others_have(1)] == [0, 0, 1]
    publisher.close()


def test_whoever_gets_the_account_next_publishes_all_of_it_at_once_and_in_order(tmp_path: Path, texts: Texts) -> None:
    publisher = Publisher(LAYOUT, Spool(tmp_path / "spool.db", texts), texts)
    publisher.others_have(SELF)
    for number in range(5):
        publisher.put({"post_type": "message", "self_id": SELF, "group_id": GROUP, "message_id": number})
        publisher.others_changed(SELF)
        publisher.others_have(SELF)
    publisher.own(SELF)
    numbers = [one.number for one in publisher.waiting.first(publisher.owned, 9, 9)]
    assert numbers == sorted(numbers) and len(numbers) == 5
    publisher.close()


def test_a_spool_that_is_damaged_is_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture, texts: Texts) -> None:
    path = tmp_path / "spool.db"
    path.write_bytes(b"this is no database" * 100)
    spool = Spool(path, texts)
    assert spool.load() == []
    assert "damaged" in read(caplog)
    spool.add([Entry(1, 5, 0.0, "a.b.c", "id", b"{}")])
    spool.close()
    with closing(Spool(path, texts)) as again:
        assert again.load() == [Entry(1, None, 0.0, "a.b.c", "id", b"{}")]


def test_what_waits_while_the_broker_is_away_outlives_a_crash(tmp_path: Path, texts: Texts) -> None:
    publisher = Publisher(LAYOUT, Spool(tmp_path / "spool.db", texts), texts)
    for number in range(25):
        publisher.put({"post_type": "message", "self_id": SELF, "group_id": GROUP, "message_id": number})
    left = Spool(tmp_path / "spool.db", texts)  # the first one says no goodbye
    assert [one.message_id for one in left.load()] == [f"m:{SELF}:{number}:None" for number in range(25)]
    left.close()
    publisher.close()


def test_without_a_broker_the_oldest_of_too_many_go_and_that_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, texts: Texts
) -> None:
    publisher = Publisher(LAYOUT, Spool(tmp_path / "spool.db", texts), texts, waiting=Waiting(10))
    for number in range(25):
        publisher.put({"post_type": "message", "self_id": SELF, "group_id": GROUP, "message_id": number})
    publisher.close()
    assert publisher.dropped == 15
    assert read(caplog).count("oldest are dropped") == 1
    with closing(Spool(tmp_path / "spool.db", texts)) as spool:
        left = [one.message_id for one in spool.load()]
    assert left == [f"m:{SELF}:{number}:None" for number in range(15, 25)]
