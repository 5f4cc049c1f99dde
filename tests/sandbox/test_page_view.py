"""What a page is told of a World, and what it may do there; without any page."""

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from qq_api import message
from qq_api.sandbox.actions import act
from qq_api.sandbox.game import rows
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from qq_api.sandbox.view import SHOWN, QQView
from qq_api.sandbox.view.media import KEPT as MEDIA_KEPT
from qq_api.sandbox.view.media import bytes_of, type_of
from qq_api.sandbox.view.traffic import KEPT, LONGEST, MOST
from qq_api.sandbox.world import Refused, World, boards, friends, groups, requests, talk
from qq_api.types import Payload

ALICE, WANG, NOTCH, STRANGER = 10002, 10003, 10004, 10099


class Shown:
    """A view of a small world, and the frames that a page would get."""

    def __init__(self) -> None:
        self.world = small_world()
        self.world.add_person(STRANGER, "Stranger")
        self.frames: list[Payload] = []
        self.view = QQView(self.world, self.frames.append)
        self.view.state()

    def of(self, kind: str) -> list[Payload]:
        return [frame for frame in self.frames if frame["type"] == kind]

    def member(self, user_id: int) -> Payload:
        """As the newest frame with the group has them."""
        members = self.of("group")[-1]["group"]["members"]
        return next(one for one in members if one["user_id"] == user_id)


@pytest.fixture
def shown() -> Iterator[Shown]:
    there = Shown()
    with there.view.watching():
        yield there


def say(world: World, said: Any = "hi", user_id: int = ALICE) -> int:
    return world.say(user_id, said, group_id=GROUP_ID)


# -- every change


def test_a_message_is_shown_once_in_groups_and_in_private(shown: Shown) -> None:
    say(shown.world, "to all")
    shown.world.say(ALICE, "to the bot", to=SELF_ID)
    to_all, to_bot = (frame["message"] for frame in shown.of("message"))
    assert (to_all["group_id"], to_all["peer_id"], to_all["segments"]) == (GROUP_ID, None, [message.text("to all")])
    assert (to_bot["group_id"], to_bot["peer_id"], to_bot["name"]) == (None, SELF_ID, "Alice")


def test_a_recalled_message_is_shown_without_what_it_said(shown: Shown) -> None:
    talk.recall(shown.world, ALICE, said := say(shown.world, "a secret"))
    (changed,) = shown.of("changed")
    assert (changed["message"]["message_id"], changed["message"]["recalled"]) == (said, True)
    assert "a secret" not in json.dumps([changed, shown.view.state()["messages"]])


def test_reactions_come_and_go(shown: Shown) -> None:
    said = say(shown.world)
    talk.react(shown.world, WANG, said, "76", True)
    talk.react(shown.world, NOTCH, said, "76", True)
    talk.react(shown.world, WANG, said, "76", False)
    assert [frame["message"]["reactions"] for frame in shown.of("changed")] == [
        {"76": [WANG]},
        {"76": [WANG, NOTCH]},
        {"76": [NOTCH]},
    ]


def test_essence_is_shown_at_the_message_though_qq_tells_nobody_of_its_end(shown: Shown) -> None:
    said = say(shown.world)
    boards.mark(shown.world, ALICE, said)
    boards.unmark(shown.world, ALICE, said)
    assert [frame["message"]["essence"] for frame in shown.of("changed")] == [True, False]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda world: groups.set_card(world, ALICE, GROUP_ID, NOTCH, "Miner"), {"name": "Miner", "card": "Miner"}),
        (lambda world: groups.set_title(world, ALICE, GROUP_ID, NOTCH, "Hero"), {"title": "Hero"}),
        (lambda world: groups.set_admin(world, ALICE, GROUP_ID, NOTCH, True), {"role": "admin"}),
    ],
)
def test_what_changes_of_a_member_is_shown_at_once(shown: Shown, change: Any, expected: Payload) -> None:
    change(shown.world)
    assert shown.member(NOTCH).items() >= expected.items()


def test_mutes_are_shown_of_one_and_of_all(shown: Shown) -> None:
    groups.mute(shown.world, ALICE, GROUP_ID, NOTCH, 60)
    assert shown.member(NOTCH)["muted_until"] > 0
    groups.mute_all(shown.world, ALICE, GROUP_ID, True)
    assert shown.of("group")[-1]["group"]["muted"] is True


