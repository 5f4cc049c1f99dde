"""Both halves against the make-believe platform: what it takes and refuses is what was said, no more and no less."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiocqhttp import Event

from qq_api import ActionFailed, Bot, Texts, at, image, message, reply, text
from qq_api.config import Config
from qq_api.config import Official as OfficialConfig
from qq_api.errors import Unanswered
from qq_api.official import Official
from qq_api.official.scenes import Target
from qq_api.runtime import running
from qq_api.sandbox.official import OfficialPlatform
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from qq_api.sandbox.world import Message, requests
from support import DATA, until

ALICE, WANG, NOTCH = 10002, 10003, 10004
PIXEL = (DATA / "pixel.png").read_bytes()
SAY = "POST /v2/groups/{group_openid}/messages"


class Home:
    """A running bot, and the platform it is on."""

    def __init__(self, official: OfficialPlatform, bot: Bot) -> None:
        self.official, self.bot, self.world = official, bot, official.world
        self.heard: list[Event] = []
        bot.listeners.append(self.heard.append)

    @property
    def memory(self) -> Any:
        """What the bot knows."""
        transport: Any = self.bot.transports[0]
        return transport._parts.actions.desk.memory

    async def hears(self, words: str, who: int = ALICE, **where: Any) -> Event:
        """Somebody says something to the bot, and it comes."""
        front = [] if "to" in where else [at(SELF_ID), text(" ")]
        self.world.say(who, [*front, text(words)], **(where or {"group_id": GROUP_ID}))
        return await self.comes(words)

    async def comes(self, words: str) -> Event:
        def found() -> list[Event]:
            return [one for one in self.heard if words in str(one.get("content", ""))]

        return (await until(found, what=words))[-1]

    def messages(self) -> list[Message]:
        """What the bot said, as people see it."""
        return [one for one in self.world.messages.values() if one.user_id == SELF_ID]

    def said(self) -> list[str]:
        return [message.plain(one.segments) for one in self.messages()]

    def tries(self, name: str = SAY) -> int:
        return sum(one.name == name for one in self.official.api.calls)

    async def refused(self, action: str, **params: Any) -> dict[str, Any]:
        with pytest.raises(ActionFailed) as caught:
            await self.bot.call_action(action, **params)
        result: dict[str, Any] = caught.value.result
        return result


@asynccontextmanager
async def visit(official: OfficialPlatform, folder: Path | None = None, **keys: Any) -> AsyncIterator[Home]:
    """A bot's life on a platform."""
    secret, app_id = official.settings.secret.get_secret_value(), official.settings.app_id
    where = {"api_base": official.url, "token_url": official.token_url}
    connection = OfficialConfig.model_validate({"app_id": app_id, "secret": secret, **where, **keys})
    bot = Bot()
    home = Home(official, bot)
    texts = Texts.load("qq_api", "en_us")
    async with running(bot, Config(connections=[connection]), texts, folder=folder):
        await until(bot.accounts)
        await official.connected()
        yield home


@asynccontextmanager
async def living(settings: dict[str, Any] | None = None, **keys: Any) -> AsyncIterator[Home]:
    async with OfficialPlatform(small_world(), {"port": 0, **(settings or {})}) as official:
        if keys.pop("admin", False):
            official.world.member(GROUP_ID, SELF_ID).role = "admin"
        async with visit(official, **keys) as home:
            yield home


# -- hearing


@pytest.mark.parametrize("shape", [2024, 2025, 2026])
async def test_whatever_the_year_of_the_shape_people_and_places_are_the_same(shape: int) -> None:
    async with living({"shape": shape}) as home:
        first, second = await home.hears("one"), await home.hears("two")
        private = await home.hears("three", to=SELF_ID)
        assert first["group_id"] == second["group_id"]
        assert first["user_id"] == second["user_id"] == private["user_id"]
        assert message.plain(first["message"]) == f"[@{first['self_id']}]one"
        known = await home.bot.get_msg(message_id=second["message_id"])
        assert known["message"] == second["message"]


async def test_doubled_and_own_messages_are_heard_as_they_should_be() -> None:
    async with living({"all_messages": True, "twice": True, "echo": True}) as home:
        event = await home.hears("hello")
        for number in range(3):
            await home.bot.send(event, f"answer {number}")
        await home.hears("bye")
        lines = [one["content"] for one in home.heard if one["post_type"] == "message"]
        assert [line.rsplit("]", 1)[-1].strip() for line in lines] == ["hello", "bye"]


