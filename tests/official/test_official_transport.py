"""The transport: gateway or webhook, and who is there; the half that speaks OneBot is played by the test."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from aiocqhttp import Event
from tencent import APP_ID, SECRET, Gate, gate

from qq_api import ActionFailed, ApiNotAvailable, Bot, Texts, Unanswered
from qq_api.config import Config, Official
from qq_api.doctor import examine
from qq_api.errors import FatalError
from qq_api.official.parts import Parts
from qq_api.official.problems import PlatformError
from qq_api.official.signature import Signer
from qq_api.official.transport import OfficialTransport
from qq_api.report import report
from qq_api.runtime import running
from qq_api.web import Receive, Scope, Send, bind, body_of, port_of, respond, serving
from support import free_port, until

SELF_ID = int(APP_ID)


class Speaks:
    """The half that speaks OneBot, in short."""

    def __init__(self) -> None:
        self.fault: Exception | None = None

    def to_onebot(self, frame: dict[str, Any]) -> list[dict[str, Any]]:
        if frame["t"] != "GROUP_AT_MESSAGE_CREATE":
            return []
        number = int(frame["s"])
        head = {"post_type": "message", "message_type": "group", "self_id": SELF_ID, "user_id": 1, "group_id": 2}
        return [{**head, "message_id": number, "time": number, "message": frame["d"]["content"]}]

    async def call(self, action: str, params: dict[str, Any]) -> Any:
        if action == "never":
            await asyncio.Event().wait()
        if self.fault is not None:
            raise self.fault
        return {"action": action, **params}


class Api:
    """The platform's HTTP half, as an ASGI application."""

    def __init__(self, gateway: str) -> None:
        self.gateway, self.token, self.refusal = gateway, {"access_token": "t", "expires_in": "7200"}, None
        self.limit: dict[str, Any] = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
        self.asked: list[str] = []
        self.answer: Any = ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await body_of(receive)
        self.asked.append(scope["path"])
        if scope["path"] == "/token":
            await respond(send, 200, json.dumps(self.token).encode())
        elif self.refusal is not None:
            await respond(send, 401, json.dumps(self.refusal).encode())
        else:
            usual = {"url": self.gateway, "shards": 1, "session_start_limit": self.limit}
            body = usual if self.answer is ... else self.answer
            await respond(send, 200, json.dumps(body).encode())


class Home:
    def __init__(self, gateway: Gate, api: Api, base: str) -> None:
        self.gateway, self.api, self.bot, self.speaks = gateway, api, Bot(), Speaks()
        self.texts = Texts.load("qq_api", "en_us")
        self.base = base
        self.heard: list[str] = []
        self.changes: list[tuple[str, Any]] = []
        self.bot.listeners.append(self._hear)

    def _hear(self, event: Event) -> None:
        if event["post_type"] == "connection":
            self.changes.append((event["connection_type"], event.get("kept")))
        else:
            self.heard.append(event["message"])

    def config(self, **keys: Any) -> Official:
        where = {"api_base": self.base, "token_url": f"{self.base}/token"}
        return Official.model_validate({"app_id": APP_ID, "secret": SECRET, **where, **keys})

    def transport(self, sock: Any = None, parked: Any = (), **keys: Any) -> OfficialTransport:
        def parts(*_: Any) -> Parts:
            return Parts(self.speaks, self.speaks)

        config = self.config(**keys)
        return OfficialTransport(config, self.bot, self.texts, None, sock, parked, lambda: iter([0.01] * 999), parts)

    @asynccontextmanager
    async def runs(self, transport: OfficialTransport) -> AsyncIterator["asyncio.Task[None]"]:
        task = asyncio.create_task(transport.run(self.bot.emit))
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    async with gate() as gateway:
        api, sock = Api(gateway.url), bind("127.0.0.1", 0)
        port = port_of(sock)
        async with serving(api, sock):
            yield Home(gateway, api, f"http://127.0.0.1:{port}")


async def test_events_come_down_and_actions_go_up(home: Home) -> None:
    transport = home.transport()
    async with home.runs(transport):
        await until(transport.accounts)
        await home.gateway.say("你好")
        await until(lambda: home.heard == ["你好"])
        assert transport.accounts() == [SELF_ID]
        assert await transport.call_action("get_status", a=1, self_id=SELF_ID) == {"action": "get_status", "a": 1}
        with pytest.raises(ApiNotAvailable, match="5"):
            await transport.call_action("get_status", self_id=5)
        with pytest.raises(Unanswered):
            await transport.call_action("never", timeout_seconds=0.05)
        home.speaks.fault = PlatformError(40034102, "主动消息失败", 400, "trace")
        with pytest.raises(ActionFailed) as caught:
            await transport.call_action("send_group_msg")
        assert caught.value.retcode == 40034102
        assert "without being spoken to" in caught.value.result["wording"]
    assert home.changes == [("open", False), ("closed", None)]
    with pytest.raises(ApiNotAvailable):
        await transport.call_action("get_status")


