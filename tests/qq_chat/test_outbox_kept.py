"""Lines that wait outlive the process: restarts, kills, and files that are of no use."""

import asyncio
import json
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from qq_api import ApiNotAvailable, Texts, at, text
from qq_chat.people.accounts import Accounts
from qq_chat.relay.outbox import Outbox, OutboxSettings
from support import until

LOG = logging.getLogger("qq_chat.test")
ROOT = Path(__file__).resolve().parents[2]
FREE = {"per_group": {"seconds": 0}, "per_account": {"seconds": 0}, "repeat_seconds": 0, "merge": {"lines": 1}}


class Bot:
    """Says what it is asked to, while it is there."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.closed, self.there = False, True
        self.hangs = asyncio.Event()
        self.hangs.set()

    def accounts(self) -> list[int]:
        return []

    async def call_action(self, action: str, **params: Any) -> dict[str, Any]:
        if not self.there:
            raise ApiNotAvailable("nobody")
        self.sent.append("".join(one["data"].get("text", f"[{one['type']}]") for one in params["message"]))
        await self.hangs.wait()
        return {"message_id": len(self.sent)}


@asynccontextmanager
async def running(bot: Bot, file: Path, settings: dict[str, Any] | None = None) -> AsyncIterator[Outbox]:
    """An outbox, from its start to its end."""
    import qq_chat

    assert qq_chat
    made = OutboxSettings.model_validate(FREE if settings is None else settings)
    texts, accounts, loop = Texts.load("qq_chat", "en_us"), Accounts(), asyncio.get_running_loop()
    box = Outbox(bot, accounts, loop, made, texts, LOG, file=file)  # type: ignore[arg-type]
    try:
        yield box
    finally:
        await asyncio.to_thread(box.close, 0.5)


def rows(file: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as opened:
        return opened.execute("SELECT message, flying FROM lines ORDER BY number").fetchall()


def write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def damage(file: Path) -> None:
    """Overwrite some pages in the middle."""
    content = bytearray(file.read_bytes())
    content[8192 : 8192 * 4] = b"\x07" * (8192 * 3)
    file.write_bytes(content)


def forget_bad(file: Path) -> None:
    for one in file.parent.glob("*.bad"):
        one.unlink()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop that a busy machine holds up is not stuck."""
    monkeypatch.setattr("qq_chat.relay.outbox.box.STUCK_SECONDS", 30.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "outbox.sqlite3"


# -- restarts


async def test_what_waits_goes_on_after_a_restart_in_its_order(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    bot = Bot()
    bot.there = False
    async with running(bot, file) as box:
        for number in range(5):
            box.put(1, f"{number} 你好 \ud83d")
        box.put(1, [text("hi "), at(5)], kind="answer")
        await until(lambda: "QQ is away" in caplog.text)
    assert len(rows(file)) == 6
    bot.there = True
    async with running(bot, file) as box:
        box.put(1, "new")
        await until(lambda: box.stats.waiting == 0)
        assert (box.stats.found, box.stats.put, box.stats.sent) == (6, 1, 7)
    assert bot.sent == [*(f"{number} 你好 \ud83d" for number in range(5)), "hi [at]", "new"]
    assert "6 lines for QQ have waited" in caplog.text
    assert rows(file) == []


async def test_what_is_said_after_the_end_goes_on_after_a_restart(file: Path) -> None:
    bot = Bot()
    async with running(bot, file) as box:
        assert await asyncio.to_thread(box.close, 1) == []  # MCDR stops, the plugins are unloaded afterwards
        for words in ("the last", "words"):
            box.put(1, words)
            left = await asyncio.to_thread(box.close, 1)
            assert ([line.message for line in left], box.keeps) == ([words], True)
    async with running(bot, file) as box:
        await until(lambda: box.stats.waiting == 0)
    assert bot.sent == ["the last", "words"]


async def test_what_is_said_after_the_end_is_not_kept_where_somebody_has_the_file(file: Path) -> None:
    bot = Bot()
    async with running(bot, file) as box:
        await asyncio.to_thread(box.close, 1)
        async with running(bot, file):
            box.put(1, "late")
            left = await asyncio.to_thread(box.close, 1)
            assert ([line.message for line in left], box.keeps) == (["late"], False)


async def test_lines_in_flight_at_the_end_are_unknown_and_not_repeated(file: Path) -> None:
    bot = Bot()
    bot.hangs.clear()
    async with running(bot, file) as box:
        box.put(1, "in flight")
        box.put(1, "waits")
        await until(lambda: bot.sent)
    assert (box.stats.unknown, box.stats.waiting) == (1, 1)
    bot.hangs.set()
    async with running(bot, file) as box:
        await until(lambda: box.stats.waiting == 0)
        assert (box.stats.found, box.stats.unknown) == (1, 0)
    assert bot.sent == ["in flight", "waits"]


async def test_an_old_line_of_an_earlier_run_is_given_up(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    bot = Bot()
    bot.there = False
    async with running(bot, file) as box:
        box.put(1, "old")
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE lines SET said = said - 7200")
    bot.there = True
    async with running(bot, file) as box:
        await until(lambda: box.stats.waiting == 0)
        assert (bot.sent, box.stats.dropped) == ([], 1)
    assert "1 lines for group 1 were not said" in caplog.text
    assert rows(file) == []


# -- files that are of no use


@pytest.mark.parametrize("content", [b"this is no database", b"SQLite format 3\0" + b"\xff" * 4000])
async def test_a_broken_file_is_set_aside_and_a_new_one_begun(
    file: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    write(file, content)
    bot = Bot()
    bot.there = False
    async with running(bot, file) as box:
        assert box.keeps
        box.put(1, "x")
    assert [one.read_bytes() for one in file.parent.glob("*.bad")] == [content]
    assert caplog.text.count("could not be used") == 1
    assert rows(file) == [('"x"', 0)]


async def test_a_damaged_or_newer_file_is_set_aside(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("PRAGMA user_version = 99")
    async with running(Bot(), file) as box:
        assert box.keeps
    assert "of a newer version" in caplog.text
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.executemany(
            "INSERT INTO lines VALUES (?, 1, ?, 'chat', 1, 0)", [(number, "x" * 500) for number in range(1000)]
        )
    forget_bad(file)
    damage(file)
    async with running(Bot(), file) as box:
        assert box.keeps
    assert len([*file.parent.glob("*.bad")]) == 1


async def test_a_file_that_somebody_else_has_is_left_alone(
    file: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qq_chat.relay.outbox.store.LOCKED_SECONDS", 0.01)
    bot = Bot()
    bot.there = False
    async with running(bot, file) as first:
        first.put(1, "waits")
        await until(lambda: "QQ is away" in caplog.text)
        other = Bot()
        async with running(other, file) as second:
            assert not second.keeps
            assert second.stats.found == 0
            second.put(1, "works")
            await until(lambda: other.sent)
    assert other.sent == ["works"]
    assert "locked" in caplog.text
    assert [row[0] for row in rows(file)] == ['"waits"']


async def test_a_folder_that_cannot_be_written_costs_only_the_keeping(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "no folder").write_text("but a file")
    bot = Bot()
    async with running(bot, tmp_path / "no folder" / "outbox.sqlite3") as box:
        box.put(1, "x")
        await until(lambda: bot.sent)
        assert not box.keeps
    assert "are lost when the server stops" in caplog.text


async def test_a_disk_that_is_full_costs_only_the_keeping_and_doubles_nothing(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot()
    bot.there = False
    async with running(bot, file) as box:
        store: Any = box._journal._store
        box.put(1, "on disk")
        await until(lambda: "QQ is away" in caplog.text)
        await asyncio.to_thread(store._file.execute, "PRAGMA max_page_count = 4")
        for number in range(100):
            box.put(1, f"{number} " + "x" * 100)
        await until(lambda: not box.keeps)
        bot.there = True
        await until(lambda: box.stats.waiting == 0)
        assert (len(bot.sent), box.stats.sent) == (101, 101)
    assert caplog.text.count("disk is full") == 1
    assert len([*file.parent.glob("*.bad")]) == 1
    async with running(bot, file) as box:
        assert box.keeps
        assert box.stats.found == 0
    assert len(bot.sent) == 101


# -- kill -9


class Recorder:
    """A make-believe QQ behind a socket: takes lines, answers each after a moment."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.delay = 0.001

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            self.heard += json.loads(line).split("\n")
            await asyncio.sleep(self.delay)
            writer.write(b"ok\n")
        writer.close()


def spawn(port: int, file: Path, merge: int, *lines: str) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, str(port), str(file), str(merge), *lines]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / one) for one in (".", "qq_chat", "tests"))}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.mark.parametrize("merge", [1, 7])
async def test_a_kill_while_sending_doubles_nothing_and_loses_nothing_untold(file: Path, merge: int) -> None:
    recorder, kills, total = Recorder(), 4, 400
    server = await asyncio.start_server(recorder.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    unknown = 0
    async with server:
        for life in range(kills + 1):
            before = len(recorder.heard)
            child = spawn(port, file, merge, *([str(total)] if life == 0 else []))
            try:
                if life < kills:
                    await until(lambda before=before: len(recorder.heard) > before + 20, 30)  # type: ignore[misc]
                else:
                    await asyncio.to_thread(child.wait, 30)
            finally:
                child.kill()
                said, _ = child.communicate()
            unknown += int(said.split()[0]) if said else 0
    print(f"put {total}, heard {len(recorder.heard)}, told to be unknown {unknown}")
    assert recorder.heard == sorted(set(recorder.heard), key=int), "in order, and none twice"
    assert total <= len(recorder.heard) + unknown <= total + kills * merge
    assert 1 <= unknown <= kills * merge


async def child(port: int, file: Path, merge: int, count: int) -> None:
    """What runs in the process that is killed: tells at once how many lines an earlier kill made unknown."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    class Remote(Bot):
        async def call_action(self, action: str, **params: Any) -> dict[str, Any]:
            writer.write(json.dumps(params["message"][0]["data"]["text"]).encode() + b"\n")
            if not await reader.readline():
                raise ApiNotAvailable
            return {"message_id": 1}

    async with running(Remote(), file, {**FREE, "time_after": 0, "merge": {"lines": merge}}) as box:
        print(box.stats.unknown, flush=True)
        for number in range(count):
            box.put(1, str(number))
        await until(lambda: box.stats.waiting == 0, 60)
    writer.close()


if __name__ == "__main__":
    asyncio.run(child(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int([*sys.argv, "0"][4])))
