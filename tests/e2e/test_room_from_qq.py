"""What players see of QQ beside plain text: what a click does, what hovers, notices, rings; through a real MCDR."""

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pytest

from mcdr import House, chat, house, plain
from qq_api import at, at_all, text
from qq_api.sandbox.run import GROUP_ID
from qq_api.sandbox.world import groups, notices, talk
from room import ALICE, BOLD, NOTCH, WANG, Account, account, bind, click, configure, hover, part, parts, shown
from support import DATA, until

pytestmark = pytest.mark.faults  # minutes together

LINK = "https://multimedia.nt.qq.com.cn/download?appid=1407&fileid=x&rkey=old"
PICTURE = {"type": "image", "data": {"file": "A.jpg", "url": LINK, "file_size": "2048", "summary": "[动画表情]"}}


def said(number: int, words: Any) -> dict[str, Any]:
    """One message in a merged forward."""
    return {"sender": {"user_id": number, "nickname": f"人{number}"}, "message": words, "time": number}


async def test_a_line_can_be_opened_answered_and_mentioned_back(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn")) as home:
        number = home.say([at(WANG), text(" 看 https://a.cn/b 吧"), at_all()], ALICE)
        line = await shown(home, "https://a.cn/b")
        assert line["target"] == "@a"
        assert plain(line["component"]) == "[QQ] [Alice] @老王 [腐竹] 看 https://a.cn/b 吧@全体成员"
        assert click(part(line, "[Alice]")) == ("suggest_command", "@Alice ")
        assert hover(part(line, "[Alice]")) == f"QQ {ALICE}"
        assert click(part(line, "@老王")) == ("suggest_command", "@老王 [腐竹] ")
        assert hover(part(line, "@老王")) == f"QQ {WANG}"
        assert click(part(line, "https://a.cn/b")) == ("open_url", "https://a.cn/b")
        assert click(part(line, " 看 ")) == ("suggest_command", f"!!qq reply {number} ")
        home.say([{"type": "reply", "data": {"id": str(number)}}, text("好")], NOTCH)
        quote = part(await shown(home, "[Notch]"), "[回复")
        assert quote["text"].startswith("[回复 Alice: @老王 [腐竹] 看 ")
        assert "Alice: @老王 [腐竹] 看 https://a.cn/b 吧@全体成员" in hover(quote)
        assert click(quote) == ("suggest_command", f"!!qq reply {number} ")


CARD = {
    "app": "com.tencent.miniapp_01",
    "prompt": "[QQ小程序]哔哩哔哩",
    "meta": {"detail_1": {"title": "哔哩哔哩", "desc": "红石教程", "qqdocurl": "https://b23.tv/x"}},
}


async def test_cards_files_and_records_say_what_they_are_and_open(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn")) as home, account(home) as qq:
        link = {"url": "https://a.cn/f"}
        rows: list[tuple[str, dict[str, Any], str, str]] = [
            ("json", {"data": json.dumps(CARD)}, "[哔哩哔哩] 红石教程", "https://b23.tv/x"),
            ("share", {**link, "title": "标题", "content": "摘要"}, "[链接] 标题", "https://a.cn/f"),
            (
                "file",
                {**link, "name": "world.zip", "file_size": "52428800"},
                "[文件 world.zip 50 MB]",
                "https://a.cn/f",
            ),
            ("record", {**link, "file": "a.amr", "duration": 5}, "[语音 0:05]", "https://a.cn/f"),
            ("video", {**link, "file": "a.mp4", "duration": 65}, "[视频 1:05]", "https://a.cn/f"),
            (
                "music",
                {"type": "163", "id": "28949129"},
                "[音乐] 163 28949129",
                "https://music.163.com/song?id=28949129",
            ),
            ("markdown", {"content": "# **看** [这里](https://a.cn/f)"}, "看 这里", "https://a.cn/f"),
            ("xml", {"data": "<msg><item><title>标题</title></item></msg>"}, "[卡片消息] 标题", ""),
            ("rps", {"result": "3"}, "[猜拳 石头]", ""),
            ("new_kind", {"x": "1"}, "[new_kind]", ""),
        ]
        for number, (kind, data, words, opens) in enumerate(rows, 1):
            await qq.say([{"type": kind, "data": data}], message_id=number)
            line = await shown(home, words)
            assert plain(line["component"]) == f"[QQ] [七] {words}"
            clicks = [click(one) for one in parts(line["component"]) if "clickEvent" in one]
            assert (("open_url", opens) in clicks) is bool(opens)


async def test_pictures_look_as_the_owner_wants_them(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn")) as home, account(home) as qq:
        now = int(time.time())

        async def seen(number: int) -> dict[str, Any]:
            await qq.say([text(f"图{number} "), PICTURE], message_id=number, time=now)
            return await shown(home, f"图{number} ")

        async def wanted(**pictures: Any) -> None:
            await configure(home, chat(language="zh_cn", rendering={"pictures": pictures}))

        piece = part(await seen(1), "[动画表情]")
        assert click(piece) == ("open_url", LINK)
        assert hover(piece) == "2.0 KB\n点击打开"

        await wanted(show="chatimage")
        code = f"[[CICode,url={LINK},name=动画表情]]"
        assert plain((await seen(2))["component"]) == f"[QQ] [七] 图2 {code}"

        await wanted(show="imagepreviewer")
        assert click(part(await seen(3), "[动画表情]")) == ("run_command", f"/imagepreview preview {LINK}")

        # a thumbnail of blocks, from what is kept: nobody is asked for it
        folder = home.folder / "config" / "qq_chat" / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{hashlib.sha256(b'A.jpg').hexdigest()}.picture"
        (folder / name).write_bytes((DATA / "pixel.png").read_bytes())
        await wanted(thumbnails=True, keep_mb=1)
        assert "█" in hover(part(await seen(4), "[动画表情]"))
        assert not home.mcdr.found("Traceback")


async def test_a_forward_is_read_page_by_page_and_a_picture_opens_later_by_one_player_alone(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    config = chat(language="zh_cn", rendering={"pictures": {"click": "ask"}})
    async with house(tmp_path, packed, chat_config=config) as home, account(home) as qq:
        await a_forward_is_read_page_by_page(home, qq)
        await an_old_picture_opens(home, qq)
        assert not home.mcdr.found("Traceback")


async def a_forward_is_read_page_by_page(home: House, qq: Account) -> None:
    records = [said(number, f"第 {number} 句") for number in range(1, 21)]
    qq.answers["get_forward_msg"] = lambda params: {"messages": records if params["id"] == "F1" else []}
    await qq.say([{"type": "forward", "data": {"id": "F1"}}], message_id=51)
    piece = part(await shown(home, "[聊天记录"), "[聊天记录")
    assert piece["text"] == "[聊天记录 · 20 条]"
    assert hover(piece).splitlines()[:2] == ["人1: 第 1 句", "人2: 第 2 句"]
    assert click(piece) == ("suggest_command", "!!qq read F1")

    async def page(command: str, number: int, last: int) -> list[str]:
        lines = await told_to_alex(home, command, f"第 {last} 句")
        await until(lambda: [one for one in home.qq.page.game.lines if f"第 {number}/3 页" in str(one)])
        return [plain(line["component"]) for line in lines]

    assert (await page("!!qq read F1", 1, 8))[:3] == ["聊天记录 · 第 1/3 页", "[人1] 第 1 句", "[人2] 第 2 句"]
    onward = part(await shown(home, "下一页"), "下一页")
    assert click(onward) == ("suggest_command", "!!qq read F1 2")
    await page(click(onward)[1], 2, 16)
    await page("!!qq read F1 9", 3, 20)


async def an_old_picture_opens(home: House, qq: Account) -> None:
    fresh = {**PICTURE, "data": {**PICTURE["data"], "url": LINK.replace("old", "new")}}
    qq.answers["get_msg"] = lambda params: {"message_id": params["message_id"], **said(777, [fresh])}
    await qq.say([text("旧图 "), PICTURE], message_id=52, time=1)
    piece = part(await shown(home, "旧图"), "[动画表情]")
    assert click(piece) == ("suggest_command", "!!qq picture 52")
    lines = await told_to_alex(home, "!!qq picture 52", "rkey=new")
    links = {one["clickEvent"]["value"] for line in lines for one in parts(line["component"]) if "clickEvent" in one}
    assert links == {LINK.replace("old", "new")}
    await told_to_alex(home, "!!qq picture 404", "找不到这条消息了")


async def told_to_alex(home: House, command: str, words: str) -> list[dict[str, Any]]:
    """What a command of Alex's answers, as soon as these words are there; nobody else sees it."""
    before = len(home.qq.page.game.lines)
    home.play(type="chat", player="Alex", text=command)
    await shown(home, words, before)
    lines = [line for line in [*home.qq.page.game.lines][before:] if line["target"] != "@a"]
    assert {line["target"] for line in lines} == {"Alex"}
    return lines


NOTICES = ("recall", "reaction", "poke", "card", "title", "join", "leave", "essence")


async def test_what_happens_in_a_group_is_told_where_the_owner_wants_it(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    every = chat(language="zh_cn", rendering={"notices": dict.fromkeys(NOTICES, True)})
    async with house(tmp_path, packed, chat_config=every) as home:
        world = home.qq.world
        world.add_person(10008, "新人")
        number = home.say("原来的话", NOTCH)
        await shown(home, "原来的话")

        async def happens(words: str, happening: Any) -> dict[str, Any]:
            before = len(home.qq.page.game.lines)
            happening()
            line = await shown(home, words, before)
            assert plain(line["component"]) == f"[QQ] {words}"
            return line

        await happens("Notch 的群名片改为 脑缺", lambda: groups.set_card(world, NOTCH, GROUP_ID, NOTCH, "脑缺"))
        await happens("脑缺 获得了头衔“大佬”", lambda: groups.set_title(world, ALICE, GROUP_ID, NOTCH, "大佬"))
        await happens("老王 [腐竹] 戳了戳 脑缺", lambda: talk.poke(world, WANG, NOTCH, GROUP_ID))
        line = await happens("Alice 用 [赞] 回应了 Notch 的消息", lambda: talk.react(world, ALICE, number, "76", True))
        assert hover(next(one for one in parts(line["component"]) if "hoverEvent" in one)) == "原消息：原来的话"
        marked = notices.essence(GROUP_ID, world.messages[number], ALICE)
        await happens("Alice 将 脑缺 的一条消息设为精华", lambda: world.tell(world.members_of(GROUP_ID), marked))
        await happens("新人 加入了群聊", lambda: groups.join(world, GROUP_ID, 10008, ALICE))
        home.play(type="chat", player="Steve", text="@新人 你好")  # who is new can be mentioned at once
        await home.in_group("@10008 你好")
        await happens("新人 退出了群聊", lambda: groups.leave(world, 10008, GROUP_ID))
        home.play(type="chat", player="Steve", text="@新人 再见")
        await home.in_group("@新人 再见")
        await happens("Alice 将 <b>Bold</b> 移出了群聊", lambda: groups.kick(world, ALICE, GROUP_ID, BOLD))
        line = await happens("脑缺 撤回了一条消息", lambda: talk.recall(world, NOTCH, number))
        assert hover(next(one for one in parts(line["component"]) if "hoverEvent" in one)) == "原消息：原来的话"

        await configure(home, chat(language="zh_cn", rendering={"notices": dict.fromkeys(NOTICES, False)}))
        before, number = len(home.game()), home.say("再说一句", NOTCH)
        groups.set_card(world, NOTCH, GROUP_ID, NOTCH, "")
        talk.poke(world, WANG, NOTCH, GROUP_ID)
        talk.recall(world, NOTCH, number)
        groups.leave(world, NOTCH, GROUP_ID)
        home.say("最后一句", WANG)
        await home.in_game("最后一句")
        assert [line.rpartition(" ")[2] for line in home.game()[before:]] == ["再说一句", "最后一句"]
        assert not home.mcdr.found("notice_type|group_recall|group_card"), "no notice is in the log"
        assert not home.mcdr.found("Traceback")


async def test_each_player_is_rung_for_as_they_wish(tmp_path: Path, packed: dict[str, Path]) -> None:
    bind(tmp_path, Steve=WANG)
    config = chat(language="zh_cn", mentions={"ring": ["title"], "sound": "playsound ui.button.click player {player}"})
    async with house(tmp_path, packed, chat_config=config) as home:

        async def rung(message: Any) -> list[str]:
            """What the server did for the players, until the next line was shown."""
            after = home.mcdr.mark()
            home.say(message, ALICE)
            home.say(f"end {after}", NOTCH)
            await home.in_game(f"end {after}")
            await home.mcdr.command("say done", r"\[Server\] done")
            kinds = ("title", "actionbar", "Played sound")
            return [f"{kind}:{name}" for kind in kinds for name in ("Steve", "Alex") if does(kind, name, after)]

        def does(kind: str, name: str, after: int) -> bool:
            shows = {"title": "new title", "actionbar": "new actionbar title"}.get(kind, kind)
            return bool(home.mcdr.found(f"{shows}.* (for|to) {name}$", after))

        async def wishes(player: str, command: str, answer: str) -> None:
            home.play(type="chat", player=player, text=f"!!qq {command}")
            await shown(home, answer)

        assert await rung([at(WANG), text("?")]) == ["title:Steve"]
        assert await rung("alex, come") == ["title:Alex"]
        assert await rung("alexander, come") == []
        await wishes("Alex", "ring title off", "已关闭提醒方式 title")
        await wishes("Alex", "ring sound on", "已开启提醒方式 sound")
        await wishes("Steve", "ring actionbar on", "已开启提醒方式 actionbar")
        await wishes("Steve", "ring loudly on", "!!qq ring sound | title | actionbar on | off")
        assert await rung("Steve and Alex") == ["title:Steve", "actionbar:Steve", "Played sound:Alex"]
        await wishes("Steve", "mute", "不再向你显示 QQ 消息")
        await home.mcdr.command("!!MCDR plugin reload qq_chat", "eloaded")  # wishes outlive it
        assert await rung("Steve and Alex again") == ["Played sound:Alex"]
        assert (await shown(home, "again"))["target"] == "Alex"
        await wishes("Steve", "unmute", "已恢复显示 QQ 消息")
        assert await rung("Steve?") == ["title:Steve", "actionbar:Steve"]


async def test_what_was_said_while_we_were_away_shows_when_and_asks_for_nothing(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn")) as home:
        async with account(home) as qq:
            await qq.say("在线时")
            await shown(home, "在线时")
        await home.mcdr.line("10077.* disconnected|disconnected.* 10077")
        then = int(time.time()) - 300
        head = {"user_id": 777, "sender": {"user_id": 777, "nickname": "七"}}
        missed = [
            {**head, "message_id": number, "time": then, "message": words}
            for number, words in enumerate(("错过的话", "/mc 错过的命令", "/list"), 60)
        ]
        async with account(home) as qq:
            qq.answers["get_group_msg_history"] = lambda _: {"messages": missed}
            clock = time.strftime("[%H:%M]", time.localtime(then))
            assert plain((await shown(home, "错过的话"))["component"]) == f"{clock} [QQ] [七] 错过的话"
            await qq.say("/mc 现在的命令", message_id=70, time=int(time.time()))
            assert plain((await shown(home, "现在的命令"))["component"]) == "[QQ] [七] 现在的命令"
            assert not [line for line in home.game() if "错过的命令" in line]
            assert not [params for params in qq.asked("send_group_msg") if "在线玩家" in str(params)]
            assert not [line for line in home.group() if "在线玩家" in line]
