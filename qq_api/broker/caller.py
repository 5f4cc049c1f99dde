"""What a server asks of QQ, by way of a broker: calls that are answered, lines that may wait, news for other servers.

call    core request to `layout.calls`; whoever executes for the account answers, or the broker says at once that
        nobody does
waits   `send_*_rate_limited`, `send_*_async` (OneBot 11: answered at once) go into a stream
tells   `tell_servers` goes into the stream that every server reads
"""

import asyncio
import re
import time
import uuid
from collections.abc import Mapping
from typing import Any

import nats.errors
from nats.aio.client import Client
from nats.js.errors import APIError, NoStreamResponseError

from qq_api.broker.layout import Layout, token
from qq_api.calls import failed, result
from qq_api.codec import decode, encode
from qq_api.errors import ActionFailed, ApiNotAvailable, Unanswered
from qq_api.news import ACTION, news_of
from qq_api.texts import Texts
from qq_api.types import Payload

WAITS = re.compile(r"send_\w+_(rate_limited|async)")
WAITS_SECONDS = 300.0
"""How long a line may wait for its turn."""
STORE_SECONDS = 3.0
DOUBT_SECONDS = 30.0
"""How long it is tried to learn what became of a call when the broker, or who had the account, went meanwhile."""
PATIENCE = 5.0
"""Seconds until a call without an answer is asked for again, the first time; each time twice as long."""
AGAIN_SECONDS = (0.1, 0.3, 1.0, 2.0)
"""Pauses before the same call is made again, where a bridge said that it may be."""


class _Asking:
    """How often one call was asked for, and what is known of it.

    Attributes:
        deadline: when to give up, in `time.monotonic()` seconds.
        in_doubt: whether somebody may have carried it out without a word: only an answer tells.
    """

    def __init__(self, action: str, timeout: float) -> None:
        self._action, self.deadline = action, time.monotonic() + timeout
        self.in_doubt, self._doubt_ends = False, 0.0
        self._seconds, self._pauses = PATIENCE, [*AGAIN_SECONDS]

    def patience(self) -> float:
        """Seconds to wait for an answer now: who should give it may be dead, or only slow."""
        seconds, self._seconds = self._seconds, self._seconds * 2
        return max(0.1, min(seconds, self.deadline - time.monotonic()))

    def nobody(self, error: ApiNotAvailable) -> None:
        """Nobody has the account; of a call in doubt the next one who has it knows. Raises the error otherwise."""
        if not self.in_doubt:
            raise error
        self._hurry()

    def unanswered(self, *, is_connected: bool) -> None:
        """It may have been carried out."""
        self.in_doubt = True
        if not is_connected:
            self._hurry()

    def _hurry(self) -> None:
        self._doubt_ends = self._doubt_ends or time.monotonic() + DOUBT_SECONDS
        self.deadline = min(self.deadline, self._doubt_ends)

    def again(self, words: str) -> None:
        """Whoever has the account did not do it."""
        if not self._pauses and not self.in_doubt:
            raise ApiNotAvailable(words)

    def pause(self) -> float:
        """Seconds until it is asked for again; raises `Unanswered` when the time is over."""
        if time.monotonic() > self.deadline:
            raise Unanswered(self._action)
        return self._pauses.pop(0) if self._pauses else AGAIN_SECONDS[-1]


