"""Actions that servers call by way of the broker: each is executed at most once, by the bridge that has the account."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Annotated, Any, Protocol

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from pydantic import BaseModel, ConfigDict, Field

from qq_api.bot import Bot
from qq_api.broker.keys import Keys
from qq_api.broker.layout import Layout, untoken
from qq_api.broker.lease import Lease
from qq_api.broker.streams import TROUBLE
from qq_api.calls import MOST_SECONDS, TIMEOUT, answer_of, failed
from qq_api.codec import decode, encode
from qq_api.errors import ActionFailed, ApiNotAvailable, NetworkError, Unanswered
from qq_api.loop import ended
from qq_api.texts import Texts
from qq_api.types import Payload

AT_ONCE = 64
"""Calls that are executed at once."""

MOST_WAIT = 1000
"""Calls that may wait for that; more are refused."""

STOP_SECONDS = 5.0
"""How long calls that run have, when the bridge stops."""

FLUSH_SECONDS = 3

STARTED = b"S"
"""What a call's key holds before its result is there."""

FORBIDDEN, NOT_SENT = 1403, 1404
"""Retcodes: the server may not; nobody was there to do it."""

_ASKS = ("get_", "can_", "_get_", "fetch_")
"""Actions that change nothing: they may be done twice."""

_MOST_KEPT = 256 << 10
"""Bytes of a result that is kept whole."""


class Allowed(Protocol):
    """The rights of one server."""

    def check(self, action: str, params: Mapping[str, Any]) -> None:
        """Raises `ActionFailed` where it may not."""

    def shown(self, data: Any) -> Any:
        """Of an answer what it may see; raises `ActionFailed`."""


RightsOf = Callable[[str], Allowed | None]


class CallFor(Protocol):
    """Calls an action for a server."""

    async def __call__(self, server: str, action: str, /, **params: Any) -> Any:
        """Returns its `data`; raises what `qq_api.errors` lists."""


class Call(BaseModel):
    """`{"action": "send_group_msg", "params": {…}, "req_id": "…", "timeout": 60.0}`, and who made it."""

    model_config = ConfigDict(strict=True)

    server: str
    action: str
    req_id: Annotated[str, Field(min_length=1, max_length=100)]
    params: dict[str, Any] = {}
    timeout: Annotated[float, Field(gt=0, le=MOST_SECONDS)] = TIMEOUT

    @staticmethod
    def read(server: str, data: bytes) -> "Call | None":
        """A call as it came; None when it is none."""
        try:
            said = decode(data)
            return Call.model_validate({**said, "server": server} if isinstance(said, dict) else said)
        except (ValueError, RecursionError):
            return None


def again(wording: str) -> Payload:
    """The answer of a call that was not executed; the same call may be made again."""
    return {**failed(NOT_SENT, wording), "again": True}


def unknown(wording: str, *, cut: bool = False) -> Payload:
    """The answer of a call that may have been executed; `cut`: nobody works at it any more (`Unanswered.cut`)."""
    return {**failed(1200, wording), "status": "unknown", "cut": cut}


