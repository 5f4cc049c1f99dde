"""`qq_api.mirai.Mirai`: a method for each call, events, and a connection that comes back."""

import asyncio
import inspect
from collections.abc import Callable
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from tiny_mah import BOT, KEY, TinyMah, group_message, tiny_mah

from qq_api.mirai import LoginRefused, Mirai, MiraiError, NoBot, NotConnected
from qq_api.mirai.calls import Calls
from support import free_port, until

DEADLINE = 10
CHAIN = [{"type": "Plain", "text": "hi"}]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_api.keep.keep.__defaults__", (lambda: repeat(0.05),))


def mirai_at(mah: TinyMah, **keys: Any) -> Mirai:
    return Mirai(mah.url, KEY, BOT, poll_seconds=0.01, **keys)


SAID = {"messageChain": CHAIN}
REQUEST = {"eventId": 9, "fromId": 2, "groupId": 1, "operate": 0, "message": "m"}

CALLS: list[tuple[Callable[[Mirai], Any], str, str, dict[str, Any]]] = [
    (lambda one: one.about(), "about", "", {}),
    (lambda one: one.message_from_id(7, 1), "messageFromId", "", {"messageId": 7, "target": 1}),
    (lambda one: one.friend_list(), "friendList", "", {}),
    (lambda one: one.group_list(), "groupList", "", {}),
    (lambda one: one.member_list(1), "memberList", "", {"target": 1}),
    (lambda one: one.bot_profile(), "botProfile", "", {}),
    (lambda one: one.friend_profile(2), "friendProfile", "", {"target": 2}),
    (lambda one: one.member_profile(1, 2), "memberProfile", "", {"target": 1, "memberId": 2}),
    (lambda one: one.send_friend_message(2, CHAIN), "sendFriendMessage", "", {"target": 2, **SAID}),
    (lambda one: one.send_group_message(1, CHAIN, 5), "sendGroupMessage", "", {"target": 1, **SAID, "quote": 5}),
    (lambda one: one.send_temp_message(2, 1, CHAIN), "sendTempMessage", "", {"qq": 2, "group": 1, **SAID}),
    (lambda one: one.send_nudge(2, 1, "Group"), "sendNudge", "", {"target": 2, "subject": 1, "kind": "Group"}),
    (lambda one: one.recall(7, 1), "recall", "", {"messageId": 7, "target": 1}),
    (lambda one: one.file_list(1), "file_list", "", {"id": "", "target": 1, "offset": 0, "size": 100}),
    (lambda one: one.file_info(1, "/f"), "file_info", "", {"id": "/f", "target": 1, "withDownloadInfo": True}),
    (lambda one: one.file_mkdir(1, "new"), "file_mkdir", "", {"id": "", "target": 1, "directoryName": "new"}),
    (lambda one: one.file_delete(1, "/f"), "file_delete", "", {"id": "/f", "target": 1}),
    (lambda one: one.file_move(1, "/f", "/g"), "file_move", "", {"id": "/f", "target": 1, "moveTo": "/g"}),
    (lambda one: one.file_rename(1, "/f", "x"), "file_rename", "", {"id": "/f", "target": 1, "renameTo": "x"}),
    (lambda one: one.delete_friend(2), "deleteFriend", "", {"target": 2}),
    (lambda one: one.mute(1, 2, 60), "mute", "", {"target": 1, "memberId": 2, "time": 60}),
    (lambda one: one.unmute(1, 2), "unmute", "", {"target": 1, "memberId": 2}),
    (lambda one: one.kick(1, 2, "bye"), "kick", "", {"target": 1, "memberId": 2, "msg": "bye", "block": False}),
    (lambda one: one.quit(1), "quit", "", {"target": 1}),
    (lambda one: one.mute_all(1), "muteAll", "", {"target": 1}),
    (lambda one: one.unmute_all(1), "unmuteAll", "", {"target": 1}),
    (lambda one: one.set_essence(7, 1), "setEssence", "", {"messageId": 7, "target": 1}),
    (lambda one: one.group_config_get(1), "groupConfig", "get", {"target": 1}),
    (
        lambda one: one.group_config_update(1, {"name": "n"}),
        *("groupConfig", "update", {"target": 1, "config": {"name": "n"}}),
    ),
    (lambda one: one.member_info_get(1, 2), "memberInfo", "get", {"target": 1, "memberId": 2}),
    (
        lambda one: one.member_info_update(1, 2, {"specialTitle": "t"}),
        *("memberInfo", "update", {"target": 1, "memberId": 2, "info": {"specialTitle": "t"}}),
    ),
    (lambda one: one.member_admin(1, 2, assign=True), "memberAdmin", "", {"target": 1, "memberId": 2, "assign": True}),
    (lambda one: one.resp_new_friend_request_event(9, 2, 1, 0, "m"), "resp_newFriendRequestEvent", "", REQUEST),
    (lambda one: one.resp_member_join_request_event(9, 2, 1, 0, "m"), "resp_memberJoinRequestEvent", "", REQUEST),
    (
        lambda one: one.resp_bot_invited_join_group_request_event(9, 2, 1, 0, "m"),
        *("resp_botInvitedJoinGroupRequestEvent", "", REQUEST),
    ),
]


