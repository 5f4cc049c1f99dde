"""What sending does with each answer of the platform: counted, for nothing may be said twice or pretended."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from official_half import GROUP, STEVE, Half, frame, frames, refusal, said, whispered

from qq_api import ActionFailed, ApiNotAvailable, message
from qq_api.errors import Unanswered
from qq_api.official import sending
from qq_api.official.problems import Accepted
from qq_api.official.scenes import Target
from qq_api.official.settings import Settings
from support import DATA

PATH = f"/v2/groups/{GROUP}/messages"
PIXEL = (DATA / "pixel.png").read_bytes()


@pytest.fixture
def half() -> Half:
    return Half()


async def say(half: Half, text: Any = "hi", **params: Any) -> Any:
    return await half.do("send_group_msg", **{"group_id": GROUP, "message": text, **params})


async def failure(half: Half, text: Any = "hi", **params: Any) -> dict[str, Any]:
    with pytest.raises(ActionFailed) as caught:
        await say(half, text, **params)
    result: dict[str, Any] = caught.value.result
    return result


def hung(half: Half) -> list[Any]:
    """What each try hung on, and its number."""
    return [(one.get("msg_id") or one.get("event_id"), one.get("msg_seq")) for one in half.platform.sent]


# -- the ways


async def test_a_reply_hangs_on_the_newest_message_each_with_a_number_of_its_own(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.hear(said("b", "M2"))
    answers = [await say(half) for _ in range(3)]
    assert hung(half) == [("M2", 1), ("M2", 2), ("M2", 3)]
    assert [one["message_id"] for one in answers] == [3, 4, 5]
    assert half.platform.calls[0][1] == PATH
    assert half.platform.sent[0] == {"msg_type": 0, "content": "hi", "msg_id": "M2", "msg_seq": 1}


async def test_the_last_reply_of_a_message_is_kept_for_what_answers_it(half: Half) -> None:
    half.hear(said("a", "M1"))
    for _ in range(5):
        await say(half)
    assert hung(half)[-2:] == [("M1", 4), (None, None)], "the fifth is active"
    await say(half, [message.reply(1), message.text("ok")])
    assert hung(half)[-1] == ("M1", 5)


async def test_what_is_kept_for_answers_is_free_for_all_after_a_minute(half: Half) -> None:
    half.hear(said("a", "M1"))
    for _ in range(4):
        await say(half)
    half.clock.now += 61
    await say(half)
    assert hung(half)[-1] == ("M1", 5)


async def test_an_answer_may_say_so_without_a_quote(half: Half) -> None:
    half.hear(said("a", "M1", message_scene={"ext": ["msg_idx=REFIDX_1"]}))
    half.hear(said("b", "M2"))
    for _ in range(5):
        await say(half, answer_to=1)
    assert hung(half) == [("M1", number) for number in range(1, 6)]
    assert not any("message_reference" in one for one in half.platform.sent)


async def test_a_refused_permission_is_asked_for_again_after_an_hour(half: Half) -> None:
    half.memory.place(Target("group", GROUP))
    half.platform.script = [refusal(40034102)]
    await failure(half)
    half.clock.now += 3601
    await say(half)
    assert len(half.platform.sent) == 2


async def test_what_may_be_sent_later_says_so_and_what_was_half_sent_does_not(half: Half) -> None:
    half.memory.place(Target("group", GROUP))
    for code in (40034100, 40034102):
        half.platform.script = [refusal(code)]
        assert (await failure(half))["later"] is True
    assert (await failure(half))["later"] is True, "nothing to answer"
    half.hear(said("a", "M1"))
    half.platform.script = [refusal(40034006)]
    assert "later" not in await failure(half)
    half.platform.script = [{"id": "P"}, refusal(429, 429), refusal(429, 429), refusal(429, 429)]
    assert "later" not in await failure(half, "x" * 2000)


async def test_what_answers_a_message_hangs_on_it_even_if_others_are_newer(half: Half) -> None:
    half.hear(said("a", "M1", message_scene={"ext": ["msg_idx=REFIDX_1"]}))
    half.hear(said("b", "M2"))
    await say(half, [message.reply(1), message.text("ok")])
    assert hung(half) == [("M1", 1)]
    assert half.platform.sent[0]["message_reference"] == {"message_id": "REFIDX_1"}


async def test_a_quote_that_the_platform_does_not_take_is_left_out(half: Half) -> None:
    half.hear(said("a", "M1", message_scene={"ext": ["msg_idx=REFIDX_1"]}))
    half.platform.script = [refusal(50039)]
    await say(half, [message.reply(1), message.text("ok")])
    assert ["message_reference" in one for one in half.platform.sent] == [True, False]
    half.platform.script = [refusal(50039), refusal(50039)]
    assert (await failure(half, [message.reply(1), message.text("ok")]))["retcode"] == 50039


async def test_a_reply_to_what_is_not_known_is_said_all_the_same(half: Half) -> None:
    half.hear(said("a", "M1"))
    await say(half, "[CQ:reply,id=777]ok")
    assert half.platform.sent[0] == {"msg_type": 0, "content": "ok", "msg_id": "M1", "msg_seq": 1}


async def test_five_minutes_later_a_groups_message_is_no_anchor_and_an_hour_later_a_private_one(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.hear(whispered("a", "C1"))
    half.clock.now += 299
    await say(half)
    half.clock.now += 1
    await say(half)
    await half.do("send_private_msg", user_id=STEVE, message="hi")
    half.clock.now += 3600
    await half.do("send_private_msg", user_id=STEVE, message="hi")
    assert hung(half) == [("M1", 1), (None, None), ("C1", 1), (None, None)]


async def test_an_event_is_an_anchor_too(half: Half) -> None:
    half.hear(frame("notices", "GROUP_ADD_ROBOT"))
    await say(half)
    assert half.platform.sent[0]["event_id"] == "GROUP_ADD_ROBOT:n1"
    assert "msg_id" not in half.platform.sent[0]


async def test_after_a_restart_what_was_heard_can_still_be_answered(tmp_path: Path) -> None:
    before = Half(tmp_path / "o.db")
    before.hear(said("a", "M1"))
    await say(before)
    before.database.close()
    after = Half(tmp_path / "o.db")
    await say(after, [message.reply(1), message.text("ok")])
    (body,) = after.platform.sent
    assert body["msg_id"] == "M1" and body["msg_seq"] > 5, "a number that was surely not used"


@pytest.mark.parametrize(("active", "told", "tries"), [("auto", True, 0), ("always", True, 1), ("never", False, 0)])
async def test_the_owner_decides_about_messages_that_answer_nothing(active: Any, told: bool, tries: int) -> None:
    half = Half(settings=Settings(active=active))
    half.memory.place(Target("group", GROUP))
    if told:
        half.memory.allow_active(Target("group", GROUP), False)
    if tries:
        await say(half)
    else:
        result = await failure(half)
        assert result["retcode"] == 100 and "nothing to answer" in result["wording"]
    assert len(half.platform.sent) == tries


# -- refusals, by class


@pytest.mark.parametrize("code", [304103, 40034005, 40034128, 304026, 304027, 40034024, 40034025, 40034026, 40034027])
async def test_a_dead_anchor_is_left_and_the_next_is_tried(half: Half, code: int) -> None:
    half.hear(said("a", "M1"))
    half.hear(said("b", "M2"))
    half.platform.script = [refusal(code)]
    await say(half)
    await say(half)
    assert hung(half) == [("M2", 1), ("M1", 1), ("M1", 2)]


async def test_when_every_anchor_is_dead_it_is_sent_as_one_that_answers_nothing(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.platform.script = [refusal(40034128)]
    await say(half)
    assert hung(half) == [("M1", 1), (None, None)]


async def test_not_every_old_anchor_is_tried(half: Half) -> None:
    for number in range(12):
        half.hear(said("a", f"M{number}"))
    half.platform.script = [refusal(40034128)] * 30
    await failure(half)
    assert len(half.platform.sent) == sending.MOST_ANCHORS + 1


async def test_a_number_that_was_used_is_counted_on_once(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.platform.script = [refusal(40054005)]
    await say(half)
    assert hung(half) == [("M1", 1), ("M1", 2)]
    half.platform.script = [refusal(40054005), refusal(40054005)]
    assert (await failure(half))["retcode"] == 40054005
    assert len(half.platform.sent) == 4


@pytest.mark.parametrize("code", [40034102, 40034105])
async def test_no_permission_is_told_and_remembered_until_the_owner_gives_it(half: Half, code: int) -> None:
    half.memory.place(Target("group", GROUP))
    half.platform.script = [refusal(code)]
    result = await failure(half)
    assert result["retcode"] == code and result["data"] is None and result["status"] == "failed"
    assert (await failure(half))["retcode"] == 100
    assert len(half.platform.sent) == 1, "not asked again"
    half.hear(frame("notices", "GROUP_MSG_RECEIVE"))
    await say(half)
    assert len(half.platform.sent) == 2


@pytest.mark.parametrize("code", [40034100, 22009, 20028, 304045, 304047, 304049, 304050])
async def test_too_many_active_messages_fail_and_the_next_is_tried_again(half: Half, code: int) -> None:
    half.memory.place(Target("group", GROUP))
    half.platform.script = [refusal(code)]
    assert (await failure(half))["retcode"] == code
    await say(half)
    assert len(half.platform.sent) == 2


@pytest.mark.parametrize("code", [40054010, 304003])
async def test_a_link_is_written_otherwise_once(half: Half, code: int) -> None:
    half.hear(said("a", "M1"))
    half.platform.script = [refusal(code)]
    await say(half, "see a.b")
    assert [one["content"] for one in half.platform.sent] == ["see a.b", "see a。b"]
    half.platform.script = [refusal(code), refusal(code)]
    assert (await failure(half, "see a.b"))["retcode"] == code
    assert len(half.platform.sent) == 4


@pytest.mark.parametrize("code", [40054007, 40054018])
async def test_what_is_too_long_is_halved(half: Half, code: int) -> None:
    half.hear(said("a", "M1"))
    half.platform.script = [refusal(code)]
    await say(half, "one two")
    assert [one["content"] for one in half.platform.sent] == ["one two", "one", " two"]


@pytest.mark.parametrize(
    "code",
    [
        40034006, 1100100, 1100101, 304061, 22006, 50006, 40034101, 40054003, 1100104, 40054002, 40054004, 40054006,
        40054013, 40054016, 11265, 11251, 11253, 11254, 11264, 11282, 304018, 850018, 11298, 99999999,
    ],
)  # fmt: skip
async def test_other_refusals_end_it_at_once_with_words_for_the_owner(half: Half, code: int) -> None:
    half.hear(said("a", "M1"))
    half.hear(said("b", "M2"))
    half.platform.script = [refusal(code)]
    result = await failure(half)
    assert result["retcode"] == code and str(code) in result["wording"] and "trace" in result["wording"]
    assert len(half.platform.sent) == 1


@pytest.mark.parametrize("code", [11242, 11252, 11263, 11281, 50055001, 50055002, 50055006])
async def test_a_busy_platform_is_asked_once_more_with_the_same_number(half: Half, code: int) -> None:
    half.hear(said("a", "M1"))
    half.platform.script = [refusal(code)]
    await say(half)
    assert hung(half) == [("M1", 1), ("M1", 1)]
    half.platform.script = [refusal(code), refusal(code)]
    assert (await failure(half))["retcode"] == code
    assert len(half.platform.sent) == 4


async def test_what_a_busy_platform_has_already_was_said(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.platform.script = [refusal(50055001), refusal(40054005)]
    assert (await say(half))["message_id"]
    assert hung(half) == [("M1", 1), ("M1", 1)]


async def test_too_fast_means_wait(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.platform.script = [refusal(429, 429), refusal(429, 429)]
    await say(half)
    assert (half.slept, hung(half)) == ([1.0, 2.0], [("M1", 1)] * 3)
    half.platform.script = [refusal(429, 429)] * 3
    assert (await failure(half))["retcode"] == 429


# -- what may have got through

UNKNOWN = [Unanswered("POST"), refusal(500, 500), refusal(504, 504), refusal(502, 502), refusal(850000, 500)]


@pytest.mark.parametrize("error", UNKNOWN, ids=str)
async def test_a_lost_answer_is_asked_for_with_the_same_number(half: Half, error: Exception) -> None:
    half.hear(said("a", "M1"))
    half.platform.script = [error]
    await say(half)
    assert hung(half) == [("M1", 1), ("M1", 1)]


async def test_when_the_platform_has_it_already_it_was_said_once(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.platform.script = [Unanswered("POST"), refusal(40054005)]
    answer = await say(half)
    assert hung(half) == [("M1", 1), ("M1", 1)]
    with pytest.raises(ActionFailed, match="no id on the platform"):
        await half.do("delete_msg", message_id=answer["message_id"])


@pytest.mark.parametrize("first", UNKNOWN, ids=str)
@pytest.mark.parametrize("second", [*UNKNOWN, refusal(40034128), refusal(40054010), refusal(40034006)], ids=str)
async def test_what_may_have_been_said_is_not_said_on_another_way(half: Half, first: Any, second: Any) -> None:
    half.hear(said("a", "M1"))
    half.hear(said("b", "M2"))
    half.platform.script = [first, second]
    with pytest.raises(Unanswered):
        await say(half, "a.b")
    assert hung(half) == [("M2", 1), ("M2", 1)]


@pytest.mark.parametrize("error", UNKNOWN, ids=str)
async def test_without_an_anchor_nothing_that_may_have_been_said_is_repeated(half: Half, error: Exception) -> None:
    half.memory.place(Target("group", GROUP))
    half.platform.script = [error]
    with pytest.raises(Unanswered):
        await say(half)
    assert len(half.platform.sent) == 1


async def test_in_guilds_no_number_tells_two_messages_apart_so_nothing_is_repeated() -> None:
    half = Half(settings=Settings(guilds=True))
    (event,) = half.hear(frames("guild")[0])
    half.platform.script = [Unanswered("POST")]
    with pytest.raises(Unanswered):
        await half.do("send_group_msg", group_id=event["group_id"], message="hi")
    assert half.platform.sent == [{"content": "hi", "msg_id": "08e09eeb9a"}]


async def test_an_unreachable_platform_got_nothing(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.platform.script = [ApiNotAvailable("away")]
    with pytest.raises(ApiNotAvailable):
        await say(half)
    assert len(half.platform.sent) == 1


# -- several parts


async def test_half_a_message_is_never_reported_as_sent_or_as_not_sent(half: Half) -> None:
    half.hear(said("a", "M1"))
    for error in (refusal(40034006), ApiNotAvailable("away")):
        half.platform.script = [{"id": "P1"}, error]
        result = await failure(half, "x" * 2000)
        assert "Only 1 of 2 parts" in result["wording"] and result["data"]["message_id"] > 0
    half.platform.script = [{"id": "P1"}, Unanswered("POST"), Unanswered("POST")]
    with pytest.raises(Unanswered):
        await say(half, "x" * 2000)


async def test_too_long_a_text_is_refused_before_anything_leaves(half: Half) -> None:
    half.hear(said("a", "M1"))
    result = await failure(half, "x" * 8000)
    assert "6 messages" in result["wording"] and not half.platform.sent


async def test_a_file_that_cannot_be_read_is_told_before_anything_leaves(half: Half, tmp_path: Path) -> None:
    half.hear(said("a", "M1"))
    result = await failure(half, [message.text("look"), {"type": "image", "data": {"file": str(tmp_path / "no.png")}}])
    assert "no.png cannot be read" in result["wording"] and not half.platform.calls


async def test_messages_to_one_place_leave_in_order_and_to_others_beside(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.hear(whispered("a", "C1"))
    gate = asyncio.Event()
    played = half.platform.call

    async def slow(method: str, path: str, **keys: Any) -> Any:
        if path.endswith("/files"):
            await gate.wait()
        return await played(method, path, **keys)

    half.platform.call = slow  # type: ignore[method-assign]
    async with tasks(say(half, [message.image(PIXEL)]), say(half, "after")) as running:
        await half.do("send_private_msg", user_id=STEVE, message="beside")
        assert [one["content"] for one in half.platform.sent] == ["beside"]
        gate.set()
        await asyncio.gather(*running)
    assert [one["content"] for one in half.platform.sent] == ["beside", " ", "after"]


@asynccontextmanager
async def tasks(*work: Any) -> AsyncIterator[list["asyncio.Task[Any]"]]:
    running = [asyncio.create_task(one) for one in work]
    try:
        yield running
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


# -- waiting for somebody to speak


def waiting(seconds: float = 60, most: int = 2) -> Half:
    half = Half(settings=Settings(active="never", wait_seconds=seconds, wait_most=most))
    half.memory.place(Target("group", GROUP))
    return half


async def test_a_message_waits_for_somebody_to_speak_where_the_owner_wants_that() -> None:
    half = waiting()
    async with tasks(say(half, "one"), say(half, "two")) as running:
        await asyncio.sleep(0)
        assert (await failure(half, "three"))["retcode"] == 100
        half.hear(said("hi", "M1"))
        await asyncio.gather(*running)
    assert [(one["content"], one["msg_id"], one["msg_seq"]) for one in half.platform.sent] == [
        ("one", "M1", 1),
        ("two", "M1", 2),
    ]


async def test_whoever_speaks_while_the_platform_says_no_is_not_missed() -> None:
    half = Half(settings=Settings(wait_seconds=60))
    half.memory.place(Target("group", GROUP))

    def meanwhile(_: Any) -> Any:
        half.hear(said("hi", "M1"))
        raise refusal(40034102)

    half.platform.script = [meanwhile]
    await asyncio.wait_for(say(half), 15)
    assert hung(half) == [(None, None), ("M1", 1)]


async def test_a_message_that_waited_too_long_was_not_sent() -> None:
    half = waiting(0.05)
    result = await failure(half)
    assert "nothing to answer" in result["wording"] and not half.platform.sent


async def test_a_burst_that_need_not_wait_is_not_refused() -> None:
    half = waiting(most=2)
    half.hear(said("hi", "M1"))
    await asyncio.gather(*(say(half, f"{number}") for number in range(4)))
    assert [one["content"] for one in half.platform.sent] == ["0", "1", "2", "3"]


async def test_whoever_stops_waiting_says_nothing_later() -> None:
    half = waiting()
    async with tasks(say(half, "one")) as running:
        await asyncio.sleep(0)
        running[0].cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running[0]
    half.hear(said("hi", "M1"))
    await asyncio.sleep(0)
    assert not half.platform.sent


# -- audits


async def test_a_message_that_is_looked_at_first_has_a_number_and_gets_its_id_later() -> None:
    half = Half(settings=Settings(guilds=True))
    (event,) = half.hear(frames("guild")[0])
    half.platform.script = [Accepted("A9")]
    answer = await half.do("send_group_msg", group_id=event["group_id"], message="hi")
    half.hear({"t": "MESSAGE_AUDIT_PASS", "d": {"audit_id": "A9", "message_id": "08xyz"}})
    await half.do("delete_msg", message_id=answer["message_id"])
    assert half.platform.calls[-1][:2] == ("DELETE", "/channels/1146349/messages/08xyz")


# -- files


@pytest.mark.parametrize("how", ["bytes", "base64", "file", "path", "Path"])
async def test_a_file_is_read_here_and_uploaded_once(half: Half, tmp_path: Path, how: str) -> None:
    half.hear(said("a", "M1"))
    (file := tmp_path / "a b.png").write_bytes(PIXEL)
    source: Any = {
        "bytes": PIXEL,
        "base64": f"base64://{base64.b64encode(PIXEL).decode()}",
        "file": file.as_uri(),
        "path": str(file),
        "Path": file,
    }[how]
    for _ in range(2):
        await say(half, [{"type": "image", "data": {"file": source}}])
    uploads = [body for _, path, body in half.platform.calls if path.endswith("/files")]
    assert uploads == [
        {"file_type": 1, "srv_send_msg": False, "file_data": base64.b64encode(PIXEL).decode()},
    ]
    assert [one["media"] for one in half.platform.sent] == [{"file_info": "info1"}] * 2


async def test_an_address_is_fetched_by_the_platform(half: Half) -> None:
    half.hear(said("a", "M1"))
    await say(half, "[CQ:video,file=https://x.example/v.mp4]")
    assert half.platform.calls[0][2] == {"file_type": 2, "srv_send_msg": False, "url": "https://x.example/v.mp4"}


async def test_a_file_info_is_used_no_longer_than_it_lives(half: Half) -> None:
    half.hear(said("a", "M1"))
    path = f"/v2/groups/{GROUP}/files"
    half.platform.others["POST", path] = lambda _: {"file_info": f"i{len(half.platform.calls)}", "ttl": 100}
    await say(half, [message.image(PIXEL)])
    half.clock.now += 71
    await say(half, [message.image(PIXEL)])
    assert len([one for one in half.platform.calls if one[1] == path]) == 2


async def test_what_was_uploaded_for_a_group_is_uploaded_again_for_a_user(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.hear(whispered("a", "C1"))
    await say(half, [message.image(PIXEL)])
    await half.do("send_private_msg", user_id=STEVE, message=[message.image(PIXEL)])
    assert [path for _, path, _ in half.platform.calls if path.endswith("/files")] == [
        f"/v2/groups/{GROUP}/files",
        f"/v2/users/{STEVE}/files",
    ]


def in_parts(half: Half) -> None:
    base = f"/v2/groups/{GROUP}"
    parts = [
        {"index": 1, "presigned_url": "https://cos/1", "block_size": "40"},
        {"index": 2, "presigned_url": "https://cos/2"},
    ]
    half.platform.others["POST", f"{base}/upload_prepare"] = {"upload_id": "U", "block_size": "40", "parts": parts}


async def test_a_large_file_goes_in_parts() -> None:
    half = Half(settings=Settings(inline=50))
    half.hear(said("a", "M1"))
    in_parts(half)
    await half.do("upload_group_file", group_id=GROUP, file=PIXEL, name="map.png")
    assert b"".join(content for _, content in half.platform.put_parts) == PIXEL[:80]
    prepared, *finished, files = [body for _, path, body in half.platform.calls if not path.endswith("/messages")]
    assert (prepared["file_size"], prepared["file_name"], len(prepared["md5_10m"])) == (str(len(PIXEL)), "map.png", 32)
    assert [one["part_index"] for one in finished] == [1, 2]
    assert files == {"file_type": 4, "upload_id": "U", "file_name": "map.png", "srv_send_msg": False}


async def test_where_bytes_are_not_taken_any_more_they_go_in_parts(half: Half) -> None:
    half.hear(said("a", "M1"))
    in_parts(half)

    def answer(body: dict[str, Any]) -> Any:
        if "file_data" in body:
            raise refusal(304082)
        return {"file_info": "i", "ttl": 0}

    half.platform.others["POST", f"/v2/groups/{GROUP}/files"] = answer
    await say(half, [message.image(PIXEL)])
    assert half.platform.sent[0]["media"] == {"file_info": "i"}


@pytest.mark.parametrize("code", [850019, 850026, 850027, 40093002, 304010])
async def test_a_file_that_the_platform_refuses_is_told(half: Half, code: int) -> None:
    half.hear(said("a", "M1"))
    half.platform.others["POST", f"/v2/groups/{GROUP}/files"] = refusal(code)
    half.platform.others["POST", f"/v2/groups/{GROUP}/upload_prepare"] = refusal(404, 404)
    assert (await failure(half, [message.image(PIXEL)]))["retcode"] == code
    assert not half.platform.sent


async def test_an_upload_without_an_answer_sent_nothing(half: Half) -> None:
    half.hear(said("a", "M1"))
    half.platform.others["POST", f"/v2/groups/{GROUP}/files"] = Unanswered("POST")
    with pytest.raises(ApiNotAvailable):
        await say(half, [message.image(PIXEL)])
    assert len(half.platform.calls) == 2 and not half.platform.sent


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("relative.png", "no file that can be sent"),
        ("ftp://x.example/a.png", "no file that can be sent"),
        ("javascript:alert(1)", "no file that can be sent"),
        ("", "no file that can be sent"),
        ("base64://", "is empty"),
        (b"", "is empty"),
        (b"x" * 101, "larger than"),
    ],
)
async def test_what_is_no_file_is_told(source: Any, words: str) -> None:
    half = Half(settings=Settings(largest=100))
    half.hear(said("a", "M1"))
    result = await failure(half, [{"type": "image", "data": {"file": source}}])
    assert words in result["wording"] and not half.platform.calls


async def test_a_voice_must_be_one_that_qq_plays(half: Half) -> None:
    half.hear(said("a", "M1"))
    assert "silk" in (await failure(half, [message.record(b"fLaC....")]))["wording"]
    for head in (b"\x02#!SILK_V3", b"#!AMR\n", b"ID3", b"\xff\xfb", b"RIFF....WAVE", b"OggS"):
        await say(half, [message.record(head + b"....")])
    assert len(half.platform.sent) == 6


async def test_guilds_take_pictures_only() -> None:
    half = Half(settings=Settings(guilds=True))
    (event,) = half.hear(frames("guild")[0])
    await half.do("send_group_msg", group_id=event["group_id"], message=[message.text("a"), message.image(PIXEL)])
    await half.do("send_group_msg", group_id=event["group_id"], message="[CQ:image,file=https://x.example/a.png]")
    assert half.platform.files == [{"file_image": ("image.png", PIXEL)}]
    assert half.platform.sent[1]["image"] == "https://x.example/a.png"
    with pytest.raises(ActionFailed, match="pictures only"):
        await half.do("send_group_msg", group_id=event["group_id"], message=[message.record(b"ID3")])


async def test_a_direct_message_is_answered_where_it_was_said() -> None:
    half = Half(settings=Settings(guilds=True))
    (event,) = half.hear(frames("guild")[1])
    await half.do("send_private_msg", user_id=event["user_id"], message="hi")
    assert half.platform.calls == [
        ("POST", "/dms/17000000000000000001/messages", {"content": "hi", "msg_id": "08dm1"}),
    ]
