"""stdin and stdout, as bytes and as UTF-8 lines whatever the locale, on Windows as anywhere."""

import asyncio
import io
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO, cast

CHUNK: Final = 65_536
MAX_LINE: Final = 1_048_576
"""Bytes a line may have; a longer one is left out whole."""

_READ_AHEAD: Final = 16  # chunks read from stdin and not looked at yet


class Lines:
    r"""Cut a stream of bytes into lines: `b"a\nb"`, then `b"c\n"` -> `["a"]`, then `["bc"]`."""

    def __init__(self) -> None:
        self._rest = b""
        self._skipping = False

    def feed(self, chunk: bytes) -> list[str]:
        """Take some bytes and give the lines they complete, without their line breaks."""
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        if whole and self._skipping:
            whole, self._skipping = whole[1:], False
        if len(self._rest) > MAX_LINE:
            self._rest, self._skipping = b"", True
        return [_decoded(line) for line in whole]

    def end(self) -> list[str]:
        """Give what came after the last line break, if anything did."""
        rest, self._rest = self._rest, b""
        return [_decoded(rest)] if rest and not self._skipping else []


def _decoded(line: bytes) -> str:
    return line.removesuffix(b"\r").decode("utf-8", "replace")


async def stdin_chunks() -> AsyncIterator[bytes]:
    """Read this process's stdin until its end, in the pieces it arrives in."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    slots = threading.Semaphore(_READ_AHEAD)

    def pump() -> None:
        chunk = b"?"
        while chunk:
            slots.acquire()
            chunk = _read_stdin()
            try:
                loop.call_soon_threadsafe(queue.put_nowait, chunk)
            except RuntimeError:
                return  # the loop is closed: nobody listens any more

    # A thread, because Windows cannot poll a pipe; a daemon, because the read may never end.
    threading.Thread(target=pump, name="stdin", daemon=True).start()
    while chunk := await queue.get():
        slots.release()
        yield chunk
        await asyncio.sleep(0)  # a queue that is never empty never waits: the page's link would starve


def _read_stdin() -> bytes:
    # Unbuffered: a daemon thread that holds the buffer's lock would break the interpreter's end.
    raw = cast("io.BufferedReader", sys.stdin.buffer).raw
    try:
        return cast("io.RawIOBase", raw).read(CHUNK) or b""
    except OSError:
        return b""


async def stdin_lines() -> AsyncIterator[str]:
    """Read this process's stdin until its end, line by line."""
    lines = Lines()
    async for chunk in stdin_chunks():
        for line in lines.feed(chunk):
            yield line
    for line in lines.end():
        yield line


def write_bytes(data: bytes) -> None:
    """Write to stdout at once."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError:
        # Who read us is gone. What stops the program is the end of stdin, which comes with it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_line(line: str) -> None:
    """Write one line to stdout at once, as UTF-8."""
    write_bytes(line.encode("utf-8", "replace") + b"\n")


@contextmanager
def recording(path: Path | None) -> Iterator[Callable[[str], None]]:
    """Give what appends a line to a file, or does nothing when there is no file.

    Raises:
        OSError: the file cannot be written.
    """
    if path is None:
        yield lambda _line: None
        return
    with path.open("a", encoding="utf-8", newline="\n", buffering=1) as file:
        yield lambda line: _append(file, line)


def _append(file: TextIO, line: str) -> None:
    file.write(line + "\n")


@contextmanager
def on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` when the process is interrupted or asked to end, as a JVM stops its server then.

    Windows has no such signals for a loop; there Ctrl-C ends the program.
    """
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    with suppress(NotImplementedError, ValueError, RuntimeError):
        for number in numbers:
            loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        with suppress(NotImplementedError):
            for number in numbers:
                loop.remove_signal_handler(number)
