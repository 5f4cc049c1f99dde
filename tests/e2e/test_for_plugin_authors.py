"""What another plugin gets from the packed qq_api in a real MCDR: events, functions, every thread."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect

from mcdr import House, chat, house, mcdr, reverse
from mcdr_folder import write_folder
from qq_api.loop import beside
from qq_api.sandbox.run import GROUP_ID, Options, sandbox, small_world
from support import free_port, until

AUTHOR = """
import asyncio, json, threading

from mcdreforged.api.command import Literal

PLUGIN_METADATA = {"id": "author", "version": "1.0.0", "dependencies": {"qq_api": "*"}}


def on_load(server, prev_module):
    import qq_api  # MCDR imports a single-file plugin before those it depends on

    def reply(**values):
        server.logger.info("author %s", json.dumps(values, ensure_ascii=False))

    for kind in ("message", "notice", "request", "meta_event"):
        server.register_event_listener(f"qq_api.on_{kind}", lambda _s, bot, event: reply(
            event=event.name, thread=threading.current_thread().name, kind=type(event).__name__,
            content=event.get("content"), same=bot is qq_api.get_bot()))

    server.register_event_listener("qq_api.on_connect", lambda _s, bot, self_id: reply(came=self_id))
    server.register_event_listener(
        "qq_api.on_disconnect", lambda _s, bot, self_id, reason: reply(went=self_id, reason=reason))

    async def on_async(_server, bot, event):
        if event.content == "async":
            sent = await bot.send(event, "from MCDR's loop")
            reply(async_thread=threading.current_thread().name, sent=bool(sent["message_id"]))

    server.register_event_listener("qq_api.on_message", on_async)
    plugin = server.get_plugin_instance("qq_api")
    bot = qq_api.get_bot()
    reply(same_bot=bot is plugin.get_bot(), same_class=qq_api.MessageEvent is plugin.MessageEvent,
          same_loop=qq_api.get_event_loop() is plugin.get_event_loop() is bot.loop)

    def sync(source):
        reply(sync=bot.sync.get_login_info()["nickname"], on=threading.current_thread().name)
        thread = threading.Thread(target=lambda: reply(own=bot.sync.get_login_info()["user_id"]))
        thread.start()
        thread.join()

        async def wrong():
            try:
                bot.sync.get_login_info()
            except qq_api.WrongThread as error:
                reply(wrong=str(error))

        asyncio.run_coroutine_threadsafe(wrong(), qq_api.get_event_loop()).result()
        # as plugins for QQAPI 1.x do it
        qq_api.get_event_loop().create_task(bot.send_group_msg(group_id=20001, message="[CQ:at,qq=10002] the old way"))

    server.register_command(Literal("!!sync").runs(sync))
