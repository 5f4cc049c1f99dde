"""The official platform with bots that nobody here wrote: Tencent's own SDK, and NoneBot with its QQ adapter."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from environment import DEV, ensure
from qq_api import message
from qq_api.sandbox.official import OfficialPlatform
from qq_api.sandbox.official.settings import USUAL
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from qq_api.sandbox.world import Message, World, friends, groups, talk
from support import Child, child, free_port, one_at_a_time, until

PEERS = Path(__file__).resolve().parent / "peers"
ALICE, WANG, NOTCH = 10002, 10003, 10004
CHANNEL = 20002
APP_ID, SECRET = "102000001", "naOC0ocQE3shWLAfffVLB1rhYPG7"

PLACES = ("group", "c2c", "channel", "dms")


def environment(name: str) -> Path:
    """An interpreter with one of the bots, in an environment of its own, kept below `.dev/`."""
    folder = DEV / f"peers-{name}-py{sys.version_info.major}.{sys.version_info.minor}"
    with one_at_a_time(folder.with_suffix(".lock")):
        return ensure((PEERS / f"requirements-{name}.txt",), folder)


@pytest.fixture(scope="session")
def botpy_python() -> Path:
    return environment("botpy")


@pytest.fixture(scope="session")
def nonebot_python() -> Path:
    return environment("nonebot-qq")


def big_world() -> World:
    """The small World with a group that is shown as a channel; 10004 is no friend, and in both groups."""
    world = small_world()
    world.add_group(CHANNEL, "大厅", owner=ALICE, members={SELF_ID: "", WANG: "", NOTCH: ""})
    world.groups[CHANNEL].members[SELF_ID].role = "admin"
    return world


def red_dot() -> bytes:
    with BytesIO() as content:
        Image.new("RGB", (2, 2), "red").save(content, "PNG")
        return content.getvalue()


class House:
    """The platform and the bot that is connected to it."""

    def __init__(self, official: OfficialPlatform, bot: Child) -> None:
        self.official, self.bot, self.world = official, bot, official.world

    def say(self, place: str, text: str) -> Message:
        """Somebody says something where the bot hears it."""
        self.bot.said.clear()
        mention = [message.at(SELF_ID), message.text(f" {text}")]
        number = {
            "group": lambda: self.world.say(ALICE, mention, group_id=GROUP_ID),
            "channel": lambda: self.world.say(ALICE, mention, group_id=CHANNEL),
            "c2c": lambda: self.world.say(ALICE, text, to=SELF_ID),
            "dms": lambda: self.world.say(NOTCH, text, to=SELF_ID, via=CHANNEL),
        }[place]()
        return self.world.messages[number]

    def answers(self) -> list[Message]:
        """What the bot has said so far."""
        return [one for one in self.world.messages.values() if one.user_id == SELF_ID]

    async def answered(self, count: int = 1) -> list[Message]:
        """What it says, as soon as there is so much of it."""
        await until(lambda: len(self.answers()) >= count, 20, (self.bot.said[-5:], self.bot.log[-9:]))
        return self.answers()


def settings(**more: Any) -> dict[str, Any]:
    return {"port": 0, "app_id": APP_ID, "secret": SECRET, "channels": [CHANNEL], **more}


@asynccontextmanager
async def botpy(python: Path, **more: Any) -> AsyncIterator[House]:
    async with (
        OfficialPlatform(big_world(), settings(**more)) as official,
        child(python, PEERS / "official_botpy.py", official.url, APP_ID, SECRET) as bot,
    ):
        await bot.says(ready="小麦 Bot", seconds=30)
        yield House(official, bot)


INTENT = ("guilds", "guild_members", "direct_message", "group_members", "c2c_group_at_messages", "interaction")


@asynccontextmanager
async def nonebot(python: Path, *, webhook: bool = False, **more: Any) -> AsyncIterator[House]:
    port = free_port()
    hook = {"webhook_url": f"http://127.0.0.1:{port}/qq/webhook"} if webhook else {}
    async with OfficialPlatform(big_world(), settings(**hook, **more)) as official:
        info = {"id": APP_ID, "secret": SECRET, "use_websocket": not webhook, "intent": dict.fromkeys(INTENT, True)}
        keys = {
            "DRIVER": "~fastapi+~httpx+~websockets",
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "QQ_API_BASE": official.url,
            "QQ_AUTH_BASE": official.token_url,
            "QQ_BOTS": json.dumps([info]),
        }
        async with child(python, PEERS / "official_nonebot.py", **keys) as bot:
            await official.connected(30)
            if not webhook:
                await bot.says(connected=APP_ID)
            yield House(official, bot)


# -- Tencent's own SDK


@pytest.mark.parametrize("place", PLACES)
async def test_tencents_own_sdk_hears_answers_and_takes_back(botpy_python: Path, place: str) -> None:
    async with botpy(botpy_python) as house:
        house.say(place, "echo 你好")
        heard = await house.bot.says("heard")
        assert heard["content"].strip().endswith("echo 你好")
        (answer,) = await house.answered()
        assert answer.segments == [message.text("你好")]
        assert house.official.office.bot.place_of(answer).scene == place
        house.say(place, "oops 打错了")
        await house.bot.says("gone")
        assert (await house.answered(2))[1].recalled


@pytest.mark.parametrize("place", PLACES)
async def test_tencents_own_sdk_uploads_a_picture(botpy_python: Path, place: str) -> None:
    async with botpy(botpy_python) as house:
        kept = house.official.store.url(house.official.store.keep(red_dot(), "dot.png"))
        house.say(place, f"picture {kept}")
        (answer,) = await house.answered()
        assert [one["type"] for one in answer.segments] == ["text", "image"]
        assert house.world.store.about(answer.segments[1]["data"]["file"]).mime == "image/png"


async def test_tencents_own_sdk_hears_what_happens(botpy_python: Path) -> None:
    async with botpy(botpy_python) as house:
        world, official = house.world, house.official
        friends.befriend(world, SELF_ID, WANG)
        groups.join(world, CHANNEL, 10005, ALICE)
        groups.kick(world, ALICE, CHANNEL, 10005)
        groups.kick(world, ALICE, GROUP_ID, SELF_ID)
        groups.join(world, GROUP_ID, SELF_ID, ALICE, "invite")
        official.take_active(False, group_id=GROUP_ID, user_id=ALICE)
        official.take_active(True, user_id=ALICE)
        friends.unfriend(world, WANG, SELF_ID)
        said = world.say(ALICE, "hm", group_id=CHANNEL)
        talk.react(world, ALICE, said, "14", is_add=True)
        talk.recall(world, ALICE, said)
        for heard in (
            *("on_friend_add", "on_guild_member_add", "on_guild_member_remove", "on_group_del_robot"),
            *("on_group_add_robot", "on_group_msg_reject", "on_c2c_msg_receive", "on_friend_del"),
            *("on_message_reaction_add", "on_public_message_delete"),
        ):
            await house.bot.says(heard=heard)


async def test_tencents_own_sdk_comes_back_and_goes_on(botpy_python: Path) -> None:
    async with botpy(botpy_python) as house:
        for end in (house.official.gateway.drop, house.official.gateway.reconnect):
            house.bot.said.clear()
            gone = end()
            if gone is not None:
                await gone
            mention = [message.at(SELF_ID), message.text(" echo while you were away")]
            house.world.say(ALICE, mention, group_id=GROUP_ID)
            await house.bot.says(resumed=True)
            await house.bot.says(heard="on_group_at_message_create")
        assert len(await house.answered(2)) == 2


async def test_tencents_own_sdk_is_told_why_not(botpy_python: Path) -> None:
    async with botpy(botpy_python) as house:
        house.say("group", "echo see mc.example.com")
        assert (await house.bot.says("error"))["error"] == "消息发送失败, 不允许发送url"
        house.official.tokens.revoke()
        house.say("group", "echo hi")
        await house.bot.says(heard="on_group_at_message_create")
        assert (await house.official.called("POST /v2/groups/{group_openid}/messages")).answer["code"] == 40054010
        assert (await house.official.called("POST /v2/groups/{group_openid}/messages")).status == 401


# -- NoneBot with its QQ adapter


@pytest.mark.parametrize("webhook", [False, True])
@pytest.mark.parametrize("place", PLACES)
async def test_nonebot_hears_answers_and_takes_back(nonebot_python: Path, place: str, webhook: bool) -> None:
    async with nonebot(nonebot_python, webhook=webhook) as house:
        house.say(place, "twice 你好 再见")
        heard = await house.bot.says(text="twice 你好 再见")
        assert heard["to_me"] is True
        answers = await house.answered(2)
        assert [one.segments for one in answers] == [[message.text("你好")], [message.text("再见")]]
        house.say(place, "oops 打错了")
        await house.bot.says("gone")
        assert [one.recalled for one in house.answers()] == [False, False, True], "each event was heard once"


@pytest.mark.parametrize("place", PLACES)
async def test_nonebot_sends_a_picture(nonebot_python: Path, place: str) -> None:
    async with nonebot(nonebot_python) as house:
        kept = house.official.store.url(house.official.store.keep(red_dot(), "dot.png"))
        house.say(place, f"picture {kept}")
        (answer,) = await house.answered()
        assert answer.segments[-1]["type"] == "image"


async def test_nonebot_takes_groups_that_hand_on_all(nonebot_python: Path) -> None:
    async with nonebot(nonebot_python, all_messages=True) as house:
        first = house.say("group", "one")
        heard = await house.bot.says(heard="GroupMessageCreateEvent")
        assert (heard["event"]["author"]["member_role"], heard["event"]["author"]["username"]) == ("owner", "Alice")
        assert (await house.bot.says("text"))["to_me"] is True
        house.bot.said.clear()
        quoting = [message.reply(first.message_id), message.text("two"), message.face(14), message.at(WANG)]
        house.world.say(NOTCH, quoting, group_id=GROUP_ID)
        heard = await house.bot.says(heard="GroupMessageCreateEvent")
        assert heard["event"]["reply"]["content"].endswith("one")
        assert [kind for kind, _ in (await house.bot.says("text"))["message"]] == ["text", "emoji", "mention_user"]


async def test_nonebot_hears_what_happens(nonebot_python: Path) -> None:
    async with nonebot(nonebot_python) as house:
        world, official = house.world, house.official
        friends.befriend(world, SELF_ID, WANG)
        groups.kick(world, ALICE, GROUP_ID, 10005)
        groups.join(world, GROUP_ID, 10005, ALICE)
        groups.kick(world, ALICE, GROUP_ID, SELF_ID)
        groups.join(world, GROUP_ID, SELF_ID, ALICE, "invite")
        official.take_active(True, group_id=GROUP_ID, user_id=ALICE)
        friends.unfriend(world, WANG, SELF_ID)
        for heard in (
            *("FriendAddEvent", "GroupMemberRemoveEvent", "GroupMemberAddEvent", "GroupDelRobotEvent"),
            *("GroupAddRobotEvent", "GroupMsgReceiveEvent", "FriendDelEvent"),
        ):
            await house.bot.says(heard=heard)


async def test_nonebot_answers_a_button(nonebot_python: Path) -> None:
    async with nonebot(nonebot_python) as house:
        action = {"type": 1, "data": "yes!", "permission": {"type": 2}}
        button = {"id": "a", "render_data": {"label": "Yes"}, "action": action}
        board = {"type": "keyboard", "data": {"content": {"rows": [{"buttons": [button]}]}}}
        said = house.world.say(SELF_ID, [message.markdown("# ?"), board], group_id=GROUP_ID)
        pressed = house.official.press(ALICE, said, "a")
        heard = await house.bot.says(heard="InteractionCreateEvent")
        assert heard["event"]["data"]["resolved"]["button_data"] == "yes!"
        assert await house.official.pressed(pressed) == 0
        assert (await house.answered(2))[1].segments == [message.text("pressed")]


async def test_nonebot_comes_back_and_goes_on(nonebot_python: Path) -> None:
    async with nonebot(nonebot_python) as house:
        for end in (house.official.gateway.drop, house.official.gateway.reconnect):
            house.bot.said.clear()
            gone = end()
            if gone is not None:
                await gone
            mention = [message.at(SELF_ID), message.text(" echo while you were away")]
            house.world.say(ALICE, mention, group_id=GROUP_ID)
            await house.bot.says(heard="ResumedEvent")
            await house.bot.says(text="echo while you were away")
        assert len(await house.answered(2)) == 2


async def test_nonebot_waits_for_an_audit_and_for_a_new_token(nonebot_python: Path) -> None:
    async with nonebot(nonebot_python, audit=True) as house:
        house.official.tokens.revoke()
        house.say("channel", "echo may I")
        call = await house.official.called("POST /channels/{channel_id}/messages")
        assert call.status == 401
        call = await house.official.called("POST /channels/{channel_id}/messages")
        assert (call.status, call.answer["code"]) == (202, 304024)
        house.official.audit((await house.bot.says("waits"))["waits"])
        await house.bot.says(came="MessageAuditPassEvent")
        assert (await house.answered())[0].segments == [message.text("may I")]


async def test_nonebots_own_models_take_what_calls_give(nonebot_python: Path) -> None:
    async with nonebot(nonebot_python, intents=[*USUAL, "FORUMS_EVENT"]) as house:
        ids, world = house.official.ids, house.world
        world.groups[GROUP_ID].members[SELF_ID].role = "admin"
        group, alice, notch = ids.of("group", GROUP_ID), ids.of("user", ALICE), ids.of("user", NOTCH)
        guild, channel = house.official.office.shapes.posts.guild_id(), ids.of("channel", CHANNEL)
        person = ids.of("person", NOTCH)
        calls: list[tuple[str, dict[str, Any]]] = [
            ("me", {}),
            ("guilds", {}),
            ("get_guild", {"guild_id": guild}),
            ("get_channels", {"guild_id": guild}),
            ("get_channel", {"channel_id": channel}),
            ("get_members", {"guild_id": guild, "limit": 100}),
            ("get_member", {"guild_id": guild, "user_id": person}),
            ("get_guild_roles", {"guild_id": guild}),
            ("post_guild_role", {"guild_id": guild, "name": "Builders", "color": 1.0, "hoist": True}),
            ("put_guild_member_role", {"guild_id": guild, "role_id": "2", "user_id": person}),
            ("delete_guild_member_role", {"guild_id": guild, "role_id": "2", "user_id": person}),
            ("get_channel_permissions", {"channel_id": channel, "user_id": person}),
            (
                "patch_guild_member_mute",
                {"guild_id": guild, "user_id": person, "mute_end_timestamp": 0, "mute_seconds": 60},
            ),
            ("patch_guild_mute", {"guild_id": guild, "mute_end_timestamp": 0, "mute_seconds": 60}),
            ("get_message_setting", {"guild_id": guild}),
            ("get_pins_message", {"channel_id": channel}),
            ("get_guild_api_permission", {"guild_id": guild}),
            ("put_thread", {"channel_id": channel, "title": "红石", "content": "教程", "format": 1}),
            ("get_threads_list", {"channel_id": channel}),
            ("put_mic", {"channel_id": channel}),
            ("get_group_info", {"group_id": group}),
            ("get_group_bot_state", {"group_id": group}),
            ("get_group_members", {"group_openid": group}),
            ("get_group_member", {"group_openid": group, "member_openid": alice}),
            ("get_group_mute_setting", {"group_id": group}),
            ("get_group_join_request_list", {"group_id": group}),
            ("batch_remove_group_members", {"group_openid": group, "member_openids": [notch]}),
            ("get_group_member_blacklist", {"group_openid": group}),
            ("url_get", {}),
            ("shard_url_get", {}),
        ]
        for api, params in calls:
            house.say("group", f"call {api} {json.dumps(params)}")
            assert "result" in await house.bot.says(api=api), api
