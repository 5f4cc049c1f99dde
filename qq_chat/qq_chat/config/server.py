"""What of the configuration says how the server is run from QQ."""

from typing import Annotated

from pydantic import AfterValidator, Field

from qq_api import Section
from qq_chat.config.ids import GroupId
from qq_chat.config.permissions import LevelName
from qq_chat.text.patterns import pattern

DANGEROUS = ["stop", "restart", "ban", "ban-ip", "pardon", "kick", "whitelist off", "save-off", "kill", "clear", "fill"]
DENIED = ["op", "deop"]
ALLOWED_MCDR = ["!!help", "!!MCDR status", "!!MCDR plugin list"]

Seconds = Annotated[float, Field(gt=0, le=600)]


def _is_pattern(source: str) -> str:
    if source:
        pattern(source)
    return source


class ServerCommands(Section):
    """How `/command` runs commands of the server.

    Attributes:
        allow: only these, where it is not empty: the words they begin with.
        deny: never these; behind `execute … run` neither.
        confirm: these only after `/confirm`.
        by_level: what levels below admin may do, too: `{helper: [kick, tp]}`.
        confirm_within: seconds for `/confirm`.
        wait: seconds for an answer of the server.
    """

    allow: list[str] = []
    deny: list[str] = list(DENIED)
    confirm: list[str] = list(DANGEROUS)
    by_level: dict[LevelName, list[str]] = {}
    confirm_within: Seconds = 60.0
    wait: Seconds = 10.0


class McdrCommands(Section):
    """How `/mcdr` runs MCDR's commands.

    Attributes:
        allow: what they may begin with.
        quiet: seconds of silence after which the answer is taken to be whole.
        wait: seconds after which it is said in any case; what comes later follows.
    """

    allow: list[str] = list(ALLOWED_MCDR)
    quiet: Seconds = 1.0
    wait: Seconds = 15.0


class ConsoleChannel(Section):
    """The server's console, in groups of the staff.

    Attributes:
        groups: where it is shown; empty: nowhere.
        pattern: only lines that hold it (RE2); every line where it is empty.
        not_pattern: not those that hold it.
        mask: what is hidden in every line (RE2), beside addresses and what looks like a password or a token.
        every: seconds for which lines are gathered.
        lines: how many of them are shown at once, at most; how many were left out is said.
        prefix: what a command to the console begins with, in those groups; empty: none is taken.
    """

    groups: list[GroupId] = []
    pattern: Annotated[str, AfterValidator(_is_pattern)] = ""
    not_pattern: Annotated[str, AfterValidator(_is_pattern)] = ""
    mask: list[Annotated[str, AfterValidator(_is_pattern)]] = []
    every: Seconds = 5.0
    lines: Annotated[int, Field(ge=1, le=200)] = 30
    prefix: str = ">"
