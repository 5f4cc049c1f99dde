"""Players and members in one room: mentions, answers, wishes, routes and blocked words, through a real MCDR."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from websockets.asyncio.client import ClientConnection, connect

from mcdr import AT_ONCE, House, chat, house, words
from qq_api import at, dice, reply, text
from qq_api.sandbox.run import GROUP_ID
from qq_api.sandbox.world import talk
from qq_chat.relay.rendering.store import Store
from support import DATA, IMPLEMENTATIONS, longer, until

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
        assert said[-1].startswith("[reply][survival] 2 players online")


MESSAGES = DATA / "messages"
HEADERS = {"Authorization": "Bearer secret", "X-Self-ID": "10077", "X-Client-Role": "Universal"}
KNOWN = json.loads((MESSAGES / "known.json").read_text("utf-8"))


def payload(said: dict[str, Any]) -> dict[str, Any]:
    """A remembered message, as QQ's side tells it."""
    card = KNOWN["names"].get(str(said["user_id"]), "")
    sender = {"user_id": said["user_id"], "nickname": said["name"], "card": card}
    return {"message_id": said["message_id"], "sender": sender, "message": said["segments"], "time": said["time"]}


def looked_up(call: dict[str, Any]) -> Any:
    """What QQ's side answers to a question about what a message does not hold."""
    params = call["params"]
    if call["action"] == "get_group_member_info":
        return {"user_id": params["user_id"], "card": KNOWN["names"].get(str(params["user_id"]), "")}
    if call["action"] == "get_group_member_list":
        return [{"user_id": int(user_id), "card": name} for user_id, name in KNOWN["names"].items()]
    if call["action"] == "get_msg":
        said = KNOWN["quotes"].get(str(params["message_id"]))
        return payload(said) if said else None
    if call["action"] == "get_forward_msg":
        return {"messages": [payload(one) for one in KNOWN["forwards"].get(params["id"], [])]}
    return None


async def answer_all(link: ClientConnection) -> None:
    async for frame in link:
        call = json.loads(frame)
        data = looked_up(call)
        await link.send(json.dumps({"status": "ok", "retcode": 0, "data": data, "echo": call["echo"]}))


@pytest.mark.parametrize("implementation", ["napcat", *longer(*IMPLEMENTATIONS[1:])])
async def test_whatever_an_implementation_sends_players_see_it_so(
    tmp_path: Path, packed: dict[str, Path], implementation: str
) -> None:
    lines = (MESSAGES / f"{implementation}.jsonl").read_text("utf-8").splitlines()
    shapes = [shape for shape in map(json.loads, lines) if shape["shown"].strip()]
    event = {"post_type": "message", "message_type": "group", "sub_type": "normal", "self_id": 10077, "time": 1}
    event |= {"user_id": 777, "group_id": GROUP_ID, "sender": {"user_id": 777, "nickname": "七"}}
    async with house(tmp_path, packed, chat_config=chat(language="zh_cn")) as home:
        async with connect(f"ws://127.0.0.1:{home.port}/ws", additional_headers=HEADERS) as link:
            answering = asyncio.create_task(answer_all(link))
            for user_id, card in KNOWN["names"].items():  # whoever says something is known by the card
                spoke = {"user_id": int(user_id), "sender": {"user_id": int(user_id), "card": card}}
                await link.send(json.dumps(event | spoke | {"message_id": int(user_id), "message": "早"}))
            for first in (5000, 6000):  # a quote that was looked up too late the first time is known the second
                before = len(home.game())
                for number, shape in enumerate(shapes, first):
                    await link.send(json.dumps(event | {"message_id": number, "message": shape["message"]}))
                await until(lambda before=before: len(of_seven(home, before)) == len(shapes))  # type: ignore[misc]
            answering.cancel()
        assert of_seven(home, before) == [as_named(shape) for shape in shapes]


def of_seven(home: House, after: int) -> list[str]:
    """What 七 said, as players see it, from some line on."""
    return [line.removeprefix("[QQ] [七] ") for line in home.game()[after:] if "[七]" in line]


def as_named(shape: dict[str, Any]) -> str:
    """What is shown; where a mention brings its name along (LLOneBot), nobody is asked for another."""
    named = [one["data"].get("name") for one in shape["message"] if one["type"] == "at"] if is_array(shape) else []
    return str(shape["shown"]).replace("鲍勃", named[0].lstrip("@")) if named and named[0] else str(shape["shown"])


def is_array(shape: dict[str, Any]) -> bool:
    return isinstance(shape["message"], list)


async def test_a_picture_that_qq_has_no_more_is_drawn_for_who_clicks_on_it(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    kept = Store(tmp_path / "config" / "qq_chat" / "pictures", 10**6, 10, 3600)
    kept.put("castle.png", png(24, 14))
    picture = {"file": "castle.png", "url": "https://multimedia.nt.qq.com.cn/download?rkey=old"}
    event = {"post_type": "message", "message_type": "group", "sub_type": "normal", "self_id": 10077, "time": 1}
    event |= {"user_id": 777, "group_id": GROUP_ID, "sender": {"user_id": 777, "nickname": "七"}, "message_id": 5000}
    config = chat(rendering={"pictures": {"click": "ask", "keep_mb": 10}})
    async with house(tmp_path, packed, chat_config=config) as home:
        async with connect(f"ws://127.0.0.1:{home.port}/ws", additional_headers=HEADERS) as link:
            answering = asyncio.create_task(answer_all(link))
            await link.send(json.dumps(event | {"message": [{"type": "image", "data": picture}]}))
            await home.in_game("[七] [picture]")
            (typed,) = {
                part["clickEvent"]["value"] for part in clicks(home) if "picture" in part["clickEvent"]["value"]
            }
            home.play(type="chat", player="Steve", text=typed)
            await until(lambda: len([line for line in home.game() if line == "█" * 24]) == 14, 20)
            answering.cancel()
        seen = home.qq.page.game.lines[-1]
        assert (seen["target"], "#F8" in json.dumps(seen["component"])) == ("Steve", True)
        assert not home.mcdr.found("Traceback|ERROR\\]")


def png(width: int, height: int) -> bytes:
    """A red picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (255, 0, 0)).save(out, "PNG")
    return out.getvalue()
