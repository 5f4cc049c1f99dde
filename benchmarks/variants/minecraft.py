"""Stands for a Minecraft server whose player types a command 50 times a second."""

import sys
import threading
import time

EVERY = 0.02


def _type() -> None:
    while True:
        print(f"[12:00:00] [Server thread/INFO]: <Steve> !!probe {time.monotonic()}", flush=True)
        time.sleep(EVERY)


threading.Thread(target=_type, daemon=True).start()
for line in sys.stdin:
    if line.strip() == "stop":
        break
