"""What a real MCDR's owner is told by a real Apprise."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from mcdr import house, reverse
from qq_api.sandbox.run import GROUP_ID
from support import until

SECRET = "s3cr3t-path"


@pytest.fixture
def phone() -> Iterator[tuple[str, list[str]]]:
    """The owner's: a URL for Apprise, and the lines that came."""
    lines: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            lines.extend(f"{posted['title']} | {line}" for line in posted["message"].splitlines())
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"json://127.0.0.1:{server.server_port}/{SECRET}", lines
        finally:
            server.shutdown()
            thread.join()


async def test_urls_hold_after_a_reload_of_the_configuration_and_a_crash_is_told(
    tmp_path: Path, packed: dict[str, Path], phone: tuple[str, list[str]]
) -> None:
    url, lines = phone
    async with house(tmp_path, packed) as home:
        notify = {"urls": [url], "title": "生存服", "offline_after": 0}
        path = tmp_path / "config" / "qq_api" / "config.yml"
        path.write_text(json.dumps(reverse(home.port) | {"notify": notify}), encoding="utf-8")
        after = home.mcdr.mark()
        await home.mcdr.command("!!qqapi reload", "config.yml was read")
        assert not home.mcdr.found("disconnected", after), "the connection stays"
        for _ in range(3):
            await home.mcdr.command("!!qqapi send group 1 hi", "Not sent: retcode 1200 no group 1")
        await until(lambda: lines == ["生存服 | 3× QQ 10001 could not send: retcode 1200 no group 1"], 30, lines)
        await home.mcdr.command(f"!!qqapi send group {GROUP_ID} hi", "Sent")
        home.mcdr.type("#crash")
        await until(lambda: len(lines) == 2, 30, lines)
        await until(lambda: home.mcdr.process.returncode is not None, 30)
    assert lines[1:] == ["生存服 | The Minecraft server ended unexpectedly, exit code: 1"]
    assert not home.mcdr.found("Traceback|" + SECRET)
    assert not home.mcdr.found("did not stop within")


BACKUPS = """
import threading

from mcdreforged.api.command import Literal

PLUGIN_METADATA = {"id": "backups", "version": "1.0.0", "dependencies": {"qq_api": "*"}}


def on_load(server, prev_module):
    import qq_api

    def tell():
        qq_api.notify_owner("Backups", "the disk is full")
        server.logger.info("owner notified")

    server.register_command(Literal("!!full").runs(lambda _: threading.Thread(target=tell).start()))
"""


@pytest.mark.faults
async def test_other_plugins_tell_the_owner_and_a_group_that_takes_nothing_is_told_once(
    tmp_path: Path, packed: dict[str, Path], phone: tuple[str, list[str]]
) -> None:
    url, lines = phone
    async with house(tmp_path, packed, others={"backups.py": BACKUPS}) as home:
        await home.mcdr.command("!!full", "owner notified")  # nobody is to be told yet
        notify = {"urls": [url], "title": "生存服"}
        path = tmp_path / "config" / "qq_api" / "config.yml"
        path.write_text(json.dumps(reverse(home.port) | {"notify": notify}), encoding="utf-8")
        await home.mcdr.command("!!qqapi reload", "config.yml was read")
        await home.mcdr.command("!!full", "owner notified")
        await until(lambda: lines, 30, lines)
        home.qq.world.groups[GROUP_ID].members[10001].muted_until = 2**31
        for number in range(3):
            home.play(type="chat", player="Steve", text=f"line {number}")
        await until(lambda: len(lines) == 2, 30, lines)
        home.qq.world.groups[GROUP_ID].members[10001].muted_until = 0
        await home.in_group("line 2", 30)
    full, told = lines
    assert full.endswith("Backups: the disk is full")
    assert told.startswith(f"生存服 | QQChat: Group {GROUP_ID} takes no lines (the bot is muted there)")
    assert not home.mcdr.found("Traceback|" + SECRET)
