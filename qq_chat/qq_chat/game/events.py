"""What can happen in the game. Computes only; no I/O."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["task", "challenge", "goal"]
"""The frame of an advancement."""


@dataclass(frozen=True)
class Chat:
    """A player said something in a way that MCDR does not understand: `<.Bedrock> hi`, `<[VIP] Steve> hi`."""

    player: str
    text: str


@dataclass(frozen=True)
class Say:
    """`/say`: `[Server] hi`, `[Steve] hi`."""

    who: str
    text: str


@dataclass(frozen=True)
class Me:
    """`/me`: `* Steve waves`."""

    player: str
    text: str


@dataclass(frozen=True)
class Joined:
    """A player came; `first` when never before."""

    player: str
    first: bool = False


@dataclass(frozen=True)
class Announced:
    """`Steve joined the game`: the line that everybody sees, and that vanished players do not have."""

    player: str


@dataclass(frozen=True)
class Left:
    """A player went."""

    player: str


@dataclass(frozen=True)
class Death:
    """A player died.

    Attributes:
        player: who.
        key: Minecraft's translation key, as `death.attack.mob`; "" when nobody knows.
        arguments: what the message names, as the console has it: the player, the killer, the weapon.
        by_player: whether the killer is a player, whose name is not to be translated.
        sentence: in full, where somebody else (mg_events) said it; for a key that we do not know.
    """

    player: str
    key: str
    arguments: tuple[str, ...]
    by_player: bool = False
    sentence: str = ""


@dataclass(frozen=True)
class Advancement:
    """A player made an advancement.

    Attributes:
        player: who.
        kind: its frame.
        title: as the console has it, English: `Stone Age`.
        key: Minecraft's translation key of the title; "" when nobody knows.
    """

    player: str
    kind: Kind
    title: str
    key: str = ""


@dataclass(frozen=True)
class Starting:
    """The server begins to start; `version` is Minecraft's, "" when not known."""

    version: str = ""


@dataclass(frozen=True)
class Started:
    """The server is up, after so many seconds."""

    seconds: float = 0.0


@dataclass(frozen=True)
class Stopping:
    """The server was told to stop."""


@dataclass(frozen=True)
class Stopped:
    """The server has stopped, orderly."""


@dataclass(frozen=True)
class Reported:
    """The server wrote a crash report, at this path."""

    report: str


@dataclass(frozen=True)
class Crashed:
    """The server is down, and was not meant to be.

    Attributes:
        code: its exit code.
        report: where the crash report is; "" without one.
    """

    code: int
    report: str = ""


@dataclass(frozen=True)
class Hanging:
    """The server has not answered for so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Behind:
    """`Can't keep up!`: the server answers, but was stuck for so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Answering:
    """The server answers again, after so many seconds."""

    seconds: float


GameEvent: TypeAlias = (
    Chat
    | Say
    | Me
    | Joined
    | Announced
    | Left
    | Death
    | Advancement
    | Starting
    | Started
    | Stopping
    | Stopped
    | Reported
    | Crashed
    | Hanging
    | Behind
    | Answering
)
"""Anything that can happen."""
