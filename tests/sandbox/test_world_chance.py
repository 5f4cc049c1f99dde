"""What is left to chance in a World: the same with one seed, another with another."""

import random
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qq_api import ActionFailed
from qq_api.sandbox.actions import act
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.run import GROUP_ID, small_world
from qq_api.sandbox.world import World, boards, friends, requests

PEOPLE = (10001, 10002, 10003, 10004, 10005)
WHO = st.sampled_from(PEOPLE)
IN = {"group_id": GROUP_ID}

SAID = st.one_of(
    st.text(max_size=5),
    st.lists(
        st.sampled_from(["dice", "rps", "face", "text"]).map(
            lambda kind: {"type": kind, "data": {"text": {"text": "x"}, "face": {"id": "178"}}.get(kind, {})}
        ),
        max_size=3,
    ),
)

DEEDS: dict[str, Any] = {
    "send_group_msg": st.fixed_dictionaries({"group_id": st.just(GROUP_ID), "message": SAID}),
    "send_private_msg": st.fixed_dictionaries({"user_id": WHO, "message": SAID}),
    "send_group_forward_msg": st.just({**IN, "messages": [{"type": "node", "data": {"content": "x", "name": "y"}}]}),
    "set_group_ban": st.fixed_dictionaries({"group_id": st.just(GROUP_ID), "user_id": WHO, "duration": st.just(60)}),
    "set_group_card": st.fixed_dictionaries({"group_id": st.just(GROUP_ID), "user_id": WHO, "card": st.text()}),
    "set_group_kick": st.fixed_dictionaries({"group_id": st.just(GROUP_ID), "user_id": WHO}),
    "_send_group_notice": st.just({**IN, "content": "x"}),
    "create_group_album": st.just({**IN, "name": "x"}),
    "upload_group_file": st.just({**IN, "file": "a.txt"}),
    "upload_flash_file": st.just({"paths": ["a.txt"]}),
    "send_group_ai_record": st.just({**IN, "character": "voice-1", "text": "x"}),
    "send_group_sign": st.just(IN),
    "send_like": st.fixed_dictionaries({"user_id": WHO}),
    "set_qq_profile": st.fixed_dictionaries({"nickname": st.text()}),
    "set_online_status": st.just({"status": 30, "ext_status": 0, "battery_status": 5}),
}
"""An action -> what may be given to it."""

DEED = st.tuples(WHO, st.sampled_from([*DEEDS])).flatmap(
    lambda one: st.tuples(st.just(one[0]), st.just(one[1]), DEEDS[one[1]])
)


def do(world: World, who: int, action: str, params: dict[str, Any]) -> Any:
    """What came of it, refusals included."""
    try:
        return act(world, who, action, params)
    except ActionFailed as error:
        return error.result


def living(seed: int) -> World:
    """A World whose clock stands still, in which more is going on than in the small one."""
    world = small_world(seed)
    world._clock = lambda: 1_763_780_000
    world.started = world.groups[GROUP_ID].created = 1_763_780_000
    for member in world.groups[GROUP_ID].members.values():
        member.join_time = 1_763_780_000
    world.add_person(10009, "Outsider")
    requests.ask_friend(world, 10009, 10001, "hi")
    requests.ask_to_join(world, 10009, GROUP_ID)
    boards.honor(world, GROUP_ID, "legend", 10004)
    return world


def told(seed: int, deeds: list[Any]) -> list[Any]:
    """Every event and every answer, in order."""
    world, heard = living(seed), []
    with ExitStack() as listening:
        for user_id in world.people:
            listening.enter_context(world.listening(user_id, heard.append))
        for deed in deeds:
            answer = do(world, *deed)
            heard.append(answer)
    return heard


@settings(max_examples=40)
@given(seed=st.integers(), deeds=st.lists(DEED, max_size=12))
def test_two_worlds_of_one_seed_tell_the_same(seed: int, deeds: list[Any]) -> None:
    assert told(seed, deeds) == told(seed, deeds)


