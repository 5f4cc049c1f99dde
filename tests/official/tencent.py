"""A tiny Tencent for tests: tokens, an API and a gateway, scripted by the test."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from pydantic import SecretStr
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from qq_api import Texts
from qq_api.flow import Flow
from qq_api.official.auth import Token
from qq_api.official.gateway import Gateway, Link, Session, Turns

APP_ID, SECRET = "102000001", "naOC0ocQE3shWLAfffVLB1rhYPG7"


def client_of(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.AsyncClient:
    """A client whose requests a function answers."""
    return httpx.AsyncClient(transport=httpx.MockTransport(answer))


def token_of(client: httpx.AsyncClient, **keys: Any) -> Token:
    return Token(client, "http://tencent/token", APP_ID, SecretStr(SECRET), **keys)


class GivesTokens:
    """Answers requests for tokens: `token-1`, `token-2` …"""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        assert json.loads(request.content) == {"appId": APP_ID, "clientSecret": SECRET}
        return httpx.Response(200, json={"access_token": f"token-{self.asked}", "expires_in": "7200"})


class Gate:
    """A gateway that keeps what it sent, and sends again what comes after a resumed `seq`.

    Attributes:
        heard: every frame that came.
        sockets: the connections that are open.
        beat: milliseconds between heartbeats.
        acks: whether heartbeats are answered.
        script: does what the test wants with a new connection, instead of letting it in.
    """

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.sockets: list[ServerConnection] = []
        self.sent: list[dict[str, Any]] = []
        self.beat, self.acks, self.sessions = 40_000, True, 0
        self.script: Callable[[ServerConnection], Any] | None = None
        self.greets = True
        self.url = ""

    def ops(self) -> list[int]:
        """What was asked for, but heartbeats."""
        return [frame["op"] for frame in self.heard if frame["op"] != 1]

    def event(self, text: str, **fields: Any) -> dict[str, Any]:
        """Something happened: everybody who is connected hears it, others when they resume."""
        number = len(self.sent) + 2  # READY is the first
        frame = {
            "op": 0,
            "s": number,
            "t": "GROUP_AT_MESSAGE_CREATE",
            "id": f"e{number}",
            "d": {"content": text},
            **fields,
        }
        self.sent.append(frame)
        return frame

    async def say(self, text: str, **fields: Any) -> None:
        frame = json.dumps(self.event(text, **fields))
        for socket in list(self.sockets):
            with contextlib.suppress(Exception):
                await socket.send(frame)

    async def close(self, code: int) -> None:
        for socket in list(self.sockets):
            self.sockets.remove(socket)
            await socket.close(code)

    async def __call__(self, socket: ServerConnection) -> None:
        if self.script is not None:
            await self.script(socket)
            return
        await socket.send(json.dumps({"op": 10, "d": {"heartbeat_interval": self.beat}}))
        try:
            with contextlib.suppress(ConnectionClosed):
                async for text in socket:
                    await self._take(socket, json.loads(text))
        finally:
            if socket in self.sockets:
                self.sockets.remove(socket)

    async def _take(self, socket: ServerConnection, frame: dict[str, Any]) -> None:
        self.heard.append(frame)
        if frame["op"] == 1 and self.acks:
            await socket.send('{"op": 11}')
        elif frame["op"] == 2 and self.greets:
            self.sessions += 1
            self.sent.clear()
            ready = {"version": 1, "session_id": f"session-{self.sessions}", "user": {"id": "1", "username": "机器人"}}
            await socket.send(json.dumps({"op": 0, "s": 1, "t": "READY", "d": ready}))
            self.sockets.append(socket)
        elif frame["op"] == 6 and self.greets:
            for missed in [one for one in self.sent if one["s"] > frame["d"]["seq"]]:
                await socket.send(json.dumps(missed))
            await socket.send(json.dumps({"op": 0, "s": len(self.sent) + 1, "t": "RESUMED", "d": ""}))
            self.sockets.append(socket)


@asynccontextmanager
async def gate() -> AsyncIterator[Gate]:
    """A gateway that listens."""
    one = Gate()
    async with serve(one, "127.0.0.1", 0) as server:
        one.url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        yield one


@asynccontextmanager
async def linked(one: Gate, **keys: Any) -> AsyncIterator[Link]:
    """What a connection to that gateway needs."""

    async def address(is_fresh: bool) -> str:
        return one.url

    async with client_of(GivesTokens()) as client:
        texts = Texts.load("qq_api", "en_us")
        flow = keys.pop("flow", None) or Flow()
        names = keys.pop("intents", ("GROUP_AND_C2C_EVENT", "INTERACTION"))
        yield Link(address, token_of(client), names, flow, texts, turns=Turns(seconds=0.0), **keys)


@asynccontextmanager
async def held(gateway: Gateway) -> AsyncIterator["asyncio.Task[None]"]:
    """A connection that is held while the block runs."""
    task = asyncio.create_task(gateway.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


__all__ = ["APP_ID", "SECRET", "Gate", "GivesTokens", "Session", "client_of", "gate", "held", "linked", "token_of"]
