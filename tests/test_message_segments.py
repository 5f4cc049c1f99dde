"""Builders of segments: what they make, who agrees, what comes out at QQ's other end, what they refuse."""

import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path, PureWindowsPath
from typing import Any

import aiocqhttp
import pytest
from aiocqhttp import MessageSegment
from hypothesis import given
from hypothesis import strategies as st

import qq_api
from qq_api import message
from qq_api.config import Config, ReverseWebSocket
from qq_api.message import (
    MAX_FILE,
    anonymous,
    at,
    at_all,
    contact,
    dice,
    face,
    file,
    forward,
    image,
    json_card,
    location,
    markdown,
    mface,
    music,
    music_custom,
    node,
    node_of,
    parse,
    plain,
    poke,
    record,
    reply,
    rps,
    shake,
    share,
    text,
    to_cq,
    video,
    xml_card,
)
from qq_api.runtime import running
from qq_api.sandbox.actions import act
from qq_api.sandbox.run import GROUP_ID, SELF_ID, Options, sandbox, small_world
from qq_api.sandbox.world import World
from qq_api.sandbox.world.stored import MEDIA
from support import free_port, until

URL = "https://example.org/a"
NASTY = "a,b=[CQ:at,qq=all]&amp;\n'\"]"
CARD = {"app": "com.tencent.x", "prompt": NASTY}

KINDS: dict[str, dict[str, Any]] = {
    "text": text(NASTY),
    "at": at(10003),
    "at with a name": at("10003", name=NASTY),
    "at all": at_all(),
    "reply": reply(-7),
    "face": face(178),
    "big face": face(178, sub_type=3),
    "mface": mface("e1", 231, "k", summary="[hi]"),
    "dice": dice(),
    "thrown dice": dice(6),
    "rps": rps(),
    "thrown rps": rps(3),
    "image": image(URL, summary=NASTY),
    "sticker": image(b"x", sticker=True),
    "flash": image(URL, flash=True),
    "record": record(URL),
    "video": video(URL, thumb=b"x"),
    "file": file(URL, name="地图.zip"),
    "music qq": music("qq", 1),
    "music 163": music("163", "28949129"),
    "music custom": music_custom(URL, URL, NASTY, content="singer", image=URL),
    "share": share(URL, NASTY, content="c", image=URL),
    "contact": contact("qq", 10003),
    "contact group": contact("group", GROUP_ID),
    "location": location(39.9, -116.4, title="t", content="c"),
    "json": json_card(CARD),
    "xml": xml_card("<a b='1,2'/>"),
    "markdown": markdown("**b**"),
    "poke": poke(),
    "shake": shake(),
    "anonymous": anonymous(ignore=True),
    "forward": forward("r-e_s=="),
    "node of": node_of(3),
}
"""Every kind but the custom node, which alone holds more than strings and numbers."""

STANDARD = {
    "text": (text(NASTY), MessageSegment.text(NASTY)),
    "at": (at(1), MessageSegment.at(1)),
    "reply": (reply(1), MessageSegment.reply(1)),
    "face": (face(1), MessageSegment.face(1)),
    "dice": (dice(), MessageSegment.dice()),
    "rps": (rps(), MessageSegment.rps()),
    "shake": (shake(), MessageSegment.shake()),
    "poke": (poke(126, 2003), MessageSegment.poke("126", 2003)),
    "anonymous": (anonymous(ignore=True), MessageSegment.anonymous(True)),
    "image": (image(URL), MessageSegment.image(URL)),
    "flash": (image(URL, flash=True), MessageSegment.image(URL, type="flash")),
    "record": (record(URL), MessageSegment.record(URL)),
    "video": (video(URL), MessageSegment.video(URL)),
    "share": (share(URL, "t", content="c", image=URL), MessageSegment.share(URL, "t", "c", URL)),
    "contact": (contact("qq", 1), MessageSegment.contact_user(1)),
    "contact group": (contact("group", 1), MessageSegment.contact_group(1)),
    "location": (location(1.5, 2.5, title="t"), MessageSegment.location(1.5, 2.5, "t")),
    "music": (music("163", 1), MessageSegment.music("163", 1)),
    "music custom": (
        music_custom(URL, URL, "t", content="c", image=URL),
        MessageSegment.music_custom(URL, URL, "t", "c", URL),
    ),
    "forward": (forward("1"), MessageSegment.forward(1)),
    "node": (node_of(1), MessageSegment.node(1)),
    "xml": (xml_card("<a/>"), MessageSegment.xml("<a/>")),
    "json": (json_card('{"a":1}'), MessageSegment.json('{"a":1}')),
}


