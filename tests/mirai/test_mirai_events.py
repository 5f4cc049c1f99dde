"""Packets and events, there and back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mah_shapes import ALICE, BOT, GROUP, JUNK, PACKETS, WANG, context

from every_event import every_event, name
from qq_api.events import from_payload
from qq_api.mirai.mapping.context import Numbers, Place, Ref, Request
from qq_api.mirai.mapping.events import KNOWN, WITHOUT_EVENT, is_online, to_mirai, to_onebot
from qq_api.mirai.mapping.lossy import LOSSY

LOST = {loss.name: loss for loss in LOSSY if loss.side == "packet"}

EVENTS = {
    "FriendMessage": "message.private.friend",
    "GroupMessage": "message.group.normal",
    "TempMessage": "message.private.group",
    "StrangerMessage": "message.private.other",
    "FriendSyncMessage": "message_sent.private.friend",
    "GroupSyncMessage": "message_sent.group.normal",
    "TempSyncMessage": "message_sent.private.group",
    "StrangerSyncMessage": "message_sent.private.other",
    "FriendAddEvent": "notice.friend_add",
    "BotGroupPermissionChangeEvent": "notice.group_admin.set",
    "BotMuteEvent": "notice.group_ban.ban",
    "BotUnmuteEvent": "notice.group_ban.lift_ban",
    "BotJoinGroupEvent": "notice.group_increase.approve",
    "BotLeaveEventActive": "notice.group_decrease.leave",
    "BotLeaveEventKick": "notice.group_decrease.kick_me",
    "BotLeaveEventDisband": "notice.group_decrease.kick_me",
    "GroupRecallEvent": "notice.group_recall",
    "FriendRecallEvent": "notice.friend_recall",
    "NudgeEvent": "notice.notify.poke",
    "GroupMuteAllEvent": "notice.group_ban.lift_ban",
    "MemberJoinEvent": "notice.group_increase.invite",
    "MemberLeaveEventKick": "notice.group_decrease.kick",
    "MemberLeaveEventQuit": "notice.group_decrease.leave",
    "MemberCardChangeEvent": "notice.group_card",
    "MemberSpecialTitleChangeEvent": "notice.notify.title",
    "MemberPermissionChangeEvent": "notice.group_admin.unset",
    "MemberMuteEvent": "notice.group_ban.ban",
    "MemberUnmuteEvent": "notice.group_ban.lift_ban",
    "MemberHonorChangeEvent": "notice.notify.honor",
    "NewFriendRequestEvent": "request.friend",
    "MemberJoinRequestEvent": "request.group.add",
    "BotInvitedJoinGroupRequestEvent": "request.group.invite",
}


def kind(event: dict[str, Any]) -> str:
    detail = "message" if event["post_type"] == "message_sent" else event["post_type"]
    parts = (event["post_type"], event[f"{detail}_type"], event.get("sub_type"))
    return ".".join(part for part in parts if part)


def test_the_packets_are_every_packet_that_there_is() -> None:
    assert {packet["type"] for packet in PACKETS} == {*KNOWN}


def test_every_packet_becomes_the_event_that_onebot_has_for_it() -> None:
    known = context()
    made = {packet["type"]: kind(event) for packet in PACKETS for event in to_onebot(packet, known)}
    assert made == EVENTS
    assert {*KNOWN} - {*made} == {*WITHOUT_EVENT, "GroupNameChangeEvent"}


@pytest.mark.parametrize("packet", PACKETS, ids=lambda packet: packet["type"])
def test_every_event_is_one_to_the_bot(packet: dict[str, Any]) -> None:
    for event in to_onebot(packet, context()):
        taken = from_payload(json.loads(json.dumps(event)))
        assert taken is not None
        assert taken["self_id"] == BOT


@pytest.mark.parametrize("packet", PACKETS, ids=lambda packet: packet["type"])
def test_a_packet_that_is_told_again_is_the_same_or_in_the_table(packet: dict[str, Any]) -> None:
    known = context()
    for earlier in PACKETS[:2]:  # what the recalls are about
        to_onebot(earlier, known)
    told = [again for event in to_onebot(packet, known) for again in to_mirai(event, known)]
    if told != [packet]:
        assert [one["type"] for one in told] == LOST[packet["type"]].again


def test_no_packet_that_comes_back_whole_is_in_the_table() -> None:
    whole = set()
    for packet in PACKETS:
        known = context()
        if [again for event in to_onebot(packet, known) for again in to_mirai(event, known)] == [packet]:
            whole.add(packet["type"])
    sometimes = {"MemberPermissionChangeEvent", "MemberHonorChangeEvent", "FriendAddEvent"}
    assert whole & {*LOST} == sometimes


def test_a_message_has_all_that_listeners_need() -> None:
    (event,) = to_onebot(PACKETS[1], context())
    assert (event["group_id"], event["user_id"], event["group_name"]) == (GROUP, WANG, "生存服")
    assert (event["sender"]["role"], event["sender"]["title"], event["sender"]["card"]) == ("member", "建筑师", "老王")
    assert event["raw_message"].startswith("[CQ:at,qq=10001] 在线多少人[CQ:face,id=178,name=斜眼笑]")
    assert event["time"] == 1795000001


def test_one_number_for_one_message_and_never_the_same_for_two() -> None:
    known = context()
    first, again, elsewhere = PACKETS[0], PACKETS[0], PACKETS[1]
    elsewhere = {**elsewhere, "messageChain": [{"type": "Source", "id": 4711, "time": 1}, {"type": "AtAll"}]}
    ids = [to_onebot(packet, known)[0]["message_id"] for packet in (first, again, elsewhere)]
    assert ids[0] == ids[1] != ids[2]
    nameless = {**PACKETS[0], "messageChain": [{"type": "Plain", "text": "x"}]}
    unknown = {to_onebot(nameless, known)[0]["message_id"] for _ in range(3)}
    assert len(unknown | {*ids}) == 5


def test_numbers_survive_a_restart() -> None:
    known = context()
    number = to_onebot(PACKETS[1], known)[0]["message_id"]
    later = Numbers(json.loads(json.dumps(known.numbers.saved())))
    assert later.ref(number) == Ref("group", GROUP, 812)
    assert later.number(Ref("group", GROUP, 813)) not in (number, 0)


def test_numbers_are_forgotten_in_their_order() -> None:
    numbers = Numbers(kept=3)
    made = [numbers.number(Ref("group", GROUP, id)) for id in range(1, 200)]
    assert [numbers.ref(number) for number in made[-3:]] == [Ref("group", GROUP, id) for id in (197, 198, 199)]
    assert numbers.ref(made[0]) is None
    assert numbers.known(Ref("group", GROUP, 1)) is None


def test_ids_that_a_server_gives_count_up_in_each_conversation() -> None:
    numbers = Numbers()
    places = (Place(GROUP), Place(0, ALICE), Place(GROUP), Place(GROUP, ALICE))
    assert [numbers.ref_at(100 + n, place).id for n, place in enumerate(places)] == [1, 1, 2, 2]


def test_a_message_of_which_nothing_is_known_but_that_it_was_said_makes_no_event() -> None:
    for chain in ([], [{"type": "Source", "id": 1, "time": 2}], [{"type": "Unknown"}]):
        assert to_onebot({**PACKETS[1], "messageChain": chain}, context()) == []


def test_who_gives_no_name_is_anonymous() -> None:
    hidden = {**PACKETS[1], "sender": {**PACKETS[1]["sender"], "id": 80000000, "memberName": "小熊"}}
    known = context()
    (event,) = to_onebot(hidden, known)
    assert (event["sub_type"], event["anonymous"]["name"]) == ("anonymous", "小熊")
    assert not known.is_member(GROUP, 80000000)
    assert to_mirai(event, known)[0]["sender"]["memberName"] == "小熊"


def test_a_file_in_a_group_is_a_message_and_a_notice() -> None:
    chain = [{"type": "Source", "id": 9, "time": 2}, {"type": "File", "id": "/a", "name": "a.zip", "size": 12}]
    said, notice = to_onebot({**PACKETS[1], "messageChain": chain}, context())
    assert said["message"][0]["data"] == {"file": "a.zip", "file_id": "/a", "file_size": "12"}
    assert (kind(notice), notice["file"]) == (
        "notice.group_upload",
        {"id": "/a", "name": "a.zip", "size": 12, "busid": 0},
    )


def test_own_messages_are_only_told_where_they_are_wanted() -> None:
    known = context()
    known.report_self = False
    assert [event for packet in PACKETS[6:10] for event in to_onebot(packet, known)] == []
    known.report_self = True
    own = [event for packet in PACKETS[6:10] for event in to_onebot(packet, known)]
    assert [(event["user_id"], event.get("group_id"), event.get("target_id")) for event in own] == [
        (BOT, None, ALICE),
        (BOT, GROUP, None),
        (BOT, None, 10004),
        (BOT, None, 10009),
    ]


@pytest.mark.parametrize("packet", [one for one in PACKETS if "operator" in one], ids=lambda packet: packet["type"])
def test_without_an_operator_the_account_did_it_itself(packet: dict[str, Any]) -> None:
    for event in to_onebot({**packet, "operator": None}, context()):
        operated = "operator_id" in event and event.get("sub_type") != "kick_me"
        assert not operated or event["operator_id"] == BOT


def test_whoever_leaves_can_no_longer_be_mentioned() -> None:
    known = context()
    (left,) = (one for one in PACKETS if one["type"] == "MemberLeaveEventQuit")
    to_onebot({**left, "member": {**left["member"], "id": WANG}}, known)
    assert not known.is_member(GROUP, WANG)


def test_what_napcats_plug_in_leaves_empty_is_still_known() -> None:
    known = context()
    group = {"id": GROUP, "name": "", "permission": "MEMBER"}
    nobody = {"id": WANG, "memberName": "", "permission": "MEMBER", "group": group}
    card = {"type": "MemberCardChangeEvent", "origin": "a", "current": "b", "member": nobody}
    assert [kind(event) for event in to_onebot(card, known)] == ["notice.group_card"]
    assert (known.group(GROUP)["name"], known.member(GROUP, WANG)["memberName"]) == ("生存服", str(WANG))
    poke = {"type": "NudgeEvent", "fromId": WANG, "target": BOT, "subject": {"id": GROUP, "kind": "Group"}}
    assert to_onebot(poke, known)[0]["group_id"] == GROUP
    honor = {"type": "MemberHonorChangeEvent", "member": nobody, "action": "achieve", "honor": "talkative"}
    assert to_onebot(honor, known)[0]["honor_type"] == "talkative"


def test_nobody_is_muted_where_nobody_is_named() -> None:
    everybody = {"id": 0, "memberName": "", "group": {"id": GROUP, "name": ""}}
    assert to_onebot({"type": "MemberUnmuteEvent", "member": everybody, "operator": None}, context()) == []


def test_a_flag_says_all_that_the_answer_needs() -> None:
    known = context()
    requests = [packet for packet in PACKETS if "eventId" in packet]
    flags = [to_onebot(packet, known)[0]["flag"] for packet in requests]
    assert flags == [
        "mah:n:1606000000000001:10003:0",
        "mah:m:1606000000000002:10009:20001",
        "mah:b:1606000000000003:10002:20003",
    ]
    assert known.request(flags[1]) == Request("m", 1606000000000002, 10009, GROUP)
    assert [known.request(flag) for flag in ("", "5", "mah:x:1:2:3", "20001|5|add")] == [None] * 4


def test_whether_the_account_is_online_is_told_beside() -> None:
    told = {packet["type"]: is_online(packet) for packet in PACKETS if is_online(packet) is not None}
    assert told == {
        "BotOnlineEvent": True,
        "BotReloginEvent": True,
        "BotOfflineEventActive": False,
        "BotOfflineEventForce": False,
        "BotOfflineEventDropped": False,
    }


@given(JUNK)
def test_no_packet_raises(junk: Any) -> None:
    known = context()
    assert to_onebot(junk, known) == []
    assert to_mirai(junk, known) == []
    assert is_online(junk) is None


@given(st.sampled_from(PACKETS), st.data())
def test_no_packet_raises_whatever_is_wrong_with_it(packet: dict[str, Any], data: st.DataObject) -> None:
    spoilt = json.loads(json.dumps(packet))
    spoil(spoilt, data)
    known = context()
    for event in to_onebot(spoilt, known):
        from_payload(event)
        to_mirai(event, known)


@given(st.sampled_from(every_event()), st.data())
def test_no_event_raises_whatever_is_wrong_with_it(event: dict[str, Any], data: st.DataObject) -> None:
    spoilt = json.loads(json.dumps(event))
    spoil(spoilt, data)
    to_mirai(spoilt, context())


def spoil(given: dict[str, Any], data: st.DataObject) -> None:
    """Put something else into one of its fields, however deep."""
    key = data.draw(st.sampled_from(sorted({*given})))
    inner = given[key]
    if isinstance(inner, dict) and inner and data.draw(st.booleans()):
        spoil(inner, data)
    elif isinstance(inner, list) and inner and isinstance(inner[0], dict) and data.draw(st.booleans()):
        spoil(data.draw(st.sampled_from(inner)), data)
    else:
        given[key] = data.draw(JUNK)


WITHOUT_PACKET = (
    *("notice.group_upload", "notice.essence.add", "notice.group_msg_emoji_like", "notice.notify.profile_like"),
    *("notice.flash_file.downloaded", "notice.flash_file.uploaded", "notice.bot_offline", "meta_event.heartbeat"),
    *("meta_event.lifecycle.connect", "meta_event.lifecycle.enable", "meta_event.lifecycle.disable"),
)


def test_every_event_of_the_sandbox_is_a_packet_or_has_none() -> None:
    known = context()
    without = {name(event) for event in every_event() if not to_mirai(event, known)}
    requests = {"request.friend", "request.group.add", "request.group.invite"}  # their flags are the World's own
    assert without - requests == {*WITHOUT_PACKET}
