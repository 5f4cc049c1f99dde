"""The owner's wording of a line: `[{server}] <{player}> {text}`. Computes only; no I/O.

>>> Template("[{server}] <{player}> {text}").fill({"server": "survival", "player": "Steve", "text": "{server}"})
'[survival] <Steve> {server}'
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

TO_QQ_FIELDS = ("server", "player", "qq", "card", "group", "text", "time", "online")
"""What a template for QQ may name: `player` and what they said or did, the `qq` bound to them and its `card` in the
group, `online` as a number."""

TO_GAME_FIELDS = (*TO_QQ_FIELDS, "name", "nickname", "role", "group_name")
"""What a template for the game may name: `name` is the player bound to the sender, else the card, else the nickname."""


@dataclass(frozen=True)
class Field:
    """A place that is filled: `{player}`."""

    name: str


class Template:
    """A wording, read once.

    Args:
        source: text with fields in braces; `{{` and `}}` stand for braces.
        fields: those there are; None for any.

    Raises:
        ValueError: a brace is alone, or a field is none of those; says which, and what there is.
    """

    def __init__(self, source: str, fields: Collection[str] | None = None) -> None:
        self.parts = tuple(_parts(source, fields))

    def fill(self, values: Mapping[str, str]) -> str:
        """The text; a field that has no value is empty. What a value holds is never read as a template."""
        return "".join(values.get(part.name, "") if isinstance(part, Field) else part for part in self.parts)


def _parts(source: str, fields: Collection[str] | None) -> Iterator[str | Field]:
    for literal, name, spec, conversion in Formatter().parse(source):
        if literal:
            yield literal
        if name is None:
            continue
        if spec or conversion or not name.isidentifier() or (fields is not None and name not in fields):
            shown = name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            raise ValueError(f"{{{shown}}}: {', '.join(f'{{{one}}}' for one in fields or ())}")
        yield Field(name)
