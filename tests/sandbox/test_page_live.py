"""The sandbox's page while things happen: chats, all kinds of messages, the log, colours, languages, load."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio

from browser import Browser, Locator, Page, browser, expect, watched_page
from qq_api import message
from qq_api.calls import answer_of
from qq_api.loop import beside
from qq_api.sandbox.run import GROUP_ID, SELF_ID, Options, Sandbox, sandbox, small_world
from qq_api.sandbox.world import boards, friends, groups, requests, talk
from qq_api.types import Payload
from support import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALICE, WANG, NOTCH, BOLD = 10002, 10003, 10004, 10005
ROWS = 300
"""Rows that a log may have at most, as `log.js` has it."""

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "$&{0}{1}",
    "long" * 2500,
    "a\nb\u2028c\x00d",
    "\u202egnihton",
    "half \ud800",
    "__proto__",
    "constructor",
]

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="

WAV = b"RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x08\0\0\0" + b"\x80" * 8


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as running:
        yield running


@asynccontextmanager
async def opened(chromium: Browser, qq: Sandbox, **options: Any) -> AsyncIterator[Page]:
    async with watched_page(chromium, **options) as page:
        await page.goto(qq.url)
        await expect(page.get_by_test_id("qq-speaker")).not_to_be_empty()
        yield page


@pytest_asyncio.fixture(loop_scope="module")
async def qq() -> AsyncIterator[Sandbox]:
    async with sandbox(small_world(), Options()) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Browser, qq: Sandbox) -> AsyncIterator[Page]:
    async with opened(chromium, qq) as page:
        yield page


def say(qq: Sandbox, said: Any = "hi", user_id: int = WANG) -> int:
    return qq.world.say(user_id, said, group_id=GROUP_ID)


def last(page: Page, row: str = "qq-message") -> Locator:
    return page.get_by_test_id(row).last


def chat(page: Page, name: str) -> Locator:
    return page.get_by_test_id("chat").filter(has_text=name)


# -- chats


async def test_what_is_unread_is_counted_until_it_is_read(page: Page, qq: Sandbox) -> None:
    qq.world.add_group(30001, "Creative", owner=WANG, members={ALICE: ""})
    for text in ("one", "two"):
        qq.world.say(WANG, text, group_id=30001)
    qq.world.say(ALICE, "psst", to=SELF_ID)
    await expect(chat(page, "Creative").get_by_test_id("chat-unread")).to_have_text("2")
    await expect(chat(page, "小麦 Bot ↔ Alice").get_by_test_id("chat-unread")).to_have_text("1")
    await expect(page.get_by_test_id("chat").first).to_contain_text("psst")
    await chat(page, "Creative").click()
    await expect(page.get_by_test_id("qq-message")).to_have_count(2)
    await expect(chat(page, "Creative").get_by_test_id("chat-unread")).to_have_count(0)
    await expect(chat(page, "小麦 Bot ↔ Alice").get_by_test_id("chat-unread")).to_have_text("1")
    qq.world.say(WANG, "three", group_id=30001)
    await expect(page.get_by_test_id("qq-message")).to_have_count(3)
    await expect(chat(page, "Creative").get_by_test_id("chat-unread")).to_have_count(0)


async def test_two_talk_in_private_and_what_was_half_written_stays_with_its_chat(page: Page, qq: Sandbox) -> None:
    friends.befriend(qq.world, ALICE, SELF_ID)
    await page.get_by_test_id("qq-input").fill("half")
    await chat(page, "小麦 Bot ↔ Alice").click()
    await expect(page.get_by_test_id("qq-input")).to_have_value("")
    await expect(page.get_by_test_id("qq-speaker").locator("option")).to_have_text(["Alice", "小麦 Bot"])
    await page.get_by_test_id("qq-input").fill("hello bot")
    await page.get_by_test_id("qq-input").press("Enter")
    await expect(last(page)).to_contain_text("hello bot")
    (said,) = qq.world.messages.values()
    assert (said.user_id, said.peer_id) == (ALICE, SELF_ID)
    await chat(page, "生存服").click()
    await expect(page.get_by_test_id("qq-input")).to_have_value("half")


async def test_a_group_comes_is_renamed_and_goes(page: Page, qq: Sandbox) -> None:
    qq.world.add_group(30001, "New", owner=WANG)
    await expect(chat(page, "New")).to_be_visible()
    groups.rename(qq.world, WANG, 30001, "Renamed")
    await expect(chat(page, "Renamed")).to_be_visible()
    groups.leave(qq.world, WANG, 30001, dismiss=True)
    await expect(page.get_by_test_id("chat")).to_have_count(1)


# -- what happens to messages and members


async def test_recalls_and_reactions_are_shown_where_the_message_is(page: Page, qq: Sandbox) -> None:
    first, second = say(qq, "a secret"), say(qq, "a joke", NOTCH)
    talk.react(qq.world, ALICE, second, "182", True)
    talk.react(qq.world, WANG, second, "128077", True)
    await expect(last(page).locator(".reaction")).to_have_text(["😂1", "👍1"])
    await expect(last(page).locator(".reaction.mine")).to_have_count(1)
    await last(page).locator(".reaction.mine").click()
    await expect(last(page).locator(".reaction")).to_have_text(["👍1"])
    talk.recall(qq.world, WANG, first)
    row = page.get_by_test_id("qq-message").first
    await expect(row).to_contain_text("老王 [腐竹] took back a message")
    await expect(row).not_to_contain_text("a secret")
    assert qq.world.messages[second].reactions["182"] == []


async def test_what_happens_in_a_group_is_told_in_a_line_and_shown_at_the_members(page: Page, qq: Sandbox) -> None:
    world, notices = qq.world, page.get_by_test_id("qq-notice")
    talk.poke(world, ALICE, WANG, GROUP_ID)
    groups.mute(world, ALICE, GROUP_ID, BOLD, 60)
    groups.set_card(world, ALICE, GROUP_ID, NOTCH, "Miner")
    groups.set_admin(world, ALICE, GROUP_ID, NOTCH, True)
    groups.mute_all(world, ALICE, GROUP_ID, True)
    groups.kick(world, ALICE, GROUP_ID, WANG)
    boards.announce(world, ALICE, GROUP_ID, "Maintenance")
    told = [
        "poked",
        "<b>Bold</b> for 60 s",
        "“Miner”",
        "Miner is now an admin",
        "muted everybody",
        "removed",
        "Maintenance",
    ]
    await expect(notices).to_contain_text(told)
    members = page.get_by_test_id("member")
    await expect(members).to_have_count(4)
    await expect(members.filter(has_text="Miner")).to_contain_text("Admin")
    await expect(members.filter(has_text="Bold")).to_contain_text("Muted")
    await expect(page.get_by_test_id("qq-members")).to_contain_text("everybody is muted")
    await page.reload()
    await expect(notices).to_contain_text(told)


async def test_the_menu_of_a_member_does_what_it_says(page: Page, qq: Sandbox) -> None:
    async def choose(entry: str) -> None:
        await page.get_by_test_id("member").filter(has_text="Notch").click()
        await page.get_by_role("menuitem", name=entry).click()

    await choose("Poke")
    await expect(last(page, "qq-notice")).to_have_text("Alice poked Notch")
    await choose("Special title")
    await page.get_by_test_id("dialog").locator("input").fill("Hero")
    await page.get_by_test_id("dialog-ok").click()
    await expect(page.get_by_test_id("member").filter(has_text="Notch")).to_contain_text("Hero")
    await choose("Make admin")
    await expect(page.get_by_test_id("member").filter(has_text="Notch")).to_contain_text("Admin")
    await choose("Act as Notch")
    await expect(page.get_by_test_id("qq-speaker")).to_have_value(str(NOTCH))
    await page.get_by_test_id("qq-speaker").select_option(str(ALICE))
    await choose("Remove from the group")
    await page.get_by_test_id("dialog").get_by_text("Never let in again").click()
    await page.get_by_test_id("dialog-ok").click()
    await expect(page.get_by_test_id("member")).to_have_count(4)
    assert qq.world.groups[GROUP_ID].blocked == {NOTCH}


async def test_somebody_asks_to_join_and_is_refused(page: Page, qq: Sandbox) -> None:
    qq.world.add_person(10099, "Stranger")
    await page.get_by_test_id("side-requests").click()
    await page.get_by_test_id("requests-ask").click()
    dialog = page.get_by_test_id("dialog")
    await dialog.get_by_label("Who asks").select_option("10099")
    await dialog.get_by_label("For what").select_option("add")
    await dialog.get_by_label("Words").fill("please")
    await page.get_by_test_id("dialog-ok").click()
    await expect(page.get_by_test_id("request")).to_contain_text("Stranger wants to join 生存服 Survival")
    await page.get_by_test_id("request-refuse").click()
    await expect(page.get_by_test_id("request")).to_contain_text("Answered by Alice")
    assert 10099 not in qq.world.groups[GROUP_ID].members


# -- messages of every kind


async def test_messages_of_every_kind_are_shown(page: Page, qq: Sandbox) -> None:
    async def shows(segment: Payload, *expected: str) -> Locator:
        say(qq, [segment])
        for text in expected:
            await expect(last(page)).to_contain_text(text)
        return last(page)

    await shows(message.face(178), "smirk")
    await shows(message.face(4321), "#4321")
    await shows({"type": "dice", "data": {"result": "6"}}, "⚅", "Dice 6")
    await shows({"type": "rps", "data": {"result": "1"}}, "paper")
    voice = await shows({"type": "record", "data": {"file": message.record(WAV)["data"]["file"]}})
    await expect(voice.locator("audio")).to_have_js_property("controls", True)
    video = await shows({"type": "video", "data": {"file": "base64://AAAAGGZ0eXBtcDQy"}})
    await expect(video.locator("video")).to_have_js_property("controls", True)
    file = await shows({"type": "file", "data": {"file": "base64://aGVsbG8=", "name": "a.txt"}}, "a.txt", "5 B")
    async with page.expect_download() as download:
        await file.locator("a.file").click()
    assert (await download.value).suggested_filename == "a.txt"
    song = {"title": "Sweden", "desc": "C418", "jumpUrl": "https://example.com/song"}
    card = {"app": "music", "prompt": "[Music]", "meta": {"music": song}}
    link = await shows({"type": "json", "data": {"data": json.dumps(card)}}, "Sweden", "C418", "[Music]")
    await expect(link.locator("a.card")).to_have_attribute("href", "https://example.com/song")
    xml = '<msg brief="b" url="https://example.com"><item><title>T</title><summary>S</summary></item></msg>'
    await shows({"type": "xml", "data": {"data": xml}}, "T", "S", "Card")
    await shows(message.share("https://example.com/x", "Shared", content="below"), "Shared", "below", "Link")
    await shows({"type": "location", "data": {"lat": "1.5", "lon": "2", "title": "Here"}}, "Here", "1.5, 2")
    await shows({"type": "never_heard_of", "data": {"x": 1}}, "never_heard_of")


async def test_forwarded_messages_open_and_those_in_them_too(page: Page, qq: Sandbox) -> None:
    inner = {"type": "node", "data": {"user_id": WANG, "nickname": "老王", "content": "the core"}}
    outer = {"type": "node", "data": {"user_id": NOTCH, "nickname": "Notch", "content": [inner]}}
    params = {"group_id": GROUP_ID, "messages": [outer]}
    await answer_of(qq._call_action_of(SELF_ID), "send_group_forward_msg", params)
    await page.get_by_test_id("qq-card").click()
    await expect(page.get_by_test_id("forwarded")).to_contain_text("Notch")
    await page.get_by_test_id("forwarded").get_by_test_id("qq-card").click()
    await expect(page.get_by_test_id("forwarded").last).to_contain_text("the core")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("forwarded")).to_have_count(1)


@pytest.mark.parametrize("way", ["drop", "paste"])
async def test_a_picture_is_dragged_in_or_pasted(page: Page, qq: Sandbox, way: str) -> None:
    await page.get_by_test_id("qq-pane").evaluate(
        """(pane, [way, base64]) => {
            const files = new DataTransfer();
            const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
            files.items.add(new File([bytes], "shot.png", { type: "image/png" }));
            const init = { bubbles: true, cancelable: true };
            const event = way === "drop" ? new DragEvent("drop", { ...init, dataTransfer: files })
                                         : new ClipboardEvent("paste", { ...init, clipboardData: files });
            pane.querySelector("textarea").dispatchEvent(event);
        }""",
        [way, PIXEL],
    )
    await expect(page.get_by_test_id("qq-attachment")).to_contain_text("shot.png")
    await page.get_by_test_id("qq-send").click()
    await expect(page.get_by_test_id("qq-message")).to_have_count(1)
    await expect(last(page).locator("img")).to_have_js_property("naturalWidth", 1)
    (said,) = qq.world.messages.values()
    assert await qq.store.read(said.segments[0]["data"]["file"]) == base64.b64decode(PIXEL)


async def test_hostile_names_and_messages_are_only_text_everywhere(chromium: Browser) -> None:
    world = small_world()
    for number, name in enumerate(HOSTILE, 50001):
        world.add_person(number, name)
        group = world.add_group(number, name, owner=number, members={SELF_ID: name, ALICE: ""})
        group.members[number].title = name
        friends.befriend(world, number, SELF_ID, name)
    async with sandbox(world, Options()) as qq, opened(chromium, qq, viewport={"width": 1000, "height": 700}) as page:
        for number, name in enumerate(HOSTILE, 50001):
            kinds = ("image", "record", "video", "file", "json", "xml", "share", "music", "location", "forward", "face")
            for kind in (*kinds, "dice", "at", "reply", "mface", "markdown", name):
                data = dict.fromkeys(("file", "url", "data", "title", "content", "id", "qq", "summary", "media"), name)
                world.say(number, [{"type": kind, "data": data}], group_id=number)
            talk.react(world, ALICE, next(reversed(world.messages)), name, True)
            groups.rename(world, number, number, name + name)
            boards.announce(world, number, number, name)
            requests.ask_friend(world, number, ALICE, name)
            await answer_of(qq._call_action_of(SELF_ID), name, {name: name})
        await expect(page.get_by_test_id("chat")).to_have_count(1 + 2 * len(HOSTILE))
        for side in ("requests", "log", "members"):
            await page.get_by_test_id(f"side-{side}").click()
        for number in range(50001, 50001 + len(HOSTILE)):
            await page.locator(f'[data-key="g{number}"]').click()
            await expect(page.get_by_test_id("qq-message")).to_have_count(17)
            await page.locator(".face-of").first.click()
            await page.keyboard.press("Escape")
            await page.locator(f'[data-key="p{SELF_ID}-{number}"]').click()
        assert await page.locator("main :is(img, script, iframe, object, style)").count() == 0
        assert await page.locator("main a:not([href^='http'])").count() == 0
        assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")


# -- the log


async def test_the_log_is_filtered_paused_and_sends_again(page: Page, qq: Sandbox) -> None:
    call_action = qq._call_action_of(SELF_ID)
    await page.get_by_test_id("side-log").click()
    say(qq, "find me")
    await answer_of(call_action, "send_group_msg", {"group_id": GROUP_ID, "message": "pong"})
    await answer_of(call_action, "no_such_action", {})
    entries = page.get_by_test_id("entry")
    await expect(entries.locator("bdi")).to_have_text(["message.group.normal", "send_group_msg", "no_such_action"])
    await page.get_by_test_id("traffic-kind").select_option("failed")
    await expect(entries.locator("bdi")).to_have_text(["no_such_action"])
    await page.get_by_test_id("traffic-kind").select_option("all")
    await page.get_by_test_id("traffic-filter").fill("find me")
    await expect(entries.locator("bdi")).to_have_text(["message.group.normal"])
    await page.get_by_test_id("traffic-filter").fill("pong")
    await entries.first.locator("summary").click()
    await expect(entries.first.locator("pre")).to_contain_text('"message": "pong"')
    await page.get_by_test_id("entry-again").click()
    await expect(page.get_by_test_id("qq-message")).to_have_count(3)
    await page.get_by_test_id("traffic-filter").fill("")
    await page.get_by_test_id("traffic-pause").click()
    before = await entries.count()
    say(qq, "while it pauses")
    await expect(page.get_by_test_id("traffic-pause")).to_contain_text("1 waiting")
    assert await entries.count() == before
    await page.get_by_test_id("traffic-pause").click()
    await expect(entries).to_have_count(before + 1)


async def test_an_action_is_called_from_the_page(page: Page, qq: Sandbox) -> None:
    await page.get_by_test_id("side-log").click()
    await page.get_by_test_id("traffic-call").click()
    dialog = page.get_by_test_id("dialog")
    await dialog.get_by_label("Action").fill("send_group_msg")
    await dialog.get_by_label("Parameters").fill(json.dumps({"group_id": GROUP_ID, "message": "by hand"}))
    await page.get_by_test_id("dialog-ok").click()
    await expect(last(page)).to_contain_text("by hand")


# -- faults


class Desk:
    """Faults of each kind, one of which no page has heard of."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {"silent": False, "delay": 0, "drop": None, "news": False}

    def listed(self) -> list[Payload]:
        kinds = {"delay": "number", "drop": "once"}
        where = {"self_id": SELF_ID, "endpoint": "websocket ws://127.0.0.1:1", "index": 0}
        return [
            {**where, "name": name, "kind": kinds.get(name, "switch"), "value": value}
            for name, value in self.values.items()
        ]

    def apply(self, self_id: int, index: int, name: str, value: bool | float | None) -> None:
        if value == 99:
            raise ValueError("too late")
        self.values[name] = value


