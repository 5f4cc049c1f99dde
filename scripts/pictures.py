"""`dev.py pictures`: `docs/game.png` and `docs/game.zh.png`, the game's pane with a message of every kind.

QQ is the sandbox, the server its stand-in, MCDR and both plugins are real; Chromium shows the page, as in the tests.
"""

import asyncio
import io
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from environment import ROOT
from packing import pack

sys.path.extend([str(ROOT), str(ROOT / "qq_chat"), str(ROOT / "tests")])

from PIL import Image, ImageDraw

from browser import browser, watched_page
from mcdr import AT_ONCE, House, house
from qq_api import (
    at,
    contact,
    dice,
    face,
    file,
    image,
    json_card,
    location,
    markdown,
    mface,
    music_custom,
    node,
    record,
    reply,
    rps,
    share,
    text,
    video,
)
from qq_api.sandbox.run import GROUP_ID
from qq_api.sandbox.world import boards, groups, talk
from qq_chat.relay.rendering.store import Store
from support import until

ALICE, WANG, NOTCH, BOB = 10002, 10003, 10004, 10005
SECONDS = 20
WIDTH, HIGHEST = 750, 2000


class Words:
    """What is said, in one of two languages.

    Args:
        language: `en` or `zh`.
    """

    def __init__(self, language: str) -> None:
        self._place = ("en", "zh").index(language)

    def __call__(self, english: str, chinese: str) -> str:
        """The words in the language of this picture."""
        return (english, chinese)[self._place]


class Story:
    """What happens in the group and in the game while the picture is made, each thing seen before the next begins.

    Args:
        home: where.
        words: of the people.
    """

    def __init__(self, home: House, words: Words) -> None:
        self._home, self._words, self._world = home, words, home.qq.world

    async def tell(self) -> None:
        """All of it."""
        self._people()
        await self._talk()
        await self._media()
        await self._cards()
        await self._notices()

    def _people(self) -> None:
        """In English everybody has an English name."""
        for user_id, name in {WANG: self._words("Wang", "老王"), BOB: self._words("Bob", "小林")}.items():
            self._world.people[user_id].nickname = name
            self._world.groups[GROUP_ID].members[user_id].card = ""

    async def _say(self, user_id: int, *said: Any) -> int:
        """Somebody says something; returns its number once players have seen it."""
        ready = await self._home.qq.desk.message(list(said))
        number: int = await self._seen(lambda: self._world.say(user_id, ready, group_id=GROUP_ID))
        return number

    async def _seen(self, do: Callable[[], Any]) -> Any:
        before = len(self._home.game())
        done = do()
        await until(lambda: len(self._home.game()) > before, SECONDS, f"line {before} of {self._home.game()}")
        return done

    async def _talk(self) -> None:
        words = self._words
        link = words("https://minecraft.wiki/w/Ender_Dragon", "https://zh.minecraft.wiki/w/Dragon")
        asked = await self._say(ALICE, text(words("Ender dragon at eight, who is in? ", "八点打末影龙，来吗？") + link))
        await self._say(WANG, reply(asked), text(words("Me! I bring beds", "我来！床带够了")))
        answer = words("@Wang see you there", "@老王 一起")
        await self._seen(lambda: self._home.play(type="chat", player="Steve", text=answer))
        await self._say(NOTCH, at(WANG), text(words(" and pearls?\nI have none", " 珍珠呢？\n我一颗都没有")), face(178))
        await self._say(BOB, dice(), text(" "), rps())

    async def _media(self) -> None:
        words = self._words
        look = words("The castle is done, look: ", "主城终于盖好了，大家快来看看：")
        ready = await self._home.qq.desk.message([text(look), image(castle())])
        kept = Store(self._home.folder / "config" / "qq_chat" / "pictures", 2**24, 10, 86400)
        kept.put(str(ready[1]["data"]["file"]), castle())
        await self._seen(lambda: self._world.say(WANG, ready, group_id=GROUP_ID))
        await self._say(ALICE, mface("1", 2, "key", summary=words("[Great]", "[太强了]")))
        await self._say(ALICE, record(b"\x02#!SILK_V3 voice"))
        await self._say(NOTCH, video(b"\0\0\0\x20ftypisom" + bytes(3_000_000)))
        await self._say(NOTCH, file(b"PK\x03\x04" + bytes(5_200_000), name=words("world.zip", "存档.zip")))

    async def _cards(self) -> None:
        words = self._words
        talked = [
            node(ALICE, "Alice", words("Where is the portal?", "要塞在哪？")),
            node(WANG, words("Wang", "老王"), words("-1204 64 882", "坐标 -1204 64 882")),
        ]
        forwarded = {"group_id": GROUP_ID, "messages": talked}
        await self._seen_call(NOTCH, "send_group_forward_msg", forwarded)
        seen = {"desc": words("Iron farm in 5 minutes", "五分钟学会刷铁机"), "qqdocurl": "https://b23.tv/x"}
        detail = {"detail_1": {"title": words("bilibili", "哔哩哔哩"), **seen}}
        await self._say(ALICE, json_card(json.dumps({"app": "com.tencent.miniapp_01", "meta": detail})))
        await self._say(BOB, share("https://modrinth.com/mod/sodium", "Sodium", content=words("a mod", "优化模组")))
        song = words("Sweden", "瑞典")
        await self._say(BOB, music_custom("https://music.163.com/#/song?id=1", "https://music.163.com/1.mp3", song))
        await self._say(WANG, location(39.9, 116.4, title=words("Net café", "老地方网吧")))
        await self._say(WANG, contact("group", GROUP_ID))
        await self._say(ALICE, markdown(words("**Rules**: be nice", "**群规**：友善交流")))

    async def _seen_call(self, user_id: int, action: str, params: dict[str, Any]) -> None:
        before = len(self._home.game())
        answer = await self._home.qq.call(user_id, action, params)
        assert answer["status"] == "ok", answer
        await until(lambda: len(self._home.game()) > before, SECONDS, action)

    async def _notices(self) -> None:
        words, world = self._words, self._world
        await self._seen(lambda: talk.poke(world, ALICE, WANG, GROUP_ID))
        slip = await self._say(BOB, text(words("my password is hunter2", "我的密码是 hunter2")))
        await self._seen(lambda: talk.react(world, ALICE, slip, "76", True))
        await self._seen(lambda: talk.recall(world, BOB, slip))
        rule = await self._say(WANG, text(words("No griefing, please", "禁止破坏他人建筑")))
        await self._seen(lambda: boards.mark(world, ALICE, rule))
        await self._seen(lambda: groups.set_card(world, ALICE, GROUP_ID, BOB, words("Bob the builder", "建筑师小林")))
        await self._seen(lambda: groups.set_title(world, ALICE, GROUP_ID, BOB, words("Builder", "建筑师")))
        await self._seen(lambda: groups.leave(world, NOTCH, GROUP_ID))
        await self._seen(lambda: groups.join(world, GROUP_ID, NOTCH, ALICE))


