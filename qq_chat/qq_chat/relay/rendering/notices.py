"""Notices of QQ as sentences for the game. Computes only; no I/O.

What NapCat, LLOneBot, Lagrange and go-cqhttp write differently is read here: a reaction is `group_msg_emoji_like` with
a list, or `reaction` with a `code`; who poked is `sender_id` in go-cqhttp, `user_id` elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mcdreforged.api.rtext import RColor, RText, RTextList

from qq_chat.relay.rendering.faces import reaction
from qq_chat.relay.rendering.fields import items_of, number_of, text_of
from qq_chat.relay.rendering.known import View
from qq_chat.relay.rendering.said import Said
from qq_chat.relay.rendering.segments import short
from qq_chat.text.words import for_game, name_for_game

HINT_LENGTH = 60


@dataclass(frozen=True)
class _Told:
    """A notice, who reads it, and the message it is about, if that is known."""

    event: dict[str, Any]
    view: View
    about: Said | None

    def __call__(self, key: str, **values: str) -> str:
        return self.view.texts(key, **values)

    def text(self, *keys: str) -> str:
        """A field, harmless and short."""
        return name_for_game(text_of(self.event, *keys))

    def name(self, *keys: str) -> str:
        """How somebody in the notice is called; the number where there is no name."""
        return self._called(number_of(self.event, *keys))

    def author(self, *keys: str) -> str:
        """Who said what the notice is about; else who some fields say it was."""
        if self.about is None:
            return self.name(*keys)
        return self._called(self.about.user_id, self.about.name)

    def _called(self, user_id: int, name: str = "") -> str:
        known = name_for_game(self.view.known.names.get(user_id, "")) or name_for_game(name)
        return known or str(user_id or self("told.somebody"))


def sentence(event: dict[str, Any], view: View, about: Said | None = None) -> RTextList | None:
    """A notice of QQ as one grey line; None for what is not told, by its kind or by the owner's wish.

    Args:
        event: the notice.
        view: the words, the owner's wishes, and who is who.
        about: the message it is about, where there is one and it is remembered; the line shows it on hover.
    """
    switch, tell = _TABLE.get(_kind(event), ("", None))
    if tell is None or not getattr(view.wishes.notices, switch):
        return None
    words = for_game(tell(_Told(event, view, about)))
    if not words:
        return None
    text = RText(words, RColor.gray)
    said = short(about.segments, view, HINT_LENGTH) if about is not None else ""
    if said:
        text.h(view.texts("told.recalled", text=for_game(said)))
    return RTextList(RText("[QQ] ", RColor.gray), text)


def kind_of(event: dict[str, Any]) -> str:
    """What a notice is to the owner and the routing table: `recall`, `join` …; "" for what is not told."""
    return _TABLE.get(_kind(event), ("", None))[0]


def _kind(event: dict[str, Any]) -> str:
    """`{"notice_type": "notify", "sub_type": "poke"}` -> `poke`, anything else by its `notice_type`."""
    kind = text_of(event, "notice_type")
    return text_of(event, "sub_type") if kind == "notify" else kind


def _recall(told: _Told) -> str:
    name = told.author("user_id")
    if number_of(told.event, "operator_id") in (0, number_of(told.event, "user_id")):
        return told("told.recall", name=name)
    return told("told.recall_of", operator=told.name("operator_id"), name=name)


def _reaction(told: _Told) -> str:
    likes = items_of(told.event, "likes")
    emoji = reaction(text_of(told.event, "code") or text_of(likes[0] if likes else {}, "emoji_id"))
    emoji, name = emoji or f"[{told('shown.face')}]", told.name("operator_id", "user_id")
    if told.event.get("is_add") is False or text_of(told.event, "sub_type") == "remove":
        return told("told.reaction_gone", name=name, emoji=emoji)
    return told("told.reaction", name=name, emoji=emoji, author=told.author())


def _poke(told: _Told) -> str:
    """NapCat and LLOneBot say how: `raw_info: [{"type": "nor", "txt": "拍了拍"}, …, {"type": "nor", "txt": "的头"}]`"""
    words = [text_of(one, "txt") for one in items_of(told.event, "raw_info") if text_of(one, "type") == "nor"]
    action, suffix = map(name_for_game, [*words[:2], "", ""][:2])
    return told(
        "told.poke",
        name=told.name("sender_id", "user_id"),
        action=action or told.text("action") or told("told.poke_action"),
        target=told.name("target_id"),
        suffix=suffix or told.text("suffix"),
    )


def _card(told: _Told) -> str:
    old, new = told.text("card_old") or told.name("user_id"), told.text("card_new")
    old = told.text("user_id") if old == new else old  # who was asked for after the change
    return told("told.card", old=old, new=new) if new else told("told.card_gone", old=old, new=told.name("user_id"))


def _title(told: _Told) -> str:
    title, name = told.text("title"), told.name("user_id")
    return told("told.title", name=name, title=title) if title else told("told.title_gone", name=name)


def _join(told: _Told) -> str:
    name = told.name("user_id")
    if told.text("sub_type") == "invite" and number_of(told.event, "operator_id"):
        return told("told.invited", name=name, operator=told.name("operator_id"))
    return told("told.join", name=name)


def _leave(told: _Told) -> str:
    name, how = told.name("user_id"), told.text("sub_type")
    if how == "kick" and number_of(told.event, "operator_id"):
        return told("told.kicked", name=name, operator=told.name("operator_id"))
    return "" if how in ("kick_me", "disband") else told("told.leave", name=name)


def _essence(told: _Told) -> str:
    operator, author = told.name("operator_id"), told.author("sender_id", "user_id")
    key = "told.essence_gone" if told.text("sub_type") == "delete" else "told.essence"
    return told(key, operator=operator, author=author)


_TABLE: dict[str, tuple[str, Callable[[_Told], str]]] = {
    "group_recall": ("recall", _recall),
    "group_msg_emoji_like": ("reaction", _reaction),
    "reaction": ("reaction", _reaction),
    "poke": ("poke", _poke),
    "group_card": ("card", _card),
    "title": ("title", _title),
    "group_increase": ("join", _join),
    "group_decrease": ("leave", _leave),
    "essence": ("essence", _essence),
}
"""Kind of notice -> the owner's switch (`settings.QQNotices`), and who puts it into words."""
