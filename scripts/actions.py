"""Makes from the table in `qq_api.actions` what editors, mypy and readers see: `python scripts/dev.py actions`.

qq_api/actions/results.py   the types of the answers
qq_api/bot_actions.py       the methods of `bot` and `bot.sync`
docs/actions.md, .zh.md     the pages
docs/mirai.md, .zh.md       what of mirai does not come back as it went
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # qq_api, wherever this is run from

import mirai_pages  # noqa: E402
from action_pages import page  # noqa: E402
from qq_api.actions import ACTIONS, IMPLEMENTATIONS, SHAPES, Absent, Action, Field, Parameter, Shape  # noqa: E402

WIDTH = 120
MADE = "Made by `python scripts/dev.py actions` from the table in `qq_api.actions`; edit that."
UNITS = {"": "", "s": " (seconds)", "ms": " (milliseconds)", "%": " (per cent)"}

RESULTS = f'''"""The types of OneBot's answers, for annotations; import them under `if TYPE_CHECKING:`.

{MADE}
A field that is `NotRequired` is missing from some answers, or with some implementations: take it with `get`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from qq_api.types import Payload, Segment

if TYPE_CHECKING:
    from typing_extensions import NotRequired

Id: TypeAlias = int | str
"""A number of QQ's or of OneBot's; a string of digits does as well."""

Message: TypeAlias = str | Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""What can be said: a string (CQ code), one segment, or several."""
'''

STUBS = f'''# mypy: disable-error-code="override"
# ruff: noqa: N803
"""What editors and mypy see of `bot`, `bot.api` and `bot.sync`: OneBot's actions as methods.

{MADE}
At run time the classes are empty, and `qq_api.bot` does not even read this file: aiocqhttp's `__getattr__` calls any
action, listed here or not, and sends exactly the parameters that were given. So a default shown here is what QQ's side
takes, and `**more` is whatever an implementation knows beyond. Two parameters are for the bot itself: `self_id` chooses
the account where it has several, `timeout_seconds` is how long to wait for the answer (60 where it is not given).
"""

from typing import TYPE_CHECKING

from aiocqhttp.api import AsyncApi, SyncApi

if TYPE_CHECKING:
    from typing import Any

    from qq_api.actions.results import (
        {{names}}
    )
    from qq_api.types import Payload, Segment

    class AsyncActions(AsyncApi):
        """OneBot's actions, to be awaited."""

{{awaited}}

    class SyncActions(SyncApi):
        """OneBot's actions; each waits for its answer."""

{{waited}}

else:

    class AsyncActions(AsyncApi):
        """OneBot's actions, to be awaited."""

    class SyncActions(SyncApi):
        """OneBot's actions; each waits for its answer."""
'''


def main() -> None:
    """Write the files anew; says which have changed."""
    for file, text in made().items():
        if not file.exists() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")
            print(file.relative_to(ROOT).as_posix())


def made() -> dict[Path, str]:
    """What the table makes: file -> text."""
    return {
        ROOT / "qq_api/actions/results.py": RESULTS + "".join(map(_type, SHAPES.values())),
        ROOT / "qq_api/bot_actions.py": _stubs(),
        ROOT / "docs/actions.md": page("en"),
        ROOT / "docs/actions.zh.md": page("zh"),
        ROOT / "docs/mirai.md": mirai_pages.page("en"),
        ROOT / "docs/mirai.zh.md": mirai_pages.page("zh"),
    }


# -- results


def _type(shape: Shape) -> str:
    notes = [f"        {field.name}: {field.words.en}." for field in shape.fields if field.words.en]
    about = ["", "    Attributes:", *notes, "    "] if notes else []
    docstring = "\n".join([f'    """{shape.words.en}. {shape.words.zh}。', *about]) + '"""'
    return "\n".join(["", "", f"class {shape.name}(TypedDict):", docstring, "", *map(_field, shape.fields), ""])


def _field(field: Field) -> str:
    return f"    {field.name}: {field.type if field.always else f'NotRequired[{field.type}]'}"


# -- methods


def _stubs() -> str:
    known = [action for action in ACTIONS.values() if action.name.isidentifier()]
    awaited, waited = ("\n\n".join(_method(action, how) for action in known) for how in ("async def", "def"))
    used = {name for action in known for name in _names(action.result)} | {"Id", "Message"}
    names = "\n        ".join(f"{name}," for name in sorted(used & {*SHAPES, "Id", "Message"}))
    return STUBS.format(names=names, awaited=awaited, waited=waited)


def _names(kind: str) -> list[str]:
    """`"Rkeys | list[Rkey]"` -> `["Rkeys", "list", "Rkey"]`."""
    return re.findall(r"\w+", kind)


OURS = ("self_id: Id | None = None", "timeout_seconds: float | None = None")


def _method(action: Action, keyword: str) -> str:
    parameters = [*map(_parameter, action.parameters), *OURS, "**more: Any"]
    head = f"        {keyword} {action.name}(self, *, {', '.join(parameters)}) -> {action.result}:"
    if _width(head) > WIDTH:
        lines = "".join(f"            {part},\n" for part in ("self", "*", *parameters))
        head = f"        {keyword} {action.name}(\n{lines}        ) -> {action.result}:"
    return "\n".join([head, *_docstring(action, keyword)])


def _parameter(parameter: Parameter) -> str:
    default = "" if parameter.required else " = ..." if parameter.default is Absent.UNSET else f" = {_code(parameter)}"
    return f"{parameter.name}: {parameter.type}{default}"


def _code(parameter: Parameter) -> str:
    return f'"{parameter.default}"' if isinstance(parameter.default, str) else repr(parameter.default)


def _docstring(action: Action, keyword: str) -> Iterator[str]:
    yield f'            """{action.summary.en}. {action.summary.zh}。'
    yield ""
    yield "            Args:"
    for parameter in action.parameters:
        yield from _wrapped(f"{parameter.name} ({parameter.type}): {_meaning(parameter)}.", 16)
    yield "                self_id (Id): by which of the bot's accounts."
    yield "                timeout_seconds (float): how long to wait for the answer."
    yield ""
    yield from _wrapped(f"Returns: {_returned(action)}", 12)
    yield from _wrapped(_raised(keyword), 12)
    yield from _wrapped(f"Known to: {_known(action)}.", 12)
    yield '            """'


def _meaning(parameter: Parameter) -> str:
    return (parameter.words.en + UNITS[parameter.unit]).replace("\\", "\\\\")


def _returned(action: Action) -> str:
    shape = next((SHAPES[name] for name in _names(action.result) if name in SHAPES), None)
    fields = ", ".join(field.name + ("" if field.always else "?") for field in shape.fields) if shape else ""
    return f"{action.result} {{{fields}}}." if fields else f"{action.result}."


def _raised(keyword: str) -> str:
    return "Raises: ActionFailed, ApiNotAvailable, Unanswered" + (", WrongThread." if keyword == "def" else ".")


def _known(action: Action) -> str:
    return "; ".join(
        f"{IMPLEMENTATIONS[key]} {support.level}{f' ({support.note.en})' if support.note.en else ''}"
        for key, support in action.has.items()
    )


def _wrapped(text: str, indent: int) -> Iterator[str]:
    """Lines of at most `WIDTH` columns, those after the first indented once more."""
    line = " " * indent
    start = line
    for word in text.split(" "):
        if line.strip() and _width(f"{line} {word}") > WIDTH:
            yield line
            line = start = " " * (indent + 4)
        line = f"{line} {word}" if line != start else line + word
    yield line


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


if __name__ == "__main__":
    main()
