"""Whoever joins is welcomed; cards follow players' names; requests to join are decided by rule."""

from collections.abc import Callable, Mapping
from typing import Any

from qq_api import at, text
from qq_chat.commands.community.common import Shared
from qq_chat.commands.feature import Feature
from qq_chat.people.bound import BindingChanged
from qq_chat.relay.outbox import Outbox
from qq_chat.text.patterns import pattern
from qq_chat.text.template import Template


class Newcomers(Feature):
    """Looks after whoever is new.

    Args:
        shared: who is where.
        outbox: takes the welcome.
    """

    def __init__(self, shared: Shared, outbox: Outbox) -> None:
        self._shared, self._common, self._outbox = shared, shared.common, outbox
        self._settings, self._requests = shared.settings.newcomers, shared.settings.join_requests
        self._is_right = pattern(self._requests.approve_pattern) if self._requests.approve_pattern else None
        if self._settings.card:
            self._common.bindings.listeners.append(self._binding_changed)

    def listeners(self) -> Mapping[str, Callable[..., None]]:
        """Joins, and requests."""
        return {"qq_api.on_notice": self._joined, "qq_api.on_request": self._asks}

    # -- welcome and cards

    def _joined(self, _server: Any, _bot: Any, event: dict[str, Any]) -> None:
        group_id, user_id = event.get("group_id"), event.get("user_id")
        if event.get("notice_type") != "group_increase" or not isinstance(user_id, int):
            return
        if not isinstance(group_id, int) or group_id not in self._common.config.told_groups():
            return
        if self._common.accounts.are_ours(user_id) or self._common.accounts.of(group_id) != event.get("self_id"):
            return
        if self._settings.welcome:
            values = {**self._common.always(), "qq": str(user_id), "name": self._common.members.name(group_id, user_id)}
            words = Template(self._settings.welcome).fill(values)
            self._outbox.put(group_id, [at(user_id), text(f" {words}")], kind="notice")
        player = self._common.bindings.player_of(user_id)
        if self._settings.card and player:
            self._name(user_id, player)

    def _binding_changed(self, change: BindingChanged) -> None:
        player = self._common.bindings.player_of(change.after.user_id) if change.after else None
        if player and change.after:
            self._name(change.after.user_id, player)

    def _name(self, user_id: int, player: str) -> None:
        for group_id in self._common.members.groups_of(user_id):
            if group_id in self._common.config.told_groups():
                action = self._common.bot.call_action("set_group_card", group_id=group_id, user_id=user_id, card=player)
                self._shared.later(action)

    # -- requests

    def _asks(self, _server: Any, _bot: Any, event: dict[str, Any]) -> None:
        groups = self._requests.groups or self._common.config.all_groups()
        is_one = event.get("request_type") == "group" and event.get("sub_type") == "add"
        if not self._requests.enabled or not is_one or event.get("group_id") not in groups:
            return
        approve = self.decide(event.get("user_id"), str(event.get("comment") or ""))
        if approve is not None:
            action = self._common.bot.call_action(
                "set_group_add_request",
                flag=event.get("flag"),
                sub_type="add",
                approve=approve,
                reason="" if approve else self._requests.reason,
                self_id=event.get("self_id"),
            )
            self._shared.later(action)

    def decide(self, user_id: Any, comment: str) -> bool | None:
        """Whether somebody may come in; None leaves it to people."""
        if not isinstance(user_id, int) or user_id in self._requests.blacklist:
            return False
        if self._is_right is not None and self._is_right(answer_in(comment)):
            return True
        if self._requests.approve_bound and self._common.bindings.all_of(user_id):
            return True
        return False if self._requests.otherwise == "reject" else None


def answer_in(comment: str) -> str:
    """What somebody answered, without the question.

    >>> answer_in("问题：Who are you?\\n答案：Steve")
    'Steve'
    """
    return comment.rpartition("答案：")[2].strip()