def test_another_seed_has_other_numbers_and_other_dice() -> None:
    throws = [(10001, "send_group_msg", {**IN, "message": "[CQ:dice]"})] * 30

    def results(seed: int) -> list[str]:
        return [one["raw_message"] for one in told(seed, throws) if one.get("self_id") == 10002]

    assert results(1) == results(1) != results(2)
    assert {*results(1)} == {f"[CQ:dice,result={number}]" for number in range(1, 7)}
    ids = [{one["message_id"] for one in told(seed, throws) if "message_id" in one} for seed in (1, 2)]
    assert (len(ids[0]), ids[0] & ids[1]) == (30, set())


@pytest.mark.parametrize("signed", [False, True])
def test_messages_have_numbers_of_32_bits_and_count_up_in_their_conversation(signed: bool) -> None:
    world = small_world(1)
    world.signed = signed
    ids = [world.say(10002, "x", group_id=GROUP_ID) for _ in range(200)]
    ids += [world.say(10002, "x", to=10001) for _ in range(3)]
    assert len({*ids}) == 203 and all(-(1 << 31) <= one < 1 << 31 and one for one in ids)
    assert any(one < 0 for one in ids) is signed
    assert [one.seq for one in world.messages.values()] == [*range(1, 201), 1, 2, 3]
    assert sorted(ids) != ids


def test_chance_elsewhere_changes_nothing() -> None:
    random.seed(1)
    first = told(5, [(10001, "send_group_msg", {**IN, "message": "[CQ:rps]"})])
    random.seed(2)
    assert told(5, [(10001, "send_group_msg", {**IN, "message": "[CQ:rps]"})]) == first


# -- who may talk to whom

FILE: dict[str, Any] = {
    "page": None,
    "seed": 7,
    "accounts": [{"user_id": 1, "nickname": "Alice"}, {"user_id": 2}],
    "friends": [[1, 2], {"between": [1, 5], "remark": "老五", "category": "服务器"}],
    "groups": [{"group_id": 9, "owner": 1, "members": [3, {"user_id": 4, "card": "四", "title": "元老", "level": 8}]}],
}


async def test_the_file_says_who_is_whose_friend_and_who_is_who_in_a_group() -> None:
    world = Sandbox(FILE).world
    (five,) = [one for one in act(world, 1, "get_friend_list", {}) if one["user_id"] == 5]
    assert five["remark"] == "老五"
    default, ours = act(world, 1, "get_friends_with_category", {})
    assert [one["user_id"] for one in default["buddyList"]] == [2]
    assert (ours["categoryName"], [one["user_id"] for one in ours["buddyList"]]) == ("服务器", [5])
    assert [one["user_id"] for one in act(world, 5, "get_friend_list", {})] == [1]
    member = act(world, 1, "get_group_member_info", {"group_id": 9, "user_id": 4})
    assert (member["card"], member["title"], member["level"]) == ("四", "元老", "8")
    assert world.say(1, "x", group_id=9) == Sandbox(FILE).world.say(1, "x", group_id=9)


@pytest.mark.parametrize(
    ("user_id", "to", "via", "sub_type"),
    [(2, 1, None, "friend"), (3, 1, None, "group"), (3, 1, 9, "group"), (2, 1, 9, "friend"), (3, 4, None, "group")],
)
def test_friends_talk_freely_and_others_by_a_group(user_id: int, to: int, via: int | None, sub_type: str) -> None:
    world, heard = Sandbox(FILE).world, []
    with world.listening(to, heard.append):
        world.say(user_id, "psst", to=to, via=via)
    assert heard[0]["sub_type"] == sub_type


@pytest.mark.parametrize(("user_id", "to", "via"), [(2, 3, None), (2, 3, 9), (3, 1, 10), (5, 2, None)])
def test_strangers_are_refused(user_id: int, to: int, via: int | None) -> None:
    world = Sandbox(FILE).world
    with pytest.raises(ActionFailed):
        world.say(user_id, "psst", to=to, via=via)
    assert world.messages == {}
    friends.befriend(world, user_id, to)
    world.say(user_id, "psst", to=to)
