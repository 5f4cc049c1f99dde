"""Somebody in QQ, as MCDR's commands see them (MCDR 2.14 and later: `CommandSource` is made to be subclassed)."""

import asyncio
import contextlib
import weakref
from collections.abc import Callable
from typing import Any

from mcdreforged.api.rtext import RTextBase
from mcdreforged.api.types import CommandSource, PluginServerInterface, ServerInterface

from qq_chat.people.rights import Person


class QQSource(CommandSource):
    """A person with their own MCDR permission level, who hears every reply.

    Args:
        server: of this plugin.
        person: who.
        level: their MCDR level, 0 to 4.
        heard: gets each reply as plain text, from any thread.
    """

    def __init__(self, server: PluginServerInterface, person: Person, level: int, heard: Callable[[str], None]) -> None:
        self._server, self._level, self._heard = server, level, heard
        self.user_id, self.group_id = person.user_id, person.group_id

    def get_server(self) -> ServerInterface:
        """MCDR asks for it."""
        return self._server.as_basic_server_interface()

    def get_permission_level(self) -> int:
        """Theirs."""
        return self._level

    def reply(self, message: Any, **_: Any) -> None:
        """MCDR or a plugin says something to them."""
        with self.preferred_language_context():
            self._heard(RTextBase.from_any(message).to_plain_text())

    def __eq__(self, other: object) -> bool:
        """Two messages of one person in one place: `!!MCDR confirm` compares."""
        if not isinstance(other, QQSource):
            return False
        return (self.user_id, self.group_id) == (other.user_id, other.group_id)

    def __hash__(self) -> int:
        return hash((self.user_id, self.group_id))

    def __str__(self) -> str:
        return f"QQ {self.user_id}"


class Hearing:
    """Gathers the replies to one command, until nobody is left who could give one.

    Args:
        loop: the bot's.
        late: gets what comes after the answer was taken for whole.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, late: Callable[[str], None]) -> None:
        self._loop, self._late = loop, late
        self._lines: list[str] = []
        self._news, self._is_over, self._is_whole = asyncio.Event(), False, False

    def heard(self, line: str) -> None:
        """A reply; from any thread."""
        self._call(self._take, line)

    def ends_with(self, source: QQSource) -> None:
        """When nothing refers to the source any more, no reply can come."""
        weakref.finalize(source, self._call, self._end)

    async def answer(self, quiet: float, wait: float) -> str:
        """All that was said within `wait` seconds, or until it was quiet for `quiet` seconds."""
        deadline = self._loop.time() + wait
        while not self._is_over and (left := deadline - self._loop.time()) > 0:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), min(quiet, left) if self._lines else left)
            except asyncio.TimeoutError:
                break
        self._is_whole = True
        return "\n".join(self._lines)

    def _take(self, line: str) -> None:
        if self._is_whole:
            self._late(line)
            return
        self._lines.append(line)
        self._news.set()

    def _end(self) -> None:
        self._is_over = True
        self._news.set()

    def _call(self, what: Callable[..., None], *values: str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed
            self._loop.call_soon_threadsafe(what, *values)
