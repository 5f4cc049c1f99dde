"""The page's server: what it hands out, to whom, and what a page may ask of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from qq_api import message
from qq_api.sandbox.page_server import BACKLOG, names
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.run import GROUP_ID, SELF_ID, Options, sandbox, small_world
from qq_api.sandbox.world import Refused
from qq_api.types import Payload
from support import until

ALICE = 10002
PIXEL = b"\x89PNG\r\n\x1a\n" + b"pixel"


class Desk:
    """The faults of one endpoint, in the test's hands."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {"silent": False, "delay": 0, "drop": None}
        self.applied: list[tuple[int, int, str, Any]] = []

    def listed(self) -> list[Payload]:
        kinds = {"silent": "switch", "delay": "number", "drop": "once"}
        endpoint = {"self_id": SELF_ID, "endpoint": "websocket ws://127.0.0.1:1", "index": 0}
        return [{**endpoint, "name": name, "kind": kinds[name], "value": value} for name, value in self.values.items()]

    def apply(self, self_id: int, index: int, name: str, value: bool | float | None) -> None:
        if name not in self.values:
            raise Refused(f"no fault {name}")
        self.applied.append((self_id, index, name, value))
        self.values[name] = value


class PageSocket:
    """A page's end of the WebSocket."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self.frames = socket, list[Payload]()

    async def next(self, kind: str) -> Payload:
        """The next frame of this kind; others are kept in `frames`."""
        while True:
            while self.frames:
                if (frame := self.frames.pop(0))["type"] == kind:
                    return frame
            came = json.loads(await asyncio.wait_for(self._socket.recv(), 15))
            self.frames += came if isinstance(came, list) else [came]

    async def ask(self, **frame: Any) -> Payload:
        """Send a frame; its answer, `done` or `refused`."""
        await self._socket.send(json.dumps({**frame, "id": 7}))
        while True:
            answers = [one for one in self.frames if one.get("id") == 7 and one["type"] in ("done", "refused")]
            if answers:
                self.frames.remove(answers[0])
                return answers[0]
            came = json.loads(await asyncio.wait_for(self._socket.recv(), 15))
            self.frames += came if isinstance(came, list) else [came]


@pytest.fixture
async def qq() -> AsyncIterator[Sandbox]:
    async with sandbox(small_world(), Options()) as running:
        yield running


def base_of(qq: Sandbox) -> str:
    return qq.url.partition("/?")[0]


def cookie_of(qq: Sandbox) -> str:
    assert qq.page
    return f"qq_sandbox_{urlsplit(qq.url).port}={qq.page.token}"


@asynccontextmanager
async def page_of(qq: Sandbox) -> AsyncIterator[PageSocket]:
    base, headers = base_of(qq), {"Cookie": cookie_of(qq)}
    address = base.replace("http", "ws") + "/ws"
    async with connect(address, origin=base, additional_headers=headers, proxy=None) as socket:  # type: ignore[arg-type]
        page = PageSocket(socket)
        page.frames.append(await page.next("state"))
        yield page


async def get(qq: Sandbox, path: str, *, cookie: bool = True) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        headers = {"Cookie": cookie_of(qq)} if cookie else {}
        return await client.get(base_of(qq) + path, headers=headers)


# -- files


async def test_every_file_of_the_page_is_handed_out_and_nothing_else(qq: Sandbox) -> None:
    assert {"index.html", "page.js", "page.css", "icon.svg"} <= names()
    for name in names():
        answer = await get(qq, f"/{name}")
        assert (answer.status_code, len(answer.content) > 0) == (200, True), name
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    for path in ("/../page_server/page.py", "/..%2fpython.py", "/%2e%2e/python.py", "/python.py", "/page.js%00", "/x"):
        assert (await get(qq, path)).status_code == 404, path


async def test_what_somebody_sent_is_only_for_who_sees_the_page_and_can_do_nothing(qq: Sandbox) -> None:
    qq.world.say(ALICE, [message.image(PIXEL), message.image(b"<svg onload=alert(1)>")], group_id=GROUP_ID)
    async with page_of(qq) as page:
        segments = (await page.next("state"))["messages"][0]["segments"]
    picture, markup = (f"/media/{one['data']['media']}" for one in segments)
    assert (await get(qq, picture, cookie=False)).status_code == 403
    answer = await get(qq, picture)
    assert (answer.content, answer.headers["Content-Type"]) == (PIXEL, "image/png")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer = await get(qq, markup)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert (await get(qq, "/media/0123")).status_code == 404


# -- what a page asks


async def test_a_page_is_told_that_its_wish_was_done_or_why_not(qq: Sandbox) -> None:
    async with page_of(qq) as page:
        said = {"type": "say", "user_id": ALICE, "group_id": GROUP_ID}
        assert await page.ask(**said, text="hi") == {"type": "done", "id": 7}
        refused = await page.ask(**said, text="")
        assert (refused["type"], bool(refused["reason"])) == ("refused", True)


@pytest.mark.parametrize(
    "frame",
    [
        None,
        7,
        [],
        "x",
        {},
        {"type": []},
        {"type": "say"},
        {"type": "say", "user_id": "x"},
        {"type": "say", "user_id": 1e999},
        {"type": "say", "user_id": ALICE, "group_id": GROUP_ID, "segments": [{"type": 7}]},
        {"type": "forward", "user_id": ALICE, "message_ids": 7},
        {"type": "call", "self_id": SELF_ID, "action": "x", "params": 7},
        {"type": "repeat", "number": 99},
        {"type": "fault", "self_id": SELF_ID, "index": 0, "name": "silent"},
        {"type": "nonsense"},
    ],
)
async def test_odd_frames_are_refused_and_the_page_goes_on(qq: Sandbox, frame: Any) -> None:
    async with page_of(qq) as page:
        await page._socket.send(json.dumps(frame))
        assert (await page.next("refused"))["reason"]
        assert (await page.ask(type="say", user_id=ALICE, group_id=GROUP_ID, text="hi"))["type"] == "done"


async def test_a_page_calls_any_action_as_anybody_and_it_is_logged(qq: Sandbox) -> None:
    async with page_of(qq) as page:
        call = {"type": "call", "self_id": ALICE, "action": "send_group_msg"}
        assert (await page.ask(**call, params={"group_id": GROUP_ID, "message": "hi"}))["type"] == "done"
        assert (await page.ask(**call, params={}))["type"] == "refused"
        entries = [frame["entry"] for frame in page.frames if frame["type"] == "traffic"]
        assert [(one["name"], one["failed"]) for one in entries if one["kind"] == "action"] == [
            ("send_group_msg", False),
            ("send_group_msg", True),
        ]
    assert [said.user_id for said in qq.world.messages.values()] == [ALICE]


async def test_an_action_of_the_log_is_called_again(qq: Sandbox) -> None:
    async with page_of(qq) as page:
        params = {"group_id": GROUP_ID, "message": "again"}
        await page.ask(type="call", self_id=SELF_ID, action="send_group_msg", params=params)
        number = (await page.next("traffic"))["entry"]["number"]
        assert (await page.ask(type="repeat", number=number))["type"] == "done"
    assert [said.segments for said in qq.world.messages.values()] == [[message.text("again")]] * 2


async def test_an_event_of_the_log_reaches_the_bots_again_as_it_was() -> None:
    async with (
        sandbox(small_world(), Options(ws_port=0)) as qq,
        page_of(qq) as page,
        connect(qq.endpoints[0].address, proxy=None) as bot,
    ):
        await qq.connected(SELF_ID)
        qq.world.say(ALICE, "hi", group_id=GROUP_ID)
        number = (await page.next("traffic"))["entry"]["number"]
        await page.ask(type="repeat", number=number)
        heard = list[Payload]()
        while len(heard) < 2:
            event = json.loads(await asyncio.wait_for(bot.recv(), 15))
            heard += [event] if event["post_type"] == "message" else []
        assert heard[0] == heard[1]
    assert len(qq.world.messages) == 1


async def test_a_fault_is_applied_and_every_page_sees_it(qq: Sandbox) -> None:
    assert qq.page
    qq.page.faults = desk = Desk()
    async with page_of(qq) as page, page_of(qq) as other:
        assert (await page.next("state"))["faults"] == desk.listed()
        fault = {"type": "fault", "self_id": SELF_ID, "index": 0}
        await page.ask(**fault, name="silent", value=True)
        await page.ask(**fault, name="drop")
        assert desk.applied == [(SELF_ID, 0, "silent", True), (SELF_ID, 0, "drop", None)]
        assert (await other.next("faults"))["faults"][0]["value"] is True
        assert (await page.ask(**fault, name="nonsense", value=1))["reason"] == "no fault nonsense"


async def test_a_card_is_told_to_who_asked_for_it(qq: Sandbox) -> None:
    forward_id = qq.world.keep_card(
        [{"content": [message.text("hi")], "sender": {"user_id": ALICE, "nickname": "Alice"}, "time": 1}]
    )
    async with page_of(qq) as page:
        await page.ask(type="open", card=forward_id)
        assert (await page.next("card"))["messages"][0]["name"] == "Alice"


# -- a page that does not keep up, and the end


async def test_a_page_that_fell_far_behind_gets_all_there_is_instead_of_the_rest(qq: Sandbox) -> None:
    async with page_of(qq) as page:
        await page.next("state")
        for number in range(2 * BACKLOG):  # without a pause, so that nothing can be sent in between
            qq.world.say(ALICE, str(number), group_id=GROUP_ID)
        state = await page.next("state")
        assert state["messages"][-1]["segments"] == [message.text(str(2 * BACKLOG - 1))]


async def test_when_the_sandbox_ends_its_page_hears_no_more_of_the_world() -> None:
    world = small_world()
    async with sandbox(world, Options()) as qq:
        assert qq.page
        frames = list[Payload]()
        qq.page._show = qq.page.qq._show = frames.append  # type: ignore[method-assign]
        world.say(ALICE, "one", group_id=GROUP_ID)
        await until(lambda: [frame["type"] for frame in frames] == ["message", "traffic"])
    world.say(ALICE, "two", group_id=GROUP_ID)
    assert len(frames) == 2
