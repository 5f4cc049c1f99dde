"""How the owner wants one official bot to speak. Computes only; no I/O."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Active: TypeAlias = Literal["auto", "never", "always"]


@dataclass(frozen=True)
class Settings:
    """What may be set.

    Attributes:
        active: messages that answer nothing. auto: until the platform refuses them there; always: even then; never.
        guilds: whether channels and direct messages of guilds are heard.
        buttons: whether a pressed button is heard as a message that says its data.
        reserve: replies of each message that are kept for what answers it, for a minute, out of the platform's five.
        wait_seconds: how long a message that may not be sent now waits for somebody to speak there; 0: it fails.
        wait_most: how many may wait for one place.
        longest: characters in one message; what is longer becomes several.
        most_parts: messages that one may become; it fails beyond.
        inline: bytes of a file that go inside a call; bigger ones go in parts.
        largest: bytes a file may have.
    """

    active: Active = "auto"
    guilds: bool = False
    buttons: bool = True
    reserve: int = 1
    wait_seconds: float = 0.0
    wait_most: int = 20
    longest: int = 1500
    most_parts: int = 5
    inline: int = 5 * 2**20
    largest: int = 200 * 2**20
