"""Ten things that people do on the sandbox's page, each without a mouse."""

import base64
import contextlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import FileChooser, TimeoutError

from browser import Browser, Page, browser, expect, watched_page
from qq_api import message
from qq_api.sandbox.run import GROUP_ID, SELF_ID, Options, Sandbox, sandbox, small_world
from qq_api.sandbox.world import requests
from qq_api.types import Payload
from support import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALICE, WANG, NOTCH, STRANGER = 10002, 10003, 10004, 10099

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


class Desk:
    """One fault of one endpoint."""

    def __init__(self) -> None:
        self.silent: Any = False
        self.drops = 0

    def listed(self) -> list[Payload]:
        endpoint = {"self_id": SELF_ID, "endpoint": "websocket ws://127.0.0.1:1", "index": 0}
        return [
            {**endpoint, "name": "silent", "kind": "switch", "value": self.silent},
            {**endpoint, "name": "drop", "kind": "once", "value": None},
        ]

    def apply(self, self_id: int, index: int, name: str, value: bool | float | None) -> None:
        assert (self_id, index) == (SELF_ID, 0)
        if name == "silent":
            self.silent = value
        else:
            self.drops += 1


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
        await press(page, "/")
        yield page


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def choose(page: Page, key: str) -> FileChooser:
    """The dialogue that a key opens; a busy browser takes the first press for none of the user's."""
    for _ in range(5):
        with contextlib.suppress(TimeoutError):
            async with page.expect_file_chooser(timeout=6000) as chooser:
                await press(page, key)
            return await chooser.value
    raise AssertionError(f"{key} opened nothing")


async def find(page: Page, name: str) -> None:
    """Goes to an entry of the menu by its letters; those that come too slowly are no word to it."""
    entry = page.get_by_role("menuitem").filter(has_text=name)
    for _ in range(5):
        await page.keyboard.type(name.lower())
        with contextlib.suppress(AssertionError):
            return await expect(entry).to_be_focused(timeout=3000)
    raise AssertionError(f"{name} was not found")


def say(qq: Sandbox, said: Any, user_id: int = WANG) -> int:
    return qq.world.say(user_id, said, group_id=GROUP_ID)


def said(qq: Sandbox) -> list[list[Payload]]:
    return [one.segments for one in qq.world.messages.values()]


async def choose_last(page: Page, text: str) -> None:
    """Goes from the field up to the newest message."""
    await expect(page.get_by_test_id("qq-message").last).to_contain_text(text)
    await press(page, "ArrowUp")
    await expect(page.get_by_test_id("qq-message").last).to_be_focused()


async def test_a_message_is_sent(page: Page, qq: Sandbox) -> None:
    await page.keyboard.type("hello")
    await press(page, "Enter")
    await expect(page.get_by_test_id("qq-message")).to_contain_text("hello")
    assert said(qq) == [[message.text("hello")]]


async def test_somebody_is_mentioned(page: Page, qq: Sandbox) -> None:
    await page.keyboard.type("hi @no")
    await expect(page.get_by_test_id("qq-mentions")).to_contain_text("Notch")
    await press(page, "Enter")
    await page.keyboard.type("and @")
    await press(page, "ArrowUp", "Tab", "Enter")  # the last of the list is everybody
    await expect(page.get_by_test_id("qq-message")).to_contain_text("hi @Notch and @everyone")
    assert said(qq) == [
        [message.text("hi "), message.at(NOTCH), message.text(" and "), message.at_all(), message.text(" ")]
    ]


async def test_escape_closes_the_list_of_mentions_and_keeps_what_was_typed(page: Page, qq: Sandbox) -> None:
    await page.keyboard.type("mail me @")
    await press(page, "Escape", "Enter")
    await expect(page.get_by_test_id("qq-message")).to_contain_text("mail me @")
    assert said(qq) == [[message.text("mail me @")]]


