"""Actions with files, through a whole sandbox: what is given comes back by http, byte for byte."""

import asyncio
import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from aiocqhttp import Event

from qq_api import Bot, Texts, message
from qq_api import actions as table
from qq_api.config import Config, ReverseWebSocket
from qq_api.runtime import running
from qq_api.sandbox import run
from qq_api.sandbox.flavours import FLAVOURS
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.world import Refused
from qq_api.web import Receive, Scope, Send, bind, port_of, respond, serving
from support import DATA, free_port, is_open, until

ALICE, BOB, GUEST, GROUP, OTHER = 10001, 10002, 10003, 20001, 20002
PIXEL = (DATA / "pixel.png").read_bytes()
MD5 = hashlib.md5(PIXEL).hexdigest().upper()
IMAGE = f"base64://{b64encode(PIXEL).decode()}"
ZIP = b"PK\x03\x04 a world"
IN = {"group_id": GROUP}


class Desk:
    """A sandbox, the http client of its account Alice, and what Bob hears."""

    def __init__(self, qq: Sandbox, http: httpx.AsyncClient) -> None:
        self.qq, self._http = qq, http
        self.heard: list[dict[str, Any]] = []

    async def answer(self, action: str, **params: Any) -> dict[str, Any]:
        known = table.ACTIONS.get(action)  # each in the flavour that has it
        has = "napcat" if known is not None and known.has["llonebot"].level == "no" else "llonebot"
        self.qq._accounts[self.qq.endpoints[0].self_id]._flavour = FLAVOURS[has]
        answer = await self._http.post(f"{self.qq.endpoints[0].address}/{action}", json=params)
        answered: dict[str, Any] = answer.json()
        return answered

    async def call(self, action: str, **params: Any) -> Any:
        answer = await self.answer(action, **params)
        assert answer["status"] == "ok", answer["wording"]
        return answer["data"]

    async def refused(self, action: str, **params: Any) -> str:
        answer = await self.answer(action, **params)
        assert (answer["status"], answer["data"]) == ("failed", None)
        return str(answer["wording"])

    async def get(self, url: str, **headers: str) -> httpx.Response:
        return await self._http.get(url, headers=headers)

    async def content(self, url: str) -> bytes:
        answer = await self.get(url)
        assert answer.status_code == 200, answer.text
        return answer.content

    def said(self) -> list[list[dict[str, Any]]]:
        return [event["message"] for event in self.heard if event["post_type"] == "message"]


@asynccontextmanager
async def desk_of(**config: Any) -> AsyncIterator[Desk]:
    settings = {
        "page": None,
        "accounts": [{"user_id": ALICE, "endpoints": [{"type": "http", "port": 0}]}, {"user_id": BOB}],
        "groups": [{"group_id": number, "owner": ALICE, "members": [BOB, GUEST]} for number in (GROUP, OTHER)],
    }
    async with Sandbox(settings | config) as qq, httpx.AsyncClient(trust_env=False, timeout=30) as http:
        desk = Desk(qq, http)
        with ExitStack() as listening:
            listening.enter_context(qq.world.listening(BOB, desk.heard.append))
            yield desk


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with desk_of() as desk:
        yield desk


