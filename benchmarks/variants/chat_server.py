"""Stands for a Minecraft server in the relay's benchmarks: counts the lines players see, and lets a player talk.

What `relay_plugin.py` types at its console: `expect FIRST COUNT GROUPS`, `speak FIRST COUNT`, `cpu`. What it has to say
it prints as a line of the log: `probe {…}`.
"""

import json
import re
import sys
import time
from typing import Any

FIRST = 1_000_000_000
_NUMBER = re.compile(rb"#(\d{10})")


def _print(*lines: str) -> None:
    sys.stdout.write("".join(f"[12:00:00] [Server thread/INFO]: {line}\n" for line in lines))
    sys.stdout.flush()


def _report(**values: Any) -> None:
    _print(f"probe {json.dumps(values)}")


class Server:
    """Takes its console's lines until it is told to stop."""

    def __init__(self) -> None:
        self._seen, self._goal, self._faults = 0, 0, 0
        self._next: list[int] = []

    def serve(self) -> None:
        """Read to the end."""
        for line in sys.stdin.buffer:
            if line.startswith(b"tellraw"):
                for number in dict.fromkeys(_NUMBER.findall(line)):  # one command may show several lines
                    self._show(int(number) - FIRST)
            elif line.strip() == b"stop":
                return
            else:
                self._obey(*line.decode().split())

    def _show(self, number: int) -> None:
        """Players see a line; those of one group have to come in order."""
        group = number % len(self._next)
        self._faults += number != self._next[group]
        self._next[group] = number + len(self._next)
        self._seen += 1
        if self._seen == self._goal:
            _report(at=time.monotonic(), seen=self._seen, faults=self._faults)

    def _obey(self, order: str = "", *numbers: str) -> None:
        if order == "expect":
            first, self._goal, groups = map(int, numbers)
            self._seen, self._faults = 0, 0
            self._next = sorted(range(first, first + groups), key=lambda number: number % groups)
        elif order == "speak":
            _speak(*map(int, numbers))
        elif order == "cpu":
            _report(cpu=time.process_time())
        elif order == "seen":
            _report(seen=self._seen)


def _speak(first: int, count: int) -> None:
    """Steve says so many lines, as fast as they are read."""
    _report(began=time.monotonic())
    for number in range(first, first + count, 50):
        few = range(number, min(number + 50, first + count))
        _print(*(f"<Steve> #{FIRST + one} 今晚八点一起打末影龙，谁来？" for one in few))


_print('Done (0.123s)! For help, type "help"', "Steve[/127.0.0.1:50000] logged in with entity id 1 at (0.0, 64.0, 0.0)")
Server().serve()