async def test_a_message_is_replied_to(page: Page, qq: Sandbox) -> None:
    first = say(qq, "who has diamonds?")
    await choose_last(page, "diamonds")
    await press(page, "r")
    await expect(page.get_by_test_id("qq-reply")).to_contain_text("who has diamonds?")
    await page.keyboard.type("I do")
    await press(page, "Enter")
    await expect(page.get_by_test_id("qq-message").last.locator(".quote")).to_contain_text("who has diamonds?")
    assert said(qq)[-1] == [message.reply(first), message.text("I do")]
    await expect(page.get_by_test_id("qq-reply")).to_be_hidden()


async def test_a_message_is_taken_back(page: Page, qq: Sandbox) -> None:
    await page.keyboard.type("oops")
    await press(page, "Enter")
    await choose_last(page, "oops")
    await press(page, "Enter")  # its menu
    await expect(page.get_by_test_id("menu")).to_be_visible()
    await press(page, "End", "Enter")
    await expect(page.get_by_test_id("qq-message")).to_contain_text("Alice took back a message")
    assert [one.recalled for one in qq.world.messages.values()] == [True]


async def test_an_image_is_sent(page: Page, qq: Sandbox) -> None:
    await (await choose(page, "Alt+i")).set_files([{"name": "p.png", "mimeType": "image/png", "buffer": PIXEL}])
    await expect(page.get_by_test_id("qq-attachment")).to_contain_text("p.png")
    await page.keyboard.type("look")
    await press(page, "Enter")
    picture = page.get_by_test_id("qq-message").locator("img")
    await expect(picture).to_have_js_property("naturalWidth", 1)
    text, image = said(qq)[0]
    assert (text, image["type"]) == (message.text("look"), "image")
    assert await qq.store.read(image["data"]["file"]) == PIXEL


async def test_a_file_is_sent(page: Page, qq: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"some notes")
    await press(page, "Shift+Tab", "Shift+Tab")  # past the JSON to the file
    await (await choose(page, "Enter")).set_files(tmp_path / "notes.txt")
    await expect(page.get_by_test_id("qq-attachment")).to_contain_text("notes.txt")
    await press(page, "Enter")
    await expect(page.get_by_test_id("qq-message").locator(".file")).to_contain_text("notes.txt")
    (file,) = qq.world.groups[GROUP_ID].files.values()
    assert (file.name, file.size, file.uploader) == ("notes.txt", 10, ALICE)


async def test_chosen_messages_are_forwarded(page: Page, qq: Sandbox) -> None:
    say(qq, "one")
    say(qq, "between", NOTCH)
    say(qq, "two", NOTCH)
    await choose_last(page, "two")
    await press(page, "s", "ArrowUp", "ArrowUp", "Space")
    await expect(page.get_by_test_id("qq-choosing")).to_contain_text("2 chosen")
    await press(page, "f")
    await expect(page.get_by_test_id("dialog")).to_be_visible()
    await page.keyboard.type("生存")
    await press(page, "Enter")
    card = page.get_by_test_id("qq-card")
    await expect(card).to_be_visible()
    await expect(page.get_by_test_id("qq-choosing")).to_be_hidden()
    (entries,) = qq.world.cards.values()
    assert [one["content"] for one in entries] == [[message.text("one")], [message.text("two")]]


async def test_somebody_is_muted(page: Page, qq: Sandbox) -> None:
    await press(page, "Alt+2")
    await expect(page.get_by_test_id("member").first).to_be_focused()
    await press(page, "ArrowDown", "Enter")  # below the owner is the admin
    await find(page, "Mute")
    await press(page, "Enter")
    await page.keyboard.type("90")
    await press(page, "Enter")
    await expect(page.get_by_test_id("qq-notice")).to_have_text("Alice muted 老王 [腐竹] for 90 s")
    left = qq.world.groups[GROUP_ID].members[WANG].muted_until - qq.world.now()
    assert 80 < left <= 90


async def test_a_request_is_answered(page: Page, qq: Sandbox) -> None:
    qq.world.add_person(STRANGER, "Stranger")
    requests.ask_to_join(qq.world, STRANGER, GROUP_ID, "let me in")
    await expect(page.get_by_test_id("side-requests")).to_have_attribute("data-count", "1")
    await press(page, "Alt+3")
    await expect(page.get_by_test_id("request-accept")).to_be_focused()
    await press(page, "Enter")
    await expect(page.get_by_test_id("request")).to_contain_text("Answered by Alice")
    assert STRANGER in qq.world.groups[GROUP_ID].members
    await expect(page.get_by_test_id("side-requests")).to_have_attribute("data-count", "")


