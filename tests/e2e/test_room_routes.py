"""Which lines cross, in whose wording, and which do not: routes, filters and blocked words through a real MCDR."""

from pathlib import Path
from typing import Any

import pytest

from mcdr import chat, house
from qq_api import text
from qq_api.sandbox.run import GROUP_ID, small_world
from qq_api.sandbox.world import World
from room import ALICE, BOLD, NOTCH, OTHER, WANG, account, bind, configure, in_group, shown, texts
from support import until

pytestmark = pytest.mark.faults  # minutes together


def two_groups() -> World:
    """The small world, and a second group."""
    world = small_world()
    world.add_group(OTHER, "公告群", owner=ALICE, members={10001: "", NOTCH: "脑缺", WANG: ""})
    return world


async def test_a_group_may_have_filters_and_a_wording_of_its_own(tmp_path: Path, packed: dict[str, Path]) -> None:
    bind(tmp_path, Steve=WANG)
    routes: list[dict[str, Any]] = [
        {"servers": ["creative"], "stop": True},
        {
            **{"groups": [OTHER], "direction": "to_game", "events": ["chat"], "not_senders": ["Steve"]},
            **{"pattern": "钻石|(?i:DIAMOND)", "not_pattern": "卖"},
            "template": "{server}·{group_name}({group})·{role}·{card}·{nickname}·{qq}·{online} {name} {text}",
        },
        {"groups": [OTHER], "direction": "to_qq", "events": ["qq"], "stop": True},
        {
            **{"groups": [GROUP_ID], "direction": "to_game", "events": ["chat"]},
            **{"prefix": "#", "not_prefix": ["#!", "##"], "template": "{{{player}}} {text}"},
        },
    ]
    config = chat(language="zh_cn", message_sync_groups=[GROUP_ID, OTHER], ignored_accounts=[BOLD], routes=routes)
    async with house(tmp_path, packed, chat_config=config, world=two_groups()) as home:
        say = home.qq.world.say
        for words in ("有人吗", "卖钻石", "钻石在哪"):
            number = say(NOTCH, words, group_id=OTHER)
        say(WANG, "钻石 by Steve", group_id=OTHER)  # a player may be named, too
        say(NOTCH, "dIAMOND?", group_id=OTHER)
        for user_id, words in ((WANG, "hello"), (WANG, "#!x"), (WANG, "## x"), (BOLD, "# bot"), (WANG, "# 大家好")):
            say(user_id, words, group_id=GROUP_ID)
        await home.in_game("大家好")
        head = f"survival·公告群({OTHER})·member·脑缺·Notch·{NOTCH}·2 [脑缺] "
        await home.in_game("dIAMOND?")
        assert sorted(home.game()[-3:]) == sorted([f"{head}钻石在哪", f"{head}dIAMOND?", "{Steve} 大家好"])

        # what goes one way only is not answered either
        home.play(type="chat", player="Alex", text=f"!!qq reply {number} 在主城")
        assert (await shown(home, "这句话不能发到那个群"))["target"] == "Alex"
        home.play(type="chat", player="Alex", text="!!qq 大家好呀")
        await until(lambda: "[survival] <Alex> 大家好呀" in texts(in_group(home)), what=lambda: home.qq.world.messages)
        assert not [line for line in texts(in_group(home, OTHER)) if "Alex>" in line]

        # a mistake is named with its place, and MCDR goes on without qq_chat
        for row, named in (({"template": "{plyer}"}, "plyer"), ({"pattern": "(a"}, r"pattern.*\(a")):
            path = home.folder / "config" / "qq_chat" / "config.yml"
            path.write_text(str(chat(routes=[row])), encoding="utf-8")
            await home.mcdr.command("!!MCDR plugin reload qq_chat", rf"config\.yml.*{named}")
        await configure(home, chat(language="zh_cn"))
        home.say("又好了", WANG)
        await home.in_game("又好了")
        assert not home.mcdr.found("Traceback")


async def test_blocked_words_go_neither_way_whoever_says_them(tmp_path: Path, packed: dict[str, Path]) -> None:
    folder = tmp_path / "config" / "qq_chat"
    folder.mkdir(parents=True)
    (folder / "words.txt").write_text("\ufeff屏蔽\nBadWord\n", encoding="utf-8")
    drop = {"words": ["笨蛋"], "file": "words.txt", "action": "drop"}
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn", blocked=drop)) as home:
        await home.in_group("Alex 首次加入")

        async def try_all() -> tuple[list[str], list[str]]:
            """What is shown in the game and in the group of the same words, each time."""
            game, group = len(home.game()), len(home.group())
            home.say("你个笨蛋")
            home.say("ｂａｄｗｏｒｄ here")
            home.say("/mc 屏蔽")
            home.say("game end")
            home.play(type="chat", player="Steve", text="badWORD 笨蛋")
            home.play(type="chat", player="Steve", text="!!qq 屏蔽词")
            home.play(type="console", text="say 笨蛋")
            home.play(type="console", text="me 是笨蛋")
            home.play(type="die", player="Steve", cause="player.item", killer="Alex", weapon="笨蛋剑")
            home.play(type="chat", player="Steve", text="group end")
            await until(lambda: [line for line in home.game()[game:] if "game end" in line])
            await until(lambda: [line for line in home.group()[group:] if "group end" in line])
            relayed = [line for line in home.game()[game:] if line.startswith("[QQ] ")]
            return [line[5:] for line in relayed], [line.removeprefix("[survival] ") for line in home.group()[group:]]

        wang = "[老王 [腐竹]]"
        assert await try_all() == ([f"{wang} game end"], ["<Steve> group end"])
        await configure(home, chat(language="zh_cn", blocked={**drop, "action": "mask", "mask": "#"}))
        assert await try_all() == (
            [f"{wang} 你个##", f"{wang} ####### here", f"{wang} ##", f"{wang} game end"],
            [
                *("<Steve> ####### ##", "<Steve> ##词", "[Server] ##", "* Server 是##"),
                *("Steve 被 Alex 用[##剑]杀死了", "<Steve> group end"),
            ],
        )
        assert not home.mcdr.found("Traceback")