async def test_segments_come_in_and_files_have_addresses() -> None:
    async with living({"all_messages": True}) as home:
        source = await home.official.store.take(f"base64://{b64encode(PIXEL).decode()}")
        pieces = [at(NOTCH), message.face(178), text(" <b> & "), {"type": "image", "data": {"file": source}}, at("all")]
        home.world.say(ALICE, [text("look "), *pieces], group_id=GROUP_ID)
        event = await home.comes("look")
        assert [one["type"] for one in event["message"]] == ["text", "at", "face", "text", "at", "image"]
        assert event["message"][3]["data"]["text"] == " <b> & "
        assert event["message"][-1]["data"]["url"].startswith("http")
        assert (await home.bot.get_stranger_info(user_id=event["message"][1]["data"]["qq"]))["nickname"] == "Notch"


async def test_a_quote_is_found_again_both_ways() -> None:
    async with living({"all_messages": True}) as home:
        event = await home.hears("question")
        sent = await home.bot.send(event, [reply(event["message_id"]), text("answer")])
        mine = home.messages()[-1]
        assert [one["type"] for one in mine.segments] == ["reply", "text"]
        home.world.say(ALICE, [reply(mine.message_id), text("thanks")], group_id=GROUP_ID)
        thanks = await home.comes("thanks")
        assert thanks["message"][0] == reply(sent["message_id"])


# -- speaking


async def test_replies_are_spent_before_messages_that_answer_nothing_and_one_is_kept() -> None:
    async with living() as home:
        event = await home.hears("hi")
        for number in range(6):
            await home.bot.send_group_msg(group_id=event["group_id"], message=f"line {number}")
        await home.bot.send(event, [reply(event["message_id"]), text("done")])
        calls = [one for one in home.official.api.calls if one.name == SAY]
        assert [one.body.get("msg_seq") for one in calls] == [1, 2, 3, 4, None, None, 5]
        assert [line.rpartition("]")[2] for line in home.said()] == [*(f"line {number}" for number in range(6)), "done"]


@pytest.mark.parametrize("private", [False, True])
async def test_what_can_no_longer_be_answered_is_said_all_the_same_once(private: bool) -> None:
    async with living() as home:
        event = await home.hears("hi", **({"to": SELF_ID} if private else {}))
        home.official.clock.move(3700)
        await home.bot.send(event, "late")
        assert home.said() == ["late"]
        name = "POST /v2/users/{openid}/messages" if private else SAY
        assert home.tries(name) == 2, "as a reply, and then as one that answers nothing"


async def test_without_a_way_the_owner_learns_what_to_do_and_it_is_not_tried_again() -> None:
    async with living({"active": False}) as home:
        event = await home.hears("hi")
        home.official.clock.move(400)
        first = await home.refused("send_group_msg", group_id=event["group_id"], message="x")
        assert first["retcode"] in (40034102, 40034105) and first["wording"]
        tries = home.tries()
        second = await home.refused("send_group_msg", group_id=event["group_id"], message="x")
        assert second["retcode"] == 100 and "speak by itself" in second["wording"]
        assert home.tries() == tries and home.said() == []
        home.official.take_active(True, group_id=GROUP_ID)
        await until(lambda: home.memory.may_be_active(Target("group", event["real_group_id"])))
        await home.bot.send_group_msg(group_id=event["group_id"], message="free")
        assert home.said() == ["free"]


async def test_where_the_owner_wants_it_a_message_waits_for_somebody_to_speak() -> None:
    async with living({"active": False}, wait=30) as home:
        event = await home.hears("hi")
        home.official.clock.move(400)
        late = asyncio.create_task(home.bot.send_group_msg(group_id=event["group_id"], message="late"))
        await until(lambda: home.tries() == 2)
        await home.hears("still there?")
        assert (await late)["message_id"] and home.said() == ["late"]


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_an_answer_that_is_lost_doubles_nothing(status: int) -> None:
    async with living() as home:
        event = await home.hears("hi")
        home.official.api.lose(1, "messages", status=status)
        await home.bot.send(event, "once")
        assert home.said() == ["once"] and home.tries() == 2


async def test_where_nothing_tells_two_messages_apart_a_lost_answer_is_not_repeated() -> None:
    async with living() as home:
        event = await home.hears("hi")
        home.official.clock.move(400)
        home.official.api.lose(2, "messages")  # that of the reply, which is refused, and that of the active message
        with pytest.raises(Unanswered):
            await home.bot.send(event, "once")
        assert home.said() == ["once"] and home.tries() == 2


