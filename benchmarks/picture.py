"""`python benchmarks/picture.py NUMBERS.json docs/speed.svg`: draws what `run.py --json` measured, as bars."""

import json
import statistics
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

PANELS = (
    ("intake", "rate", "events a second, until the plugin's thread has them"),
    ("listener", "rate", "events a second, until an MCDR listener ran"),
    ("sync", "rate", "bot.sync calls a second, from MCDR's thread"),
    ("latency-200", "p50", "µs from QQ's side to the listener, 200 events a second (less is better)"),
    ("command", "wait", "ms a player's command waits during 20,000 events (less is better)"),
)
"""Benchmark, number, and what it is."""

WIDTH, LEFT, BAR, GAP = 760, 220, 16, 6
OURS, THEIRS = "#1f7a4d", "#9aa5b1"


def main() -> int:
    """Draw, and say where the picture is."""
    measured, target = json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2])
    target.write_text(picture(measured["results"]), encoding="utf-8")
    print(target)
    return 0


def picture(results: dict[str, Any]) -> str:
    """The whole drawing."""
    parts, top = [], 10
    for benchmark, metric, words in PANELS:
        values = medians(results.get(benchmark, {}), metric)
        if values:
            parts.append(_text(10, top + 14, words, weight="bold"))
            parts += _bars(values, top + 24)
            top += 24 + len(values) * (BAR + GAP) + 16
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" font-family="sans-serif" font-size="12">'
    )
    return "\n".join([head, f'<rect width="{WIDTH}" height="{top}" fill="white"/>', *parts, "</svg>"]) + "\n"


def medians(variants: dict[str, Any], metric: str) -> dict[str, float]:
    """`{"qq_api": [{"rate": 1.0}, {"rate": 3.0}]}` -> `{"qq_api": 2.0}`."""
    found = {name: [one[metric] for one in rounds if metric in one] for name, rounds in variants.items()}
    return {name: statistics.median(numbers) for name, numbers in found.items() if numbers}


def _bars(values: dict[str, float], top: int) -> Iterator[str]:
    most = max(values.values())
    for place, (name, value) in enumerate(sorted(values.items(), key=lambda item: -item[1])):
        y = top + place * (BAR + GAP)
        length = max(1, round((WIDTH - LEFT - 90) * value / most))
        colour = OURS if name.startswith("qq_api") else THEIRS
        yield _text(LEFT - 8, y + 12, name, anchor="end")
        yield f'<rect x="{LEFT}" y="{y}" width="{length}" height="{BAR}" rx="2" fill="{colour}"/>'
        yield _text(LEFT + length + 6, y + 12, f"{value:,.0f}")


def _text(x: int, y: int, words: str, *, anchor: str = "start", weight: str = "normal") -> str:
    style = f'text-anchor="{anchor}" font-weight="{weight}" fill="#222"'
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'


if __name__ == "__main__":
    sys.exit(main())