async def test_a_short_loss_is_no_absence(home: Home) -> None:
    transport = home.transport()
    async with home.runs(transport):
        await until(transport.accounts)
        for code in (4009, 4000, 4009):
            await home.gateway.close(code)
            assert transport.accounts() == [SELF_ID]
            await home.gateway.say(f"after {code}")
            await until(lambda: home.gateway.sockets)
        await until(lambda: len(home.heard) == 3)
        assert home.changes == [("open", False)]


async def test_a_long_loss_is_one(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_api.official.presence.GRACE_SECONDS", 0.05)
    transport = home.transport()
    async with home.runs(transport):
        await until(transport.accounts)
        home.gateway.greets = False
        await home.gateway.close(4009)
        await until(lambda: ("closed", None) in home.changes)
        assert transport.accounts() == []
        home.gateway.greets = True
        with pytest.raises(ApiNotAvailable):
            await transport.call_action("get_status")


async def test_the_same_event_twice_is_heard_once(home: Home) -> None:
    transport = home.transport()
    async with home.runs(transport):
        await until(transport.accounts)
        frame = json.dumps(home.gateway.event("once"))
        for _ in range(3):
            await home.gateway.sockets[0].send(frame)
        await home.gateway.say("end")
        await until(lambda: "end" in home.heard)
        assert home.heard == ["once", "end"]


async def test_one_bad_event_does_not_end_the_connection(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    transport = home.transport()
    async with home.runs(transport):
        await until(transport.accounts)
        await home.gateway.sockets[0].send('{"op": 0, "t": "GROUP_AT_MESSAGE_CREATE", "s": "x", "d": {}}')
        await home.gateway.say("next")
        await until(lambda: home.heard == ["next"])
    assert "an event was lost" in caplog.text


async def test_a_plugin_reload_loses_nothing_and_nobody_goes(home: Home) -> None:
    first = home.transport()
    async with home.runs(first):
        await until(first.accounts)
        await home.gateway.say("before")
        await until(lambda: home.heard == ["before"])
        left = await first.park()
    await home.gateway.say("meanwhile")
    second = home.transport(parked=json.loads(json.dumps(left)))
    async with home.runs(second):
        await until(second.accounts)
        await until(lambda: home.heard == ["before", "meanwhile"])
        await home.gateway.say("after")
        await until(lambda: len(home.heard) == 3)
        assert home.gateway.ops() == [2, 6]
    assert home.changes == [("open", False), ("open", True), ("closed", None)]


async def test_who_gave_up_before_a_reload_is_not_there_after_it(home: Home) -> None:
    first = home.transport()
    async with home.runs(first) as task:
        await until(first.accounts)
        await home.gateway.close(4915)
        with pytest.raises(FatalError):
            await task
        left = await first.park()
    home.api.token = {"code": 100007, "message": "appid invalid"}
    second = home.transport(parked=left)
    async with home.runs(second):
        await until(lambda: second.problem)
    assert home.changes == [("open", False), ("closed", None)]


@pytest.mark.parametrize(
    ("token", "refusal", "words", "fatal"),
    [
        ({"code": 100016, "message": "invalid appid or secret"}, None, "AppSecret", True),
        ({"code": 100007, "message": "appid invalid"}, None, "AppID", True),
        (None, {"code": 11298, "message": "接口访问源IP不在白名单"}, "allow-list", False),
        (None, {"code": 11265, "message": "封禁"}, "banned", True),
        ({"code": 100001, "message": "too many"}, None, "pause", False),
    ],
)
async def test_what_keeps_us_out_is_said_and_whether_it_is_tried_again(
    home: Home, token: Any, refusal: Any, words: str, fatal: bool
) -> None:
    home.api.token, home.api.refusal = token or home.api.token, refusal
    transport = home.transport()
    async with home.runs(transport) as task:
        await until(lambda: words in transport.problem)
        with pytest.raises(ApiNotAvailable, match=words):
            await transport.call_action("get_status")
        if fatal:
            with pytest.raises(FatalError, match=words):
                await task
        else:
            home.api.token, home.api.refusal = {"access_token": "t", "expires_in": 7200}, None
            await until(transport.accounts)
            assert transport.problem == ""


async def test_no_session_left_today_waits_as_long_as_tencent_says(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.api.limit["remaining"] = 0
    transport = home.transport()
    async with home.runs(transport):
        await until(lambda: "240 minutes" in transport.problem)
        assert home.gateway.heard == []


@pytest.mark.parametrize("answer", [None, [], {"url": None}, "text"])
async def test_a_platform_that_names_no_gateway_is_said_and_tried_again(home: Home, answer: Any) -> None:
    home.api.answer = answer
    transport = home.transport()
    async with home.runs(transport):
        await until(lambda: "no gateway" in transport.problem)
        home.api.answer = ...
        await until(transport.accounts)


async def test_several_shards_are_one_account(home: Home) -> None:
    home.api.limit["max_concurrency"] = 10
    transport = home.transport(shards=3)
    async with home.runs(transport):
        await until(lambda: len(home.gateway.sockets) == 3)
        await until(transport.accounts)
        assert home.changes == [("open", False)]
        shards = sorted(frame["d"]["shard"] for frame in home.gateway.heard if frame["op"] == 2)
        assert shards == [[0, 3], [1, 3], [2, 3]]


async def post(url: str, number: int) -> httpx.Response:
    body = json.dumps(
        {"op": 0, "id": f"e{number}", "t": "GROUP_AT_MESSAGE_CREATE", "s": number, "d": {"content": "hi"}}
    )
    stamp = str(int(time.time()))
    signature = Signer(SECRET).sign((stamp + body).encode())
    headers = {"X-Bot-Appid": APP_ID, "X-Signature-Ed25519": signature, "X-Signature-Timestamp": stamp}
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(url, content=body, headers=headers)


async def test_webhooks_are_served_and_each_event_is_heard_once(home: Home) -> None:
    sock = bind("127.0.0.1", 0)
    url = f"http://127.0.0.1:{port_of(sock)}/qq"
    transport = home.transport(sock=sock, mode="webhook", path="/qq")
    async with home.runs(transport):
        await until(transport.accounts)
        for number in (1, 1, 2, 1):
            assert (await post(url, number)).json() == {"op": 12, "d": 0}
        assert home.heard == ["hi", "hi"]
        assert home.gateway.heard == []
        assert await transport.call_action("get_status") == {"action": "get_status"}
        left = await transport.park()
        assert (await post(url, 3)).status_code == 503
    assert len(home.heard) == 2
    sock = bind("127.0.0.1", 0)
    again = home.transport(sock=sock, parked=left, mode="webhook")
    async with home.runs(again):
        await until(again.accounts)
        await post(f"http://127.0.0.1:{port_of(sock)}/", 2)
        assert len(home.heard) == 2


async def test_without_the_library_webhooks_say_what_to_install(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    sock = bind("127.0.0.1", 0)
    transport = home.transport(sock=sock, mode="webhook")
    async with home.runs(transport) as task:
        with pytest.raises(FatalError, match="pip install cryptography"):
            await task
    sock.close()


async def test_the_doctor_and_the_status_know_it(home: Home) -> None:
    bot = Bot()
    async with running(bot, Config(connections=[home.config()]), home.texts) as runtime:
        await until(bot.accounts)
        findings = await examine(bot, runtime, home.texts)
        assert "Mention the bot in a group" in findings[-1]
        assert f"official {APP_ID}: {APP_ID}" in await report(bot, runtime, home.texts)
        home.api.refusal = {"code": 11298, "message": "白名单"}
        (first, *_) = await examine(bot, runtime, home.texts)
        assert first.startswith(f"official {APP_ID}: This machine's public address is not on the bot's allow-list")


async def test_what_gave_up_is_begun_anew_by_a_reload(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    bot, config = Bot(), Config(connections=[home.config()])
    async with running(bot, config, home.texts) as runtime:
        await until(bot.accounts)
        await home.gateway.close(4914)
        await until(lambda: runtime.held[0].is_over)
        (finding, *_) = await examine(bot, runtime, home.texts)
        assert "works in the sandbox only" in finding
        assert "works in the sandbox only" in await report(bot, runtime, home.texts)
        assert "Traceback" not in caplog.text
        await runtime.apply(config)
        await until(bot.accounts)
        assert await examine(bot, runtime, home.texts) != [finding]


async def test_webhooks_that_never_came_are_a_finding(home: Home) -> None:
    port = free_port()
    connection = home.config(mode="webhook", port=port, path="/qq")
    bot = Bot()
    async with running(bot, Config(connections=[connection]), home.texts) as runtime:
        await until(bot.accounts)
        findings = await examine(bot, runtime, home.texts)
        assert f"http://127.0.0.1:{port}/qq" in findings[0]
        assert (await post(f"http://127.0.0.1:{port}/qq", 1)).status_code == 200
        assert not [one for one in await examine(bot, runtime, home.texts) if "nothing was posted" in one]
