"""OneBot's actions on the platform: what maps is done, the rest is refused and never pretended."""

import asyncio
import contextlib
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from official_half import ALEX, GROUP, SELF, STEVE, TEXTS, Half, frame, frames, refusal, said, whispered

from qq_api import ActionFailed, ApiNotAvailable, message
from qq_api.actions import ACTIONS as ONEBOT
from qq_api.official.actions import ACTIONS, PREFIX
from qq_api.official.actions.system import NOT_THERE
from qq_api.official.calls.table import CALLS
from qq_api.official.settings import Settings

OF_THE_STANDARD = {name for name, row in ONEBOT.items() if row.has["standard"].level != "no"}


@pytest.fixture
def half() -> Half:
    half = Half(settings=Settings(guilds=True))
    half.hear(said("hi", "M1"))
    return half


def number(half: Half, openid: str, kind: Any = "user") -> int:
    return half.memory.identity.number(kind, openid)


async def failure(half: Half, action: str, **params: Any) -> dict[str, Any]:
    with pytest.raises(ActionFailed) as caught:
        await half.do(action, **params)
    result: dict[str, Any] = caught.value.result
    return result


def test_every_action_of_the_standard_is_answered_and_every_name_is_known() -> None:
    assert OF_THE_STANDARD - ACTIONS.keys() == set()
    assert ACTIONS.keys() - ONEBOT.keys() == set()


@pytest.mark.parametrize("action", NOT_THERE)
async def test_what_the_platform_does_not_have_says_so(half: Half, action: str) -> None:
    result = await failure(half, action, user_id=STEVE, group_id=GROUP)
    assert (result["status"], result["retcode"], result["data"]) == ("failed", 1404, None)
    assert not half.platform.calls


@pytest.mark.parametrize("action", ["nonsense", "", "official.nonsense", "official.", "__init__", "call"])
async def test_an_unknown_action_is_no_success(half: Half, action: str) -> None:
    assert (await failure(half, action))["retcode"] == 1404


@pytest.mark.parametrize("suffix", ["", "_async", "_rate_limited"])
async def test_actions_have_onebots_suffixes(half: Half, suffix: str) -> None:
    assert (await half.do(f"send_group_msg{suffix}", group_id=GROUP, message="hi"))["message_id"] == 2


@pytest.mark.parametrize("params", [{"group_id": GROUP}, {"group_id": str}, {"message_type": "group", "group_id": int}])
async def test_ids_are_numbers_their_digits_or_openids(half: Half, params: dict[str, Any]) -> None:
    group = number(half, GROUP, "group")
    params = {key: {int: group, str: str(group)}.get(value, value) for key, value in params.items()}
    await half.do("send_msg", message="hi", **params)
    assert half.platform.calls[0][1] == f"/v2/groups/{GROUP}/messages"


async def test_whom_nobody_knows_gets_nothing(half: Half) -> None:
    assert (await failure(half, "send_group_msg", group_id=12345678, message="hi"))["retcode"] == 100
    assert "QQ numbers" in (await failure(half, "send_private_msg", user_id=10001, message="hi"))["wording"]
    assert (await failure(half, "send_group_msg", message="hi"))["retcode"] == 1400
    assert (await failure(half, "send_group_msg", group_id=GROUP))["retcode"] == 1400
    assert (await failure(half, "send_msg", message="hi"))["retcode"] == 1400


async def test_a_string_is_cq_code_unless_it_is_escaped(half: Half) -> None:
    await half.do("send_group_msg", group_id=GROUP, message=f"[CQ:at,qq={STEVE}]")
    await half.do("send_group_msg", group_id=GROUP, message="[CQ:at,qq=all]", auto_escape=True)
    assert [one["content"] for one in half.platform.sent] == [f'<qqbot-at-user id="{STEVE}" />', "[CQ:at,qq=all]"]


async def test_a_message_is_taken_back_with_all_its_parts(half: Half) -> None:
    answer = await half.do("send_group_msg", group_id=GROUP, message="x" * 2000)
    half.platform.calls.clear()
    await half.do("delete_msg", message_id=answer["message_id"])
    assert [(method, path) for method, path, _ in half.platform.calls] == [
        ("DELETE", f"/v2/groups/{GROUP}/messages/ROBOT1.0_sent{number}") for number in (1, 2)
    ]


