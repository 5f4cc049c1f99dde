"""The platform's own calls: one table, helpers made from it, ids of both kinds, clear errors."""

import asyncio
import inspect
import re
import subprocess
import sys
from typing import Any

import pytest
from official_half import GROUP, STEVE, Half, frames, refusal, said

import official_calls
from qq_api import ActionFailed
from qq_api.official import Official
from qq_api.official.calls.table import CALLS, Call
from qq_api.official.problems import Accepted
from qq_api.official.settings import Settings
from qq_api.sandbox.official.routes import ROUTES

VALUES: dict[str, Any] = {
    "str": "x",
    "int": 1,
    "bool": True,
    "dict": {"a": 1},
    "list": ["1"],
    "Id": "77",
    "int | str": 1,
}


@pytest.fixture
def half() -> Half:
    return Half(settings=Settings(guilds=True))


def arguments(call: Call) -> dict[str, Any]:
    fields = {one.name: VALUES[one.type] for one in (*call.need, *call.may)}
    return {**fields, **{name: f"{name}-1" for name in call.ids}}


async def failure(half: Half, call: str, **params: Any) -> dict[str, Any]:
    with pytest.raises(ActionFailed) as caught:
        await half.do(f"official.{call}", **params)
    result: dict[str, Any] = caught.value.result
    return result


class Bot:
    """Hands actions to one half, as the real one does by a transport."""

    def __init__(self, half: Half) -> None:
        self.half, self.asked = half, list[str]()

    async def call_action(self, action: str, **params: Any) -> Any:
        self.asked.append(action)
        params.pop("self_id", None)
        return await self.half.do(action, **params)


def test_the_helpers_are_what_the_table_makes() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--line-length", "120", "-"],
        input=official_calls.written(), capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert official_calls.TARGET.read_text("utf-8") == made.stdout, "run scripts/official_calls.py"


@pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: call.name)
async def test_every_call_has_a_helper_that_makes_it(half: Half, call: Call) -> None:
    bot, given = Bot(half), arguments(call)
    helper = getattr(Official(bot, 5), call.name)
    await helper(**given)
    method, path, body = half.platform.calls[-1]
    assert method == call.method and bot.asked == [f"official.{call.name}"]
    assert path == re.sub(r"\{(\w+)\}", r"\1-1", call.path)
    assert body.keys() == {one.name for one in (*call.need, *call.may)}
    assert f"`{call.method} {call.path}`" in inspect.getdoc(helper)  # type: ignore[operator]


@pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: call.name)
async def test_what_is_needed_is_asked_for_by_name(half: Half, call: Call) -> None:
    for name in [*call.ids, *(one.name for one in call.need)]:
        given = {key: value for key, value in arguments(call).items() if key != name}
        result = await failure(half, call.name, **given)
        assert result["retcode"] == 1400 and name in result["wording"]
    assert not half.platform.calls


def test_names_and_paths_are_the_platforms() -> None:
    assert len({(one.method, one.path, one.need) for one in CALLS.values()}) == len(CALLS)
    assert all(one.path.startswith(("/v2/", "/guilds", "/channels", "/users", "/dms", "/gateway", "/interactions"))
               for one in CALLS.values())  # fmt: skip
    assert all(re.fullmatch("[a-z0-9_]+", name) and row.words.en and row.words.zh for name, row in CALLS.items())


async def test_onebots_numbers_become_the_platforms_ids(half: Half) -> None:
    (event,) = half.hear(frames("guild")[0])
    (in_group,) = half.hear(said("hi", "M/1=="))
    ids = {"channel_id": event["group_id"], "message_id": event["message_id"]}
    await half.do("official.get_message", **ids)
    await half.do("official.put_reaction", **ids, emoji_type=1, emoji_id=4)
    await half.do("official.recall_group_message", group_id=in_group["group_id"], message_id=in_group["message_id"])
    await half.do("official.remove_group_members", group_id=GROUP, member_openids=[in_group["user_id"]])
    assert [(path, body) for _, path, body in half.platform.calls] == [
        ("/channels/1146349/messages/08e09eeb9a", {}),
        ("/channels/1146349/messages/08e09eeb9a/reactions/1/4", {}),
        (f"/v2/groups/{GROUP}/messages/M%2F1%3D%3D", {}),
        (f"/v2/groups/{GROUP}/batch_remove_members", {"member_openids": [STEVE]}),
    ]


async def test_an_id_can_lead_to_no_other_path(half: Half) -> None:
    await half.do("official.get_guild", guild_id="../users/@me?x=1#y")
    assert half.platform.calls[0][1] == "/guilds/..%2Fusers%2F%40me%3Fx%3D1%23y"


async def test_types_of_channels_have_names(half: Half) -> None:
    await half.do("official.create_channel", guild_id="1", name="x", type="voice")
    await half.do("official.create_channel", guild_id="1", name="x", type=10007)
    assert [body["type"] for _, _, body in half.platform.calls] == [2, 10007]
    assert "text, voice" in (await failure(half, "create_channel", guild_id="1", name="x", type="cellar"))["wording"]


async def test_wrong_and_unknown_fields_are_told(half: Half) -> None:
    assert "user_ids" in (await failure(half, "mute_members", guild_id="1", user_id=["2"]))["wording"]
    for wrong in ({"status": "1"}, {"status": True}, {"status": 1, "text": 5}, {"status": 1, "extra": "x"}):
        assert (await failure(half, "update_audio", channel_id="1", **wrong))["retcode"] == 1400
    assert not half.platform.calls


async def test_fields_that_are_newer_than_the_table_go_into_extra(half: Half) -> None:
    await Official(Bot(half)).update_channel("1", name="x", extra={"new_thing": 1})
    assert half.platform.calls[0][2] == {"name": "x", "new_thing": 1}


async def test_questions_put_their_fields_into_the_address(half: Half) -> None:
    await half.do("official.recall_message", channel_id="1", message_id="2abc", hidetip=True)
    await half.do("official.get_guild_members", guild_id="1", limit=100)
    assert [body for _, _, body in half.platform.calls] == [{"hidetip": "true"}, {"limit": 100}]


async def test_refusals_and_audits_come_through(half: Half) -> None:
    half.platform.others["GET", "/guilds/1"] = refusal(11264)
    assert (await failure(half, "get_guild", guild_id="1"))["retcode"] == 11264
    half.platform.script = [Accepted("A1"), {"id": "1"}]
    assert await half.do("official.post_message", channel_id="1", content="hi") == {"audit_id": "A1"}
    assert await half.do("official.post_message", channel_id="1", content="hi") == {"id": "1"}


def test_helpers_are_for_every_bot_with_call_action() -> None:
    assert asyncio.iscoroutinefunction(Official.get_guild)


NOT_NAMED = {
    ("GET", "/gateway"),  # /gateway/bot says more
    ("POST", "/v2/groups/{}/members"),  # of 2024
    ("POST", "/v2/groups/{}/upload_prepare"),  # a file in parts is one action: upload_group_file
    ("POST", "/v2/users/{}/upload_prepare"),
    ("POST", "/v2/groups/{}/upload_part_finish"),
    ("POST", "/v2/users/{}/upload_part_finish"),
    ("PUT", "/upload/{}/{}"),
}


def test_the_table_and_the_make_believe_platform_have_the_same_calls() -> None:
    ours = {(one.method, re.sub(r"\{\w+\}", "{}", one.path)) for one in CALLS.values()}
    theirs = {(one.method, re.sub(r"\{\w+\}", "{}", one.path)) for one in ROUTES}
    assert ours - theirs == set()
    assert theirs - ours == NOT_NAMED
