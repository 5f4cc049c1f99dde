"""What a release is made of: the same bytes everywhere, a version that is told of, workflows that can be read."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from mcdreforged.plugin.meta.metadata import Metadata
from mcdreforged.plugin.meta.version import Version
from packaging.requirements import Requirement
from ruamel.yaml import YAML

from dev import _interpreters
from packing import PLUGINS, manifest_of, pack
from releasing import CHANGELOGS, release, section

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("qq_api", "qq_chat", "lang", "scripts")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def clone(target: Path) -> Path:
    """All that can be packed, and what packs it."""
    ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in PARTS:
        shutil.copytree(ROOT / name, target / name, ignore=ignore)
    for file in (one for one in ROOT.iterdir() if one.is_file()):
        shutil.copy(file, target)
    return target


def age(folder: Path) -> None:
    """Other times and modes, CRLF as git on Windows may write it, and what Python and desktops leave behind."""
    for file in sorted((one for one in folder.rglob("*") if one.is_file()), reverse=True):
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content if b"\0" in content else content.replace(b"\n", b"\r\n"))
        file.chmod(0o700)
        then = random.randrange(10**9)
        os.utime(file, (then, then))
    (folder / "qq_api" / "__pycache__").mkdir()
    (folder / "qq_api" / "__pycache__" / "bot.cpython-311.pyc").touch()
    (folder / "lang" / ".DS_Store").touch()
    (folder / "qq_chat" / "lang" / "Thumbs.db").touch()


def bytes_of(packed: dict[str, Path]) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in packed.values()}


def test_the_same_bytes_come_of_any_clone(tmp_path: Path, packed: dict[str, Path]) -> None:
    other, before = clone(tmp_path / "somewhere else"), os.umask(0o077)
    try:
        age(other)
        theirs = bytes_of(pack(tmp_path / "theirs", other))
    finally:
        os.umask(before)
    assert theirs == bytes_of(packed)


def test_the_same_bytes_come_of_any_python(tmp_path: Path, packed: dict[str, Path]) -> None:
    script = (
        "import pathlib, sys; sys.path.insert(0, 'scripts'); import packing; packing.pack(pathlib.Path(sys.argv[1]))"
    )
    pythons = dict(_interpreters())
    for name, python in pythons.items():
        subprocess.run([python, "-c", script, tmp_path / name], cwd=ROOT, check=True)
        theirs = {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        assert theirs == bytes_of(packed), name
    if not pythons:
        pytest.skip("no interpreter is known by its version")


def test_what_is_packed_is_what_mcdr_would_pack(tmp_path: Path, packed: dict[str, Path]) -> None:
    for plugin_id, file in packed.items():
        command = [sys.executable, "-m", "mcdreforged", "pack", "-i", ROOT / PLUGINS[plugin_id], "-o", tmp_path]
        command += ["--ignore-patterns", "__pycache__", "*.pyc"]
        subprocess.run(command, check=True, capture_output=True)
        theirs, ours = zipfile.ZipFile(tmp_path / file.name), zipfile.ZipFile(file)
        names = [name for name in theirs.namelist() if not name.endswith("/")]
        assert sorted(names) == ours.namelist()
        assert [name for name in names if theirs.read(name) != ours.read(name)] == []


def test_a_resource_that_is_missing_is_told(tmp_path: Path) -> None:
    other = clone(tmp_path / "other")
    (other / "LICENSE").unlink()
    with pytest.raises(SystemExit, match="LICENSE is missing"):
        pack(tmp_path / "packed", other)


# -- the catalogue of MCDR


def listed(tag: str, plugin_id: str, asset: Path) -> bool:
    """Whether MCDR's catalogue takes an asset of a tag as a release of a plugin (its `scripts/meta/release.py`)."""
    version = tag.removeprefix(f"{plugin_id}-").removeprefix("v")
    try:
        wanted = Version(version, allow_wildcard=False)
    except ValueError:
        return False
    metadata = Metadata(json.loads(zipfile.ZipFile(asset).read("mcdreforged.plugin.json")))
    same = str(metadata.version).startswith(".".join(map(str, wanted.component)))
    return asset.suffix == ".mcdr" and metadata.id == plugin_id and same


@pytest.mark.parametrize("plugin_id", PLUGINS)
def test_a_tag_becomes_one_asset_that_the_catalogue_takes_and_notes(tmp_path: Path, plugin_id: str) -> None:
    version = manifest_of(plugin_id)["version"]
    (tmp_path / "of the last time.mcdr").touch()
    release(f"{plugin_id}-v{version}", tmp_path)
    (asset,) = tmp_path.glob("*.mcdr")
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([asset.name, "notes.md"])
    assert version in asset.name
    assert listed(f"{plugin_id}-v{version}", plugin_id, asset)
    others = [other for other in PLUGINS if other != plugin_id and listed(f"{plugin_id}-v{version}", other, asset)]
    assert others == [], "the other plugin has no release of this tag"
    notes = (tmp_path / "notes.md").read_text("utf-8")
    assert re.search("[一-鿿]", notes.partition("\n---\n")[0]), "Chinese first"
    assert not re.search(r"^## ", notes, re.MULTILINE)


