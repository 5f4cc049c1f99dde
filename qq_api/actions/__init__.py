"""The one table of OneBot 11 actions: names, parameters, results, and who has them. Computes only; no I/O.

From it `python scripts/dev.py actions` makes what editors and mypy see of `bot` and `bot.sync` (`qq_api.bot_actions`),
the types of the answers (`qq_api.actions.results`), and docs/actions.md. It only describes: any action, listed or
not, goes through `bot.call_action` as it is.

>>> ACTIONS["set_group_ban"].summary.en
'Mute a member of a group'
>>> [parameter.name for parameter in ACTIONS["set_group_ban"].parameters if parameter.required]
['group_id', 'user_id']
"""

from qq_api.actions import file, group, message, sharing, system, user
from qq_api.actions.model import (
    IMPLEMENTATIONS,
    Absent,
    Action,
    Field,
    Parameter,
    Shape,
    Support,
    Words,
)
from qq_api.actions.shapes import SHAPES

__all__ = [
    "ACTIONS",
    "IMPLEMENTATIONS",
    "SHAPES",
    "Absent",
    "Action",
    "Field",
    "Parameter",
    "Shape",
    "Support",
    "Words",
]

ACTIONS: dict[str, Action] = {
    row.name: row for module in (user, group, message, file, sharing, system) for row in module.ROWS
}
"""Name -> action, by topic."""
