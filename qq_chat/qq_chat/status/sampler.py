"""Measures the server now and then, and when somebody asks."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from qq_chat.database import Gone
from qq_chat.status.history import History, Players, Sample
from qq_chat.status.machine import Machine, Use
from qq_chat.status.ticks import COMMANDS, Ticks, ticks_in

Run: TypeAlias = Callable[[str], Awaitable["str | None"]]


class Sampler:
    """What the server does, and how it was.

    Args:
        run: runs a command of the server and gives its answer.
        machine: its process.
        history, players: get what was measured.
        tps: the command that tells the ticks; `auto` finds out, "" asks for none.
        online: who plays.
        is_up: whether the server runs.
    """

    def __init__(
        self,
        run: Run,
        machine: Machine,
        history: History,
        players: Players,
        tps: str,
        online: Callable[[], Sequence[str]],
        is_up: Callable[[], bool],
    ) -> None:
        self._run, self._machine, self.history, self.players = run, machine, history, players
        self._online, self._is_up = online, is_up
        self._commands: Sequence[str] = COMMANDS if tps == "auto" else [tps] if tps else []

    async def go_on(self, seconds: float) -> None:
        """Measure every so many seconds, until cancelled."""
        while True:
            if self._is_up():
                with contextlib.suppress(Gone):  # unloaded while it was measured: cancelled in a moment
                    await self.measure()
            await asyncio.sleep(seconds)

    async def measure(self) -> tuple[Sample, Use]:
        """Now; what is measured is kept."""
        use, online = await asyncio.to_thread(self._machine.use), self._online()
        ticks = await self._ticks() if self._is_up() else None
        tps, mspt = (ticks.tps, ticks.mspt) if ticks else (None, None)
        sample = Sample(time.time(), len(online), tps, mspt, round(use.cpu, 1), round(use.memory))
        self.history.put(sample)
        self.players.are_online(online)
        return sample, use

    async def _ticks(self) -> Ticks | None:
        """By the first command that the server understands; it is the only one from then on."""
        for command in self._commands:
            found = ticks_in(await self._run(command) or "")
            if found is not None:
                self._commands = [command]
                return found
        self._commands = self._commands if len(self._commands) == 1 else []
        return None