def test_who_joins_or_leaves_is_shown_before_the_line_that_says_so(shown: Shown) -> None:
    groups.join(shown.world, GROUP_ID, STRANGER, ALICE)
    assert shown.member(STRANGER)["name"] == "Stranger"
    groups.kick(shown.world, ALICE, GROUP_ID, STRANGER)
    kinds = [frame["type"] for frame in shown.frames]
    assert kinds[:2] == ["group", "notice"]
    assert STRANGER not in [one["user_id"] for one in shown.of("group")[-1]["group"]["members"]]


def test_a_group_that_is_dissolved_goes_and_a_new_one_comes(shown: Shown) -> None:
    groups.leave(shown.world, ALICE, GROUP_ID, dismiss=True)
    assert shown.of("group")[-1] == {"type": "group", "number": GROUP_ID, "group": None}
    shown.world.add_group(30001, "New", owner=ALICE)
    assert shown.of("group")[-1]["group"]["name"] == "New"


def test_what_qq_tells_nobody_is_shown_all_the_same(shown: Shown) -> None:
    groups.rename(shown.world, ALICE, GROUP_ID, "Creative")
    assert shown.of("group")[-1]["group"]["name"] == "Creative"
    notice = boards.announce(shown.world, ALICE, GROUP_ID, "Maintenance")
    assert [one["text"] for one in shown.of("group")[-1]["group"]["announcements"]] == ["Maintenance"]
    boards.unannounce(shown.world, ALICE, GROUP_ID, notice.notice_id)
    assert shown.of("group")[-1]["group"]["announcements"] == []


def test_friends_are_shown_from_both_sides(shown: Shown) -> None:
    friends.befriend(shown.world, STRANGER, NOTCH)
    has = {frame["number"]: [one["user_id"] for one in frame["person"]["friends"]] for frame in shown.of("person")}
    assert has == {STRANGER: [NOTCH], NOTCH: [STRANGER]}
    friends.unfriend(shown.world, STRANGER, NOTCH)
    assert shown.of("person")[-1]["person"]["friends"] == []


def test_a_request_is_shown_when_it_comes_and_when_it_is_answered(shown: Shown) -> None:
    asked = requests.ask_to_join(shown.world, STRANGER, GROUP_ID, "let me in")
    requests.answer_group(shown.world, ALICE, asked.flag, False)
    assert [frame["request"]["actor"] for frame in shown.of("request")] == [0, ALICE]
    assert shown.of("request")[0]["request"]["comment"] == "let me in"


def test_a_file_and_a_change_by_an_action_that_says_nothing(shown: Shown) -> None:
    params = {"group_id": GROUP_ID, "file": "base64://aGk=", "name": "a.txt"}
    file_id = act(shown.world, ALICE, "upload_group_file", params)["file_id"]
    assert [one["name"] for one in shown.of("group")[-1]["group"]["files"]] == ["a.txt"]
    gone = {"group_id": GROUP_ID, "file_id": file_id}
    act(shown.world, ALICE, "delete_group_file", gone)
    shown.view.acted(ALICE, "delete_group_file", gone, {"status": "ok"})
    assert shown.of("group")[-1]["group"]["files"] == []


def test_a_poke_is_a_line_that_a_page_opened_later_gets_too(shown: Shown) -> None:
    said = say(shown.world)
    talk.poke(shown.world, ALICE, WANG, GROUP_ID)
    (frame,) = shown.of("notice")
    assert frame["notice"]["after"] == said
    assert frame["notice"]["event"].items() >= {"sub_type": "poke", "user_id": ALICE, "target_id": WANG}.items()
    assert shown.view.state()["notices"] == [frame["notice"]]


def test_what_did_not_change_is_not_sent_again(shown: Shown) -> None:
    talk.poke(shown.world, ALICE, WANG, GROUP_ID)
    assert {frame["type"] for frame in shown.frames} == {"notice", "traffic"}


def test_a_view_whose_life_ended_hears_nothing_more() -> None:
    there = Shown()
    with there.view.watching():
        pass
    say(there.world)
    groups.rename(there.world, ALICE, GROUP_ID, "Creative")
    assert there.frames == []


