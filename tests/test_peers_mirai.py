"""The sandbox's mirai-api-http with clients that nobody here wrote: yiri-mirai and miraihttpapi, each a process."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from environment import DEV, ensure, python_of
from mah import ALICE, BOT, GROUP, KEY, NOTCH, OTHER, WANG, Mah, happen, mah
from qq_api import message
from support import Child, child, one_at_a_time, until

PEERS = Path(__file__).resolve().parent / "peers"
YIRI = "yiri-mirai==0.2.6.1"


@pytest.fixture(scope="session")
def python() -> Path:
    """An interpreter with both, in an environment of its own, kept below `.dev/`.

    yiri-mirai wants websockets below 10, which Python 3.10 cannot run; everybody has it with 10.4.
    """
    folder = DEV / f"peers-mirai-py{sys.version_info.major}.{sys.version_info.minor}"
    with one_at_a_time(folder.with_suffix(".lock")):
        try:
            python = ensure((PEERS / "mirai-requirements.txt",), folder)
            if subprocess.run([python, "-c", "import mirai"], capture_output=True, check=False).returncode:
                subprocess.run([python, "-m", "pip", "install", "-qq", "--no-deps", YIRI], check=True)
            subprocess.run([python, "-c", "import mirai"], capture_output=True, check=True)  # it wants `cgi`
        except subprocess.CalledProcessError:
            pytest.skip(f"yiri-mirai and miraihttpapi cannot be had on Python {sys.version.split()[0]}")
    return python_of(folder)


class House:
    """mirai-api-http and the client that is logged in there."""

    def __init__(self, server: Mah, bot: Child) -> None:
        self.mah, self.world, self.bot = server, server.world, bot

    async def hears(self, kind: str) -> dict[str, Any]:
        """What the client said of a packet."""
        return await self.bot.says(heard=kind)

    async def does(self, order: str, *arguments: Any) -> dict[str, Any]:
        """What the client said of an order of Alice's."""
        self.bot.said.clear()
        self.mah.say(ALICE, "do " + json.dumps([order, *arguments]))
        return await self.bot.says(done=order)

    def said(self, where: Any = GROUP) -> list[Any]:
        """What the bot has said in a group, or to somebody, as segments."""
        mine = (one for one in self.world.messages.values() if one.user_id == BOT)
        return [one.segments for one in mine if where in (one.group_id, one.peer_id)]


@asynccontextmanager
async def client(python: Path, script: str, *arguments: str, **endpoint: Any) -> AsyncIterator[House]:
    async with mah(**endpoint) as server:
        port = server.host.partition(":")[2]
        one = child(python, PEERS / script, *arguments, port, endpoint.get("token", KEY), str(BOT))
        async with one as bot:
            await bot.says("ready")
            yield House(server, bot)


def yiri(python: Path, way: str, **endpoint: Any) -> Any:
    return client(python, "mirai_yiri.py", way, **endpoint)


HAPPENED = (
    *("GroupMessage", "FriendMessage", "TempMessage", "GroupRecallEvent", "NudgeEvent", "MemberMuteEvent"),
    *("MemberUnmuteEvent", "GroupMuteAllEvent", "MemberCardChangeEvent", "MemberSpecialTitleChangeEvent"),
    *("MemberPermissionChangeEvent", "GroupNameChangeEvent", "MemberJoinRequestEvent", "NewFriendRequestEvent"),
    *("MemberJoinEvent", "MemberLeaveEventKick", "MemberLeaveEventQuit"),
)

WAYS = ("websocket", "http")


@pytest.mark.parametrize("way", WAYS)
async def test_yiri_mirai_hears_every_kind_of_event_as_its_own_class(python: Path, way: str) -> None:
    async with yiri(python, way) as house:
        happen(house.mah)
        await house.hears("MemberLeaveEventQuit")
        await until(lambda: {*HAPPENED} <= {one.get("heard") for one in house.bot.said}, what=house.bot.log[-5:])
        chains = [one["chain"] for one in house.bot.said if one.get("heard") == "GroupMessage"]
        assert chains == [["Source", "At", "Face", "Plain"], ["Source", "Quote", "Dice", "Image"]]
        temp = (await house.hears("TempMessage"))["event"]["sender"]
        assert (temp["id"], temp["group"]["id"]) == (WANG, GROUP)


