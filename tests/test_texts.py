"""Both languages say the same things, and everything that the code says has words."""

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from qq_api import Texts
from qq_api.texts import language_of_system

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = {"qq_api": ROOT, "qq_chat": ROOT / "qq_chat"}


def leaves(tree: dict[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", value


def texts_of(plugin: str, language: str) -> dict[str, str]:
    tree = YAML(typ="safe").load((PLUGINS[plugin] / "lang" / f"{language}.yml").read_text("utf-8"))
    return dict(leaves(tree[plugin]))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("plugin", PLUGINS)
def test_both_languages_have_the_same_keys_and_fields(plugin: str) -> None:
    english, chinese = (texts_of(plugin, language) for language in ("en_us", "zh_cn"))
    assert english.keys() == chinese.keys()
    assert {key for key in english if fields(english[key]) != fields(chinese[key])} == set()


@pytest.mark.parametrize("plugin", PLUGINS)
def test_every_text_that_the_code_asks_for_exists(plugin: str) -> None:
    sources = "\n".join(file.read_text("utf-8") for file in (PLUGINS[plugin] / plugin).rglob("*.py"))
    asked = set(re.findall(r'\b_?texts(?:\.get)?\(\s*"([a-z_.]+)"', sources))
    assert len(asked) > 5
    assert asked - texts_of(plugin, "en_us").keys() == set()


@pytest.mark.parametrize("plugin", PLUGINS)
def test_every_text_is_asked_for(plugin: str) -> None:
    sources = "\n".join(file.read_text("utf-8") for file in (PLUGINS[plugin] / plugin).rglob("*.py"))
    families = (
        "config.",
        "config_error.",
        "refused.",
        "port.",
        "listening.",
        "enter.",
        "cli.",
        "help.",
        "gate.",
        "whitelist.deed.",
        "whitelist.state.",
        "whitelist.why.",
        "forward.",
        "status.",
        "doctor.",
        "mirai.login.",
        "mirai.code.",
        "official.",
    )
    lone = [key for key in texts_of(plugin, "en_us") if not key.startswith(families) and key not in sources]
    assert [key for key in lone if not re.search(rf'"{re.escape(key)}"', sources)] == []


@pytest.mark.parametrize(
    ("asked", "given"), [("zh_cn", "zh_cn"), ("zh_tw", "zh_cn"), ("en_us", "en_us"), ("de_de", "en_us"), ("", "en_us")]
)
def test_an_unknown_language_gets_the_nearest(asked: str, given: str) -> None:
    assert Texts.load("qq_api", asked).language == given


@pytest.mark.parametrize(
    ("variables", "locale", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, None, "zh_cn"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, None, "en_us"),
        ({}, "Chinese (Simplified)_China", "zh_cn"),
        ({}, "zh_TW", "zh_tw"),
        ({}, None, ""),
        ({"LC_ALL": "C.UTF-8"}, "zh_CN", "c"),
    ],
)
def test_the_command_line_speaks_the_language_of_its_terminal(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], locale: str | None, language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("locale.getlocale", lambda: (locale, None))
    assert language_of_system() == language


def test_braces_in_a_value_stay_text_and_a_missing_key_is_an_error() -> None:
    texts = Texts({"hello": "hi {name}"}, "en_us")
    assert texts("hello", name="{x}") == "hi {x}"
    assert texts.get("bye") is None
    with pytest.raises(KeyError):
        texts("bye")
