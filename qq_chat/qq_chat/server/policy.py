"""Which commands of the server somebody may run. Computes only; no I/O."""

import re
from collections.abc import Iterable, Iterator

from qq_chat.config.server import ServerCommands
from qq_chat.people.rights import Level, level_named

_NAMESPACE = re.compile(r"^/?(?:[a-z0-9_.-]+:)?")


def begins_with(command: str, beginnings: Iterable[str]) -> bool:
    """Whether a command begins with the words of one of those, whatever its case, slash or namespace; `*` is any.

    >>> begins_with("/minecraft:OP Steve", ["op"])
    True
    """
    words = _plain(command)
    return any(some == ["*"] or words[: len(some)] == some for some in map(_plain, beginnings) if some)


def _plain(command: str) -> list[str]:
    first, *rest = command.strip().lower().split() or [""]
    return [word for word in (_NAMESPACE.sub("", first), *rest) if word]


def inner(command: str) -> Iterator[str]:
    """A command, and those that it runs.

    >>> [*inner("execute as @a run return run op Steve")]
    ['execute as @a run return run op Steve', 'return run op Steve', 'op Steve']
    """
    yield command
    words = command.split()
    for index, word in enumerate(words):
        if word.lower() == "run" and words[index + 1 :]:
            yield " ".join(words[index + 1 :])


class Policy:
    """The owner's lists.

    Args:
        settings: as configured.
        base: the level from which every command goes that is not denied.
    """

    def __init__(self, settings: ServerCommands, base: Level = Level.ADMIN) -> None:
        self._settings, self._base = settings, base

    def lowest(self) -> Level:
        """The level from which anything at all may be run."""
        return min([self._base, *map(level_named, self._settings.by_level)])

    def allows(self, command: str, level: Level) -> bool:
        """Whether somebody may run a command, with all that it runs."""
        every = [*inner(command)]
        if any(begins_with(one, self._settings.deny) for one in every):
            return False
        if self._settings.allow and not all(begins_with(one, self._settings.allow) for one in every):
            return False
        return level >= self._base or all(begins_with(one, self._of(level)) for one in every)

    def asks_first(self, command: str) -> bool:
        """Whether a command has to be confirmed."""
        return any(begins_with(one, self._settings.confirm) for one in inner(command))

    def _of(self, level: Level) -> list[str]:
        names = self._settings.by_level
        return [beginning for name in names if level_named(name) <= level for beginning in names[name]]
