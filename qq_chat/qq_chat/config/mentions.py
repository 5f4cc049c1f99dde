"""What of the configuration is about mentions: who is meant, and how they are rung for."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from qq_api import Section
from qq_chat.text.template import Template

Way = Literal["sound", "title", "actionbar"]


def _names_a_player(source: str) -> str:
    Template(source, ("player",))
    return source


class Mentions(Section):
    """Mentions in both directions.

    Attributes:
        from_game: a player's `@name` becomes a real mention.
        everybody: the MCDR permission level from which `@all` is a real one; 5 is nobody's.
        ring: how a player is rung for who is meant in QQ, until they say otherwise.
        sound: the console command that plays the sound.
    """

    from_game: bool = True
    everybody: Annotated[int, Field(ge=0, le=5)] = 3
    ring: list[Way] = ["sound", "actionbar"]
    sound: Annotated[str, AfterValidator(_names_a_player)] = (
        "execute at {player} run playsound minecraft:entity.experience_orb.pickup player {player} ~ ~ ~"
    )
