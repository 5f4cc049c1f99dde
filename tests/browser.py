"""A real browser for the tests of web pages: the machine's Chromium, driven by Playwright.

async with browser() as chromium, watched_page(chromium) as page:
    await page.goto(url)                # leaving the block fails if the page was at fault
"""

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

try:
    from playwright.async_api import Browser, Locator, Page, async_playwright, expect
except ImportError:  # not there for every platform; without it the tests are skipped by name
    Browser = Locator = Page = async_playwright = expect = None

NAMES = ("chromium", "chromium-browser", "google-chrome")

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_REPORT_VIOLATIONS = "addEventListener('securitypolicyviolation', (event) => console.error('CSP', event.blockedURI))"

__all__ = ["Browser", "Locator", "Page", "browser", "demand_chromium", "expect", "find_chromium", "watched_page"]


def find_chromium() -> str | None:
    """The browser's program: `CHROMIUM` of the environment, else the first that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def demand_chromium() -> str:
    """The browser's program; without one the test is skipped, or fails where everything must run (`CI=true`)."""
    path = find_chromium()
    if path is not None and async_playwright is not None:
        return path
    missing = "Playwright" if async_playwright is None else f"a browser ({', '.join(NAMES)}, or CHROMIUM=path)"
    refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    refuse(f"needs {missing}")
    raise AssertionError


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A running browser; many pages may share it."""
    path = demand_chromium()
    expect.set_options(timeout=30_000)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield chromium
        finally:
            await chromium.close()


@asynccontextmanager
async def watched_page(chromium: Browser, *, tolerated: str = "", **options: Any) -> AsyncIterator[Page]:
    """A page with cookies of its own. At the end it must have shown no dialog, logged no error, broken no policy.

    Args:
        chromium: the browser.
        tolerated: a regular expression; faults in which it is found are expected.
        options: of Playwright's `new_context`, as `locale` or `viewport`.
    """
    context = await chromium.new_context(**{"locale": "en-US", **options})
    try:
        page = await context.new_page()
        faults = await _watch(page)
        yield page
        wrong = [fault for fault in faults if not (tolerated and re.search(tolerated, fault))]
        assert wrong == [], wrong
    finally:
        await context.close()


async def _watch(page: Page) -> list[str]:
    faults: list[str] = []

    async def on_dialog(dialog: Any) -> None:
        faults.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    def on_console(entry: Any) -> None:
        if entry.type in ("error", "warning", "assert"):
            faults.append(f"{entry.type}: {entry.text}")

    page.on("dialog", on_dialog)
    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
    await page.add_init_script(_REPORT_VIOLATIONS)
    return faults
