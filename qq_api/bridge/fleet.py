"""A broker between this bridge and its servers, where one is configured; nothing of it is imported where none is."""

import asyncio
import logging
import secrets
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qq_api.bot import Bot
from qq_api.bridge.bridge import Bridge
from qq_api.bridge.config import BridgeConfig, FleetBroker
from qq_api.config.disk import write_text
from qq_api.errors import FatalError
from qq_api.keep import keep
from qq_api.texts import Texts

if TYPE_CHECKING:
    from qq_api.bridge.member import Member

NAME_FILE = "bridge_name.txt"

STOP_SECONDS = 15.0
"""Longer than a member takes to finish what it does."""

_log = logging.getLogger(__name__)


class Fleet:
    """This bridge's place in a fleet, or nothing where the configuration has no broker.

    Args:
        bot: the side of QQ.
        texts: the words for the log.
        folder: that of `bridge.yml`.
        bridge: of the servers that are reached without a broker.

    Attributes:
        member: what is at the broker; None where there is none.
    """

    def __init__(self, bot: Bot, texts: Texts, folder: Path, bridge: Bridge | None = None) -> None:
        self._bot, self._texts, self._folder, self._bridge = bot, texts, folder, bridge or Bridge(bot, texts)
        self._settings: FleetBroker | None = None
        self._life = AsyncExitStack()
        self.member: Member | None = None

    async def apply(self, config: BridgeConfig) -> None:
        """Make it what a configuration says; the connection to the same broker stays."""
        if config.broker != self._settings:
            await self.stop()
            self._settings = config.broker
            if config.broker is not None:
                await self._start(config.broker)
        if self.member is not None:
            self.member.apply(config.at_broker())
            self._bridge.elsewhere = [*self.member.servers.values()]
        elif config.at_broker() and config.broker is None:
            _log.warning(self._texts("fleet.none_configured"))

    async def _start(self, settings: FleetBroker) -> None:
        try:
            from qq_api.bridge.member import Member  # noqa: PLC0415  (optional packages)

            await self._start_own(settings)
        except ImportError:
            _log.error(self._texts("broker.not_installed"))
            return
        except (FatalError, OSError) as error:
            _log.error("%s", error)
            return
        name = settings.name or own_name(self._folder, self._texts)
        where, together = settings.reached(self._folder), self._bridge.together
        self.member = member = Member(self._bot, where, name, self._folder, self._texts, together)
        together.speaks = member.speaks
        self._life.callback(member.publisher.close)  # as it does itself, if it ever begins
        self._life.callback(together.speak_for_all)
        self._bot.listeners.append(member.listen)
        self._life.callback(self._bot.listeners.remove, member.listen)
        await self._life.enter_async_context(_beside(self._run(member)))

    async def _start_own(self, settings: FleetBroker) -> None:
        own = settings.own()
        if own is not None:
            from qq_api.broker.embedded import embedded  # noqa: PLC0415  (optional packages)

            await self._life.enter_async_context(embedded(self._folder, own, self._texts))

    async def _run(self, member: "Member") -> None:
        try:
            await keep("broker", member.run)
        except FatalError as error:
            _log.error("%s", error)

    async def stop(self) -> None:
        """Leave the broker; what was not published waits in its file."""
        await self._life.aclose()
        self.member, self._bridge.elsewhere = None, ()

    def status(self) -> list[str]:
        """How it stands, a line for each thing to know."""
        if self.member is None or self._settings is None:
            return []
        client, publisher = self.member.client, self.member.publisher
        key = "fleet.status.there" if client is not None and client.is_connected else "fleet.status.away"
        ours = [str(self_id) for self_id, account in self.member.accounts.items() if account.lease.held]
        counts = {"published": publisher.published, "waiting": len(publisher.waiting), "dropped": publisher.dropped}
        what = {"where": self._settings.shown(), "name": self.member.name, "accounts": ", ".join(ours) or "-"}
        return [self._texts(key, **what, **counts)]


@asynccontextmanager
async def fleet(
    bot: Bot, config: BridgeConfig, texts: Texts, folder: Path, bridge: Bridge | None = None
) -> AsyncIterator[Fleet]:
    """Be a member of a fleet while the block runs, where the configuration has a broker; a broker is not waited for.

    Args:
        bot: the side of QQ, running.
        config: the whole of `bridge.yml`.
        texts: the words for the log.
        folder: that of `bridge.yml`; the bridge's name and what could not be published are kept there.
        bridge: of the servers that are reached without a broker, if there are any.
    """
    one = Fleet(bot, texts, folder, bridge)
    try:
        await one.apply(config)
        yield one
    finally:
        await one.stop()


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run something that takes a while to end beside the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        while not task.done():
            task.cancel()  # again: before Python 3.12 `asyncio.wait_for` may lose one
            await asyncio.wait({task}, timeout=STOP_SECONDS)


def own_name(folder: Path, texts: Texts) -> str:
    """The name of this bridge, the same at every start: `host-3f9a`."""
    path = folder / NAME_FILE
    try:
        if path.exists() and (name := path.read_text("utf-8").strip()):
            return name
        name = f"{socket.gethostname()}-{secrets.token_hex(2)}"
        write_text(path, name + "\n")
    except (OSError, UnicodeDecodeError) as error:
        _log.warning(texts("not_saved", path=path, reason=error))
        name = f"{socket.gethostname()}-{secrets.token_hex(2)}"
    return name
