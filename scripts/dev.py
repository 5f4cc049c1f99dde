"""What developers do: `python scripts/dev.py --help` lists it. Standard library only."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.version_info < (3, 10):
    sys.exit("Python 3.10 or newer is needed; this is " + sys.version)

from demo import demo
from environment import DEV, ROOT, TEST, ensure
from packing import pack
from releasing import release

LAYERS = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
MINORS = range(10, 20)
SCRIPTS = {
    "actions": ["scripts/actions.py"],
    "bench": ["benchmarks/run.py"],
    "docs": ["scripts/build_site.py"],
    "pictures": ["scripts/pictures.py", "scripts/page_pictures.py"],
}
"""Commands that are scripts in the environment."""


def main() -> int:
    """Run one command."""
    options, rest = _parser().parse_known_args()
    if options.command == "demo":
        return demo(options.server, options.keep, options.page_port, options.folder.absolute(), options.python)
    if options.command == "test":
        # Most of a test is waiting for another process: one worker more than two cores keeps both busy.
        return _run(ensure(TEST, DEV / options.venv), "-m", "pytest", "-n", "4", "--dist", "worksteal", *rest)
    if options.command == "test-faults":
        return _run(ensure(TEST), "-m", "pytest", "-m", "faults", "-n", "2", "--dist", "worksteal", "-rA", *rest)
    if options.command in SCRIPTS:
        return max(_run(ensure(TEST), script, *rest) for script in SCRIPTS[options.command])
    if options.command == "release":
        return _release(options.tag)
    return {"test-all": _test_all, "check": _check, "pack": _pack}[options.command](rest)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    play = commands.add_parser("demo", help="QQ and the game on one page, through the real plugins")
    play.add_argument("--server", default="", help='a real server instead of the stand-in: "java -jar server.jar"')
    play.add_argument("--keep", action="store_true", help="keep what the working folder holds")
    play.add_argument("--page-port", type=int, default=8700, help="where the page should be (default: 8700)")
    play.add_argument("--folder", type=Path, default=DEV / "demo", help="the working folder (default: .dev/demo)")
    play.add_argument("--python", type=Path, help=argparse.SUPPRESS)
    test = commands.add_parser("test", help="all tests; further arguments go to pytest", add_help=False)
    test.add_argument("--venv", default="venv", help=argparse.SUPPRESS)
    commands.add_parser("test-all", help="the tests on every Python from 3.10 up that runs here", add_help=False)
    commands.add_parser("test-faults", help="long runs of what goes wrong, ending in counts", add_help=False)
    commands.add_parser("bench", help="the benchmarks, beside their peers; see benchmarks/README.md", add_help=False)
    commands.add_parser("actions", help="methods and pages, made from the table of actions")
    commands.add_parser("pictures", help="the pictures of docs/, taken anew; needs Chromium")
    commands.add_parser("docs", help="the documentation site, in English and Chinese, into .dev/site")
    commands.add_parser("check", help="ruff, mypy and the layer rules")
    commands.add_parser("pack", help="both plugins into .dev/dist")
    made = commands.add_parser("release", help="what a tag's release needs, into .dev/release")
    made.add_argument("tag", help="as qq_api-v1.5.0")
    return parser


def _check(_arguments: list[str]) -> int:
    return _tools(ensure(TEST))


def check_here() -> int:
    """The checks, with the interpreter that runs this; the tests call it."""
    return _tools(Path(sys.executable))


def _tools(python: Path) -> int:
    tools = [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-c", f"import sys; sys.path.insert(1, {str(ROOT / 'qq_chat')!r}); {LAYERS}"],
    ]
    return max(_run(python, *tool) for tool in tools)


def _pack(_arguments: list[str]) -> int:
    for file in pack(DEV / "dist").values():
        print(file.relative_to(ROOT))
    return 0


def _release(tag: str) -> int:
    release(tag, DEV / "release")
    for file in sorted((DEV / "release").iterdir()):
        print(file.relative_to(ROOT))
    return 0


def _test_all(arguments: list[str]) -> int:
    results = {}
    for name, interpreter in _interpreters():
        print(f"\n== {name}: {interpreter}", flush=True)
        results[name] = _run(Path(interpreter), str(ROOT / "scripts" / "dev.py"), "test", "--venv", name, *arguments)
    print("\n".join(f"{name}: {'passed' if code == 0 else f'FAILED ({code})'}" for name, code in results.items()))
    return max(results.values(), default=1)


def _interpreters() -> Iterator[tuple[str, str]]:
    """Every CPython from 3.10 up that runs: a shim that is found may still fail."""
    for minor in MINORS:
        name = f"python3.{minor}"
        found = next(filter(_runs, _candidates(name)), None)
        if found:
            yield name, found


def _candidates(name: str) -> Iterator[str]:
    found = shutil.which(name)
    if found:
        yield found
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    yield from (str(path) for path in sorted(versions.glob(f"*/bin/{name}")))


def _runs(interpreter: str) -> bool:
    script = "import sys; print(sys.implementation.name)"
    done = subprocess.run([interpreter, "-c", script], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.strip() == "cpython"


def _run(python: Path, *arguments: str) -> int:
    return subprocess.run([str(python), *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
