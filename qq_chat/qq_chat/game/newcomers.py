"""Who is here for the first time. Computes only; who calls reads and writes the store.

>>> newcomers = Newcomers(["Steve"], save=print)
>>> newcomers.greet("Steve")
False
>>> newcomers.greet("Alex")
['Alex', 'Steve']
True
"""

import json
from collections.abc import Callable, Iterable
from typing import Any


class Newcomers:
    """Remembers all players that were ever here; names count whatever their case.

    Args:
        known: who was here before: what `save` was given last, and the names of `usercache.json`.
        save: keeps all names, sorted.
    """

    def __init__(self, known: Iterable[str], save: Callable[[list[str]], None]) -> None:
        self._known = {name.lower(): name for name in known}
        self._save = save

    def greet(self, player: str) -> bool:
        """A player joined; True when for the first time."""
        if player.lower() in self._known:
            return False
        self._known[player.lower()] = player
        self._save(sorted(self._known.values(), key=str.lower))
        return True


def usercache_names(text: str) -> list[str]:
    """The names in the server's `usercache.json`, `[{"name": "Steve", "uuid": …, "expiresOn": …}]`.

    Raises:
        ValueError: it is no such file.
    """
    rows: Any = json.loads(text)
    if not isinstance(rows, list):
        raise ValueError("a list was expected")
    names = (row.get("name") for row in rows if isinstance(row, dict))
    return [name for name in names if isinstance(name, str)]
