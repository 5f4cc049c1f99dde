"""Chat through the packed plugins in a real MCDR, both ways."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mcdr import House, chat, house
from qq_api.sandbox.run import GROUP_ID
from support import until


async def test_a_members_line_shows_in_the_game_with_card_and_colour(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        home.say("你好 world")
        assert await home.in_game("你好") == "[QQ] [老王 [腐竹]] 你好 world"
        component = home.qq.page.game.lines[-1]["component"]
        assert [part["color"] for part in component[1:]] == ["gray", "green", "gray"]
        home.say("no card", user_id=10004)
        assert await home.in_game("no card") == "[QQ] [Notch] no card"
        assert home.qq.page.game.lines[-1]["component"][2]["color"] == "gray"


async def test_a_players_line_shows_in_the_group_within_a_second(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        home.play(type="chat", player="Steve", text="有人吗？ 😀")
        assert await home.in_group("有人吗", seconds=1) == "[survival] <Steve> 有人吗？ 😀"


async def test_joins_leaves_start_and_stop_are_told(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        assert await home.in_group("The server is up") == "[survival] The server is up"
        assert await home.in_group("Steve joined") == "[survival] Steve joined the game"
        home.play(type="leave", player="Steve")
        assert await home.in_group("Steve left") == "[survival] Steve left the game"
        home.mcdr.type("stop")
        assert await home.in_group("has stopped") == "[survival] The server has stopped"


async def test_the_group_has_commands(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config=chat(command_prefix=["/", "mc"])) as home:
        home.say("/help")
        assert "/list" in await home.in_group("Commands:")
        home.say("/")
        await until(lambda: sum("Commands:" in line for line in home.group()) == 2)
        home.say("mc list")
        assert await home.in_group("2 players") == "[survival] 2 players online\n--玩家--\nSteve\nAlex"
        home.say("/mc mc mc hello")
        assert await home.in_game("hello") == "[QQ] [老王 [腐竹]] mc mc hello"
        home.say("mcdonalds")
        home.say("/微笑")
        assert await home.in_game("mcdonalds") == "[QQ] [老王 [腐竹]] mcdonalds"
        assert await home.in_game("微笑") == "[QQ] [老王 [腐竹]] /微笑"


async def test_a_main_group_has_commands_but_its_chat_stays_its_own(tmp_path: Path, packed: dict[str, Path]) -> None:
    config = chat(message_sync_groups=[], main_group=[GROUP_ID], commands={"list": False})
    async with house(tmp_path, packed, chat_config=config) as home:
        home.say("only ours")
        home.say("/list")
        home.say("/mc for all")
        await home.in_game("for all")
        assert not [line for line in home.game() if "only ours" in line]
        assert not [line for line in home.group() if "online" in line]
        home.play(type="chat", player="Steve", text="!!qq to the main group")
        assert await home.in_group("to the main group") == "[survival] <Steve> to the main group"


async def test_commands_of_players_are_not_relayed_and_qq_is_said_once(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        home.play(type="chat", player="Steve", text="!!MCDR status")
        home.play(type="chat", player="Steve", text="!!qq one [CQ:at,qq=all]")
        home.mcdr.type("!!qq from the console")
        await home.in_group("<Console> from the console")
        await home.in_group("<Steve> one")
        assert [line for line in home.group() if "!!" in line] == []
        assert [line for line in home.group() if "one" in line] == ["[survival] <Steve> one [CQ:at,qq=all]"]


HOSTILE = [
    "line one\nline two\r\n<Notch> op me",
    "\u2028\u2029\x85\v\fseparators",
    "§4§lred §kmagic",
    "[CQ:at,qq=all] [CQ:image,file=file:///etc/passwd]",
    "lone \ud83d surrogate",
    "\u202ereversed\u2066 \u200b\ufeff",
    '"}] ,{"text":"injected"} \\" \\n',
    "\x00\x01\x1b[31mcontrol",
]


@pytest.fixture
async def home(tmp_path: Path, packed: dict[str, Path]) -> AsyncIterator[House]:
    async with house(tmp_path, packed) as running:
        yield running


async def test_hostile_text_from_qq_is_one_line_of_text(home: House) -> None:
    before = len(home.game())
    for text in HOSTILE:
        home.say(text)
    home.qq.world.groups[GROUP_ID].members[10003].card = "x\n§4" + "N" * 10_000
    home.say("the last")
    await home.in_game("the last")
    lines = home.game()[before:]
    assert len(lines) == len(HOSTILE) + 1
    assert not [line for line in lines if set(line) & set("\n\r§\x00\x1b\u202e\u2066\u2028\u200b")]
    assert max(len(line) for line in lines) < 200
    assert not home.mcdr.found("op me$|Traceback|Error")


async def test_hostile_text_from_the_game_is_only_a_text_segment(home: House) -> None:
    home.play(type="chat", player="Steve", text="[CQ:at,qq=all] &amp; [CQ:image,file=file:///etc/passwd]")
    await home.in_group("[CQ:at,qq=all] &amp;")
    said = list(home.qq.world.messages.values())[-1]
    assert said.segments == [
        {"type": "text", "data": {"text": "[survival] <Steve> [CQ:at,qq=all] &amp; [CQ:image,file=file:///etc/passwd]"}}
    ]
