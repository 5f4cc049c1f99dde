"""The game beside the page: what a Minecraft server says over its link, and what the page wants of it."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from qq_api.types import Payload

KEPT = 500


class GameView:
    """What is known of the attached server (`sandbox.minecraft.link` is the other end). Computes only; no I/O.

    Args:
        show: gets each change as a frame for the page.
    """

    def __init__(self, show: Callable[[Payload], None]) -> None:
        self._show = show
        self.kind = ""
        self.ready = False
        self.players: list[str] = []
        self.lines: deque[Payload] = deque(maxlen=KEPT)
        self.send: Callable[[Payload], None] | None = None

    def status(self) -> Payload:
        """The frame that says what is attached; `kind` is "" (nothing), "stand-in" or "real"."""
        return {"type": "game", "kind": self.kind, "ready": self.ready, "players": self.players}

    def attach(self, send: Callable[[Payload], None]) -> None:
        """A server's link came up; `send` takes frames for it."""
        self.send = send

    def detach(self) -> None:
        """The link is gone."""
        self.send, self.kind, self.ready, self.players = None, "", False, []
        self._show(self.status())

    def take(self, frame: Any) -> None:
        """A frame from the server."""
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
        self.players = [str(name) for name in frame.get("players", [])]
        self._show(self.status())

    def _line(self, frame: Payload) -> None:
        line = {"type": "line", "time": int(time.time()), "target": frame.get("target", "@a")}
        self._keep(line | {"component": frame.get("component", "")})

    def _console(self, frame: Payload) -> None:
        self._show({"type": "console", "text": str(frame.get("text", ""))})

    def _refused(self, frame: Payload) -> None:
        self._show({"type": "refused", "reason": str(frame.get("reason", ""))})

    def _keep(self, line: Payload) -> None:
        self.lines.append(line)
        self._show(line)

    _TAKES = {  # noqa: RUF012
        "hello": _hello,
        "ready": _ready,
        "players": _players,
        "line": _line,
        "console": _console,
        "refused": _refused,
    }
