"""`sandbox.yml`: what it makes, and what it says to mistakes."""

import socket
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from qq_api import ConfigError, load_config
from qq_api.sandbox import run
from qq_api.sandbox.config import SandboxConfig
from qq_api.sandbox.furnish import world_of
from qq_api.sandbox.python import Sandbox
from qq_api.texts import Texts
from support import child, free_port, is_open, until

FILE = """\
page: {host: 127.0.0.1, port: 8700}
flavour: napcat
accounts:
  - user_id: 10001
    nickname: Alice
    endpoints:
      - {type: http, port: 3001, token: secret-1}
      - {type: websocket, port: 3002, token: secret-1}
  - user_id: 10002
    nickname: Bob
    endpoints:
      - {type: websocket_reverse, url: ws://127.0.0.1:5700/ws, token: secret-2}
      - {type: http_post, url: http://127.0.0.1:5701/, secret: secret-2}
friends: [[10001, 10002]]
groups:
  - {group_id: 20001, name: Survival, owner: 10001, admins: [10003], members: [10002, 10003]}
"""


def load(path: Path, text: str, language: str = "en_us") -> SandboxConfig:
    path.write_text(text, "utf-8")
    return load_config(path, SandboxConfig, language)


def test_the_file_says_who_is_there_and_how_they_are_reached(tmp_path: Path) -> None:
    config = load(tmp_path / "sandbox.yml", FILE)
    assert config.flavour == "napcat"
    kinds = [[one.type for one in account.endpoints] for account in config.accounts]
    assert kinds == [["http", "websocket"], ["websocket_reverse", "http_post"]]
    world = world_of(config)
    assert {one.user_id: (one.nickname, one.online) for one in world.people.values()} == {
        10001: ("Alice", True),
        10002: ("Bob", True),
        10003: ("10003", False),
    }
    roles = {member.user_id: member.role for member in world.groups[20001].members.values()}
    assert roles == {10001: "owner", 10002: "member", 10003: "admin"}


FRIENDS = "friends: [[10001, 10002]]"

MISTAKES = [
    ("an unknown key", "    nickname: Bob", "    nikname: Bob", 10, "did you mean nickname?", "是不是想写 nickname"),
    ("a flavour that is none", "napcat", "lagrange", 2, "flavour: expected 'llonebot'", "flavour：应为 'llonebot'"),
    ("a type that is none", "type: http,", "type: htp,", 7, "expected a type out of", "type 应为"),
    ("an account twice", "user_id: 10002", "user_id: 10001", 9, "accounts.1.user_id: 10001 is there twice", "两次"),
    ("a port twice", "port: 3002", "port: 3001", 8, "endpoints.1.port: 3001 is there twice", "3001 出现了两次"),
    ("the page's port again", "port: 3002", "port: 8700", 8, "8700 is there twice", "8700 出现了两次"),
    ("an unknown owner", "owner: 10001", "owner: 10009", 16, "owner: expected the user_id", "10009 都不是"),
    ("an admin outside", "admins: [10003]", "admins: [10009]", 16, "10009 is not in the group", "10009 不在群里"),
    ("a member twice", "[10002, 10003]", "[10003, 10003]", 16, "groups.0.members.1: 10003 is there twice", "两次"),
    ("a friend of oneself", "[[10001, 10002]]", "[[10001, 10001]]", 14, "friends.0: expected two", "两个不同的号码"),
    ("friends who are nobody's", "[[10001, 10002]]", "[[7, 8]]", 14, "that of an account", "其中至少一个是账号"),
    ("three friends", "[[10001, 10002]]", "[[1, 2, 3]]", 14, "at most 2", "最多 2"),
    ("no such port", "port: 3001", "port: 70000", 7, "at most 65535", "不能大于 65535"),
    ("an open door", "port: 3001, token: secret-1", "port: 3001, host: 0.0.0.0", 7, "a token", "必须设置 token"),
    ("a page for all", "{host: 127.0.0.1", "{host: 0.0.0.0", 1, "page: the page is for this", "网页只供本机使用"),
    ("a wrong scheme", "ws://127.0.0.1:5700/ws", "http://x/", 12, "begins with 'ws' or 'wss'", "开头"),
    (
        "an open platform",
        FRIENDS,
        f"    official: {{host: 0.0.0.0}}\n{FRIENDS}",
        14,
        "this machine only",
        "只供本机使用",
    ),
    ("a strange channel", FRIENDS, f"    official: {{channels: [9]}}\n{FRIENDS}", 14, "9 is none", "9 不是"),
    ("a missing number", "  - user_id: 10002\n    nickname", "  - nickname", 9, "user_id: is missing", "缺少"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "line", "english", "chinese"), MISTAKES)