@pytest.mark.parametrize("way", WAYS)
async def test_yiri_mirai_sends_quotes_and_recalls(python: Path, way: str) -> None:
    async with yiri(python, way) as house:
        assert (await house.does("reply", "你好"))["answer"] > 0
        quote, text = house.said()[0]
        assert (quote["type"], text["data"]["text"]) == ("reply", "你好")
        chain = [{"type": "Plain", "text": "x"}, {"type": "At", "target": WANG}, {"type": "Face", "face_id": 1}]
        sent = (await house.does("group", GROUP, chain))["answer"]["message_id"]
        assert [segment["type"] for segment in house.said()[1]] == ["text", "at", "face"]
        assert (await house.does("recall", sent, GROUP))["answer"]["code"] == 0
        assert [one.recalled for one in house.world.messages.values() if one.user_id == BOT] == [False, True]
        await house.does("friend", ALICE, "to you alone")
        assert house.said(ALICE) == [[message.text("to you alone")]]
        await house.does("temp", WANG, OTHER, "by way of a group")
        assert house.said(WANG) == [[message.text("by way of a group")]]
        assert (await house.does("friend", NOTCH, "no friend"))["code"] == 5


@pytest.mark.parametrize("way", WAYS)
async def test_yiri_mirai_lists_asks_and_rules(python: Path, way: str) -> None:
    async with yiri(python, way) as house:
        friends = (await house.does("friends"))["answer"]["data"]
        assert friends == [{"id": ALICE, "nickname": "Alice", "remark": "爱丽丝"}]
        listed = (await house.does("groups"))["answer"]["data"]
        assert [(one["id"], one["permission"]) for one in listed] == [(GROUP, "ADMINISTRATOR"), (OTHER, "OWNER")]
        members = (await house.does("members", GROUP))["answer"]["data"]
        assert [one["id"] for one in members] == [ALICE, WANG, NOTCH]
        assert (await house.does("member", GROUP, WANG))["answer"]["special_title"] == "建筑师"
        assert (await house.does("profile"))["answer"]["nickname"] == "小麦 Bot"
        assert (await house.does("config", GROUP))["answer"]["name"] == "生存服"
        assert (await house.does("session"))["answer"]["data"]["qq"]["id"] == BOT
        assert (await house.does("files", GROUP))["answer"]["data"] == []
        await house.does("mute", GROUP, WANG)
        assert house.world.member(GROUP, WANG).muted_until > house.world.now()
        await house.does("unmute", GROUP, WANG)
        assert house.world.member(GROUP, WANG).muted_until == 0
        assert (await house.does("mute", GROUP, ALICE))["code"] == 10
        await house.does("rename", GROUP, WANG, "王")
        assert house.world.member(GROUP, WANG).card == "王"
        await house.does("nudge", WANG, GROUP)
        await house.hears("NudgeEvent")


@pytest.mark.parametrize("way", WAYS)
async def test_yiri_mirai_works_without_a_key_and_in_single_mode(python: Path, way: str) -> None:
    async with yiri(python, way, single=True, token="") as house:
        assert (await house.does("reply", "single"))["answer"] > 0


def miraihttpapi(python: Path, **endpoint: Any) -> Any:
    return client(python, "mirai_miraihttpapi.py", **endpoint)


async def test_miraihttpapi_hears_every_kind_of_event(python: Path) -> None:
    async with miraihttpapi(python) as house:
        happen(house.mah)
        await house.hears("MemberLeaveEventQuit")
        assert {*HAPPENED} <= {one.get("heard") for one in house.bot.said}


async def test_miraihttpapi_sends_lists_and_rules(python: Path) -> None:
    async with miraihttpapi(python) as house:
        answer = (await house.does("sendGroupMessage", GROUP, {"say": "大家好"}))["answer"]
        assert (answer["code"], house.said()) == (0, [[message.text("大家好")]])
        assert (await house.does("sendFriendMessage", ALICE, {"say": "hi"}))["answer"]["code"] == 0
        assert (await house.does("sendTempMessage", WANG, GROUP, {"say": "hi"}))["answer"]["code"] == 0
        assert house.said(WANG) == [[message.text("hi")]]
        assert [one["id"] for one in (await house.does("friendList"))["answer"]["data"]] == [ALICE]
        assert [one["id"] for one in (await house.does("groupList"))["answer"]["data"]] == [GROUP, OTHER]
        assert len((await house.does("memberList", GROUP))["answer"]["data"]) == 3
        assert (await house.does("botProfile"))["answer"]["nickname"] == "小麦 Bot"
        assert (await house.does("mute", GROUP, WANG, 60))["answer"]["code"] == 0
        assert house.world.member(GROUP, WANG).muted_until > house.world.now()
        assert (await house.does("muteAll", GROUP))["answer"]["code"] == 0
        assert house.world.group(GROUP).muted
        assert (await house.does("file_mkdir", GROUP, "", "maps"))["answer"]["data"]["isDirectory"] is True


async def test_what_miraihttpapi_leaves_out_is_told_as_mirai_api_http_tells_it(python: Path) -> None:
    async with miraihttpapi(python) as house:
        recalled = (await house.does("recall", 1))["answer"]  # it sends no `messageId`
        assert recalled["code"] == 400
        assert (await house.does("setEssence", 1))["answer"]["code"] == 400
