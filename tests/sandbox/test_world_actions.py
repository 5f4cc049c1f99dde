"""The sandbox's actions: what each changes in the World, and who is told."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

import pytest

from qq_api import ActionFailed
from qq_api import actions as table
from qq_api.sandbox.actions import ACTIONS, act
from qq_api.sandbox.run import GROUP_ID, small_world
from qq_api.sandbox.world import World, boards, friends, requests

BOT, OWNER, ADMIN, NOTCH, BOLD, OUTSIDER = 10001, 10002, 10003, 10004, 10005, 10009
MEMBERS = {BOT, OWNER, ADMIN, NOTCH, BOLD}
NOW = 1_763_780_000


class House:
    """A World in which everybody is listened for."""

    def __init__(self) -> None:
        self.now = NOW
        self.world = small_world()
        self.world._clock = lambda: self.now
        self.world.add_person(OUTSIDER, "Outsider")
        friends.unfriend(self.world, BOT, OWNER)
        self.heard: list[tuple[int, dict[str, Any]]] = []

    @property
    def group(self) -> Any:
        return self.world.groups[GROUP_ID]

    def told(self) -> dict[int, list[str]]:
        """Who heard what: `{10001: ["notice.group_ban.ban"]}`; forgotten afterwards."""
        told: dict[int, list[str]] = {}
        for self_id, event in self.heard:
            told.setdefault(self_id, []).append(name(event))
        self.heard.clear()
        return told

    def events(self, self_id: int) -> list[dict[str, Any]]:
        return [event for who, event in self.heard if who == self_id]


def name(event: dict[str, Any]) -> str:
    kind = event[f"{event['post_type']}_type"]
    return ".".join(part for part in (event["post_type"], kind, event.get("sub_type")) if part)


@contextmanager
def listened() -> Iterator[House]:
    house = House()
    with ExitStack() as listening:
        for user_id in house.world.people:
            listening.enter_context(house.world.listening(user_id, lambda event, who=user_id: heard(house, who, event)))
        yield house


@pytest.fixture
def house() -> Iterator[House]:
    with listened() as house:
        yield house


def heard(house: House, self_id: int, event: dict[str, Any]) -> None:
    assert event["self_id"] == self_id
    house.heard.append((self_id, event))


def each(people: Iterable[int], *events: str) -> dict[int, list[str]]:
    return {user_id: [*events] for user_id in people}


def everybody(event: str) -> dict[int, list[str]]:
    return each(MEMBERS, event)


def nobody() -> dict[int, list[str]]:
    return {}


class Case(NamedTuple):
    """An action, what it changes, and who is told."""

    action: str
    who: int
    params: dict[str, Any]
    effect: Callable[[House], Any]
    expected: Any
    told: dict[int, list[str]] = nobody()


def member(user_id: int, field: str) -> Callable[[House], Any]:
    return lambda house: getattr(house.group.members[user_id], field)


IN = {"group_id": GROUP_ID}
LESS = {**everybody("notice.group_decrease.kick"), NOTCH: ["notice.group_decrease.kick_me"]}

IN_GROUPS = [
    Case("set_group_card", BOT, {**IN, "user_id": BOT, "card": "麦"}, member(BOT, "card"), "麦",
         everybody("notice.group_card")),
    Case("set_group_card", ADMIN, {**IN, "user_id": NOTCH, "card": "N"}, member(NOTCH, "card"), "N",
         everybody("notice.group_card")),
    Case("set_group_special_title", OWNER, {**IN, "user_id": BOT, "special_title": "机"}, member(BOT, "title"), "机",
         everybody("notice.notify.title")),
    Case("set_group_admin", OWNER, {**IN, "user_id": BOT}, member(BOT, "role"), "admin",
         everybody("notice.group_admin.set")),
    Case("set_group_admin", OWNER, {**IN, "user_id": ADMIN, "enable": False}, member(ADMIN, "role"), "member",
         everybody("notice.group_admin.unset")),
    Case("set_group_ban", ADMIN, {**IN, "user_id": str(NOTCH)}, member(NOTCH, "muted_until"), NOW + 1800,
         everybody("notice.group_ban.ban")),
    Case("set_group_ban", OWNER, {**IN, "user_id": ADMIN, "duration": 0}, member(ADMIN, "muted_until"), 0,
         everybody("notice.group_ban.lift_ban")),
    Case("set_group_whole_ban", ADMIN, IN, lambda house: house.group.muted, True,
         everybody("notice.group_ban.ban")),
    Case("set_group_whole_ban", ADMIN, {**IN, "enable": "false"}, lambda house: house.group.muted, False,
         everybody("notice.group_ban.lift_ban")),
    Case("set_group_name", ADMIN, {**IN, "group_name": "创造服"}, lambda house: house.group.name, "创造服",
         everybody("notice.notify.group_name")),
    Case("set_group_kick", ADMIN, {**IN, "user_id": NOTCH, "reject_add_request": True},
         lambda house: (NOTCH in house.group.members, house.group.blocked), (False, {NOTCH}), LESS),
    Case("batch_delete_group_member", ADMIN, {**IN, "user_ids": [str(NOTCH)]},
         lambda house: (NOTCH in house.group.members, house.group.blocked), (False, set()), LESS),
    Case("set_group_kick_members", ADMIN, {**IN, "user_id": [NOTCH], "reject_add_request": "true"},
         lambda house: (NOTCH in house.group.members, house.group.blocked), (False, {NOTCH}), LESS),
    Case("set_group_leave", BOT, IN, lambda house: BOT in house.group.members, False,
         everybody("notice.group_decrease.leave")),
    Case("set_group_leave", OWNER, {**IN, "is_dismiss": True}, lambda house: house.world.groups, {},
         everybody("notice.group_dismiss")),
    Case("set_group_remark", BOT, {**IN, "remark": "服"}, lambda house: act(house.world, BOT, "get_group_info", IN)
         ["remark_name"], "服"),
    Case("set_group_msg_mask", BOT, {**IN, "mask": 4}, lambda house: house.world.people[BOT].group_masks,
         {GROUP_ID: 4}),
    Case("set_group_portrait", ADMIN, {**IN, "file": "https://x.invalid/a.png"}, lambda house: house.group.avatar,
         "https://x.invalid/a.png"),
    Case("send_group_sign", BOT, IN, lambda house: house.group.signed, {BOT: NOW}),
    Case("set_group_sign", BOT, IN, lambda house: house.group.signed, {BOT: NOW}),
    Case("_send_group_notice", ADMIN, {**IN, "content": "维护", "pinned": 1},
         lambda house: [(one.text, one.pinned) for one in house.group.announcements.values()], [("维护", True)]),
    Case("get_guild_list", BOT, {}, lambda house: None, None),
    Case("clean_cache", BOT, {}, lambda house: None, None),
]  # fmt: skip

OF_ACCOUNTS = [
    Case("set_qq_profile", BOT, {"nickname": "新", "personal_note": "…"},
         lambda house: (house.world.people[BOT].nickname, house.world.people[BOT].personal_note), ("新", "…")),
    Case("set_qq_profile", BOT, {"nickname": "新"}, lambda house: house.world.people[BOT].personal_note, ""),
    Case("set_online_status", BOT, {"status": 30, "ext_status": 0, "battery_status": 50},
         lambda house: house.world.people[BOT].status, (30, 0, 50)),
    Case("set_qq_avatar", BOT, {"file": "https://x.invalid/me.png"},
         lambda house: act(house.world, OWNER, "get_qq_avatar", {"user_id": BOT})["url"], "https://x.invalid/me.png"),
    Case("send_like", BOT, {"user_id": OWNER, "times": 3}, lambda house: house.world.people[OWNER].likes[BOT].count, 3,
         {OWNER: ["notice.notify.profile_like"]}),
    Case("friend_poke", BOT, {"user_id": OWNER}, lambda house: None, None,
         each((BOT, OWNER), "notice.notify.poke")),
    Case("send_poke", BOT, {"user_id": OWNER, "target_id": BOT}, lambda house: None, None,
         each((BOT, OWNER), "notice.notify.poke")),
    Case("send_poke", BOT, {"user_id": OWNER, **IN}, lambda house: None, None, everybody("notice.notify.poke")),
    Case("group_poke", BOT, {"user_id": OWNER, **IN}, lambda house: None, None, everybody("notice.notify.poke")),
]  # fmt: skip


@pytest.mark.parametrize("case", IN_GROUPS + OF_ACCOUNTS, ids=lambda case: case.action)
def test_an_action_changes_the_world_and_tells_whom_it_concerns(house: House, case: Case) -> None:
    assert act(house.world, case.who, case.action, case.params) is None
    assert house.told() == case.told
    assert case.effect(house) == case.expected


REFUSED: list[tuple[str, int, dict[str, Any], int]] = [
    ("set_group_card", BOT, {**IN, "user_id": NOTCH, "card": "x"}, 1200),
    ("set_group_card", OUTSIDER, {**IN, "user_id": OUTSIDER, "card": "x"}, 1200),
    ("set_group_special_title", ADMIN, {**IN, "user_id": NOTCH, "special_title": "x"}, 1200),
    ("set_group_admin", ADMIN, {**IN, "user_id": NOTCH}, 1200),
    ("set_group_admin", OWNER, {**IN, "user_id": OWNER}, 1200),
    ("set_group_ban", BOT, {**IN, "user_id": NOTCH}, 1200),
    ("set_group_ban", ADMIN, {**IN, "user_id": OWNER}, 1200),
    ("set_group_ban", ADMIN, {**IN, "user_id": ADMIN}, 1200),
    ("set_group_ban", ADMIN, {**IN, "user_id": OUTSIDER}, 1200),
    ("set_group_ban", ADMIN, {**IN, "user_id": NOTCH, "duration": -1}, 1400),
    ("set_group_ban", ADMIN, {**IN, "user_id": NOTCH, "duration": "long"}, 1400),
    ("set_group_ban", ADMIN, IN, 1400),
    ("set_group_whole_ban", BOT, IN, 1200),
    ("set_group_whole_ban", ADMIN, {**IN, "enable": []}, 1400),
    ("set_group_name", BOT, {**IN, "group_name": "x"}, 1200),
    ("set_group_name", ADMIN, {**IN, "group_name": ""}, 1400),
    ("set_group_kick", BOT, {**IN, "user_id": NOTCH}, 1200),
    ("set_group_kick", ADMIN, {**IN, "user_id": OWNER}, 1200),
    ("batch_delete_group_member", ADMIN, {**IN, "user_ids": [NOTCH, OWNER]}, 1200),
    ("set_group_leave", OWNER, IN, 1200),
    ("set_group_leave", OUTSIDER, IN, 1200),
    ("set_group_msg_mask", BOT, {**IN, "mask": 5}, 1400),
    ("set_group_portrait", BOT, {**IN, "file": "x"}, 1200),
    ("_send_group_notice", BOT, {**IN, "content": "x"}, 1200),
    ("_delete_group_notice", ADMIN, {**IN, "notice_id": "none"}, 1200),
    ("set_essence_msg", ADMIN, {"message_id": 99}, 1200),
    ("get_group_honor_info", BOT, {**IN, "type": "loudest"}, 1400),
    ("set_group_add_request", ADMIN, {"flag": "nonsense"}, 1200),
    ("set_friend_add_request", BOT, {"flag": "nonsense"}, 1200),
    ("set_friend_remark", BOT, {"user_id": OWNER, "remark": "x"}, 1200),
    ("set_friend_category", BOT, {"user_id": OWNER, "category_id": 9}, 1200),
    ("delete_friend", BOT, {"user_id": OWNER}, 1200),
    ("send_like", BOT, {"user_id": OWNER, "times": 11}, 1200),
    ("send_like", BOT, {"user_id": OWNER, "times": 0}, 1400),
    ("send_like", BOT, {"user_id": 5}, 1200),
    ("friend_poke", BOT, {"user_id": OWNER, "target_id": NOTCH}, 1400),
    ("group_poke", BOT, {**IN, "user_id": OUTSIDER}, 1200),
    ("get_qq_avatar", BOT, {}, 1400),
    ("delete_msg", BOT, {"message_id": 99}, 1200),
    ("mark_msg_as_read", BOT, {"message_id": 99}, 1200),
    ("get_friend_msg_history", BOT, {"user_id": 5}, 1200),
    ("get_group_msg_history", OUTSIDER, IN, 1200),
    ("get_group_msg_history", BOT, {**IN, "count": 0}, 1400),
    ("get_group_files_by_folder", BOT, {**IN, "folder_id": "/none"}, 1200),
    ("create_group_file_folder", BOT, {**IN, "name": "x"}, 1200),
    ("upload_group_file", BOT, {**IN, "file": "base64://???"}, 1400),
    ("upload_group_file", BOT, {**IN, "file": "x.zip", "folder": "/none"}, 1200),
    ("delete_group_file", BOT, {**IN, "file_id": "none"}, 1200),
    ("send_msg", BOT, {"message": "x"}, 1400),
    ("send_private_msg", BOT, {"user_id": OUTSIDER, "message": "x", "group_id": GROUP_ID}, 1200),
    (".handle_quick_operation", BOT, {"context": "x", "operation": {}}, 1400),
    ("set_qq_profile", BOT, {"nickname": {}}, 1400),
]


@pytest.mark.parametrize(("action", "who", "params", "retcode"), REFUSED)
def test_what_is_wrong_or_not_allowed_changes_nothing(
    house: House, action: str, who: int, params: dict[str, Any], retcode: int
) -> None:
    before = (repr(house.group), repr(house.world.requests), repr(house.world.messages))
    with pytest.raises(ActionFailed) as caught:
        act(house.world, who, action, params)
    assert (caught.value.retcode, bool(caught.value.result["wording"])) == (retcode, True)
    assert house.told() == {}
    assert (repr(house.group), repr(house.world.requests), repr(house.world.messages)) == before


def test_every_action_is_in_the_table_and_takes_only_what_it_lists() -> None:
    assert {*ACTIONS, "get_event"} == {*table.ACTIONS}  # that one is answered by the transport, past the World
    for action, do in ACTIONS.items():
        assert do.__doc__, action
        heeded = list(inspect.signature(do).parameters.values())[2:]
        listed = {one.name: one for one in table.ACTIONS[action].parameters}
        extra = {"send_private_msg": {"group_id"}, "set_group_anonymous_ban": {"flag"}}.get(action, {"rest"})
        assert {one.name for one in heeded} <= {*listed, *extra}, action
        needed = [one.name for one in heeded if one.default is one.empty and one.name != "rest"]
        assert all(listed[one].default is not table.Absent.UNSET for one in needed), action


# -- groups


def test_the_muted_say_nothing_until_it_ends(house: House) -> None:
    act(house.world, ADMIN, "set_group_ban", {**IN, "user_id": NOTCH, "duration": 60})
    with pytest.raises(ActionFailed, match="muted"):
        house.world.say(NOTCH, "hm", group_id=GROUP_ID)
    muted = act(house.world, BOT, "get_group_shut_list", IN)
    assert [(one["uin"], one["shutUpTime"]) for one in muted] == [(str(NOTCH), NOW + 60)]
    house.now += 60
    house.world.say(NOTCH, "at last", group_id=GROUP_ID)
    assert act(house.world, BOT, "get_group_shut_list", IN) == []


def test_a_whole_mute_is_for_ordinary_members(house: House) -> None:
    act(house.world, ADMIN, "set_group_whole_ban", IN)
    event = house.events(BOT)[0]
    assert (event["user_id"], event["duration"], event["operator_id"]) == (0, -1, ADMIN)
    house.world.say(ADMIN, "quiet, please", group_id=GROUP_ID)
    with pytest.raises(ActionFailed, match="muted"):
        house.world.say(BOT, "hm", group_id=GROUP_ID)


def test_a_card_is_told_with_the_old_one(house: House) -> None:
    act(house.world, OWNER, "set_group_card", {**IN, "user_id": ADMIN})
    event = house.events(BOT)[0]
    assert (event["user_id"], event["card_old"], event["card_new"]) == (ADMIN, "老王 [腐竹]", "")
    assert event["time"] == NOW


def test_a_notice_is_listed_newest_first_and_removed(house: House) -> None:
    for content in ("one", "two"):
        act(house.world, ADMIN, "_send_group_notice", {**IN, "content": content, "image": "a.png"})
    listed = act(house.world, BOT, "_get_group_notice", IN)
    assert [one["message"]["text"] for one in listed] == ["two", "one"]
    assert listed[0]["message"]["images"][0]["id"] == "a.png"
    for action, one in zip(("_delete_group_notice", "_del_group_notice"), listed, strict=True):
        act(house.world, OWNER, action, {**IN, "notice_id": one["notice_id"]})
    assert act(house.world, BOT, "_get_group_notice", IN) == []


def test_essence_is_marked_listed_and_unmarked(house: House) -> None:
    said = {"message_id": house.world.say(BOT, "wise", group_id=GROUP_ID)}
    house.told()
    act(house.world, ADMIN, "set_essence_msg", said)
    assert house.told() == everybody("notice.essence.add")
    (listed,) = act(house.world, BOT, "get_essence_msg_list", IN)
    assert (listed["message_id"], listed["sender_id"], listed["operator_id"]) == (said["message_id"], BOT, ADMIN)
    act(house.world, ADMIN, "delete_essence_msg", said)
    assert house.told() == everybody("notice.essence.delete")
    assert act(house.world, BOT, "get_essence_msg_list", IN) == []


def test_honours_are_given_by_kind(house: House) -> None:
    for user_id in (NOTCH, BOLD):
        boards.honor(house.world, GROUP_ID, "talkative", user_id)
    honors = act(house.world, BOT, "get_group_honor_info", IN)
    assert (honors["current_talkative"]["user_id"], honors["group_id"]) == (BOLD, GROUP_ID)
    assert [one["user_id"] for one in honors["talkative_list"]] == [BOLD, NOTCH]
    assert act(house.world, BOT, "get_group_honor_info", {**IN, "type": "legend"}) == {
        "group_id": GROUP_ID,
        "legend_list": [],
    }


def test_signing_in_counts_once_a_day(house: House) -> None:
    for user_id in (NOTCH, BOT, NOTCH):
        act(house.world, user_id, "send_group_sign", IN)
    signed = act(house.world, BOT, "get_group_signed_list", IN)
    assert [(one["user_id"], one["rank"]) for one in signed] == [(NOTCH, 1), (BOT, 2)]
    house.now += 86400
    assert act(house.world, BOT, "get_group_signed_list", IN) == []


def test_how_often_everybody_may_be_mentioned_depends_on_the_role(house: House) -> None:
    able = [act(house.world, who, "get_group_at_all_remain", IN)["can_at_all"] for who in (BOT, ADMIN)]
    assert able == [False, True]


# -- requests


@pytest.mark.parametrize("by_number", [False, True])
def test_who_asks_to_join_is_let_in_by_an_admin(house: House, by_number: bool) -> None:
    asked = requests.ask_to_join(house.world, OUTSIDER, GROUP_ID, "我是玩家")
    event = house.events(ADMIN)[0]
    assert (event["user_id"], event["comment"], event["group_id"]) == (OUTSIDER, "我是玩家", GROUP_ID)
    assert house.told() == each((OWNER, ADMIN), "request.group.add")
    (listed,) = act(house.world, ADMIN, "get_group_system_msg", {})["join_requests"]
    assert (listed["requester_uin"], listed["checked"], listed["message"]) == (OUTSIDER, False, "我是玩家")
    with pytest.raises(ActionFailed, match="permission"):
        act(house.world, BOT, "set_group_add_request", {"flag": event["flag"]})
    flag = listed["request_id"] if by_number else event["flag"]
    act(house.world, ADMIN, "set_group_add_request", {"flag": flag, "sub_type": "add"})
    assert OUTSIDER in house.group.members
    assert house.told() == each({*MEMBERS, OUTSIDER}, "notice.group_increase.approve")
    assert asked.actor == ADMIN
    with pytest.raises(ActionFailed, match="answered"):
        act(house.world, ADMIN, "set_group_add_request", {"flag": flag})
    assert act(house.world, NOTCH, "get_group_system_msg", {}) == {"invited_requests": [], "join_requests": []}


def test_who_is_refused_stays_outside_and_the_blocked_cannot_ask(house: House) -> None:
    asked = requests.ask_to_join(house.world, OUTSIDER, GROUP_ID)
    house.told()
    act(house.world, ADMIN, "set_group_add_request", {"flag": asked.flag, "approve": False, "reason": "no"})
    assert (OUTSIDER in house.group.members, house.told()) == (False, {})
    act(house.world, ADMIN, "set_group_kick", {**IN, "user_id": NOTCH, "reject_add_request": True})
    with pytest.raises(ActionFailed, match="cannot join"):
        requests.ask_to_join(house.world, NOTCH, GROUP_ID)


def test_an_invitation_is_for_the_invited(house: House) -> None:
    asked = requests.invite(house.world, NOTCH, GROUP_ID, OUTSIDER)
    assert house.told() == {OUTSIDER: ["request.group.invite"]}
    (listed,) = act(house.world, OUTSIDER, "get_group_system_msg", {})["invited_requests"]
    assert (listed["invitor_uin"], listed["group_name"]) == (NOTCH, house.group.name)
    with pytest.raises(ActionFailed, match="not invited"):
        act(house.world, OWNER, "set_group_add_request", {"flag": asked.flag})
    act(house.world, OUTSIDER, "set_group_add_request", {"flag": asked.flag})
    event = house.events(BOT)[0]
    assert (name(event), event["operator_id"], event["user_id"]) == ("notice.group_increase.invite", NOTCH, OUTSIDER)


# -- accounts


def test_a_friend_request_makes_friends(house: House) -> None:
    asked = requests.ask_friend(house.world, OUTSIDER, BOT, "hi")
    assert house.told() == {BOT: ["request.friend"]}
    act(house.world, BOT, "set_friend_add_request", {"flag": asked.flag, "remark": "玩家"})
    assert house.told() == each((BOT, OUTSIDER), "notice.friend_add")
    (friend,) = act(house.world, BOT, "get_friend_list", {})
    assert (friend["user_id"], friend["nickname"], friend["remark"]) == (OUTSIDER, "Outsider", "玩家")
    assert act(house.world, OUTSIDER, "get_friend_list", {})[0]["remark"] == "小麦 Bot"
    assert act(house.world, BOT, "get_stranger_info", {"user_id": OUTSIDER})["remark"] == "玩家"


def test_a_friend_request_can_be_refused_by_the_asked_only(house: House) -> None:
    asked = requests.ask_friend(house.world, OUTSIDER, BOT)
    house.told()
    with pytest.raises(ActionFailed, match="not asked"):
        act(house.world, OWNER, "set_friend_add_request", {"flag": asked.flag})
    act(house.world, BOT, "set_friend_add_request", {"flag": asked.flag, "approve": False})
    assert (house.world.people[BOT].friends, house.told()) == ({}, {})


def test_friends_have_remarks_and_categories_and_can_be_removed(house: House) -> None:
    friends.befriend(house.world, BOT, OWNER)
    house.world.people[BOT].categories[2] = "服务器"
    act(house.world, BOT, "set_friend_remark", {"user_id": OWNER, "remark": "服主"})
    act(house.world, BOT, "set_friend_category", {"user_id": OWNER, "category_id": 2})
    default, ours = act(house.world, BOT, "get_friends_with_category", {})
    assert (default["buddyList"], ours["categoryName"], ours["categoryMbCount"]) == ([], "服务器", 1)
    assert ours["buddyList"][0]["remark"] == "服主"
    house.told()
    act(house.world, BOT, "delete_friend", {"user_id": OWNER})
    assert [house.world.people[one].friends for one in (BOT, OWNER)] == [{}, {}]
    assert house.told() == {}


def test_likes_are_counted_listed_and_limited_a_day(house: House) -> None:
    for times in (4, 6):
        act(house.world, BOT, "send_like", {"user_id": OWNER, "times": times})
    with pytest.raises(ActionFailed, match="上限"):
        act(house.world, BOT, "send_like", {"user_id": OWNER})
    house.now += 86400
    act(house.world, BOT, "send_like", {"user_id": OWNER})
    act(house.world, NOTCH, "send_like", {"user_id": OWNER})
    assert act(house.world, BOT, "get_profile_like_count", {"user_id": OWNER}) == {"count": 12}
    first = act(house.world, OWNER, "get_profile_like_me", {"count": 1})
    assert ([one["count"] for one in first["users"]], first["nextStart"]) == ([11], 1)
    rest = act(house.world, OWNER, "get_profile_like_me", {"start": first["nextStart"]})
    assert ([one["uin"] for one in rest["users"]], rest["nextStart"]) == ([NOTCH], -1)
    assert [one["uin"] for one in act(house.world, BOT, "get_profile_like", {"start": -1})["users"]] == [OWNER]


def test_a_temporary_session_is_for_those_who_are_no_friends(house: House) -> None:
    for _ in range(2):
        act(house.world, BOT, "send_private_msg", {"user_id": OWNER, "message": "psst", **IN})
        friends.befriend(house.world, BOT, OWNER)
    temporary, friendly = [event for event in house.events(OWNER) if event["post_type"] == "message"]
    assert (name(temporary), temporary["temp_source"], temporary["sender"]["group_id"]) == (
        "message.private.group", 0, GROUP_ID,
    )  # fmt: skip
    assert (name(friendly), "temp_source" in friendly) == ("message.private.friend", False)


def test_who_pokes_whom_is_told(house: House) -> None:
    act(house.world, BOT, "group_poke", {**IN, "user_id": NOTCH})
    event = house.events(OWNER)[0]
    assert (event["user_id"], event["target_id"], event["group_id"]) == (BOT, NOTCH, GROUP_ID)


def test_the_numbers_of_robots_are_ranges() -> None:
    for one in act(small_world(), BOT, "get_robot_uin_range", {}):
        assert int(one["minUin"]) < int(one["maxUin"])


# -- messages


def said_in_group(world: World, user_id: int) -> dict[str, int]:
    return {"message_id": world.say(user_id, "hm", group_id=GROUP_ID)}


@pytest.mark.parametrize(
    ("speaker", "recaller", "later", "recalled"),
    [
        (BOT, BOT, 120, True),
        (BOT, BOT, 121, False),
        (ADMIN, ADMIN, 9999, True),
        (NOTCH, ADMIN, 9999, True),
        (OWNER, ADMIN, 0, False),
        (NOTCH, BOT, 0, False),
        (NOTCH, OUTSIDER, 0, False),
    ],
)
def test_a_message_is_taken_back_by_who_may(
    house: House, speaker: int, recaller: int, later: int, recalled: bool
) -> None:
    said = said_in_group(house.world, speaker)
    house.told()
    house.now += later
    if recalled:
        act(house.world, recaller, "delete_msg", said)
    with pytest.raises(ActionFailed):
        act(house.world, recaller, "delete_msg", said)
    assert house.told() == (everybody("notice.group_recall") if recalled else {})
    assert act(house.world, BOT, "get_msg", said)["status"] == ("deleted" if recalled else "normal")
    assert len(act(house.world, BOT, "get_group_msg_history", IN)["messages"]) == (0 if recalled else 1)


def test_a_private_message_is_taken_back_before_both(house: House) -> None:
    sent = act(house.world, BOT, "send_private_msg", {"user_id": OWNER, "message": "psst"})
    with pytest.raises(ActionFailed):
        act(house.world, OWNER, "delete_msg", sent)
    with pytest.raises(ActionFailed, match="不存在"):
        act(house.world, NOTCH, "get_msg", sent)
    house.told()
    act(house.world, BOT, "delete_msg", sent)
    assert house.told() == each((BOT, OWNER), "notice.friend_recall")


def test_reactions_are_counted_and_taken_back(house: House) -> None:
    said = said_in_group(house.world, NOTCH)
    house.told()
    for who in (BOT, BOT, OWNER):
        act(house.world, who, "set_msg_emoji_like", {**said, "emoji_id": "76"})
    assert [event["likes"] for event in house.events(ADMIN)] == [
        [{"emoji_id": "76", "count": 1}],
        [{"emoji_id": "76", "count": 2}],
    ]
    first = act(house.world, BOT, "fetch_emoji_like", {**said, "emoji_id": 76, "count": 1})
    assert ([one["tinyId"] for one in first["emojiLikesList"]], first["isLastPage"]) == ([str(BOT)], False)
    rest = act(house.world, BOT, "fetch_emoji_like", {**said, "emoji_id": 76, "cookie": first["cookie"]})
    assert ([one["tinyId"] for one in rest["emojiLikesList"]], rest["isLastPage"]) == ([str(OWNER)], True)
    house.told()
    act(house.world, BOT, "unset_msg_emoji_like", {**said, "emoji_id": 76})
    assert house.events(ADMIN)[0]["is_add"] is False
    act(house.world, OWNER, "set_msg_emoji_like", {**said, "emoji_id": 76, "set": False})
    assert house.told() == each(MEMBERS, "notice.group_msg_emoji_like", "notice.group_msg_emoji_like")
    assert house.world.messages[said["message_id"]].reactions == {"76": []}


def test_history_is_paged_by_message_seq(house: House) -> None:
    for number in range(5):
        house.world.say(NOTCH, str(number), group_id=GROUP_ID)
        house.world.say(OWNER, f"private {number}", to=BOT)

    def texts(action: str, **params: Any) -> list[str]:
        said = act(house.world, BOT, action, params)["messages"]
        return [one["message"][0]["data"]["text"] for one in said]

    newest = act(house.world, BOT, "get_group_msg_history", {**IN, "count": 2})["messages"]
    assert [one["raw_message"] for one in newest] == ["3", "4"]
    assert texts("get_group_msg_history", **IN, count=2, message_seq=newest[0]["message_seq"]) == ["2", "3"]
    assert texts("get_group_msg_history", **IN, count=2, reverseOrder=True) == ["4", "3"]
    assert texts("get_friend_msg_history", user_id=OWNER, count=1) == ["private 4"]
    assert texts("get_friend_msg_history", user_id=NOTCH) == []


def test_what_was_read_is_remembered_by_conversation(house: House) -> None:
    said = [said_in_group(house.world, NOTCH)["message_id"] for _ in range(3)]
    house.world.say(OWNER, "psst", to=BOT)
    private = f"{BOT}-{OWNER}"
    marks = house.world.people[BOT].read
    act(house.world, BOT, "mark_msg_as_read", {"message_id": said[1]})
    act(house.world, BOT, "mark_msg_as_read", {"message_id": said[0]})
    assert marks == {str(GROUP_ID): 2}
    act(house.world, BOT, "mark_group_msg_as_read", IN)
    assert marks == {str(GROUP_ID): 3}
    act(house.world, BOT, "mark_private_msg_as_read", {"user_id": OWNER})
    assert marks == {str(GROUP_ID): 3, private: 1}
    act(house.world, OWNER, "_mark_all_as_read", {})
    assert house.world.people[OWNER].read == {str(GROUP_ID): 3, private: 1}


@pytest.mark.parametrize(
    ("action", "place", "hears"),
    [
        ("forward_friend_single_msg", {"user_id": OWNER}, {OWNER: ["message.private.group"]}),
        ("forward_group_single_msg", IN, each(MEMBERS - {BOT}, "message.group.normal")),
    ],
)
def test_a_message_is_sent_on(house: House, action: str, place: dict[str, int], hears: dict[int, list[str]]) -> None:
    said = said_in_group(house.world, NOTCH)
    house.told()
    sent = act(house.world, BOT, action, {**said, **place})
    assert house.told() == hears
    messages = house.world.messages
    assert messages[sent["message_id"]].segments == messages[said["message_id"]].segments


# -- files


def test_files_come_move_and_go(house: House) -> None:
    world = house.world
    folder = act(world, ADMIN, "create_group_file_folder", {**IN, "name": "存档"})
    file = act(world, BOT, "upload_group_file", {**IN, "file": "base64://aGVsbG8=", "name": "a.txt"})
    others = MEMBERS - {BOT}
    told = house.told()
    assert told.pop(BOT) == ["notice.group_upload"]
    assert told == each(others, "message.group.normal", "notice.group_upload")
    (listed,) = act(world, BOT, "get_group_root_files", IN)["files"]
    assert (listed["file_id"], listed["file_name"], listed["file_size"]) == (file["file_id"], "a.txt", 5)
    act(world, BOT, "move_group_file",
        {**IN, **file, "parent_directory": "/", "target_directory": folder["folder_id"]})  # fmt: skip
    act(world, BOT, "rename_group_file",
        {**IN, **file, "current_parent_directory": folder["folder_id"], "new_name": "b.txt"})  # fmt: skip
    act(world, ADMIN, "rename_group_file_folder", {**IN, **folder, "new_folder_name": "世界"})
    root = act(world, BOT, "get_group_root_files", IN)
    assert (root["files"], root["folders"][0]["folder_name"], root["folders"][0]["total_file_count"]) == ([], "世界", 1)
    (inside,) = act(world, BOT, "get_group_files_by_folder", {**IN, **folder})["files"]
    assert inside["file_name"] == "b.txt"
    room = act(world, BOT, "get_group_file_system_info", IN)
    assert (room["file_count"], room["used_space"]) == (1, 5)
    with pytest.raises(ActionFailed, match="permission"):
        act(world, NOTCH, "delete_group_file", {**IN, **file})
    act(world, ADMIN, "delete_group_folder", {**IN, **folder})
    assert (house.group.files, house.group.folders) == ({}, {})


def test_a_file_is_kept_for_ever_and_removed(house: House) -> None:
    for action, answer in (("set_group_file_forever", None), ("trans_group_file", {"ok": True})):
        file = act(house.world, BOT, "upload_group_file", {**IN, "file": "C:\\worlds\\a.zip"})
        assert house.group.files[file["file_id"]].name == "a.zip"
        assert act(house.world, BOT, action, {**IN, **file}) == answer
        assert house.group.files[file["file_id"]].forever
        act(house.world, BOT, "delete_group_file", {**IN, **file})
        assert house.group.files == {}


# -- the account


def test_the_status_counts_messages(house: House) -> None:
    said_in_group(house.world, NOTCH)
    house.now += 5
    said_in_group(house.world, BOT)
    house.world.say(NOTCH, "psst", to=OWNER)
    status = act(house.world, BOT, "get_status", {})
    assert (status["online"], status["good"]) == (True, True)
    stat = status["stat"]
    assert (stat["message_received"], stat["message_sent"], stat["last_message_time"]) == (1, 1, NOW + 5)


def test_a_stranger_is_known_by_name() -> None:
    who = act(small_world(), BOT, "get_stranger_info", {"user_id": NOTCH})
    assert (who["user_id"], who["nickname"], who["sex"], who["age"], who["remark"]) == (
        NOTCH,
        "Notch",
        "unknown",
        0,
        "",
    )


@pytest.mark.parametrize("action", ["can_send_image", "can_send_record"])
def test_everything_can_be_sent(action: str) -> None:
    assert act(small_world(), BOT, action, {}) == {"yes": True}
