"""The commands that QQ has, each declared once. Computes only; no I/O."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from qq_api import Texts
from qq_chat.commands.asked import Command, Place
from qq_chat.config.commands import CommandSettings
from qq_chat.people.rights import Person, level_named


class Registry:
    """Finds commands, and tells of them.

    Args:
        commands: all there are.
        settings: the owner's wishes, by name.
        prefix: shown in the help.
        texts: the words.
    """

    def __init__(
        self, commands: Iterable[Command], settings: Mapping[str, CommandSettings], prefix: str, texts: Texts
    ) -> None:
        self._prefix = prefix if len(prefix) == 1 else f"{prefix} "
        self._texts = texts
        wished = (_as_wished(command, settings.get(command.name, CommandSettings())) for command in commands)
        self.commands = [command for command in wished if command.enabled]
        self._by_words = {
            tuple(name.lower().split()): command
            for command in self.commands
            for name in (command.name, *command.aliases)
        }

    def find(self, words: Sequence[str]) -> tuple[Command, int] | None:
        """The command with the longest name that the words begin with, and how many words that is."""
        lower = tuple(word.lower() for word in words)
        for length in range(len(lower), 0, -1):
            if lower[:length] in self._by_words:
                return self._by_words[lower[:length]], length
        return None

    def bare(self, words: str) -> Command | None:
        """The command that these words are without its name."""
        return next((one for one in self.commands if one.bare and re.fullmatch(one.bare, words)), None)

    def near(self, word: str, person: Person, place: Place) -> str | None:
        """The command that somebody may have meant, with its prefix."""
        names = {command.topic for command in self.allowed(person, place)}
        near = difflib.get_close_matches(word.lower(), sorted(names), n=1)
        return self._prefix + near[0] if near else None

    def allowed(self, person: Person, place: Place) -> list[Command]:
        """What a person may ask for in a place."""
        return [command for command in self.commands if person.level >= command.level and place in command.places]

    def help(self, person: Person, place: Place, topic: str = "") -> str:
        """What a person can type there, a line each: all, or what begins with one word."""
        listed = [command for command in self.allowed(person, place) if topic in ("", command.topic)]
        if not listed:
            return self._texts("commands.unknown", name=topic)
        return "\n".join([self._texts("help.title"), *map(self.line, listed)])

    def line(self, command: Command) -> str:
        """How one command is typed, and what it is for: `/list - who is online`."""
        return self._texts("help.line", usage=self.usage(command), about=self._texts(f"help.{command.key}"))

    def usage(self, command: Command) -> str:
        """How one command is typed: `/bound check <QQ>`."""
        return f"{self._prefix}{command.name} {command.args}".rstrip()


def _as_wished(command: Command, settings: CommandSettings) -> Command:
    return replace(
        command,
        enabled=command.enabled if settings.enabled is None else settings.enabled,
        aliases=(*command.aliases, *settings.aliases),
        level=command.level if settings.level is None else level_named(settings.level),
        cooldown=command.cooldown if settings.cooldown is None else settings.cooldown,
        places=command.places if settings.places is None else frozenset(settings.places),
    )
