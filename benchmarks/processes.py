"""The processes of one measurement: a fresh server and a fresh load generator, and the ways to talk to them."""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from channel import Channel

HERE = Path(__file__).resolve().parent
START_SECONDS = 60


class Died(Exception):
    """A process ended, or never said hello; the end of its log is the message."""


@dataclass(frozen=True)
class Pair:
    """Both processes of a measurement, connected to each other.

    Attributes:
        server: to the probe in the measured process.
        load: to the generator.
    """

    server: Channel
    load: Channel


class Ground:
    """Where one measurement happens: a folder, the control socket, and the processes, which end with it."""

    def __init__(self, folder: Path, python: Path) -> None:
        self.folder, self.python = folder, python
        self.port, self.receivers = free_port(), free_port()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._channels: list[Channel] = []  # who is hung up on ends

    def start(self, name: str, *command: str | Path, path: tuple[Path, ...] = ()) -> Channel:
        """Start a process and wait for its hello.

        Args:
            name: of its log.
            command: what to run, after the interpreter.
            path: what it may import, besides what is installed and what lies here.
        """
        arguments = [str(self.python), *map(str, command)]
        process = self._popen(arguments, self.folder / f"{name}.log", _environment(self, path))
        self._processes.append(process)
        self._listener.settimeout(0.2)
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(TimeoutError):
                self._channels.append(Channel(self._listener.accept()[0]))
                return self._channels[-1]
        raise Died(f"{name} did not start")

    def _popen(self, command: list[str], log: Path, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        with log.open("wb") as out:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=os.name != "nt",
            )

    def logs(self) -> str:
        """The last lines of all logs, for a report of what went wrong."""
        texts = {log.name: log.read_text("utf-8", "replace") for log in self.folder.glob("*.log")}
        return "\n".join(f"--- {name}\n{text[-3000:]}" for name, text in texts.items())

    def end(self) -> None:
        """End every process that was started here, with its children."""
        self._listener.close()
        for process in reversed(self._processes):
            _kill(process)
            if process.stdin is not None:
                process.stdin.close()
            process.wait(10)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if os.name == "nt":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _environment(ground: Ground, path: tuple[Path, ...]) -> dict[str, str]:
    own = {
        "PYTHONPATH": os.pathsep.join(map(str, (*path, HERE, HERE / "variants"))),
        "BENCH_CONTROL": str(ground._listener.getsockname()[1]),
        "BENCH_PORT": str(ground.port),
        "BENCH_RECEIVERS": str(ground.receivers),
        "BENCH_FOLDER": str(ground.folder),
        "MCDREFORGED_TELEMETRY_DISABLED": "1",
    }
    return {**os.environ, **own}


@contextmanager
def ground(python: Path) -> Iterator[Ground]:
    """A fresh folder and fresh processes; nothing is left of them afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    made = Ground(folder, python)
    try:
        yield made
    except (Died, EOFError, OSError) as error:
        raise Died(f"{type(error).__name__} {error}\n{made.logs()}") from error
    finally:
        made.end()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port that nobody listens on, below those the system gives to connections that go out."""
    while True:
        port = random.randrange(20_000, 32_000)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
