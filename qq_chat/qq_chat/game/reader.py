"""A line of the server's console: what happened. Computes only; no I/O.

Vanilla, Paper, Spigot, Fabric, Forge and NeoForge differ in the head of a line, which MCDR takes off.

>>> from qq_chat.game.lexicon import load_lexicon
>>> reader = Reader(load_lexicon("en_us"))
>>> reader.read("Steve was slain by Zombie", ["Steve"])
Death(player='Steve', key='death.attack.mob', arguments=('Steve', 'Zombie'), by_player=False, sentence='')
"""

import re
from collections.abc import Callable, Collection, Iterable

from qq_chat.game.clean import plain
from qq_chat.game.deaths import Deaths
from qq_chat.game.events import (
    Advancement,
    Announced,
    Behind,
    Chat,
    GameEvent,
    Hanging,
    Joined,
    Kind,
    Left,
    Me,
    Reported,
    Say,
    Started,
    Starting,
    Stopping,
)
from qq_chat.game.lexicon import Lexicon
from qq_chat.game.names import Names

CHAT = (r"(?:\[[a-z0-9_:]+\])?<(?P<name>[^<>]+)> (?P<text>.*)",)
"""How players' chat looks in the console; Bukkit's may begin with the world."""

LONGEST = 2000
"""Characters of a line that is worth reading; no message of the game is as long."""

_MCDR_NAME = re.compile("[A-Za-z0-9_]{3,16}")

_SYSTEM = "System chat: "  # from Minecraft 26.3 on
_NOT_SECURE = "[Not Secure] "  # chat and /say without a signature; never a message of the server

_LONGEST_NAME = 100  # with all prefixes

_LOGIN = re.compile(r"(?P<name>[^\[\]<>:/]+)\[[^\]]*(?:\][^\]]*)?\] logged in with entity id \d+ at \(.+\)")
_JOINED = re.compile(r"(?P<name>.+?)(?: \(formerly known as \S+\))? joined the game")
_LEFT = re.compile(r"(?P<name>.+) left the game")
_MADE = re.compile(r"(?P<name>.+?) has (?P<made>[a-z]+ the [a-z]+) \[(?P<title>.+)\]")
_KINDS: dict[str, Kind] = {
    "made the advancement": "task",
    "completed the challenge": "challenge",
    "reached the goal": "goal",
}

_SERVER: list[tuple[re.Pattern[str], Callable[[re.Match[str]], GameEvent]]] = [
    (re.compile(r"Starting minecraft server version (.+)"), lambda found: Starting(found[1])),
    # Done (3.5s)! For help, type "help"      Done (12,5s)! …, in some locales
    (re.compile(r"Done \(([\d.,]+)s\)! For help, type .+"), lambda found: Started(_number(found[1]))),
    (re.compile(r"Stopping (?:the )?server"), lambda _: Stopping()),
    (re.compile(r"This crash report has been saved to:? (.+)"), lambda found: Reported(found[1])),
    # … Running 2034ms or 40 ticks behind     … Running 2034ms behind, skipping 40 tick(s), before 1.13
    (re.compile(r"Can't keep up! .*Running (\d+)ms .*behind.*"), lambda found: Behind(int(found[1]) / 1000)),
    (re.compile(r"A single server tick took ([\d.,]+) seconds.*"), lambda found: Hanging(_number(found[1]))),
    # Paper and Spigot
    (re.compile(r"The server has not responded for ([\d.]+) seconds!.*"), lambda found: Hanging(_number(found[1]))),
    (re.compile(r"The server has stopped responding!.*"), lambda _: Hanging(0.0)),
]


def _number(text: str) -> float:
    """`12,5` -> 12.5; 0 for what is no number."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return 0.0


def understood_by_mcdr(name: str) -> bool:
    """Whether MCDR's own events know this player, so that no others are needed (MCDR 2.16, `validate_player_name`)."""
    return bool(_MCDR_NAME.fullmatch(name))


class Reader:
    """Reads the console. Whatever could be a player's own words is looked at first, and never becomes more than words.

    Args:
        lexicon: the texts of death messages and advancements.
        names: how players are shown.
        chat: patterns of chat, with the groups `name` and `text`, for lines that MCDR does not take for chat.
        in_mcdr: whether MCDR has events of its own for a player; what it tells is not told here as well.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        names: Names | None = None,
        chat: Iterable[str] = CHAT,
        in_mcdr: Callable[[str], bool] = understood_by_mcdr,
    ) -> None:
        self._names, self._lexicon, self._in_mcdr = names or Names(), lexicon, in_mcdr
        self._deaths = Deaths(lexicon, self._names)
        self._chat = [re.compile(pattern) for pattern in chat]

    def read(self, line: str, online: Collection[str]) -> GameEvent | None:
        """What a line tells, or None.

        Args:
            line: MCDR's `info.content` of a line from the server that has no `info.player`.
            online: the players online.
        """
        text = plain(line).strip()
        if len(text) > LONGEST:
            return None
        if text.startswith(_SYSTEM):
            return self._happened(text.removeprefix(_SYSTEM), online)
        said = text.removeprefix(_NOT_SECURE)
        for pattern in self._chat:
            if found := pattern.fullmatch(said):
                return self._chatted(found["name"], found["text"], online)
        return self._said(said, online) or (self._happened(text, online) if said == text else None)

    def _chatted(self, shown: str, text: str, online: Collection[str]) -> Chat | None:
        player = self._names.find(shown, online)
        return Chat(player, text) if player else None

    def _said(self, text: str, online: Collection[str]) -> Say | Me | None:
        """`[Steve] hi`, `[[VIP] Steve] hi`, `* Steve waves`: wherever the name ends, it must be somebody's."""
        opening, closing, event = ("[", "] ", Say) if text.startswith("[") else ("* ", " ", Me)
        if not text.startswith(opening):
            return None
        rest = text.removeprefix(opening)
        for end in re.finditer(closing, rest[:_LONGEST_NAME]):
            who = self._names.speaker(rest[: end.start()], online)
            if who:
                return event(who, rest[end.end() :])
        return None

    def _happened(self, text: str, online: Collection[str]) -> GameEvent | None:
        for pattern, event in _SERVER:
            if found := pattern.fullmatch(text):
                return event(found)
        if text.startswith("*"):
            return None  # /me by somebody unknown
        return self._came_or_went(text, online) or self._made(text, online) or self._deaths.read(text, online)

    def _came_or_went(self, text: str, online: Collection[str]) -> GameEvent | None:
        if found := _LOGIN.fullmatch(text):
            is_ours = self._names.is_possible(found["name"]) and not self._in_mcdr(found["name"])
            return Joined(found["name"]) if is_ours else None
        if found := _JOINED.fullmatch(text):
            player = self._names.find(found["name"], online)
            return Announced(player) if player else None
        if found := _LEFT.fullmatch(text):
            player = self._names.find(found["name"], online)
            return Left(player) if player and not self._in_mcdr(found["name"]) else None
        return None

    def _made(self, text: str, online: Collection[str]) -> Advancement | None:
        found = _MADE.fullmatch(text)
        kind = _KINDS.get(found["made"]) if found else None
        player = self._names.find(found["name"], online) if found and kind else None
        if not found or not kind or not player:
            return None
        return Advancement(player, kind, found["title"], self._lexicon.key("title", found["title"]))