class Slow:
    """A server that shows the pixel at last, and says what was asked of it."""

    def __init__(self) -> None:
        self.open, self.asked, self.address = asyncio.Event(), 0, ""
        self.headers: dict[bytes, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        self.headers = dict(scope["headers"])
        await self.open.wait()
        await respond(send, 200, PIXEL, "image/png")


@pytest.fixture
async def slow() -> AsyncIterator[Slow]:
    server, sock = Slow(), bind("127.0.0.1", 0)
    server.address = f"http://127.0.0.1:{port_of(sock)}/pixel.png"
    async with serving(server, sock):
        yield server
        server.open.set()


# -- messages


@pytest.mark.parametrize("way", ["base64", "data", "path", "uri", "four slashes", "http"])
async def test_a_picture_arrives_under_its_md5_with_an_address(
    desk: Desk, slow: Slow, tmp_path: Path, way: str
) -> None:
    slow.open.set()
    (path := tmp_path / "图 1.png").write_bytes(PIXEL)
    ways = {
        "base64": IMAGE,
        "data": f"data:image/png;base64,{b64encode(PIXEL).decode()}",
        "path": str(path),
        "uri": path.as_uri(),
        "four slashes": f"file:////{path.as_posix().lstrip('/')}",
        "http": slow.address,
    }
    await desk.call(
        "send_group_msg", **IN, message=[message.text("看"), {"type": "image", "data": {"file": ways[way]}}]
    )
    ((text, image),) = desk.said()
    data = image["data"]
    assert text == message.text("看")
    assert await desk.content(data.pop("url")) == PIXEL
    assert data == {"summary": "", "file": f"{MD5}.png", "subType": 0, "file_size": str(len(PIXEL))}


@pytest.mark.parametrize(
    ("kind", "content", "suffix"),
    [("record", b"\x02#!SILK_V3 voice", ".amr"), ("video", b"\0\0\0\x20ftypisom", ".mp4"), ("file", ZIP, ".zip")],
)
async def test_voices_videos_and_files_arrive_whole(desk: Desk, kind: str, content: bytes, suffix: str) -> None:
    given = {"file": f"base64://{b64encode(content).decode()}", "name": f"a{suffix}"}
    await desk.call("send_msg", user_id=BOB, message={"type": kind, "data": given})
    ((segment,),) = desk.said()
    data = segment["data"]
    assert await desk.content(data["url"]) == content
    assert data["file_size"] == str(len(content))
    if kind == "file":
        assert data["file"] == "a.zip"
        assert await desk.content((await desk.call("get_private_file_url", file_id=data["file_id"]))["url"]) == content
    else:
        assert data["file"] == hashlib.md5(content).hexdigest().upper() + suffix
        assert Path(data["path"]).read_bytes() == content  # noqa: ASYNC240  (a test may wait)


async def test_a_picture_in_a_cq_string_arrives_unless_it_is_text(desk: Desk) -> None:
    said = f"[CQ:image,file={IMAGE}]tail"
    await desk.call("send_group_msg", **IN, message=said)
    await desk.call("send_group_msg", **IN, message=said, auto_escape=True)
    (image, tail), (text,) = desk.said()
    assert (image["data"]["file"], tail, text) == (f"{MD5}.png", message.text("tail"), message.text(said))


async def test_what_arrived_can_be_sent_on(desk: Desk) -> None:
    await desk.call("send_group_msg", **IN, message=[{"type": "image", "data": {"file": IMAGE}}])
    (received,) = desk.said()
    desk.qq.store.expire()
    await desk.call("send_group_msg", **IN, message=received)
    again = desk.said()[1][0]["data"]
    assert (again["file"], await desk.content(again["url"])) == (f"{MD5}.png", PIXEL)


async def test_a_picture_of_elsewhere_comes_by_its_url(desk: Desk, slow: Slow) -> None:
    slow.open.set()
    data = {"file": "ABCDEF0123456789ABCDEF0123456789.png", "url": slow.address}
    await desk.call("send_group_msg", **IN, message=[{"type": "image", "data": data}])
    assert desk.said()[0][0]["data"]["file"] == f"{MD5}.png"


@pytest.mark.parametrize(
    ("action", "place"),
    [
        ("send_group_forward_msg", IN),
        ("send_private_forward_msg", {"user_id": BOB}),
        ("send_forward_msg", IN),
        ("send_forward_msg", {"user_id": BOB}),
    ],
)
async def test_pictures_in_forwarded_cards_arrive_however_deep(desk: Desk, action: str, place: Any) -> None:
    image = {"type": "image", "data": {"file": IMAGE}}
    inner = {"type": "node", "data": {"user_id": BOB, "nickname": "Bob", "content": [image]}}
    outer = {"type": "node", "data": {"user_id": BOB, "nickname": "Bob", "content": [inner]}}
    sent = await desk.call(action, **place, messages=[outer])
    assert desk.said() == [[{"type": "forward", "data": {"id": sent["forward_id"]}}]]
    (first,) = (await desk.call("get_forward_msg", id=sent["forward_id"]))["messages"]
    (deep,) = (await desk.call("get_forward_msg", id=first["content"][0]["data"]["id"]))["messages"]
    assert await desk.content(deep["content"][0]["data"]["url"]) == PIXEL


async def test_a_quick_reply_may_hold_a_picture(desk: Desk) -> None:
    context = {"message_type": "group", "user_id": BOB, **IN}
    operation = {"reply": [{"type": "image", "data": {"file": IMAGE}}]}
    await desk.call(".handle_quick_operation", context=context, operation=operation)
    assert desk.said()[0][0]["data"]["file"] == f"{MD5}.png"


async def test_a_bystander_says_a_picture_from_python(desk: Desk) -> None:
    await desk.qq.group(GROUP).say(GUEST, [message.image(PIXEL)])
    assert await desk.content(desk.said()[0][0]["data"]["url"]) == PIXEL
    with pytest.raises(Refused, match="no file"):
        await desk.qq.group(GROUP).say(GUEST, [message.image("/no/such/file.png")])


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("/no/such/file.png", "no file /no/such/file.png"),
        ("file:///no/such/file.png", "no file"),
        ("nothing.png", "neither known"),
        ("base64://???", "Base64"),
        ("http://127.0.0.1:1/a.png", "http://127.0.0.1:1/a.png"),
        (f"base64://{b64encode(b'<html>404</html>').decode()}", "no image but text/plain"),
        ("", "is needed"),
        (5, "is needed"),
        (None, "is needed"),
    ],
)
async def test_a_message_with_a_file_that_cannot_be_had_is_not_sent_at_all(desk: Desk, file: Any, words: str) -> None:
    said = [message.text("before"), {"type": "image", "data": {"file": file}}, message.text("after")]
    assert words in await desk.refused("send_group_msg", **IN, message=said)
    assert words in await desk.refused("send_group_forward_msg", **IN, messages=[
        {"type": "node", "data": {"user_id": BOB, "nickname": "Bob", "content": said}}])  # fmt: skip
    assert (desk.heard, desk.qq.world.messages) == ([], {})


