"""Frames of the platform, in the shapes of every year, as OneBot's events."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_half import ALEX, GROUP, SELF, STEVE, Half, frame, frames, said, whispered

from qq_api.official.mapping.notices import acknowledgement, join_of
from qq_api.official.scenes import Target
from qq_api.official.settings import Settings

YEARS = ("2024", "2025", "2026", "guild", "notices")
ALL = [one for year in YEARS for one in frames(year)]


@pytest.fixture
def half() -> Half:
    return Half(settings=Settings(guilds=True))


def number(half: Half, openid: str, kind: Any = "user") -> int:
    return half.memory.identity.number(kind, openid)


def only(events: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(events) == 1
    return events[0]


# -- messages


def test_a_group_message_of_2024_is_to_me_and_names_nobody(half: Half) -> None:
    event = only(half.hear(frames("2024")[0]))
    assert (event["post_type"], event["message_type"]) == ("message", "group")
    assert (event["group_id"], event["user_id"]) == (number(half, GROUP, "group"), number(half, STEVE))
    assert event["message"] == [
        {"type": "at", "data": {"qq": str(SELF)}},
        {"type": "text", "data": {"text": "/status "}},
        {"type": "face", "data": {"id": "14"}},
    ]
    assert event["raw_message"] == f"[CQ:at,qq={SELF}]/status [CQ:face,id=14]"
    assert (event["real_group_id"], event["real_user_id"], event["real_message_id"]) == (GROUP, STEVE, "ROBOT1.0_2024a")
    assert event["event_id"] == "GROUP_AT_MESSAGE_CREATE:ev1"
    assert event["sender"]["nickname"].startswith("QQ用户")
    assert event["sender"]["role"] == "member" and event["sender"]["card"] == ""
    assert event["time"] == 1730549651


def test_a_private_picture_of_2024_gets_its_scheme_back(half: Half) -> None:
    event = only(half.hear(frames("2024")[1]))
    assert (event["message_type"], event["sub_type"]) == ("private", "friend")
    assert event["message"][1] == {
        "type": "image",
        "data": {"file": "a.jpg", "url": "https://multimedia.nt.qq.com.cn/download?fileid=1", "file_size": "51200"},
    }


def test_mentions_and_media_of_2025_are_segments(half: Half) -> None:
    first, second = (only(half.hear(one)) for one in frames("2025"))
    assert [one["type"] for one in first["message"]] == ["at", "text", "at", "text", "at"]
    assert {one["data"]["qq"] for one in first["message"][2:] if one["type"] == "at"} == {str(number(half, ALEX))}
    assert [one["type"] for one in second["message"]] == ["record", "video"]


def test_a_message_of_2026_that_comes_twice_is_one_event(half: Half) -> None:
    events = [event for one in frames("2026")[:2] for event in half.hear(one)]
    event = only(events)
    assert [one["data"].get("qq") for one in event["message"] if one["type"] == "at"] == [
        str(SELF), str(number(half, ALEX)), "all",
    ]  # fmt: skip
    assert (event["sender"]["nickname"], event["sender"]["role"]) == ("Steve", "owner")
    assert half.memory.name_of(number(half, ALEX)) == "Alex"


def test_the_twins_come_in_any_order(half: Half) -> None:
    plain, addressed = frames("2026")[:2]
    event = only(half.hear(addressed))
    assert event["message"] == [{"type": "at", "data": {"qq": str(SELF)}}, {"type": "text", "data": {"text": "服务器"}}]
    assert half.hear(plain) == []


def test_a_quote_is_a_reply_to_the_message_that_is_known(half: Half) -> None:
    first, quote = only(half.hear(frames("2026")[0])), only(half.hear(frames("2026")[2]))
    assert quote["message"][0] == {"type": "reply", "data": {"id": str(first["message_id"])}}
    assert quote["quoted"] == {"text": "服务器", "nickname": "Steve"}


def test_a_quote_of_what_is_not_known_stays_out_of_the_message(half: Half) -> None:
    quote = only(half.hear(frames("2026")[2]))
    assert quote["message"] == [{"type": "text", "data": {"text": "同意"}}]
    assert quote["quoted"]["text"] == "服务器"


def test_a_voice_has_a_sound_that_others_can_play_and_what_was_heard(half: Half) -> None:
    event = only(half.hear(frames("2026")[3]))
    assert event["message"][1] == {
        "type": "record",
        "data": {"file": "v.silk", "url": "https://grouptalk.c2c.qq.com/v.wav", "text": "开一下服务器"},
    }


def test_a_chat_record_is_its_lines(half: Half) -> None:
    event = only(half.hear(frames("2026")[4]))
    assert event["message"][0]["data"]["text"] == "[聊天记录]\n甲: 早\n乙: [图片]\n丙: 里面"


def test_several_things_at_once_are_all_there(half: Half) -> None:
    picture = {"content_type": "image/png", "url": "https://x.example/1.png", "filename": "1.png"}
    elements = [{"content": "look", "message_type": 0}, {"content": "", "attachments": [picture]}]
    event = only(half.hear(whispered("", message_type=101, msg_elements=elements)))
    assert [one["type"] for one in event["message"]] == ["text", "image"]


def test_a_card_is_json_with_its_line(half: Half) -> None:
    data = only(half.hear(frames("2026")[5]))["message"][0]["data"]
    assert json.loads(data["data"])["prompt"] == data["prompt"] == "[分享] 服务器地图"


def test_a_file_in_a_group_is_text_and_an_event_of_its_own(half: Half) -> None:
    message, upload = half.hear(frames("2026")[6])
    assert message["raw_message"] == "&#91;文件&#93; mods.zip"
    assert (upload["notice_type"], upload["group_id"]) == ("group_upload", message["group_id"])
    assert upload["file"] == {
        "id": "https://x.example/mods.zip",
        "name": "mods.zip",
        "size": 4096,
        "busid": 0,
        "url": "https://x.example/mods.zip",
    }


def test_a_face_without_a_number_is_its_name(half: Half) -> None:
    named = '<faceType=3,faceId="0",ext="eyJ0ZXh0Ijoi5ZGc5ZGcIn0=">'
    text = named + '<faceType=1,faceId="",ext="%%%"><faceType=2,faceId="178",ext="">'
    message = only(half.hear(whispered(text)))["message"]
    assert message[0]["data"]["text"].startswith("[呜呜]")
    assert message[-1] == {"type": "face", "data": {"id": "178"}}


def test_a_group_does_not_escape_and_everyone_is_a_guilds_word(half: Half) -> None:
    event = only(half.hear(whispered("a &lt;b&gt; @everyone")))
    assert event["message"] == [{"type": "text", "data": {"text": "a &lt;b&gt; @everyone"}}]


def test_a_channel_is_a_group_and_its_direct_messages_private(half: Half) -> None:
    channel, private, recalled, joined = (only(half.hear(one)) for one in frames("guild"))
    assert (channel["message_type"], channel["group_id"]) == ("group", number(half, "1146349", "channel"))
    assert channel["sender"]["nickname"] == "明哥" and channel["sender"]["role"] == "owner"
    assert channel["guild_id"] == "18446744073701234567"
    assert channel["message"][-2:] == [
        {"type": "text", "data": {"text": " a <b> & "}},
        {"type": "face", "data": {"id": "14"}},
    ]
    assert (private["message_type"], private["sub_type"]) == ("private", "other")
    assert (recalled["notice_type"], recalled["message_id"]) == ("group_recall", channel["message_id"])
    assert recalled["operator_id"] == number(half, "5555555555555555555")
    assert (joined["notice_type"], joined["user_id"]) == ("group_increase", number(half, "4444444444444444444"))


def test_guilds_are_silent_unless_they_are_wanted() -> None:
    half = Half()
    assert [half.hear(one) for one in frames("guild")] == [[], [], [], []]


def test_what_the_bot_said_itself_is_no_event(half: Half) -> None:
    half.hear(frame("notices", "READY"))
    half.memory.messages.sent(Target("group", GROUP), "ROBOT1.0_own")
    mine = {"id": "BOT", "member_openid": "BOTOPENID", "username": "other name", "bot": True}
    assert half.hear(said("hi", "ROBOT1.0_own", author=mine)) == []
    assert half.hear(said("again", "ROBOT1.0_new", author=mine)) == [], "its openid is known from now on"
    alike = {"member_openid": "X", "username": "小助手", "bot": True}
    assert half.hear(said("hi", "ROBOT1.0_n", author=alike)) == []
    assert len(half.hear(said("hi", "ROBOT1.0_p", author={**alike, "bot": False}))) == 1
    assert len(half.hear(said("hi", "ROBOT1.0_o", author={"member_openid": "Y", "username": "Z", "bot": True}))) == 1


def test_a_message_pushed_again_after_a_restart_is_still_known(tmp_path: Any) -> None:
    half = Half(tmp_path / "o.db")
    assert len(half.hear(said("hi"))) == 1
    half.database.close()
    assert Half(tmp_path / "o.db").hear(said("hi")) == []


# -- the others


def test_being_added_and_removed_are_changes_of_members(half: Half) -> None:
    came, went = (
        only(half.hear(frame("notices", "GROUP_ADD_ROBOT"))),
        only(half.hear(frame("notices", "GROUP_DEL_ROBOT"))),
    )
    assert (came["notice_type"], came["sub_type"]) == ("group_increase", "invite")
    assert came["user_id"] == came["self_id"] == SELF and came["operator_id"] == number(half, STEVE)
    assert (went["notice_type"], went["sub_type"], went["time"]) == ("group_decrease", "kick_me", 1784601001)
    assert list(half.memory.identity.all("group", "in")) == []


def test_what_came_with_an_event_can_be_answered(half: Half) -> None:
    half.hear(frame("notices", "GROUP_ADD_ROBOT"))
    half.hear(frame("notices", "FRIEND_ADD"))
    in_group = next(half.memory.anchors.candidates(Target("group", GROUP), "x"))
    private = next(half.memory.anchors.candidates(Target("c2c", STEVE), "x"))
    assert (in_group.field, in_group.id) == ("event_id", "GROUP_ADD_ROBOT:n1")
    assert (private.field, private.id) == ("event_id", "FRIEND_ADD:n5")


def test_the_owners_switches_say_whether_the_bot_may_speak_by_itself(half: Half) -> None:
    where = Target("group", GROUP)
    assert half.hear(frame("notices", "GROUP_MSG_REJECT")) == []
    assert not half.memory.may_be_active(where)
    assert half.hear(frame("notices", "GROUP_MSG_RECEIVE")) == []
    assert half.memory.may_be_active(where)
    assert next(half.memory.anchors.candidates(where, "x")).id == "GROUP_MSG_RECEIVE:n3"


def test_members_come_and_go(half: Half) -> None:
    came = only(half.hear(frame("notices", "GROUP_MEMBER_ADD")))
    went = only(half.hear(frame("notices", "GROUP_MEMBER_REMOVE")))
    assert (came["sub_type"], came["operator_id"], came["user_id"]) == ("approve", 0, number(half, ALEX))
    assert (went["notice_type"], went["sub_type"]) == ("group_decrease", "leave")


def test_a_request_to_join_carries_all_that_answering_needs(half: Half) -> None:
    event = only(half.hear(frame("notices", "GROUP_JOIN_REQUEST")))
    assert (event["post_type"], event["request_type"], event["sub_type"]) == ("request", "group", "add")
    assert event["comment"] == "我是 Alex"
    assert join_of(event["flag"]) == (GROUP, ALEX, "JR1")
    settled = frame("notices", "GROUP_JOIN_REQUEST")
    settled["d"]["auto_approved"] = True
    assert half.hear(settled) == []


@pytest.mark.parametrize("flag", [None, 5, "", "join:", "join:!!!", "join:W10=", "join:WzEsMiwzXQ==", "other"])
def test_what_is_no_flag_is_none(flag: object) -> None:
    assert join_of(flag) is None


def test_friends_are_those_who_added_the_bot_or_wrote_to_it(half: Half) -> None:
    event = only(half.hear(frame("notices", "FRIEND_ADD")))
    assert (event["notice_type"], event["user_id"]) == ("friend_add", number(half, STEVE))
    assert [one.openid for one in half.memory.identity.all("user", "friend")] == [STEVE]
    assert half.hear(frame("notices", "FRIEND_DEL")) == []
    assert list(half.memory.identity.all("user", "friend")) == []


def test_a_pressed_button_says_its_data_once(half: Half) -> None:
    pressed = frame("notices", "INTERACTION_CREATE")
    event = only(half.hear(pressed))
    assert (event["raw_message"], event["user_id"]) == ("/list", number(half, STEVE))
    assert half.hear(pressed) == []
    assert acknowledgement(pressed) == ("/interactions/d7b1e2c0-0001", {"code": 0})
    assert acknowledgement(frame("notices", "READY")) is None
    assert Half(settings=Settings(buttons=False)).hear(pressed) == []


def test_ready_and_resumed_begin_a_life(half: Half) -> None:
    for kind in ("READY", "RESUMED"):
        event = only(half.hear(frame("notices", kind)))
        assert (event["meta_event_type"], event["sub_type"], event["self_id"]) == ("lifecycle", "connect", SELF)
    assert half.memory.nickname == "小助手"
    assert half.translator.heartbeat(30_000)["status"] == {"online": True, "good": True}


def test_an_audit_gives_a_message_its_id(half: Half, caplog: pytest.LogCaptureFixture) -> None:
    messages, where = half.memory.messages, Target("channel", "2")
    one, other = messages.sent(where, ""), messages.sent(where, "")
    messages.await_audit(one, "A0")
    messages.await_audit(other, "A1")
    half.hear({"t": "MESSAGE_AUDIT_PASS", "d": {"audit_id": "A0", "message_id": "08abc"}})
    half.hear(frame("notices", "MESSAGE_AUDIT_REJECT"))
    assert messages.find(one.number).platform_id == "08abc"  # type: ignore[union-attr]
    assert f"refused message {other.number}" in caplog.text


@pytest.mark.parametrize(
    "kind", ["MESSAGE_REACTION_ADD", "FORUM_THREAD_CREATE", "ENTER_AIO", "SOMETHING_NEW", "", None]
)
def test_what_onebot_has_no_word_for_is_nothing(half: Half, kind: Any) -> None:
    assert half.hear({"op": 0, "t": kind, "d": {"id": 1}}) == []


# -- foreign shapes

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("\ud83d"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [path, *(deeper for key, inner in value.items() for deeper in _paths(inner, (*path, key)))]
    if isinstance(value, list):
        return [path, *(deeper for key, inner in enumerate(value) for deeper in _paths(inner, (*path, key)))]
    return [path]


@given(st.sampled_from(ALL), st.data())
def test_no_foreign_value_in_any_field_raises(one: dict[str, Any], data: st.DataObject) -> None:
    spoilt = json.loads(json.dumps(one))
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from([path for path in _paths(spoilt) if path]))
        place = spoilt
        for key in path:
            place = place[key]
        place[last] = data.draw(_json)
    half = Half(settings=Settings(guilds=True))
    for event in half.hear(spoilt):
        json.dumps(event).encode()
        assert event["self_id"] == SELF
    acknowledgement(spoilt)


@given(_json)
def test_no_foreign_frame_raises(frame: Any) -> None:
    Half().hear(frame)
    Half().hear({"t": "GROUP_MESSAGE_CREATE", "d": frame})
    acknowledgement(frame)


@pytest.mark.parametrize("year", YEARS)
def test_every_field_may_be_missing_and_every_number_text(year: str) -> None:
    for one in frames(year):
        for key in one["d"] if isinstance(one["d"], dict) else ():
            short = {**one, "d": {name: value for name, value in one["d"].items() if name != key}}
            Half(settings=Settings(guilds=True)).hear(short)


@given(st.text(max_size=200))
def test_any_text_comes_through_in_one_piece_but_for_the_platforms_tags(text: str) -> None:
    event = only(Half().hear(whispered(text + "x")))
    if "<" not in text and "@everyone" not in text:
        assert "".join(one["data"]["text"] for one in event["message"]) == text + "x"


def test_events_are_what_the_bot_of_the_house_takes(half: Half) -> None:
    from qq_api.events import from_payload

    for one in ALL:
        for event in half.hear(one):
            assert from_payload(event) is not None
