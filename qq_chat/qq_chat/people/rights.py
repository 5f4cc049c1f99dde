"""What somebody in QQ may do. Computes only; no I/O."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from qq_chat.config.permissions import LevelName, Permissions


class Level(IntEnum):
    """How far somebody is trusted; each may do what those before it may."""

    EVERYONE = 0
    BOUND = 1
    HELPER = 2
    ADMIN = 3
    OWNER = 4

    @property
    def key(self) -> LevelName:
        """As the configuration names it: `helper`."""
        return LEVEL_NAMES[self]


LEVEL_NAMES: tuple[LevelName, ...] = ("everyone", "bound", "helper", "admin", "owner")


def level_named(name: LevelName) -> Level:
    """`helper` -> `Level.HELPER`."""
    return Level(LEVEL_NAMES.index(name))


@dataclass(frozen=True)
class Person:
    """Who asks for something in QQ.

    Attributes:
        user_id: their QQ number.
        group_id: the group where they do; None in a private chat.
        role: theirs in that group: `owner`, `admin` or `member`.
        name: how they are shown: card or nickname.
        level: what they may do there.
    """

    user_id: int
    group_id: int | None
    role: str
    name: str
    level: Level


class Rights:
    """Levels, by number, by role in a group, and by group.

    Nobody is an admin by being in a group or having a role there unless the owner writes so.

    Args:
        permissions: as configured.
        admins: the QQ numbers of the setting `admins`.
        is_bound: whether a QQ number is bound to a player.
    """

    def __init__(self, permissions: Permissions, admins: list[int], is_bound: Callable[[int], bool]) -> None:
        self._permissions, self._is_bound = permissions, is_bound
        named = ((permissions.helpers, Level.HELPER), (admins, Level.ADMIN), (permissions.owners, Level.OWNER))
        self._people = {user_id: level for ids, level in named for user_id in ids}

    def level(self, user_id: int, group_id: int | None = None, role: str = "member") -> Level:
        """The level of somebody, where they speak; in private (None) only the person counts."""
        levels = [self._people.get(user_id, Level.EVERYONE)]
        if group_id is not None:
            levels.append(level_named(self._permissions.groups.get(group_id, "everyone")))
            levels.append(level_named(self._permissions.group_roles.of(role)))
        if self._is_bound(user_id):
            levels.append(Level.BOUND)
        return max(levels)

    def mcdr_level(self, level: Level) -> int:
        """The MCDR permission level (0 to 4) with which somebody runs MCDR's commands."""
        return self._permissions.mcdr.of(level.key)
