"""A tiny mirai-api-http: as much of its two adapters as a client needs, and what it may do wrong."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

from qq_api.web import bind, body_of, headers_of, port_of, respond, serving

KEY, BOT = "INITKEYtiny", 10001

GROUP = {"id": 20001, "name": "Survival", "permission": "ADMINISTRATOR"}
WANG = {
    **{"id": 10003, "memberName": "老王", "specialTitle": "", "permission": "OWNER", "muteTimeRemaining": 0},
    **{"joinTimestamp": 1, "lastSpeakTimestamp": 2, "group": GROUP},
}


def group_message(text: str, message_id: int = 7, **sender: Any) -> dict[str, Any]:
    """A message as `/all` and `/fetchMessage` bring it."""
    chain = [{"type": "Source", "id": message_id, "time": 1_700_000_000}, {"type": "Plain", "text": text}]
    return {"type": "GroupMessage", "sender": {**WANG, **sender}, "messageChain": chain}


class Link:
    """One WebSocket that a client opened."""

    def __init__(self, scope: Any, receive: Any, send: Any) -> None:
        self.headers, self.path = headers_of(scope), scope["path"]
        self.receive, self._send = receive, send

    async def send(self, frame: Any) -> None:
        """Send a frame; text as it is."""
        text = frame if isinstance(frame, str) else json.dumps(frame)
        await self._send({"type": "websocket.send", "text": text})

    async def push(self, packet: Any, sync_id: Any = "-1") -> None:
        await self.send({"syncId": sync_id, "data": packet})

    async def close(self, code: int = 1000) -> None:
        await self._send({"type": "websocket.close", "code": code})


class TinyMah:
    """Attributes:
    asked: what was asked: `(command, sub, content)`.
    answers: command -> its answer, or None for silence; `{"code": 0, "msg": "success"}` for others.
    twisted: command -> a whole frame (or several) instead of the answer over WebSocket.
    links: the open WebSockets.
    queues: session -> events to be fetched.
    """

    def __init__(self) -> None:
        self.key, self.qq, self.single, self.verifies = KEY, BOT, False, True
        self.port = 0
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.answers: dict[str, Any] = {}
        self.twisted: dict[str, Any] = {}
        self.links: list[Link] = []
        self.queues: dict[str, list[Any]] = {}
        self.unbound: set[str] = set()
        self.logins = 0
        self.headers: list[dict[str, str]] = []
        self.uploads: list[bytes] = []
        self.greets = True
        self.adapters = {"ws", "http"}
        self._sessions = (f"session{number}" for number in itertools.count(1))

    @property
    def url(self) -> str:
        return f"127.0.0.1:{self.port}"

    def heard(self, command: str) -> list[dict[str, Any]]:
        """The contents with which a command was asked."""
        return [content for name, _, content in self.asked if name == command]

    def lose_sessions(self) -> None:
        self.queues.clear()

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif "http" not in self.adapters:
            await respond(send, 404, b"")
        else:
            await self._http(scope, receive, send)

    # -- WebSocket

    async def _websocket(self, scope: Any, receive: Any, send: Any) -> None:
        link = Link(scope, receive, send)
        await receive()
        if "ws" not in self.adapters:
            await send({"type": "websocket.close"})
            return
        await send({"type": "websocket.accept"})
        self.headers.append(link.headers)
        if not self.greets:
            await receive()
            return
        code = self._refusal(link.headers.get("verifykey"), link.headers.get("qq"))
        self.logins += 1
        if code:
            await link.send({"syncId": "", "data": {"code": code, "msg": "Auth Key错误"}})
            await link.close()
            return
        session = next(self._sessions)
        self.queues[session] = []
        await link.send({"syncId": "", "data": {"code": 0, "session": session}})
        self.links.append(link)
        try:
            await self._serve(link)
        finally:
            self.links.remove(link)

    def _refusal(self, key: str | None, qq: str | None) -> int:
        if self.verifies and key != self.key:
            return 1
        if self.single:
            return 0
        if qq is None:
            return 400
        return 0 if int(qq) == self.qq else 2

    async def _serve(self, link: Link) -> None:
        while (event := await link.receive())["type"] == "websocket.receive":
            frame = json.loads(event["text"])
            command = frame["command"]
            self.asked.append((command, frame["subCommand"] or "", frame["content"]))
            if command in self.twisted:
                for one in self.twisted[command]:
                    await link.send(one)
            elif (answer := self.answer(command, frame["content"])) is not None:
                await link.send({"syncId": str(frame["syncId"]), "data": answer})

    def answer(self, command: str, content: dict[str, Any]) -> Any:
        found = self.answers.get(command, {"code": 0, "msg": "success"})
        return found(content) if callable(found) else found

    # -- HTTP

    async def _http(self, scope: Any, receive: Any, send: Any) -> None:
        headers, body = headers_of(scope), await body_of(receive) or b""
        self.headers.append(headers)
        if "multipart" in headers.get("content-type", ""):
            self.uploads.append(body)
            content: dict[str, Any] = {}
        elif scope["method"] == "GET":
            content = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
        else:
            content = json.loads(body or b"{}")
        answer = await self._answer_http(scope["path"], content, headers.get("sessionkey", ""), scope["method"])
        await respond(send, 200, answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    async def _answer_http(self, path: str, content: dict[str, Any], session: str, method: str) -> Any:
        command = path[1:]
        if command == "verify":
            return self._verify(content)
        if command == "bind":
            return self._bind(content)
        if session not in self.queues and not self.single:
            return {"code": 3, "msg": "Session失效或不存在"}
        if session in self.unbound:
            return {"code": 4, "msg": "Session未认证(未激活)"}
        if command == "fetchMessage":
            return self._fetch(session, int(content["count"]))
        self.asked.append((command, method, content))
        answer = self.answer(command, content)
        if answer is None:
            await asyncio.sleep(60)
        return answer

    def _verify(self, content: dict[str, Any]) -> Any:
        self.logins += 1
        if self.verifies and content["verifyKey"] != self.key:
            return {"code": 1, "msg": "Auth Key错误"}
        session = "SINGLE_SESSION" if self.single else next(self._sessions)
        self.queues[session] = []
        return {"code": 0, "session": session}

    def _bind(self, content: dict[str, Any]) -> Any:
        if self.single:
            return {"code": 6, "msg": "无操作支持"}
        if content["sessionKey"] not in self.queues:
            return {"code": 3, "msg": "Session失效或不存在"}
        return {"code": 0, "msg": "success"} if content["qq"] == self.qq else {"code": 2, "msg": "指定Bot不存在"}

    def _fetch(self, session: str, count: int) -> Any:
        queue = self.queues["SINGLE_SESSION" if self.single else session]
        taken, queue[:count] = queue[:count], []
        return {"code": 0, "msg": "", "data": taken}


@asynccontextmanager
async def tiny_mah(port: int = 0) -> AsyncIterator[TinyMah]:
    """Serve one while the block runs."""
    mah, sock = TinyMah(), bind("127.0.0.1", port)
    mah.port = port_of(sock)
    async with serving(mah.app, sock):
        yield mah