async def test_who_waits_for_a_picture_keeps_its_place_and_holds_up_nobody_else(desk: Desk, slow: Slow) -> None:
    picture = [{"type": "image", "data": {"file": slow.address}}]
    sends = [asyncio.create_task(desk.call("send_group_msg", **IN, message=picture))]
    await until(lambda: slow.asked)
    sends += [asyncio.create_task(desk.call("send_msg", **IN, message=f"{number}")) for number in range(3)]
    await desk.call("send_group_msg", group_id=OTHER, message="elsewhere")
    await desk.call("send_private_msg", user_id=BOB, message="privately")
    await desk.call("get_group_list")
    desk.qq.world.say(GUEST, "somebody else", group_id=GROUP)
    assert [message.to_cq(one) for one in desk.said()] == ["elsewhere", "privately", "somebody else"]
    slow.open.set()
    sent = [answer["message_id"] for answer in await asyncio.gather(*sends)]
    order = [*desk.qq.world.messages]
    assert order.index(sent[0]) < min(map(order.index, sent[1:]))
    assert [one[0]["type"] for one in desk.said()[3:]] == ["image", "text", "text", "text"]


async def test_a_picture_that_never_came_lets_the_next_message_through(desk: Desk) -> None:
    bad = [{"type": "image", "data": {"file": "http://127.0.0.1:1/a.png"}}]
    first = asyncio.create_task(desk.answer("send_group_msg", **IN, message=bad))
    second = asyncio.create_task(desk.answer("send_group_msg", **IN, message="next"))
    assert ((await first)["status"], (await second)["status"]) == ("failed", "ok")
    assert [message.to_cq(one) for one in desk.said()] == ["next"]


async def test_what_the_bot_sent_is_remembered_as_it_sent_it(desk: Desk) -> None:
    said = [{"type": "image", "data": {"file": IMAGE}}]
    await desk.call("send_group_msg", **IN, message=said)
    done = await desk.qq.next_action("send_group_msg")
    assert done.params == {**IN, "message": said}


async def test_a_bot_repeats_a_picture_over_the_wire() -> None:
    port, bot = free_port(), Bot()
    config = Config(connections=[ReverseWebSocket(port=port)])
    endpoint = {"type": "websocket_reverse", "url": f"ws://127.0.0.1:{port}/ws"}

    @bot.on_message
    async def repeat(event: Event) -> None:
        await bot.send(event, event.message)

    accounts = [{"user_id": ALICE, "endpoints": [endpoint]}, {"user_id": BOB}]
    async with running(bot, config, Texts.load("qq_api", "en_us")), desk_of(accounts=accounts) as desk:
        await desk.qq.connected(ALICE)
        await desk.qq.group(GROUP).say(GUEST, [message.text("看"), message.image(PIXEL)])
        first, second = await until(lambda: (said := desk.said())[1:] and said)
        assert first == second
        assert await desk.content(second[1]["data"]["url"]) == PIXEL


