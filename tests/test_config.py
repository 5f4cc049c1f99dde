"""config.yml: read, written, carried over; every fault named with its line."""

import json
import os
from pathlib import Path

import pytest

from qq_api import ConfigError, Section, Texts, load_config, save_config
from qq_api.config import Config, Http, ReverseWebSocket, obtain_config

BOTH = ("en_us", "zh_cn")


def write(folder: Path, text: str) -> Path:
    path = folder / "config.yml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("language", BOTH)
def test_what_is_written_is_read_back_the_same(tmp_path: Path, language: str) -> None:
    texts = Texts.load("qq_api", language)
    config = Config(connections=[ReverseWebSocket(token="s", port=1), Http(secret="x", token="y")])
    save_config(tmp_path / "deep" / "config.yml", config, texts)
    assert load_config(tmp_path / "deep" / "config.yml", Config, language) == config
    lines = (tmp_path / "deep" / "config.yml").read_text("utf-8").splitlines()
    assert sum(line.lstrip().startswith("#") for line in lines) > 8


def test_the_file_is_its_owners_alone(tmp_path: Path, texts: Texts) -> None:
    obtain_config(tmp_path, texts)
    if os.name == "posix":
        assert (tmp_path / "config.yml").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["config.yml"]


def test_a_first_start_makes_a_token_of_its_own_each_time(tmp_path: Path, texts: Texts) -> None:
    tokens = {obtain_config(tmp_path / str(n), texts).connections[0].key().get_secret_value() for n in range(3)}
    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 20


def test_secrets_do_not_show_in_the_repr() -> None:
    config = Config(connections=[ReverseWebSocket(token="hidden"), Http(secret="hidden", token="hidden")])
    assert "hidden" not in repr(config) + str(config)


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("config_version: 1\nconnection: []\n", 2, "connection: there is no such setting"),
        ("connections:\n  - type: websocket_reverse\n    port: abc\n", 3, "expected a whole number, found: 'abc'"),
        ("connections:\n  - type: websocket_reverse\n    port: 70000\n", 3, "expected at most 65535, found: 70000"),
        ("connections:\n  - type: ws\n", 2, "expected a type out of 'websocket_reverse', 'http'"),
        ("connections:\n  - port: 1\n", 2, "its `type` is missing"),
        ("connections: 5\n", 1, "expected a list"),
        ("connections:\n  - type: http\n    api_url: nowhere\n", 3, "expected an address like"),
        ("connections:\n  - type: http\n    host: 0.0.0.0\n", 2, "a token (HTTP: a secret) is required"),
        ("connections:\n  - type: websocket_reverse\n    host: '::'\n", 2, "can be reached from other machines"),
        ("config_version: 2\n", 1, "expected 1, found: 2"),
        ("connections:\n- a: [1\n", 3, "no valid YAML"),
        ("a:\tb\n\tc: d\n", None, "no valid YAML"),
        ("", None, "holds no settings"),
        ("- 1\n", None, "holds no settings"),
        ("connections:\n  - type: websocket_reverse\n    token: [1]\n", 3, "expected text"),
    ],
)
def test_a_fault_is_named_with_its_line_and_the_file_stays(
    tmp_path: Path, texts: Texts, source: str, line: int | None, words: str
) -> None:
    path = write(tmp_path, source)
    with pytest.raises(ConfigError) as caught:
        obtain_config(tmp_path, texts)
    assert words in caught.value.problem
    assert line is None or caught.value.line == line
    assert path.read_text("utf-8") == source


def test_all_faults_are_named_at_once_in_both_languages(tmp_path: Path) -> None:
    path = write(tmp_path, "a: 1\nb: 2\n")
    for language, words in zip(BOTH, ("no such setting", "没有这个设置"), strict=True):
        with pytest.raises(ConfigError) as caught:
            load_config(path, Config, language)
        assert caught.value.problem.count(words) == 2


def test_a_byte_order_mark_from_notepad_does_no_harm(tmp_path: Path, texts: Texts) -> None:
    write(tmp_path, "\ufeffconnections: []\n")
    assert obtain_config(tmp_path, texts).connections == []


def test_another_encoding_is_a_clear_error(tmp_path: Path, texts: Texts) -> None:
    (tmp_path / "config.yml").write_bytes("名字: 值\n".encode("gbk"))
    with pytest.raises(ConfigError, match="no valid YAML"):
        obtain_config(tmp_path, texts)


OLD = {
    "http": {"enable": False, "api_host": "127.0.0.1", "api_port": 5700, "post_host": "127.0.0.1", "post_port": 5701},
    "websocket": {"enable": True, "host": "127.0.0.1", "port": 5711},
}


def carry(folder: Path, texts: Texts, old: object) -> Config:
    (folder / "config.json").write_text(json.dumps(old))
    return obtain_config(folder, texts)


@pytest.mark.parametrize(
    ("old", "connection"),
    [
        (OLD, ReverseWebSocket(port=5711)),
        ({}, ReverseWebSocket()),
        ({"http": {"enable": True}, "websocket": {"enable": True}}, ReverseWebSocket()),
        ({"http": {"enable": True}, "websocket": {"enable": False}}, Http()),
        (
            {"http": {"enable": True, "api_port": 3000, "post_port": 3001}},
            Http(port=3001, api_url="http://127.0.0.1:3000"),
        ),
    ],
)
def test_the_old_configuration_is_carried_over(tmp_path: Path, texts: Texts, old: object, connection: object) -> None:
    assert carry(tmp_path, texts, old).connections == [connection]
    assert load_config(tmp_path / "config.yml", Config, "en_us").connections == [connection]
    (tmp_path / "config.json").write_text("no longer read")
    assert obtain_config(tmp_path, texts).connections == [connection]


def test_an_old_listener_for_everybody_gets_a_token(tmp_path: Path, texts: Texts) -> None:
    config = carry(tmp_path, texts, {"websocket": {"enable": True, "host": "0.0.0.0"}})
    assert config.connections[0].host == "0.0.0.0"
    assert len(config.connections[0].key().get_secret_value()) >= 20


@pytest.mark.parametrize("old", ["{", '{"websocket": {"enable": true, "port": "abc"}}'])
def test_an_old_configuration_that_is_broken_is_a_clear_error(tmp_path: Path, texts: Texts, old: str) -> None:
    (tmp_path / "config.json").write_text(old)
    with pytest.raises(ConfigError, match=r"config\.json"):
        obtain_config(tmp_path, texts)
    assert not (tmp_path / "config.yml").exists()


def test_another_plugin_may_use_it_for_its_own_file(tmp_path: Path) -> None:
    class Mine(Section):
        groups: list[int] = []

    save_config(tmp_path / "config.yml", Mine(groups=[1, 2]), Texts({}, "en_us"))
    assert load_config(tmp_path / "config.yml", Mine, "zh_cn").groups == [1, 2]
