"""`/mute` and `/unmute`: the relay of a group keeps quiet for a while."""

from collections.abc import Sequence

from qq_chat.commands.asked import IN_GROUPS, Asked, Command
from qq_chat.commands.feature import Feature
from qq_chat.commands.parse import count_of
from qq_chat.people.rights import Level
from qq_chat.relay.common import Common

USUAL, LONGEST = 10, 1440
"""Minutes."""


class QuietFor(Feature):
    """Keeps a group's chat out of the game, and the game's out of the group.

    Args:
        common: the relay.
    """

    def __init__(self, common: Common) -> None:
        self._common, self._texts = common, common.texts

    def commands(self) -> Sequence[Command]:
        """Both."""
        on = self._common.config.commands.mute
        return [
            Command("mute", self._mute, Level.HELPER, IN_GROUPS, ("静音",), args="[minutes]", enabled=on),
            Command("unmute", self._unmute, Level.HELPER, IN_GROUPS, ("取消静音",), enabled=on),
        ]

    def _mute(self, asked: Asked) -> str:
        minutes = count_of(asked.words[0]) or 0 if asked.words else USUAL
        if not 1 <= minutes <= LONGEST:
            return self._texts("quiet.minutes", most=LONGEST)
        self._common.quiet.begin(asked.event["group_id"], minutes * 60)
        return self._texts("quiet.begun", minutes=minutes)

    def _unmute(self, asked: Asked) -> str:
        self._common.quiet.begin(asked.event["group_id"], 0)
        return self._texts("quiet.over")
