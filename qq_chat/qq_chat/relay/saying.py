"""Lines on their way to the players: what is shown in one go is typed in one go. On MCDR's thread."""

from collections import deque
from collections.abc import Iterable, Iterator

from mcdreforged.api.rtext import RTextBase, RTextList

from qq_chat.gate import Refused
from qq_chat.relay.audience import everybody_but, ringing
from qq_chat.relay.common import Common

LONGEST = 4000
"""Characters of a command that rings for somebody."""

AT_ONCE = 20
"""So many lines, at most, are one message of the game."""


class Saying:
    """Shows lines, in their order. A burst costs the server's console one command for some twenty lines.

    Args:
        common: the relay.
    """

    def __init__(self, common: Common) -> None:
        self._common = common
        self._lines: deque[tuple[RTextBase, tuple[str, ...]]] = deque()
        self._is_called = False

    def put(self, line: RTextBase, commands: Iterable[str] = ()) -> None:
        """Show a line to all who want to see lines, and type `commands` behind it."""
        self._lines.append((line, tuple(commands)))
        if not self._is_called:
            self._is_called = True
            self._common.server.schedule_task(self._flush)

    def ring(self, players: Iterable[str], words: str) -> Iterator[str]:
        """The commands that ring for players, each as they want it.

        Args:
            players: who is meant.
            words: what they read.
        """
        settings = self._common.config.mentions
        for player in dict.fromkeys(players):
            wishes = self._common.preferences.of(player)
            ways = settings.ring if wishes.ring is None else wishes.ring
            if not wishes.mute:
                yield from ringing(player, ways, words, settings)

    def _flush(self) -> None:
        self._is_called = False
        while self._lines:
            few = [self._lines.popleft() for _ in range(min(AT_ONCE, len(self._lines)))]
            self._show([line for line, _ in few])
            for command in (command for _, commands in few for command in commands):
                self._type(command)

    def _type(self, command: str) -> None:
        try:
            self._common.gate.run(command, LONGEST)
        except Refused as refused:
            self._common.server.logger.warning("%s: %r", self._common.texts(str(refused)), command)

    def _show(self, lines: list[RTextBase]) -> None:
        parts = [part for line in lines for part in ("\n", line)]
        shown = lines[0] if len(lines) == 1 else RTextList(*parts[1:])
        deaf = self._common.preferences.deaf(self._common.online.players)
        if deaf:
            self._common.server.tell(everybody_but(deaf), shown)
        else:
            self._common.server.say(shown)
