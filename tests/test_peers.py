"""The sandbox with bots that nobody here wrote: NoneBot with its OneBot adapter, and napcat-sdk; each a process."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from environment import DEV, ensure
from qq_api import message
from qq_api.sandbox.run import GROUP_ID, SELF_ID, Options, Sandbox, sandbox, small_world
from qq_api.sandbox.world import World
from support import IMPLEMENTATIONS, Child, child, free_port, is_open, one_at_a_time, recorded, until

PEERS = Path(__file__).resolve().parent / "peers"
ALICE = 10002
TOKEN = "小麦token".encode().hex()


@pytest.fixture(scope="session")
def python() -> Path:
    """An interpreter with the bots, in an environment of its own, kept below `.dev/`."""
    folder = DEV / f"peers-py{sys.version_info.major}.{sys.version_info.minor}"
    with one_at_a_time(folder.with_suffix(".lock")):
        return ensure((PEERS / "requirements.txt",), folder)


class House:
    """A sandbox and the bot that is connected to it."""

    def __init__(self, qq: Sandbox, bot: Child) -> None:
        self.world, self.bot = qq.world, bot

    def say(self, said: Any, **place: int) -> int:
        """Alice says something."""
        self.bot.said.clear()
        return self.world.say(ALICE, said, **(place or {"group_id": GROUP_ID}))

    async def answered(self) -> list[dict[str, Any]]:
        """What the bot said, as segments."""
        answer = await until(
            lambda: next((one for one in self.world.messages.values() if one.user_id == SELF_ID), None)
        )
        assert answer is not None
        return answer.segments


WAYS = ("reverse", "forward", "http")


@asynccontextmanager
async def nonebot(python: Path, way: str) -> AsyncIterator[House]:
    bot_port, api_port, ws_port = free_port(), free_port(), free_port()
    bots = f"127.0.0.1:{bot_port}/onebot/v11"
    options = {
        "reverse": Options(url=f"ws://{bots}/ws", token=TOKEN),
        "forward": Options(ws_port=ws_port, token=TOKEN),
        "http": Options(post_url=f"http://{bots}/", secret="签名", api_port=api_port, token=TOKEN),
    }
    settings = {
        "reverse": {"DRIVER": "~fastapi", "PORT": str(bot_port)},
        "forward": {"DRIVER": "~websockets", "ONEBOT_V11_WS_URLS": f'["ws://127.0.0.1:{ws_port}/"]'},
        "http": {
            "DRIVER": "~fastapi+~httpx",
            "PORT": str(bot_port),
            "ONEBOT_V11_SECRET": "签名",
            "ONEBOT_V11_API_ROOTS": json.dumps({SELF_ID: f"http://127.0.0.1:{api_port}"}),
        },
    }
    keys = {"HOST": "127.0.0.1", "ONEBOT_V11_ACCESS_TOKEN": TOKEN}
    process = child(python, PEERS / "nonebot_bot.py", **keys, **settings[way])
    async with sandbox(small_world(), options[way]) as qq, process as bot:
        await bot.says("ready")
        if way == "http":  # there an event makes the connection
            await until(lambda: is_open(bot_port))
            qq.world.say(ALICE, "first", group_id=GROUP_ID)
        await bot.says(connected=str(SELF_ID))
        yield House(qq, bot)


@pytest.mark.parametrize("way", WAYS)
async def test_nonebot_hears_answers_and_acts(python: Path, way: str) -> None:
    async with nonebot(python, way) as house:
        house.say("echo 你好 [CQ:face,id=1]")
        event = (await house.bot.says(heard="GroupMessageEvent"))["event"]
        assert (event["group_id"], event["user_id"], event["sender"]["nickname"]) == (GROUP_ID, ALICE, "Alice")
        mention, blank, said = await house.answered()
        assert (mention, blank["data"]["text"] + said["data"]["text"]) == (
            {"type": "at", "data": {"qq": str(ALICE)}},
            " 你好 [CQ:face,id=1]",
        )
        await acts(house)
        await fails(house, way)
        await understands(house)


async def acts(house: House) -> None:
    house.say("call get_group_member_info " + json.dumps({"group_id": GROUP_ID, "user_id": 10003}))
    info = (await house.bot.says("result", action="get_group_member_info"))["result"]
    assert (info["card"], info["role"]) == ("老王 [腐竹]", "admin")


async def fails(house: House, way: str) -> None:
    house.say('call send_group_msg {"group_id": 1, "message": "x"}')
    failed = await house.bot.says("error", action="send_group_msg")
    assert (failed["error"], failed["info"]["retcode"], failed["info"]["wording"]) == (
        "ActionFailed",
        200 if way == "http" else 1200,
        "no group 1",
    )
    house.say("call no_such_action")
    failed = await house.bot.says("error", action="no_such_action")
    assert failed["error"] == ("NetworkError" if way == "http" else "ActionFailed")  # by HTTP it is a 404


async def understands(house: House) -> None:
    first = house.say("the first")
    house.say([message.reply(first), message.text("quoting")])
    assert (await house.bot.says(text="quoting"))["reply"] == "the first"
    house.say([message.at(SELF_ID), message.text(" to you")])
    assert (await house.bot.says(text="to you"))["to_me"] is True
    house.say("in private", to=SELF_ID)
    assert (await house.bot.says("event", heard="PrivateMessageEvent"))["name"] == "message.private.friend"


async def test_nonebot_is_connected_again_after_the_sandbox_was_away(python: Path) -> None:
    port = free_port()
    settings = {"DRIVER": "~fastapi", "PORT": str(port), "HOST": "127.0.0.1"}
    options = Options(url=f"ws://127.0.0.1:{port}/onebot/v11/ws/", heartbeat=0.2)
    async with child(python, PEERS / "nonebot_bot.py", **settings) as bot:
        await bot.says("ready")
        for _ in range(2):
            async with sandbox(small_world(), options) as qq:
                await bot.says(connected=str(SELF_ID))
                house = House(qq, bot)
                house.say("hello")
                await bot.says(text="hello")
                await bot.says(heard="HeartbeatMetaEvent")
            await bot.says(disconnected=str(SELF_ID))


async def test_a_wrong_token_reaches_no_bot_and_does_nothing(python: Path) -> None:
    port = free_port()
    settings = {"DRIVER": "~websockets", "ONEBOT_V11_WS_URLS": f'["ws://127.0.0.1:{port}/"]'}
    process = child(python, PEERS / "nonebot_bot.py", ONEBOT_V11_ACCESS_TOKEN="wrong", **settings)
    async with sandbox(small_world(), Options(ws_port=port, token=TOKEN, flavour="standard")) as qq, process as bot:
        await bot.says("ready")
        await until(lambda: any("403" in line for line in bot.log), 15)
        assert not qq.page.qq.is_connected(SELF_ID)


SEGMENTS = (
    ("at", {"qq": "10001"}),
    ("at", {"qq": "all"}),
    ("face", {"id": "178"}),
    ("image", {"file": "a.png", "url": "https://example.test/a.png"}),
    ("record", {"file": "a.amr"}),
    ("video", {"file": "a.mp4"}),
    ("reply", {"id": "1"}),
    ("dice", {"result": "6"}),
    ("rps", {}),
    ("share", {"url": "https://example.test", "title": "t"}),
    ("json", {"data": "{}"}),
    ("file", {"file": "a.zip"}),
    ("forward", {"id": "1"}),
    ("no_such_segment", {"x": 1}),
)


def events_of(world: World) -> list[dict[str, Any]]:
    """Every kind of event that the sandbox's world makes."""
    heard: list[dict[str, Any]] = []
    with world.listening(SELF_ID, heard.append):
        for kind, data in SEGMENTS:
            world.say(
                ALICE, [{"type": kind, "data": data}, {"type": "text", "data": {"text": "我"}}], group_id=GROUP_ID
            )
        world.say(ALICE, "private", to=SELF_ID)
        world.say(10003, "\ud83d\ud83d [CQ:at,qq=1]", group_id=GROUP_ID)
    return heard


