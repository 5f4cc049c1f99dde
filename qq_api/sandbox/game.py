"""The game beside the page: what a Minecraft server says over its link, and what the page wants of it."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from qq_api.types import Payload

Send = Callable[[Payload], None]

KEPT = 500
"""Lines of the chat, and of the console, that a newly opened page gets."""


class GameView:
    """What is known of the attached server (`sandbox.minecraft.link` is the other end). Computes only; no I/O.

    Args:
        show: gets each change as a frame for the page.
    """

    def __init__(self, show: Send) -> None:
        self._show = show
        self.kind = ""
        self.ready = False
        self.players: list[str] = []
        self.lines: deque[Payload] = deque(maxlen=KEPT)
        self.console: deque[Payload] = deque(maxlen=KEPT)
        self.send: Send | None = None

    def status(self) -> Payload:
        """The frame that says what is attached; `kind` is "" (nothing), "stand-in" or "real"."""
        return {"type": "game", "kind": self.kind, "ready": self.ready, "players": self.players}

    def state(self) -> Payload:
        """All there is, for a newly opened page."""
        return {"game": self.status(), "lines": list(self.lines), "console": list(self.console)}

    @contextmanager
    def attached(self, send: Send) -> Iterator[Callable[[Any], None]]:
        """A server's link is up while the block runs; the newest one counts.

        Args:
            send: takes frames for the server. What comes from it goes into the function that the block gets.
        """
        self.send = send
        try:
            yield lambda frame: self._take(frame) if self.send is send else None
        finally:
            if self.send is send:
                self.send, self.kind, self.ready, self.players = None, "", False, []
                self._show(self.status())

    def _take(self, frame: Any) -> None:
        take = self._TAKES.get(str(frame.get("type"))) if isinstance(frame, dict) else None
        if take is not None:
            take(self, frame)

    def _hello(self, frame: Payload) -> None:
        self.kind, self.ready = str(frame.get("kind", "")), bool(frame.get("ready"))
        self._players(frame)

    def _ready(self, _frame: Payload) -> None:
        self.ready = True
        self._show(self.status())

    def _players(self, frame: Payload) -> None:
        players = frame.get("players")
        self.players = [str(name) for name in players] if isinstance(players, list) else []
        self._show(self.status())

    def _line(self, frame: Payload) -> None:
        head = {"type": "line", "time": int(time.time()), "target": frame.get("target", "@a")}
        for row in rows(frame.get("component", "")):
            line = {**head, "component": row}
            self.lines.append(line)
            self._show(line)

    def _console(self, frame: Payload) -> None:
        line = {"type": "console", "text": str(frame.get("text", ""))}
        self.console.append(line)
        self._show(line)

    def _refused(self, frame: Payload) -> None:
        self._show({"type": "refused", "reason": str(frame.get("reason", ""))})

    _TAKES = {  # noqa: RUF012
        "hello": _hello,
        "ready": _ready,
        "players": _players,
        "line": _line,
        "console": _console,
        "refused": _refused,
    }


def rows(component: Any) -> list[Any]:
    """A message of several rows, as the game shows it.

    >>> rows(["", {"text": "one"}, {"text": "\\n"}, {"text": "two"}])
    [{'text': 'one'}, {'text': 'two'}]
    """
    if not isinstance(component, list) or not any(map(_is_break, component)):
        return [component]
    found: list[list[Any]] = [[]]
    for part in component:
        if _is_break(part):
            found.append([])
        elif part != "":
            found[-1].append(part)
    return [row[0] if len(row) == 1 else ["", *row] for row in found]


def _is_break(part: Any) -> bool:
    return part in ("\n", {"text": "\n"})
