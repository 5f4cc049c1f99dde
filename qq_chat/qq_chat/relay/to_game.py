"""A message from QQ as the line that players see, in the usual wording or the owner's. Computes only; no I/O."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
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
        values: of the fields that are plain, for templates that name them.
    """

    name: RTextBase
    text: RTextList
    values: Callable[[], Mapping[str, str]]


def shown_name(event: MessageEvent, bindings: Bindings) -> str:
    """How the sender is called in the game: the bound player, else the group card, else the nickname."""
    given = event.get("sender")
    sender = given if isinstance(given, dict) else {}
    names = (bindings.player_of(event["user_id"]), sender.get("card"), sender.get("nickname"), event["user_id"])
    return next(filter(None, (name_for_game(str(name or "")) for name in names)), "?")


def shown(
    event: MessageEvent,
    message: list[Segment],
    view: View,
    bindings: Bindings,
    *,
    admin: bool,
    always: Callable[[], Mapping[str, str]],
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
    player = bindings.player_of(event["user_id"]) or ""
    return Shown(_name(called, event["user_id"], admin), text, lambda: {**always(), **_plain(event), "player": player})


@lru_cache(maxsize=1000)
def _name(called: str, user_id: int, admin: bool) -> RTextBase:
    name = RText(f"[{called}]", RColor.green if admin else RColor.gray).h(f"QQ {user_id}")
    return name.c(RAction.suggest_command, clicks.mention(called))


def _plain(event: MessageEvent) -> dict[str, str]:
    given = event.get("sender")
    sender: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    fields = {"qq": event["user_id"], "group": event.get("group_id"), "group_name": event.get("group_name")}
    fields |= {key: sender.get(key) for key in ("card", "nickname", "role")}
    return {key: str(value or "") for key, value in fields.items()}


def worded(line: Shown, template: Template, late: str = "") -> RTextList:
    """A message in somebody's wording: `[QQ] [老王] hi`, grey; `late` says when, in front of it."""
    return RTextList(*([RText(late, RColor.gray)] if late else []), *_parts(line, template))


def _parts(line: Shown, template: Template) -> Iterator[RTextBase]:
    for part in template.parts:
        if part == Field("text"):
            yield from line.text.children
        elif part == Field("name"):
            yield line.name
        elif isinstance(part, Field):
            yield RText(line.values().get(part.name, ""), RColor.gray)
        else:
            yield _fixed(part)


@lru_cache(maxsize=100)
def _fixed(words: str) -> RTextBase:
    return RText(words, RColor.gray)
