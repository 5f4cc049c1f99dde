"""The make-believe official platform, on the wire: what a bot may say to groups and people, when and how often."""

import pytest
from official_client import ALICE, NOTCH, WANG, Client, Link, bot, code_of, stand_still

from qq_api import message
from qq_api.sandbox.official.ids import Place
from qq_api.sandbox.official.refusals import Refusal
from qq_api.sandbox.official.rules import Quota, check_text, window
from qq_api.sandbox.run import GROUP_ID, SELF_ID
from qq_api.sandbox.world import friends, groups


async def anchor(client: Client, link: Link) -> str:
    """The id of a message in the group that can be answered."""
    client.says("hm")
    return str((await link.hear("GROUP_AT_MESSAGE_CREATE"))["d"]["id"])


async def private(client: Client, link: Link) -> str:
    """The same, in private."""
    client.says("hm", at=False, to=SELF_ID)
    return str((await link.hear("C2C_MESSAGE_CREATE"))["d"]["id"])


# -- answers


async def test_a_message_is_answered_five_times_in_five_minutes() -> None:
    async with bot(active=False) as client, client.listening() as link:
        first = await anchor(client, link)
        codes = [code_of(await client.to_group(msg_id=first, msg_seq=seq)) for seq in range(1, 7)]
        assert codes == [0, 0, 0, 0, 0, 40034128]
        stand_still(client.official.clock)
        second = await anchor(client, link)
        client.official.clock.move(300)
        assert code_of(await client.to_group(msg_id=second)) == 0
        client.official.clock.move(1)
        assert code_of(await client.to_group(msg_id=second, msg_seq=2)) == 40034005
        assert code_of(await client.to_group()) == 40034102


async def test_in_private_it_is_four_times_in_an_hour() -> None:
    async with bot(active=False) as client, client.listening() as link:
        first = await private(client, link)
        codes = [code_of(await client.to_user(msg_id=first, msg_seq=seq)) for seq in range(1, 6)]
        assert codes == [0, 0, 0, 0, 40034128]
        second = await private(client, link)
        client.official.clock.move(3601)
        assert code_of(await client.to_user(msg_id=second)) == 304103


async def test_the_same_msg_seq_is_said_once() -> None:
    async with bot() as client, client.listening() as link:
        first = await anchor(client, link)
        assert code_of(await client.to_group("one", msg_id=first)) == 0
        assert code_of(await client.to_group("one", msg_id=first)) == 40054005
        assert code_of(await client.to_group("one", msg_id=first, msg_seq=1)) == 40054005
        assert code_of(await client.to_group("two", msg_id=first, msg_seq=2)) == 0
        assert code_of(await client.to_group("x.com", msg_id=first, msg_seq=3)) == 40054010  # it does not count
        assert code_of(await client.to_group("three", msg_id=first, msg_seq=3)) == 0
        assert client.said() == [[message.text(word)] for word in ("one", "two", "three")]


async def test_only_what_was_said_there_can_be_answered() -> None:
    async with bot() as client, client.listening() as link:
        first, own = await private(client, link), (await client.to_group()).json()["id"]
        for wrong in ("ROBOT1.0_nonsense", first, own):
            assert code_of(await client.to_group(msg_id=wrong)) == 40034024


async def test_events_are_answered_by_their_outer_ids() -> None:
    async with bot(active=False) as client, client.listening(1 << 24 | 1 << 25) as link:
        event_id = client.official.take_active(False, group_id=GROUP_ID, user_id=ALICE)
        assert (await link.hear("GROUP_MSG_REJECT"))["id"] == event_id
        assert code_of(await client.to_group(event_id=event_id)) == 40034027
        event_id = client.official.take_active(True, group_id=GROUP_ID, user_id=ALICE)
        assert code_of(await client.to_group(event_id=event_id)) == 0
        assert code_of(await client.to_group(event_id=event_id)) == 40054005
        assert code_of(await client.to_user(event_id=event_id)) == 40034025
        assert code_of(await client.to_group(event_id="nonsense")) == 40034025
        client.official.clock.move(301)
        assert code_of(await client.to_group(event_id=event_id, msg_seq=2)) == 40034026


# -- what answers nothing


