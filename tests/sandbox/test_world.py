"""The World: what is said, who hears it, what actions do."""

from typing import Any

import pytest

from qq_api import ActionFailed, at, text
from qq_api.sandbox.actions import ACTIONS, act
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import KEPT, World


@pytest.fixture
def world() -> World:
    return small_world()


def heard_by(world: World, self_id: int, *deeds: Any) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []
    with world.listening(self_id, heard.append):
        for deed in deeds:
            deed()
    return heard


def test_a_member_is_heard_in_the_shape_of_onebot(world: World) -> None:
    (event,) = heard_by(world, SELF_ID, lambda: world.say(10003, [text("hi "), at(SELF_ID)], group_id=GROUP_ID))
    assert event["raw_message"] == "hi [CQ:at,qq=10001]"
    assert event["sender"] == {
        "user_id": 10003,
        "nickname": "老王",
        "card": "老王 [腐竹]",
        "role": "admin",
        "title": "",
        "sex": "unknown",
        "age": 0,
        "area": "",
        "level": "1",
    }
    head = {key: event[key] for key in ("post_type", "message_type", "sub_type", "self_id", "user_id", "group_id")}
    assert head == {
        "post_type": "message",
        "message_type": "group",
        "sub_type": "normal",
        "self_id": SELF_ID,
        "user_id": 10003,
        "group_id": GROUP_ID,
    }


def test_nobody_hears_their_own_message(world: World) -> None:
    assert heard_by(world, SELF_ID, lambda: world.say(SELF_ID, "me", group_id=GROUP_ID)) == []


def test_a_private_message_reaches_only_the_one(world: World) -> None:
    (event,) = heard_by(world, SELF_ID, lambda: world.say(10002, "psst", to=SELF_ID))
    assert (event["message_type"], event["sender"]["card"]) == ("private", "")
    assert heard_by(world, 10003, lambda: world.say(10002, "psst", to=SELF_ID)) == []


def test_after_listening_ended_nothing_is_heard(world: World) -> None:
    heard = heard_by(world, SELF_ID)
    world.say(10002, "hi", group_id=GROUP_ID)
    assert heard == []


def test_text_typed_on_the_page_is_only_text(world: World) -> None:
    world.say(10002, "[CQ:at,qq=all]", group_id=GROUP_ID)
    (said,) = world.messages.values()
    assert said.segments == [text("[CQ:at,qq=all]")]


@pytest.mark.parametrize(
    ("said", "place"),
    [("", {"group_id": GROUP_ID}), ([], {"group_id": GROUP_ID}), ("x", {"group_id": 5}), ("x", {"to": 5}), ("x", {})],
)
def test_what_cannot_be_said_is_refused(world: World, said: Any, place: dict[str, int]) -> None:
    with pytest.raises(ActionFailed):
        world.say(10002, said, **place)
    world.add_person(7, "outsider")
    with pytest.raises(ActionFailed, match="not in group"):
        world.say(7, "x", group_id=GROUP_ID)
    assert world.messages == {}


def test_old_messages_are_forgotten(world: World) -> None:
    ids = [world.say(10002, str(number), group_id=GROUP_ID) for number in range(KEPT + 10)]
    assert [*world.messages] == ids[10:]


SENDING: list[tuple[str, dict[str, Any]]] = [
    ("send_group_msg", {"group_id": GROUP_ID, "message": "hi"}),
    ("send_group_msg_async", {"group_id": str(GROUP_ID), "message": [text("hi")]}),
    ("send_private_msg", {"user_id": 10002, "message": "hi"}),
    ("send_msg", {"group_id": GROUP_ID, "message": "hi"}),
    ("send_msg", {"message_type": "private", "user_id": 10002, "message": "hi"}),
]


@pytest.mark.parametrize(("action", "params"), SENDING)
def test_sending_answers_with_the_number_of_the_message(world: World, action: str, params: dict[str, Any]) -> None:
    answer = act(world, SELF_ID, action, params)
    (said,) = world.messages.values()
    assert (answer, said.segments, said.user_id) == ({"message_id": said.message_id}, [text("hi")], SELF_ID)


def test_the_account_knows_who_it_is(world: World) -> None:
    assert act(world, SELF_ID, "get_login_info", {}) == {"user_id": SELF_ID, "nickname": "小麦 Bot"}


def test_what_was_sent_can_be_fetched_and_is_cq_unless_escaped(world: World) -> None:
    for escape in (False, True):
        params = {"group_id": GROUP_ID, "message": "[CQ:at,qq=1]", "auto_escape": escape}
        sent = act(world, SELF_ID, "send_group_msg", params)
        fetched = act(world, SELF_ID, "get_msg", sent)
        assert fetched["message"] == ([text("[CQ:at,qq=1]")] if escape else [at(1)])
        assert fetched["message_id"] == sent["message_id"]


def test_groups_and_members_are_listed(world: World) -> None:
    (group,) = act(world, SELF_ID, "get_group_list", {})
    assert (group["group_id"], group["member_count"]) == (GROUP_ID, 5)
    assert act(world, SELF_ID, "get_group_info", {"group_id": GROUP_ID}) == group
    members = act(world, SELF_ID, "get_group_member_list", {"group_id": GROUP_ID})
    one = act(world, SELF_ID, "get_group_member_info", {"group_id": GROUP_ID, "user_id": 10003})
    assert one in members
    assert (one["card"], one["role"]) == ("老王 [腐竹]", "admin")


def test_a_quick_reply_is_said(world: World) -> None:
    context = {"message_type": "group", "group_id": GROUP_ID, "user_id": 10002}
    act(world, SELF_ID, ".handle_quick_operation_async", {"context": context, "operation": {"reply": "quick"}})
    assert [one.user_id for one in world.messages.values()] == [SELF_ID]


@pytest.mark.parametrize(
    ("action", "params", "retcode"),
    [
        ("nonsense", {}, 1404),
        ("send_group_msg", {"message": "x"}, 1400),
        ("send_group_msg", {"group_id": GROUP_ID}, 1400),
        ("send_group_msg", {"group_id": 1, "message": "x"}, 1200),
        ("get_msg", {"message_id": 99}, 1200),
        ("get_group_member_info", {"group_id": GROUP_ID, "user_id": 1}, 1200),
    ],
)
def test_what_fails_says_so_as_onebot_does(world: World, action: str, params: dict[str, Any], retcode: int) -> None:
    with pytest.raises(ActionFailed) as caught:
        act(world, SELF_ID, action, params)
    assert caught.value.retcode == retcode
    assert caught.value.result["wording"]


def test_every_action_says_what_it_is_for() -> None:
    assert all(do.__doc__ for do in ACTIONS.values())


async def test_the_world_is_a_transport(world: World) -> None:
    transport = WorldTransport(world)
    assert (await transport.call_action("get_login_info"))["user_id"] == SELF_ID
    assert (await transport.call_action("get_login_info", self_id="10002"))["user_id"] == 10002
