"""The client of mirai-api-http over WebSocket, against a tiny one that can do wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tiny_mah import BOT, KEY, TinyMah, group_message, tiny_mah

from qq_api import Texts
from qq_api.mirai import LoginRefused, MiraiError, NoAnswer, NoBot, NotConnected, SessionLost
from qq_api.mirai.address import Login
from qq_api.mirai.client import MahClient
from support import free_port, until

DEADLINE = 10
"""Seconds within which every call here has ended, one way or the other."""


class Open:
    """A client with an open connection, and what it took."""

    def __init__(self, client: MahClient) -> None:
        self.client, self.opened, self.breaks_on = client, 0, ""
        self.taken: list[Any] = []
        self.call = client.call

    def take(self, packet: Any) -> None:
        if self.breaks_on and self.breaks_on in str(packet):
            raise RuntimeError(self.breaks_on)
        self.taken.append(packet)

    def open(self) -> None:
        self.opened += 1

    async def ends(self, *calls: Any) -> list[Any]:
        """How each call ends, before the deadline."""
        return await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), DEADLINE)


def login(mah: TinyMah, **fields: Any) -> Login:
    return Login(**{"url": mah.url, "key": KEY, "qq": BOT, **fields})


@asynccontextmanager
async def connected(
    mah: TinyMah, texts: Texts, again: bool = False, parked: Any = ("", None), **fields: Any
) -> AsyncIterator[Open]:
    open_one = Open(MahClient(login(mah, **fields), texts, parked=parked))

    async def run() -> None:
        await open_one.client.run(open_one.open, open_one.take)
        while again:
            await open_one.client.run(open_one.open, open_one.take)

    task = asyncio.create_task(run())
    try:
        await until(lambda: open_one.opened, what="the login")
        yield open_one
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await open_one.client.aclose()


async def refused(mah: TinyMah, texts: Texts, **fields: Any) -> BaseException:
    """How a login fails."""
    client = MahClient(login(mah, **fields), texts)
    with pytest.raises(MiraiError) as found:
        await asyncio.wait_for(client.run(lambda: None, lambda _: None), DEADLINE)
    await client.aclose()
    return found.value


async def test_we_say_who_we_are_and_are_in_with_the_first_frame(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts):
        assert mah.links[0].path == "/all"
        assert mah.links[0].headers["verifykey"] == KEY
        assert mah.links[0].headers["qq"] == str(BOT)


@pytest.mark.parametrize("url", ["{}", "ws://{}", "ws://{}/all", "http://{}/", "ws://{}/message"])
async def test_an_address_may_be_written_in_every_usual_way(texts: Texts, url: str) -> None:
    async with tiny_mah() as mah, connected(mah, texts, url=url.format(mah.url)):
        assert mah.links[0].path == "/all"


async def test_without_verification_any_key_and_in_single_mode_no_account_is_sent(texts: Texts) -> None:
    async with tiny_mah() as mah:
        mah.verifies = False
        async with connected(mah, texts, key=""):
            assert "verifykey" not in mah.links[0].headers
        mah.single = True
        await until(lambda: not mah.links)
        async with connected(mah, texts, single=True):
            assert "qq" not in mah.links[0].headers


async def test_a_wrong_key_is_refused_for_good_and_says_where_the_right_one_is(texts: Texts) -> None:
    async with tiny_mah() as mah:
        error = await refused(mah, texts, key="wrong")
    assert isinstance(error, LoginRefused)
    assert error.code == 1
    assert "setting.yml" in error.words


async def test_an_account_that_is_not_logged_in_may_be_tomorrow(texts: Texts) -> None:
    async with tiny_mah() as mah:
        error = await refused(mah, texts, qq=99)
        assert (type(error), error.code) == (NoBot, 2)
        assert type(await refused(mah, texts, single=True)) is LoginRefused  # it wants an account: 400


async def test_nobody_there_no_adapter_and_a_stranger_are_told_apart(texts: Texts) -> None:
    async with tiny_mah() as mah:
        nobody = await refused(mah, texts, url=f"127.0.0.1:{free_port()}")
        assert "nobody answers" in str(nobody)
        mah.adapters.remove("ws")
        off = await refused(mah, texts)
        assert "its ws adapter is off" in str(off)
        assert {type(nobody), type(off)} == {NotConnected}


async def test_one_who_takes_the_connection_and_says_nothing_is_given_up(
    texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qq_api.mirai.websocket.LOGIN_SECONDS", 0.1)
    async with tiny_mah() as mah:
        mah.greets = False
        assert "does not greet" in str(await refused(mah, texts))


async def test_answers_find_their_calls_however_they_are_mixed(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        mah.answers["memberList"] = lambda content: {"code": 0, "msg": "", "data": content["target"]}
        found = await one.ends(*(one.call("memberList", {"target": number}) for number in range(50)))
        assert [answer["data"] for answer in found] == list(range(50))


async def test_a_bare_object_is_an_answer_and_a_code_is_an_error_with_words(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        mah.answers |= {"botProfile": {"nickname": "Bot"}, "mute": {"code": 10, "msg": "无操作权限"}}
        mah.answers["odd"] = {"code": 77, "msg": "what?"}
        assert await one.call("botProfile") == {"nickname": "Bot"}
        muted, odd = await one.ends(one.call("mute"), one.call("odd"))
        assert (muted.code, muted.words) == (10, "the bot may not do that")
        assert "what?" in odd.words


@pytest.mark.parametrize("sync_id", ["-1", "", -1, "reserved"])
async def test_an_event_is_one_whatever_its_sync_id(texts: Texts, sync_id: Any) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        await mah.links[0].push(group_message("hi"), sync_id)
        await until(lambda: one.taken == [group_message("hi")])


async def test_a_foreign_reply_and_what_is_no_frame_are_ignored(texts: Texts, caplog: Any) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        for frame in ['{"syncId": "5", "data": {"code": 0}}', "[1]", "nonsense", "[" * 100_000, '{"data": null}', "7"]:
            await mah.links[0].send(frame)
        await mah.links[0].push(group_message("still here"))
        await until(lambda: one.taken)
        assert (await one.call("about"))["code"] == 0
        assert "nobody asked" in caplog.text


async def test_an_event_that_breaks_its_taker_does_not_end_the_connection(texts: Texts, caplog: Any) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        one.breaks_on = "bad"
        await mah.links[0].push(group_message("bad"))
        await mah.links[0].push(group_message("good"))
        await until(lambda: one.taken == [group_message("good")])
        assert "an event was lost" in caplog.text


BARE = {"code": 400, "msg": "参数错误"}


@pytest.mark.parametrize("frame", [BARE, {"syncId": "", "data": BARE}])
async def test_an_error_without_a_sync_id_ends_the_only_call_there_is(texts: Texts, frame: Any) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        mah.twisted["mute"] = [frame]
        (error,) = await one.ends(one.call("mute"))
        assert error.code == 400


async def test_an_error_without_a_sync_id_is_none_of_many_calls_and_all_end_in_time(texts: Texts, caplog: Any) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        mah.twisted |= {"mute": [], "kick": [BARE]}
        first = asyncio.create_task(one.call("mute", timeout=4))
        await until(lambda: mah.heard("mute"))
        errors = await one.ends(first, one.call("kick", timeout=4))
        assert [type(error) for error in errors] == [NoAnswer, NoAnswer]
        assert "nobody asked" in caplog.text


@pytest.mark.parametrize(
    "frame",
    [
        {"syncId": "77", "data": {"code": 0}},
        {"syncId": None, "data": {"code": 0, "msg": "x"}, "extra": []},
        {"data": {"type": "GroupMessage"}},
    ],
)
async def test_no_call_waits_for_ever_for_an_answer_that_went_astray(texts: Texts, frame: Any) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        mah.twisted["quit"] = [frame]
        other = asyncio.create_task(one.call("about", timeout=DEADLINE))
        mah.answers["about"] = lambda _: None
        (error,) = await one.ends(one.call("quit", timeout=0.3))
        assert isinstance(error, NoAnswer)
        other.cancel()


async def test_what_is_asked_when_the_connection_ends_ends_with_it(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        mah.answers["kick"] = lambda _: None
        calls = [asyncio.create_task(one.call("kick")) for _ in range(3)]
        await until(lambda: len(mah.heard("kick")) == 3)
        await mah.links[0].close()
        assert [type(error) for error in await one.ends(*calls)] == [NoAnswer] * 3
        (error,) = await one.ends(one.call("kick"))
        assert isinstance(error, NotConnected)
        assert len(mah.heard("kick")) == 3


@pytest.mark.parametrize("code", [3, 4])
async def test_a_session_that_is_lost_is_opened_anew_and_the_call_made_again(texts: Texts, code: int) -> None:
    async with tiny_mah() as mah, connected(mah, texts, again=True) as one:
        answers = iter([{"code": code}, {"code": 0, "data": ["friend"]}])
        mah.answers["friendList"] = lambda _: next(answers)
        (answer,) = await one.ends(one.call("friendList"))
        assert answer["data"] == ["friend"]
        assert (mah.logins, one.opened) == (2, 2)


async def test_a_session_that_stays_lost_is_an_error_and_no_loop(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts, again=True) as one:
        mah.answers["friendList"] = {"code": 3, "msg": "Session失效或不存在"}
        (error,) = await one.ends(one.call("friendList"))
        assert (type(error), mah.logins) == (SessionLost, 2)


async def test_nobody_reads_while_held_and_nothing_is_lost(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one, connected(mah, texts) as other:
        one.client.hold(paused=True)
        for number in range(20):
            await asyncio.gather(*(link.push(group_message(f"{number}")) for link in mah.links))
        await until(lambda: len(other.taken) == 20)
        assert one.taken == []
        one.client.hold(paused=False)
        await until(lambda: len(one.taken) == 20)


async def test_an_open_connection_goes_over_to_the_next_life(texts: Texts) -> None:
    async with tiny_mah() as mah:
        async with connected(mah, texts) as one:
            left = await one.client.park()
        await mah.links[0].push(group_message("between two lives"))
        async with connected(mah, texts, parked=left) as other:
            await until(lambda: other.taken)
            assert (await other.call("about"))["code"] == 0
        assert mah.logins == 1


async def test_files_go_by_http_within_the_same_session(texts: Texts) -> None:
    async with tiny_mah() as mah, connected(mah, texts) as one:
        fields = {"type": "group", "target": "20001", "path": ""}
        await one.client.upload("/file/upload", fields, {"file": ("map.txt", b"a map")})
        assert b"a map" in mah.uploads[0]
        mah.lose_sessions()
        await one.client.upload("/file/upload", fields, {"file": ("map.txt", b"again")})
        assert b"again" in mah.uploads[-1]


async def test_no_secret_is_in_what_is_printed(texts: Texts) -> None:
    async with tiny_mah() as mah:
        error = await refused(mah, texts, key="topsecretkey")
        assert "topsecretkey" not in f"{error} {error!r} {Login(mah.url, 'topsecretkey', 1)}"
