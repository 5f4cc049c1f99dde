"""Which players a QQ number is, kept in SQLite.

A player belongs to one QQ number, whatever the case of the name; one QQ number may be several players. The database's
unique index decides between two who want the same one. All here may be called from any thread.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from qq_chat.config.binding import Binding
from qq_chat.database import Database
from qq_chat.gate import is_player_name
from qq_chat.people.bound import BindingChanged, Bound, Refusal, Register
from qq_chat.people.uuids import is_of_name
from qq_chat.text.patterns import pattern

LARGEST = 10**12
"""QQ numbers are below it; those of Discord, for one, are above."""

FULL = (Refusal.JAVA_FULL, Refusal.BEDROCK_FULL)


class Bindings:
    """QQ numbers and their players.

    Attributes:
        listeners: called after each change, on the thread that made it.

    Args:
        database: keeps them.
        settings: what names look like, and how many each may have.
    """

    def __init__(self, database: Database, settings: Binding | None = None) -> None:
        self.listeners: list[Callable[[BindingChanged], None]] = []
        self._database, self._settings = database, settings or Binding()
        self._is_java = pattern(f"^(?:{self._settings.java.pattern})$")
        self._lock = threading.RLock()
        self._register = self._load()

    def _load(self) -> Register:
        rows = self._database.read("SELECT user_id, player, uuid, proved, bound_by, since FROM bindings ORDER BY id")
        return Register(Bound(row[0], row[1], row[2], bool(row[3]), row[4], row[5]) for row in rows)

    # -- asking

    def player_of(self, user_id: int) -> str | None:
        """The first player of a QQ number: by this name it is known."""
        return next((bound.player for bound in self.all_of(user_id) if not bound.is_claim), None)

    def players(self) -> Mapping[int, str]:
        """QQ number -> its first player."""
        with self._lock:
            return self._register.firsts()

    def all_of(self, user_id: int) -> list[Bound]:
        """All players of a QQ number, in the order in which they were bound."""
        with self._lock:
            return self._register.of_user(user_id)

    def everybody(self) -> list[Bound]:
        """All there are, in the order in which they were bound."""
        with self._lock:
            return self._register.all()

    def owner_of(self, player: str) -> Bound | None:
        """Whose a player is, whatever the case of the name."""
        with self._lock:
            return self._register.named(player)

    def is_bedrock(self, player: str) -> bool:
        """Whether a name is one of Bedrock's."""
        prefix = self._settings.bedrock.prefix
        return bool(prefix) and player.startswith(prefix) and player != prefix

    def is_name(self, player: str) -> bool:
        """Whether a name is one that players here can have, and the console may get."""
        return is_player_name(player) and bool(self.is_bedrock(player) or self._is_java(player))

    def would(self, user_id: int, player: str, *, proved: bool = False) -> Refusal | None:
        """Why a player cannot be bound now, or not once it is proved; None where nothing is in the way."""
        owner = self.owner_of(player)
        if not self.is_name(player):
            return Refusal.NAME
        if not 0 < user_id < LARGEST:
            return Refusal.NUMBER
        if owner is not None and not (proved and owner.is_claim):
            return Refusal.KNOWN if owner.user_id == user_id else Refusal.TAKEN
        if len(self._like(user_id, player)) < self._limit(player):
            return None
        return Refusal.BEDROCK_FULL if self.is_bedrock(player) else Refusal.JAVA_FULL

    def _like(self, user_id: int, player: str) -> list[Bound]:
        bedrock = self.is_bedrock(player)
        sure = (bound for bound in self.all_of(user_id) if not bound.is_claim)
        return [bound for bound in sure if self.is_bedrock(bound.player) == bedrock]

    def _limit(self, player: str) -> int:
        return self._settings.bedrock.limit if self.is_bedrock(player) else self._settings.java.limit

    # -- binding

    def bind(
        self, user_id: int, player: str, by: str, proved: bool, uuid: str | None = None, *, instead: bool = False
    ) -> Bound | Refusal:
        """Bind a player to a QQ number.

        Args:
            user_id: the QQ number.
            player: the name.
            by: who says so.
            proved: whether that is sure; a binding of theirs that was not is then.
            uuid: the player's; None where nobody knows.
            instead: where one player is all that is allowed, take this one in the other's place.

        Raises:
            sqlite3.Error: it could not be kept, and nothing changed.
        """
        return self.bind_all([Bound(user_id, player, uuid, proved, by)], instead=instead)[0]

    def bind_all(self, wanted: Iterable[Bound], *, instead: bool = False) -> list[Bound | Refusal]:
        """Bind many at once; what becomes of each, in their order. All that can be bound is kept, or nothing.

        Raises:
            sqlite3.Error: it could not be kept, and nothing changed.
        """
        changes: list[BindingChanged] = []
        with self._changing() as file:
            done = [self._bind(file, bound, instead, changes) for bound in wanted]
        self._tell(changes)
        return done

    def _bind(
        self, file: sqlite3.Connection, wanted: Bound, instead: bool, changes: list[BindingChanged]
    ) -> Bound | Refusal:
        refusal = self.would(wanted.user_id, wanted.player, proved=wanted.proved)
        before = None
        if refusal is Refusal.KNOWN and wanted.proved:
            return self._prove(file, wanted, changes)
        if refusal in FULL and instead and self._limit(wanted.player) == 1:
            before = self._like(wanted.user_id, wanted.player)[0]
        elif refusal is not None:
            return refusal
        gone = [one for one in (before, self.owner_of(wanted.player)) if one is not None]  # the second is a claim
        after = _as_kept(wanted)
        if self._is_anothers(after, gone):
            return Refusal.TAKEN
        for one in gone:
            self._delete(file, one)
        if not _insert(file, after):
            return Refusal.TAKEN
        self._register.put(after)
        changes.append(BindingChanged(gone[0] if gone else None, after, wanted.by))
        return after

    def _is_anothers(self, wanted: Bound, gone: Iterable[Bound]) -> bool:
        """Whether it is somebody who is bound under another name."""
        there = self._register.with_uuid(wanted.uuid) if wanted.uuid else None
        return there is not None and there.uuid == wanted.uuid and there not in gone

    def _prove(self, file: sqlite3.Connection, wanted: Bound, changes: list[BindingChanged]) -> Bound | Refusal:
        before = self.owner_of(wanted.player)
        if before is None or before.proved:
            return Refusal.KNOWN
        after = replace(before, proved=True, by=wanted.by)
        self._update(file, before, after)
        changes.append(BindingChanged(before, after, wanted.by))
        return after

    def unbind(self, user_id: int, player: str | None = None, by: str = "") -> list[Bound]:
        """Take a player from a QQ number, or all of them; returns which.

        Raises:
            sqlite3.Error: it could not be kept, and nothing changed.
        """
        with self._changing() as file:
            every = self.all_of(user_id)
            gone = [bound for bound in every if player is None or bound.player.lower() == player.lower()]
            for bound in gone:
                self._delete(file, bound)
        self._tell(BindingChanged(bound, None, by) for bound in gone)
        return gone

    # -- who they are in the game

    def learn(self, uuids: Mapping[str, str]) -> None:
        """Take the UUIDs of players, by name, for those of whom only the name is known.

        Raises:
            sqlite3.Error: they could not be kept, and nothing changed.
        """
        with self._changing() as file:
            for player, uuid in uuids.items():
                owner = self.owner_of(player)
                is_new = owner is not None and owner.uuid is None and self._register.with_uuid(uuid) is None
                if owner is not None and is_new and not is_of_name(player, uuid):
                    self._update(file, owner, replace(owner, uuid=uuid))

    def seen(self, player: str, uuid: str) -> BindingChanged | None:
        """A player logs in with a UUID: their binding learns it, or follows it to another name.

        Returns:
            The change of the name; None where there was none. A name that is somebody else's stays theirs.

        Raises:
            sqlite3.Error: it could not be kept.
        """
        if is_of_name(player, uuid):
            return None  # under another name they would have another one: there is nothing to follow
        self.learn({player: uuid})
        with self._changing() as file:
            owner, known = self._register.named(player), self._register.with_uuid(uuid)
            if known is None or known.player == player or owner not in (None, known) or not self.is_name(player):
                return None
            change = BindingChanged(known, after := replace(known, player=player, uuid=uuid), "server")
            self._update(file, known, after)
        self._tell([change])
        return change

    def is_another(self, player: str, uuid: str | None) -> bool:
        """Whether who plays under a bound name now is somebody else than was bound."""
        owner = self.owner_of(player)
        if owner is None or owner.uuid is None or uuid is None or is_of_name(player, uuid):
            return False
        return owner.uuid != uuid

    # -- keeping

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """What is known is what is kept: a change that fails is undone in both."""
        with self._lock:
            try:
                with self._database.writing() as file:
                    yield file
            except BaseException:
                self._register = self._load()
                raise

    def _update(self, file: sqlite3.Connection, before: Bound, after: Bound) -> None:
        file.execute(
            "UPDATE bindings SET name = ?, player = ?, uuid = ?, proved = ?, bound_by = ? WHERE name = ?",
            (after.player.lower(), after.player, after.uuid, after.proved, after.by, before.player.lower()),
        )
        self._register.swap(before, after)

    def _delete(self, file: sqlite3.Connection, bound: Bound) -> None:
        file.execute("DELETE FROM bindings WHERE name = ?", (bound.player.lower(),))
        self._register.drop(bound)

    def _tell(self, changes: Iterable[BindingChanged]) -> None:
        for change in changes:
            for listener in [*self.listeners]:
                listener(change)


def _as_kept(wanted: Bound) -> Bound:
    of_name = wanted.uuid is not None and is_of_name(wanted.player, wanted.uuid)
    return replace(wanted, uuid=None if of_name else wanted.uuid, since=wanted.since or time.time())


def _insert(file: sqlite3.Connection, bound: Bound) -> bool:
    """Keep it; False where somebody else has the player."""
    try:
        file.execute(
            "INSERT INTO bindings (name, user_id, player, uuid, proved, bound_by, since) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (bound.player.lower(), bound.user_id, bound.player, bound.uuid, bound.proved, bound.by, bound.since),
        )
    except sqlite3.IntegrityError:
        return False
    return True
