"""`dev.py demo`: comes up by itself, ends as a whole, whatever dies first."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from websockets.asyncio.client import connect

from environment import ROOT
from support import longer, until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the signals of POSIX")


class Demo:
    """A running demo: what it printed, and its processes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self.reading = asyncio.create_task(self._read())
        self.family: list[psutil.Process] = []

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.lines.append(line.decode().rstrip())

    async def url(self) -> str:
        said = self.lines
        address = (await until(lambda: [line for line in self.lines if line.startswith("Open ")], 40, said))[0]
        await until(self._are_three, 30)
        return address.removeprefix("Open ")

    async def part(self, words: str) -> psutil.Process:
        """The process whose command line holds some words."""

        def found() -> list[psutil.Process]:
            self._see()
            return [one for one in self.left() if words in " ".join(one.cmdline())]

        return (await until(found, 10, [one.cmdline() for one in self.left()]))[0]

    def _see(self) -> None:
        """Take note of the children; one look alone may miss some (their start times jump with the system's clock)."""
        now = psutil.Process(self.process.pid).children(recursive=True)
        self.family += [one for one in now if one.pid not in {known.pid for known in self.family}]

    def _are_three(self) -> bool:
        self._see()
        return len(self.family) >= 3

    def left(self) -> list[psutil.Process]:
        return [one for one in self.family if _lives(one)]


def _lives(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


@asynccontextmanager
async def demo(folder: Path, *arguments: str) -> AsyncIterator[Demo]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", str(ROOT / "scripts" / "dev.py"), "demo", "--page-port", "0"),
        *("--folder", str(folder), "--python", sys.executable, *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=folder.parent,
    )
    running = Demo(process)
    try:
        yield running
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.wait(), 40)
        await running.reading


async def test_a_line_crosses_within_a_second_and_ctrl_c_ends_it_all(tmp_path: Path) -> None:
    async with demo(tmp_path / "a folder 中文") as running:
        url = await running.url()
        base = url.split("/?")[0]
        async with httpx.AsyncClient(trust_env=False) as client:
            cookie = (await client.get(url)).headers["set-cookie"].split(";")[0]
        address = base.replace("http", "ws") + "/ws"
        async with connect(address, origin=base, additional_headers={"Cookie": cookie}) as page:  # type: ignore[arg-type]

            async def quickest(kind: str, before: str, say: Callable[[str], dict[str, Any]]) -> float:
                """Seconds until the page shows what was said: the best of three."""
                took = []
                for line in ("the first line", "the second line", "the third line"):
                    began = time.monotonic()
                    await page.send(json.dumps(say(line)))
                    await asyncio.wait_for(shown(kind, before + line), 30)
                    took.append(time.monotonic() - began)
                return min(took)

            async def shown(kind: str, words: str) -> None:
                while True:
                    came = json.loads(await page.recv())
                    for frame in came if isinstance(came, list) else [came]:
                        if frame["type"] == kind and words in json.dumps(frame, ensure_ascii=False):
                            return

            assert await quickest("line", "", said_in_qq) < 1
            assert await quickest("message", "[survival] <Steve> ", said_in_the_game) < 1
        running.process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(running.process.wait(), 20) == 0
        assert len(running.family) == 3, running.family
        assert running.left() == []


def said_in_qq(line: str) -> dict[str, Any]:
    return {"type": "say", "group_id": 20001, "user_id": 10003, "text": line}


def said_in_the_game(line: str) -> dict[str, Any]:
    return {"type": "game", "frame": {"type": "chat", "player": "Steve", "text": line}}


@pytest.mark.parametrize("victim", ["mcdreforged start", *longer("sandbox --until-eof", "minecraft --page", "dev.py")])
async def test_whatever_dies_first_nothing_is_left(tmp_path: Path, victim: str) -> None:
    async with demo(tmp_path / "demo") as running:
        await running.url()
        first = psutil.Process(running.process.pid) if victim == "dev.py" else await running.part(victim)
        first.kill()
        await asyncio.wait_for(running.process.wait(), 30)
        await until(lambda: not running.left(), 30, f"the end after {victim} died")
        if victim != "dev.py":
            assert running.process.returncode == 1
            assert any("ended, so all ends" in line for line in running.lines)


SERVER = """
import sys
print("[00:00:00] [Server thread/INFO]: Starting minecraft server version 1.21.4", flush=True)
print('[00:00:00] [Server thread/INFO]: Done (0.1s)! For help, type "help"', flush=True)
for line in sys.stdin:
    print(f"[00:00:00] [Server thread/INFO]: console {line.strip()}", flush=True)
    if line.strip() == "stop":
        break
"""


@pytest.mark.faults
async def test_a_server_of_ones_own_runs_instead_of_the_stand_in(tmp_path: Path) -> None:
    (tmp_path / "server.py").write_text(SERVER)
    command = f'"{sys.executable}" -u "{tmp_path / "server.py"}"'
    async with demo(tmp_path / "demo", "--server", command) as running:
        await running.url()
        assert len(running.family) == 4
    assert running.process.returncode == 0
    assert running.left() == []


STUBBORN = """
import time
print('[00:00:00] [Server thread/INFO]: Done (0.1s)! For help, type "help"', flush=True)
while True:
    time.sleep(0.1)
"""


@pytest.mark.faults
async def test_a_server_that_does_not_notice_its_wrapper_die_ends_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "server.py").write_text(STUBBORN)
    async with demo(tmp_path / "demo", "--server", f'"{sys.executable}" -u server.py') as running:
        await running.url()
        (await running.part("minecraft --page")).kill()
        await asyncio.wait_for(running.process.wait(), 30)
        await until(lambda: not running.left())


@pytest.mark.faults
async def test_what_the_folder_holds_is_kept_only_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "mine.txt").write_text("keep me")
    async with demo(folder, "--keep") as running:
        await running.url()
    assert (folder / "mine.txt").exists()
    async with demo(folder) as running:
        await running.url()
    assert not (folder / "mine.txt").exists()
