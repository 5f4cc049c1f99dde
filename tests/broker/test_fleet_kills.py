"""Bridges that are killed, or frozen, under traffic: nothing is lost, nothing is said twice, somebody takes over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from bridge_children import Net, freeze, net, thaw
from member_house import LAYOUT, Talk, bridge, server, world

from brokers import broker, cluster
from our_bot import Counts
from qq_api.loop import beside
from support import until


@asynccontextmanager
async def fleet_of(folder: Path, bridges: int) -> AsyncIterator[Net]:
    async with (
        broker(folder / "nats") as one,
        server(one.url) as survival,
        net(folder, one.url, survival, bridges) as here,
    ):
        yield here


async def kill_owners(here: Net, kills: int) -> None:
    """Again and again whoever has the account dies, and is started again."""
    for _ in range(kills):
        victim = await here.owner()
        await here.all_there()
        await here.all_stored()  # what only one bridge heard dies with it: OneBot says it once
        await victim.kill()
        taken, ok = await here.another_owner(victim), len(here.ok)
        assert taken is not victim
        await until(lambda ok=ok: len(here.ok) > ok, 15, "nobody executes")  # type: ignore[misc]
        await victim.start()


async def verdict(here: Net) -> None:
    print(
        heard := await here.heard(), executed := here.executed(), f"in doubt: {len(here.unknown)}", await here.mixed()
    )
    assert heard == Counts(len(here.said), len(here.said))
    assert executed == {"called": len(here.called), "lost": 0, "doubled": 0, "neither_done_nor_in_doubt": 0}


@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=pytest.mark.faults)])
async def test_bridges_killed_in_a_loop_lose_nothing_and_say_nothing_twice(tmp_path: Path, kills: int) -> None:
    async with fleet_of(tmp_path, 2 if kills < 10 else 3) as here:
        async with beside(here.talk(), here.keep_calling(), here.keep_calling()):
            await kill_owners(here, kills)
        await verdict(here)


async def test_a_bridge_that_was_frozen_executes_nothing_when_it_wakes(tmp_path: Path) -> None:
    async with fleet_of(tmp_path, 2) as here:
        async with beside(here.talk(), here.keep_calling()):
            frozen = await here.owner()
            freeze(frozen)
            await here.another_owner(frozen)
            ok = len(here.ok)
            await until(lambda: len(here.ok) > ok + 20, 15)
            thaw(frozen)
            await until(lambda: "could not keep its turn" in frozen.log, 15)
        await verdict(here)


@pytest.mark.faults
async def test_a_cluster_that_loses_its_leaders_under_traffic_loses_nothing(tmp_path: Path) -> None:
    qq = world()
    talk = Talk(qq)
    async with cluster(tmp_path / "nats") as nodes:
        url = ",".join(node.url for node in nodes)
        async with bridge(qq, url, tmp_path / "a", replicas=3, lease_seconds=10) as here, server(url) as survival:
            await here.has_the_account()
            for _ in range(3):
                await talk.say(50)
                info = await survival.stream.stream_info(LAYOUT.events)
                leader = nodes[int(info.cluster.leader.removeprefix("node"))]  # type: ignore[union-attr]
                await leader.kill()
                for _ in range(50):
                    await talk.say(4)
                    await asyncio.sleep(0.1)
                await leader.start()
                await survival.stored(len(talk.said), 60)
            print(counts := await survival.hears(talk.said, 60))
            assert counts == Counts(len(talk.said), len(talk.said))
