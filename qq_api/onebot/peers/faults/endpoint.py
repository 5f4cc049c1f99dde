"""The faults of one endpoint, and where they happen."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from qq_api.calls import failed
from qq_api.errors import ActionFailed
from qq_api.onebot.handshake import Refusal
from qq_api.onebot.peers.faults.shapes import SHAPES, shaped, unshaped
from qq_api.types import CallAction, Emit, Payload

HUGE = 17 * 1024 * 1024
"""Characters of a huge event: more than uvicorn, unless told otherwise, takes in one frame (16 MiB)."""


class Connection(Protocol):
    """Something open that can be hurt."""

    def abort(self) -> None:
        """End at once, without a word."""

    def close(self, code: int) -> None:
        """Say goodbye with a code of RFC 6455 and end."""

    def garble(self, text: str) -> None:
        """Send something that is no JSON."""


@dataclass
class Faults:
    """The faults of one endpoint; each may be set and unset at any time, and holds from the next event or call on.

    Attributes:
        silent: nothing is sent any more, though connections stay open and what comes is done.
        delay: seconds by which all that is sent comes late.
        refuse: every handshake and request is refused with this HTTP status; 0 for none.
        slow_accept: seconds that a WebSocket's handshake is left waiting.
        no_pong: pings are not answered.
        no_self_id: we come without the header `X-Self-ID`.
        no_client_role: we come without the header `X-Client-Role`.
        wrong_token: we bring along or sign with a wrong secret; where we listen, every token is refused.
        double_answers: every answer over a WebSocket is sent twice.
        late_answers: seconds by which answers come late; what was asked for is done at once.
        lose_echo: answers come without their `echo`.
        null_answers: answers come without their `data`.
        fail_delivered: messages are delivered, and answered as failed (retcode 1200).
        rate_limit: messages a minute; further ones fail (1200) and are not delivered. 0 for any number.
        double_events: every event is sent twice.
        no_heartbeat: heartbeats stop, though the connection stays.
        offline: heartbeats and `get_status` say that QQ is offline.
        string_ids: all numbers of people, groups and messages are strings.
        string_format: messages come as CQ codes in one string.
        empty_text: an empty text segment ends every message.
        null_data: a segment whose `data` is null ends every message.
        negative_ids: the numbers of messages are negative; the bot may use them so.
    """

    silent: bool = False
    delay: float = 0
    refuse: float = 0
    slow_accept: float = 0
    no_pong: bool = False
    no_self_id: bool = False
    no_client_role: bool = False
    wrong_token: bool = False
    double_answers: bool = False
    late_answers: float = 0
    lose_echo: bool = False
    null_answers: bool = False
    fail_delivered: bool = False
    rate_limit: float = 0
    double_events: bool = False
    no_heartbeat: bool = False
    offline: bool = False
    string_ids: bool = False
    string_format: bool = False
    empty_text: bool = False
    null_data: bool = False
    negative_ids: bool = False
    _open: list[Connection] = field(default_factory=list, repr=False)
    _again: list[Callable[[], None]] = field(default_factory=list, repr=False)
    _hearers: list[tuple[int, Emit]] = field(default_factory=list, repr=False)
    _sent: deque[float] = field(default_factory=deque, repr=False)

    # -- what happens once

    def drop(self) -> None:
        """Cut off every connection (WebSockets, `/_events`) without a closing handshake: code 1006."""
        for connection in list(self._open):
            connection.abort()

    def close(self, code: int) -> None:
        """Close every connection with a code: 1009 (too large), 1011 (an error of ours)."""
        for connection in list(self._open):
            connection.close(code)

    def close_1009(self) -> None:
        """Close every connection: a frame was too large."""
        self.close(1009)

    def close_1011(self) -> None:
        """Close every connection: something failed on our side."""
        self.close(1011)

    def garbage(self, text: str = '{"post_type": ') -> None:
        """Send a frame that is no JSON over every connection."""
        for connection in list(self._open):
            connection.garble(text)

    def second_connection(self) -> None:
        """Connect once more, while the connection that is there stays open for another second."""
        for connect_again in list(self._again):
            connect_again()

    def huge_event(self, characters: int = HUGE) -> None:
        """Somebody (10000) sends a private message of 17 MiB."""
        self._emit(_huge(characters))

    def bot_offline(self) -> None:
        """Say that QQ threw the account out, as NapCat does."""
        self._emit(lambda self_id: _BOT_OFFLINE | {"user_id": self_id})

    def _emit(self, event: Callable[[int], Payload]) -> None:
        for self_id, emit in self._hearers:
            emit({"time": int(time.time()), "self_id": self_id} | event(self_id))

    # -- what holds for a while

    def let_in(self) -> None:
        """Whether anybody may come in.

        Raises:
            Refusal: nobody may.
        """
        if self.refuse:
            raise Refusal(int(self.refuse), "refused on purpose")

    def secret(self, right: str) -> str:
        """The token or secret to use: the right one, or another."""
        return f"not-{right}" if self.wrong_token else right

    def event(self, payload: Payload) -> Payload:
        """An event as it goes out."""
        shape = self._shape()
        return shaped(payload, shape) if shape else payload

    def answer(self, answer: Payload) -> Payload:
        """An answer as it goes out."""
        if shape := self._shape():
            answer = answer | {"data": shaped(answer.get("data"), shape)}
        if self.null_answers:
            answer = answer | {"data": None}
        return {key: value for key, value in answer.items() if key != "echo" or not self.lose_echo}

    def _shape(self) -> list[str]:
        return [name for name in SHAPES if getattr(self, name)]

    def calls(self, call_action: CallAction) -> CallAction:
        """What takes the calls of a bot here."""

        async def call(action: str, /, **params: Any) -> Any:
            is_message = action.startswith("send_") and "msg" in action
            if is_message and not self._may_send():
                raise ActionFailed(failed(1200, "too many messages in a minute; this one was not sent"))
            data = await call_action(action, **(unshaped(params) if self.negative_ids else params))
            if is_message and self.fail_delivered:
                raise ActionFailed(failed(1200, "QQ did not say in time that the message was sent"))
            if action == "get_status" and self.offline and isinstance(data, dict):
                return data | {"online": False, "good": False}
            return data

        return call

    def _may_send(self) -> bool:
        """Whether one more message fits into this minute."""
        now = time.monotonic()
        while self._sent and (now - self._sent[0] >= 60 or not self.rate_limit):
            self._sent.popleft()
        if self.rate_limit and len(self._sent) >= self.rate_limit:
            return False
        self._sent.append(now)
        return True

    # -- what endpoints tell

    def heard_by(self, self_id: int, emit: Emit) -> None:
        """Who takes the events that only a fault makes."""
        self._hearers.append((self_id, emit))

    @contextmanager
    def of(self, connection: Connection) -> Iterator[None]:
        """A connection is open while the block runs."""
        self._open.append(connection)
        try:
            yield
        finally:
            self._open.remove(connection)

    @contextmanager
    def connecting(self, connect_again: Callable[[], None]) -> Iterator[None]:
        """While the block runs, one more connection can be had."""
        self._again.append(connect_again)
        try:
            yield
        finally:
            self._again.remove(connect_again)


_BOT_OFFLINE = {
    "post_type": "notice",
    "notice_type": "bot_offline",
    "tag": "Kicked offline",
    "message": "The account was signed in elsewhere",
}


def _huge(characters: int) -> Callable[[int], Payload]:
    text = "x" * characters
    said = {"message": [{"type": "text", "data": {"text": text}}], "raw_message": text, "message_format": "array"}
    head = {"post_type": "message", "message_type": "private", "sub_type": "friend", "message_id": 2**31 - 1, "font": 0}
    return lambda _: {**head, **said, "user_id": 10000, "sender": {"user_id": 10000, "nickname": ""}}