def models(python: Path, events: list[dict[str, Any]]) -> list[Any]:
    lines = "".join(json.dumps(event) + "\n" for event in events)
    done = subprocess.run([python, PEERS / "nonebot_models.py"], input=lines.encode(), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_nonebots_own_classes_take_every_event_of_the_sandbox(python: Path) -> None:
    events = events_of(small_world())
    known = models(python, events)
    assert [one["class"] for one in known[:-2]] == ["GroupMessageEvent"] * len(SEGMENTS)
    assert [one["class"] for one in known[-2:]] == ["PrivateMessageEvent", "GroupMessageEvent"]
    assert [one["fields"]["message_id"] for one in known] == [event["message_id"] for event in events]


def test_the_recorded_events_are_events_to_nonebot(python: Path) -> None:
    events = [event for implementation in IMPLEMENTATIONS for event in recorded(implementation)]
    for event, known in zip(events, models(python, events), strict=True):
        assert known["fields"]["post_type"] == event["post_type"]
        if event["post_type"] == "message":
            assert known["class"] == event["message_type"].title() + "MessageEvent"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="napcat-sdk needs Python 3.12")
async def test_napcats_own_library_hears_answers_and_fails(python: Path) -> None:
    port = free_port()
    process = child(python, PEERS / "napcat_client.py", f"ws://127.0.0.1:{port}", TOKEN)
    async with sandbox(small_world(), Options(ws_port=port, token=TOKEN)) as qq, process as bot:
        await bot.says(connected=SELF_ID)
        house = House(qq, bot)
        house.say("echo 你好")
        await bot.says(heard="GroupMessageEvent")
        assert (await house.answered())[0]["data"]["text"] == "你好"
        house.say("fail x")
        assert "no group 1" in (await bot.says(error="NapCatAPIError"))["text"]
