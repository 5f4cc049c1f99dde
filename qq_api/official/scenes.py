"""Where messages go on the official platform: four kinds of place, each with its own address. Computes only; no I/O."""

from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import quote

Scene: TypeAlias = Literal["group", "c2c", "channel", "dms"]
"""A QQ group, one person in QQ, a channel of a guild (频道), one person by way of a guild."""

ADDRESS: dict[Scene, str] = {
    "group": "/v2/groups/{}",
    "c2c": "/v2/users/{}",
    "channel": "/channels/{}",
    "dms": "/dms/{}",
}


class Target(NamedTuple):
    """One place: `openid` is the group's, the user's, the channel's, or the guild's of a direct message."""

    scene: Scene
    openid: str

    def path(self, what: str) -> str:
        """`messages` -> `/v2/groups/C9F7…/messages`."""
        return f"{ADDRESS[self.scene].format(quote(self.openid, safe=''))}/{what}"

    @property
    def in_guild(self) -> bool:
        """Whether the guilds' rules hold there."""
        return self.scene in ("channel", "dms")
