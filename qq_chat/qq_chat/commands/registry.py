"""The commands QQ groups have, each declared once."""

from collections.abc import Callable
from dataclasses import dataclass

from qq_api import MessageEvent, Texts
from qq_chat.commands.parse import Asked

Answer = str | None
Run = Callable[[MessageEvent, Asked], Answer]


@dataclass(frozen=True)
class Command:
    """A command.

    Attributes:
        name: without prefix; its help is the text `help.<name>`.
        run: does it and returns the answer for the group, or None for silence.
    """

    name: str
    run: Run


class Registry:
    """Finds and runs commands.

    Args:
        commands: those that are switched on.
        prefix: shown in the help.
        texts: the words.
    """

    def __init__(self, commands: list[Command], prefix: str, texts: Texts) -> None:
        self._prefix = prefix if len(prefix) == 1 else f"{prefix} "
        self._texts = texts
        everything = [Command("help", lambda _event, _asked: self.help()), *commands]
        self._commands = {command.name: command for command in everything}

    def find(self, asked: Asked) -> Command | None:
        """The command of that name; the prefix alone asks for help."""
        return self._commands.get(asked.name or "help")

    def help(self) -> str:
        """What one can type, a line each."""
        return "\n".join([self._texts("help.title"), *map(self.usage, self._commands)])

    def usage(self, name: str) -> str:
        """How one command is typed, and what it is for."""
        return self._prefix + self._texts(f"help.{name}")
