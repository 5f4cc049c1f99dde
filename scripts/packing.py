"""Packs both plugins, to the same bytes on every machine; standard library only.

What could differ is fixed: the order of files, their times and modes, line endings (git on Windows may have made them
CRLF), and the compression, which is none: two versions of zlib may make different bytes of one file.
"""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from environment import ROOT

PLUGINS = {"qq_api": ".", "qq_chat": "qq_chat"}
"""Where each plugin is, from the root of the checkout."""

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every packed file; a zip knows no earlier one."""

UNIX, MODE = 3, 0o100644
"""Whose modes they are, and the mode of every packed file."""


def pack(target: Path, root: Path = ROOT) -> dict[str, Path]:
    """Pack both plugins into a folder and return the files by plugin id.

    Args:
        target: the folder; older packed files in it are removed.
        root: the checkout to pack.
    """
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.mcdr"):
        old.unlink()
    return {plugin_id: _pack(root / folder, target) for plugin_id, folder in PLUGINS.items()}


def manifest_of(plugin_id: str, root: Path = ROOT) -> Any:
    """A plugin's `mcdreforged.plugin.json`."""
    return json.loads((root / PLUGINS[plugin_id] / "mcdreforged.plugin.json").read_text("utf-8"))


def _pack(source: Path, target: Path) -> Path:
    manifest = json.loads((source / "mcdreforged.plugin.json").read_text("utf-8"))
    file = target / f"{manifest['archive_name'].format(**manifest)}.mcdr"
    names = {one.relative_to(source).as_posix(): one for one in _files(source, manifest)}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(names):
            archive.writestr(_head(name), _content(names[name]))
    return file


def _files(source: Path, manifest: Any) -> Iterator[Path]:
    """What `mcdreforged pack` would take: the package, the metadata, the requirements and the resources."""
    for name in (manifest["id"], "mcdreforged.plugin.json", "requirements.txt", *manifest["resources"]):
        root = source / name
        if not root.exists():
            raise SystemExit(f"{root} is missing, but has to be packed")
        found = [root] if root.is_file() else [one for one in root.rglob("*") if one.is_file()]
        yield from (one for one in found if not _is_left_over(one.relative_to(source)))


def _is_left_over(path: Path) -> bool:
    """What Python and desktops leave behind: `__pycache__/x.pyc`, `.DS_Store`, `Thumbs.db`."""
    is_hidden = any(part.startswith(".") for part in path.parts)
    return is_hidden or path.suffix == ".pyc" or path.name in {"Thumbs.db", "desktop.ini"}


def _head(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.create_system, info.external_attr = UNIX, MODE << 16
    return info


def _content(file: Path) -> bytes:
    content = file.read_bytes()
    return content if b"\0" in content else content.replace(b"\r\n", b"\n")
