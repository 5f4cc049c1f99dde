"""The interpreter of bots that nobody here wrote."""

import sys
from pathlib import Path

from environment import DEV, ensure
from support import one_at_a_time

PEERS = Path(__file__).resolve().parent / "peers"


def nonebot_python() -> Path:
    """An interpreter with NoneBot and napcat-sdk, in an environment of its own, kept below `.dev/`."""
    folder = DEV / f"peers-py{sys.version_info.major}.{sys.version_info.minor}"
    with one_at_a_time(folder.with_suffix(".lock")):
        return ensure((PEERS / "requirements.txt",), folder)