def castle() -> bytes:
    """A picture: a castle on grass, under the sun."""
    drawn = Image.new("RGB", (480, 280), "#8fc7f2")
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((390, 20, 450, 80), fill="#ffe27a")
    pen.rectangle((0, 220, 480, 280), fill="#5d9c3a")
    for left, top, right in ((120, 120, 360), (100, 80, 160), (320, 80, 380), (210, 60, 270)):
        pen.rectangle((left, top, right, 220), fill="#8a8d92", outline="#5f6266", width=6)
    for left in (215, 235, 255):
        pen.rectangle((left - 5, 45, left + 5, 60), fill="#8a8d92")
    pen.rectangle((220, 160, 260, 220), fill="#5b3a21")
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def settings(language: str) -> dict[str, Any]:
    """qq_chat's, with everything told that can be."""
    everything = dict.fromkeys(("recall", "reaction", "poke", "card", "title", "join", "leave", "essence"), True)
    pictures = {"thumbnails": True, "keep_mb": 16}
    return {
        **{"config_version": 1, "message_sync_groups": [GROUP_ID], "admins": [WANG], "outbox": AT_ONCE},
        **{"language": language, "rendering": {"notices": everything, "pictures": pictures}},
    }


@asynccontextmanager
async def told(words: Words, packed: dict[str, Path]) -> AsyncIterator[House]:
    """A house in which all has happened."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        async with house(Path(folder), packed, chat_config=settings(words("en_us", "zh_cn"))) as home:
            await Story(home, words).tell()
            yield home


async def take(home: House, words: Words, path: Path) -> None:
    """Open the page, rest on the picture in the chat, and keep what the game's pane shows."""
    look = {"viewport": {"width": WIDTH, "height": HIGHEST}, "device_scale_factor": 1.5, "color_scheme": "light"}
    async with browser() as chromium, watched_page(chromium, locale=words("en-US", "zh-CN"), **look) as page:
        await page.goto(home.qq.url)
        await page.get_by_test_id("tab-side").click()
        await page.get_by_test_id("side-game").click()
        lines, pane = page.get_by_test_id("game-log"), page.get_by_test_id("pane-game")
        await lines.locator(".line").nth(len(home.game()) - 1).wait_for()
        height = await lines.evaluate("log => [...log.children].reduce((sum, line) => sum + line.offsetHeight, 0)")
        spare = await pane.evaluate("(pane, log) => pane.offsetHeight - log.clientHeight", await lines.element_handle())
        await page.set_viewport_size({"width": WIDTH, "height": min(HIGHEST, int(height + spare) + 110)})
        shown = lines.get_by_text(words("[picture]", "[图片]"), exact=True)
        await shown.hover(position={"x": await shown.evaluate("it => it.offsetWidth") - 2, "y": 8})
        await page.screenshot(path=path, clip=await pane.bounding_box())


async def main() -> None:
    """Both pictures."""
    with tempfile.TemporaryDirectory(prefix="packed-") as folder:
        packed = pack(Path(folder))
        for words in (Words("en"), Words("zh")):
            name = words("game.png", "game.zh.png")
            async with told(words, packed) as home:
                await take(home, words, ROOT / "docs" / name)
            print(f"docs/{name}")


if __name__ == "__main__":
    asyncio.run(main())
