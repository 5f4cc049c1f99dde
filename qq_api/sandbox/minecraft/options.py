"""The command line of the stand-in server and of the wrapper."""

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from qq_api.sandbox.minecraft.refused import Refused, check_line, check_name

TOKEN_VARIABLE: Final = "QQ_SANDBOX_TOKEN"  # noqa: S105 - the name of one
STDIN_LOG_VARIABLE: Final = "QQ_SANDBOX_STDIN_LOG"


@dataclass(frozen=True)
class Options:
    """What the program was started with; each field is the flag of that name."""

    port: int = 25565
    version_name: str = "1.21.4"
    rcon_port: int | None = None
    rcon_password: str = field(default="", repr=False)
    page: str = ""
    token: str = field(default="", repr=False)
    players: tuple[str, ...] = ()
    startup_seconds: float = 0.0
    stop_seconds: float = 30.0
    stdin_log: Path | None = None
    exec: str = ""


def parse_options(argv: list[str]) -> Options:
    """Read the command line.

    Raises:
        SystemExit: it cannot be read, or asked for help; both were printed.
    """
    given = vars(_parser().parse_args(argv, Namespace()))
    return Options(**given)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="minecraft", description="A stand-in for a vanilla Minecraft server, or around a real one."
    )
    add = parser.add_argument
    add("--port", type=int, default=25565, help="the port it says it listens on (nothing does)")
    add("--version-name", type=_line, default="1.21.4", help="the Minecraft version it says it is")
    add("--rcon-port", type=int, help="serve RCON at this port of 127.0.0.1; 0 for any that is free")
    add("--rcon-password", default="", help="what RCON clients log in with; RCON needs one")
    add("--page", type=_page, default="", help="the sandbox's page, as ws://127.0.0.1:8080/minecraft")
    add("--token", default=os.environ.get(TOKEN_VARIABLE, ""), help=f"for the page; or set {TOKEN_VARIABLE}")
    add("--players", type=_players, default=(), help="who joins once it is up, as Steve,Alex")
    add("--startup-seconds", type=float, default=0.0, help="how long it takes to start")
    add("--stop-seconds", type=float, default=30.0, help="with --exec: how long the server may take to stop")
    add("--stdin-log", type=Path, default=_stdin_log(), help=f"a copy of stdin; or set {STDIN_LOG_VARIABLE}")
    add("--exec", default="", help='run this real server instead, as "java -jar server.jar"')
    return parser


def _stdin_log() -> Path | None:
    path = os.environ.get(STDIN_LOG_VARIABLE)
    return Path(path) if path else None


def _players(text: str) -> tuple[str, ...]:
    # "Steve,Alex" -> ("Steve", "Alex")
    try:
        return tuple(check_name(name.strip()) for name in text.split(",") if name.strip())
    except Refused as refused:
        raise ArgumentTypeError(str(refused)) from refused


def _line(text: str) -> str:
    try:
        return check_line(text)
    except Refused as refused:
        raise ArgumentTypeError(str(refused)) from refused


def _page(text: str) -> str:
    if text and not text.startswith(("ws://", "wss://")):
        raise ArgumentTypeError(f"{text!r} does not begin with ws:// or wss://")
    return text
