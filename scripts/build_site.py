"""`dev.py docs`: the pages that are made, and the whole site in both languages into `.dev/site`."""

import os
import subprocess
import sys
from pathlib import Path

from environment import DEV, ROOT
from site_pages import main as write_pages

QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8"}  # the first: an advertisement in red


def build(folder: Path) -> int:
    """English into a folder, Chinese into `zh` below it; 0 when both are there.

    English comes first: mkdocs empties the folder it builds into.
    """
    return build_one(ROOT / "mkdocs.yml", folder) or build_one(ROOT / "mkdocs.zh.yml", folder / "zh")


def build_one(config: Path, folder: Path) -> int:
    """One language; a warning is an error (`--quiet` would hide it from mkdocs itself)."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | QUIET, capture_output=True, check=False)
    told = done.stderr.decode("utf-8", "replace").splitlines()
    print("\n".join(line for line in told if not line.startswith("INFO")), end="", file=sys.stderr)
    return done.returncode


def main() -> int:
    """All of it."""
    write_pages()
    code = build(DEV / "site")
    if not code:
        print((DEV / "site" / "index.html").relative_to(ROOT))
    return code


if __name__ == "__main__":
    sys.exit(main())