@pytest.mark.parametrize("code", [306001, 306009, 40061001, 40062003, 40064004, 50065001])
async def test_what_cannot_be_taken_back_is_told(half: Half, code: int) -> None:
    half.platform.others["DELETE", f"/v2/groups/{GROUP}/messages/M1"] = refusal(code)
    assert (await failure(half, "delete_msg", message_id=1))["retcode"] == code


async def test_an_unknown_message_is_not_found(half: Half) -> None:
    for action in ("delete_msg", "get_msg"):
        result = await failure(half, action, message_id=777)
        assert result["retcode"] == 100 and "message not found" in result["wording"]


async def test_messages_can_be_read_again_heard_and_sent(half: Half) -> None:
    heard = await half.do("get_msg", message_id=1)
    assert (heard["raw_message"], heard["sender"]["nickname"]) == (f"[CQ:at,qq={SELF}]hi", "Steve")
    answer = await half.do("send_group_msg", group_id=GROUP, message=[message.text("ok"), message.image(b"123")])
    sent = await half.do("get_msg", message_id=answer["message_id"])
    assert sent["message"] == [message.text("ok"), {"type": "image", "data": {"file": ""}}]
    assert (sent["group_id"], sent["user_id"]) == (number(half, GROUP, "group"), SELF)


async def test_forwarded_messages_are_one_text(half: Half) -> None:
    nodes = [message.node(1, "Steve", "hi"), message.node(2, "Alex", "see a.example.com")]
    answer = await half.do("send_group_forward_msg", group_id=GROUP, messages=nodes)
    assert half.platform.sent[0]["content"] == "[聊天记录]\nSteve: hi\nAlex: see a。example。com"
    assert answer["message_id"] == 2
    assert (await failure(half, "send_group_forward_msg", group_id=GROUP, messages=[]))["retcode"] == 100


# -- quick operations


async def test_a_handlers_answer_hangs_on_what_it_answers(half: Half) -> None:
    (event,) = half.hear(said("first", "M2"))
    half.hear(said("second", "M3"))
    operation = {"reply": "ok", "at_sender": True, "delete": True, "ban": True, "kick": True}
    await half.do(".handle_quick_operation_async", context=event, operation=operation)
    body = half.platform.sent[0]
    assert (body["msg_id"], body["content"]) == ("M2", f'<qqbot-at-user id="{STEVE}" /> ok')
    assert [(method, path.rpartition("/")[2]) for method, path, _ in half.platform.calls[1:]] == [
        ("DELETE", "M2"),
        ("POST", "restrict_chat_setting"),
        ("POST", "batch_remove_members"),
    ]


async def test_a_private_message_is_answered_in_private(half: Half) -> None:
    (event,) = half.hear(whispered("hi", "C1"))
    context = {key: event[key] for key in event if key not in ("message", "raw_message", "sender")}
    await half.do(
        ".handle_quick_operation", context=context, operation={"reply": "<b>", "auto_escape": True, "ban": True}
    )
    assert half.platform.calls == [
        ("POST", f"/v2/users/{STEVE}/messages", {"msg_type": 0, "content": "<b>", "msg_id": "C1", "msg_seq": 1}),
    ]


async def test_a_request_is_answered_by_its_flag(half: Half) -> None:
    (event,) = half.hear(frame("notices", "GROUP_JOIN_REQUEST"))
    path = f"/v2/groups/{GROUP}/approval_join_request/{ALEX}"
    await half.do("set_group_add_request", flag=event["flag"], sub_type="add", approve=True)
    await half.do("set_group_add_request", flag=event["flag"], approve="false", reason="who?")
    await half.do(".handle_quick_operation", context=event, operation={"approve": False, "reason": "no"})
    assert half.platform.calls == [
        ("POST", path, {"op": "approve", "join_request_id": "JR1"}),
        ("POST", path, {"op": "decline", "join_request_id": "JR1", "reject_reason": "who?"}),
        ("POST", path, {"op": "decline", "join_request_id": "JR1", "reject_reason": "no"}),
    ]
    assert (await failure(half, "set_group_add_request", flag="x", sub_type="add"))["retcode"] == 100
    assert (await failure(half, "set_group_add_request", flag="x", sub_type="invite"))["retcode"] == 1404


