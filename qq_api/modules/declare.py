"""What a module declares: which of its functions hear what. Computes only."""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
Kind: TypeAlias = Literal["message", "notice", "request", "command", "every"]

PREFIX = "/"
"""What commands begin with."""

Place: TypeAlias = Literal["", "group", "private"]
"""Where something is heard; "" is everywhere."""

_MARK = "__qq_hears__"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True)
class Handler:
    """One function of a module, and what it hears.

    Attributes:
        kind: which events; `every` is no event, but the time.
        function: called with `(bot, event)`, or with `(bot)` by the time.
        name: of a command, without the prefix.
        seconds: between two calls by the time.
        place: where it must be heard.
    """

    kind: Kind
    function: Callable[..., Any]
    name: str = ""
    seconds: float = 0
    place: Place = ""

    @property
    def about(self) -> str:
        """The first line of the function's docstring."""
        return first_line(self.function.__doc__)

    def hears(self, post_type: str, command: str, group_id: Any) -> bool:
        """Whether it wants an event: its type, the command in it, its group."""
        if self.place and (self.place == "group") != bool(group_id):
            return False
        return self.name == command if self.kind == "command" else self.kind == post_type


def first_line(doc: str | None) -> str:
    """`" Greets.\\n\\nMore"` -> `Greets.`"""
    return next(iter((doc or "").strip().splitlines()), "").strip()


def on_message(function: F) -> F:
    """Call the function with `(bot, event)` for each message."""
    return _mark(function, "message")


def on_notice(function: F) -> F:
    """Call the function with `(bot, event)` for each notice: who joined, who was muted, what was recalled …"""
    return _mark(function, "notice")


def on_request(function: F) -> F:
    """Call the function with `(bot, event)` for each request: to be a friend, to join a group."""
    return _mark(function, "request")


def on_command(name: str) -> Callable[[F], F]:
    """Call the function with `(bot, event)` when somebody types `/name`; what follows is in `event["args"]`.

    Args:
        name: without the slash and without blanks.

    Raises:
        ValueError: nobody could type that.
    """
    plain = name.removeprefix(PREFIX)
    if not plain or plain.split() != [plain]:
        raise ValueError(f'@on_command("{name}"): expected one word, as @on_command("ping")')
    return lambda function: _mark(function, "command", name=plain)


def every(interval: str) -> Callable[[F], F]:
    """Call the function with `(bot)` again and again.

    Args:
        interval: `30s`, `5m`, `2h` or `1d`.

    Raises:
        ValueError: that is no interval.
    """
    seconds = seconds_of(interval)
    return lambda function: _mark(function, "every", seconds=seconds)


def seconds_of(interval: str) -> float:
    """`1.5m` -> 90.0; ValueError when it is none, or shorter than a tenth of a second."""
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([smhd])", interval)
    seconds = float(found[1]) * _UNITS[found[2]] if found else 0.0
    if seconds < 0.1:
        raise ValueError(f'@every("{interval}"): expected a number and s, m, h or d, as @every("5m")')
    return seconds


def declared(names: Iterable[Any]) -> list[Handler]:
    """All that the functions among some objects hear, each once, in their order.

    Args:
        names: what a module holds.
    """
    unique = {id(one): one for one in names if inspect.isfunction(one)}
    return [handler for one in unique.values() for handler in getattr(one, _MARK, ())]


def command_of(words: str) -> tuple[str, str]:
    """`/say  hi you` -> `("say", "hi you")`; `("", "")` for what is no command."""
    if not words.startswith(PREFIX):
        return "", ""
    name, _, rest = words[len(PREFIX) :].partition(" ")
    return name, rest.strip()


def _mark(function: F, kind: Kind, **how: Any) -> F:
    given = ("bot",) if kind == "every" else ("bot", "event")
    try:
        inspect.signature(function).bind(*given)
    except TypeError:
        words = f"{function.__name__} must take ({', '.join(given)})"
        raise TypeError(words) from None
    marks = getattr(function, _MARK, ())
    setattr(function, _MARK, (Handler(kind, function, **how), *marks))
    return function
