"""Who is in our groups, and under what names. Computes only; no I/O."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Member:
    """A member of a group; `card` is what they are called there, "" for nothing of their own."""

    card: str
    nickname: str


class Members:
    """The members of groups, as far as they are known: from lists, and from whoever says something."""

    def __init__(self) -> None:
        self._groups: dict[int, dict[int, Member]] = {}

    def know(self, group_id: int, members: Iterable[Any]) -> None:
        """Take the answer to `get_group_member_list`; rows that are none are left out."""
        there = {}
        for row in members:
            if isinstance(row, Mapping) and isinstance(row.get("user_id"), int):
                there[row["user_id"]] = _member(row)
        self._groups[group_id] = there

    def heard(self, group_id: int, user_id: int, sender: Mapping[str, Any]) -> None:
        """Take the `sender` of a message: cards change without notice."""
        if group_id in self._groups and ("card" in sender or "nickname" in sender):
            self._groups[group_id][user_id] = _member(sender)

    def renamed(self, group_id: int, user_id: int, card: str) -> None:
        """Take the notice of a new card."""
        member = self._groups.get(group_id, {}).get(user_id)
        if member is not None:
            self._groups[group_id][user_id] = Member(card, member.nickname)

    def left(self, group_id: int, user_id: int) -> None:
        """Take the notice that somebody left."""
        self._groups.get(group_id, {}).pop(user_id, None)

    def count(self, group_id: int) -> int | None:
        """How many there are; None where nobody knows."""
        return len(self._groups[group_id]) if group_id in self._groups else None

    def is_known(self, group_id: int) -> bool:
        """Whether there was a list of this group."""
        return group_id in self._groups

    def groups_of(self, user_id: int) -> list[int]:
        """The groups that somebody is in, of those whose list is known."""
        return [group_id for group_id, members in self._groups.items() if user_id in members]

    def name(self, group_id: int, user_id: int) -> str:
        """The card, else the nickname; "" when nothing is known."""
        member = self._groups.get(group_id, {}).get(user_id)
        return (member.card or member.nickname) if member else ""

    def names(self, group_id: int, players: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Whom a name means in a group, in lower case.

        A player's name comes before a card, a card before a nickname; what two people are called means nobody.

        Args:
            group_id: the group.
            players: bound players, each with the QQ number it is bound to.
        """
        members = self._groups.get(group_id, {})
        meant = {str(user_id): user_id for user_id in members}
        for kind in ("nickname", "card"):
            meant |= _unambiguous((getattr(member, kind), user_id) for user_id, member in members.items())
        meant |= _unambiguous((player, user_id) for player, user_id in players if user_id in members)
        return {name: user_id for name, user_id in meant.items() if user_id}


def _member(row: Mapping[str, Any]) -> Member:
    return Member(str(row.get("card") or ""), str(row.get("nickname") or ""))


def _unambiguous(named: Iterable[tuple[str, int]]) -> dict[str, int]:
    """By name; 0 for a name that two have."""
    found: dict[str, int] = {}
    for name, user_id in named:
        key = name.strip().lower()
        if key:
            found[key] = user_id if found.get(key, user_id) == user_id else 0
    return found
