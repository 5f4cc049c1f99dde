"""What people see of modules in QQ: commands, the menu, and the switches of owners."""

import asyncio
import json
import sys
from pathlib import Path

import pytest
from modules_house import ALICE, BOB, GROUP, LISTENS, OTHER, SELF, Room, room

from qq_api import at, text
from qq_api.modules.declare import command_of, seconds_of
from qq_api.sandbox.world.groups import mute
from support import until

GREETER = '''
    """Greets people.

    At length.
    """
    from qq_api.modules import on_command, on_notice

    @on_command("hello")
    async def hello(bot, event):
        """Says hello."""
        await bot.send(event, f"hello {event['args'] or 'you'}")

    @on_command("count")
    def count(bot, event):
        """Counts the groups."""
        bot.sync.send_group_msg(group_id=event.group_id, message=f"{len(bot.sync.get_group_list())} groups")

    @on_notice
    async def joined(bot, event):
        await bot.send(event, f"notice {event.notice_type}")
'''


async def test_a_command_is_called_with_what_follows_it(tmp_path: Path) -> None:
    async with room(tmp_path, greeter=GREETER) as here:
        here.say("/hello")
        assert await here.answer("hello you") == "hello you"
        here.say("/hello  big world ")
        assert await here.answer("world") == "hello big world"
        here.say("/count")
        assert await here.answer("groups") == "2 groups"
        here.qq.say(BOB, [at(SELF), text(" /hello at")], group_id=GROUP)
        assert await here.answer("hello at") == "hello at"
        here.say("/hello alone", user_id=SELF)
        here.say("/helloworld")
        here.say("/hello in private", BOB, to=SELF)
        assert await here.answer("private") == "hello in private"
        assert len(here.answers()) == 6, "five answers, and what the account said itself"


async def test_notices_reach_modules(tmp_path: Path) -> None:
    async with room(tmp_path, greeter=GREETER) as here:
        mute(here.qq, ALICE, GROUP, BOB, 60)
        assert await here.answer("notice") == "notice group_ban"


async def test_the_menu_is_made_of_docstrings(tmp_path: Path) -> None:
    async with room(tmp_path, "plain", greeter=GREETER, broken="import nothing_there") as here:
        here.say("/menu")
        menu = await here.answer("greeter")
        assert menu.split("\n") == [
            "greeter: Greets people.",
            "  /hello  Says hello.",
            "  /count  Counts the groups.",
            "plain",
        ]


async def switch(here: Room, words: str, answer: str, **place: int) -> None:
    before = len(here.answers())
    here.say(words, ALICE, **place)
    await until(lambda: answer in here.answers()[before:], what=lambda: (words, here.answers()[before:]))


async def test_owners_switch_a_module_off_in_a_group_and_everywhere(tmp_path: Path) -> None:
    async with room(tmp_path, "one", "two") as here:
        await switch(here, "/modules off one", "one: off here")
        here.say("in the group")
        here.say("in another", group_id=OTHER)
        await until(lambda: "in another" in here.heard("two"))
        await until(lambda: "in another" in here.heard("one"))
        assert "in the group" in here.heard("two") and "in the group" not in here.heard("one")
        await switch(here, "/modules off two", "two: off everywhere", to=SELF)
        here.say("nobody hears")
        await switch(here, "/modules", _usage("one: off here", "two: off everywhere"))
        await switch(here, "/modules on one", "one: on")
        await switch(here, "/modules on two", "two: off everywhere")
        await switch(here, "/modules on two", "two: on", to=SELF)
        await switch(here, "/modules on three", "There is no module three")
        here.say("all hear")
        await until(lambda: all("all hear" in here.heard(name) for name in ("one", "two")))
        assert not any("nobody hears" in here.heard(name) for name in ("one", "two"))


def _usage(*lines: str) -> str:
    usage = "Type /modules on NAME or /modules off NAME; in a group it holds for that group, in private everywhere"
    return "\n".join([usage, *lines])


async def test_only_owners_switch(tmp_path: Path) -> None:
    async with room(tmp_path, "one") as here:
        here.say("/modules off one", BOB)
        here.say("after")
        await until(lambda: "after" in here.heard("one"))
        assert here.answers() == []


async def test_switches_are_there_after_a_restart(tmp_path: Path) -> None:
    async with room(tmp_path, "one", "two") as here:
        await switch(here, "/modules off one", "one: off here")
    async with room(tmp_path, "one", "two") as here:
        assert json.loads((here.folder / "switches.json").read_text()) == {"off": {"one": [GROUP]}}
        here.say("again")
        await until(lambda: "again" in here.heard("two"))
        await switch(here, "/modules on one", "one: on")
        here.say("at last")
        await until(lambda: "at last" in here.heard("one"))
        assert "again" not in here.heard("one")