async def test_a_server_address_goes_through_where_links_are_refused() -> None:
    async with living() as home:
        event = await home.hears("ip?")
        await home.bot.send(event, "mc.example.com:25565 or https://example.com/map")
        await home.bot.send(event, "x.com.1")
        assert home.said() == ["mc。example。com:25565 or example。com/map", "x。com。1"]
        assert home.tries() == 3


async def test_too_long_a_text_becomes_several_messages_in_order() -> None:
    async with living() as home:
        event = await home.hears("help")
        lines = "\n".join(f"line {number}" for number in range(400))
        await home.bot.send(event, lines)
        assert "\n".join(home.said()) == lines and len(home.said()) == 3


@pytest.mark.parametrize("scene", ["group", "channel"])
async def test_what_players_write_mentions_nobody(scene: str) -> None:
    settings = {"channels": [GROUP_ID]} if scene == "channel" else {}
    async with living(settings, guilds=scene == "channel") as home:
        event = await home.hears("hi")
        ids = home.official.ids
        openid = ids.of("person" if scene == "channel" else "user", NOTCH)
        tags = f'<qqbot-at-user id="{openid}" /><@!{openid}><@{openid}>@everyone<qqbot-at-everyone /><emoji:4>'
        await home.bot.send(event, [text(tags[:7]), text(tags[7:]), text(" <Steve> a & b")])
        (said,) = home.messages()
        assert {one["type"] for one in said.segments} == {"text"}
        assert message.plain(said.segments).endswith(" <Steve> a & b")


async def test_a_mention_of_somebody_known_is_one() -> None:
    async with living({"all_messages": True}) as home:
        event = await home.hears("hi", WANG)
        await home.bot.send(event, [at(event["user_id"]), text("yes")])
        assert home.messages()[-1].segments[0] == at(WANG)


async def test_pictures_and_files_arrive(tmp_path: Path) -> None:
    async with living() as home:
        event = await home.hears("map?")
        await home.bot.send(event, [text("here"), image(PIXEL)])
        (file := tmp_path / "world.zip").write_bytes(b"PK\x03\x04" + b"\0" * (9 * 2**20))
        await home.bot.upload_group_file(group_id=event["group_id"], file=str(file), name="world.zip")
        private = await home.hears("me too", to=SELF_ID)
        await home.bot.send(private, [image(PIXEL)])
        picture, zipped, again = (one.segments for one in home.messages())
        assert [one["type"] for one in picture] == ["text", "image"]
        assert (zipped[-1]["type"], zipped[-1]["data"]["file_size"]) == ("file", str(9 * 2**20 + 4))
        assert again[-1]["type"] == "image"


async def test_markdown_and_buttons_are_there() -> None:
    async with living() as home:
        event = await home.hears("menu")
        button = {"id": "1", "render_data": {"label": "List", "style": 1}, "action": {"type": 1, "data": "/list"}}
        keyboard = {"type": "keyboard", "data": {"content": {"rows": [{"buttons": [button]}]}}}
        await home.bot.send(event, [message.markdown("**Menu**"), keyboard])
        assert [one["type"] for one in home.messages()[-1].segments] == ["markdown", "keyboard"]
        home.official.press(ALICE, home.messages()[-1].message_id, "1")
        pressed = await home.comes("/list")
        await home.bot.send(pressed, "Steve")
        assert home.said()[-1] == "Steve"


async def test_taking_back_works_for_two_minutes_and_after_a_restart(tmp_path: Path) -> None:
    async with OfficialPlatform(small_world(), {"port": 0}) as official:
        async with visit(official, tmp_path) as home:
            event = await home.hears("hi")
            sent = await home.bot.send(event, "oops")
            kept = await home.bot.send(event, "kept")
        async with visit(official, tmp_path) as home:
            await home.bot.delete_msg(message_id=sent["message_id"])
            assert [one.recalled for one in home.messages()] == [True, False]
            official.clock.move(200)
            late = await home.refused("delete_msg", message_id=kept["message_id"])
            assert late["retcode"] == 40064004
            assert (await home.bot.get_msg(message_id=event["message_id"]))["message"] == event["message"]


# -- groups


