"""The command `bridge`, and those below it: `bridge new-server NAME`, `bridge status`."""

from collections.abc import Callable

from qq_api.bridge import new_server, run, standing
from qq_api.texts import Texts

COMMANDS: dict[str, Callable[[list[str], Texts], int]] = {"new-server": new_server.main, "status": standing.main}


def main(argv: list[str], texts: Texts) -> int:
    """Run one of them; without a name the bridge itself."""
    command = COMMANDS.get(argv[0]) if argv else None
    return run.main(argv, texts) if command is None else command(argv[1:], texts)