# -- files of groups and people


async def test_a_groups_file_comes_back_by_its_address(desk: Desk, tmp_path: Path) -> None:
    (path := tmp_path / "世界 1.zip").write_bytes(ZIP)
    sent = await desk.call("upload_group_file", **IN, file=str(path))
    notice = next(event for event in desk.heard if event["post_type"] == "notice")
    assert notice["notice_type"] == "group_upload"
    assert (notice["file"]["name"], notice["file"]["size"]) == ("世界 1.zip", len(ZIP))
    (listed,) = (await desk.call("get_group_root_files", **IN))["files"]
    assert (listed["file_id"], listed["file_name"], listed["file_size"]) == (sent["file_id"], "世界 1.zip", len(ZIP))
    space = await desk.call("get_group_file_system_info", **IN)
    assert (space["file_count"], space["used_space"]) == (1, len(ZIP))
    answer = await desk.get((await desk.call("get_group_file_url", **IN, **sent))["url"])
    assert answer.content == ZIP
    assert answer.headers["content-disposition"].startswith("attachment;")
    about = await desk.call("get_file", **sent)
    assert (Path(about["file"]).read_bytes(), about["file_name"], about["file_size"]) == (ZIP, "世界 1.zip", "12")  # noqa: ASYNC240  (a test may wait)


async def test_a_file_for_one_person_comes_back_by_its_address(desk: Desk) -> None:
    given = f"base64://{b64encode(ZIP).decode()}"
    sent = await desk.call("upload_private_file", user_id=BOB, file=given, name="../a:b.zip")
    ((segment,),) = desk.said()
    assert (segment["data"]["file"], segment["data"]["file_id"]) == ("a:b.zip", sent["file_id"])
    url = (await desk.call("get_private_file_url", **sent))["url"]
    assert (await desk.content(url), await desk.content(segment["data"]["url"])) == (ZIP, ZIP)


@pytest.mark.parametrize(
    ("action", "params"),
    [
        ("upload_group_file", {**IN, "file": "/no/such/file.zip"}),
        ("upload_private_file", {"user_id": BOB, "file": "/no/such/file.zip"}),
        ("set_qq_avatar", {"file": "/no/such/file.png"}),
        ("set_group_portrait", {**IN, "file": "/no/such/file.png"}),
        ("_send_group_notice", {**IN, "content": "x", "image": "/no/such/file.png"}),
        ("upload_flash_file", {"paths": ["/no/such/file.zip"]}),
        ("create_flash_task", {"files": "/no/such/file.zip"}),
        ("ocr_image", {"image": "/no/such/file.png"}),
        ("download_file", {"url": "/no/such/file.png"}),
        ("get_file", {"file_id": "/no/such/file"}),
        ("get_image", {"file": "nothing.png"}),
        ("get_record", {"file": "nothing.amr"}),
        ("get_group_file_url", {**IN, "file_id": "/file-0"}),
        ("get_private_file_url", {"file_id": "/private-0"}),
    ],
)
async def test_an_action_with_a_file_that_is_not_there_does_nothing(desk: Desk, action: str, params: Any) -> None:
    before = repr(desk.qq.world.groups) + repr(desk.qq.world.people) + repr(desk.qq.world.flash)
    assert "no file" in await desk.refused(action, **params)
    assert repr(desk.qq.world.groups) + repr(desk.qq.world.people) + repr(desk.qq.world.flash) == before
    assert desk.heard == []


async def test_files_are_for_members_alone(desk: Desk) -> None:
    sent = await desk.call("upload_group_file", **IN, file=IMAGE, name="a.png")
    del desk.qq.world.groups[GROUP].members[ALICE]
    assert "not in group" in await desk.refused("get_group_file_url", **IN, **sent)
    assert "no file" in await desk.refused("get_file", **sent)


# -- received files


