"""A call and its answer, from both ends (OneBot 11, "WebSocket": `echo` ties the two together).

The side that asks:  `Calls.call` sends `{"action", "params", "echo"}` and waits; `Calls.answer` takes what comes back.
The side that does:  `perform` takes such a frame and makes the answer.
"""

import asyncio
import itertools
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from qq_api.codec import encode
from qq_api.errors import ActionFailed, ApiNotAvailable, Error, Unanswered
from qq_api.types import CallAction, Payload

_log = logging.getLogger(__name__)

TIMEOUT = 60.0
"""Seconds to wait for an answer where the caller does not say."""

Send = Callable[[bytes, float], Awaitable[None]]


class Calls:
    """The calls under way over one connection; an answer over another one is nobody's.

    Args:
        send: sends a frame over it, within so many seconds or not at all.
        on_call: told when somebody begins to wait.
    """

    def __init__(self, send: Send, on_call: Callable[[], None] = lambda: None) -> None:
        self._send, self._on_call = send, on_call
        # numbers that no earlier life of this connection gave out: answers to those may still come
        self._numbers = itertools.count(time.time_ns() // 1000)
        self._waiting: dict[int, asyncio.Future[Payload | None]] = {}

    def __bool__(self) -> bool:
        """Whether anybody waits for an answer."""
        return bool(self._waiting)

    async def call(self, action: str, params: dict[str, Any], timeout: float = TIMEOUT) -> Any:
        """Send a call and return the `data` of its answer.

        Args:
            action: as `send_group_msg`.
            params: its parameters.
            timeout: seconds to wait for the answer.

        Raises:
            ActionFailed: the other side could not do it.
            Unanswered: no answer within the time-out, or the connection ended first.
        """
        number = next(self._numbers)
        frame = encode({"action": action, "params": params, "echo": {"seq": number}})
        loop = asyncio.get_running_loop()
        self._waiting[number] = future = loop.create_future()
        deadline = loop.call_later(timeout, _give_up, future)
        self._on_call()
        try:
            await self._send(frame, timeout)
            answer = await future
        finally:
            deadline.cancel()
            del self._waiting[number]
        if answer is None:
            raise Unanswered(action)
        return result(answer)

    def answer(self, frame: Payload) -> bool:
        """Take an answer; False when nobody waits for it (late, doubled, or not ours)."""
        echo = frame.get("echo")
        number = echo.get("seq") if isinstance(echo, dict) else None
        future = self._waiting.get(number) if isinstance(number, int) else None
        if echo is None and frame.get("status") == "failed" and len(self._waiting) == 1:
            future = next(iter(self._waiting.values()))  # NapCat and others lose the echo of what they could not read
        if future is None or future.done():
            return False
        future.set_result(frame)
        return True

    def close(self) -> None:
        """The connection ended: whoever still waits learns so at once."""
        for future in self._waiting.values():
            _give_up(future)


def _give_up(future: "asyncio.Future[Payload | None]") -> None:
    if not future.done():
        future.set_result(None)


def result(frame: Any) -> Any:
    """The `data` of an answer.

    Raises:
        ActionFailed: its status is "failed", or it has none and its retcode is not 0.
    """
    if not isinstance(frame, dict):
        return None
    status, retcode = frame.get("status"), frame.get("retcode", 0)
    if status == "failed" or (status is None and retcode not in (0, 1)):
        raise ActionFailed({"retcode": retcode, **frame})
    return frame.get("data")


def reason(error: Exception) -> str:
    """The words of an error for people: of a failed action the first of `wording`, `msg`, `message` that says any."""
    if isinstance(error, ActionFailed):
        said = (error.result.get(key) for key in ("wording", "msg", "message"))
        return f"retcode {error.retcode} {next((text for text in said if text), '')}".rstrip()
    return str(error) or type(error).__name__


async def perform(call_action: CallAction, frame: Any) -> Payload:
    """Do what a call frame asks and return the answer frame, with the `echo` as it came."""
    if not isinstance(frame, dict) or not isinstance(frame.get("action"), str):
        return {**failed(1400, "no action"), "echo": None}
    params = frame.get("params")
    answer = await answer_of(call_action, frame["action"], params if isinstance(params, dict) else {})
    return {**answer, "echo": frame["echo"]} if "echo" in frame else answer


async def answer_of(call_action: CallAction, action: str, params: dict[str, Any]) -> Payload:
    """OneBot's answer to one call, failures included."""
    try:
        data = await call_action(action, **params)
    except ActionFailed as error:
        return error.result
    except ApiNotAvailable as error:
        return failed(1404, reason(error))
    except Error as error:
        return failed(1200, reason(error))
    except Exception as error:  # noqa: BLE001  (the boundary of one call)
        _log.warning("%s failed", action, exc_info=True)
        return failed(1400 if isinstance(error, TypeError) else 1200, reason(error))
    return {"status": "ok", "retcode": 0, "data": data, "message": "", "wording": ""}


def failed(retcode: int, wording: str) -> Payload:
    """OneBot's answer of a call that could not be done."""
    return {"status": "failed", "retcode": retcode, "data": None, "message": wording, "wording": wording}
