"""Fixtures of the tests of the official platform."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from qq_api.official import database


@pytest.fixture(autouse=True)
def nothing_stays_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test opened by the way; from Python 3.13 on SQLite complains of what nobody closed."""
    opened: list[sqlite3.Connection] = []
    really_open = database._open

    def noted(path: Path | str) -> sqlite3.Connection:
        opened.append(really_open(path))
        return opened[-1]

    monkeypatch.setattr(database, "_open", noted)
    yield
    for file in opened:
        file.close()