@pytest.mark.parametrize(
    ("context", "operation"),
    [
        (5, {"reply": "x"}),
        ({}, [1]),
        ({"message_type": "group", "group_id": GROUP, "user_id": "nobody"}, {"reply": "x", "at_sender": True}),
        ({"message_type": "group", "message_id": [1], "group_id": GROUP}, {"delete": True}),
        ({"message_type": "group", "group_id": {}, "user_id": []}, {"kick": True, "ban": True}),
        ({"request_type": "group", "flag": 5}, {"approve": True}),
    ],
)
async def test_a_quick_operation_that_makes_no_sense_is_told(half: Half, context: Any, operation: Any) -> None:
    assert (await failure(half, ".handle_quick_operation", context=context, operation=operation))["retcode"] < 10_000
    assert not half.platform.calls


# -- moderation


async def test_a_member_is_removed_and_muted_by_the_groups_own_calls(half: Half) -> None:
    await half.do("set_group_kick", group_id=GROUP, user_id=ALEX, reject_add_request=True)
    await half.do("set_group_ban", group_id=GROUP, user_id=ALEX, duration=600)
    await half.do("set_group_ban", group_id=GROUP, user_id=ALEX, duration=0)
    kick, mute, speak = (body for _, _, body in half.platform.calls)
    assert kick == {"member_openids": [ALEX], "add_to_member_blacklist": True}
    (rule,) = mute["members"]
    until = datetime.fromisoformat(rule.pop("mute_expire_at"))
    assert rule == {"op": "add", "member_openid": ALEX}
    assert abs(until - datetime.now(timezone.utc) - timedelta(seconds=600)) < timedelta(seconds=60)
    assert speak == {"members": [{"op": "del", "member_openid": ALEX}]}


async def test_what_only_channels_have_is_done_there(half: Half) -> None:
    (event,) = half.hear(frames("guild")[0])
    ids, path = {"message_id": event["message_id"]}, "/channels/1146349"
    await half.do("set_msg_emoji_like", **ids, emoji_id=4)
    await half.do("set_msg_emoji_like", **ids, emoji_id="128077", set=False)
    await half.do("unset_msg_emoji_like", **ids, emoji_id=4)
    await half.do("set_essence_msg", **ids)
    await half.do("delete_essence_msg", **ids)
    await half.do("set_group_name", group_id=event["group_id"], group_name="new")
    assert half.platform.calls == [
        ("PUT", f"{path}/messages/08e09eeb9a/reactions/1/4", {}),
        ("DELETE", f"{path}/messages/08e09eeb9a/reactions/2/128077", {}),
        ("DELETE", f"{path}/messages/08e09eeb9a/reactions/1/4", {}),
        ("PUT", f"{path}/pins/08e09eeb9a", {}),
        ("DELETE", f"{path}/pins/08e09eeb9a", {}),
        ("PATCH", path, {"name": "new"}),
    ]
    for action, more in (("set_msg_emoji_like", {"emoji_id": 4}), ("set_essence_msg", {}), ("set_group_name", {})):
        given = {"message_id": 1, "group_id": GROUP, "group_name": "x", **more}
        assert (await failure(half, action, **given))["retcode"] == 1404


async def test_several_members_are_removed_at_once(half: Half) -> None:
    await half.do("set_group_kick_members", group_id=GROUP, user_id=[STEVE, ALEX])
    await half.do("batch_delete_group_member", group_id=GROUP, user_ids=[number(half, ALEX)])
    assert [body["member_openids"] for _, _, body in half.platform.calls] == [[STEVE, ALEX], [ALEX]]


async def test_a_refused_mute_is_no_success(half: Half) -> None:
    half.platform.others["POST", f"/v2/groups/{GROUP}/restrict_chat_setting"] = refusal(11253)
    assert (await failure(half, "set_group_ban", group_id=GROUP, user_id=ALEX))["retcode"] == 11253
    assert (await failure(half, "set_group_ban", group_id=GROUP, user_id=ALEX, duration="x"))["retcode"] == 1400
    assert (await failure(half, "set_group_ban", group_id=GROUP, user_id=ALEX, duration=10**8))["retcode"] == 100


