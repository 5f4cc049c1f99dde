"""A small bot of our own for the make-believe official platform, and a World for it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from qq_api import message
from qq_api.sandbox.official import OfficialPlatform
from qq_api.sandbox.official.clock import Clock
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from qq_api.sandbox.world import World

ALICE, WANG, NOTCH, BOLD = 10002, 10003, 10004, 10005
CHANNEL = 20002
APP_ID, SECRET = "102000001", "naOC0ocQE3shWLAfffVLB1rhYPG7"
GROUPS = 1 << 25 | 1 << 26


def big_world() -> World:
    """The small World with a group that is shown as a channel; 10004 is no friend, and in both groups."""
    world = small_world()
    world.add_group(CHANNEL, "大厅", owner=ALICE, members={SELF_ID: "", WANG: "", NOTCH: ""})
    world.groups[CHANNEL].members[SELF_ID].role = "admin"
    return world


def stand_still(clock: Clock) -> None:
    """Only `move` moves it, however slow the machine is."""
    now = clock.now()
    clock._time, clock._moved = lambda: now, 0.0


class Link:
    """A connection to the gateway."""

    def __init__(self, websocket: ClientConnection) -> None:
        self.websocket = websocket
        self.seq = 0

    async def send(self, op: int, data: Any = None) -> None:
        await self.websocket.send(json.dumps({"op": op, "d": data}))

    async def take(self) -> dict[str, Any]:
        """The next frame."""
        frame: dict[str, Any] = json.loads(await asyncio.wait_for(self.websocket.recv(), 15))
        self.seq = max(self.seq, frame.get("s") or 0)
        return frame

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next event, which must be of this type; the whole frame."""
        frame = await self.take()
        assert frame.get("t") == kind, frame
        return frame

    async def nothing(self) -> None:
        """A heartbeat is all that comes."""
        await self.send(1, self.seq or None)
        assert (await self.take())["op"] == 11

    async def closed(self) -> int:
        """The code with which the platform ends it."""
        await asyncio.wait_for(self.websocket.wait_closed(), 15)
        return self.websocket.close_code or 0


class Client:
    """A bot."""

    def __init__(self, official: OfficialPlatform, http: httpx.AsyncClient) -> None:
        self.official, self.world, self.ids = official, official.world, official.ids
        self.http, self.token = http, ""
        self.group, self.alice = self.ids.of("group", GROUP_ID), self.ids.of("user", ALICE)
        self.channel = self.ids.of("channel", CHANNEL)
        self.guild = official.office.shapes.posts.guild_id()

    async def login(self) -> dict[str, Any]:
        """Get a token."""
        answer = await self.http.post("/app/getAppAccessToken", json={"appId": APP_ID, "clientSecret": SECRET})
        given: dict[str, Any] = answer.json()
        self.token = f"QQBot {given['access_token']}"
        return given

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        """Call something."""
        headers = {"Authorization": self.token, "X-Union-Appid": APP_ID}
        return await self.http.request(method, path, json=body, headers=headers, **more)

    async def ok(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """The answer of a call that must be done."""
        answer = await self.call(method, path, body, **more)
        assert (answer.is_success and answer.status_code < 201) or answer.status_code == 204, answer.text
        return answer.json() if answer.content else None

    async def code(self, method: str, path: str, body: Any = None) -> int:
        """The code of a call that must be refused."""
        answer = await self.call(method, path, body)
        assert answer.status_code > 200 and answer.status_code != 204, answer.text
        told = answer.json()
        assert told["code"] == told["err_code"] and told["trace_id"] == answer.headers["X-Tps-trace-ID"]
        return int(told["code"])

    @asynccontextmanager
    async def linked(self) -> AsyncIterator[Link]:
        """A connection that has heard hello."""
        async with connect((await self.ok("GET", "/gateway"))["url"]) as websocket:
            link = Link(websocket)
            hello = await link.take()
            interval = round(self.official.settings.heartbeat * 1000)
            assert (hello["op"], hello["d"]) == (10, {"heartbeat_interval": interval})
            yield link

    async def identify(self, link: Link, intents: int = GROUPS, **more: Any) -> dict[str, Any]:
        """Begin a session; gives what READY says."""
        await link.send(2, {"token": self.token, "intents": intents, "shard": [0, 1], "properties": {}, **more})
        data: dict[str, Any] = (await link.hear("READY"))["d"]
        return data

    @asynccontextmanager
    async def listening(self, intents: int = GROUPS) -> AsyncIterator[Link]:
        """A connection with a session."""
        async with self.linked() as link:
            await self.identify(link, intents)
            yield link

    # -- what people do

    def says(self, text: str, *, who: int = ALICE, at: bool = True, group_id: int = GROUP_ID, **place: int) -> int:
        """Somebody says something, by default to the bot in its group."""
        said = [*([message.at(SELF_ID)] if at else []), message.text(f" {text}")]
        return self.world.say(who, said, **(place or {"group_id": group_id}))

    async def to_group(self, content: str = "hi", **more: Any) -> httpx.Response:
        """Say something in the group."""
        return await self.call("POST", f"/v2/groups/{self.group}/messages", {"content": content, **more})

    async def to_user(self, content: str = "hi", **more: Any) -> httpx.Response:
        """Say something to Alice."""
        return await self.call("POST", f"/v2/users/{self.alice}/messages", {"content": content, **more})

    def said(self) -> list[list[dict[str, Any]]]:
        """What the bot has said, as people see it."""
        return [one.segments for one in self.world.messages.values() if one.user_id == SELF_ID]


def code_of(answer: httpx.Response) -> int:
    """The code of an answer; 0 where it was done."""
    return int(answer.json().get("code", 0)) if answer.content else 0


@asynccontextmanager
async def bot(**settings: Any) -> AsyncIterator[Client]:
    """A bot that has a token, on a platform of its own."""
    given = {"port": 0, "app_id": APP_ID, "secret": SECRET, "channels": [CHANNEL], **settings}
    async with OfficialPlatform(big_world(), given) as official, httpx.AsyncClient(trust_env=False) as http:
        http.base_url = httpx.URL(official.url)
        client = Client(official, http)
        await client.login()
        yield client