class Executor:
    """Executes calls for all accounts of a bridge, with the rights of whoever calls.

    Args:
        client: the connection to the broker.
        bot: of the side of QQ.
        layout: the names at the broker.
        rights: of a server, by its name; None where it has none.
        texts: the words for answers.
        call_for: calls actions for servers.

    Attributes:
        executed: calls that were handed to QQ's side.
    """

    def __init__(
        self, client: Client, bot: Bot, layout: Layout, rights: RightsOf, texts: Texts, call_for: CallFor
    ) -> None:
        self._client, self._bot, self._layout, self._rights, self._texts = client, bot, layout, rights, texts
        self._call_for = call_for
        self._done = Keys(client.jetstream(), layout.done)
        self._running: dict[str, asyncio.Future[Payload]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(AT_ONCE)
        self.executed = 0

    # -- calls that are answered

    async def listen(self, self_id: Any, lease: Lease) -> Subscription:
        """Take the calls of an account, until that is unsubscribed; the broker knows it when this returns."""

        async def heard(message: Msg) -> None:
            task = asyncio.create_task(self._answer(message, self_id, lease))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        taking = await self._client.subscribe(self._layout.calls_for(self_id), cb=heard)
        with suppress(nats.errors.Error, asyncio.TimeoutError):  # gone again: it is told anew when it is back
            await self._client.flush(FLUSH_SECONDS)
        return taking

    async def _answer(self, message: Msg, self_id: Any, lease: Lease) -> None:
        answer = await self._answered(message, self_id, lease)
        with suppress(nats.errors.Error):
            try:
                await message.respond(encode(answer))
            except nats.errors.MaxPayloadError:
                await message.respond(encode(failed(1200, self._texts("fleet.answer_too_large"))))

    async def _answered(self, message: Msg, self_id: Any, lease: Lease) -> Payload:
        server = untoken(message.subject.split(".")[-2])
        call = Call.read(server, message.data)
        if call is None:
            return failed(1400, self._texts("fleet.no_call"))
        if len(self._tasks) > MOST_WAIT:
            return again(self._texts("fleet.busy"))
        deadline = time.monotonic() + call.timeout
        async with self._free:
            if time.monotonic() > deadline:  # nobody waits for it any more
                return again(self._texts("fleet.busy"))
            return await self.execute(call, self_id, lease)

    async def stop(self) -> None:
        """Let those end that run, for a moment."""
        if self._tasks:
            _, late = await asyncio.wait({*self._tasks}, timeout=STOP_SECONDS)
            await ended(late)

    # -- one call

    async def execute(self, call: Call, self_id: Any, lease: Lease) -> Payload:
        """Execute a call, if that server may make it, the account is ours, and nobody has begun it before.

        Returns:
            OneBot's answer. Its status may be `unknown`, too: it may have been carried out, and must not be repeated.
            With `"again": True` it was not: the same call may be made again.
        """
        rights = self._rights(call.server)
        if rights is None:
            return failed(FORBIDDEN, self._texts("fleet.unknown_server", server=call.server))
        call = call.model_copy(update={"params": {**call.params, "self_id": self_id}})
        try:
            rights.check(call.action, call.params)
        except ActionFailed as error:
            return dict(error.result)
        if not lease.held:
            return again(self._texts("fleet.not_ours", self_id=self_id))
        if call.action.startswith(_ASKS):
            return await self._do(call, rights)
        return await self._once(call, rights, lease)

    async def _once(self, call: Call, rights: Allowed, lease: Lease) -> Payload:
        if call.req_id not in self._running:
            task = asyncio.ensure_future(self._claimed(call, rights, lease))
            self._running[call.req_id] = task
            task.add_done_callback(lambda _: self._running.pop(call.req_id, None))
        return await asyncio.shield(self._running[call.req_id])

    async def _claimed(self, call: Call, rights: Allowed, lease: Lease) -> Payload:
        try:
            if await self._done.claim(call.req_id, STARTED) is None:
                return await self._earlier(call)
        except TROUBLE:
            return again(self._texts("fleet.no_broker"))
        if not lease.held:  # it went meanwhile: this process may have been asleep
            return await self._not_begun(call, again(self._texts("fleet.not_ours", self_id=call.params["self_id"])))
        answer = await self._do(call, rights)
        if answer.get("again"):
            return await self._not_begun(call, answer)
        await self._keep(call, answer)
        return answer

    async def _earlier(self, call: Call) -> Payload:
        """What became of a call that somebody has begun before."""
        value = await self._done.get(call.req_id)
        if value is None or value.data == STARTED:
            return unknown(self._texts("fleet.begun"), cut=True)  # whoever has the account now is not who began it
        answer = decode(value.data)
        return answer if isinstance(answer, dict) else unknown(self._texts("fleet.begun"))

    async def _not_begun(self, call: Call, answer: Payload) -> Payload:
        """Others may execute it."""
        with suppress(*TROUBLE):
            await self._done.delete(call.req_id)
        return answer

    async def _keep(self, call: Call, answer: Payload) -> None:
        data = encode(answer)
        with suppress(*TROUBLE):
            await self._done.put(call.req_id, data if len(data) < _MOST_KEPT else encode({**answer, "data": None}))

    async def _do(self, call: Call, rights: Allowed) -> Payload:
        ends: list[Exception] = []

        async def call_action(action: str, /, **params: Any) -> Any:
            try:
                return rights.shown(await self._asked(call.server, action, params))
            except (ApiNotAvailable, NetworkError) as error:
                ends.append(error)
                raise

        answer = await answer_of(call_action, call.action, {**call.params, "timeout_seconds": call.timeout})
        if ends:
            was_sent, was_cut = isinstance(ends[0], NetworkError), isinstance(ends[0], Unanswered) and ends[0].cut
            return unknown(answer["wording"], cut=was_cut) if was_sent else again(answer["wording"])
        return answer

    async def _asked(self, server: str, action: str, params: dict[str, Any]) -> Any:
        if self._bot.closed:
            raise ApiNotAvailable(self._texts("bridge.closing"))
        self.executed += 1
        return await self._call_for(server, action, **params)
