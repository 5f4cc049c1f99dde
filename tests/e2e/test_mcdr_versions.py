"""The oldest MCDR that is supported: both packed plugins load there and carry chat."""

import sys
from pathlib import Path

import pytest

from environment import DEV, RUN, ensure
from mcdr import house

OLDEST = "mcdreforged==2.14.*"


@pytest.fixture(scope="session")
def oldest() -> Path:
    """An interpreter with the oldest MCDR, in an environment of its own, kept below `.dev/`."""
    return ensure(RUN, DEV / f"mcdr-2.14-py{sys.version_info.major}.{sys.version_info.minor}", OLDEST)


async def test_both_plugins_carry_chat_in_the_oldest_mcdr(
    tmp_path: Path, packed: dict[str, Path], oldest: Path
) -> None:
    async with house(tmp_path, packed, python=oldest) as home:
        await home.mcdr.line(r"MCDReforged 2\.14\.\d+ is starting")
        home.say("hello 2.14")
        assert await home.in_game("hello 2.14") == "[QQ] [老王 [腐竹]] hello 2.14"
        home.play(type="chat", player="Steve", text="and back")
        assert await home.in_group("and back") == "[survival] <Steve> and back"
        for plugin in ("qq_chat", "qq_api"):
            after = home.mcdr.mark()
            await home.mcdr.command(f"!!MCDR plugin reload {plugin}", "eloaded")
            assert not home.mcdr.found("Traceback|ERROR", after)