async def test_every_call_is_the_command_of_its_name() -> None:
    async with tiny_mah() as mah, mirai_at(mah) as one:
        for call, command, sub, content in CALLS:
            mah.answers[command] = {"code": 0, "msg": "", "data": f"data of {command}", "messageId": 3}
            answer = await call(one)
            assert mah.asked[-1] == (command, sub, content)
            expected = {"messageId": 3} if command.startswith("send") else {}
            assert answer in (None, f"data of {command}", mah.answers[command], expected.get("messageId"))


def test_there_are_36_with_their_fields_and_their_words() -> None:
    methods = {name: one for name, one in vars(Calls).items() if not name.startswith("_") and name != "call"}
    methods = {name: one for name, one in methods.items() if inspect.iscoroutinefunction(one)}
    methods["file_upload"] = Mirai.file_upload
    assert len(methods) == len(CALLS) + 1 == 36
    assert all(one.__doc__ for one in methods.values())


async def test_a_file_is_uploaded_and_its_data_returned(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    async with tiny_mah() as mah, mirai_at(mah) as one:
        mah.answers["file/upload"] = {"code": 0, "msg": "", "data": {"id": "/7", "name": "b.txt"}}
        info = await one.file_upload(20001, tmp_path / "a.txt", "/folder", "b.txt")
        assert info["id"] == "/7"
        assert b'filename="b.txt"' in mah.uploads[0]
        assert b"hello" in mah.uploads[0]


@pytest.mark.parametrize("mode", ["websocket", "http"])
async def test_events_come_one_after_the_other(mode: Any) -> None:
    async with tiny_mah() as mah, mirai_at(mah, mode=mode) as one:
        for number in range(5):
            packet = group_message(f"{number}")
            await mah.links[0].push(packet) if mode == "websocket" else mah.queues["session1"].append(packet)
        heard = [(await asyncio.wait_for(one.__anext__(), DEADLINE))["messageChain"][1]["text"] for _ in range(5)]
        assert heard == ["0", "1", "2", "3", "4"]


async def test_events_may_go_to_a_function_instead() -> None:
    heard: list[Any] = []
    async with tiny_mah() as mah, mirai_at(mah, on_event=heard.append):
        await mah.links[0].push(group_message("hi"))
        await until(lambda: heard == [group_message("hi")])


async def test_a_message_that_was_seen_or_said_needs_no_target() -> None:
    async with tiny_mah() as mah, mirai_at(mah) as one:
        for packet in [
            group_message("a", 7),
            {"type": "FriendMessage", "sender": {"id": 5}, "messageChain": [{"type": "Source", "id": 8}]},
            {"type": "GroupSyncMessage", "subject": {"id": 20002}, "messageChain": [{"type": "Source", "id": 9}]},
            {"type": "TempMessage", "sender": {"id": 6, "group": {"id": 1}}, "messageChain": [{"id": 10}]},
        ]:
            await mah.links[0].push(packet)
            await one.__anext__()
        for message_id in (7, 8, 9, 10):
            await one.recall(message_id)
        assert [content["target"] for content in mah.heard("recall")] == [20001, 5, 20002, 6]
        mah.answers["sendFriendMessage"] = {"code": 0, "msg": "success", "messageId": 11}
        assert await one.send_friend_message(5, CHAIN) == 11
        await one.set_essence(11)
        assert mah.heard("setEssence") == [{"messageId": 11, "target": 5}]
        with pytest.raises(MiraiError, match="was not seen") as found:
            await one.recall(12)
        assert found.value.code == 5


async def test_a_connection_that_ends_comes_back_and_calls_fail_at_once_meanwhile() -> None:
    lost: list[bool] = []
    async with tiny_mah() as mah, mirai_at(mah, on_lost=lambda: lost.append(True)) as one:
        await mah.links[0].close()
        await until(lambda: lost)
        await until(lambda: one.is_connected and mah.links)
        await mah.links[0].push(group_message("back"))
        assert (await asyncio.wait_for(one.__anext__(), DEADLINE)) == group_message("back")


@pytest.mark.parametrize("mode", ["websocket", "http"])
async def test_entering_says_what_is_wrong(mode: Any) -> None:
    async with tiny_mah() as mah:
        for key, bot, kind in [("wrong", BOT, LoginRefused), (KEY, 99, NoBot)]:
            with pytest.raises(kind):
                await asyncio.wait_for(Mirai(mah.url, key, bot, mode=mode).__aenter__(), DEADLINE)
    with pytest.raises(NotConnected, match="无人应答"):
        await Mirai(f"127.0.0.1:{free_port()}", KEY, BOT, mode=mode, language="zh_cn").__aenter__()


async def test_after_the_block_calls_and_events_end_at_once() -> None:
    async with tiny_mah() as mah:
        async with mirai_at(mah) as one:
            waiting = asyncio.create_task(one.__anext__())
            await one.about()
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(waiting, DEADLINE)
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(one.__anext__(), DEADLINE)
        with pytest.raises(NotConnected):
            await one.about()


async def test_a_key_that_is_changed_there_ends_the_events_with_the_reason() -> None:
    async with tiny_mah() as mah, mirai_at(mah) as one:
        mah.key = "another"
        await mah.links[0].close()
        with pytest.raises(LoginRefused):
            await asyncio.wait_for(one.__anext__(), DEADLINE)


async def test_over_http_the_session_is_released_at_the_end() -> None:
    async with tiny_mah() as mah:
        async with mirai_at(mah, mode="http"):
            pass
        assert mah.heard("release") == [{"sessionKey": "session1", "qq": BOT}]
