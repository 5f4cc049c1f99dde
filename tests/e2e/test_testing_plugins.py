"""What authors test their plugins with: the documented example as they run it, and what is said when it fails."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import qq_api
from qq_api.sandbox.pytest_plugin import mcdr, qq, qq_config
from qq_api.sandbox.testing import QQ, Mcdr
from qq_api.sandbox.world import Refused
from support import longer

__all__ = ["mcdr", "qq", "qq_config"]

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "testing"


@pytest.mark.parametrize("source", ["packed", *longer("folder")])
def test_the_documented_example_passes_without_our_test_tree(
    tmp_path: Path, packed: dict[str, Path], source: str
) -> None:
    for file in (DOCS / "example").glob("*.py"):
        shutil.copy(file, tmp_path)
    where = packed["qq_api"] if source == "packed" else ROOT
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {where}\n")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--basetemp", tmp_path / "temp"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "2 passed" in done.stdout) == (0, True), done.stdout[-4000:]


def test_both_papers_name_the_files_of_the_example_and_every_fixture() -> None:
    for page in ("README.md", "README.zh.md"):
        words = (DOCS / page).read_text("utf-8")
        assert [file.name for file in (DOCS / "example").glob("*.py") if file.name not in words] == []
        used = set(re.findall(r"`(?:qq|mcdr)\.(\w+)", words))
        assert used >= {"group", "private", "next_action", "faults", "change", "start", "chat", "game", "console"}
        assert [
            name
            for name in used
            if not hasattr(QQ, name) and not hasattr(Mcdr, name) and name not in ("folder", "official")
        ] == []


def test_the_packed_plugin_needs_no_pytest(packed: dict[str, Path]) -> None:
    code = "import sys; sys.modules['pytest'] = None; import qq_api.cli, qq_api.sandbox.testing"
    environment = os.environ | {"PYTHONPATH": str(packed["qq_api"])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_sandbox_without_await(qq: QQ) -> None:
    number = qq.private(10001).say(10002, "hi")
    assert qq.change(lambda sandbox: sandbox.world.messages[number].user_id) == 10002
    with pytest.raises(Refused, match="no group 7"):
        qq.group(7)
    with pytest.raises(TimeoutError, match="nobody called send_like; what came: nothing"):
        qq.next_action("send_like", timeout=0.01)
    with pytest.raises(TimeoutError, match="no bot connected to 10001"):
        qq.connected(10001, timeout=0.01)


def test_a_sandbox_that_cannot_be_says_so() -> None:
    with pytest.raises(ValueError, match="accounts"), QQ({"accounts": []}):
        pass


BROKEN = "import no_such_module\nPLUGIN_METADATA = {'id': 'broken', 'version': '1.0.0'}\n"


def test_a_plugin_that_does_not_load_is_in_the_log_and_a_missing_line_shows_it(mcdr: Mcdr, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(BROKEN)
    mcdr.start(tmp_path / "broken.py")
    mcdr.log("no_such_module")
    with pytest.raises(TimeoutError, match="MCDR never said 'never'; its log ends:"):
        mcdr.log("never", timeout=0.1)
    mcdr.stop()
    with pytest.raises(TimeoutError, match="its log ends"):  # at once: nobody is there any more
        mcdr.log("never", timeout=600)


def test_mcdr_that_is_not_installed_is_named(mcdr: Mcdr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(RuntimeError, match="pip install mcdreforged"):
        mcdr.start()


class TestAnotherQQ:
    @pytest.fixture
    def qq_config(self, qq_config: dict[str, Any]) -> dict[str, Any]:
        return qq_config | {"groups": []}

    def test_a_test_may_have_another_one(self, qq: QQ) -> None:
        assert qq.change(lambda sandbox: sandbox.world.groups) == {}
        assert Path(qq_api.__file__).parent.parent == ROOT
