"""What the relay's benchmarks need in MCDR; alone (with qq_api) it is what qq_chat is compared with.

There, `say` is a bare loop of `server.say`, and `relay` a listener that sends what a player says to each group.
"""

import asyncio
import gc
import json
import threading
import time
from typing import Any

from mcdreforged.api.rtext import RAction, RColor, RText, RTextBase, RTextList
from mcdreforged.api.types import Info, PluginServerInterface

from channel import Channel
from events import GROUP, plain_lines
from probe import peak_rss

PLUGIN_METADATA = {"id": "relay_probe", "version": "1.0.0", "name": "relay", "dependencies": {"qq_api": "*"}}


class Relay:
    """Does what `run.py` says."""

    def __init__(self, server: PluginServerInterface) -> None:
        self._server, self._channel = server, Channel.to_run()
        self._cpu, self._groups = 0.0, 0
        server.register_event_listener("mcdr.general_info", self._heard)
        server.register_event_listener("mcdr.user_info", self._relay)
        server.register_event_listener("mcdr.server_startup", self._ready)

    def _ready(self, _server: PluginServerInterface) -> None:
        threading.Thread(target=self._serve, name="probe", daemon=True).start()

    def _heard(self, _server: PluginServerInterface, info: Info) -> None:
        name, _, rest = (info.content or "").partition(" ")
        if name == "probe":
            self._channel.send(**json.loads(rest))

    def _serve(self) -> None:
        while True:
            try:
                order = self._channel.receive()
            except (EOFError, OSError):
                return
            getattr(self, f"_do_{order.pop('do')}")(**order)

    def _do_console(self, line: str) -> None:
        """Type a line at the server, which answers."""
        self._server.execute(line)

    def _do_expect(self, first: int, count: int, groups: int) -> None:
        self._server.execute(f"expect {first} {count} {groups}")
        self._do_start()

    def _do_start(self) -> None:
        """The clock of the CPU begins."""
        gc.collect()
        self._cpu = time.process_time()
        self._channel.send()

    def _do_used(self) -> None:
        self._channel.send(cpu=time.process_time() - self._cpu, rss=peak_rss())

    def _do_say(self, first: int, count: int, looks: bool) -> None:
        """The limit: the same lines, made beforehand, straight from MCDR's own thread.

        Args:
            first, count: which.
            looks: coloured, with hovers and clicks, as qq_chat shows them; else plain text.
        """
        lines = [_with_looks(line) if looks else line for line in plain_lines(first, count)]

        def say() -> None:
            self._channel.send(began=time.monotonic())
            for line in lines:
                self._server.say(line)

        self._server.schedule_task(say)

    def _do_relay(self, groups: int) -> None:
        self._groups = groups
        self._channel.send()

    def _relay(self, server: PluginServerInterface, info: Info) -> None:
        """The limit of the other direction: whatever a player says, to each group at once."""
        qq_api: Any = server.get_plugin_instance("qq_api")
        for group in range(GROUP, GROUP + self._groups):
            sending = qq_api.get_bot().send_group_msg(group_id=group, message=f"<{info.player}> {info.content}")
            asyncio.run_coroutine_threadsafe(sending, qq_api.get_event_loop())


def _with_looks(line: str) -> RTextBase:
    """`[QQ] [name] words`, in four parts, as qq_chat shows most lines."""
    tag, name, words = line.split(" ", 2)
    said = RText(words, RColor.gray).h("Click to answer").c(RAction.suggest_command, "!!qq reply 1000000000 ")
    who = RText(name, RColor.gray).h("QQ 10001").c(RAction.suggest_command, f"@{name} ")
    return RTextList(RText(f"{tag} ", RColor.gray), who, RText(" ", RColor.gray), said)


def on_load(server: PluginServerInterface, _prev_module: Any) -> None:
    """Wait for the server, then for orders."""
    Relay(server)
