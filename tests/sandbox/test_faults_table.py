"""One table of faults: for Python, for `sandbox.yml`, for the page's buttons, and for the documentation."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from test_speaks import ALICE, BOB, FORWARD, HTTP, speaking

from qq_api import ConfigError, load_config
from qq_api.onebot.peers import TABLE, Faults
from qq_api.sandbox import run
from qq_api.sandbox.config import SandboxConfig
from qq_api.sandbox.fault_desk import FaultDesk, in_words
from qq_api.sandbox.python import Sandbox
from qq_api.texts import Texts

DOCS = Path(__file__).resolve().parents[2] / "docs" / "testing"
REVERSE = {"type": "websocket_reverse", "url": "ws://127.0.0.1:1/ws"}
POST = {"type": "http_post", "url": "http://127.0.0.1:1/"}


def test_every_fault_of_the_table_is_there_from_python_and_no_other() -> None:
    lasting = {fault.name: fault.default for fault in TABLE if fault.kind != "once"}
    assert {one.name: one.default for one in fields(Faults) if not one.name.startswith("_")} == lasting
    faults = Faults()
    for fault in TABLE:
        if fault.kind == "once":
            assert getattr(faults, fault.name)() is None


def test_the_documentation_is_the_table_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for language, page in (("en_us", "faults.md"), ("zh_cn", "faults.zh.md")):
        texts = Texts.load("qq_api", language)
        assert in_words(texts) in (DOCS / page).read_text("utf-8")
        assert run.main(["--faults"], texts) == 0
        assert capsys.readouterr().out.count("\n") == len(TABLE) + 2


def file(tmp_path: Path, faults: Any, type: str = "websocket", language: str = "en_us") -> SandboxConfig:
    where = '"url": "ws://127.0.0.1:1/"' if "reverse" in type else '"port": 0'
    path = tmp_path / "sandbox.yml"
    path.write_text(
        f'page:\naccounts:\n  - user_id: 10001\n    endpoints:\n      - {{"type": {type}, {where}}}\n'.replace(
            "}", f', "faults": {json.dumps(faults)}}}'
        )
    )
    return load_config(path, SandboxConfig, language)


def test_the_file_sets_faults(tmp_path: Path) -> None:
    config = file(tmp_path, {"delay": 2, "double_events": True, "refuse": 404})
    assert config.accounts[0].endpoints[0].faults == {"delay": 2, "double_events": True, "refuse": 404}


async def test_an_endpoint_begins_with_the_faults_of_the_file(tmp_path: Path) -> None:
    async with Sandbox(file(tmp_path, {"delay": 2, "string_ids": True})) as qq:
        assert qq.endpoints[0].faults == Faults(delay=2, string_ids=True, _hearers=qq.endpoints[0].faults._hearers)


MISTAKES = [
    ({"silence": True}, "websocket", "faults.silence: there is no such fault here; did you mean silent?", "silent？"),
    ({"qqq": True}, "websocket", "no such fault; these may stand here: refuse, slow_accept", "没有这种故障"),
    ({"second_connection": True}, "websocket", "no such fault", "没有这种故障"),
    ({"slow_accept": 3}, "websocket_reverse", "an endpoint of the type websocket_reverse has no such", "websocket_rev"),
    ({"delay": "2"}, "websocket", "faults.delay: expected 0…86400, found: '2'", "应为 0…86400"),
    ({"delay": -1}, "websocket", "expected 0…86400, found: -1", "实为：-1"),
    ({"delay": True}, "websocket", "expected 0…86400, found: true", "实为：true"),
    ({"refuse": 200}, "http", "expected 0, 401, 403, 404, 405, 429, 500, 502, 503, found: 200", "应为 0, 401"),
    ({"silent": 1}, "websocket", "faults.silent: expected true, false, found: 1", "应为 true, false"),
    ([], "websocket", "faults: expected a group of settings", "应为一组设置"),
]


@pytest.mark.parametrize(("faults", "type", "english", "chinese"), MISTAKES)
def test_an_unknown_fault_is_named_with_line_and_expectation(
    tmp_path: Path, faults: Any, type: str, english: str, chinese: str
) -> None:
    for language, words in (("en_us", english), ("zh_cn", chinese)):
        with pytest.raises(ConfigError) as caught:
            file(tmp_path, faults, type, language)
        assert words in caught.value.problem
        assert caught.value.problem.startswith("accounts.0.endpoints.0.faults")
        assert caught.value.line == 5


async def test_the_desk_lists_what_can_go_wrong_where_and_how_it_is() -> None:
    async with speaking(FORWARD | {"faults": {"delay": 1}}, endpoints=[HTTP, POST, REVERSE]) as qq:
        desk = FaultDesk(qq.endpoints)
        listed = desk.listed()
        assert listed[0] == {
            "self_id": ALICE,
            "endpoint": f"websocket {qq.endpoints[0].address}",
            "index": 0,
            "name": "drop",
            "kind": "once",
            "value": None,
        }
        assert {one["name"]: one["value"] for one in listed if one["value"]} == {"delay": 1}
        places = {(one["self_id"], one["index"]) for one in listed}
        assert places == {(ALICE, 0), (BOB, 0), (BOB, 1), (BOB, 2)}
        assert {one["name"] for one in listed} == {fault.name for fault in TABLE}
        for one in listed:
            desk.apply(one["self_id"], one["index"], one["name"], one["value"])
        assert desk.listed() == listed
        desk.apply(BOB, 1, "silent", True)
        desk.apply(ALICE, 0, "delay", 0.5)
        assert (qq.endpoints[2].faults.silent, qq.endpoints[0].faults.delay) == (True, 0.5)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((7, 0, "silent", True), "account 7 has no endpoint 0"),
        ((ALICE, 1, "silent", True), "account 10001 has no endpoint 1"),
        ((ALICE, 0, "nonsense", True), "no fault 'nonsense' at an endpoint of the type websocket; there are: drop,"),
        ((ALICE, 0, "_open", True), "no fault '_open'"),
        ((ALICE, 0, "no_self_id", True), "no fault 'no_self_id' at an endpoint of the type websocket"),
        ((ALICE, 0, "silent", 1), "silent: expected true, false, found: 1"),
        ((ALICE, 0, "delay", None), r"delay: expected 0…86400, found: None"),
        ((ALICE, 0, "delay", float("nan")), "found: nan"),
        ((ALICE, 0, "drop", True), "drop: expected no value, found: True"),
    ],
)
async def test_the_desk_says_what_it_cannot_do(given: Any, words: str) -> None:
    async with speaking(FORWARD) as qq:
        with pytest.raises(ValueError, match=words):
            FaultDesk(qq.endpoints).apply(*given)
