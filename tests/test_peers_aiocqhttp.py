"""Plain aiocqhttp, served by uvicorn: as a bot of the sandbox, and beside our own bot, fed with the same events."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from aiocqhttp import ActionFailed, CQHttp, Event, HttpFailed, Message, MessageSegment
from websockets.asyncio.client import ClientConnection, connect

from qq_api import Bot, MessageEvent, Texts
from qq_api.config import Config, Http, ReverseWebSocket
from qq_api.message import to_cq
from qq_api.onebot.handshake import sign
from qq_api.runtime import running
from qq_api.sandbox.run import GROUP_ID, SELF_ID, Options, sandbox, small_world
from support import IMPLEMENTATIONS, free_port, recorded, until, uvicorn_runs

ALICE, TOKEN, SECRET = 10002, "t0ken", "s3cret"


# -- a bot of the sandbox


@asynccontextmanager
async def joined(way: str) -> AsyncIterator[tuple[CQHttp, Any]]:
    """An aiocqhttp bot and the sandbox."""
    api_port = free_port()
    keys = {"access_token": TOKEN, "secret": SECRET, "message_class": Message}
    bot = CQHttp(**keys, api_root=f"http://127.0.0.1:{api_port}" if way == "http" else None)
    async with uvicorn_runs(bot.asgi) as port:
        post = Options(post_url=f"http://127.0.0.1:{port}/", secret=SECRET, api_port=api_port, token=TOKEN)
        reverse = Options(url=f"ws://127.0.0.1:{port}/ws/", token=TOKEN)
        async with sandbox(small_world(), post if way == "http" else reverse) as qq:
            await qq.connected(SELF_ID)
            yield bot, qq


def said(world: Any) -> list[str]:
    """Without what is quoted: LLOneBot quotes what it answers."""
    mine = [one.segments for one in world.messages.values() if one.user_id == SELF_ID]
    return [to_cq([one for one in segments if one["type"] != "reply"]) for segments in mine]


@pytest.mark.parametrize("way", ["reverse", "http"])
async def test_a_plain_aiocqhttp_hears_answers_and_acts(way: str) -> None:
    async with joined(way) as (bot, qq):
        world = qq.world
        heard: list[Event] = []

        @bot.on_message("group")
        async def answer(event: Event) -> None:
            heard.append(event)
            await bot.send(event, event.message + MessageSegment.face(1), at_sender=True)

        @bot.on_message("private")
        async def quick(event: Event) -> dict[str, Any]:
            return {"reply": "快速 [CQ:face,id=2]"}

        world.say(ALICE, "hi [x]", group_id=GROUP_ID)
        await until(lambda: said(world) == [f"[CQ:at,qq={ALICE}] hi &#91;x&#93;[CQ:face,id=1]"])
        assert (heard[0].name, heard[0].group_id, heard[0].sender["nickname"]) == (
            "message.group.normal",
            GROUP_ID,
            "Alice",
        )
        world.say(ALICE, "in private", to=SELF_ID)
        await until(lambda: said(world)[1:] == ["快速 [CQ:face,id=2]"])
        member = await bot.get_group_member_info(group_id=GROUP_ID, user_id=10003)
        assert (member["card"], (await bot.get_login_info())["user_id"]) == ("老王 [腐竹]", SELF_ID)
        with pytest.raises(ActionFailed) as caught:
            await bot.send_group_msg(group_id=1, message="x")
        assert (caught.value.retcode, caught.value.result["wording"]) == (200 if way == "http" else 1200, "no group 1")
        with pytest.raises(HttpFailed if way == "http" else ActionFailed):
            await bot.no_such_action()


@pytest.mark.parametrize("way", ["reverse", "http"])
async def test_a_quick_reply_may_mention_who_spoke_and_a_bad_one_stops_nothing(way: str) -> None:
    async with joined(way) as (bot, qq):
        world = qq.world
        answers: dict[str, dict[str, Any]] = {
            "mention": {"reply": "yes", "at_sender": True},
            "as it is": {"reply": "[CQ:face,id=1]", "auto_escape": True},
            "empty": {"reply": [{"type": "text", "data": {"text": ""}}]},
            "last": {"reply": "end"},
        }

        @bot.on_message
        async def quick(event: Event) -> dict[str, Any]:
            return answers[str(event.message)]

        for order in answers:
            world.say(ALICE, order, group_id=GROUP_ID)
        expected = [f"[CQ:at,qq={ALICE}] yes", "&#91;CQ:face,id=1&#93;", "end"]
        await until(lambda: sorted(said(world)) == sorted(expected))


# -- beside our own bot


@asynccontextmanager
async def ours() -> AsyncIterator[tuple[CQHttp, int]]:
    port, bot = free_port(), Bot()
    async with running(bot, Config(connections=[ReverseWebSocket(port=port)]), Texts.load("qq_api", "en_us")):
        yield bot, port


@asynccontextmanager
async def theirs() -> AsyncIterator[tuple[CQHttp, int]]:
    bot = CQHttp()
    async with uvicorn_runs(bot.asgi) as port:
        yield bot, port


def client(port: int, path: str = "/ws/") -> connect:
    headers = {"X-Self-ID": str(SELF_ID), "X-Client-Role": "Universal"}
    return connect(f"ws://127.0.0.1:{port}{path}", additional_headers=headers)


SUBSCRIBED = (
    "message",
    "message.group",
    "message.private.friend",
    "notice",
    "notice.notify.poke",
    "notice.group_ban.ban",
    "request",
    "request.friend",
    "meta_event",
    "meta_event.lifecycle.connect",
)


def record(bot: CQHttp) -> dict[str, list[Event]]:
    """What handlers of many names hear, each in its order."""
    heard: dict[str, list[Event]] = {name: [] for name in SUBSCRIBED} | {"before": []}
    for name in SUBSCRIBED:
        bot.on(name)(keeping(heard[name]))
    bot.before_notice(keeping(heard["before"]))
    return heard


def keeping(heard: list[Event]) -> Callable[[Event], Awaitable[None]]:
    """A handler that runs at once; plain functions are run on threads, which may overtake each other."""

    async def handler(event: Event) -> None:
        heard.append(event)

    return handler


async def hears(side: Any, events: list[dict[str, Any]]) -> dict[str, list[Event]]:
    async with side() as (bot, port), client(port) as link:
        heard = record(bot)
        for event in events:
            await link.send(json.dumps(event))
        roots = ("message", "notice", "request", "meta_event")
        await until(lambda: sum(len(heard[root]) for root in roots) == len(events), what=heard)
        return heard


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
async def test_the_same_stream_is_heard_the_same(implementation: str) -> None:
    events = recorded(implementation)
    our, their = await hears(ours, events), await hears(theirs, events)
    assert {name: [one.name for one in heard] for name, heard in our.items()} == {
        name: [one.name for one in heard] for name, heard in their.items()
    }
    for name, heard in our.items():
        for mine, plain in zip(heard, their[name], strict=True):
            assert mine == plain
            assert (mine.type, mine.detail_type, mine.sub_type) == (plain.type, plain.detail_type, plain.sub_type)
            assert isinstance(mine, MessageEvent) == (mine.type == "message")


async def answering(link: ClientConnection, frames: list[dict[str, Any]]) -> None:
    """Answer every call as QQ's side would, and take it down without what each library chooses for itself."""
    async for frame in link:
        call = json.loads(frame)
        await link.send(json.dumps({"status": "ok", "retcode": 0, "data": {"message_id": 1}, "echo": call["echo"]}))
        params = {key: value for key, value in call["params"].items() if key != "self_id"}
        frames.append({"action": call["action"].removesuffix("_async"), "params": params})


