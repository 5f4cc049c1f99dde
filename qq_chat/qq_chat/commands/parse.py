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
        if content == prefix:
            return Asked("", "")
        if content.startswith(prefix if len(prefix) == 1 else prefix + " "):
            name, _, rest = content[len(prefix) :].strip().partition(" ")
            return Asked(name.lower(), rest.strip())
    return None