async def test_a_whole_guild_can_be_muted_a_group_cannot(half: Half) -> None:
    (event,) = half.hear(frames("guild")[0])
    place, member, guild = event["group_id"], event["user_id"], "/guilds/18446744073701234567"
    await half.do("set_group_whole_ban", group_id=place)
    await half.do("set_group_whole_ban", group_id=place, enable=False)
    await half.do("set_group_admin", group_id=place, user_id=member)
    await half.do("set_group_admin", group_id=place, user_id=member, enable=False)
    await half.do("set_group_ban", group_id=place, user_id=member, duration=60)
    await half.do("set_group_kick", group_id=place, user_id=member)
    who = f"{guild}/members/9876543210987654321"
    assert half.platform.calls == [
        ("PATCH", f"{guild}/mute", {"mute_seconds": "2592000"}),
        ("PATCH", f"{guild}/mute", {"mute_seconds": "0"}),
        ("PUT", f"{who}/roles/2", {}),
        ("DELETE", f"{who}/roles/2", {}),
        ("PATCH", f"{who}/mute", {"mute_seconds": "60"}),
        ("DELETE", who, {"add_blacklist": False}),
    ]
    for action in ("set_group_whole_ban", "set_group_admin"):
        assert (await failure(half, action, group_id=GROUP, user_id=STEVE))["retcode"] == 1404


# -- who and what there is


async def test_groups_and_friends_are_those_that_were_seen(half: Half) -> None:
    half.hear(whispered("hi", "C1"))
    (group,) = await half.do("get_group_list")
    (friend,) = await half.do("get_friend_list")
    assert (group["group_id"], group["real_group_id"]) == (number(half, GROUP, "group"), GROUP)
    assert (friend["user_id"], friend["nickname"]) == (number(half, STEVE), "Steve")
    half.hear(frame("notices", "GROUP_DEL_ROBOT"))
    assert await half.do("get_group_list") == []


async def test_a_groups_name_is_asked_for_and_without_the_right_to_ask_it_is_empty(half: Half) -> None:
    path = f"/v2/groups/{GROUP}/info"
    half.platform.others["GET", path] = {"group_name": "MC", "group_member_num": "42"}
    told = await half.do("get_group_info", group_id=GROUP)
    assert (told["group_name"], told["member_count"]) == ("MC", 42)
    other = Half()
    other.hear(said("hi"))
    other.platform.others["GET", path] = refusal(11253)
    for _ in range(3):
        assert (await other.do("get_group_info", group_id=GROUP))["group_name"] == ""
    assert len(other.platform.calls) == 1, "a right that is not there is not asked for all the time"


async def test_a_failure_is_no_empty_answer(half: Half) -> None:
    half.platform.others["GET", f"/v2/groups/{GROUP}/info"] = refusal(500, 500)
    assert (await failure(half, "get_group_info", group_id=GROUP))["retcode"] == 500


async def test_a_member_is_what_the_platform_or_their_messages_tell_and_never_invented(half: Half) -> None:
    steve = await half.do("get_group_member_info", group_id=GROUP, user_id=STEVE)
    assert (steve["nickname"], steve["role"], steve["group_id"]) == ("Steve", "member", number(half, GROUP, "group"))
    result = await failure(half, "get_group_member_info", group_id=GROUP, user_id=ALEX)
    assert result["retcode"] == 100 and not result["data"]
    half.platform.others["GET", f"/v2/groups/{GROUP}/members/{ALEX}"] = {
        "member_openid": ALEX, "username": "Alex", "member_role": "admin", "joined_at": "2026-07-21T10:30:00+08:00",
    }  # fmt: skip
    alex = await half.do("get_group_member_info", group_id=GROUP, user_id=ALEX)
    assert (alex["nickname"], alex["role"], alex["join_time"]) == ("Alex", "admin", 1784601000)


async def test_members_come_by_pages(half: Half) -> None:
    def page(query: dict[str, Any]) -> Any:
        if query.get("cursor"):
            return {"members": [{"member_openid": STEVE, "username": "Steve"}], "next_cursor": ""}
        return {"members": [{"member_openid": ALEX, "username": "Alex"}], "next_cursor": "2"}

    half.platform.others["GET", f"/v2/groups/{GROUP}/members"] = page
    members = await half.do("get_group_member_list", group_id=GROUP)
    assert {one["nickname"] for one in members} == {"Steve", "Alex"}
    half.platform.others["GET", f"/v2/groups/{GROUP}/members"] = refusal(11253)
    assert len(await half.do("get_group_member_list", group_id=GROUP)) == 2


async def test_an_uploaded_files_id_is_its_address(half: Half) -> None:
    _, upload = half.hear(frames("2026")[6])
    answer = await half.do("get_group_file_url", group_id=GROUP, file_id=upload["file"]["id"], busid=0)
    assert answer == {"url": "https://x.example/mods.zip"}
    assert (await failure(half, "get_group_file_url", group_id=GROUP, file_id="x"))["retcode"] == 100


