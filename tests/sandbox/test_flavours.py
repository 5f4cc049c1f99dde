"""Flavours: the same World, told and answered as each implementation does."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qq_api import ActionFailed
from qq_api import actions as table
from qq_api.message import to_cq
from qq_api.sandbox.config import Flavour as Name
from qq_api.sandbox.flavours import FLAVOURS
from qq_api.sandbox.flavours.flavour import kind
from qq_api.sandbox.run import GROUP_ID, small_world
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import World, boards, flash, friends, groups, requests, talk
from support import recorded

BOT, OWNER, ADMIN, NOTCH = 10001, 10002, 10003, 10004
IN = {"group_id": GROUP_ID}
ALL = ("llonebot", "napcat", "gocqhttp", "standard")


def told(flavour: str, *deeds: Any, world: World | None = None, **how: Any) -> list[dict[str, Any]]:
    """What a bot of a flavour hears."""
    world, heard = world or small_world(1), []
    with WorldTransport(world, BOT, flavour=FLAVOURS[flavour], **how).listening(heard.append):
        for deed in deeds:
            deed(world)
    return heard


async def ask(flavour: str, action: str, world: World | None = None, **params: Any) -> Any:
    return await WorldTransport(world or small_world(1), BOT, flavour=FLAVOURS[flavour]).call_action(action, **params)


def in_group(world: World) -> int:
    return world.say(NOTCH, [{"type": "face", "data": {"id": "178"}}, {"type": "at", "data": {"qq": "1"}}], **IN)


def to_bot(world: World) -> int:
    return world.say(OWNER, "psst", to=BOT)


def by_the_group(world: World) -> int:
    return world.say(NOTCH, "psst", to=BOT)


# -- messages

HEAD = {"time", "self_id", "post_type", "message_type", "sub_type", "message_id", "user_id", "message", "raw_message"}
HEAD |= {"font", "sender"}
MODERN = {"message_format", "message_seq"}
GROUP = {"group_id"}

FIELDS = [
    ("llonebot", in_group, HEAD | MODERN | GROUP | {"group_name"}),
    ("llonebot", to_bot, HEAD | MODERN),
    ("llonebot", by_the_group, HEAD | MODERN | {"temp_source"}),
    ("napcat", in_group, HEAD | MODERN | GROUP | {"group_name", "real_id", "real_seq"}),
    ("napcat", to_bot, HEAD | MODERN | {"real_id", "real_seq", "target_id"}),
    ("napcat", by_the_group, HEAD | MODERN | GROUP | {"real_id", "real_seq", "target_id", "temp_source"}),
    ("gocqhttp", in_group, HEAD | GROUP | {"message_seq", "anonymous"}),
    ("gocqhttp", to_bot, HEAD | {"target_id"}),
    ("gocqhttp", by_the_group, HEAD | {"target_id", "temp_source"}),
    ("standard", in_group, HEAD | GROUP | {"anonymous"}),
    ("standard", to_bot, HEAD),
    ("standard", by_the_group, HEAD),
]


@pytest.mark.parametrize(("flavour", "deed", "fields"), FIELDS)
def test_a_message_has_the_fields_of_its_flavour(flavour: str, deed: Any, fields: set[str]) -> None:
    (event,) = told(flavour, deed)
    assert {*event} == fields


def test_a_senders_fields_are_those_of_the_flavour() -> None:
    basic, place = {"user_id", "nickname"}, {"card", "role"}
    full = basic | place | {"sex", "age", "area", "level", "title"}
    senders = {name: [{*event["sender"]} for event in told(name, in_group, to_bot, by_the_group)] for name in ALL}
    private = basic | {"sex", "age"}
    assert senders == {
        "llonebot": [basic | place | {"title"}, basic | {"card"}, basic | {"card", "group_id"}],
        "napcat": [basic | place, basic | {"card"}, basic | {"card"}],
        "gocqhttp": [full, private, private | {"group_id"}],
        "standard": [full, private, private],
    }


def test_the_format_is_the_flavours_unless_the_owner_says_otherwise() -> None:
    for flavour, usual in zip(ALL, ("array", "array", "string", "string"), strict=True):
        for message_format in (None, "array", "string"):
            (event,) = told(flavour, in_group, message_format=message_format)
            is_string = (message_format or usual) == "string"
            assert (event["message"] == event["raw_message"]) is is_string
            assert event.get("message_format", message_format or usual) == (message_format or usual)
            assert is_string or to_cq(event["message"]) == event["raw_message"]


def test_numbers_of_a_message_mean_what_the_flavour_says() -> None:
    events = {name: told(name, in_group, in_group)[1] for name in ALL}
    napcat = events["napcat"]
    assert (napcat["message_seq"], napcat["real_id"], napcat["real_seq"]) == (*[napcat["message_id"]] * 2, "2")
    assert events["llonebot"]["message_seq"] == events["gocqhttp"]["message_seq"] == 2
    assert [events[name]["font"] for name in ALL] == [14, 14, 0, 14]


@pytest.mark.parametrize(("flavour", "signed"), [("llonebot", False), ("napcat", False), ("gocqhttp", True)])
def test_message_ids_may_be_below_zero_where_they_are(flavour: str, signed: bool) -> None:
    world = small_world(1)
    world.signed = FLAVOURS[flavour].signed
    assert any(event["message_id"] < 0 for event in told(flavour, *[in_group] * 20, world=world)) is signed


def test_segments_are_written_as_the_flavour_does() -> None:
    raws = {name: told(name, in_group)[0]["raw_message"] for name in ALL}
    assert raws["napcat"] == '[CQ:face,id=178,raw={"faceIndex": 178}][CQ:at,qq=1]'
    assert raws["llonebot"] == raws["gocqhttp"] == "[CQ:face,id=178][CQ:at,qq=1]"
    mentions = [
        told(name, lambda world: world.say(OWNER, [{"type": "at", "data": {"qq": str(ADMIN)}}], **IN)) for name in ALL
    ]
    assert [one[0]["raw_message"] for one in mentions] == [
        f"[CQ:at,qq={ADMIN},name=老王 &#91;腐竹&#93;]",
        *[f"[CQ:at,qq={ADMIN}]"] * 3,
    ]
    picture = [{"type": "image", "data": {"file": "a.png", "subType": 1}}]
    (event,) = told("napcat", lambda world: world.say(OWNER, picture, **IN))
    assert event["message"][0]["data"] == {"file": "a.png", "sub_type": 1}


def test_own_messages_are_told_only_to_those_who_want_it() -> None:
    def own(world: World) -> int:
        return world.say(BOT, "mine", to=OWNER)

    assert [told(name, own) for name in ALL] == [[], [], [], []]
    llonebot, napcat, gocqhttp = (told(name, own, report_self=True)[0] for name in ALL[:3])
    assert {one["post_type"] for one in (llonebot, napcat, gocqhttp)} == {"message_sent"}
    assert (llonebot["target_id"], napcat["target_id"]) == (OWNER, OWNER)
    assert ("message_sent_type" in llonebot, napcat["message_sent_type"]) == (False, "self")
    assert told("standard", own, report_self=True) == []


# -- notices and requests


def honoured(world: World) -> None:
    boards.honor(world, GROUP_ID, "talkative", NOTCH)


def essence(world: World) -> None:
    said = world.say(BOT, "x", **IN)
    boards.mark(world, ADMIN, said)
    boards.unmark(world, ADMIN, said)


DEEDS = {
    "notify.honor": honoured,
    "essence": essence,
    "notify.group_name": lambda world: groups.rename(world, OWNER, GROUP_ID, "新"),
    "notify.input_status": lambda world: friends.show_typing(world, OWNER, BOT, 1),
    "notify.profile_like": lambda world: friends.like(world, OWNER, BOT, 1),
    "notify.title": lambda world: groups.set_title(world, OWNER, GROUP_ID, NOTCH, "元老"),
    "notify.poke": lambda world: talk.poke(world, OWNER, BOT),
    "group_card": lambda world: groups.set_card(world, OWNER, GROUP_ID, NOTCH, "N"),
    "group_msg_emoji_like": lambda world: talk.react(world, OWNER, world.say(BOT, "x", **IN), "76", True),
    "group_dismiss": lambda world: groups.leave(world, OWNER, GROUP_ID, dismiss=True),
    "flash_file": lambda world: flash.share(world, BOT, ["a.zip"]),
    "group_ban": lambda world: groups.mute(world, ADMIN, GROUP_ID, BOT, 60),
    "group_recall": lambda world: talk.recall(world, OWNER, world.say(NOTCH, "x", **IN)),
}

ESSENCE = ("notice.essence.add", "notice.essence.delete")
HEARD: dict[str, dict[str, tuple[str, ...]]] = {
    "notify.honor": {"gocqhttp": ("notice.notify.honor",), "standard": ("notice.notify.honor",)},
    "essence": {"llonebot": ESSENCE[:1], "napcat": ESSENCE[:1], "gocqhttp": ESSENCE},
    "notify.group_name": {"napcat": ("notice.notify.group_name",)},
    "notify.input_status": {"napcat": ("notice.notify.input_status",)},
    "notify.profile_like": dict.fromkeys(("llonebot", "napcat"), ("notice.notify.profile_like",)),
    "notify.title": dict.fromkeys(ALL[:3], ("notice.notify.title",)),
    "notify.poke": dict.fromkeys(ALL, ("notice.notify.poke",)),
    "group_card": dict.fromkeys(ALL[:3], ("notice.group_card",)),
    "group_msg_emoji_like": dict.fromkeys(("llonebot", "napcat"), ("notice.group_msg_emoji_like",)),
    "group_dismiss": {"llonebot": ("notice.group_dismiss",), "napcat": ("notice.group_decrease.disband",)},
    "flash_file": {"llonebot": ("notice.flash_file.uploaded",)},
    "group_ban": dict.fromkeys(ALL, ("notice.group_ban.ban",)),
    "group_recall": dict.fromkeys(ALL, ("notice.group_recall",)),
}


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("flavour", ALL)
def test_a_flavour_tells_only_what_it_knows(flavour: str, name: str) -> None:
    heard = [kind(event) for event in told(flavour, DEEDS[name]) if event["post_type"] == "notice"]
    assert tuple(heard) == HEARD[name].get(flavour, ())


def test_a_poke_is_told_by_those_who_know_who_poked() -> None:
    pokes = {name: told(name, DEEDS["notify.poke"])[0] for name in ALL}
    heads = {
        name: {*poke} - {"time", "self_id", "post_type", "notice_type", "sub_type"} for name, poke in pokes.items()
    }
    two = {"user_id", "target_id"}
    assert heads == {
        "llonebot": two | {"raw_info"},
        "napcat": two | {"raw_info", "sender_id"},
        "gocqhttp": two | {"sender_id"},
        "standard": two,
    }
    (mine,) = told("napcat", lambda world: talk.poke(world, BOT, OWNER))
    assert (mine["user_id"], mine["sender_id"], mine["target_id"]) == (OWNER, BOT, OWNER)
    (mine,) = told("llonebot", lambda world: talk.poke(world, BOT, OWNER))
    assert (mine["user_id"], mine["target_id"]) == (BOT, OWNER)


def test_oddities_of_notices_are_kept() -> None:
    whole = {name: told(name, lambda world: groups.mute_all(world, ADMIN, GROUP_ID, True))[0] for name in ALL}
    assert [whole[name]["sub_type"] for name in ALL] == ["lift_ban", "ban", "ban", "ban"]
    assert {one["duration"] for one in whole.values()} == {-1}
    world = small_world(1)
    world.add_person(10009, "Outsider")
    (joined,) = told("gocqhttp", lambda world: groups.join(world, GROUP_ID, 10009, OWNER, "invite"), world=world)
    assert (joined["sub_type"], joined["operator_id"]) == ("approve", 0)


@pytest.mark.parametrize("flavour", ALL)
def test_requests_are_told_by_all(flavour: str) -> None:
    world = small_world(1)
    world.add_person(10009, "Outsider")
    world.groups[GROUP_ID].members[BOT].role = "admin"
    asking = (
        lambda world: requests.ask_friend(world, 10009, BOT, "hi"),
        lambda world: requests.ask_to_join(world, 10009, GROUP_ID),
    )
    friend, join = told(flavour, *asking, world=world)
    assert (kind(friend), kind(join)) == ("request.friend", "request.group.add")
    assert ("invitor_id" in join) is (flavour in ("llonebot", "gocqhttp"))
    assert join["flag"].isdecimal() is (flavour in ("napcat", "gocqhttp"))


@pytest.mark.parametrize(
    ("flavour", "file"), [("llonebot", "llonebot"), ("napcat", "napcat"), ("gocqhttp", "go-cqhttp")]
)
def test_messages_have_the_fields_of_recorded_ones(flavour: str, file: str) -> None:
    ours = {kind(event): event for event in told(flavour, in_group, to_bot, by_the_group)}
    for event in recorded(file):
        if kind(event) in ours:
            assert {*ours[kind(event)]} - {*event} <= {"target_id", "temp_source"}
            assert {*event} - {*ours[kind(event)]} == set()


# -- actions


@pytest.mark.parametrize("flavour", ALL)
async def test_an_action_that_a_flavour_lacks_is_unknown_to_it(flavour: str) -> None:
    for name, known in table.ACTIONS.items():
        if known.has[flavour].level == "no":
            with pytest.raises(ActionFailed) as caught:
                await ask(flavour, name)
            assert caught.value.retcode == 1404
            assert caught.value.result["wording"] == FLAVOURS[flavour].unknown.format(action=name)


async def test_suffixes_are_known_where_they_are() -> None:
    for flavour in ALL:
        assert (await ask(flavour, "get_login_info_async"))["user_id"] == BOT
        if flavour == "gocqhttp":
            with pytest.raises(ActionFailed, match="API不存在"):
                await ask(flavour, "get_login_info_rate_limited")
        else:
            assert (await ask(flavour, "get_login_info_rate_limited"))["user_id"] == BOT


def test_every_answer_is_to_an_action_that_the_flavour_has() -> None:
    for name, flavour in FLAVOURS.items():
        assert [one for one in flavour.answers if table.ACTIONS[one].has[name].level == "no"] == []
    assert set(Name.__args__) == {*FLAVOURS}


async def test_who_speaks_is_said() -> None:
    versions = [await ask(flavour, "get_version_info") for flavour in ALL]
    assert [one["app_name"] for one in versions] == ["LLOneBot", "NapCat.Onebot", "go-cqhttp", "qq_api sandbox"]
    assert {one["protocol_version"] for one in versions} == {"v11"}
    stats = [await ask(flavour, "get_status") for flavour in ALL]
    assert {(one["online"], one["good"]) for one in stats} == {(True, True)}
    assert [one.get("stat", "none") == {} for one in stats] == [False, True, False, False]
    assert ("stat" in stats[3], "app_good" in stats[2]) == (False, True)


FRIEND = {
    "llonebot": {"qid", "long_nick"},
    "napcat": {"phone_num", "email", "category_id", "level"},
    "gocqhttp": set(),
    "standard": set(),
}


@pytest.mark.parametrize("flavour", ALL)
async def test_people_and_groups_have_the_flavours_fields(flavour: str) -> None:
    world = small_world(1)
    (friend,) = await ask(flavour, "get_friend_list", world)
    assert {*friend} >= {"user_id", "nickname", "remark"} | FRIEND[flavour]
    assert ({*friend} == {"user_id", "nickname", "remark"}) is (flavour in ("gocqhttp", "standard"))
    (group,) = await ask(flavour, "get_group_list", world)
    named = {"llonebot": "remark_name", "napcat": "group_remark", "gocqhttp": "group_level"}
    assert [name for name in named if named[name] in group] == [name for name in named if name == flavour]
    assert await ask(flavour, "get_group_info", world, **IN) == group
    member = await ask(flavour, "get_group_member_info", world, **IN, user_id=NOTCH)
    assert member in await ask(flavour, "get_group_member_list", world, **IN)
    assert [key in member for key in ("card_or_nickname", "qq_level")] == [flavour == "llonebot", flavour in ALL[:2]]
    stranger = await ask(flavour, "get_stranger_info", user_id=NOTCH)
    assert [key in stranger for key in ("level", "qqLevel")] == [
        flavour in ("llonebot", "gocqhttp"),
        flavour == "napcat",
    ]


async def test_a_message_fetched_is_written_as_one_heard() -> None:
    for flavour in ALL:
        world = small_world(1)
        (heard,) = told(flavour, in_group, world=world)
        one = await ask(flavour, "get_msg", world, message_id=heard["message_id"])
        assert (one["message"], one["sender"]) == (heard["message"], heard["sender"])
        assert one["real_id"] == (one["message_id"] if flavour == "napcat" else 1)
        if flavour in ALL[:3]:
            history = await ask(flavour, "get_group_msg_history", world, **IN)
            assert history["messages"] == [heard]


async def test_history_is_paged_as_the_flavour_does() -> None:
    world = small_world(1)
    ids = [world.say(NOTCH, str(number), **IN) for number in range(30)]
    assert len((await ask("gocqhttp", "get_group_msg_history", world, **IN, count=3))["messages"]) == 19
    page = await ask("napcat", "get_group_msg_history", world, **IN, count=2, message_seq=ids[9])
    assert [one["message_seq"] for one in page["messages"]] == ids[8:10]
    page = await ask("llonebot", "get_group_msg_history", world, **IN, count=2, message_seq=10)
    assert [one["message_id"] for one in page["messages"]] == ids[8:10]
    for flavour in ("llonebot", "napcat"):
        empty = ask(flavour, "get_friend_msg_history", user_id=OWNER)
        if flavour == "napcat":
            with pytest.raises(ActionFailed):
                await empty
        else:
            assert await empty == {"messages": []}


async def test_parameters_left_out_mean_what_the_flavour_says() -> None:
    for flavour, seconds in (("llonebot", 1800), ("napcat", 0), ("gocqhttp", 1800)):
        world = small_world(1)
        world.groups[GROUP_ID].members[BOT].role = "owner"
        now = world.now()
        world._clock = lambda now=now: now  # type: ignore[misc]
        await ask(flavour, "set_group_ban", world, **IN, user_id=NOTCH)
        assert world.groups[GROUP_ID].members[NOTCH].muted_until == (now + seconds if seconds else 0)
        await ask(flavour, "set_group_admin", world, **IN, user_id=NOTCH)
        assert world.groups[GROUP_ID].members[NOTCH].role == ("member" if flavour == "napcat" else "admin")


NEEDED = [
    ("napcat", "set_group_remark", IN),
    ("gocqhttp", "set_group_add_request", {"flag": "x"}),
    ("standard", "set_group_add_request", {"flag": "x"}),
    ("standard", "get_group_honor_info", IN),
    ("gocqhttp", "delete_group_file", {**IN, "file_id": "x"}),
    ("gocqhttp", "upload_group_file", {**IN, "file": "x"}),
]


@pytest.mark.parametrize(("flavour", "action", "params"), NEEDED)
async def test_a_flavour_may_need_more(flavour: str, action: str, params: dict[str, Any]) -> None:
    with pytest.raises(ActionFailed) as caught:
        await ask(flavour, action, **params)
    assert caught.value.retcode == 1400


async def test_nodes_are_sent_as_the_flavour_takes_them() -> None:
    nodes = [{"type": "node", "data": {"content": "x", "name": "y", "uin": "1"}}]
    with pytest.raises(ActionFailed, match="send_group_forward_msg"):
        await ask("llonebot", "send_group_msg", **IN, message=nodes)
    world = small_world(1)
    await ask("napcat", "send_group_msg", world, **IN, message=nodes)
    assert [one.segments[0]["type"] for one in world.messages.values()] == ["forward"]
    sent = await ask("napcat", "send_group_forward_msg", world, **IN, messages=nodes)
    assert sent["res_id"] == sent["forward_id"]
    shown = {name: await ask(name, "get_forward_msg", world, id=sent["forward_id"]) for name in ALL}
    assert shown["gocqhttp"]["messages"][0]["content"] == "x"
    assert shown["napcat"]["messages"][0]["message"] == [{"type": "text", "data": {"text": "x"}}]
    assert shown["llonebot"]["messages"][0]["content"] == [{"type": "text", "data": {"text": "x"}}]
    assert shown["standard"]["message"][0]["data"]["nickname"] == "y"


async def test_removing_somebody_who_is_no_friend_is_no_failure_in_napcat() -> None:
    assert (await ask("napcat", "delete_friend", user_id=NOTCH))["valid"] is False
    with pytest.raises(ActionFailed):
        await ask("llonebot", "delete_friend", user_id=NOTCH)
    world = small_world(1)
    assert await ask("napcat", "delete_friend", world, friend_id=OWNER) is None
    assert world.people[BOT].friends == {}


async def test_what_was_done_is_answered_as_the_flavour_does() -> None:
    for flavour, answer in (("llonebot", None), ("napcat", {"result": 0, "errMsg": ""}), ("gocqhttp", None)):
        world = small_world(1)
        world.groups[GROUP_ID].members[BOT].role = "admin"
        said = world.say(NOTCH, "x", **IN)
        assert await ask(flavour, "set_essence_msg", world, message_id=said) == answer
        marked = (await ask(flavour, "get_essence_msg_list", world, **IN))[0]
        assert ("sender_time" in marked, "msg_seq" in marked) == (flavour != "napcat", flavour == "napcat")
        folder = await ask(flavour, "create_group_file_folder", world, **IN, name="存档")
        assert (folder is None) is (flavour == "gocqhttp")
        assert [one.name for one in world.groups[GROUP_ID].folders.values()] == ["存档"]
        root = await ask(flavour, "get_group_root_files", world, **IN)
        assert ("folder" in root["folders"][0]) is (flavour == "napcat")


async def test_likes_and_requests_are_listed_as_the_flavour_does() -> None:
    world = small_world(1)
    friends.like(world, BOT, OWNER, 1)
    friends.like(world, NOTCH, BOT, 2)
    likes = await ask("napcat", "get_profile_like", world)
    assert [one["uin"] for one in likes["favoriteInfo"]["userInfos"]] == [OWNER]
    assert [one["uin"] for one in likes["voteInfo"]["userInfos"]] == [NOTCH]
    world.add_person(10009, "Outsider")
    world.groups[GROUP_ID].members[BOT].role = "admin"
    assert await ask("gocqhttp", "get_group_system_msg", world) is None
    requests.ask_to_join(world, 10009, GROUP_ID)
    joining = {name: (await ask(name, "get_group_system_msg", world))["join_requests"][0] for name in ALL[:3]}
    assert [joining[name].get("requester_uin") for name in ALL[:3]] == [10009, None, 10009]
    assert joining["napcat"]["invitor_uin"] == 10009


async def test_a_request_is_answered_by_the_flag_that_was_told() -> None:
    for flavour in ALL:
        world = small_world(1)
        world.add_person(10009, "Outsider")
        (asked,) = told(flavour, lambda world: requests.ask_friend(world, 10009, BOT), world=world)
        await ask(flavour, "set_friend_add_request", world, flag=asked["flag"], remark="玩家")
        assert world.people[BOT].friends[10009].remark == ("" if flavour == "gocqhttp" else "玩家")


async def test_what_cannot_be_sent_is_left_out_as_the_flavour_does() -> None:
    message = [{"type": "reply", "data": {"id": "5"}}, {"type": "dice", "data": {"result": "9"}}]
    for flavour, kinds in (("llonebot", ["dice"]), ("napcat", ["dice"]), ("gocqhttp", ["reply", "dice"])):
        world = small_world(1)
        await ask(flavour, "send_group_msg", world, **IN, message=message)
        (said,) = world.messages.values()
        assert [one["type"] for one in said.segments] == kinds
        assert (said.segments[-1]["data"]["result"] == "9") is (flavour != "napcat")
        known = [{"type": "reply", "data": {"id": str(said.message_id)}}, {"type": "text", "data": {"text": "x"}}]
        await ask(flavour, "send_group_msg", world, **IN, message=known)
        assert [*world.messages.values()][-1].segments == known
        await ask(flavour, "send_group_msg", world, **IN, message="[CQ:reply,id=5]", auto_escape=True)
        assert [*world.messages.values()][-1].segments[0]["type"] == "text"


def test_a_file_for_one_person_is_no_message_in_go_cqhttp() -> None:
    data = {"file": "a.txt", "file_size": "5", "file_id": "x"}
    events = {name: told(name, lambda w: w.say(OWNER, [{"type": "file", "data": data}], to=BOT))[0] for name in ALL}
    assert [events[name]["post_type"] for name in ALL] == ["message", "message", "notice", "message"]
    assert (events["gocqhttp"]["notice_type"], events["gocqhttp"]["file"]["size"]) == ("offline_file", 5)


# -- quick operations

CONTEXT = {"message_type": "group", "group_id": GROUP_ID, "user_id": NOTCH}
QUOTE, AT = "[CQ:reply,id={}]", f"[CQ:at,qq={NOTCH}] "


@pytest.mark.parametrize(
    ("flavour", "said"),
    [("llonebot", QUOTE + "yes"), ("napcat", QUOTE + "yes"), ("gocqhttp", "yes"), ("standard", AT + "yes")],
)
async def test_a_quick_reply_is_given_the_way_of_the_flavour(flavour: str, said: str) -> None:
    world = small_world(1)
    message_id = world.say(NOTCH, "x", **IN)
    context = {**CONTEXT, "message_id": message_id}
    await ask(flavour, ".handle_quick_operation", world, context=context, operation={"reply": "yes"})
    assert to_cq([*world.messages.values()][-1].segments) == said.format(message_id)


async def test_a_quick_reply_in_private_quotes_only_in_llonebot() -> None:
    for flavour, quoted in (("llonebot", True), ("napcat", False), ("standard", False)):
        world = small_world(1)
        context = {"message_type": "private", "user_id": OWNER, "message_id": world.say(OWNER, "x", to=BOT)}
        await ask(flavour, ".handle_quick_operation", world, context=context, operation={"reply": "yes"})
        assert ([*world.messages.values()][-1].segments[0]["type"] == "reply") is quoted


async def test_quick_operations_recall_mute_and_kick_but_in_napcat() -> None:
    for flavour in ALL:
        world = small_world(1)
        group = world.groups[GROUP_ID]
        group.members[BOT].role = "admin"
        context = {**CONTEXT, "message_id": world.say(NOTCH, "x", **IN)}
        operation: dict[str, Any] = {"delete": True, "ban": True, "ban_duration": 60}
        await ask(flavour, ".handle_quick_operation", world, context=context, operation=operation)
        did = flavour != "napcat"
        assert world.messages[context["message_id"]].recalled is did
        assert (group.members[NOTCH].muted_until > world.now()) is did
        await ask(flavour, ".handle_quick_operation", world, context=context, operation={"kick": True})
        assert (NOTCH not in group.members) is did


@pytest.mark.parametrize("approve", [True, False])
async def test_quick_operations_answer_requests(approve: bool) -> None:
    world = small_world(1)
    world.add_person(10009, "Outsider")
    world.groups[GROUP_ID].members[BOT].role = "admin"
    asking = (
        lambda world: requests.ask_friend(world, 10009, BOT),
        lambda world: requests.ask_to_join(world, 10009, GROUP_ID),
    )
    for event in told("llonebot", *asking, world=world):
        operation = {"approve": approve, "remark": "玩家"}
        await ask("llonebot", ".handle_quick_operation", world, context=event, operation=operation)
    assert (10009 in world.people[BOT].friends, 10009 in world.groups[GROUP_ID].members) == (approve, approve)
    assert {one.actor for one in world.requests.values()} == {BOT}


# -- whatever is asked

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3)
JUNK = st.recursive(
    SCALARS | st.just(str(GROUP_ID)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["type", "data", "id"]), inner),
    max_leaves=4,
)
ID = st.sampled_from([BOT, OWNER, GROUP_ID, "10002", 0, -1])
KINDS = ("text", "at", "face", "image", "reply", "dice", "node", "file", "anonymous", "x")
SEGMENT = st.fixed_dictionaries(
    {
        "type": st.sampled_from(KINDS),
        "data": st.dictionaries(st.sampled_from(["text", "qq", "id", "file", "sub_type", "content"]), JUNK, max_size=2),
    }
)


@settings(max_examples=300)
@given(
    flavour=st.sampled_from(ALL), action=st.sampled_from([*table.ACTIONS]), data=st.data(), message=st.lists(SEGMENT)
)
def test_whatever_is_asked_is_answered_or_refused(flavour: str, action: str, data: Any, message: Any) -> None:
    world, heard = small_world(1), []
    names = [one.name for one in table.ACTIONS[action].parameters]
    given_now = {name: data.draw(ID | JUNK if name.endswith("_id") else JUNK) for name in names}
    given_now |= {name: message for name in ("message", "messages") if name in names and data.draw(st.booleans())}
    with WorldTransport(world, OWNER, flavour=FLAVOURS[flavour], report_self=True).listening(heard.append):
        for _ in range(2):
            with suppress(ActionFailed):
                FLAVOURS[flavour].do(world, BOT, action, given_now)
    json.dumps(heard)
