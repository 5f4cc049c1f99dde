"""Actions and commands, there and back, and what answers mean."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mah_shapes import ALICE, BOT, GROUP, JUNK, PACKETS, WANG, context

from qq_api import actions
from qq_api.mirai.mapping.actions import Command, Ready, Refusal, Upload, plan, result, retcode_of
from qq_api.mirai.mapping.commands import ROWS, Row
from qq_api.mirai.mapping.context import Context, Numbers, Place, Ref
from qq_api.mirai.mapping.fields import Asked, Given, Message, Same, a_number, a_string, a_truth
from qq_api.mirai.mapping.lossy import LOSSY
from qq_api.mirai.mapping.serving import to_actions, to_answer
from qq_api.mirai.mapping.states import STATES, State
from qq_api.sandbox.actions import ACTIONS

OK = {"code": 0, "msg": "success"}
MEMBER = PACKETS[1]["sender"]


def content(planned: Any) -> tuple[str, str, dict[str, Any]]:
    """The only command of a plan."""
    assert isinstance(planned, list), planned
    (command,) = planned
    return command.name, command.sub, command.content


def params_of(row: Row, known: Context) -> st.SearchStrategy[dict[str, Any]]:
    """Parameters with which an action is this row."""
    number = known.numbers.number(Ref("group", GROUP, 7))
    kinds = {a_truth: st.booleans(), a_string: st.text("abc/", min_size=1), a_number: st.integers(1, 9999)}
    made: dict[str, Any] = {}
    for one in row.fields:
        if isinstance(one, Same):
            made[one.onebot] = kinds.get(one.read, st.integers(1, 10**10))
        elif isinstance(one, Given) and one.onebot:
            made[one.onebot] = st.just(one.value)
        elif isinstance(one, Message):
            made["message_id"] = st.just(number)
        elif isinstance(one, Asked):
            made |= {"flag": st.just(f"mah:{one.kind}:5:{WANG}:{GROUP}"), "approve": st.booleans()}
    if row.command == "sendNudge" and "group_id" not in made:
        made["user_id"] = st.just(ALICE)
    return st.fixed_dictionaries(made)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.action}-{row.command}")
@settings(max_examples=20)
@given(data=st.data())
def test_an_action_that_is_one_command_is_the_same_again(row: Row, data: st.DataObject) -> None:
    known = context()
    params = data.draw(params_of(row, known))
    command = row.out(params, known)
    assert row.tells(command.content)
    assert row.back(command.content, known) == params
    assert (command.name, command.sub) == (row.command, row.sub)


def test_every_row_is_an_action_that_the_sandbox_can_do_and_the_table_knows() -> None:
    assert {row.action for row in ROWS} <= {*ACTIONS}
    assert {row.action for row in ROWS} <= {*actions.ACTIONS}


@pytest.mark.parametrize(
    ("action", "params", "expected"),
    [
        ("set_group_ban", {"user_id": WANG}, ("mute", "", {"memberId": WANG, "time": 1800})),
        ("set_group_ban", {"user_id": str(WANG), "duration": "0"}, ("unmute", "", {"memberId": WANG})),
        ("set_group_whole_ban", {}, ("muteAll", "", {})),
        ("set_group_whole_ban", {"enable": "false"}, ("unmuteAll", "", {})),
        (
            "set_group_kick",
            {"user_id": WANG, "reject_add_request": True},
            ("kick", "", {"memberId": WANG, "block": True}),
        ),
        (
            "set_group_card",
            {"user_id": WANG, "card": ""},
            ("memberInfo", "update", {"memberId": WANG, "info": {"name": ""}}),
        ),
        ("set_group_name", {"group_name": "x"}, ("groupConfig", "update", {"config": {"name": "x"}})),
        ("set_group_anonymous", {}, ("groupConfig", "update", {"config": {"anonymousChat": True}})),
        ("set_group_leave_async", {}, ("quit", "", {})),
        ("get_group_member_info", {"user_id": WANG}, ("memberInfo", "get", {"memberId": WANG})),
        ("get_group_root_files", {}, ("file_list", "", {"id": ""})),
    ],
)
def test_an_action_of_a_group_is_its_command(action: str, params: dict[str, Any], expected: Any) -> None:
    name, sub, rest = expected
    assert content(plan(action, {"group_id": GROUP, **params}, context())) == (name, sub, {"target": GROUP, **rest})


@pytest.mark.parametrize(
    ("flag", "params", "command", "operate", "message"),
    [
        ("mah:n:5:10003:0", {"remark": "x"}, "resp_newFriendRequestEvent", 0, ""),
        ("mah:m:5:10003:20001", {"approve": False, "reason": "full"}, "resp_memberJoinRequestEvent", 1, "full"),
        ("mah:b:5:10003:20001", {}, "resp_botInvitedJoinGroupRequestEvent", 0, ""),
    ],
)
def test_a_request_is_answered_by_its_flag(
    flag: str, params: dict[str, Any], command: str, operate: int, message: str
) -> None:
    action = "set_friend_add_request" if ":n:" in flag else "set_group_add_request"
    group_id = int(flag.rpartition(":")[2])
    assert content(plan(action, {"flag": flag, **params}, context())) == (
        command,
        "",
        {"eventId": 5, "fromId": WANG, "groupId": group_id, "operate": operate, "message": message},
    )


def test_a_flag_of_somebody_else_is_refused() -> None:
    refused = plan("set_group_add_request", {"flag": "20001|5|add"}, context())
    assert isinstance(refused, Refusal)
    assert refused.retcode == 1400


@pytest.mark.parametrize(
    ("action", "params", "retcode"),
    [
        ("send_like", {"user_id": ALICE}, 1404),
        ("get_cookies", {}, 1404),
        ("no_such_action", {}, 1404),
        ("set_group_leave", {"group_id": GROUP, "is_dismiss": True}, 1404),
        ("send_group_msg", {"group_id": GROUP, "message": [{"type": "anonymous", "data": {}}]}, 1404),
        ("set_group_kick", {"group_id": GROUP}, 1400),
        ("set_group_kick", {"group_id": "x", "user_id": 1}, 1400),
        ("send_group_msg", {"message": "x"}, 1400),
        ("send_group_msg", {"group_id": GROUP}, 1400),
        ("upload_group_file", {"group_id": GROUP}, 1400),
        ("send_group_msg", {"group_id": GROUP, "message": ""}, 100),
        ("send_group_msg", {"group_id": GROUP, "message": "[CQ:video,file=https://example.test/a]"}, 100),
        ("delete_msg", {"message_id": 5}, 1200),
        ("get_msg", {"message_id": 5}, 1200),
        ("get_forward_msg", {"id": "x"}, 1200),
        ("get_image", {"file": "x"}, 1200),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_asked(action: str, params: Any, retcode: int) -> None:
    refused = plan(action, params, context())
    assert isinstance(refused, Refusal)
    assert (refused.retcode, bool(refused.words)) == (retcode, True)


@pytest.mark.parametrize(("action", "data"), [("can_send_image", {"yes": True}), ("clean_cache", None)])
def test_what_needs_no_command_is_ready(action: str, data: Any) -> None:
    assert plan(action, {}, context()) == Ready(data)


# -- sending


def test_a_message_to_a_group() -> None:
    known = context()
    params = {"group_id": str(GROUP), "message": "hi [CQ:at,qq=10003]"}
    chain = [{"type": "Plain", "text": "hi "}, {"type": "At", "target": WANG, "display": ""}]
    planned = plan("send_group_msg", params, known)
    assert content(planned) == ("sendGroupMessage", "", {"target": GROUP, "messageChain": chain})
    data = result("send_group_msg", params, [{**OK, "messageId": 99}], known)
    assert known.numbers.ref(data["message_id"]) == Ref("group", GROUP, 99)
    assert plan("get_msg", data, known).data["raw_message"] == params["message"]  # type: ignore[union-attr]
    assert content(plan("delete_msg", data, known)) == ("recall", "", {"messageId": 99, "target": GROUP})


def test_a_message_without_an_id_still_has_a_number() -> None:
    known = context()
    sent = [result("send_msg", {"user_id": ALICE, "message": "x"}, [{**OK, "messageId": -1}], known) for _ in range(2)]
    assert sent[0]["message_id"] != sent[1]["message_id"]
    assert isinstance(plan("delete_msg", sent[0], known), Refusal)


def test_text_is_text_where_it_is_said_so() -> None:
    params = {"group_id": GROUP, "message": "[CQ:at,qq=1]", "auto_escape": True}
    assert content(plan("send_group_msg", params, context()))[2]["messageChain"] == [
        {"type": "Plain", "text": "[CQ:at,qq=1]"}
    ]


def test_a_quote_that_is_forgotten_there_is_left_out_the_second_time() -> None:
    known = context()
    number = known.numbers.number(Ref("group", GROUP, 7))
    (command,) = plan("send_group_msg", {"group_id": GROUP, "message": f"[CQ:reply,id={number}]x"}, known)  # type: ignore[misc]
    assert command.content["quote"] == 7
    assert command.otherwise == {
        5: Command("sendGroupMessage", {"target": GROUP, "messageChain": [{"type": "Plain", "text": "x"}]})
    }


def test_who_is_no_friend_is_reached_by_way_of_a_group() -> None:
    known = context()
    named = plan("send_private_msg", {"user_id": WANG, "group_id": GROUP, "message": "x"}, known)
    assert content(named)[::2] == (
        "sendTempMessage",
        {"qq": WANG, "group": GROUP, "messageChain": [{"type": "Plain", "text": "x"}]},
    )
    (unsure,) = plan("send_private_msg", {"user_id": WANG, "message": "x"}, known)  # type: ignore[misc]
    assert {code: other.content["group"] for code, other in unsure.otherwise.items()} == {5: GROUP, 400: GROUP}
    assert unsure.name == "sendFriendMessage"
    known.sessions[WANG] = 20002
    assert content(plan("send_msg", {"user_id": WANG, "message": "x"}, known))[2]["group"] == 20002
    known.note_friend({"id": WANG})
    (friend,) = plan("send_msg", {"user_id": WANG, "message": "x"}, known)  # type: ignore[misc]
    assert (friend.name, friend.otherwise) == ("sendFriendMessage", {})


@pytest.mark.parametrize(
    ("action", "params", "nudge"),
    [
        ("send_msg", {"group_id": GROUP, "message": "[CQ:poke,qq=10003]"}, (WANG, GROUP, "Group")),
        ("send_private_msg", {"user_id": ALICE, "message": "[CQ:poke,qq=10002]"}, (ALICE, ALICE, "Friend")),
        ("group_poke", {"group_id": GROUP, "user_id": WANG}, (WANG, GROUP, "Group")),
        ("friend_poke", {"user_id": ALICE}, (ALICE, ALICE, "Friend")),
        ("send_poke", {"group_id": GROUP, "user_id": WANG}, (WANG, GROUP, "Group")),
    ],
)
def test_somebody_is_poked(action: str, params: dict[str, Any], nudge: tuple[int, int, str]) -> None:
    target, subject, kind = nudge
    assert content(plan(action, params, context())) == (
        "sendNudge",
        "",
        {"target": target, "subject": subject, "kind": kind},
    )


def test_forwarded_messages_go_as_one_card() -> None:
    known = context()
    nodes = [{"type": "node", "data": {"user_id": "1", "nickname": "x", "content": "hi"}}]
    params = {"group_id": GROUP, "messages": nodes}
    name, _, asked = content(plan("send_group_forward_msg", params, known))
    assert (name, asked["messageChain"][0]["type"]) == ("sendGroupMessage", "Forward")
    sent = result("send_group_forward_msg", params, [{**OK, "messageId": 9}], known)
    card = plan("get_forward_msg", {"id": sent["forward_id"]}, known)
    assert isinstance(card, Ready)
    assert card.data["messages"][0]["content"] == [{"type": "text", "data": {"text": "hi"}}]


def test_a_quick_operation_is_several_commands() -> None:
    known = context()
    number = known.numbers.number(Ref("group", GROUP, 7))
    event = {"post_type": "message", "message_type": "group", "group_id": GROUP, "user_id": WANG, "message_id": number}
    operation = {"reply": "no", "delete": True, "kick": True, "ban": True, "ban_duration": 60}
    planned = plan(".handle_quick_operation_async", {"context": event, "operation": operation}, known)
    assert isinstance(planned, list)
    assert [one.name for one in planned] == ["sendGroupMessage", "recall", "kick", "mute"]
    assert planned[0].content["messageChain"][0] == {"type": "At", "target": WANG, "display": ""}
    asked = {"post_type": "request", "request_type": "group", "flag": f"mah:m:5:{WANG}:{GROUP}"}
    answer = plan(".handle_quick_operation", {"context": asked, "operation": {"approve": False, "reason": "x"}}, known)
    assert content(answer)[2]["operate"] == 1


def test_a_file_is_uploaded_by_a_form() -> None:
    params = {"group_id": GROUP, "file": "base64://aGk=", "name": "a.txt"}
    assert plan("upload_group_file", params, context()) == Upload(
        "/file/upload", {"type": "group", "target": str(GROUP), "path": ""}, "base64://aGk=", "a.txt"
    )


# -- answers


def test_lists_of_members_have_the_account_itself_and_tell_who_may_be_mentioned() -> None:
    known = context()
    planned = plan("get_group_member_list", {"group_id": GROUP}, known)
    assert [(one.name, one.sub) for one in planned] == [("memberList", ""), ("memberInfo", "get")]  # type: ignore[union-attr]
    me = {**MEMBER, "id": BOT, "permission": "OWNER"}
    members = result("get_group_member_list", {"group_id": GROUP}, [{"code": 0, "data": [MEMBER]}, me], known)
    assert [(one["user_id"], one["role"]) for one in members] == [(BOT, "owner"), (WANG, "member")]
    assert [known.is_member(GROUP, user_id) for user_id in (BOT, WANG, ALICE)] == [True, True, False]


@pytest.mark.parametrize(
    ("action", "params", "answers", "expected"),
    [
        (
            "get_login_info",
            {},
            [{"data": {"qq": {"id": BOT, "nickname": "小麦"}}}],
            {"user_id": BOT, "nickname": "小麦"},
        ),
        (
            "get_version_info",
            {},
            [{"data": {"version": "2.10.0"}}],
            {"app_name": "mirai-api-http", "app_version": "2.10.0"},
        ),
        (
            "get_friend_list",
            {},
            [{"data": [{"id": 5, "nickname": "n", "remark": "r"}]}],
            [{"user_id": 5, "remark": "r"}],
        ),
        ("get_group_list", {}, [{"data": [MEMBER["group"]]}], [{"group_id": GROUP, "group_name": "生存服"}]),
        ("get_stranger_info", {"user_id": 5}, [{"nickname": "n", "sex": "MALE", "age": 9}], {"sex": "male", "age": 9}),
        ("get_group_member_info", {}, [{**MEMBER, "muteTimeRemaining": 60}], {"shut_up_timestamp": 1795000160}),
        ("get_group_file_url", {}, [{"data": {"downloadInfo": {"url": "http://x"}}}], {"url": "http://x"}),
        ("create_group_file_folder", {}, [{"data": {"id": "/f"}}], {"folder_id": "/f"}),
        ("set_group_ban", {}, [OK], None),
    ],
)
def test_answers_become_data(action: str, params: dict[str, Any], answers: list[Any], expected: Any) -> None:
    data = result(action, params, answers, context())
    pairs = zip(data, expected, strict=True) if isinstance(data, list) else [(data, expected)]
    for one, wanted in pairs:
        assert wanted is None if one is None else wanted.items() <= one.items()


def test_a_group_is_told_with_how_many_are_in_it() -> None:
    known = context()
    answers = [{"data": [MEMBER["group"]]}, {"data": [MEMBER]}]
    assert result("get_group_info", {"group_id": GROUP}, answers, known)["member_count"] == 2
    with pytest.raises(Refusal):
        result("get_group_info", {"group_id": 5}, answers, known)


def test_files_and_folders_are_told_apart() -> None:
    known = context()
    entries = [
        {"id": "/f", "name": "maps", "path": "/maps", "isFile": False},
        {"id": "/a", "name": "a", "isFile": True},
    ]
    data = result("get_group_root_files", {"group_id": GROUP}, [{"data": entries}], known)
    assert ([one["folder_id"] for one in data["folders"]], [one["file_id"] for one in data["files"]]) == (
        ["/f"],
        ["/a"],
    )
    put = plan("upload_group_file", {"group_id": GROUP, "file": "base64://aGk=", "folder": "/f"}, known)
    assert isinstance(put, Upload)
    assert put.fields["path"] == "/maps"


def test_a_message_that_is_asked_for_is_an_event() -> None:
    known = context()
    number = known.numbers.number(Ref("group", GROUP, 812))
    assert content(plan("get_msg", {"message_id": number}, known))[2] == {"messageId": 812, "target": GROUP}
    data = result("get_msg", {"message_id": number}, [{"code": 0, "data": PACKETS[1]}], known)
    assert (data["message_id"], data["real_id"], data["sender"]["card"]) == (number, number, "老王")


def test_answers_of_napcats_plug_in_mean_the_same() -> None:
    known = context()
    params = {"group_id": GROUP, "message": "hi"}
    sent = result("send_group_msg", params, [{**OK, "data": {"messageId": -77}}], known)
    assert known.numbers.ref(sent["message_id"]) == Ref("group", GROUP, -77)
    member = {**MEMBER, "muteTimeRemaining": 1_795_000_500}  # until when
    assert result("get_group_member_info", {}, [{"code": 0, "data": member}], known)["shut_up_timestamp"] == 1795000500
    over = {**MEMBER, "muteTimeRemaining": 1_700_000_000}
    assert result("get_group_member_info", {}, [{"code": 0, "data": over}], known)["shut_up_timestamp"] == 0
    packet = {**PACKETS[1], "sender": {"id": WANG, "nickname": "W", "memberName": "老王"}}
    asked = {"message_id": known.numbers.number(Ref("group", GROUP, 812))}
    assert result("get_msg", asked, [{"code": 0, "data": packet}], known)["group_id"] == GROUP


@example("send_private_msg", "0", None)
@given(st.sampled_from([*ACTIONS]), JUNK, JUNK)
def test_no_action_and_no_answer_raises(action: str, params: Any, answer: Any) -> None:
    known = context()
    given_params = params if isinstance(params, dict) else {"group_id": params, "user_id": 5, "message": params}
    planned = plan(action, given_params, known)
    if isinstance(planned, list):
        answers = [answer] * max(len(planned), 2)
        try:
            result(action, given_params, answers, known)
        except Refusal as refusal:
            assert refusal.retcode == 1200


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_every_action_is_planned_or_refused(action: str) -> None:
    known = context()
    number = known.numbers.number(Ref("group", GROUP, 7))
    params = {"group_id": GROUP, "user_id": WANG, "message": "hi", "message_id": number, "file_id": "/a", "name": "x"}
    planned = plan(action, {**params, "content": "x", "notice_id": "1", "group_name": "x", "file": "http://a"}, known)
    if isinstance(planned, list):
        for command in planned:
            try:
                to_actions(command.name, command.content, command.sub, known)
            except State as state:
                assert (command.name, state.code) in {("sessionInfo", 6)} or state.code == 5


def test_state_codes_are_retcodes_that_mean_nothing_else() -> None:
    assert [retcode_of(code) for code in (1, 5, 400)] == [20001, 20005, 20400]


# -- the other end


class Server(Context):
    """A context that gives ids, as the sandbox's."""

    def __init__(self) -> None:
        super().__init__(BOT, Numbers(kept=10), clock=lambda: 1_795_000_100)
        self.note_friend({"id": ALICE, "nickname": "Alice"})
        self.members[GROUP] = context().members[GROUP]
        self.complete.add(GROUP)


