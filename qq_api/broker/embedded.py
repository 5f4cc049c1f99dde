"""A broker of our own: nats-server as a child of the bridge, with its data beside `bridge.yml`."""

import asyncio
import contextlib
import json
import logging
import os
import secrets
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from qq_api.broker.keyring import Keyring
from qq_api.broker.layout import Layout
from qq_api.broker.program import START_SECONDS, end, end_other, greeting, program, spawn
from qq_api.broker.settings import Embedded, near
from qq_api.config.disk import write_text
from qq_api.errors import FatalError, PortBusy
from qq_api.texts import Texts
from qq_api.web import bind, is_loopback

LOOK_SECONDS = 1.0
"""How often it is looked whether somebody was given a key."""

LONGEST_SECONDS = 30.0
"""Between two tries to start one that does not stay."""

_WHY = {
    "in use": "embedded.in_use",
    "not permitted": "embedded.not_permitted",
    "no such address here": "embedded.no_address",
}

_log = logging.getLogger(__name__)


@asynccontextmanager
async def embedded(beside: Path, settings: Embedded, texts: Texts) -> AsyncIterator[str]:
    """A nats-server while the block runs; one that dies is started again. Gives its url.

    Nobody comes in without a key, the bridge neither: connect with `settings.address(beside)`.

    Args:
        beside: the folder of `bridge.yml`.
        settings: what the configuration says.
        texts: the words for the log.

    Raises:
        FatalError: it is not installed, its port is busy, another bridge uses its folder, or it does not start.
        OSError: its folder cannot be written.
    """
    home = settings.home(beside).resolve()
    home.mkdir(parents=True, exist_ok=True)
    (home / "lock").touch()
    with _alone(home, texts):
        Keyring(home, Layout(), texts).prepare()
        if not is_loopback(settings.host) and not settings.cert_file:
            _log.warning(texts("embedded.no_tls", host=settings.host))
        server = _Server(home, settings, beside, texts)
        await server.make_room()
        try:
            await server.start()
            watching = asyncio.create_task(server.watch(), name="nats-server")
            try:
                yield settings.url()
            finally:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
        finally:
            await server.stop()


