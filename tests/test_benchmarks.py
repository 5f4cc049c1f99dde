"""The benchmarks run, count every event, and print every row; nobody asserts a time here."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

HERE = Path(__file__).resolve().parent.parent / "benchmarks"

SIZES = ("1 peer", "10 peers", "50 peers")
FANS = {f"{who}, {size}" for who in ("bridge", "websockets.broadcast") for size in SIZES}
SERVERS = ("1 server", "10 servers", "50 servers")
BY_NATS = {f"{who}, {size}" for who in ("bridge", "nats-py") for size in SERVERS} | {"bridge, 10 servers, default sync"}

KINDS = {
    "intake": {"qq_api", "aiocqhttp"},
    "latency-4000": {"qq_api in MCDR", "naive plugin"},
    "command": {"qq_api in MCDR", "naive plugin"},
    "actions": {"qq_api", "aiocqhttp"},
    "import": {"qq_api", "aiocqhttp"},
    "burst": {"qq_api in MCDR"},
    "to-game": {"bare server.say loop", "qq_chat, 1 group", "qq_chat, 10 groups", "qq_chat, 100 groups"},
    "to-qq": {"bare send_group_msg", "qq_chat, 1 group", "qq_chat, 10 groups", "qq_chat, 100 groups"},
    "fanout": FANS,
    "fanout-single": FANS,
    "fanout-nats": BY_NATS,
}
"""One benchmark of each kind, and who is measured in every environment."""

ALL = KINDS | {
    "intake": {"qq_api", "aiocqhttp", "NoneBot2", "websockets + orjson"},
    "listener": {"qq_api in MCDR", "qq_api in MCDR, no orjson", "naive plugin", "NoneBot2"},
    "latency-200": {"qq_api in MCDR", "naive plugin"},
    "actions": {"qq_api", "aiocqhttp", "NoneBot2"},
    "sync": {"qq_api in MCDR", "naive plugin"},
}


def run(folder: Path, *arguments: str) -> tuple[str, dict[str, Any]]:
    """Run them quickly; returns what was printed, and the numbers."""
    file = folder / "numbers.json"
    command = [sys.executable, str(HERE / "run.py"), "--quick", "--json", str(file), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, json.loads(file.read_text("utf-8"))["results"]


def check(printed: str, results: dict[str, Any], expected: dict[str, set[str]]) -> None:
    """Every variant has its row, no aim is left out, and no event was lost, doubled or out of order."""
    assert results.keys() == expected.keys()
    for benchmark, variants in expected.items():
        table = printed.split(f"**{benchmark}**")[1].split("\n\n")[1]
        assert variants <= results[benchmark].keys()
        assert all(f"| {variant} " in table for variant in variants), table
        for rounds in results[benchmark].values():
            assert [(one.get("lost", 0), one.get("disorder", 0)) for one in rounds] == [(0, 0)], (benchmark, rounds)
    aims = printed[printed.index("| aim ") :].splitlines()
    assert len(aims) > 2 + len(expected)


@pytest.mark.faults
def test_one_of_each_kind_runs_and_counts_every_event(tmp_path: Path) -> None:
    chosen = [argument for name in KINDS for argument in ("--only", name)]
    check(*run(tmp_path, "--python", sys.executable, *chosen), KINDS)


def test_the_picture_shows_every_variant(tmp_path: Path) -> None:
    numbers = {"intake": {"qq_api": [{"rate": 1.0}, {"rate": 3.0}], "a < b": [{"rate": 500.0}], "died": [{}]}}
    (tmp_path / "numbers.json").write_text(json.dumps({"results": numbers}))
    command = [sys.executable, str(HERE / "picture.py"), str(tmp_path / "numbers.json"), str(tmp_path / "speed.svg")]
    assert subprocess.run(command, check=False).returncode == 0
    texts = [one.text for one in ElementTree.parse(tmp_path / "speed.svg").iter("{http://www.w3.org/2000/svg}text")]
    assert texts[1:] == ["a < b", "500", "qq_api", "2"]


@pytest.mark.skipif("BENCHMARKS" not in os.environ, reason="a minute, and an environment: BENCHMARKS=1 runs it")
def test_all_run_and_count_every_event(tmp_path: Path) -> None:
    printed, results = run(tmp_path)
    check(printed, results, ALL)
    assert "not measured" not in printed


def test_the_events_are_what_the_readme_says() -> None:
    command = [sys.executable, "-m", "doctest", str(HERE / "events.py")]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
