"""The oldest MCDR that is supported: both packed plugins load there and carry chat."""

import subprocess
import sys
from pathlib import Path

import pytest

from environment import DEV, RUN, ensure
from mcdr import house
from packing import manifest_of

OLDEST = "mcdreforged==2.14.*"


@pytest.fixture(scope="session")
def oldest() -> Path:
    """An interpreter with the oldest MCDR, in an environment of its own, kept below `.dev/`."""
    return ensure(RUN, DEV / f"mcdr-2.14-py{sys.version_info.major}.{sys.version_info.minor}", OLDEST)


LOOK = """
import json, sys, zipfile
from mcdreforged.plugin.meta.metadata import Metadata
for file in sys.argv[1:]:
    metadata = Metadata(json.loads(zipfile.ZipFile(file).read("mcdreforged.plugin.json")))
    print(metadata.id, metadata.version, sorted(metadata.dependencies), sorted(metadata.description), metadata.author)
"""


@pytest.mark.faults
def test_the_metadata_of_both_plugins_pass_in_the_oldest_mcdr(packed: dict[str, Path], oldest: Path) -> None:
    command = [oldest, "-c", LOOK, *packed.values()]
    qq_api, qq_chat = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    both = "['en_us', 'zh_cn'] ['QQAPI contributors']"
    assert qq_api == f"qq_api {manifest_of('qq_api')['version']} ['mcdreforged', 'python'] {both}"
    assert qq_chat == f"qq_chat {manifest_of('qq_chat')['version']} ['mcdreforged', 'python', 'qq_api'] {both}"


@pytest.mark.faults
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