def all_strings(segment: dict[str, Any]) -> dict[str, Any]:
    """A segment as a CQ string can hold it: `{"sub_type": 1}` is `{"sub_type": "1"}`."""
    return {"type": segment["type"], "data": {key: str(value) for key, value in segment["data"].items()}}


# -- the same as others have it


@pytest.mark.parametrize("kind", STANDARD)
def test_a_segment_is_what_aiocqhttp_would_make(kind: str) -> None:
    ours, theirs = STANDARD[kind]
    assert ours == dict(theirs)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_back_from_its_cq_string_here_and_in_aiocqhttp(kind: str) -> None:
    segment = KINDS[kind]
    code = to_cq([face(1), segment])
    theirs = aiocqhttp.Message([face(1), segment])
    assert theirs == [MessageSegment(face(1)), MessageSegment(segment)]
    assert str(theirs) == code
    assert parse(code) == [face(1), all_strings(segment)]
    assert [dict(one) for one in aiocqhttp.Message(code)] == parse(code)


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
FILLED = WORDS.filter(str.strip)
IDS = st.integers(-(2**31), 2**40)
ADDRESSES = FILLED.filter(lambda value: value[0] not in ".~")
BUILT = st.one_of(
    st.builds(at, IDS, name=WORDS | st.none()),
    st.builds(reply, IDS),
    st.builds(image, ADDRESSES | st.binary(min_size=1), summary=WORDS | st.none(), flash=st.booleans()),
    st.builds(file, ADDRESSES | st.binary(min_size=1), name=WORDS | st.none()),
    st.builds(music, st.sampled_from(["qq", "163", "kugou", "kuwo", "migu"]), IDS),
    st.builds(music_custom, FILLED, FILLED, FILLED, content=WORDS | st.none()),
    st.builds(share, FILLED, FILLED, image=WORDS | st.none()),
    st.builds(location, st.floats(-90, 90), st.floats(-180, 180)),
    st.builds(json_card, st.dictionaries(WORDS, WORDS)),
    st.builds(xml_card, FILLED),
    st.builds(markdown, WORDS),
    st.builds(dice, st.integers(1, 6) | st.none()),
)


@given(st.lists(st.tuples(BUILT, WORDS), max_size=4))
def test_whatever_is_built_comes_back_from_its_cq_string(pairs: list[tuple[dict[str, Any], str]]) -> None:
    built = [segment for first, words in pairs for segment in (first, text(words))]
    code = to_cq(built)
    assert parse(code) == built
    assert str(aiocqhttp.Message(built)) == code


def test_the_front_door_has_every_builder() -> None:
    kinds = {name for name in message.__all__ if name not in ("MAX_FILE", "File", "escape", "unescape")}
    assert kinds <= {*qq_api.__all__}
    assert all(getattr(qq_api, name) is getattr(message, name) for name in kinds)


# -- through QQ and back


def sent_through(world: World, segments: list[dict[str, Any]], **place: int) -> dict[str, Any]:
    """What one person hears when the bot says something: the event, its message read as a plugin gets it."""
    heard: list[dict[str, Any]] = []
    with world.listening(10002, heard.append):
        action = "send_group_msg" if "group_id" in place else "send_private_msg"
        act(world, SELF_ID, action, json.loads(json.dumps({"message": segments, **place})))
    (event,) = heard
    return event


