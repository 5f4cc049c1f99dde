"""The documentation site: it builds without a warning, says the same in both languages, and what it shows is true."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ruamel.yaml import YAML

import build_site
import config_pages
import site_hooks
import site_pages
from qq_api import Texts, load_config
from qq_api.config import Config, Section
from qq_chat.config import Config as ChatConfig

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if not path.name.endswith(".zh.md"))
BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def chinese(page: Path) -> Path:
    return page.with_name(f"{page.stem}.zh.md")


def blocks(name: str, kind: str) -> Iterator[str]:
    """The code of one kind on a page, without its indentation."""
    for indent, found, code in BLOCK.findall((DOCS / name).read_text("utf-8")):
        if found == kind:
            yield re.sub(f"^{indent}", "", code, flags=re.MULTILINE)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_page_has_a_twin_in_the_other_language() -> None:
    assert [page.name for page in PAGES if not chinese(page).is_file()] == []
    assert [
        path.name for path in DOCS.rglob("*.zh.md") if not path.with_name(path.name.replace(".zh.", ".")).is_file()
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_both_languages_have_the_same_sections_and_examples(page: Path) -> None:
    shapes = []
    for path in (page, chinese(page)):
        text = path.read_text("utf-8")
        outside = re.sub(r"(?s)```.*?```", "", text)
        shapes.append((len(re.findall(r"(?m)^#+ ", outside)), [kind for _, kind, _ in BLOCK.findall(text)]))
    assert shapes[0] == shapes[1]


def seen_by_mkdocs(text: str, name: str = "start.zh.md") -> str:
    return site_hooks.on_page_markdown(text, SimpleNamespace(file=SimpleNamespace(src_uri=name)))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("# 题\n\n[English](start.md)\n\n字\n", "# 题\n\n\n字\n"),
        ("第一行，\n第二行。\n`code` 三\n", "第一行，第二行。`code` 三\n"),
        ("一。\n2. 二\n", "一。\n2. 二\n"),
        ("one\ntwo\n", "one\ntwo\n"),
        ("```\n一\n二\n```\n", "```\n一\n二\n```\n"),
        ("1. a\n\n   ```\n   b\n   ```\n2. c\n", "1. a\n\n    ```\n    b\n    ```\n\n2. c\n"),
        ("- a\n\n  b\n- c\n", "- a\n\n    b\n- c\n"),
        ("| `a \\| b` |\n", "| <code>a &#124; b</code> |\n"),
        (
            "[here](chat.zh.md#x) [code](../scripts/dev.py) [folder](testing/example)\n",
            "[here](chat.zh.md#x) code folder\n",
        ),
    ],
)
def test_mkdocs_sees_what_the_code_host_shows(written: str, seen: str) -> None:
    assert seen_by_mkdocs(written) == seen


def test_the_pages_that_are_made_are_up_to_date() -> None:
    old = [path.name for path, text in site_pages.pages() if path.read_text("utf-8") != text]
    assert old == [], "python scripts/dev.py docs"


def test_a_setting_without_words_is_told() -> None:
    class Lacking(Section):
        nobody_explains_this: int = 1

    with pytest.raises(LookupError, match="nobody_explains_this"):
        config_pages._Page(config_pages.File("qq_api", Lacking, "qq_api"), "en").text()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built once."""
    folder = tmp_path_factory.mktemp("site")
    assert build_site.build(folder) == 0, "python scripts/dev.py docs"
    return folder


def test_both_languages_of_the_site_have_the_same_pages_and_every_picture(site: Path) -> None:
    there = files(site)
    english = {name for name in there if not name.startswith("zh/")}
    assert {name.removeprefix("zh/") for name in there - english} == english
    assert {"index.html", "page.png", "game.png", "page.zh.png", "game.zh.png", "search/search_index.json"} <= english
    assert {_html_of(page) for page in PAGES} <= english


def _html_of(page: Path) -> str:
    return page.relative_to(DOCS).as_posix().replace("README.md", "index.md").replace(".md", ".html")


def test_both_languages_of_a_page_have_the_same_lists_and_tables(site: Path) -> None:
    """A page that is made may differ: what is said of a fault in one sentence here is said in two there."""
    different = {}
    for page in PAGES:
        shapes = [_shape(folder / _html_of(page)) for folder in (site, site / "zh")]
        if shapes[0] != shapes[1]:
            different[_html_of(page)] = shapes
    assert different == {}


def _shape(page: Path) -> dict[str, int]:
    article = page.read_text("utf-8").partition("<article")[2].partition("</article>")[0]
    return {tag: article.count(f"<{tag}") for tag in ("li>", "tr>", "td>", "pre>")}


