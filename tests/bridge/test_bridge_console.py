"""The console takes anything; the configuration is read, carried over, and read again."""

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fleet import fleet, raw, reverse

from our_bot import SELF
from qq_api import ConfigError, Texts
from qq_api.bridge.config import BridgeConfig
from qq_api.bridge.console import Console, lines
from qq_api.bridge.run import Office, obtain
from qq_api.config import load_config, save_config
from support import child, free_port, until

OLD = """\
websocket: true
host: 127.0.0.1
port: 5700
server_list:
  example:
    host: 127.0.0.1
    port: 5701
  2:
    port: 5702
debug_mode: false
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


async def typed(*given: str) -> AsyncIterator[str]:
    for line in given:
        yield line


async def test_no_bad_input_ends_the_console(texts: Texts) -> None:
    said: list[str] = []

    def fails() -> str:
        raise ValueError("on purpose")

    console = Console({"status": lambda: "well", "reload config": fails}, texts, said.append)
    odd = ("reload", "", "   ", "reload config", "debug", "nonsense", "\x00\ufffd", "status status", "  STATUS ")
    assert await console.run(typed(*odd, "debug  thread", "help", " status ")) is False
    assert "reload config" in said[0] and "MainThread" in said[-3] and said[-1] == "well"
    assert "status" in said[-2]


async def test_at_a_terminal_lines_are_edited_and_its_end_is_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    prompt_toolkit = pytest.importorskip("prompt_toolkit")
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    assert prompt_toolkit
    monkeypatch.setattr(sys, "stdin", Terminal())
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("stat\x7ftus\n\x04")
        assert [line async for line in lines(["status", "stop"])] == ["status", "stop"]


async def test_without_prompt_toolkit_lines_are_plain_to_the_end_of_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prompt_toolkit", None)
    monkeypatch.setattr(sys, "stdin", Terminal("help\n\nstatus"))
    assert [line async for line in lines([])] == ["help\n", "\n", "status"]


@pytest.mark.parametrize("word", ["stop", "__stop__", "exit"])
async def test_three_words_end_the_bridge(texts: Texts, word: str) -> None:
    assert await Console({}, texts).run(typed("help", word, "never")) is True


@pytest.mark.parametrize("spelt", ["websocket", "webscocket"])
def test_the_old_configuration_is_read_as_it_is(
    tmp_path: Path, texts: Texts, spelt: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "qq_api")
    (tmp_path / "config.yml").write_text(OLD.replace("websocket", spelt))
    path, config = obtain(tmp_path / "bridge.yml", texts)
    assert path == tmp_path / "bridge.yml"
    assert [(one.type, one.port) for one in config.connections] == [("websocket_reverse", 5700)]
    assert [(one.name, one.type, str(one.url)) for one in config.peers] == [
        ("example", "websocket_reverse", "ws://127.0.0.1:5701/ws/"),
        ("2", "websocket_reverse", "ws://127.0.0.1:5702/ws/"),
    ]
    assert "by WebSocket" in caplog.text and "carried over" in caplog.text
    assert (tmp_path / "config.yml").read_text() == OLD.replace("websocket", spelt)
    assert load_config(path, BridgeConfig, "en_us") == config and "# Who shares QQ" in path.read_text("utf-8")
    assert obtain(tmp_path / "config.yml", texts) == (path, config)  # the new one counts from now on


def test_false_meant_posts_and_the_log_says_so(
    tmp_path: Path, texts: Texts, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO, "qq_api")
    (tmp_path / "config.yml").write_text(OLD.replace("true", "false", 1).replace("host: 127.0.0.1", "host: 0.0.0.0", 1))
    _, config = obtain(tmp_path / "config.yml", texts)
    assert [(one.type, one.host, one.port) for one in config.connections] == [("http", "0.0.0.0", 5700)]
    assert str(config.connections[0].api_url) == "http://127.0.0.1:3000/"
    token = config.connections[0].secret.get_secret_value()
    assert len(token) == 32 and token in capsys.readouterr().out and token not in caplog.text
    assert (config.peers[0].type, str(config.peers[0].url)) == ("http_post", "http://127.0.0.1:5701/")
    assert "websocket: false" in caplog.text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (OLD.replace("5701", "port"), 7, "whole number"),
        (
            OLD.replace("server_list:\n  example:\n    host: 127.0.0.1\n    port: 5701", "server_list:\n  a: 1"),
            5,
            "group",
        ),
        (OLD.replace("port: 5700", "port: 99999"), 3, "at most 65535"),
    ],
)
def test_what_is_wrong_in_it_is_told_with_its_line(
    tmp_path: Path, texts: Texts, text: str, line: int, words: str
) -> None:
    (tmp_path / "config.yml").write_text(text)
    with pytest.raises(ConfigError, match=words) as caught:
        obtain(tmp_path / "bridge.yml", texts)
    assert caught.value.line == line and not (tmp_path / "bridge.yml").exists()


def test_a_first_start_writes_a_file_with_a_token(
    tmp_path: Path, texts: Texts, capsys: pytest.CaptureFixture[str]
) -> None:
    path, config = obtain(tmp_path / "bridge.yml", texts)
    assert config.peers == [] and config.connections[0].token.get_secret_value() in capsys.readouterr().out
    assert obtain(path, texts)[1] == config


def test_two_servers_of_one_name_are_told(tmp_path: Path, texts: Texts) -> None:
    file = tmp_path / "bridge.yml"
    file.write_text("peers:\n" + "  - {name: a, type: websocket_reverse, url: 'ws://127.0.0.1:1'}\n" * 2)
    with pytest.raises(ConfigError, match="a is there twice"):
        obtain(file, texts)


async def test_a_reload_keeps_what_is_unchanged_and_survives_what_is_wrong(tmp_path: Path, texts: Texts) -> None:
    file, said = tmp_path / "bridge.yml", []
    async with raw() as one, raw() as two, raw() as three:  # noqa: SIM117  (the bridge ends first)
        async with fleet(reverse("one", one.port), reverse("two", two.port)) as net:
            await net.there("one", "two")
            office = Office(file, net.bot, net.runtime, net.bridge, texts)
            console = Console({"status": office.status, "reload config": office.reload}, texts, said.append)
            config = BridgeConfig(peers=[reverse("one", one.port), reverse("three", three.port)])
            config.connections = [held.connection for held in net.runtime.held]
            save_config(file, config, texts)
            await console.run(typed("reload config"))
            await net.there("one", "three")
            assert len(one.links) == 1 and len(net.runtime.held) == 1 and net.bot.accounts() == [SELF]
            await until(lambda: two.links[0].state.name == "CLOSED")
            status = await office.status()
            assert "three (websocket_reverse 127.0.0.1" in status and "two" not in status
            file.write_text("peers: nonsense")
            assert "nothing changed" in await office.reload()
            await net.say()
            await until(lambda: one.lines == three.lines == ["line 0"])
            assert "was read" in said[0]


async def test_the_program_runs_by_its_commands_and_ends_with_its_input(tmp_path: Path) -> None:
    port, server = free_port(), free_port()
    old = OLD.replace("5700", str(port)).replace("5701", str(server))
    (tmp_path / "config.yml").write_text(old)
    command = (sys.executable, "-m", "qq_api", "bridge", "--config", tmp_path / "bridge.yml", "--until-eof")
    async with child(*command, PYTHONPATH=str(Path(__file__).parents[2])) as bridge:
        await until(lambda: "bridge ready" in bridge.log, 30, lambda: bridge.log)
        assert (tmp_path / "bridge.yml").exists()
    assert "Traceback" not in "\n".join(bridge.log)
    await asyncio.sleep(0)
