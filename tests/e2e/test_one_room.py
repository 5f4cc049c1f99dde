"""Players and members in one room: mentions, answers, wishes, routes and blocked words, through a real MCDR."""

import json
from pathlib import Path
from typing import Any

import pytest

from mcdr import AT_ONCE, House, chat, house, words
from qq_api import at, dice, reply, text
from qq_api.sandbox.run import GROUP_ID
from qq_api.sandbox.world import talk
from support import until

ALICE, WANG, NOTCH = 10002, 10003, 10004

CONFIG = chat(
    blocked={"words": ["笨蛋"], "action": "mask"},
    routes=[
        {"events": ["leave"], "stop": True},
        {"direction": "to_qq", "events": ["say"], "template": "公告（{server}）：{text}"},
    ],
    mentions={"everybody": 3},
)


@pytest.fixture
async def home(tmp_path: Path, packed: dict[str, Path]) -> Any:
    folder = tmp_path / "config" / "qq_chat"
    folder.mkdir(parents=True)
    (folder / "data.json").write_text(json.dumps({"data": {str(WANG): "Steve"}}), encoding="utf-8")
    async with house(tmp_path, packed, chat_config=CONFIG) as running:
        yield running


def last(home: House) -> list[dict[str, Any]]:
    """What the bot said last, in segments."""
    return [one for one in home.qq.world.messages.values() if one.user_id == 10001][-1].segments


async def test_it_is_one_room(home: House) -> None:
    await members_are_mentioned_in_the_game_and_players_are_rung_for(home)
    await players_mention_members(home)
    await a_line_is_answered_by_a_click(home)
    await who_answers_a_players_line_means_the_player(home)
    await recalls_and_results_show(home)
    await blocked_words_are_hidden_both_ways(home)
    await routes_decide(home)
    await who_wants_quiet_has_it(home)
    assert not home.mcdr.found("Traceback|ERROR\\]")


async def members_are_mentioned_in_the_game_and_players_are_rung_for(home: House) -> None:
    home.say([at(WANG), text(" 快来")], ALICE)
    assert await home.in_game("快来") == "[QQ] [Alice] @老王 [腐竹] 快来"
    await home.mcdr.line("Showing new actionbar title for Steve")
    await home.mcdr.line("Played sound minecraft:entity.experience_orb.pickup to Steve")


async def players_mention_members(home: House) -> None:
    home.play(type="chat", player="Alex", text="@Notch 在吗 @all @nobody")
    await home.in_group("在吗")
    assert last(home) == [text("[survival] <Alex> "), at(NOTCH), text(" 在吗 @all @nobody")]


async def a_line_is_answered_by_a_click(home: House) -> None:
    said = home.say("谁有钻石？", ALICE)
    await home.in_game("谁有钻石")
    (typed,) = {part["clickEvent"]["value"] for part in clicks(home) if "reply" in part["clickEvent"]["value"]}
    assert typed == f"!!qq reply {said} "
    home.play(type="chat", player="Steve", text=f"{typed}我有")
    await home.in_group("我有")
    assert last(home) == [reply(said), text("[survival] <Steve> 我有")]


def clicks(home: House) -> list[dict[str, Any]]:
    line = home.qq.page.game.lines[-1]["component"]
    return [part for part in line if isinstance(part, dict) and "clickEvent" in part]


async def who_answers_a_players_line_means_the_player(home: House) -> None:
    home.play(type="chat", player="Alex", text="卖末影珍珠")
    await home.in_group("卖末影珍珠")
    number = next(one.message_id for one in home.qq.world.messages.values() if "卖末影珍珠" in words(one.segments))

    def rung() -> bool:
        home.say([reply(number), text("我要")], ALICE)
        return bool(home.mcdr.found("Showing new actionbar title for Alex"))

    await until(rung)


async def recalls_and_results_show(home: House) -> None:
    home.say([dice()], ALICE)
    shown = await until(lambda: [line for line in home.game() if "[Alice] [dice" in line])
    (thrown,) = [one.segments[0] for one in home.qq.world.messages.values() if one.segments[0]["type"] == "dice"]
    assert str(thrown["data"]["result"]) in shown[0]
    talk.recall(home.qq.world, ALICE, home.say("说错了", ALICE))
    await home.in_game("Alice took a message back")


async def blocked_words_are_hidden_both_ways(home: House) -> None:
    home.say("你这个笨蛋！", ALICE)
    assert await home.in_game("你这个") == "[QQ] [Alice] 你这个**！"
    home.play(type="chat", player="Alex", text="笨蛋是谁")
    assert await home.in_group("是谁") == "[survival] <Alex> **是谁"


async def routes_decide(home: House) -> None:
    home.mcdr.type("say 今晚维护")
    assert await home.in_group("今晚维护") == "公告（survival）：今晚维护"
    home.play(type="leave", player="Alex")
    home.play(type="join", player="Alex")
    await until(lambda: home.group()[-1] == "[survival] Alex joined the game")
    assert not [line for line in home.group() if "left the game" in line]


async def who_wants_quiet_has_it(home: House) -> None:
    home.play(type="chat", player="Steve", text="!!qq mute")
    await home.mcdr.line("")
    await until(lambda: to_whom(home, "quiet now?") == ["Alex"])
    home.play(type="chat", player="Steve", text="!!qq unmute")
    await until(lambda: to_whom(home, "loud now?") == ["@a"])


def to_whom(home: House, line: str) -> list[str]:
    """Say something; who saw it last."""
    home.say(line, NOTCH)
    return [one["target"] for one in home.qq.page.game.lines if line in str(one["component"])][-1:]


async def test_a_message_with_a_blocked_word_is_recalled_where_the_owner_wants_that(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    config = chat(blocked={"words": ["笨蛋"], "action": "recall"})
    async with house(tmp_path, packed, chat_config=config) as home:
        home.qq.world.groups[GROUP_ID].members[10001].role = "admin"
        said = home.say("笨蛋", NOTCH)
        await until(lambda: home.qq.world.messages[said].recalled)
        home.say("好的", NOTCH)
        await home.in_game("好的")
        assert not [line for line in home.game() if "笨蛋" in line]


async def test_many_lines_become_few_messages_and_answers_stay_alone(tmp_path: Path, packed: dict[str, Path]) -> None:
    paced = AT_ONCE | {"per_group": {"burst": 1, "seconds": 1}, "merge": {"lines": 30}}
    async with house(tmp_path, packed, chat_config=chat(outbox=paced)) as home:
        for number in range(40):
            home.play(type="chat", player="Steve", text=f"line {number}")
        await home.in_group("line 39", 30)
        home.say("/list")
        await home.in_group("2 players online", 30)
        said = home.group()
        spoken = [line for message in said for line in message.split("\n") if "<Steve> line" in line]
        assert spoken == [f"[survival] <Steve> line {number}" for number in range(40)]
        assert len(said) < 20
        assert said[-1].startswith("[survival] 2 players online")
