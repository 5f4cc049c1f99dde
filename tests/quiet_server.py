"""A Minecraft server that only writes down what is typed into it, and lets Steve say `#chat …`."""

import json
from pathlib import Path

from mcdr import plain
from qq_api.sandbox.game import rows

SERVER = """
import sys
HEAD = "[12:00:00] [Server thread/INFO]: "
print(HEAD + "Starting minecraft server version 1.21", flush=True)
print(HEAD + 'Done (1.0s)! For help, type "help"', flush=True)
for line in sys.stdin:
    with open("typed.txt", "a", encoding="utf-8") as typed:
        typed.write(line)
    if line.startswith("#chat "):
        print(HEAD + "<Steve> " + line.removeprefix("#chat ").rstrip(), flush=True)
    if line.strip() == "stop":
        break
"""


def shown(folder: Path) -> list[str]:
    """What players saw of the server in `folder/server`, a row each."""
    typed = (folder / "server" / "typed.txt").read_text("utf-8").splitlines()
    components = (json.loads(line.partition(" @a ")[2]) for line in typed if "tellraw @a " in line)
    return [plain(row) for component in components for row in rows(component)]
