"""The console's lines, as a group of the staff may see them. Computes only; no I/O."""

import re
from collections import deque

from qq_chat.config.server import ConsoleChannel
from qq_chat.game.clean import plain
from qq_chat.text.patterns import pattern
from qq_chat.text.words import for_qq

LONGEST = 300
"""Characters of one line."""

HIDDEN = "***"

# 203.0.113.7:51234, [2001:db8::1]:25565, /2001:db8:0:0:0:0:0:1
_ADDRESS = re.compile(
    r"\b(?:\d{1,3}\.){3}\d{1,3}\b(?::\d+)?|\[?\b[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{0,4}){3,7}\b(?:%\w+)?\]?(?::\d+)?"
)
# password: x, token=x, rcon.password=x, "secret": "x", Authorization: Bearer x
_SECRET = re.compile(
    r"(?i)(?P<key>\b[\w.-]*(?:passwd|password|token|secret|api[_-]?key|authorization|密码|口令)[\"']?\s*[:=：]\s*)"
    r"(?:bearer\s+)?(?:\"[^\"]*\"|'[^']*'|\S+)"
)
# /login hunter2, /register a a: what players of off-line servers type, and plugins log
_LOGIN = re.compile(r"(?i)(?P<key>/(?:login|l|register|reg|changepassword|cp)\s).*")


class ConsoleLines:
    """Gathers lines until they are shown.

    Args:
        settings: as configured.
    """

    def __init__(self, settings: ConsoleChannel) -> None:
        self._settings = settings
        self._wanted, self._unwanted = pattern(settings.pattern), pattern(settings.not_pattern)
        self._masks = [re.compile(one) for one in settings.mask]
        self._lines: deque[str] = deque(maxlen=settings.lines)
        self._left_out = 0

    def put(self, line: str) -> None:
        """A line of the console."""
        shown = self.masked(for_qq(plain(line), LONGEST)).strip()
        if not shown or not self._wanted(shown) or (self._settings.not_pattern and self._unwanted(shown)):
            return
        self._left_out += len(self._lines) == self._settings.lines
        self._lines.append(shown)

    def take(self) -> tuple[list[str], int]:
        """What was gathered, and how many lines before that there was no room for."""
        lines, left_out = [*self._lines], self._left_out
        self._lines.clear()
        self._left_out = 0
        return lines, left_out

    def masked(self, line: str) -> str:
        """A line without addresses and secrets.

        >>> ConsoleLines(ConsoleChannel()).masked("Steve[/203.0.113.7:51234] logged in, token=abc")
        'Steve[/***] logged in, token=***'
        """
        for shape in (_LOGIN, _SECRET):
            line = shape.sub(lambda found: found["key"] + HIDDEN, line)
        line = _ADDRESS.sub(HIDDEN, line)
        for mask in self._masks:
            line = mask.sub(HIDDEN, line)
        return line