def test_a_mistake_is_named_with_its_line_and_what_was_expected(
    tmp_path: Path, name: str, right: str, wrong: str, line: int, english: str, chinese: str
) -> None:
    assert right in FILE
    for language, words in (("en_us", english), ("zh_cn", chinese)):
        with pytest.raises(ConfigError) as caught:
            load(tmp_path / "sandbox.yml", FILE.replace(right, wrong, 1), language)
        assert words in caught.value.problem
        assert caught.value.line == line


def test_two_groups_of_one_number_and_a_file_without_accounts_are_refused(tmp_path: Path) -> None:
    group = "  - {group_id: 20001, owner: 10001}\n"
    with pytest.raises(ConfigError, match=r"groups\.1\.group_id: 20001 is there twice"):
        load(tmp_path / "sandbox.yml", FILE + group)
    with pytest.raises(ConfigError, match="accounts: expected at least 1"):
        load(tmp_path / "sandbox.yml", "accounts: []\n")


@pytest.mark.parametrize(("key", "port_line"), [("page.port", 1), ("accounts.0.endpoints.0.port", 5)])
@pytest.mark.parametrize(("language", "words"), [("en_us", "Cannot"), ("zh_cn", "无法")])
def test_a_taken_port_is_told_with_its_line_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], key: str, port_line: int, language: str, words: str
) -> None:
    path = tmp_path / "sandbox.yml"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ports = (port, free_port()) if port_line == 1 else (free_port(), port)
        path.write_text(
            f"page: {{port: {ports[0]}}}\naccounts:\n  - user_id: 1\n    endpoints:\n"
            f"      - {{type: http, port: {ports[1]}}}\n"
        )
        assert run.main(["--config", str(path)], Texts.load("qq_api", language)) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{path}:{port_line}: {key}")
    assert words.lower() in said.lower() and str(port) in said


@pytest.mark.parametrize("arguments", [["--url", "nonsense"], ["--ws-port", "70000"], ["--token", "a b"]])
def test_a_wrong_option_is_one_clear_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(arguments, Texts.load("qq_api", "en_us")) == 1
    said = capsys.readouterr().err
    assert (said.count("\n") == 1 and "expected" in said) or "may hold" in said


def test_a_missing_file_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--config", str(tmp_path / "none.yml")], Texts.load("qq_api", "en_us")) == 1
    assert "none.yml" in capsys.readouterr().err


async def test_the_program_says_ready_once_every_listener_of_the_file_is_up(tmp_path: Path) -> None:
    page, first, second, path = free_port(), free_port(), free_port(), tmp_path / "sandbox.yml"
    path.write_text(
        f"page: {{port: {page}}}\naccounts:\n"
        f"  - {{user_id: 1, endpoints: [{{type: http, port: {first}}}]}}\n"
        f"  - {{user_id: 2, endpoints: [{{type: websocket, port: {second}}}]}}\n"
    )
    command = (sys.executable, "-m", "qq_api", "sandbox", "--until-eof", "--config", path)
    async with child(*command, QQ_SANDBOX_TOKEN="abc") as program:
        await until(lambda: program.log[1:], 20)
        assert program.log[1:] == [f"sandbox ready http://127.0.0.1:{page}/?token=abc"]
        assert [is_open(port) for port in (page, first, second)] == [True] * 3


async def test_without_a_page_it_is_ready_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.yml"
    path.write_text("page:\naccounts: [{user_id: 1}]\n")
    async with child(sys.executable, "-m", "qq_api", "sandbox", "--until-eof", "--config", path) as program:
        await until(lambda: program.log == ["sandbox ready"], 20)


def test_a_wrong_configuration_from_python_is_an_error_of_pydantic() -> None:
    with pytest.raises(ValidationError, match="unknown_owner"):
        Sandbox({"accounts": [{"user_id": 1}], "groups": [{"group_id": 2, "owner": 3}]})


def test_the_options_make_the_same_model() -> None:
    options = run.Options("ws://127.0.0.1:1/ws", "hidden", "http://127.0.0.1:2/", "hidden", 3, 4, page_token="hidden")
    account = options.to_config().accounts[0]
    assert [one.type for one in account.endpoints] == ["websocket_reverse", "websocket", "http_post", "http"]
    assert "hidden" not in repr(options.to_config())
