"""What owners really type into config.yml: each gets its line and the cure, in both languages, and the file stays."""

from pathlib import Path

import pytest

from qq_api import ConfigError, Section, load_config
from qq_api.config import Config, Http, ReverseWebSocket

ITEM = "connections:\n  - type: websocket_reverse\n"

MISTAKES = [
    ("a tab in front", "connections:\n\t- type: http\n", 2, "a tab", "制表符"),
    ("a full-width blank in front", f"{ITEM}\u3000\u3000port: 5700\n", 3, "full-width blank", "全角空格"),
    ("a full-width colon", "backfill：true\nconnections: []\n", 1, "full-width colon", "全角冒号"),
    ("a full-width colon at the end", "connections: []\nbackfill：true\n", 2, "full-width colon", "全角冒号"),
    ("a full-width colon in an entry", "connections:\n  - type：http\n", 2, "full-width colon", "全角冒号"),
    ("nothing but a full-width colon", "backfill：true\n", 1, "full-width colon", "全角冒号"),
    ("no blank behind a colon", "backfill:true\nconnections: []\n", 1, "a blank is missing", "缺少空格"),
    ("no blank in an entry", "connections:\n  - type:http\n", 2, "a blank is missing", "缺少空格"),
    ("digits as a token", f"{ITEM}    token: 123456\n", 3, "expected text (in quotes)", "应为文字（加引号）"),
    (
        "a Windows path in double quotes",
        'connections:\n  - type: websocket\n    ca_file: "C:\\Users\\me\\ca.pem"\n',
        3,
        "a backslash",
        "反斜杠",
    ),
    (
        "a port in words",
        f"{ITEM}    port: 五七\n",
        3,
        "whole number, found: '五七'",
        "应为整数，实为：'五七'",
    ),
    ("a port that is empty", f"{ITEM}    port:\n", 3, "whole number, found: nothing", "应为整数，实为：空"),
    ("one connection in place of a list", "connections:\n  type: http\n", 1, "expected a list", "应为列表"),
    ("an empty file", "", None, "holds no settings", "没有任何设置"),
    ("comments only", "# nothing\n", None, "holds no settings", "没有任何设置"),
    ("a key twice", "backfill: true\nbackfill: false\n", 2, "backfill is there twice", "backfill 出现了两次"),
    ("a misspelt key", f"{ITEM}    tokne: abc\n", 3, "did you mean token?", "是不是想写 token？"),
    ("capitals", "BackFill: true\n", 1, "did you mean backfill?", "是不是想写 backfill？"),
    ("a key of another type", f"{ITEM}    api_url: x\n", 3, "stand here: type, host, port, token", "type, host"),
    ("an unclosed quote", "connections: 'a\n", None, "no valid YAML", "不是有效的 YAML"),
    (
        "a web address for a WebSocket",
        "connections:\n  - type: websocket\n    url: http://127.0.0.1\n",
        3,
        "begins with 'ws' or 'wss'",
        "应以 'ws' or 'wss' 开头",
    ),
    ("a layout of tomorrow", "backfill: true\nconfig_version: 99\n", 2, "knows only up to 1", "最高只支持 1"),
]


@pytest.mark.parametrize(("name", "text", "line", "english", "chinese"), MISTAKES)
def test_a_mistake_is_named_with_its_line_and_its_cure(
    tmp_path: Path, name: str, text: str, line: int | None, english: str, chinese: str
) -> None:
    path = tmp_path / "config.yml"
    path.write_text(text, "utf-8")
    for language, words in (("en_us", english), ("zh_cn", chinese)):
        with pytest.raises(ConfigError) as caught:
            load_config(path, Config, language)
        assert words in caught.value.problem
        assert line is None or caught.value.line == line
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("backfill: yes\nconnections: []\n", Config(connections=[])),
        ("backfill: no\nconnections: []\n", Config(backfill=False, connections=[])),
        (f"{ITEM}    port: '5701'\n", Config(connections=[ReverseWebSocket(port=5701)])),
        (f"{ITEM}    token: '007'\n", Config(connections=[ReverseWebSocket(token="007")])),
        ("connections:\n- type: http\n", Config(connections=[Http()])),
        ("connections: [{type: http}]\n", Config(connections=[Http()])),
    ],
)
def test_what_is_meant_clearly_is_taken(tmp_path: Path, text: str, expected: Config) -> None:
    (tmp_path / "config.yml").write_text(text, "utf-8")
    assert load_config(tmp_path / "config.yml", Config, "en_us") == expected


def test_several_mistakes_are_told_in_the_order_of_the_file_each_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text(f"{ITEM}    port: abc\n    tokne: x\nbackfil: true\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path, Config, "en_us")
    assert str(caught.value) == (
        f"{path}:3: connections.0.port: expected a whole number, found: 'abc'; "
        "line 4: connections.0.tokne: there is no such setting; did you mean token?; "
        "line 5: backfil: there is no such setting; did you mean backfill?"
    )


def test_a_wrong_type_deep_inside_names_its_whole_path_and_line(tmp_path: Path) -> None:
    class Inner(Section):
        ids: list[int] = []

    class Mine(Section):
        inner: Inner = Inner()
        many: list[Inner] = []

    (tmp_path / "config.yml").write_text(
        "inner:\n  ids:\n    - 1\n    - x\nmany:\n  - ids: [1,\n      y]\n  - idss: []\n"
    )
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "config.yml", Mine, "en_us")
    assert caught.value.line == 4
    assert "inner.ids.1: expected a whole number, found: 'x'; line 7: many.0.ids.1" in caught.value.problem
    assert "line 8: many.1.idss: there is no such setting; did you mean ids?" in caught.value.problem


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        ("# 注释\nbackfill: true\n".encode("gbk"), 1, "UTF-8, but this looks like GBK"),
        ("backfill: true\n# 注释\n".encode("gbk"), 2, "UTF-8, but this looks like GBK"),
        ("backfill: true\n".encode("utf-16"), None, "UTF-8, but this looks like UTF-16"),
        (b"backfill: true\n\x00", None, "no valid YAML"),
    ],
)
def test_another_encoding_is_refused_with_the_one_that_was_expected(
    tmp_path: Path, data: bytes, line: int | None, words: str
) -> None:
    (tmp_path / "config.yml").write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "config.yml", Config, "en_us")
    assert words in caught.value.problem
    assert caught.value.line == line
    assert (tmp_path / "config.yml").read_bytes() == data
