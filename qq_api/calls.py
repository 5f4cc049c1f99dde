"""A call and its answer, from both ends (OneBot 11, "WebSocket": `echo` ties the two together).

The side that asks:  `Calls.call` sends `{"action", "params", "echo"}` and waits; `Calls.answer` takes what comes back.
The side that does:  `perform` takes such a frame and makes the answer.
"""

import asyncio
import itertools
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

from qq_api.codec import encode
from qq_api.errors import ActionFailed, ApiNotAvailable, Error, Unanswered
from qq_api.types import CallAction, Payload

_log = logging.getLogger(__name__)

TIMEOUT = 60.0
"""Seconds to wait for an answer where the caller does not say."""

MOST_SECONDS = 86_400.0
"""Nobody waits for longer than a day; threads could not wait for ever longer ones."""

LATER = object()
"""What a call returns that could not be made past the loop, and was not sent."""

_CUT: Payload = {"status": "cut"}
"""Stands for the answer that cannot come any more; None for one that did not come in time."""

Send = Callable[[bytes, float], Awaitable[None]]
Write = Callable[[bytes], bool]


class Calls:
    """The calls under way over one connection; an answer over another one is nobody's.

    Args:
        on_call: told when somebody begins to wait.
    """

    def __init__(self, on_call: Callable[[], None] = lambda: None) -> None:
        self._on_call = on_call
        # numbers that no earlier life of this connection gave out: answers to those may still come
        self._numbers = itertools.count(time.time_ns() // 1000)
        self._waiting: dict[int, Callable[[Payload | None], None]] = {}

    def __bool__(self) -> bool:
        """Whether anybody waits for an answer."""
        return bool(self._waiting)

    async def call(self, send: Send, action: str, params: dict[str, Any], timeout: float = TIMEOUT) -> Any:
        """Send a call and return the `data` of its answer.

        Args:
            send: sends the frame, within so many seconds or not at all.
            action: as `send_group_msg`.
            params: its parameters.
            timeout: seconds to wait for the answer.

        Raises:
            ActionFailed: the other side could not do it.
            Unanswered: no answer within the time-out, or the connection ended first.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Payload | None] = loop.create_future()
        answered = partial(_settle, future)
        number, frame = self._begin(action, params, answered)
        deadline = loop.call_later(timeout, answered, None)
        self._on_call()
        try:
            await send(frame, timeout)
            return data_of(await future, action)
        finally:
            deadline.cancel()
            self._waiting.pop(number, None)

    def call_now(self, write: Write, action: str, params: dict[str, Any], timeout: float = TIMEOUT) -> Any:
        """The same from a thread that may wait, past the loop; `LATER`, and nothing is sent, when that cannot be done.

        Args:
            write: sends the frame at once, or returns False.
            action, params, timeout: as for `call`.
        """
        answers: SimpleQueue[Payload | None] = SimpleQueue()
        number, frame = self._begin(action, params, answers.put)
        try:
            if not write(frame):
                return LATER
            self._on_call()
            return data_of(answers.get(timeout=timeout), action)
        except Empty:
            raise Unanswered(action) from None
        finally:
            self._waiting.pop(number, None)

    def _begin(self, action: str, params: Payload, answered: Callable[[Payload | None], None]) -> tuple[int, bytes]:
        number = next(self._numbers)
        frame = encode({"action": action, "params": params, "echo": {"seq": number}})
        self._waiting[number] = answered
        return number, frame

    def answer(self, frame: Payload) -> bool:
        """Take an answer; False when nobody waits for it (late, doubled, or not ours)."""
        echo = frame.get("echo")
        number = echo.get("seq") if isinstance(echo, dict) else None
        if echo is None and frame.get("status") == "failed" and len(self._waiting) == 1:
            number = next(iter(self._waiting))  # NapCat and others lose the echo of what they could not read
        answered = self._waiting.pop(number, None) if isinstance(number, int) else None
        if answered is not None:
            answered(frame)
        return answered is not None

    def close(self) -> None:
        """The connection ended: whoever still waits learns so at once."""
        while self._waiting:
            self._waiting.popitem()[1](_CUT)


def _settle(future: "asyncio.Future[Payload | None]", frame: Payload | None) -> None:
    if not future.done():
        future.set_result(frame)


def take_reserved(params: dict[str, Any]) -> tuple[Any, float]:
    """Take what is meant for us and not for QQ's side out of an action's parameters: `self_id`, `timeout_seconds`.

    Raises:
        ValueError: the time-out is no number above 0.
    """
    self_id, timeout = params.pop("self_id", None), params.pop("timeout_seconds", None)
    return self_id, TIMEOUT if timeout is None else _seconds(timeout)


def _seconds(timeout: Any) -> float:
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not timeout > 0:
        raise ValueError(f"timeout_seconds: a number above 0 was expected, not {timeout!r}")
    return min(timeout, MOST_SECONDS)


def data_of(frame: Payload | None, action: str) -> Any:
    """The `data` of an answer to an action, None standing for no answer; errors as `Calls.call` has them."""
    if frame is None or frame is _CUT:
        raise Unanswered(action, cut=frame is _CUT)
    return result(frame)


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
