"""The QQ beside the game: what of the World a page is shown, and what a page may do in it. Computes only; no I/O."""

from collections.abc import Callable

from qq_api.sandbox.world import Message, World
from qq_api.types import Payload

SHOWN = 300
"""Messages of each group that a newly opened page gets."""


class QQView:
    """The groups of a World, as frames for the page.

    Args:
        world: what is shown.
        show: gets each change.
    """

    def __init__(self, world: World, show: Callable[[Payload], None]) -> None:
        self._world, self._show = world, show
        self._connected: dict[int, bool] = {}
        world.watchers.append(self._said)

    def connection(self, self_id: int, connected: bool) -> None:
        """An account's connection to the bot came or went."""
        self._connected[self_id] = connected
        self._show({"type": "connection", "self_id": self_id, "connected": connected})

    def is_connected(self, self_id: int) -> bool:
        """Whether an account is connected to the bot."""
        return self._connected.get(self_id, False)

    def say(self, frame: Payload) -> None:
        """A page speaks for somebody: `{"type": "say", "group_id", "user_id", "text"}`.

        Raises:
            Refused: QQ would not let them.
        """
        self._world.say(int(frame["user_id"]), str(frame["text"]), group_id=int(frame["group_id"]))

    def state(self) -> Payload:
        """All there is, for a newly opened page."""
        messages = [said for group_id in self._world.groups for said in self._last(group_id)]
        return {
            "accounts": [
                {"self_id": one.user_id, "nickname": one.nickname, "connected": self.is_connected(one.user_id)}
                for one in self._world.people.values()
                if one.online
            ],
            "groups": [
                {"group_id": group.group_id, "name": group.name, "members": self._members(group.group_id)}
                for group in self._world.groups.values()
            ],
            "messages": [self._message(said) for said in messages],
        }

    def _last(self, group_id: int) -> list[Message]:
        return [said for said in self._world.messages.values() if said.group_id == group_id and not said.recalled][
            -SHOWN:
        ]

    def _said(self, said: Message) -> None:
        if said.group_id is not None:
            self._show({"type": "message", "message": self._message(said)})

    def _members(self, group_id: int) -> list[Payload]:
        return [
            {
                "user_id": member.user_id,
                "name": self._world.name(member.user_id, group_id),
                "role": member.role,
                "account": self._world.people[member.user_id].online,
            }
            for member in self._world.groups[group_id].members.values()
        ]

    def _message(self, said: Message) -> Payload:
        return {
            "message_id": said.message_id,
            "group_id": said.group_id,
            "user_id": said.user_id,
            "name": self._world.name(said.user_id, said.group_id),
            "time": said.time,
            "segments": said.segments,
        }
