"""mirai-api-http's HTTP adapter ("HttpAdapter"), as ASGI: every answer is a 200 with a state code."""

import asyncio
import io
import json
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from qq_api.errors import ActionFailed
from qq_api.mirai.mapping.sending import image_id
from qq_api.mirai.mapping.shapes import to_file
from qq_api.mirai.mapping.states import State
from qq_api.mirai.mapping.values import mapping, number, string
from qq_api.sandbox.mirai.account import state_of
from qq_api.sandbox.mirai.sessions import taken
from qq_api.types import Payload
from qq_api.web import Receive, Scope, Send, body_of, from_json, headers_of, respond

if TYPE_CHECKING:
    from qq_api.sandbox.mirai.server import MiraiServer

GETS = (
    *("messageFromId", "friendList", "groupList", "memberList", "latestMemberList", "botProfile", "friendProfile"),
    *("memberProfile", "userProfile", "file_list", "file_info", "anno_list"),
)

POSTS = (
    *("sendFriendMessage", "sendGroupMessage", "sendTempMessage", "sendOtherClientMessage", "sendImageMessage"),
    *("sendNudge", "recall", "roamingMessages", "setEssence", "deleteFriend", "mute", "unmute", "kick", "quit"),
    *("muteAll", "unmuteAll", "memberAdmin", "file_mkdir", "file_delete", "file_move", "file_rename"),
    *("anno_publish", "anno_delete", "cmd_execute", "cmd_register"),
    *("resp_newFriendRequestEvent", "resp_memberJoinRequestEvent", "resp_botInvitedJoinGroupRequestEvent"),
)

BOTH = ("groupConfig", "memberInfo")
"""GET asks (`get`), POST changes (`update`)."""

FETCHES = ("fetchMessage", "fetchLatestMessage", "peekMessage", "peakMessage", "peekLatestMessage")
"""One of them as older versions misspelt it."""


@dataclass
class Request:
    """What a client asks.

    Attributes:
        content: the query, or the JSON of the body, or the fields of a form.
        files: of a form: name -> file name and content.
        session_key: as a header or as `Authorization` names it; None where they do not.
    """

    method: str
    path: str
    content: Payload
    files: dict[str, tuple[str, bytes]]
    session_key: str | None

    @property
    def key(self) -> str:
        """The session, wherever it is named."""
        return self.session_key or string(self.content.get("sessionKey"))


Handle = Callable[["MiraiServer", Request], Awaitable[Payload]]


async def serve(server: "MiraiServer", scope: Scope, receive: Receive, send: Send) -> None:
    """One request."""
    body = await body_of(receive)
    request = _request(scope, body or b"")
    handle = None if body is None else ROUTES.get((scope["method"], scope["path"].rstrip("/")))
    if handle is None:
        await respond(send, 404, b"", "text/plain")
        return
    answer = await _answered(server, handle, request)
    await asyncio.sleep(server.faults.delay)
    if server.faults.silent:
        await receive()
        return
    content = json.dumps(None if server.faults.null_answers else answer).encode()
    await respond(send, 200, content, "application/json; charset=UTF-8")


async def _answered(server: "MiraiServer", handle: Handle, request: Request | None) -> Payload:
    if request is None:
        return State(400).answer
    try:
        return await handle(server, request)
    except State as state:
        return state.answer
    except ActionFailed as failed:
        return state_of(failed).answer


def _request(scope: Scope, body: bytes) -> Request | None:
    """None for a body that is no JSON object."""
    headers, content = headers_of(scope), _query(scope["query_string"])
    files: dict[str, tuple[str, bytes]] = {}
    kind, options = parse_options_header(headers.get("content-type", ""))
    if kind == "multipart/form-data":
        fields, files = _form(body, options)
        content |= fields
    elif scope["method"] == "POST":
        given = from_json(body) if body else {}
        if not isinstance(given, dict):
            return None
        content |= given
    return Request(scope["method"], scope["path"], content, files, _session_key(headers))


def _query(query: bytes) -> Payload:
    """`target=1&memberIds=2&memberIds=3` -> `{"target": "1", "memberIds": ["2", "3"]}`."""
    given = parse_qs(query.decode("latin-1"), keep_blank_values=True)
    return {key: values if key == "memberIds" else values[-1] for key, values in given.items()}


def _form(body: bytes, options: dict[str, str]) -> tuple[Payload, dict[str, tuple[str, bytes]]]:
    _, fields, files = FormDataParser().parse(io.BytesIO(body), "multipart/form-data", len(body), options)
    read: dict[str, tuple[str, bytes]] = {}
    for name, file in files.items():
        read[name] = (file.filename or "", file.read())
        file.close()
    return dict(fields.items()), read


def _session_key(headers: dict[str, str]) -> str | None:
    kind, _, key = headers.get("authorization", "").partition(" ")
    return headers.get("sessionkey") or (key if kind.lower() in ("session", "sessionkey") else None)


# -- sessions


async def _verify(server: "MiraiServer", request: Request) -> Payload:
    if server.faults.refuse:
        raise State(server.faults.refuse)
    if "verifyKey" not in request.content:
        raise State(400, "参数错误，缺少字段: verifyKey")
    session = {"session": server.sessions.verify(string(request.content["verifyKey"])).key}
    return {"code": 0, "msg": "success", "data": session} if server.settings.napcat else {"code": 0, **session}


