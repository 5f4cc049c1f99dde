"""The sandbox's mirai-api-http, as tests need it: a World in which everybody is there, and clients of both adapters."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from qq_api import message
from qq_api.sandbox.mirai import MiraiServer
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.world import groups, requests, talk

BOT, ALICE, WANG, NOTCH, GROUP, OTHER = 10001, 10002, 10003, 10004, 20001, 20002
KEY = "INITKEY-小麦".encode().hex()


class Mah:
    """A sandbox with one account that mirai-api-http speaks for."""

    def __init__(self, qq: Sandbox) -> None:
        self.qq, self.world = qq, qq.world
        server = qq.endpoints[0].peers[0]
        assert isinstance(server, MiraiServer)
        self.server = server
        self.address = qq.endpoints[0].address
        self.host = self.address.removeprefix("http://")

    @asynccontextmanager
    async def socket(self, path: str = "all", **given: str) -> AsyncIterator["Socket"]:
        """A WebSocket, logged in as `given` says; with the key and the account without it."""
        headers = given or {"verifyKey": KEY, "qq": str(BOT)}
        async with connect(f"ws://{self.host}/{path}", additional_headers=headers, proxy=None) as link:
            yield Socket(link)

    @asynccontextmanager
    async def http(self, *, bound: bool = True) -> AsyncIterator["Http"]:
        """A client by HTTP, with a session of its own."""
        async with httpx.AsyncClient(base_url=self.address, trust_env=False) as client:
            http = Http(client)
            if bound:
                await http.log_in()
            yield http

    def say(self, user_id: int, said: Any, **place: Any) -> int:
        """Somebody says something, in the group without a place."""
        return self.world.say(user_id, said, **(place or {"group_id": GROUP}))


class Socket:
    """A client's WebSocket."""

    def __init__(self, link: ClientConnection) -> None:
        self.link = link
        self._numbers = 0
        self.heard: list[dict[str, Any]] = []

    async def frame(self) -> Any:
        return json.loads(await asyncio.wait_for(self.link.recv(), 15))

    async def send(self, request: Any) -> None:
        await self.link.send(request if isinstance(request, str | bytes) else json.dumps(request))

    async def ask(self, command: str, content: Any = None, sub: str | None = None) -> Any:
        """The `data` of the answer; what is pushed meanwhile is kept in `heard`."""
        self._numbers += 1
        sync_id = f"call-{self._numbers}"
        given = {} if content is None else content
        await self.send({"syncId": sync_id, "command": command, "subCommand": sub, "content": given})
        while (frame := await self.frame()).get("syncId") != sync_id:
            self.heard.append(frame)
        return frame["data"]

    async def packet(self, kind: str = "") -> Any:
        """The next packet that is pushed, of a type or of any."""
        while True:
            frame = self.heard.pop(0) if self.heard else await self.frame()
            if frame.get("syncId") == "-1" and kind in ("", frame["data"].get("type")):
                return frame["data"]


class Http:
    """A client by HTTP."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client, self.session = client, ""

    async def post(self, path: str, /, **content: Any) -> Any:
        """The answer to a POST; the session is in its body."""
        body = {"sessionKey": self.session, **content}
        return (await self.client.post(path, json=body)).json()

    async def get(self, path: str, /, **query: Any) -> Any:
        """The answer to a GET; the session is a header."""
        headers = {"sessionKey": self.session} if self.session else {}
        return (await self.client.get(path, params=query, headers=headers)).json()

    async def log_in(self) -> None:
        self.session = (await self.post("/verify", verifyKey=KEY))["session"]
        assert (await self.post("/bind", qq=BOT))["code"] == 0


def config(**endpoint: Any) -> dict[str, Any]:
    """The bot is admin of a group that Alice owns; she is a friend, Wang is none; of another group it is owner."""
    return {
        "page": None,
        "seed": 7,
        "accounts": [
            {
                "user_id": BOT,
                "nickname": "小麦 Bot",
                "endpoints": [{"type": "mirai", "port": 0, "token": KEY, **endpoint}],
            },
            {"user_id": ALICE, "nickname": "Alice"},
        ],
        "groups": [
            {
                "group_id": GROUP,
                "name": "生存服",
                "owner": ALICE,
                "admins": [BOT],
                "members": [BOT, {"user_id": WANG, "card": "老王", "title": "建筑师"}, NOTCH],
            },
            {"group_id": OTHER, "name": "管理组", "owner": BOT, "members": [ALICE, WANG]},
        ],
        "friends": [{"between": [BOT, ALICE], "remark": "爱丽丝"}],
    }


@asynccontextmanager
async def mah(**endpoint: Any) -> AsyncIterator[Mah]:
    """mirai-api-http on a free port."""
    async with Sandbox(config(**endpoint)) as qq:
        yield Mah(qq)


def happen(server: Mah) -> None:
    """Things that mirai tells of."""
    world = server.world
    said = server.say(WANG, [message.at(BOT), message.face(178), message.text(" hi")])
    server.say(NOTCH, [message.reply(said), message.dice(4), message.image("https://example.test/a.png")])
    server.say(ALICE, "in private", to=BOT)
    server.say(WANG, "by way of a group", to=BOT, via=GROUP)
    talk.recall(world, WANG, said)
    talk.poke(world, WANG, BOT, GROUP)
    groups.mute(world, ALICE, GROUP, NOTCH, 60)
    groups.mute(world, ALICE, GROUP, NOTCH, 0)
    groups.mute_all(world, BOT, GROUP, True)
    groups.mute_all(world, BOT, GROUP, False)
    groups.set_card(world, ALICE, GROUP, WANG, "王")
    groups.set_title(world, ALICE, GROUP, WANG, "大师")
    groups.set_admin(world, ALICE, GROUP, WANG, True)
    groups.rename(world, ALICE, GROUP, "生存二服")
    world.add_person(10009, "Newcomer")
    requests.ask_to_join(world, 10009, GROUP, "let me in")
    requests.ask_friend(world, 10009, BOT, "hello")
    groups.join(world, GROUP, 10009, BOT, "invite")
    groups.kick(world, BOT, GROUP, 10009)
    groups.leave(world, NOTCH, GROUP)