async def test_a_received_picture_is_found_by_its_name(desk: Desk) -> None:
    await desk.call("send_group_msg", **IN, message=[{"type": "image", "data": {"file": IMAGE}}])
    file = desk.said()[0][0]["data"]["file"]
    for action in ("get_image", "get_file"):
        about = await desk.call(action, file=file)
        assert await desk.content(about["url"]) == PIXEL
        assert Path(about["file"]).read_bytes() == PIXEL  # noqa: ASYNC240  (a test may wait)
        assert (about["file_name"], about["file_size"]) == (f"{MD5}.png", str(len(PIXEL)))


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"base64": b64encode(PIXEL).decode()}, f"{MD5}.png"),
        ({"base64": IMAGE, "name": "cat.png"}, "cat.png"),
        ({"base64": IMAGE, "name": "../../cat.png"}, "cat.png"),
        ({"base64": IMAGE, "name": "a\\b:c.png"}, "b_c.png"),
    ],
)
async def test_content_is_downloaded_to_a_path(desk: Desk, params: Any, name: str) -> None:
    path = Path((await desk.call("download_file", **params))["file"])
    assert (path.is_absolute(), path.name, path.read_bytes()) == (True, name, PIXEL)  # noqa: ASYNC240  (a test may wait)
    assert desk.qq.store.folder in path.parents


@pytest.mark.parametrize(
    "headers",
    [
        "User-Agent=Mine/1[\\r\\n]Referer=https://x.invalid/?a=b",
        ["User-Agent=Mine/1", "Referer=https://x.invalid/?a=b"],
    ],
)
async def test_an_address_is_downloaded_with_headers(desk: Desk, slow: Slow, headers: Any) -> None:
    slow.open.set()
    path = Path((await desk.call("download_file", url=slow.address, name="a.png", headers=headers))["file"])
    assert (path.name, path.read_bytes()) == ("a.png", PIXEL)  # noqa: ASYNC240  (a test may wait)
    assert (slow.headers[b"user-agent"], slow.headers[b"referer"]) == (b"Mine/1", b"https://x.invalid/?a=b")


async def test_nothing_to_download_is_refused(desk: Desk) -> None:
    for params in ({}, {"url": ""}, {"base64": ""}, {"name": "a.png"}, {"base64": 5}):
        assert "不存在任何文件" in await desk.refused("download_file", **params)


async def test_the_lines_of_a_picture_are_found_by_its_content(desk: Desk) -> None:
    desk.qq.world.pictures |= {f"{MD5}.png": ["欢迎"], "sign.png": ["来"]}
    for image, line in ((IMAGE, "欢迎"), (f"{MD5}.png", "欢迎"), ("sign.png", "来")):
        assert (await desk.call("ocr_image", image=image))["texts"][0]["text"] == line


async def test_a_received_voice_is_heard_in_another_format(desk: Desk) -> None:
    await desk.call("send_group_ai_record", **IN, character="voice-1", text="开服了")
    file = desk.said()[0][0]["data"]["file"]
    for out_format, start in (("wav", b"RIFF"), ("flac", b"fLaC")):
        about = await desk.call("get_record", file=file, out_format=out_format)
        assert (await desk.content(about["url"])).startswith(start)
        assert Path(about["file"]).read_bytes().startswith(start)  # noqa: ASYNC240  (a test may wait)
        assert about["file_name"].endswith(f".{out_format}")
    assert "one of mp3" in await desk.refused("get_record", file=file, out_format="exe")


# -- pictures of people, groups, albums, notices


async def test_pictures_of_people_and_groups_come_back(desk: Desk) -> None:
    await desk.call("set_qq_avatar", file=IMAGE)
    await desk.call("set_group_portrait", **IN, file=IMAGE)
    for params in ({"user_id": ALICE}, IN):
        assert await desk.content((await desk.call("get_qq_avatar", **params))["url"]) == PIXEL
    assert (await desk.call("get_qq_avatar", user_id=BOB))["url"].startswith("https://q1.qlogo.cn/")
    text = f"base64://{b64encode(b'no picture').decode()}"
    assert "no image" in await desk.refused("set_qq_avatar", file=text)
    assert "no image" in await desk.refused("set_group_portrait", **IN, file=text)


@pytest.mark.parametrize(("action", "key", "given"), [
    ("upload_group_album", "files", [IMAGE]), ("upload_image_to_qun_album", "file", IMAGE)])  # fmt: skip
async def test_pictures_of_an_album_come_back(desk: Desk, action: str, key: str, given: Any) -> None:
    album = IN | {
        "album_id": (await desk.call("create_group_album", **IN, name="风景"))["album_id"],
        "album_name": "风景",
    }
    await desk.call(action, **album, **{key: given})
    (listed,) = (await desk.call("get_group_album_media_list", **album))["media_list"]
    assert await desk.content(listed["url"]) == PIXEL
    assert "is needed" in await desk.refused(action, **album, **{key: [5]})


