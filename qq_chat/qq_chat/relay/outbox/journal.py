"""Keeps what waits on disk, by a thread of its own: SQLite mostly takes 10 µs, but now and then 20 ms."""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from queue import Empty, SimpleQueue

from qq_api import Texts
from qq_chat.database import set_aside
from qq_chat.relay.outbox.line import Line
from qq_chat.relay.outbox.store import Change, Store, added, is_locked

CLOSING_SECONDS = 3.0

Written = Callable[[], object]


class Journal:
    """What waits and what is in flight, for the next life of the plugin. Any thread may tell it; only `flying` waits.

    Where the file cannot be used that is told once, and lines are kept in memory only.

    Args:
        path: the file; None for memory only.
        texts, log: the words, and where they go.
        now: by the clock that only grows.

    Attributes:
        found: the lines that waited in the file.
        unknown: how many were in flight when the server was killed.
    """

    def __init__(self, path: Path | None, texts: Texts, log: logging.Logger, now: float) -> None:
        self._texts, self._log = texts, log
        self._changes: SimpleQueue[tuple[list[Change], Written | None] | None] = SimpleQueue()
        self.found: list[Line] = []
        self.unknown = 0
        self._store = self._open(path, now) if path else None
        self._thread = self._writer()
        if self._store:
            self._thread.start()

    @property
    def keeps(self) -> bool:
        """Whether lines outlive this process."""
        return self._store is not None

    def add(self, line: Line) -> None:
        """A line is new.

        Raises:
            TypeError: it is no plain data.
        """
        change = added(line)
        if self._store:
            self._changes.put(([change], None))

    def waits(self, lines: Iterable[Line]) -> None:
        """Lines were not sent after all."""
        self._put([("waiting", (line.number,)) for line in lines])

    def gone(self, lines: Iterable[Line]) -> None:
        """Lines have left, or were given up."""
        self._put([("gone", (line.number,)) for line in lines])

    async def flying(self, lines: Iterable[Line]) -> None:
        """Lines are about to leave; returns when that is on disk, so that no later life says them again."""
        if not self._store:
            return
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()
        flying: list[Change] = [("flying", (line.number,)) for line in lines]
        self._changes.put((flying, lambda: loop.call_soon_threadsafe(_settle, written)))
        await written

    def close(self) -> None:
        """Write what is to be written, and leave the file to others; a second call does so with what came since."""
        if self._store and not self._thread.is_alive() and not self._changes.empty():
            self._go_on(self._store.path)
        if self._thread.is_alive():
            self._changes.put(None)
            self._thread.join(CLOSING_SECONDS)

    def _go_on(self, path: Path) -> None:
        try:
            self._store = Store(path)
        except (sqlite3.Error, OSError) as error:
            self._store = None
            self._tell("outbox.file_useless", error, path, None)
            return
        self._thread = self._writer()
        self._thread.start()

    def _writer(self) -> threading.Thread:
        return threading.Thread(target=self._run, name="QQ Chat outbox", daemon=True)

    def _put(self, changes: list[Change]) -> None:
        if self._store:
            self._changes.put((changes, None))

    # -- opening

    def _open(self, path: Path, now: float) -> Store | None:
        """The file, or a new one where it is broken; None where neither is to be had."""
        try:
            return self._load(path, now)
        except (sqlite3.Error, OSError, ValueError) as error:
            aside = None if is_locked(error) else set_aside(path)
            store = self._renew(path, now) if aside else None
            self._tell("outbox.file_renewed" if store else "outbox.file_useless", error, path, aside)
            return store

    def _renew(self, path: Path, now: float) -> Store | None:
        try:
            return self._load(path, now)
        except (sqlite3.Error, OSError):
            return None

    def _load(self, path: Path, now: float) -> Store:
        store = Store(path)
        try:
            self.found, self.unknown = store.load(now)
        except (sqlite3.Error, ValueError):
            store.close()
            raise
        return store

    def _tell(self, key: str, error: BaseException, path: Path, aside: Path | None) -> None:
        self._log.warning(self._texts(key, path=path, aside=aside, reason=error))

    # -- on the writer's thread

    def _run(self) -> None:
        while (batch := self._next()) is not None:
            changes = [change for more, _ in batch for change in more]
            if changes and self._store:
                self._write(self._store, changes)
            for _, written in batch:
                if written:
                    _call(written)
        if self._store:
            self._store.close()

    def _next(self) -> list[tuple[list[Change], Written | None]] | None:
        """All that is to be written by now; None at the end."""
        first = self._changes.get()
        if first is None:
            return None
        batch = [first]
        try:
            while (more := self._changes.get_nowait()) is not None:
                batch.append(more)
            self._changes.put(None)
        except Empty:
            pass
        return batch

    def _write(self, store: Store, changes: list[Change]) -> None:
        """Where that fails, the file goes aside: rows that stay in it would be said once more by the next life."""
        try:
            store.apply(changes)
        except sqlite3.Error as error:
            self._store = None
            store.close()
            aside = set_aside(store.path)
            self._tell("outbox.file_aside" if aside else "outbox.file_useless", error, store.path, aside)


def _call(written: Written) -> None:
    try:
        written()
    except RuntimeError:  # the bot's loop is closed, and nobody waits any more
        return


def _settle(written: "asyncio.Future[None]") -> None:
    if not written.done():
        written.set_result(None)
