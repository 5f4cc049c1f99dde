"""One message and its calls: as it is, or long and so in parts, as a card, or as a picture."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from qq_api import ActionFailed, ApiNotAvailable, Bot, Error, Segment, Texts, image, node
from qq_chat.config.outbox import LongText
from qq_chat.people.accounts import Accounts
from qq_chat.relay.outbox import picture
from qq_chat.relay.outbox.compose import is_long, only_text, parts
from qq_chat.relay.outbox.outcome import NO_SUCH_ACTION, Result, failed, said

GRACE = 5.0
"""Seconds beyond the time-out after which not even the connection is waited for."""

HISTORY, HISTORY_SECONDS = "get_group_msg_history", 5.0

Payload: TypeAlias = dict[str, Any]
"""A message, as the implementation has it."""

NOBODY = 10000
"""Whose picture a card shows when we do not know our own account: QQ's own."""


@dataclass(frozen=True)
class Call:
    """One action that says a part of a message; `instead` are those to do where there is no such action."""

    action: str
    messages: list[Segment]
    instead: tuple["Call", ...] = ()


class Sender:
    """Says messages in groups.

    Args:
        bot: is asked to.
        accounts: knows by which account a group is reached.
        settings: what becomes of long texts.
        texts, log: the words, and where they go.
        answer_seconds: how long an answer may take.
    """

    def __init__(
        self, bot: Bot, accounts: Accounts, settings: LongText, texts: Texts, log: logging.Logger, answer_seconds: float
    ) -> None:
        self._bot, self._accounts, self._settings = bot, accounts, settings
        self._texts, self._log, self._answer_seconds = texts, log, answer_seconds
        self._font = self._find_font() if settings.style == "picture" else None

    def _find_font(self) -> Path | None:
        font = picture.find_font(self._settings.font) if picture.is_installed() else None
        if font is None:
            key = "outbox.no_font" if picture.is_installed() else "outbox.no_pillow"
            self._log.warning(self._texts(key))
        return font

    async def calls(self, group_id: int, message: Sequence[Segment]) -> list[Call]:
        """What to do to say a message, in this order."""
        whole = [Call("send_group_msg", list(message))]
        if not is_long(message, self._settings.over):
            return whole
        words = only_text(message)
        if words is not None and self._font is not None:
            return await self._as_picture(words, self._font) or self._in_parts(message)
        if self._settings.style == "forward":
            return [self._as_card(group_id, message)]
        return self._in_parts(message)

    def _in_parts(self, message: Sequence[Segment]) -> list[Call]:
        return [Call("send_group_msg", part) for part in parts(message, self._settings.over)]

    def _as_card(self, group_id: int, message: Sequence[Segment]) -> Call:
        account = self._accounts.of(group_id) or next(iter(self._bot.accounts()), NOBODY)
        name = self._texts("outbox.card")
        split = self._in_parts(message)
        return Call("send_group_forward_msg", [node(account, name, call.messages) for call in split], tuple(split))

    async def _as_picture(self, words: str, font: Path) -> list[Call]:
        try:
            drawn = await asyncio.to_thread(picture.draw, words, font)
        except picture.NoPicture as error:
            self._log.warning(self._texts("outbox.no_picture", reason=error))
            return []
        return [Call("send_group_msg", [image(drawn)])]

    async def send(self, group_id: int, call: Call) -> tuple[Result, Iterable[Call]]:
        """Do one call; returns how it ended, and those to do in its place where there is no such action."""
        if self._bot.closed:
            return Result("away", "qq_api is gone"), ()
        try:
            return await self._done(group_id, call), ()
        except (Error, asyncio.TimeoutError) as error:
            if getattr(error, "retcode", None) in NO_SUCH_ACTION and call.instead:
                self._log.warning(self._texts("outbox.no_cards"))
                return Result("refused"), call.instead
            result = failed(error)
        if result.end == "away":
            self._accounts.forget(group_id)
        return result, ()

    async def history(self, group_id: int, count: int) -> list[Payload]:
        """What was said in a group lately; `ours` says of each message whether an account of ours said it.

        Raises:
            ApiNotAvailable: nobody is there now.
            Error, asyncio.TimeoutError: it is not to be had.
        """
        account = self._accounts.of(group_id)
        params: dict[str, Any] = {"group_id": group_id, "count": count, "timeout_seconds": HISTORY_SECONDS}
        asking = self._bot.call_action(HISTORY, **params, **({} if account is None else {"self_id": account}))
        try:
            answer = await asyncio.wait_for(asking, HISTORY_SECONDS + GRACE)
        except ApiNotAvailable:
            self._accounts.forget(group_id)
            raise
        found = answer.get("messages") if isinstance(answer, dict) else None
        if not isinstance(found, list):
            raise ActionFailed({"retcode": 1404, "wording": HISTORY})
        return [{**one, "ours": self._is_ours(one)} for one in found if isinstance(one, dict)]

    def _is_ours(self, message: Payload) -> bool:
        who = str(message.get("user_id"))
        return who == str(message.get("self_id")) or (who.isdecimal() and self._accounts.are_ours(int(who)))

    async def _done(self, group_id: int, call: Call) -> Result:
        account = self._accounts.of(group_id)
        params: dict[str, Any] = {"group_id": group_id, "timeout_seconds": self._answer_seconds}
        params["messages" if call.action == "send_group_forward_msg" else "message"] = call.messages
        if account is not None:
            params["self_id"] = account
        doing = self._bot.call_action(call.action, **params)
        data = await asyncio.wait_for(doing, self._answer_seconds + GRACE)
        # a bot that was closed meanwhile answers None
        return Result("unknown", "qq_api is gone") if data is None and self._bot.closed else said(data)