def test_two_pages_of_one_world_hear_alike() -> None:
    first, frames = Shown(), list[Payload]()
    second = QQView(first.world, frames.append)
    with ExitStack() as life:
        life.enter_context(first.view.watching())
        life.enter_context(second.watching())
        say(first.world)
    assert [frame["type"] for frame in frames] == [frame["type"] for frame in first.frames]


def test_a_page_opened_later_gets_the_newest_of_each_conversation(shown: Shown) -> None:
    shown.world.say(ALICE, "private", to=SELF_ID)
    for number in range(SHOWN + 5):
        say(shown.world, str(number))
    texts = [one["segments"][0]["data"]["text"] for one in shown.view.state()["messages"]]
    assert texts == ["private", *(str(number) for number in range(5, SHOWN + 5))]


# -- what a page may do


def do(world: World, type: str, user_id: int = ALICE, **frame: Any) -> None:
    QQView(world, lambda _frame: None).do({"type": type, "user_id": user_id, **frame})


def test_segments_are_said_and_plain_text_stays_text(shown: Shown) -> None:
    do(shown.world, "say", group_id=GROUP_ID, text="[CQ:face,id=1]")
    do(shown.world, "say", to=SELF_ID, segments=[message.face(178)])
    first, second = shown.world.messages.values()
    assert first.segments == [message.text("[CQ:face,id=1]")]
    assert (second.segments, second.peer_id) == ([{"type": "face", "data": {"id": "178"}}], SELF_ID)


def test_chosen_messages_are_forwarded_as_one_card(shown: Shown) -> None:
    ids = [say(shown.world, "one", WANG), say(shown.world, "two", NOTCH)]
    do(shown.world, "forward", to=SELF_ID, message_ids=ids)
    (segment,) = list(shown.world.messages.values())[-1].segments
    card = shown.view.card(segment["data"]["id"])
    assert [(one["name"], one["segments"][0]["data"]["text"]) for one in card["messages"]] == [
        ("老王 [腐竹]", "one"),
        ("Notch", "two"),
    ]
    assert shown.view.card("card-0")["messages"] is None


@pytest.mark.parametrize(
    ("type", "frame"),
    [
        ("mute", {"target_id": ALICE, "seconds": 60}),
        ("kick", {"target_id": ALICE}),
        ("admin", {"target_id": WANG, "enable": True}),
        ("title", {"target_id": WANG, "title": "x"}),
        ("rename", {"name": "x"}),
        ("announce", {"text": "x"}),
        ("mute_all", {"enable": True}),
    ],
)
def test_nobody_can_do_on_the_page_what_qq_would_refuse(shown: Shown, type: str, frame: Payload) -> None:
    with pytest.raises(Refused):
        do(shown.world, type, NOTCH, group_id=GROUP_ID, **frame)


def test_nobody_forwards_or_takes_back_what_they_never_heard(shown: Shown) -> None:
    said = say(shown.world)
    for frame in ({"type": "forward", "message_ids": [said], "to": ALICE}, {"type": "recall", "message_id": said}):
        with pytest.raises(Refused):
            shown.view.do({"user_id": STRANGER, **frame})


def test_what_is_no_deed_is_left_to_others(shown: Shown) -> None:
    assert shown.view.do({"type": "fault", "user_id": ALICE}) is False


# -- the log


def test_what_bots_are_told_and_call_is_logged_with_its_json(shown: Shown) -> None:
    said = say(shown.world, "hi")
    params, answer = {"group_id": GROUP_ID, "message": "yes"}, {"status": "failed", "retcode": 1200}
    shown.view.acted(SELF_ID, "send_group_msg", params, answer)
    event, action = (frame["entry"] for frame in shown.of("traffic"))
    assert (event["kind"], event["name"], event["self_id"]) == ("event", "message.group.normal", SELF_ID)
    assert json.loads(event["json"])["event"]["message_id"] == said
    assert (action["kind"], action["name"], action["failed"]) == ("action", "send_group_msg", True)
    assert json.loads(action["json"]) == {"params": params, "answer": answer}
    assert shown.view.traffic.find(event["number"])[1]["event"]["message_id"] == said


