"""config.yml: read, written, carried over; every fault named with its line."""

import json
import os
from pathlib import Path

import pytest

from qq_api import ConfigError, Section, Texts, load_config, save_config
from qq_api.config import Config, Http, ReverseWebSocket, obtain_config
from qq_api.config.obtain import show_tokens
from qq_api.config.sections import Listener
from qq_api.errors import PortBusy
from qq_api.web import bind

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


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("connection", [ReverseWebSocket(token="t0ken"), Http(secret="t0ken")])
def test_what_to_enter_in_qq_is_three_lines_to_copy_from(
    capsys: pytest.CaptureFixture[str], language: str, connection: Listener
) -> None:
    show_tokens([connection], Texts.load("qq_api", language))
    where, url, token = capsys.readouterr().out.splitlines()
    assert "NapCat" in where and "LLOneBot" in where
    scheme, path = ("ws", "ws") if connection.type == "websocket_reverse" else ("http", "")
    assert url.split() == ["URL", f"{scheme}://127.0.0.1:{connection.port}/{path}"]
    assert token.split() == ["Token", "t0ken"]


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
        ("config_version: 2\n", 1, "knows only up to 1"),
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
    with pytest.raises(ConfigError, match="expected text in UTF-8"):
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


LEAKS = [
    "connections:\n  - type: websocket_reverse\n    token: 98765432101\n",
    "connections:\n  - token: 98765432101\n",
    "connections:\n  - typo: websocket_reverse\n    token: 98765432101\n",
    "connections:\n  type: websocket_reverse\n  token: '98765432101'\n",
    "connections:\n  - type: http\n    host: 0.0.0.0\n    token: '98765432101'\n",
    "connections:\n  - type: websocket_reverse\n    token: a\n    token: '98765432101'\n",
    "connections:\n  - type: websocket_reverse\n    token: *98765432101\n",
    "connections:\n  - type: websocket_reverse\n    token: !98765432101 x\n",
    "connections:\n  - type: websocket_reverse\n    token: [98765432101]\n",
    "connections:\n  - type: http\n    api_url: ftp://me:98765432101@127.0.0.1\n",
    "connections:\n  - type: websocket_reverse\n    token: '密码98765432101'\n",
    "connections:\n  - token:98765432101\n",
    "connections:\n  - access98765432101\n  - type: x",
    "connections: token：98765432101\n",
    "default_account: token-98765432101\n",
    "default_account: abcdefghijklmnopq-98765432101\n",
    'connections:\n  - type: websocket_reverse\n    token: "98765432101\n',
    'connections:\n  - type: websocket_reverse\n    token: "98765432101\\q"\n',
    "connections:\n  - type: websocket_reverse\n    token: 98765432101: x\n",
    "connections:\n  - type: websocket_reverse\n    token: %98765432101\n",
    "connections:\n  - type: websocket_reverse\n    token:\n      98765432101: 98765432101\n",
]


@pytest.mark.parametrize("source", LEAKS)
def test_no_error_shows_a_secret(tmp_path: Path, texts: Texts, source: str) -> None:
    write(tmp_path, source)
    with pytest.raises(ConfigError) as caught:
        obtain_config(tmp_path, texts)
    assert "98765432101" not in str(caught.value)
    assert len(caught.value.problem) > 10


def test_a_token_that_no_header_can_carry_is_refused_at_once(tmp_path: Path, texts: Texts) -> None:
    for token in ("a b", "密码", "a\tb"):
        write(tmp_path, f"connections:\n  - type: http\n    secret: x\n    token: {json.dumps(token)}\n")
        with pytest.raises(ConfigError, match=r"config.yml:4: connections.0.token: may hold letters"):
            obtain_config(tmp_path, texts)


def test_what_the_system_refuses_is_a_clear_error(
    tmp_path: Path, texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a" / "config.yml").mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot be read"):
        obtain_config(tmp_path / "a", texts)
    (tmp_path / "file").write_text("")
    assert obtain_config(tmp_path / "file" / "folder", texts).connections
    assert "could not be written" in caplog.text


def test_a_list_of_sections_names_the_key_that_is_missing(tmp_path: Path) -> None:
    class Item(Section):
        name: str

    class Mine(Section):
        items: list[Item]

    with pytest.raises(ConfigError, match=r"items\.0\.name: is missing"):
        load_config(write(tmp_path, "items:\n  - {}\n"), Mine, "en_us")


@pytest.mark.parametrize("host", ["中文..", "a" * 300, "256.1.1.1", "no such host", "1.2.3.4"])
def test_a_host_that_is_none_is_told_and_the_others_go_on(host: str) -> None:
    with pytest.raises(PortBusy):
        bind(host, 1)
