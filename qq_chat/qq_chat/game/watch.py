"""All of it joined: MCDR's lines and events go in, what happened comes out, each thing once. Computes only; no I/O.

What comes out goes to `Telling.words`; `Joined` and `Left` also tell who is online, where MCDR has no event for it.
"""

from collections.abc import Callable, Collection, Iterator

from qq_chat.game.events import (
    Advancement,
    Announced,
    Behind,
    Death,
    GameEvent,
    Hanging,
    Joined,
    Left,
    Me,
    Reported,
    Say,
    Started,
    Starting,
    Stopping,
)
from qq_chat.game.life import Life, Tick
from qq_chat.game.newcomers import Newcomers
from qq_chat.game.reader import Reader
from qq_chat.game.silence import Silence

_SIGNS_OF_LIFE = (Say, Me, Joined, Announced, Left, Death, Advancement)
"""What only the server's main thread says; chat and watchdogs have threads of their own."""


class Watch:
    """Watches one server.

    Args:
        reader: reads lines.
        life: the server's.
        silence: who is not spoken of.
        newcomers: who was here before.
        online: gives the players online.
        others_tell: whether another plugin tells deaths and advancements now.
        announced_only: whether players come only with the line that everybody sees.
        turns_away: whether a player who comes is sent away at once: neither is told then.
    """

    def __init__(
        self,
        reader: Reader,
        life: Life,
        silence: Silence,
        newcomers: Newcomers,
        online: Callable[[], Collection[str]],
        others_tell: Callable[[], bool] = lambda: False,
        *,
        announced_only: bool = False,
        turns_away: Callable[[str], bool] = lambda _player: False,
    ) -> None:
        self._turns_away = turns_away
        self._reader, self._life, self._silence, self._newcomers = reader, life, silence, newcomers
        self._online, self._others_tell, self._announced_only = online, others_tell, announced_only

    def use(self, reader: Reader) -> None:
        """Another reader from now on."""
        self._reader = reader

    def line(self, content: str) -> list[GameEvent]:
        """A line of the server that is no player's chat: MCDR's `info.content` where `info.player` is None."""
        self._silence.read(content)
        event = self._reader.read(content, self._online())
        return [] if event is None else list(self._told(event))

    def joined(self, player: str, content: str = "") -> list[GameEvent]:
        """MCDR's `player_joined`, with the line that told it; the line may come here before it comes to `line`."""
        self._silence.read(content)
        return list(self._told(Joined(player)))

    def left(self, player: str) -> list[GameEvent]:
        """MCDR's `player_left`."""
        return list(self._told(Left(player)))

    def server_starts(self) -> list[GameEvent]:
        """MCDR's `server_start`: a new process. The start is told with the line that has the version."""
        self._silence.clear()
        return []

    def server_is_up(self) -> list[GameEvent]:
        """MCDR's `server_startup`, or the plugin was loaded while the server runs; then nothing is to be told."""
        return self._life.started()

    def server_ended(self, code: int | None) -> list[GameEvent]:
        """MCDR's `server_stop`."""
        return self._life.stopped(code)

    def tick(self) -> Tick:
        """A second or so has passed; where it says `ask`, ask the server something and call `answered` or `unasked`."""
        return self._life.tick()

    def answered(self) -> list[GameEvent]:
        """The server answered."""
        return self._life.answered()

    def unasked(self) -> None:
        """It could not be asked."""
        self._life.unasked()

    def _told(self, event: GameEvent) -> Iterator[GameEvent]:
        if isinstance(event, _SIGNS_OF_LIFE):
            yield from self._life.answered()
        if isinstance(event, Joined | Announced):
            yield from self._came(event)
        elif isinstance(event, Starting | Started | Stopping | Reported | Hanging | Behind):
            yield from self._lives(event)
        elif not (isinstance(event, Death | Advancement) and self._others_tell()):
            yield event

    def _came(self, event: Joined | Announced) -> Iterator[GameEvent]:
        """Told with the login, or with the line that everybody sees; fake players are no news."""
        self._silence.turn_away(event.player, gone=self._turns_away(event.player))
        if isinstance(event, Announced):
            self._silence.announce(event.player)
        is_news = isinstance(event, Announced) == self._announced_only and not self._silence.is_silent(event.player)
        if is_news:
            yield Joined(event.player, first=self._newcomers.greet(event.player))
        elif isinstance(event, Joined):
            yield event  # not told, but online

    def _lives(self, event: Starting | Started | Stopping | Reported | Hanging | Behind) -> list[GameEvent]:
        match event:
            case Starting():
                return self._life.starting(event.version)
            case Started():
                return self._life.started(event.seconds)
            case Stopping():
                return self._life.stopping()
            case Hanging():
                return self._life.watchdog(event.seconds)
            case Behind():
                return self._life.behind(event.seconds)
            case Reported():
                self._life.reported(event.report)
                return []
