"""The stand-in server without its console: it starts and stops, and players act. Pure.

Vanilla 1.21's wording throughout, so that whatever parses a vanilla log parses this one.
"""

from collections.abc import Callable
from itertools import count
from typing import Any, TypeAlias

from qq_api.sandbox.minecraft.player_list import PlayerList, offline_uuid
from qq_api.sandbox.minecraft.refused import NoSuchCause, NotWhitelisted, check_chat, one_line
from qq_api.sandbox.minecraft.syntax import Component
from qq_api.sandbox.minecraft.wording import ADVANCEMENTS, DEATHS, HANGING, LAGGING, SAVING

Log: TypeAlias = Callable[[str], None]
"""Takes one log line, without its line break."""

Seen: TypeAlias = Callable[[str, Component], None]
"""Takes what players see in chat: `@a` or a player's name, and the text component."""


def _ignore(*_: Any) -> None:
    pass


class MinecraftServer:
    """One make-believe server, as far as chat goes.

    Args:
        log: called with each log line.
        seen: called with each line players see; never while nobody is online.
        clock: gives the time of day for log lines, as `12:00:00`.
        changed: called with the names online, whenever they change.
        stopping: called when the server was told to stop.
    """

    def __init__(
        self,
        log: Log,
        seen: Seen = _ignore,
        *,
        clock: Callable[[], str] = lambda: "12:00:00",
        changed: Callable[[list[str]], None] = _ignore,
        stopping: Callable[[], None] = _ignore,
    ) -> None:
        self.stopping = stopping
        self._log = log
        self._seen = seen
        self._clock = clock
        self._changed = changed
        self._list = PlayerList()
        self.whitelist = self._list.whitelist
        self._entity_ids = count(123)

    def start(self, version: str = "1.21.4", port: int = 25565) -> None:
        """Log what vanilla does from its start until the world is being prepared."""
        self.note(f"Starting minecraft server version {version}")
        self.note("Loading properties")
        self.note("Default game type: SURVIVAL")
        self.note("Generating keypair")
        self.note(f"Starting Minecraft server on *:{port}")
        self.note('Preparing level "world"')
        self.note("Preparing start region for dimension minecraft:overworld")

    def open(self, seconds: float = 0.123) -> None:
        """Log that the server is up, after so many seconds."""
        self.note(f"Time elapsed: {seconds * 1000:.0f} ms")
        self.note(f'Done ({seconds:.3f}s)! For help, type "help"')

    def close(self) -> None:
        """Log what vanilla does once it was told to stop; everybody leaves."""
        self.note("Stopping server")
        self.note("Saving players")
        for name in self.players:
            self.disconnect(name, "Server closed")
        for line in SAVING:
            self.note(line)

    def note(self, text: str, thread: str = "Server thread", level: str = "INFO") -> None:
        """Log one line of any thread: `[12:00:00] [Server thread/INFO]: text`."""
        self._log(f"[{self._clock()}] [{thread}/{level}]: {one_line(text)}")

    def show(self, target: str, component: Component) -> None:
        """Let players see a line: `@a` for everybody, or one player's name."""
        if self.players:
            self._seen(target, component)

    @property
    def players(self) -> list[str]:
        """The names online, in the order they joined."""
        return self._list.names()

    def find(self, name: str) -> list[str]:
        """Look a player up whatever the case: their name alone, or nobody."""
        return [online for online in self.players if online.lower() == name.lower()]

    def join(self, name: str) -> None:
        """Let a player in.

        Raises:
            Refused: `BadName`, `AlreadyOnline`, `ServerFull`, or `NotWhitelisted`, which is logged as well.
        """
        self._list.check_absent(name)
        entity = next(self._entity_ids)
        address = f"/127.0.0.1:{51234 + entity - 123}"
        self.note(f"UUID of player {name} is {offline_uuid(name)}", thread="User Authenticator #1")
        self._let_in(name, address)
        self.note(f"{name}[{address}] logged in with entity id {entity} at (0.5, 64.0, 0.5)")
        self._changed(self.players)
        self._broadcast(f"{name} joined the game", color="yellow")

    def leave(self, name: str) -> None:
        """Let a player go; raises `NotOnline`."""
        self.disconnect(self._list.check(name), "Disconnected")

    def disconnect(self, name: str, reason: str) -> None:
        """Put a player out for a reason; raises `NotOnline`."""
        self._list.remove(name)
        self.note(f"{name} lost connection: {reason}")
        self._changed(self.players)
        self._broadcast(f"{name} left the game", color="yellow")

    def chat(self, name: str, text: str) -> None:
        """Let a player say something.

        Raises:
            Refused: `NotOnline`, `IllegalText`, `TooLong` or `NotChat`.
        """
        self._broadcast(f"<{self._list.check(name)}> {check_chat(text)}")

    def die(self, name: str, cause: str = "mob", killer: str = "Zombie", weapon: str = "Diamond Sword") -> None:
        """Let a player die.

        Args:
            name: the player.
            cause: a key of `wording.DEATHS`, as Minecraft's language file has it: `mob`, `lava`, `fall`, `mob.item`.
            killer: who did it, where the cause has one.
            weapon: with what, where the cause has one.

        Raises:
            Refused: `NotOnline`, `NoSuchCause`, or what `check_chat` says of the killer and the weapon.
        """
        player, sentence = self._list.check(name), _worded(DEATHS, cause)
        self._broadcast(sentence.format(player=player, killer=check_chat(killer), weapon=check_chat(weapon)))

    def hang(self, seconds: float = 60.0) -> None:
        """Log what vanilla's watchdog says of a tick that takes so long; the caller ends the server then."""
        for line in HANGING:
            self.note(line.format(seconds=seconds), thread="Server Watchdog", level="FATAL")

    def lag(self, milliseconds: int = 2000) -> None:
        """Log that the server was stuck for so long, and goes on."""
        self.note(LAGGING.format(milliseconds=milliseconds, ticks=milliseconds // 50), level="WARN")

    def advance(self, name: str, title: str = "Stone Age", kind: str = "task") -> None:
        """Let a player make an advancement.

        Args:
            name: the player.
            title: the advancement's, as `Stone Age`.
            kind: `task`, `challenge` or `goal`.

        Raises:
            Refused: `NotOnline`, `NoSuchCause`, or what `check_chat` says of the title.
        """
        player = self._list.check(name)
        self._broadcast(_worded(ADVANCEMENTS, kind).format(player=player, title=check_chat(title)))

    def _let_in(self, name: str, address: str) -> None:
        try:
            self._list.add(name)
        except NotWhitelisted:
            reason = "You are not white-listed on this server!"
            self.note(f"Disconnecting {name} ({address}): {reason}")
            self.note(f"{name} ({address}) lost connection: {reason}")
            raise

    def _broadcast(self, text: str, **style: str) -> None:
        self.note(text)
        self.show("@a", {"text": text, **style})


def _worded(sentences: dict[str, str], key: str) -> str:
    if key not in sentences:
        raise NoSuchCause(key)
    return sentences[key]
