"""Whom a command is for: a name, or a selector such as `@a[name=!Steve]`. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from qq_api.sandbox.minecraft.syntax import CommandError

_WHOM: Final[dict[str, slice]] = {
    "@a": slice(None),
    "@e": slice(None),  # players are the only entities here
    "@p": slice(1),
    "@r": slice(1),
    "@s": slice(0),  # neither console nor RCON is an entity
}

_TARGET: Final = re.compile(r'(@\w+\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\]|\S+)\s*(.*)', re.DOTALL)
_SELECTOR: Final = re.compile(r"(@\w*)(?:\[(.*)\])?", re.DOTALL)
_NAME: Final = re.compile(r'name=(!?)(?:"((?:[^"\\]|\\.)*)"|([^,"]*))(?:,|$)')


def split_target(argument: str) -> tuple[str, str]:
    """The target of a command and what stands behind it.

    >>> split_target('@a[name=!"a b"] {"text": "hi"}')
    ('@a[name=!"a b"]', '{"text": "hi"}')
    """
    found = _TARGET.fullmatch(argument.strip())
    return (found[1], found[2]) if found else ("", "")


def select(target: str, players: Sequence[str]) -> list[str]:
    """The players whom a selector means; of all tests it knows `name`.

    Raises:
        CommandError: it is no selector.
    """
    found = _SELECTOR.fullmatch(target)
    if found is None or found[1] not in _WHOM:
        raise CommandError(f"Unknown selector type '{target}'")
    tests, end = [], 0
    for test in _NAME.finditer(found[2] or ""):
        name = test[3] if test[2] is None else re.sub(r"\\(.)", r"\1", test[2])
        tests.append((name, not test[1]))
        end = test.end()
    if end != len(found[2] or ""):
        raise CommandError(f"Unknown option '{(found[2] or '')[end:]}'")
    return [one for one in players if all((one == name) is wanted for name, wanted in tests)][_WHOM[found[1]]]
