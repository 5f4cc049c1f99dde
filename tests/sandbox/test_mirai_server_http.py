"""mirai-api-http as the sandbox serves it: HTTP, sessions, the queue, uploads."""

from typing import Any

import pytest

from mah import ALICE, BOT, GROUP, KEY, WANG, Http, mah
from qq_api.sandbox.mirai.http import ROUTES
from qq_api.sandbox.mirai.sessions import LIFE


async def test_a_session_is_verified_bound_used_and_released() -> None:
    async with mah() as server, server.http(bound=False) as http:
        assert await http.post("/verify", verifyKey="wrong") == {"code": 1, "msg": "Auth Key错误"}
        verified = await http.post("/verify", verifyKey=KEY)
        http.session = verified["session"]
        assert verified == {"code": 0, "session": http.session}
        assert (await http.get("/sessionInfo"))["code"] == 4
        assert (await http.post("/bind", qq=ALICE))["code"] == 2
        assert await http.post("/bind", qq=BOT) == {"code": 0, "msg": "success"}
        info = await http.get("/sessionInfo")
        assert info["data"] == {"sessionKey": http.session, "qq": {"id": BOT, "nickname": "小麦 Bot", "remark": ""}}
        assert (await http.post("/release", qq=BOT))["code"] == 0
        assert (await http.get("/sessionInfo"))["code"] == 3


async def test_who_has_no_session_is_told_so() -> None:
    async with mah() as server, server.http(bound=False) as http:
        for answer in (await http.post("/bind", qq=BOT), await http.get("/friendList"), await http.post("/mute")):
            assert answer == {"code": 3, "msg": "Session失效或不存在"}


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"sessionKey": "KEY"}, {}),
        ({"Authorization": "session KEY"}, {}),
        ({"Authorization": "sessionKey KEY"}, {}),
        ({}, {"sessionKey": "KEY"}),
    ],
)
async def test_a_session_is_named_in_a_header_or_the_query(headers: dict[str, str], query: dict[str, str]) -> None:
    async with mah() as server, server.http() as http:
        headers = {name: value.replace("KEY", http.session) for name, value in headers.items()}
        query = dict.fromkeys(query, http.session)
        assert (await http.client.get("/friendList", headers=headers, params=query)).json()["code"] == 0


async def test_in_single_mode_nobody_names_a_session() -> None:
    async with mah(single=True) as server, server.http(bound=False) as http:
        assert (await http.get("/sessionInfo"))["code"] == 4
        assert (await http.post("/verify", verifyKey=KEY))["session"] == "SINGLE_SESSION"
        assert (await http.post("/bind", qq=BOT))["code"] == 6
        server.say(ALICE, "hi")
        assert (await http.get("/countMessage"))["data"] == 1


async def test_in_single_mode_without_a_key_nobody_even_verifies() -> None:
    async with mah(single=True, token="") as server, server.http(bound=False) as http:
        assert (await http.get("/friendList"))["code"] == 0
        assert (await http.post("/verify", verifyKey="any"))["code"] == 0


async def test_napcats_plug_in_has_the_session_in_data() -> None:
    async with mah(napcat=True) as server, server.http(bound=False) as http:
        verified = await http.post("/verify", verifyKey=KEY)
        http.session = verified["data"]["session"]
        assert (await http.post("/bind", qq=BOT))["code"] == 0
        assert (await http.get("/friendList"))["data"][0]["id"] == ALICE


async def fill(server: Any, *texts: str) -> None:
    for text in texts:
        server.say(ALICE, text)


def texts(answer: Any) -> list[str]:
    return [packet["messageChain"][1]["text"] for packet in answer["data"]]


async def test_messages_are_looked_at_and_fetched_from_both_ends() -> None:
    async with mah() as server, server.http() as http:
        await fill(server, *"abcde")
        assert await http.get("/countMessage") == {"code": 0, "msg": "", "data": 5}
        assert texts(await http.get("/peekMessage", count=2)) == ["a", "b"]
        assert texts(await http.get("/peakMessage", count=1)) == ["a"]
        assert texts(await http.get("/peekLatestMessage", count=2)) == ["e", "d"]
        assert texts(await http.get("/fetchLatestMessage", count=2)) == ["e", "d"]
        assert texts(await http.get("/fetchMessage", count=2)) == ["a", "b"]
        assert texts(await http.get("/fetchMessage", count=9)) == ["c"]
        assert (await http.get("/fetchMessage", count=9))["data"] == []
        assert (await http.get("/fetchMessage"))["code"] == 400


