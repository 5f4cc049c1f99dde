"""Bindings out of files: QQChat's `data.json`, GUGUBot's, and our own export. The files stay as they are."""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from qq_api import Texts
from qq_chat.database import Database
from qq_chat.people.bindings import Bindings
from qq_chat.people.bound import Bound, Refusal
from qq_chat.people.uuids import is_uuid

LARGEST_FILE = 16_000_000
"""Bytes; a hundred thousand bindings are a tenth of that."""

LAST_SECOND = 1e11
"""In the year 5138."""

NO_ROW = "bound.refused.row"


class Unreadable(ValueError):
    """A file that holds no bindings; says why."""


@dataclass(frozen=True)
class Bad:
    """A row that is no binding: what it says, and the key of the reason's text."""

    row: str
    reason: str


@dataclass
class Imported:
    """What became of a file's rows."""

    added: int = 0
    known: int = 0
    left_out: list[Bad] = field(default_factory=list)

    def words(self, texts: Texts, file: str) -> str:
        """The totals."""
        return texts("bound.imported", file=file, added=self.added, known=self.known, count=len(self.left_out))

    def reasons(self, texts: Texts) -> list[str]:
        """Why each of the others was left out, a line each."""
        return [texts("bound.left_out", row=bad.row, reason=texts(bad.reason)) for bad in self.left_out]


def bring_in(bindings: Bindings, path: Path, prefix: str) -> Imported:
    """Bind whom a file names; who is bound already stays so.

    Args:
        bindings: get them.
        path: the file.
        prefix: what names of Bedrock players begin with; GUGUBot writes them without.

    Raises:
        Unreadable: there are no bindings in it.
        sqlite3.Error: they could not be kept, and nothing changed.
    """
    rows = list(rows_of(_tree(path), path.name, prefix))
    done, wanted = Imported(), [row for row in rows if isinstance(row, Bound)]
    done.left_out += [row for row in rows if isinstance(row, Bad)]
    for row, became in zip(wanted, bindings.bind_all(wanted), strict=True):
        if became is Refusal.KNOWN:
            done.known += 1
        elif isinstance(became, Refusal):
            done.left_out.append(Bad(f"{row.user_id}: {_shown(row.player)}", became.value))
        else:
            done.added += 1
    return done


def first_time(
    bindings: Bindings, database: Database, path: Path, prefix: str, texts: Texts, log: logging.Logger
) -> None:
    """Bring a predecessor's file in, once; whoever is unbound later stays so. Tells the log."""
    if not path.exists() or database.read("SELECT 1 FROM imports WHERE file = ?", [path.name]):
        return
    try:
        done = bring_in(bindings, path, prefix)
    except Unreadable as error:
        log.error(texts("bound.unreadable", file=path, reason=error))
        return
    database.write("REPLACE INTO imports VALUES (?, ?)", [path.name, time.time()])
    for reason in done.reasons(texts):
        log.warning("%s: %s", path.name, reason)
    log.info(done.words(texts, path.name))


def _tree(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"> {LARGEST_FILE} B")
        words = path.read_text("utf-8-sig")
        # "base" keeps names like 123456 and no as they are written
        return json.loads(words) if path.suffix == ".json" else YAML(typ="base", pure=True).load(words)
    except (OSError, ValueError, RecursionError, YAMLError) as error:
        raise Unreadable(" ".join(str(error).split())) from error


def rows_of(tree: Any, by: str, prefix: str) -> Iterator[Bound | Bad]:
    """The bindings in what a file holds.

        {"data": {"10001": "Steve"}, "user_cache": {…}}                                           QQChat 1 to 3
        {"10001": ["Steve", "Alex"]}                                                              GUGUBot 1
        {"Steve": {"java_name": ["Steve"], "bedrock_name": [], "accounts": {"QQ": ["10001"]}}}    GUGUBot 2
        {"bindings": [{"user_id": 10001, "player": "Steve", …}]}                                  our own

    Raises:
        Unreadable: it holds something else.
    """
    if not isinstance(tree, Mapping):
        raise Unreadable(f"{type(tree).__name__}")
    if isinstance(tree.get("bindings"), list):
        yield from (_own(row, by) for row in tree["bindings"])
        return
    data = tree.get("data")
    if "data" in tree and not isinstance(data, Mapping):
        raise Unreadable(f"data: {type(data).__name__}")
    players: Mapping[Any, Any] = data if isinstance(data, Mapping) and "accounts" not in data else tree
    for key, value in players.items():
        if isinstance(value, Mapping):
            yield from _gugubot(str(key), value, by, prefix)
        else:
            for player in value if isinstance(value, list) else [value]:
                yield _row(key, player, by)


def _gugubot(name: str, player: Mapping[str, Any], by: str, prefix: str) -> Iterator[Bound | Bad]:
    accounts = player.get("accounts")
    lists = accounts.values() if isinstance(accounts, Mapping) else ()
    ids = [user_id for every in lists for user_id in _many(every)]
    bedrock = [_as_floodgate(one, prefix) for one in _many(player.get("bedrock_name"))]
    names = [*_many(player.get("java_name")), *bedrock]
    if not ids or not names:
        yield Bad(_shown(name), NO_ROW)
    for user_id in ids:
        yield from (_row(user_id, one, by) for one in names)


def _as_floodgate(name: Any, prefix: str) -> Any:
    """`Pocket Steve` -> `.Pocket_Steve`."""
    if not isinstance(name, str):
        return name
    bare = name.removeprefix(prefix).replace(" ", "_")
    return prefix + bare


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _row(user_id: Any, player: Any, by: str) -> Bound | Bad:
    number = _number(user_id)
    if number is None or isinstance(player, bool) or not isinstance(player, str | int):
        return Bad(f"{_shown(user_id)}: {_shown(player)}", NO_ROW)
    return Bound(number, str(player), by=by)


def _own(row: Any, by: str) -> Bound | Bad:
    if not isinstance(row, Mapping):
        return Bad(_shown(row), NO_ROW)
    bound, uuid, since = _row(row.get("user_id"), row.get("player"), by), row.get("uuid"), row.get("since")
    if isinstance(bound, Bad):
        return bound
    return Bound(
        bound.user_id,
        bound.player,
        uuid if is_uuid(uuid) else None,
        row.get("proved") is True,
        _shown(row.get("by") or by),
        float(since) if isinstance(since, int | float) and 0 < since < LAST_SECOND else 0.0,
    )


def _number(value: Any) -> int | None:
    digits = str(value).strip()
    is_number = not isinstance(value, bool) and digits.isascii() and digits.isdecimal() and len(digits) < 20
    return int(digits) if is_number else None


def _shown(value: Any) -> str:
    """As the log and QQ may show it."""
    words = value if isinstance(value, str) else repr(value)
    return ascii(words)[1:-1][:80] if not words.isprintable() else words[:80]
