"""Which player a shown name means. Computes only; no I/O.

>>> Names().find("[VIP] Steve", ["Steve"])
'Steve'
>>> Names().find("[Alex] Steve", ["Steve", "Alex"]) is None  # so does /say by Alex begin
True
"""

import re
from collections.abc import Collection, Iterable

# [VIP] Steve, (Admin) Steve, 【会长】Steve; Steve [AFK]
PREFIXES = (r"(?:\[[^\[\]<>]{1,32}\] ?|\([^()<>]{1,32}\) ?|【[^【】<>]{1,32}】 ?)+",)
SUFFIXES = (r"(?: ?\[[^\[\]<>]{1,32}\]| ?\([^()<>]{1,32}\)| ?【[^【】<>]{1,32}】)+",)

# Steve, .BedrockSteve, .Bedrock Steve, 小明
PLAYERS = (r"[.*+_]?\w{1,32}", r"\.\w[\w ]{0,31}")

SPEAKERS = ("Server", "Rcon", "CONSOLE", "@")
"""What `/say` and `/me` show for the console, RCON and command blocks."""

_WORD = re.compile(r"[\w.*+@]+")


class Names:
    """Finds players by what the console shows.

    Args:
        prefixes: patterns of what may stand before a name, teams' and plugins'.
        suffixes: patterns of what may stand behind it.
        players: patterns of names that players can have.
        speakers: who speaks by `/say` without being a player.
    """

    def __init__(
        self,
        prefixes: Iterable[str] = PREFIXES,
        suffixes: Iterable[str] = SUFFIXES,
        players: Iterable[str] = PLAYERS,
        speakers: Iterable[str] = SPEAKERS,
    ) -> None:
        self._prefixes, self._suffixes, self._players = (
            [re.compile(pattern) for pattern in patterns] for patterns in (prefixes, suffixes, players)
        )
        self._speakers = set(speakers)

    def is_possible(self, name: str) -> bool:
        """Whether a player can be called so."""
        return any(pattern.fullmatch(name) for pattern in self._players)

    def find(self, shown: str, online: Collection[str]) -> str | None:
        """The player online whom a shown name means, or None."""
        if shown in online:
            return shown
        return next((name for name in online if name in shown and self._is_decorated(shown, name, online)), None)

    def speaker(self, shown: str, online: Collection[str]) -> str | None:
        """The player online, or the console, RCON or command block, that speaks."""
        return shown if shown in self._speakers else self.find(shown, online)

    def _is_decorated(self, shown: str, name: str, online: Collection[str]) -> bool:
        before, _, after = shown.rpartition(name)
        if self._mentions(f"{before} {after}", online):
            return False
        return _fits(before, self._prefixes) and _fits(after, self._suffixes)

    def _mentions(self, text: str, online: Collection[str]) -> bool:
        """Whether what stands around a name names a speaker, as the beginning of `[Alex] Steve died` does."""
        return any(word in online or word in self._speakers for word in _WORD.findall(text))


def _fits(text: str, patterns: list[re.Pattern[str]]) -> bool:
    return not text or any(pattern.fullmatch(text) for pattern in patterns)