async def test_who_left_is_no_member_any_more(half: Half) -> None:
    half.hear(said("hi", "M2", author={"member_openid": ALEX, "username": "Alex"}))
    assert len(await half.do("get_group_member_list", group_id=GROUP)) == 2
    half.hear(frame("notices", "GROUP_MEMBER_REMOVE"))
    assert len(await half.do("get_group_member_list", group_id=GROUP)) == 1
    assert (await failure(half, "get_group_member_info", group_id=GROUP, user_id=ALEX))["retcode"] == 100


async def test_somebody_is_known_by_name_once_they_spoke(half: Half) -> None:
    assert (await half.do("get_stranger_info", user_id=number(half, STEVE)))["nickname"] == "Steve"
    assert (await failure(half, "get_stranger_info", user_id=5))["retcode"] == 100


# -- the bot itself


async def test_the_bot_says_who_and_how_it_is(half: Half) -> None:
    half.hear(frame("notices", "READY"))
    restarts: list[int] = []
    half.actions.desk.reconnect = lambda: restarts.append(1)
    assert await half.do("get_login_info") == {"user_id": SELF, "nickname": "小助手"}
    assert await half.do("get_status") == {"online": True, "good": True}
    half.actions.desk.is_online = lambda: False
    assert await half.do("get_status") == {"online": False, "good": False}
    assert (await half.do("get_version_info"))["protocol_version"] == "v11"
    assert await half.do("can_send_image") == {"yes": True} == await half.do("can_send_record")
    assert await half.do("clean_cache") is None
    await half.do("set_restart")
    assert restarts == [1]


async def test_a_bot_that_was_never_ready_asks_for_its_name(half: Half) -> None:
    half.platform.others["GET", "/users/@me"] = {"id": "1", "username": "小助手"}
    assert (await half.do("get_login_info"))["nickname"] == "小助手"


async def test_received_files_have_addresses(half: Half) -> None:
    half.hear(frames("2024")[1])
    assert (await half.do("get_image", file="a.jpg"))["url"].startswith("https://multimedia")
    assert (await failure(half, "get_image", file="b.jpg"))["retcode"] == 100
    await half.do("send_group_msg", group_id=GROUP, message="[CQ:image,file=a.jpg]")
    assert half.platform.calls[0][2]["url"].startswith("https://multimedia"), "sent on by its name"


def test_words_are_there_for_whatever_can_be_refused() -> None:
    assert TEXTS("official_send.empty") and PREFIX == "official."


async def test_what_the_bot_itself_is_in_a_group_is_asked_and_not_invented(half: Half) -> None:
    path = f"/v2/groups/{GROUP}/bot_state"
    half.platform.others["GET", path] = {"member_role": "admin", "joined_at": "2026-07-21T10:30:00+08:00"}
    me = await half.do("get_group_member_info", group_id=GROUP, user_id=SELF)
    assert (me["user_id"], me["role"], me["join_time"]) == (SELF, "admin", 1784601000)
    half.platform.others["GET", path] = refusal(11253)
    assert (await failure(half, "get_group_member_info", group_id=GROUP, user_id=SELF))["retcode"] == 100
    assert (await half.do("get_stranger_info", user_id=SELF))["user_id"] == SELF


_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.binary(max_size=4)
    | st.sampled_from([GROUP, STEVE, "join:", "/nowhere/x", "base64://eA==", "[CQ:image,file=x]", "\ud83d"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["type", "data", "text", "file", "id", "qq", "content"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
_names = st.sampled_from(
    ["group_id", "user_id", "message", "messages", "message_id", "flag", "file", "duration", "context", "operation",
     "approve", "enable", "name", "emoji_id", "message_type", "guild_id", "channel_id", "extra", "type"]
)  # fmt: skip


@given(
    st.sampled_from([*ACTIONS, *(f"official.{name}" for name in CALLS)]), st.dictionaries(_names, _value, max_size=6)
)
@settings(max_examples=200)
def test_no_foreign_parameter_is_more_than_a_failed_action(action: str, params: dict[str, Any]) -> None:
    async def try_it() -> None:
        half = Half(settings=Settings(guilds=True))
        half.hear(said("hi", "M1"))
        with contextlib.suppress(ActionFailed, ApiNotAvailable):
            await half.do(action, **{"group_id": GROUP, "user_id": STEVE, "message_id": 1, **params})
        for _, path, body in half.platform.calls:
            json.dumps(body).encode()
            path.encode("ascii")

    asyncio.run(try_it())
