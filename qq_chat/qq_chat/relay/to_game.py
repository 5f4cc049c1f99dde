"""From QQ to the game: an event becomes one coloured line."""

from mcdreforged.api.rtext import RColor, RText, RTextList

from qq_api import MessageEvent
from qq_chat.people.bindings import Bindings
from qq_chat.relay.words import for_game, name_for_game


def shown_name(event: MessageEvent, bindings: Bindings) -> str:
    """How the sender is called in the game: the bound player, else the group card, else the nickname."""
    given = event.get("sender")
    sender = given if isinstance(given, dict) else {}
    names = (bindings.player_of(event["user_id"]), sender.get("card"), sender.get("nickname"), event["user_id"])
    return next(filter(None, (name_for_game(str(name or "")) for name in names)), "?")


def line(event: MessageEvent, text: str, bindings: Bindings, *, admin: bool) -> RTextList:
    """`[QQ] [name] text`, grey, an admin's name green; the number shows when the pointer rests on the name."""
    name = RText(f"[{shown_name(event, bindings)}]", RColor.green if admin else RColor.gray)
    name.h(f"QQ {event['user_id']}")
    return RTextList(RText("[QQ] ", RColor.gray), name, RText(f" {for_game(text)}", RColor.gray))
