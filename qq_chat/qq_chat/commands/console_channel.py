"""The server's console, shown in groups of the staff."""

import asyncio
from collections.abc import Callable, Mapping

from mcdreforged.api.types import Info, PluginServerInterface

from qq_chat.commands.feature import Feature
from qq_chat.relay.common import Common
from qq_chat.relay.outbox import Outbox
from qq_chat.server.console_lines import ConsoleLines


class ConsoleChannel(Feature):
    """Gathers what the console says, and shows it now and then; commands back go by `/command`.

    Args:
        common: the relay.
        outbox: takes the lines.
    """

    def __init__(self, common: Common, outbox: Outbox) -> None:
        self._common, self._outbox, self._settings = common, outbox, common.config.console
        self._lines = ConsoleLines(self._settings)
        self._showing = (
            asyncio.run_coroutine_threadsafe(self._show_on(), common.loop) if self._settings.groups else None
        )

    def listeners(self) -> Mapping[str, Callable[..., None]]:
        """The console."""
        return {"mcdr.general_info": self._heard} if self._settings.groups else {}

    def close(self) -> None:
        """Show no more."""
        if self._showing is not None:
            self._showing.cancel()
            self._show()

    def _heard(self, _server: PluginServerInterface, info: Info) -> None:
        if info.is_from_server and info.content:
            said = f"<{info.player}> {info.content}" if info.player else info.content
            self._common.loop.call_soon_threadsafe(self._lines.put, said)

    async def _show_on(self) -> None:
        while True:
            await asyncio.sleep(self._settings.every)
            self._show()

    def _show(self) -> None:
        lines, left_out = self._lines.take()
        if left_out:
            lines.insert(0, self._common.texts("console.left_out", count=left_out))
        for group_id in self._settings.groups if lines else ():
            self._outbox.put(group_id, "\n".join(lines), kind="answer")
