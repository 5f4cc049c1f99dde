"""The link to the sandbox's page: one WebSocket, JSON text frames both ways.

    server -> page   {"type": "hello", "kind": "stand-in", "players": ["Steve"], "ready": true}
                     {"type": "ready"}
                     {"type": "line", "target": "@a", "component": {"text": "<Steve> hi"}}
                     {"type": "players", "players": ["Steve", "Alex"]}
                     {"type": "console", "text": "[12:00:00] [Server thread/INFO]: <Steve> hi"}
                     {"type": "refused", "reason": "\\"Steve\\" is online already"}

    page -> server   {"type": "join", "player": "Steve"}          {"type": "leave", "player": "Steve"}
                     {"type": "chat", "player": "Steve", "text": "hi"}
                     {"type": "die", "player": "Steve"}           {"type": "console", "text": "say hi"}
                     {"type": "die", "player": "Steve", "cause": "player.item", "killer": "Alex", "weapon": "Excalibur"}
                     {"type": "advance", "player": "Steve", "title": "Stone Age", "kind": "task"}
                     {"type": "lag", "milliseconds": "2000"}      {"type": "hang"}
                     {"type": "raw", "text": "a line of stdout as it is"}

`hello` is the first frame. What happened before it is in it, but for console and chat lines, which follow it.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, TypeAlias

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidURI, WebSocketException
from websockets.frames import CloseCode

from qq_api.sandbox.minecraft.refused import BadFrame, Refused

Frame: TypeAlias = dict[str, Any]
"""One JSON object of the link."""

Tell: TypeAlias = Callable[[Frame], None]
"""Hands a frame towards the page; never waits."""

PATIENCE: Final = 10.0
"""Seconds in which the page has to be reached."""

BACKLOG: Final = 1000
"""Frames that wait for a slow page; of lines beyond, only the number is told."""

MAX_FRAME: Final = 262_144
"""Characters a frame may have: a page that gets a longer one might hang up, and nobody can read it."""

_STATE: Final = {"ready", "players"}
_RETRY_SECONDS: Final = 0.25
_OPEN_SECONDS: Final = 5.0
_FAREWELL_SECONDS: Final = 2.0
_FAREWELLS: Final = {CloseCode.NORMAL_CLOSURE, CloseCode.GOING_AWAY, CloseCode.SERVICE_RESTART}


class UnreachableError(Exception):
    """The page could not be reached in time.

    Args:
        page: its address.
        cause: what the last try ended with.
    """

    def __init__(self, page: str, cause: Exception) -> None:
        super().__init__(f"cannot reach the sandbox's page at {page}: {str(cause) or type(cause).__name__}")


class Outbox:
    """Frames on their way to the page: bounded, in order, and never without the newest state."""

    def __init__(self) -> None:
        self._frames: deque[Frame] = deque()
        self._late: dict[str, Frame] = {}
        self._dropped = 0

    def put(self, frame: Frame) -> None:
        """Take a frame; when too many wait, a line is only counted, and state is kept as it is last."""
        kind = frame["type"]
        if len(self._frames) < BACKLOG and kind not in self._late:
            self._frames.append(frame)
        elif kind in _STATE:
            self._late[kind] = frame
        else:
            self._dropped += 1

    def take(self) -> Frame | None:
        """Give the next frame, or None."""
        if self._frames:
            return self._frames.popleft()
        if self._dropped:
            text, self._dropped = f"({self._dropped} lines were left out: the page was too slow)", 0
            return {"type": "console", "text": text}
        return self._late.pop(next(iter(self._late))) if self._late else None

    def put_back(self, frame: Frame) -> None:
        """Take a frame that could not be sent; it goes first."""
        self._frames.appendleft(frame)

    def forget_state(self) -> None:
        """Leave out the state that waits, because a greeting tells it."""
        self._frames = deque(frame for frame in self._frames if frame["type"] not in _STATE)
        self._late.clear()


class Link:
    """The server's end of the link.

    Args:
        page: the page's address, as `ws://127.0.0.1:8080/minecraft`.
        token: what the page knows us by.
        greet: gives the `hello` frame of this moment.
        receive: takes a frame from the page, or raises `Refused`, which the page is told.
    """

    def __init__(self, page: str, token: str, *, greet: Callable[[], Frame], receive: Callable[[Frame], None]) -> None:
        self._page = page
        self._headers = {"Authorization": f"Bearer {token}"}
        self._greet = greet
        self._receive = receive
        self._outbox = Outbox()
        self._wake = asyncio.Event()
        self.finishing = False

    def send(self, frame: Frame) -> None:
        """Send a frame as soon as the page is there; never waits."""
        self._outbox.put(frame)
        self._wake.set()

    def finish(self) -> None:
        """Let `run` end once everything is sent."""
        self.finishing = True
        self._wake.set()

    async def run(self) -> None:
        """Hold the link until the page ends it.

        Raises:
            UnreachableError: the page was not there within ten seconds.
        """
        page = await self._reach()
        while page is not None and await self._broke(page):
            page = await self._back()

    async def _broke(self, page: ClientConnection) -> bool:
        """Hold one connection; whether it ended without a farewell, as where this machine was busy for seconds."""
        try:
            async with page:
                await page.send(json.dumps(self._greeting()))
                await self._converse(page)
        except ConnectionClosed as error:
            return error.rcvd is None or error.rcvd.code not in _FAREWELLS
        return False

    async def _back(self) -> ClientConnection | None:
        """The connection, made again; None where the page is gone."""
        try:
            return await self._connected()
        except (OSError, WebSocketException, asyncio.TimeoutError):
            return None

    async def _reach(self) -> ClientConnection | None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        while not self.finishing:
            try:
                return await self._connected()
            except (OSError, ValueError, WebSocketException, asyncio.TimeoutError) as error:
                if isinstance(error, ValueError | InvalidURI) or loop.time() > deadline:
                    raise UnreachableError(self._page, error) from error
            await asyncio.sleep(_RETRY_SECONDS)
        return None

    async def _connected(self) -> ClientConnection:
        # The page is on this machine or next to it: no proxy of the environment leads there.
        return await connect(self._page, additional_headers=self._headers, open_timeout=_OPEN_SECONDS, proxy=None)

    def _greeting(self) -> Frame:
        self._outbox.forget_state()
        return self._greet()

    async def _converse(self, page: ClientConnection) -> None:
        speaker = asyncio.create_task(self._speak(page))
        try:
            async for text in page:
                self._take(text)
        finally:
            speaker.cancel()
            await asyncio.gather(speaker, return_exceptions=True)

    async def _speak(self, page: ClientConnection) -> None:
        while not self.finishing:
            await self._wake.wait()
            self._wake.clear()
            while frame := self._outbox.take():
                await self._say(page, frame)
        await page.close()

    async def _say(self, page: ClientConnection, frame: Frame) -> None:
        try:
            await page.send(_dumped(frame))
        except ConnectionClosed:
            self._outbox.put_back(frame)
            self._wake.set()
            raise

    def _take(self, text: str | bytes) -> None:
        try:
            self._receive(parse_frame(text))
        except Refused as refused:
            self.send({"type": "refused", "reason": str(refused)})


def _dumped(frame: Frame) -> str:
    text = json.dumps(frame)
    if len(text) <= MAX_FRAME:
        return text
    return json.dumps({"type": "console", "text": f"(a {frame['type']} too long for the page was left out)"})


def parse_frame(text: str | bytes) -> Frame:
    """Read a frame; raises `BadFrame`."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame(str(text)) from error
    if not isinstance(frame, dict):
        raise BadFrame(str(text))
    return frame


def text_of(frame: Frame, name: str) -> str:
    """Give a frame's text of that name; raises `BadFrame`."""
    value = frame.get(name)
    if not isinstance(value, str):
        raise BadFrame(str(frame))
    return value


def texts_of(frame: Frame, *names: str) -> dict[str, str]:
    """Give those of a frame's texts that it has; raises `BadFrame`."""
    return {name: text_of(frame, name) for name in names if name in frame}


@asynccontextmanager
async def linked(link: Link, lost: Callable[[str], None]) -> AsyncIterator[None]:
    """Hold a link while the block runs.

    Args:
        link: the link.
        lost: told why, should the link end before the block does.
    """
    task = asyncio.create_task(_hold(link, lost))
    try:
        yield
    finally:
        link.finish()
        await asyncio.wait({task}, timeout=_FAREWELL_SECONDS)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _hold(link: Link, lost: Callable[[str], None]) -> None:
    reason = "the sandbox's page is gone"
    try:
        await link.run()
    except UnreachableError as error:
        reason = str(error)
    finally:
        if not link.finishing:
            lost(reason)
