"""Commands in a QQ message. Computes only; no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A command as somebody typed it; `name` is "" for the prefix alone."""

    name: str
    rest: str


def find_command(content: str, prefixes: Iterable[str]) -> Asked | None:
    """The command in a message, or None.

    A prefix of one character stands right before the name; a longer one needs a blank behind it, so that `mcdonalds`
    is no command of the prefix `mc`.

        >>> find_command("/mc hello there", ["/"])
        Asked(name='mc', rest='hello there')
    """
    for prefix in filter(None, prefixes):
        rest = content.removeprefix(prefix)
        if rest != content and (not rest or len(prefix) == 1 or rest[0].isspace()):
            name, *words = rest.split(maxsplit=1) or [""]
            return Asked(name.lower(), "".join(words).strip())
    return None
