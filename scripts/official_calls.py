"""Makes `qq_api.official.calls.helpers` of the table of the platform's calls: `python scripts/official_calls.py`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qq_api.official.calls.table import CALLS, Call  # noqa: E402  (the path first)

TARGET = ROOT / "qq_api" / "official" / "calls" / "helpers.py"

HEAD = '''"""The platform's own calls as methods; made by scripts/official_calls.py from the table, not to be edited."""

from typing import Any, Protocol, TypeAlias

Id: TypeAlias = int | str
"""An id as the platform writes it, or OneBot's number of it."""


class _Bot(Protocol):
    async def call_action(self, action: str, **params: Any) -> Any: ...


class Official:
    """Tencent's own API, for what OneBot has no words for: `await Official(bot).get_guild(guild_id)`.

    Every method returns what the platform answers. `extra` carries fields that are newer than this list.

    Raises:
        ActionFailed: the platform refuses (its own code, words for the owner), or a field is missing or wrong.
        ApiNotAvailable: the platform cannot be reached.
        Unanswered: no answer; it may have been done.

    Args:
        bot: the bot of QQAPI.
        self_id: which account, where several are connected.
    """

    def __init__(self, bot: _Bot, self_id: int | None = None) -> None:
        self._bot, self._self_id = bot, self_id

    async def _call(self, name: str, /, **params: Any) -> Any:
        given = {key: value for key, value in params.items() if value is not None}
        who = {} if self._self_id is None else {"self_id": self._self_id}
        return await self._bot.call_action(f"official.{name}", **who, **given)
'''

TYPES = {"dict": "dict[str, Any]", "list": "list[Any]"}


def method(call: Call) -> str:
    """One method."""
    needed = [*((name, "Id") for name in call.ids), *((one.name, TYPES.get(one.type, one.type)) for one in call.need)]
    may = [(one.name, TYPES.get(one.type, one.type)) for one in call.may]
    head = ["self", *(f"{name}: {kind}" for name, kind in needed), "*"]
    optional = [f"{name}: {kind} | None = None" for name, kind in [*may, ("extra", "dict[str, Any]")]]
    signature = ", ".join(head + optional)
    given = [f'"{call.name}"', *(f"{name}={name}" for name, _ in [*needed, *may]), "extra=extra"]
    return (
        f"    async def {call.name}({signature}) -> Any:\n"
        f'        """{call.words.en}.\n\n        {call.words.zh}。\n\n'
        f'        `{call.method} {call.path}`\n        """\n'
        f"        return await self._call({', '.join(given)})\n"
    )


def written() -> str:
    """The whole module, before it is formatted."""
    return "\n".join([HEAD, *map(method, CALLS.values())])


if __name__ == "__main__":
    TARGET.write_text(written(), "utf-8")
    print(f"{TARGET}: {len(CALLS)} calls; now run ruff format on it")
