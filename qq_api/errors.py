"""What can go wrong, as a tree. Errors carry data; they are put into words once, by `qq_api.texts`.

aiocqhttp.Error
├─ ApiNotAvailable     nobody was there to take the action: it was not sent
├─ ActionFailed        QQ's side answered "failed" (retcode, wording)
└─ NetworkError
   └─ Unanswered       the action left, no answer came: it may have been carried out

QQError
├─ ConfigError         a configuration cannot be used: file, line, key, what was expected
├─ FatalError          trying again would not help
│  └─ PortBusy         somebody else listens there
├─ TryAgain            a connection ended as it may; when to try again
└─ WrongThread         a call that would wait for itself
"""

from pathlib import Path

from aiocqhttp import ActionFailed, ApiNotAvailable, NetworkError
from aiocqhttp.exceptions import Error

__all__ = [
    "ActionFailed",
    "ApiNotAvailable",
    "ConfigError",
    "Error",
    "FatalError",
    "NetworkError",
    "PortBusy",
    "QQError",
    "TryAgain",
    "Unanswered",
    "WrongThread",
]


class Unanswered(NetworkError):
    """An action left and no answer came in time: it may have been carried out, so never repeat a send blindly.

    Args:
        action: the action's name, as `send_group_msg`.
        cut: the connection ended before the answer; where the group's history shows nothing of it a few seconds later,
            it was not carried out. Otherwise it may still be, later.
    """

    def __init__(self, action: str, *, cut: bool = False) -> None:
        super().__init__(f"{action}: no answer; it may have been carried out all the same")
        self.action, self.cut = action, cut


class QQError(Exception):
    """Everything of ours that is not about one action."""


class ConfigError(QQError):
    """A configuration cannot be used.

    Args:
        path: the file.
        problem: what is wrong and what was expected, in the owner's language.
        line: where, from 1; None when it concerns the whole file.
    """

    def __init__(self, path: Path, problem: str, line: int | None = None) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {problem}")
        self.path, self.problem, self.line = path, problem, line


class FatalError(QQError):
    """Trying again would not help: `qq_api.keep` gives up on it."""


class TryAgain(QQError):
    """A connection ended as it may: `qq_api.keep` tries again, and warns only where there are words.

    Args:
        words: for the owner; "" where nothing is wrong.
        seconds: to wait at least.
    """

    def __init__(self, words: str = "", seconds: float = 0.0) -> None:
        super().__init__(words)
        self.seconds = seconds


class PortBusy(FatalError):
    """Somebody else listens on `host`:`port`."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"{host}:{port}: {reason}")
        self.host, self.port, self.reason = host, port, reason


class WrongThread(QQError, RuntimeError):
    """`bot.sync` was used on the bot's own thread, where it would wait for itself."""

    def __init__(self) -> None:
        super().__init__("bot.sync was used on the bot's own thread and would wait for itself; use `await bot.…` there")