"""


@pytest.fixture
async def home(tmp_path: Path, packed: dict[str, Path]) -> AsyncIterator[House]:
    async with house(tmp_path, packed, others={"author.py": AUTHOR}) as running:
        yield running


def told(home: House) -> list[dict]:
    return [json.loads(line.split(" author ", 1)[1]) for line in home.mcdr.found(r"\[author\].* author \{")]


async def test_events_functions_and_threads_are_as_promised(home: House) -> None:
    await until(lambda: told(home))
    assert told(home)[0] == {"same_bot": True, "same_class": True, "same_loop": True}
    head = {"self_id": 10001, "time": 1, "user_id": 10002}
    for fields in (
        {"post_type": "notice", "notice_type": "group_increase", "sub_type": "approve", "group_id": GROUP_ID},
        {"post_type": "request", "request_type": "friend", "comment": "hi", "flag": "1"},
        {"post_type": "meta_event", "meta_event_type": "lifecycle", "sub_type": "enable"},
    ):
        for _, emit in home.qq.world._listeners:
            emit(head | fields)
    home.say([{"type": "image", "data": {"file": "a.png"}}, {"type": "text", "data": {"text": " &amp;"}}])
    await until(lambda: [one for one in told(home) if one.get("content")])
    events = {one["event"]: one for one in told(home) if "event" in one}
    assert {"notice.group_increase.approve", "request.friend", "meta_event.lifecycle.enable"} <= events.keys()
    message = events["message.group.normal"]
    assert (message["kind"], message["content"]) == ("MessageEvent", "[图片] &amp;")
    assert all(one["thread"] == "TaskExecutor" and one["same"] for one in events.values())


async def test_accounts_come_and_go(home: House) -> None:
    headers = {"Authorization": "Bearer secret", "X-Self-ID": "77", "X-Client-Role": "Universal"}
    async with connect(f"ws://127.0.0.1:{home.port}/ws", additional_headers=headers):
        await until(lambda: {"came": 77} in told(home))
    await until(lambda: [one for one in told(home) if one.get("went") == 77])


async def test_actions_work_from_every_thread_and_loop(home: House) -> None:
    home.say("async")
    await home.in_group("from MCDR's loop")
    await until(lambda: {"async_thread": "AsyncTaskExecutor", "sent": True} in told(home))
    home.mcdr.type("!!sync")
    await until(lambda: [one for one in told(home) if "wrong" in one])
    assert {"sync": "小麦 Bot", "on": "TaskExecutor"} in told(home)
    assert {"own": 10001} in told(home)
    assert "await bot" in next(one["wrong"] for one in told(home) if "wrong" in one)
    await until(lambda: list(home.qq.world.messages.values())[-1].segments[0]["type"] == "at")


async def test_http_carries_chat_both_ways_as_well(tmp_path: Path, packed: dict[str, Path]) -> None:
    post, api = free_port(), free_port()
    connection = {"type": "http", "port": post, "secret": "s", "api_url": f"http://127.0.0.1:{api}", "token": "t"}
    options = Options(post_url=f"http://127.0.0.1:{post}/", secret="s", api_port=api, token="t")
    configs = {"qq_api": {"config_version": 1, "connections": [connection]}, "qq_chat": chat()}
    write_folder(tmp_path, "", packed.values(), configs)
    async with sandbox(small_world(), options) as qq, mcdr(tmp_path, "--no-server-start") as running:
        await running.line("Waiting for QQ's events at http")
        qq.world.say(10003, "/list", group_id=GROUP_ID)
        answers = await until(lambda: [one for one in qq.world.messages.values() if one.user_id == 10001])
        assert answers[0].segments[-1]["data"]["text"] == "[survival] The server is not running"
        running.type("!!qq over HTTP")
        await until(lambda: len([one for one in qq.world.messages.values() if one.user_id == 10001]) == 2)
        assert not running.found("Traceback|ERROR")


async def refuse_all(link: ClientConnection) -> None:
    """Answer that nothing can be done."""
    async for frame in link:
        failed = {"status": "failed", "retcode": 1404, "echo": json.loads(frame)["echo"]}
        await link.send(json.dumps(failed))


async def test_a_qq_that_never_answers_holds_up_nobody_in_mcdr(tmp_path: Path, packed: dict[str, Path]) -> None:
    port = free_port()
    write_folder(tmp_path, "", packed.values(), {"qq_api": reverse(port), "qq_chat": chat()})
    headers = {"Authorization": "Bearer secret", "X-Self-ID": "1", "X-Client-Role": "Universal"}
    async with mcdr(tmp_path, "--no-server-start") as running:
        await running.line("Waiting for QQ")
        async with connect(f"ws://127.0.0.1:{port}/ws", additional_headers=headers) as silent:
            await running.line("QQ 1 connected")
            for number in range(50):
                running.type(f"!!qq line {number}")
            calls = [json.loads(await silent.recv()) for _ in range(2)]
            assert {call["action"] for call in calls} == {"get_group_member_list", "send_group_msg"}
            (said,) = (call["params"]["message"] for call in calls if "message" in call["params"])
            assert "line 0" in said[0]["data"]["text"]
            await running.command("!!MCDR plugin list", "qq_chat", seconds=20)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(silent.recv(), 0.2)
        again = connect(f"ws://127.0.0.1:{port}/ws", additional_headers=headers)
        async with again as back, beside(refuse_all(back)):  # it has no history, either
            await running.line("Nobody knows whether a line for group 20001")
        assert not running.found("no response|Traceback")
