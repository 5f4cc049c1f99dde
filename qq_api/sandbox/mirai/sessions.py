"""Who is logged in at mirai-api-http, and what each has not fetched yet ("HttpAdapter"). Computes only; no I/O."""

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from qq_api.mirai.mapping.states import State
from qq_api.types import Payload

SINGLE = "SINGLE_SESSION"
"""The one session of the single mode."""

LIFE = 30 * 60
"""Seconds after which a session dies that nobody uses."""


@dataclass
class Settings:
    """The server's own configuration (`setting.yml`).

    Attributes:
        key: the `verifyKey`; "" for none (`enableVerify: false`).
        single: whether there is one session for everybody (`singleMode`).
        sync_id: of what is pushed over WebSocket (`reservedSyncId`).
        unread: messages that wait to be fetched; newer ones are dropped (`unreadQueueMaxSize`).
        napcat: whether it is NapCat's plug-in that answers (`napcat`).
    """

    key: str = ""
    single: bool = False
    sync_id: str = "-1"
    napcat: bool = False
    unread: int = 100


@dataclass
class Session:
    """Somebody who has shown the key.

    Attributes:
        bound: whether it has the account.
        polls: whether it fetches by HTTP, so that messages wait for it.
        links: open WebSockets.
        used: when last, by the clock of the sessions.
    """

    key: str
    bound: bool = False
    polls: bool = False
    links: int = 0
    used: float = 0
    unread: list[Payload] = field(default_factory=list)


class Sessions:
    """All sessions.

    Args:
        settings: of the server.
        clock: seconds; a test may move it.

    Attributes:
        clock: as given.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._settings = settings
        self._all: dict[str, Session] = {}
        self.lose()

    def lose(self) -> None:
        """Forget everybody, as a restart of mirai does; the single session is there at once, unverified."""
        self._all.clear()
        if self._settings.single:
            is_open = not self._settings.key
            self._all[SINGLE] = Session(SINGLE, bound=is_open, polls=is_open, used=self.clock())

    def check_key(self, given: str | None) -> None:
        """Whether somebody may come in, or `State` 1."""
        if self._settings.key and not secrets.compare_digest((given or "").encode(), self._settings.key.encode()):
            raise State(1)

    def verify(self, given: str | None) -> Session:
        """A session for who knows the key; it has no account yet, but in single mode."""
        self.check_key(given)
        if not self._settings.single:
            return self._new()
        session = self._all[SINGLE]
        session.bound = session.polls = True
        return session

    def _new(self) -> Session:
        key = secrets.token_urlsafe(6)
        session = self._all[key] = Session(key, used=self.clock())
        return session

    def open(self) -> Session:
        """A new session with the account, for a WebSocket."""
        session = self._new()
        session.bound = True
        return session

    def find(self, key: str | None) -> Session:
        """A session, which lives on; without a key that of the single mode.

        Raises:
            State: there is none (3), or it has no account (4).
        """
        session = self.known(key)
        if not session.bound:
            raise State(4)
        return session

    def known(self, key: str | None) -> Session:
        """The same, with or without the account."""
        self._bury()
        session = self._all.get(SINGLE if self._settings.single else key or "")
        if session is None:
            raise State(3)
        session.used = self.clock()
        return session

    def _bury(self) -> None:
        now = self.clock()
        for session in [*self._all.values()]:
            if session.key != SINGLE and not session.links and now - session.used >= LIFE:
                del self._all[session.key]

    def bind(self, key: str | None) -> None:
        """Give a session the account; from now on messages wait for it."""
        session = self.known(key)
        session.bound = session.polls = True

    def close(self, key: str) -> None:
        """End a session; the single one stays."""
        if key != SINGLE:
            self._all.pop(key, None)

    def left(self, session: Session) -> None:
        """A WebSocket is gone; its session ends, unless another way still uses it."""
        session.links -= 1
        if not session.links and not session.polls:
            self.close(session.key)

    def __iter__(self) -> Iterator[Session]:
        self._bury()
        return iter([*self._all.values()])

    def put(self, packet: Payload) -> None:
        """Let a packet wait for everybody who fetches; whose queue is full never gets it."""
        for session in self:
            if session.polls and len(session.unread) < self._settings.unread:
                session.unread.append(packet)


def taken(session: Session, how: str, count: int) -> list[Payload]:
    """What `fetchMessage`, `fetchLatestMessage`, `peekMessage` or `peekLatestMessage` gives.

    Raises:
        State: the session does not fetch (500).
    """
    if not session.polls:
        raise State(500, "Not a http session")
    count = max(count, 0)
    latest = "Latest" in how
    given = session.unread[::-1][:count] if latest else session.unread[:count]
    if how.startswith("fetch"):
        session.unread = session.unread[: max(len(session.unread) - count, 0)] if latest else session.unread[count:]
    return given
