"""Several servers behind the bridge answer as one."""

import asyncio
from typing import Any

import pytest
from fleet import OTHER, QUIET, reverse
from neighbours import A, B, servers

from our_bot import BOB, GROUP, SELF
from qq_api import image, text
from qq_api.bridge.together.merge import merged, parted
from qq_api.bridge.together.words import Words
from support import until

# -- what commands are


@pytest.mark.parametrize(
    ("message", "command"),
    [
        ("/list", ("list", "")),
        ("  /LIST all  ", ("list", "all")),
        ("/服务器 creative", ("服务器", "creative")),
        ("[CQ:reply,id=5][CQ:at,qq=1] /server  a  b", ("server", "a b")),
        ([{"type": "at", "data": {"qq": "1"}}, text(" /list")], ("list", "")),
        ([text(""), {"type": "reply", "data": {"id": "5"}}, text("/list")], ("list", "")),
        ("[CQ:at,qq=2] /list", None),
        ("[CQ:image,file=a.png]/list", None),
        ("&#91;CQ:at,qq=1&#93; /list", None),
        ("list", None),
        ("/", None),
        ("mc list", ("list", "")),
        ("mclist", None),
        ("", None),
        (None, None),
        ([text("/list"), image("http://a/b.png")], ("list", "")),
    ],
)
def test_a_command_is_found_in_strings_and_segments(message: Any, command: Any) -> None:
    assert Words(["/", "mc"]).command({"message": message, "self_id": 1}) == command


def test_the_answers_of_servers_stand_under_their_names_and_no_name_twice() -> None:
    quote = {"type": "reply", "data": {"id": "5"}}
    picture = image("http://a/b.png")
    message = merged([(A, [quote, text("[Survival] 1 online")]), (B, [quote, picture]), ("c", [text("x")])])
    assert message == [quote, text(f"[Survival] 1 online\n[{B}]\n"), picture, text("\n[c]\nx")]


def test_a_name_in_the_middle_or_of_another_does_not_count() -> None:
    assert merged([(A, [text(f"hi [{A}] x")])]) == [text(f"[{A}]\nhi [{A}] x")]
    assert merged([("a", [text("[ab] x")])]) == [text("[a]\n[ab] x")]


def test_what_is_too_long_for_one_message_becomes_several_of_whole_answers() -> None:
    long, short = [text("x" * 2000)], [text("y")]
    answers = [("a", short), ("b", long), ("c", long), ("d", [text("z" * 9999)]), ("e", [image("http://a/b.png")])]
    assert [[name for name, _ in part] for part in parted(answers)] == [["a", "b"], ["c"], ["d"], ["e"]]
    assert parted([]) == []


# -- one answer


async def test_what_all_servers_answer_is_said_once() -> None:
    async with servers(A, B) as two:
        await two.asks("/list")
        first, second = await two.heard(A, "/list"), await two.heard(B, "/list")
        both = await asyncio.gather(two.answers(B, second, "Nobody"), two.answers(A, first, f"[{A}] Steve"))
        assert two.said() == [f"[{A}] Steve\n[{B}]\nNobody"]
        assert both[0]["data"] == both[1]["data"] and both[0]["data"]["message_id"]
        said = next(one for one in two.net.qq.world.messages.values() if one.user_id == SELF)
        assert [part["type"] for part in said.segments] == ["reply", "text"]
        assert said.segments[0]["data"]["id"] == str(first["message_id"])


async def test_an_answer_as_a_cq_string_is_one_too() -> None:
    async with servers(A, B) as two:
        await two.asks("/status")
        event = await two.heard(A, "/status")
        await two.heard(B, "/status")
        code = f"[CQ:reply,id={event['message_id']}]a &amp; b"
        string = two[A].calls("send_msg", "s", group_id=GROUP, message=code)
        await asyncio.gather(string, two.answers(B, event, "c"))
        assert two.said() == [f"[{A}]\na & b\n[{B}]\nc"]


async def test_who_never_answers_holds_up_the_others_no_longer_than_is_configured() -> None:
    async with servers(A, B, together={"wait": 0.2}) as two:
        await two.asks("/list")
        event = await two.heard(A, "/list")
        await two.heard(B, "/list")
        assert (await two.answers(A, event, "one"))["status"] == "ok"
        assert two.said() == [f"[{A}]\none"]
        await two.answers(B, event, "late")
        assert two.said() == [f"[{A}]\none", f"[{B}]\nlate"]


async def test_who_says_more_than_one_thing_says_the_rest_behind_it() -> None:
    async with servers(A, B) as two:
        await two.asks("/list")
        event = await two.heard(A, "/list")
        await two.heard(B, "/list")
        asking = [asyncio.create_task(two.answers(A, event, one)) for one in ("one", "two")]
        await asyncio.sleep(0)
        await two.answers(B, event, "three")
        await asyncio.gather(*asking)
        assert two.said() == [f"[{A}]\none\n[{B}]\nthree", f"[{A}]\ntwo"]


async def test_a_server_that_is_away_is_not_waited_for() -> None:
    async with servers(A, B, more=[reverse("away", 1)], together={"wait": 60}) as two:
        await two.asks("/list")
        event = await two.heard(A, "/list")
        await two.heard(B, "/list")
        await asyncio.gather(two.answers(A, event, "one"), two.answers(B, event, "two"))
        assert two.said() == [f"[{A}]\none\n[{B}]\ntwo"]


