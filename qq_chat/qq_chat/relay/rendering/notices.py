"""Notices of QQ as sentences for the game. Computes only; no I/O.

What NapCat, LLOneBot, Lagrange and go-cqhttp write differently is read here: a reaction is `group_msg_emoji_like` with a
list, or `reaction` with a `code`; who poked is `sender_id` in go-cqhttp, `user_id` elsewhere.
"""

from collections.abc import Callable
from typing import Any

from mcdreforged.api.rtext import RColor, RText, RTextList

from qq_chat.relay.rendering.faces import reaction
from qq_chat.relay.rendering.fields import items_of, number_of, text_of
from qq_chat.relay.rendering.known import View
from qq_chat.relay.rendering.said import Said
from qq_chat.relay.rendering.segments import short
from qq_chat.relay.words import for_game, name_for_game

Notice = dict[str, Any]
HINT_LENGTH = 60


def sentence(event: Notice, view: View, about: Said | None = None) -> RTextList | None:
    """A notice of QQ as one grey line; None for what is not told, by its kind or by the owner's wish.

    Args:
        event: the notice.
        view: the words, the owner's wishes, and who is who.
        about: the message it is about, where there is one and it is remembered.
    """
    kind = _kind(event)
    tell = _TABLE.get(kind)
    if tell is None or not getattr(view.wishes.notices, _SWITCH[kind]):
        return None
    words = for_game(tell(event, view, about))
    if not words:
        return None
    text = RText(words, RColor.gray)
    hint = _about(about, view)
    if hint:
        text.h(view.texts("told.recalled", text=hint))
    return RTextList(RText("[QQ] ", RColor.gray), text)


def _kind(event: Notice) -> str:
    """`{"notice_type": "notify", "sub_type": "poke"}` -> `poke`, anything else by its `notice_type`."""
    kind = text_of(event, "notice_type")
    return text_of(event, "sub_type") if kind == "notify" else kind


def _about(said: Said | None, view: View) -> str:
    return short(said.segments, view, HINT_LENGTH) if said is not None else ""


def _name(event: Notice, view: View, *keys: str) -> str:
    """How somebody in a notice is called; the number when there is no name."""
    user_id = number_of(event, *keys)
    return name_for_game(view.known.names.get(user_id, "")) or str(user_id or view.texts("told.somebody"))


def _author(event: Notice, view: View, about: Said | None) -> str:
    if about is not None and about.name and about.user_id not in view.known.names:
        return name_for_game(about.name) or str(about.user_id)
    return _name({"user_id": about.user_id} if about else event, view, "sender_id", "user_id")


def _recall(event: Notice, view: View, about: Said | None) -> str:
    name = _author({"user_id": event.get("user_id")}, view, about)
    if number_of(event, "operator_id") in (0, number_of(event, "user_id")):
        return view.texts("told.recall", name=name)
    return view.texts("told.recall_of", operator=_name(event, view, "operator_id"), name=name)


def _reaction(event: Notice, view: View, about: Said | None) -> str:
    likes = items_of(event, "likes")
    emoji = reaction(text_of(event, "code") or text_of(likes[0] if likes else {}, "emoji_id"))
    name = _name(event, view, "operator_id", "user_id")
    emoji = emoji or f"[{view.texts('shown.face')}]"
    if event.get("is_add") is False or text_of(event, "sub_type") == "remove":
        return view.texts("told.reaction_gone", name=name, emoji=emoji)
    author = _author({}, view, about)
    return view.texts("told.reaction", name=name, emoji=emoji, author=author)


def _poke(event: Notice, view: View, _about_: Said | None) -> str:
    """NapCat and LLOneBot say how: `raw_info: [{"type": "nor", "txt": "拍了拍"}, …, {"type": "nor", "txt": "的头"}]`."""
    said = [text_of(one, "txt") for one in items_of(event, "raw_info") if text_of(one, "type") == "nor"]
    action, suffix = [*filter(None, said[:2]), "", ""][:2]
    return view.texts(
        "told.poke",
        name=_name(event, view, "sender_id", "user_id"),
        action=name_for_game(action) or text_of(event, "action") or view.texts("told.poke_action"),
        target=_name(event, view, "target_id"),
        suffix=name_for_game(suffix) or text_of(event, "suffix"),
    )


def _card(event: Notice, view: View, _about_: Said | None) -> str:
    old, new = (name_for_game(text_of(event, key)) for key in ("card_old", "card_new"))
    old = old or _name(event, view, "user_id")
    if not new:
        return view.texts("told.card_gone", old=old, new=_name(event, view, "user_id"))
    return view.texts("told.card", old=old, new=new)


def _title(event: Notice, view: View, _about_: Said | None) -> str:
    title, name = name_for_game(text_of(event, "title")), _name(event, view, "user_id")
    return view.texts("told.title", name=name, title=title) if title else view.texts("told.title_gone", name=name)


def _join(event: Notice, view: View, _about_: Said | None) -> str:
    name = _name(event, view, "user_id")
    if text_of(event, "sub_type") == "invite" and number_of(event, "operator_id"):
        return view.texts("told.invited", name=name, operator=_name(event, view, "operator_id"))
    return view.texts("told.join", name=name)


def _leave(event: Notice, view: View, _about_: Said | None) -> str:
    name = _name(event, view, "user_id")
    if text_of(event, "sub_type") == "kick" and number_of(event, "operator_id"):
        return view.texts("told.kicked", name=name, operator=_name(event, view, "operator_id"))
    return "" if text_of(event, "sub_type") in ("kick_me", "disband") else view.texts("told.leave", name=name)


def _essence(event: Notice, view: View, about: Said | None) -> str:
    operator, author = _name(event, view, "operator_id"), _author(event, view, about)
    key = "told.essence_gone" if text_of(event, "sub_type") == "delete" else "told.essence"
    return view.texts(key, operator=operator, author=author)


_TABLE: dict[str, Callable[[Notice, View, Said | None], str]] = {
    "group_recall": _recall,
    "group_msg_emoji_like": _reaction,
    "reaction": _reaction,
    "poke": _poke,
    "group_card": _card,
    "title": _title,
    "group_increase": _join,
    "group_decrease": _leave,
    "essence": _essence,
}

_SWITCH = {
    "group_recall": "recall",
    "group_msg_emoji_like": "reaction",
    "reaction": "reaction",
    "poke": "poke",
    "group_card": "card",
    "title": "title",
    "group_increase": "join",
    "group_decrease": "leave",
    "essence": "essence",
}
"""Kind of notice -> the owner's switch (`settings.QQNotices`)."""