async def test_faults_are_named_in_the_readers_language_and_set(chromium: Browser, qq: Sandbox) -> None:
    assert qq.page
    qq.page.faults = desk = Desk()
    async with opened(chromium, qq, locale="zh-CN") as page:
        await page.get_by_test_id("side-faults").click()
        pane = page.get_by_test_id("pane-faults")
        named = ["不再发送任何内容", "延迟发送（秒）", "切断所有连接（1006）", "news"]
        await expect(pane.locator(".fault > span")).to_have_text(named)
        await expect(pane.locator("legend")).to_contain_text("小麦 Bot (10001)")
        await pane.get_by_label("延迟发送（秒）").fill("2.5")
        await pane.get_by_label("延迟发送（秒）").press("Enter")
        await until(lambda: desk.values["delay"] == 2.5)
        await pane.get_by_label("延迟发送（秒）").fill("99")
        await pane.get_by_label("延迟发送（秒）").press("Enter")
        await expect(page.get_by_test_id("toast")).to_contain_text("too late")
        await expect(pane.get_by_label("延迟发送（秒）")).to_have_value("2.5")


# -- light and dark, both languages


async def test_light_and_dark_follow_the_system_until_somebody_chooses(chromium: Browser, qq: Sandbox) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    async with opened(chromium, qq, color_scheme="dark") as page:
        dark = await page.evaluate(colour)
        await page.emulate_media(color_scheme="light")
        light = await page.evaluate(colour)
        assert light != dark
        await page.get_by_test_id("page-theme").click()
        assert await page.evaluate(colour) == dark
        await page.reload()
        await expect(page.get_by_test_id("qq-speaker")).not_to_be_empty()
        assert await page.evaluate(colour) == dark


