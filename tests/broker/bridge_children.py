"""Real bridges, as children of a test: killed, frozen, started again; one make-believe QQ and one broker for all."""

import asyncio
import os
import signal
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import nats.errors
from member_house import Server

from our_bot import ALICE, BOB, GROUP, SELF, Counts
from qq_api import plain
from qq_api.sandbox.python import Sandbox
from support import free_port, until

LEASE = 2
ROOT = Path(__file__).resolve().parent.parent.parent


class Child:
    """One bridge: `python -m qq_api bridge` in a folder of its own."""

    def __init__(self, folder: Path, broker_url: str) -> None:
        self.name, self.folder, self.port = folder.name, folder, free_port()
        folder.mkdir(parents=True)
        (folder / "bridge.yml").write_text(
            f"connections:\n- {{type: websocket_reverse, port: {self.port}}}\nbackfill: false\n"
            f"broker: {{url: '{broker_url}', name: {self.name}, lease_seconds: {LEASE}, pause_seconds: 0}}\n"
            "peers:\n- {name: survival, type: broker}\n"
        )
        self.process: asyncio.subprocess.Process | None = None
        self._before = 0

    @property
    def log(self) -> str:
        """What it wrote in this life."""
        return (self.folder / "log.txt").read_bytes()[self._before :].decode("utf-8", "replace")

    @property
    def is_there(self) -> bool:
        return "publishes and executes for it" in self.log

    async def start(self) -> None:
        command = [sys.executable, "-m", "qq_api", "bridge", "--config", str(self.folder / "bridge.yml"), "--until-eof"]
        with (self.folder / "log.txt").open("ab") as log:
            self._before = log.tell()
            self.process = await asyncio.create_subprocess_exec(
                *command,
                cwd=ROOT,
                env={**os.environ, "PYTHONUTF8": "1"},
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
            )

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    async def kill(self) -> None:
        """End it at once, as a crash does."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


class Net:
    """The children, the QQ they share, a server, and what was said and called."""

    def __init__(self, qq: Sandbox, children: list[Child], survival: Server) -> None:
        self.qq, self.children, self.survival = qq, children, survival
        self.said: list[str] = []
        self.called: list[str] = []
        self.ok: list[str] = []
        self.unknown: list[str] = []
        self.done: list[str] = []
        self._talking = asyncio.Lock()

    def hear(self, event: dict[str, Any]) -> None:
        """Alice hears all that is said in QQ; the World itself forgets what is long ago."""
        if event["post_type"] == "message" and event["user_id"] == SELF:
            self.done.append(plain(event["message"]))

    async def owner(self) -> Child:
        """Whoever has the account, as the broker sees it."""
        bucket = "KV_QQ_OWNER", f"$KV.QQ_OWNER.{SELF}"
        deadline = asyncio.get_running_loop().time() + 30
        while True:
            try:
                found = await self.survival.stream.get_last_msg(*bucket)
            except (nats.errors.Error, asyncio.TimeoutError):
                found = None
            if found is not None and found.data:
                return next(one for one in self.children if one.name == found.data.decode().split("/")[0])
            assert asyncio.get_running_loop().time() < deadline, "nobody has the account"
            await asyncio.sleep(0.05)

    async def another_owner(self, than: Child) -> Child:
        """Whoever has it after that one."""
        deadline = asyncio.get_running_loop().time() + 15
        while (found := await self.owner()) is than:
            assert asyncio.get_running_loop().time() < deadline, f"{than.name} still has the account"
            await asyncio.sleep(0.05)
        return found

    async def all_there(self) -> None:
        """Each bridge has the account, and knows who acts for it."""
        await until(lambda: all(one.is_there for one in self.children), 60, lambda: [one.log for one in self.children])

    async def talk(self) -> None:
        """Bob speaks, for ever."""
        while True:
            async with self._talking:
                self.said.append(f"line {len(self.said)}")
                await self.qq.group(GROUP).say(BOB, self.said[-1])
            await asyncio.sleep(0.02)

    async def all_stored(self) -> None:
        """All that was said is in the stream; Bob is silent until then, and has said more when this ends."""
        async with self._talking:
            await self.survival.stored(said := len(self.said), 40)
        await until(lambda: len(self.said) > said + 3)

    async def keep_calling(self) -> None:
        """The server has the account say things, one after the other; only what was not executed is called again."""
        while True:
            text = f"call {len(self.called)}"
            try:
                await self.call(text)
            except asyncio.CancelledError:  # nobody waits for the answer any more
                self.unknown.append(text)
                raise
            await asyncio.sleep(0.02)

    async def call(self, text: str) -> None:
        self.called.append(text)
        req_id = uuid.uuid4().hex
        while True:
            try:
                answer = await self.survival.send(text, req_id, timeout=1)
            except nats.errors.NoRespondersError:
                await asyncio.sleep(0.1)
                continue
            except (nats.errors.Error, asyncio.TimeoutError):
                self.unknown.append(text)
                return
            if not answer.get("again"):
                assert answer["status"] in ("ok", "unknown"), answer
                (self.ok if answer["status"] == "ok" else self.unknown).append(text)
                return
            await asyncio.sleep(0.1)

    def executed(self) -> dict[str, int]:
        """The verdict on the calls."""
        done = self.done
        return {
            "called": len(self.called),
            "lost": len({*self.ok} - {*done}),
            "doubled": len(done) - len({*done}),
            "neither_done_nor_in_doubt": len({*self.called} - {*done} - {*self.unknown}),
        }

    async def heard(self) -> Counts:
        return await self.survival.hears(self.said, 40)

    async def mixed(self) -> list[list[str]]:
        """Where the stream has a line behind a later one, that place."""
        lines = await self.survival.heard()
        numbers = [int(line.split()[1]) for line in lines]
        found = [place for place, (one, after) in enumerate(pairwise(numbers)) if after < one]
        return [lines[max(place - 5, 0) : place + 6] for place in found]


@asynccontextmanager
async def net(folder: Path, broker_url: str, survival: Server, bridges: int = 2) -> AsyncIterator[Net]:
    children = [Child(folder / f"bridge{number}", broker_url) for number in range(bridges)]
    ways: list[dict[str, Any]] = [
        {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{one.port}/ws", "heartbeat": 0, "reconnect": 0.2}
        for one in children
    ]
    group = {"group_id": GROUP, "name": "Survival", "owner": ALICE, "members": [ALICE, SELF, BOB]}
    config = {"page": None, "accounts": [{"user_id": SELF, "endpoints": ways}], "groups": [group]}
    async with AsyncExitStack() as stack:
        qq = await stack.enter_async_context(Sandbox(config))
        for one in children:
            stack.push_async_callback(one.kill)
            await one.start()
        here = Net(qq, children, survival)
        stack.enter_context(qq.account(ALICE).listening(here.hear))
        await here.all_there()
        await here.owner()
        yield here


def freeze(one: Child) -> None:
    one.signal(signal.SIGSTOP)


def thaw(one: Child) -> None:
    one.signal(signal.SIGCONT)