async def test_a_fault_is_raised(chromium: Browser, qq: Sandbox) -> None:
    assert qq.page
    qq.page.faults = desk = Desk()
    async with opened(chromium, qq) as page:
        await press(page, "Alt+5")
        await expect(page.get_by_test_id("fault-silent")).to_be_focused()
        await press(page, "Space")
        await until(lambda: desk.silent is True)
        await expect(page.get_by_test_id("side-faults")).to_have_attribute("data-count", "1")
        await expect(page.get_by_test_id("fault-silent")).to_be_focused()
        await press(page, "Tab", "Enter")
        await until(lambda: desk.drops == 1)


# -- and what else keys do


async def test_faces_are_put_in_and_reacted_with(page: Page, qq: Sandbox) -> None:
    await press(page, "Alt+e", "ArrowRight", "Enter", "Enter")
    await expect(page.get_by_test_id("qq-message").locator(".face")).to_contain_text("grin")
    assert said(qq) == [[message.face(13)]]
    await choose_last(page, "grin")
    await press(page, "e", "Enter")
    await expect(page.get_by_test_id("qq-message").locator(".reaction")).to_contain_text("1")
    assert [one.reactions for one in qq.world.messages.values()] == [{"14": [ALICE]}]


async def test_any_segment_is_said_as_json_and_what_is_wrong_is_told(page: Page, qq: Sandbox) -> None:
    await page.keyboard.type("start")
    await press(page, "Alt+j")
    field = page.get_by_test_id("dialog").locator("textarea")
    await expect(field).to_have_value(re.compile('"text": "start"'))
    await field.fill("[{")
    await press(page, "Control+Enter")
    await expect(page.get_by_test_id("dialog")).to_contain_text("no list of segments")
    await field.fill('{"type": "dice", "data": {"result": "5"}}')
    await press(page, "Control+Enter")
    await expect(page.get_by_test_id("qq-message")).to_contain_text("5")
    assert said(qq) == [[message.dice(5)]]


async def test_a_message_that_is_refused_comes_back_into_the_field(page: Page, qq: Sandbox) -> None:
    qq.world.groups[GROUP_ID].members[ALICE].muted_until = qq.world.now() + 60
    await page.keyboard.type("let me speak")
    await press(page, "Enter")
    await expect(page.get_by_test_id("toast")).to_contain_text("muted")
    await expect(page.get_by_test_id("qq-input")).to_have_value("let me speak")


async def test_chats_are_gone_through_and_searched(chromium: Browser, qq: Sandbox) -> None:
    qq.world.add_group(30001, "Creative", owner=ALICE)
    async with opened(chromium, qq) as page:
        name = page.get_by_test_id("qq-group-name")
        await expect(name).to_have_text("生存服 Survival")
        await press(page, "Alt+ArrowDown")
        await expect(name).to_have_text("Creative")
        await press(page, "Control+k")
        await page.keyboard.type("surv")
        await expect(page.get_by_test_id("chat")).to_have_count(1)
        await press(page, "ArrowDown", "Enter")
        await expect(name).to_have_text("生存服 Survival")
        await expect(page.get_by_test_id("qq-input")).to_be_focused()


async def test_the_list_of_shortcuts_opens_and_closes_and_gives_the_focus_back(page: Page) -> None:
    await press(page, "Alt+2", "?")
    await expect(page.get_by_test_id("dialog")).to_contain_text("Choose several messages")
    await press(page, "Escape")
    await expect(page.get_by_test_id("dialog")).to_have_count(0)
    await expect(page.get_by_test_id("member").first).to_be_focused()
    await press(page, "Enter", "Escape")
    await expect(page.get_by_test_id("menu")).to_have_count(0)
    await expect(page.get_by_test_id("member").first).to_be_focused()
