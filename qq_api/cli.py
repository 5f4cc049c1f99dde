"""The command line: `python -m qq_api …`, or `python QQAPI-v….mcdr …`."""

import sys
from collections.abc import Callable

from qq_api import doctor, standalone
from qq_api.bridge import commands as bridge
from qq_api.sandbox import run
from qq_api.sandbox.minecraft import console
from qq_api.texts import Texts, language_of_system

Command = Callable[[list[str], Texts], int]


def _minecraft(argv: list[str], _texts: Texts) -> int:
    return console.run(argv)


COMMANDS: dict[str, Command] = {
    "bot": standalone.main,
    "sandbox": run.main,
    "bridge": bridge.main,
    "doctor": doctor.main,
    "minecraft": _minecraft,
}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code; 2 when there is no such command."""
    name, *rest = (sys.argv[1:] if argv is None else argv) or [""]
    texts = Texts.load("qq_api", language_of_system())
    command = COMMANDS.get(name)
    if command is not None:
        return command(rest, texts)
    asked = name in ("-h", "--help")
    print(_help(texts), file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2


def _help(texts: Texts) -> str:
    lines = [f"  {name:10} {texts(f'cli.{name}')}" for name in COMMANDS]
    return "\n".join([texts("cli.about"), "", *lines])
