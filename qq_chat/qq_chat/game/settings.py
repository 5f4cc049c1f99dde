"""What of the game is told in QQ, and how: a section of qq_chat's configuration."""

import re
import string
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, field_validator
from pydantic_core import PydanticCustomError

from qq_api import Section
from qq_chat.game.life import HANGS_AFTER
from qq_chat.game.names import PLAYERS, PREFIXES, SPEAKERS, SUFFIXES
from qq_chat.game.reader import CHAT
from qq_chat.game.silence import FAKE, VANISH_COMMANDS

ALWAYS = ("server", "time", "online")
"""Fields that every template may have: the server's name, the time of day, how many are online."""


def _checked_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise PydanticCustomError(
            "pattern", "{pattern}: no regular expression: {reason}", {"pattern": pattern, "reason": str(error)}
        ) from None
    return pattern


def _checked_chat(pattern: str) -> str:
    if {"name", "text"} - re.compile(pattern).groupindex.keys():
        raise PydanticCustomError(
            "chat_pattern", "{pattern}: must have (?P<name>…) and (?P<text>…)", {"pattern": pattern}
        )
    return pattern


Pattern = Annotated[str, AfterValidator(_checked_pattern)]
ChatPattern = Annotated[Pattern, AfterValidator(_checked_chat)]
Group = Annotated[int, Field(gt=0)]


class Told(Section):
    """An event: whether it is told, in which words, and to which groups.

    Attributes:
        enabled: whether.
        template: "" for the words of the language; else text with the fields of `fields` and of `ALWAYS` in braces.
        groups: numbers; empty for those that the plugin tells such things to.
    """

    fields: ClassVar[tuple[str, ...]] = ()
    words: ClassVar[str] = ""

    enabled: bool = True
    template: str = ""
    groups: list[Group] = []

    @field_validator("template")
    @classmethod
    def _known_fields(cls, template: str) -> str:
        known = (*cls.fields, *ALWAYS)
        for name in _fields(template):
            if name not in known:
                context = {"field": name, "known": " ".join(f"{{{one}}}" for one in known)}
                raise PydanticCustomError("template_field", "no field {field}; there are {known}", context)
        return template

    @field_validator("groups")
    @classmethod
    def _once(cls, groups: list[int]) -> list[int]:
        return list(dict.fromkeys(groups))


def _fields(template: str) -> Iterator[str]:
    """`"{player} left"` -> `player`; what stands in braces in any other way is given whole, and will not be known."""
    try:
        for _, name, spec, conversion in string.Formatter().parse(template):
            if name is not None:
                yield f"{name}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}"
    except ValueError as error:
        raise PydanticCustomError("template_braces", "{reason}", {"reason": str(error)}) from None


class ToldChat(Told):
    """What players say."""

    fields = ("player", "text")
    words = "game.chat"


class ToldSay(Told):
    """What is said by `/say`."""

    fields = ("who", "text")
    words = "game.say"


class ToldMe(Told):
    """What is said by `/me`."""

    fields = ("player", "text")
    words = "game.me"


class ToldJoin(Told):
    """A player came."""

    fields = ("player",)
    words = "game.join"


class ToldFirstJoin(Told):
    """A player came for the first time; then the other event is not told."""

    fields = ("player",)
    words = "game.first_join"


class ToldLeave(Told):
    """A player went."""

    fields = ("player",)
    words = "game.leave"


class ToldDeath(Told):
    """A player died."""

    fields = ("player", "death", "killer", "weapon", "key")
    words = "game.death"


class ToldAdvancement(Told):
    """A player made an advancement."""

    fields = ("player", "advancement", "made", "key")
    words = "game.advancement"


class ToldStarting(Told):
    """The server begins to start."""

    fields = ("version",)
    words = "game.starting"

    enabled: bool = False


class ToldStarted(Told):
    """The server is up."""

    fields = ("seconds",)
    words = "game.started"


class ToldStopping(Told):
    """The server was told to stop."""

    words = "game.stopping"

    enabled: bool = False


class ToldStopped(Told):
    """The server has stopped."""

    words = "game.stopped"


class ToldCrashed(Told):
    """The server is down, and was not meant to be."""

    fields = ("code", "report")
    words = "game.crashed"


class ToldHanging(Told):
    """The server does not answer."""

    fields = ("seconds",)
    words = "game.hanging"

    after: Annotated[float, Field(ge=10, le=3600)] = HANGS_AFTER
    ask: Literal["rcon", "off"] = "rcon"


class ToldAnswering(Told):
    """The server answers again."""

    fields = ("seconds",)
    words = "game.answering"


class NamePatterns(Section):
    """How players are shown in the console."""

    prefixes: list[Pattern] = list(PREFIXES)
    suffixes: list[Pattern] = list(SUFFIXES)
    players: list[Pattern] = list(PLAYERS)
    chat: list[ChatPattern] = list(CHAT)
    speakers: list[str] = list(SPEAKERS)


class Silent(Section):
    """Of whom nothing is told."""

    fake: list[Pattern] = list(FAKE)
    carpet: bool = True
    vanish_commands: list[str] = list(VANISH_COMMANDS)
    announced_only: bool = False


class GameEvents(Section):
    """What of the game is told in QQ."""

    chat: ToldChat = ToldChat()
    say: ToldSay = ToldSay()
    me: ToldMe = ToldMe()
    join: ToldJoin = ToldJoin()
    first_join: ToldFirstJoin = ToldFirstJoin()
    leave: ToldLeave = ToldLeave()
    death: ToldDeath = ToldDeath()
    advancement: ToldAdvancement = ToldAdvancement()
    starting: ToldStarting = ToldStarting()
    started: ToldStarted = ToldStarted()
    stopping: ToldStopping = ToldStopping()
    stopped: ToldStopped = ToldStopped()
    crashed: ToldCrashed = ToldCrashed()
    hanging: ToldHanging = ToldHanging()
    answering: ToldAnswering = ToldAnswering()
    commands: list[str] = ["!!"]
    names: NamePatterns = NamePatterns()
    silent: Silent = Silent()
    language_files: bool = True
    other_plugins: bool = True

    @field_validator("commands")
    @classmethod
    def _not_empty(cls, commands: list[str]) -> list[str]:
        return [command for command in dict.fromkeys(map(str.strip, commands)) if command]

    def is_command(self, text: str) -> bool:
        """Whether a player's line is a command, and not for QQ."""
        return text.strip().startswith(tuple(self.commands))
