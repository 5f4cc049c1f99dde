"""What importing costs on top of MCDR, in this fresh process: `imports.py PATH MODULE …` prints JSON."""

import gc
import importlib
import json
import sys
import time
from pathlib import Path


def _rss() -> float:
    """Memory held now, in MB; 0 where the system does not tell."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * 4096 / 2**20 if statm.exists() else 0.0


importlib.import_module("mcdreforged.mcdr_server")
sys.path.append(sys.argv[1])
gc.collect()
rss, cpu, wall = _rss(), time.process_time(), time.perf_counter()
for name in sys.argv[2:]:
    importlib.import_module(name)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(json.dumps({"wall": wall * 1e3, "cpu": cpu * 1e3, "rss": _rss() - rss, "total": time.process_time()}))
