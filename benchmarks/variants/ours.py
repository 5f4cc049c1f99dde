"""qq_api, packed, outside MCDR: its own entry point, with as much of MCDR as it asks for.

What MCDR would run on its task executor runs on one thread here, so this ends where the consumer's thread begins.
"""

import logging
import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from probe import Probe
from qq_api.mcdr import entry


class Server:
    """Stands for MCDR's `PluginServerInterface`: an executor of one thread, and one listener."""

    logger = logging.getLogger("benchmark")

    def __init__(self, listener: Callable[..., None]) -> None:
        self._listener = listener
        self._work: queue.SimpleQueue[Callable[[], Any]] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="TaskExecutor", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._work.get()()

    def schedule_task(self, work: Callable[[], Any], **_options: Any) -> "Future[Any]":
        """Run something on the executor's thread, as MCDR does."""
        future: Future[Any] = Future()
        self._work.put(lambda: future.set_result(work()))
        return future

    def dispatch_event(self, event: Any, args: tuple[Any, ...], *, on_executor_thread: bool = True) -> None:
        """Call the listener of messages, here or on the executor's thread, as MCDR does."""
        if event.id != "qq_api.on_message":
            return
        if on_executor_thread:
            self._work.put(lambda: self._listener(self, *args))
        else:
            self._listener(self, *args)

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_args, **_keywords: None  # commands and the like, which no event passes

    def get_self_metadata(self) -> Any:
        """Only the version is asked for."""
        return SimpleNamespace(version="1.5.0")

    def get_mcdr_language(self) -> str:
        """English."""
        return "en_us"

    def get_data_folder(self) -> str:
        """Where `run.py` wrote the configuration."""
        return str(Path(os.environ["BENCH_FOLDER"]) / "config" / "qq_api")


probe = Probe()
server: Any = Server(probe.listen)
entry.on_load(server, None)
bot = entry.get_bot()
probe.can_call(
    entry.get_event_loop,
    lambda number: bot.send_group_msg(group_id=number, message="收到"),
    lambda number: bot.sync.send_group_msg(group_id=number, message="收到"),
)
threading.Event().wait()