async def test_people_and_groups_may_refuse_what_answers_nothing() -> None:
    async with bot() as client:
        assert code_of(await client.to_group()) == code_of(await client.to_user()) == 0
        client.official.take_active(False, group_id=GROUP_ID, user_id=ALICE)
        client.official.take_active(False, user_id=ALICE)
        assert (code_of(await client.to_group()), code_of(await client.to_user())) == (40034105, 40054013)
        client.official.take_active(True, group_id=GROUP_ID, user_id=ALICE)
        client.official.take_active(True, user_id=ALICE)
        assert code_of(await client.to_group()) == code_of(await client.to_user()) == 0


async def test_a_group_takes_twenty_in_a_minute() -> None:
    async with bot() as client:
        assert {code_of(await client.to_group()) for _ in range(20)} == {0}
        assert code_of(await client.to_group()) == 40034100
        assert code_of(await client.to_user()) == 0
        client.official.clock.move(60)
        assert code_of(await client.to_group()) == 0


def refused(quota: Quota, place: Place, now: float) -> int:
    try:
        quota.check(place, now)
    except Refusal as refusal:
        return refusal.code
    quota.spend(place, now)
    return 0


def test_quotas_are_of_places_and_of_the_bot() -> None:
    quota, day = Quota(), 86_400
    codes = [refused(quota, Place("group", 1), 10.0 * number) for number in range(1001)]
    assert {*codes[:1000]} == {0} and codes[1000] == 22009
    assert refused(quota, Place("group", 2), 10_010) == 0
    assert refused(quota, Place("group", 1), day + 1) == 0
    quota = Quota()
    assert [refused(quota, Place("group", number), 0) for number in range(61)] == [0] * 60 + [40034100]
    quota = Quota()
    assert [refused(quota, Place("c2c", number), 0) for number in range(11)] == [0] * 10 + [40034100]
    quota = Quota()
    assert [refused(quota, Place("channel", 1), 10 * number) for number in range(21)] == [0] * 20 + [304045]
    quota = Quota()
    assert [refused(quota, Place("channel", number), 10 * number) for number in range(3)] == [0, 0, 304047]
    quota = Quota()
    assert [refused(quota, Place("dms", 1), 10 * number) for number in range(3)] == [0, 0, 304049]
    quota = Quota()
    assert [refused(quota, Place("dms", number), number) for number in range(201)] == [0] * 200 + [304050]


async def test_somebody_who_went_silent_is_called_back_once_in_each_window() -> None:
    async with bot(active=False) as client, client.listening() as link:
        assert code_of(await client.to_user(is_wakeup=True)) == 40034102
        await private(client, link)
        assert code_of(await client.to_user(is_wakeup=True)) == 0
        assert code_of(await client.to_user(is_wakeup=True)) == 40034100
        client.official.clock.move(86_400)
        await client.login()
        assert code_of(await client.to_user(is_wakeup=True)) == 0
        client.official.clock.move(30 * 86_400)
        await client.login()
        assert code_of(await client.to_user(is_wakeup=True)) == 40034102
    assert [window(days) for days in (0, 0.9, 1, 3, 7, 29.9, 30)] == [0, 0, 1, 2, 3, 3, None]


# -- what is said


LINKS = ["see mc.example.com", "https://x", "www.a", "a.COM/b", "play.example.cn:25565"]
NO_LINKS = ["1.20.4 is out", "a. b", "world.zip", "...", "e.g. this", "config.yml"]


@pytest.mark.parametrize("text", LINKS)
def test_links_are_refused_in_groups(text: str) -> None:
    for place, code in ((Place("group", 1), 40054010), (Place("channel", 1), 304003)):
        with pytest.raises(Refusal, match=str(code)):
            check_text(place, text)
    check_text(Place("c2c", 1), text)


@pytest.mark.parametrize("text", NO_LINKS)
def test_what_is_no_link_is_taken(text: str) -> None:
    check_text(Place("group", 1), text)


async def test_texts_have_to_be_there_and_not_too_long() -> None:
    async with bot() as client:
        assert code_of(await client.to_group("")) == 304061
        assert code_of(await client.to_group("x" * 4001)) == 40054007
        assert code_of(await client.to_group("x" * 4000)) == 0
        assert code_of(await client.to_group(msg_type=5)) == 12002
        assert code_of(await client.to_group(msg_type="0")) == 0
        assert code_of(await client.to_group(msg_type=True)) == 12002


