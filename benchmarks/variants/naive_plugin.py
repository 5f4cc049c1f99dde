"""The naive plugin, inside the same MCDR: aiocqhttp under uvicorn on a thread, one `dispatch_event` an event."""

import threading
from typing import Any

from aiocqhttp import Event
from mcdreforged.api.types import PluginServerInterface
from mcdreforged.plugin.plugin_event import LiteralEvent

from plain_aiocqhttp import make, run
from plugin_of_probe import add_command, on_executor
from probe import Probe

PLUGIN_METADATA = {"id": "naive", "version": "1.0.0", "name": "naive"}


def on_load(server: PluginServerInterface, _prev_module: Any) -> None:
    """Bring the bot up, and listen to it."""
    probe = Probe()
    add_command(server, probe)
    server.register_event_listener("naive.on_message", probe.listen)

    async def handle(event: Event) -> None:
        server.dispatch_event(LiteralEvent("naive.on_message"), (bot, event))

    bot = make(probe, handle, run_sync=on_executor(server))
    threading.Thread(target=run, args=(bot,), name="naive", daemon=True).start()