async def calls(side: Any, handler: Callable[[CQHttp, Event], Any]) -> list[list[dict[str, Any]]]:
    """The frames that a handler makes its bot send, for one event after the other."""
    frames: list[dict[str, Any]] = []
    async with side() as (bot, port), client(port) as link:
        done = asyncio.Event()

        @bot.on("message", "notice", "request")
        async def handle(given: Event) -> Any:
            try:
                return await handler(bot, given)
            finally:
                done.set()

        reading = asyncio.create_task(answering(link, frames))
        sent = [await _handled(bot, link, event, done, frames) for event in HANDLED]
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    return sent


async def _handled(
    bot: CQHttp, link: ClientConnection, event: dict[str, Any], done: asyncio.Event, frames: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    done.clear()
    frames.clear()
    await link.send(json.dumps(event))
    await asyncio.wait_for(done.wait(), 15)
    await until(lambda: frames, what=event)
    await bot.call_action("last")
    return [frame for frame in frames if frame["action"] != "last"]


async def plainly(bot: CQHttp, event: Event) -> None:
    await bot.send(event, "hi [CQ:face,id=1] &amp;")


async def mentioning(bot: CQHttp, event: Event) -> None:
    await bot.send(event, "hi", at_sender=True)


async def a_message(bot: CQHttp, event: Event) -> None:
    await bot.send(event, MessageSegment.reply(1) + Message("数字 [CQ:image,file=a&#44;b.png]"), auto_escape=False)


async def an_action(bot: CQHttp, event: Event) -> None:
    await bot.set_group_ban(group_id=event.group_id, user_id=event.user_id, duration=60)
    await bot.api.get_group_info(group_id=event.group_id, no_cache=True)


async def hooked(bot: CQHttp, event: Event) -> None:
    @bot.before_sending
    async def hook(_event: Event, message: Message, kwargs: dict[str, Any]) -> None:
        message.append(MessageSegment.text(" (hooked)"))
        kwargs["extra"] = 1

    await bot.send(event, "hi")


async def a_quick_operation(bot: CQHttp, event: Event) -> dict[str, Any]:
    return {"reply": "quick", "at_sender": False, "approve": True}


SENDERS = (plainly, mentioning, a_message, an_action, hooked, a_quick_operation)


def first(implementation: str, **fields: Any) -> dict[str, Any]:
    """The first recorded event that has these fields."""
    return next(event for event in recorded(implementation) if fields.items() <= event.items())


HANDLED = (
    first("napcat", message_type="group"),
    first("go-cqhttp", message_type="private"),
    first("llonebot", sub_type="poke"),
    first("napcat", request_type="group"),
)


@pytest.mark.parametrize("handler", SENDERS)
async def test_a_handlers_answers_leave_as_the_same_frames(handler: Any) -> None:
    assert await calls(ours, handler) == await calls(theirs, handler)


@asynccontextmanager
async def our_post() -> AsyncIterator[tuple[CQHttp, int]]:
    port, bot = free_port(), Bot()
    connection = Http.model_validate({"port": port, "secret": SECRET})
    async with running(bot, Config(connections=[connection]), Texts.load("qq_api", "en_us")):
        yield bot, port


@asynccontextmanager
async def their_post() -> AsyncIterator[tuple[CQHttp, int]]:
    bot = CQHttp(secret=SECRET)
    async with uvicorn_runs(bot.asgi) as port:
        yield bot, port


async def posts(side: Any, events: list[dict[str, Any]]) -> list[tuple[int, Any]]:
    """What each posted event is answered with."""
    answers: list[tuple[int, Any]] = []
    async with side() as (bot, port), httpx.AsyncClient(trust_env=False) as http:

        @bot.on_message("group")
        async def quick(event: Event) -> dict[str, Any]:
            return {"reply": f"to {event.message_id}", "at_sender": False}

        @bot.on_request
        async def approve(event: Event) -> dict[str, Any]:
            return {"approve": True, "remark": "备注"}

        for event in events:
            body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
            headers = {"Content-Type": "application/json", "X-Self-ID": str(SELF_ID), "X-Signature": sign(SECRET, body)}
            answer = await http.post(f"http://127.0.0.1:{port}/", content=body, headers=headers)
            answers.append((answer.status_code, answer.json() if answer.content else None))
    return answers


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
async def test_posted_events_are_answered_with_the_same_quick_operations(implementation: str) -> None:
    events = recorded(implementation)
    our, their = await posts(our_post, events), await posts(their_post, events)
    assert our == their
    assert {status for status, _ in our} == {200, 204}
