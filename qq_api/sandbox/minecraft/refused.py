"""What the server would not take, as a tree. Each carries what was given and is worded here.

Refused(ValueError)
├─ BadName          not a name a Minecraft account can have
├─ AlreadyOnline    a second join of one name
├─ NotOnline        somebody acts who is not there
├─ NotWhitelisted   the whitelist is on and does not have the name
├─ ServerFull       as many players as fit are online
├─ IllegalText      characters for which vanilla disconnects, or which would break a log line
├─ TooLong          more than a chat line or a command may have
├─ NotChat          an empty line, or one that is a command
├─ NoNumber         digits were expected
├─ NoSuchCause      a death nobody can die, an advancement nobody can make
├─ NotYet           nobody can act before the server is up
└─ BadFrame         the page sent what the link does not speak
"""

import re
from typing import ClassVar, Final

PLAYER_NAME: Final = re.compile(r"[A-Za-z0-9_]{3,16}")
"""A name vanilla lets in, and the only kind MCDReforged takes for a player's."""

MAX_CHAT: Final = 256
"""UTF-16 units in a chat line, as vanilla counts: an emoji has two."""

MAX_COMMAND: Final = 32_500
"""UTF-16 units in a command: what a command block holds."""

# Whatever ends a line somewhere (\n, \r, \x85, U+2028 ...), drives a terminal, or is half a character.
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Refused(ValueError):
    """The server would not take it; `str()` is a sentence for whoever tried.

    Args:
        given: the name or text in question; shown escaped and shortened.
    """

    sentence: ClassVar[str] = "{given} was refused"

    def __init__(self, given: str) -> None:
        super().__init__(self.sentence.format(given=_shown(given)))
        self.given = given


class BadName(Refused):
    """Not a name a Minecraft account can have."""

    sentence = "{given} is not a player's name: 3 to 16 letters, digits or _"


class AlreadyOnline(Refused):
    """A second join of one name."""

    sentence = "{given} is online already"


class NotOnline(Refused):
    """Somebody acts who is not there."""

    sentence = "{given} is not online"


class NotWhitelisted(Refused):
    """The whitelist is on and does not have the name."""

    sentence = "{given} is not white-listed on this server"


class ServerFull(Refused):
    """As many players as fit are online."""

    sentence = "the server is full: no room for {given}"


class IllegalText(Refused):
    """Characters for which vanilla disconnects, or which would break a log line."""

    sentence = "illegal characters: {given}"


class TooLong(Refused):
    """More than a chat line or a command may have."""

    sentence = "too long: {given}"


class NotChat(Refused):
    """An empty line, or one that is a command."""

    sentence = "{given} is no chat line: it is empty, or begins with / as a command does"


class NoSuchCause(Refused):
    """A death nobody can die, an advancement nobody can make."""

    sentence = "{given} is not among the causes and kinds known here"


class NoNumber(Refused):
    """Digits were expected."""

    sentence = "{given} is no whole number"


class NotYet(Refused):
    """Nobody can act before the server is up."""

    sentence = "the server is not up yet: {given} has to wait"


class BadFrame(Refused):
    """The page sent what the link does not speak."""

    sentence = "not a frame of this link: {given}"


def check_name(name: str) -> str:
    """Let a player's name through, or raise `BadName`."""
    if not PLAYER_NAME.fullmatch(name):
        raise BadName(name)
    return name


def check_line(text: str) -> str:
    """Let through what fits on one console line, or raise `IllegalText` or `TooLong`."""
    if _UNPRINTABLE.search(text):
        raise IllegalText(text)
    if _units(text) > MAX_COMMAND:
        raise TooLong(text)
    return text


def check_chat(text: str) -> str:
    """Let through what a player can say, without the space around it.

    Raises:
        IllegalText: control characters, line breaks, half characters or `§`.
        TooLong: more than 256 UTF-16 units.
        NotChat: nothing is said, or it is a command.
    """
    said = check_line(text).strip()
    if "§" in said:
        raise IllegalText(text)
    if not said or said.startswith("/"):
        raise NotChat(text)
    if _units(said) > MAX_CHAT:
        raise TooLong(text)
    return said


def whole_number(text: str) -> int:
    """Read digits, at most nine, or raise `NoNumber`."""
    if not re.fullmatch("[0-9]{1,9}", text):
        raise NoNumber(text)
    return int(text)


def one_line(text: str) -> str:
    r"""Make text fit on one log line: what would break it is shown as Python writes it, `\n`."""
    return _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shown(given: str) -> str:
    return f'"{one_line(given if len(given) <= 60 else given[:60] + "…")}"'
