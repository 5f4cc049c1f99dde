"""The packed plugins in a real MCDR, with mirai behind them: chat both ways, by WebSocket and by HTTP polling."""

from pathlib import Path

import pytest

from mcdr import GROUP_ID, house
from qq_api import at, reply, text
from qq_api.sandbox.mirai import MiraiServer
from support import longer, until

WAYS = ["mirai", *longer("mirai_http")]


@pytest.mark.parametrize("over", WAYS)
async def test_chat_crosses_over_mirai(over: str, tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, over=over) as home:
        for number in range(5):
            home.say(f"上行 {number}")
            home.play(type="chat", player="Steve", text=f"下行 {number}")
        await home.in_game("上行 4")
        await home.in_group("下行 4")
        assert [line[-4:] for line in home.game() if "上行" in line] == [f"上行 {number}" for number in range(5)]
        assert [line[-4:] for line in home.group() if "下行" in line] == [f"下行 {number}" for number in range(5)]
        after = home.mcdr.mark()
        await home.mcdr.command("!!MCDR plugin reload qq_api", "Connected to mirai")
        home.say("after a reload")
        await home.in_game("after a reload")
        home.play(type="chat", player="Steve", text="and back")
        await home.in_group("and back")
        assert not home.mcdr.found("Traceback|ERROR", after)
        assert not home.mcdr.found("secret")


@pytest.mark.parametrize("over", WAYS)
async def test_members_have_names_quotes_and_commands(over: str, tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, over=over) as home:
        first = home.say("no card", user_id=10004)
        assert await home.in_game("no card") == "[QQ] [Notch] no card"
        home.say([reply(first), at(10001), text("quoted")])
        assert "老王" in await home.in_game("quoted")
        home.say("/list")
        assert "Steve\nAlex" in await home.in_group("2 players")
        assert "10001 (online)" in await home.mcdr.command("!!qqapi status", "mirai 127.0.0.1:")


@pytest.mark.faults
async def test_what_is_said_while_the_plugin_is_reloaded_is_not_lost_by_polling(
    tmp_path: Path, packed: dict[str, Path]
) -> None:
    async with house(tmp_path, packed, over="mirai_http") as home:
        for number in range(40):
            home.say(f"line {number}.")
            if number == 10:
                home.mcdr.type("!!MCDR plugin reload qq_api")
        await home.in_game("line 39.")
        heard = [line.split("line ")[1] for line in home.game() if "line " in line]
        assert heard == [f"{number}." for number in range(40)]


@pytest.mark.faults
@pytest.mark.parametrize("over", WAYS)
async def test_mirai_that_restarts_is_found_again(over: str, tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, over=over) as home:
        server = home.qq.endpoints[0].peers[0]
        assert isinstance(server, MiraiServer)
        after = home.mcdr.mark()
        server.sessions.lose()
        server.drop(1001)
        if over == "mirai":
            await home.mcdr.line("Connected to mirai", after)
        home.play(type="chat", player="Steve", text="still there?")
        await home.in_group("still there?")
        await until(lambda: len([*server.sessions]) > 0)
        home.say("yes")
        await home.in_game("yes")
        assert home.qq.world.groups[GROUP_ID]
        assert not home.mcdr.found("Traceback", after)