@pytest.mark.parametrize("tag", ["v1.5.0", "qq_api-1.5.0", "qq_api-v", "qq_api-v0.0.1", "qq_bot-v1.5.0", "qq_chat"])
def test_another_tag_is_refused(tmp_path: Path, tag: str) -> None:
    with pytest.raises(SystemExit, match=re.escape(tag)):
        release(tag, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_version_that_no_changelog_tells_of_is_refused(tmp_path: Path) -> None:
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text("# X\n\n## 1.2.0\n\n- new\n- newer\n\n## 1.1.0\n\n## 1.0\n- first\n")
    assert section(changelog, "1.2.0") == "- new\n- newer"
    assert section(changelog, "1.0") == "- first"
    for version in ("1.1.0", "1.2", "1x2.0", "3.0.0"):
        with pytest.raises(SystemExit, match=f"says nothing of {re.escape(version)}"):
            section(changelog, version)


@pytest.mark.parametrize("plugin_id", PLUGINS)
def test_what_else_the_catalogue_asks_of_a_plugin(plugin_id: str) -> None:
    folder, manifest = ROOT / PLUGINS[plugin_id], manifest_of(plugin_id)
    metadata = Metadata(manifest)
    assert (metadata.id, len(plugin_id) >= 3) == (plugin_id, True)
    assert set(manifest["description"]) == {"en_us", "zh_cn"}
    assert not re.search("MCDR plugin|MCDR 插件", json.dumps(manifest["description"], ensure_ascii=False))
    assert {"mcdreforged", "python"} <= metadata.dependencies.keys()
    for line in (folder / "requirements.txt").read_text("utf-8").splitlines():
        assert Requirement(line).marker is None, "MCDR reads no markers"
    for name in ("README.md", "README.zh.md", "LICENSE", *CHANGELOGS):
        assert (folder / name).is_file()


def test_qq_chat_asks_for_the_qq_api_that_is_released_with_it() -> None:
    wanted = Metadata(manifest_of("qq_chat")).dependencies["qq_api"]
    assert wanted.accept(Version(manifest_of("qq_api")["version"]))
    assert not wanted.accept(Version("1.4.0")), "that one has no front door to use"


@pytest.mark.parametrize("plugin_id", PLUGINS)
def test_both_changelogs_tell_of_the_same_versions(plugin_id: str) -> None:
    texts = [(ROOT / PLUGINS[plugin_id] / name).read_text("utf-8") for name in CHANGELOGS]
    chinese, english = (re.findall(r"^(?:## .*|- (?=\S))", text, re.MULTILINE) for text in texts)
    assert chinese == english, "as many points below each version"
    assert chinese[0] == f"## {manifest_of(plugin_id)['version']}"


# -- the workflows


def workflow(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8"))


def steps(tree: Any) -> list[Any]:
    return [step for job in tree["jobs"].values() for step in job.get("steps", ())]


def test_workflows_are_what_github_reads() -> None:
    assert [file.name for file in WORKFLOWS] == ["release.yml", "test.yml"]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["test", "release"])
def test_workflows_may_as_little_as_they_need_and_know_whom_they_trust(name: str) -> None:
    tree, text = workflow(name), (ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8")
    assert tree["permissions"] == ({} if name == "release" else {"contents": "read"})
    writing = {job for job, what in tree["jobs"].items() if "write" in str(what.get("permissions", {}))}
    assert writing == ({"release"} if name == "release" else set())
    assert all(isinstance(job.get("timeout-minutes", 0), int) for job in tree["jobs"].values())
    for step in steps(tree):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"]) if "uses" in step else step["run"]
        assert "${{" not in step.get("run", ""), "a tag's name is no part of a script; it goes by env"
    assert all(re.search(r"@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", line) for line in text.splitlines() if "@" in line)


def test_every_system_python_and_mcdr_is_in_the_matrix() -> None:
    jobs = workflow("test")["jobs"]
    systems = {jobs["linux"]["runs-on"], *jobs["others"]["strategy"]["matrix"]["os"]}
    assert {system.partition("-")[0] for system in systems} == {"ubuntu", "windows", "macos"}
    assert jobs["linux"]["strategy"]["matrix"]["python"] == [f"3.{minor}" for minor in range(10, 15)]
    for job in jobs.values():
        matrix = job["strategy"]["matrix"]
        assert {*matrix["mcdr"], *(row["mcdr"] for row in matrix["include"])} == {"2.*", "2.14.*"}


def test_what_the_workflows_run_is_there() -> None:
    ran = "\n".join(step.get("run", "") for name in ("test", "release") for step in steps(workflow(name)))
    named = set(re.findall(r"\btests/[\w/.]+", ran))
    assert len(named) > 10
    assert {name for name in named if not (ROOT / name).exists()} == set()
    help_of = subprocess.run([sys.executable, "scripts/dev.py", "--help"], cwd=ROOT, capture_output=True, text=True)
    for command in set(re.findall(r"scripts/dev.py (\w+)", ran)):
        assert re.search(rf"^    {command} ", help_of.stdout, re.MULTILINE), command
    assert workflow("release")[True if True in workflow("release") else "on"]["push"]["tags"] == [
        f"{plugin_id}-v*" for plugin_id in PLUGINS
    ]
