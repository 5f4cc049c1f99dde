"""mirai-api-http 2.x for Python: `Mirai`, with a method for each call."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from qq_api.backlog import Backlog
from qq_api.errors import FatalError
from qq_api.keep import keep
from qq_api.mirai.address import Login
from qq_api.mirai.calls import Calls
from qq_api.mirai.client import MahClient, Mode
from qq_api.mirai.errors import MiraiError, NotConnected
from qq_api.mirai.polling import POLL_SECONDS
from qq_api.mirai.shapes import FileInfo
from qq_api.mirai.targets import Targets
from qq_api.texts import Texts
from qq_api.types import Payload

KEPT = 10_000
"""Events that may wait for whoever takes them; then the oldest are dropped, and that is logged once."""


class Mirai(Calls):
    """An account of mirai, by mirai-api-http, while the block runs.

        async with Mirai("127.0.0.1:8080", "INITKEY…", 10001) as mirai:
            await mirai.send_group_message(20001, [{"type": "Plain", "text": "hi"}])
            async for event in mirai:
                print(event["type"], event)

    A connection that ends is made anew by itself; calls fail with `NotConnected` meanwhile. No call waits for ever:
    each ends with its answer or with a `MiraiError`, after 30 seconds at the latest.

    Attributes:
        is_connected: whether calls can be made right now.

    Args:
        url: where it is: `host:port`, or with `ws://`, `wss://`, `http://` or `https://` before it.
        key: its `verifyKey`; empty where `enableVerify` is off.
        bot_id: the account's number; it must be logged in to mirai.
        mode: `websocket`, or `http` to fetch events now and then. Files always go by HTTP.
        single: whether the server is in `singleMode`.
        poll_seconds: between two fetches, over HTTP.
        http_url: where the HTTP adapter is, if on another port.
        on_event: called with each event, in order, instead of the `async for`; it must not wait.
        on_lost: called when a connection has ended.
        language: of errors, as `zh_cn`.

    Raises:
        LoginRefused: on entering; the verify key is wrong.
        MiraiError: on entering; the account is not logged in there, or nobody answers.
    """

    def __init__(
        self,
        url: str,
        key: str,
        bot_id: int,
        *,
        mode: Mode = "websocket",
        single: bool = False,
        poll_seconds: float = POLL_SECONDS,
        http_url: str = "",
        on_event: Callable[[Payload], None] | None = None,
        on_lost: Callable[[], None] = lambda: None,
        language: str = "en_us",
    ) -> None:
        self._login = Login(url, key, bot_id, single, http_url)
        self._mode, self._poll_seconds, self._on_event = mode, poll_seconds, on_event
        self._on_lost, self.is_connected = on_lost, False
        self._texts = Texts.load("qq_api", language)
        self._events: Backlog[Payload | None] = Backlog("mirai", KEPT)
        self._client: MahClient | None = None
        self._life: asyncio.Task[None] | None = None
        self._targets = Targets()

    async def __aenter__(self) -> "Mirai":
        self._client = MahClient(self._login, self._texts, self._mode, self._poll_seconds)
        first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._life = asyncio.create_task(self._live(self._client, first))
        try:
            await first
        except BaseException:
            await self._leave(log_out=False)
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._leave(log_out=self._mode == "http")

    async def _leave(self, *, log_out: bool) -> None:
        client, self._client = self._client, None
        if self._life is not None:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)
        if client is not None:
            with contextlib.suppress(Exception):  # it is gone, or the session is; nothing is left to be done
                await client.aclose(log_out=log_out)

    async def _live(self, client: MahClient, first: "asyncio.Future[None]") -> None:
        """Hold connections for ever; `first` is done when the first one is open, or could not be had."""

        def opened() -> None:
            self.is_connected = True
            if not first.done():
                first.set_result(None)

        async def hold() -> None:
            try:
                await client.run(opened, self._take)
            except Exception as error:
                if first.done():
                    raise
                first.set_exception(error)
                raise FatalError("there is no connection to keep") from error
            finally:
                self._lost()

        try:
            await keep("mirai-api-http", hold)
        finally:
            self._events.put(None)

    def _lost(self) -> None:
        if self.is_connected:
            self.is_connected = False
            self._on_lost()

    def _take(self, packet: Payload) -> None:
        self._targets.see(packet)
        if self._on_event is None:
            self._events.put(packet)
        else:
            self._on_event(packet)

    def __aiter__(self) -> AsyncIterator[Payload]:
        return self

    async def __anext__(self) -> Payload:
        """The next event, as `{"type": "GroupMessage", "sender": {…}, "messageChain": […]}`.

        Raises:
            StopAsyncIteration: the block was left.
            LoginRefused: the server does not let us in any more.
        """
        packet = await self._events.get()
        if packet is not None:
            return packet
        self._events.put(None)  # for whoever asks again
        if self._life is not None and self._life.done() and not self._life.cancelled():
            self._life.result()
        raise StopAsyncIteration

    async def call(self, command: str, content: Payload | None = None, sub: str = "") -> Payload:
        """The answer to any command that was carried out; those without a method of their own, too.

            await mirai.call("anno_list", {"id": 20001})

        Args:
            command: as `sendGroupMessage`, `file_list` (docs/adapter/WebsocketAdapter.md).
            content: its parameters.
            sub: `get` or `update` for `groupConfig` and `memberInfo`.

        Raises:
            MiraiError: it answered with another code than 0.
            NotConnected: it was not sent.
            NoAnswer: it may have been carried out.
        """
        answer = await self._connected().call(command, content, sub)
        self._targets.said(content or {}, answer)
        return answer

    async def ask(self, command: str, content: Payload | None = None, sub: str = "") -> Payload:
        """As `call`, but the answer as it came, whatever its code."""
        answer = await self._connected().ask(command, content, sub)
        self._targets.said(content or {}, answer)
        return answer

    async def file_upload(self, target: int, file: Path, path: str = "", name: str = "") -> FileInfo:
        """Put a file among those of a group; it goes by HTTP (群文件上传).

        Args:
            target: the group.
            file: the file on this machine.
            path: the folder in the group; "" for the outermost.
            name: what it is called there; its own name, if left out.

        Raises:
            OSError: the file cannot be read.
            MiraiError: as for `call`.
        """
        content = await asyncio.to_thread(file.read_bytes)
        fields = {"type": "group", "target": str(target), "path": path}
        answer = await self._connected().upload("/file/upload", fields, {"file": (name or file.name, content)})
        info: FileInfo = answer.get("data") or {}
        return info

    def _connected(self) -> MahClient:
        if self._client is None:
            raise NotConnected(self._texts("mirai.not_connected", url=self._login.shown))
        return self._client

    def target_of(self, message_id: int, target: int | None = None) -> int:
        """The friend or group that a message was said in, unless it is named; only for messages that were seen.

        Raises:
            MiraiError: code 5, it was not seen.
        """
        found = self._targets.get(message_id) if target is None else target
        if found is None:
            raise MiraiError(5, self._texts("mirai.unseen", message_id=message_id))
        return found