PLACES = [{"group_id": GROUP_ID}, {"user_id": 10002}]
CHANGED = {"dice", "rps", "music qq", "music 163", "music custom", "node of"}


@pytest.mark.parametrize("place", PLACES, ids=["group", "private"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in CHANGED])
def test_every_kind_arrives_as_it_was_sent(kind: str, place: dict[str, int]) -> None:
    event = sent_through(small_world(), [KINDS[kind]], **place)
    assert event["message"] == [KINDS[kind]]
    assert event["message_type"] == ("group" if "group_id" in place else "private")
    assert event["raw_message"] == to_cq([KINDS[kind]])


@pytest.mark.parametrize("place", PLACES, ids=["group", "private"])
@pytest.mark.parametrize(("thrown", "sides"), [(dice(), 6), (rps(), 3)], ids=["dice", "rps"])
def test_what_is_thrown_arrives_with_a_result(thrown: dict[str, Any], sides: int, place: dict[str, int]) -> None:
    world = small_world()
    results = {int(sent_through(world, [thrown], **place)["message"][0]["data"]["result"]) for _ in range(200)}
    assert results == set(range(1, sides + 1))


@pytest.mark.parametrize("place", PLACES, ids=["group", "private"])
@pytest.mark.parametrize("kind", ["music qq", "music 163", "music custom"])
def test_a_song_arrives_as_a_card(kind: str, place: dict[str, int]) -> None:
    (segment,) = sent_through(small_world(), [KINDS[kind]], **place)["message"]
    assert segment["type"] == "json"
    card = json.loads(segment["data"]["data"])
    assert card["meta"]["music"] == KINDS[kind]["data"]
    assert plain([segment]) == "[卡片消息]"


@pytest.mark.parametrize("place", PLACES, ids=["group", "private"])
def test_a_mixed_message_keeps_its_order(place: dict[str, int]) -> None:
    mixed = [text("hi "), at(10002), image(URL), face(1), text(NASTY)]
    assert sent_through(small_world(), mixed, **place)["message"] == mixed


@pytest.mark.parametrize(
    ("action", "place"),
    [
        ("send_group_forward_msg", {"group_id": GROUP_ID}),
        ("send_private_forward_msg", {"user_id": 10002}),
        ("send_forward_msg", {"group_id": GROUP_ID}),
        ("send_forward_msg", {"message_type": "private", "user_id": 10002}),
    ],
)
def test_nodes_arrive_as_a_card_that_can_be_read(action: str, place: dict[str, Any]) -> None:
    world, heard = small_world(), []
    quoted = world.say(10003, "said before", group_id=GROUP_ID)
    nodes = [
        node(10004, "Notch", "plain [CQ:at,qq=all]"),
        node(10004, "Notch", [text("mixed "), image(URL)]),
        node(10004, "Notch", image(URL)),
        node_of(quoted),
        node(10004, "Notch", [node(1, "inner", "deep")]),
    ]
    with world.listening(10002, heard.append):
        sent = act(world, SELF_ID, action, json.loads(json.dumps({"messages": nodes, **place})))
    assert heard[0]["message"] == [forward(sent["forward_id"])]
    card = act(world, SELF_ID, "get_forward_msg", {"id": sent["forward_id"]})["messages"]
    assert [one["content"] for one in card[:4]] == [
        [text("plain [CQ:at,qq=all]")],
        [text("mixed "), image(URL)],
        [image(URL)],
        [text("said before")],
    ]
    assert [one["sender"]["nickname"] for one in card] == ["Notch", "Notch", "Notch", "老王 [腐竹]", "Notch"]
    inner = act(world, SELF_ID, "get_forward_msg", {"message_id": card[4]["content"][0]["data"]["id"]})
    assert inner["messages"][0]["content"] == [text("deep")]


