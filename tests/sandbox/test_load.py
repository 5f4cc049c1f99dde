"""Members who talk by themselves: as much as is wanted, the same for the same seed, and told how much was taken."""

import sys
from pathlib import Path
from typing import Any

import pytest
from test_config_sandbox import FILE
from test_config_sandbox import load as load_file

from qq_api import Bot, ConfigError, Texts, plain
from qq_api.config import Config, ForwardWebSocket
from qq_api.runtime import running
from qq_api.sandbox import run
from qq_api.sandbox.load import Load
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.run import GROUP_ID, SELF_ID, small_world
from support import child, free_port, until


def talk(seed: int, count: int = 300) -> list[Any]:
    world = small_world()
    load = Load(world, 1, {SELF_ID}, seed)
    for _ in range(count):
        load.say_one()
    return [(one.user_id, one.segments) for one in world.messages.values()]


def test_the_same_seed_says_the_same_and_another_something_else() -> None:
    assert talk(1) == talk(1) != talk(2)


def test_members_say_text_chinese_mentions_and_now_and_then_an_image() -> None:
    said = talk(0)
    assert {user_id for user_id, _ in said} == {10002, 10003, 10004, 10005}
    kinds = [segment["type"] for _, segments in said for segment in segments]
    assert kinds.count("text") > kinds.count("at") > 0 < kinds.count("image") < 30
    assert any("有人在吗" in plain(segments) for _, segments in said)


def test_who_is_muted_says_nothing_and_a_world_without_groups_neither() -> None:
    world = small_world()
    world.groups[GROUP_ID].muted = True
    load = Load(world, 1, {SELF_ID}, seed=3)
    for _ in range(100):
        load.say_one()
    assert load.said == len(world.messages) > 0
    assert {one.user_id for one in world.messages.values()} == {10002, 10003}  # owner and administrator
    world.groups.clear()
    load.say_one()
    assert load.said == len(world.messages)


async def test_our_bot_takes_every_message_of_a_load() -> None:
    port, bot, heard = free_port(), Bot(), []
    bot.listeners.append(lambda event: heard.append(event) if event["post_type"] == "message" else None)
    config = {
        "page": None,
        "load": "2000/s",
        "accounts": [{"user_id": SELF_ID, "endpoints": [{"type": "websocket", "port": port}]}],
    }
    connection = ForwardWebSocket(url=f"ws://127.0.0.1:{port}")
    async with (
        running(bot, Config(connections=[connection], backfill=False), Texts.load("qq_api", "en_us")),
        Sandbox(config, small_world()) as qq,
    ):
        await until(lambda: len(heard) > 1000, 20)
        assert qq.load is not None
        qq.load._rate = 0.001
        await until(lambda: qq.taken == len(heard))
    numbers = [event["message_seq"] for event in heard]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))  # none lost, none twice, in order


def test_the_file_and_the_command_say_how_much(tmp_path: Path) -> None:
    for given, rate in (("200/s", 200), ("30/m", 0.5), ("1.5/s", 1.5), ("36/h", 0.01), ("7", 7)):
        assert load_file(tmp_path / "sandbox.yml", f"load: {given}\n{FILE}").load == rate
    assert load_file(tmp_path / "sandbox.yml", FILE).load is None
    for given, rate in ((None, 7), (200, 200)):  # the command wins over the file
        path = tmp_path / "sandbox.yml"
        path.write_text(f"load: 7\n{FILE}", "utf-8")
        assert run._made(path, run.Options(load=given), Texts.load("qq_api", "en_us")).config.load == rate


@pytest.mark.parametrize("wrong", ["fast", "200", "0/s", "-1/s", "200/d", "20000/s", "1e9/s", "true", "nan/s", ""])
def test_a_wrong_rate_gets_a_clear_error(wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = wrong if wrong not in ("200", "") else f"'{wrong}'"
    for language, words in (("en_us", "load: expected messages in a time"), ("zh_cn", "load：应为单位时间内的消息数")):
        with pytest.raises(ConfigError) as caught:
            load_file(tmp_path / "sandbox.yml", f"page:\nload: {given}\n{FILE.partition('8700}')[2]}", language)
        assert (words in str(caught.value), caught.value.line) == (True, 2)
    with pytest.raises(SystemExit):
        run.main([f"--load={wrong}"], Texts.load("qq_api", "en_us"))
    assert "argument --load: expected messages in a time, at most 10000/s" in capsys.readouterr().err


async def test_the_program_tells_how_many_were_said(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qq_api", "sandbox", "--until-eof", "--url", "", "--page-port", "0"]
    async with child(*command, "--load", "100/s") as program:
        await until(lambda: any(line.startswith("load: ") for line in program.log), 30, lambda: program.log)
