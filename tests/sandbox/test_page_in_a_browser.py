"""The sandbox's page, as a person at a browser meets it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from browser import Browser, Locator, Page, browser, expect, watched_page
from qq_api import message
from qq_api.sandbox.run import GROUP_ID, SELF_ID, Options, Sandbox, sandbox, small_world
from qq_api.sandbox.world import World
from support import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALICE, WANG = 10002, 10003

SCROLLS = "(({ scrollWidth, scrollHeight }) => scrollWidth > innerWidth || scrollHeight > innerHeight)(document.body)"

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "long" * 2500,
    "seven\nlines\r\nof\u2028a\u2029name\x85here\x0bnow",
    "\u202egnihton\u2066\u2069 rtl",
    "alone \ud800 surrogate \udfff",
    "__proto__",
    "null \x00 and bell \x07",
    "Z" + "\u0336\u0489" * 300,
]


class FakeGame:
    """The server's end of the link, in the test's hands."""

    def __init__(self, link: ClientConnection) -> None:
        self._link = link

    async def send(self, kind: str, /, **frame: Any) -> None:
        await self._link.send(json.dumps({"type": kind, **frame}))

    async def line(self, component: Any, target: str = "@a") -> None:
        await self.send("line", target=target, component=component)

    async def heard(self) -> Any:
        return json.loads(await asyncio.wait_for(self._link.recv(), 15))


@asynccontextmanager
async def fake_game(
    qq: Sandbox, kind: str = "stand-in", players: tuple[str, ...] = ("Steve", "Alex")
) -> AsyncIterator[FakeGame]:
    headers = {"Authorization": f"Bearer {qq.page.token}"}
    async with connect(f"ws://127.0.0.1:{port_of(qq)}/game", additional_headers=headers, proxy=None) as link:
        game = FakeGame(link)
        await game.send("hello", kind=kind, ready=True, players=players)
        yield game


def port_of(qq: Sandbox) -> int:
    port = urlsplit(qq.url).port
    assert port
    return port


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def qq() -> AsyncIterator[Sandbox]:
    async with sandbox(small_world(), Options()) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Browser, qq: Sandbox) -> AsyncIterator[Page]:
    async with opened(chromium, qq) as page:
        yield page


@asynccontextmanager
async def opened(chromium: Browser, qq: Sandbox, **options: Any) -> AsyncIterator[Page]:
    async with watched_page(chromium, **options) as page:
        await page.goto(qq.url)
        await expect(page.get_by_test_id("qq-speaker")).not_to_be_empty()
        yield page


def say(world: World, said: Any, user_id: int = ALICE) -> int:
    return world.say(user_id, said, group_id=GROUP_ID)


def last(page: Page, row: str = "qq-message") -> Locator:
    return page.get_by_test_id(row).last


async def assert_fits(page: Page) -> None:
    """Nothing sticks out of the window, and every part of the frame is where it belongs."""
    assert not await page.evaluate(SCROLLS)
    for part in ("qq-send", "bot-status", "game-send", "game-status", "game-join-button", "game-die"):
        box = await page.get_by_test_id(part).bounding_box()
        size = page.viewport_size
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= size["width"], part
        assert box["y"] >= 0 and box["y"] + box["height"] <= size["height"], part


# -- the QQ side


async def test_what_is_typed_on_the_left_is_said_in_the_world_and_shown(page: Page, qq: Sandbox) -> None:
    await page.get_by_test_id("qq-speaker").select_option(str(WANG))
    await page.get_by_test_id("qq-input").fill("大家好 hello")
    await page.get_by_test_id("qq-input").press("Enter")
    await expect(last(page)).to_contain_text("大家好 hello")
    await expect(last(page)).to_have_attribute("data-user-id", str(WANG))
    await expect(page.get_by_test_id("qq-input")).to_have_value("")
    (said,) = qq.world.messages.values()
    assert (said.user_id, said.group_id, said.segments) == (WANG, GROUP_ID, [message.text("大家好 hello")])


async def test_shift_enter_makes_a_line_and_the_button_sends(page: Page, qq: Sandbox) -> None:
    await page.get_by_test_id("qq-input").press_sequentially("one")
    await page.get_by_test_id("qq-input").press("Shift+Enter")
    await page.get_by_test_id("qq-input").press_sequentially("two")
    await page.get_by_test_id("qq-send").click()
    await expect(page.get_by_test_id("qq-message")).to_have_count(1)
    assert [said.segments for said in qq.world.messages.values()] == [[message.text("one\ntwo")]]


async def test_the_enter_that_ends_an_input_methods_word_sends_nothing(page: Page, qq: Sandbox) -> None:
    field = page.get_by_test_id("qq-input")
    await field.fill("nihao")
    await field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await field.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    await expect(field).to_have_value("nihao")
    await field.fill("你好")
    await field.press("Enter")
    await expect(page.get_by_test_id("qq-message")).to_have_count(1)
    assert len(qq.world.messages) == 1


async def test_blanks_alone_are_not_sent(page: Page, qq: Sandbox) -> None:
    await page.get_by_test_id("qq-input").fill("  \n ")
    await page.get_by_test_id("qq-send").click()
    await page.get_by_test_id("qq-input").fill("words")
    await page.get_by_test_id("qq-send").click()
    await expect(page.get_by_test_id("qq-message")).to_have_count(1)


async def test_what_is_said_in_the_world_is_shown_with_who_said_it(page: Page, qq: Sandbox) -> None:
    say(qq.world, "早上好", WANG)
    await expect(last(page)).to_contain_text("老王 [腐竹]")
    await expect(last(page)).to_contain_text("Admin")
    await expect(last(page)).to_contain_text("早上好")
    say(qq.world, "I am the bot", SELF_ID)
    await expect(last(page)).to_have_class(re.compile(r"\bown\b"))


async def test_a_page_opened_later_shows_what_was_said_before(chromium: Browser, qq: Sandbox) -> None:
    say(qq.world, "earlier")
    async with opened(chromium, qq) as page:
        await expect(last(page)).to_contain_text("earlier")


async def test_mentions_and_quotes_name_their_people(page: Page, qq: Sandbox) -> None:
    first = say(qq.world, "who has diamonds?", WANG)
    say(qq.world, [message.reply(first), message.at(WANG), message.text(" I do")])
    await expect(last(page).locator(".at")).to_have_text("@老王 [腐竹]")
    await expect(last(page).locator(".quote")).to_contain_text("who has diamonds?")
    await expect(last(page).locator(".quote .author")).to_have_text("老王 [腐竹]")
    await last(page).locator(".quote").click()
    await expect(page.get_by_test_id("qq-message").first).to_be_in_viewport()
    say(qq.world, [message.reply(999), message.at(4711), message.text("?")])
    await expect(last(page).locator(".quote")).to_contain_text("no longer here")
    await expect(last(page).locator(".at")).to_have_text("@4711")


async def test_a_segment_that_is_no_text_is_named_and_never_loaded(page: Page, qq: Sandbox) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    address = "https://example.com/a.png"
    card = {"type": "json", "data": {"data": '{"prompt": "a card"}'}}
    odd = {"type": "constructor", "data": {"file": "javascript:alert(1)"}}
    say(qq.world, [{"type": "image", "data": {"file": "a.png", "url": address}}, card, odd])
    chips = last(page).locator(".chip")
    await expect(chips).to_have_text(["Image a.png", "constructor javascript:alert(1)"])
    await expect(last(page).locator(".card")).to_have_text("a card")
    await expect(chips.nth(0)).to_have_attribute("href", address)
    await expect(chips.nth(0)).to_have_attribute("rel", "noopener noreferrer")
    assert await chips.nth(1).get_attribute("href") is None
    assert requests == []


async def test_several_groups_can_be_chosen_and_keep_their_conversations(chromium: Browser) -> None:
    world = small_world()
    world.add_group(30001, "创造服 Creative", owner=WANG, members={ALICE: "Alice the builder"})
    async with sandbox(world, Options()) as qq, opened(chromium, qq) as page:
        say(world, "in the first")
        world.say(WANG, "in the second", group_id=30001)
        await expect(page.get_by_test_id("qq-message")).to_have_count(1)
        await page.get_by_test_id("chat").filter(has_text="创造服 Creative").click()
        await expect(page.get_by_test_id("qq-log")).to_contain_text("in the second")
        await expect(page.get_by_test_id("qq-log")).not_to_contain_text("in the first")
        await page.get_by_test_id("qq-speaker").select_option(label="Alice the builder")
        await page.get_by_test_id("qq-input").fill("me too")
        await page.get_by_test_id("qq-input").press("Enter")
        await expect(page.get_by_test_id("qq-message")).to_have_count(2)
        assert list(world.messages.values())[-1].group_id == 30001


async def test_the_pill_tells_whether_the_bot_is_connected(page: Page, qq: Sandbox) -> None:
    await expect(page.get_by_test_id("bot-status")).to_have_attribute("data-state", "waiting")
    qq.page.qq.connection(SELF_ID, True)
    await expect(page.get_by_test_id("bot-status")).to_have_attribute("data-state", "connected")
    qq.page.qq.connection(SELF_ID, False)
    await expect(page.get_by_test_id("bot-status")).to_have_attribute("data-state", "waiting")


# -- the game's side


async def test_a_line_of_the_game_has_its_colours_and_its_hover(page: Page, qq: Sandbox) -> None:
    async with fake_game(qq) as game:
        hover = {"action": "show_text", "contents": [{"text": "from QQ\n", "color": "gold"}, "10002"]}
        alice = {"text": "<Alice>", "color": "aqua", "bold": True, "hoverEvent": hover}
        await game.line(["", alice, " §chot §othen§r calm"])
        line = last(page, "game-line")
        await expect(line).to_contain_text("<Alice> hot then calm")
        await expect(line.get_by_text("<Alice>")).to_have_css("color", "rgb(85, 255, 255)")
        await expect(line.get_by_text("<Alice>")).to_have_css("font-weight", "700")
        await expect(line.get_by_text("hot")).to_have_css("color", "rgb(255, 85, 85)")
        await expect(line.get_by_text("then")).to_have_css("font-style", "italic")
        await expect(line.get_by_text("calm")).to_have_css("color", "rgb(255, 255, 255)")
        await expect(line.get_by_text("calm")).to_have_css("font-style", "normal")
        await line.get_by_text("<Alice>").hover()
        await expect(page.get_by_test_id("tooltip")).to_have_text("from QQ\n10002")
        await page.get_by_test_id("game-input").hover()
        await expect(page.get_by_test_id("tooltip")).to_be_hidden()


async def test_children_inherit_what_they_do_not_set(page: Page, qq: Sandbox) -> None:
    async with fake_game(qq) as game:
        child = {"text": "child", "bold": False, "extra": [{"text": "grandchild", "color": "#12aBff"}]}
        await game.line({"text": "parent ", "color": "red", "bold": True, "underlined": True, "extra": [child]})
        line = last(page, "game-line")
        await expect(line.get_by_text("child", exact=True)).to_have_css("color", "rgb(255, 85, 85)")
        await expect(line.get_by_text("child", exact=True)).to_have_css("font-weight", "400")
        await expect(line.get_by_text("grandchild")).to_have_css("color", "rgb(18, 171, 255)")
        await expect(line.get_by_text("grandchild")).to_have_css("text-decoration-line", "underline")


async def test_minecrafts_own_sentences_are_in_the_readers_language(chromium: Browser, qq: Sandbox) -> None:
    joined = {"translate": "multiplayer.player.joined", "with": [{"text": "Steve"}], "color": "yellow"}
    async with opened(chromium, qq) as english, opened(chromium, qq, locale="zh-CN") as chinese, fake_game(qq) as game:
        await game.line(joined)
        await expect(last(english, "game-line")).to_contain_text("Steve joined the game")
        await expect(last(chinese, "game-line")).to_contain_text("Steve加入了游戏")
        await expect(english.locator("html")).to_have_attribute("lang", "en")
        await expect(chinese.locator("html")).to_have_attribute("lang", "zh-CN")
        await game.line({"translate": "no.such.key", "fallback": "%s of %2$s 100%%", "with": ["one", ["two"]]})
        await expect(last(english, "game-line")).to_contain_text("one of two 100%")


@pytest.mark.parametrize("spelling", ["old", "new"])
async def test_what_is_clicked_opens_copies_or_suggests(chromium: Browser, qq: Sandbox, spelling: str) -> None:
    def click(action: str, key: str, value: str) -> dict[str, Any]:
        event = {"action": action, "value" if spelling == "old" else key: value}
        return {"text": f"[{action}]", "clickEvent" if spelling == "old" else "click_event": event}

    async with (
        opened(chromium, qq, permissions=["clipboard-read", "clipboard-write"]) as page,
        fake_game(qq) as game,
    ):
        await game.line(click("open_url", "url", "https://example.com/x"))
        await game.line(click("copy_to_clipboard", "value", "taken"))
        await game.line([click("suggest_command", "command", "!!mc like "), click("run_command", "command", "/list")])
        link = page.get_by_text("[open_url]")
        await expect(link).to_have_attribute("href", "https://example.com/x")
        await expect(link).to_have_attribute("rel", re.compile("noopener"))
        await page.get_by_text("[copy_to_clipboard]").click()
        await expect(page.get_by_test_id("toast")).to_be_visible()
        assert await page.evaluate("navigator.clipboard.readText()") == "taken"
        await page.get_by_text("[suggest_command]").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("game-input")).to_have_value("!!mc like ")
        await expect(page.get_by_test_id("game-input")).to_be_focused()
        await page.get_by_text("[run_command]").click()
        await expect(page.get_by_test_id("game-input")).to_have_value("/list")


async def test_what_is_typed_on_the_right_goes_to_the_game(page: Page, qq: Sandbox) -> None:
    async with fake_game(qq) as game:
        await page.get_by_test_id("game-player").select_option("Alex")
        await page.get_by_test_id("game-input").fill("hello QQ")
        await page.get_by_test_id("game-input").press("Enter")
        assert await game.heard() == {"type": "chat", "player": "Alex", "text": "hello QQ"}
        await page.get_by_test_id("game-input").fill("again")
        await page.get_by_test_id("game-send").click()
        assert await game.heard() == {"type": "chat", "player": "Alex", "text": "again"}


async def test_players_join_die_and_leave(page: Page, qq: Sandbox) -> None:
    async with fake_game(qq, players=()) as game:
        await expect(page.get_by_test_id("game-input")).to_be_disabled()
        await page.get_by_test_id("game-join").fill("Herobrine")
        await page.get_by_test_id("game-join-button").click()
        assert await game.heard() == {"type": "join", "player": "Herobrine"}
        await game.send("players", players=["Steve", "Herobrine"])
        await expect(page.get_by_test_id("game-player")).to_have_value("Herobrine")
        await page.get_by_test_id("game-die").click()
        assert await game.heard() == {"type": "die", "player": "Herobrine"}
        await page.get_by_test_id("game-leave").click()
        assert await game.heard() == {"type": "leave", "player": "Herobrine"}


async def test_joining_without_a_name_takes_the_one_that_is_offered(page: Page, qq: Sandbox) -> None:
    async with fake_game(qq, players=("Steve",)) as game:
        await expect(page.get_by_test_id("game-join")).to_have_attribute("placeholder", "Join as Alex")
        await page.get_by_test_id("game-join").press("Enter")
        assert await game.heard() == {"type": "join", "player": "Alex"}


async def test_a_real_server_is_spoken_to_by_its_console(page: Page, qq: Sandbox) -> None:
    async with fake_game(qq, kind="real", players=()) as game:
        await expect(page.get_by_test_id("game-player")).to_be_hidden()
        await expect(page.get_by_test_id("game-join")).to_be_hidden()
        await page.get_by_test_id("view-console").click()
        await game.send("console", text="[12:00:00] [Server thread/INFO]: \x1b[32mDone\x1b[0m")
        await expect(page.get_by_test_id("console-line")).to_be_visible()
        await expect(page.get_by_test_id("console-line")).to_have_text("[12:00:00] [Server thread/INFO]: Done")
        await page.get_by_test_id("game-input").fill("say hi")
        await page.get_by_test_id("game-input").press("Enter")
        assert await game.heard() == {"type": "console", "text": "say hi"}


async def test_the_console_of_a_stand_in_is_one_click_away(page: Page, qq: Sandbox) -> None:
    async with fake_game(qq) as game:
        await page.get_by_test_id("view-console").click()
        await page.get_by_test_id("game-input").fill("list")
        await page.get_by_test_id("game-send").click()
        assert await game.heard() == {"type": "console", "text": "list"}


async def test_the_pill_tells_what_is_attached(page: Page, qq: Sandbox) -> None:
    status = page.get_by_test_id("game-status")
    await expect(status).to_have_attribute("data-state", "none")
    async with fake_game(qq) as game:
        await expect(status).to_have_attribute("data-state", "ready")
        await game.send("hello", kind="stand-in", ready=False, players=[])
        await expect(status).to_have_attribute("data-state", "starting")
        await expect(page.get_by_test_id("game-join")).to_be_disabled()
        await game.send("ready")
        await expect(status).to_have_attribute("data-state", "ready")
    await expect(status).to_have_attribute("data-state", "none")


async def test_a_refusal_is_told(page: Page, qq: Sandbox) -> None:
    async with fake_game(qq) as game:
        await game.send("refused", reason='"Steve" is online already')
        await expect(page.get_by_test_id("toast")).to_have_text('"Steve" is online already')


# -- text from outside is only ever text


@pytest.mark.parametrize("size", [(1280, 800), (800, 600)])
async def test_hostile_names_and_messages_are_only_text(chromium: Browser, size: tuple[int, int]) -> None:
    world = small_world()
    group = world.groups[GROUP_ID]
    group.name = HOSTILE[5] + HOSTILE[0]
    for number, name in enumerate(HOSTILE, 50001):
        world.add_person(number, name)
        group.members[number] = type(group.members[ALICE])(number, name, role="admin")
        say(world, name, number)
        say(world, [message.reply(len(world.messages)), message.at(number), {"type": name, "data": {"file": name}}])
    viewport = {"width": size[0], "height": size[1]}
    async with (
        sandbox(world, Options()) as qq,
        opened(chromium, qq, viewport=viewport) as page,
        fake_game(qq, players=tuple(HOSTILE)) as game,
    ):
        for text in HOSTILE:
            event = {"action": "show_text", "value": text}
            await game.line({"text": text, "color": text, "hoverEvent": event}, target=text)
            await game.line({"translate": text, "with": [text]})
        await game.send("console", text="".join(HOSTILE))
        await game.send("refused", reason=HOSTILE[0] + HOSTILE[5])
        await expect(page.get_by_test_id("qq-message")).to_have_count(2 * len(HOSTILE))
        await expect(page.get_by_test_id("game-line")).to_have_count(2 * len(HOSTILE))
        await expect(page.get_by_test_id("toast")).to_contain_text("<img")
        await expect(page.get_by_test_id("qq-log")).to_contain_text("<img src=x onerror=alert(1)>")
        await expect(page.get_by_test_id("game-log")).to_contain_text('"><script>alert(1)</script>')
        await assert_fits(page)
        assert await page.locator("img, main script").count() == 0
        await page.get_by_test_id("game-line").locator("[data-tooltip]").last.hover()
        await expect(page.get_by_test_id("tooltip")).to_be_visible()
        await page.get_by_test_id("view-console").click()
        await assert_fits(page)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd", " ", 7]
)
async def test_only_web_addresses_become_links(page: Page, qq: Sandbox, address: object) -> None:
    async with fake_game(qq) as game:
        await game.line({"text": "old", "clickEvent": {"action": "open_url", "value": address}})
        await game.line({"text": "new", "click_event": {"action": "open_url", "url": address}})
        await expect(page.get_by_test_id("game-line")).to_have_count(2)
        await page.get_by_text("new", exact=True).click()
        assert await page.get_by_test_id("game-log").locator("a").count() == 0


async def test_components_of_any_shape_are_survived(page: Page, qq: Sandbox) -> None:
    deep: Any = "core"
    for _ in range(200):
        deep = {"text": "", "extra": [deep]}
    shapes: list[Any] = [None, 7, True, [], {}, [[]], [None, "x"], "§", "§§§", "a§zb", ["x"] * 5000, deep]
    shapes += [{"text": None}, {"text": {"a": 1}}, {"extra": "no list"}]
    shapes += [{"text": "x", "clickEvent": "y", "hoverEvent": ["z"]}]
    shapes += [{"translate": "chat.type.text"}, {"translate": 2, "with": 1}, {"color": 7, "bold": "yes", "text": "x"}]
    shapes += [{"text": "x", "hoverEvent": {"action": "show_item", "contents": "stone"}}]
    async with fake_game(qq) as game:
        for shape in shapes:
            await game.line(shape)
        await game.line("the end")
        await expect(last(page, "game-line")).to_contain_text("the end")
        await expect(page.get_by_test_id("game-line")).to_have_count(len(shapes) + 1)


async def test_a_lone_surrogate_that_is_typed_comes_back(page: Page, qq: Sandbox) -> None:
    await page.get_by_test_id("qq-input").evaluate("field => { field.value = 'half \\ud83d' }")
    await page.get_by_test_id("qq-send").click()
    await expect(last(page)).to_contain_text("half")
    assert [said.segments for said in qq.world.messages.values()] == [[message.text("half \ud83d")]]


# -- who may come in


async def status_of(qq: Sandbox, path: str, **headers: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port_of(qq))
    given = {"Host": f"127.0.0.1:{port_of(qq)}", "Connection": "close", **headers}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    writer.write("\r\n".join(lines).encode())
    answer = await asyncio.wait_for(reader.read(), 15)
    writer.close()
    return int(answer.split()[1])


def cookie_of(qq: Sandbox) -> str:
    return f"qq_sandbox_{port_of(qq)}={qq.page.token}"


async def test_without_the_token_nobody_sees_the_page(qq: Sandbox) -> None:
    assert await status_of(qq, "/", Cookie=cookie_of(qq)) == 200
    assert await status_of(qq, "/") == 403
    assert await status_of(qq, "/", Cookie=f"qq_sandbox_{port_of(qq)}=guess") == 403


async def test_a_foreign_name_for_this_machine_is_refused(qq: Sandbox) -> None:
    assert await status_of(qq, "/", Cookie=cookie_of(qq), Host="evil.example") == 400
    assert await status_of(qq, "/page.js", Host=f"evil.example:{port_of(qq)}") == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null", None])
async def test_a_web_page_of_somebody_else_cannot_connect(qq: Sandbox, origin: Origin | None) -> None:
    address = f"ws://127.0.0.1:{port_of(qq)}/ws"
    with pytest.raises(InvalidStatus) as refused:
        async with connect(address, origin=origin, additional_headers={"Cookie": cookie_of(qq)}, proxy=None):
            pass
    assert refused.value.response.status_code == 403


# -- a long life


async def test_the_page_survives_a_restart_of_the_sandbox(chromium: Browser) -> None:
    async with watched_page(chromium, tolerated="ERR_CONNECTION_REFUSED|WebSocket") as page:
        port = free_port()
        async with sandbox(small_world(), Options(page_port=port, page_token="kept")) as first:
            await page.goto(first.url)
            say(first.world, "before")
            await expect(last(page)).to_contain_text("before")
            await page.get_by_test_id("qq-input").fill("half a sentence")
        await expect(page.get_by_test_id("page-status")).to_be_visible()
        await page.get_by_test_id("qq-send").click()
        await expect(page.get_by_test_id("toast")).to_be_visible()
        await expect(page.get_by_test_id("qq-input")).to_have_value("half a sentence")
        world = small_world()
        say(world, "after")
        async with sandbox(world, Options(page_port=port, page_token="kept")):
            await expect(page.get_by_test_id("qq-log")).to_contain_text("after", timeout=15_000)
            await expect(page.get_by_test_id("qq-message")).to_have_count(1)
            await expect(page.get_by_test_id("page-status")).to_be_hidden()
            await page.get_by_test_id("qq-send").click()
            await expect(last(page)).to_contain_text("half a sentence")


async def test_a_page_whose_token_is_no_longer_valid_says_what_to_do(chromium: Browser) -> None:
    async with watched_page(chromium, tolerated="ERR_CONNECTION_REFUSED|WebSocket|403") as page:
        port = free_port()
        async with sandbox(small_world(), Options(page_port=port)) as first:
            await page.goto(first.url)
            await expect(page.get_by_test_id("bot-status")).to_be_visible()
        async with sandbox(small_world(), Options(page_port=port)):
            await expect(page.get_by_test_id("page-status")).to_contain_text("Open the address", timeout=15_000)


async def test_two_thousand_messages_leave_a_bounded_page_that_shows_the_newest(page: Page, qq: Sandbox) -> None:
    async with fake_game(qq) as game:
        for number in range(2000):
            say(qq.world, f"message {number}")
        await expect(last(page)).to_contain_text("message 1999", timeout=20_000)
        await expect(last(page)).to_be_in_viewport()
        for number in range(2000):
            await game.line(f"line {number}")
        await expect(last(page, "game-line")).to_contain_text("line 1999", timeout=20_000)
        await expect(last(page, "game-line")).to_be_in_viewport()
    assert await page.get_by_test_id("qq-message").count() <= 500
    assert await page.get_by_test_id("game-line").count() <= 500
    await assert_fits(page)


async def test_who_reads_further_up_is_told_of_news_and_not_moved(page: Page, qq: Sandbox) -> None:
    for number in range(60):
        say(qq.world, f"old {number}")
    await expect(last(page)).to_be_in_viewport()
    first = page.get_by_text("old 0", exact=True)
    await page.get_by_test_id("qq-log").hover()
    await page.mouse.wheel(0, -100_000)
    await expect(first).to_be_in_viewport()
    say(qq.world, "news")
    await expect(page.get_by_test_id("qq-news")).to_contain_text("1 new")
    await expect(first).to_be_in_viewport()
    await page.get_by_test_id("qq-news").click()
    await expect(last(page)).to_be_in_viewport()
    await expect(page.get_by_test_id("qq-news")).to_be_hidden()


async def test_the_title_counts_what_came_while_nobody_looked(page: Page, qq: Sandbox) -> None:
    await page.evaluate("Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })")
    say(qq.world, "one")
    say(qq.world, "two")
    await expect(page).to_have_title("(2) QQ sandbox")
    await page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page).to_have_title("QQ sandbox")


async def test_a_narrow_screen_has_a_tab_for_each_side(chromium: Browser, qq: Sandbox) -> None:
    async with opened(chromium, qq, viewport={"width": 360, "height": 640}) as page, fake_game(qq) as game:
        await game.line("come and see")
        await expect(page.get_by_test_id("game-log")).to_be_hidden()
        await expect(page.get_by_test_id("tab-side")).to_have_class(re.compile("news-there"))
        await page.get_by_test_id("tab-side").click()
        await expect(last(page, "game-line")).to_be_in_viewport()
        await expect(page.get_by_test_id("qq-log")).to_be_hidden()
        assert not await page.evaluate(SCROLLS)


async def test_everything_can_be_reached_and_is_named_for_who_cannot_see(page: Page, qq: Sandbox) -> None:
    async with fake_game(qq):
        await expect(page.get_by_test_id("game-input")).to_be_enabled()
        reached = set()
        for _ in range(45):
            await page.keyboard.press("Tab")
            reached.add(await page.evaluate("document.activeElement.dataset.testid"))
        await expect(page.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "polite")
        fields = "[...document.querySelectorAll('input, select, textarea')]"
        assert await page.evaluate(f"{fields}.filter(field => !field.ariaLabel).map(field => field.outerHTML)") == []
    assert reached >= {"qq-log", "qq-input", "qq-speaker", "qq-send", "game-log", "game-player", "game-input"}
    assert reached >= {"game-send", "game-join", "game-join-button", "game-leave", "game-die"}
    assert reached >= {"view-chat", "view-console", "chats-search", "chat", "qq-group-menu", "side-game"}
    assert reached >= {"qq-face", "qq-image", "qq-file", "qq-json", "page-theme", "page-language", "page-help"}
