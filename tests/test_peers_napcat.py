"""The sandbox with NapCat's own library, napcat-sdk, in a process of its own: both WebSocket ways."""

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from dev import _interpreters
from environment import DEV, python_of
from every_event import every_event
from qq_api.sandbox.flavours import FLAVOURS
from qq_api.sandbox.run import SELF_ID, Options, sandbox, small_world
from support import child, free_port, one_at_a_time
from test_peers import GOOD, PEERS, TOKEN, House, answered_well, python, without_a_class

__all__ = ["python"]  # a fixture


@pytest.fixture(scope="session")
def napcat_python(python: Path) -> Path:
    """An interpreter with napcat-sdk, which needs Python 3.12; this one, or a newer one of this machine."""
    if sys.version_info >= (3, 12):
        return python
    known = dict(_interpreters())
    newer = known.get("python3.13") or known.get("python3.12")
    if newer is None:
        pytest.skip("napcat-sdk needs Python 3.12")
    folder = DEV / "peers-napcat"
    with one_at_a_time(folder.with_suffix(".lock")):
        if not python_of(folder).exists():
            subprocess.run([newer, "-m", "venv", folder], check=True)
        wanted = [line.partition(";")[0] for line in (PEERS / "requirements.txt").read_text().splitlines()]
        napcat = [line for line in wanted if line.startswith("napcat-sdk")]
        subprocess.run([python_of(folder), "-m", "pip", "install", "-qq", *napcat], check=True, capture_output=True)
    return python_of(folder)


@asynccontextmanager
async def napcat(python: Path, way: str) -> AsyncIterator[House]:
    port = free_port()
    where = str(port) if way == "reverse" else f"ws://127.0.0.1:{port}"
    reverse, forward = Options(url=f"ws://127.0.0.1:{port}/"), Options(ws_port=port)
    options = replace(reverse if way == "reverse" else forward, token=TOKEN, flavour="napcat")
    process = child(python, PEERS / "napcat_client.py", way, where, TOKEN)
    async with sandbox(small_world(), options) as qq, process as bot:
        await bot.says(connected=SELF_ID)
        yield House(qq, bot)


@pytest.mark.parametrize("way", ["forward", "reverse"])
async def test_napcats_own_library_hears_answers_and_fails(napcat_python: Path, way: str) -> None:
    async with napcat(napcat_python, way) as house:
        house.say("echo 你好")
        await house.bot.says(heard="GroupMessageEvent")
        assert (await house.answered())[0]["data"]["text"] == "你好"
        house.say("fail x")
        assert "no group 1" in (await house.bot.says(error="NapCatAPIError"))["text"]
        assert answered_well(await house.calls()) == GOOD


@pytest.mark.parametrize("way", ["forward", "reverse"])
async def test_napcats_own_library_hears_every_event_over_the_wire(napcat_python: Path, way: str) -> None:
    # orjson, by which napcat-sdk reads, refuses halves of a character; our bot takes them (test_codec)
    events = [event for event in every_event(FLAVOURS["napcat"]) if "\ud83d" not in event.get("raw_message", "")]
    async with napcat(napcat_python, way) as house:
        house.bot.said.clear()
        house.send(events)
        heard = await house.hears(len(events))
    assert without_a_class(events, [one["heard"] for one in heard]) == {}
    odd = [segment for one in heard for segment in one["segments"] if "Unknown" in segment]
    assert len(odd) == 2  # `share`, which NapCat never sends, and one that nobody has
