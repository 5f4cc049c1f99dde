"""A server hears and calls what it may, and no more."""

import pytest
from fleet import QUIET, fleet, raw, reverse

from our_bot import ALICE, BOB, GROUP, SELF
from qq_api import ActionFailed
from qq_api.bridge.config import BridgeConfig
from qq_api.bridge.rights import Rights
from support import home, until


def rights(**keys: object) -> Rights:
    one = {"name": "one", "type": "websocket_reverse", "url": "ws://127.0.0.1:1", **keys}
    return Rights(BridgeConfig.model_validate({"peers": [one]}).peers[0])


@pytest.mark.parametrize(
    ("keys", "action", "params", "may"),
    [
        ({}, "set_group_kick", {"group_id": 1}, True),
        ({"actions": []}, "get_status", {}, False),
        ({"actions": ["get_*"]}, "get_status", {}, True),
        ({"actions": ["get_*"]}, "send_msg", {"group_id": 1}, False),
        ({"actions": ["send_group_msg"]}, "send_group_msg_async", {"group_id": 1}, True),
        ({"actions": ["send_group_msg"]}, "send_group_msg_rate_limited", {"group_id": 1}, True),
        ({"groups": [1]}, "send_group_msg", {"group_id": 1}, True),
        ({"groups": [1]}, "send_group_msg", {"group_id": "1"}, True),
        ({"groups": [1]}, "send_group_msg", {"group_id": 2}, False),
        ({"groups": [1]}, "send_group_msg", {"group_id": " 2"}, False),
        ({"groups": [1]}, "send_group_msg", {"group_id": 1.0}, False),
        ({"groups": [1]}, "send_group_msg", {"group_id": True}, False),
        ({"groups": [1]}, "send_group_msg", {"group_id": [1]}, False),
        ({"groups": [1]}, "send_group_msg", {"group_id": {"a": 1}}, False),
        ({"groups": [1]}, "send_group_msg", {"group_id": "x"}, False),
        ({"groups": []}, "send_group_msg", {"group_id": 1}, False),
        ({"private": False}, "send_private_msg", {"user_id": 5}, False),
        ({"private": False}, "send_msg", {"user_id": 5, "message_type": "private"}, False),
        ({"private": False, "groups": [1]}, "send_msg", {"user_id": 5, "group_id": 1}, True),
        ({"private": False}, "get_stranger_info", {"user_id": 5}, True),
        ({"accounts": [7]}, "get_status", {"self_id": 8}, False),
        ({"accounts": [7]}, "get_status", {"self_id": "7"}, True),
    ],
)
def test_a_call_is_made_or_refused(keys: dict, action: str, params: dict, may: bool) -> None:
    if may:
        rights(**keys).check(action, params)
        return
    with pytest.raises(ActionFailed) as caught:
        rights(**keys).check(action, params)
    assert caught.value.result["retcode"] == 1403


@pytest.mark.parametrize(
    ("actions", "context", "operation", "may"),
    [
        (["send_msg"], {"group_id": 1}, {"reply": "hi"}, True),
        (["send_msg"], {"group_id": 1}, {"reply": "hi", "kick": True}, False),
        (["send_msg"], {"group_id": 2}, {"reply": "hi"}, False),
        (["set_group_add_request"], {"group_id": 1, "request_type": "group"}, {"approve": True}, True),
        (["set_friend_add_request"], {"group_id": 1, "request_type": "group"}, {"approve": True}, False),
        (["*"], None, {"reply": "hi"}, False),
    ],
)
def test_a_quick_operation_is_what_it_does(actions: list, context: dict, operation: dict, may: bool) -> None:
    one, params = rights(groups=[1], actions=actions), {"context": context, "operation": operation}
    if may:
        one.check(".handle_quick_operation", params)
    else:
        with pytest.raises(ActionFailed):
            one.check(".handle_quick_operation", params)


async def test_it_hears_its_groups_only_and_lists_no_others() -> None:
    async with (
        raw() as all_of_it,
        raw() as some,
        raw() as none,
        fleet(
            reverse("all", all_of_it.port),
            reverse("some", some.port, groups=[GROUP], private=False),
            reverse("none", none.port, groups=[]),
        ) as net,
    ):
        await net.there("all", "some", "none")
        await net.say(group=QUIET)
        await net.say(group=GROUP)
        await net.qq.private(SELF).say(BOB, "psst")
        await until(lambda: len(all_of_it.lines) == 3)
        await until(lambda: some.lines == ["line 1"] and none.lines == ["psst"])
        groups = (await some.calls("get_group_list", 1))["data"]
        assert [one["group_id"] for one in groups] == [GROUP]
        told = next(one for one in all_of_it.events if one.get("group_id") == QUIET)
        answer = await some.calls("get_msg", 2, message_id=told["message_id"])
        assert answer["data"] is None and answer["retcode"] in (1403, 1200, 1400)


async def test_what_it_may_not_call_never_gets_to_qq() -> None:
    async with home() as place, fleet(reverse("one", place.port, actions=["get_*"], groups=[GROUP])) as net:
        await until(lambda: place.came == [SELF], 20)
        with pytest.raises(ActionFailed) as caught:
            await place.bot.send_group_msg(group_id=GROUP, message="x")
        assert caught.value.result["retcode"] == 1403 and "send_group_msg" in caught.value.result["wording"]
        assert net.delivered() == []
        assert (await place.bot.get_group_member_info(group_id=GROUP, user_id=ALICE))["user_id"] == ALICE
