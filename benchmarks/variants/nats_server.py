"""The broker: a real nats-server in a folder of its own, on the port where other benchmarks have their peers."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from channel import Channel
from fanout_probe import RECEIVERS
from qq_api import Texts
from qq_api.broker.program import greeting, program

START_SECONDS = 20


def _configuration(sync: str) -> Path:
    home = Path(os.environ["BENCH_FOLDER"]) / "nats"
    home.mkdir()
    store = f"store_dir: {json.dumps((home / 'data').as_posix())}, sync_interval: {sync}"
    lines = [f'listen: "127.0.0.1:{RECEIVERS}"', f"jetstream {{ {store} }}", "max_payload: 8MB"]
    (home / "nats.conf").write_text("\n".join(lines), "utf-8")
    return home / "nats.conf"


def _listens() -> bool:
    deadline = time.monotonic() + START_SECONDS
    while asyncio.run(greeting("127.0.0.1", RECEIVERS)) is None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _main() -> None:
    found = program(Texts.load("qq_api", "en_us"))
    with subprocess.Popen([found, "-c", _configuration(sys.argv[1])]) as server:
        try:
            if _listens():
                channel = Channel.to_run()
                channel.send(pid=server.pid)
                with contextlib.suppress(EOFError, OSError):
                    channel.receive()  # nothing, until nobody measures any more
        finally:
            server.kill()


_main()