async def test_the_picture_of_a_notice_comes_back(desk: Desk) -> None:
    await desk.call("_send_group_notice", **IN, content="开服", image=IMAGE)
    await desk.call("_send_group_notice", **IN, content="没有图")
    without, notice = await desk.call("_get_group_notice", **IN)
    (image,) = notice["message"]["images"]
    assert await desk.content((await desk.call("get_image", file=image["id"]))["url"]) == PIXEL
    assert without["message"]["images"] == []


@pytest.mark.parametrize(("action", "key"), [("upload_flash_file", "paths"), ("create_flash_task", "files")])
async def test_flash_files_come_back_by_their_addresses(desk: Desk, tmp_path: Path, action: str, key: str) -> None:
    (tmp_path / "a.png").write_bytes(PIXEL)
    (tmp_path / "b.zip").write_bytes(ZIP)
    shared = await desk.call(action, **{key: [str(tmp_path / "a.png"), (tmp_path / "b.zip").as_uri()]})
    file_set_id = shared.get("file_set_id") or shared["fileset_id"]
    info = await desk.call("get_flash_file_info", file_set_id=file_set_id)
    assert info["files"] == [{"name": "a.png", "size": len(PIXEL)}, {"name": "b.zip", "size": len(ZIP)}]
    assert info["total_file_size"] == len(PIXEL) + len(ZIP)
    urls = (await desk.call("get_flash_file_download_urls", file_set_id=file_set_id))["files"]
    assert [(one["name"], await desk.content(one["url"])) for one in urls] == [("a.png", PIXEL), ("b.zip", ZIP)]
    assert 0 < urls[0]["expire"] <= 7 * 86400
    for which, content in (({}, PIXEL), ({"file_index": 1}, ZIP), ({"file_name": "b.zip"}, ZIP)):
        found = await desk.call("get_flash_file_url", fileset_id=file_set_id, **which)
        assert await desk.content(found["url"]) == content
    for which in ({"file_index": 2}, {"file_index": -1}, {"file_name": "c.zip"}):
        assert "no such file" in await desk.refused("get_flash_file_url", fileset_id=file_set_id, **which)


async def test_a_made_voice_can_be_listened_to(desk: Desk) -> None:
    made = {**IN, "character": "voice-1", "text": "开服了"}
    url = await desk.call("get_ai_record", **made)
    assert desk.heard == []
    sound = await desk.content(url)
    assert sound.startswith(b"RIFF") and len(sound) > 1000
    await desk.call("send_group_ai_record", **made)
    assert await desk.content(desk.said()[0][0]["data"]["url"]) == sound
    other = await desk.content(await desk.call("get_ai_record", **made | {"character": "voice-2"}))
    assert other != sound
    assert "no character" in await desk.refused("get_ai_record", **made | {"character": "none"})


@pytest.mark.parametrize("action", ["can_send_image", "can_send_record"])
async def test_what_can_be_sent_is_said(desk: Desk, action: str) -> None:
    assert await desk.call(action) == {"yes": True}


# -- addresses


async def test_an_address_ends_and_a_new_key_opens_it_again(desk: Desk) -> None:
    await desk.call("send_group_msg", **IN, message=[{"type": "image", "data": {"file": IMAGE}}])
    url, keys = desk.said()[0][0]["data"]["url"], await desk.call("get_rkey")
    assert url.endswith(keys["group_key"]) and keys["private_key"] == keys["group_key"]
    desk.qq.store.expire()
    answer = await desk.get(url)
    assert (answer.status_code, answer.json()["retcode"]) == (400, -5503007)
    new = await desk.call("get_rkey")
    assert await desk.content(url.replace(keys["group_key"], new["group_key"])) == PIXEL
    assert await desk.content((await desk.call("get_image", file=f"{MD5}.png"))["url"]) == PIXEL
    (said,) = (await desk.call("get_group_msg_history", **IN, count=1))["messages"]
    assert await desk.content(said["message"][0]["data"]["url"]) == PIXEL


async def url_of(desk: Desk, content: bytes, name: str) -> str:
    sent = await desk.call(
        "upload_private_file", user_id=BOB, file=f"base64://{b64encode(content).decode()}", name=name
    )
    return str((await desk.call("get_private_file_url", **sent))["url"])


