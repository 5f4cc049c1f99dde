"""The group and the server hold together, in a real MCDR."""

from pathlib import Path

from mcdr import House, answer, chat, house
from qq_api.sandbox.run import GROUP_ID
from qq_api.sandbox.world import groups
from qq_api.sandbox.world.requests import ask_to_join
from support import until

BOT, OWNER, ADMIN, MEMBER = 10001, 10002, 10003, 10004


async def listed(home: House, *players: str) -> None:
    """Wait until the server's whitelist holds exactly these."""
    wanted = f": {', '.join(players)}" if players else "no whitelisted players"
    said = ""
    for _ in range(50):
        said = await answer(home, "/whitelist list")
        if said.endswith(wanted):
            return
    raise AssertionError(said)


async def test_the_whitelist_follows_binding_and_group(tmp_path: Path, packed: dict[str, Path]) -> None:
    community = {"whitelist": {"with_binding": True}, "leaving": {"grace": 0}}
    config = chat(community=community, binding={"proof": "none"}, answers={"per_minute": 1000})
    async with house(tmp_path, packed, chat_config=config, rcon=True) as home:
        await listed(home)
        await answer(home, "/bound Alex", MEMBER)
        await listed(home, "Alex")
        world = home.qq.world
        groups.leave(world, MEMBER, GROUP_ID)
        await listed(home)
        assert home.mcdr.found("QQ 10004 left the group; Alex taken off the whitelist")
        groups.join(world, GROUP_ID, MEMBER, OWNER)
        await listed(home, "Alex")
        book = await answer(home, "/whitelist journal")
        assert [line.split("(")[1].split(")")[0] for line in book.splitlines()] == [
            "back in the group",
            "left the group",
            "bound",
        ]
        assert "taken off" in await answer(home, "/whitelist undo 3")
        await listed(home)


async def test_newcomers_are_welcomed_and_let_in_by_rule(tmp_path: Path, packed: dict[str, Path]) -> None:
    rules = {"enabled": True, "approve_pattern": "苦力怕", "otherwise": "reject", "reason": "no"}
    newcomers = {"welcome": "Welcome to {server}, {name}", "card": True}
    community = {"join_requests": rules, "newcomers": newcomers}
    config = chat(community=community, binding={"proof": "none"})
    async with house(tmp_path, packed, chat_config=config) as home:
        world = home.qq.world
        groups.set_admin(world, OWNER, GROUP_ID, BOT, True)
        for user_id, comment in ((10011, "问题：谁？\n答案：苦力怕"), (10012, "答案：不知道")):
            world.add_person(user_id, f"new{user_id}")
            ask_to_join(world, user_id, GROUP_ID, comment)
        assert "@10011 Welcome to survival" in await home.in_group("Welcome to survival")
        assert 10012 not in world.groups[GROUP_ID].members
        await answer(home, "/bound Alex", MEMBER)
        await until(lambda: world.groups[GROUP_ID].members[MEMBER].card == "Alex")


async def test_announcements_keywords_and_quiet_hours(tmp_path: Path, packed: dict[str, Path]) -> None:
    config = chat(keywords=[{"words": ["address"], "answer": "play.example.com, {online} online"}])
    async with house(tmp_path, packed, chat_config=config) as home:
        assert await answer(home, "what is the address?") == "play.example.com, 2 online"
        assert await answer(home, "/announce hello all") == "Said"
        await home.in_game("[Announcement] hello all")
        await home.in_group("[Announcement] hello all")
        assert "not relayed" in await answer(home, "/mute 5")
        home.say("unheard in the game")
        home.play(type="chat", player="Steve", text="unheard in the group")
        await home.mcdr.line("<Steve> unheard in the group")
        await home.mcdr.command("!!MCDR status", "MCDR state")  # what the server said before is dealt with by then
        assert "relayed again" in await answer(home, "/unmute")
        home.say("heard")
        await home.in_game("heard")
        home.play(type="chat", player="Steve", text="heard, too")
        await home.in_group("heard, too")
        assert not [line for line in home.game() if "unheard in the game" in line]
        assert not [line for line in home.group() if "unheard in the group" in line]
        home.play(type="chat", player="Steve", text="!!qq list")
        await home.in_game(f"{GROUP_ID}: 5 members")
