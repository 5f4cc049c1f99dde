"""The pieces of a console command: what was meant, or vanilla's words on why it cannot be read. Pure."""

import json
import math
import re
from typing import Any, Final, TypeAlias

from qq_api.sandbox.minecraft.wording import INCORRECT, UNKNOWN

Component: TypeAlias = str | list[Any] | dict[str, Any]
"""A Minecraft text component, as it came out of JSON: `{"text": "hi", "color": "gold"}`."""

MAX_DEPTH: Final = 128
"""How deep a component may nest, so that whoever walks it need not fear for their stack."""

# execute at @p run tellraw @a "hi"
_EXECUTE: Final = re.compile(r"execute (?:at|as) (\S+) run (.+)", re.DOTALL)


class CommandError(Exception):
    """A command that cannot be carried out, in vanilla's words.

    Args:
        message: the first line of the answer.
        rest: the end of the input, from where it went wrong; None when the input itself was sound.
    """

    def __init__(self, message: str, rest: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.rest = rest

    def lines(self, command: str) -> list[str]:
        """Give the answer's lines for the command that was typed."""
        if self.rest is None:
            return [self.message]
        return [self.message, _here(command, len(command) - len(self.rest))]


def incomplete() -> CommandError:
    """Say that the command ends too early."""
    return CommandError(UNKNOWN, "")


def unknown(rest: str) -> CommandError:
    """Say that nobody knows the command which begins here."""
    return CommandError(UNKNOWN, rest)


def incorrect(rest: str) -> CommandError:
    """Say that the argument which begins here is not one of the command's."""
    return CommandError(INCORRECT, rest)


def split_execute(command: str) -> tuple[list[str], str]:
    """Take the `execute` chain off a command.

    Returns:
        The targets it is to be run at and the command itself:
        `execute at @p run say hi` -> `(["@p"], "say hi")`, `say hi` -> `([], "say hi")`.
    """
    targets = []
    while found := _EXECUTE.fullmatch(command):
        target, command = found.groups()
        targets.append(target)
    return targets, command


def parse_component(text: str) -> Component:
    """Read the JSON of a `tellraw`.

    Raises:
        CommandError: it is no JSON, or no text component.
    """
    try:
        component = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"Invalid chat component: {error}", text) from error
    if not isinstance(component, str | list | dict) or component in ([], {}):
        raise CommandError(f"Invalid chat component: {text[:40]} is none", text)
    if _depth(component) > MAX_DEPTH:
        raise CommandError("Invalid chat component: nested too deep", text)
    return component


def _finite(text: str) -> float:
    # 1e999 would become a number that no JSON can say
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _depth(component: Component) -> int:
    # [["hi"]] -> 3; level by level, without recursion
    depth, level = 0, [component]
    while level:
        depth += 1
        level = [inner for outer in level for inner in _parts(outer)]
    return depth


def _parts(outer: Any) -> list[Any]:
    if isinstance(outer, dict):
        return list(outer.values())
    return outer if isinstance(outer, list) else []


def _refuse_constant(name: str) -> Any:
    # NaN and Infinity are Python's own idea of JSON
    raise ValueError(f"Unexpected {name}")


def _here(command: str, cursor: int) -> str:
    # "tellraw @a {oops", 11 -> "...ellraw @a {oops<--[HERE]"
    dots = "..." if cursor > 10 else ""
    return f"{dots}{command[max(0, cursor - 10) :]}<--[HERE]"