async def test_the_language_is_the_browsers_until_somebody_chooses(chromium: Browser, qq: Sandbox) -> None:
    async with opened(chromium, qq, locale="zh-CN") as page:
        await expect(page.get_by_test_id("qq-send")).to_have_text("发送")
        await page.get_by_test_id("page-language").click()
        await expect(page.get_by_test_id("qq-send")).to_have_text("Send")
        await page.reload()
        await expect(page.get_by_test_id("qq-send")).to_have_text("Send")
        await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_both_languages_have_all_words_and_the_same_places_for_values(page: Page) -> None:
    english, chinese = await page.evaluate(
        "Promise.all([import('/words_en.js'), import('/words_zh.js')]).then(([e, c]) => [e.ENGLISH, c.CHINESE])"
    )
    assert english.keys() == chinese.keys()
    assert all(text.strip() for text in [*english.values(), *chinese.values()])
    places = [f"{{{number}}}" for number in range(4)]
    for key, text in english.items():
        assert [one in text for one in places] == [one in chinese[key] for one in places], key


async def test_a_narrow_screen_goes_from_the_chats_to_one_of_them_and_back(chromium: Browser, qq: Sandbox) -> None:
    qq.world.add_group(30001, "Creative", owner=WANG, members={ALICE: ""})
    async with opened(chromium, qq, viewport={"width": 360, "height": 640}) as page:
        await page.get_by_test_id("tab-list").click()
        await expect(page.get_by_test_id("qq-log")).to_be_hidden()
        await chat(page, "Creative").click()
        await expect(page.get_by_test_id("qq-group-name")).to_have_text("Creative")
        await expect(page.get_by_test_id("qq-send")).to_be_in_viewport(ratio=1)
        await page.get_by_test_id("tab-side").click()
        for side in ("game", "members", "requests", "log", "faults"):
            await page.get_by_test_id(f"side-{side}").click()
            assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth"), side


