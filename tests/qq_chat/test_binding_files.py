"""Bindings come out of every predecessor's files, once, and nothing is lost on the way."""

import csv
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qq_api import Texts
from qq_chat.config.binding import Binding, Java
from qq_chat.database import Database
from qq_chat.people.bindings import Bindings
from qq_chat.people.bound import Bound
from qq_chat.people.exports import as_csv, as_json
from qq_chat.people.imports import LARGEST_FILE, Unreadable, bring_in, first_time

LOG = logging.getLogger("qq_chat.test")

QQCHAT_1 = {"data": {"10001": "Steve", "10002": "Alex"}}
QQCHAT_2 = {"data": {"10001": "Steve", "10002": "Alex"}, "user_cache": {"10001": True, "10009": False}}
FLAT = {"10001": "Steve", "10002": "Alex"}
GUGUBOT_1 = {"10001": ["Steve"], "10002": ["Alex"]}
GUGUBOT_2 = """\
Steve:
  java_name: [Steve]
  bedrock_name: []
  accounts: {QQ: ['10001']}
  properties: {}
Alex:
  java_name:
  - Alex
  bedrock_name: [Pocket Alex]
  accounts:
    QQ: [10002]
  properties: {}
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    one = Database(tmp_path / "db" / "qq_chat.db")
    yield one
    one.close()


@pytest.fixture
def bindings(database: Database) -> Bindings:
    return Bindings(database)


@pytest.fixture
def words() -> Texts:
    return Texts.load("qq_chat", "en_us")


def written(folder: Path, tree: Any, name: str = "data.json") -> Path:
    path = folder / name
    path.write_text(tree if isinstance(tree, str) else json.dumps(tree), "utf-8")
    return path


@pytest.mark.parametrize(
    ("tree", "name", "rows"),
    [
        (QQCHAT_1, "data.json", 2),
        (QQCHAT_2, "data.json", 2),
        (FLAT, "data.json", 2),
        (GUGUBOT_1, "GUGUbot.json", 2),
        (GUGUBOT_2, "players.yml", 3),
        ("\ufeff" + json.dumps(QQCHAT_2), "data.json", 2),
        ("data: {10001: Steve, 10002: Alex}\n", "data.yml", 2),
    ],
)
def test_every_format_is_read_and_a_second_time_changes_nothing(
    tree: Any, name: str, rows: int, tmp_path: Path, bindings: Bindings
) -> None:
    path = written(tmp_path, tree, name)
    before = path.read_bytes()
    first, second = bring_in(bindings, path, "."), bring_in(bindings, path, ".")
    assert (first.added, first.known, first.left_out) == (rows, 0, [])
    assert (second.added, second.known, second.left_out) == (0, rows, [])
    assert (bindings.player_of(10001), bindings.player_of(10002)) == ("Steve", "Alex")
    assert [(bound.by, bound.proved) for bound in bindings.everybody()] == [(name, False)] * rows
    assert path.read_bytes() == before


def test_gugubots_bedrock_players_get_the_prefix(tmp_path: Path, bindings: Bindings) -> None:
    bring_in(bindings, written(tmp_path, GUGUBOT_2, "players.yml"), ".")
    assert [bound.player for bound in bindings.all_of(10002)] == ["Alex", ".Pocket_Alex"]


def test_bad_rows_are_left_out_each_with_its_reason(tmp_path: Path, bindings: Bindings, words: Texts) -> None:
    tree = {
        "data": {
            "10001": "Steve", "x": "Alex", "10002": None, "10003": "steve", "10004": "@a", "10005": "a\nstop",
            "10006": {"java_name": 5}, "9999999999999": "Big", "10007": ["One", "Two"], "10008": True, "-5": "Neg",
            "10009": 123456,
        }
    }  # fmt: skip
    done = bring_in(bindings, written(tmp_path, tree), ".")
    assert done.added == 3
    assert dict(bindings.players()) == {10001: "Steve", 10007: "One", 10009: "123456"}
    reasons = done.reasons(words)
    assert sorted(reasons) == sorted(
        [
            "x: Alex: That is no binding",
            "10002: None: That is no binding",
            "10003: steve: That player is bound to somebody else; ask an admin",
            "10004: @a: No player can have that name here",
            "10005: a\\nstop: No player can have that name here",
            "10006: That is no binding",
            "9999999999999: Big: That is no QQ number",
            "10007: Two: No more Java players can be bound to that QQ number; ask an admin",
            "10008: True: That is no binding",
            "-5: Neg: That is no binding",
        ]
    )
    assert done.words(words, "data.json") == "data.json: 3 bindings added, 0 were there already, 10 left out"


def test_gugubots_bad_players_are_left_out(tmp_path: Path, bindings: Bindings) -> None:
    tree = {
        "Nobody": {"java_name": ["Nobody"], "accounts": {}},
        "Nameless": {"java_name": [], "bedrock_name": None, "accounts": {"QQ": ["10001"]}},
        "Discord": {"java_name": ["Dis"], "accounts": {"Discord": ["123456789012345678"]}},
        "Odd": {"java_name": "Odd", "accounts": ["10002"]},
        "Good": {"java_name": "Good", "bedrock_name": ".Be", "accounts": {"QQ": 10003}},
    }
    done = bring_in(bindings, written(tmp_path, tree), ".")
    assert (done.added, [bad.row for bad in done.left_out]) == (
        2,
        ["Nobody", "Nameless", "Odd", "123456789012345678: Dis"],
    )
    assert [bound.player for bound in bindings.all_of(10003)] == ["Good", ".Be"]


@pytest.mark.parametrize("tree", ["{", "[]", '{"data": []}', "5", "", "\x00", '{"data": null}', "[" * 100_000])
def test_a_file_without_bindings_is_named_and_stays(tree: str, tmp_path: Path, bindings: Bindings) -> None:
    path = written(tmp_path, tree)
    with pytest.raises(Unreadable, match=r"\S"):
        bring_in(bindings, path, ".")
    assert path.read_text("utf-8") == tree
    with pytest.raises(Unreadable):
        bring_in(bindings, tmp_path / "nothing.json", ".")
    with pytest.raises(Unreadable):
        bring_in(bindings, written(tmp_path, "a: [", "broken.yml"), ".")


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path, bindings: Bindings) -> None:
    path = tmp_path / "data.json"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(Unreadable, match=str(LARGEST_FILE)):
        bring_in(bindings, path, ".")


def test_at_the_first_start_the_predecessors_file_comes_in_once(
    tmp_path: Path, bindings: Bindings, database: Database, words: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    path = tmp_path / "data.json"
    first_time(bindings, database, path, ".", words, LOG)
    path.write_text("{")
    first_time(bindings, database, path, ".", words, LOG)
    assert "holds no bindings" in caplog.text
    written(tmp_path, {"data": {"10001": "Steve", "x": "y"}})
    first_time(bindings, database, path, ".", words, LOG)
    assert "1 bindings added" in caplog.text
    assert "x: y" in caplog.text
    bindings.unbind(10001)
    first_time(bindings, database, path, ".", words, LOG)
    assert bindings.everybody() == [], "what an admin undid stays undone"


def test_ten_thousand_rows_come_in_together(tmp_path: Path, bindings: Bindings, database: Database) -> None:
    tree = {"data": {str(10_000 + number): f"Player{number}" for number in range(10_000)}}
    assert bring_in(bindings, written(tmp_path, tree), ".").added == 10_000
    assert len(Bindings(database).everybody()) == 10_000


def test_what_is_exported_comes_in_whole(tmp_path: Path, bindings: Bindings) -> None:
    bindings.bind(10001, "Steve", "10003", True, "069a79f4-44e9-4726-a5be-fca90e38aaf5")
    bindings.bind(10001, ".Pocket", "data.json", False)
    path = written(tmp_path, as_json(bindings.everybody()), "bindings.json")
    other = Database(tmp_path / "other.db")
    again = Bindings(other)
    assert bring_in(again, path, ".").added == 2
    assert again.everybody() == bindings.everybody()
    assert bring_in(again, written(tmp_path, {"bindings": [5, {}, {"user_id": 1}]}), ".").added == 0
    odd = {"user_id": 10009, "player": "Odd", "uuid": "x", "since": 1e300, "by": 5, "proved": 1}
    assert bring_in(again, written(tmp_path, {"bindings": [odd]}), ".").added == 1
    assert (again.all_of(10009)[0].uuid, again.all_of(10009)[0].proved) == (None, False)
    assert "Odd" in as_csv(again.everybody())
    other.close()


def test_no_cell_of_the_csv_is_a_formula(tmp_path: Path) -> None:
    every = [Bound(10001, "+Steve", by="=cmd|' /C calc'!A0"), Bound(10002, "Alex", by='@"x",1', proved=True)]
    rows = [*csv.reader(io.StringIO(as_csv(every)))]
    assert rows[0][:2] == ["QQ", "player"]
    assert [rows[1][1], rows[1][4], rows[2][4], rows[2][3]] == ["'+Steve", "'=cmd|' /C calc'!A0", '\'@"x",1', "yes"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_limits_hold_for_files_too(tmp_path: Path, database: Database) -> None:
    bindings = Bindings(database, Binding(java=Java(limit=2)))
    done = bring_in(bindings, written(tmp_path, {"10001": ["One", "Two", "Three"]}), ".")
    assert (done.added, len(done.left_out)) == (2, 1)
