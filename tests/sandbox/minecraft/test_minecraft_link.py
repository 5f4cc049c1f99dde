"""The link to the sandbox's page, against a small WebSocket server."""

import asyncio
import json
from typing import Any

import pytest
from minecraft_program import DEADLINE, Page, Start
from websockets.asyncio.server import serve
from websockets.frames import CloseCode

from qq_api.sandbox.minecraft import link as link_module
from qq_api.sandbox.minecraft.link import BACKLOG, Link, Outbox, UnreachableError, linked
from support import free_port

HELLO = {"type": "hello", "kind": "stand-in", "players": [], "ready": False}


def link_to(url: str) -> Link:
    return Link(url, "t0ken", greet=lambda: HELLO, receive=lambda _frame: None)


async def test_hello_comes_first_and_carries_the_token(page: Page) -> None:
    link = link_to(page.url)
    link.send({"type": "console", "text": "before the link was there"})
    async with linked(link, lambda _reason: None):
        assert await page.next() == HELLO
        assert await page.next() == {"type": "console", "text": "before the link was there"}
    assert page.authorization == "Bearer t0ken"


async def test_state_from_before_hello_is_not_told_twice(page: Page) -> None:
    link = link_to(page.url)
    link.send({"type": "players", "players": ["Steve"]})
    link.send({"type": "ready"})
    async with linked(link, lambda _reason: None):
        assert await page.next() == HELLO
        link.send({"type": "players", "players": ["Alex"]})
        assert await page.next() == {"type": "players", "players": ["Alex"]}


async def test_what_is_sent_last_still_arrives(page: Page) -> None:
    link = link_to(page.url)
    async with linked(link, lambda _reason: None):
        assert await page.next() == HELLO
        link.send({"type": "console", "text": "Stopping server"})
    assert await page.frame("console") == {"type": "console", "text": "Stopping server"}


async def test_the_end_of_the_link_is_told(page: Page) -> None:
    lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    async with linked(link_to(page.url), lost.set_result):
        await page.next()
        await page.close()
        assert await asyncio.wait_for(lost, DEADLINE) == "the sandbox's page is gone"


async def test_the_death_of_the_page_is_told_too(page: Page) -> None:
    lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    port = free_port()
    async with (
        serve(page.serve, "127.0.0.1", port) as listening,
        linked(link_to(f"ws://127.0.0.1:{port}"), lost.set_result),
    ):
        await page.next()
        assert page.server
        listening.close(close_connections=False)
        page.server.transport.abort()
        assert await asyncio.wait_for(lost, DEADLINE) == "the sandbox's page is gone"


async def test_a_link_that_broke_is_made_again_and_the_game_goes_on(page: Page) -> None:
    link = link_to(page.url)
    async with linked(link, pytest.fail):
        assert await page.next() == HELLO
        for _ in range(3):
            assert page.server
            page.server.transport.abort()
            assert await page.next() == HELLO
            link.send({"type": "console", "text": "still here"})
            assert await page.next() == {"type": "console", "text": "still here"}


async def test_a_page_that_hears_no_pong_for_a_while_does_not_end_the_game(page: Page) -> None:
    async with linked(link_to(page.url), pytest.fail):
        assert await page.next() == HELLO
        assert page.server
        await page.server.close(CloseCode.INTERNAL_ERROR, "keepalive ping timeout")
        assert await page.next() == HELLO


async def test_an_endless_line_does_not_end_the_link(page: Page) -> None:
    link = link_to(page.url)
    async with linked(link, lambda _reason: None):
        await page.next()
        link.send({"type": "line", "target": "@a", "component": {"text": "你" * 500_000}})
        link.send({"type": "ready"})
        assert (await page.next())["text"] == "(a line too long for the page was left out)"
        assert await page.next() == {"type": "ready"}


async def test_a_page_that_is_not_there_is_tried_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "PATIENCE", 0.5)
    begun = asyncio.get_running_loop().time()
    with pytest.raises(UnreachableError, match=r"cannot reach the sandbox's page at ws://127\.0\.0\.1:\d+: ."):
        await link_to(f"ws://127.0.0.1:{free_port()}").run()
    assert asyncio.get_running_loop().time() - begun > 0.5


async def test_a_page_may_come_later_than_the_server(page: Page) -> None:
    port = free_port()
    link = link_to(f"ws://127.0.0.1:{port}")
    async with linked(link, lambda _reason: None), serve(page.serve, "127.0.0.1", port):
        assert await page.next() == HELLO
        await page.close()


async def test_an_address_that_is_none_is_not_tried_again() -> None:
    with pytest.raises(UnreachableError):
        await asyncio.wait_for(link_to("ws://").run(), 15)


def test_a_slow_page_is_told_how_much_was_left_out() -> None:
    outbox = Outbox()
    for number in range(BACKLOG + 7):
        outbox.put({"type": "console", "text": str(number)})
    texts = [frame["text"] for frame in drain(outbox)]
    assert texts[:BACKLOG] == [str(number) for number in range(BACKLOG)]
    assert texts[BACKLOG:] == ["(7 lines were left out: the page was too slow)"]


def test_a_slow_page_gets_the_newest_state() -> None:
    outbox = Outbox()
    for number in range(BACKLOG):
        outbox.put({"type": "console", "text": str(number)})
    outbox.put({"type": "players", "players": ["Steve"]})
    outbox.take()
    outbox.put({"type": "players", "players": []})
    outbox.put({"type": "ready"})
    frames = drain(outbox)
    assert [frame for frame in frames if frame["type"] == "players"] == [{"type": "players", "players": []}]
    assert frames[-1] == {"type": "players", "players": []}
    assert {"type": "ready"} in frames