@contextmanager
def _alone(home: Path, texts: Texts) -> Iterator[None]:
    """Two brokers in one folder would spoil its data. The system lets go of the lock when we die."""
    with contextlib.closing(sqlite3.connect(home / "lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise FatalError(texts("embedded.twice", folder=home)) from None
        yield


class _Server:
    """The child, and what it was told."""

    def __init__(self, home: Path, settings: Embedded, beside: Path, texts: Texts) -> None:
        self._home, self._settings, self._beside, self._texts = home, settings, beside, texts
        self._found = program(texts)
        self._where = near(settings.host), settings.port
        self._process: asyncio.subprocess.Process | None = None
        self._known = self._stamp()

    @property
    def _note(self) -> Path:
        """Who runs, and where; left behind only by one that could not say goodbye."""
        return self._home / "running.json"

    async def make_room(self) -> None:
        """End what an earlier life left, and see that the port is free."""
        left = _read_note(self._note)
        if left is not None:
            said = await greeting(left["host"], left["port"])
            if said is not None and said.get("server_name") == left["name"]:
                _log.warning(self._texts("embedded.left", pid=left["pid"], port=left["port"]))
                await end_other(left["pid"], left["host"], left["port"])
            self._note.unlink(missing_ok=True)
        try:
            bind(self._settings.host, self._settings.port).close()
        except PortBusy as error:
            why = self._texts(_WHY[error.reason]) if error.reason in _WHY else error.reason
            raise FatalError(self._texts("embedded.port_busy", host=error.host, port=error.port, why=why)) from None

    async def start(self) -> None:
        """Start it; returns when it listens.

        Raises:
            FatalError: it ended at once, or did not answer; says why.
        """
        name, config = f"qq-{secrets.token_hex(4)}", self._home / "nats-server.conf"
        write_text(config, configuration(self._home, self._settings, self._beside, name))
        self._known = self._stamp()
        self._process = await spawn(self._found, config)
        host, port = self._where
        write_text(self._note, json.dumps({"pid": self._process.pid, "host": host, "port": port, "name": name}))
        version = await self._listening(name, self._process)
        _log.info(self._texts("embedded.runs", version=version, url=self._settings.url(), folder=self._home))

    async def _listening(self, name: str, process: asyncio.subprocess.Process) -> str:
        with contextlib.suppress(asyncio.TimeoutError):
            return await asyncio.wait_for(self._greeted(name, process), START_SECONDS)
        raise FatalError(self._texts("embedded.no_start", reason=await self._last_words(process)))

    async def _greeted(self, name: str, process: asyncio.subprocess.Process) -> str:
        while True:
            said = await greeting(*self._where)
            if said is not None and said.get("server_name") == name:
                return str(said.get("version"))
            if process.returncode is not None:
                raise FatalError(self._texts("embedded.no_start", reason=await self._last_words(process)))
            await asyncio.sleep(0.05)

    async def _last_words(self, process: asyncio.subprocess.Process) -> str:
        """What it wrote where nobody looks, else the last line of its log."""
        await end(process)
        said = (await process.stderr.read()).decode(errors="replace") if process.stderr else ""
        log = self._home / "nats-server.log"
        logged = log.read_text("utf-8", "replace")[-4000:] if log.exists() else ""
        lines = [line for line in (said or logged).splitlines() if line.strip()]
        return lines[-1].strip() if lines else "?"

    async def watch(self) -> None:
        """Start it again when it dies, and for new keys: a mere reload lets new accounts in without their rights."""
        wait = 0.5
        while True:
            began = asyncio.get_running_loop().time()
            if await self._new_keys():
                _log.info(self._texts("embedded.new_keys"))
                await self._end()
            else:
                wait = 0.5 if asyncio.get_running_loop().time() - began > LONGEST_SECONDS else wait
                _log.error(self._texts("embedded.died", seconds=f"{wait:g}", log=self._home / "nats-server.log"))
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_SECONDS)
            try:
                await self.start()
            except (FatalError, OSError) as error:
                _log.error("%s", error)

    async def _new_keys(self) -> bool:
        """True as soon as somebody was given a key, False when it ended."""
        while self._process is not None and self._process.returncode is None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._process.wait(), LOOK_SECONDS)
                return False
            if self._stamp() != self._known:
                return True
        return False

    def _stamp(self) -> Any:
        """Another one when the keys were changed."""
        try:
            told = os.stat(self._home / "accounts.conf")  # noqa: PTH116  (the same as Path's, in one call)
        except OSError:
            return None
        return told.st_mtime_ns, told.st_size

    async def stop(self) -> None:
        """End it."""
        await self._end()
        self._note.unlink(missing_ok=True)

    async def _end(self) -> None:
        if self._process is not None:
            await end(self._process)


def _read_note(path: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(path.read_text("utf-8"))
        return {"pid": int(told["pid"]), "host": str(told["host"]), "port": int(told["port"]), "name": told["name"]}
    except (OSError, ValueError, LookupError, TypeError):
        return None


def configuration(home: Path, settings: Embedded, beside: Path, name: str) -> str:
    """What nats-server is told. No WebSocket, no MQTT, no cluster, nobody without a key.

    Args:
        home: the broker's folder.
        settings: what `bridge.yml` says.
        beside: its folder; files for TLS are looked up there.
        name: of this life of the server.
    """
    told = {
        "server_name": name,
        "host": settings.host,
        "port": settings.port,
        "log_file": str(home / "nats-server.log"),
        "logfile_size_limit": 10_000_000,
        "logfile_max_num": 5,
        "max_payload": 8 << 20,
        "max_pending": 64 << 20,
        "max_connections": settings.max_connections,
        "write_deadline": "10s",
    }
    store = f"store_dir: {_quoted(home / 'data')}, sync_interval: always"
    lines = [f"{key}: {_quoted(value)}" for key, value in told.items()]
    lines.append(f"jetstream {{ {store}, max_mem: {settings.max_mem}, max_file: {settings.max_file} }}")
    if settings.cert_file and settings.key_file:
        cert, key = (_quoted(beside.resolve() / file) for file in (settings.cert_file, settings.key_file))
        lines.append(f"tls {{ cert_file: {cert}, key_file: {key} }}")
    return "\n".join(
        ["# Written by the bridge at each start; change bridge.yml instead.", *lines, "include accounts.conf", ""]
    )


def _quoted(value: Any) -> str:
    """`5` as it is; text and paths in quotes, with `/` on Windows too."""
    return (
        str(value)
        if isinstance(value, int)
        else json.dumps(value.as_posix() if isinstance(value, Path) else value, ensure_ascii=False)
    )
