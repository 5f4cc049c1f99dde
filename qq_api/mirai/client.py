"""A client of mirai-api-http 2.x: one idea, two ways (WebSocket, HTTP polling)."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol, TypeAlias

from qq_api.mirai.address import Login
from qq_api.mirai.errors import code_of, error_of
from qq_api.mirai.http_session import SECONDS, HttpSession
from qq_api.mirai.polling import POLL_SECONDS, PollingWay
from qq_api.mirai.websocket import WebSocketWay
from qq_api.texts import Texts
from qq_api.types import Payload
from qq_api.websocket import Detached

Mode: TypeAlias = Literal["websocket", "http"]

Left: TypeAlias = tuple[str, Detached | None]
"""What one life of the plugin leaves for the next: the session's key, and the open connection, if there is one."""


class Way(Protocol):
    """One way to mirai-api-http."""

    async def run(self, opened: Callable[[], None], take: Callable[[Payload], None]) -> None:
        """Hold one connection until it ends."""

    async def ask(self, command: str, sub: str, content: Mapping[str, Any], timeout: float) -> Payload:
        """The answer to a command, as it came."""

    @property
    def is_waited_for(self) -> bool:
        """Whether anybody waits for an answer, which may lie behind events."""

    def hold(self, paused: bool) -> None:
        """Stop reading events, or go on."""

    async def park(self) -> Detached | bool:
        """Take the open connection off this life's hands; without one, whether the session may be taken over."""


class MahClient:
    """Calls go up, events come down; it knows nothing about time (`qq_api.keep` does).

        client = MahClient(Login("127.0.0.1:8080", "INITKEY…", 10001), texts)
        await client.run(opened, take)  # holds one connection
        await client.call("sendGroupMessage", {"target": 20001, "messageChain": [{"type": "Plain", "text": "hi"}]})

    No call waits for ever: each ends with an answer or a `MiraiError`.

    Args:
        login: where, and who we are.
        texts: the words for errors and the log.
        mode: by which way.
        poll_seconds: between two fetches of events, over HTTP.
        parked: what an earlier life of the plugin left (`park`).
        on_call: told when somebody begins to wait for an answer that may lie behind events.
    """

    def __init__(
        self,
        login: Login,
        texts: Texts,
        mode: Mode = "websocket",
        poll_seconds: float = POLL_SECONDS,
        parked: Left = ("", None),
        on_call: Callable[[], None] = lambda: None,
    ) -> None:
        key, connection = parked
        self._texts = texts
        self._http = HttpSession(login, texts, key)
        self._way: Way = (
            PollingWay(texts, self._http, poll_seconds)
            if mode == "http"
            else WebSocketWay(login, texts, self._http, connection, on_call)
        )

    async def run(self, opened: Callable[[], None], take: Callable[[Payload], None]) -> None:
        """Hold one connection until it ends.

        Args:
            opened: told when we are in.
            take: gets each event and message (`{"type": "GroupMessage", …}`), in order; must not wait.

        Raises:
            LoginRefused: it does not let us in, and would not the next time.
            MiraiError: it does not let us in now, or nobody answers.
        """
        await self._way.run(opened, take)

    async def ask(
        self, command: str, content: Mapping[str, Any] | None = None, sub: str = "", timeout: float = SECONDS
    ) -> Payload:
        """The answer to a command, as it came, whatever its code.

        Raises:
            NotConnected: it was not sent.
            NoAnswer: no answer within `timeout` seconds.
        """
        return await self._way.ask(command, sub, content or {}, timeout)

    async def call(
        self, command: str, content: Mapping[str, Any] | None = None, sub: str = "", timeout: float = SECONDS
    ) -> Payload:
        """The answer to a command that was carried out.

        Args:
            command: as `sendGroupMessage`, `file_list`, `resp_newFriendRequestEvent`.
            content: its parameters.
            sub: `get` or `update` for `groupConfig` and `memberInfo`.
            timeout: seconds to wait for the answer.

        Raises:
            MiraiError: it answered with another code than 0.
            NotConnected: it was not sent.
            NoAnswer: it may have been carried out.
        """
        return self._checked(await self.ask(command, content, sub, timeout))

    async def upload(self, path: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> Payload:
        """Send files, which goes by HTTP only; errors as for `call`.

        Args:
            path: `/file/upload`, `/uploadImage`, `/uploadVoice`, `/uploadShortVideo`.
            fields: the form's texts, as `{"type": "group", "target": "20001", "path": ""}`.
            files: the form's files: `{"file": ("map.zip", b"…")}`.
        """
        return self._checked(await self._http.upload(path, fields, files))

    def _checked(self, answer: Payload) -> Payload:
        if code_of(answer) != 0:
            raise error_of(answer, self._texts)
        return answer

    @property
    def is_waited_for(self) -> bool:
        """Whether anybody waits for an answer, which may lie behind events."""
        return self._way.is_waited_for

    def hold(self, paused: bool) -> None:
        """Stop reading events, or go on."""
        self._way.hold(paused)

    async def park(self) -> Left:
        """Leave the session, and the open connection if there is one, to another client, if that can be done."""
        left = await self._way.park()
        if left is False:
            return "", None
        return self._http.key, None if left is True else left

    async def aclose(self, *, log_out: bool = False) -> None:
        """Close what is left open beside `run`; call it after that.

        Args:
            log_out: end the session, too.
        """
        try:
            if log_out:
                await self._http.log_out()
        finally:
            await self._http.aclose()
