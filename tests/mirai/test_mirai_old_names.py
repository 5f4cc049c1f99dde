"""Scripts for mirai-api-ws, and each of its 36 calls, over both ways."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tiny_mah import BOT, KEY, TinyMah, group_message, tiny_mah

from qq_api.mirai import MiraiError, NotConnected, http_client, websocket_client
from support import DATA, child, free_port, until

ROOT = Path(__file__).resolve().parent.parent.parent
DEADLINE = 10
RESPONSE = {"eventId": 9, "fromId": 2, "groupId": 0, "operate": 1, "message": "m"}
CHAIN = [{"type": "Plain", "text": "hi"}]

CALLS: list[tuple[int, Callable[[Any], Any], str, str, dict[str, Any]]] = [
    (2, lambda bot: bot.about(), "about", "", {}),
    (3, lambda bot: bot.messageFromId(7), "messageFromId", "", {"messageId": 7, "target": 20001}),
    (4, lambda bot: bot.friendList(), "friendList", "", {}),
    (5, lambda bot: bot.groupList(), "groupList", "", {}),
    (6, lambda bot: bot.memberList(1), "memberList", "", {"target": 1}),
    (7, lambda bot: bot.botProfile(), "botProfile", "", {}),
    (8, lambda bot: bot.friendProfile(2), "friendProfile", "", {"target": 2}),
    (9, lambda bot: bot.memberProfile(1, 2), "memberProfile", "", {"target": 1, "memberId": 2}),
    (10, lambda bot: bot.sendFriendMessage(2, CHAIN), "sendFriendMessage", "", {"target": 2, "messageChain": CHAIN}),
    (11, lambda bot: bot.sendGroupMessage(1, CHAIN), "sendGroupMessage", "", {"target": 1, "messageChain": CHAIN}),
    (
        12,
        lambda bot: bot.sendTempMessage(2, 1, CHAIN),
        *("sendTempMessage", "", {"qq": 2, "group": 1, "messageChain": CHAIN}),
    ),
    (13, lambda bot: bot.sendNudge(2, 1, "Group"), "sendNudge", "", {"target": 2, "subject": 1, "kind": "Group"}),
    (14, lambda bot: bot.recall(7), "recall", "", {"messageId": 7, "target": 20001}),
    (
        15,
        lambda bot: bot.file_list(1),
        *("file_list", "", {"id": "", "target": 1, "withDownloadInfo": False, "offset": 0, "size": 100}),
    ),
    (
        16,
        lambda bot: bot.file_info(1, "/f"),
        *("file_info", "", {"id": "/f", "target": 1, "withDownloadInfo": True}),
    ),
    (17, lambda bot: bot.file_mkdir(1, "", "new"), "file_mkdir", "", {"id": "", "target": 1, "directoryName": "new"}),
    (18, lambda bot: bot.file_delete(1, "/f"), "file_delete", "", {"id": "/f", "target": 1}),
    (19, lambda bot: bot.file_move(1, "/f", "/g"), "file_move", "", {"id": "/f", "target": 1, "moveTo": "/g"}),
    (20, lambda bot: bot.file_rename(1, "/f", "x"), "file_rename", "", {"id": "/f", "target": 1, "renameTo": "x"}),
    (21, lambda bot: bot.deleteFriend(2), "deleteFriend", "", {"target": 2}),
    (22, lambda bot: bot.mute(1, 2), "mute", "", {"target": 1, "memberId": 2, "time": 600}),
    (23, lambda bot: bot.unmute(1, 2), "unmute", "", {"target": 1, "memberId": 2}),
    (24, lambda bot: bot.kick(1, 2, "bye"), "kick", "", {"target": 1, "memberId": 2, "msg": "bye"}),
    (25, lambda bot: bot.quit(1), "quit", "", {"target": 1}),
    (26, lambda bot: bot.muteAll(1), "muteAll", "", {"target": 1}),
    (27, lambda bot: bot.unmuteAll(1), "unmuteAll", "", {"target": 1}),
    (28, lambda bot: bot.setEssence(7), "setEssence", "", {"messageId": 7, "target": 20001}),
    (29, lambda bot: bot.groupConfig_get(1), "groupConfig", "get", {"target": 1}),
    (
        30,
        lambda bot: bot.groupConfig_update(1, {"name": "n"}),
        *("groupConfig", "update", {"target": 1, "config": {"name": "n"}}),
    ),
    (31, lambda bot: bot.memberInfo_get(1, 2), "memberInfo", "get", {"target": 1, "memberId": 2}),
    (
        32,
        lambda bot: bot.memberInfo_update(1, 2, {"name": "n"}),
        *("memberInfo", "update", {"target": 1, "memberId": 2, "info": {"name": "n"}}),
    ),
    (33, lambda bot: bot.memberAdmin(1, 2, True), "memberAdmin", "", {"target": 1, "memberId": 2, "assign": True}),
    (34, lambda bot: bot.resp_newFriendRequestEvent(9, 2, 0, 1, "m"), "resp_newFriendRequestEvent", "", RESPONSE),
    (35, lambda bot: bot.resp_memberJoinRequestEvent(9, 2, 0, 1, "m"), "resp_memberJoinRequestEvent", "", RESPONSE),
    (
        36,
        lambda bot: bot.resp_botInvitedJoinGroupRequestEvent(9, 2, 0, 1, "m"),
        *("resp_botInvitedJoinGroupRequestEvent", "", RESPONSE),
    ),
]


async def quickly(do: Callable[..., Any], *args: Any) -> Any:
    """What a call that may wait returns, on a thread, before the deadline."""
    return await asyncio.wait_for(asyncio.to_thread(do, *args), DEADLINE)


@asynccontextmanager
async def connected(mah: TinyMah, bot: Any) -> AsyncIterator[Any]:
    try:
        assert (await quickly(bot.connect))["id"] == 0
        yield bot
    finally:
        await quickly(bot.disconnect)


async def by_websocket(mah: TinyMah) -> Any:
    return websocket_client.ws(mah.url, KEY, BOT)


async def tell(mah: TinyMah, packet: Any) -> None:
    """An event, by whichever way there is."""
    for link in mah.links:
        await link.push(packet)
    for queue in mah.queues.values():
        queue.append(packet)


async def test_every_call_over_websocket_is_answered_by_its_old_number() -> None:
    async with tiny_mah() as mah, connected(mah, websocket_client.ws(mah.url, KEY, BOT)) as bot:
        await mah.links[0].push(group_message("seen"))
        news = await quickly(bot.get)
        assert (news["id"], news["data"]["syncId"]) == (0, "-1")
        assert news["data"]["data"] == group_message("seen")
        for number, call, command, sub, content in CALLS:
            mah.answers[command] = {"code": 0, "msg": "success", "command": command}
            assert call(bot)["id"] == 0
            answer = await quickly(bot.get)
            assert answer["data"] == {"syncId": str(number), "data": mah.answers[command]}
            assert mah.asked[-1] == (command, sub, content)


async def test_every_call_over_http_returns_the_answer_as_it_came() -> None:
    async with tiny_mah() as mah, connected(mah, http_client.ws(mah.url, KEY, BOT)) as bot:
        mah.queues["session1"].append(group_message("seen"))
        assert await quickly(bot.get) == {"id": 0, "msg": "Received the new message", "data": group_message("seen")}
        for _, call, command, sub, content in CALLS:
            path = command.replace("_", "/")
            mah.answers[path] = {"code": 0, "msg": "success", "command": command}
            assert await quickly(call, bot) == mah.answers[path]
            asked, method, said = mah.asked[-1]
            assert asked == path
            assert method == {"get": "GET", "update": "POST"}.get(sub, method)
            assert str({**said}).lower().replace("'", "") == str(content).lower().replace("'", "")


def test_there_are_36_calls() -> None:
    names = {name for name in vars(websocket_client.OldLife.__mro__[1]) if not name.startswith("_")} - {"command"}
    assert len(names) == len(CALLS) + 1 == 36
    assert "file_upload" in names


@pytest.mark.parametrize("module", [websocket_client, http_client])
async def test_a_file_is_uploaded_by_http_whatever_the_rest_goes_by(module: Any, tmp_path: Path) -> None:
    (tmp_path / "map.txt").write_text("a map")
    async with tiny_mah() as mah, connected(mah, module.ws(mah.url, KEY, BOT)) as bot:
        answer = await quickly(bot.file_upload, 20001, "", str(tmp_path / "map.txt"))
        assert answer["msg"] == "success"
        assert b"a map" in mah.uploads[0]
        assert b'name="target"\r\n\r\n20001' in mah.uploads[0]
        with pytest.raises(OSError, match="nowhere"):
            await quickly(bot.file_upload, 20001, "", str(tmp_path / "nowhere"))


async def test_a_message_that_was_not_seen_has_no_target_unless_it_is_named() -> None:
    async with tiny_mah() as mah:
        async with connected(mah, websocket_client.ws(mah.url, KEY, BOT)) as bot:
            refusal = bot.recall(4)
            assert (refusal["id"], "was not seen" in refusal["msg"]) == (1, True)
            assert bot.recall(4, target=5)["id"] == 0
            await quickly(bot.get)
            assert mah.heard("recall") == [{"messageId": 4, "target": 5}]
            mah.answers["sendGroupMessage"] = {"code": 0, "msg": "success", "messageId": 12}
            bot.sendGroupMessage(20002, CHAIN)
            await quickly(bot.get)
            bot.setEssence(12)
            await quickly(bot.get)
            assert mah.heard("setEssence") == [{"messageId": 12, "target": 20002}]
        async with connected(mah, http_client.ws(mah.url, KEY, BOT)) as bot:
            assert (await quickly(bot.recall, 4))["code"] == 5


@pytest.mark.parametrize("module", [websocket_client, http_client])
async def test_where_nobody_is_connected_every_call_says_so_at_once(module: Any) -> None:
    bot = module.ws(f"127.0.0.1:{free_port()}", KEY, BOT)
    failed = await quickly(bot.connect)
    assert (failed["id"], "nobody answers" in failed["msg"]) == (2, True)
    assert (await quickly(bot.get))["id"] == 2
    assert bot.disconnect()["id"] == 1
    for _, call, _, _, _ in CALLS:
        try:
            answer = await quickly(call, bot)
        except NotConnected:
            assert module is http_client
        else:
            assert answer["id"] == 1


@pytest.mark.parametrize("module", [websocket_client, http_client])
async def test_a_wrong_key_is_said_in_words(module: Any) -> None:
    async with tiny_mah() as mah:
        refused = await quickly(module.ws(mah.url, "wrong", BOT).connect)
    assert (refused["id"], refused["data"]["code"]) == (2, 1)
    assert "verifyKey" in refused["msg"]


@pytest.mark.parametrize("module", [websocket_client, http_client])
async def test_get_ends_when_another_thread_disconnects(module: Any) -> None:
    async with tiny_mah() as mah, connected(mah, module.ws(mah.url, KEY, BOT)) as bot:
        waiting = asyncio.create_task(quickly(bot.get))
        assert (await quickly(bot.get, 0.05))["id"] == 1
        assert (await quickly(bot.disconnect))["id"] == 0
        assert (await waiting)["msg"] == "Connection lost"
        assert (await quickly(bot.get))["id"] == 2


async def test_get_tells_of_a_lost_connection_which_comes_back_by_itself() -> None:
    async with tiny_mah() as mah, connected(mah, websocket_client.ws(mah.url, KEY, BOT)) as bot:
        await mah.links[0].close()
        assert (await quickly(bot.get))["id"] == 2
        await until(lambda: mah.logins == 2 and mah.links)
        await mah.links[0].push(group_message("again"))
        assert (await quickly(bot.get))["data"]["data"] == group_message("again")


async def test_a_call_without_an_answer_ends_and_get_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    async with tiny_mah() as mah, connected(mah, websocket_client.ws(mah.url, KEY, BOT)) as bot:
        mah.answers["mute"] = lambda _: None
        bot.mute(1, 2)
        await until(lambda: mah.heard("mute"))
        await mah.links[0].close()
        found = [await quickly(bot.get), await quickly(bot.get)]
        lost = next(one for one in found if one["data"])
        assert (lost["id"], lost["data"]["syncId"]) == (1, "22")


async def test_a_call_under_way_when_another_thread_disconnects_ends() -> None:
    async with tiny_mah() as mah, connected(mah, http_client.ws(mah.url, KEY, BOT)) as bot:
        mah.answers["about"] = lambda _: None
        waiting = asyncio.create_task(quickly(bot.about))
        await until(lambda: mah.heard("about"))
        await quickly(bot.disconnect)
        with pytest.raises(MiraiError):
            await waiting


async def test_a_send_that_a_script_numbers_1_is_judged() -> None:
    async with tiny_mah() as mah, connected(mah, websocket_client.ws(mah.url, KEY, BOT)) as bot:
        for answer, words in [
            ({"code": 0, "messageId": 3}, "Sent successfully"),
            ({"code": 0, "messageId": -1}, "Wrong message id"),
            ({"code": 20, "msg": "Bot被禁言"}, "Sent failed"),
        ]:
            mah.answers["sendGroupMessage"] = answer
            bot.command(1, "sendGroupMessage", {"target": 1, "messageChain": CHAIN})
            assert (await quickly(bot.get))["msg"] == words


async def test_any_path_can_be_asked_for_over_http() -> None:
    async with tiny_mah() as mah, connected(mah, http_client.ws(mah.url, KEY, BOT)) as bot:
        await quickly(bot.command_get, "anno/list", {"id": 1})
        await quickly(bot.command_post, "anno/publish", {"target": 1})
        assert [(name, method) for name, method, _ in mah.asked] == [("anno/list", "GET"), ("anno/publish", "POST")]


def script_runs(script: Path, url: str, key: str) -> Any:
    return child(sys.executable, script, url, key, str(BOT), PYTHONPATH=str(ROOT))


async def test_a_script_for_the_websocket_half_runs_unchanged() -> None:
    script = DATA / "mirai" / "echo_by_websocket.py"
    async with tiny_mah() as mah:
        mah.answers["friendList"] = {"code": 0, "msg": "", "data": [{"id": 2, "nickname": "x", "remark": ""}]}
        mah.answers["sendGroupMessage"] = {"code": 0, "msg": "success", "messageId": 8}
        async with script_runs(script, mah.url, KEY) as running:
            assert (await running.says("connected"))["msg"] == "Connection succeeded"
            assert (await running.says(answer="4"))["data"] == mah.answers["friendList"]
            await tell(mah, group_message("hello"))
            assert (await running.says(answer="11"))["data"]["messageId"] == 8
            await tell(mah, group_message("delete this", 77))
            await running.says(answer="14")
            assert mah.heard("recall") == [{"messageId": 77, "target": 20001}]
            await tell(mah, group_message("stop"))
            assert (await running.says("end"))["end"] == "Connection lost"


async def test_a_script_for_the_http_half_runs_unchanged() -> None:
    script = DATA / "mirai" / "echo_by_http.py"
    async with tiny_mah() as mah:
        mah.answers["friendList"] = {"code": 0, "msg": "", "data": []}
        mah.answers["sendGroupMessage"] = {"code": 0, "msg": "success", "messageId": 8}
        async with script_runs(script, mah.url, KEY) as running:
            await running.says("friends")
            await tell(mah, group_message("hello"))
            await running.says(sent=8)
            await running.says(recalled=0)
            assert mah.heard("recall") == [{"messageId": 8, "target": 20001}]
            await tell(mah, group_message("stop"))
            await running.says(closed=0)


@pytest.mark.parametrize("script", ["echo_by_websocket.py", "echo_by_http.py"])
async def test_a_script_with_a_wrong_key_ends_with_the_reason(script: str) -> None:
    async with tiny_mah() as mah, script_runs(DATA / "mirai" / script, mah.url, "wrong") as running:
        assert "verifyKey" in (await running.says(connected=2))["msg"]
