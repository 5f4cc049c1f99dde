"""From QQ to the game: what is said and what happens in a group, on its way to the players."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from qq_api import Error, MessageEvent, Segment, text
from qq_chat.relay import to_game
from qq_chat.relay.common import Common
from qq_chat.relay.late import lateness
from qq_chat.relay.mentions import named
from qq_chat.relay.outbox.compose import clock_time
from qq_chat.relay.rendering.in_order import InOrder
from qq_chat.relay.rendering.known import Known, View
from qq_chat.relay.rendering.lookups import Lookups
from qq_chat.relay.rendering.notices import kind_of, sentence
from qq_chat.relay.rendering.said import Said, said_of
from qq_chat.relay.rendering.wanted import wanted, wanted_by_notice
from qq_chat.relay.saying import Saying
from qq_chat.text.template import Template


class FromQQ:
    """Shows the game what concerns it.

    Args:
        common: the relay.
        lookups: finds what lines need.
        in_order: shows lines in the order in which they came.
    """

    def __init__(self, common: Common, lookups: Lookups, in_order: InOrder) -> None:
        self._common, self._lookups, self._in_order = common, lookups, in_order
        self._wishes, self._saying = common.config.rendering, Saying(common)

    def learn(self, event: dict[str, Any]) -> None:
        """Whatever is heard of a group tells who is who there."""
        group_id, user_id, sender = (event.get(key) for key in ("group_id", "user_id", "sender"))
        if isinstance(group_id, int) and isinstance(user_id, int):
            self._learn_name(group_id, user_id, sender, event)
        self._lookups.learn(event)

    def _learn_name(self, group_id: int, user_id: int, sender: object, event: dict[str, Any]) -> None:
        if isinstance(sender, dict):
            self._common.members.heard(group_id, user_id, sender)
        elif event.get("notice_type") == "group_card":
            self._common.members.renamed(group_id, user_id, str(event.get("card_new") or ""))
        elif event.get("notice_type") == "group_decrease":
            self._common.members.left(group_id, user_id)

    def message(self, event: MessageEvent) -> None:
        """A member of one of our groups said something that is no command."""
        said, content = said_of(event), event.content
        self._lookups.keep(said)
        self._common.memory.remember(event["group_id"], said)
        goes = self._common.routes.to_game(event["group_id"], "chat", self._names(event), content)
        if goes is not None and not self._common.quiet.holds(event["group_id"]):
            message = _without(said.segments, len(content) - len(goes.text))
            self._put(event, replace(said, segments=message), goes.template)
            if self._wishes.pictures.keep_mb:
                self._common.loop.call_soon_threadsafe(self._lookups.keep_pictures, said)

    def show(self, event: MessageEvent, message: list[Segment]) -> None:
        """Show a message as soon as what it needs is known, and after those before it.

        Args:
            event: who said it, and where.
            message: what of it is shown.
        """
        self._put(event, replace(said_of(event), segments=message), None)

    def _put(self, event: MessageEvent, said: Said, template: Template | None) -> None:
        if self._is_blocked(event) or not self._common.server.is_server_startup():
            return
        masked = [*self._masked(said.segments)]
        needs = wanted(replace(said, segments=masked), thumbnails=self._wishes.pictures.thumbnails)
        show = partial(self._show, event, masked, template or to_game.USUAL)
        self._in_order.put(event["group_id"], event.get("self_id"), needs, show)

    def notice(self, event: dict[str, Any]) -> None:
        """Something happened in one of our groups."""
        group_id, kind = event["group_id"], kind_of(event)
        goes = self._common.routes.to_game(group_id, kind, [event.get("user_id", "")], "") if kind else None
        if goes is None or not self._common.server.is_server_startup() or self._is_known(event, kind):
            return
        if getattr(self._wishes.notices, kind):
            about = self._about(event, kind)
            needs = wanted_by_notice(event, is_known=about is not None)
            names = self._members_named(group_id, needs.members)
            needs = replace(needs, members=tuple(one for one in needs.members if one not in names))
            self._in_order.put(group_id, event.get("self_id"), needs, partial(self._tell, event, about, names))

    def _members_named(self, group_id: int, user_ids: Iterable[int]) -> dict[int, str]:
        """Who is in the list of members: whoever has left cannot be asked for."""
        names = ((user_id, self._common.members.name(group_id, user_id)) for user_id in user_ids)
        return {user_id: name for user_id, name in names if name}

    def _is_known(self, event: dict[str, Any], kind: str) -> bool:
        """Whether a recall was told already; two accounts in a group hear it twice."""
        place = event["group_id"], str(event.get("message_id", ""))
        return kind == "recall" and self._common.memory.was_recalled(*place)

    def _names(self, event: MessageEvent) -> list[int | str]:
        """By what a sender may be named in the routing table: the number, the player."""
        player = self._common.bindings.player_of(event["user_id"])
        return [event["user_id"], *([player] if player else [])]

    # -- words that nobody shall say

    def _is_blocked(self, event: MessageEvent) -> bool:
        action = self._common.config.blocked.action
        if action == "mask" or not self._common.blocked.found(event.content):
            return False
        if action == "recall" and event.get("message_id") is not None:
            self._common.loop.call_soon_threadsafe(lambda: self._common.bot.spawn(self._recall(event)))
        return True

    async def _recall(self, event: MessageEvent) -> None:
        try:
            await self._common.bot.delete_msg(message_id=event["message_id"], self_id=event.get("self_id"))
        except Error as error:
            words = self._common.texts("blocked.not_recalled", group=event["group_id"], reason=error)
            self._common.server.logger.warning(words)

    def _masked(self, message: list[Segment]) -> Iterator[Segment]:
        mask = self._common.config.blocked.mask
        for segment in message:
            words = segment["data"].get("text") if segment["type"] == "text" else None
            yield text(self._common.blocked.masked(words, mask)) if isinstance(words, str) else segment

    # -- what players see and hear

    def _show(self, event: MessageEvent, message: list[Segment], template: Template, known: Known) -> None:
        line = to_game.shown(
            event,
            message,
            self._view(event, known),
            self._common.bindings,
            admin=event["user_id"] in self._common.config.admins,
            always=self._common.always,
        )
        if line is not None:
            self._saying.put(to_game.worded(line, template, _late(event)), self._ring(event, message))

    def _view(self, event: dict[str, Any], known: Known) -> View:
        return View(self._common.texts, self._wishes, known, str(event.get("message_id", "")))

    def _tell(self, event: dict[str, Any], about: Said | None, names: dict[int, str], known: Known) -> None:
        known = replace(known, names={**known.names, **names})
        about = about or known.quotes.get(str(event.get("message_id", "")))
        line = sentence(event, self._view(event, known), about)
        if line is not None:
            self._saying.put(line)

    def _about(self, event: dict[str, Any], kind: str) -> Said | None:
        find = self._common.memory.recall if kind == "recall" else self._common.memory.find
        return find(event["group_id"], str(event.get("message_id", "")))

    def _ring(self, event: MessageEvent, message: list[Segment]) -> Iterator[str]:
        """The commands that ring for whoever is meant."""
        meant = [*self._meant(event["group_id"], message)]
        if meant:
            name = to_game.shown_name(event, self._common.bindings)
            yield from self._saying.ring(meant, self._common.texts("ring", name=name))

    def _meant(self, group_id: int, message: list[Segment]) -> Iterator[str]:
        """Players online who are mentioned, by account or name, or whose line is answered."""
        online = {player.lower(): player for player in self._common.online.players}
        for segment in message:
            yield from (
                online[player.lower()] for player in self._called(group_id, segment) if player.lower() in online
            )

    def _called(self, group_id: int, segment: Segment) -> Iterator[str]:
        data = segment["data"]
        if segment["type"] == "text":
            yield from named(str(data.get("text", "")), self._common.online.players)
        elif segment["type"] == "at" and str(data.get("qq", "")).isdecimal():
            yield from (bound.player for bound in self._common.bindings.all_of(int(data["qq"])))
        elif segment["type"] == "reply":
            said = self._common.memory.find(group_id, str(data.get("id", "")))
            yield said.name if said is not None and not said.user_id else ""  # a line of ours: its player


def _late(event: MessageEvent) -> str:
    """`[12:03] `, when somebody said what was only found later, in the history; "" for what was heard at once."""
    age = lateness(event)
    return clock_time(time.time() - age, age) if age else ""


def _without(message: list[Segment], length: int) -> list[Segment]:
    """A message without so many characters at its beginning: a prefix that had to be there."""
    if length <= 0 or not message or message[0]["type"] != "text":
        return message
    return [text(str(message[0]["data"].get("text", ""))[length:]), *message[1:]]
