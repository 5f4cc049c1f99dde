"""What owners write as rules, in a real MCDR: votes, bans both ways, audits, announcements, own wording."""

from pathlib import Path
from typing import Any

import pytest

from mcdr import House, answer, chat, house
from qq_api.sandbox.run import GROUP_ID, SELF_ID
from qq_api.sandbox.world import groups
from status_server import minecraft
from support import until

pytestmark = pytest.mark.faults  # the clock is waited for

OWNER, ADMIN, NOTCH, BOLD = 10002, 10003, 10004, 10005


async def test_the_owners_rules_hold(tmp_path: Path, packed: dict[str, Path]) -> None:
    config: dict[str, Any] = chat(
        announcements=[{"cron": "* * * * *", "text": "the clock says so"}],
        votes={"enabled": True, "kinds": {"kick": {"command": "kick {player}", "needed": 2}}},
        community={"bans": {"from_qq": True, "from_game": True}},
    )
    (tmp_path / "config" / "qq_chat").mkdir(parents=True)
    (tmp_path / "config" / "qq_chat" / "texts.yml").write_text(
        'vote: {none: "No vote, {nobody}"}\ncommands.denied: Nope\n'
    )
    async with house(tmp_path, packed, chat_config=config) as home:
        groups.set_admin(home.qq.world, OWNER, GROUP_ID, SELF_ID, True)
        await the_wording_is_the_owners(home)
        await members_vote(home)
        await audits_name_people(home)
        await any_server_is_asked(home)
        await home.in_game("[Announcement] the clock says so", 65)
        await home.in_group("[Announcement] the clock says so")
        await bans_go_both_ways(home)
        assert not home.mcdr.found("Traceback")


async def the_wording_is_the_owners(home: House) -> None:
    assert await answer(home, "/audit", NOTCH) == "Nope"
    assert home.mcdr.found("vote.none is left out, because it names nobody")


async def members_vote(home: House) -> None:
    for user_id, player in ((NOTCH, "Notch"), (BOLD, "Steve")):
        assert player in await answer(home, f"/bound {user_id} {player}")
    assert await answer(home, "/vote kick Alex", 10002) == "Nope", "10002 is bound to nobody"
    assert "2 voices are needed" in await answer(home, "/vote kick Alex", NOTCH)
    assert "It is done" in await answer(home, "/vote yes", BOLD)
    await home.mcdr.line("Kicked Alex: Kicked by an operator")


async def audits_name_people(home: House) -> None:
    unbound = await answer(home, "/check unbound")
    assert "2 members are not bound" in unbound, "10002 and 10003; not the bot"
    assert "10003" in unbound
    assert "0 bound players have not been here for 30 days" in await answer(home, "/check inactive")
    assert "0 bound players belong to people who left" in await answer(home, "/check left")


async def any_server_is_asked(home: House) -> None:
    async with minecraft("Another server") as port:
        told = await answer(home, f"/ping 127.0.0.1:{port}")
    assert "2/20 players, 1.21.4" in told
    assert "Another server" in told
    assert "not on the internet" in await answer(home, "/ping 127.0.0.1:1", NOTCH)


async def bans_go_both_ways(home: House) -> None:
    groups.kick(home.qq.world, OWNER, GROUP_ID, NOTCH)
    await home.mcdr.line("Banned Notch: Banned by an operator.")
    assert "Notch banned (removed from the group): done" in await answer(home, "/whitelist journal")
    home.mcdr.type("ban Steve griefing")
    await until(lambda: BOLD not in home.qq.world.groups[GROUP_ID].members)
