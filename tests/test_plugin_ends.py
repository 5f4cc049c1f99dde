"""The end of the plugin's life inside MCDR, when the bot's own thread does not answer."""

import logging
import threading
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from qq_api.mcdr import plugin
from qq_api.mcdr.plugin import Plugin
from qq_api.parking import take
from support import free_port, is_open


class Server:
    """As much of MCDR's `PluginServerInterface` as the plugin asks for; its executor does nothing."""

    logger = logging.getLogger("test")

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_self_metadata(self) -> Any:
        return SimpleNamespace(version="9.9.9")

    def get_mcdr_language(self) -> str:
        return "en_us"

    def get_data_folder(self) -> str:
        return str(self._folder)

    def schedule_task(self, _work: Any, **_options: Any) -> "Future[Any]":
        return Future()

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args, **_keywords: None


def loaded(folder: Path) -> tuple[Plugin, int]:
    port = free_port()
    text = f"config_version: 1\nconnections:\n  - {{type: websocket_reverse, port: {port}, token: secret}}\n"
    (folder / "config.yml").write_text(text, encoding="utf-8")
    server: Any = Server(folder)
    return Plugin(server), port


EVENT = {"post_type": "message", "message_type": "private", "self_id": 1, "user_id": 2, "message": "hi"}


def test_a_parked_plugin_leaves_its_port_open_and_what_nobody_heard(tmp_path: Path) -> None:
    made, port = loaded(tmp_path)
    made.loop.call_soon_threadsafe(made.bot.emit, dict(EVENT))
    made.park()
    assert is_open(port)
    things, _ = take("9.9.9")
    assert [event["message"] for event in things["events"]] == ["hi"]
    ((sock, left),) = things["connections"].values()
    sock.close()
    assert left == []


def test_a_thread_that_hangs_keeps_nobody_from_unloading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made, _ = loaded(tmp_path)
    monkeypatch.setattr(plugin, "STOP_SECONDS", 0.1)
    hangs, go_on = threading.Event(), threading.Event()
    made.loop.call_soon_threadsafe(made.bot.emit, dict(EVENT))
    made.loop.call_soon_threadsafe(lambda: hangs.set() or go_on.wait(20))
    assert hangs.wait(5)
    made.park()
    things, _ = take("9.9.9")
    assert [event["message"] for event in things["events"]] == ["hi"]
    assert things["connections"] == {}
    assert "0.1" in caplog.text
    go_on.set()
    assert made._thread.stop(10)


def test_a_thread_that_is_gone_keeps_nobody_from_unloading(tmp_path: Path) -> None:
    made, _ = loaded(tmp_path)
    assert made._thread.stop(10)
    made.park()
    assert take("9.9.9")[0]["connections"] == {}
