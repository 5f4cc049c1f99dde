"""The bridge's console: commands, one a line."""

import asyncio
import contextlib
import logging
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from qq_api.texts import Texts

_log = logging.getLogger(__name__)

STOP = ("stop", "__stop__", "exit")

Do = Callable[[], Awaitable[str] | str]


class Console:
    """Takes commands until one of them says stop; whatever is typed, it goes on.

    Args:
        commands: what to do, by name (one or more words), and what to say then.
        texts: for the words.
        say: shows words to whoever typed.
    """

    def __init__(self, commands: dict[str, Do], texts: Texts, say: Callable[[str], None] = print) -> None:
        self._commands = {"help": lambda: texts("bridge.help"), "debug thread": threads, **commands}
        self._texts, self._say = texts, say

    @property
    def names(self) -> list[str]:
        """All commands."""
        return [*self._commands, *STOP]

    async def run(self, lines: AsyncIterator[str]) -> bool:
        """Do what the lines say; True when one said stop, False when they ended."""
        async for line in lines:
            name = " ".join(line.split())
            if name in STOP:
                return True
            if name:
                await self._do(name)
        return False

    async def _do(self, name: str) -> None:
        try:
            command = self._commands.get(name)
            said = self._unknown(name) if command is None else command()
            self._say(said if isinstance(said, str) else await said)
        except Exception:  # noqa: BLE001  (the boundary of one command: the console goes on)
            _log.exception("the command %r failed", name)

    def _unknown(self, name: str) -> str:
        """`reload` -> `… did you mean reload config?`"""
        near = next((known for known in self._commands if known.startswith(name)), "help")
        return self._texts("bridge.unknown", name=name, near=near)


def threads() -> str:
    """The threads and tasks that run, a line each."""
    running = sorted(one.name for one in threading.enumerate())
    tasks = sorted(f"{one.get_name()}: {getattr(one.get_coro(), '__qualname__', '')}" for one in asyncio.all_tasks())
    return "\n".join([*running, *(f"  {task}" for task in tasks)])


async def plain_lines() -> AsyncIterator[str]:
    """The lines of standard input, until it is closed."""
    loop, typed = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        with contextlib.suppress(RuntimeError, ValueError):  # the loop, or the input, is closed
            while line := sys.stdin.readline():
                loop.call_soon_threadsafe(typed.put_nowait, line)
            loop.call_soon_threadsafe(typed.put_nowait, "")

    threading.Thread(target=read, name="console", daemon=True).start()  # nothing else ends a read
    while line := await typed.get():
        yield line


async def lines(names: list[str]) -> AsyncIterator[str]:
    """What is typed: completed at a terminal, where prompt_toolkit is installed (MCDR brings it); else plain."""
    prompting: Any = None
    if sys.stdin is not None and sys.stdin.isatty():
        with contextlib.suppress(ImportError):
            import prompt_toolkit as prompting  # noqa: PLC0415  (optional)
    async for line in plain_lines() if prompting is None else _prompted(prompting, names):
        yield line


async def _prompted(prompting: Any, names: list[str]) -> AsyncIterator[str]:
    from prompt_toolkit.completion import WordCompleter  # noqa: PLC0415  (optional)
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415  (optional)

    session = prompting.PromptSession(completer=WordCompleter(names, sentence=True))
    with patch_stdout(raw=True):
        while True:
            try:
                yield await session.prompt_async("> ")
            except (EOFError, KeyboardInterrupt):  # Ctrl-D, Ctrl-C
                yield STOP[0]
                return
