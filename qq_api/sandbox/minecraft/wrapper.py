"""A real Minecraft server inside: its console passes through untouched, and the page is told what goes on.

As the program's `run` starts it:

    --exec "java -jar server.jar"

    stdin  --bytes-->  server  --bytes-->  stdout
              \\-- lines --> Observer <-- lines --/  -- frames --> the page
"""

import asyncio
import ctypes
import os
import shlex
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import Final

from qq_api.sandbox.minecraft.link import Frame, Link, linked, text_of
from qq_api.sandbox.minecraft.observer import Observer
from qq_api.sandbox.minecraft.options import TOKEN_VARIABLE, Options
from qq_api.sandbox.minecraft.refused import BadFrame, Refused, check_line
from qq_api.sandbox.minecraft.streams import CHUNK, Lines, on_signals, recording, stdin_chunks, write_bytes

NOT_FOUND: Final = 127
"""The exit code when the server's program cannot be started, as a shell has it."""

MAX_PENDING: Final = 1_048_576
"""Bytes that may wait for a server which does not read its console."""

PR_SET_PDEATHSIG: Final = 1
"""Linux's prctl(2): a signal for the child when its parent dies."""

_KILL_SECONDS: Final = 5.0
_DRAIN_SECONDS: Final = 2.0


class NotReading(Refused):
    """The server does not read its console."""

    sentence = "the server does not read its console: {given}"


class OwnGame(Refused):
    """Players of a real server act in their own game."""

    sentence = "players of a real server act in their own game: {given}"


async def wrap(options: Options) -> int:
    """Run a real server until it ends.

    It is told to stop when stdin or the link to the page ends.

    Args:
        options: what the program was started with; `exec` is the server's command.

    Returns:
        The server's exit code; 128 and the signal's number when one killed it.
    """
    try:
        server = await asyncio.create_subprocess_exec(
            *split_command(options.exec), stdin=PIPE, stdout=PIPE, env=_environment(), preexec_fn=_dies_with_us()
        )
    except OSError as error:
        print(f"cannot run {options.exec}: {error}", file=sys.stderr)
        return NOT_FOUND
    return await Wrapper(server, options).run()


def split_command(command: str) -> list[str]:
    r"""Split a command line as this system does: Windows' backslashes are no escapes."""
    if os.name == "nt":
        return [part.strip('"') for part in shlex.split(command, posix=False)]
    return shlex.split(command)


def _dies_with_us() -> Callable[[], object] | None:
    """What a child of Linux does first, so that it is asked to stop when we are killed: a JVM would not notice."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return partial(prctl, PR_SET_PDEATHSIG, signal.SIGTERM)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != TOKEN_VARIABLE}


class Wrapper:
    """One real server's life.

    Args:
        server: the process, with pipes for stdin and stdout.
        options: what the program was started with.
    """

    def __init__(self, server: Process, options: Options) -> None:
        self._server = server
        self._options = options
        self._leave = asyncio.Event()
        self._tell: Callable[[Frame], None] = lambda _frame: None
        self._observer = Observer(lambda frame: self._tell(frame))
        self._line_open = False  # stdin has ended in the middle of a line
        self._waiting: list[bytes] = []  # the page's lines, until that line ends

    async def run(self) -> int:
        """Pass everything through until the server ends or has to; gives its exit code."""
        async with AsyncExitStack() as life:
            life.enter_context(on_signals(self._leave.set))
            await self._connect(life)
            ended = asyncio.create_task(self._server.wait())
            printing = asyncio.create_task(self._pass_stdout())
            typing = asyncio.create_task(self._pass_stdin())
            life.callback(typing.cancel)
            life.callback(printing.cancel)
            await self._until_it_ends(ended)
            # A child of the server may keep the pipe open after it.
            await asyncio.wait({printing}, timeout=_DRAIN_SECONDS)
        code = ended.result()
        return code if code >= 0 else 128 - code

    async def _connect(self, life: AsyncExitStack) -> None:
        if self._options.page:
            link = Link(self._options.page, self._options.token, greet=self._greet, receive=self._receive)
            self._tell = link.send
            await life.enter_async_context(linked(link, self._lose))

    async def _until_it_ends(self, ended: "asyncio.Task[int]") -> None:
        leaving = asyncio.create_task(self._leave.wait())
        await asyncio.wait({ended, leaving}, return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        if not ended.done():
            self._write(b"\nstop\n" if self._line_open else b"stop\n")
            await asyncio.wait({ended}, timeout=self._options.stop_seconds)
        for force in (self._server.terminate, self._server.kill):
            if not ended.done():
                force()
                await asyncio.wait({ended}, timeout=min(_KILL_SECONDS, self._options.stop_seconds))
        await ended

    async def _pass_stdout(self) -> None:
        lines = Lines()
        assert self._server.stdout  # noqa: S101 - it was made with PIPE
        while chunk := await self._server.stdout.read(CHUNK):
            write_bytes(chunk)
            for line in lines.feed(chunk):
                self._observer.printed(line)

    async def _pass_stdin(self) -> None:
        lines = Lines()
        with recording(self._options.stdin_log) as record:
            async for chunk in stdin_chunks():
                await self._pass(chunk)
                for line in lines.feed(chunk):
                    record(line)
                    self._observer.typed(line)
        self._leave.set()

    async def _pass(self, chunk: bytes) -> None:
        self._write(chunk)
        self._line_open = not chunk.endswith(b"\n")
        while self._waiting and not self._line_open:
            self._write(self._waiting.pop(0))
        with suppress(ConnectionError):
            await self._stdin.drain()

    @property
    def _stdin(self) -> asyncio.StreamWriter:
        assert self._server.stdin  # noqa: S101 - it was made with PIPE
        return self._server.stdin

    def _write(self, data: bytes) -> None:
        if not self._stdin.is_closing():
            self._stdin.write(data)

    def _greet(self) -> Frame:
        seen = self._observer
        return {"type": "hello", "kind": "real", "players": seen.players, "ready": seen.ready}

    def _receive(self, frame: Frame) -> None:
        kind = text_of(frame, "type")
        if kind in ("join", "leave", "chat", "die"):
            raise OwnGame(kind)
        if kind != "console":
            raise BadFrame(kind)
        self._type(check_line(text_of(frame, "text")))

    def _type(self, text: str) -> None:
        pending = self._stdin.transport.get_write_buffer_size() + sum(map(len, self._waiting))
        if pending > MAX_PENDING:
            raise NotReading(text)
        data = f"{text}\n".encode()
        self._waiting.append(data) if self._line_open else self._write(data)
        self._observer.typed(text)

    def _lose(self, reason: str) -> None:
        if not self._leave.is_set():
            print(f"{reason}; stopping the server", file=sys.stderr)
            self._leave.set()
