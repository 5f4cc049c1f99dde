"""What outlives qq_chat is never lost in silence."""

import logging
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from asking import Log

from qq_api import Texts
from qq_chat.database import KEPT_COPIES, Database, Gone, NewerLayout, open_database, until_gone
from qq_chat.people.known_players import KnownPlayers
from qq_chat.relay.console import Console

LOG = logging.getLogger("qq_chat.test")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "qq_chat" / "qq_chat.db"


@pytest.fixture
def words() -> Texts:
    return Texts.load("qq_chat", "en_us")


def keep(path: Path, words: Texts, *names: str) -> None:
    database = open_database(path, words, LOG.error)
    KnownPlayers(database).save(names)
    database.close()


def names(path: Path, words: Texts) -> list[str]:
    database = open_database(path, words, LOG.error)
    try:
        return KnownPlayers(database).names()
    finally:
        database.close()


def test_what_is_kept_is_there_again(path: Path, words: Texts) -> None:
    keep(path, words, "Steve", "Alex")
    assert names(path, words) == ["Alex", "Steve"]


def test_half_a_change_is_none(path: Path) -> None:
    database = Database(path)
    with pytest.raises(RuntimeError), database.writing() as file:
        file.execute("INSERT INTO players (name) VALUES ('Steve')")
        raise RuntimeError
    assert database.read("SELECT name FROM players") == []
    assert database.write("INSERT INTO players (name) VALUES (?)", ["Alex"]) == 1
    database.close()


def test_a_damaged_file_is_set_aside_and_its_newest_copy_takes_its_place(
    path: Path, words: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    keep(path, words, "Steve")
    keep(path, words)  # begins with a copy only where there is none of today
    (copy,) = path.with_name("backups").glob("*.db")
    copy.unlink()
    keep(path, words)
    path.write_bytes(b"no database at all" * 100)
    assert names(path, words) == ["Steve"]
    assert len(list(path.parent.glob("*.bad"))) == 1
    assert "was damaged" in caplog.text
    assert "took its place" in caplog.text


def test_a_damaged_file_without_a_copy_is_kept_and_that_is_told(
    path: Path, words: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    assert names(path, words) == []
    (aside,) = path.parent.glob("*.bad")
    assert aside.read_bytes().startswith(b"no database")
    assert "bindings are empty" in caplog.text


def test_a_damaged_copy_is_passed_over(path: Path, words: Texts) -> None:
    keep(path, words, "Steve")
    keep(path, words)
    backups = path.with_name("backups")
    for copy in backups.glob("*.db"):
        copy.unlink()
    keep(path, words)
    (backups / "qq_chat-99990101.db").write_bytes(b"broken" * 1000)
    path.write_bytes(b"no database at all" * 100)
    assert names(path, words) == ["Steve"]


def test_a_file_of_a_newer_version_is_left_alone(path: Path, words: Texts) -> None:
    keep(path, words, "Steve")
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerLayout):
        open_database(path, words, LOG.error)
    assert list(path.parent.glob("*.bad")) == []


def test_a_file_that_somebody_else_has_is_left_alone(path: Path, words: Texts) -> None:
    first = open_database(path, words, LOG.error)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        open_database(path, words, LOG.error)
    first.close()
    assert list(path.parent.glob("*.bad")) == []


def test_copies_are_made_once_a_day_and_only_the_newest_stay(path: Path, words: Texts) -> None:
    backups = path.with_name("backups")
    backups.mkdir(parents=True)
    old = time.time() - 3 * 86_400
    for day in range(10, 30):
        copy = backups / f"qq_chat-200001{day}.db"
        copy.touch()
        os.utime(copy, (old, old))
    keep(path, words)
    keep(path, words)
    left = sorted(backups.glob("*.db"))
    assert len(left) == KEPT_COPIES
    assert left[-1].stat().st_size > 0


CHILD = """
import sys
from pathlib import Path
from qq_chat.database import Database
database = Database(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    with database.writing() as file:
        file.execute("INSERT INTO players (name) VALUES (?)", (f"a{number}",))
        file.execute("INSERT INTO players (name) VALUES (?)", (f"b{number}",))
    print(number, flush=True)
"""


def test_a_kill_while_writing_leaves_whole_changes_only(path: Path, words: Texts) -> None:
    roots = os.pathsep.join(str(Path(__file__).resolve().parents[2] / part) for part in ("", "qq_chat"))
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": roots},
    )
    assert child.stdout is not None
    told = 0
    while told < 50:
        told = int(child.stdout.readline())
    child.kill()
    told = max([told, *map(int, child.stdout.read().split())])
    child.wait()
    child.stdout.close()
    kept = set(names(path, words))
    both = [number for number in range(1, told + 2) if {f"a{number}", f"b{number}"} <= kept]
    assert len(kept) == 2 * len(both), "no half change"
    assert len(both) >= told, "what was told as kept is kept"


class FullDisk(KnownPlayers):
    """Nothing can be kept any more."""

    def names(self) -> list[str]:
        return ["Steve"]

    def save(self, names: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")


def test_who_joins_while_the_disk_is_full_is_told_nevertheless() -> None:
    console: Any = object.__new__(Console)
    log = Log()
    texts = Texts.load("qq_chat", "en_us")
    console._common, console._has_told = SimpleNamespace(server=SimpleNamespace(logger=log), texts=texts), False
    newcomers = console._known(FullDisk(None))  # type: ignore[arg-type]
    assert [newcomers.greet(player) for player in ("Alex", "Alex", "Steve", "Notch")] == [True, False, False, True]
    (told,) = log.lines
    assert "disk is full" in told


def test_whoever_comes_after_the_end_is_told_so_and_nothing_else(path: Path) -> None:
    database = Database(path)
    database.close()
    with pytest.raises(Gone):
        database.read("SELECT name FROM players")
    with pytest.raises(Gone):
        database.write("INSERT INTO players (name) VALUES ('Steve')")


def test_an_event_that_comes_after_the_end_leaves_no_traceback(path: Path) -> None:
    heard, database = list[str](), Database(path)
    listener = until_gone(
        lambda player: database.write("INSERT INTO wishes VALUES (?, 0, '')", (player,)) and heard.append(player)
    )
    listener("Steve")
    database.close()
    listener("Alex")
    assert heard == ["Steve"]