async def _bind(server: "MiraiServer", request: Request) -> Payload:
    if server.settings.single:
        raise State(6)
    session = server.sessions.known(request.key)
    if not session.bound and number(request.content.get("qq")) != server.account.self_id:
        raise State(2)
    server.sessions.bind(request.key)
    return State(0).answer


async def _release(server: "MiraiServer", request: Request) -> Payload:
    if number(request.content.get("qq")) != server.account.self_id:
        raise State(2)
    session = server.sessions.find(request.key)
    session.polls = False
    if not session.links:
        server.sessions.close(session.key)
    return State(0).answer


async def _session_info(server: "MiraiServer", request: Request) -> Payload:
    return server.account.me(server.sessions.find(request.key).key)


async def _count(server: "MiraiServer", request: Request) -> Payload:
    session = server.sessions.find(request.key)
    return {"code": 0, "msg": "", "data": len(taken(session, "peekMessage", len(session.unread)))}


def _fetch(how: str) -> Handle:
    async def fetch(server: "MiraiServer", request: Request) -> Payload:
        session = server.sessions.find(request.key)
        if "count" not in request.content:
            raise State(400, "参数错误，缺少字段: count")
        return {"code": 0, "msg": "", "data": taken(session, how, number(request.content["count"]))}

    return fetch


# -- commands


def _command(name: str, sub: str = "") -> Handle:
    async def ask(server: "MiraiServer", request: Request) -> Payload:
        server.sessions.find(request.key)
        if server.faults.fail:
            raise State(server.faults.fail)
        return await server.account.ask(name, request.content, sub)

    return ask


def _open(name: str) -> Handle:
    """Without a session."""

    async def ask(server: "MiraiServer", request: Request) -> Payload:
        return await server.account.ask(name, request.content)

    return ask


# -- forms


def _upload(field: str, answer: Callable[[str, str], Payload]) -> Handle:
    async def upload(server: "MiraiServer", request: Request) -> Payload:
        server.sessions.find(request.key)
        if string(request.content.get("type")).lower() not in ("group", "friend", "temp"):
            raise State(400, "上传错误")
        source = await _kept(server, request, field)
        return answer(source.partition("/")[0], server.store.url(source))

    return upload


async def _kept(server: "MiraiServer", request: Request, field: str) -> str:
    """A file of a form, or one that it has the address of, as the sandbox keeps it."""
    name, content = request.files.get(field, ("", b""))
    reference = f"base64://{b64encode(content).decode()}" if content else string(request.content.get("url"))
    if not reference:
        raise State(400, f"缺少参数 {field}")
    return await server.store.take(reference, name)


async def _upload_video(server: "MiraiServer", request: Request) -> Payload:
    server.sessions.find(request.key)
    await _kept(server, request, "thumbnail")
    return {"videoId": (await _kept(server, request, "video")).partition("/")[0]}


async def _upload_file(server: "MiraiServer", request: Request) -> Payload:
    server.sessions.find(request.key)
    account, content = server.account, request.content
    if content.get("type") != "group":
        raise State(6)
    path, (name, file) = string(content.get("path")), request.files.get("file", ("", b""))
    if "path" not in content or not file:
        raise State(400, "缺少参数 file" if "path" in content else "")
    folder = account.context.paths.get(path, "")
    if path.strip("/") and not folder:
        raise State(5)
    group_id = number(content.get("target"))
    given = {"group_id": group_id, "file": f"base64://{b64encode(file).decode()}", "name": name, "folder_id": folder}
    data = mapping(await account.call_action("upload_group_file", **given))
    about = {"group_id": group_id, "file_id": data.get("file_id"), "file_name": name, "file_size": len(file)}
    uploaded = {**about, "uploader": account.self_id, "upload_time": account.context.now()}
    return {"code": 0, "msg": "", "data": to_file(uploaded, account.context)}


def _routes() -> dict[tuple[str, str], Handle]:
    commands = {("GET", name): _command(name) for name in GETS} | {("POST", name): _command(name) for name in POSTS}
    for name in BOTH:
        commands |= {("GET", name): _command(name, "get"), ("POST", name): _command(name, "update")}
    own: dict[tuple[str, str], Any] = {
        ("GET", "about"): _open("about"),
        ("GET", "botList"): _open("botList"),
        ("POST", "verify"): _verify,
        ("POST", "bind"): _bind,
        ("POST", "release"): _release,
        ("GET", "sessionInfo"): _session_info,
        ("GET", "countMessage"): _count,
        ("POST", "uploadImage"): _upload("img", lambda file, url: {"imageId": image_id(file), "url": url}),
        ("POST", "uploadVoice"): _upload("voice", lambda file, url: {"voiceId": file, "url": url}),
        ("POST", "uploadShortVideo"): _upload_video,
        ("POST", "file_upload"): _upload_file,
        **{("GET", name): _fetch(name.replace("peak", "peek")) for name in FETCHES},
    }
    return {(method, "/" + name.replace("_", "/")): one for (method, name), one in {**commands, **own}.items()}


ROUTES = _routes()
"""Method and path -> what is done."""
