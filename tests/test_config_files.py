"""The owner's file over the years: filled up, carried over to newer layouts, never harmed."""

import doctest
import logging
import os
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from qq_api import ConfigError, Section, Texts, load_config, save_config, update_config
from qq_api.config import Config, ForwardWebSocket, Http, ReverseWebSocket, disk, obtain_config, rewrite

LOG = logging.getLogger("test")
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


class Inner(Section):
    colour: str = "red"
    size: int = 5


class Three(Section):
    """A configuration in its third layout."""

    migrations = {
        1: lambda old: {"people": old.pop("names", []), **old},  # names -> people
        2: lambda old: {**old, "inner": {"size": int(old["inner"]["size"]) * 10}} if "inner" in old else old,
    }
    config_version: Literal[3] = 3
    greeting: str = "hi"
    people: list[str] = []
    inner: Inner = Inner()
    token: SecretStr = SecretStr("")


WORDS = Texts({"config": {"greeting": "What to say", "people": "To whom", "inner": {"colour": "Of the hat"}}}, "en_us")

WRITTEN = """\
# My server, do not touch!   -- Li

config_version:   3
inner:            # the hat
    size:   0x10  # sixteen
people: ["Alex",   'Steve']   # both
# the end
"""

FILLED = """\
# My server, do not touch!   -- Li

config_version:   3

# What to say
greeting: hi
inner:            # the hat
    # Of the hat
    colour: red
    size:   0x10  # sixteen

token: ''
people: ["Alex",   'Steve']   # both
# the end
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "config.yml"
    path.write_bytes(text.encode())
    return path


def test_what_is_missing_is_added_at_its_place_and_the_rest_stays_to_the_letter(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    path = write(tmp_path, WRITTEN)
    config = update_config(path, Three, WORDS, LOG)
    assert config == Three(people=["Alex", "Steve"], inner=Inner(size=16))
    assert path.read_text("utf-8") == FILLED
    assert "added, with their defaults: greeting, inner.colour, token" in caplog.text
    assert update_config(path, Three, WORDS, LOG) == config


@pytest.mark.parametrize("text", [FILLED, "{people: [a]}\n", '{"people": ["a"]} # as JSON\n'])
def test_where_nothing_is_missing_or_braces_want_it_short_nothing_is_written(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    path.chmod(0o400)
    before = path.stat()
    update_config(path, Three, WORDS, LOG)
    assert path.read_text("utf-8") == text
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_the_mark_of_notepad_stay(tmp_path: Path, mark: str, end: str) -> None:
    path = write(tmp_path, mark + WRITTEN.replace("\n", end))
    update_config(path, Three, WORDS, LOG)
    assert path.read_bytes().decode() == mark + FILLED.replace("\n", end)


@pytest.mark.parametrize("language", ["en_us", "zh_cn"])
def test_an_entry_of_qq_api_is_filled_up_in_the_servers_language(tmp_path: Path, language: str) -> None:
    path = write(
        tmp_path, "# 我的\nconnections:\n- type: websocket # 正向\n  url: ws://127.0.0.1:3001\n  # token: 旧\n"
    )
    texts = Texts.load("qq_api", language)
    config = obtain_config(tmp_path, texts)
    text = path.read_text("utf-8")
    assert config.connections == [ForwardWebSocket(url="ws://127.0.0.1:3001")]
    assert f"  # {texts('config.connections.split')}\n  split: false\n" in text
    assert f"# {texts('config.backfill')}\nbackfill: true\n" in text
    assert all(line in text for line in ("# 我的\nconnections:\n- type: websocket # 正向\n", "  # token: 旧\n"))
    assert load_config(path, Config, language) == config


ODD = [
    "a: &a {size: 1}\npeople: []\n",
    "base: &base\n  size: 3\ninner:\n  <<: *base\n",
    "inner: &i\n  size: 3\nother: *i\n",
    "greeting: |\n  one\n\n  two\n\n\npeople: []\n",
    "greeting: >-\n  one\n  two\n",
    "greeting: one\n  two\npeople:\n",
    "---\npeople:\n- a\n-   b\n...\n",
    "%YAML 1.2\n---\npeople: [a,\n  b]\n",
    "? people\n: - a\n",
    "'people': ['a']\n\"greeting\": \"x\\n\"",
    "people: &p !!seq [a]\n",
    "inner: {}\npeople: [] # end",
]


class Loose(Three):
    model_config = {"extra": "allow"}
    people: list[str] | None = None


@pytest.mark.parametrize("text", ODD)
def test_no_way_of_writing_yaml_is_harmed(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    before = load_config(path, Loose, "en_us")
    update_config(path, Loose, WORDS, LOG)
    assert load_config(path, Loose, "en_us") == before
    assert [line for line in text.splitlines() if line not in path.read_text("utf-8")] == []


def test_an_older_layout_is_carried_over_step_by_step_and_a_copy_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    old = "# mine\nconfig_version: 1 # one\n\n# who\nnames: [a]\n# hat\ninner:\n  size: '2'   # two\ngreeting: yo # !\n"
    path = write(tmp_path, old)
    expected = Three(greeting="yo", people=["a"], inner=Inner(size=20))
    assert load_config(path, Three, "en_us") == expected
    assert path.read_text("utf-8") == old
    assert update_config(path, Three, WORDS, LOG) == expected == load_config(path, Three, "en_us")
    copy = tmp_path / "config.yml.v1.bak"
    assert copy.read_text("utf-8") == old
    assert str(copy) in caplog.text
    new = path.read_text("utf-8")
    assert all(
        kept in new for kept in ("# mine\nconfig_version: 3 # one\n", "size: 20   # two\n", "greeting: yo # !\n")
    )
    assert "names" not in new
    assert "# To whom\npeople:\n" in new


def test_an_older_copy_is_never_written_over(tmp_path: Path) -> None:
    for number in range(3):
        update_config(write(tmp_path, f"config_version: 2\ngreeting: g{number}\n"), Three, WORDS, LOG)
    names = ["config.yml.v2.bak", "config.yml.v2.2.bak", "config.yml.v2.3.bak"]
    assert [(tmp_path / name).read_text("utf-8")[-3:] for name in names] == ["g0\n", "g1\n", "g2\n"]
    if os.name == "posix":
        assert {(tmp_path / name).stat().st_mode & 0o777 for name in names} == {0o600}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("config_version: 4\n", "knows only up to 3"),
        ("config_version: 0\n", "expected 3, found: 0"),
        ("config_version: '1'\n", "expected 3, found: '1'"),
        ("config_version: 2\ninner: {size: big}\n", "invalid literal"),
        ("config_version: 2\ninner: [1]\n", "layout 2 could not be carried over"),
        ("config_version: 1\npeople: 5\n", "people: expected a list"),
    ],
)
def test_what_cannot_be_carried_over_stays_and_no_copy_is_made(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        update_config(path, Three, WORDS, LOG)
    assert words in caught.value.problem
    assert path.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


def test_without_a_copy_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: Any) -> Path:
        raise OSError(28, "disk is full")

    monkeypatch.setattr("qq_api.config.file.back_up", full)
    path = write(tmp_path, "config_version: 1\nnames: [a]\n")
    assert update_config(path, Three, WORDS, LOG).people == ["a"]
    assert path.read_text("utf-8") == "config_version: 1\nnames: [a]\n"
    assert "could not be brought up to date (disk is full)" in caplog.text


def test_a_file_that_another_program_holds_open_is_told_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def held(*_: Any) -> Path:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "replace", held)
    path = write(tmp_path, WRITTEN)
    assert update_config(path, Three, WORDS, LOG).people == ["Alex", "Steve"]
    assert path.read_text("utf-8") == WRITTEN
    assert "Does another program hold it open?" in caplog.text
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_new_file_is_private_from_its_first_byte_and_an_old_one_keeps_its_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []
    monkeypatch.setattr(os, "fsync", lambda number: modes.append(os.fstat(number).st_mode & 0o777))
    before = os.umask(0)
    try:
        save_config(tmp_path / "new" / "config.yml", Three(token="s"), WORDS)
        path = write(tmp_path, WRITTEN)
        path.chmod(0o640)
        update_config(path, Three, WORDS, LOG)
    finally:
        os.umask(before)
    assert modes == [0o600, 0o600]
    assert (tmp_path / "new" / "config.yml").stat().st_mode & 0o777 == 0o600
    assert path.stat().st_mode & 0o777 == 0o640


@posix
def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    path = write(tmp_path, WRITTEN)
    (tmp_path / "link.yml").symlink_to(path)
    update_config(tmp_path / "link.yml", Three, WORDS, LOG)
    assert (tmp_path / "link.yml").is_symlink()
    assert path.read_text("utf-8") == FILLED


@posix
def test_a_token_that_others_can_read_is_told_once_with_the_cure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(tmp_path, FILLED.replace("''", "hidden"))
    for mode, count in ((0o600, 0), (0o644, 1)):
        path.chmod(mode)
        caplog.clear()
        update_config(path, Three, WORDS, LOG)
        assert caplog.text.count(f"chmod 600 {path}") == count
    path.write_text(FILLED)
    caplog.clear()
    update_config(path, Three, WORDS, LOG)
    assert caplog.text == ""


def test_a_token_is_shown_once_on_the_console_and_in_no_log(
    tmp_path: Path, texts: Texts, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    tokens = [obtain_config(tmp_path, texts).connections[0].key().get_secret_value() for _ in range(2)]
    assert tokens[0] == tokens[1]
    assert f"token: {tokens[0]}\n" in (tmp_path / "config.yml").read_text("utf-8")
    assert capsys.readouterr().out.count(f"Token  {tokens[0]}\n") == 1
    assert tokens[0] not in caplog.text


def test_saving_over_a_file_keeps_its_comments(tmp_path: Path) -> None:
    path = write(tmp_path, FILLED)
    save_config(path, Three(people=["Alex", "Steve"], inner=Inner(size=7)), WORDS)
    assert path.read_text("utf-8") == FILLED.replace("0x10", "7")
    path.write_text("a: [", "utf-8")
    with pytest.raises(ConfigError):
        save_config(path, Three(), WORDS)
    assert path.read_text("utf-8") == "a: ["


TOKENS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)
PORTS = st.integers(1, 65535)
CONNECTIONS = st.one_of(
    st.builds(ReverseWebSocket, port=PORTS, token=TOKENS),
    st.builds(Http, port=PORTS, secret=TOKENS, token=TOKENS),
    st.builds(ForwardWebSocket, token=TOKENS, split=st.booleans(), ca_file=st.none() | st.text(max_size=30)),
)
CONFIGS = st.builds(
    Config,
    default_account=st.none() | st.integers(1, 2**53),
    backfill=st.booleans(),
    connections=st.lists(CONNECTIONS, max_size=3),
)
many = settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@many
@given(config=CONFIGS, other=CONFIGS)
def test_any_configuration_is_read_as_it_was_written_also_over_another(
    tmp_path: Path, texts: Texts, config: Config, other: Config
) -> None:
    path = tmp_path / "config.yml"
    path.unlink(missing_ok=True)
    save_config(path, config, texts)
    written = path.read_bytes()
    assert obtain_config(tmp_path, texts) == config
    assert path.read_bytes() == written
    path.write_text("# mine\n\n" + path.read_text("utf-8"), "utf-8")
    save_config(path, other, texts)
    assert load_config(path, Config, "zh_cn") == other
    assert path.read_text("utf-8").startswith("# mine\n")


@many
@given(data=st.data())
def test_any_lines_may_be_missing_and_come_back_around_the_owners_comments(tmp_path: Path, data: Any) -> None:
    keys = {"greeting: yo": "greeting", "people: [a]": "people", "inner:\n    size: 7": "inner", "token: x": "token"}
    lines = data.draw(st.permutations(list(keys)).flatmap(lambda order: st.integers(1, 4).map(lambda n: order[:n])))
    text = "".join(f"# about {keys[line]}\n{line}  # {keys[line]}!\n" for line in lines)
    path = write(tmp_path, text)
    before = load_config(path, Three, "en_us")
    assert update_config(path, Three, WORDS, LOG) == before == load_config(path, Three, "en_us")
    after = path.read_text("utf-8")
    assert {"config_version", "greeting", "people", "inner", "token"} <= {
        line.split(":")[0] for line in after.split("\n")
    }
    assert all(f"# about {keys[line]}\n{line.splitlines()[0]}" in after for line in lines)
    assert all(f"# {keys[line]}!\n" in after for line in lines)


def test_a_file_is_read_as_utf_8_whatever_the_system_speaks(tmp_path: Path, texts: Texts) -> None:
    (tmp_path / "a").write_bytes("名字".encode())
    assert disk.read_text(tmp_path / "a", texts) == "名字"


def test_the_example_in_the_docstring_is_true() -> None:
    assert doctest.testmod(rewrite).attempted == 1
    assert doctest.testmod(rewrite).failed == 0
