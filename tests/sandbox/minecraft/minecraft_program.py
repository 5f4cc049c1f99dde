"""The program as a child process, and the sandbox's page it links to."""

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.server import ServerConnection

DEADLINE = 20.0
"""Seconds after which what a test waits for will not come any more."""


class Program:
    """The console program as a child process, in a locale that knows ASCII only."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.output = b""

    @classmethod
    async def start(cls, *flags: str, **environment: str) -> "Program":
        """Start it with some flags and additions to its environment."""
        ascii_only = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        command = [sys.executable, "-m", "qq_api.sandbox.minecraft.console", *flags]
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=STDOUT, env=os.environ | ascii_only | environment
        )
        return cls(process)

    async def type(self, *lines: str) -> None:
        """Type lines into its stdin."""
        assert self.process.stdin
        self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        await self.process.stdin.drain()

    async def line(self, pattern: str) -> str:
        """Read its stdout up to the first line that has the pattern."""
        while True:
            line = await asyncio.wait_for(self._readline(), DEADLINE)
            assert line, f"no line with {pattern!r} in:\n{self.output.decode('utf-8', 'replace')}"
            if re.search(pattern, line):
                return line.rstrip("\r\n")

    async def _readline(self) -> str:
        assert self.process.stdout
        raw = await self.process.stdout.readline()
        self.output += raw
        return raw.decode("utf-8", "replace")

    def close_stdin(self) -> None:
        """End its stdin."""
        assert self.process.stdin
        self.process.stdin.close()

    async def exit_code(self) -> int:
        """Read the rest of its stdout and give its exit code."""
        while await asyncio.wait_for(self._readline(), DEADLINE):
            pass
        return await asyncio.wait_for(self.process.wait(), DEADLINE)

    async def end(self) -> None:
        """Leave nothing behind, whatever the test came to."""
        if self.process.returncode is None:
            self.process.kill()
        self.close_stdin()
        await self.exit_code()


Start = Callable[..., Awaitable[Program]]


class Page:
    """The sandbox's page: takes one server's link and keeps what it says."""

    def __init__(self) -> None:
        self.url = ""
        self.authorization = ""
        self.server: ServerConnection | None = None
        self._frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def serve(self, connection: ServerConnection) -> None:
        """Take a link and what it sends."""
        assert connection.request
        self.server, self.authorization = connection, connection.request.headers["Authorization"]
        async for text in connection:
            self._frames.put_nowait(json.loads(text))

    async def next(self) -> dict[str, Any]:
        """Give the next frame."""
        return await asyncio.wait_for(self._frames.get(), DEADLINE)

    async def frame(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """Give the next frame of that type which has what is wanted."""
        while True:
            frame = await self.next()
            if frame["type"] == kind and wanted.items() <= frame.items():
                return frame

    async def send(self, **frame: Any) -> None:
        """Send a frame to the server."""
        await self.send_text(json.dumps(frame))

    async def send_text(self, text: str) -> None:
        """Send anything to the server."""
        assert self.server
        await self.server.send(text)

    async def close(self) -> None:
        """End the link."""
        assert self.server
        await self.server.close()