async def test_who_goes_meanwhile_has_answered_or_is_left_out() -> None:
    async with servers(A, B, "third", together={"wait": 6}) as two:
        await two.asks("/list")
        event = await two.heard(A, "/list")
        await two.heard(B, "/list")
        await two.heard("third", "/list")
        going = asyncio.create_task(two.answers(A, event, "one"))
        await asyncio.sleep(0)
        await two[A].calls("get_status", "behind it")
        await two.end(A)
        await two.end("third")
        assert (await two.answers(B, event, "two"))["status"] == "ok"
        assert two.said() == [f"[{A}]\none\n[{B}]\ntwo"]
        going.cancel()


async def test_an_error_of_qq_is_told_to_every_caller() -> None:
    async with servers(A, B) as two:
        await two.asks("/list")
        event = await two.heard(A, "/list")
        await two.heard(B, "/list")
        two.net.qq.endpoints[0].faults.fail_delivered = True
        both = await asyncio.gather(two.answers(A, event, "one"), two.answers(B, event, "two"))
        assert [one["status"] for one in both] == ["failed", "failed"]
        assert both[0]["retcode"] == both[1]["retcode"] != 0


async def test_what_quotes_nothing_or_something_else_is_passed_on() -> None:
    async with servers(A, B, together={"wait": 60}) as two:
        await two.asks("/list")
        event = await two.heard(A, "/list")
        await two.heard(B, "/list")
        await two[A].calls("send_group_msg", 1, group_id=GROUP, message="no quote")
        await two.answers(A, {**event, "message_id": 12345}, "another quote")
        await two.answers(A, {**event, "group_id": QUIET}, "elsewhere")
        assert two.said() == ["no quote", "another quote", "elsewhere"]


async def test_only_who_may_hear_the_group_is_waited_for() -> None:
    async with servers(A, B, "elsewhere", rights={"elsewhere": {"groups": [QUIET]}}, together={"wait": 60}) as two:
        await two.asks("/list")
        event = await two.heard(A, "/list")
        await two.heard(B, "/list")
        await asyncio.gather(two.answers(A, event, "one"), two.answers(B, event, "two"))
        assert two.said() == [f"[{A}]\none\n[{B}]\ntwo"] and not two["elsewhere"].lines


async def test_other_bots_answer_for_themselves() -> None:
    async with servers(A, B, "bot", rights={"bot": {"game": False}}, together={"wait": 60}) as two:
        await two.asks("/list")
        event = await two.heard("bot", "/list")
        await two.answers("bot", event, "beep")
        assert two.said() == ["beep"]


async def test_where_one_minecraft_server_hears_a_group_nothing_of_this_shows() -> None:
    async with servers(A, B, "bot", rights={B: {"groups": [QUIET]}, "bot": {"game": False}}) as two:
        for words in ("/list", "/server", "/mc hi"):
            await two.asks(words)
            await two.heard(A, words)
        await two.answers(A, await two.heard(A, "/list"), "one")
        assert two.said() == ["one"]


async def test_it_can_be_switched_off() -> None:
    async with servers(A, B, together={"enabled": False}) as two:
        await two.asks("/server")
        event = await two.heard(A, "/server")
        await two.answers(A, event, "mine")
        assert two.said() == ["mine"] and await two.heard(B, "/server")
        told = await two[A].calls("tell_servers", 1, kind="chat", player="S", text="hi", group_ids=[GROUP])
        assert told["retcode"] == 1404


async def test_two_bots_in_one_group_answer_once() -> None:
    async with servers(A, B, accounts=(SELF, OTHER)) as two:
        await two.asks("/list")
        first, second = await two.heard(A, "/list"), await two.heard(B, "/list")
        await asyncio.gather(two.answers(A, first, "one"), two.answers(B, second, "two"))
        await two.asks("/server creative")
        await until(lambda: len(two.said()) == 2)
        await two[A].calls("get_status", "after all that")
        assert two.said() == [f"[{A}]\none\n[{B}]\ntwo", f"You speak to [{B}] now"]


async def test_servers_that_hear_a_group_by_different_bots_answer_once_too() -> None:
    rights = {A: {"accounts": [SELF]}, B: {"accounts": [OTHER]}, "c": {}, "d": {}}
    async with servers(A, B, "c", "d", rights=rights, accounts=(SELF, OTHER)) as two:
        await two.asks("/list")
        events = {name: await two.heard(name, "/list") for name in two.servers}
        assert {events[A]["self_id"], events[B]["self_id"]} == {SELF, OTHER}
        said = (two.answers(name, event, name) for name, event in events.items())
        await asyncio.gather(*said)
        assert two.said() == [f"[{A}]\n{A}\n[{B}]\n{B}\n[c]\nc\n[d]\nd"]


async def test_in_private_it_is_the_same() -> None:
    async with servers(A, B) as two:
        for words in ("/list", "/server creative", "/bound"):
            await two.net.qq.private(SELF).say(BOB, words)
        event = await two.heard(A, "/list")
        await two.heard(B, "/bound")
        said = (
            two[name].calls(
                "send_private_msg",
                5,
                user_id=BOB,
                message=[{"type": "reply", "data": {"id": event["message_id"]}}, text(name)],
            )
            for name in (A, B)
        )
        await asyncio.gather(*said)
        assert two.said() == [f"You speak to [{B}] now", f"[{A}]\n{A}\n[{B}]\n{B}"] and two[A].lines == ["/list"]


async def test_long_answers_are_several_messages_and_each_server_hears_of_its_own() -> None:
    async with servers(A, B) as two:
        await two.asks("/list")
        event = await two.heard(A, "/list")
        await two.heard(B, "/list")
        both = await asyncio.gather(two.answers(A, event, "a" * 2000), two.answers(B, event, "b" * 2000))
        assert two.said() == [f"[{A}]\n{'a' * 2000}", f"[{B}]\n{'b' * 2000}"]
        assert both[0]["data"]["message_id"] != both[1]["data"]["message_id"]
