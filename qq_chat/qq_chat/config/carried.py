"""An old configuration, read setting by setting, and what became of each. Computes only; no I/O.

>>> old = Carried({"server_name": "survival", "style": {"current": "x", "cooldown": 0}})
>>> old.carry("server_name", "server_name")
'survival'
>>> old.tree, old.kept, old.left()
({'server_name': 'survival'}, ['server_name'], ['style'])
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qq_api import Texts


@dataclass(frozen=True)
class Note:
    """Something that the owner should know: the key of a text, and what stands in it.

    Attributes:
        is_about_rights: somebody might do less than before, or more.
    """

    key: str
    values: Mapping[str, Any]
    is_about_rights: bool = False


class Carried:
    """What becomes of an old configuration.

    Attributes:
        tree: the new settings.
        kept: which old settings they are made of: `old -> new`.
        notes: what the owner should know, in order.

    Args:
        old: what the old file says.
        wrong: what is wrong with new settings, in a few words, or None; what is wrong is not carried over.
    """

    def __init__(self, old: Mapping[str, Any], wrong: Callable[[Mapping[str, Any]], str | None] | None = None) -> None:
        self._old, self._wrong, self._read = old, wrong, set[str]()
        self.tree: dict[str, Any] = {}
        self.kept: list[str] = []
        self.notes: list[Note] = []

    def read(self, place: str) -> Any:
        """What the old file says at a place (`a.b.c`); None where that is nothing, or empty."""
        node: Any = self._old
        for name in place.split("."):
            node = node.get(name) if isinstance(node, Mapping) else None
        self._read.add(place)
        return None if node in ("", [], {}) else node

    def carry(self, place: str, to: str, change: Callable[[Any], Any] | None = None) -> Any:
        """Take a setting over, and give its new value; None where there is none.

        Args:
            place: where it was.
            to: where it is now.
            change: makes the new value.
        """
        value = self.read(place)
        if value is None:
            return None
        return self.put(place, to, value if change is None else change(value))

    def put(self, place: str, to: str, value: Any) -> Any:
        """Take a setting over whose value was made elsewhere; gives it, or None where it cannot be had."""
        tree = _with(self.tree, to.split("."), value)
        reason = self._wrong(tree) if self._wrong else None
        if reason is not None:
            self.note("carried.wrong", place=place, reason=reason)
            return None
        self.tree = tree
        self.kept.append(place if place == to else f"{place} -> {to}")
        return value

    def note(self, key: str, is_about_rights: bool = False, **values: Any) -> None:
        """Tell the owner something."""
        self.notes.append(Note(key, values, is_about_rights))

    def left(self) -> list[str]:
        """The settings that nobody asked for; a whole group by its name."""
        return [*self._unread(self._old, "")]

    def _unread(self, node: Mapping[str, Any], place: str) -> Iterator[str]:
        for name, value in node.items():
            here = f"{place}{name}"
            if here in self._read:
                continue
            if isinstance(value, Mapping) and any(one.startswith(f"{here}.") for one in self._read):
                yield from self._unread(value, f"{here}.")
            else:
                yield here

    def report(self, texts: Texts) -> Iterator[tuple[str, bool]]:
        """What became of it, line by line, and whether a line is about rights."""
        if self.kept:
            yield texts("carried.kept", settings=", ".join(self.kept)), False
        for note in self.notes:
            yield texts(note.key, **note.values), note.is_about_rights
        if left := self.left():
            yield texts("carried.left", settings=", ".join(left)), False


def _with(tree: Mapping[str, Any], names: list[str], value: Any) -> dict[str, Any]:
    first, *rest = names
    return {**tree, first: _with(tree.get(first, {}), rest, value) if rest else value}


def many(value: Any) -> list[Any]:
    """One or many, as a list without what is empty."""
    return [one for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]


def numbers(place: str, value: Any, not_these: set[int]) -> list[int]:
    """QQ numbers or group numbers, as numbers or strings of digits, one or many; examples of the old file left out.

    Raises:
        ValueError: they are none.
    """
    try:
        found = [int(str(one)) for one in many(value)]  # True is no number
    except ValueError:
        raise ValueError(f"{place}: numbers were expected, found {value!r}") from None
    return [number for number in dict.fromkeys(found) if number not in not_these]