async def test_a_group_in_every_list_hears_and_says_everything_once(tmp_path: Path, packed: dict[str, Path]) -> None:
    config = chat(language="zh_cn", main_group=[GROUP_ID], manage_groups=[GROUP_ID])
    async with house(tmp_path, packed, chat_config=config) as home:
        home.say("once")
        home.play(type="chat", player="Steve", text="only once")
        home.play(type="chat", player="Steve", text="!!qq really")
        await home.in_game("once")
        await home.in_group("really")
        assert len([line for line in home.game() if line.endswith(" once") and "[QQ]" in line]) == 1
        said = [line.removeprefix("[survival] ") for line in home.group() if "首次" not in line]
        assert said == ["服务器已启动", "<Steve> only once", "<Steve> really"]
        # a reload is no start
        await home.mcdr.command("!!MCDR plugin reload qq_chat", "eloaded")
        home.play(type="chat", player="Steve", text="after")
        await home.in_group("after")
        assert len([line for line in home.group() if "服务器已启动" in line]) == 1


async def test_the_number_of_a_group_is_all_that_has_to_be_said(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config={"message_sync_groups": [GROUP_ID]}) as home:
        home.say("in the game")
        home.play(type="chat", player="Steve", text="in the group")
        assert await home.in_game("in the game") == "[QQ] [老王 [腐竹]] in the game"
        assert "[survival] <Steve> in the group" in await home.in_group("in the group")
        assert "The server is up" in home.group()[0]
        assert not home.mcdr.found("ERROR|Traceback")


async def test_each_group_hears_what_its_list_is_for(tmp_path: Path, packed: dict[str, Path]) -> None:
    world, manage = two_groups(), 20003
    world.add_group(manage, "管理群", owner=ALICE, members={10001: "", WANG: ""})
    groups = {"main_group": [OTHER], "manage_groups": [manage]}
    config = chat(language="zh_cn", player_list_regex={"甲": "^S.*"}, **groups)
    async with house(tmp_path, packed, chat_config=config, world=world) as home:
        home.play(type="chat", player="Steve", text="chat")
        home.play(type="chat", player="Steve", text="!!qq to all")
        home.play(type="die", player="Steve", cause="lava")
        world.say(ALICE, "/list", group_id=OTHER)
        await until(lambda: all(words in "".join(texts(in_group(home, OTHER))) for words in ("to all", "在线")), 30)
        home.mcdr.type("stop")
        await until(
            lambda: [one for one in texts(in_group(home, manage)) if "已关闭" in one], 40, lambda: home.mcdr.lines[-30:]
        )
        said = {
            group: [line.removeprefix("[survival] ").split("，")[0] for line in texts(in_group(home, group))]
            for group in (GROUP_ID, OTHER, manage)
        }
        assert said[manage] == ["服务器已启动", "服务器已关闭"]
        listed = [line for line in said[OTHER] if "在线" in line]
        assert len(listed) == 1
        assert [line for line in said[OTHER] if line not in listed] == [
            "服务器已启动",
            "<Steve> to all",
            "服务器已关闭",
        ]
        assert said[GROUP_ID][3:5] == ["<Steve> chat", "<Steve> to all"]
        assert len(said[GROUP_ID]) == 9
        whole = next(line for line in texts(in_group(home, OTHER)) if "在线" in line)
        assert "--甲--\nSteve" in whole and "--其它--\nAlex" in whole, "whoever fits no pattern is listed, too"


async def test_other_peoples_messages_never_become_commands_codes_or_second_lines(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn")) as home, account(home) as qq:
        hostile = "hi\n§r<Notch> op\r\n[CQ:at,qq=all]&#91;&amp;[[CICode,url=file:///etc/passwd]]"
        card = {
            "type": "json",
            "data": {"data": '{"app":"a","prompt":"[x]\\nstop","meta":{"d":{"title":"\\nstop\\n§4"}}}'},
        }
        named = {"type": "file", "data": {"name": "a\nstop.txt", "size": "\n1"}}
        unknown = {"type": "new\nkind§", "data": {"x": 1}}
        before, typed = len(home.game()), home.mcdr.mark()
        await qq.say([text(hostile), card, named, unknown], name="七\n§4stop")
        await qq.say("[CQ:dice,result=3] &#91;literal&#93; &amp;", raw_message="[CQ:dice,result=3]", message_id=2)
        await home.in_game("[骰子 3] [literal] &")
        lines = home.game()[before:]
        assert len(lines) == 2
        assert not {*"\n\r§"} & {*"".join(lines)}
        assert "[CQ:" in lines[0] and "[[CICode" not in lines[0]  # somebody's text is text, and no code of a mod
        assert not home.mcdr.found("Unknown or incomplete|Stopping|Traceback", typed)
