"""Language files of the owner: from jars, and beside the configuration."""

import json
import logging
import zipfile
from pathlib import Path

import pytest

from qq_api import Texts
from qq_chat.game import files
from qq_chat.game.files import owner_lexicon
from qq_chat.game.lexicon import Lexicon

TEXTS = Texts.load("qq_chat", "en_us")
LOG = logging.getLogger("test_game_events_files")


def jar(path: Path, **entries: str | bytes) -> None:
    """A jar; `mod__en_us_json` is `assets/mod/lang/en_us.json`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in entries.items():
            mod, file = name.split("__")
            archive.writestr(f"assets/{mod}/lang/{file[:5]}.{file[6:]}", text)


def read(server: Path, folder: Path, language: str = "zh_cn", *, jars: bool = True) -> Lexicon:
    return owner_lexicon(language, server, folder, TEXTS, LOG, jars=jars)


@pytest.fixture
def server(tmp_path: Path) -> Path:
    return tmp_path / "server"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    return tmp_path / "config"


ZAP = json.dumps({"death.attack.zap": "%1$s was zapped", "gui.done": "Done", "entity.m.bot": "Bot", "odd": ["x"]})
ZAPPED = json.dumps({"death.attack.zap": "%1$s触电了"}, ensure_ascii=False)


@pytest.mark.parametrize(
    "place",
    [
        "server.jar",
        "versions/1.21.4/server-1.21.4.jar",
        "cache/mojang_1.21.4.jar",
        ".fabric/server/1.21.4-server.jar",
        "libraries/net/minecraft/server/1.21.4/server-1.21.4.jar",
        "mods/zap-1.0.jar",
    ],
)
def test_words_are_found_in_the_jars_of_a_server(server: Path, folder: Path, place: str) -> None:
    jar(server / place, m__en_us_json=ZAP, m__zh_cn_json=ZAPPED, m__de_de_json="{")
    lexicon = read(server, folder)
    assert lexicon.text("death.attack.zap") == "%1$s触电了"
    assert lexicon.deaths()["death.attack.zap"] == ["%1$s was zapped"]
    assert lexicon.name("entity", "Bot") == "Bot"
    assert lexicon.text("gui.done") is None, "only what is of use is kept"
    assert read(server, folder, "en_us").text("death.attack.zap") == "%1$s was zapped"
    assert read(server, folder, jars=False).text("death.attack.zap") is None


def test_old_mods_have_another_format(server: Path, folder: Path) -> None:
    lines = "# words\ndeath.attack.zap=%1$s was zapped\n\nnonsense\n"
    jar(server / "mods" / "old.jar", m__en_US_lang=lines, m__zh_CN_lang="death.attack.zap=%1$s触电了\n")
    lexicon = read(server, folder)
    assert lexicon.text("death.attack.zap") == "%1$s触电了"
    assert "death.attack.zap" in lexicon.deaths()


def test_the_owners_own_file_comes_before_all_others(server: Path, folder: Path) -> None:
    jar(server / "mods" / "zap.jar", m__en_us_json=ZAP, m__zh_cn_json=ZAPPED)
    (folder / "zh_cn.json").write_text(
        json.dumps({"death.attack.zap": "%1$s被电成了焦炭", "death.attack.drown": "%1$s喂了鱼"}), "utf-8-sig"
    )
    lexicon = read(server, folder)
    assert lexicon.text("death.attack.zap") == "%1$s被电成了焦炭"
    assert lexicon.text("death.attack.drown") == "%1$s喂了鱼"
    assert lexicon.text("death.attack.lava") == "%1$s想在熔岩里游泳", "what it lacks is ours"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "JSONDecodeError"),
        (b"", "JSONDecodeError"),
        (b"[]", "no JSON object"),
        ("{'a': '被'}".encode("gbk"), "UnicodeDecodeError"),
        (b"[" * 100_000, "RecursionError"),
        (b"{" + b" " * 2000 + b"}", "more than 1000 bytes"),
    ],
)
def test_a_broken_file_of_the_owner_is_named_and_left_out(
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    data: bytes,
    reason: str,
) -> None:
    if reason.startswith("more"):
        monkeypatch.setattr(files, "LARGEST", 1000)
    (folder / "zh_cn.json").write_bytes(data)
    assert read(folder, folder).text("death.attack.drown") == "%1$s淹死了"
    (warning,) = caplog.records
    assert warning.levelname == "WARNING"
    assert str(folder / "zh_cn.json") in warning.getMessage()
    assert reason in warning.getMessage()


def test_broken_jars_disturb_nobody(server: Path, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    jar(server / "mods" / "a.jar", m__en_us_json="{ broken", m__zh_cn_json=ZAPPED)
    (server / "mods" / "b.jar").write_bytes(b"no zip")
    (server / "mods" / "c.jar").mkdir()
    jar(server / "mods" / "d.jar", m__en_us_json=ZAP)
    assert "death.attack.zap" in read(server, folder).deaths()
    assert caplog.records == []


def test_a_server_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    assert read(tmp_path / "nowhere", tmp_path / "nowhere").text("death.attack.drown") == "%1$s淹死了"
