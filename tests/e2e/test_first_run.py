"""The first start of a new owner: nothing is configured, and what is said leads to chat in the group."""

import contextlib
import re
import socket
import sys
from pathlib import Path

import pytest

import qq_chat
from mcdr import Mcdr, mcdr
from mcdr_folder import write_folder
from qq_api import Texts
from qq_api.sandbox.run import GROUP_ID, Options, sandbox, small_world
from support import until

__all__ = ["qq_chat"]  # imported for its texts

PORT = 5700
"""What a fresh configuration listens on."""


@pytest.mark.parametrize("language", ["zh_cn", pytest.param("en_us", marks=pytest.mark.faults)])
@pytest.mark.usefixtures("alone_on_5700")
async def test_a_fresh_install_leads_to_chat(tmp_path: Path, packed: dict[str, Path], language: str) -> None:
    await until(lambda: is_free(PORT), 120, "the port of a fresh configuration is taken")
    ours, theirs = Texts.load("qq_api", language), Texts.load("qq_chat", language)
    server = [sys.executable, "-u", packed["qq_api"], "minecraft"]
    write_folder(tmp_path, server, packed.values(), {}, language=language)
    async with mcdr(tmp_path) as running:
        await running.line(r"Done \(", seconds=60)
        url, token = three_lines(running, ours)
        nobody = await running.command("!!qqapi doctor", "websocket_reverse 127.0.0.1:5700", 60)
        assert url in nobody and token not in nobody
        world = small_world()
        async with sandbox(world, Options(url=url, token=token)):
            await running.line(f"\\[qq_chat\\].*{GROUP_ID} .*!!qqchat group")
            await running.command("!!qqapi doctor", re.escape(ours("doctor.no_message")))
            added = theirs("our_groups.added", group_id=GROUP_ID, path=Path("config/qq_chat/config.yml"))
            await running.command(f"!!qqchat group {GROUP_ID}", re.escape(added))
            await running.line("qq_chat@.*(reloaded|已重载)")
            world.say(10003, "/list", group_id=GROUP_ID)
            await until(lambda: [one for one in world.messages.values() if one.user_id == 10001], 20, "no answer")
            await running.command("!!qqapi doctor", re.escape(ours("doctor.well")))
    log = (tmp_path / "logs" / "MCDR.log").read_text("utf-8")
    assert token not in log and not running.found("Traceback")
    assert f"- {GROUP_ID}" in (tmp_path / "config" / "qq_chat" / "config.yml").read_text("utf-8")


def is_free(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
        return True
    return False


def three_lines(running: Mcdr, texts: Texts) -> tuple[str, str]:
    """What the console shows right after the words of the first start: the URL and the token, to be copied."""
    first = texts("first_run", path=Path("config") / "qq_api" / "config.yml")
    (at,) = [number for number, line in enumerate(running.lines) if first in line]
    where, *values, after = running.lines[at + 1 : at + 5]
    assert "NapCat" in where and "LLOneBot" in where and not where.startswith("[")
    assert after.startswith("[MCDR]"), "three lines, and no more"
    copied = [re.fullmatch(r"\s+(?:URL|Token)\s+(\S+)", value) for value in values]
    assert all(copied), values
    url, token = (match.group(1) for match in copied if match)
    assert url == f"ws://127.0.0.1:{PORT}/ws"
    assert len(token) == 32
    return url, token
