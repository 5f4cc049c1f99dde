"""What scripts for mirai-api-ws find: no `await`, `connect`, a `get` that waits, `disconnect`.

`websocket_client` and `http_client` each make a class `ws` of it; the calls are in `old_names`.
"""

import asyncio
import contextlib
import logging
import threading
from abc import abstractmethod
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from qq_api.loop import LoopThread
from qq_api.mirai.client import Mode
from qq_api.mirai.errors import MiraiError, NotConnected
from qq_api.mirai.interface import KEPT, Mirai
from qq_api.mirai.old_names import OldNames
from qq_api.types import Payload

T = TypeVar("T")
_log = logging.getLogger(__name__)

STOP_SECONDS = 5.0
"""How long goodbye may take."""

LOST_WORDS = "Connection lost"


class OldLife(OldNames):
    """An account of mirai for scripts: a thread of its own does what takes time.

    Every `{"id", "msg", "data"}` says by its `id`: 0 fine, 1 failed, 2 not connected (any more). A connection that ends
    comes back by itself; `get` says once that it was lost.

    Args:
        url: `host:port` of mirai-api-http.
        key: its `verifyKey`.
        bot_id: the account's number.
        server_url, qqid: what mirai-api-ws called the first and the last of them.
        language: of what goes wrong, as `zh_cn`.
    """

    mode: Mode

    def __init__(
        self,
        url: str = "",
        key: str = "",
        bot_id: int = 0,
        *,
        server_url: str = "",
        qqid: int = 0,
        language: str = "en_us",
    ) -> None:
        self._login = (str(url or server_url), str(key), int(bot_id or qqid))
        self._language = language
        self._waiting: SimpleQueue[Payload] = SimpleQueue()
        self._thread: LoopThread[Mirai] | None = None
        self._mirai: Mirai | None = None
        self._lock = threading.Lock()
        self._told = False

    def connect(self) -> Payload:
        """Connect; `{"id": 2, "msg": why}` where that fails. May be called again, to begin anew."""
        self.disconnect()
        mirai = Mirai(*self._login, mode=self.mode, on_event=self._event, on_lost=self._lost, language=self._language)
        thread = LoopThread("mirai", lambda: mirai)
        self._waiting, self._thread, self._mirai = SimpleQueue(), thread, mirai
        try:
            thread.start()
        except MiraiError as error:
            self.disconnect()
            answer = {"code": error.code, "msg": error.words}
            return {"id": 2, "msg": f"Connection failed: {error.words}", "data": answer}
        return {"id": 0, "msg": "Connection succeeded", "data": None}

    def get(self, timeout: float | None = None) -> Payload:
        """Wait for what comes next.

        Args:
            timeout: seconds; for ever, if left out.

        Returns:
            `id` 2 when the connection was lost or closed, 1 when nothing came in time.
        """
        try:
            # whoever closes the connection leaves a last word for those who wait
            return self._waiting.get(self._mirai is not None, timeout)
        except Empty:
            return _gone() if self._mirai is None else {"id": 1, "msg": "Nothing came", "data": None}

    def disconnect(self) -> Payload:
        """Close the connection; whoever waits in `get` learns so."""
        with self._lock:
            thread, self._thread, self._mirai = self._thread, None, None
        if thread is None:
            return {"id": 1, "msg": LOST_WORDS, "data": None}
        thread.stop(STOP_SECONDS)
        self._waiting.put(_gone())
        return {"id": 0, "msg": "Closed successfully", "data": None}

    @abstractmethod
    def _event(self, packet: Payload) -> None:
        """An event came."""

    def _lost(self) -> None:
        if self._mirai is not None:  # else it is we who close it
            self._put(_gone())

    def _put(self, one: Payload) -> None:
        """Leave something for `get`; what nobody takes is bounded."""
        if self._waiting.qsize() >= KEPT:
            with contextlib.suppress(Empty):
                self._waiting.get_nowait()
            if not self._told:
                self._told = True
                _log.warning("nobody calls get(): of more than %d waiting events the oldest are dropped", KEPT)
        self._waiting.put(one)

    def _life(self) -> Mirai:
        if self._mirai is None:
            raise self._not_connected()
        return self._mirai

    def _not_connected(self) -> NotConnected:
        return NotConnected(LOST_WORDS)

    def _on_loop(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        if self._thread is None:
            work.close()
            raise self._not_connected()
        return asyncio.run_coroutine_threadsafe(work, self._thread.loop)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for something on the loop; it ends by itself within its time."""
        try:
            return self._on_loop(work).result()
        except CancelledError:  # the connection was closed meanwhile
            raise self._not_connected() from None

    def _upload(self, group_id: int, file_path: str, file_name: str | Path) -> Payload:
        info = self._wait(self._life().file_upload(group_id, Path(file_name), file_path))
        return {"code": 0, "msg": "success", "data": info}

    @abstractmethod
    def _failed(self, error: MiraiError) -> Payload:
        """What a call returns that was not sent."""

    def _about(self, passch: int, cmd: str, message_id: int, target: int | None) -> Payload:
        try:
            found = self._mirai.target_of(message_id, target) if self._mirai is not None else target
        except MiraiError as error:
            return self._failed(error)
        return self.command(passch, cmd, {"messageId": message_id, "target": found})


def _gone() -> Payload:
    return {"id": 2, "msg": LOST_WORDS, "data": None}
