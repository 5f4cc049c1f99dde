"""`type: official` in config.yml: what owners write, what they get wrong, and that no secret is shown."""

import logging
from pathlib import Path

import pytest

from qq_api import ConfigError, Texts, load_config, save_config, update_config
from qq_api.config import Config, Official
from qq_api.official.closes import close_of
from qq_api.report import address
from qq_api.runtime import Held
from test_texts import texts_of

HEAD = "connections:\n  - type: official\n    app_id: 102000001\n    secret: naOC0ocQE3sh\n"


def read(folder: Path, text: str, language: str = "en_us") -> Official:
    path = folder / "config.yml"
    path.write_text(text, "utf-8")
    (connection,) = load_config(path, Config, language).connections
    assert isinstance(connection, Official)
    return connection


def test_app_id_and_secret_are_enough(tmp_path: Path) -> None:
    official = read(tmp_path, HEAD)
    assert (official.app_id, official.account(), official.mode) == ("102000001", 102000001, "websocket")
    assert (official.intents, official.sandbox, official.guilds, official.active) == (["groups"], False, False, "auto")
    assert read(tmp_path, HEAD + "    self_id: 5\n").account() == 5
    assert address(official) == "official 102000001"


def test_intents_are_taken_in_any_case(tmp_path: Path) -> None:
    official = read(tmp_path, HEAD + "    intents: [Groups, group_member_event, Message_Audit]\n")
    assert official.intents == ["groups", "GROUP_MEMBER_EVENT", "MESSAGE_AUDIT"]


MISTAKES = [
    ("no app_id", "connections:\n  - type: official\n    secret: x\n", 2, "app_id: is missing", "app_id：缺少这一项"),
    ("no secret", "connections:\n  - type: official\n    app_id: 1\n", 2, "secret: is missing", "secret：缺少这一项"),
    ("an empty secret", HEAD.replace("naOC0ocQE3sh", "''"), 2, "AppSecret", "AppSecret"),
    ("a name as AppID", HEAD.replace("102000001", "mybot"), 3, "digits only", "只含数字"),
    (
        "a misspelt intent",
        HEAD + "    intents: [groups, GROUP_C2C_EVENT]\n",
        5,
        "possible: GROUP_AND_C2C_EVENT",
        "可用的有：GROUP_AND_C2C_EVENT",
    ),
    ("an invented intent", HEAD + "    intents: [everything]\n", 5, "possible: ", "没有 everything 这个 intent"),
    ("one intent in place of a list", HEAD + "    intents: groups\n", 5, "expected a list", "应为列表"),
    ("a mode that is none", HEAD + "    mode: polling\n", 5, "'websocket' or 'webhook'", "'websocket' or 'webhook'"),
    ("a path without a slash", HEAD + "    path: qq\n", 5, "a path like /qq", "/qq 这样的路径"),
    ("a whole address as path", HEAD + "    path: https://a.b/qq\n", 5, "a path like /qq", "/qq 这样的路径"),
    (
        "active in words",
        HEAD + "    active: sometimes\n",
        5,
        "'auto', 'never' or 'always'",
        "'auto', 'never' or 'always'",
    ),
    ("a web address for the gateway", HEAD + "    gateway_url: https://x\n", 5, "'ws' or 'wss'", "'ws' or 'wss'"),
    ("no shard at all", HEAD + "    shards: 0\n", 5, "at least 1|not be below 1|1", "不能小于 1"),
    ("a misspelt key", HEAD + "    app_secret: x\n", 5, "no such setting", "没有这个设置"),
]


@pytest.mark.parametrize(("name", "text", "line", "english", "chinese"), MISTAKES)
def test_a_mistake_is_named_with_its_line_and_its_cure(
    tmp_path: Path, name: str, text: str, line: int, english: str, chinese: str
) -> None:
    path = tmp_path / "config.yml"
    path.write_text(text, "utf-8")
    for language, words in (("en_us", english), ("zh_cn", chinese)):
        with pytest.raises(ConfigError) as caught:
            load_config(path, Config, language)
        assert caught.value.line == line, caught.value
        assert any(word in str(caught.value) for word in words.split("|")), caught.value
        assert "naOC0ocQE3sh" not in str(caught.value)


@pytest.mark.parametrize("language", ["en_us", "zh_cn"])
def test_settings_that_are_missing_are_added_with_their_comments(tmp_path: Path, language: str) -> None:
    path, texts = tmp_path / "config.yml", Texts.load("qq_api", language)
    path.write_text(HEAD, "utf-8")
    config = update_config(path, Config, texts, logging.getLogger("test"))
    text = path.read_text("utf-8")
    for name in ("mode", "intents", "guilds", "active", "sandbox", "path", "self_id", "shards", "api_base"):
        assert f"    # {texts(f'config.connections.{name}')}\n    {name}:" in text
    assert load_config(path, Config, language) == config
    save_config(tmp_path / "again.yml", config, texts)
    assert load_config(tmp_path / "again.yml", Config, language) == config


def test_the_secret_shows_nowhere(tmp_path: Path) -> None:
    official = read(tmp_path, HEAD)
    assert "naOC0ocQE3sh" not in repr(official) + str(official) + Held(official).key()
    other = official.model_copy(update={"secret": read(tmp_path, HEAD.replace("naO", "naP")).secret})
    assert Held(official).key() != Held(other).key()


def test_every_close_and_every_way_to_fail_has_words() -> None:
    known = {key.rpartition(".")[2] for key in texts_of("qq_api", "en_us") if key.startswith("official.close.")}
    used = {close_of(code).key for code in (None, *range(1000, 5000))}
    assert known == used - {""}
    for room, file in (("webhook", "webhook.py"), ("login", "oauth.py")):
        keys = [key for key in texts_of("qq_api", "en_us") if key.startswith(f"official.{room}.")]
        source = Path(__file__).parents[2].joinpath("qq_api", "official", file).read_text("utf-8")
        assert [key for key in keys if f'"{key.rpartition(".")[2]}"' not in source and f'"{key}"' not in source] == []
