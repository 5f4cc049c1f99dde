"""One OneBot connection, whoever opened it: events come down it, actions go up, answers come back (OneBot 11)."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from qq_api.bot import Bot
from qq_api.calls import Calls
from qq_api.errors import ApiNotAvailable
from qq_api.texts import Texts
from qq_api.types import Payload

_log = logging.getLogger(__name__)

SILENT_BEATS = 2.5
"""Heartbeats that may be missing before a connection counts as dead."""

SendText = Callable[[str], Awaitable[None]]


class Connection:
    """A connection in one role: `universal`, `api` or `event`.

    Args:
        role: what it carries.
        send_text: sends one text frame; raises OSError or RuntimeError when the connection is closed.
        bot: gets the events.
        texts: the words for the log.
        self_id: the account, where it is known from the start; else it is learnt from the first event.
        on_account: told when the account is learnt.
    """

    def __init__(
        self,
        role: str,
        send_text: SendText,
        bot: Bot,
        texts: Texts,
        self_id: int | None = None,
        on_account: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.role, self.self_id = role, self_id
        self._send_text, self._bot, self._texts, self._on_account = send_text, bot, texts, on_account
        self._calls = Calls(on_call=bot.flow.wake)
        self._beat = 0.0
        self._heard = asyncio.get_running_loop().time()

    async def call_action(self, action: str, params: dict[str, Any]) -> Any:
        """Call an action and return its `data`; errors as `Bot.call_action` has them."""
        return await self._calls.call(self._send, action, params)

    async def _send(self, frame: Payload) -> None:
        text = json.dumps(frame)  # escapes lone surrogates, which no text frame could carry
        try:
            await self._send_text(text)
        except (OSError, RuntimeError) as error:
            raise ApiNotAvailable(f"the connection is closed ({type(error).__name__})") from None

    def take(self, source: str | bytes) -> None:
        """Take a frame: an event goes to the bot, an answer to whoever waits for it, anything else nowhere."""
        self._heard = asyncio.get_running_loop().time()
        try:
            frame = json.loads(source)
        except (ValueError, RecursionError) as error:
            _log.warning(self._texts("bad_frame", self_id=self.self_id, reason=error))
            return
        if not isinstance(frame, dict):
            return
        if "post_type" not in frame:
            self._answer(frame)
        elif self.role != "api":
            self._event(frame)

    def _answer(self, frame: Payload) -> None:
        """An answer; LLOneBot and NapCat refuse a token by one that nobody asked for, and only then close."""
        if not self._calls.answer(frame) and frame.get("retcode") in (1401, 1403) and frame.get("echo") is None:
            _log.warning(self._texts("forward.refused", self_id=self.self_id or "?", reason=frame.get("message")))

    def _event(self, payload: Payload) -> None:
        try:
            if self.self_id is None and isinstance(payload.get("self_id"), int):
                self.learn(payload["self_id"])
            if payload.get("meta_event_type") == "heartbeat":
                self._beat = float(payload.get("interval") or 0) / 1000
            self._bot.emit({"self_id": self.self_id, **payload})
        except Exception:  # noqa: BLE001  (the boundary of one event: the connection goes on)
            _log.exception("an event was lost: %.300r", payload)

    def learn(self, self_id: int) -> None:
        """The account is known now."""
        if self.self_id is None:
            self.self_id = self_id
            self._on_account(self_id)

    async def pace(self) -> None:
        """Wait before reading on, while listeners are behind; not while an answer is awaited here."""
        if self._bot.flow.stopped:
            await self._bot.flow.wait(self._is_asked)

    def _is_asked(self) -> bool:
        return bool(self._calls) or self.role == "api"

    async def silence(self) -> float:
        """Return when heartbeats came and then stayed away, with the seconds nothing was heard."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(max(self._beat, 1.0) / 2)
            if self._bot.flow.stopped:
                self._heard = loop.time()
            silent = loop.time() - self._heard
            if self._beat and silent > self._beat * SILENT_BEATS:
                return silent

    def end(self) -> None:
        """The connection is gone: whoever waits for an answer learns so at once."""
        self._calls.close()
