"""A person's way: the page in a real browser, through the packed plugins in a real MCDR, and back."""

import time
from pathlib import Path

from browser import Page, browser, demand_chromium, expect, watched_page
from mcdr import house


async def test_a_line_typed_on_either_side_shows_on_the_other_within_a_second(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    demand_chromium()
    async with house(tmp_path, packed) as home, browser() as chromium, watched_page(chromium) as page:
        await page.goto(home.qq.url)
        await expect(page.get_by_test_id("bot-status")).to_have_attribute("data-state", "connected")
        await expect(page.get_by_test_id("game-status")).to_have_attribute("data-state", "ready")
        await page.get_by_test_id("qq-speaker").select_option("10003")
        await page.get_by_test_id("game-player").select_option("Steve")
        assert await quickest(page, "qq", "game-line", "[QQ] [老王 [腐竹]] ") < 1
        assert await quickest(page, "game", "qq-message", "[survival] <Steve> ") < 1


async def quickest(page: Page, here: str, there: str, before: str) -> float:
    """Seconds until a line that is typed on one side shows on the other, behind `before`: the best of five."""
    took = []
    for line in (f"line {number}" for number in range(5)):
        await page.get_by_test_id(f"{here}-input").fill(line)
        began = time.monotonic()
        await page.get_by_test_id(f"{here}-send").click()
        await expect(page.get_by_test_id(there).filter(has_text=before + line)).to_be_visible()
        took.append(time.monotonic() - began)
    return min(took)
