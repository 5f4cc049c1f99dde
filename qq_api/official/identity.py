"""Openids as the stable whole numbers that OneBot wants, and back.

>>> number_of("user", "102000001", "32F3…")  # the same on every machine, in every year
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Literal, TypeAlias

from qq_api.official.database import Database

Kind: TypeAlias = Literal["user", "group", "guild", "channel"]
State: TypeAlias = Literal["", "in", "out", "friend"]

FIRST = 10**12
"""Above every QQ number there is."""
SPAN = 2**52 - FIRST
"""All numbers stay under 2^53, so that JavaScript reads them right."""
LONGEST = 256
"""Characters an openid may have; real ones have 32."""


@dataclass(frozen=True)
class Known:
    """Somebody, or a place, that was seen.

    Attributes:
        number: what OneBot calls it.
        openid: what the platform calls it.
        nickname: as last seen; "" when never.
        via: of a channel its guild; of a user who wrote a guild's direct message, the guild of that conversation.
        state: of a group whether the bot is in it, of a user whether they are a friend.
    """

    number: int
    kind: Kind
    openid: str
    nickname: str = ""
    via: str = ""
    state: State = ""


class Identity:
    """The numbers of one bot: openids differ from bot to bot.

    Args:
        database: where they are kept.
        appid: the bot's.
        self_id: what the bot itself is called.
        first: the number that an openid gets unless it is taken; for tests.
    """

    def __init__(
        self, database: Database, appid: str, self_id: int, first: Callable[[str, str, str], int] | None = None
    ) -> None:
        self._database, self._appid, self.self_id = database, appid, self_id
        self._first = first or number_of
        self._by_number: dict[int, Known] = {}
        self._by_openid: dict[tuple[str, str], Known] = {}
        rows = database.rows("SELECT number, kind, openid, nickname, via, state FROM ids WHERE appid = ?", appid)
        for row in rows:
            self._learn(Known(*row))
        self._own = {row[0] for row in database.rows("SELECT openid FROM own WHERE appid = ?", appid)}

    def number(self, kind: Kind, openid: str, **seen: Any) -> int:
        """The number of an openid, from now on for ever; 0 for an empty one.

        Args:
            kind: what it is an id of.
            openid: as the platform wrote it; case counts.
            **seen: `nickname`, `via`, `state`, where they are known now.
        """
        if not openid:
            return 0
        return self.self_id if kind == "user" and openid in self._own else self.note(kind, openid, **seen).number

    def note(self, kind: Kind, openid: str, **seen: Any) -> Known:
        """Remember who was seen, and what of them is known now; what is empty changes nothing."""
        openid = openid[:LONGEST]
        old = self._by_openid.get((kind, openid))
        known = old or Known(self._free(kind, openid), kind, openid)
        new = replace(known, **{key: value for key, value in seen.items() if value})
        if new != old:
            self._learn(new)
            self._save(new)
        return new

    def _free(self, kind: Kind, openid: str) -> int:
        """Where nobody is: its own number, or one of the next."""
        number = self._first(kind, self._appid, openid)
        while number in self._by_number or number == self.self_id:
            number = FIRST + (number - FIRST + 1) % SPAN
        return number

    def _learn(self, known: Known) -> None:
        self._by_number[known.number] = self._by_openid[known.kind, known.openid] = known

    def _save(self, known: Known) -> None:
        values = (known.number, known.kind, known.openid, known.nickname, known.via, known.state)
        self._database.write(
            "INSERT INTO ids (appid, number, kind, openid, nickname, via, state, first_seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (appid, number)"
            " DO UPDATE SET nickname = excluded.nickname, via = excluded.via, state = excluded.state",
            (self._appid, *values, time.time()),
        )

    def find(self, value: object, *kinds: Kind) -> Known | None:
        """Whom an id means: a number of ours, also as a string, or an openid as the platform writes it.

        Args:
            value: the id.
            *kinds: what it may be; an openid that was never seen is taken for the first.
        """
        written = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
        if written.isascii() and written.isdecimal():
            known = self._by_number.get(int(written[:20]))
            if known is not None and known.kind in kinds:
                return known
        seen = next((there for kind in kinds if (there := self._by_openid.get((kind, written)))), None)
        return seen or (self.note(kinds[0], written) if _is_openid(written) else None)

    def known(self, kind: Kind, openid: str) -> Known | None:
        """What is known of an openid, if it was seen."""
        return self._by_openid.get((kind, openid))

    def all(self, kind: Kind, state: State) -> Iterator[Known]:
        """Everybody of a kind who is in a state."""
        return (known for known in self._by_number.values() if known.kind == kind and known.state == state)

    def is_own(self, openid: str) -> bool:
        """Whether an openid is the bot's."""
        return openid in self._own

    def is_me(self, openid: str) -> None:
        """Learn that an openid is the bot's own."""
        if openid and openid not in self._own:
            self._own.add(openid)
            self._database.write("INSERT OR IGNORE INTO own VALUES (?, ?)", (self._appid, openid))


def number_of(kind: str, appid: str, openid: str) -> int:
    """The number that an openid has, unless another has it already."""
    digest = blake2b(f"{kind}|{appid}|{openid}".encode(), digest_size=8).digest()
    return FIRST + int.from_bytes(digest, "big") % SPAN


def _is_openid(written: str) -> bool:
    """Whether it can be an openid at all: `C9F7…`, 32 of 0-9 and A-F, and not a QQ number."""
    return (
        16 <= len(written) <= LONGEST
        and all(one.isascii() and (one.isalnum() or one in "_-") for one in written)
        and not (written.isdecimal() and len(written) < 17)
    )