async def test_a_group_and_its_members_are_told_and_governed() -> None:
    async with living(admin=True, intents=["groups", "GROUP_MEMBER_EVENT"]) as home:
        event = await home.hears("hi")
        group = {"group_id": event["group_id"]}
        info = await home.bot.get_group_info(**group)
        assert (info["group_name"], info["member_count"]) == ("生存服 Survival", 5)
        members = {one["nickname"]: one for one in await home.bot.get_group_member_list(**group)}
        assert members["Alice"]["role"] == "owner"
        notch = next(one for name, one in members.items() if "Notch" in name)
        await home.bot.set_group_ban(**group, user_id=notch["user_id"], duration=600)
        assert home.world.member(GROUP_ID, NOTCH).muted_until > 0
        await home.bot.set_group_ban(**group, user_id=notch["user_id"], duration=0)
        assert not home.world.member(GROUP_ID, NOTCH).muted_until > home.official.clock.now()
        await home.bot.set_group_kick(**group, user_id=notch["user_id"])
        assert NOTCH not in home.world.members_of(GROUP_ID)
        await until(lambda: [one for one in home.heard if one.get("notice_type") == "group_decrease"])


async def test_who_is_no_admin_is_refused_in_words() -> None:
    async with living() as home:
        event = await home.hears("hi")
        for action in ("set_group_kick", "set_group_ban"):
            result = await home.refused(action, group_id=event["group_id"], user_id=event["user_id"])
            assert result["retcode"] == 11282 and result["wording"]
        assert (await home.refused("set_group_whole_ban", group_id=event["group_id"]))["retcode"] == 1404


async def test_a_request_to_join_is_heard_and_answered() -> None:
    async with living(admin=True, intents=["groups", "GROUP_MEMBER_EVENT"]) as home:
        home.world.add_person(10009, "Herobrine")
        requests.ask_to_join(home.world, 10009, GROUP_ID, "let me in")
        await until(lambda: [one for one in home.heard if one["post_type"] == "request"])
        asked = next(one for one in home.heard if one["post_type"] == "request")
        assert asked["comment"] == "let me in"
        await home.bot.set_group_add_request(flag=asked["flag"], sub_type="add", approve=True)
        assert 10009 in home.world.members_of(GROUP_ID)


# -- guilds


async def test_a_guilds_channel_is_a_group_and_its_own_calls_work() -> None:
    async with living({"channels": [GROUP_ID]}, guilds=True, admin=True) as home:
        event = await home.hears("hi")
        assert event["message_type"] == "group" and event["guild_id"]
        sent = await home.bot.send(event, [text("hello "), at(event["user_id"]), message.face(4)])
        assert [one["type"] for one in home.messages()[-1].segments] == ["text", "at", "face"]
        calls, place = Official(home.bot), {"channel_id": event["group_id"]}
        guild = await calls.get_guild(event["guild_id"])
        assert guild["name"] == "Guild"
        await calls.put_pin(**place, message_id=sent["message_id"])
        assert len((await calls.get_pins(**place))["message_ids"]) == 1
        await calls.put_reaction(**place, message_id=event["message_id"], emoji_type=1, emoji_id=4)
        await calls.mute_member(
            event["guild_id"], user_id=(await home.hears("me", NOTCH))["user_id"], mute_seconds="60"
        )
        assert home.world.member(GROUP_ID, NOTCH).muted_until > 0
        made = await calls.create_channel(event["guild_id"], "new", "text")
        assert made["name"] == "new"
        await home.bot.send(event, [text("map"), image(PIXEL)])
        assert [one["type"] for one in home.messages()[-1].segments] == ["text", "image"]
        await home.bot.delete_msg(message_id=sent["message_id"])
        assert home.messages()[0].recalled


async def test_an_audited_message_is_taken_back_once_it_has_passed() -> None:
    async with living(
        {"channels": [GROUP_ID], "audit": True}, guilds=True, intents=["groups", "MESSAGE_AUDIT"]
    ) as home:
        event = await home.hears("hi")
        sent = await home.bot.send(event, "waits")
        assert home.said() == []
        assert (await home.refused("delete_msg", message_id=sent["message_id"]))["retcode"] == 100
        (audit_id,) = home.official.office.desk.held
        home.official.audit(audit_id)
        assert home.said() == ["waits"]
        await until(lambda: home.memory.messages.find(sent["message_id"]).platform_id)
        await home.bot.delete_msg(message_id=sent["message_id"])
        assert home.messages()[0].recalled


async def test_a_direct_message_of_a_guild_is_answered_where_it_was_said() -> None:
    async with living({"channels": [GROUP_ID]}, guilds=True) as home:
        home.world.say(NOTCH, [text("psst")], to=SELF_ID, via=GROUP_ID)
        event = await home.comes("psst")
        assert (event["message_type"], event["sub_type"]) == ("private", "other")
        await home.bot.send(event, "yes?")
        assert home.said() == ["yes?"]
