"""Long runs of what goes wrong, ending in counts: sent, delivered, lost, doubled, out of order."""

import asyncio
from pathlib import Path

import psutil
import pytest

from e2e.test_plugins_come_and_go import OTHERS, Count, count, heard_last, last_heard, reload_under_traffic, sockets
from mcdr import house
from support import until

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("plugin", ["qq_api", "qq_chat"])
async def test_a_hundred_reloads_under_traffic_lose_nothing_and_leave_nothing(
    tmp_path: Path, packed: dict[str, Path], plugin: str
) -> None:
    async with house(tmp_path, packed, others=OTHERS) as home:
        process = psutil.Process(home.mcdr.process.pid)
        first = await reload_under_traffic(home, plugin, 1)
        await until(lambda: heard_last(home, first - 1), 30)
        before = sockets(process), process.num_threads(), process.num_fds()
        sent = await reload_under_traffic(home, plugin, 100, first)
        home.say(f"number {sent}")
        await until(lambda: heard_last(home, sent), 30)
        print(result := count(home, sent + 1))
        assert result == Count(sent + 1, sent + 1, 0, 0, 0)
        await until(lambda: (sockets(process), process.num_fds()) == (before[0], before[2]), 10)
        await until(lambda: process.num_threads() <= before[1] + 2, 10)  # the loop's helpers may have begun meanwhile
        assert not home.mcdr.found("Traceback|disconnected")


async def test_a_hundred_thousand_messages_at_once_are_heard_in_order_and_under_200_mb(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with house(tmp_path, packed, others=OTHERS) as home:
        process = psutil.Process(home.mcdr.process.pid)
        most, sent = 0, 100_000
        for start in range(0, sent, 5000):  # the sandbox's own queue holds 10,000
            for number in range(start, start + 5000):
                home.say(f"number {number}")
                if number % 100 == 0:
                    await asyncio.sleep(0)  # the sandbox lives on this loop, too
            await until(lambda start=start: last_heard(home) >= start - 1, 60)  # type: ignore[misc]
            most = max(most, process.memory_info().rss)
        await until(lambda: heard_last(home, sent - 1), 60)
        print(result := count(home, sent), f"{most >> 20} MiB")
        assert result == Count(sent, sent, 0, 0, 0)
        assert most < 200 << 20
