"""Talking in a group without a name."""

from qq_api.sandbox.actions.table import action
from qq_api.sandbox.world import Refused, World, groups
from qq_api.types import Payload


@action("set_group_anonymous")
def set_group_anonymous(world: World, self_id: int, group_id: int, enable: bool) -> None:
    """Let members of a group talk without a name."""
    groups.allow_anonymous(world, self_id, group_id, enable)


@action("set_group_anonymous_ban")
def set_group_anonymous_ban(
    world: World,
    self_id: int,
    group_id: int,
    duration: int,
    anonymous: Payload | None = None,
    anonymous_flag: str = "",
    flag: str = "",
) -> None:
    """Mute somebody anonymous, by what their message said of them."""
    found = anonymous_flag or flag or str((anonymous or {}).get("flag") or "")
    if not found:
        raise Refused("anonymous or anonymous_flag is needed", 1400)
    groups.mute_anonymous(world, self_id, group_id, found, duration)
