"""Who is not spoken of: fake players, vanished ones, and who is sent away at the door. Computes only; no I/O.

>>> silence = Silence(fake=["bot_.*"])
>>> silence.read("Steve[/127.0.0.1:51234] logged in with entity id 123 at (0.5, 64.0, 0.5)")
>>> silence.is_silent("bot_1"), silence.is_silent("Steve")
(True, False)
"""

import re
from collections.abc import Iterable

from qq_chat.game.clean import plain

FAKE = (r"(?i:bot_.*)",)
"""Names that farms' fake players commonly have."""

VANISH_COMMANDS = ("vanish", "v", "sv", "supervanish", "pv", "premiumvanish", "ev", "evanish", "essentials:vanish")
"""SuperVanish, PremiumVanish and EssentialsX; Bukkit's console shows who typed them."""

_JOINED = re.compile(r"(?:System chat: )?(?P<name>\S+)(?: \(formerly known as \S+\))? joined the game")
# Steve[/127.0.0.1:51234] logged in …; carpet's fake players have [local] for their address
_LOGIN = re.compile(r"(?P<name>[^\[\]<>:/]+)\[(?P<address>.*)\] logged in with entity id \d+ at \(.+\)")
_COMMAND = re.compile(r"(?P<name>\S+) issued server command: /(?P<command>\S+)(?P<arguments>.*)")
_SWITCHES = {"on": True, "enable": True, "true": True, "off": False, "disable": False, "false": False}


class Silence:
    """Whom to be silent about; who vanished is back with the next login.

    Args:
        fake: patterns of fake players' names.
        local: whether whoever is on the server's own machine is fake, too (carpet's `Bot[local] logged in`).
        commands: that make a player vanish or come back; Bukkit servers show who typed them.
        announced: whether players count only once the console said `… joined the game`, which vanish plugins hide.
    """

    def __init__(
        self,
        fake: Iterable[str] = FAKE,
        *,
        local: bool = True,
        commands: Iterable[str] = VANISH_COMMANDS,
        announced: bool = False,
    ) -> None:
        self._patterns = [re.compile(pattern) for pattern in fake]
        self._local, self._commands, self._announced = local, {command.lower() for command in commands}, announced
        self._fake: set[str] = set()
        self._unannounced: set[str] = set()
        self._vanished: set[str] = set()
        self._turned_away: set[str] = set()

    def is_silent(self, player: str) -> bool:
        """Whether nothing about this player is told."""
        hidden = self._fake, self._vanished, self._unannounced, self._turned_away
        return any(player in names for names in hidden) or any(pattern.fullmatch(player) for pattern in self._patterns)

    def is_vanished(self, player: str) -> bool:
        """Whether nobody shall know that this player is there; a fake one is no secret."""
        return player in self._vanished or player in self._unannounced

    def vanish(self, player: str, *, gone: bool = True) -> None:
        """Another plugin says that a player vanished, or is back."""
        (self._vanished.add if gone else self._vanished.discard)(player)

    def turn_away(self, player: str, *, gone: bool) -> None:
        """A player came who may not play, and goes at once; or may play now."""
        (self._turned_away.add if gone else self._turned_away.discard)(player)

    def announce(self, player: str) -> None:
        """The console said `… joined the game`; `read` does not know names that are shown in another way."""
        self._unannounced.discard(player)

    @property
    def kept(self) -> list[list[str]]:
        """Who is silent now, but for those known by their names: fake, vanished, not announced; for `keep`."""
        return [sorted(names) for names in (self._fake, self._vanished, self._unannounced)]

    def keep(self, kept: Iterable[Iterable[str]]) -> None:
        """What `kept` gave before a reload."""
        for names, more in zip((self._fake, self._vanished, self._unannounced), kept, strict=False):
            names.update(more)

    def clear(self) -> None:
        """The server started anew."""
        for names in (self._fake, self._unannounced, self._vanished, self._turned_away):
            names.clear()

    def read(self, line: str) -> None:
        """A line of the server that no player said; reading it twice changes nothing but for a command."""
        text = plain(line).strip()
        if found := _LOGIN.fullmatch(text):
            self._logged_in(found["name"], found["address"])
        elif found := _JOINED.fullmatch(text):
            self.announce(found["name"])
        elif (found := _COMMAND.fullmatch(text)) and found["command"].lower() in self._commands:
            self._toggle(found["name"], found["arguments"].split())

    def _logged_in(self, name: str, address: str) -> None:
        self._vanished.discard(name)
        (self._fake.add if self._local and address == "local" else self._fake.discard)(name)
        if self._announced:
            self._unannounced.add(name)

    def _toggle(self, who: str, arguments: list[str]) -> None:
        """`/vanish`, `/vanish on`, `/vanish Alex`, `/vanish Alex off`."""
        switches = [_SWITCHES[word.lower()] for word in arguments if word.lower() in _SWITCHES]
        others = [word for word in arguments if word.lower() not in _SWITCHES]
        if len(others) > 1 or others[:1] in (["list"], ["reload"], ["help"], ["login"], ["logout"]):
            return
        player = others[0] if others else who
        self.vanish(player, gone=switches[0] if switches else player not in self._vanished)
