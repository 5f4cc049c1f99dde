"""Mirai as a way to QQ: a running bot with a connection of the type `mirai`, over both ways."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from aiocqhttp import Event
from tiny_mah import BOT, GROUP, KEY, WANG, TinyMah, group_message, tiny_mah

from qq_api import ActionFailed, ApiNotAvailable, Bot, Texts, Unanswered, at, reply, text
from qq_api.config import Config, Mirai
from qq_api.runtime import Runtime, running
from support import DATA, free_port, until

DEADLINE = 10
WAYS = ["websocket", "http"]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_api.mirai.transport.pauses", lambda **_: repeat(0.05))


class Home:
    """A running bot, and what its listeners heard."""

    def __init__(self, bot: Bot, runtime: Runtime, heard: list[Event]) -> None:
        self.bot, self.runtime, self.heard = bot, runtime, heard

    async def hears(self, **fields: Any) -> Event:
        """The first event with these fields, as soon as it is heard."""
        found = await until(lambda: [one for one in self.heard if fields.items() <= one.items()], what=fields)
        return found[0]

    async def fails(self, action: str, **params: Any) -> Any:
        """How an action fails, before the deadline."""
        with pytest.raises(Exception) as found:
            await asyncio.wait_for(self.bot.call_action(action, **params), DEADLINE)
        return found.value


def config_of(mah: TinyMah, way: str = "websocket", **keys: Any) -> Mirai:
    plain = {"url": f"ws://{mah.url}", "verify_key": KEY, "qq": BOT, "mode": way, "poll_seconds": 0.1}
    return Mirai.model_validate(plain | keys)


@asynccontextmanager
async def home(
    connection: Mirai, texts: Texts, *, parked: Any = None, folder: Path | None = None
) -> AsyncIterator[Home]:
    bot, heard = Bot(), []
    bot.listeners.append(heard.append)
    async with running(bot, Config(connections=[connection]), texts, parked, folder) as runtime:
        yield Home(bot, runtime, heard)


@asynccontextmanager
async def connected(mah: TinyMah, texts: Texts, way: str = "websocket", **keys: Any) -> AsyncIterator[Home]:
    async with home(config_of(mah, way), texts, **keys) as one:
        await until(lambda: one.bot.accounts() == [BOT])
        yield one


async def tell(mah: TinyMah, packet: Any) -> None:
    """An event, by whichever way there is."""
    for link in mah.links:
        await link.push(packet)
    if not mah.links:
        for queue in mah.queues.values():
            queue.append(packet)


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_said_is_heard_and_what_we_say_is_said(texts: Texts, way: str) -> None:
    async with tiny_mah() as mah, connected(mah, texts, way) as one:
        await tell(mah, group_message("你好"))
        event = await one.hears(post_type="message")
        assert (event.content, event.user_id, event.group_id) == ("你好", 10003, 20001)
        mah.answers["sendGroupMessage"] = {"code": 0, "msg": "success", "messageId": 99}
        sent = await one.bot.send(event, [text("hi")])
        (content,) = mah.heard("sendGroupMessage")
        assert content == {"target": 20001, "messageChain": [{"type": "Plain", "text": "hi"}]}
        assert sent["message_id"] != event.message_id
        await one.bot.delete_msg(message_id=sent["message_id"])
        assert mah.heard("recall") == [{"messageId": 99, "target": 20001}]


@pytest.mark.parametrize("way", WAYS)
async def test_events_come_in_order_and_once(texts: Texts, way: str) -> None:
    async with tiny_mah() as mah, connected(mah, texts, way) as one:
        for number in range(200):
            await tell(mah, group_message(f"{number}", number + 1))
        await one.hears(raw_message="199")
        heard = [event.content for event in one.heard if event["post_type"] == "message"]
        assert heard == [str(number) for number in range(200)]


async def test_an_answer_quotes_what_is_known_and_goes_without_the_quote_where_it_is_forgotten(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        await tell(mah, group_message("question", 55))
        event = await one.hears(post_type="message")

        def forgets(content: dict[str, Any]) -> dict[str, Any]:
            return {"code": 5, "msg": "指定对象不存在"} if "quote" in content else {"code": 0, "messageId": 56}

        mah.answers["sendGroupMessage"] = forgets
        await one.bot.send_group_msg(group_id=20001, message=[reply(event.message_id), text("answer")])
        assert [content.get("quote") for content in mah.heard("sendGroupMessage")] == [55, None]
        mah.asked.clear()
        await one.bot.send_group_msg(group_id=20001, message=[reply(123456), text("to nobody")])
        (content,) = mah.heard("sendGroupMessage")
        assert "quote" not in content


async def test_who_is_no_member_is_named_as_text_and_members_are_asked_for_once(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        mah.answers["memberList"] = {"code": 0, "msg": "", "data": [WANG]}
        for _ in range(2):
            await one.bot.send_group_msg(group_id=20001, message=[at(10003), at(99), text("hi")])
        first, second = mah.heard("sendGroupMessage")
        kinds = [element["type"] for element in first["messageChain"]]
        assert (kinds[0], kinds.count("At")) == ("At", 1)
        assert "99" in str(first["messageChain"])
        assert first == second
        assert mah.heard("memberList") == [{"target": 20001}]


@pytest.mark.parametrize("operator", [None, {"id": 10003, "memberName": "老王", "group": GROUP}])
async def test_an_operator_that_is_null_is_the_bot_itself(texts: Texts, operator: Any) -> None:
    packet = {
        **{"type": "GroupRecallEvent", "authorId": 10003, "messageId": 7, "time": 1, "group": GROUP},
        "operator": operator,
    }
    async with tiny_mah() as mah, connected(mah, texts) as one:
        await tell(mah, packet)
        event = await one.hears(notice_type="group_recall")
        assert event["operator_id"] == (10003 if operator else BOT)


@pytest.mark.parametrize(("code", "retcode"), [(10, 20010), (20, 20020), (30, 20030), (400, 20400), (77, 20077)])
async def test_a_refusal_has_a_retcode_of_its_own_and_words(texts: Texts, code: int, retcode: int) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        mah.answers["mute"] = {"code": code, "msg": "原话"}
        error = await one.fails("set_group_ban", group_id=20001, user_id=10003, duration=60)
        assert isinstance(error, ActionFailed)
        assert error.retcode == retcode
        assert error.result["wording"]


async def test_what_mirai_cannot_do_is_said_without_asking(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        mah.asked.clear()
        for action in ("send_like", "no_such_action", "get_group_honor_info"):
            assert (await one.fails(action, user_id=1, group_id=1)).retcode == 1404
        assert (await one.fails("send_group_msg", group_id=20001, message="")).retcode == 100
        assert (await one.fails("delete_msg", message_id=404)).retcode
        assert [name for name, _, _ in mah.asked if not name.endswith("List")] == []


@pytest.mark.parametrize("way", WAYS)
async def test_an_action_without_an_answer_may_have_been_carried_out(texts: Texts, way: str) -> None:
    async with tiny_mah() as mah, connected(mah, texts, way) as one:
        mah.answers["sendGroupMessage"] = lambda _: None
        error = await one.fails("send_group_msg", group_id=20001, message="x", timeout_seconds=0.2)
        assert isinstance(error, Unanswered)
        assert len(mah.heard("sendGroupMessage")) == 1, "a send is never repeated blindly"


async def test_nobody_waits_when_the_connection_ends_or_is_another_accounts(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        mah.answers["kick"] = lambda _: None
        kicking = asyncio.create_task(one.fails("set_group_kick", group_id=20001, user_id=10003))
        await until(lambda: mah.heard("kick"))
        assert isinstance(await one.fails("get_friend_list", self_id=5), ApiNotAvailable)
        await mah.links[0].close()
        assert isinstance(await kicking, Unanswered)
        await one.hears(connection_type="closed")
        await until(lambda: one.bot.accounts() == [BOT])


async def test_not_connected_is_said_at_once_with_the_cause(texts: Texts) -> None:
    nowhere = Mirai.model_validate({"url": f"ws://127.0.0.1:{free_port()}", "qq": BOT})
    async with home(nowhere, texts) as one:
        assert isinstance(await one.fails("get_friend_list"), ApiNotAvailable)
        (held,) = one.runtime.held
        await until(lambda: "nobody answers" in getattr(held.transport, "problem", ""))


@pytest.mark.parametrize("way", WAYS)
async def test_a_wrong_key_ends_it_with_cause_and_cure_and_a_reload_begins_anew(
    texts: Texts, way: str, caplog: Any
) -> None:
    async with tiny_mah() as mah:
        connection = config_of(mah, way, verify_key="wrong")
        async with home(connection, texts) as one:
            await until(lambda: one.runtime.held[0].is_over)
            assert "setting.yml" in caplog.text
            assert "!!qqapi reload" in caplog.text
            assert "wrong" not in caplog.text
            assert "Traceback" not in caplog.text
            mah.key = "wrong"  # the owner mends it there
            await one.runtime.apply(Config(connections=[connection]))
            await until(lambda: one.bot.accounts() == [BOT])


@pytest.mark.parametrize("way", WAYS)
async def test_an_account_that_logs_in_later_is_waited_for(texts: Texts, way: str) -> None:
    async with tiny_mah() as mah:
        mah.qq = 99
        async with home(config_of(mah, way), texts) as one:
            await until(lambda: "no such account" in getattr(one.runtime.held[0].transport, "problem", ""))
            mah.qq = BOT
            await until(lambda: one.bot.accounts() == [BOT])


@pytest.mark.parametrize("way", WAYS)
async def test_a_lost_session_is_mended_behind_an_action(texts: Texts, way: str) -> None:
    async with tiny_mah() as mah, connected(mah, texts, way) as one:
        await until(lambda: mah.heard("groupList"))
        answers = iter([{"code": 3, "msg": "Session失效或不存在"}, {"code": 0, "msg": "", "data": []}])
        mah.answers["friendList"] = lambda _: next(answers, {"code": 0, "msg": "", "data": []})
        friends = await asyncio.wait_for(one.bot.get_friend_list(), DEADLINE)
        assert (friends, mah.logins) == ([], 2)


async def test_a_message_of_yesterday_can_be_taken_back_today(texts: Texts, tmp_path: Path) -> None:
    async with tiny_mah() as mah:
        async with connected(mah, texts, folder=tmp_path) as one:
            await tell(mah, group_message("yesterday", 70))
            yesterday = (await one.hears(post_type="message")).message_id
        async with connected(mah, texts, folder=tmp_path) as one:
            await one.bot.delete_msg(message_id=yesterday)
            assert mah.heard("recall") == [{"messageId": 70, "target": 20001}]
            await tell(mah, group_message("today", 71))
            assert (await one.hears(post_type="message")).message_id > yesterday


async def test_a_file_of_numbers_that_is_broken_or_cannot_be_written_stops_nothing(
    texts: Texts, tmp_path: Path, caplog: Any
) -> None:
    lines = ['[5, "group", 20001, 70]', "nonsense", "[1, 2, 3, 4]", '["x"]', '[6, "group", 200']
    (tmp_path / f"mirai_{BOT}.jsonl").write_text("\n".join(lines))
    async with tiny_mah() as mah:
        async with connected(mah, texts, folder=tmp_path) as one:
            await one.bot.delete_msg(message_id=5)
            assert mah.heard("recall") == [{"messageId": 70, "target": 20001}]
        (tmp_path / "file").write_text("")
        async with connected(mah, texts, folder=tmp_path / "file") as one:
            await tell(mah, group_message("heard all the same"))
            await one.hears(post_type="message")
            assert "cannot be written" in caplog.text


@pytest.mark.parametrize("way", WAYS)
async def test_over_a_reload_nothing_is_lost_and_nobody_logs_in_anew(texts: Texts, way: str) -> None:
    async with tiny_mah() as mah:
        async with connected(mah, texts, way) as one:
            parked = await one.runtime.park()
        await tell(mah, group_message("between two lives"))
        async with connected(mah, texts, way, parked=parked) as other:
            await other.hears(post_type="message")
            assert (await other.hears(connection_type="open"))["kept"]
            await other.bot.get_friend_list()
        assert mah.logins == 1
        assert not [event for event in one.heard if event.get("connection_type") == "closed"]


async def test_a_request_can_be_answered_by_its_flag_even_after_a_restart(texts: Texts) -> None:
    packet = {"type": "NewFriendRequestEvent", "eventId": 12, "message": "hi", "fromId": 5, "groupId": 0, "nick": "n"}
    async with tiny_mah() as mah:
        async with connected(mah, texts) as one:
            await tell(mah, packet)
            request = await one.hears(post_type="request")
        async with connected(mah, texts) as one:
            await one.bot.set_friend_add_request(flag=request["flag"], approve=True)
        (answer,) = mah.heard("resp_newFriendRequestEvent")
        assert {"eventId": 12, "fromId": 5, "groupId": 0, "operate": 0}.items() <= answer.items()


async def test_what_a_handler_returns_is_done(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:

        @one.bot.on_message
        async def answer(event: Event) -> dict[str, Any]:
            return {"reply": "pong", "at_sender": False, "ban": True, "ban_duration": 60}

        await tell(mah, group_message("ping"))
        await until(lambda: mah.heard("mute"))
        assert mah.heard("sendGroupMessage")[0]["messageChain"] == [{"type": "Plain", "text": "pong"}]
        assert mah.heard("mute") == [{"target": 20001, "memberId": 10003, "time": 60}]


async def test_an_account_that_qq_threw_out_is_offline_though_mirai_is_there(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        assert await one.bot.get_status() == {"online": True, "good": True}
        await tell(mah, {"type": "BotOfflineEventForce", "qq": BOT, "title": "下线通知", "message": "在另一地点登录"})
        await one.hears(notice_type="bot_offline")
        state = one.runtime.watch.state(BOT)
        assert state is not None
        assert (state.kind, state.reason) == ("kicked", "下线通知: 在另一地点登录")
        assert await one.bot.get_status() == {"online": False, "good": False}
        await tell(mah, {"type": "BotReloginEvent", "qq": BOT})
        await until(lambda: one.runtime.watch.state(BOT).kind == "online")


async def test_pictures_of_this_machine_go_along_and_files_go_by_http(texts: Texts, tmp_path: Path) -> None:
    (tmp_path / "地图.png").write_bytes((DATA / "pixel.png").read_bytes())
    picture = {"type": "image", "data": {"file": (tmp_path / "地图.png").as_uri()}}
    there = {"type": "image", "data": {"file": "file:///nowhere/here.png"}}
    async with tiny_mah() as mah, connected(mah, texts) as one:
        await one.bot.send_group_msg(group_id=20001, message=[picture, there])
        first, second = mah.heard("sendGroupMessage")[0]["messageChain"]
        assert first["base64"].startswith("iVBOR")
        assert second["path"] == "/nowhere/here.png"
        await one.bot.upload_group_file(group_id=20001, file=str(tmp_path / "地图.png"), name="map.png")
        assert b'filename="map.png"' in mah.uploads[0]
        assert (DATA / "pixel.png").read_bytes() in mah.uploads[0]
        await one.bot.upload_group_file(group_id=20001, file="base64://aGVsbG8=", name="a.txt")
        assert b"hello" in mah.uploads[1]
        for wrong in ("/nowhere/x", "x", "base64://?"):
            assert (await one.fails("upload_group_file", group_id=20001, file=wrong, name="x")).retcode == 1200


NONSENSE: list[Any] = [
    {"type": "GroupMessage"},
    {"type": "GroupMessage", "sender": 5, "messageChain": "x"},
    {"type": "GroupMessage", "sender": WANG, "messageChain": [None, 5, {"type": 7}, {"type": "Source", "id": "x"}]},
    {"type": "NewFriendRequestEvent", "eventId": None},
    {"type": "MemberJoinEvent", "member": None, "invitor": []},
    {"type": "BotOfflineEventForce"},
    {"type": "NoSuchEvent"},
]


@pytest.mark.parametrize("way", WAYS)
async def test_whatever_comes_the_connection_goes_on(texts: Texts, way: str) -> None:
    async with tiny_mah() as mah, connected(mah, texts, way) as one:
        for packet in NONSENSE:
            await tell(mah, packet)
        await tell(mah, group_message("lone \ud83d surrogate"))
        await tell(mah, group_message("still here", 8))
        await one.hears(raw_message="still here")
        assert next(event.content for event in one.heard if event["post_type"] == "message").startswith("lone")
        assert mah.logins == 1


@pytest.mark.parametrize("way", WAYS)
async def test_nobody_reads_while_listeners_are_behind_and_an_answer_still_comes(
    texts: Texts, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tiny_mah() as mah, connected(mah, texts, way) as one:
        waiting = [5000]
        one.bot.flow.sources.append(lambda: waiting[0])
        one.bot.flow.check()
        await tell(mah, group_message("waits"))
        await asyncio.wait_for(one.bot.get_friend_list(), DEADLINE)
        waiting[0] = 0
        one.bot.flow.check()
        await one.hears(raw_message="waits")
