"""A death message of the console: its translation key, and what it names. Computes only; no I/O."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qq_chat.game.events import Death
from qq_chat.game.lexicon import Lexicon
from qq_chat.game.names import Names

_FIELD = re.compile(r"%(?:(\d)\$)?s")

# What stands for %1$s, %2$s and %3$s: whoever died, whoever did it, the weapon in its brackets.
_GROUPS = {1: "(?P<victim>.+?)", 2: "(?P<killer>.+)", 3: r"(?P<weapon>\[.+\])"}
_LINK = r"(?P<killer>\[.+\])"  # [Intentional Game Design]

# What a modded text must at least say, so that no chance line is one.
_LETTERS = re.compile("[^\\W\\d_]{3}")

_PLAYERS_KEYS = {"death.attack.mob": "death.attack.player", "death.attack.mob.item": "death.attack.player.item"}


@dataclass(frozen=True)
class _Message:
    key: str
    literal: str  # the longest piece that never changes; a line without it need not be looked at
    letters: int
    pattern: re.Pattern[str]
    killer_first: bool


class Deaths:
    """Recognises death messages.

    Args:
        lexicon: the texts of all of them.
        names: who is meant.
    """

    def __init__(self, lexicon: Lexicon, names: Names) -> None:
        self._lexicon, self._names = lexicon, names
        messages = _messages(lexicon.deaths())
        # `was shot by a skull from %2$s` before `was shot by %2$s`, `was killed by magic` before `was killed by %2$s`
        self._messages = sorted(messages, key=lambda message: (-message.letters, message.key == "death.attack.player"))

    def read(self, line: str, online: Collection[str]) -> Death | None:
        """The death of a player online that a line tells of, or None."""
        if not any(name in line for name in online):
            return None
        found = (self._match(message, line, online) for message in self._messages if message.literal in line)
        return next(filter(None, found), None)

    def _match(self, message: _Message, line: str, online: Collection[str]) -> Death | None:
        match = message.pattern.fullmatch(line)
        player = self._names.find(match["victim"], online) if match else None
        if match is None or player is None:
            return None
        named = match.groupdict()
        killer = self._names.find(named.get("killer") or "", online)
        if message.killer_first and not killer and not self._lexicon.key("entity", named["killer"]):
            return None  # whoever stands first could be a piece of chat
        key = _PLAYERS_KEYS.get(message.key, message.key) if killer else message.key
        arguments = in_order(player, killer or named.get("killer"), named.get("weapon"))
        return Death(player, key, arguments, by_player=killer is not None)


def in_order(player: str, killer: str | None, weapon: str | None) -> tuple[str, ...]:
    """What a message names, each at its place: %1$s, %2$s, %3$s."""
    if weapon:
        return player, killer or "", weapon
    return (player, killer) if killer else (player,)


def _messages(texts: Mapping[str, Sequence[str]]) -> Iterator[_Message]:
    for key, said in texts.items():
        for text in said:
            numbered = _numbered(text)
            literals = _FIELD.split(numbered)[::2]
            if "%1$s" in numbered and any(map(_LETTERS.search, literals)):
                pattern = re.compile(_pattern(numbered, key))
                first = numbered.find("%2$s") in range(numbered.find("%1$s"))
                yield _Message(key, max(literals, key=len), sum(map(len, literals)), pattern, first)


def _numbered(text: str) -> str:
    """`%s was zapped by %s` -> `%1$s was zapped by %2$s`."""
    numbers = iter(range(1, text.count("%s") + 1))
    return re.sub("%s", lambda _: f"%{next(numbers)}$s", text)


def _pattern(text: str, key: str) -> str:
    """`%1$s was slain by %2$s` -> `(?P<victim>.+?)\\ was\\ slain\\ by\\ (?P<killer>.+)`."""
    groups = {**_GROUPS, 2: _LINK} if key.endswith(".message") else dict(_GROUPS)
    return "".join(_pieces(text, lambda number: groups.pop(number, ".+")))


def _pieces(text: str, group: Callable[[int], str]) -> Iterator[str]:
    for number, piece in enumerate(_FIELD.split(text)):
        yield group(int(piece)) if number % 2 else re.escape(piece.replace("%%", "%"))
