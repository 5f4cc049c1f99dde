"""Bot: a true `aiocqhttp.CQHttp`, and the hub that every event and every action passes."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import CancelledError
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from aiocqhttp import CQHttp, Event
from aiocqhttp.api import AsyncApi, SyncApi
from quart import abort

from qq_api import events
from qq_api.calls import LATER, reason, take_reserved
from qq_api.errors import ApiNotAvailable, Error, WrongThread
from qq_api.flow import Flow
from qq_api.loop import handed
from qq_api.seen import Seen
from qq_api.stats import Stats
from qq_api.types import CallsNow, KnowsOpenids, Payload, Transport

if TYPE_CHECKING:
    from qq_api.bot_actions import AsyncActions, SyncActions
else:  # aiocqhttp's `__getattr__` calls any action, listed or not
    AsyncActions, SyncActions = AsyncApi, SyncApi

handled_account: ContextVar[int | None] = ContextVar("handled_account", default=None)
"""The account that heard the event which is being handled here."""

_EMPTY = {"type": "text", "data": {"text": ""}}

Listener = Callable[[Event], None]
FailureListener = Callable[[str, dict[str, Any], Error], None]

_log = logging.getLogger(__name__)


class Bot(CQHttp, AsyncActions):
    """The QQ bot that all plugins share.

    Everything of `CQHttp` works: `await bot.send(event, "hi")`, `await bot.send_group_msg(group_id=1, message="hi")`,
    `@bot.on_message`, `bot.sync`. What is ours: actions may be awaited on any event loop; `bot.sync` may be used
    from any thread but the bot's own; after the bot is closed, actions do nothing and return None.

    Args:
        seen: what an earlier life of the bot had heard already.

    Attributes:
        transports: the ways of reaching QQ, asked in this order.
        listeners: called with each event, in order, on the bot's loop; they must not wait.
        failure_listeners: called with each action that failed: its name, its parameters, the error; they must not wait.
        stats: what it has done, in numbers.
        flow: tells transports when to stop reading, because listeners fall behind.
        seen: what was heard already.
        closed: whether the bot is gone for good.
        in_hand: what the event that listeners are being told of came as: decoded, and the frame (UTF-8 or not); None
            where it came otherwise.
        default_account: does what no account was named for, when several are there.
    """

    def __init__(self, seen: Iterable[int] = ()) -> None:
        # An import name: without one Quart's logger is the root logger, and MCDR's lines print twice.
        super().__init__("qq_api.bot")
        self.transports: list[Transport] = []
        self.listeners: list[Listener] = []
        self.failure_listeners: list[FailureListener] = []
        self.flow = Flow()
        self.flow.sources.append(lambda: len(self._tasks))
        self.stats = Stats()
        self.seen = Seen(seen)
        self.closed = False
        self.in_hand: tuple[Payload, bytes] | None = None
        self.default_account: int | None = None
        self._handlers_exist = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._own_api, self._own_sync = _Api(self), _SyncApi(self)

    # -- events come down

    def emit(self, payload: Payload, frame: bytes | None = None) -> None:
        """Take an event from a transport and hand it on; never waits. Only on the bot's loop.

        Args:
            payload: the event.
            frame: the JSON that it was decoded from, when it says the same.
        """
        self.in_hand = None if frame is None else (payload, frame)
        try:
            event = self._hand_on(payload)
        finally:
            self.in_hand = None
        if event is not None and self._handlers_exist:
            self.spawn(self._handle(event, answer=True))

    async def emit_and_answer(self, payload: Payload) -> dict[str, Any] | None:
        """As `emit`, but wait for `@bot.on_…` handlers and return their quick operation, if any (for HTTP POST)."""
        event = self._hand_on(payload)
        return await self._handle(event) if event is not None and self._handlers_exist else None

    def _hand_on(self, payload: Payload) -> Event | None:
        event = events.from_payload(payload)
        if event is None:
            _log.debug("not an event: %.200r", payload)
            return None
        if events.is_own(event) or not self.seen.is_new(event):
            return None
        self.stats.count(event["post_type"])
        for listener in self.listeners:
            try:
                listener(event)
            except Exception:  # noqa: BLE001  (the boundary of one listener: the others go on)
                _log.exception("a listener failed with %s", event.type)
        return event

    async def _handle(self, event: Event, *, answer: bool = False) -> dict[str, Any] | None:
        handled_account.set(event.get("self_id"))
        try:
            results = await self._bus.emit(event.name, event)
        except Exception:  # noqa: BLE001  (the boundary to other people's handlers)
            _log.exception("a handler of %s failed", event.type)
            return None
        operation = next((result for result in results if isinstance(result, dict)), None)
        if answer and operation is not None:
            await self._operate(event, operation)
        return operation

    async def _operate(self, event: Event, operation: dict[str, Any]) -> None:
        bulky = ("message", "raw_message", "content", "comment", "sender")
        context = {key: value for key, value in event.items() if key not in bulky}
        try:
            await self._call(
                ".handle_quick_operation", {"context": context, "operation": operation, "self_id": event.self_id}
            )
        except (Error, TypeError, ValueError) as error:
            _log.warning("the quick operation of a handler was not carried out: %s", error)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something in the background, on the bot's loop; it catches its own errors."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if self.flow.stopped:
            self.flow.check()

    async def _handle_http_event(self) -> Any:
        """aiocqhttp's own way in, which checks nothing here: `onebot.http` is ours."""
        return "", 404

    async def _handle_wsr(self) -> None:
        """aiocqhttp's own way in, which checks nothing here: `onebot.server` is ours."""
        abort(404)

    def subscribe(self, event_name: str, func: Callable[..., Any]) -> None:
        """Register a handler, as `@bot.on(event_name)` does."""
        self._handlers_exist = True
        super().subscribe(event_name, func)

    def hook_before(self, event_name: str, func: Callable[..., Any]) -> None:
        """Register a hook that runs before the handlers, as `@bot.before(event_name)` does."""
        self._handlers_exist = True
        super().hook_before(event_name, func)

    # -- actions go up

    async def call_action(self, action: str, **params: Any) -> Any:
        """Call a OneBot action, on any event loop, and return its `data`.

        Args:
            action: as `send_group_msg`.
            **params: its parameters. Two are for us: `self_id` chooses the account when there are several;
                `timeout_seconds` is how long to wait for the answer, 60 where it is not given.

        Raises:
            ActionFailed: QQ's side could not do it.
            ApiNotAvailable: nobody is connected to do it; it was not sent.
            Unanswered: no answer; it may have been carried out.
        """
        if self.closed:
            return None
        loop, params = self._ready_loop(), self._account_for(params)
        if loop is asyncio.get_running_loop():
            return await self._call(action, params)
        future = handed(self._call(action, params), loop)
        if future is None:  # the bot was closed meanwhile
            return None
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if self.closed and future.cancelled():  # here, too
                return None
            raise

    async def send(self, event: Event, message: Any, **kwargs: Any) -> Any:
        """Answer where an event came from, by the account that heard it.

        Args:
            event: a message, or anything with a `user_id` or `group_id`.
            message: a string (CQ code), segments, or a `Message`.
            **kwargs: `at_sender=True` mentions the sender; others go to `send_msg`.
        """
        if event.get("self_id") is not None:
            kwargs.setdefault("self_id", event["self_id"])
        if isinstance(message, list):  # aiocqhttp refuses an empty text among others
            message = [one for one in message if one != _EMPTY] or message
        return await super().send(event, message, **kwargs)

    def accounts(self) -> list[int]:
        """The accounts that are connected, each once."""
        return list(dict.fromkeys(account for transport in self.transports for account in transport.accounts()))

    def openid_number(self, kind: str, openid: str) -> int | None:
        """The number by which OneBot's events and actions know somebody of the official platform; from any thread.

        Args:
            kind: `user` or `group`.
            openid: what the platform calls them.

        Returns:
            The number with the first configured bot of the platform; None where there is none.
        """
        for transport in self.transports:
            if isinstance(transport, KnowsOpenids):
                return transport.openid_number(kind, openid)
        return None

    def account_came(self, self_id: int, *, kept: bool = False) -> None:
        """A transport says: an account can be reached now; `kept` since before this life of the plugin."""
        self.emit({"post_type": "connection", "connection_type": "open", "self_id": self_id, "kept": kept})

    def account_went(self, self_id: int, reason: str) -> None:
        """A transport says: an account can no longer be reached by it."""
        self.emit({"post_type": "connection", "connection_type": "closed", "self_id": self_id, "reason": reason})

    def _account_for(self, params: dict[str, Any]) -> dict[str, Any]:
        """Choose who acts: whoever was named, else who heard the event in hand, else the only one, else the default."""
        if params.get("self_id") is not None:
            return params
        accounts = self.accounts()
        chosen = next((one for one in (handled_account.get(), self.default_account) if one in accounts), None)
        return params | {"self_id": chosen} if chosen is not None and len(accounts) > 1 else params

    async def _call(self, action: str, params: dict[str, Any]) -> Any:
        self.stats.actions += 1
        try:
            return await self._try(action, self._account_for(params))
        except Error as error:
            self._failed(action, params, error)
            raise

    def _failed(self, action: str, params: dict[str, Any], error: Error) -> None:
        self.stats.failure(f"{action}: {reason(error)}")
        for listener in self.failure_listeners:
            listener(action, params, error)

    async def _try(self, action: str, params: dict[str, Any]) -> Any:
        reasons = []
        for transport in self.transports:
            try:
                return await transport.call_action(action, **params)
            except ApiNotAvailable as error:
                reasons.append(str(error))
        raise ApiNotAvailable("; ".join(filter(None, reasons)) or "no connection is configured")

    def call_and_wait(self, action: str, params: dict[str, Any]) -> Any:
        """What `bot.sync` does: call an action from a thread that may wait.

        Raises:
            WrongThread: on the bot's own thread.
        """
        if self.closed:
            return None
        loop, params = self._ready_loop(), self._account_for(params)
        if asyncio._get_running_loop() is loop:
            raise WrongThread
        data = self._call_now(action, params, loop)
        if data is not LATER:
            return data
        future = handed(self._call(action, params), loop)
        try:
            return None if future is None else future.result()
        except CancelledError:  # the bot was closed meanwhile
            return None

    def _call_now(self, action: str, params: dict[str, Any], loop: asyncio.AbstractEventLoop) -> Any:
        """Call past the loop, which saves two changes of threads; `LATER` when that cannot be done."""
        connection = self._connection_of(params.get("self_id"))
        if connection is None:
            return LATER
        params = dict(params)
        _, timeout = take_reserved(params)
        try:
            data = connection.call_now(action, params, timeout)
        except Error as error:
            if self.closed:  # meanwhile
                return None
            with contextlib.suppress(RuntimeError):  # the loop has closed
                loop.call_soon_threadsafe(self._failed, action, params, error)
            raise
        self.stats.actions += data is not LATER
        return data

    def _connection_of(self, self_id: Any) -> CallsNow | None:
        for transport in self.transports:
            with contextlib.suppress(ApiNotAvailable):
                return transport.connection_of(self_id)
        return None

    def _ready_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            raise ApiNotAvailable("the bot is not running")
        return self._loop

    @property
    def api(self) -> AsyncActions:
        """Actions as awaitable methods, the same as on the bot itself."""
        return self._own_api

    @property
    def sync(self) -> SyncActions:
        """Actions as plain methods that wait for the answer: `bot.sync.get_group_list()`."""
        return self._own_sync

    def __repr__(self) -> str:
        return f"<Bot, {len(self.transports)} transports{', closed' if self.closed else ''}>"


class _Api(AsyncActions):
    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def call_action(self, action: str, **params: Any) -> Any:
        return await self._bot.call_action(action, **params)


class _SyncApi(SyncActions):
    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def call_action(self, action: str, **params: Any) -> Any:
        return self._bot.call_and_wait(action, params)
