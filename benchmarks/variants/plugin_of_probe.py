"""What both plugins need of MCDR for the probe."""

from collections.abc import Callable
from typing import Any

from mcdreforged.api.command import Literal, Text
from mcdreforged.api.types import PluginServerInterface

from probe import Probe, RunSync


def add_command(server: PluginServerInterface, probe: Probe) -> None:
    """`!!probe <when it was typed>`: what a player's command is to MCDR."""

    def run(_source: Any, context: dict[str, Any]) -> None:
        probe.command(float(context["sent"]))

    server.register_command(Literal("!!probe").then(Text("sent").runs(run)))


def on_executor(server: PluginServerInterface) -> RunSync:
    """Runs something to its end on MCDR's own thread, where listeners run."""

    def run(work: Callable[[], None]) -> None:
        server.schedule_task(work, block=True)

    return run
