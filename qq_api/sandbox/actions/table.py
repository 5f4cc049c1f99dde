"""How the sandbox's actions are declared, and given their parameters by the table of `qq_api.actions`."""

from collections.abc import Callable
from inspect import signature
from typing import Any, TypeVar

from qq_api import actions
from qq_api.actions.model import Absent, Parameter, may
from qq_api.sandbox.world import Refused
from qq_api.types import Payload

Action = Callable[..., Any]
"""`(world, self_id, parameter=...) -> data`, with those of the table's parameters that it heeds; `rest`: all others."""

Do = TypeVar("Do", bound=Action)

ACTIONS: dict[str, Action] = {}

VIA = may("group_id", "Id", "the group by which to reach somebody who is no friend", "临时会话所在的群")
FLAG = may("flag", "str", "the flag, by its other name", "匿名用户的 flag（别名）")
ALSO = {"send_private_msg": (VIA,), "set_group_anonymous_ban": (FLAG,)}
"""What the table has no parameter for."""


def action(*names: str) -> Callable[[Do], Do]:
    """Declare what an action does, under one name or several."""

    def declare(do: Do) -> Do:
        ACTIONS.update(dict.fromkeys(names, do))
        return do

    return declare


def arguments(name: str, do: Action, params: Payload) -> dict[str, Any]:
    """What an action is called with: `{"group_id": "7"}` -> `{"group_id": 7, "enable": True}`.

    Raises:
        Refused: a parameter is missing, or is no such thing (retcode 1400).
    """
    known = {one.name: one for one in (*actions.ACTIONS[name].parameters, *ALSO.get(name, ()))}
    given = {key: _value(one, params.get(key)) for key, one in known.items()}
    heeded = signature(do).parameters
    rest = {"rest": {key: value for key, value in params.items() if key not in known}} if "rest" in heeded else {}
    return {key: value for key, value in given.items() if key in heeded and value is not Absent.UNSET} | rest


def _value(parameter: Parameter, value: Any) -> Any:
    if value is None and parameter.required:
        raise Refused(f"{parameter.name} is needed", 1400)
    if value is None:
        return parameter.default
    kind = parameter.type
    if kind.startswith("list[Id]"):
        return [number(parameter.name, one) for one in (value if isinstance(value, list) else [value])]
    return _KINDS[kind](parameter.name, value) if kind in _KINDS else value


def number(name: str, value: Any) -> int:
    """A number; strings of digits count, as in every implementation."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise Refused(f"{name}: a number is needed", 1400) from None


def _string(name: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Refused(f"{name}: a string is needed", 1400)
    return str(value)


def _truth(name: str, value: Any) -> bool:
    """True, 1, "true", "1" and "" are true, as in LLOneBot."""
    if not isinstance(value, bool | int | str):
        raise Refused(f"{name}: a bool is needed", 1400)
    return value in {"", "true", "1"} if isinstance(value, str) else bool(value)


def _object(name: str, value: Any) -> Payload:
    if not isinstance(value, dict):
        raise Refused(f"{name}: an object is needed", 1400)
    return value


_KINDS: dict[str, Callable[[str, Any], Any]] = {
    "Id": number,
    "int": number,
    "str": _string,
    "bool": _truth,
    "Payload": _object,
}