def drain(outbox: Outbox) -> list[dict[str, Any]]:
    frames = []
    while frame := outbox.take():
        frames.append(frame)
    return frames


async def test_the_page_hears_what_goes_on(start: Start, page: Page) -> None:
    program = await start("--page", page.url, "--token", "t0ken", "--players", "Steve")
    hello = await page.next()
    assert (hello["type"], hello["kind"]) == ("hello", "stand-in")
    await program.line("Steve joined the game")
    await program.type("#chat Steve 你好 😀", 'tellraw Steve {"text":"psst","color":"gold"}')
    await page.frame("console", text=(await program.line("<Steve>")))
    assert await page.frame("line") == {"type": "line", "target": "@a", "component": {"text": "<Steve> 你好 😀"}}
    component = {"text": "psst", "color": "gold"}
    assert await page.frame("line") == {"type": "line", "target": "Steve", "component": component}
    await program.type("#leave Steve")
    await page.frame("players", players=[])


async def test_the_page_hears_when_the_server_is_up(start: Start, page: Page) -> None:
    await start("--page", page.url, "--startup-seconds", "1", QQ_SANDBOX_TOKEN="from the environment")
    if not (await page.next())["ready"]:  # a slow machine may link later than it starts
        await page.frame("ready")
    assert page.authorization == "Bearer from the environment"


async def test_a_server_that_is_up_says_so_in_its_hello(start: Start, page: Page) -> None:
    await start("--page", page.url, "--players", "Steve,Alex")
    while (frame := await page.next())["type"] not in ("ready", "players"):
        if frame.get("ready") and frame["players"] == ["Steve", "Alex"]:
            return
    await page.frame("players", players=["Steve", "Alex"])


async def test_the_page_plays(start: Start, page: Page) -> None:
    program = await start("--page", page.url)
    await program.line("Done ")
    await page.next()
    await page.send(type="join", player="Steve")
    await page.frame("players", players=["Steve"])
    await page.send(type="chat", player="Steve", text="你好 😀")
    await program.line("<Steve> 你好 😀$")
    await page.send(type="die", player="Steve")
    await program.line("Steve was slain by Zombie$")
    await page.send(type="die", player="Steve", cause="mob.item", killer="Alex", weapon="Excalibur")
    await program.line(r"Steve was slain by Alex using \[Excalibur\]$")
    await page.send(type="advance", player="Steve", title="Beaconator", kind="goal")
    await program.line(r"Steve has reached the goal \[Beaconator\]$")
    await page.send(type="lag", milliseconds="2034")
    await program.line("Running 2034ms or 40 ticks behind$")
    await page.send(type="raw", text="[12:00:00] [Server thread/INFO]: <.Bedrock> hi")
    await program.line("<.Bedrock> hi$")
    await page.send(type="console", text="say 早")
    await program.line(r"\[Server\] 早$")
    await page.send(type="leave", player="Steve")
    await page.frame("players", players=[])


REFUSED = [
    '{"type":"join","player":"Steve"}',
    '{"type":"join","player":"a b"}',
    '{"type":"chat","player":"Alex","text":"hi"}',
    '{"type":"chat","player":"Steve","text":"hi\\nstop"}',
    '{"type":"console","text":"say hi\\nstop"}',
    '{"type":"console","text":"say \\ud83d"}',
    json.dumps({"type": "console", "text": "say " + "x" * 40_000}),
    '{"type":"chat","player":"Steve"}',
    '{"type":"fly","player":"Steve"}',
    "{}",
    "[]",
    "hello",
    "[" * 100_000,
]


async def test_what_is_refused_is_answered(start: Start, page: Page) -> None:
    program = await start("--page", page.url, "--players", "Steve")
    await program.line("Steve joined the game")
    await page.next()
    for text in REFUSED:
        await page.send_text(text)
        assert (await page.frame("refused"))["reason"]
    await page.send(type="chat", player="Steve", text="still here")
    await program.line("<Steve> still here$")


async def test_nobody_joins_before_the_server_is_up(start: Start, page: Page) -> None:
    await start("--page", page.url, "--startup-seconds", "600")
    await page.next()
    await page.send(type="join", player="Steve")
    assert "not up yet" in (await page.frame("refused"))["reason"]


async def test_the_server_stops_in_order_when_the_page_is_gone(start: Start, page: Page) -> None:
    program = await start("--page", page.url, "--players", "Steve")
    await program.line("Steve joined the game")
    await page.next()
    await page.close()
    await program.line("the sandbox's page is gone; stopping$")
    await program.line("Stopping server$")
    assert await program.exit_code() == 0


async def test_the_page_hears_the_end_too(start: Start, page: Page) -> None:
    program = await start("--page", page.url, "--players", "Steve")
    await page.next()
    await program.type("stop")
    await page.frame("players", players=[])
    while "All dimensions are saved" not in (await page.frame("console"))["text"]:
        pass
    assert await program.exit_code() == 0


@pytest.mark.parametrize("url", ["ws://", "ws://[::1"])
async def test_the_server_says_that_it_cannot_reach_the_page_and_stops(start: Start, url: str) -> None:
    program = await start("--page", url)
    await program.line("cannot reach the sandbox's page at .*; stopping$")
    assert await program.exit_code() == 0
