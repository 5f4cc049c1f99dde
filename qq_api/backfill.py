"""After a reconnect: what was said in the groups meanwhile, from their history, where the implementation has it.

OneBot itself buffers nothing while we are away. The messages come out as usual, marked with `"backfilled": True`.
"""

import asyncio
import logging
import time
from typing import Any

from aiocqhttp import Event

from qq_api.bot import Bot
from qq_api.errors import Error
from qq_api.types import Payload

_log = logging.getLogger(__name__)

MOST_AGE = 600
"""Seconds: older messages stay history."""

MOST_GROUPS, MOST_MESSAGES = 50, 50
"""Groups that are asked, and messages of each."""


class Backfill:
    """Fills the gaps of one bot's accounts, while `enabled`; `listen` belongs among the bot's listeners.

    Args:
        bot: asks for the history, and gets what is in it.
        groups: what an earlier life of the bot had heard: for each account, its groups and when they last spoke. Those
            accounts are away until they come.
    """

    def __init__(self, bot: Bot, groups: dict[int, dict[int, Any]] | None = None) -> None:
        self._bot = bot
        self.enabled = True
        self.groups = {} if groups is None else groups
        self._away = set(self.groups)

    def listen(self, event: Event) -> None:
        """Take note of an event."""
        post_type = event["post_type"]
        if post_type == "connection":
            self._connection(event["self_id"], event["connection_type"], event.get("kept"))
        elif post_type == "message":
            try:
                self.groups[event["self_id"]][event["group_id"]] = event["time"]
            except (KeyError, TypeError):  # the first of an account, of no group, or odd
                self._note(event.get("self_id"), event.get("group_id"), _time_of(event))

    def _note(self, self_id: Any, group_id: Any, when: int) -> None:
        if isinstance(self_id, int) and isinstance(group_id, int):
            self.groups.setdefault(self_id, {})[group_id] = when or int(time.time())

    def _connection(self, self_id: int, kind: str, kept: bool | None) -> None:
        if kind == "closed":
            self._away.add(self_id)
        elif kept:
            self._away.discard(self_id)
        elif self_id in self._away and self.enabled:
            self._away.discard(self_id)
            self._bot.spawn(self._fill(self_id))

    async def _fill(self, self_id: int) -> None:
        """Ask every group that spoke before; one that has no history ends it."""
        groups = sorted(
            ((group_id, _seconds(when)) for group_id, when in self.groups.get(self_id, {}).items()),
            key=lambda item: -item[1],
        )[:MOST_GROUPS]
        missed: list[Payload] = []
        try:
            for group_id, last in groups:
                missed += await self._history(self_id, group_id, last)
        except (Error, asyncio.TimeoutError) as error:
            _log.debug("no history of QQ %s: %s", self_id, error)
        for message in sorted(missed, key=_time_of):
            self._bot.emit(message)

    async def _history(self, self_id: int, group_id: int, last: int) -> list[Payload]:
        answer: Any = await self._bot.call_action(
            "get_group_msg_history", group_id=group_id, count=MOST_MESSAGES, self_id=self_id
        )
        found = answer.get("messages") if isinstance(answer, dict) else None
        oldest = max(last, int(time.time()) - MOST_AGE)
        head = {"post_type": "message", "message_type": "group", "sub_type": "normal", "group_id": group_id}
        return [
            {**head, **message, "self_id": self_id, "backfilled": True}
            for message in (found if isinstance(found, list) else [])
            if isinstance(message, dict) and _time_of(message) >= oldest
        ]


def _time_of(message: Payload) -> int:
    """Its `time`; 0 where it has none that can be read."""
    return _seconds(message.get("time"))


def _seconds(value: Any) -> int:
    try:
        return int(value or 0)
    except (TypeError, ValueError, OverflowError):
        return 0
