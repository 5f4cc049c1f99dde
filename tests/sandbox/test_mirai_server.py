"""mirai-api-http as the sandbox serves it: the WebSocket, rule by rule."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from mah import ALICE, BOT, GROUP, KEY, NOTCH, OTHER, WANG, Socket, mah
from qq_api import message
from qq_api.sandbox.mirai.context import CACHED
from qq_api.sandbox.run import MIRAI_PORT, SELF_ID, Options
from qq_api.sandbox.world import groups, requests, talk
from support import child, until

ROOT = Path(__file__).resolve().parents[2]


async def ended(socket: Socket) -> tuple[int | None, str]:
    """With what the server ended a WebSocket."""
    with pytest.raises(ConnectionClosed):
        while True:
            await asyncio.wait_for(socket.link.recv(), 15)
    return socket.link.close_code, socket.link.close_reason or ""


async def test_the_first_frame_says_the_session() -> None:
    async with mah() as server, server.socket() as socket:
        frame = await socket.frame()
        assert (frame["syncId"], frame["data"]["code"], bool(frame["data"]["session"])) == ("", 0, True)


async def test_a_client_may_also_log_in_by_the_query() -> None:
    async with mah() as server, server.socket(f"all?verifyKey={KEY}&qq={BOT}", x="") as socket:
        assert (await socket.frame())["data"]["code"] == 0


@pytest.mark.parametrize(
    ("given", "code", "reason"),
    [
        ({"verifyKey": "wrong", "qq": str(BOT)}, 1, "Auth Key错误"),
        ({"qq": str(BOT)}, 1, "Auth Key错误"),
        ({"verifyKey": KEY}, 400, "无效参数"),
        ({"verifyKey": KEY, "qq": str(ALICE)}, 2, "指定Bot不存在"),
        ({"verifyKey": KEY, "sessionKey": "nobody's"}, 3, "Session失效或不存在"),
    ],
)
async def test_who_cannot_log_in_is_told_why_and_the_connection_ends(
    given: dict[str, str], code: int, reason: str
) -> None:
    async with mah() as server, server.socket(**given) as socket:
        assert await socket.frame() == {"syncId": "", "data": {"code": code, "msg": reason}}
        assert await ended(socket) == (1000, reason)


async def test_a_session_without_the_account_cannot_open_a_websocket_and_one_with_it_can() -> None:
    async with mah() as server, server.http(bound=False) as http:
        session = (await http.post("/verify", verifyKey=KEY))["session"]
        async with server.socket(verifyKey=KEY, sessionKey=session) as socket:
            assert (await socket.frame())["data"]["code"] == 4
        assert (await http.post("/bind", sessionKey=session, qq=BOT))["code"] == 0
        async with server.socket(verifyKey=KEY, sessionKey=session) as socket:
            assert (await socket.frame())["data"] == {"code": 0, "session": session}
        await until(lambda: not server.server._channels)
        http.session = session
        assert (await http.get("/sessionInfo"))["code"] == 0  # the WebSocket was not its only use


async def test_a_session_of_a_websocket_ends_with_it() -> None:
    async with mah() as server, server.http(bound=False) as http:
        async with server.socket() as socket:
            http.session = (await socket.frame())["data"]["session"]
            assert (await http.get("/sessionInfo"))["code"] == 0
        await until(lambda: not server.server._channels)
        assert (await http.get("/sessionInfo"))["code"] == 3


async def test_without_a_key_any_is_good() -> None:
    async with mah(token="") as server, server.socket(verifyKey="any", qq=str(BOT)) as socket:
        assert (await socket.frame())["data"]["code"] == 0


async def test_in_single_mode_there_is_one_session() -> None:
    async with mah(single=True) as server:
        async with server.socket(verifyKey=KEY) as socket:
            assert (await socket.frame())["data"] == {"code": 0, "session": "SINGLE_SESSION"}
            assert (await socket.ask("sessionInfo"))["data"]["sessionKey"] == "SINGLE_SESSION"
        async with server.socket(verifyKey="wrong") as socket:
            assert (await socket.frame())["data"]["code"] == 1


async def test_a_second_connection_of_a_session_ends_the_first() -> None:
    async with mah() as server, server.socket() as first:
        session = (await first.frame())["data"]["session"]
        async with server.socket(verifyKey=KEY, sessionKey=session) as second:
            await second.frame()
            assert (await ended(first))[0] == 1000
            server.say(ALICE, "hi")
            assert (await second.packet())["type"] == "GroupMessage"


async def test_another_channel_of_a_session_stays_open() -> None:
    async with mah() as server, server.socket("message") as first:
        session = (await first.frame())["data"]["session"]
        async with server.socket("event", verifyKey=KEY, sessionKey=session) as second:
            await second.frame()
            server.say(ALICE, "hi")
            groups.set_card(server.world, ALICE, GROUP, WANG, "王")
            assert (await first.packet())["type"] == "GroupMessage"
            assert (await second.packet())["type"] == "MemberCardChangeEvent"


async def test_each_channel_has_its_packets() -> None:
    async with mah() as server, server.socket("message") as messages, server.socket("event") as events:
        for socket in (messages, events):
            await socket.frame()
        groups.set_card(server.world, ALICE, GROUP, WANG, "王")
        server.say(ALICE, "one")
        groups.set_card(server.world, ALICE, GROUP, WANG, "老王")
        server.say(ALICE, "two")
        assert [(await messages.packet())["type"] for _ in range(2)] == ["GroupMessage"] * 2
        assert [(await events.packet())["current"] for _ in range(2)] == ["王", "老王"]


async def test_there_is_no_other_channel() -> None:
    async with mah() as server:
        with pytest.raises(Exception, match="403"):
            async with server.socket("nothing"):
                pass


@pytest.mark.parametrize("given", [5, "5"])
async def test_a_sync_id_comes_back_as_a_string(given: Any) -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        await socket.send({"syncId": given, "command": "about", "subCommand": None, "content": None})
        frame = await socket.frame()
        assert (frame["syncId"], frame["data"]["data"]) == ("5", {"version": "2.10.0"})


@pytest.mark.parametrize("request_", ["{", "5", '{"command": "about"}', '{"syncId": "1"}', b"\xff", "[" * 9999])
async def test_what_cannot_be_read_is_answered_without_a_sync_id(request_: Any) -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        await socket.send(request_)
        assert await socket.frame() == {"code": 400, "msg": "无效参数"}
        assert (await socket.ask("about"))["code"] == 0


@pytest.mark.parametrize(
    ("command", "content", "sub", "code"),
    [
        ("noSuchCommand", {}, None, 6),
        ("groupConfig", {"target": GROUP}, None, 6),
        ("memberInfo", {"target": GROUP, "memberId": WANG}, "x", 6),
        ("uploadImage", {}, None, 6),
        ("file_upload", {}, None, 6),
        ("memberList", {}, None, 400),
        ("memberList", {"target": 5}, None, 5),
        ("mute", {"target": GROUP, "memberId": 5, "time": 60}, None, 5),
        ("mute", {"target": GROUP, "memberId": ALICE, "time": 60}, None, 10),
        ("kick", {"target": GROUP, "memberId": ALICE}, None, 10),
        ("memberAdmin", {"target": GROUP, "memberId": WANG, "assign": True}, None, 10),
        ("quit", {"target": OTHER}, None, 10),
        ("recall", {"target": GROUP}, None, 400),
        ("sendGroupMessage", {"target": GROUP, "messageChain": []}, None, 400),
        ("sendFriendMessage", {"target": BOT, "messageChain": [{"type": "At", "target": 5}]}, None, 5),
    ],
)
async def test_a_command_that_fails_has_its_state_code(command: str, content: Any, sub: Any, code: int) -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        assert (await socket.ask(command, content, sub))["code"] == code


async def test_a_request_without_content_is_wrong_unless_it_needs_none() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        for command, code in (("memberList", 400), ("friendList", 0)):
            await socket.send({"syncId": "x", "command": command})
            assert (await socket.frame())["data"]["code"] == code


async def test_who_is_muted_cannot_speak() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        groups.mute(server.world, ALICE, GROUP, BOT, 60)
        assert (await socket.packet())["type"] == "BotMuteEvent"
        chain = [{"type": "Plain", "text": "x"}]
        assert (await socket.ask("sendGroupMessage", {"target": GROUP, "messageChain": chain}))["code"] == 20


async def test_ids_are_those_of_their_conversation() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        server.say(ALICE, "one")
        server.say(ALICE, "two")
        server.say(ALICE, "private", to=BOT)
        ids = [(await socket.packet())["messageChain"][0]["id"] for _ in range(3)]
        assert ids == [1, 2, 1]
        sent = await socket.ask("sendGroupMessage", {"target": GROUP, "messageChain": [{"type": "AtAll"}]})
        assert sent == {"code": 0, "msg": "success", "messageId": 3}
        private = await socket.ask("messageFromId", {"messageId": 1, "target": ALICE})
        assert private["data"]["messageChain"][1]["text"] == "private"
        assert (await socket.ask("messageFromId", {"messageId": 9, "target": ALICE}))["code"] == 5


async def test_what_was_said_long_ago_is_forgotten() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        for number in range(CACHED + 1):
            server.say(ALICE, str(number))
        assert (await socket.ask("messageFromId", {"messageId": 1, "target": GROUP}))["code"] == 5
        assert (await socket.ask("messageFromId", {"messageId": 2, "target": GROUP}))["code"] == 0
        chain = [{"type": "Plain", "text": "x"}]
        quoting = {"target": GROUP, "quote": 1, "messageChain": chain}
        assert (await socket.ask("sendGroupMessage", quoting))["code"] == 5


async def test_a_quote_is_told_with_what_it_quotes() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        said = server.say(WANG, [message.text("earlier "), message.face(1)])
        server.say(ALICE, [message.reply(said), message.text("yes")])
        await socket.packet()
        chain = (await socket.packet())["messageChain"]
        assert [one["type"] for one in chain] == ["Source", "Quote", "Plain"]
        quote = chain[1]
        assert (quote["id"], quote["senderId"], quote["groupId"], quote["targetId"]) == (1, WANG, GROUP, GROUP)
        assert [one["type"] for one in quote["origin"]] == ["Plain", "Face"]


async def test_the_bots_own_command_is_not_told_back_and_what_it_says_elsewhere_is() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        await socket.ask("sendGroupMessage", {"target": GROUP, "messageChain": [{"type": "Plain", "text": "x"}]})
        await socket.ask("about")
        assert socket.heard == []
        server.say(BOT, "by hand")
        packet = await socket.packet()
        assert (packet["type"], packet["subject"]["id"]) == ("GroupSyncMessage", GROUP)


async def test_the_account_itself_is_no_operator() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        await socket.ask("mute", {"target": GROUP, "memberId": WANG, "time": 60})
        muted = await socket.packet("MemberMuteEvent")
        assert (muted["operator"], muted["durationSeconds"]) == (None, 60)
        groups.mute(server.world, ALICE, GROUP, WANG, 0)
        assert (await socket.packet("MemberUnmuteEvent"))["operator"]["id"] == ALICE


async def test_requests_are_answered_by_their_ids() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        for user_id in (10008, 10009):
            server.world.add_person(user_id, f"Guest {user_id}")
            requests.ask_to_join(server.world, user_id, GROUP, "let me in")
        requests.ask_friend(server.world, 10009, BOT, "hello")
        first, second, friend = [await socket.packet() for _ in range(3)]
        ids = {key: first[key] for key in ("eventId", "fromId", "groupId")}
        refused = {**ids, "operate": 1, "message": "no"}
        assert (await socket.ask("resp_memberJoinRequestEvent", refused))["code"] == 0
        accepted = {**ids, "eventId": second["eventId"], "fromId": 10009, "operate": 0, "message": ""}
        assert (await socket.ask("resp_memberJoinRequestEvent", accepted))["code"] == 0
        assert {10008, 10009} & {*server.world.members_of(GROUP)} == {10009}
        answer = {"eventId": friend["eventId"], "fromId": 10009, "groupId": 0, "operate": 0, "message": ""}
        assert (await socket.ask("resp_newFriendRequestEvent", answer))["code"] == 0
        assert 10009 in server.world.person(BOT).friends
        assert (await socket.ask("resp_newFriendRequestEvent", answer))["code"] != 0


async def test_every_shape_of_an_answer() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        assert set(await socket.ask("friendList")) == {"code", "msg", "data"}
        assert await socket.ask("muteAll", {"target": GROUP}) == {"code": 0, "msg": "success"}
        bare = [
            await socket.ask("botProfile"),
            await socket.ask("friendProfile", {"target": ALICE}),
            await socket.ask("memberProfile", {"target": GROUP, "memberId": WANG}),
            await socket.ask("userProfile", {"target": NOTCH}),
            await socket.ask("groupConfig", {"target": GROUP}, "get"),
            await socket.ask("memberInfo", {"target": GROUP, "memberId": WANG}, "get"),
        ]
        assert [one.get("code") for one in bare] == [None] * 6
        assert bare[4]["muteAll"] is True
        assert await socket.ask("botList") == {"code": 0, "msg": "", "data": [BOT]}
        latest = await socket.ask("latestMemberList", {"target": GROUP, "memberIds": [WANG, BOT]})
        assert [one["id"] for one in latest["data"]] == [BOT, WANG]


async def test_a_groups_settings_and_names_are_changed() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        config = {"target": GROUP, "config": {"name": "新名", "allowMemberInvite": True}}
        assert (await socket.ask("groupConfig", config, "update"))["code"] == 0
        info = {"target": OTHER, "memberId": WANG, "info": {"name": "王", "specialTitle": "大师"}}
        assert (await socket.ask("memberInfo", info, "update"))["code"] == 0
        member = server.world.member(OTHER, WANG)
        assert (server.world.group(GROUP).name, member.card, member.title) == ("新名", "王", "大师")


async def test_notices_and_essence() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        said = server.say(ALICE, "important")
        assert (await socket.ask("setEssence", {"target": GROUP, "messageId": 1}))["code"] == 0
        assert said in server.world.group(GROUP).essence
        published = await socket.ask("anno_publish", {"target": GROUP, "content": "维护", "pinned": True})
        assert published["data"]["content"] == "维护"
        (listed,) = (await socket.ask("anno_list", {"id": GROUP}))["data"]
        assert (listed["content"], listed["group"]["id"]) == ("维护", GROUP)
        assert (await socket.ask("anno_delete", {"id": GROUP, "fid": listed["fid"]}))["code"] == 0
        assert (await socket.ask("anno_list", {"id": GROUP}))["data"] == []


async def test_pictures_keep_their_ids_and_cards_their_messages() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        await server.qq.group(GROUP).say(ALICE, [message.image(b"\x89PNG\r\n\x1a\n")])
        picture = (await socket.packet())["messageChain"][1]
        assert picture["imageId"].startswith("{")
        chain = [{"type": "Image", "imageId": picture["imageId"]}]
        assert (await socket.ask("sendGroupMessage", {"target": GROUP, "messageChain": chain}))["code"] == 0
        again = (await socket.ask("messageFromId", {"messageId": 2, "target": GROUP}))["data"]["messageChain"][1]
        assert again["imageId"] == picture["imageId"]
        node = {"senderId": WANG, "time": 5, "senderName": "王", "messageChain": [{"type": "Plain", "text": "a"}]}
        known = {"messageRef": {"messageId": 1, "target": GROUP}}
        card = [{"type": "Forward", "nodeList": [node, known, {"messageId": 99}]}]
        assert (await socket.ask("sendGroupMessage", {"target": GROUP, "messageChain": card}))["code"] == 0
        told = (await socket.ask("messageFromId", {"messageId": 3, "target": GROUP}))["data"]["messageChain"][1]
        assert [one["senderId"] for one in told["nodeList"]] == [WANG, ALICE]
        assert told["nodeList"][1]["messageChain"][0]["imageId"] == picture["imageId"]


async def test_images_by_their_addresses_and_roaming_messages() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        server.say(ALICE, "hi")
        roaming = await socket.ask("roamingMessages", {"timeStart": 0, "timeEnd": 2**31, "target": GROUP})
        assert [one["type"] for one in roaming["data"]] == ["GroupMessage"]
        failed = await socket.ask("sendImageMessage", {"target": GROUP, "urls": ["http://127.0.0.1:1/a.png"]})
        assert failed["code"] != 0


async def test_a_friend_takes_a_message_back_and_a_poke_is_told() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        said = server.say(ALICE, "oops", to=BOT)
        talk.recall(server.world, ALICE, said)
        talk.poke(server.world, ALICE, BOT, None, BOT)
        await socket.packet("FriendMessage")
        recalled = await socket.packet("FriendRecallEvent")
        assert (recalled["authorId"], recalled["messageId"]) == (ALICE, 1)
        assert (await socket.packet("NudgeEvent"))["subject"]["kind"] == "Friend"


@pytest.mark.parametrize(("origin", "comes_in"), [("https://evil.test", False), ("http://HOST", True)])
async def test_a_web_page_from_elsewhere_is_refused(origin: str, comes_in: bool) -> None:
    async with mah() as server:
        given = {"verifyKey": KEY, "qq": str(BOT), "Origin": origin.replace("HOST", server.host)}
        if comes_in:  # as websocket-client does
            async with server.socket(**given) as socket:
                assert (await socket.frame())["data"]["code"] == 0
        else:
            with pytest.raises(InvalidStatus, match="403"):
                async with server.socket(**given):
                    pass


async def test_the_command_serves_it_beside_the_page() -> None:
    command = (sys.executable, "-m", "qq_api", "sandbox", "--mirai", "0", "--page-port", "0", "--until-eof")
    async with child(*command, QQ_TOKEN="k", PYTHONPATH=str(ROOT)) as program:
        await until(lambda: len(program.log) >= 2, 20, program.log)
        (address,) = [line.removeprefix("mirai ready http://") for line in program.log if line.startswith("mirai")]
        async with connect(f"ws://{address}/all?verifyKey=k&qq={SELF_ID}", proxy=None) as link:
            assert json.loads(await link.recv())["data"]["code"] == 0


def test_the_port_of_mirai_is_8080_where_none_is_given() -> None:
    assert MIRAI_PORT == 8080
    (account,) = Options(url="ws://127.0.0.1:1/ws", mirai_port=MIRAI_PORT, token="k").to_config().accounts
    assert [(one.type, one.port) for one in account.endpoints] == [("mirai", MIRAI_PORT)]


async def test_napcats_plug_in_logs_in_by_the_query_alone_and_answers_otherwise() -> None:
    async with mah(napcat=True) as server:
        async with server.socket() as refused:
            assert (await refused.frame())["data"]["code"] == 1
            assert (await ended(refused))[0] == 4001
        async with server.socket(f"all?verifyKey={KEY}&qq={BOT}", x="") as socket:
            assert (await socket.frame())["data"]["code"] == 0
            chain = [{"type": "Plain", "text": "x"}]
            sent = await socket.ask("sendGroupMessage", {"target": GROUP, "messageChain": chain})
            assert sent == {"code": 0, "msg": "success", "data": {"messageId": 1}}
            assert (await socket.ask("botProfile"))["data"]["nickname"] == "小麦 Bot"
            assert (await socket.ask("memberList", {"target": 5}))["code"] == 400
            said = server.say(WANG, "earlier")
            server.say(ALICE, [message.reply(said), message.text("yes")])
            await socket.packet()
            packet = await socket.packet()
            assert (packet["sender"]["group"]["name"], packet["messageChain"][1]["senderId"]) == ("", ALICE)


# -- what goes wrong on purpose


async def test_answers_without_a_sync_id_foreign_ones_doubled_ones_and_none() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        request = {"syncId": "7", "command": "about", "content": {}}
        faults = server.server.faults
        faults.without_sync_id = True
        await socket.send(request)
        assert "syncId" not in await socket.frame()
        faults.without_sync_id, faults.foreign_answers, faults.double_answers = False, True, True
        await socket.send(request)
        assert [(await socket.frame())["syncId"] for _ in range(3)] == ["nobody's", "7", "7"]
        faults.foreign_answers, faults.double_answers, faults.null_answers = False, False, True
        await socket.send(request)
        assert (await socket.frame())["data"] is None
        faults.null_answers, faults.fail = False, 500
        await socket.send(request)
        assert (await socket.frame())["data"]["code"] == 500
        faults.fail, faults.silent = 0, True
        await socket.send(request)
        server.say(ALICE, "still there")
        assert (await socket.frame())["data"]["type"] == "GroupMessage"


async def test_a_lost_session_ends_its_websocket_at_the_next_request() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        server.server.sessions.lose()
        await socket.send({"syncId": "1", "command": "about"})
        assert (await ended(socket))[0] == 1000


async def test_connections_are_dropped_and_logins_refused_on_purpose() -> None:
    async with mah() as server, server.socket() as socket:
        await socket.frame()
        server.server.drop(1011)
        assert (await ended(socket))[0] == 1011
        server.server.faults.refuse = 2
        async with server.socket() as refused:
            assert (await refused.frame())["data"]["code"] == 2


async def test_any_packet_and_any_text_can_be_pushed() -> None:
    async with mah(sync_id="") as server, server.socket() as socket:
        await socket.frame()
        server.server.push({"type": "BotOfflineEventDropped", "qq": BOT})
        assert await socket.frame() == {"syncId": "", "data": {"type": "BotOfflineEventDropped", "qq": BOT}}
        server.server.say("no json")
        assert await socket.link.recv() == "no json"


async def test_the_sandbox_knows_who_is_connected_and_what_was_done() -> None:
    async with mah() as server:
        assert not server.qq.is_connected(BOT)
        async with server.socket() as socket:
            await socket.frame()
            await server.qq.connected(BOT)
            await socket.ask("sendGroupMessage", {"target": GROUP, "messageChain": [{"type": "Plain", "text": "x"}]})
            done = await server.qq.next_action("send_group_msg")
            assert json.loads(json.dumps(done.params["message"])) == [message.text("x")]
        await until(lambda: not server.qq.is_connected(BOT))
