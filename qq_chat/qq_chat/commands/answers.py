"""Answers to commands, on their way to whoever asked."""

import asyncio

from qq_api import Error, MessageEvent, Segment, reply, text
from qq_chat.commands.asked import Answer
from qq_chat.relay.common import Common
from qq_chat.relay.outbox import Outbox


class Answers:
    """Says answers where the question was asked.

    Args:
        common: the relay.
        outbox: says them in groups, at their place among the other lines.
    """

    def __init__(self, common: Common, outbox: Outbox) -> None:
        self._common, self._outbox = common, outbox

    def give(self, event: MessageEvent, answer: Answer) -> None:
        """Answer a message; from any thread."""
        segments = [text(answer)] if isinstance(answer, str) else answer
        if not segments:
            return
        if event.get("group_id") is not None and event["message_type"] == "group":
            self._outbox.put(event["group_id"], [*self._quote(event), *segments], kind="answer")
        else:
            quote = self._quote(event) if "server" in event else []  # a bridge makes one answer of several
            self.tell(event["user_id"], [*quote, *segments], event.get("self_id"), _shared_group(event))

    def tell(
        self, user_id: int, message: str | list[Segment], self_id: int | None = None, group_id: int | None = None
    ) -> None:
        """Say something to one person in private; from any thread.

        Args:
            user_id: whom.
            message: what.
            self_id: by which of our accounts.
            group_id: a group that both are in, where they are no friends.
        """
        segments = [text(message)] if isinstance(message, str) else message
        asyncio.run_coroutine_threadsafe(self._tell(user_id, segments, self_id, group_id), self._common.loop)

    def _quote(self, event: MessageEvent) -> list[Segment]:
        message_id = event.get("message_id")
        return [reply(message_id)] if self._common.config.answers.quote and isinstance(message_id, int) else []

    async def _tell(self, user_id: int, message: list[Segment], self_id: int | None, group_id: int | None) -> None:
        named = {"user_id": user_id, "message": message, "self_id": self_id, "group_id": group_id}
        given = {key: value for key, value in named.items() if value is not None}
        try:
            await self._common.bot.call_action("send_private_msg", **given)
        except Error as error:
            self._common.server.logger.warning(self._common.texts("commands.not_told", user=user_id, reason=error))


def _shared_group(event: MessageEvent) -> int | None:
    """The group over which a stranger writes (a temporary chat)."""
    sender = event.get("sender") or {}
    group_id = event.get("group_id") or sender.get("group_id")
    return group_id if event.get("sub_type") == "group" and isinstance(group_id, int) else None