PLAIN = [{"type": "Plain", "text": "x"}]


@pytest.mark.parametrize(
    ("command", "sub", "asked", "steps"),
    [
        ("sendGroupMessage", "", {"target": GROUP, "messageChain": PLAIN}, ["send_group_msg"]),
        ("sendGroupMessage", "", {"group": GROUP, "messageChain": PLAIN}, ["send_group_msg"]),
        ("sendFriendMessage", "", {"qq": ALICE, "messageChain": PLAIN}, ["send_private_msg"]),
        ("sendTempMessage", "", {"qq": WANG, "group": GROUP, "messageChain": PLAIN}, ["send_private_msg"]),
        ("sendImageMessage", "", {"target": GROUP, "urls": ["http://a"]}, ["send_group_msg"]),
        ("memberInfo", "update", {"target": GROUP, "memberId": WANG, "info": {"name": "x"}}, ["set_group_card"]),
        (
            "memberInfo",
            "update",
            {"target": GROUP, "memberId": WANG, "info": {"name": "x", "specialTitle": "y"}},
            ["set_group_card", "set_group_special_title"],
        ),
        ("memberInfo", "update", {"target": GROUP, "memberId": WANG, "info": {}}, []),
        (
            "groupConfig",
            "update",
            {"target": GROUP, "config": {"name": "x", "muteAll": True}},
            ["set_group_name", "set_group_whole_ban"],
        ),
        ("sendNudge", "", {"target": WANG, "subject": GROUP, "kind": "group"}, ["group_poke"]),
        ("cmd_execute", "", {"command": PLAIN}, []),
        ("file_delete", "", {"target": GROUP, "id": "/a"}, ["delete_group_file"]),
    ],
)
def test_a_command_is_these_actions(command: str, sub: str, asked: dict[str, Any], steps: list[str]) -> None:
    assert [action for action, _ in to_actions(command, asked, sub, Server())] == steps


