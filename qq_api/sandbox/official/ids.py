"""As whom and what one bot knows the people, groups and messages of a World. Computes only; no I/O."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from qq_api.sandbox.world import World

Kind = Literal["user", "union", "login", "group", "guild", "channel", "dms", "person", "message", "post", "reference"]
"""`user`, `union`, `login` and `group` are openids; `guild`, `channel`, `dms` and `person` the numbers of the guild's
world, and `post` its messages; `message` is one of a group or in private, `reference` what quotes one."""

Scene = Literal["group", "c2c", "channel", "dms"]

_KEPT = 20_000


@dataclass(frozen=True)
class Place:
    """Where something is said: a group or a channel by the World's group, the others by the person."""

    scene: Scene
    number: int

    @property
    def is_guild(self) -> bool:
        """Whether it is part of the guild's world."""
        return self.scene in ("channel", "dms")


class Ids:
    """Names for the World's numbers, the same each time, and others for another bot; and back.

    >>> ids.of("user", 10002)
    '6FE9F7E1AB2D85C5C2E1D9B0A3D4F5E6'

    Args:
        world: whose people, groups and messages they are.
        app_id: of the bot.
    """

    def __init__(self, world: World, app_id: str) -> None:
        self._world, self._app_id = world, app_id
        self._numbers: dict[tuple[Kind, str], int] = {}

    def of(self, kind: Kind, number: int) -> str:
        """What the bot knows something by."""
        digest = sha256(f"{self._whose(kind)}/{kind}/{number}".encode()).digest()
        name = _FORMS[kind](digest)
        if (kind, name) not in self._numbers and len(self._numbers) >= _KEPT:
            del self._numbers[next(iter(self._numbers))]
        self._numbers[kind, name] = number
        return name

    def _whose(self, kind: Kind) -> str:
        """The guild's world has the same numbers for every bot."""
        return "" if kind in ("guild", "channel", "person", "post") else self._app_id

    def number(self, kind: Kind, name: str) -> int | None:
        """The World's number of what the bot knows by this name; None for nothing."""
        if (kind, name) not in self._numbers:
            for number in self._all(kind):
                self.of(kind, number)
        return self._numbers.get((kind, name))

    def _all(self, kind: Kind) -> Iterable[int]:
        if kind in ("user", "person", "dms"):
            return [*self._world.people]
        if kind in ("message", "post", "reference"):
            return [*self._world.messages]
        return [*self._world.groups]

    def message(self, place: Place, message_id: int) -> str:
        """A message's id, as it is said there."""
        return self.of("post" if place.is_guild else "message", message_id)


def _openid(digest: bytes) -> str:
    return digest[:16].hex().upper()


def _decimal(digest: bytes) -> str:
    """19 digits, below 2^63."""
    return str(10**18 + int.from_bytes(digest[:7], "big"))


def _message(digest: bytes) -> str:
    return f"ROBOT1.0_{urlsafe_b64encode(digest).decode().rstrip('=')}!"


def _post(digest: bytes) -> str:
    return f"08{digest[:20].hex()}"


def _reference(digest: bytes) -> str:
    return f"REFIDX_{b64encode(digest[:16]).decode()}"


_FORMS: dict[Kind, Callable[[bytes], str]] = {
    "user": _openid,
    "union": _openid,
    "login": _openid,
    "group": _openid,
    "guild": _decimal,
    "channel": _decimal,
    "dms": _decimal,
    "person": _decimal,
    "message": _message,
    "post": _post,
    "reference": _reference,
}
