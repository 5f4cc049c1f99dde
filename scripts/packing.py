"""Packs both plugins and looks into what came out: `mcdreforged pack` exits with 0 when it fails."""

import json
import subprocess
import zipfile
from pathlib import Path

from environment import ROOT

PLUGINS = {"qq_api": ROOT, "qq_chat": ROOT / "qq_chat"}


def pack(python: Path, target: Path) -> dict[str, Path]:
    """Pack both plugins into a folder and return the files by plugin id.

    Args:
        python: an interpreter that has mcdreforged.
        target: the folder; older packed files in it are removed.
    """
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.mcdr"):
        old.unlink()
    return {plugin_id: _pack(python, plugin_id, source, target) for plugin_id, source in PLUGINS.items()}


def _pack(python: Path, plugin_id: str, source: Path, target: Path) -> Path:
    manifest = json.loads((source / "mcdreforged.plugin.json").read_text("utf-8"))
    file = target / f"{manifest['archive_name'].format(**manifest)}.mcdr"
    command = [str(python), "-m", "mcdreforged", "pack", "-i", str(source), "-o", str(target)]
    command += ["--ignore-patterns", "__pycache__", "*.pyc"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    missing = _wanted(plugin_id, source, manifest) - _names(file)
    if missing:
        raise SystemExit(f"{file.name} was not packed whole; missing: {sorted(missing)}\n{done.stdout}{done.stderr}")
    return file


def _names(file: Path) -> set[str]:
    if not file.exists():
        return set()
    with zipfile.ZipFile(file) as archive:
        return set(archive.namelist())


def _wanted(plugin_id: str, source: Path, manifest: dict[str, object]) -> set[str]:
    resources = manifest["resources"]
    assert isinstance(resources, list)
    roots = [source / name for name in (plugin_id, "mcdreforged.plugin.json", "requirements.txt", *resources)]
    files = [file for root in roots for file in (root.rglob("*") if root.is_dir() else [root])]
    kept = (file for file in files if not file.is_dir() and file.suffix != ".pyc")
    return {file.relative_to(source).as_posix() for file in kept}
