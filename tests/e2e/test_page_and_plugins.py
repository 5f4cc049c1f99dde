"""A person's way: the page in a real browser, through the packed plugins in a real MCDR, and back."""

from pathlib import Path

from browser import browser, demand_chromium, expect, watched_page
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
        await page.get_by_test_id("qq-input").fill("typed as a member")
        await page.get_by_test_id("qq-send").click()
        line = page.get_by_test_id("game-line").filter(has_text="[QQ] [老王 [腐竹]] typed as a member")
        await expect(line).to_be_visible(timeout=1000)
        await page.get_by_test_id("game-player").select_option("Steve")
        await page.get_by_test_id("game-input").fill("typed as a player")
        await page.get_by_test_id("game-send").click()
        message = page.get_by_test_id("qq-message").filter(has_text="[survival] <Steve> typed as a player")
        await expect(message).to_be_visible(timeout=1000)