@pytest.mark.parametrize(
    ("command", "sub", "asked", "code"),
    [
        ("noSuchCommand", "", {}, 6),
        ("groupConfig", "", {"target": GROUP}, 6),
        ("uploadImage", "", {}, 6),
        ("mute", "", {"target": GROUP}, 400),
        ("mute", "", {"target": "x", "memberId": WANG}, 400),
        ("sendGroupMessage", "", {"target": GROUP}, 400),
        ("sendGroupMessage", "", {"messageChain": PLAIN}, 5),
        ("sendGroupMessage", "", {"target": GROUP, "messageChain": [{"type": "Json", "xml": "{}"}]}, 400),
        ("sendGroupMessage", "", {"target": GROUP, "messageChain": [{"type": "NoSuch"}]}, 400),
        ("sendGroupMessage", "", {"target": GROUP, "messageChain": [{"type": "At", "target": 5}]}, 5),
        ("sendGroupMessage", "", {"target": GROUP, "messageChain": PLAIN, "quote": 5}, 5),
        ("sendGroupMessage", "", {"target": GROUP, "messageChain": [{"type": "Plain", "text": "长" * 5001}]}, 30),
        ("sendGroupMessage", "", {"target": GROUP, "messageChain": [{"type": "Image", "url": "http://a"}] * 51}, 30),
        ("sendFriendMessage", "", {"target": WANG, "messageChain": PLAIN}, 5),
        ("sendTempMessage", "", {"qq": WANG, "messageChain": PLAIN}, 5),
        ("sendOtherClientMessage", "", {"target": 1, "messageChain": PLAIN}, 5),
        ("recall", "", {"target": 5}, 400),
        ("recall", "", {"target": GROUP, "messageId": 5}, 5),
        ("messageFromId", "", {"id": 5}, 400),
        ("friendProfile", "", {"target": WANG}, 5),
        ("file_list", "", {"qq": ALICE}, 5),
        ("file_info", "", {"target": GROUP}, None),
        ("resp_memberJoinRequestEvent", "", {"eventId": 5}, 400),
    ],
)
def test_a_command_that_is_wrong_has_its_state_code(command: str, sub: str, asked: dict[str, Any], code: Any) -> None:
    if code is None:
        assert to_actions(command, asked, sub, Server())
        return
    with pytest.raises(State) as failed:
        to_actions(command, asked, sub, Server())
    assert failed.value.answer["code"] == code
    assert code in STATES


def test_what_was_sent_has_the_next_id_of_its_conversation() -> None:
    known = Server()
    asked = {"target": GROUP, "messageChain": PLAIN}
    answers = [to_answer("sendGroupMessage", asked, "", [{"message_id": number}], known) for number in (501, 502)]
    assert [one["messageId"] for one in answers] == [1, 2]
    private = {"target": ALICE, "messageChain": PLAIN}
    assert to_answer("sendFriendMessage", private, "", [{"message_id": 503}], known)["messageId"] == 1
    assert known.numbers.ref_at(502, Place(GROUP)) == Ref("group", GROUP, 2)


@given(
    st.sampled_from(sorted({row.command for row in ROWS} | {"sendGroupMessage", "file_list", "roamingMessages"})), JUNK
)
def test_no_command_raises_anything_but_a_state(command: str, junk: Any) -> None:
    for sub in ("", "get", "update"):
        for asked in ({}, {"target": junk, "memberId": junk, "messageChain": junk, "id": junk, "path": junk}):
            try:
                to_actions(command, asked, sub, Server())
            except State as state:
                assert state.code in STATES


def test_every_lossy_action_is_one_that_there_is() -> None:
    assert {loss.name for loss in LOSSY if loss.side == "action"} <= {*ACTIONS}