async def test_a_broken_file_of_switches_is_told_and_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from qq_api import Texts
    from qq_api.modules.switches import Switches

    path = tmp_path / "switches.json"
    path.write_text('{"off": {"one": [1]', "utf-8")
    switches = Switches(path, Texts.load("qq_api", "en_us"))
    switches.turn("two", False)
    assert switches.is_on("one", 1) and not switches.is_on("two", 1)
    assert path.read_text("utf-8") == '{"off": {"one": [1]'
    assert "switches.json cannot be used" in caplog.text


async def test_an_owner_brings_a_failed_module_back(tmp_path: Path) -> None:
    source = """
        from pathlib import Path
        from qq_api.modules import on_command

        @on_command("try")
        async def tries(bot, event):
            await bot.send(event, (Path(__file__).parent / "words").read_text())
    """
    async with room(tmp_path, tries=source) as here:
        for _ in range(3):
            here.say("/try")
        await until(lambda: here.host.workers["tries"].problem)
        (here.folder / "words").write_text("it works")
        await switch(here, "/modules on tries", "tries: on")
        here.say("/try")
        assert await here.answer("it works")


async def test_what_qq_refuses_is_no_failure_of_the_module(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    source = """
        from qq_api.modules import on_message

        @on_message
        async def answer(bot, event):
            await bot.send_group_msg(group_id=1, message="nobody is there")
    """
    async with room(tmp_path, "one", answers=source) as here:
        here.say_lines(10)
        await here.hears_all("one")
        await until(lambda: caplog.text.count("Module answers: ") == 10)
        assert not here.host.workers["answers"].problem


async def test_every_calls_again_and_again_and_not_while_it_is_off(tmp_path: Path) -> None:
    source = """
        from qq_api.modules import every

        calls = []

        @every("0.1s")
        def tick(bot):
            calls.append(bot)
    """
    async with room(tmp_path, ticks=source, clock=source) as here:
        ticks, clock = (sys.modules[f"qq_module_{name}"].calls for name in ("ticks", "clock"))
        await until(lambda: len(ticks) > 2)
        assert ticks[0] is here.bot
        await switch(here, "/modules off ticks", "ticks: off everywhere", to=SELF)
        count, later = len(ticks), len(clock) + 5
        await until(lambda: len(clock) > later)
        assert len(ticks) <= count + 1, "one may have been on its way"


async def test_a_change_is_loaded_and_no_event_is_lost_meanwhile(tmp_path: Path) -> None:
    async with room(tmp_path, "one", "two") as here:
        for turn in range(5):
            here.write("one.py", LISTENS.format(file=str(here.folder / "one.heard")) + f"    # {turn}\n")
            before = here.host.workers["one"]
            while here.host.workers["one"] is before:
                here.say_lines(1)
                await asyncio.sleep(0.005)
        await here.hears_all("one", "two")


@pytest.mark.parametrize("half", ["", "def note(bot,"], ids=["nothing yet", "half a line"])
async def test_a_file_that_is_still_written_while_it_is_imported_loses_nothing(tmp_path: Path, half: str) -> None:
    async with room(tmp_path, "one") as here:
        whole = (here.folder / "one.py").read_text("utf-8")
        here.write("one.py", f"import time\n{whole}")
        worker = here.host.workers["one"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("qq_api.modules.folder._AsWritten.get_data", lambda self, path: _half(path, half))
            await until(lambda: here.host.workers["one"] is not worker)
            here.say_lines(3)
            await asyncio.to_thread(here.write, "one.py", f"import os\n{whole}")
        await here.hears_all("one")


def _half(path: str, half: str) -> bytes:
    """What is read of a file that somebody writes at that moment."""
    Path(path).touch()
    return half.encode()


async def test_a_package_and_what_is_in_it_is_a_module(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        here.write("pack/words.py", "WORDS = 'first'\n")
        here.write(
            "pack/__init__.py",
            """
            from qq_api.modules import on_command
            from .words import WORDS

            @on_command("words")
            async def words(bot, event):
                await bot.send(event, WORDS)
            """,
        )
        here.write("_notes.py", "raise AssertionError\n")
        await here.ready("pack")
        here.say("/words")
        assert await here.answer("first")
        here.write("pack/words.py", "WORDS = 'other words'\n")
        worker = here.host.workers["pack"]
        await until(lambda: here.host.workers["pack"] is not worker)
        here.say("/words")
        assert await here.answer("other words")
        assert [*here.host.workers] == ["pack"]


def test_what_a_command_and_an_interval_are() -> None:
    assert command_of("/say  hi you ") == ("say", "hi you")
    assert command_of("say") == command_of("") == ("", "")
    assert [seconds_of(one) for one in ("30s", "5m", "1.5h", "1d")] == [30, 300, 5400, 86400]
    for wrong in ("5", "m", "-5m", "0s", "5 m", "5w"):
        with pytest.raises(ValueError, match="expected a number and s, m, h or d"):
            seconds_of(wrong)
