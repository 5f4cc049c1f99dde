"""The last messages of each group, for quotes, answers, recalls and clicks. Computes only; no I/O."""

from collections import OrderedDict, deque

from qq_chat.relay.rendering.said import Said

MOST = 200
"""Messages that are remembered of one group."""

MOST_GROUPS = 100


class Memory:
    """Remembers who said what; when it is full, the oldest of a group goes, and the group heard from longest ago.

    Args:
        most: messages of one group.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._groups: OrderedDict[int, OrderedDict[str, Said]] = OrderedDict()
        self._recalled: deque[tuple[int, str]] = deque(maxlen=most)

    def remember(self, group_id: int, said: Said) -> None:
        """Somebody said something in a group. What has no id cannot be asked for, and is not kept."""
        if not said.message_id:
            return
        group = self._groups.setdefault(group_id, OrderedDict())
        self._groups.move_to_end(group_id)
        group[said.message_id] = said
        group.move_to_end(said.message_id)
        if len(group) > self._most:
            group.popitem(last=False)
        if len(self._groups) > MOST_GROUPS:
            self._groups.popitem(last=False)

    def find(self, group_id: int, message_id: str) -> Said | None:
        """A message, if it is remembered."""
        return self._groups.get(group_id, OrderedDict()).get(message_id)

    def find_anywhere(self, message_id: str) -> tuple[int, Said] | None:
        """A message and its group, by what a player clicked."""
        found = ((group_id, group.get(message_id)) for group_id, group in reversed(self._groups.items()))
        return next(((group_id, said) for group_id, said in found if said), None)

    def last(self, group_id: int, user_id: int) -> Said | None:
        """What somebody said last in a group."""
        said = reversed(self._groups.get(group_id, OrderedDict()).values())
        return next((one for one in said if one.user_id == user_id), None)

    def recall(self, group_id: int, message_id: str) -> Said | None:
        """A message was taken back: it is forgotten, and returned the first time this is told."""
        if (group_id, message_id) in self._recalled:
            return None
        self._recalled.append((group_id, message_id))
        return self._groups.get(group_id, OrderedDict()).pop(message_id, None)

    def was_recalled(self, group_id: int, message_id: str) -> bool:
        """Whether that was told already; two accounts in a group hear it twice."""
        return (group_id, message_id) in self._recalled
