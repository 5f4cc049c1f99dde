"""Chat through the packed plugins in a real MCDR, both ways."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from mcdr import House, chat, house
from qq_api.calls import perform
from qq_api.onebot.peers import ReverseWebSocketPeer
from qq_api.sandbox.run import GROUP_ID
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import Member
from support import longer, until


async def test_a_members_line_shows_in_the_game_with_card_and_colour(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        home.say("你好 world")
        assert await home.in_game("你好") == "[QQ] [老王 [腐竹]] 你好 world"
        component = home.qq.page.game.lines[-1]["component"]
        assert [part["color"] for part in component[1:]] == ["gray", "green", "gray", "gray"]
        home.say("no card", user_id=10004)
        assert await home.in_game("no card") == "[QQ] [Notch] no card"
        assert home.qq.page.game.lines[-1]["component"][2]["color"] == "gray"


async def test_a_players_line_shows_in_the_group_within_a_second(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        took = []
        for line in ("有人吗？ 😀", "第二句", "第三句"):
            began = time.monotonic()
            home.play(type="chat", player="Steve", text=line)
            assert await home.in_group(line) == f"[survival] <Steve> {line}"
            took.append(time.monotonic() - began)
        assert min(took) < 1


@pytest.mark.parametrize("over", ["websocket", *longer("http")])
async def test_chat_crosses_over_every_way_to_qq(over: str, tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, over=over) as home:
        for number in range(5):
            home.say(f"上行 {number}")
            home.play(type="chat", player="Steve", text=f"下行 {number}")
        await home.in_game("上行 4")
        await home.in_group("下行 4")
        assert [line[-4:] for line in home.game() if "上行" in line] == [f"上行 {number}" for number in range(5)]
        assert [line[-4:] for line in home.group() if "下行" in line] == [f"下行 {number}" for number in range(5)]
        await home.mcdr.command("!!MCDR plugin reload qq_api", "Good bye|Bye|ended|QQ")
        home.say("after a reload")
        await home.in_game("after a reload")


async def test_joins_leaves_start_and_stop_are_told(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        assert await home.in_group("The server is up") == "[survival] The server is up"
        first = "[survival] Steve joined the game for the first time. Welcome!"
        assert await home.in_group("Steve joined") == first
        home.play(type="leave", player="Steve")
        assert await home.in_group("Steve left") == "[survival] Steve left the game"
        home.play(type="join", player="Steve")
        await until(lambda: home.group()[-1] == "[survival] Steve joined the game")
        home.mcdr.type("stop")
        assert await home.in_group("has stopped") == "[survival] The server has stopped"


async def test_the_group_has_commands(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config=chat(command_prefix=["/", "mc"])) as home:
        home.say("/help")
        assert "/list" in await home.in_group("Commands:")
        home.say("/")
        await until(lambda: sum("Commands:" in line for line in home.group()) == 2)
        home.say("mc list")
        assert await home.in_group("2 players") == "[reply][survival] 2 players online\n--玩家--\nSteve\nAlex"
        home.say("/mc mc mc hello")
        assert await home.in_game("hello") == "[QQ] [老王 [腐竹]] mc mc hello"
        home.say("mcdonalds")
        home.say("/微笑")
        assert await home.in_game("mcdonalds") == "[QQ] [老王 [腐竹]] mcdonalds"
        assert await home.in_game("微笑") == "[QQ] [老王 [腐竹]] /微笑"


@pytest.mark.faults
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


async def test_no_player_can_say_who_is_online(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        home.play(type="chat", player="Steve", text="There are 1 of a max of 20 players online: Herobrine")
        await home.in_group("Herobrine")
        home.say("/list")
        assert await home.in_group("2 players") == "[reply][survival] 2 players online\n--玩家--\nSteve\nAlex"


@pytest.mark.faults
async def test_two_thousand_lines_at_once_cross_either_way_once_and_in_order(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with house(tmp_path, packed) as home:
        for number in range(2000):
            home.play(type="chat", player="Steve", text=f"up {number}.")
        await home.in_group("up 1999.", seconds=40)
        up = [line.split("up ")[1] for line in home.group() if "> up " in line]
        before = len(home.game())
        for number in range(2000):
            home.say(f"down {number}.")
        await home.in_game("down 1999.", seconds=40)
        down = [line.split("down ")[1] for line in home.game() if "] down " in line]
        print(f"up: sent 2000, delivered {len(up)}; down: sent 2000, the last {len(down)} kept of {before}")
        assert up == [f"{number}." for number in range(2000)]
        assert down == [f"{number}." for number in range(2000 - len(down), 2000)]


@pytest.mark.faults
async def test_the_last_words_arrive_though_qq_is_slow_and_plugins_were_reloaded(
    tmp_path: Path, packed: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house(tmp_path, packed) as home:
        for plugin in ("qq_chat", "qq_api"):
            after = home.mcdr.mark()
            await home.mcdr.command(f"!!MCDR plugin reload {plugin}", "eloaded")
        await home.mcdr.line("QQ 10001 connected", after)

        async def slowly(call_action: Any, frame: Any) -> Any:
            await asyncio.sleep(0.3)  # QQ takes so long for each line
            return await perform(call_action, frame)

        monkeypatch.setattr("qq_api.onebot.peers.answers.perform", slowly)
        home.mcdr.type("stop")
        await home.in_group("has stopped", seconds=15)
        await home.mcdr.line("bye")


async def test_with_two_accounts_everything_is_said_and_heard_once(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed) as home:
        world = home.qq.world
        world.add_person(10009, "second bot", online=True)
        world.groups[GROUP_ID].members[10009] = Member(10009)
        peer = ReverseWebSocketPeer(f"ws://127.0.0.1:{home.port}/ws", 10009, "secret")
        with world.listening(10009, peer.emit):
            second = asyncio.create_task(peer.run(WorldTransport(world, 10009).call_action))
            await home.mcdr.line("QQ 10009 connected")
            world.say(10009, "the first of all", group_id=GROUP_ID)
            home.say("hello both")
            world.say(10009, "from the second bot", group_id=GROUP_ID)
            home.say("and again")
            await home.in_game("and again")
            home.play(type="chat", player="Steve", text="one answer")
            await until(lambda: [one for one in world.messages.values() if "one answer" in str(one.segments)])
            home.say("/list")
            await until(lambda: [one for one in world.messages.values() if "2 players" in str(one.segments)])
            said = [line for line in home.game() if "[QQ]" in line]
            assert said == ["[QQ] [老王 [腐竹]] hello both", "[QQ] [老王 [腐竹]] and again"]
            assert sum("one answer" in str(one.segments) for one in world.messages.values()) == 1
            second.cancel()
            await asyncio.gather(second, return_exceptions=True)


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
