"""One OneBot connection, whoever opened it: events come down it, actions go up, answers come back (OneBot 11)."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from websockets.frames import CloseCode

from qq_api.bot import Bot
from qq_api.calls import TIMEOUT, Calls
from qq_api.codec import decode
from qq_api.errors import ApiNotAvailable
from qq_api.events import as_id
from qq_api.texts import Texts
from qq_api.types import Payload
from qq_api.websocket import MAX_BYTES, WebSocket

_log = logging.getLogger(__name__)

SILENT_BEATS = 2.5
"""Heartbeats that may be missing before a connection counts as dead."""


class Connection:
    """A connection in one role: `universal`, `api` or `event`.

    Attributes:
        beat: seconds between its heartbeats; 0 without any.
        refused: the retcode by which the other side refused our token; 0 when it did not.

    Args:
        role: what it carries.
        websocket: how; `begin` starts to listen to it.
        bot: gets the events.
        texts: the words for the log.
        self_id: the account, where it is known from the start; else it is learnt from the first event.
        on_account: told when the account is learnt.
    """

    def __init__(
        self,
        role: str,
        websocket: WebSocket,
        bot: Bot,
        texts: Texts,
        self_id: int | None = None,
        on_account: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.role, self.self_id, self.websocket = role, self_id, websocket
        self._bot, self._texts, self._on_account = bot, texts, on_account
        self._calls = Calls(self._called)
        self.beat = 0.0
        self.refused = 0
        self._loop = asyncio.get_running_loop()

    def begin(self) -> None:
        """Take what comes from now on."""
        self._bot.flow.gates.add(self._gate)
        self._gate()
        self.websocket.listen(self.take, self._after)

    async def call_action(self, action: str, params: dict[str, Any], timeout: float = TIMEOUT) -> Any:
        """Call an action and return its `data`; errors as `Bot.call_action` has them."""
        return await self._calls.call(self._send, action, params, timeout)

    def call_now(self, action: str, params: dict[str, Any], timeout: float = TIMEOUT) -> Any:
        """The same from a thread that may wait, past the loop; `LATER` when that cannot be done."""
        return self._calls.call_now(self.websocket.write_now, action, params, timeout)

    def _called(self) -> None:
        """Somebody waits for an answer, which may lie behind events that nobody reads now."""
        if self._bot.flow.stopped:
            self._loop.call_soon_threadsafe(self._gate)

    async def _send(self, frame: bytes, timeout: float) -> None:
        try:
            await self.websocket.send(frame, timeout)
        except asyncio.TimeoutError:
            raise ApiNotAvailable("the other side takes nothing") from None
        except OSError as error:
            raise ApiNotAvailable(f"the connection is closed ({type(error).__name__})") from None

    def take(self, source: bytes) -> None:
        """Take a frame: an event goes to the bot, an answer to whoever waits for it, anything else nowhere."""
        try:
            frame = decode(source)
        except (ValueError, RecursionError) as error:
            _log.warning(self._texts("bad_frame", self_id=self.self_id, reason=error))
            return
        if not isinstance(frame, dict):
            return
        if "post_type" not in frame:
            self._answer(frame)
        elif self.role != "api":
            self._event(frame, source)

    def _after(self) -> None:
        """After each read: are the listeners behind?"""
        self._bot.stats.note()
        self._bot.flow.check()

    def _gate(self) -> None:
        is_urgent = bool(self._calls) or self.role == "api"
        self.websocket.hold(not self._bot.flow.may_read(is_urgent=is_urgent))

    def _answer(self, frame: Payload) -> None:
        """An answer; LLOneBot and NapCat refuse a token by one that nobody asked for, and may or may not close."""
        if frame.get("retcode") in (1401, 1403) and frame.get("echo") is None:
            self.refused = frame["retcode"]
            _log.warning(self._texts("forward.refused", self_id=self.self_id or "?", reason=frame.get("message")))
            self.websocket.close(1008, "the token was refused")
        else:
            self._calls.answer(frame)

    def _event(self, payload: Payload, source: bytes) -> None:
        try:
            if self.self_id is None and isinstance(self_id := as_id(payload.get("self_id")), int):
                self.learn(self_id)
            if payload.get("meta_event_type") == "heartbeat":
                interval = payload.get("interval")
                self.beat = interval / 1000 if isinstance(interval, int | float) and interval > 0 else 0.0
            if "self_id" in payload:
                self._bot.emit(payload, source)
            else:
                self._bot.emit(payload | {"self_id": self.self_id})
        except Exception:  # noqa: BLE001  (the boundary of one event: the connection goes on)
            _log.exception("an event was lost: %.300r", payload)

    def learn(self, self_id: int) -> None:
        """The account is known now."""
        if self.self_id is None:
            self.self_id = self_id
            self._on_account(self_id)

    async def silence(self) -> float:
        """Return when heartbeats came and then stayed away, with the seconds nothing was heard.

        A look that comes late proves nothing: we stood still ourselves, and nobody read what the peer said.
        """
        loop = asyncio.get_running_loop()
        while True:
            pause = max(self.beat, 1.0) / 2
            due = loop.time() + pause
            await asyncio.sleep(pause)
            is_late = loop.time() - due > pause / 4
            silent = loop.time() - self.websocket.heard
            if self.beat and silent > self.beat * SILENT_BEATS and not (is_late or self._bot.flow.stopped):
                return silent

    async def over(self) -> str:
        """Wait for its end; returns why it ended."""
        code, reason = await asyncio.shield(self.websocket.ended)
        if code == CloseCode.MESSAGE_TOO_BIG:
            _log.warning(self._texts("frame_too_large", self_id=self.self_id, most=MAX_BYTES >> 20))
        return f"{code} {reason}".strip()

    def end(self) -> None:
        """The connection is gone: whoever waits for an answer learns so at once."""
        self._bot.flow.gates.discard(self._gate)
        self._calls.close()