def test_nodes_alone_may_go_by_the_plain_actions() -> None:
    (segment,) = sent_through(small_world(), [node(1, "a", "b")], group_id=GROUP_ID)["message"]
    assert segment["type"] == "forward"


@pytest.mark.parametrize(
    ("action", "params", "said"),
    [
        ("send_group_msg", {"message": [text("a"), node(1, "a", "b")]}, "mixed"),
        ("send_group_forward_msg", {"messages": []}, "needed"),
        ("send_group_forward_msg", {}, "needed"),
        ("send_group_forward_msg", {"messages": [text("a")]}, "needed"),
        ("send_group_forward_msg", {"messages": [node_of(99)]}, "no message 99"),
        ("send_group_forward_msg", {"messages": [node_of("x")]}, "no message x"),
        ("send_group_forward_msg", {"messages": [{"type": "node", "data": {"content": []}}]}, "without content"),
        ("get_forward_msg", {"id": "nothing"}, "no such card"),
    ],
)
def test_a_card_that_cannot_be_is_refused(action: str, params: dict[str, Any], said: str) -> None:
    world = small_world()
    with pytest.raises(qq_api.ActionFailed, match=said):
        act(world, SELF_ID, action, {"group_id": GROUP_ID, **params})
    assert not world.messages


# -- files


def test_a_file_of_this_machine_goes_inside_the_message(tmp_path: Path) -> None:
    path = tmp_path / "地图 &,[].png"
    path.write_bytes(b"\x89PNG\x00")
    for segment in (image(path), record(path), video(path), file(path)):
        assert b64decode(segment["data"]["file"].removeprefix("base64://")) == b"\x89PNG\x00"
    assert file(path)["data"]["name"] == "地图 &,[].png"
    assert file(path, name="a.png")["data"]["name"] == "a.png"
    assert "name" not in file(b"x")["data"]
    assert image(b"x")["data"] == {"file": "base64://" + b64encode(b"x").decode()}


@pytest.mark.parametrize(
    "address",
    [URL, "base64://eA==", "file:///C:/a.png", "file:////home/a.png", r"C:\Users\a b\a.png", "/home/a.png", "8D3F.png"],
)
def test_an_address_that_qqs_side_follows_goes_as_it_is(address: str) -> None:
    assert image(address)["data"]["file"] == address


def refused() -> Iterator[tuple[str, Any, tuple[Any, ...], type[Exception], str]]:
    yield "an empty address", image, ("",), ValueError, "empty"
    yield "a blank address", record, ("  ",), ValueError, "empty"
    yield "an empty path", image, (Path(),), IsADirectoryError, "a folder"
    yield "empty bytes", image, (b"",), ValueError, "the bytes: the file is empty"
    yield "a relative path as a string", image, ("./map.png",), ValueError, "pathlib.Path"
    yield "the home folder as a string", file, ("~/map.png",), ValueError, "pathlib.Path"
    yield "no file at all", image, (None,), TypeError, "not NoneType"
    yield "a path that only names", image, (PureWindowsPath("C:/a.png"),), TypeError, "not PureWindowsPath"
    yield "too many bytes", image, (bytes(MAX_FILE + 1),), ValueError, "over 30 MiB"
    yield "another music kind", music, ("spotify", 1), ValueError, "none of qq, 163, kugou, kuwo, migu"
    yield "a custom song by number", music, ("custom", 1), ValueError, "music_custom"
    yield "a song without a sound", music_custom, (URL, "", "t"), ValueError, "audio must not be empty"
    yield "a link to nowhere", share, ("", " "), ValueError, "url, title must not be empty"
    yield "another contact", contact, ("friend", 1), ValueError, "neither 'qq' nor 'group'"
    yield "no place on earth", location, (116.4, 39.9), ValueError, "nowhere"
    yield "not a number", location, (float("nan"), 0), ValueError, "nowhere"
    yield "no JSON", json_card, ("{'a': 1}",), ValueError, "not JSON"
    yield "dice of seven", dice, (7,), ValueError, "1 to 6"
    yield "four hands", rps, (4,), ValueError, "1 to 3"
    yield "nobody", at, (None,), ValueError, "None is no id"
    yield "nothing to quote", reply, ("",), ValueError, "no id"
    yield "a truth", face, (True,), ValueError, "no id"
    yield "a node that says nothing", node, (1, "a", []), ValueError, "says nothing"
    yield "a node with empty text", node, (1, "a", ""), ValueError, "says nothing"
    yield "a card without id", forward, (None,), ValueError, "id must not be empty"
    yield "an empty card", xml_card, ("",), ValueError, "data must not be empty"


