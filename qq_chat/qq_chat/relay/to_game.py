"""A message from QQ as the line that players see, in the usual wording or the owner's. Computes only; no I/O."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mcdreforged.api.rtext import RAction, RColor, RText, RTextBase, RTextList

from qq_api import MessageEvent, Segment
from qq_chat.people.bindings import Bindings
from qq_chat.relay.rendering import clicks
from qq_chat.relay.rendering.known import View
from qq_chat.relay.rendering.line import render
from qq_chat.text.template import Field, Template
from qq_chat.text.words import name_for_game

USUAL = Template("[QQ] {name} {text}")


@dataclass(frozen=True)
class Shown:
    """A message, ready to be put into words.

    Attributes:
        name: the sender; the number on hover, a click begins a mention.
        text: what they said, as it is rendered.
        values: of the fields that are plain.
    """

    name: RTextBase
    text: RTextList
    values: Mapping[str, str]


def shown_name(event: MessageEvent, bindings: Bindings) -> str:
    """How the sender is called in the game: the bound player, else the group card, else the nickname."""
    given = event.get("sender")
    sender = given if isinstance(given, dict) else {}
    names = (bindings.player_of(event["user_id"]), sender.get("card"), sender.get("nickname"), event["user_id"])
    return next(filter(None, (name_for_game(str(name or "")) for name in names)), "?")


def shown(
    event: MessageEvent, message: list[Segment], view: View, bindings: Bindings, *, admin: bool, always: dict[str, str]
) -> Shown | None:
    """What is shown of a message; None when nothing of it can be seen.

    Args:
        event: who said it, and where.
        message: what is left of it to show.
        view: the words, the owner's wishes, what is known.
        bindings: who plays as whom.
        admin: the name is green.
        always: the fields of every template.
    """
    text = render(message, view)
    if not text.children:
        return None
    called = shown_name(event, bindings)
    name = RText(f"[{called}]", RColor.green if admin else RColor.gray).h(f"QQ {event['user_id']}")
    name.c(RAction.suggest_command, clicks.mention(called))
    player = bindings.player_of(event["user_id"]) or ""
    return Shown(name, text, {**always, **_plain(event), "player": player})


def _plain(event: MessageEvent) -> dict[str, str]:
    given = event.get("sender")
    sender: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    fields = {"qq": event["user_id"], "group": event.get("group_id"), "group_name": event.get("group_name")}
    fields |= {key: sender.get(key) for key in ("card", "nickname", "role")}
    return {key: str(value or "") for key, value in fields.items()}


def worded(line: Shown, template: Template) -> RTextList:
    """A message in somebody's wording: `[QQ] [老王] hi`, grey."""
    return RTextList(*_parts(line, template))


def _parts(line: Shown, template: Template) -> Iterator[RTextBase]:
    for part in template.parts:
        if part == Field("text"):
            yield from line.text.children
        elif part == Field("name"):
            yield line.name
        else:
            yield RText(line.values.get(part.name, "") if isinstance(part, Field) else part, RColor.gray)