class Caller:
    """Calls over one connection.

    Args:
        client: the connection.
        layout: the names there.
        server: ours.
        where: the broker, as it is shown to people.
        texts: the words for errors.
    """

    def __init__(self, client: Client, layout: Layout, server: str, where: str, texts: Texts) -> None:
        self._client, self._broker = client, client.jetstream(timeout=2.0)
        self._layout, self._server, self._where, self._texts = layout, server, where, texts
        self._loss: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._back = asyncio.Event()
        self._boot, self._told = uuid.uuid4().hex, 0

    def lost(self) -> None:
        """The connection was lost: no answer that was on its way will come."""
        loss, self._loss = self._loss, asyncio.get_running_loop().create_future()
        loss.set_result(None)

    def anew(self) -> None:
        """The connection came back."""
        self.lost()
        self._back.set()

    # -- calls

    async def call(self, self_id: int, action: str, params: dict[str, Any], timeout: float) -> Any:
        """Call an action of an account and return the `data` of its answer.

        Args:
            self_id: the account.
            action: as `send_group_msg`.
            params: its parameters.
            timeout: seconds to wait for the answer.

        Raises:
            ActionFailed: QQ's side could not do it, or it is too large for the broker.
            ApiNotAvailable: nobody executes for the account now; it was not sent.
            Unanswered: no answer; it may have been carried out.
        """
        if WAITS.fullmatch(action):
            return await self._wait(self_id, action, params, timeout)
        return await self._ask(self_id, action, params, timeout)

    async def _ask(self, self_id: int, action: str, params: dict[str, Any], timeout: float) -> Any:
        """One call, asked for again by the same id until it is known what became of it: who has it does it once."""
        _, frame = _frame(action, params, timeout)
        subject, asking = self._layout.calls(self._server, self_id), _Asking(action, timeout)
        while True:
            try:
                answer = _read(action, await self._request(action, subject, frame, asking.patience()))
            except ApiNotAvailable as error:
                asking.nobody(error)
            except Unanswered:
                asking.unanswered(is_connected=self._client.is_connected)
                await self._connected(action, asking.deadline)
            else:
                if answer.get("again") is not True:
                    return _data(action, answer)
                asking.again(str(answer.get("wording") or self._texts("broker.nobody")))
            await asyncio.sleep(asking.pause())

    async def _request(self, action: str, subject: str, frame: bytes, timeout: float) -> bytes:
        self._must_be_connected()
        asking = asyncio.ensure_future(self._client.request(subject, frame, timeout=timeout))
        either: set[asyncio.Future[Any]] = {asking, self._loss}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise Unanswered(action)
            return asking.result().data
        except nats.errors.NoRespondersError:
            raise ApiNotAvailable(self._texts("broker.nobody")) from None
        except nats.errors.MaxPayloadError:
            raise self._too_big() from None
        except (nats.errors.ConnectionClosedError, nats.errors.OutboundBufferLimitError):
            raise self._away() from None
        except (nats.errors.Error, asyncio.TimeoutError):
            raise Unanswered(action) from None
        finally:
            asking.cancel()

    async def _connected(self, action: str, deadline: float) -> None:
        """Wait for the connection to come back."""
        if self._client.is_connected:
            return
        self._back.clear()
        try:
            await asyncio.wait_for(self._back.wait(), deadline - time.monotonic())
        except asyncio.TimeoutError:
            raise Unanswered(action) from None

    # -- what goes into a stream

    async def _wait(self, self_id: int, action: str, params: dict[str, Any], timeout: float) -> None:
        place = params.get("group_id") or f"user_{params.get('user_id')}"
        subject = self._layout.waits(self._server, self_id, place)
        req_id, frame = _frame(action, params, timeout)
        await self._store(action, subject, frame, {"Nats-Msg-Id": req_id}, timeout, WAITS_SECONDS)

    async def tell(self, timeout: float, params: Mapping[str, Any]) -> None:
        """Tell the other servers what happened in our game, as behind the bridge of one machine (docs/bridge.md).

        Args:
            timeout: seconds until it must be stored.
            params: what `qq_api.news` reads.

        Raises:
            ActionFailed: something is missing or wrong.
            ApiNotAvailable: the broker is away, or no bridge made its stream; it was not stored.
            Unanswered: it may have been stored.
        """
        news = news_of(params)
        self._told += 1
        headers = {"Nats-Msg-Id": f"{token(self._server)}:{self._boot}:{self._told}"}
        data = encode(news.notice(self._server, news.group_ids, self._told))
        await self._store(ACTION, self._layout.told(self._server, news.kind), data, headers, timeout, None)

    async def _store(
        self, action: str, subject: str, data: bytes, headers: dict[str, str], timeout: float, ttl: float | None
    ) -> None:
        """Publish until the broker has it; it takes the same message id once."""
        self._must_be_connected()
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                await self._broker.publish(subject, data, headers=headers, msg_ttl=ttl, timeout=STORE_SECONDS)
            except NoStreamResponseError:
                raise ApiNotAvailable(self._texts("broker.nobody")) from None
            except nats.errors.MaxPayloadError:
                raise self._too_big() from None
            except APIError as error:  # it is full, say
                raise ActionFailed(failed(1200, error.description or str(error))) from None
            except (nats.errors.Error, asyncio.TimeoutError):
                await self._connected(action, deadline)
            else:
                return
        raise Unanswered(action)

    # -- errors

    def _must_be_connected(self) -> None:
        """Else it would be sent some time later, when nobody waits any more."""
        if not self._client.is_connected:
            raise self._away()

    def _away(self) -> ApiNotAvailable:
        return ApiNotAvailable(self._texts("broker.away", where=self._where))

    def _too_big(self) -> ActionFailed:
        most = self._client.max_payload // 2**20
        return ActionFailed(failed(1400, self._texts("broker.too_big", most=most)))


def _frame(action: str, params: dict[str, Any], timeout: float) -> tuple[str, bytes]:
    """A new id of a request, and the call as it goes out."""
    req_id = uuid.uuid4().hex
    return req_id, encode({"action": action, "params": params, "req_id": req_id, "timeout": timeout})


def _read(action: str, answer: bytes) -> Payload:
    """An answer as it came; one that cannot be read leaves the call in doubt."""
    try:
        frame = decode(answer)
    except (ValueError, RecursionError):
        frame = None
    if not isinstance(frame, dict):
        raise Unanswered(action)
    return frame


def _data(action: str, frame: Payload) -> Any:
    """The `data` of `{"status": "ok", "retcode": 0, "data": …}`; "unknown": it was executed, perhaps."""
    if frame.get("status") == "unknown":
        raise Unanswered(action, cut=frame.get("cut") is True)
    return result(frame)