async def test_a_full_queue_drops_what_is_new() -> None:
    async with mah() as server, server.http() as http:
        await fill(server, *map(str, range(105)))
        waiting = texts(await http.get("/fetchMessage", count=1000))
        assert (len(waiting), waiting[0], waiting[-1]) == (100, "0", "99")
        await fill(server, "again")
        assert texts(await http.get("/fetchMessage", count=5)) == ["again"]


async def test_every_session_has_a_queue_of_its_own_from_when_it_was_bound() -> None:
    async with mah() as server, server.http() as first:
        await fill(server, "early")
        async with server.http() as second:
            await fill(server, "late")
            assert texts(await second.get("/fetchMessage", count=5)) == ["late"]
            assert texts(await first.get("/fetchMessage", count=5)) == ["early", "late"]


async def test_a_session_that_nobody_uses_dies_after_half_an_hour() -> None:
    async with mah() as server, server.http() as http:
        now = server.server.sessions.clock()
        server.server.sessions.clock = lambda: now
        await http.get("/countMessage")
        server.server.sessions.clock = lambda: now + LIFE - 1
        assert (await http.get("/countMessage"))["code"] == 0  # which keeps it
        server.server.sessions.clock = lambda: now + 2 * LIFE - 2
        assert (await http.get("/countMessage"))["code"] == 0
        server.server.sessions.clock = lambda: now + 4 * LIFE
        assert (await http.get("/countMessage"))["code"] == 3


async def test_sessions_are_lost_on_purpose_and_had_again() -> None:
    async with mah() as server, server.http() as http:
        server.server.sessions.lose()
        assert (await http.get("/countMessage"))["code"] == 3
        await http.log_in()
        assert (await http.get("/countMessage"))["code"] == 0


async def test_a_websockets_session_has_nothing_to_fetch() -> None:
    async with mah() as server, server.socket() as socket, server.http(bound=False) as http:
        http.session = (await socket.frame())["data"]["session"]
        assert (await http.get("/fetchMessage", count=1))["code"] == 500
        assert (await http.get("/friendList"))["code"] == 0


@pytest.mark.parametrize("path", ["/about", "/botList"])
async def test_what_needs_no_session(path: str) -> None:
    async with mah() as server, server.http(bound=False) as http:
        assert (await http.get(path))["code"] == 0


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("GET", "/mute"), ("POST", "/friendList"), ("PUT", "/about")]
)
async def test_what_is_not_there_is_a_404(method: str, path: str) -> None:
    async with mah() as server, server.http() as http:
        assert (await http.client.request(method, path)).status_code == 404


async def test_a_body_that_is_no_object_is_wrong() -> None:
    async with mah() as server, server.http() as http:
        for body in (b"{", b"[]", b"5"):
            headers = {"sessionKey": http.session, "content-type": "application/json"}
            assert (await http.client.post("/mute", content=body, headers=headers)).json()["code"] == 400


ASKED = {
    "/messageFromId": {"messageId": 1, "target": GROUP},
    "/memberList": {"target": GROUP},
    "/latestMemberList": {"target": GROUP, "memberIds": [WANG]},
    "/friendProfile": {"target": ALICE},
    "/memberProfile": {"target": GROUP, "memberId": WANG},
    "/userProfile": {"target": ALICE},
    "/groupConfig": {"target": GROUP},
    "/memberInfo": {"target": GROUP, "memberId": WANG},
    "/file/list": {"target": GROUP, "id": "", "offset": 0, "size": 10, "withDownloadInfo": "False"},
    "/anno/list": {"id": GROUP},
    "/fetchMessage": {"count": 1},
    "/fetchLatestMessage": {"count": 1},
    "/peekMessage": {"count": 1},
    "/peakMessage": {"count": 1},
    "/peekLatestMessage": {"count": 1},
}


@pytest.mark.parametrize("path", sorted({path for method, path in ROUTES if method == "GET"} - {"/file/info"}))
async def test_everything_that_is_asked_by_get_is_answered(path: str) -> None:
    async with mah() as server, server.http() as http:
        server.say(ALICE, "hi")
        answer = await http.get(path, **ASKED.get(path, {}))
        assert answer.get("code", 0) == 0


