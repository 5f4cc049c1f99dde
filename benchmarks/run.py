"""`python benchmarks/run.py`: measures the bot against its peers and prints which aims are met; see README.md."""

import argparse
import contextlib
import json
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "scripts"))

from environment import DEV, RUN, ensure
from machine import processor, versions
from measure import Result, Target, Variant, calmly
from packing import pack
from processes import HERE, Died
from report import Results, aims, tables
from work import BENCHMARKS, Benchmark


def main() -> int:
    """Measure, print, and return 0; 1 when something could not be measured."""
    options = _options()
    python = options.python or _environment()
    found = versions(python)
    print(f"{processor()}\n" + ", ".join(f"{name} {number or 'missing'}" for name, number in found.items()))
    if options.quick:
        print("One short round, which shows that everything works; its numbers say nothing.")
    with _packed() as packed:
        run = _Run(python, packed, found, options)
        for number in range(1 if options.quick else options.rounds):
            run.round(number + 1, _chosen(options.only))
            if options.json:
                _save(options.json, {"processor": processor(), "versions": found, "results": run.results})
    before = json.loads(options.against.read_text("utf-8"))["results"] if options.against else {}
    print("\n".join([*tables(run.results), *aims(run.results, before)]))
    return 1 if run.failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    names = ", ".join(benchmark.name for benchmark in BENCHMARKS)
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured (default: 5)")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help=f"one of {names}; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every number of every round there")
    parser.add_argument("--against", type=Path, metavar="FILE", help="the --json of an earlier run, to see progress")
    parser.add_argument("--patience", type=float, default=20, help="seconds to wait for a calm machine (default: 20)")
    parser.add_argument("--quick", action="store_true", help="one short round: shows that it works, not how fast")
    parser.add_argument("--python", type=Path, help="an interpreter that has the packages, instead of .dev/bench")
    options = parser.parse_args()
    unknown = set(options.only) - {benchmark.name for benchmark in BENCHMARKS}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {names}")
    return options


def _chosen(names: Sequence[str]) -> list[Benchmark]:
    return [benchmark for benchmark in BENCHMARKS if not names or benchmark.name in names]


def _environment() -> Path:
    with contextlib.redirect_stdout(sys.stderr):
        return ensure((*RUN, HERE / "requirements.txt"), DEV / "bench")


@contextmanager
def _packed() -> Iterator[Path]:
    """The packed qq_api, made once: the checkout may change meanwhile."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        yield pack(Path(folder))["qq_api"]


def _save(file: Path, tree: dict[str, Any]) -> None:
    file.write_text(json.dumps(tree, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


class _Run:
    """Measures round after round, and keeps what came out."""

    def __init__(self, python: Path, packed: Path, found: dict[str, str | None], options: argparse.Namespace) -> None:
        self._python, self._packed, self._found = python, packed, found
        self._is_quick, self._patience = options.quick, 0 if options.quick else options.patience
        self.results: Results = {}
        self.failed = False

    def round(self, number: int, benchmarks: Sequence[Benchmark]) -> None:
        """Measure everything once: benchmarks in random order, and the variants of each side by side, shuffled."""
        for benchmark in benchmarks:
            self.results.setdefault(benchmark.name, {variant.name: [] for variant in self._variants(benchmark)})
        for benchmark in random.sample(benchmarks, len(benchmarks)):
            variants = self._variants(benchmark)
            for variant in random.sample(variants, len(variants)):
                result = self._measure(benchmark, variant, number)
                self.results[benchmark.name][variant.name].append(result)

    def _variants(self, benchmark: Benchmark) -> list[Variant]:
        """Those that can run: without NoneBot2 or orjson their variants are left out."""
        return [variant for variant in benchmark.counts if self._found.get(variant.needs, "needed") is not None]

    def _measure(self, benchmark: Benchmark, variant: Variant, number: int) -> Result:
        count = benchmark.counts[variant] // (benchmark.quick if self._is_quick else 1)
        target = Target(variant, self._python, self._packed, self._patience)
        began, result = time.monotonic(), {}
        try:
            result = calmly(target, lambda: benchmark.measure(target, count))
        except Died as error:
            self.failed = True
            print(f"FAILED: {benchmark.name}, {variant.name}: {error}", file=sys.stderr)
        seconds = time.monotonic() - began
        print(f"round {number}: {benchmark.name}, {variant.name} ({seconds:.1f} s)", file=sys.stderr, flush=True)
        return result


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that folders and processes are cleared away
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
