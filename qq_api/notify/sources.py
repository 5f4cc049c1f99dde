"""What notifications are about: the accounts of a bot, what it could not send, and the Minecraft server's end."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiocqhttp import Event

from qq_api.bot import Bot
from qq_api.calls import reason
from qq_api.errors import ApiNotAvailable, Error
from qq_api.message import text
from qq_api.notify.desk import Kind, Notice
from qq_api.notify.life import APPRISE, Notifications, Outside, telling
from qq_api.texts import Texts
from qq_api.watch import State, Watch

_log = logging.getLogger(__name__)

REMIND_SECONDS = 60.0
"""How long after a start the log says that nobody has connected; QQ's side tries every few seconds."""

_ASKED_TO_END = {0, 130, 143, -2, -15, 0xC000013A, 0xC000013A - 2**32}
"""Exit codes of a server that ended in order, or by SIGINT, SIGTERM or (Windows) Ctrl+C."""


def server_ended(code: int | None) -> Notice | None:
    """What to tell of a Minecraft server that ended with an exit code; None when it was asked to."""
    return None if code is None or code in _ASKED_TO_END else Notice("crash", detail=str(code))


class Sources:
    """Hears of a bot, and tells.

    Args:
        bot: calls `failed` with each action that failed.
        notifications: are told.
        texts: the words for the owners in QQ.
    """

    def __init__(self, bot: Bot, notifications: Notifications, texts: Texts) -> None:
        self._bot, self._notifications, self._texts = bot, notifications, texts
        self._greeted: set[int] = set()

    def expect_somebody(self) -> None:
        """From now on an account should be there, or come: after a start."""
        if not self._bot.accounts():
            self._notifications.tell(Notice("offline"))

    def remind(self) -> None:
        """Say once where to go on, for those who have just begun."""
        if not self._bot.accounts():
            _log.warning(self._texts("notify.nobody"))

    def changed(self, self_id: int, state: State) -> None:
        """An account came, or went."""
        kind: Kind = "offline" if state.kind == "closed" else state.kind
        if kind == "online":
            self._notifications.tell(Notice("online"))
        was_told = self._notifications.tell(Notice(kind, str(self_id), state.reason))
        if state.kept:
            self._greeted.add(self_id)
        elif kind == "online" and (was_told or self_id not in self._greeted):
            self._greeted.add(self_id)
            for owner in self._notifications.config.owners:
                self._bot.spawn(self._greet(self_id, owner))

    def heard(self, event: Event) -> None:
        """Events that nobody can have any more (`broker.reader`)."""
        if event.get("meta_event_type") == "lost":
            self._notifications.tell(Notice("plugins", "QQ API", str(event["words"])))

    def failed(self, action: str, params: dict[str, Any], error: Error) -> None:
        """An action failed; what was not sent because nobody is connected is an outage, and told as such."""
        if action.startswith("send_") and not isinstance(error, ApiNotAvailable):
            account = params.get("self_id") or next(iter(self._bot.accounts()), "")
            self._notifications.tell(Notice("send_failures", str(account), reason(error)))

    async def _greet(self, self_id: int, owner: int) -> None:
        message = [text(self._texts("notify.greeting", self_id=self_id))]
        try:
            await self._bot.call_action("send_private_msg", user_id=owner, message=message, self_id=self_id)
        except Error as error:
            _log.warning(self._texts("notify.not_greeted", owner=owner, reason=reason(error)))


@asynccontextmanager
async def notifying(
    bot: Bot, watch: Watch, texts: Texts, outside: Outside = APPRISE, *, expected: bool = False
) -> AsyncIterator[Notifications]:
    """Tell the owner what goes wrong with a bot while the block runs; `apply` says whom, and what.

    Args:
        bot: whose failures are told.
        watch: knows how its accounts are.
        texts: the words.
        outside: who sends, by which clock.
        expected: whether an account comes by itself; over HTTP nothing may come until somebody speaks.
    """
    async with telling(texts, outside) as notifications:
        sources = Sources(bot, notifications, texts)
        reminding = asyncio.get_running_loop().call_later(REMIND_SECONDS, sources.remind)
        if expected:
            sources.expect_somebody()
        else:
            reminding.cancel()
        watch.listeners.append(sources.changed)
        bot.failure_listeners.append(sources.failed)
        bot.listeners.append(sources.heard)
        try:
            yield notifications
        finally:
            reminding.cancel()
            watch.listeners.remove(sources.changed)
            bot.failure_listeners.remove(sources.failed)
            bot.listeners.remove(sources.heard)
