"""What of the configuration says how commands are."""

from typing import Annotated, Literal

from pydantic import Field

from qq_api import Section
from qq_chat.config.permissions import LevelName


class Commands(Section):
    """Which topics of commands work; in the game, `qq` is `!!qq`."""

    list: bool = True
    mc: bool = True
    bound: bool = True
    qq: bool = True
    status: bool = True
    ping: bool = True
    player: bool = True
    say: bool = True
    announce: bool = True
    mute: bool = True
    vote: bool = True
    server: bool = True
    whitelist: bool = True
    check: bool = True
    command: bool = True
    mcdr: bool = False


class CommandSettings(Section):
    """What an owner wants different about one command; None leaves it as it is.

    Attributes:
        enabled: whether it is there.
        aliases: more names.
        level: from which on it may be given.
        cooldown: seconds until the same person may give it again.
        places: where it may be given.
    """

    enabled: bool | None = None
    aliases: list[str] = []
    level: LevelName | None = None
    cooldown: Annotated[float, Field(ge=0, le=86_400)] | None = None
    places: list[Literal["chat", "main", "manage", "private"]] | None = None


class AnswersSettings(Section):
    """How commands are answered.

    Attributes:
        quote: answers quote the question.
        unknown: what becomes of a command that does not exist: `silent` (it is chat), or `hint` the nearest one.
        private: whether commands work in private chats with the bot.
        per_minute: how many commands one person may give within a minute.
    """

    quote: bool = True
    unknown: Literal["silent", "hint"] = "silent"
    private: bool = True
    per_minute: Annotated[int, Field(ge=1, le=1000)] = 20
