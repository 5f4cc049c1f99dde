"""How the server does, asked from QQ in a real MCDR."""

from pathlib import Path

import pytest

from mcdr import House, chat, house
from support import until


async def answer(home: House, words: str) -> str:
    """The next answer of the bot."""
    before = len([line for line in home.group() if line.startswith("[reply]")])
    home.say(words)
    await until(lambda: len([line for line in home.group() if line.startswith("[reply]")]) > before, 20, words)
    return [line for line in home.group() if line.startswith("[reply]")][before].removeprefix("[reply]")


async def test_status_tells_players_ticks_machine_and_versions(tmp_path: Path, packed: dict[str, Path]) -> None:
    quick = {name: {"cooldown": 0} for name in ("status", "ping", "player")}
    async with house(tmp_path, packed, chat_config=chat(command_settings=quick)) as home:
        told = (await answer(home, "/status")).splitlines()
        assert told[0] == "[survival] How the server does"
        rows = dict(line.split(": ", 1) for line in told[1:])
        assert rows["Players"] == "2  Steve, Alex"
        assert rows["TPS"] == "20  (2.5 ms)"
        assert rows["Server"].endswith("% CPU")
        assert int(rows["Server"].split()[0]) > 5, "megabytes of the process"
        assert "MCDR 2." in rows["Versions"]
        assert "QQChat 4." in rows["Versions"]
        assert "Steve: first seen" in await answer(home, "/player steve")
        assert "last seen now" in await answer(home, "/玩家 Steve")
        assert "Nobody called @a" in await answer(home, "/player @a")
        assert "does not answer" in await answer(home, "/ping 127.0.0.1:1")
        home.mcdr.type("!!MCDR server stop")
        await home.in_group("has stopped")
        assert "Server: not running" in await answer(home, "/status")
        home.mcdr.type("!!MCDR server exit")


@pytest.mark.faults
async def test_status_is_a_picture_where_the_owner_wants_one(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config=chat(status={"form": "picture"})) as home:
        home.say("/status")
        said = home.qq.world.messages
        await until(lambda: any(one.segments[-1]["type"] == "image" for one in said.values() if one.user_id == 10001))
        (picture,) = [one.segments[-1]["data"] for one in said.values() if one.segments[-1]["type"] == "image"]
        assert (await home.qq.store.read(picture["file"])).startswith(b"\x89PNG")