BUTTON = {"id": "1", "render_data": {"label": "Yes"}, "action": {"type": 2, "data": "/yes"}}


async def test_markdown_comes_with_buttons_and_without_text() -> None:
    async with bot() as client:
        board = {"content": {"rows": [{"buttons": [BUTTON]}]}}
        answer = await client.to_group("", msg_type=2, markdown={"content": "# Hi"}, keyboard=board)
        assert code_of(answer) == 0
        assert client.said()[0] == [message.markdown("# Hi"), {"type": "keyboard", "data": board}]
        assert code_of(await client.to_group("", msg_type=2, keyboard=board)) == 0
        assert code_of(await client.to_group("", msg_type=2, keyboard={"id": "102"})) == 0
        template = {"custom_template_id": "T1", "params": [{"key": "a", "values": ["b"]}]}
        assert code_of(await client.to_group("", msg_type=2, markdown=template)) == 0
        assert client.said()[-1] == [message.markdown("[T1]\na: b")]
        for wrong, code in (
            ({"markdown": {"content": "# Hi"}, "content": "text"}, 50037),
            ({"content": ""}, 22006),
            ({"content": "", "markdown": {}}, 22006),
            ({"content": "", "markdown": "# Hi"}, 12002),
            ({"content": "", "markdown": {"content": "x" * 4001}}, 40054018),
            ({"content": "", "keyboard": {"content": {"rows": [{"buttons": [BUTTON] * 6}]}}}, 304039),
            ({"content": "", "keyboard": {"content": {"rows": [{"buttons": [BUTTON]}] * 6}}}, 304039),
            ({"content": "", "keyboard": {"content": {"rows": [{"buttons": [{}]}]}}}, 304039),
            ({"content": "", "keyboard": {}}, 304039),
        ):
            assert code_of(await client.to_group(**{"content": "", "msg_type": 2, **wrong})) == code, wrong


async def test_other_kinds_are_for_whom_they_are_for() -> None:
    async with bot() as client:
        assert code_of(await client.to_group("", msg_type=3, ark={"template_id": 23})) == 304004
        assert code_of(await client.to_group("", msg_type=4, embed={"title": "x"})) == 22006
        assert code_of(await client.to_group("", msg_type=6, input_notify={"input_type": 1})) == 22006
        assert code_of(await client.to_user("", msg_type=6)) == 22006
        typing = await client.to_user("", msg_type=6, input_notify={"input_type": 1, "input_second": 5})
        assert code_of(typing) == 0 and client.said() == []
        assert client.world.people[SELF_ID].typing == {ALICE: 1}
    async with bot(ark=True) as client:
        assert code_of(await client.to_group("", msg_type=3)) == 22006
        assert code_of(await client.to_group("", msg_type=3, ark={"template_id": 23})) == 0
        assert client.said()[0][0]["type"] == "json"


async def test_mentions_and_faces_are_such_for_people() -> None:
    async with bot() as client:
        wang = client.ids.of("user", WANG)
        said = f'<qqbot-at-user id="{wang}" /> and <@{wang}><@!{wang}> <faceType=1,faceId="14",ext="e30="> <@NOBODY>'
        assert code_of(await client.to_group(said)) == 0
        at, face = message.at(WANG), message.face(14)
        texts = [at, message.text(" and "), at, at, message.text(" "), face, message.text(" <@NOBODY>")]
        assert client.said()[0] == texts
        assert code_of(await client.to_user(f"<@{wang}>")) == 0
        assert client.said()[1] == [message.text(f"<@{wang}>")]


async def test_a_message_is_quoted_by_its_reference() -> None:
    async with bot() as client, client.listening() as link:
        number = client.says("one")
        (ext,) = (await link.hear("GROUP_AT_MESSAGE_CREATE"))["d"]["message_scene"]["ext"]
        index = ext.removeprefix("msg_idx=")
        answer = await client.to_group("two", message_reference={"message_id": index})
        assert client.said()[0] == [message.reply(number), message.text("two")]
        own = answer.json()["ext_info"]["ref_idx"]
        assert code_of(await client.to_group("three", message_reference={"message_id": own})) == 0
        wrong = {"message_id": "ROBOT1.0_x"}
        assert code_of(await client.to_group("four", message_reference=wrong)) == 50039
        assert code_of(await client.to_group("four", message_reference=wrong | {"ignore_get_message_error": True})) == 0
        assert code_of(await client.to_group("four", message_reference="x")) == 12002


