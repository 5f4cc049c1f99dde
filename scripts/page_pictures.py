"""`dev.py pictures`: `docs/page.png` and `docs/page.zh.png`, the sandbox's page while a group and the game talk."""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from environment import ROOT
from packing import pack

sys.path.extend([str(ROOT), str(ROOT / "qq_chat"), str(ROOT / "tests")])

from browser import browser, watched_page
from mcdr import AT_ONCE, House, house
from pictures import ALICE, BOB, NOTCH, SECONDS, WANG, Words
from qq_api.sandbox.run import GROUP_ID
from support import until

LOOK = {"viewport": {"width": 1280, "height": 760}, "device_scale_factor": 1.5, "color_scheme": "light"}


async def talk(home: House, words: Words) -> None:
    """What is said, each line seen on the other side before the next."""
    people = {WANG: words("Wang", "老王"), BOB: words("Bob", "小林"), 10001: words("Bot", "小麦")}
    group = home.qq.world.groups[GROUP_ID]
    group.name = words("Survival", "生存服")
    for user_id, name in people.items():
        home.qq.world.people[user_id].nickname = name
        group.members[user_id].card = ""
    tonight = words("Ender dragon at eight tonight, who is in?", "晚上八点一起打末影龙，谁来？")
    await in_game(home, lambda: home.say(tonight, ALICE))
    await in_group(home, lambda: played(home, "Steve", words("Me! I bring beds", "我来！床带够了")))
    await in_group(home, lambda: home.say("/list", WANG))
    await in_game(home, lambda: home.say(words("Server is up, come along", "服务器在线，随时上"), WANG))
    await in_group(home, lambda: played(home, "Alex", words("12 pearls missing", "末影珍珠还差 12 颗")))
    chest = words("There are two stacks\nin the chest at spawn", "我在主城箱子里放了\n两组，自取")
    await in_game(home, lambda: home.say(chest, NOTCH))
    await in_group(home, lambda: played(home, "Steve", words("!!qq thanks!", "!!qq 谢谢！")))


def played(home: House, player: str, text: str) -> None:
    """A player types a line."""
    home.play(type="chat", player=player, text=text)


async def in_game(home: House, do: Callable[[], Any]) -> None:
    """Do something, and wait until players see it."""
    await _grown(home.game, do)


async def in_group(home: House, do: Callable[[], Any]) -> None:
    """Do something, and wait until the bot says it, or answers it, in the group."""
    await _grown(home.group, do)


async def _grown(lines: Callable[[], list[str]], do: Callable[[], Any]) -> None:
    before = len(lines())
    do()
    await until(lambda: len(lines()) > before, SECONDS, f"line {before} of {lines()}")


async def take(home: House, words: Words, path: Path) -> None:
    """The whole page, with the group open."""
    async with browser() as chromium, watched_page(chromium, locale=words("en-US", "zh-CN"), **LOOK) as page:
        await page.goto(home.qq.url)
        await page.get_by_test_id("qq-message").last.wait_for()
        await page.get_by_test_id("game-line").last.wait_for()
        await page.screenshot(path=path)


async def main() -> None:
    """Both pictures."""
    with tempfile.TemporaryDirectory(prefix="packed-") as folder:
        packed = pack(Path(folder))
        for words in (Words("en"), Words("zh")):
            language, name = words("en_us", "zh_cn"), words("page.png", "page.zh.png")
            players = {words("Players", "玩家"): "^(?!bot_).*$"}
            chat = {"config_version": 1, "message_sync_groups": [GROUP_ID], "admins": [WANG], "language": language}
            with tempfile.TemporaryDirectory(prefix="pictures-") as place:
                async with house(
                    Path(place), packed, chat_config={**chat, "outbox": AT_ONCE, "player_list_regex": players}
                ) as home:
                    await talk(home, words)
                    await take(home, words, ROOT / "docs" / name)
            print(f"docs/{name}")


if __name__ == "__main__":
    asyncio.run(main())
