"""A real MCDReforged as a child, with qq_api and the plugins under test, and a stand-in Minecraft server."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from qq_api.sandbox.testing.qq import QQ
from qq_api.types import Payload

T = TypeVar("T")

ROOT = Path(__file__).parents[3]
"""qq_api's own folder, or its packed file."""

START_SECONDS, STOP_SECONDS = 60.0, 20.0
"""How long MCDR may take to be up, and to end."""

PLAYERS = ("Steve", "Alex")
"""Who is in the game from the start; both are `user` to MCDR. Notch, who may come later, is its owner."""

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_PARTS = ("qq_api", "lang", "mcdreforged.plugin.json", "requirements.txt", "LICENSE", "__main__.py")


class Mcdr:
    """MCDR in a folder of its own, connected to a sandbox; for `with`, which ends it.

    Args:
        folder: where it runs; what a plugin wants to find there (`config/my_plugin/…`) may be written before `start`.
        qq: the sandbox. Its first account's first endpoint, a forward WebSocket, is the one that qq_api connects to.

    Attributes:
        lines: of its log, as far as they were read.
    """

    def __init__(self, folder: Path, qq: QQ) -> None:
        self.folder, self._qq = folder, qq
        self.lines: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._reader = threading.Thread(target=self._read, name="MCDR's log", daemon=True)

    def __enter__(self) -> "Mcdr":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, *plugins: str | Path) -> None:
        """Start MCDR with plugins, and wait until the server is up and QQ is connected.

        Args:
            plugins: files (`.py`, `.mcdr`) and folders, which are copied.

        Raises:
            RuntimeError: MCDReforged is not installed here.
            TimeoutError: it did not come up; with the end of its log.
        """
        if importlib.util.find_spec("mcdreforged") is None:
            raise RuntimeError("MCDReforged is not installed in this Python: pip install mcdreforged")
        self._write(*map(Path, plugins))
        self._process = subprocess.Popen(
            (sys.executable, "-m", "mcdreforged", "start"),
            cwd=self.folder,
            env={**os.environ, "MCDREFORGED_TELEMETRY_DISABLED": "1", "PYTHONUTF8": "1"}
            | {"QQ_SANDBOX_TOKEN": self._page().token},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._reader.start()
        self._until(lambda: self._page().game.ready and self._is_started(), "did not start", START_SECONDS)
        self._qq.connected(self._qq.sandbox.endpoints[0].self_id)

    def stop(self) -> None:
        """End it; kill it when it does not."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            self._send(process, "stop" if self._is_started() else "!!MCDR server exit")
            process.wait(STOP_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        self._reader.join(STOP_SECONDS)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    # -- what a test does with it

    def log(self, pattern: str, timeout: float = 30) -> str:
        """The first line of the log in which a regular expression is found, as soon as there is one.

        Raises:
            TimeoutError: there is none within so many seconds; with the end of the log.
        """
        return self._until(lambda: _first(self.lines, pattern), f"never said {pattern!r}", timeout)

    def game(self, pattern: str, timeout: float = 30) -> str:
        """The same for what players see in the game's chat, as plain text."""
        return self._until(lambda: _first(self._seen(), pattern), f"showed no player {pattern!r}", timeout)

    def console(self, line: str) -> None:
        """Type a line at MCDR's console: `!!help`."""
        if self._process is not None:
            self._send(self._process, line)

    def chat(self, player: str, text: str) -> None:
        """A player in the game says something: `!!help`."""
        frame = {"type": "chat", "player": player, "text": text}
        self._qq.change(lambda qq: qq.page.game.send(frame) if qq.page and qq.page.game.send else None)

    # -- how it is done

    def _page(self) -> Any:
        if self._qq.sandbox.page is None:
            raise RuntimeError("the sandbox needs its page for this: leave `page: None` out")
        return self._qq.sandbox.page

    def _is_started(self) -> bool:
        return bool(_first(self.lines, "Server is running at PID"))

    def _seen(self) -> list[str]:
        return [_plain(line["component"]) for line in [*self._page().game.lines]]

    def _until(self, found: Callable[[], T], otherwise: str, seconds: float) -> T:
        deadline = time.monotonic() + seconds
        while not (value := found()):
            is_over = self._process is None or self._process.poll() is not None
            if is_over or time.monotonic() > deadline:
                raise TimeoutError(f"MCDR {otherwise}; its log ends:\n" + "\n".join(self.lines[-40:]))
            time.sleep(0.02)
        return value

    @staticmethod
    def _send(process: "subprocess.Popen[bytes]", line: str) -> None:
        if process.stdin is not None:
            process.stdin.write(f"{line}\n".encode())
            process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout if self._process is not None else None
        for line in stream or ():
            self.lines.append(_COLOURS.sub("", line.decode("utf-8", "replace").rstrip()))

    def _write(self, *plugins: Path) -> None:
        for name in ("server", "plugins", "config", "logs"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        for plugin in (ROOT, *plugins):
            _copy(plugin, self.folder / "plugins")
        game = self._qq.sandbox.url.replace("http", "ws", 1).partition("?")[0] + "game"
        server = [sys.executable, "-u", str(ROOT), "minecraft", "--page", game, "--players", ",".join(PLAYERS)]
        _write_yaml(self.folder / "config.yml", _SETTINGS | {"start_command": server})
        _write_yaml(self.folder / "permission.yml", {"default_level": "user", "owner": ["Notch"]})
        _write_yaml(self.folder / "config" / "qq_api" / "config.yml", self._connection())

    def _connection(self) -> Payload:
        endpoint = self._qq.sandbox.endpoints[0]
        settings = self._qq.sandbox.config.accounts[0].endpoints[0]
        token = settings.token.get_secret_value() if settings.type == "websocket" else ""
        connection = {"type": "websocket", "url": endpoint.address, "token": token}
        return {"config_version": 1, "connections": [connection]}


_SETTINGS = {
    "language": "en_us",
    "working_directory": "server",
    "handler": "vanilla_handler",
    "encoding": "utf8",
    "decoding": "utf8",
    "plugin_directories": ["plugins"],
    "check_update": False,
    "telemetry": False,
    "advanced_console": False,
    "disable_console_color": True,
    "handler_detection": False,
}


def _write_yaml(path: Path, tree: Payload) -> None:
    """JSON is YAML, too. A file that is there stays: the test wants it so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(json.dumps(tree, indent=2, ensure_ascii=False), "utf-8")


def _copy(plugin: Path, target: Path) -> None:
    """A plugin's file or folder; of qq_api's own folder only what is the plugin."""
    if plugin.is_file():
        shutil.copy(plugin, target)
        return
    is_ours = plugin == ROOT
    for part in [plugin / name for name in _PARTS] if is_ours else plugin.iterdir():
        copied = target / ("qq_api_plugin" if is_ours else plugin.name) / part.name
        copied.parent.mkdir(exist_ok=True)
        if part.is_dir():
            shutil.copytree(part, copied, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(part, copied)


def _first(lines: list[str], pattern: str) -> str:
    return next((line for line in [*lines] if re.search(pattern, line)), "")


def _plain(component: Any) -> str:
    """The text of a Minecraft component."""
    if isinstance(component, list):
        return "".join(map(_plain, component))
    if isinstance(component, dict):
        return str(component.get("text", "")) + _plain(component.get("extra", []))
    return str(component)
