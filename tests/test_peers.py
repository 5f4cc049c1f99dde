"""The sandbox with bots that nobody here wrote: NoneBot with its OneBot adapter, and napcat-sdk; each a process."""

import json
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from every_event import every_event, kinds_in_the_source, name
from peers_python import PEERS, nonebot_python
from qq_api import message
from qq_api.sandbox.actions import ACTIONS
from qq_api.sandbox.run import GROUP_ID, SELF_ID, Options, Sandbox, sandbox, small_world
from support import IMPLEMENTATIONS, Child, child, free_port, is_open, recorded, until

ALICE = 10002
TOKEN = "小麦token".encode().hex()


@pytest.fixture(scope="session")
def python() -> Path:
    return nonebot_python()


class House:
    """A sandbox and the bot that is connected to it."""

    def __init__(self, qq: Sandbox, bot: Child) -> None:
        self.world, self.bot, self._qq = qq.world, bot, qq

    def say(self, said: Any, **place: int) -> int:
        """Alice says something."""
        self.bot.said.clear()
        return self.world.say(ALICE, said, **(place or {"group_id": GROUP_ID}))

    def send(self, events: list[dict[str, Any]]) -> None:
        """Let the bot hear events."""
        for number, event in enumerate(events):
            self._qq.endpoints[0].peers[0].emit(event | {"marker": number})

    async def hears(self, count: int) -> list[dict[str, Any]]:
        """What the bot says of so many events that were sent, in their order."""

        def heard() -> dict[int, dict[str, Any]]:
            said = (one for one in self.bot.said if "heard" in one)
            return {one["event"]["marker"]: one for one in said if "marker" in one["event"]}

        await until(lambda: len(heard()) == count, 20, self.bot.log[-5:])
        return [heard()[number] for number in range(count)]

    async def calls(self) -> list[dict[str, Any]]:
        """What the bot gets when it calls every action there is."""
        said = self.world.say(SELF_ID, "mine", group_id=GROUP_ID)
        params = PARAMS | {"message_id": said}
        last = ("delete_friend", "delete_msg", "set_group_leave", "set_restart")  # after them others could not be done
        actions = [*sorted(ACTIONS.keys() - {*last}), *last]
        self.say([message.text("calls " + json.dumps([[action, params] for action in actions]))])
        await self.bot.says("called", seconds=60)
        answers = [one for one in self.bot.said if "action" in one]
        assert [one["action"] for one in answers] == actions
        return answers

    async def answered(self) -> list[dict[str, Any]]:
        """What the bot said, as segments."""
        answer = await until(
            lambda: next((one for one in self.world.messages.values() if one.user_id == SELF_ID), None)
        )
        assert answer is not None
        return answer.segments


PARAMS = {"group_id": GROUP_ID, "user_id": ALICE, "message": "hi", "file_id": "/a", "count": 3, "type": "all"}

GOOD = {
    "can_send_image",
    "can_send_record",
    "delete_msg",
    "get_friend_list",
    "get_group_info",
    "get_group_list",
    "get_group_member_info",
    "get_group_member_list",
    "get_group_msg_history",
    "get_group_root_files",
    "get_login_info",
    "get_msg",
    "get_status",
    "get_stranger_info",
    "get_version_info",
    "group_poke",
    "send_group_msg",
    "send_msg",
}
"""Actions that must work, besides being answered."""


def answered_well(answers: list[dict[str, Any]]) -> set[str]:
    """Which of them did."""
    return {one["action"] for one in answers if "error" not in one} & GOOD


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


def models(python: Path, events: list[dict[str, Any]]) -> list[Any]:
    lines = "".join(json.dumps(event) + "\n" for event in events)
    done = subprocess.run([python, PEERS / "nonebot_models.py"], input=lines.encode(), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


# OneBot 11 does not have these; NoneBot's adapter, which has classes for the standard's kinds alone, makes plain
# notices of them, with every field. bot_offline is NapCat's; flash_file and group_dismiss are LLOneBot's; the others
# are both's.
WITHOUT_A_CLASS_IN_NONEBOT = {
    "notice.bot_offline": "NoticeEvent",
    "notice.essence.add": "NoticeEvent",
    "notice.flash_file.downloaded": "NoticeEvent",
    "notice.flash_file.uploaded": "NoticeEvent",
    "notice.group_card": "NoticeEvent",
    "notice.group_dismiss": "NoticeEvent",
    "notice.group_msg_emoji_like": "NoticeEvent",
    "notice.notify.profile_like": "NoticeEvent",
    "notice.notify.title": "NotifyEvent",
}

UNKNOWN = ("Event", "NoticeEvent", "NotifyEvent", "RequestEvent", "MetaEvent", "MessageEvent", "UnknownEvent")
KINDS = (*UNKNOWN, "UnknownNoticeEvent", "UnknownNotifyEvent")


def without_a_class(events: list[dict[str, Any]], classes: list[str]) -> dict[str, str]:
    """The kinds of events that a peer took for something unknown, and for what."""
    pairs = zip(events, classes, strict=True)
    return {name(event): known for event, known in pairs if known in KINDS or "Unknown" in known}


def test_every_event_is_every_kind_that_the_world_can_write() -> None:
    events = every_event()
    assert {*kinds_in_the_source()} <= {event.get("notice_type") for event in events}
    assert {name(event) for event in events} >= {"request.friend", "request.group.add", "request.group.invite"}
    assert len({name(event) for event in events}) >= 32


def test_nonebots_own_classes_take_every_event_of_the_sandbox(python: Path) -> None:
    events = every_event()
    known = models(python, events)
    assert without_a_class(events, [one["class"] for one in known]) == WITHOUT_A_CLASS_IN_NONEBOT
    for event, one in zip(events, known, strict=True):
        assert {key: one["fields"].get(key) for key in event if key not in ("message", "sender")} == {
            key: value for key, value in event.items() if key not in ("message", "sender")
        }


@pytest.mark.parametrize("way", WAYS)
async def test_nonebot_hears_every_event_over_the_wire(python: Path, way: str) -> None:
    events = every_event()
    async with nonebot(python, way) as house:
        house.bot.said.clear()
        house.send(events)
        heard = await house.hears(len(events))
    assert without_a_class(events, [one["heard"] for one in heard]) == WITHOUT_A_CLASS_IN_NONEBOT
    assert [one["event"].get("notice_type") for one in heard] == [event.get("notice_type") for event in events]


@pytest.mark.parametrize("way", WAYS)
async def test_nonebot_gets_every_call_answered(python: Path, way: str) -> None:
    async with nonebot(python, way) as house:
        assert answered_well(await house.calls()) == GOOD
        failed = {None, "ActionFailed"} | ({"NetworkError"} if way == "http" else set())  # there a 404 is one
        assert [one for one in house.bot.said if "action" in one and one.get("error") not in failed] == []


def test_the_recorded_events_are_events_to_nonebot(python: Path) -> None:
    events = [event for implementation in IMPLEMENTATIONS for event in recorded(implementation)]
    for event, known in zip(events, models(python, events), strict=True):
        assert known["fields"]["post_type"] == event["post_type"]
        if event["post_type"] == "message":
            assert known["class"] == event["message_type"].title() + "MessageEvent"
