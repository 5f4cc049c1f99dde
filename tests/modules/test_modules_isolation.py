"""Whatever one module does, the others hear every event: once, and in order."""

import json
import logging
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from modules_house import IMPATIENT, LIMITS, room

from support import until


@pytest.fixture(autouse=True)
def info(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "qq_api")


RAISES = """
    from qq_api.modules import on_message

    @on_message
    async def broken(bot, event):
        return event["no such key"]
"""


async def test_one_that_raises_is_told_with_its_traceback_and_switched_off(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with room(tmp_path, "one", "two", raises=RAISES) as here:
        here.say_lines(30)
        await here.hears_all("one", "two")
        await until(lambda: here.host.workers["raises"].problem)
        assert here.told == [("raises", "raises: off (broken failed 3 times in a row)")]
        here.say_lines(30)
        await here.hears_all("one", "two")
    assert "Module raises: broken failed; the other modules go on" in caplog.text
    assert 'raises.py", line 6, in broken' in caplog.text and "KeyError: 'no such key'" in caplog.text
    assert caplog.text.count("Traceback") == LIMITS.failures, "switched off, it is called no more"


async def test_one_that_fails_now_and_then_stays_on(tmp_path: Path) -> None:
    source = """
        from qq_api.modules import on_message

        count = 0

        @on_message
        def sometimes(bot, event):
            global count
            count += 1
            assert count % 3
    """
    async with room(tmp_path, "one", sometimes=source) as here:
        here.say_lines(20)
        await here.hears_all("one")
        assert not here.host.workers["sometimes"].problem


BLOCKS = """
    import threading
    from qq_api.modules import on_message

    gate, reached = threading.Event(), threading.Event()

    @on_message
    {a}def slow(bot, event):
        if event.content == "line 5":
            reached.set()
            gate.wait(30)
        elif event.content == "go on":
            return
        with open({file!r}, "a", encoding="utf-8") as file:
            file.write('"' + event.content + '"\\n')
"""


@pytest.mark.parametrize("a", ["", "async "])
async def test_one_that_blocks_is_named_and_loses_nothing_itself(
    tmp_path: Path, a: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = str(tmp_path / "modules" / "slow.heard")
    async with room(tmp_path, "one", "two", limits=IMPATIENT, slow=BLOCKS.format(a=a, file=file)) as here:
        here.say_lines(30)
        await here.hears_all("one", "two")
        await until(lambda: [name for name, words in here.told if "in slow: gate.wait(30)" in words] == ["slow"])
        here.say_lines(30)
        await here.hears_all("one", "two")
        assert here.heard("slow") == here.said[:5]
        _gate("slow").set()
        await here.hears_all("slow")
        await until(lambda: "Module slow goes on" in caplog.text)
        assert not here.host.workers["slow"].problem


def _gate(name: str, which: str = "gate") -> threading.Event:
    import sys

    gate: threading.Event = getattr(sys.modules[f"qq_module_{name}"], which)
    return gate


async def test_one_that_blocks_can_be_replaced_and_the_new_one_hears_what_waited(tmp_path: Path) -> None:
    file = str(tmp_path / "modules" / "slow.heard")
    async with room(tmp_path, "one", limits=IMPATIENT, slow=BLOCKS.format(a="", file=file)) as here:
        gate = _gate("slow")
        here.say_lines(30)
        await here.hears_all("one")
        await until(lambda: any("in slow: gate.wait(30)" in words for _, words in here.told))
        here.listener("slow")
        await until(lambda: len(here.heard("slow")) == 29, what=lambda: here.heard("slow"))
        gate.set()
        await here.hears_all("one")
        await until(lambda: sorted(here.heard("slow")) == sorted(here.said), what="the one it was at")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("def broken(:\n", "SyntaxError: invalid syntax"),
        ("import no_such_library\n", "ModuleNotFoundError: No module named 'no_such_library'"),
        ("raise SystemExit(3)\n", "SystemExit: 3"),
        (
            "from qq_api.modules import on_message\n@on_message\ndef f(): ...\n",
            "TypeError: f must take (bot, event)",
        ),
        ('from qq_api.modules import every\n@every("soon")\ndef f(bot): ...\n', "expected a number and s, m, h or d"),
    ],
)
async def test_one_that_cannot_be_imported_is_named(tmp_path: Path, source: str, why: str) -> None:
    async with room(tmp_path, "one", broken=source) as here:
        here.say_lines(20)
        await here.hears_all("one")
        assert len(here.told) == 1
        assert here.told[0][1].startswith("broken: off (cannot be imported:") and why in here.told[0][1]
        here.listener("broken")
        await until(lambda: here.host.workers["broken"].loaded)
        before = len(here.said)
        here.say_lines(5)
        await until(lambda: here.heard("broken") == here.said[before:])