def test_the_site_needs_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        foreign = r"""<(?:script|img|link)[^>]+(?:src|href)=["']?(?:https?:)?//[^>]*"""
        assert re.findall(foreign, text) == [], page


def test_the_languages_lead_to_each_other(site: Path) -> None:
    for name in ("index.html", "config/qq_api.html", "testing/index.html"):
        for page in (site / name, site / "zh" / name):
            links = re.findall(r'href="([^"]*)" hreflang="(\w+)"', page.read_text("utf-8"))
            found = {language: (page.parent / link).resolve() for link, language in links}
            assert found == {"en": (site / name).resolve(), "zh": (site / "zh" / name).resolve()}


def test_a_link_that_leads_nowhere_stops_the_build(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Here\n\n[there](there.md) [somewhere](#somewhere)\n", "utf-8")
    config = (ROOT / "mkdocs.yml").read_text("utf-8").partition("nav:\n")[0]
    config = config.replace("docs_dir: docs", f"docs_dir: {docs.as_posix()}").replace(
        "scripts/", f"{ROOT.as_posix()}/scripts/"
    )
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    assert build_site.build_one(tmp_path / "mkdocs.yml", tmp_path / "site") != 0
    told = capfd.readouterr().err
    assert "there.md" in told
    assert "#somewhere" in told


def navigation(name: str) -> Any:
    text = (ROOT / name).read_text("utf-8")
    return YAML(typ="safe").load(text[text.index("\nnav:") :])["nav"]


def pages_of(entries: Any) -> Any:
    """A navigation by its pages alone."""
    if isinstance(entries, list):
        return [pages_of(entry) for entry in entries]
    return pages_of(next(iter(entries.values()))) if isinstance(entries, dict) else entries.replace(".zh.md", ".md")


def test_both_languages_have_the_same_navigation() -> None:
    assert pages_of(navigation("mkdocs.yml")) == pages_of(navigation("mkdocs.zh.yml"))


@pytest.mark.parametrize(("page", "language"), [("start.md", "en_us"), ("start.zh.md", "zh_cn")])
def test_what_the_log_is_said_to_say_is_what_it_says(page: str, language: str) -> None:
    texts = Texts.load("qq_api", language)
    said = [line for key in list(texts.keys()) for line in (texts.get(key) or "").splitlines()]
    worded = [line.strip() for line in said if len(re.sub(r"\{\w+\}", "", line).strip()) > 3]
    shapes = [re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(line))) for line in worded]
    shown = [line.partition("[qq_api]: ")[2] or line for log in blocks(page, "log") for line in log.splitlines()]
    assert len(shown) >= 12
    assert [line for line in shown if not any(shape.fullmatch(line.strip()) for shape in shapes)] == []


@pytest.mark.parametrize("page", ["start.md", "start.zh.md", "chat.md", "chat.zh.md"])
def test_settings_on_a_page_are_valid(tmp_path: Path, page: str) -> None:
    models = {"connections": Config, "message_sync_groups": ChatConfig, "community": ChatConfig}
    checked = 0
    for number, block in enumerate(blocks(page, "yaml")):
        model = models.get(block.partition(":")[0])
        if model is not None:
            path = tmp_path / f"{number}.yml"
            path.write_text(re.sub("token: .+}", "token: secret}", block), "utf-8")
            load_config(path, model, "en_us")
            checked += 1
    assert checked >= 2


@pytest.mark.parametrize("page", ["plugins.md", "plugins.zh.md"])
def test_the_configuration_of_the_guide_works(tmp_path: Path, page: str) -> None:
    (code,) = [block for block in blocks(page, "python") if "update_config(" in block]
    logged: list[str] = []
    logger = SimpleNamespace(
        info=lambda words, *values: logged.append(words % values), error=lambda error: logged.append(str(error))
    )
    server = SimpleNamespace(get_data_folder=lambda: str(tmp_path), get_mcdr_language=lambda: "en_us", logger=logger)
    plugin: dict[str, Any] = {"__name__": "greeter"}
    exec(compile(code, page, "exec"), plugin)
    plugin["on_load"](server, None)
    assert (tmp_path / "config.yml").read_text("utf-8").startswith("# ")
    (tmp_path / "config.yml").write_text("config_version: 1\ngroups: yes please\n", "utf-8")
    plugin["on_load"](server, None)
    assert logged[0].startswith("0 ")
    assert "config.yml:2: groups: " in logged[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_pictures_of_a_page_exist(page: Path) -> None:
    for path in (page, chinese(page)):
        for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", path.read_text("utf-8")):
            assert (path.parent / picture).is_file(), f"{path.name}: {picture}"