@pytest.mark.parametrize(
    ("build", "given", "error", "said"), [pytest.param(*case[1:], id=case[0]) for case in refused()]
)
def test_what_cannot_be_sent_is_told_where_it_is_built(build: Any, given: Any, error: Any, said: str) -> None:
    with pytest.raises(error, match=said):
        build(*given)


def test_a_missing_file_is_named_with_where_it_was_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as caught:
        image(Path("maps/spawn.png"))
    assert caught.value.filename == str(tmp_path / "maps" / "spawn.png")


def test_a_file_too_big_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    path.write_bytes(bytes(MAX_FILE + 1))
    with pytest.raises(ValueError, match=r"long\.mp4: over 30 MiB, too big"):
        video(path)


def test_a_file_of_the_largest_size_fits_a_frame_of_napcat(tmp_path: Path) -> None:
    assert len(json.dumps(image(bytes(MAX_FILE)))) < 50 * 2**20


def test_what_is_no_string_in_a_segment_is_written_as_napcat_does() -> None:
    assert to_cq(image(b"x", sticker=True)).endswith(",sub_type=1,subType=1]")
    assert to_cq({"type": "image", "data": {"file": "a", "url": None}}) == "[CQ:image,file=a]"
    (read,) = parse(to_cq(node(1, "a", [text("b"), at(1)])))
    assert json.loads(read["data"]["content"]) == [text("b"), at(1)]


@asynccontextmanager
async def sandbox_and_bot() -> AsyncIterator[tuple[qq_api.Bot, World]]:
    port, bot = free_port(), qq_api.Bot()
    config = Config(connections=[ReverseWebSocket(port=port, token="t")])
    options, texts = Options(url=f"ws://127.0.0.1:{port}/ws", token="t"), qq_api.Texts.load("qq_api", "en_us")
    async with running(bot, config, texts), sandbox(small_world(), options) as qq:
        await until(lambda: qq.page.qq.is_connected(SELF_ID))
        yield bot, qq.world


async def test_every_kind_goes_round_by_the_wire_and_a_bot() -> None:
    async with sandbox_and_bot() as (bot, world):
        heard: list[dict[str, Any]] = []

        @bot.on_message
        async def repeat(event: qq_api.MessageEvent) -> None:
            await bot.send(event, event["message"])

        # files have their own way round: test_files_actions
        kinds = {name: one for name, one in KINDS.items() if name != "node of" and one["type"] not in MEDIA}
        # LLOneBot, which the sandbox is like, names whom it mentions and leaves out quotes of what nobody said
        kinds |= {"at": at(10003, name="老王"), "reply": reply(world.say(SELF_ID, "first", group_id=GROUP_ID))}
        with world.listening(10002, heard.append):
            for place in ({"group_id": GROUP_ID}, {"to": SELF_ID}):
                for segment in kinds.values():
                    world.say(10002, [face(1), segment], **place)
            await until(lambda: len(heard) == 2 * len(kinds))
        said = [one.segments for one in world.messages.values() if one.user_id == 10002]
        in_order = sorted((event["message"] for event in heard), key=str)
        assert in_order == sorted(said, key=str)
