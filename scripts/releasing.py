"""What a release is made of: one packed plugin, and what its changelogs say of it. Standard library only.

MCDR's catalogue (MCDReforged/PluginCatalogue, `scripts/meta/release.py`) takes a tag `<id>-v<version>` and its first
asset that ends in `.mcdr`, whose id and version have to be the tag's; see RELEASING.md.
"""

import re
import shutil
from pathlib import Path

from environment import ROOT
from packing import PLUGINS, manifest_of, pack

CHANGELOGS = ("CHANGELOG.zh.md", "CHANGELOG.md")
"""Of each plugin, in the order of the notes: most owners read Chinese."""


def release(tag: str, target: Path, root: Path = ROOT) -> None:
    """Write what a tag's release needs: the packed plugin, and its notes (`notes.md`).

    Args:
        tag: `qq_api-v1.5.0`.
        target: the folder; what it held is removed.
        root: the checkout.

    Raises:
        SystemExit: the tag is none of ours, the metadata has another version, or a changelog lacks it.
    """
    plugin_id, version = _parsed(tag, root)
    folder = root / PLUGINS[plugin_id]
    notes = "\n\n---\n\n".join(section(folder / name, version) for name in CHANGELOGS)
    shutil.rmtree(target, ignore_errors=True)
    packed = pack(target / "packed", root)[plugin_id]
    shutil.move(packed, target / packed.name)
    shutil.rmtree(target / "packed")
    (target / "notes.md").write_text(notes + "\n", encoding="utf-8", newline="\n")


def section(changelog: Path, version: str) -> str:
    """What a changelog says of a version, without its heading `## 1.5.0`.

    Raises:
        SystemExit: it says nothing.
    """
    text = changelog.read_text("utf-8")
    found = re.search(rf"^## {re.escape(version)}[^\S\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None or not found[1].strip():
        raise SystemExit(f"{changelog} says nothing of {version}")
    return found[1].strip()


def _parsed(tag: str, root: Path) -> tuple[str, str]:
    """`qq_api-v1.5.0` -> `("qq_api", "1.5.0")`."""
    plugin_id, separator, version = tag.partition("-v")
    if plugin_id not in PLUGINS or not separator:
        raise SystemExit(f"{tag} is no tag of a release; one is {' or '.join(f'{name}-v1.2.3' for name in PLUGINS)}")
    there = manifest_of(plugin_id, root)["version"]
    if version != there:
        raise SystemExit(f"{tag}, but mcdreforged.plugin.json of {plugin_id} says {there}")
    return plugin_id, version
