"""A player of a QQ number, and all of them as they are looked up. Computes only; no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from qq_chat.people.uuids import offline_uuid

CLAIM = "claim"
"""Who bound somebody who has only said who they are, and has to prove it in time."""


@dataclass(frozen=True)
class Bound:
    """A player of a QQ number.

    Attributes:
        user_id: the QQ number.
        player: the name, as it is written.
        uuid: who that is in the game, whatever the name; None where only the name is known.
        proved: a code was sent, or an admin said so.
        by: who bound them: a QQ number, `console`, a file's name.
        since: when, in seconds since 1970.
    """

    user_id: int
    player: str
    uuid: str | None = None
    proved: bool = False
    by: str = ""
    since: float = 0.0

    @property
    def is_claim(self) -> bool:
        """Whether it still has to be proved: it names nobody, and gives way to whoever proves it."""
        return self.by == CLAIM and not self.proved


@dataclass(frozen=True)
class BindingChanged:
    """What became of a binding.

    Attributes:
        before: as it was; None where it is new.
        after: as it is; None where it is gone. With both, the player of a QQ number is called otherwise, is another
            one, or was proved.
        by: who did it.
    """

    before: Bound | None
    after: Bound | None
    by: str = ""


class Refusal(Enum):
    """Why nobody was bound; the value is the key of its text."""

    NAME = "bound.refused.name"
    NUMBER = "bound.refused.number"
    TAKEN = "bound.refused.taken"
    KNOWN = "bound.refused.known"
    JAVA_FULL = "bound.refused.java_full"
    BEDROCK_FULL = "bound.refused.bedrock_full"


class Register:
    """Who is bound, by name, by QQ number, and by UUID; names are the same whatever their case.

    Args:
        bound: all of them, in the order in which they were bound.
    """

    def __init__(self, bound: Iterable[Bound] = ()) -> None:
        self._by_name: dict[str, Bound] = {}
        self._by_user: dict[int, list[Bound]] = {}
        self._by_uuid: dict[str, Bound] = {}
        for one in bound:
            self.put(one)

    def all(self) -> list[Bound]:
        """Everybody, in the order in which they were bound."""
        return list(self._by_name.values())

    def of_user(self, user_id: int) -> list[Bound]:
        """The players of a QQ number, the first one first."""
        return list(self._by_user.get(user_id, ()))

    def named(self, player: str) -> Bound | None:
        """Who has a name."""
        return self._by_name.get(player.lower())

    def with_uuid(self, uuid: str) -> Bound | None:
        """Who has a UUID; where only the name is known, that which an offline server makes of it."""
        return self._by_uuid.get(uuid)

    def firsts(self) -> dict[int, str]:
        """QQ number -> its first player; claims count for nothing."""
        sure = ((user_id, [one for one in every if not one.is_claim]) for user_id, every in self._by_user.items())
        return {user_id: every[0].player for user_id, every in sure if every}

    def put(self, bound: Bound) -> None:
        """Somebody was bound."""
        self._by_name[bound.player.lower()] = bound
        self._by_user.setdefault(bound.user_id, []).append(bound)
        self._know(bound)

    def _know(self, bound: Bound) -> None:
        if bound.uuid is not None:
            self._by_uuid[bound.uuid] = bound
        else:  # LittleSkin and others keep the UUID made of the first name through all later ones
            self._by_uuid.setdefault(offline_uuid(bound.player), bound)

    def _forget(self, bound: Bound) -> None:
        uuid = bound.uuid or offline_uuid(bound.player)
        if self._by_uuid.get(uuid) == bound:
            del self._by_uuid[uuid]

    def drop(self, bound: Bound) -> None:
        """Somebody is bound no more."""
        del self._by_name[bound.player.lower()]
        self._by_user[bound.user_id].remove(bound)
        if not self._by_user[bound.user_id]:
            del self._by_user[bound.user_id]
        self._forget(bound)

    def swap(self, before: Bound, after: Bound) -> None:
        """Somebody is called otherwise; they keep their place among the others."""
        key, new = before.player.lower(), after.player.lower()
        if new == key:
            self._by_name[key] = after
        else:
            self._by_name = {new if name == key else name: one for name, one in self._by_name.items()}
            self._by_name[new] = after
        every = self._by_user[before.user_id]
        every[every.index(before)] = after
        self._forget(before)
        self._know(after)