# -- 200 messages a second


async def test_a_click_is_answered_and_the_page_stays_small_while_200_messages_a_second_go_through(
    page: Page, qq: Sandbox
) -> None:
    qq.world.add_group(30001, "Creative", owner=WANG, members={SELF_ID: ""})
    await page.get_by_test_id("side-log").click()

    async def talk_on() -> None:
        for number in range(100_000):
            for _ in range(10):
                say(qq, f"message {number}")
            qq.world.say(WANG, f"elsewhere {number}", group_id=30001)
            await asyncio.sleep(0.05)

    async with beside(talk_on()):
        await expect(page.get_by_test_id("qq-log")).to_have_attribute("data-left", re.compile(r"\d{3}"), timeout=20_000)
        took = await page.evaluate(_CLICKS, ["g30001", f"g{GROUP_ID}"])
        assert await page.get_by_test_id("qq-message").count() <= ROWS
        assert await page.get_by_test_id("entry").count() <= ROWS
        assert await page.evaluate("document.querySelectorAll('*').length") < 12_000
        await expect(page.get_by_test_id("qq-group-name")).to_have_text("生存服 Survival")
    print(f"\nclicks answered within {took} ms")
    await expect(last(page)).to_contain_text("message")
    await expect(last(page)).to_be_in_viewport()


_CLICKS = """async (keys) => {
    const took = [];
    for (let turn = 0; turn < 10; turn += 1) {
        const key = keys[turn % keys.length];
        const start = performance.now();
        document.querySelector(`[data-key="${key}"]`).click();
        await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
        const current = document.querySelector("[data-testid=chat][aria-current=true]");
        if (current?.dataset.key !== key) throw Error("no answer");
        took.push(Math.round(performance.now() - start));
        await new Promise((later) => setTimeout(later, 150));
    }
    return took;
}"""
