"""The one door through which qq_chat types into the server's console."""

import re
from collections.abc import Callable

LONGEST = 256
"""Characters of a command that people wrote; what the plugin makes itself may be longer."""

# C0 with the line ends, DEL, C1, the line and paragraph separators, lone surrogates
_NEVER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

# no blanks, quotes, selectors (@a), options (-h), brackets
_NAME = re.compile(r"""(?![-.]*$)[^\s\-@"'`\\/{}\[\]<>;|&$#,=:][^\s@"'`\\/{}\[\]<>;|&$#,=:]{0,39}""")


class Refused(ValueError):
    """A line that no console may get; says why, by the key of a text."""


def checked(command: str, longest: int = LONGEST) -> str:
    """A command as the console may have it, without a slash before it.

    Args:
        command: one line.
        longest: characters it may have.

    Raises:
        Refused: it is empty, too long, or holds a character that would end the line or hide in the log.
    """
    line = command.strip().removeprefix("/").strip()
    if _NEVER.search(command):
        raise Refused("gate.characters")
    if not line:
        raise Refused("gate.empty")
    if len(line) > longest:
        raise Refused("gate.too_long")
    return line


def is_player_name(name: str) -> bool:
    """Whether a name may stand in a command: `Steve`, Floodgate's `.Steve`; never `@a`, a blank or an option."""
    return bool(_NAME.fullmatch(name)) and not _NEVER.search(name)


class Gate:
    """Types commands into the console.

    Args:
        execute: types one line; MCDR's `server.execute`.
        execute_mcdr: runs one of MCDR's own commands; MCDR's `server.execute_command`.
    """

    def __init__(self, execute: Callable[[str], object], execute_mcdr: Callable[[str], object]) -> None:
        self._execute, self._execute_mcdr = execute, execute_mcdr

    def run(self, command: str, longest: int = LONGEST) -> None:
        """Type a command; one that begins with `!!` is MCDR's.

        Args:
            command: one line.
            longest: characters it may have; more for what the plugin makes itself.

        Raises:
            Refused: the console may not get it.
        """
        line = checked(command, longest)
        (self._execute_mcdr if line.startswith("!!") else self._execute)(line)
