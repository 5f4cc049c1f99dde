"""The packed plugins in a real MCDR, on the official platform: chat both ways, by gateway and by webhook."""

from pathlib import Path

import pytest

from mcdr import GROUP_ID, House, house
from qq_api import at, text
from support import longer, until


def shown(home: House) -> list[str]:
    """The lines of the game's chat; what comes together is shown together."""
    return "\n".join(home.game()).splitlines()


def lines(home: House, words: str) -> list[str]:
    return [line for line in home.group() if words in line]


@pytest.mark.parametrize("over", ["official", *longer("official_webhook")])
async def test_chat_crosses_on_the_official_platform(over: str, tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, over=over) as home:
        for number in range(5):
            home.say(f"上行 {number}")
            home.play(type="chat", player="Steve", text=f"下行 {number}")
        await home.in_game("上行 4")
        await home.in_group("下行 4")
        assert [line[-4:] for line in shown(home) if "上行" in line] == [f"上行 {number}" for number in range(5)]
        said = "\n".join(lines(home, "下行"))
        assert [said.count(f"下行 {number}") for number in range(5)] == [1] * 5
        assert home.mcdr.found(f"has the number {GROUP_ID} here")
        after = home.mcdr.mark()
        await home.mcdr.command("!!MCDR plugin reload qq_api", "bot 102000001 is connected")
        home.say("after a reload")
        await home.in_game("after a reload")
        home.play(type="chat", player="Steve", text="and back")
        await home.in_group("and back")
        assert not home.mcdr.found("Traceback|ERROR", after)
        assert not home.mcdr.found("naOC0ocQE3shWLAfffVLB1rhYPG7")


async def test_commands_of_members_and_admins_are_answered(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, over="official") as home:
        home.say([at(10001), text(" /list")])
        assert "Steve\nAlex" in await home.in_group("2 players")
        answer = await home.mcdr.command("!!qqapi status", "official 102000001: ")
        assert "10001 (online)" in answer
        await home.mcdr.command("!!qqapi doctor", "All is well|Everything|well")


@pytest.mark.faults
async def test_a_bot_that_hears_mentions_only_relays_those(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, over="official") as home:
        assert home.official is not None
        home.official.hear_all(GROUP_ID, False)
        home.say("not for the bot")
        home.say([at(10001), text(" for the bot")])
        await home.in_game("for the bot")
        assert not [line for line in shown(home) if "not for the bot" in line]


async def test_a_lost_gateway_loses_no_line(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, over="official") as home:
        assert home.official is not None
        for loss in range(5):
            home.say(f"before {loss}")
            await home.official.gateway.drop()
            home.say(f"meanwhile {loss}")
            await until(home.official.gateway.is_connected, 60)  # the fifth pause may be 16 seconds
        await home.in_game("meanwhile 4", 60)
        heard = [line.split("] ")[-1] for line in shown(home) if "before" in line or "meanwhile" in line]
        assert heard == [f"{when} {loss}" for loss in range(5) for when in ("before", "meanwhile")]
