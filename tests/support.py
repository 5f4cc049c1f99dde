"""What many tests need."""

import asyncio
import contextlib
import itertools
import json
import os
import random
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvicorn
from aiocqhttp import Event
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection

from qq_api import Bot, Texts
from qq_api.config import Config, ReverseWebSocket
from qq_api.runtime import running
from qq_chat.database import Database
from qq_chat.people.bindings import Bindings

T = TypeVar("T")

DATA = Path(__file__).resolve().parent / "data"
IMPLEMENTATIONS = ("napcat", "llonebot", "lagrange", "go-cqhttp")


async def until(condition: Callable[[], T], seconds: float = 30, what: object = "") -> T:
    """Wait for a condition to be true, and return its value; the deadline is for a busy machine."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what or condition}")
        await asyncio.sleep(0.01)
    return value


def longer(*values: Any) -> list[Any]:
    """Values of a parameter whose runs are among the long ones (`make test-faults`)."""
    return [pytest.param(value, marks=pytest.mark.faults) for value in values]


def _ports() -> Iterator[int]:
    """This worker's share of the ports below those the system gives to connections that go out, in a circle."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = 20_000 + worker % 12 * 1000
    return itertools.cycle(random.sample(range(first, first + 1000), 1000))


_PORTS = _ports()


def free_port() -> int:
    """A port that nobody listens on, and that no other test is about to take."""
    return next(port for port in _PORTS if _is_free(port))


def _is_free(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
        return True
    return False


def who_is_who(players: Mapping[int, str] | None = None) -> Bindings:
    """Bindings that can only be read."""
    database = Database(Path(":memory:"))
    bindings = Bindings(database)
    for user_id, player in (players or {}).items():
        bindings.bind(user_id, player, "test", True)
    database.close()
    return bindings


def is_open(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    with socket.socket() as knocking:
        knocking.settimeout(0.5)
        return knocking.connect_ex(("127.0.0.1", port)) == 0


def recorded(implementation: str) -> list[dict[str, Any]]:
    """Events in the shape in which one of the implementations sends them."""
    lines = (DATA / "events" / f"{implementation}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Only one process at a time is inside; the system lets go when it dies."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(file, timeout=600, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


class _Uvicorn(uvicorn.Server):
    def capture_signals(self) -> Any:
        return contextlib.nullcontext()


@asynccontextmanager
async def uvicorn_runs(app: Any) -> AsyncIterator[int]:
    """Serve an ASGI application as anybody would, by uvicorn itself; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        server = _Uvicorn(uvicorn.Config(app, ws="websockets-sansio", log_config=None, timeout_graceful_shutdown=2))
        task = asyncio.create_task(server.serve([sock]))
        await until(lambda: server.started)
        try:
            yield sock.getsockname()[1]
        finally:
            server.should_exit = True
            await task


class Child:
    """A process that prints a line of JSON for each thing that happens to it.

    Attributes:
        said: the lines so far.
        log: what else it wrote.
        process: itself.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said: list[dict[str, Any]] = []
        self.log: list[str] = []

    async def says(self, *keys: str, seconds: float = 20, **values: Any) -> dict[str, Any]:
        """The first line that has these keys and values, as soon as it is there."""

        def found() -> dict[str, Any] | None:
            fits = (one for one in self.said if {*keys} <= {*one} and values.items() <= one.items())
            return next(fits, None)

        try:
            return await until(found, seconds) or {}
        except AssertionError:
            raise AssertionError(f"never said {keys} {values}: {self.said[-9:]} {self.log[-30:]}") from None

    async def listen(self, stream: asyncio.StreamReader) -> None:
        """Take its lines until it has closed them; its end may cut off the last."""
        while (raw := await stream.readline()).endswith(b"\n"):
            line = raw.decode("utf-8", "replace").rstrip()
            if line.startswith("{"):
                self.said.append(json.loads(line))
            else:
                self.log.append(line)


@asynccontextmanager
async def child(*command: str | Path, **environment: str) -> AsyncIterator[Child]:
    """Run a process that ends when its standard input is closed."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        stdin=pipe,
        stdout=pipe,
        stderr=asyncio.subprocess.STDOUT,
        limit=2**24,
    )
    assert process.stdin is not None and process.stdout is not None
    one = Child(process)
    listening = asyncio.create_task(one.listen(process.stdout))
    try:
        yield one
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 30)
        except asyncio.TimeoutError:
            process.kill()
            await process.wait()
        await listening


SELF_ID = 10001


class Home:
    """A running bot, what its listeners heard of QQ, and which accounts came and went."""

    def __init__(self, bot: Bot, port: int) -> None:
        self.bot, self.port = bot, port
        self.heard: list[Event] = []
        self.came: list[int] = []
        self.went: list[int] = []
        bot.listeners.append(self._hear)

    def _hear(self, event: Event) -> None:
        if event["post_type"] == "connection":
            (self.came if event["connection_type"] == "open" else self.went).append(event["self_id"])
        else:
            self.heard.append(event)

    def connect(self, path: str = "/ws", token: str = "", open_timeout: float = 10, **headers: str) -> connect:
        """Connect as QQ's side does; a header `X_Self_ID=""` is left out."""
        given = {"X-Self-ID": str(SELF_ID), "X-Client-Role": "Universal", "Authorization": f"Bearer {token}"}
        given |= {key.replace("_", "-"): value for key, value in headers.items()}
        return connect(
            f"ws://127.0.0.1:{self.port}{path}",
            additional_headers={key: value for key, value in given.items() if value},
            open_timeout=open_timeout,
            max_size=None,
            compression=None,
        )

    async def hears(self, content: str) -> Event:
        """The first message with this text, as soon as it is heard."""
        found = await until(lambda: [event for event in self.heard if event.get("content") == content], what=content)
        return found[0]


@asynccontextmanager
async def home(*others: Any, token: str = "", **keys: Any) -> AsyncIterator[Home]:
    """A bot that listens for reverse WebSockets, and has other connections too."""
    port, bot = free_port(), Bot()
    config = Config(connections=[ReverseWebSocket(port=port, token=token), *others], **keys)
    async with running(bot, config, Texts.load("qq_api", "en_us")):
        yield Home(bot, port)


def message_event(text: Any = "x", **fields: Any) -> str:
    """A group message as a frame."""
    head = {"post_type": "message", "message_type": "group", "self_id": SELF_ID, "user_id": 10002, "group_id": 20001}
    return json.dumps(head | {"message": text} | fields)


async def answers(link: ClientConnection | ServerConnection, data: Any = None, **fields: Any) -> dict[str, Any]:
    """Answer the next call, and return it."""
    call: dict[str, Any] = json.loads(await asyncio.wait_for(link.recv(), 30))
    await link.send(json.dumps({"status": "ok", "retcode": 0, "data": data, "echo": call["echo"]} | fields))
    return call