@pytest.mark.parametrize(
    ("content", "name", "kind", "shown"),
    [
        (PIXEL, "a.png", "image/png", "inline"),
        (PIXEL, "a.html", "image/png", "inline"),
        (b"<html><script>alert(1)</script>", "a.html", "text/plain", "inline"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", "text/plain", "inline"),
        (b"\0<script>", "a.html", "application/octet-stream", "attachment"),
        (b"%PDF-1.7", "a.pdf", "application/octet-stream", "attachment"),
        (ZIP, "a.zip", "application/octet-stream", "attachment"),
    ],
)
async def test_nothing_is_served_that_a_browser_would_run(
    desk: Desk, content: bytes, name: str, kind: str, shown: str
) -> None:
    answer = await desk.get(await url_of(desk, content, name))
    headers = answer.headers
    assert (answer.content, headers["content-type"].split(";")[0]) == (content, kind)
    assert (headers["x-content-type-options"], headers["content-disposition"].split(";")[0]) == ("nosniff", shown)
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"


async def test_a_part_of_a_file_can_be_asked_for(desk: Desk) -> None:
    url = await url_of(desk, bytes(range(256)), "a.bin")
    answer = await desk.get(url, Range="bytes=16-31")
    assert (answer.status_code, answer.content) == (206, bytes(range(16, 32)))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "fileid={file}",
        "fileid={file}&rkey=",
        "fileid={file}&rkey={rkey}x",
        "fileid={file}&rkey=%ff图",
        "fileid=../../../../etc/passwd&rkey={rkey}",
        "fileid=%2e%2e%2fpixel.png&rkey={rkey}",
        "fileid=0123456789ABCDEF0123456789ABCDEF&rkey={rkey}",
        "fileid=/etc/passwd&rkey={rkey}",
    ],
)
async def test_no_other_address_leads_anywhere(desk: Desk, query: str) -> None:
    url = urlsplit(await url_of(desk, b"secret", "a.txt"))
    file = hashlib.md5(b"secret").hexdigest().upper() + ".txt"
    asked = url._replace(query=query.format(file=file, rkey=desk.qq.store.rkey())).geturl()
    answer = await desk.get(asked)
    assert (answer.status_code in (400, 404), b"secret" in answer.content) == (True, False)
    assert (await desk.get(url._replace(path="/").geturl())).status_code == 404


async def test_a_name_cannot_break_a_header(desk: Desk) -> None:
    url = await url_of(desk, b"secret", 'a"\r\nSet-Cookie: x=1\r\n图.txt')
    answer = await desk.get(url)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "%E5%9B%BE" in answer.headers["content-disposition"]


async def test_a_file_that_somebody_removed_is_not_found(desk: Desk) -> None:
    url = await url_of(desk, b"secret", "a.txt")
    for path in desk.qq.store.folder.rglob("*.txt"):
        path.unlink()
    assert (await desk.get(url)).status_code == 404


# -- the life of it


async def test_nothing_stays_when_the_sandbox_ends() -> None:
    async with desk_of() as desk:
        await desk.call("upload_group_file", **IN, file=IMAGE, name="a.png")
        folder, port = desk.qq.store.folder, urlsplit(desk.qq.store.address).port
        assert folder.is_dir() and is_open(port or 0)
    assert not folder.exists() and not is_open(port or 0)


async def test_files_stay_where_the_configuration_says(tmp_path: Path) -> None:
    for _ in range(2):
        async with desk_of(files=str(tmp_path / "files")) as desk:
            await desk.call("send_group_msg", **IN, message=[{"type": "image", "data": {"file": IMAGE}}])
    assert [path.name for path in (tmp_path / "files").rglob("*.png")] == [f"{MD5}.png"]
    async with desk_of(files=str(tmp_path / "files")) as desk:
        assert await desk.content((await desk.call("get_image", file=f"{MD5}.png"))["url"]) == PIXEL


def test_a_folder_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "files").write_text("no folder")
    (path := tmp_path / "sandbox.yml").write_text("page:\nfiles: files\naccounts: [{user_id: 1}]\n")
    assert run.main(["--config", str(path)], Texts.load("qq_api", "zh_cn")) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{path}:2: files") and f"无法在 {tmp_path / 'files'} 中存放文件" in said