async def test_answers_look_as_in_their_year() -> None:
    for year, keys in (
        (2024, {"id", "timestamp"}),
        (2025, {"id", "timestamp"}),
        (2026, {"id", "timestamp", "ext_info"}),
    ):
        async with bot(shape=year) as client:
            told = (await client.to_group()).json()
            assert told.keys() == keys and isinstance(told["timestamp"], int if year == 2024 else str)


# -- where


async def test_a_bot_speaks_only_where_it_can() -> None:
    async with bot() as client:
        world = client.world
        groups.mute(world, ALICE, GROUP_ID, SELF_ID, 60)
        assert code_of(await client.to_group()) == 40054002
        groups.mute(world, ALICE, GROUP_ID, SELF_ID, 0)
        groups.mute_all(world, ALICE, GROUP_ID, True)
        assert code_of(await client.to_group()) == 40054002
        groups.mute_all(world, ALICE, GROUP_ID, False)
        assert code_of(await client.to_group()) == 0
        groups.kick(world, ALICE, GROUP_ID, SELF_ID)
        assert code_of(await client.to_group()) == 40034101
        world.add_person(7, "nobody's friend")
        stranger = client.ids.of("user", 7)
        for openid in (stranger, "F" * 32, client.alice.lower()):
            path = f"/v2/users/{openid}/messages"
            assert await client.code("POST", path, {"content": "hi"}) == 40054004
        nowhere = client.ids.of("group", 20002)  # it is a channel
        assert await client.code("POST", f"/v2/groups/{nowhere}/messages", {"content": "hi"}) == 40034101


async def test_members_of_its_groups_can_be_talked_to_without_being_friends() -> None:
    async with bot() as client:
        friends.unfriend(client.world, ALICE, SELF_ID)
        assert code_of(await client.to_user()) == 0


# -- taking back


async def test_a_message_is_taken_back_within_two_minutes() -> None:
    async with bot() as client:
        path = f"/v2/groups/{client.group}/messages"
        said = (await client.to_group()).json()["id"]
        assert await client.code("DELETE", f"/v2/users/{client.alice}/messages/{said}") == 40061002
        assert (await client.call("DELETE", f"{path}/{said}")).status_code == 204
        assert client.world.messages[[*client.world.messages][-1]].recalled
        assert await client.code("DELETE", f"{path}/{said}") == 40061002
        late = (await client.to_group()).json()["id"]
        client.official.clock.move(121)
        assert await client.code("DELETE", f"{path}/{late}") == 40064004
        private = (await client.to_user()).json()["id"]
        client.official.clock.move(-121)
        assert (await client.call("DELETE", f"/v2/users/{client.alice}/messages/{private}")).status_code == 204


async def test_only_admins_take_back_what_others_said() -> None:
    async with bot() as client:
        path = f"/v2/groups/{client.group}/messages"
        theirs = client.ids.of("message", client.says("oops", who=NOTCH))
        assert await client.code("DELETE", f"{path}/{theirs}") == 40062003
        client.world.groups[GROUP_ID].members[SELF_ID].role = "admin"
        assert (await client.call("DELETE", f"{path}/{theirs}")).status_code == 204
        owners = client.ids.of("message", client.says("oops"))
        assert await client.code("DELETE", f"{path}/{owners}") == 40062003


# -- bit by bit


async def test_a_private_message_comes_bit_by_bit() -> None:
    async with bot() as client:
        path = f"/v2/users/{client.alice}/stream_messages"

        async def bit(text: str, **stream: object) -> str:
            told = await client.ok("POST", path, {"content": text, "stream": {"state": 1, **stream}})
            return str(told["id"])

        first = await bit("one", index=1)
        assert await bit(" two", index=2, id=first) == first
        assert client.said() == [[message.text("one two")]]
        await bit("three", index=0, id=first, reset=True)
        await bit("!", index=1, id=first, state=10)
        assert client.said() == [[message.text("three!")]]
        late = {"content": "late", "stream": {"state": 1, "index": 2, "id": first}}
        assert await client.code("POST", path, late) == 40034024
        assert await client.code("POST", path, {"content": "x"}) == 12002