SAY = {"messageChain": [{"type": "Plain", "text": "x"}]}
DONE: dict[str, tuple[dict[str, Any], int]] = {
    "/sendFriendMessage": ({"target": ALICE, **SAY}, 0),
    "/sendGroupMessage": ({"target": GROUP, **SAY}, 0),
    "/sendTempMessage": ({"qq": WANG, "group": GROUP, **SAY}, 0),
    "/sendOtherClientMessage": ({"target": 1, **SAY}, 5),
    "/sendImageMessage": ({"target": GROUP, "urls": []}, 400),
    "/sendNudge": ({"target": WANG, "subject": GROUP, "kind": "Group"}, 0),
    "/recall": ({"target": GROUP, "messageId": 1}, 10),
    "/roamingMessages": ({"timeStart": 0, "timeEnd": 2**31, "target": GROUP}, 0),
    "/setEssence": ({"target": GROUP, "messageId": 1}, 0),
    "/deleteFriend": ({"target": ALICE}, 0),
    "/mute": ({"target": GROUP, "memberId": WANG, "time": 60}, 0),
    "/unmute": ({"target": GROUP, "memberId": WANG}, 0),
    "/kick": ({"target": GROUP, "memberId": WANG, "msg": "bye"}, 0),
    "/quit": ({"target": GROUP}, 0),
    "/muteAll": ({"target": GROUP}, 0),
    "/unmuteAll": ({"target": GROUP}, 0),
    "/memberAdmin": ({"target": GROUP, "memberId": WANG, "assign": True}, 10),
    "/groupConfig": ({"target": GROUP, "config": {"name": "x"}}, 0),
    "/memberInfo": ({"target": GROUP, "memberId": WANG, "info": {"name": "x"}}, 0),
    "/file/mkdir": ({"target": GROUP, "directoryName": "maps"}, 0),
    "/file/delete": ({"target": GROUP, "id": "/none"}, 5),
    "/file/move": ({"target": GROUP, "id": "/none", "moveTo": "/"}, 5),
    "/file/rename": ({"target": GROUP, "id": "/none", "renameTo": "x"}, 5),
    "/anno/publish": ({"target": GROUP, "content": "x"}, 0),
    "/anno/delete": ({"id": GROUP, "fid": "x"}, 5),
    "/cmd/execute": ({"command": []}, 0),
    "/cmd/register": ({"name": "x"}, 0),
    "/resp/newFriendRequestEvent": ({"eventId": 1, "fromId": 1, "groupId": 0, "operate": 0, "message": ""}, 5),
    "/resp/memberJoinRequestEvent": ({"eventId": 1, "fromId": 1, "groupId": GROUP, "operate": 0, "message": ""}, 5),
    "/resp/botInvitedJoinGroupRequestEvent": (
        {"eventId": 1, "fromId": 1, "groupId": GROUP, "operate": 0, "message": ""},
        5,
    ),
}


@pytest.mark.parametrize("path", DONE)
async def test_everything_that_is_done_by_post_is_answered(path: str) -> None:
    content, code = DONE[path]
    async with mah() as server, server.http() as http:
        server.say(ALICE, "hi")
        assert (await http.post(path, **content))["code"] == code


def test_every_path_is_tried() -> None:
    posts = {path for method, path in ROUTES if method == "POST"}
    forms = {"/uploadImage", "/uploadVoice", "/uploadShortVideo", "/file/upload"}
    assert posts == {*DONE, *forms, "/verify", "/bind", "/release"}


# -- forms

PNG, AMR, MP4 = b"\x89PNG\r\n\x1a\n", b"#!AMR\n123", b"\x00\x00\x00\x18ftypmp42"


async def form(http: Http, path: str, files: dict[str, tuple[str, bytes]], /, **fields: str) -> Any:
    """The answer to a form."""
    data = {"sessionKey": http.session, **fields}
    return (await http.client.post(path, data=data, files=files or {"nothing": ("", b"")})).json()