def test_the_log_is_bounded_in_entries_and_in_their_length(shown: Shown) -> None:
    for _ in range(KEPT + 10):
        shown.view.acted(SELF_ID, "send_group_msg", {"message": "x" * 100_000}, {"data": ["y" * 400] * 1000})
    entries = shown.view.state()["traffic"]
    assert len(entries) == KEPT
    assert all(len(entry["json"]) <= MOST for entry in entries)
    assert f"(+{100_000 - LONGEST})" in entries[0]["json"]
    with pytest.raises(ValueError, match="no entry 1"):
        shown.view.traffic.find(1)


# -- what messages hold in bytes


def test_a_picture_reaches_the_page_as_a_key_and_not_as_a_text_of_megabytes(shown: Shown) -> None:
    content = b"\x89PNG\r\n\x1a\n" + b"x" * 3_000_000
    given = message.image(content)
    say(shown.world, [given])
    (frame,) = shown.of("message")
    data = frame["message"]["segments"][0]["data"]
    assert len(json.dumps(frame)) < 2000
    assert bytes_of(shown.view.media.source(data["media"]) or "") == content
    assert next(iter(shown.world.messages.values())).segments == [given]


def test_a_message_is_cut_for_the_page_and_stays_whole_in_the_world(shown: Shown) -> None:
    said = say(shown.world, [message.text("x" * 3_000_000), *([message.face(1)] * 5000)])
    (frame,) = shown.of("message")
    segments = frame["message"]["segments"]
    assert (len(segments), len(segments[0]["data"]["text"]) < 21_000) == (200, True)
    assert len(shown.world.messages[said].segments) == 5001


def test_an_address_elsewhere_stays_as_it_is(shown: Shown) -> None:
    segment = {"type": "image", "data": {"file": "a.png", "url": "https://example.com/a.png"}}
    assert shown.view.media.lightened(segment) == segment


def test_what_a_store_keeps_is_known_by_what_it_says() -> None:
    view = QQView(small_world(), lambda _frame: None, {"ABC.png": "source-1"}.get)
    light = view.media.lightened({"type": "image", "data": {"file": "ABC.png", "url": "http://127.0.0.1:1/d"}})
    assert light["data"]["file"] == "ABC.png"
    assert view.media.source(light["data"]["media"]) == "source-1"


def test_only_so_many_pictures_are_remembered(shown: Shown) -> None:
    keys = [
        shown.view.media.lightened({"type": "image", "data": {"file": f"base64://{number}"}})["data"]["media"]
        for number in range(MEDIA_KEPT + 1)
    ]
    assert shown.view.media.source(keys[0]) is None
    assert shown.view.media.source(keys[-1]) == f"base64://{MEDIA_KEPT}"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"RIFF\0\0\0\0WAVE", "audio/wav"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"<svg onload=alert(1)>", "application/octet-stream"),
        (b"<!doctype html>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_what_bytes_are_is_told_by_their_beginning(start: bytes, kind: str) -> None:
    assert type_of(start) == kind


@pytest.mark.parametrize(
    ("source", "content"),
    [
        (f"base64://{base64.b64encode(b'hi').decode()}", b"hi"),
        ("data:text/plain;base64,aGk=", b"hi"),
        ("data:,h%69", b"hi"),
        ("base64://x", None),
    ],
)
def test_bytes_are_taken_out_of_a_source(source: str, content: bytes | None) -> None:
    assert bytes_of(source) == content


@pytest.mark.parametrize("data", [None, [], "x", {"file": None}, {"file": 7, "url": ["x"]}])
def test_odd_data_of_a_segment_passes_as_it_is(shown: Shown, data: Any) -> None:
    segment = {"type": "image", "data": data}
    assert shown.view.media.lightened(segment) == segment


def test_a_message_of_several_rows_is_several_lines() -> None:
    assert rows(["", {"text": "one"}, {"text": "\n"}, {"text": "two"}, "x"]) == [
        {"text": "one"},
        ["", {"text": "two"}, "x"],
    ]
    assert rows({"text": "one"}) == [{"text": "one"}]
    assert rows(["", {"text": "a\nb"}]) == [["", {"text": "a\nb"}]]
