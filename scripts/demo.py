"""`dev.py demo`: the sandbox, MCDR with both packed plugins, and a Minecraft server; ends as a whole.

Each part ends by itself when the one before it is gone, whatever dies first:
this script -> the sandbox (its standard input closes) -> the server (its link to the page closes) -> MCDR.
"""

import contextlib
import locale
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from environment import RUN, ensure
from mcdr_folder import write_folder
from packing import pack

GROUP = 20001
PORTS = (20_000, 32_000)
UP_SECONDS = 120
DOWN_SECONDS = 20
REAL_DOWN_SECONDS = 90
"""A real server saves its world first; the wrapper around it gives it 60 seconds."""


def demo(server: str, keep: bool, page_port: int, folder: Path, python: Path | None = None) -> int:
    """Run the demo until Ctrl-C, or until a part of it ends.

    Args:
        server: the command of a real server; "" for the stand-in.
        keep: leave the working folder as it is, before and after.
        page_port: where the page should be; another one is taken when it is busy.
        folder: the working folder.
        python: an interpreter that has what is needed; by default that of `.dev/venv`.
    """
    python = python or ensure(RUN)
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    files = pack(folder / "packed")
    page_port, bot_port = _free(page_port), _free(0)
    tokens = {"QQ_TOKEN": secrets.token_hex(16), "QQ_SANDBOX_TOKEN": secrets.token_hex(16)}
    command = [str(python), "-u", str(files["qq_api"]), "minecraft", "--page", f"ws://127.0.0.1:{page_port}/game"]
    command += ["--exec", server, "--stop-seconds", "60"] if server else ["--players", "Steve,Alex"]
    settings = _settings() | ({"working_directory": str(Path.cwd())} if server else {})
    write_folder(folder, command, files.values(), _configs(bot_port, tokens["QQ_TOKEN"]), **settings)
    with _Parts(folder, tokens, REAL_DOWN_SECONDS if server else DOWN_SECONDS) as parts:
        page = [python, "-u", files["qq_api"], "sandbox", "--until-eof", "--page-port", str(page_port)]
        page += ["--url", f"ws://127.0.0.1:{bot_port}/ws"]
        sandbox = parts.start("sandbox", page, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        parts.start("mcdr", [python, "-m", "mcdreforged", "start"])
        return parts.watch(sandbox)


def _free(port: int) -> int:
    """`port` when nobody listens there, else another, below those the system gives to connections that go out."""
    for candidate in (port or random.randrange(*PORTS), *random.sample(range(*PORTS), 100)):
        try:
            with socket.create_server(("127.0.0.1", candidate)):
                return candidate
        except (OSError, OverflowError):
            continue
    raise SystemExit("no free port")


def _configs(port: int, token: str) -> dict[str, dict[str, Any]]:
    connection = {"type": "websocket_reverse", "host": "127.0.0.1", "port": port, "token": token}
    return {
        "qq_api": {"config_version": 1, "connections": [connection]},
        "qq_chat": {
            "config_version": 1,
            "message_sync_groups": [GROUP],
            "admins": [10003],
            "player_list_regex": {"玩家" if _is_chinese() else "Players": ".*"},
        },
    }


def _settings() -> dict[str, Any]:
    return {"language": "zh_cn" if _is_chinese() else "en_us", "disable_console_thread": True}


def _is_chinese() -> bool:
    """Whether whoever runs this reads Chinese, as their system says."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    return any(name.lower().startswith(("zh", "chinese")) for name in (*names, locale.getlocale()[0] or ""))


class _Parts:
    """The child processes; leaving ends them all."""

    def __init__(self, folder: Path, tokens: dict[str, str], down_seconds: float) -> None:
        self._folder, self._down_seconds = folder, down_seconds
        self._environment = {**os.environ, **tokens, "MCDREFORGED_TELEMETRY_DISABLED": "1"}
        self._environment["PYTHONIOENCODING"] = "utf-8"
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._stop = threading.Event()
        self._ended = ""

    def __enter__(self) -> "_Parts":
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: self._ask_to_stop())
        return self

    def _ask_to_stop(self) -> None:
        """Once: everything ends in order. Again: at once."""
        self._down_seconds = 0 if self._stop.is_set() else self._down_seconds
        self._stop.set()

    def start(self, name: str, command: list[Any], **pipes: Any) -> "subprocess.Popen[str]":
        """Start a part in a group of its own, so that Ctrl-C reaches only us; its lines go to `logs/<name>.log`."""
        log = (self._folder / "logs" / f"{name}.log").open("w", encoding="utf-8")
        options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, **pipes}
        if os.name == "nt":
            options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP  # type: ignore[attr-defined,unused-ignore]
        else:
            options["start_new_session"] = True
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=self._folder,
            env=self._environment,
            text=True,
            encoding="utf-8",
            **options,
        )
        log.close()
        self._processes[name] = process
        threading.Thread(target=self._wait, args=(name, process), daemon=True).start()
        return process

    def _wait(self, name: str, process: "subprocess.Popen[str]") -> None:
        process.wait()
        self._ended = self._ended or name
        self._stop.set()

    def watch(self, sandbox: "subprocess.Popen[str]") -> int:
        """Tell what is up, until something ends."""
        threading.Thread(target=self._tell, args=(sandbox,), daemon=True).start()
        while not self._stop.wait(0.2):  # a plain wait would not notice Ctrl-C on Windows
            pass
        if not self._ended:
            return 0
        print(f"{self._ended} ended, so all ends. What it said: {self._last_lines(self._ended)}", file=sys.stderr)
        return 1

    def _tell(self, sandbox: "subprocess.Popen[str]") -> None:
        """Read the sandbox's lines until all three are there; then print the address."""
        told: dict[str, str] = {}
        opened = False
        print("starting QQ's sandbox, MCDR and the server …", flush=True)
        timer = threading.Timer(
            UP_SECONDS, lambda: print(f"still waiting; logs are in {self._folder / 'logs'}", flush=True)
        )
        timer.daemon = True
        timer.start()
        assert sandbox.stdout is not None
        for line in sandbox.stdout:
            name, _, rest = line.strip().partition(" ready ")
            if name not in told and rest:
                told[name] = rest
                print(f"  {name}", flush=True)
            if not opened and told.keys() >= {"sandbox", "bot", "game"}:
                opened = True
                timer.cancel()
                print(f"\nOpen {told['sandbox']}\nCtrl-C ends it.", flush=True)

    def _last_lines(self, name: str) -> str:
        path = self._folder / "logs" / f"{name}.log"
        text = path.read_text("utf-8", "replace") if path.exists() else ""
        return "\n".join(["", *text.splitlines()[-15:]])

    def __exit__(self, *_: object) -> None:
        print("stopping … (Ctrl-C again: at once)", flush=True)
        sandbox = self._processes.get("sandbox")
        if sandbox is not None and sandbox.stdin is not None:
            sandbox.stdin.close()
        began = time.monotonic()
        while any(process.poll() is None for process in self._processes.values()):
            if time.monotonic() - began > self._down_seconds:
                break
            time.sleep(0.1)
        for process in self._processes.values():
            _kill(process)


def _kill(process: "subprocess.Popen[str]") -> None:
    """End what is left of a part and of what it started."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
