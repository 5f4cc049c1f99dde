"""Servers behind the bridge tell each other things; and all of it without any connection."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import pytest
from fleet import OTHER, QUIET, Raw
from neighbours import A, B, servers

from our_bot import BOB, GROUP, SELF
from qq_api import ActionFailed, Texts, text
from qq_api.bridge.config import TogetherSettings
from qq_api.bridge.together import Together
from support import until

# -- chat between servers


def told(one: Raw) -> list[dict[str, Any]]:
    return [event for event in one.events if event.get("notice_type") == "server"]


CHAT = {"kind": "chat", "player": "Steve", "text": "hi [CQ:at,qq=all]", "group_ids": [GROUP]}


async def test_what_a_server_tells_the_others_hear_once_and_never_itself() -> None:
    async with servers(A, B, "c", "bot", rights={"bot": {"game": False}}, accounts=(SELF, OTHER)) as two:
        await until(lambda: all(len(one.links) == 2 for one in two.servers.values()))
        answer = await two[A].calls("tell_servers", 1, **CHAT)
        assert answer["data"] == {"told": [B, "c"]}
        await two[A].calls("tell_servers", 2, **CHAT)
        for name in (B, "c"):
            await until(lambda name=name: len(told(two[name])) == 2)
        event = told(two[B])[0]
        assert {key: event[key] for key in ("sub_type", "from_server", "player", "text", "group_ids", "server")} == {
            "sub_type": "chat",
            "from_server": A,
            "player": "Steve",
            "text": CHAT["text"],
            "group_ids": [GROUP],
            "server": B,
        }
        assert event["self_id"] in (SELF, OTHER) and event["time"]
        await two.asks("over")
        for name in (A, "bot"):
            await two.heard(name, "over")
            assert told(two[name]) == []
        assert two.said() == []


async def test_only_those_hear_it_who_may_hear_one_of_its_groups() -> None:
    rights = {A: {"groups": [GROUP]}, B: {"groups": [QUIET]}, "c": {"groups": [QUIET, GROUP]}}
    async with servers(A, B, "c", rights=rights) as two:
        answer = await two[A].calls("tell_servers", 1, **{**CHAT, "group_ids": [GROUP, QUIET, str(QUIET)]})
        assert answer["data"] == {"told": ["c"]}
        await until(lambda: told(two["c"]))
        assert told(two["c"])[0]["group_ids"] == [GROUP]
        assert (await two[A].calls("tell_servers", 2, **{**CHAT, "group_ids": []}))["data"] == {"told": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "no kind"},
        {"kind": 5},
        {"player": None},
        {"text": ""},
        {"text": ["x"]},
        {"group_ids": None},
        {"group_ids": [True]},
        {"group_ids": [[1]]},
    ],
)
async def test_what_cannot_be_told_is_refused(wrong: dict[str, Any]) -> None:
    async with servers(A, B) as two:
        assert (await two[A].calls("tell_servers", 1, **{**CHAT, **wrong}))["retcode"] == 1400
        assert (await two[A].calls("tell_servers", 2))["retcode"] == 1400


async def test_a_server_that_may_not_call_it_tells_nothing() -> None:
    async with servers(A, B, rights={A: {"actions": ["get_*"]}}) as two:
        assert (await two[A].calls("tell_servers", 1, **CHAT))["retcode"] == 1403
        assert told(two[B]) == []


# -- without any connection


@dataclass
class Known:
    """A server that is only known."""

    name: str
    is_game: bool = True
    is_there: bool = True

    def hears(self, _event: Any) -> bool:
        return True

    def hears_group(self, _group_id: Any) -> bool:
        return True

    def notify(self, event: Any) -> None:
        raise AssertionError(event)


class Alone:
    """Servers as one, with nothing around them; `said` is what QQ was asked for."""

    def __init__(self, texts: Texts) -> None:
        self.servers, self.said = [Known(A), Known(B)], list[dict[str, Any]]()
        self.together = Together(lambda: self.servers, self.call_action, texts)
        self.together.use(TogetherSettings())

    async def call_action(self, _action: str, /, **params: Any) -> Any:
        self.said.append(params)

    async def hear(self, words: str, by: int = SELF, **more: Any) -> list[str]:
        """Whom a message goes to."""
        head = {"post_type": "message", "message_type": "group", "group_id": GROUP, "user_id": BOB, "message": words}
        event = {**head, "self_id": by, "message_id": by + len(words), "time": int(time.time()), **more}
        names = [one.name for one in self.servers if self.together.goes_to(one, event)]
        self.together.listen(event)
        await asyncio.sleep(0)
        return names


async def test_a_command_of_long_ago_is_none_any_more(texts: Texts) -> None:
    alone = Alone(texts)
    for words in ("/server", "/list", "/mc hi"):
        assert await alone.hear(words, time=int(time.time()) - 60, backfilled=True) == [A, B]
    assert await alone.hear("/server", backfilled=True) == [] and len(alone.said) == 1


async def test_what_only_the_other_bot_heard_is_answered_when_the_first_one_goes(texts: Texts) -> None:
    alone = Alone(texts)
    await alone.hear("/server")
    await alone.hear("/server", OTHER)
    await alone.hear("/server creative", OTHER)
    assert [one["self_id"] for one in alone.said] == [SELF]
    assert await alone.hear("/mc hi") == [A]
    alone.together.listen({"post_type": "connection", "connection_type": "closed", "self_id": SELF})
    await asyncio.sleep(0)
    assert [one["self_id"] for one in alone.said] == [SELF, OTHER]
    assert await alone.hear("/mc hi", OTHER) == [B]


async def test_what_qq_does_not_take_of_our_own_is_told_in_the_log(
    texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    alone = Alone(texts)

    async def fails(_action: str, /, **_: Any) -> Any:
        raise ActionFailed({"retcode": 1200, "wording": "muted"})

    alone.together._call_action = fails
    await alone.hear("/server")
    assert "muted" in caplog.text


async def test_nothing_is_left_when_it_ends(texts: Texts) -> None:
    alone = Alone(texts)
    await alone.hear("/list")
    message = [{"type": "reply", "data": {"id": str(SELF + len("/list"))}}, text("one")]
    params = {"group_id": GROUP, "message": message, "self_id": SELF}
    calling = asyncio.create_task(alone.together.call(alone.servers[0], "send_group_msg", **params))
    await asyncio.sleep(0)
    await alone.together.stop()
    assert isinstance((await asyncio.gather(calling, return_exceptions=True))[0], asyncio.CancelledError)
    assert alone.said == []
