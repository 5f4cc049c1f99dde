"""The stand-in's game: players act, console lines come in; log lines come out, and what players see. Pure.

For example:

    game = Game(log=print, seen=print)
    game.join("Steve")                             # [12:00:00] [Server thread/INFO]: Steve joined the game
    game.console('tellraw @a {"text": "hi"}')      # @a {'text': 'hi'}
    game.rcon("list")                              # 'There are 1 of a max of 20 players online: Steve'
"""

from functools import cached_property

from qq_api.sandbox.minecraft.commands import Commands
from qq_api.sandbox.minecraft.server import Log, MinecraftServer, Seen

__all__ = ["Game", "Log", "Seen"]


class Game(MinecraftServer):
    """A make-believe Minecraft server with its console; what players do is inherited."""

    @cached_property
    def _commands(self) -> Commands:
        return Commands(self)

    def console(self, line: str) -> str:
        """Carry out a line typed at the console.

        Returns:
            The feedback, its lines joined by line breaks; it is logged as well.
        """
        feedback = self._commands.run(line)
        for text in feedback:
            self.note(text)
        return "\n".join(feedback)

    def rcon(self, line: str) -> str:
        """Carry out a line that came over RCON.

        Returns:
            The feedback, its lines without anything between them: vanilla's RCON has always lost the breaks.
        """
        return "".join(self._commands.run(line, sender="Rcon"))