async def test_a_picture_is_uploaded_and_sent() -> None:
    async with mah() as server, server.http() as http:
        uploaded = await form(http, "/uploadImage", {"img": ("a.png", PNG)}, type="group")
        assert uploaded["imageId"].endswith("}.png")
        assert (await http.client.get(uploaded["url"])).content == PNG
        chain = [{"type": "Image", "imageId": uploaded["imageId"]}]
        assert (await http.post("/sendGroupMessage", target=GROUP, messageChain=chain))["code"] == 0
        (said,) = server.world.messages.values()
        assert (await http.client.get(said.segments[0]["data"]["url"])).content == PNG


async def test_voices_and_videos_are_uploaded() -> None:
    async with mah() as server, server.http() as http:
        voice = await form(http, "/uploadVoice", {"voice": ("a.amr", AMR)}, type="friend")
        chain = [{"type": "Voice", "voiceId": voice["voiceId"]}]
        assert (await http.post("/sendFriendMessage", target=ALICE, messageChain=chain))["code"] == 0
        files = {"video": ("a.mp4", MP4), "thumbnail": ("a.png", PNG)}
        assert (await form(http, "/uploadShortVideo", files, type="group"))["videoId"].endswith(".mp4")
        assert (await form(http, "/uploadShortVideo", {"video": ("a.mp4", MP4)}, type="group"))["code"] == 400


async def test_a_group_gets_a_file_in_a_folder() -> None:
    async with mah() as server, server.http() as http:
        await http.post("/file/mkdir", target=GROUP, directoryName="maps")
        target = {"type": "group", "target": str(GROUP)}
        root = await form(http, "/file/upload", {"file": ("a.txt", b"hello")}, **target, path="")
        assert (root["data"]["name"], root["data"]["size"], root["data"]["isFile"]) == ("a.txt", 5, True)
        inside = await form(http, "/file/upload", {"file": ("b.txt", b"hi")}, **target, path="/maps")
        nowhere = await form(http, "/file/upload", {"file": ("b.txt", b"hi")}, **target, path="/none")
        assert (inside["code"], nowhere["code"]) == (0, 5)
        listed = (await http.get("/file/list", target=GROUP))["data"]
        assert [(one["name"], one["isDirectory"]) for one in listed] == [("maps", True), ("a.txt", False)]
        (deep,) = (await http.get("/file/list", target=GROUP, path="/maps"))["data"]
        assert deep["name"] == "b.txt"
        info = await http.get("/file/info", target=GROUP, id=root["data"]["id"], withDownloadInfo="true")
        assert (await http.client.get(info["data"]["downloadInfo"]["url"])).content == b"hello"
        renamed = await http.post("/file/rename", target=GROUP, id=root["data"]["id"], renameTo="c.txt")
        moved = await http.post("/file/move", target=GROUP, id=root["data"]["id"], moveTo=listed[0]["id"])
        assert (renamed["code"], moved["code"]) == (0, 0)
        there = (await http.get("/file/list", target=GROUP, id=listed[0]["id"]))["data"]
        assert {one["name"] for one in there} == {"b.txt", "c.txt"}
        assert (await http.post("/file/delete", target=GROUP, id=root["data"]["id"]))["code"] == 0


@pytest.mark.parametrize(
    ("path", "fields", "code"),
    [
        ("/uploadImage", {"type": "group"}, 400),
        ("/uploadImage", {"type": "nobody", "url": "http://a"}, 400),
        ("/file/upload", {"type": "friend", "path": ""}, 6),
        ("/file/upload", {"type": "group", "path": "", "target": str(GROUP)}, 400),
    ],
)
async def test_a_form_that_is_wrong_is_told_so(path: str, fields: dict[str, str], code: int) -> None:
    async with mah() as server, server.http() as http:
        assert (await form(http, path, {}, **fields))["code"] == code


async def test_a_form_needs_a_session_too() -> None:
    async with mah() as server, server.http(bound=False) as http:
        assert (await form(http, "/uploadImage", {"img": ("a.png", PNG)}, type="group"))["code"] == 3


async def test_faults_by_http() -> None:
    async with mah() as server, server.http() as http:
        server.server.faults.fail = 500
        assert (await http.get("/friendList"))["code"] == 500
        server.server.faults.fail = 0
        server.server.faults.null_answers = True
        assert await http.get("/friendList") is None
        server.server.faults.null_answers, server.server.faults.refuse = False, 1
        assert (await http.post("/verify", verifyKey=KEY))["code"] == 1
