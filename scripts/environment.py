"""The virtual environment of the checkout, below `.dev/`; standard library only."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT / ".dev"

RUN = (ROOT / "requirements.txt",)
TEST = (*RUN, ROOT / "scripts" / "requirements-dev.txt")


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ensure(requirements: tuple[Path, ...], folder: Path | None = None, *extra: str) -> Path:
    """Make or complete a virtual environment and return its interpreter; quick when nothing changed.

    Args:
        requirements: files of requirements to install.
        folder: where; by default `.dev/venv`.
        extra: further requirements, as `mcdreforged==2.14.7`.
    """
    folder = folder or DEV / "venv"
    python, stamp = python_of(folder), folder / f"{len(requirements)}-installed"
    wanted = hashlib.sha256(b"".join([sys.version.encode(), *(file.read_bytes() for file in requirements)]))
    wanted.update(" ".join(extra).encode())
    if stamp.exists() and stamp.read_text() == wanted.hexdigest() and python.exists():
        return python
    print(f"making {folder.relative_to(ROOT)} (once; this takes a minute) …", flush=True)
    venv.create(folder, with_pip=True, clear=not python.exists())
    files = [argument for file in requirements for argument in ("-r", str(file))]
    subprocess.run([python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *files, *extra], check=True)
    stamp.write_text(wanted.hexdigest())
    return python
