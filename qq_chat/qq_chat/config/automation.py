"""What of the configuration happens by itself, or when somebody says a word."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from qq_api import Section
from qq_chat.config.ids import GroupId
from qq_chat.text.patterns import pattern
from qq_chat.text.template import Template

KEYWORD_FIELDS = ("player", "qq", "online", "server", "time")


def _ballot(command: str) -> str:
    Template(command, ("player",))
    return command


class Announcement(Section):
    """Something that is said again and again.

    Attributes:
        cron: when, in five fields: minute, hour, day, month, weekday; `0 20 * * *` is every day at 20:00.
        text: what.
        to: where.
        groups: only in these groups; in all that hear what concerns everybody where it is empty.
    """

    cron: str
    text: Annotated[str, Field(min_length=1)]
    to: Literal["both", "game", "qq"] = "both"
    groups: list[GroupId] = []

    @field_validator("cron")
    @classmethod
    def _fields(cls, cron: str) -> str:
        if len(cron.split()) != 5:
            raise ValueError(f"{cron!r}: minute hour day month weekday")
        return cron


class Keyword(Section):
    """An answer to a word.

    Attributes:
        words: any of these; a message that holds one is answered.
        match: `contains` one, is `equal` to one, or holds one as a `pattern` (RE2).
        answer: what is said; `{player}`, `{qq}`, `{online}`, `{server}` and `{time}` are filled in.
        picture: a file beside the configuration, shown below it.
        groups: only in these; in all of ours where it is empty.
        cooldown: seconds until it is said again in the same group.
    """

    words: Annotated[list[str], Field(min_length=1)]
    match: Literal["contains", "equal", "pattern"] = "contains"
    answer: str = ""
    picture: str = ""
    groups: list[GroupId] = []
    cooldown: Annotated[float, Field(ge=0, le=86_400)] = 10.0

    @model_validator(mode="after")
    def _whole(self) -> Any:
        if not self.answer and not self.picture:
            raise ValueError("answer or picture")
        Template(self.answer, KEYWORD_FIELDS)
        for word in self.words if self.match == "pattern" else ():
            pattern(word)
        return self


class Ballot(Section):
    """Something that can be voted for.

    Attributes:
        command: what is done then, as `/command` would; `{player}` is whom the vote names.
        needed: how many have to be for it, and more than are against it.
        seconds: how long a vote lasts.
    """

    command: Annotated[str, Field(min_length=1), AfterValidator(_ballot)]
    needed: Annotated[int, Field(ge=1, le=1000)] = 3
    seconds: Annotated[float, Field(ge=10, le=3600)] = 120.0


class Votes(Section):
    """Votes, by those who are bound.

    Attributes:
        enabled: whether there are any.
        kinds: what can be voted for, by name.
    """

    enabled: bool = False
    kinds: dict[str, Ballot] = {
        "restart": Ballot(command="!!MCDR server restart", needed=3),
        "kick": Ballot(command="kick {player}", needed=3),
    }


class MultiServer(Section):
    """Several servers of one group, each with its own bot and qq_chat.

    Attributes:
        enabled: commands go to the server that a person chose with `/server`.
        servers: the names of all of them; the first one answers whoever chose none.
    """

    enabled: bool = False
    servers: list[str] = []
