"""mirai-api-http's WebSocket adapter ("WebsocketAdapter"), as ASGI."""

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from qq_api.loop import beside
from qq_api.mirai.mapping.states import State
from qq_api.mirai.mapping.values import number, string
from qq_api.sandbox.mirai.channels import Channel
from qq_api.sandbox.mirai.napcat import REFUSED
from qq_api.sandbox.mirai.sessions import Session
from qq_api.types import Payload
from qq_api.web import Receive, Scope, Send, from_json, headers_of

if TYPE_CHECKING:
    from qq_api.sandbox.mirai.server import MiraiServer

PATHS = ("message", "event", "all")

WITHOUT_CONTENT = ("about", "botList", "friendList", "groupList", "botProfile")
"""Commands whose `content` is not looked at."""


async def serve(server: "MiraiServer", scope: Scope, receive: Receive, send: Send) -> None:
    """One WebSocket, from its handshake to its end."""
    await receive()
    path = scope["path"].strip("/")
    if path not in PATHS:
        await send({"type": "websocket.close"})
        return
    await send({"type": "websocket.accept"})
    try:
        session = log_in(server, _given(server, scope))
    except State as state:
        code = REFUSED if server.settings.napcat else 1000
        await send({"type": "websocket.send", "text": _frame("", state.answer)})
        await send({"type": "websocket.close", "code": code, "reason": state.answer["msg"]})
        return
    channel = Channel(path, session, send)
    session.links += 1
    server.add(channel)
    try:
        await _hold(server, channel, receive)
    finally:
        server.remove(channel)


def _given(server: "MiraiServer", scope: Scope) -> dict[str, str]:
    """What a client says of itself."""
    query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    return query if server.settings.napcat else {**query, **_known(headers_of(scope))}


def _known(headers: dict[str, str]) -> dict[str, str]:
    names = {"verifykey": "verifyKey", "sessionkey": "sessionKey", "qq": "qq"}
    return {name: headers[key] for key, name in names.items() if key in headers}


def _frame(sync_id: Any, data: Any) -> str:
    return json.dumps({"syncId": sync_id, "data": data})


def log_in(server: "MiraiServer", given: dict[str, str]) -> Session:
    """The session of who connects; the checks have the order of 2.10.

    Raises:
        State: a wrong key (1), no such account (2), no such session (3) or one without account (4), neither (400).
    """
    if server.faults.refuse:
        raise State(server.faults.refuse)
    key, session_key = given.get("verifyKey"), given.get("sessionKey")
    server.sessions.check_key(key)
    if server.settings.single:
        return server.sessions.verify(key)
    if session_key is not None:
        return server.sessions.find(session_key)
    qq = number(given.get("qq"))
    if not qq:
        raise State(400)
    if qq != server.account.self_id:
        raise State(2)
    return server.sessions.open()


async def _hold(server: "MiraiServer", channel: Channel, receive: Receive) -> None:
    if not server.faults.no_greeting:
        channel.put({"syncId": "", "data": {"code": 0, "session": channel.session.key}})
    ends = channel.over()
    async with beside(channel.write(), _read(server, channel, receive), ends) as tasks:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


async def _read(server: "MiraiServer", channel: Channel, receive: Receive) -> None:
    """Answer requests, one after the other, until the client is gone or its session."""
    while (event := await receive())["type"] == "websocket.receive":
        try:
            server.sessions.find(channel.session.key)
        except State:
            channel.close()
            await asyncio.Event().wait()
        await _answer(server, channel, event.get("text") or (event.get("bytes") or b"").decode("utf-8", "replace"))


async def _answer(server: "MiraiServer", channel: Channel, text: str) -> None:
    request = from_json(text)
    if not isinstance(request, dict) or not isinstance(request.get("command"), str) or "syncId" not in request:
        channel.put(State(400).answer)  # as 2.10 does: without a syncId
        return
    given = request["syncId"]
    sync_id = given if given is None or isinstance(given, str) else string(given)
    answer = await _asked(server, channel, request)
    await asyncio.sleep(server.faults.delay)
    for frame in server.faults.frames(sync_id, answer):
        channel.put(frame)


async def _asked(server: "MiraiServer", channel: Channel, request: Payload) -> Payload:
    command, content = request["command"], request.get("content")
    if server.faults.fail:
        return State(server.faults.fail).answer
    if command in WITHOUT_CONTENT:
        content = {}
    if not isinstance(content, dict):
        return State(400).answer
    if command == "sessionInfo":
        return server.account.me(channel.session.key)
    return await server.account.ask(command, content, string(request.get("subCommand")))
