"""What of the configuration says how QQ numbers are bound to players."""

from typing import Annotated, Literal

from pydantic import Field

from qq_api import Section
from qq_chat.config.routing import Pattern

Limit = Annotated[int, Field(ge=0, le=100)]


class Java(Section):
    """Players of Minecraft Java.

    Attributes:
        limit: how many of them one QQ number may be.
        pattern: what their whole names look like; a regular expression.
    """

    limit: Limit = 1
    pattern: Pattern = "^[A-Za-z0-9_]{3,16}$"


class Bedrock(Section):
    """Players of Minecraft Bedrock, whom Floodgate lets in.

    Attributes:
        limit: how many of them one QQ number may be.
        prefix: what their names begin with, and nobody else's; empty where there are none.
    """

    limit: Limit = 1
    prefix: Annotated[str, Field(max_length=16)] = "."


class Code(Section):
    """The code that proves whose a player is.

    Attributes:
        minutes: how long it counts.
        tries: how many wrong ones somebody may type within that time.
        per_hour: how many one person or player is given within an hour.
    """

    minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    tries: Annotated[int, Field(ge=1, le=10)] = 3
    per_hour: Annotated[int, Field(ge=1, le=100)] = 10


class Required(Section):
    """Whether only bound players may play.

    Attributes:
        enabled: whoever is not bound is sent away with a code.
        exceptions: names of players who may play nevertheless, whatever their case.
    """

    enabled: bool = False
    exceptions: list[str] = []


class Binding(Section):
    """Who is who.

    Attributes:
        proof: `code` (shown in the game, sent in QQ, or the other way round), or `none`: everybody is believed.
        claim_hours: where the whitelist follows bindings, whoever says who they are is let in at once, and has so many
            hours to prove it; 0: they are not let in.
        members_unbind: whether everybody may undo their own binding.
        java, bedrock: the players there are.
        code: how a code is.
        required: whether only bound players may play.
    """

    proof: Literal["code", "none"] = "code"
    claim_hours: Annotated[float, Field(ge=0, le=720)] = 24.0
    members_unbind: bool = False
    java: Java = Java()
    bedrock: Bedrock = Bedrock()
    code: Code = Code()
    required: Required = Required()
