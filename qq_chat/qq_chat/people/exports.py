"""All bindings as text: JSON, which can be brought in again, and CSV for people. Computes only; no I/O."""

import csv
import io
import json
import time
from collections.abc import Iterable
from dataclasses import asdict

from qq_chat.people.bound import Bound

COLUMNS = ("QQ", "player", "UUID", "proved", "by", "since")

# A spreadsheet takes these at the beginning of a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_json(every: Iterable[Bound]) -> str:
    """`{"bindings": [{"user_id": 10001, "player": "Steve", "uuid": null, …}]}`."""
    return json.dumps({"bindings": [asdict(bound) for bound in every]}, ensure_ascii=False, indent=2) + "\n"


def as_csv(every: Iterable[Bound]) -> str:
    """A line each, below a line with the columns' names; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for bound in every:
        since = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(bound.since))
        row = (bound.user_id, bound.player, bound.uuid or "", "yes" if bound.proved else "no", bound.by, since)
        writer.writerow(_cell(str(value)) for value in row)
    return out.getvalue()


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
