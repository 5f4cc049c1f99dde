"""What of the configuration says who may do what."""

from typing import Annotated, Literal, TypeAlias, cast

from pydantic import Field

from qq_api import Section
from qq_chat.config.ids import GroupId, UserId

LevelName: TypeAlias = Literal["everyone", "bound", "helper", "admin", "owner"]
McdrLevel = Annotated[int, Field(ge=0, le=4)]
ByGroup: TypeAlias = Literal["everyone", "bound", "helper", "admin"]
"""Nobody owns the server by being in a group."""


class GroupRoles(Section):
    """What the owner and the admins of a QQ group may do there."""

    owner: ByGroup = "everyone"
    admin: ByGroup = "everyone"

    def of(self, role: str) -> LevelName:
        """The level of a role; of a member, none."""
        return cast(LevelName, getattr(self, role)) if role in ("owner", "admin") else "everyone"


class McdrLevels(Section):
    """Which MCDR permission level a level has for `/mcdr`."""

    everyone: McdrLevel = 0
    bound: McdrLevel = 1
    helper: McdrLevel = 2
    admin: McdrLevel = 3
    owner: McdrLevel = 4

    def of(self, level: LevelName) -> int:
        """The MCDR level of a level."""
        return cast(int, getattr(self, level))


class Permissions(Section):
    """Who may do what; those in `admins` are admins.

    Attributes:
        owners: QQ numbers that may do everything.
        helpers: QQ numbers with the rights of helpers.
        group_roles: what roles in QQ groups are worth.
        groups: what everybody in a group may do there: `{123456789: helper}`.
        mcdr: the MCDR levels.
    """

    owners: list[UserId] = []
    helpers: list[UserId] = []
    group_roles: GroupRoles = GroupRoles()
    groups: dict[GroupId, ByGroup] = {}
    mcdr: McdrLevels = McdrLevels()
