"""Runs commands of the server and hears their answers, by RCON or from the console."""

import asyncio
import contextlib
import threading
from collections.abc import Callable

from qq_chat.game.clean import plain
from qq_chat.gate import Gate, checked

QUIET = 0.4
"""Seconds of silence after which an answer from the console is whole."""

FIRST = 2.0
"""Seconds to wait for its first line."""

MOST_LINES = 200


class Runner:
    """Runs one command after the other.

    Args:
        gate: types into the console.
        rcon: asks by RCON, and waits; None when that failed.
        has_rcon: whether there is RCON.
        seconds: how long an answer by RCON may take.
    """

    def __init__(
        self, gate: Gate, rcon: Callable[[str], str | None], has_rcon: Callable[[], bool], seconds: float
    ) -> None:
        self._gate, self._rcon, self._has_rcon, self._seconds = gate, rcon, has_rcon, seconds
        self._turn = asyncio.Lock()
        self._heard: asyncio.Queue[str] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self, command: str) -> str | None:
        """The server's answer, "" where it says nothing; None where nothing could be heard.

        Raises:
            Refused: the console may not get it.
        """
        line = checked(command)
        async with self._turn:
            answer = await self._by_rcon(line) if self._has_rcon() else await self._by_console(line)
        return None if answer is None else plain(answer).strip()

    def heard(self, line: str) -> None:
        """A line of the console that nobody said and that is no event of the game; from any thread."""
        heard, loop = self._heard, self._loop
        if heard is not None and loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has closed
                loop.call_soon_threadsafe(_hear, heard, line)

    async def _by_rcon(self, line: str) -> str | None:
        """On a thread of its own: MCDR waits up to three minutes for a server that hangs."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str | None] = loop.create_future()

        def ask() -> None:
            said = self._rcon(line)
            with contextlib.suppress(RuntimeError):  # the loop has closed
                loop.call_soon_threadsafe(_settle, answer, said)

        threading.Thread(target=ask, name="QQChat RCON", daemon=True).start()
        try:
            return await asyncio.wait_for(answer, self._seconds)
        except asyncio.TimeoutError:
            return None

    async def _by_console(self, line: str) -> str | None:
        self._loop, self._heard = asyncio.get_running_loop(), asyncio.Queue(MOST_LINES)
        try:
            self._gate.run(line)
            lines = [await self._next(self._heard, FIRST)]
            while lines[-1] is not None and len(lines) < MOST_LINES:
                lines.append(await self._next(self._heard, QUIET))
            return "\n".join(one for one in lines if one is not None) or None
        finally:
            self._heard = None

    async def _next(self, heard: "asyncio.Queue[str]", seconds: float) -> str | None:
        try:
            return await asyncio.wait_for(heard.get(), seconds)
        except asyncio.TimeoutError:
            return None


def _hear(heard: "asyncio.Queue[str]", line: str) -> None:
    if not heard.full():  # more than `MOST_LINES` are no answer
        heard.put_nowait(line)


def _settle(answer: "asyncio.Future[str | None]", said: str | None) -> None:
    if not answer.done():
        answer.set_result(said)
