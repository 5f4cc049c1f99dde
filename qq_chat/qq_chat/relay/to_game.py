"""From QQ to the game: an event becomes one coloured line."""

from mcdreforged.api.rtext import RAction, RColor, RText, RTextBase, RTextList

from qq_api import MessageEvent
from qq_chat.people.bindings import Bindings
from qq_chat.relay.rendering import clicks
from qq_chat.relay.rendering.known import View
from qq_chat.relay.rendering.line import render, render_words
from qq_chat.text.words import name_for_game


def shown_name(event: MessageEvent, bindings: Bindings) -> str:
    """How the sender is called in the game: the bound player, else the group card, else the nickname."""
    given = event.get("sender")
    sender = given if isinstance(given, dict) else {}
    names = (bindings.player_of(event["user_id"]), sender.get("card"), sender.get("nickname"), event["user_id"])
    return next(filter(None, (name_for_game(str(name or "")) for name in names)), "?")


def line(event: MessageEvent, text: str, bindings: Bindings, *, admin: bool) -> RTextList:
    """`[QQ] [name] text`, grey, an admin's name green; the number shows when the pointer rests on the name."""
    return RTextList(*_head(event, bindings, admin=admin), *render_words(text, before=" ").children)


def message_line(event: MessageEvent, view: View, bindings: Bindings, *, admin: bool) -> RTextList | None:
    """The same for the whole message, as it is rendered; None when nothing of it can be seen.

    A click on the name begins a mention, one on the text an answer.
    """
    shown = render(event.get("message") or event.get("raw_message"), view, before=" ").children
    if not shown:
        return None
    tag, name = _head(event, bindings, admin=admin)
    name.c(RAction.suggest_command, clicks.mention(shown_name(event, bindings)))
    return RTextList(tag, name, *shown)


def _head(event: MessageEvent, bindings: Bindings, *, admin: bool) -> tuple[RTextBase, RTextBase]:
    name = RText(f"[{shown_name(event, bindings)}]", RColor.green if admin else RColor.gray)
    return RText("[QQ] ", RColor.gray), name.h(f"QQ {event['user_id']}")