async def test_one_whose_import_hangs_is_named(tmp_path: Path) -> None:
    source = "import threading\ngate = threading.Event()\ngate.wait(30)\n"
    async with room(tmp_path, "one", limits=IMPATIENT) as here:
        here.write("hangs.py", source)
        await until(lambda: [name for name, words in here.told if "line 3" in words] == ["hangs"])
        here.say_lines(20)
        await here.hears_all("one")
        _gate("hangs").set()


async def test_one_that_deletes_itself_is_gone_and_so_may_be_the_whole_folder(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = """
        import os, sys
        from qq_api.modules import on_message

        @on_message
        def leave(bot, event):
            os.remove(__file__)
            del sys.modules[__name__]
    """
    async with room(tmp_path, "one", "two", leaves=source) as here:
        here.say_lines(1)
        await until(lambda: "leaves" not in here.host.workers)
        here.say_lines(20)
        await here.hears_all("one", "two")
        here.folder.rename(tmp_path / "elsewhere")
        await until(lambda: not here.host.workers)
        (tmp_path / "elsewhere").rename(here.folder)
        await here.ready("one", "two")
        here.say_lines(20)
        await here.hears_all("one", "two")
    assert "Module leaves is gone" in caplog.text


async def test_one_that_changes_the_event_or_ends_the_program_does_it_to_itself(tmp_path: Path) -> None:
    changes = """
        from qq_api.modules import on_message

        @on_message
        def change(bot, event):
            event["message"].clear()
            event.clear()
    """
    leaves = """
        import sys
        from qq_api.modules import on_message

        @on_message
        def leave(bot, event):
            sys.exit()
    """
    stops = """
        import asyncio
        from qq_api.modules import on_message

        @on_message
        async def stop(bot, event):
            asyncio.get_running_loop().stop()
    """
    async with room(tmp_path, "one", "two", changes=changes, leaves=leaves, stops=stops) as here:
        here.say_lines(20)
        await here.hears_all("one", "two")
        await until(lambda: {name for name, _ in here.told} == {"leaves", "stops"}, what=lambda: here.told)
        here.say_lines(20)
        await here.hears_all("one", "two")


async def test_one_that_falls_behind_loses_its_own_oldest_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = str(tmp_path / "modules" / "slow.heard")
    async with room(tmp_path, "one", limits=replace(LIMITS, waiting=20), slow=BLOCKS.format(a="", file=file)) as here:
        for _ in range(6):
            here.say_lines(10)
            await here.hears_all("one")
            await until(_gate("slow", "reached").is_set)
        _gate("slow").set()
        await until(lambda: here.heard("slow")[-20:] == here.said[-20:])
        assert here.heard("slow")[:6] == here.said[:6]
    assert caplog.text.count("Module slow falls behind") == 1


async def test_nothing_is_left_afterwards(tmp_path: Path) -> None:
    import sys

    async with room(tmp_path, "one", raises=RAISES) as here:
        here.say_lines(2)
        await here.hears_all("one")
    await until(lambda: not [one for one in threading.enumerate() if one.name.startswith("module ")])
    assert not [name for name in sys.modules if name.startswith(("qq_module_", "app."))]


async def test_what_was_not_heard_before_a_reload_is_heard_after_it(tmp_path: Path) -> None:
    file = str(tmp_path / "modules" / "slow.heard")
    limits = replace(LIMITS, leave=1)
    async with room(tmp_path, "one", limits=limits, slow=BLOCKS.format(a="", file=file)) as here:
        gate = _gate("slow")
        here.say_lines(20)
        await here.hears_all("one")
        await until(_gate("slow", "reached").is_set)
        await here.host.close()
        here.say_lines(20)
        said, waiting = here.said, here.host.waiting()
        gate.set()
        assert [len(events) for events in waiting.values()] == [20, 34], "the sixth is what it is at"
    async with room(tmp_path, "one", "slow", waiting=json.loads(json.dumps(waiting))) as here:
        await until(lambda: here.heard("one") == said, what=lambda: here.heard("one"))
        await until(lambda: sorted(here.heard("slow")) == sorted(said), what=lambda: here.heard("slow"))
